//! What the journey is told of a port's errors.

use handoff::HandOffError;
use journey::{Cause, Failure};

use crate::ports::DeviceError;

pub(crate) fn device_failure(error: &DeviceError) -> Failure {
    let cause = match error {
        DeviceError::Unsupported => Cause::Unsupported,
        DeviceError::NothingAnswers => Cause::NothingAnswers,
        DeviceError::Restricted | DeviceError::Refused(_) => Cause::Device,
    };
    Failure::new(cause, error.code(), !matches!(error, DeviceError::Unsupported | DeviceError::Restricted))
}

/// Another try may help where it was the system's fault.
pub(crate) fn hand_off_failure(error: &HandOffError) -> Failure {
    let (cause, retryable) = match error.cause() {
        handoff::Cause::System => (Cause::HandOff, true),
        handoff::Cause::Profile => (Cause::File, false),
    };
    Failure::new(cause, error.code(), retryable)
}

/// Something that the flow rules out. Says so rather than ending the process.
pub(crate) fn internal() -> Failure {
    Failure::new(Cause::Internal, "internal", false)
}
