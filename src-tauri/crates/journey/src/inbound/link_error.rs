/// Why a text is not taken as a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(prefix = "door-", serialize_all = "kebab-case")]
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
}

/// Why a card cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(prefix = "card-", serialize_all = "kebab-case")]
pub enum CardError {
    /// There is no name of the office, or none that can be shown.
    #[error("no name of the office")]
    NoOffice,
}

impl LinkError {
    /// Every code there is.
    pub const CODES: &[&str] = <Self as strum::VariantNames>::VARIANTS;

    /// Stable code for the catalogues and the help desk.
    pub fn code(self) -> &'static str {
        self.into()
    }
}

impl CardError {
    /// Every code there is.
    pub const CODES: &[&str] = <Self as strum::VariantNames>::VARIANTS;

    /// Stable code for the catalogues and the help desk.
    pub fn code(self) -> &'static str {
        self.into()
    }
}
