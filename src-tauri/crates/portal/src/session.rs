use std::sync::Arc;
use std::time::Duration;

use certificate::CertificateKind;
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret as _, SecretString};
use tokio_util::sync::CancellationToken;
use url::Url;
use zeroize::Zeroizing;

use crate::PortalError;
use crate::client::Clock;
use crate::first_login::{FirstLogin, first_login};
use crate::form;
use crate::labels::{Blank, Labels, PageKind, Press};
use crate::page::Page;
use crate::skeleton::Skeleton;
use crate::steps::{ALWAYS, LOGGED_IN, MAX_STEPS, is_html};
use crate::transport::{Progress, Request, Transport};

/// Larger than any PKCS#12 file of a portal.
const MAX_FILE: usize = 256 * 1024;
const LOG_OUT_TIMEOUT: Duration = Duration::from_secs(5);

/// One visit of the portal, from the entrance to the logout. The transport keeps its cookies.
pub struct Session {
    pub(crate) entry: Url,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) labels: Labels,
    pub(crate) clock: Clock,
    pub(crate) offset: Option<SignedDuration>,
    pub(crate) page: Option<Page>,
    pub(crate) kind: PageKind,
    pub(crate) menu: Option<Page>,
    pub(crate) list_used: bool,
    pub(crate) pages: Vec<PageSeen>,
}

/// A row of the portal's list of certificates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateRow {
    /// Handle for [`Session::download`].
    pub row: u32,
    /// Which of the two, by the row's own words.
    pub kind: Option<CertificateKind>,
    /// The row's own words.
    pub label: String,
    /// The row's own words on the end of validity.
    pub until: Option<String>,
    /// It is not one of those named as not working here.
    pub usable: bool,
}

/// A page that was seen on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageSeen {
    /// What it was taken for.
    pub kind: PageKind,
    /// Its title.
    pub title: String,
}

impl Session {
    /// A visit that begins at `entry`. Nothing is sent yet.
    pub fn new(entry: Url, transport: Arc<dyn Transport>, labels: Labels) -> Self {
        Self {
            entry,
            transport,
            labels,
            clock: Arc::new(Timestamp::now),
            offset: None,
            page: None,
            kind: PageKind::Unknown,
            menu: None,
            list_used: false,
            pages: Vec::new(),
        }
    }

    /// Another clock than the system's, to compare the portal's with.
    pub fn with_clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// From the entrance to the menu. Sends the password at most once; nothing is ever sent again.
    ///
    /// Errors besides those of the network: [`PortalError::WrongLogin`], [`PortalError::Locked`],
    /// [`PortalError::PasswordExpired`], [`PortalError::FirstLogin`], [`PortalError::Maintenance`],
    /// [`PortalError::UnknownPage`].
    pub async fn log_in(&mut self, user_id: &str, password: &SecretString) -> Result<(), PortalError> {
        let entry = Request::get(self.entry.clone());
        let mut page = self.load(entry).await?;
        for _ in 0..MAX_STEPS {
            let next = match self.see(page, &[ALWAYS, &[PageKind::Login, PageKind::Entrance, PageKind::Notice]]) {
                PageKind::Login => return self.send_login(user_id, password).await,
                PageKind::Entrance => self.press(Press::Entrance)?,
                PageKind::Notice => self.press(Press::GoOn)?,
                other => return Err(self.refusal(other, Press::Entrance.slug())),
            };
            page = self.load(next).await?;
        }
        Err(PortalError::RedirectLoop)
    }

    async fn send_login(&mut self, user_id: &str, password: &SecretString) -> Result<(), PortalError> {
        let fills = [(Blank::UserId, user_id), (Blank::Password, password.expose_secret())];
        let request = self.fill_and_press(&fills, Press::LogIn)?;
        let page = self.load(request).await?;
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
            let next = match self.see(page, &[ALWAYS, &kinds]) {
                PageKind::Menu => return Ok(()),
                PageKind::Notice if !self.is_showing(&notice) => self.press(Press::GoOn)?,
                other => return Err(self.refusal(other, PageKind::Menu.slug())),
            };
            notice = self.page.as_ref().map(|page| page.folded_text.clone()).unwrap_or_default();
            page = self.load(next).await?;
        }
        Err(PortalError::RedirectLoop)
    }

    /// What waits after [`PortalError::FirstLogin`].
    pub fn first_login(&self) -> Option<FirstLogin> {
        first_login(&self.labels, self.kind, self.page.as_ref()?)
    }

    /// Agrees to the terms; what waits next is said by the result, as after [`Session::log_in`].
    pub async fn accept_terms(&mut self) -> Result<(), PortalError> {
        if self.kind != PageKind::Terms {
            return Err(self.unknown(PageKind::Terms.slug()));
        }
        let request = self.agree()?;
        let page = self.load(request).await?;
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
        if !matches!(self.kind, PageKind::NewPassword | PageKind::PasswordRefused) {
            return Err(self.unknown(PageKind::NewPassword.slug()));
        }
        let mut fills =
            vec![(Blank::NewPassword, password.expose_secret()), (Blank::ConfirmPassword, password.expose_secret())];
        if let Some(current) = current
            && self.page.as_ref().is_some_and(|page| page.blank(&self.labels, Blank::CurrentPassword).is_some())
        {
            fills.push((Blank::CurrentPassword, current.expose_secret()));
        }
        let request = self.fill_and_press(&fills, Press::Decide)?;
        let page = self.load(request).await?;
        let result = self.go_on_to_menu(page).await;
        if self.kind == PageKind::NewPassword {
            self.kind = PageKind::PasswordRefused;
            return Err(PortalError::PasswordRefused);
        }
        result
    }

    /// The portal's list. No valid certificate is an empty list, not an error.
    pub async fn certificates(&mut self) -> Result<Vec<CertificateRow>, PortalError> {
        let kinds = [PageKind::Certificates, PageKind::Login, PageKind::Menu, PageKind::Notice];
        let mut request = self.way_to_list()?;
        for _ in 0..MAX_STEPS {
            let page = self.load(request).await?;
            // Rows are the list, whatever else the page says.
            let kind = match page.rows.is_empty() {
                false => self.stand(page, PageKind::Certificates),
                true => self.see(page, &[LOGGED_IN, &kinds]),
            };
            request = match kind {
                PageKind::Certificates => {
                    self.list_used = false;
                    let rows: Vec<CertificateRow> = self.rows().collect();
                    // Nothing is said to be missing by a page that is itself not whole.
                    let whole = self.page.as_ref().is_some_and(|page| page.whole);
                    return if rows.is_empty() && !whole {
                        Err(self.unknown(Press::Certificates.slug()))
                    } else {
                        Ok(rows)
                    };
                }
                PageKind::Notice => self.press(Press::GoOn)?,
                PageKind::Menu => self.way_to_list()?,
                PageKind::Login => return Err(PortalError::SessionExpired),
                other => return Err(self.refusal(other, Press::Certificates.slug())),
            };
        }
        Err(self.unknown(Press::Certificates.slug()))
    }

    /// Downloads a row's file; what comes begins as PKCS#12 does.
    pub async fn download(&mut self, row: u32) -> Result<Zeroizing<Vec<u8>>, PortalError> {
        self.download_with(row, &CancellationToken::new(), &|_, _| ()).await
    }

    /// As [`Session::download`], telling its progress, until cancelled.
    pub async fn download_with(
        &mut self,
        row: u32,
        cancel: &CancellationToken,
        progress: &Progress,
    ) -> Result<Zeroizing<Vec<u8>>, PortalError> {
        if self.list_used {
            // Its tokens may be used up.
            let label = self.rows().find(|found| found.row == row).map(|found| found.label);
            let again = self.certificates().await?;
            if !again.iter().any(|found| found.row == row && Some(&found.label) == label.as_ref()) {
                return Err(PortalError::RowGone);
            }
        }
        let request = self.press_row(row)?;
        self.list_used = true;
        tokio::select! {
            biased;
            () = cancel.cancelled() => Err(PortalError::Cancelled),
            file = self.fetch_file(request, progress) => file,
        }
    }

    async fn fetch_file(&mut self, request: Request, progress: &Progress) -> Result<Zeroizing<Vec<u8>>, PortalError> {
        let mut response = self.send(request, progress).await.map_err(|error| match error {
            PortalError::TooLarge => PortalError::FileTooLarge,
            other => other,
        })?;
        let body = Zeroizing::new(std::mem::take(&mut response.body));
        if is_html(response.content_type.as_deref(), &body) || response.status >= 400 {
            response.body = body.to_vec();
            let page = self.read(response)?;
            let refresh = page.refresh.as_deref().map(|address| form::get(&page, address));
            let kinds: &[PageKind] = &[PageKind::Login];
            return match (self.look(page, &[LOGGED_IN, kinds]), refresh) {
                (PageKind::Login, _) => Err(PortalError::SessionExpired),
                (PageKind::Unknown, Some(Ok(request))) => {
                    let response = self.send(request, progress).await?;
                    self.file(response.content_type, Zeroizing::new(response.body))
                }
                (PageKind::Unknown, _) => Err(PortalError::NotAFile),
                (other, _) => Err(self.refusal(other, PageKind::Download.slug())),
            };
        }
        self.file(response.content_type, body)
    }

    fn file(
        &mut self,
        content_type: Option<String>,
        body: Zeroizing<Vec<u8>>,
    ) -> Result<Zeroizing<Vec<u8>>, PortalError> {
        if body.len() > MAX_FILE {
            return Err(PortalError::FileTooLarge);
        }
        // A DER or BER SEQUENCE, as every PKCS#12 file is (RFC 7292, 4: PFX).
        if is_html(content_type.as_deref(), &body) || body.first() != Some(&0x30) {
            return Err(PortalError::NotAFile);
        }
        if announced_length(&body).is_some_and(|length| length > body.len()) {
            return Err(PortalError::CutOff("the file is shorter than it says".into()));
        }
        self.pages.push(PageSeen { kind: PageKind::Download, title: String::new() });
        Ok(body)
    }

    /// Logs out as well as it can, within five seconds.
    pub async fn log_out(self) {
        let on_page = self.press(Press::LogOut).ok();
        let in_menu = || {
            let menu = self.menu.as_ref()?;
            let control = menu.press(&self.labels, Press::LogOut)?;
            form::press(menu, &self.labels, control, &[]).ok()
        };
        if let Some(request) = on_page.or_else(in_menu) {
            let _ = tokio::time::timeout(LOG_OUT_TIMEOUT, self.transport.send(request)).await;
        }
    }

    /// The portal's clock minus this device's, as of the last answer that told it.
    pub fn clock_offset(&self) -> Option<SignedDuration> {
        self.offset
    }

    /// The pages seen so far, in order.
    pub fn pages(&self) -> &[PageSeen] {
        &self.pages
    }

    /// The last page without anything typed or personal, for mending `labels.toml`.
    pub fn skeleton(&self) -> Option<Skeleton> {
        self.page.as_ref().map(|page| Skeleton::of(page, &self.labels))
    }
}

/// Bytes that a DER SEQUENCE says it has (X.690, 8.1.3); none where it leaves that open.
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
