use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Json, Router};
use jiff::Timestamp;
use rustls::server::danger::ClientCertVerifier;
use rustls_pki_types::CertificateDer;
use serde::Deserialize;
use verification::{Nonce, ProbeResult, link_back};

use crate::client::Client;
use crate::metrics::Metrics;
use crate::page::{self, PageText, Verdict};
use crate::visits::Visits;

/// What time it is.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What every request needs.
pub(crate) struct Shared {
    pub(crate) verifier: Arc<dyn ClientCertVerifier>,
    pub(crate) text: PageText,
    pub(crate) clock: Clock,
    pub(crate) visits: Visits,
    pub(crate) metrics: Metrics,
}

/// The certificates of a connection, leaf first; `None` if none came.
#[derive(Clone, Debug)]
pub(crate) struct PeerCertificates(pub(crate) Option<Arc<[CertificateDer<'static>]>>);

/// The probe's two faces.
pub(crate) fn router(shared: &Arc<Shared>) -> Router {
    Router::new().route("/verify", get(verify)).route("/result", get(result)).with_state(Arc::clone(shared))
}

#[derive(Deserialize)]
struct NonceQuery {
    nonce: Option<String>,
}

/// The page for the person. Without a proper nonce it says the same and remembers nothing.
async fn verify(
    State(shared): State<Arc<Shared>>,
    Extension(peer): Extension<PeerCertificates>,
    Query(query): Query<NonceQuery>,
) -> Response {
    let now = (shared.clock)();
    let client = Client::of(peer.0.as_deref(), shared.verifier.as_ref(), now);
    let nonce = query.nonce.as_deref().and_then(Nonce::parse);
    if let Some(nonce) = nonce {
        let result = match client {
            Client::Accepted { fingerprint, .. } => ProbeResult::Certificate { fingerprint },
            Client::Anonymous | Client::Unaccepted => ProbeResult::NoCertificate,
        };
        shared.visits.remember(nonce, result, now);
    }
    let label = match client {
        Client::Accepted { .. } => "accepted",
        Client::Unaccepted => "unaccepted",
        Client::Anonymous => "anonymous",
    };
    shared.metrics.page(label);
    let back = nonce.map(link_back);
    let verdict = match client {
        Client::Accepted { subject, until, .. } => Verdict::Came { subject, until },
        Client::Unaccepted => Verdict::Other,
        Client::Anonymous => Verdict::Nobody,
    };
    let html = page::html(&shared.text, &verdict, back.as_deref());
    guarded(([(header::CONTENT_TYPE, "text/html; charset=UTF-8")], html).into_response())
}

/// The answer for the app, by nonce.
async fn result(State(shared): State<Arc<Shared>>, Query(query): Query<NonceQuery>) -> Response {
    let nonce = query.nonce.as_deref().and_then(Nonce::parse);
    let result = nonce.map_or(ProbeResult::Nobody, |nonce| shared.visits.recall(nonce, (shared.clock)()));
    let label = match result {
        ProbeResult::Nobody => "nobody",
        ProbeResult::NoCertificate => "no-certificate",
        ProbeResult::Certificate { .. } => "certificate",
    };
    shared.metrics.result(label);
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
