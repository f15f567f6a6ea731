//! The transport over TLS: allowed hosts only, redirects by its own hand, every request once.

use std::error::Error;
use std::fmt;
use std::io;
use std::net::Ipv6Addr;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use jiff::Timestamp;
use reqwest::header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_TYPE, DATE, HeaderMap, HeaderName, LOCATION, ORIGIN, REFERER};
use rustls::{AlertDescription, CertificateError, InvalidMessage};
use url::{Position, Url};
use zeroize::Zeroizing;

use crate::client::{ClientSettings, https_client};
use crate::error::PortalError;
use crate::transport::{Method, Request, Response, Transport};

const MAX_REDIRECTS: usize = 10;

/// A host and the port on it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HostPort {
    /// Lower-case name or address, an IPv6 address in brackets, as [`Url::host_str`] gives it.
    pub host: String,
    /// Port.
    pub port: u16,
}

impl HostPort {
    /// Host and port of an address, with https's 443 where it names none.
    pub fn of(url: &Url) -> Option<Self> {
        Some(Self { host: url.host_str()?.to_owned(), port: url.port_or_known_default()? })
    }
}

impl From<(String, u16)> for HostPort {
    /// As [`HostPort::of`] would write it: lower case, an IPv6 address in brackets.
    fn from((host, port): (String, u16)) -> Self {
        let host = host.to_ascii_lowercase();
        let bare_ipv6 = host.parse::<Ipv6Addr>().is_ok();
        Self { host: if bare_ipv6 { format!("[{host}]") } else { host }, port }
    }
}

impl fmt::Display for HostPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.port {
            443 => f.write_str(&self.host),
            port => write!(f, "{}:{port}", self.host),
        }
    }
}

/// How a [`HttpsTransport`] connects and what it refuses.
#[derive(Clone)]
pub struct TransportSettings {
    /// How its client connects. Cookies are kept, and plain http refused, whatever stands here.
    pub client: ClientSettings,
    /// The only hosts talked to.
    pub allowed_hosts: Vec<HostPort>,
    /// Most bytes of one body.
    pub body_limit: usize,
}

impl TransportSettings {
    /// The client's defaults, this user agent, and bodies of 1 MiB at most.
    pub fn new(allowed_hosts: Vec<HostPort>, user_agent: impl Into<String>) -> Self {
        let client = ClientSettings { user_agent: Some(user_agent.into()), ..ClientSettings::default() };
        Self { client, allowed_hosts, body_limit: 1024 * 1024 }
    }
}

/// The transport over TLS. Holds the session's cookies, in memory only, until it is dropped.
pub struct HttpsTransport {
    client: reqwest::Client,
    allowed_hosts: Vec<HostPort>,
    body_limit: usize,
    total_timeout: Duration,
}

impl HttpsTransport {
    /// A transport without cookies yet. Errors: [`PortalError::Setup`].
    pub fn new(settings: TransportSettings) -> Result<Self, PortalError> {
        let TransportSettings { client, allowed_hosts, body_limit } = settings;
        let client = ClientSettings { cookies: true, https_only: true, ..client };
        let total_timeout = client.total_timeout;
        Ok(Self { client: https_client(&client)?, allowed_hosts, body_limit, total_timeout })
    }

    async fn follow(&self, mut request: Request) -> Result<Response, PortalError> {
        for _ in 0..=MAX_REDIRECTS {
            self.check(&request.url)?;
            let url = request.url.clone();
            let answer = self.once(&mut request).await.map_err(|error| classify(error, &url))?;
            let Some(target) = redirect_target(&answer, &url) else {
                return self.read(answer, url).await;
            };
            self.check(&target)?;
            if request.method == Method::Post && matches!(answer.status().as_u16(), 307 | 308) {
                return Err(refused(&target));
            }
            request = Request { method: Method::Get, url: target, body: None, referer: request.referer };
        }
        Err(PortalError::RedirectLoop)
    }

    fn check(&self, url: &Url) -> Result<(), PortalError> {
        let plain = url.scheme() == "https" && url.username().is_empty() && url.password().is_none();
        let allowed = HostPort::of(url).is_some_and(|host| self.allowed_hosts.contains(&host));
        if plain && allowed { Ok(()) } else { Err(refused(url)) }
    }

    async fn once(&self, request: &mut Request) -> Result<reqwest::Response, reqwest::Error> {
        let mut sent = match request.method {
            Method::Get => self.client.get(request.url.clone()),
            Method::Post => self
                .client
                .post(request.url.clone())
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(ORIGIN, request.url.origin().ascii_serialization()),
        };
        sent = sent
            .header(ACCEPT, "text/html,application/xhtml+xml,application/x-pkcs12,*/*;q=0.8")
            .header(ACCEPT_LANGUAGE, "ja");
        if let Some(referer) = request.referer.as_ref().filter(|referer| referer.origin() == request.url.origin()) {
            sent = sent.header(REFERER, &referer[..Position::AfterQuery]);
        }
        if let Some(body) = request.body.take() {
            sent = sent.body(Bytes::from_owner(body));
        }
        sent.send().await
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
        while let Some(chunk) = answer.chunk().await.map_err(|error| classify(error, &url))? {
            if body.len() + chunk.len() > self.body_limit {
                return Err(PortalError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Response {
            url,
            status,
            content_type: header(&headers, &CONTENT_TYPE),
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
}

fn refused(url: &Url) -> PortalError {
    let host = HostPort::of(url).map_or_else(|| url.scheme().to_owned(), |host| host.to_string());
    PortalError::RefusedRedirect { host }
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
    fn hosts_are_written_one_way() {
        for (host, url) in [
            ("LocalHost", "https://localhost:8443/"),
            ("::1", "https://[::1]:8443/"),
            ("127.0.0.1", "https://127.0.0.1:8443/"),
        ] {
            let url: Url = url.parse().unwrap();
            assert_eq!(Some(HostPort::from((host.to_owned(), 8443))), HostPort::of(&url));
        }
        let url: Url = "https://www.e-seikyuu.jp/a".parse().unwrap();
        assert_eq!(HostPort::of(&url).unwrap().to_string(), "www.e-seikyuu.jp");
    }

    #[test]
    fn dates_of_answers_are_read() {
        assert_eq!(http_date("Sun, 06 Nov 1994 08:49:37 GMT"), Some("1994-11-06T08:49:37Z".parse().unwrap()));
        assert_eq!(http_date("yesterday"), None);
    }
}
