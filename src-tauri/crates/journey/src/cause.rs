//! What a failure is about: the one thing that decides how it is drawn and what is offered next.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a failure is about, set where the error is raised. Nothing is decided by a failure's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// The network between this phone and the portal.
    Network,
    /// The connection was not safe, so nothing was sent. A browser is no way round it.
    Insecure,
    /// User ID, password, or what the portal asks of an account before it lets in.
    Account,
    /// The portal does not take this user ID with this password.
    WrongLogin,
    /// The portal's session is over: the flow begins again at the log-in.
    SessionOver,
    /// The certificate's file.
    File,
    /// The certificate's password.
    CertificatePassword,
    /// The portal's pages, or the portal itself.
    Portal,
    /// This app's own client could not be made.
    Setup,
    /// This device takes no certificates at all: a desktop.
    Unsupported,
    /// The phone has nothing that would answer: no installer, no browser.
    NothingAnswers,
    /// The phone, its system or who manages it.
    Device,
    /// The profile did not come to iOS.
    HandOff,
    /// The certificate is not in the phone: the system said so.
    NotInstalled,
    /// The phone offered no certificate: perhaps it is not there, perhaps the user declined at once.
    NothingOffered,
    /// The system's installer was left before its end: perhaps because it asked for a password.
    InstallerLeft,
    /// The certificate is in the phone, its key is not.
    KeyMissing,
    /// What the certificate was to take the place of is still in the phone.
    OldCertificate,
    /// This app cannot look into the phone's certificates, so the user does: no chooser, or the manager answers it.
    CannotLook,
    /// The browser came without a certificate, or nobody came: perhaps another browser than the one that has it.
    NothingShown,
    /// Nothing was proven: refused, another certificate, no answer.
    Unproven,
    /// The state file.
    Storage,
    /// The practice portal.
    Practice,
    /// What was typed, scanned or picked.
    Input,
    /// A fault of this app.
    Internal,
}

/// What the picture of a failure shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum FailureDrawing {
    /// A broken line.
    Connection,
    /// The portal answered something else.
    Portal,
    /// A file that cannot be used.
    File,
    /// The phone is not as it has to be.
    Phone,
}

/// What the main button of a failure does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum FailurePrimary {
    /// 「もう一度」.
    TryAgain,
    /// 「練習する」: all that can be done on a device that takes no certificates.
    Practise,
    /// 「もどる」: doing the same again cannot help.
    Back,
}

impl Cause {
    /// How it is drawn.
    pub fn drawing(self) -> FailureDrawing {
        match self {
            Self::Network | Self::Insecure => FailureDrawing::Connection,
            Self::Account | Self::WrongLogin | Self::SessionOver | Self::Portal => FailureDrawing::Portal,
            Self::File | Self::CertificatePassword => FailureDrawing::File,
            Self::Setup
            | Self::Unsupported
            | Self::NothingAnswers
            | Self::Device
            | Self::HandOff
            | Self::NotInstalled
            | Self::NothingOffered
            | Self::InstallerLeft
            | Self::KeyMissing
            | Self::OldCertificate
            | Self::CannotLook
            | Self::NothingShown
            | Self::Unproven
            | Self::Storage
            | Self::Practice
            | Self::Input
            | Self::Internal => FailureDrawing::Phone,
        }
    }

    /// What the main button does; `retryable`: doing the same again can help.
    pub fn primary(self, retryable: bool) -> FailurePrimary {
        match (self, retryable) {
            (Self::Unsupported, _) => FailurePrimary::Practise,
            (_, true) => FailurePrimary::TryAgain,
            (_, false) => FailurePrimary::Back,
        }
    }

    /// The same can be done at the portal in a browser. Never where the connection was not safe: a browser would be asked
    /// to go on all the same, with the password.
    pub fn offers_browser(self) -> bool {
        matches!(self, Self::Account | Self::WrongLogin | Self::SessionOver | Self::Portal | Self::Setup)
    }

    /// The certificate is not in the phone, or of no use there: it was seen.
    pub(crate) fn is_absence(self) -> bool {
        matches!(self, Self::NotInstalled | Self::InstallerLeft | Self::KeyMissing | Self::OldCertificate)
    }

    /// Installing it again can help.
    pub(crate) fn may_be_absence(self) -> bool {
        self.is_absence() || self == Self::NothingOffered
    }
}
