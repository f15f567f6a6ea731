use std::sync::Arc;

use certificate::CertificateKind;
use jiff::SignedDuration;
use secrecy::SecretString;
use tokio_util::sync::CancellationToken;
use url::Url;
use zeroize::Zeroizing;

use crate::client::Clock;
use crate::transport::Progress;
use crate::{Labels, PortalError, Transport};

/// One visit of the portal, from the entrance to the logout.
pub struct Session {
    entry: Url,
    transport: Arc<dyn Transport>,
    labels: Labels,
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

/// What waits at the first log-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FirstLogin {
    /// 利用規約への同意.
    Terms(Terms),
    /// パスワード設定.
    NewPassword(NewPassword),
}

/// The portal's terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The page's title.
    pub title: String,
    /// The text, unshortened, a line per block.
    pub text: String,
}

/// The portal's page for a new password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPassword {
    /// The page's title.
    pub title: String,
    /// The page's own sentences on what a password must be.
    pub rules: Vec<String>,
}

impl Session {
    /// A visit that begins at `entry`. Nothing is sent yet.
    pub fn new(entry: Url, transport: Arc<dyn Transport>, labels: Labels) -> Self {
        Self {
            entry,
            transport,
            labels,
        }
    }

    /// Another clock than the system's, to compare the portal's with.
    pub fn with_clock(self, clock: Clock) -> Self {
        self
    }

    /// From the entrance to the menu. Sends the password once.
    pub async fn log_in(&mut self, user_id: &str, password: &SecretString) -> Result<(), PortalError> {
        todo!()
    }

    /// What waits after [`PortalError::FirstLogin`].
    pub fn first_login(&self) -> Option<FirstLogin> {
        todo!()
    }

    /// Agrees to the terms; what waits next is said by the result, as after [`Session::log_in`].
    pub async fn accept_terms(&mut self) -> Result<(), PortalError> {
        todo!()
    }

    /// Sets the new password; then the menu is open.
    pub async fn set_new_password(&mut self, password: &SecretString) -> Result<(), PortalError> {
        todo!()
    }

    /// The portal's list. No valid certificate is an empty list, not an error.
    pub async fn certificates(&mut self) -> Result<Vec<CertificateRow>, PortalError> {
        todo!()
    }

    /// Downloads a row's file; what comes begins as PKCS#12 does.
    pub async fn download(&mut self, row: u32) -> Result<Zeroizing<Vec<u8>>, PortalError> {
        todo!()
    }

    /// As [`Session::download`], telling its progress, until cancelled.
    pub async fn download_with(
        &mut self,
        row: u32,
        cancel: &CancellationToken,
        progress: &Progress,
    ) -> Result<Zeroizing<Vec<u8>>, PortalError> {
        todo!()
    }

    /// Logs out as well as it can.
    pub async fn log_out(self) {
        todo!()
    }

    /// The portal's clock minus this device's, as of the last answer that told it.
    pub fn clock_offset(&self) -> Option<SignedDuration> {
        todo!()
    }
}
