//! What the journey is told of a port's errors.

use handoff::HandOffError;
use journey::Failure;

use crate::ports::DeviceError;

pub(crate) fn device_failure(error: &DeviceError) -> Failure {
    Failure::new(error.code(), !matches!(error, DeviceError::Unsupported | DeviceError::Restricted))
}

/// Another try may help where it was the system's fault.
pub(crate) fn hand_off_failure(error: &HandOffError) -> Failure {
    let retryable = match error.cause() {
        handoff::Cause::System => true,
        handoff::Cause::Profile => false,
    };
    Failure::new(error.code(), retryable)
}

/// Something that the flow rules out. Says so rather than ending the process.
pub(crate) fn internal() -> Failure {
    Failure::new("internal", false)
}
