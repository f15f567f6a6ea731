//! The use cases of a visit, in their order: log in, the first log-in's pages, the list, the file, log out.

use std::sync::Arc;
use std::time::Duration;

use certificate::{FileType, MAX_FILE_BYTES, detect};
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;
use zeroize::Zeroizing;

use crate::browser::{ALWAYS, Browser, LOGGED_IN, MAX_STEPS, PageSeen, is_html};
use crate::client::Clock;
use crate::error::PortalError;
use crate::find;
use crate::first_login::{FirstLogin, first_login};
use crate::form;
use crate::labels::{ControlRole, FieldRole, Labels, PageKind};
use crate::page::{CertificateRow, Page};
use crate::redacted_dom::RedactedDom;
use crate::transport::{Response, Transport};

const LOG_OUT_TIMEOUT: Duration = Duration::from_secs(5);

/// One visit of the portal, from the entrance to the logout. The transport keeps its cookies.
pub struct Session {
    entry: Url,
    browser: Browser,
    list_used: bool,
}

impl Session {
    /// A visit that begins at `entry`. Nothing is sent yet.
    pub fn new(entry: Url, transport: Arc<dyn Transport>, labels: Labels) -> Self {
        Self { entry, browser: Browser::new(transport, labels, Arc::new(Timestamp::now)), list_used: false }
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
        let mut page = self.browser.open(self.entry.clone()).await?;
        for _ in 0..MAX_STEPS {
            let next = match self
                .browser
                .classify_and_enter(page, &[ALWAYS, &[PageKind::Login, PageKind::Entrance, PageKind::Notice]])
            {
                PageKind::Login => return self.send_login(user_id, password).await,
                PageKind::Entrance => self.browser.press(ControlRole::Entrance)?,
                PageKind::Notice => self.browser.press(ControlRole::GoOn)?,
                other => return Err(self.browser.refusal(other, ControlRole::Entrance.code())),
            };
            page = self.browser.load(next).await?;
        }
        Err(PortalError::RedirectLoop)
    }

    async fn send_login(&mut self, user_id: &str, password: &SecretString) -> Result<(), PortalError> {
        let fills = [(FieldRole::UserId, user_id), (FieldRole::Password, password.expose_secret())];
        let request = self.browser.fill_and_press(&fills, ControlRole::LogIn)?;
        let page = self.browser.load(request).await?;
        self.go_on_to_menu(page).await
    }

    /// Presses on through notices until the menu is there.
    async fn go_on_to_menu(&mut self, mut page: Page) -> Result<(), PortalError> {
        let mut notice = String::new();
        for _ in 0..MAX_STEPS {
            // The menu first: its notices may speak of passwords and locks.
            // A page that asks for a new password is that, whatever it says of the old one.
            let kinds = [
                PageKind::Menu,
                PageKind::NewPassword,
                PageKind::SessionTakenOver,
                PageKind::Locked,
                PageKind::PasswordExpired,
                PageKind::WrongLogin,
                PageKind::SessionExpired,
                PageKind::Terms,
                PageKind::Notice,
            ];
            let next = match self.browser.classify_and_enter(page, &[ALWAYS, &kinds]) {
                PageKind::Menu => return Ok(()),
                PageKind::Notice if !self.browser.is_showing(&notice) => self.browser.press(ControlRole::GoOn)?,
                other => return Err(self.browser.refusal(other, PageKind::Menu.code())),
            };
            notice = self.browser.page.as_ref().map(|page| page.folded_text.clone()).unwrap_or_default();
            page = self.browser.load(next).await?;
        }
        Err(PortalError::RedirectLoop)
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
        let page = self.browser.load(request).await?;
        self.go_on_to_menu(page).await
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
        let page = self.browser.load(request).await?;
        let result = self.go_on_to_menu(page).await;
        if self.browser.kind == PageKind::NewPassword {
            self.browser.kind = PageKind::PasswordRefused;
            return Err(PortalError::PasswordRefused);
        }
        result
    }

    /// The portal's list. No valid certificate is an empty list, not an error.
    pub async fn certificates(&mut self) -> Result<Vec<CertificateRow>, PortalError> {
        let kinds = [PageKind::Certificates, PageKind::Login, PageKind::Menu, PageKind::Notice];
        let mut request = self.browser.navigate_to_certificates()?;
        for _ in 0..MAX_STEPS {
            let page = self.browser.load(request).await?;
            // Rows are the list, whatever else the page says.
            let kind = match page.rows.is_empty() {
                false => self.browser.enter_page(page, PageKind::Certificates),
                true => self.browser.classify_and_enter(page, &[LOGGED_IN, &kinds]),
            };
            request = match kind {
                PageKind::Certificates => {
                    self.list_used = false;
                    let rows: Vec<CertificateRow> = self.browser.rows().collect();
                    // Nothing is said to be missing by a page that is itself not whole.
                    let whole = self.browser.page.as_ref().is_some_and(|page| page.whole);
                    return if rows.is_empty() && !whole {
                        Err(self.browser.unknown_page(ControlRole::Certificates.code()))
                    } else {
                        Ok(rows)
                    };
                }
                PageKind::Notice => self.browser.press(ControlRole::GoOn)?,
                PageKind::Menu => self.browser.navigate_to_certificates()?,
                PageKind::Login => return Err(PortalError::SessionExpired),
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
        let request = self.browser.press_row(row)?;
        self.list_used = true;
        let response = self.browser.send(request).await.map_err(|error| match error {
            PortalError::TooLarge => PortalError::FileTooLarge,
            other => other,
        })?;
        if !is_html(response.content_type.as_deref(), &response.body) && response.status < 400 {
            return self.file(response);
        }
        let page = self.browser.read(response)?;
        let refresh = page.refresh.as_deref().map(|address| form::get(&page, address));
        match (self.browser.classify(page, &[LOGGED_IN, &[PageKind::Login]]), refresh) {
            (PageKind::Login, _) => Err(PortalError::SessionExpired),
            (PageKind::Unknown, Some(Ok(request))) => {
                let response = self.browser.send(request).await?;
                self.file(response)
            }
            (PageKind::Unknown, _) => Err(PortalError::NotAFile),
            (other, _) => Err(self.browser.refusal(other, PageKind::Download.code())),
        }
    }

    fn file(&mut self, response: Response) -> Result<Zeroizing<Vec<u8>>, PortalError> {
        let body = response.body;
        if body.len() > MAX_FILE_BYTES {
            return Err(PortalError::FileTooLarge);
        }
        // PKCS#12, wrapped or not; another SEQUENCE of DER or BER is named by whoever opens it.
        let is_file = detect(&body) == FileType::Pkcs12 || is_sequence(&body);
        if is_html(response.content_type.as_deref(), &body) || !is_file {
            return Err(PortalError::NotAFile);
        }
        if is_sequence(&body) && announced_length(&body).is_some_and(|length| length > body.len()) {
            return Err(PortalError::CutOff("the file is shorter than it says".into()));
        }
        self.browser.seen.push(PageSeen { kind: PageKind::Download, title: String::new() });
        Ok(body)
    }

    /// Logs out as well as it can, within five seconds.
    pub async fn log_out(self) {
        if let Some(request) = self.browser.log_out() {
            // A portal that does not answer ends the session by itself later.
            let _ = tokio::time::timeout(LOG_OUT_TIMEOUT, self.browser.send_off(request)).await;
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
        self.browser.page.as_ref().map(|page| RedactedDom::of(page, &self.browser.labels))
    }
}

/// It begins as DER and BER do, and so PKCS#12 (RFC 7292, 4: PFX).
fn is_sequence(body: &[u8]) -> bool {
    body.first() == Some(&0x30)
}

/// Bytes that a DER SEQUENCE says it has (X.690, 8.1.3); `None` if it leaves that open.
fn announced_length(body: &[u8]) -> Option<usize> {
    match *body.get(1)? {
        short @ 0..=0x7f => Some(2 + usize::from(short)),
        0x80 => None,
        long => {
            let count = usize::from(long & 0x7f);
            let bytes = body.get(2..2 + count)?;
            let length = bytes
                .iter()
                .try_fold(0_usize, |length, byte| length.checked_mul(256)?.checked_add(usize::from(*byte)))?;
            length.checked_add(2 + count)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_der_writes_them() {
        for (bytes, length) in [
            (b"\x30\x03\x02\x01\x03".as_slice(), Some(5)),
            (b"\x30\x80", None),
            (b"\x30\x81\xc8", Some(203)),
            (b"\x30\x82\x0a\x00", Some(2564)),
            (b"\x30\x82\x0a", None),
            (b"\x30\xff", None),
            (b"\x30\x89\x01\x00\x00\x00\x00\x00\x00\x00\x00", None),
            (b"\x30", None),
        ] {
            assert_eq!(announced_length(bytes), length, "{bytes:x?}");
        }
    }
}
