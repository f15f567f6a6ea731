//! The transport over TLS: allowed hosts only, redirects by its own hand, every request once.

use std::error::Error;
use std::io;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use jiff::Timestamp;
use reqwest::header::{
    CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_TYPE, DATE, HeaderMap, HeaderName, LOCATION, REFRESH,
    TRANSFER_ENCODING,
};
use rustls::{AlertDescription, CertificateError, InvalidMessage};
use url::Url;
use zeroize::Zeroizing;

use crate::client::{ClientSettings, https_client};
use crate::content_encoding;
use crate::element::ends_with_html;
use crate::error::PortalError;
use crate::file;
use crate::headers::{self, is_safari, site_of};
use crate::hosts::{HostPort, HostRule, is_allowed, refused};
use crate::transport::{Method, Request, Response, Transport};

const MAX_REDIRECTS: usize = 10;

/// Most bytes of one body, unless another limit is set.
const BODY_LIMIT: usize = 1024 * 1024;

/// The transport over TLS. Holds the session's cookies, in memory only, until it is dropped.
pub struct HttpsTransport {
    client: reqwest::Client,
    allowed_hosts: Vec<HostRule>,
    is_safari: bool,
    body_limit: usize,
    total_timeout: Duration,
}

impl HttpsTransport {
    /// A transport that talks to these hosts only and has no cookies yet. It keeps cookies and refuses plain http whatever
    /// the settings say, and takes bodies of 1 MiB at most. Errors: [`PortalError::Setup`].
    pub fn new(
        allowed_hosts: impl IntoIterator<Item: Into<HostRule>>,
        settings: ClientSettings,
    ) -> Result<Self, PortalError> {
        let settings = ClientSettings { cookies: true, https_only: true, ..settings };
        Ok(Self {
            client: https_client(&settings)?,
            allowed_hosts: allowed_hosts.into_iter().map(Into::into).collect(),
            is_safari: settings.user_agent.as_deref().is_some_and(is_safari),
            body_limit: BODY_LIMIT,
            total_timeout: settings.total_timeout,
        })
    }

    /// Takes so many bytes of one body at most, as it comes and as it is when its encoding is undone.
    pub fn with_body_limit(self, bytes: usize) -> Self {
        Self { body_limit: bytes, ..self }
    }

    async fn follow(&self, request: Request) -> Result<Response, PortalError> {
        let Request { mut method, mut url, body, referer, holds_secret, purpose } = request;
        let mut body = body.map(Bytes::from_owner);
        let mut site = site_of(referer.as_ref(), &url);
        for hop in 0..=MAX_REDIRECTS {
            self.check(&url)?;
            let mut headers = headers::of_request(purpose, self.is_safari, method, referer.as_ref(), &url, site);
            if hop > 0 {
                headers.remove(headers::SEC_FETCH_USER);
            }
            let answer = self.once(method, &url, headers, body.clone()).await.map_err(|error| classify(error, &url))?;
            let Some(target) = redirect_target(&answer, &url) else {
                return self.read(answer, url).await;
            };
            self.check(&target)?;
            if method == Method::Post && matches!(answer.status().as_u16(), 307 | 308) {
                // A browser would send it again (RFC 9110, 15.4.8); a password goes only where its form said.
                if holds_secret {
                    return Err(refused(&target));
                }
            } else {
                (method, body) = (Method::Get, None);
            }
            site = site.max(site_of(Some(&url), &target));
            url = target;
        }
        Err(PortalError::RedirectLoop)
    }

    fn check(&self, url: &Url) -> Result<(), PortalError> {
        if self.allows(url) { Ok(()) } else { Err(refused(url)) }
    }

    async fn once(
        &self,
        method: Method,
        url: &Url,
        headers: HeaderMap,
        body: Option<Bytes>,
    ) -> Result<reqwest::Response, reqwest::Error> {
        let request = match method {
            Method::Get => self.client.get(url.clone()),
            Method::Post => self.client.post(url.clone()).header(CONTENT_TYPE, "application/x-www-form-urlencoded"),
        };
        let request = request.headers(headers);
        match body {
            Some(body) => request.body(body).send().await,
            None => request.send().await,
        }
    }

    async fn read(&self, mut answer: reqwest::Response, url: Url) -> Result<Response, PortalError> {
        let announced = answer.content_length();
        if announced.is_some_and(|length| length > self.body_limit as u64) {
            return Err(PortalError::TooLarge);
        }
        let headers = answer.headers().clone();
        let status = answer.status().as_u16();
        // Never grown, so that no copy of a file stays behind in memory.
        let mut body = Zeroizing::new(Vec::with_capacity(announced.map_or(self.body_limit, |length| length as usize)));
        loop {
            let chunk = match answer.chunk().await {
                Ok(Some(chunk)) => chunk,
                Ok(None) => break,
                // Where the connection's end is the body's, some servers leave out TLS's own farewell, and browsers mind
                // as little. What is not whole by its own word is cut off all the same.
                Err(error) if ends_at_close(&headers, announced) && is_bare_end(&error) && is_whole(&body) => break,
                Err(error) => return Err(classify(error, &url)),
            };
            if body.len() + chunk.len() > self.body_limit {
                return Err(PortalError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        let body = content_encoding::decode(header(&headers, &CONTENT_ENCODING).as_deref(), body, self.body_limit)?;
        Ok(Response {
            url,
            status,
            content_type: header(&headers, &CONTENT_TYPE),
            disposition: header(&headers, &CONTENT_DISPOSITION),
            refresh: header(&headers, &REFRESH),
            date: header(&headers, &DATE).and_then(|date| http_date(&date)),
            body,
        })
    }
}

#[async_trait]
impl Transport for HttpsTransport {
    async fn send(&self, request: Request) -> Result<Response, PortalError> {
        match tokio::time::timeout(self.total_timeout, self.follow(request)).await {
            Ok(result) => result,
            Err(_) => Err(PortalError::Timeout),
        }
    }

    fn allows(&self, url: &Url) -> bool {
        is_allowed(&self.allowed_hosts, url)
    }
}

/// Neither a length nor chunks say where the body ends (RFC 9112, 6.3).
fn ends_at_close(headers: &HeaderMap, announced: Option<u64>) -> bool {
    announced.is_none() && !headers.contains_key(TRANSFER_ENCODING) && !headers.contains_key(CONTENT_ENCODING)
}

/// The connection ended without `close_notify` (RFC 8446, 6.1).
fn is_bare_end(error: &reqwest::Error) -> bool {
    let mut next: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = next {
        if error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::UnexpectedEof) {
            return true;
        }
        next = error.source();
    }
    false
}

/// A page that closes what every page closes, or a file that is as long as it says.
fn is_whole(body: &[u8]) -> bool {
    ends_with_html(&String::from_utf8_lossy(body)) || file::check(body).is_ok()
}

fn redirect_target(answer: &reqwest::Response, url: &Url) -> Option<Url> {
    if !matches!(answer.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let location = header(answer.headers(), &LOCATION)?;
    url.join(&location).ok()
}

fn header(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = headers.get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// IMF-fixdate (RFC 9110, 5.6.7), which is an RFC 2822 date.
fn http_date(text: &str) -> Option<Timestamp> {
    Some(jiff::fmt::rfc2822::parse(text).ok()?.timestamp())
}

/// Finds what rustls or the socket said, below reqwest's own words (which name the URL and are dropped).
fn classify(error: reqwest::Error, url: &Url) -> PortalError {
    let host = HostPort::of(url).map(|host| host.to_string()).unwrap_or_default();
    let error = error.without_url();
    if let Some(tls) = find_tls(&error).cloned() {
        return tls_failure(tls, host);
    }
    if error.is_timeout() {
        PortalError::Timeout
    } else if error.is_connect() {
        PortalError::Offline(error.into())
    } else {
        PortalError::CutOff(error.into())
    }
}

fn find_tls<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<rustls::Error>() {
            return Some(found);
        }
        // An io::Error hides what it wraps from `source()`.
        let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = match inner {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    None
}

/// What the server's TLS lacked, or that the other side does not speak TLS at all.
fn tls_failure(error: rustls::Error, host: String) -> PortalError {
    let source = || error.clone().into();
    match &error {
        rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType | InvalidMessage::UnknownProtocolVersion) => {
            PortalError::Captive
        }
        rustls::Error::InvalidCertificate(reason) => match reason {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                PortalError::TlsExpired { host, source: source() }
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                PortalError::WrongClock { host, source: source() }
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                PortalError::TlsWrongHost { host, source: source() }
            }
            // `Other`: a self-signed certificate marked as an authority.
            CertificateError::UnknownIssuer | CertificateError::BadSignature | CertificateError::Other(_) => {
                PortalError::TlsUntrusted { host, source: source() }
            }
            _ => PortalError::Tls { host, source: source() },
        },
        rustls::Error::PeerIncompatible(_)
        | rustls::Error::AlertReceived(
            AlertDescription::HandshakeFailure
            | AlertDescription::ProtocolVersion
            | AlertDescription::InsufficientSecurity,
        ) => PortalError::OldTls { host, source: source() },
        _ => PortalError::Tls { host, source: source() },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn dates_of_answers_are_read() {
        assert_eq!(http_date("Sun, 06 Nov 1994 08:49:37 GMT"), Some("1994-11-06T08:49:37Z".parse().unwrap()));
        assert_eq!(http_date("yesterday"), None);
    }
}
