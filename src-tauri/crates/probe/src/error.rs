/// Why a probe does not start. Nothing in it is secret.
#[derive(Debug, thiserror::Error)]
pub enum ProbeError {
    /// A listening socket does not tell its address, or there is none.
    #[error("no address to listen on")]
    Listen(#[source] std::io::Error),
    /// The server certificate, its key or a CA certificate cannot be used.
    #[error("TLS configuration")]
    Tls(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The figures could not be set up.
    #[error("metrics")]
    Metrics(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The address of the store is none. It is not quoted: there may be a password in it.
    #[error("the store's address must be redis://HOST:PORT or redis+unix:///SOCKET")]
    Store,
    /// Pages without words, or a language that nobody speaks here.
    #[error("languages")]
    Languages,
    /// The host it is to be known by makes no address.
    #[error("address")]
    Address(#[from] url::ParseError),
}

impl ProbeError {
    pub(crate) fn tls(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Tls(error.into())
    }
}
