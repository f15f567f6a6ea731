//! The codes that reach the UI, of every crate.

/// Every failure that a View or a refused call can carry.
pub(crate) fn failures() -> Vec<&'static str> {
    [
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
        journey::FlowError::CODES,
        journey::LinkError::CODES,
        handoff::HandOffError::CODES,
        portal::PortalError::CODES,
    ]
    .concat()
}
