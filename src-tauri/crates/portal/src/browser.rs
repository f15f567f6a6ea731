//! The browser-like part of a visit: one request, one look at a page, one press. It knows no use case.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use jiff::SignedDuration;
use secrecy::SecretString;
use url::Url;

use crate::client::Clock;
use crate::error::PortalError;
use crate::form::{self, NavigationError};
use crate::hosts::refused;
use crate::labels::{Labels, PageKind};
use crate::page::{CertificateRow, Page};
use crate::recognise::{Standing, newly_said, recognise_after};
use crate::redacted_dom::Redaction;
use crate::text::fold;
use crate::transport::{Method, Request, Response, Transport};

/// Pages that only lead on, in a row.
pub(crate) const MAX_STEPS: usize = 6;

/// What a page may be, at any time, instead of what was asked for: there one stays, wherever it would lead by itself.
pub(crate) const ALWAYS: &[PageKind] = &[PageKind::Captive, PageKind::Maintenance, PageKind::Busy];

/// What a page may be, besides, once logged in.
pub(crate) const LOGGED_IN: &[PageKind] =
    &[PageKind::Captive, PageKind::Maintenance, PageKind::Busy, PageKind::SessionTakenOver, PageKind::SessionExpired];

/// A page that was seen on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageSeen {
    /// What it was taken for.
    pub kind: PageKind,
    /// Title of the page.
    pub title: String,
}

mod parse;
mod press;

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
    /// The password has left this device.
    pub(crate) password_sent: bool,
    /// How many requests were made.
    requests: u32,
    /// Status of the last answer.
    status: u16,
    /// What was typed in and sent, as long as the portal may echo it: until it has let in.
    pub(crate) sent: Vec<SecretString>,
    /// What logs out of a visit whose pages are gone.
    pub(crate) farewell: Option<Request>,
    /// What stood on the page from which something was sent, and so does not speak of it.
    pub(crate) standing: Standing,
    transport: Arc<dyn Transport>,
    /// Scripts in files of their own that were asked for; `None` if one did not come.
    script_files: HashMap<Url, Option<String>>,
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
            password_sent: false,
            requests: 0,
            status: 0,
            sent: Vec::new(),
            farewell: None,
            standing: Standing::default(),
            transport,
            script_files: HashMap::new(),
        }
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = CertificateRow> {
        self.page.iter().flat_map(|page| &page.rows).map(|row| row.certificate.clone())
    }

    pub(crate) fn is_showing(&self, folded_text: &str) -> bool {
        self.page.as_ref().is_some_and(|page| page.folded_text == folded_text)
    }

    /// The address asked for as a page, after what only leads on.
    pub(crate) async fn open(&mut self, url: Url) -> Result<Page, PortalError> {
        self.load(Request::get(url), ALWAYS).await
    }

    /// One request; its answer as a page, after refreshes and scripts that only lead on. A page of one of these kinds
    /// is where one stays: a refusal counts before it leads away.
    pub(crate) async fn load(&mut self, request: Request, stay: &[PageKind]) -> Result<Page, PortalError> {
        let mut request = request;
        for _ in 0..MAX_STEPS {
            let (method, url) = (request.method, request.url.clone());
            let response = self.send(request).await?;
            let was_got = method == Method::Get || response.url != url;
            let page = self.read(response).await?;
            let Some(next) = leading_on(&page) else { return Ok(page) };
            if recognise_after(&self.labels, &page, stay, &self.standing) != PageKind::Unknown {
                return Ok(page);
            }
            let next = next.map_err(|error| self.navigation_error(&page, error, "refresh"))?;
            // A page that reloads itself is where one stays; what was sent is no page to reload.
            if was_got && next.url == page.url && next.method == Method::Get {
                return Ok(page);
            }
            request = next;
        }
        Err(PortalError::RedirectLoop)
    }

    /// Errors: [`PortalError::RefusedRedirect`] where nothing is sent to.
    pub(crate) fn check(&self, request: &Request) -> Result<(), PortalError> {
        if request.url.scheme() == "https" && self.transport.allows(&request.url) {
            return Ok(());
        }
        Err(refused(&request.url))
    }

    pub(crate) async fn send(&mut self, request: Request) -> Result<Response, PortalError> {
        self.check(&request)?;
        let host = request.url.host_str().unwrap_or_default().to_owned();
        let begun = Instant::now();
        self.requests += 1;
        let answer = self.transport.send(request).await;
        let (request, ms) = (self.requests, u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX));
        match &answer {
            Ok(response) => tracing::info!(request, host, status = response.status, ms, "the portal has answered"),
            Err(error) => tracing::info!(request, host, code = error.code(), ms, "the portal has not answered"),
        }
        let response = answer?;
        self.status = response.status;
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
    pub(crate) async fn read(&mut self, response: Response) -> Result<Page, PortalError> {
        let status = response.status;
        let title = String::new();
        if !is_html(response.content_type.as_deref(), &response.body) {
            return Err(match status {
                400.. => PortalError::Down { status },
                _ => PortalError::UnknownPage { title, wanted: None },
            });
        }
        let page = self.parse(response).await?;
        if page.frames {
            let title = self.redaction().text(&page.title);
            self.enter_page(page, PageKind::Unknown);
            return Err(PortalError::Frames { title });
        }
        if status < 400 {
            return Ok(page);
        }
        let known = [PageKind::Locked, PageKind::PasswordExpired, PageKind::WrongLogin, PageKind::NeedsBrowser];
        // Where a log-in is refused, its page may come again with a status of its own (RFC 9110, 15.5.2).
        let again: &[PageKind] = if self.password_sent { &[PageKind::Login] } else { &[] };
        match self.classify(&page, &[LOGGED_IN, &known, again]) {
            PageKind::Login => Ok(page),
            PageKind::NeedsBrowser if self.password_sent => Err(PortalError::Down { status }),
            PageKind::Unknown => Err(PortalError::Down { status }),
            kind => Err(self.refusal(kind, "")),
        }
    }

    /// Takes a page for the first of these kinds that it is, and makes it the one shown.
    pub(crate) fn classify_and_enter(&mut self, page: Page, among: &[&[PageKind]]) -> PageKind {
        let kind = recognise_after(&self.labels, &page, &among.concat(), &self.standing);
        self.enter_page(page, kind)
    }

    pub(crate) fn enter_page(&mut self, page: Page, kind: PageKind) -> PageKind {
        tracing::info!(request = self.requests, page = kind.code(), "a page is known");
        self.seen.push(PageSeen { kind, title: self.unless_secret(&page.title) });
        if self.kind == PageKind::Menu {
            self.menu = self.page.take();
        }
        self.kind = kind;
        self.page = Some(page);
        kind
    }

    /// As [`Browser::classify_and_enter`], for a page that comes instead of something else: the one shown stays.
    pub(crate) fn classify(&mut self, page: &Page, among: &[&[PageKind]]) -> PageKind {
        let kind = recognise_after(&self.labels, page, &among.concat(), &self.standing);
        tracing::info!(request = self.requests, page = kind.code(), "a page is known");
        self.seen.push(PageSeen { kind, title: self.unless_secret(&page.title) });
        kind
    }

    /// The error that a page of this kind is.
    pub(crate) fn refusal(&self, kind: PageKind, wanted: &'static str) -> PortalError {
        match kind {
            PageKind::Captive => PortalError::Captive,
            PageKind::Maintenance => PortalError::Maintenance,
            PageKind::Busy => PortalError::Down { status: self.status },
            PageKind::SessionTakenOver => PortalError::SessionTakenOver,
            PageKind::SessionExpired => PortalError::SessionExpired,
            PageKind::Locked => PortalError::Locked,
            PageKind::PasswordExpired => PortalError::PasswordExpired,
            PageKind::WrongLogin => PortalError::WrongLogin,
            PageKind::PasswordRefused => PortalError::PasswordRefused,
            PageKind::Terms | PageKind::NewPassword => PortalError::FirstLogin,
            PageKind::Code => PortalError::CodeWanted,
            PageKind::LoggedInElsewhere => PortalError::LoggedInElsewhere,
            PageKind::Offices => PortalError::OfficeWanted,
            PageKind::NeedsBrowser => self.needs_browser(wanted),
            PageKind::Unknown if self.page.as_ref().is_some_and(Page::is_a_frame) => {
                PortalError::Frames { title: self.redacted_title() }
            }
            PageKind::Unknown if self.page.as_ref().is_some_and(Page::is_drawn_by_scripts) => {
                self.needs_browser(wanted)
            }
            PageKind::ExpiresSoon
            | PageKind::Entrance
            | PageKind::Login
            | PageKind::Menu
            | PageKind::Certificates
            | PageKind::Notice
            | PageKind::Download
            | PageKind::Unknown => self.unknown_page(wanted),
        }
    }

    /// What the log-in's page, which has come again, newly says of the portal instead of the password: that it is
    /// closed, or out of order.
    pub(crate) fn not_the_password(&self) -> Option<PortalError> {
        let page = self.page.as_ref()?;
        if let Some(said) = newly_said(&self.labels, page, ALWAYS, &self.standing) {
            return Some(self.refusal(said, ""));
        }
        let is_broken = self.labels.says_broken(&self.standing.fresh(page));
        is_broken.then(|| self.unknown_page(PageKind::Menu.code()))
    }

    /// Scripts are in the way. Once the password was sent, it is an unknown page: the code says that nothing was.
    fn needs_browser(&self, wanted: &'static str) -> PortalError {
        if self.password_sent {
            return self.unknown_page(wanted);
        }
        PortalError::NeedsBrowser { title: self.redacted_title() }
    }

    pub(crate) fn unknown_page(&self, wanted: &'static str) -> PortalError {
        PortalError::UnknownPage { title: self.redacted_title(), wanted: (!wanted.is_empty()).then_some(wanted) }
    }

    /// Nothing of what was sent stays: the pages may echo it, so they go too, all but what logs out.
    pub(crate) fn forget_sent(&mut self) {
        self.farewell = self.log_out().or(self.farewell.take());
        self.sent.clear();
        (self.page, self.menu) = (None, None);
        self.kind = PageKind::Unknown;
        self.standing = Standing::default();
    }

    /// What may be said of texts of the portal's pages.
    pub(crate) fn redaction(&self) -> Redaction<'_> {
        Redaction::new(&self.labels, &self.sent)
    }

    fn redacted_title(&self) -> String {
        self.page.as_ref().map(|page| self.redaction().text(&page.title)).unwrap_or_default()
    }

    fn unless_secret(&self, title: &str) -> String {
        if self.redaction().is_secret(&fold(title)) { String::new() } else { title.to_owned() }
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

/// Where a page leads by itself, by a refresh or by a script that is understood.
fn leading_on(page: &Page) -> Option<Result<Request, NavigationError>> {
    match &page.refresh {
        Some(address) => Some(form::get(page, address)),
        None if page.loaded.effects.target.is_some() => Some(form::follow(page, &page.loaded.effects, &[])),
        None => None,
    }
}
