//! The codes that reach the UI, of every crate.

/// What a user ID can lack, as [`journey::check_user_id`] says it.
pub(crate) const USER_ID_HINTS: &[&str] = &["empty", "too-short", "too-long", "prefix", "character"];

/// Every failure that a View or a refused call can carry.
pub(crate) fn failures() -> Vec<&'static str> {
    [
        app::CODES,
        app::DeviceError::CODES,
        app::FileError::CODES,
        app::PictureError::CODES,
        app::PracticeEnvironmentError::CODES,
        app::StoreError::CODES,
        app::VerifyError::CODES,
        certificate::SignError::CODES,
        certificate::OpenError::CODES,
        certificate::WriteError::CODES,
        journey::CardError::CODES,
        journey::LinkError::CODES,
        handoff::HandOffError::CODES,
        portal::PortalError::CODES,
    ]
    .concat()
}
