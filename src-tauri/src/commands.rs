use app::{App, LumaPicture, PictureError, ShareOutcome, SharedPicture};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use journey::{Cause, Failure, FlowError, Intent, QrReading, SecretKind, UserIdCheck, View};
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use serde_json::Value;
use tauri::ipc::{Channel, Invoke, InvokeBody, Request};
use tauri::{Runtime, State};

use crate::view_stream::ViewStream;

pub(crate) fn handler<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![watch, intent, put_secret, reveal_secret, check_user_id, read_qr, share_picture]
}

/// Sends the View now and at every change; the last to watch is the one who gets them.
#[tauri::command]
fn watch(channel: Channel<View>, app: State<'_, App>, stream: State<'_, ViewStream>) {
    stream.start(app.views(), channel);
}

/// What the user wants.
#[tauri::command]
fn intent(intent: Intent, app: State<'_, App>) {
    app.intent(intent);
}

/// A secret, once, at submit; refused where it is longer than a password can be.
#[tauri::command]
fn put_secret(kind: SecretKind, value: SecretString, app: State<'_, App>) -> Result<(), Failure> {
    app.put_secret(kind, value)
}

/// A secret to be shown after an explicit tap; refused where it is gone or may not be shown.
#[tauri::command]
async fn reveal_secret(kind: SecretKind, app: State<'_, App>) -> Result<String, Failure> {
    app.reveal_secret(kind)
        .await
        .map(|secret| secret.expose_secret().to_owned())
        .ok_or_else(|| Failure::from(FlowError::Internal))
}

/// Checks a user ID while it is typed. Knows nothing and keeps nothing.
#[tauri::command]
fn check_user_id(text: &str) -> UserIdCheck {
    journey::check_user_id(text)
}

/// What the camera or a picture shows: its brightness as the body, its sides in the headers `width` and `height`.
#[tauri::command]
async fn read_qr(request: Request<'_>, app: State<'_, App>) -> Result<QrReading, Failure> {
    let picture = LumaPicture::new(header(&request, "width")?, header(&request, "height")?, body(&request)?);
    Ok(app.read_qr(picture.map_err(refused)?).await)
}

/// Offers a picture to other apps: PNG as the body, in the header `picture` which one it is.
#[tauri::command]
async fn share_picture(request: Request<'_>, app: State<'_, App>) -> Result<ShareOutcome, Failure> {
    let (picture, png): (SharedPicture, _) = (header(&request, "picture")?, body(&request)?);
    app.share_picture(picture, png).await
}

/// A number or a word.
fn header<T: DeserializeOwned>(request: &Request<'_>, name: &str) -> Result<T, Failure> {
    let text = request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let value = text.parse::<u32>().map_or_else(|_| Value::from(text), Value::from);
    serde_json::from_value(value).map_err(|_| refused(PictureError::NotAPicture))
}

/// Bytes as they are. Android's bridge carries text only, so there it is `{"base64": "…"}`.
fn body(request: &Request<'_>) -> Result<Vec<u8>, Failure> {
    let bytes = match request.body() {
        InvokeBody::Raw(bytes) => Some(bytes.clone()),
        InvokeBody::Json(body) => {
            body.get("base64").and_then(Value::as_str).and_then(|text| BASE64_STANDARD.decode(text).ok())
        }
    };
    bytes.ok_or_else(|| refused(PictureError::NotAPicture))
}

fn refused(error: PictureError) -> Failure {
    Failure::new(Cause::Input, error.code(), false)
}
