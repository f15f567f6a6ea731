use super::page::Route;

/// What stands between login and menu. Only faults bring it.
#[cfg(feature = "faults")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LoginInterstitial {
    Terms,
    /// After the terms, or because the old one has expired.
    NewPassword {
        expired: bool,
    },
    Notice,
    /// A code that was sent by mail is asked for.
    CodeByMail,
    /// The password expires soon.
    ExpiresSoon,
    /// The same user ID is logged in elsewhere.
    LoggedInElsewhere,
    /// One of two offices must be chosen.
    ChooseOffice,
    /// A page that no client knows.
    Unknown,
}

/// Without the feature `faults` nothing stands between login and menu.
#[cfg(not(feature = "faults"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LoginInterstitial {}

impl LoginInterstitial {
    /// Where its page stands.
    #[cfg(feature = "faults")]
    pub(super) fn route(self) -> Route {
        match self {
            Self::Terms => Route::Terms,
            Self::NewPassword { .. } => Route::NewPassword,
            Self::Notice
            | Self::CodeByMail
            | Self::ExpiresSoon
            | Self::LoggedInElsewhere
            | Self::ChooseOffice
            | Self::Unknown => Route::Notice,
        }
    }

    /// There is none.
    #[cfg(not(feature = "faults"))]
    pub(super) fn route(self) -> Route {
        match self {}
    }
}
