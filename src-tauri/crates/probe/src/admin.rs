use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use tokio_util::sync::CancellationToken;

use crate::metrics::Metrics;
use crate::routes::Clock;
use crate::tls::ServerIdentity;

/// What the operator's side asks. Plain HTTP, on an address that the public does not reach.
#[derive(Clone)]
pub(crate) struct Admin {
    pub(crate) metrics: Metrics,
    pub(crate) identity: Arc<ServerIdentity>,
    pub(crate) clock: Clock,
    /// The probe takes no more connections.
    pub(crate) closing: CancellationToken,
}

/// `/healthz`: it runs. `/readyz`: it takes connections, with a certificate that is valid. `/metrics`: Prometheus.
pub(crate) fn router(admin: Admin) -> Router {
    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(admin)
}

async fn ready(State(admin): State<Admin>) -> impl IntoResponse {
    if admin.closing.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    if !admin.identity.is_valid((admin.clock)()) {
        return (StatusCode::SERVICE_UNAVAILABLE, "the server certificate is not valid\n");
    }
    (StatusCode::OK, "ready\n")
}

async fn metrics(State(admin): State<Admin>) -> impl IntoResponse {
    if let Some((_, not_after)) = admin.identity.validity() {
        admin.metrics.ends_at(not_after);
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], admin.metrics.text())
}
