use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Json, Router};
use jiff::Timestamp;
use rustls_pki_types::CertificateDer;
use url::form_urlencoded;
use verification::{Nonce, ProbeResult, link_back};

use crate::client::Client;
use crate::metrics::Metrics;
use crate::page::{self, Verdict};
use crate::tls::ClientCertificates;
use crate::visits::VisitStore;
use crate::words::{PageText, spoken};

/// What time it is.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What every request needs.
pub(crate) struct Shared {
    pub(crate) clients: Arc<ClientCertificates>,
    pub(crate) texts: Vec<PageText>,
    pub(crate) clock: Clock,
    pub(crate) visits: Arc<dyn VisitStore>,
    pub(crate) metrics: Metrics,
}

/// The certificates of a connection, leaf first; `None` if none came.
#[derive(Clone, Debug)]
pub(crate) struct PeerCertificates(pub(crate) Option<Arc<[CertificateDer<'static>]>>);

/// The probe's two faces.
pub(crate) fn router(shared: &Arc<Shared>) -> Router {
    Router::new().route("/verify", get(verify)).route("/result", get(result)).with_state(Arc::clone(shared))
}

/// The page for the person, 200 whatever comes: a browser shows its own page for anything else. Without a proper nonce it
/// says the same and remembers nothing.
async fn verify(
    State(shared): State<Arc<Shared>>,
    Extension(peer): Extension<PeerCertificates>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let now = (shared.clock)();
    let client = Client::of(peer.0.as_deref(), &shared.clients, now);
    let nonce = nonce(&uri);
    let kept = match nonce {
        Some(nonce) => {
            let result = match client {
                Client::Accepted { fingerprint, .. } => ProbeResult::Certificate { fingerprint },
                Client::Anonymous | Client::Unaccepted => ProbeResult::NoCertificate,
            };
            shared.visits.remember(nonce, result, now).await
        }
        None => Ok(()),
    };
    let (label, verdict) = match (kept, client) {
        (Err(error), _) => {
            shared.metrics.store_failed(error);
            ("again", Verdict::Again)
        }
        (Ok(()), Client::Accepted { subject, until, .. }) => {
            ("accepted", Verdict::Came { is_verified: !shared.clients.accepts_any(), subject, until })
        }
        (Ok(()), Client::Unaccepted) => ("unaccepted", Verdict::Other),
        (Ok(()), Client::Anonymous) => ("anonymous", Verdict::Nobody),
    };
    shared.metrics.page(label);
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let Some(words) = spoken(&shared.texts, parameter(&uri, "lang").as_deref(), accepted) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let html = page::html(words, &verdict, nonce.map(link_back).as_deref());
    guarded(([(header::CONTENT_TYPE, "text/html; charset=UTF-8")], html).into_response())
}

/// The answer for the app, by nonce; 503 where the store does not say, which the app takes for "not yet".
async fn result(State(shared): State<Arc<Shared>>, uri: Uri) -> Response {
    let recalled = match nonce(&uri) {
        Some(nonce) => shared.visits.recall(nonce, (shared.clock)()).await,
        None => Ok(ProbeResult::Nobody),
    };
    let result = match recalled {
        Ok(result) => result,
        Err(error) => {
            shared.metrics.store_failed(error);
            shared.metrics.result("unknown");
            return guarded((StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "2")]).into_response());
        }
    };
    let label = match result {
        ProbeResult::Nobody => "nobody",
        ProbeResult::NoCertificate => "no-certificate",
        ProbeResult::Certificate { .. } => "certificate",
    };
    shared.metrics.result(label);
    guarded(Json(result).into_response())
}

fn nonce(uri: &Uri) -> Option<Nonce> {
    parameter(uri, "nonce").as_deref().and_then(Nonce::parse)
}

/// Of a query that names it once; twice is as good as never.
fn parameter(uri: &Uri, name: &str) -> Option<String> {
    let query = uri.query().unwrap_or_default().as_bytes();
    let mut values = form_urlencoded::parse(query).filter(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    let first = values.next();
    if values.next().is_some() { None } else { first }
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
