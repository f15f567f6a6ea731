use std::error::Error;

use app::DeviceError;
use objc2_foundation::NSError;

/// Why UIKit did not do it. Never holds what was shown, shared or read.
#[derive(Debug, thiserror::Error)]
pub(super) enum BridgeError {
    #[error("not on the main thread")]
    NotMainThread,
    #[error("the app has no window")]
    NoWindow,
    #[error("another system screen is open")]
    Busy,
    #[error("an address that is not opened here")]
    Address,
    #[error("a file name that is none")]
    FileName,
    #[error("the file could not be read or written")]
    File(#[from] std::io::Error),
    #[error("the system refused: {domain} {code}")]
    System { domain: String, code: isize },
    #[error("the system gave no answer")]
    NoAnswer,
}

impl From<&NSError> for BridgeError {
    /// Domain and code only: the description of a file's error names the file.
    fn from(error: &NSError) -> Self {
        Self::System { domain: error.domain().to_string(), code: error.code() }
    }
}

pub(super) fn refused(error: impl Error + Send + Sync + 'static) -> DeviceError {
    DeviceError::Refused(Box::new(error))
}
