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

/// What the app says of it: its codes are those of [`app::PracticeEnvironmentError`].
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
    fn the_folder_and_the_rest_have_sentences_of_their_own() {
        let code = |error| app::PracticeEnvironmentError::from(error).code();
        for error in [PracticeError::Folder(std::io::Error::other("x")), PracticeError::NotOurs] {
            assert_eq!(code(error), "practice-folder");
        }
        for error in [PracticeError::Listen(std::io::Error::other("x")), PracticeError::key("x")] {
            assert_eq!(code(error), "practice-servers");
        }
    }
}
