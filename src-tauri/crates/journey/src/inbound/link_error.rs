/// Why a text is not taken as a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// Another address, or no address at all.
    #[error("not one of ours")]
    NotOurs,
    /// More than [`super::MAX_LINK_BYTES`].
    #[error("too long")]
    TooLong,
    /// One of ours by its beginning, but not as we write it: unknown, repeated or missing parameters, other encoding.
    #[error("not as it was written")]
    Damaged,
    /// A card of a later version of the app.
    #[error("of a later version")]
    Newer,
    /// The user ID on it is none.
    #[error("not a user ID")]
    WrongUserId,
    /// A way back from a page that this journey does not wait for.
    #[error("nobody waits for it")]
    NotAwaited,
    /// A card without a name of the office that can be shown.
    #[error("no name of the office")]
    NoOffice,
}

impl LinkError {
    /// Every code there is.
    pub const CODES: &[&str] = &[
        "door-not-ours",
        "door-too-long",
        "door-damaged",
        "door-newer",
        "door-wrong-user-id",
        "door-not-awaited",
        "card-no-office",
    ];

    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotOurs => "door-not-ours",
            Self::TooLong => "door-too-long",
            Self::Damaged => "door-damaged",
            Self::Newer => "door-newer",
            Self::WrongUserId => "door-wrong-user-id",
            Self::NotAwaited => "door-not-awaited",
            Self::NoOffice => "card-no-office",
        }
    }
}
