use journey::{Cause, Failure};

/// Why a certificate is not proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(prefix = "verify-", serialize_all = "kebab-case")]
pub enum VerifyError {
    /// The user tapped 拒否 in the chooser, or left it.
    #[error("the chooser was declined")]
    Denied,
    /// The device's policy answers the chooser, or forbids it.
    #[error("the device is managed")]
    Managed,
    /// The system has no chooser.
    #[error("no chooser")]
    NoChooser,
    /// The browser showed the probe no certificate.
    #[error("no certificate was shown")]
    NoCertificate,
    /// The certificate is there, its key is not.
    #[error("no key")]
    NoKey,
    /// Nobody came to the probe with the nonce.
    #[error("nobody came to the probe")]
    NobodyCame,
    /// Null in less time than an answer usually takes: nothing is there, or the chooser was declined at once.
    #[error("nothing was offered, or it was declined at once")]
    NothingOffered,
    /// No certificate of that issuer is installed: the system says so itself.
    #[error("not installed")]
    NotInstalled,
    /// Under the name that was given there is only what the app put there before.
    #[error("only an older certificate is installed")]
    OldCertificate,
    /// The probe did not answer, or not in its own words.
    #[error("the probe was not reached")]
    ProbeUnreachable,
    /// The chooser gave no answer in time.
    #[error("the chooser gave no answer")]
    TimedOut,
    /// Another certificate was chosen or shown.
    #[error("another certificate")]
    WrongCertificate,
}

impl VerifyError {
    /// Every code there is.
    pub const CODES: &[&str] = <Self as strum::VariantNames>::VARIANTS;

    /// Stable code for the catalogues and the help desk.
    pub fn code(self) -> &'static str {
        self.into()
    }
}

impl From<VerifyError> for Failure {
    fn from(error: VerifyError) -> Self {
        let cause = match error {
            VerifyError::NoKey => Cause::KeyMissing,
            VerifyError::NotInstalled => Cause::NotInstalled,
            VerifyError::NothingOffered => Cause::NothingOffered,
            VerifyError::OldCertificate => Cause::OldCertificate,
            VerifyError::ProbeUnreachable => Cause::Network,
            VerifyError::Managed | VerifyError::NoChooser => Cause::CannotLook,
            VerifyError::NoCertificate | VerifyError::NobodyCame => Cause::NothingShown,
            VerifyError::Denied | VerifyError::TimedOut | VerifyError::WrongCertificate => Cause::Unproven,
        };
        Self::new(cause, error.code(), true)
    }
}
