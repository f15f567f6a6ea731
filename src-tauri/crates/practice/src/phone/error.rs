use app::DeviceError;

/// Why the practice phone refused.
#[derive(Debug, thiserror::Error)]
pub(super) enum PhoneError {
    #[error("another system screen is open")]
    Busy,
    #[error("too large for the system's message between apps")]
    TooLarge,
    #[error("the phone's memory")]
    Storage(#[source] crate::PracticeError),
    #[error("what the phone remembers cannot be opened")]
    Identity(#[source] certificate::OpenError),
    #[error("the key cannot sign")]
    Sign(#[source] certificate::SignError),
    #[error("interrupted")]
    Interrupted(#[from] tokio::task::JoinError),
}

impl From<PhoneError> for DeviceError {
    fn from(error: PhoneError) -> Self {
        match error {
            PhoneError::Busy => Self::Busy,
            other => Self::Refused(Box::new(other)),
        }
    }
}
