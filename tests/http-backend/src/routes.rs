use std::convert::Infallible;
use std::path::Path;

use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::routing::{get, post};
use axum::{Json, Router};
use futures_util::Stream;
use futures_util::stream::unfold;
use journey::{Intent, SecretKind, UserIdCheck, check_user_id};
use practice::phone::PhoneProfile;
use practice::portal::{Fault, Step};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use tower_http::services::ServeDir;

use crate::inbound;
use crate::named_session::Named;
use crate::portal_window;
use crate::sessions::Sessions;

pub(crate) fn router(sessions: Sessions, ui: &Path) -> Router {
    Router::new()
        .route("/intent", post(intent))
        .route("/views", get(views))
        .route("/secret", post(secret))
        .route("/reveal", post(reveal))
        .route("/check-user-id", post(check))
        .route("/fault", post(fault))
        .route("/phone", post(phone))
        .merge(inbound::router())
        .merge(portal_window::router())
        .fallback_service(ServeDir::new(ui))
        .with_state(sessions)
}

async fn intent(Named(session): Named, Json(intent): Json<Intent>) -> StatusCode {
    session.app.intent(intent);
    StatusCode::NO_CONTENT
}

async fn views(Named(session): Named) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let stream = unfold((session.app.views(), true), |(mut views, first)| async move {
        if !first && views.changed().await.is_err() {
            return None;
        }
        let view = views.borrow_and_update().clone();
        let event = Event::default().json_data(view).unwrap_or_default();
        Some((Ok(event), (views, false)))
    });
    Sse::new(stream).keep_alive(KeepAlive::default())
}

#[derive(Deserialize)]
struct SecretBody {
    kind: SecretKind,
    value: SecretString,
}

async fn secret(Named(session): Named, Json(body): Json<SecretBody>) -> StatusCode {
    match session.app.put_secret(body.kind, body.value) {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(_) => StatusCode::PAYLOAD_TOO_LARGE,
    }
}

#[derive(Deserialize)]
struct RevealBody {
    kind: SecretKind,
}

#[derive(Serialize)]
struct Revealed {
    value: Option<String>,
}

async fn reveal(Named(session): Named, Json(body): Json<RevealBody>) -> Json<Revealed> {
    let value = session.app.reveal_secret(body.kind).await.map(|secret| secret.expose_secret().to_owned());
    Json(Revealed { value })
}

#[derive(Deserialize)]
struct CheckBody {
    text: String,
}

async fn check(Json(body): Json<CheckBody>) -> Json<UserIdCheck> {
    Json(check_user_id(&body.text))
}

/// Makes the practice portal of this session fail, or work again.
#[derive(Deserialize)]
struct FaultBody {
    fault: Option<String>,
    step: Option<String>,
}

async fn fault(Named(session): Named, Json(body): Json<FaultBody>) -> StatusCode {
    let (fault, step) = (body.fault.map(|fault| fault.parse::<Fault>()), body.step.map(|step| step.parse::<Step>()));
    match (fault.transpose(), step.transpose(), session.practice.running().await) {
        (Ok(fault), Ok(step), Some(running)) => {
            running.portal.switches().set_fault(fault, step).await;
            StatusCode::NO_CONTENT
        }
        (Ok(_), Ok(_), None) => StatusCode::CONFLICT,
        _ => StatusCode::BAD_REQUEST,
    }
}

/// How the practice phones of this session are from now on.
#[derive(Deserialize)]
struct PhoneBody {
    profile: String,
}

async fn phone(Named(session): Named, Json(body): Json<PhoneBody>) -> StatusCode {
    match body.profile.parse::<PhoneProfile>() {
        Ok(profile) => {
            session.practice.set_phone_profile(profile).await;
            StatusCode::NO_CONTENT
        }
        Err(_) => StatusCode::BAD_REQUEST,
    }
}
