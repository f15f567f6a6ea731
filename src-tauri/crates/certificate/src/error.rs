use std::collections::BTreeMap;

use strum::{IntoStaticStr, VariantNames};

use crate::ber::BerError;
use crate::file_type::FileType;

/// Why a file was not opened.
#[derive(Debug, thiserror::Error, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "kebab-case", prefix = "certificate-")]
pub enum OpenError {
    /// Not PKCS#12 at all.
    // Kebab case would part the number from the name.
    #[strum(serialize = "not-pkcs12")]
    #[error("not PKCS#12 but {}", .0.code())]
    NotPkcs12(FileType),
    /// Cut off, or not as RFC 7292 has it.
    #[error("damaged: {0}")]
    Damaged(&'static str),
    /// The password does not fit.
    #[error("wrong password")]
    WrongPassword,
    /// The password fits the file, and what is inside is encrypted with another one.
    #[error("another password inside")]
    InnerPassword,
    /// Windows protected it to people of its domain: no password opens it.
    #[error("protected to a Windows domain")]
    ProtectedToDomain,
    /// No MAC: nothing says that the file is what was issued.
    #[error("no password protection")]
    NoProtection,
    /// Protected by an algorithm this app cannot read.
    #[error("unreadable algorithm {0}")]
    UnreadableAlgorithm(String),
    /// Opening it would cost too much.
    #[error("too costly: {reason}")]
    TooCostly {
        /// What there is too much of.
        reason: &'static str,
        /// How long a phone would need at least, where that can be told.
        seconds: Option<u64>,
        /// It opens for somebody who wants to wait: [`OpenOptions::patient`](crate::OpenOptions::patient).
        if_wanted: bool,
    },
    /// Told to stop: [`OpenOptions::stop`](crate::OpenOptions::stop). Nothing was found out.
    #[error("stopped")]
    Stopped,
    /// More than [`MAX_FILE_BYTES`](crate::MAX_FILE_BYTES).
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
    /// No certificate for the key among those that can be read; so many cannot.
    #[error("{0} unreadable certificates")]
    UnreadableCertificate(usize),
    /// A key that phones do not take.
    #[error("key refused: {0}")]
    KeyRefused(String),
}

/// What an [`OpenError`] is about, and so what can help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenErrorCause {
    /// What was typed. The file stays as good as it was: ask again.
    Password,
    /// Bytes that are not, or no longer, what was issued: another download may bring the right ones.
    Transfer,
    /// How the file was made. The same file comes again.
    Content,
    /// More work than a phone is asked to do.
    Cost,
}

impl OpenError {
    /// Every code there is.
    pub const CODES: &[&str] = <Self as VariantNames>::VARIANTS;

    /// Stable code for the catalogues and the help desk: `certificate-` and the variant in kebab case.
    pub fn code(&self) -> &'static str {
        self.into()
    }

    pub(crate) fn costly(reason: &'static str) -> Self {
        Self::TooCostly { reason, seconds: None, if_wanted: false }
    }

    /// What it is about.
    pub fn cause(&self) -> OpenErrorCause {
        match self {
            Self::WrongPassword => OpenErrorCause::Password,
            Self::NotPkcs12(_) | Self::Damaged(_) | Self::TooLarge => OpenErrorCause::Transfer,
            Self::NoProtection
            | Self::InnerPassword
            | Self::ProtectedToDomain
            | Self::UnreadableAlgorithm(_)
            | Self::NoKey
            | Self::SeveralKeys
            | Self::NoCertificate
            | Self::UnreadableCertificate(_)
            | Self::KeyRefused(_) => OpenErrorCause::Content,
            Self::TooCostly { .. } | Self::Stopped => OpenErrorCause::Cost,
        }
    }

    /// What a sentence names: `looks`, `algorithm`, `key`, `seconds` or `count`.
    pub fn params(&self) -> BTreeMap<String, String> {
        let pair = match self {
            Self::NotPkcs12(file_type) => Some(("looks", file_type.code().to_owned())),
            Self::UnreadableAlgorithm(name) => Some(("algorithm", name.clone())),
            Self::KeyRefused(name) => Some(("key", name.clone())),
            Self::TooCostly { seconds: Some(seconds), .. } => Some(("seconds", seconds.to_string())),
            Self::UnreadableCertificate(count) => Some(("count", count.to_string())),
            _ => None,
        };
        pair.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

impl From<BerError> for OpenError {
    fn from(error: BerError) -> Self {
        match error {
            BerError::CutOff => Self::Damaged("cut off"),
            BerError::Malformed => Self::Damaged("not as PKCS#12 is built"),
            BerError::TooDeep => Self::costly("nesting"),
        }
    }
}
