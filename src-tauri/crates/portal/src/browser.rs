//! The browser-like part of a visit: one request, one look at a page, one press. It knows no use case.

use std::sync::Arc;

use jiff::SignedDuration;
use url::Url;

use crate::client::Clock;
use crate::error::PortalError;
use crate::find;
use crate::form::{self, FieldValue, NavigationError};
use crate::labels::{ControlRole, FieldRole, Labels, PageKind};
use crate::page::{CertificateRow, Control, Page};
use crate::recognise::recognise;
use crate::transport::{Request, Response, Transport};

/// Pages that only lead on, in a row.
pub(crate) const MAX_STEPS: usize = 5;

/// What a page may be, at any time, instead of what was asked for.
pub(crate) const ALWAYS: &[PageKind] = &[PageKind::Captive, PageKind::Maintenance];

/// What a page may be, besides, once logged in.
pub(crate) const LOGGED_IN: &[PageKind] =
    &[PageKind::Captive, PageKind::Maintenance, PageKind::SessionTakenOver, PageKind::SessionExpired];

/// A page that was seen on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageSeen {
    /// What it was taken for.
    pub kind: PageKind,
    /// Its title.
    pub title: String,
}

/// The page that is shown, the menu seen before, and the way to both.
pub(crate) struct Browser {
    pub(crate) labels: Labels,
    pub(crate) clock: Clock,
    pub(crate) page: Option<Page>,
    pub(crate) kind: PageKind,
    pub(crate) menu: Option<Page>,
    pub(crate) seen: Vec<PageSeen>,
    /// The portal's clock minus this device's.
    pub(crate) clock_offset: Option<SignedDuration>,
    transport: Arc<dyn Transport>,
}

impl Browser {
    pub(crate) fn new(transport: Arc<dyn Transport>, labels: Labels, clock: Clock) -> Self {
        Self {
            labels,
            clock,
            page: None,
            kind: PageKind::Unknown,
            menu: None,
            seen: Vec::new(),
            clock_offset: None,
            transport,
        }
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = CertificateRow> {
        self.page.iter().flat_map(|page| &page.rows).map(|row| row.certificate.clone())
    }

    pub(crate) fn is_showing(&self, folded_text: &str) -> bool {
        self.page.as_ref().is_some_and(|page| page.folded_text == folded_text)
    }

    /// The address asked for as a page, after any refresh that only leads on.
    pub(crate) async fn open(&mut self, url: Url) -> Result<Page, PortalError> {
        self.load(Request::get(url)).await
    }

    /// One request; its answer as a page, after any refresh that only leads on.
    pub(crate) async fn load(&mut self, request: Request) -> Result<Page, PortalError> {
        let mut request = request;
        for _ in 0..MAX_STEPS {
            let response = self.send(request).await?;
            let page = self.read(response)?;
            let Some(address) = page.refresh.as_deref() else { return Ok(page) };
            let next = form::get(&page, address).map_err(|error| navigation_error(&page, error, "refresh"))?;
            // A page that reloads itself, or says that it is closed, is where one stays.
            if next.url == page.url || recognise(&self.labels, &page, ALWAYS) != PageKind::Unknown {
                return Ok(page);
            }
            request = next;
        }
        Err(PortalError::RedirectLoop)
    }

    pub(crate) async fn send(&mut self, request: Request) -> Result<Response, PortalError> {
        if request.url.scheme() != "https" {
            let host = request.url.host_str().unwrap_or_default().to_owned();
            return Err(PortalError::RefusedRedirect { host });
        }
        let response = self.transport.send(request).await?;
        if let Some(date) = response.date {
            self.clock_offset = Some(date.duration_since((self.clock)()));
        }
        match response.status {
            511 => Err(PortalError::Captive),
            _ => Ok(response),
        }
    }

    /// Sends what nobody waits for the end of: its answer is not looked at.
    pub(crate) async fn send_off(&self, request: Request) {
        // Whether it arrived makes no difference to what comes after.
        let _ = self.transport.send(request).await;
    }

    /// Reads an answer as a page. An error status is one, unless the page says something known.
    pub(crate) fn read(&mut self, response: Response) -> Result<Page, PortalError> {
        let status = response.status;
        let title = String::new();
        if !is_html(response.content_type.as_deref(), &response.body) {
            return Err(match status {
                400.. => PortalError::Down { status },
                _ => PortalError::UnknownPage { title, wanted: None },
            });
        }
        let content_type = response.content_type.as_deref();
        let page =
            Page::read(response.url, &response.body, content_type, &self.labels).map_err(|_| PortalError::TooLarge)?;
        if page.frames {
            let title = page.title.clone();
            self.enter_page(page, PageKind::Unknown);
            return Err(PortalError::Frames { title });
        }
        if status < 400 {
            return Ok(page);
        }
        let known = [PageKind::Locked, PageKind::PasswordExpired, PageKind::WrongLogin];
        match self.classify(page, &[LOGGED_IN, &known]) {
            PageKind::Unknown => Err(PortalError::Down { status }),
            kind => Err(self.refusal(kind, "")),
        }
    }

    /// Takes a page for the first of these kinds that it is, and makes it the one shown.
    pub(crate) fn classify_and_enter(&mut self, page: Page, among: &[&[PageKind]]) -> PageKind {
        let kind = recognise(&self.labels, &page, &among.concat());
        self.enter_page(page, kind)
    }

    pub(crate) fn enter_page(&mut self, page: Page, kind: PageKind) -> PageKind {
        self.seen.push(PageSeen { kind, title: page.title.clone() });
        if self.kind == PageKind::Menu {
            self.menu = self.page.take();
        }
        self.kind = kind;
        self.page = Some(page);
        kind
    }

    /// As [`Browser::classify_and_enter`], for a page that comes instead of something else: the one shown stays.
    pub(crate) fn classify(&mut self, page: Page, among: &[&[PageKind]]) -> PageKind {
        let kind = recognise(&self.labels, &page, &among.concat());
        self.seen.push(PageSeen { kind, title: page.title.clone() });
        kind
    }

    /// The error that a page of this kind is.
    pub(crate) fn refusal(&self, kind: PageKind, wanted: &'static str) -> PortalError {
        match kind {
            PageKind::Captive => PortalError::Captive,
            PageKind::Maintenance => PortalError::Maintenance,
            PageKind::SessionTakenOver => PortalError::SessionTakenOver,
            PageKind::SessionExpired => PortalError::SessionExpired,
            PageKind::Locked => PortalError::Locked,
            PageKind::PasswordExpired => PortalError::PasswordExpired,
            PageKind::WrongLogin => PortalError::WrongLogin,
            PageKind::PasswordRefused => PortalError::PasswordRefused,
            PageKind::Terms | PageKind::NewPassword => PortalError::FirstLogin,
            PageKind::Entrance
            | PageKind::Login
            | PageKind::Menu
            | PageKind::Certificates
            | PageKind::Notice
            | PageKind::Download
            | PageKind::Unknown => self.unknown_page(wanted),
        }
    }

    pub(crate) fn unknown_page(&self, wanted: &'static str) -> PortalError {
        PortalError::UnknownPage {
            title: self.page.as_ref().map(|page| page.title.clone()).unwrap_or_default(),
            wanted: (!wanted.is_empty()).then_some(wanted),
        }
    }

    pub(crate) fn press(&self, role: ControlRole) -> Result<Request, PortalError> {
        let page = self.page.as_ref().ok_or(PortalError::SessionExpired)?;
        let control = find::control(page, &self.labels, role).ok_or_else(|| self.unknown_page(role.code()))?;
        self.follow(page, control, &[], role.code())
    }

    pub(crate) fn fill_and_press(
        &self,
        values: &[(FieldRole, &str)],
        role: ControlRole,
    ) -> Result<Request, PortalError> {
        let page = self.page.as_ref().ok_or(PortalError::SessionExpired)?;
        let mut filled = Vec::new();
        for (field, text) in values {
            let index = find::field(page, &self.labels, *field).ok_or_else(|| self.unknown_page(field.code()))?;
            filled.push((index, *text));
        }
        let form = filled.first().and_then(|(index, _)| page.fields[*index].form);
        if filled.iter().any(|(index, _)| page.fields[*index].form != form) {
            return Err(self.unknown_page(role.code()));
        }
        let control =
            find::control_in_form(page, &self.labels, role, form).ok_or_else(|| self.unknown_page(role.code()))?;
        self.follow(page, control, &filled, role.code())
    }

    /// What to press next for the list: on this page, else on the menu seen before.
    pub(crate) fn navigate_to_certificates(&self) -> Result<Request, PortalError> {
        let roles = [ControlRole::Certificates, ControlRole::CertificateMenu, ControlRole::OpenMenu];
        for page in [&self.page, &self.menu].into_iter().flatten() {
            for role in roles {
                if let Some(control) = find::control(page, &self.labels, role)
                    && let Ok(request) = form::press(page, &self.labels, control, &[])
                {
                    return Ok(request);
                }
            }
        }
        Err(match self.page {
            None => PortalError::SessionExpired,
            Some(_) => self.unknown_page(ControlRole::Certificates.code()),
        })
    }

    pub(crate) fn press_row(&self, row: u32) -> Result<Request, PortalError> {
        let page = self.page.as_ref().ok_or(PortalError::SessionExpired)?;
        let found = page.rows.iter().find(|found| found.certificate.row == row).ok_or(PortalError::RowGone)?;
        self.follow(page, &page.controls[found.control], &[], ControlRole::Download.code())
    }

    /// Ticks or chooses what says so, then presses on.
    pub(crate) fn agree(&mut self) -> Result<Request, PortalError> {
        let page = self.page.as_mut().ok_or(PortalError::SessionExpired)?;
        let checkbox = find::checkbox(page, &self.labels, ControlRole::Agree);
        if let Some(index) = checkbox {
            page.tick(index);
        }
        let page = self.page.as_ref().ok_or(PortalError::SessionExpired)?;
        let role = ControlRole::Agree.code();
        let control = find::agreeing(page, &self.labels, checkbox).ok_or_else(|| self.unknown_page(role))?;
        self.follow(page, control, &[], role)
    }

    /// What logs out, on this page or else on the menu seen before.
    pub(crate) fn log_out(&self) -> Option<Request> {
        [&self.page, &self.menu].into_iter().flatten().find_map(|page| {
            let control = find::control(page, &self.labels, ControlRole::LogOut)?;
            form::press(page, &self.labels, control, &[]).ok()
        })
    }

    fn follow(
        &self,
        page: &Page,
        control: &Control,
        values: &[FieldValue<'_>],
        wanted: &'static str,
    ) -> Result<Request, PortalError> {
        form::press(page, &self.labels, control, values).map_err(|error| navigation_error(page, error, wanted))
    }
}

/// Said to be a page, or looks like one where nothing is said.
pub(crate) fn is_html(content_type: Option<&str>, body: &[u8]) -> bool {
    let kind = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match kind.as_str() {
        "text/html" | "application/xhtml+xml" => true,
        "" => body.trim_ascii_start().first() == Some(&b'<'),
        _ => false,
    }
}

fn navigation_error(page: &Page, error: NavigationError, wanted: &'static str) -> PortalError {
    match error {
        NavigationError::NotHttps { host } => PortalError::RefusedRedirect { host },
        NavigationError::NoTarget => PortalError::UnknownPage { title: page.title.clone(), wanted: Some(wanted) },
    }
}
