use async_trait::async_trait;
use jiff::Timestamp;
use url::Url;
use zeroize::Zeroizing;

/// Brings requests to the portal and answers back. One per journey, since it keeps the cookies.
///
/// It follows redirects itself, to allowed hosts only, and sends every request exactly once.
#[async_trait]
pub trait Transport: Send + Sync {
    /// Sends one request and reads the whole answer, whatever its status.
    async fn send(&self, request: Request) -> Result<Response, TransportError>;

    /// As [`Transport::send`]; tells how far the body is.
    async fn send_with(&self, request: Request, progress: &Progress) -> Result<Response, TransportError> {
        let response = self.send(request).await?;
        progress(response.body.len() as u64, Some(response.body.len() as u64));
        Ok(response)
    }
}

/// Told bytes so far and, where the server says so, bytes in all.
pub type Progress = dyn Fn(u64, Option<u64>) + Send + Sync;

/// How a request is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// GET.
    Get,
    /// POST with a form's content (`application/x-www-form-urlencoded`).
    Post,
}

/// A request. Its body may hold a password, so it has no Debug.
pub struct Request {
    /// GET or POST.
    pub method: Method,
    /// Where to.
    pub url: Url,
    /// The form's content, wiped after use.
    pub body: Option<Zeroizing<Vec<u8>>>,
    /// The page that the request comes from.
    pub referer: Option<Url>,
}

impl Request {
    /// A plain GET that comes from nowhere.
    pub fn get(url: Url) -> Self {
        Self { method: Method::Get, url, body: None, referer: None }
    }
}

/// An answer, complete.
pub struct Response {
    /// Where it came from, after redirects.
    pub url: Url,
    /// HTTP status.
    pub status: u16,
    /// `Content-Type` as sent.
    pub content_type: Option<String>,
    /// `Content-Disposition` as sent.
    pub content_disposition: Option<String>,
    /// `Date` (RFC 9110, 6.6.1).
    pub date: Option<Timestamp>,
    /// The body.
    pub body: Vec<u8>,
}

/// What the server's TLS lacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlsFailure {
    /// Its authority is not among the roots.
    Untrusted,
    /// Its certificate is over.
    Expired,
    /// Its certificate has not begun.
    NotYetValid,
    /// Its certificate is for another host.
    WrongHost,
    /// No version or suite in common: TLS before 1.2, RSA key exchange, CBC.
    Old,
    /// Anything else.
    Other,
}

/// Why a request brought no answer.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    /// Not reached.
    #[error("not reached")]
    Offline(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Ended in the middle.
    #[error("ended in the middle")]
    CutOff(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Took too long.
    #[error("took too long")]
    Timeout,
    /// TLS failed.
    #[error("TLS with {host}: {failure:?}")]
    Tls {
        /// Host asked.
        host: String,
        /// What it lacked.
        failure: TlsFailure,
        /// What rustls said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// What answers on the TLS port does not speak TLS.
    #[error("no TLS spoken")]
    Captive,
    /// Leads to a host that is not allowed, or away from https, or wants a POST sent again.
    #[error("refused to go to {host}")]
    RefusedRedirect {
        /// Where it leads.
        host: String,
    },
    /// More than ten redirects.
    #[error("too many redirects")]
    RedirectLoop,
    /// The body is over the limit.
    #[error("too large")]
    TooLarge,
}
