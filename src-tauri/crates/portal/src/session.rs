//! The use cases of a visit, in their order: log in, the first log-in's pages, the list, the file, log out.

use std::sync::Arc;
use std::time::Duration;

use certificate::{FileType, detect};
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;
use zeroize::Zeroizing;

use crate::browser::{ALWAYS, Browser, LOGGED_IN, MAX_STEPS, PageSeen, is_html};
use crate::client::Clock;
use crate::error::PortalError;
use crate::file;
use crate::file_name::{self, FileHint};
use crate::find;
use crate::first_login::{CodeRequest, FirstLogin, TakeOver, code_request, first_login, take_over};
use crate::labels::{ControlRole, FieldRole, Labels, PageKind};
use crate::offices::{self, OfficeRequest, OfficeWay};
use crate::page::{CertificateRow, Page};
use crate::recognise::Standing;
use crate::redacted_dom::{PageToDescribe, RedactedDom};
use crate::rows;
use crate::transport::{Method, Request, Response, Transport};

/// What the answer to a log-in may be at once, before it leads anywhere.
const REFUSALS: &[PageKind] = &[PageKind::Locked, PageKind::PasswordExpired, PageKind::WrongLogin];
const LOG_OUT_TIMEOUT: Duration = Duration::from_secs(5);

/// One visit of the portal, from the entrance to the logout. The transport keeps its cookies.
pub struct Session {
    entry: Url,
    browser: Browser,
    list_used: bool,
    asks_before_take_over: bool,
    file_hint: Option<FileHint>,
}

impl Session {
    /// A visit that begins at `entry`. Nothing is sent yet.
    pub fn new(entry: Url, transport: Arc<dyn Transport>, labels: Labels) -> Self {
        Self {
            entry,
            browser: Browser::new(transport, labels, Arc::new(Timestamp::now)),
            list_used: false,
            asks_before_take_over: false,
            file_hint: None,
        }
    }

    /// Does not go on by itself where the same user ID is logged in elsewhere: going on may throw somebody out.
    pub fn asking_before_take_over(mut self) -> Self {
        self.asks_before_take_over = true;
        self
    }

    /// Another clock than the system's, to compare the portal's with.
    pub fn with_clock(mut self, clock: Clock) -> Self {
        self.browser.clock = clock;
        self
    }

    /// From the entrance to the menu. Sends the password at most once; nothing is ever sent again.
    ///
    /// Errors besides those of the network: [`PortalError::WrongLogin`], [`PortalError::Locked`],
    /// [`PortalError::PasswordExpired`], [`PortalError::FirstLogin`], [`PortalError::Maintenance`],
    /// [`PortalError::UnknownPage`].
    pub async fn log_in(&mut self, user_id: &str, password: &SecretString) -> Result<(), PortalError> {
        self.open_login().await?;
        self.send_login(user_id, password).await
    }

    /// From the entrance to the page of the log-in. Nothing that somebody typed is sent.
    ///
    /// Errors: as of [`Session::log_in`], without those that are about a password.
    pub async fn open_login(&mut self) -> Result<(), PortalError> {
        let mut page = self.browser.open(self.entry.clone()).await?;
        for _ in 0..MAX_STEPS {
            let kinds = [PageKind::Login, PageKind::Entrance, PageKind::Notice, PageKind::NeedsBrowser];
            let next = match self.browser.classify_and_enter(page, &[ALWAYS, &kinds]) {
                PageKind::Login => return Ok(()),
                PageKind::Entrance => self.browser.press(ControlRole::Entrance)?,
                PageKind::Notice => self.browser.go_on()?,
                other => return Err(self.browser.refusal(other, ControlRole::Entrance.code())),
            };
            page = self.browser.load(next, ALWAYS).await?;
        }
        Err(PortalError::RedirectLoop)
    }

    /// From the page of the log-in to the menu; sends the password, once.
    ///
    /// Errors: as of [`Session::log_in`]. [`PortalError::UnknownPage`] where [`Session::open_login`] was not there before.
    pub async fn send_login(&mut self, user_id: &str, password: &SecretString) -> Result<(), PortalError> {
        if self.browser.kind != PageKind::Login || self.browser.password_sent {
            return Err(self.browser.unknown_page(PageKind::Login.code()));
        }
        let values = [(FieldRole::UserId, user_id), (FieldRole::Password, password.expose_secret())];
        let request = self.browser.fill_and_press(&values, ControlRole::LogIn)?;
        self.browser.kind = PageKind::Unknown;
        self.browser.check(&request)?;
        self.browser.password_sent = true;
        self.browser.sent.extend([user_id.to_owned().into(), password.clone()]);
        self.browser.standing = self.browser.page.as_ref().map(Standing::of).unwrap_or_default();
        let result = self.go_on_to_menu(request).await;
        match result {
            // The page that asked has come again: whatever it says, it did not let in. What the portal says of itself
            // comes before the password is blamed.
            Err(PortalError::UnknownPage { .. }) if self.browser.kind == PageKind::Login => {
                Err(self.browser.not_the_password().unwrap_or(PortalError::WrongLogin))
            }
            result => result,
        }
    }

    /// Sends what opens the menu, and presses on through what stands before it.
    async fn go_on_to_menu(&mut self, request: Request) -> Result<(), PortalError> {
        let mut page = self.browser.load(request, &[ALWAYS, REFUSALS].concat()).await?;
        let mut before = String::new();
        for _ in 0..MAX_STEPS {
            // The menu first: its notices may speak of passwords and locks.
            // A page that asks for a new password is that, whatever it says of the old one.
            // A notice of a maintenance to come, with a button that leads on, is no maintenance.
            // An office to choose before the menu: its header may have the menu's own button.
            let kinds: [&[PageKind]; 4] = [
                &[
                    PageKind::Captive,
                    PageKind::Offices,
                    PageKind::Menu,
                    PageKind::Code,
                    PageKind::ExpiresSoon,
                    PageKind::NewPassword,
                ],
                REFUSALS,
                &[PageKind::LoggedInElsewhere, PageKind::SessionTakenOver, PageKind::SessionExpired],
                &[PageKind::Terms, PageKind::Login, PageKind::Notice, PageKind::Maintenance, PageKind::Busy],
            ];
            let kind = self.browser.classify_and_enter(page, &[&kinds.concat()]);
            let leads_on = matches!(kind, PageKind::Notice | PageKind::ExpiresSoon | PageKind::LoggedInElsewhere);
            // What comes again as it was is not pressed again.
            if leads_on && self.browser.is_showing(&before) {
                return Err(self.browser.unknown_page(PageKind::Menu.code()));
            }
            let next = match kind {
                PageKind::Menu => {
                    self.browser.sent.clear();
                    return Ok(());
                }
                PageKind::Notice => self.browser.go_on().map_err(|error| self.browser.maintenance_or(error))?,
                PageKind::ExpiresSoon => self.browser.leave_for_later()?,
                PageKind::LoggedInElsewhere if !self.asks_before_take_over => {
                    self.browser.press(ControlRole::TakeOver)?
                }
                PageKind::Offices => self.browser.go_on_with(&self.only_office(&before)?)?,
                other => return Err(self.browser.refusal(other, PageKind::Menu.code())),
            };
            before = self.browser.page.as_ref().map(|page| page.folded_text.clone()).unwrap_or_default();
            page = self.browser.load(next, &[ALWAYS, REFUSALS].concat()).await?;
        }
        Err(PortalError::RedirectLoop)
    }

    /// The password has left this device for the portal, so a failure may have used up one of its tries.
    pub fn password_sent(&self) -> bool {
        self.browser.password_sent
    }

    /// What waits after [`PortalError::CodeWanted`].
    pub fn code_request(&self) -> Option<CodeRequest> {
        let page = self.browser.page.as_ref().filter(|_| self.browser.kind == PageKind::Code)?;
        Some(code_request(&self.browser.labels, page))
    }

    /// Sends the code that came by mail, once; what waits next is said by the result, as after [`Session::log_in`].
    pub async fn send_code(&mut self, code: &SecretString) -> Result<(), PortalError> {
        if self.browser.kind != PageKind::Code {
            return Err(self.browser.unknown_page(PageKind::Code.code()));
        }
        let values = [(FieldRole::Code, code.expose_secret())];
        let request = self.browser.fill_and_press(&values, ControlRole::SendCode)?;
        self.browser.sent.push(code.clone());
        self.browser.standing = self.browser.page.as_ref().map(Standing::of).unwrap_or_default();
        self.go_on_to_menu(request).await
    }

    /// What waits after [`PortalError::LoggedInElsewhere`].
    pub fn take_over_request(&self) -> Option<TakeOver> {
        let page = self.browser.page.as_ref().filter(|_| self.browser.kind == PageKind::LoggedInElsewhere)?;
        Some(take_over(&self.browser.labels, page))
    }

    /// Goes on although the same user ID is logged in elsewhere: whoever is may be thrown out. What waits next is said by
    /// the result, as after [`Session::log_in`].
    pub async fn take_over(&mut self) -> Result<(), PortalError> {
        if self.browser.kind != PageKind::LoggedInElsewhere {
            return Err(self.browser.unknown_page(PageKind::LoggedInElsewhere.code()));
        }
        let request = self.browser.press(ControlRole::TakeOver)?;
        self.go_on_to_menu(request).await
    }

    /// What waits after [`PortalError::OfficeWanted`].
    pub fn offices(&self) -> Option<OfficeRequest> {
        let page = self.browser.page.as_ref().filter(|_| self.browser.kind == PageKind::Offices)?;
        Some(offices::request(&self.browser.labels, page))
    }

    /// Goes on with an office of [`Session::offices`]; what waits next is said by the result, as after
    /// [`Session::log_in`].
    pub async fn choose_office(&mut self, choice: u32) -> Result<(), PortalError> {
        let wanted = PageKind::Offices.code();
        let page = self.browser.page.as_ref().filter(|_| self.browser.kind == PageKind::Offices);
        let offices = page.map(|page| offices::choices(&self.browser.labels, page)).unwrap_or_default();
        let chosen = usize::try_from(choice).ok().and_then(|choice| offices.into_iter().nth(choice));
        let request = self.browser.go_on_with(&chosen.ok_or_else(|| self.browser.unknown_page(wanted))?.way)?;
        self.go_on_to_menu(request).await
    }

    /// The office where there is but one, once; another page like it is not gone through blindly.
    fn only_office(&self, before: &str) -> Result<OfficeWay, PortalError> {
        let page = self.browser.page.as_ref().ok_or(PortalError::SessionExpired)?;
        let mut found = offices::choices(&self.browser.labels, page).into_iter();
        match (found.next(), found.next()) {
            (Some(office), None) if page.folded_text != before => Ok(office.way),
            _ => Err(PortalError::OfficeWanted),
        }
    }

    /// What waits after [`PortalError::FirstLogin`].
    pub fn first_login(&self) -> Option<FirstLogin> {
        first_login(&self.browser.labels, self.browser.kind, self.browser.page.as_ref()?)
    }

    /// Agrees to the terms; what waits next is said by the result, as after [`Session::log_in`].
    pub async fn accept_terms(&mut self) -> Result<(), PortalError> {
        if self.browser.kind != PageKind::Terms {
            return Err(self.browser.unknown_page(PageKind::Terms.code()));
        }
        let request = self.browser.agree()?;
        self.go_on_to_menu(request).await
    }

    /// Sets the new password; then the menu is open.
    ///
    /// `current` is what was logged in with, needed where [`crate::NewPassword::asks_current`] says so.
    /// Errors: [`PortalError::PasswordRefused`] where the portal asks for it once more.
    pub async fn set_new_password(
        &mut self,
        password: &SecretString,
        current: Option<&SecretString>,
    ) -> Result<(), PortalError> {
        if !matches!(self.browser.kind, PageKind::NewPassword | PageKind::PasswordRefused) {
            return Err(self.browser.unknown_page(PageKind::NewPassword.code()));
        }
        let mut fills = vec![
            (FieldRole::NewPassword, password.expose_secret()),
            (FieldRole::ConfirmPassword, password.expose_secret()),
        ];
        if let Some(current) = current
            && self
                .browser
                .page
                .as_ref()
                .is_some_and(|page| find::field(page, &self.browser.labels, FieldRole::CurrentPassword).is_some())
        {
            fills.push((FieldRole::CurrentPassword, current.expose_secret()));
        }
        let request = self.browser.fill_and_press(&fills, ControlRole::Decide)?;
        self.browser.sent.push(password.clone());
        let result = self.go_on_to_menu(request).await;
        if self.browser.kind == PageKind::NewPassword {
            self.browser.kind = PageKind::PasswordRefused;
            return Err(PortalError::PasswordRefused);
        }
        result
    }

    /// The portal's list. No valid certificate is an empty list, not an error.
    pub async fn certificates(&mut self) -> Result<Vec<CertificateRow>, PortalError> {
        let kinds = [PageKind::Certificates, PageKind::Login, PageKind::Menu, PageKind::Entrance, PageKind::Notice];
        let mut request = self.browser.navigate_to_certificates()?;
        for _ in 0..MAX_STEPS {
            let page = self.browser.load(request, LOGGED_IN).await?;
            // Rows are the list, whatever else the page says.
            let kind = match page.rows.is_empty() {
                false => self.browser.enter_page(page, PageKind::Certificates),
                true => self.browser.classify_and_enter(page, &[LOGGED_IN, &kinds]),
            };
            request = match kind {
                PageKind::Certificates => {
                    self.list_used = false;
                    let rows: Vec<CertificateRow> = self.browser.rows().collect();
                    // Nothing is said to be missing by a page that is itself not whole, or not read.
                    let labels = &self.browser.labels;
                    let is_told = |page: &Page| {
                        let says_failed = page.sentences().any(|run| labels.says_failed(&run.folded));
                        // What stands in a frame, or comes when something is searched for, is not on this page.
                        let is_all_here = page.inline_frames.is_empty() && !find::asks_for_more(page, labels, &[]);
                        page.whole
                            && !page.unread_list
                            && !page.is_undrawn()
                            && !says_failed
                            && (is_all_here || rows::says_none(labels, &page.runs))
                    };
                    return if rows.is_empty() && !self.browser.page.as_ref().is_some_and(is_told) {
                        Err(self.browser.unknown_page(ControlRole::Certificates.code()))
                    } else {
                        Ok(rows)
                    };
                }
                PageKind::Notice => self.browser.go_on()?,
                PageKind::Menu => self.browser.navigate_to_certificates()?,
                // Whose time is over is led to the log-in, or to the door before it.
                PageKind::Login | PageKind::Entrance => return Err(PortalError::SessionExpired),
                other => return Err(self.browser.refusal(other, ControlRole::Certificates.code())),
            };
        }
        Err(self.browser.unknown_page(ControlRole::Certificates.code()))
    }

    /// Downloads a row's file; what comes begins as PKCS#12 does.
    pub async fn download(&mut self, row: u32) -> Result<Zeroizing<Vec<u8>>, PortalError> {
        if self.list_used {
            // Its tokens may be used up.
            let label = self.browser.rows().find(|found| found.row == row).map(|found| found.label);
            let again = self.certificates().await?;
            if !again.iter().any(|found| found.row == row && Some(&found.label) == label.as_ref()) {
                return Err(PortalError::RowGone);
            }
        }
        let label = self.browser.rows().find(|found| found.row == row).map(|found| found.label);
        let request = self.browser.press_row(row)?;
        self.list_used = true;
        let sent = Sent::of(&request);
        match self.fetch(request).await? {
            Fetched::File(file) => Ok(file),
            Fetched::Page(page) => match self.browser.download_once_more(&page, label.as_deref())? {
                // The same once more is no second step.
                next if Sent::of(&next) == sent => Err(PortalError::NotAFile),
                next => match self.fetch(next).await? {
                    Fetched::File(file) => Ok(file),
                    Fetched::Page(_) => Err(PortalError::NotAFile),
                },
            },
        }
    }

    /// What a download brings: the file, or a page that is none of those that are errors.
    async fn fetch(&mut self, request: Request) -> Result<Fetched, PortalError> {
        let response = self.browser.send(request).await.map_err(|error| match error {
            PortalError::TooLarge => PortalError::FileTooLarge,
            other => other,
        })?;
        let is_page =
            is_html(response.content_type.as_deref(), &response.body) && detect(&response.body) != FileType::Pkcs12;
        if !is_page && response.status < 400 {
            return self.file(response).map(Fetched::File);
        }
        let page = self.browser.read(response).await?;
        match self.browser.classify(&page, &[LOGGED_IN, &[PageKind::Login, PageKind::Entrance]]) {
            PageKind::Login | PageKind::Entrance => Err(PortalError::SessionExpired),
            PageKind::Unknown => Ok(Fetched::Page(Box::new(page))),
            other => Err(self.browser.refusal(other, PageKind::Download.code())),
        }
    }

    fn file(&mut self, response: Response) -> Result<Zeroizing<Vec<u8>>, PortalError> {
        self.file_hint = file_name::hint(&self.browser.labels, response.disposition.as_deref(), &response.url);
        let body = response.body;
        file::check(&body)?;
        self.browser.seen.push(PageSeen { kind: PageKind::Download, title: String::new() });
        Ok(body)
    }

    /// Which certificate the file that was downloaded last is by the name that it came under; `None` if that says nothing.
    ///
    /// It is all that can be known before the file's password: what it holds stands under it.
    pub fn file_hint(&self) -> Option<&FileHint> {
        self.file_hint.as_ref()
    }

    /// Logs out as well as it can, within five seconds. What was typed in is wiped before.
    pub async fn log_out(self) {
        let mut browser = self.browser;
        browser.sent.clear();
        if let Some(request) = browser.farewell.take().or_else(|| browser.log_out()) {
            // A portal that does not answer ends the session by itself later.
            let _ = tokio::time::timeout(LOG_OUT_TIMEOUT, browser.send_off(request)).await;
        }
    }

    /// The portal's clock minus this device's, as of the last answer that told it.
    pub fn clock_offset(&self) -> Option<SignedDuration> {
        self.browser.clock_offset
    }

    /// The pages seen so far, in order.
    pub fn pages(&self) -> &[PageSeen] {
        &self.browser.seen
    }

    /// The last page without anything typed or personal, for mending `labels.toml`.
    pub fn redacted_dom(&self) -> Option<RedactedDom> {
        self.page_to_describe().map(PageToDescribe::describe)
    }

    /// As [`Session::redacted_dom`], to be made elsewhere.
    pub fn page_to_describe(&self) -> Option<PageToDescribe> {
        let page = self.browser.page.as_ref()?;
        Some(PageToDescribe::new(page, &self.browser.labels, &self.browser.sent))
    }

    /// For a log-in that has ended without the menu, or a question of the portal's: wipes what was typed in and sent, with
    /// the pages, which may echo it. All that is left to do with the visit is to log out.
    pub fn forget_sent(&mut self) {
        self.browser.forget_sent();
    }
}

enum Fetched {
    File(Zeroizing<Vec<u8>>),
    Page(Box<Page>),
}

/// What a request sends, to tell whether another is the same.
#[derive(PartialEq)]
struct Sent {
    method: Method,
    url: Url,
    body: Option<Zeroizing<Vec<u8>>>,
}

impl Sent {
    fn of(request: &Request) -> Self {
        Self { method: request.method, url: request.url.clone(), body: request.body.clone() }
    }
}

#[cfg(test)]
mod tests;
