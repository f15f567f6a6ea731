//! What whoever plays the portal's own window asks and tells: the pages are in a browser of its own.

use app::{DeviceError, EngineError, WindowEvent};
use axum::extract::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json as Answer, Router};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::named_session::Named;
use crate::sessions::Sessions;

pub(crate) fn router() -> Router<Sessions> {
    Router::new().route("/portal-window", get(shown)).route("/portal-window/event", post(happened))
}

/// What a test needs to play the window.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown {
    entry: Url,
    script: String,
    step: Option<String>,
    button: Option<String>,
    hint: String,
    notice: Option<String>,
    scripts: Vec<String>,
    retries: usize,
}

async fn shown(Named(session): Named) -> Response {
    match session.desktop.window().0.lock().as_ref() {
        Some(open) => Answer(Shown {
            entry: open.plan.entry.clone(),
            script: open.plan.script.clone(),
            step: open.bar.step.clone(),
            button: open.bar.button.clone(),
            hint: open.bar.hint.clone(),
            notice: open.bar.notice.clone(),
            scripts: open.scripts.clone(),
            retries: open.retries,
        })
        .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// What happens in the window that a test plays.
#[derive(Deserialize)]
#[serde(tag = "id", rename_all = "kebab-case", rename_all_fields = "camelCase")]
enum Happening {
    /// A page of this address is in front; one that may not be shown is refused.
    Page {
        url: Url,
    },
    /// The guide said something.
    Message {
        from: Url,
        text: String,
    },
    Pressed,
    /// The network is gone: the page in front stays, or the next one can be asked for again.
    NotReached {
        can_retry: bool,
    },
    Closed,
    /// The system's web view lacks a part that the window needs.
    TooOld,
}

async fn happened(Named(session): Named, Json(happening): Json<Happening>) -> StatusCode {
    let mut window = session.desktop.window().0.lock();
    let Some(open) = window.as_mut() else { return StatusCode::NOT_FOUND };
    let event = match happening {
        Happening::Page { url } if open.plan.allows(&url) => WindowEvent::Page { url },
        Happening::Page { url } => WindowEvent::Refused { host: url.host_str().unwrap_or_default().to_owned() },
        Happening::Message { from, text } => WindowEvent::Message { from, text },
        Happening::Pressed => WindowEvent::Pressed,
        Happening::NotReached { can_retry } => {
            WindowEvent::NotReached { cause: EngineError { domain: "played", code: None }, can_retry }
        }
        Happening::Closed => {
            open.close.take();
            return StatusCode::NO_CONTENT;
        }
        Happening::TooOld => {
            let _ = open.close.take().map(|close| close.send(DeviceError::OldWebView));
            return StatusCode::NO_CONTENT;
        }
    };
    match open.events.try_send(event) {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}
