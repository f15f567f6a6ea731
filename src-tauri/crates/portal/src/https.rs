use std::error::Error;
use std::fmt;
use std::io;
use std::net::Ipv6Addr;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use jiff::Timestamp;
use reqwest::header::{
    ACCEPT, ACCEPT_LANGUAGE, CONTENT_DISPOSITION, CONTENT_TYPE, DATE, HeaderMap, HeaderName, LOCATION, ORIGIN, REFERER,
};
use rustls::{AlertDescription, CertificateError, InvalidMessage};
use url::{Position, Url};

use std::sync::Arc;

use crate::PortalError;
use crate::client::{ClientIdentity, ClientSettings, Clock, ProxyChoice, https_client};
use crate::transport::{Method, Progress, Request, Response, TlsFailure, Transport, TransportError};

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
    /// The only hosts talked to.
    pub allowed_hosts: Vec<HostPort>,
    /// Trust the roots of the web.
    pub web_roots: bool,
    /// Roots trusted besides (DER); the practice realm's only.
    pub extra_roots: Vec<Vec<u8>>,
    /// The phone's own user agent, so that the mobile window is served.
    pub user_agent: String,
    /// A client certificate, where one is to be shown.
    pub client_identity: Option<Arc<ClientIdentity>>,
    /// Proxy for hosts other than loopback.
    pub proxy: ProxyChoice,
    /// Limits.
    pub limits: Limits,
    /// The clock that certificates are judged by.
    pub clock: Clock,
}

impl TransportSettings {
    /// The web's roots, the system's proxy, the standard limits.
    pub fn new(allowed_hosts: Vec<HostPort>, user_agent: impl Into<String>) -> Self {
        Self {
            allowed_hosts,
            web_roots: true,
            extra_roots: Vec::new(),
            user_agent: user_agent.into(),
            client_identity: None,
            proxy: ProxyChoice::System,
            limits: Limits::default(),
            clock: Arc::new(Timestamp::now),
        }
    }
}

/// What is borne before giving up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Name, connection and TLS.
    pub connect: Duration,
    /// A whole request, redirects and body included.
    pub total: Duration,
    /// Bytes of one body.
    pub body: usize,
}

impl Default for Limits {
    /// 10 s, 30 s, 1 MiB.
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), total: Duration::from_secs(30), body: 1024 * 1024 }
    }
}

/// The transport over TLS. Holds the session's cookies, in memory only, until it is dropped.
pub struct HttpsTransport {
    client: reqwest::Client,
    allowed_hosts: Vec<HostPort>,
    limits: Limits,
}

impl HttpsTransport {
    /// A transport without cookies yet. Errors: [`PortalError::Setup`].
    pub fn new(settings: TransportSettings) -> Result<Self, PortalError> {
        let client = https_client(&ClientSettings {
            web_roots: settings.web_roots,
            extra_roots: settings.extra_roots,
            identity: settings.client_identity,
            user_agent: Some(settings.user_agent),
            cookies: true,
            https_only: true,
            proxy: settings.proxy,
            connect_timeout: settings.limits.connect,
            total_timeout: settings.limits.total,
            clock: settings.clock,
        })?;
        Ok(Self { client, allowed_hosts: settings.allowed_hosts, limits: settings.limits })
    }

    async fn follow(&self, mut request: Request, progress: &Progress) -> Result<Response, TransportError> {
        for _ in 0..=MAX_REDIRECTS {
            self.check(&request.url)?;
            let url = request.url.clone();
            let answer = self.once(&mut request).await.map_err(|error| classify(error, &url))?;
            let Some(target) = redirect_target(&answer, &url) else {
                return self.read(answer, url, progress).await;
            };
            self.check(&target)?;
            if request.method == Method::Post && matches!(answer.status().as_u16(), 307 | 308) {
                return Err(refused(&target));
            }
            request = Request { method: Method::Get, url: target, body: None, referer: request.referer };
        }
        Err(TransportError::RedirectLoop)
    }

    fn check(&self, url: &Url) -> Result<(), TransportError> {
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

    async fn read(
        &self,
        mut answer: reqwest::Response,
        url: Url,
        progress: &Progress,
    ) -> Result<Response, TransportError> {
        let announced = answer.content_length();
        if announced.is_some_and(|length| length > self.limits.body as u64) {
            return Err(TransportError::TooLarge);
        }
        let headers = answer.headers().clone();
        let status = answer.status().as_u16();
        let mut body = Vec::with_capacity(announced.unwrap_or(16 * 1024) as usize);
        while let Some(chunk) = answer.chunk().await.map_err(|error| classify(error, &url))? {
            if body.len() + chunk.len() > self.limits.body {
                return Err(TransportError::TooLarge);
            }
            body.extend_from_slice(&chunk);
            progress(body.len() as u64, announced);
        }
        Ok(Response {
            url,
            status,
            content_type: header(&headers, &CONTENT_TYPE),
            content_disposition: header(&headers, &CONTENT_DISPOSITION),
            date: header(&headers, &DATE).and_then(|date| http_date(&date)),
            body,
        })
    }
}

#[async_trait]
impl Transport for HttpsTransport {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        self.send_with(request, &|_, _| ()).await
    }

    async fn send_with(&self, request: Request, progress: &Progress) -> Result<Response, TransportError> {
        match tokio::time::timeout(self.limits.total, self.follow(request, progress)).await {
            Ok(result) => result,
            Err(_) => Err(TransportError::Timeout),
        }
    }
}

fn refused(url: &Url) -> TransportError {
    let host = HostPort::of(url).map_or_else(|| url.scheme().to_owned(), |host| host.to_string());
    TransportError::RefusedRedirect { host }
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
fn classify(error: reqwest::Error, url: &Url) -> TransportError {
    let host = HostPort::of(url).map(|host| host.to_string()).unwrap_or_default();
    let error = error.without_url();
    let tls = find_tls(&error).cloned();
    if let Some(source) = tls {
        return match tls_failure(&source) {
            None => TransportError::Captive,
            Some(failure) => TransportError::Tls { host, failure, source: source.into() },
        };
    }
    if error.is_timeout() {
        TransportError::Timeout
    } else if error.is_connect() {
        TransportError::Offline(error.into())
    } else {
        TransportError::CutOff(error.into())
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

/// None: the other side does not speak TLS at all.
fn tls_failure(error: &rustls::Error) -> Option<TlsFailure> {
    Some(match error {
        rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType | InvalidMessage::UnknownProtocolVersion) => {
            return None;
        }
        rustls::Error::InvalidCertificate(reason) => match reason {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => TlsFailure::Expired,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => TlsFailure::NotYetValid,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                TlsFailure::WrongHost
            }
            // `Other`: a self-signed certificate marked as an authority.
            CertificateError::UnknownIssuer | CertificateError::BadSignature | CertificateError::Other(_) => {
                TlsFailure::Untrusted
            }
            _ => TlsFailure::Other,
        },
        rustls::Error::PeerIncompatible(_)
        | rustls::Error::AlertReceived(
            AlertDescription::HandshakeFailure
            | AlertDescription::ProtocolVersion
            | AlertDescription::InsufficientSecurity,
        ) => TlsFailure::Old,
        _ => TlsFailure::Other,
    })
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
