/// Why a practice server, its CA or its folder does not work.
///
/// Nothing in it is secret: everything in the practice folder is practice material.
#[derive(Debug, thiserror::Error)]
pub enum PracticeError {
    /// The practice folder could not be read, written or deleted.
    #[error("practice folder")]
    Folder(#[source] std::io::Error),
    /// The folder to be wiped does not carry the practice mark: it is not ours.
    #[error("the folder is not a practice folder")]
    NotOurs,
    /// No address to listen on.
    #[error("no address to listen on")]
    Listen(#[source] std::io::Error),
    /// An RSA key could not be made or written.
    #[error("RSA key")]
    Key(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A certificate could not be made or read.
    #[error("certificate")]
    Certificate(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A PKCS#12 file could not be written.
    #[error("PKCS#12 file")]
    Pkcs12(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The TLS configuration was refused.
    #[error("TLS configuration")]
    Tls(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The probe did not start.
    #[error("probe")]
    Probe(#[from] probe::ProbeError),
    /// An address could not be written as a URL.
    #[error("address")]
    Address(#[from] url::ParseError),
    /// A task was ended from outside.
    #[error("interrupted")]
    Interrupted(#[from] tokio::task::JoinError),
}

impl PracticeError {
    /// Every code there is; the same as those of [`app::PracticeEnvironmentError`].
    pub const CODES: &[&str] = app::PracticeEnvironmentError::CODES;

    /// Stable code for the catalogues and the help desk.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Folder(_) | Self::NotOurs => "practice-folder",
            Self::Listen(_)
            | Self::Key(_)
            | Self::Certificate(_)
            | Self::Pkcs12(_)
            | Self::Tls(_)
            | Self::Probe(_)
            | Self::Address(_)
            | Self::Interrupted(_) => "practice-servers",
        }
    }

    pub(crate) fn key(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Key(error.into())
    }

    pub(crate) fn certificate(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Certificate(error.into())
    }

    pub(crate) fn tls(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Tls(error.into())
    }
}

impl From<PracticeError> for app::PracticeEnvironmentError {
    fn from(error: PracticeError) -> Self {
        match error {
            PracticeError::Folder(source) => Self::Folder(source),
            PracticeError::NotOurs => Self::Folder(std::io::Error::other(error)),
            other => Self::Servers(Box::new(other)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_one_the_app_has_sentences_for() {
        for error in [
            PracticeError::Folder(std::io::Error::other("x")),
            PracticeError::NotOurs,
            PracticeError::Listen(std::io::Error::other("x")),
            PracticeError::key("x"),
        ] {
            let code = error.code();
            assert!(PracticeError::CODES.contains(&code));
            assert_eq!(app::PracticeEnvironmentError::from(error).code(), code);
        }
    }
}
