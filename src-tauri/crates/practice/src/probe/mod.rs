//! The probe: a TLS server that asks for a client certificate and says who came.
//!
//! It requests the certificate and does not require it, so that a page always comes. It keeps no log: what it remembers
//! is a fingerprint under a nonce that the app made up, for two minutes, in memory.

mod catalogue;
mod memory;
mod page;
mod verifier;

use std::sync::Arc;
use std::time::Duration;

use app::{Clock, ProbeAddresses, ProbeResult};
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Json, Router};
use certificate::Fingerprint;
use jiff::Timestamp;
use rustls::ServerConfig;
use rustls::server::NoServerSessionStorage;
use rustls::server::danger::ClientCertVerifier;
use rustls::sign::CertifiedKey;
use rustls_pki_types::{CertificateDer, UnixTime};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use tokio_util::sync::{CancellationToken, DropGuard};
use url::Url;
use x509_parser::prelude::{FromDer, X509Certificate};

use memory::{Memory, Nonce};

pub use page::{ProbeWords, Said};

use crate::PracticeError;
use crate::authority::{Only, japan, provider};
use crate::serve::{Listen, ListenerControl, Peer, Server};

/// Scheme of the link back to the app. A shortcut only: the app asks for the result itself.
pub const APP_SCHEME: &str = journey::SCHEME;

/// What a probe needs.
pub struct ProbeSettings {
    /// Where to listen.
    pub listen: Listen,
    /// Host in the addresses it is known by.
    pub host: String,
    /// Its server certificate.
    pub certified: CertifiedKey,
    /// CA certificates, DER, one of which must have issued the client's.
    pub authorities: Vec<CertificateDer<'static>>,
    /// What its pages say.
    pub words: ProbeWords,
    /// Validity and the two minutes go by it.
    pub clock: Arc<dyn Clock>,
}

/// A running probe. Dropping it stops it.
pub struct Probe {
    server: Server,
    addresses: ProbeAddresses,
    _forgetting: DropGuard,
}

impl Probe {
    /// Starts it.
    ///
    /// # Errors
    /// No port, or a certificate that cannot be used.
    pub async fn start(settings: ProbeSettings) -> Result<Self, PracticeError> {
        let verifier = verifier::issued_by(&settings.authorities)?;
        let config = Arc::new(config(settings.certified, Arc::clone(&verifier))?);
        let shared =
            Arc::new(Shared { verifier, words: settings.words, clock: settings.clock, memory: Memory::default() });
        let stop = CancellationToken::new();
        tokio::spawn(forget(Arc::clone(&shared), stop.clone()));
        let router =
            Router::new().route("/verify", get(verify)).route("/result", get(result)).with_state(Arc::clone(&shared));
        let configure = Arc::new(move || Arc::clone(&config));
        let server = Server::start(settings.listen, configure, Arc::new(ListenerControl::new()), router).await?;
        let base = Url::parse(&format!("https://{}:{}/", settings.host, server.port()))?;
        let addresses = ProbeAddresses { page: base.join("verify")?, result: base.join("result")? };
        Ok(Self { server, addresses, _forgetting: stop.drop_guard() })
    }

    /// Its two faces, both asked with `?nonce=`, 32 hexadecimal digits.
    pub fn addresses(&self) -> &ProbeAddresses {
        &self.addresses
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.server.port()
    }

    /// Stops it and forgets everything.
    pub async fn stop(self) {
        self.server.stop().await;
    }
}

/// Every visit is asked anew: a resumed session would show an earlier visit's certificate, or none.
fn config(certified: CertifiedKey, verifier: Arc<dyn ClientCertVerifier>) -> Result<ServerConfig, PracticeError> {
    let mut config = ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(PracticeError::tls)?
        .with_client_cert_verifier(Arc::new(verifier::AnyCertificate(verifier)))
        .with_cert_resolver(Arc::new(Only(Arc::new(certified))));
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

struct Shared {
    verifier: Arc<dyn ClientCertVerifier>,
    words: ProbeWords,
    clock: Arc<dyn Clock>,
    memory: Memory,
}

#[derive(Deserialize)]
struct Asked {
    nonce: Option<String>,
}

/// The page for the person. Without a proper nonce it says the same and remembers nothing.
async fn verify(
    State(shared): State<Arc<Shared>>,
    Extension(peer): Extension<Peer>,
    Query(asked): Query<Asked>,
) -> Response {
    let nonce = asked.nonce.as_deref().and_then(Nonce::parse);
    let now = shared.clock.now();
    let came = who(&shared, &peer, now);
    let seen = match came {
        Came::Ours { fingerprint, .. } => ProbeResult::Certificate { fingerprint },
        Came::Other | Came::Nobody => ProbeResult::NoCertificate,
    };
    if let Some(nonce) = nonce {
        shared.memory.remember(nonce, seen, now);
    }
    let back = asked
        .nonce
        .as_deref()
        .filter(|_| nonce.is_some())
        .map(|nonce| format!("{APP_SCHEME}://verified?nonce={nonce}"));
    let said = match came {
        Came::Ours { subject, until, .. } => Said::Came { subject, until },
        Came::Other => Said::Other,
        Came::Nobody => Said::Nobody,
    };
    let html = page::html(&shared.words, &said, back.as_deref());
    guarded(([(header::CONTENT_TYPE, "text/html; charset=UTF-8")], html).into_response())
}

/// The answer for the app, by nonce.
async fn result(State(shared): State<Arc<Shared>>, Query(asked): Query<Asked>) -> Response {
    let nonce = asked.nonce.as_deref().and_then(Nonce::parse);
    let result = nonce.map_or(ProbeResult::Nobody, |nonce| shared.memory.recall(nonce, shared.clock.now()));
    guarded(Json(result).into_response())
}

fn guarded(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONNECTION, "close"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

enum Came {
    Nobody,
    /// Not issued by our CA, or not valid now.
    Other,
    Ours {
        fingerprint: Fingerprint,
        subject: String,
        until: String,
    },
}

/// The handshake has proven the key already; here the chain is looked at.
fn who(shared: &Shared, peer: &Peer, now: Timestamp) -> Came {
    let Some((leaf, chain)) = peer.0.as_deref().and_then(<[_]>::split_first) else { return Came::Nobody };
    let seconds = u64::try_from(now.as_second()).unwrap_or_default();
    let moment = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
    if shared.verifier.verify_client_cert(leaf, chain, moment).is_err() {
        return Came::Other;
    }
    let Ok((_, parsed)) = X509Certificate::from_der(leaf) else { return Came::Other };
    let subject = parsed.subject().iter_common_name().next().and_then(|name| name.as_str().ok()).unwrap_or_default();
    let until = Timestamp::from_second(parsed.validity().not_after.timestamp())
        .map(|end| end.to_zoned_datetime(japan()).strftime("%Y-%m-%d").to_string())
        .unwrap_or_default();
    Came::Ours { fingerprint: Fingerprint(Sha256::digest(leaf).into()), subject: subject.to_owned(), until }
}

async fn forget(shared: Arc<Shared>, stop: CancellationToken) {
    while stop.run_until_cancelled(tokio::time::sleep(Duration::from_secs(15))).await.is_some() {
        shared.memory.forget_old(shared.clock.now());
    }
}
