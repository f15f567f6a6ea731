//! What goes wrong, and what plays it: on the connection, instead of an answer, on an answer, between login and menu.
//!
//! Compiled with the feature `faults` only, which the phone's app does not have.

mod injection;
mod interstitial_pages;
mod pages;
mod switches;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Extension, Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;

use super::step::Step;
use crate::serve::ConnectionAbort;

pub(super) use injection::instead_of;
pub(super) use interstitial_pages::handle_interstitial;
pub(super) use pages::{instead_of_file, page_instead};
pub use switches::Switches;

/// Plays what acts on a finished answer. The answer carries its [`Step`].
pub(super) fn layer(router: Router, switches: &Arc<Switches>) -> Router {
    router.layer(from_fn_with_state(Arc::clone(switches), play))
}

async fn play(
    State(switches): State<Arc<Switches>>,
    Extension(abort): Extension<ConnectionAbort>,
    request: Request,
    next: Next,
) -> Response {
    if let Some(redirect) = injection::looped(request.uri().path()) {
        return redirect;
    }
    let response = next.run(request).await;
    let step = response.extensions().get::<Step>().copied();
    let mut response = match switches.fault_at(step) {
        Some(fault) => injection::inject(fault, response, switches.delay(), &abort).await,
        None => response,
    };
    if let Some(step) = step {
        switches.passed(step).await;
    }
    if switches.close_connections() {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}
