//! Which session a request is for.

use axum::extract::{FromRequestParts, Query, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::sessions::{Session, Sessions};

/// The session named by the header `x-session` or the query `session`.
pub(crate) struct Named(pub(crate) Session);

#[derive(Deserialize)]
struct SessionQuery {
    session: Option<String>,
}

impl FromRequestParts<Sessions> for Named {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, sessions: &Sessions) -> Result<Self, Response> {
        let header = parts.headers.get("x-session").and_then(|name| name.to_str().ok()).map(str::to_owned);
        let query = Query::<SessionQuery>::from_request_parts(parts, sessions).await.ok();
        let name = header.or(query.and_then(|Query(query)| query.session)).unwrap_or_default();
        match State::<Sessions>::from_request_parts(parts, sessions).await {
            Ok(State(sessions)) => sessions
                .get(&name)
                .await
                .map(Self)
                .map_err(|error| (StatusCode::BAD_REQUEST, error.to_string()).into_response()),
            Err(never) => match never {},
        }
    }
}
