use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::Identity;

/// Why no file was written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The password cannot protect such a file.
    #[error("this password cannot be used for the file")]
    Password,
    /// Encoding or random numbers failed.
    #[error("writing failed: {0}")]
    Failed(&'static str),
    /// What was written does not read back as what was meant.
    #[error("what was written reads back differently")]
    Mismatch,
}

impl WriteError {
    /// Every code there is.
    pub const CODES: &[&str] = &["certificate-write-password", "certificate-write-failed", "certificate-write-mismatch"];

    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Password => "certificate-write-password",
            Self::Failed(_) => "certificate-write-failed",
            Self::Mismatch => "certificate-write-mismatch",
        }
    }
}

/// iOS takes a certificate password only if it is not empty and all of it is printable ASCII.
pub fn ios_can_take(password: &SecretString) -> bool {
    let text = password.expose_secret();
    !text.is_empty() && text.bytes().all(|byte| (0x20..0x7f).contains(&byte))
}

/// For Android's installer.
///
/// # Errors
/// See [`WriteError`].
pub fn for_android(_identity: &Identity, _name: &str) -> Result<Zeroizing<Vec<u8>>, WriteError> {
    Err(WriteError::Failed("encoding"))
}

/// For iOS.
///
/// # Errors
/// See [`WriteError`].
pub fn for_ios(_identity: &Identity, _name: &str, _password: &SecretString) -> Result<Zeroizing<Vec<u8>>, WriteError> {
    Err(WriteError::Failed("encoding"))
}

/// For opening by hand.
///
/// # Errors
/// See [`WriteError`].
pub fn for_files(_identity: &Identity, _name: &str, _password: &SecretString) -> Result<Zeroizing<Vec<u8>>, WriteError> {
    Err(WriteError::Failed("encoding"))
}
