//! What the journey is told of a port's errors.

use journey::Failure;

use crate::ports::DeviceError;

pub(crate) fn device_failure(error: &DeviceError) -> Failure {
    Failure::new(error.code(), !matches!(error, DeviceError::Unsupported | DeviceError::Restricted))
}

/// Something that the flow rules out. Says so rather than ending the process.
pub(crate) fn internal() -> Failure {
    Failure::new("internal", false)
}
