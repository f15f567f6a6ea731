//! The seam between the client and the network: one request out, one whole answer back.

use async_trait::async_trait;
use jiff::Timestamp;
use url::Url;
use zeroize::Zeroizing;

use crate::error::PortalError;

/// Brings requests to the portal and answers back. One per journey, since it keeps the cookies.
///
/// It follows redirects itself, to allowed hosts only, and sends every request exactly once.
#[async_trait]
pub trait Transport: Send + Sync {
    /// Sends one request and reads the whole answer, whatever its status.
    ///
    /// Errors: those of the causes [`crate::Cause::Network`] and [`crate::Cause::Insecure`],
    /// [`PortalError::RefusedRedirect`], [`PortalError::RedirectLoop`] and [`PortalError::TooLarge`].
    async fn send(&self, request: Request) -> Result<Response, PortalError>;

    /// Is this address talked to at all? [`Transport::send`] refuses any other with nothing sent.
    fn allows(&self, url: &Url) -> bool;
}

/// How a request is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// GET (RFC 9110, 9.3.1).
    Get,
    /// POST with a form's content (`application/x-www-form-urlencoded`).
    Post,
}

/// A request. Its body may hold a password, so it has no Debug.
pub struct Request {
    /// GET or POST.
    pub method: Method,
    /// The address that it goes to.
    pub url: Url,
    /// The form's content, wiped after use.
    pub body: Option<Zeroizing<Vec<u8>>>,
    /// The page that the request comes from.
    pub referer: Option<Url>,
    /// The body holds a password: it goes to this address and is never sent on to another.
    pub holds_secret: bool,
    /// What the answer is for.
    pub purpose: Purpose,
}

/// What a request's answer is for; browsers say so in their headers (Fetch Metadata Request Headers, 2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A page, or a file in its place, that a person goes to.
    Navigation,
    /// A script that a page names.
    Script,
}

impl Request {
    /// A plain GET that comes from nowhere.
    pub fn get(url: Url) -> Self {
        Self { method: Method::Get, url, body: None, referer: None, holds_secret: false, purpose: Purpose::Navigation }
    }
}

/// A server's answer, its body read to the end.
pub struct Response {
    /// Where it came from, after redirects.
    pub url: Url,
    /// Status of the answer (RFC 9110, 15).
    pub status: u16,
    /// `Content-Type` as sent.
    pub content_type: Option<String>,
    /// `Content-Disposition` as sent (RFC 6266), its bytes taken for UTF-8.
    pub disposition: Option<String>,
    /// `Refresh` as sent: what a `meta` tag of that name says (HTML Standard, 4.2.5.3), before the page.
    pub refresh: Option<String>,
    /// `Date` (RFC 9110, 6.6.1).
    pub date: Option<Timestamp>,
    /// The body: it may be the certificate's file, so it is wiped after use.
    pub body: Zeroizing<Vec<u8>>,
}
