use crate::PortalError;
use crate::form::{self, Dead, Fill};
use crate::labels::{Blank, PageKind, Press};
use crate::page::{Control, Page};
use crate::session::{CertificateRow, PageSeen, Session};
use crate::transport::{Progress, Request, Response};

/// Pages that only lead on, in a row.
pub(crate) const MAX_STEPS: usize = 5;

/// What a page may be, at any time, instead of what was asked for.
pub(crate) const ALWAYS: &[PageKind] = &[PageKind::Captive, PageKind::Maintenance];

/// What a page may be, besides, once logged in.
pub(crate) const LOGGED_IN: &[PageKind] =
    &[PageKind::Captive, PageKind::Maintenance, PageKind::SessionTakenOver, PageKind::SessionExpired];

/// Single steps of a visit: one request, one look at a page, one press.
impl Session {
    pub(crate) fn rows(&self) -> impl Iterator<Item = CertificateRow> {
        self.page.iter().flat_map(|page| &page.rows).map(|row| row.certificate.clone())
    }

    pub(crate) fn is_showing(&self, folded_text: &str) -> bool {
        self.page.as_ref().is_some_and(|page| page.folded_text == folded_text)
    }

    /// One request; its answer as a page, after any refresh that only leads on.
    pub(crate) async fn load(&mut self, request: Request) -> Result<Page, PortalError> {
        let mut request = request;
        for _ in 0..MAX_STEPS {
            let response = self.send(request, &|_, _| ()).await?;
            let page = self.read(response)?;
            let Some(address) = page.refresh.as_deref() else { return Ok(page) };
            let next = form::get(&page, address).map_err(|dead| dead_end(&page, dead, "refresh"))?;
            // A page that reloads itself, or says that it is closed, is where one stays.
            if next.url == page.url || self.labels.recognise(&page, ALWAYS) != PageKind::Unknown {
                return Ok(page);
            }
            request = next;
        }
        Err(PortalError::RedirectLoop)
    }

    pub(crate) async fn send(&mut self, request: Request, progress: &Progress) -> Result<Response, PortalError> {
        if request.url.scheme() != "https" {
            let host = request.url.host_str().unwrap_or_default().to_owned();
            return Err(PortalError::RefusedRedirect { host });
        }
        let response = self.transport.send_with(request, progress).await?;
        if let Some(date) = response.date {
            self.offset = Some(date.duration_since((self.clock)()));
        }
        match response.status {
            511 => Err(PortalError::Captive),
            _ => Ok(response),
        }
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
            self.stand(page, PageKind::Unknown);
            return Err(PortalError::Frames { title });
        }
        if status < 400 {
            return Ok(page);
        }
        let known = [PageKind::Locked, PageKind::PasswordExpired, PageKind::WrongLogin];
        match self.look(page, &[LOGGED_IN, &known]) {
            PageKind::Unknown => Err(PortalError::Down { status }),
            kind => Err(self.refusal(kind, "")),
        }
    }

    /// Takes a page for the first of these kinds that it is, and stands on it.
    pub(crate) fn see(&mut self, page: Page, among: &[&[PageKind]]) -> PageKind {
        let kind = self.labels.recognise(&page, &among.concat());
        self.stand(page, kind)
    }

    pub(crate) fn stand(&mut self, page: Page, kind: PageKind) -> PageKind {
        self.pages.push(PageSeen { kind, title: page.title.clone() });
        if self.kind == PageKind::Menu {
            self.menu = self.page.take();
        }
        self.kind = kind;
        self.page = Some(page);
        kind
    }

    /// As [`Session::see`], for a page that comes instead of something else: one stays where one was.
    pub(crate) fn look(&mut self, page: Page, among: &[&[PageKind]]) -> PageKind {
        let kind = self.labels.recognise(&page, &among.concat());
        self.pages.push(PageSeen { kind, title: page.title.clone() });
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
            _ => self.unknown(wanted),
        }
    }

    pub(crate) fn unknown(&self, wanted: &'static str) -> PortalError {
        PortalError::UnknownPage {
            title: self.page.as_ref().map(|page| page.title.clone()).unwrap_or_default(),
            wanted: (!wanted.is_empty()).then_some(wanted),
        }
    }

    pub(crate) fn press(&self, press: Press) -> Result<Request, PortalError> {
        let page = self.page.as_ref().ok_or(PortalError::SessionExpired)?;
        let control = page.press(&self.labels, press).ok_or_else(|| self.unknown(press.slug()))?;
        self.follow(page, control, &[], press.slug())
    }

    pub(crate) fn follow(
        &self,
        page: &Page,
        control: &Control,
        fills: &[Fill<'_>],
        wanted: &'static str,
    ) -> Result<Request, PortalError> {
        form::press(page, &self.labels, control, fills).map_err(|dead| dead_end(page, dead, wanted))
    }

    pub(crate) fn fill_and_press(&self, blanks: &[(Blank, &str)], press: Press) -> Result<Request, PortalError> {
        let page = self.page.as_ref().ok_or(PortalError::SessionExpired)?;
        let mut fills = Vec::new();
        for (blank, text) in blanks {
            let index = page.blank(&self.labels, *blank).ok_or_else(|| self.unknown(blank.slug()))?;
            fills.push((index, *text));
        }
        let form = fills.first().and_then(|(index, _)| page.fields[*index].form);
        if fills.iter().any(|(index, _)| page.fields[*index].form != form) {
            return Err(self.unknown(press.slug()));
        }
        let control = page.press_in_form(&self.labels, press, form).ok_or_else(|| self.unknown(press.slug()))?;
        self.follow(page, control, &fills, press.slug())
    }

    /// The next thing to press on the way to the list: on this page, else on the menu seen before.
    pub(crate) fn way_to_list(&self) -> Result<Request, PortalError> {
        let presses = [Press::Certificates, Press::CertificateMenu, Press::OpenMenu];
        for page in [&self.page, &self.menu].into_iter().flatten() {
            for press in presses {
                if let Some(control) = page.press(&self.labels, press)
                    && let Ok(request) = form::press(page, &self.labels, control, &[])
                {
                    return Ok(request);
                }
            }
        }
        Err(match self.page {
            None => PortalError::SessionExpired,
            Some(_) => self.unknown(Press::Certificates.slug()),
        })
    }

    pub(crate) fn press_row(&self, row: u32) -> Result<Request, PortalError> {
        let page = self.page.as_ref().ok_or(PortalError::SessionExpired)?;
        let found = page.rows.iter().find(|found| found.certificate.row == row).ok_or(PortalError::RowGone)?;
        self.follow(page, &page.controls[found.control], &[], Press::Download.slug())
    }

    /// Ticks or chooses what says so, then presses on.
    pub(crate) fn agree(&mut self) -> Result<Request, PortalError> {
        let labels = self.labels.clone();
        let page = self.page.as_mut().ok_or(PortalError::SessionExpired)?;
        let box_to_tick = page.tickable(&labels, Press::Agree);
        if let Some(index) = box_to_tick {
            page.tick(index);
        }
        let page = self.page.as_ref().ok_or(PortalError::SessionExpired)?;
        let press = page.agreeing(&labels, box_to_tick).ok_or_else(|| self.unknown(Press::Agree.slug()))?;
        self.follow(page, press, &[], Press::Agree.slug())
    }
}

fn dead_end(page: &Page, dead: Dead, wanted: &'static str) -> PortalError {
    match dead {
        Dead::NotHttps { host } => PortalError::RefusedRedirect { host },
        Dead::NoWay => PortalError::UnknownPage { title: page.title.clone(), wanted: Some(wanted) },
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
