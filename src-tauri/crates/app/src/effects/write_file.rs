use certificate::WriteError;
use journey::{Cause, Failure};
use zeroize::Zeroizing;

use crate::failures::{failure, internal_error};

/// Writes a file for a phone off the async threads.
pub(crate) async fn write_file(
    write: impl FnOnce() -> Result<Zeroizing<Vec<u8>>, WriteError> + Send + 'static,
) -> Result<Zeroizing<Vec<u8>>, Failure> {
    match tokio::task::spawn_blocking(write).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) => Err(failure(Cause::File, error.code(), &error, false)),
        Err(error) => Err(internal_error(&error)),
    }
}
