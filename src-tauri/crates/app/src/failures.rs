//! What the journey is told of an error. Its sources go no further than this: what may be said of them goes into the trail.

use std::error::Error;

use handoff::HandOffError;
use journey::{Cause, Failure, FlowError};

use crate::ports::DeviceError;
use crate::trail::sources;

/// A failure of this cause and code, for an error that ends here.
pub(crate) fn failure(cause: Cause, code: &'static str, error: &(dyn Error + 'static), retryable: bool) -> Failure {
    drop_sources(code, error);
    Failure::new(cause, code, retryable)
}

/// Writes into the trail that an error becomes a code.
pub(crate) fn drop_sources(code: &str, error: &(dyn Error + 'static)) {
    tracing::warn!(code, sources = %sources(error), "an error becomes a code");
}

pub(crate) fn device_failure(error: &DeviceError) -> Failure {
    let cause = match error {
        DeviceError::Unsupported => Cause::Unsupported,
        DeviceError::NothingAnswers => Cause::NothingAnswers,
        DeviceError::Busy
        | DeviceError::Late
        | DeviceError::OldWebView
        | DeviceError::Restricted
        | DeviceError::Refused(_) => Cause::Device,
    };
    failure(
        cause,
        error.code(),
        error,
        !matches!(error, DeviceError::Unsupported | DeviceError::OldWebView | DeviceError::Restricted),
    )
}

/// Another try may help where it was the system's fault.
pub(crate) fn hand_off_failure(error: &HandOffError) -> Failure {
    let (cause, retryable) = match error.cause() {
        handoff::Cause::System => (Cause::HandOff, true),
        handoff::Cause::Profile => (Cause::File, false),
    };
    failure(cause, error.code(), error, retryable)
}

/// An error that the flow rules out: a task that ended by itself, random numbers that did not come.
pub(crate) fn internal_error(error: &(dyn Error + 'static)) -> Failure {
    failure(FlowError::Internal.cause(), FlowError::Internal.code(), error, false)
}

/// Something that the flow rules out. Says so rather than ending the process.
pub(crate) fn internal() -> Failure {
    tracing::warn!("something that the flow rules out");
    FlowError::Internal.into()
}
