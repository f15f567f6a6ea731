//! The one place that builds an HTTP client: rustls with ring, no redirects, no retries.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper_util::client::proxy::matcher::Matcher;
use jiff::Timestamp;
use rustls::client::Resumption;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, UnixTime};
use rustls::time_provider::TimeProvider;
use rustls::{ClientConfig, RootCertStore};
use url::{Host, Url};
use zeroize::Zeroizing;

use crate::error::PortalError;
use crate::headers::browser_user_agent;

/// How a client connects. The default trusts the web's roots, speaks https only and keeps no cookies.
#[derive(Clone)]
pub struct ClientSettings {
    /// Trust the roots of the web (Mozilla's, crate `webpki-roots`).
    pub web_roots: bool,
    /// Roots trusted besides (DER).
    pub extra_roots: Vec<Vec<u8>>,
    /// What is shown to a server that asks for a client certificate.
    pub identity: Option<Arc<ClientIdentity>>,
    /// `User-Agent`; none is sent without it.
    pub user_agent: Option<String>,
    /// Keep cookies, in memory.
    pub cookies: bool,
    /// Refuse plain http.
    pub https_only: bool,
    /// Proxy for hosts other than loopback, which is always reached directly.
    pub proxy: ProxyChoice,
    /// Limit for name, connection and TLS.
    pub connect_timeout: Duration,
    /// Limit for the whole request.
    pub total_timeout: Duration,
    /// The clock that certificates are judged by.
    pub clock: Clock,
}

impl ClientSettings {
    /// The default, by the name of this phone's browser (see [`browser_user_agent`]).
    pub fn browser(user_agent: &str) -> Self {
        Self { user_agent: Some(browser_user_agent(user_agent)), ..Self::default() }
    }
}

/// Tells the time by which servers' certificates are judged.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

impl Default for ClientSettings {
    fn default() -> Self {
        Self {
            web_roots: true,
            extra_roots: Vec::new(),
            identity: None,
            user_agent: None,
            cookies: false,
            https_only: true,
            proxy: ProxyChoice::System,
            connect_timeout: Duration::from_secs(10),
            total_timeout: Duration::from_secs(30),
            clock: Arc::new(Timestamp::now),
        }
    }
}

/// Which proxy is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProxyChoice {
    /// What the system says: environment variables, and the settings of macOS and Windows.
    System,
    /// This one, as the phone's own settings name it.
    Through(Url),
    /// None: straight to the server.
    Direct,
}

/// A client certificate with its key.
pub struct ClientIdentity {
    /// DER, leaf first.
    pub chain: Vec<Vec<u8>>,
    /// The key, PKCS#8 DER.
    pub key: Zeroizing<Vec<u8>>,
}

/// Builds a client: rustls with ring, no redirects, no retries, no proxy for loopback.
///
/// The only place that does. Errors: a root that is no certificate, an identity whose key ring does not take.
#[allow(clippy::disallowed_methods, reason = "here is that one place")]
pub fn https_client(settings: &ClientSettings) -> Result<reqwest::Client, PortalError> {
    let mut builder = reqwest::Client::builder()
        .tls_backend_preconfigured(tls_config(settings)?)
        .https_only(settings.https_only)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .cookie_store(settings.cookies)
        .connect_timeout(settings.connect_timeout)
        .timeout(settings.total_timeout)
        // What browsers put up with: a header that goes on in a second line, as mail libraries write names of files, a blank
        // before the colon, and a line that is no header.
        .http1_allow_obsolete_multiline_headers_in_responses(true)
        .http1_allow_spaces_after_header_name_in_responses(true)
        .http1_ignore_invalid_headers_in_responses(true)
        // A POST written to a connection that the server has just closed is lost and must not be repeated.
        .pool_idle_timeout(Duration::from_secs(4));
    if let Some(agent) = &settings.user_agent {
        builder = builder.user_agent(agent);
    }
    builder = builder.no_proxy();
    if settings.proxy != ProxyChoice::Direct {
        builder = builder.proxy(proxy(settings.proxy.clone()));
    }
    builder.build().map_err(|error| PortalError::Setup(error.into()))
}

fn tls_config(settings: &ClientSettings) -> Result<ClientConfig, PortalError> {
    let setup = |error: rustls::Error| PortalError::Setup(error.into());
    let mut roots = RootCertStore::empty();
    if settings.web_roots {
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    }
    for root in &settings.extra_roots {
        roots.add(CertificateDer::from(root.clone())).map_err(setup)?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_details(provider, Arc::new(RustlsClock(settings.clock.clone())))
        .with_safe_default_protocol_versions()
        .map_err(setup)?
        .with_root_certificates(roots);
    let mut config = match &settings.identity {
        None => builder.with_no_client_auth(),
        Some(identity) => {
            let chain = identity.chain.iter().cloned().map(CertificateDer::from).collect();
            let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(identity.key.to_vec()));
            builder.with_client_auth_cert(chain, key).map_err(setup)?
        }
    };
    if settings.identity.is_some() {
        // A resumed session would show the certificate of an earlier handshake.
        config.resumption = Resumption::disabled();
    }
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

fn proxy(choice: ProxyChoice) -> reqwest::Proxy {
    let system = match choice {
        ProxyChoice::System => Some(Matcher::from_system()),
        ProxyChoice::Through(_) | ProxyChoice::Direct => None,
    };
    reqwest::Proxy::custom(move |target| {
        if is_loopback(target) {
            return None;
        }
        match (&choice, &system) {
            (ProxyChoice::Through(url), _) => Some(url.clone()),
            (_, Some(system)) => {
                let found = system.intercept(&target.as_str().parse().ok()?)?;
                let mut url = Url::parse(&found.uri().to_string()).ok()?;
                if let Some((user, password)) = found.basic_auth().and_then(basic_pair) {
                    url.set_username(&user).ok()?;
                    url.set_password(Some(&password)).ok()?;
                }
                Some(url)
            }
            _ => None,
        }
    })
}

/// User and password of a `Basic` credential (RFC 7617), percent-encoded for a URL.
fn basic_pair(header: &reqwest::header::HeaderValue) -> Option<(String, String)> {
    let encoded = header.to_str().ok()?.strip_prefix("Basic ")?;
    let text = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    let (user, password) = text.split_once(':')?;
    Some((user.to_owned(), password.to_owned()))
}

/// `localhost`, 127.0.0.0/8 or ::1.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => IpAddr::from(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::from(address).is_loopback(),
        None => false,
    }
}

struct RustlsClock(Clock);

impl fmt::Debug for RustlsClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RustlsClock")
    }
}

impl TimeProvider for RustlsClock {
    fn current_time(&self) -> Option<UnixTime> {
        let seconds = u64::try_from((self.0)().as_second()).ok()?;
        Some(UnixTime::since_unix_epoch(Duration::from_secs(seconds)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn loopback_is_recognised() {
        for url in ["https://127.0.0.1:8443/", "https://localhost/", "https://[::1]:1/", "https://127.9.9.9/"] {
            assert!(is_loopback(&url.parse().unwrap()), "{url}");
        }
        for url in ["https://www.e-seikyuu.jp/", "https://localhost.example/", "https://10.0.0.1/", "https://[::2]/"] {
            assert!(!is_loopback(&url.parse().unwrap()), "{url}");
        }
    }

    #[test]
    fn proxy_credentials_are_read() {
        let header = reqwest::header::HeaderValue::from_static("Basic dXNlcjpwYTpzcw==");
        assert_eq!(basic_pair(&header), Some(("user".to_owned(), "pa:ss".to_owned())));
        assert_eq!(basic_pair(&reqwest::header::HeaderValue::from_static("Bearer x")), None);
    }

    #[test]
    fn a_root_that_is_none_is_an_error() {
        let settings = ClientSettings { extra_roots: vec![b"not a certificate".to_vec()], ..ClientSettings::default() };
        assert!(matches!(https_client(&settings), Err(PortalError::Setup(_))));
        assert!(https_client(&ClientSettings::default()).is_ok());
    }
}
