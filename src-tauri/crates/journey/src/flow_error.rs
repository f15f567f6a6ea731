use crate::cause::Cause;
use crate::view::Failure;

/// What stops a flow, or sends it back, and is no error of a port: the flow tells it from what happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum FlowError {
    /// The way back from the hand-over came without the profile having been fetched.
    #[error("the profile was not fetched")]
    HandOffNotFetched,
    /// Safari did not even ask for the page of the hand-over.
    #[error("the page of the hand-over was not asked for")]
    HandOffNoPage,
    /// iOS has deleted the profile: the eight minutes are over.
    #[error("the downloaded profile is deleted")]
    HandOffExpired,
    /// The process ended, and with it what the portal had given.
    #[error("what the portal gave is gone")]
    HandOffInterrupted,
    /// The process ended between the password and the portal's menu.
    #[error("the log-in was not finished")]
    LoginInterrupted,
    /// The process ended, and with it the user's own file.
    #[error("the opened file is gone")]
    FileInterrupted,
    /// The user's own file lay unused for too long.
    #[error("the opened file is wiped")]
    FileWiped,
    /// File and password lay unused for too long.
    #[error("file and password are wiped")]
    SecretsWiped,
    /// Android's installer was left, or so it says: some phones say it of a certificate that is in.
    #[error("the installer was left")]
    InstallerCanceled,
    /// The installer said yes, and KeyChain does not have it: it was most likely installed for Wi-Fi.
    #[error("installed for Wi-Fi")]
    VerifyWifi,
    /// What was typed is no ユーザーID.
    #[error("not a user ID")]
    UserIdInvalid,
    /// Something that the flow rules out.
    #[error("the flow rules it out")]
    Internal,
}

impl FlowError {
    /// Every code there is.
    pub const CODES: &[&str] = <Self as strum::VariantNames>::VARIANTS;

    /// Stable code for the catalogues and the help desk: the variant in kebab case.
    pub fn code(self) -> &'static str {
        self.into()
    }

    /// What it is about.
    pub fn cause(self) -> Cause {
        match self {
            Self::HandOffNotFetched
            | Self::HandOffNoPage
            | Self::HandOffExpired
            | Self::HandOffInterrupted
            | Self::LoginInterrupted
            | Self::SecretsWiped => Cause::HandOff,
            Self::FileInterrupted | Self::FileWiped => Cause::File,
            Self::InstallerCanceled => Cause::InstallerLeft,
            Self::VerifyWifi => Cause::NotInstalled,
            Self::UserIdInvalid => Cause::Input,
            Self::Internal => Cause::Internal,
        }
    }
}

impl From<FlowError> for Failure {
    fn from(error: FlowError) -> Self {
        Self::new(error.cause(), error.code(), error != FlowError::Internal)
    }
}
