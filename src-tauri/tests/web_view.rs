//! What the WebView may ask of Rust: five commands, from the embedded UI, and nothing of the phone.

use std::error::Error;

use serde_json::{Value, json};
use shomei_navi_lib::{context, wire};
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{App, Manager, WebviewWindow};

/// Every method of `Device`, by name.
const DEVICE: &[&str] = &[
    "preflight",
    "install",
    "ask_key_chain",
    "present_safari",
    "open_in_browser",
    "open_settings",
    "copy_secret",
    "open_in_safari",
    "share_file",
    "share_text",
    "pick_file",
    "shield_screen",
    "pretend",
];

struct Started {
    _app: App<MockRuntime>,
    _folder: tempfile::TempDir,
    window: WebviewWindow<MockRuntime>,
}

#[expect(deprecated, reason = "the mock runtime runs the setup in no other way that returns")]
fn started() -> Result<Started, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let mut app = wire(mock_builder(), Some(folder.path().to_owned())).build(context())?;
    app.run_iteration(|_, _| {});
    let window = app.get_webview_window("main").ok_or("no window")?;
    Ok(Started { _app: app, _folder: folder, window })
}

fn ask(window: &WebviewWindow<MockRuntime>, url: &str, command: &str, body: Value) -> Result<Value, Box<dyn Error>> {
    let request = InvokeRequest {
        cmd: command.to_owned(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: url.parse()?,
        body: InvokeBody::Json(body),
        headers: Default::default(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    match get_ipc_response(window, request) {
        Ok(answer) => Ok(answer.deserialize()?),
        Err(refusal) => Err(refusal.to_string().into()),
    }
}

fn refusal(window: &WebviewWindow<MockRuntime>, url: &str, command: &str) -> Result<String, Box<dyn Error>> {
    match ask(window, url, command, json!({})) {
        Ok(answer) => Err(format!("{command} was answered: {answer}").into()),
        Err(refusal) => Ok(refusal.to_string()),
    }
}

#[test]
fn the_five_commands_are_answered() -> Result<(), Box<dyn Error>> {
    let started = started()?;
    let here = "tauri://localhost";
    let four = [
        ("watch", json!({ "channel": "__CHANNEL__:1" })),
        ("intent", json!({ "intent": { "id": "start" } })),
        ("put_secret", json!({ "kind": "login-password", "value": "abc" })),
        ("check_user_id", json!({ "text": "kj0123456789ab" })),
    ];
    for (command, body) in four {
        let answer = ask(&started.window, here, command, body)?;
        if command == "check_user_id" {
            assert_eq!(answer["normalized"], "KJ0123456789AB");
        }
    }
    let nothing_to_reveal = ask(&started.window, here, "reveal_secret", json!({ "kind": "certificate-password" }));
    let refusal = nothing_to_reveal.err().ok_or("a secret where there is none")?;
    assert_eq!(
        serde_json::from_str::<Value>(&refusal.to_string())?,
        json!({ "code": "internal", "params": {}, "retryable": false })
    );
    Ok(())
}

#[test]
fn the_phone_cannot_be_named() -> Result<(), Box<dyn Error>> {
    let started = started()?;
    for method in DEVICE {
        for command in [format!("plugin:device|{method}"), (*method).to_owned()] {
            let refusal = refusal(&started.window, "tauri://localhost", &command)?;
            assert!(refusal.contains("not allowed"), "{command}: {refusal}");
        }
    }
    Ok(())
}

#[test]
fn other_plugins_and_the_core_are_refused() -> Result<(), Box<dyn Error>> {
    let started = started()?;
    for command in [
        "plugin:opener|open_url",
        "plugin:opener|open_path",
        "plugin:fs|read_file",
        "plugin:event|listen",
        "plugin:window|close",
        "plugin:webview|create_webview_window",
        "plugin:path|resolve_directory",
        "plugin:app|version",
    ] {
        let refusal = refusal(&started.window, "tauri://localhost", command)?;
        assert!(refusal.contains("not allowed"), "{command}: {refusal}");
    }
    Ok(())
}

#[test]
fn another_origin_is_refused_everything() -> Result<(), Box<dyn Error>> {
    let started = started()?;
    for command in ["watch", "intent", "put_secret", "reveal_secret", "check_user_id"] {
        let refusal = refusal(&started.window, "https://www.e-seikyuu.jp/", command)?;
        assert!(refusal.contains("not allowed"), "{command}: {refusal}");
    }
    Ok(())
}
