//! What the shell's commands and the system bring: pictures, links, files.

use app::{FileError, LumaPicture, SharedPicture};
use axum::body::Bytes;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use journey::Failure;
use serde::Deserialize;
use serde_json::Value;
use zeroize::Zeroizing;

use crate::named_session::Named;
use crate::sessions::Sessions;

/// More than any picture the app takes.
const MOST: usize = 8 * 1024 * 1024;

pub(crate) fn router() -> Router<Sessions> {
    Router::new()
        .route("/read-qr", post(read_qr))
        .route("/share-picture", post(share_picture))
        .route("/shared-file", get(shared_file))
        .route("/open-link", post(open_link))
        .route("/open-file", post(open_file))
        .route("/picked-file", put(picked_file))
        .layer(DefaultBodyLimit::max(MOST))
}

/// As the command: brightness as the body, its sides in the headers.
async fn read_qr(Named(session): Named, headers: HeaderMap, body: Bytes) -> Response {
    let side = |name| word(&headers, name).parse().unwrap_or_default();
    match LumaPicture::new(side("width"), side("height"), body.to_vec()) {
        Ok(picture) => Json(session.app.read_qr(picture).await).into_response(),
        Err(error) => refused(&Failure::new(journey::Cause::Input, error.code(), false)),
    }
}

/// As the command: PNG as the body, in the header which picture it is.
async fn share_picture(Named(session): Named, headers: HeaderMap, body: Bytes) -> Response {
    let Ok(picture) = serde_json::from_value::<SharedPicture>(Value::from(word(&headers, "picture"))) else {
        return refused(&Failure::new(journey::Cause::Input, app::PictureError::NotAPicture.code(), false));
    };
    match session.app.share_picture(picture, body.to_vec()).await {
        Ok(end) => Json(end).into_response(),
        Err(failure) => refused(&failure),
    }
}

/// The file that was shared last.
async fn shared_file(Named(session): Named) -> Response {
    match session.desktop.shared() {
        Some(file) => ([(header::CONTENT_TYPE, "application/octet-stream")], file.bytes.to_vec()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A link from outside.
#[derive(Deserialize)]
struct LinkBody {
    link: String,
    #[serde(default)]
    cold: bool,
}

async fn open_link(Named(session): Named, Json(body): Json<LinkBody>) -> StatusCode {
    session.app.open_link(&body.link, body.cold);
    StatusCode::NO_CONTENT
}

/// A file from outside; with the header `failure` one that cannot be read.
async fn open_file(Named(session): Named, headers: HeaderMap, body: Bytes) -> StatusCode {
    session.app.open_file(match word(&headers, "failure") {
        "" => Ok(Zeroizing::new(body.to_vec())),
        "several" => Err(FileError::Several),
        "folder" => Err(FileError::Folder),
        "not-here" => Err(FileError::NotDownloaded),
        "vanished" => Err(FileError::Vanished),
        _ => Err(FileError::Unreadable("a test".into())),
    });
    StatusCode::NO_CONTENT
}

/// What the next picking gives. Without it the user leaves the picker.
async fn picked_file(Named(session): Named, body: Bytes) -> StatusCode {
    session.desktop.will_pick(body.to_vec());
    StatusCode::NO_CONTENT
}

fn word<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn refused(failure: &Failure) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Json(failure)).into_response()
}
