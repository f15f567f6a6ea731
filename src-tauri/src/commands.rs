use app::App;
use journey::{Failure, Intent, SecretKind, UserIdCheck, View};
use secrecy::{ExposeSecret, SecretString};
use tauri::ipc::{Channel, Invoke};
use tauri::{Runtime, State};

use crate::feed::Feed;

pub(crate) fn handler<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![watch, intent, put_secret, reveal_secret, check_user_id]
}

/// Sends the View now and at every change; the last to watch is the one who gets them.
#[tauri::command]
fn watch(channel: Channel<View>, app: State<'_, App>, feed: State<'_, Feed>) {
    feed.start(app.views(), channel);
}

/// What the user wants.
#[tauri::command]
fn intent(intent: Intent, app: State<'_, App>) {
    app.intent(intent);
}

/// A secret, once, at submit.
#[tauri::command]
fn put_secret(kind: SecretKind, value: String, app: State<'_, App>) {
    app.put_secret(kind, SecretString::from(value));
}

/// A secret to be shown after an explicit tap; refused where it is gone or may not be shown.
#[tauri::command]
fn reveal_secret(kind: SecretKind, app: State<'_, App>) -> Result<String, Failure> {
    app.reveal_secret(kind)
        .map(|secret| secret.expose_secret().to_owned())
        .ok_or_else(|| Failure::new("internal", false))
}

/// Checks a user ID while it is typed. Knows nothing and keeps nothing.
#[tauri::command]
fn check_user_id(text: &str) -> UserIdCheck {
    journey::check_user_id(text)
}
