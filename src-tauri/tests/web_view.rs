//! What the WebView may ask of Rust: eight commands, from the embedded UI, and nothing of the phone.

use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;

use serde_json::{Value, json};
use shomei_navi_lib::{configure, context};
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{App, Manager, WebviewWindow};

/// Every method of `Device` and every command of its Kotlin half, by name.
fn device_names() -> Result<BTreeSet<String>, Box<dyn Error>> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ports = std::fs::read_to_string(top.join("crates/app/src/ports/device.rs"))?;
    let mut methods = BTreeSet::new();
    for port in ["pub trait Device", "pub trait AndroidDevice", "pub trait AppleDevice"] {
        let (_, device) = ports.split_once(port).ok_or(port)?;
        let (device, _) = device.split_once("\n}\n").ok_or("a trait without an end")?;
        methods.extend(names_after(device, "fn "));
    }

    let kotlin = "plugins/device/android/src/main/java/jp/shomeinavi/device/DevicePlugin.kt";
    let plugin = std::fs::read_to_string(top.join(kotlin))?;
    let commands: BTreeSet<_> =
        plugin.split("@Command").skip(1).filter_map(|part| names_after(part, "fun ").next()).collect();

    assert_eq!(commands.len(), plugin.matches("@Command").count(), "two commands of one name, or one without");
    let names: BTreeSet<_> = methods.union(&commands).copied().map(str::to_owned).collect();
    for known in [
        "install",
        "ask_key_chain",
        "askKeyChain",
        "take_opened_file",
        "takeOpenedFile",
        "simulated_screens",
        "present_safari",
    ] {
        assert!(names.contains(known), "{known} was not found in {names:?}");
    }
    Ok(names)
}

/// What stands between each `keyword` and the bracket after it.
fn names_after<'a>(source: &'a str, keyword: &'a str) -> impl Iterator<Item = &'a str> {
    let declared =
        source.lines().filter_map(move |line| line.trim_start().trim_start_matches("async ").strip_prefix(keyword));
    declared.filter_map(|rest| Some(rest.split_once('(')?.0))
}

struct Started {
    _app: App<MockRuntime>,
    _folder: tempfile::TempDir,
    window: WebviewWindow<MockRuntime>,
}

#[expect(deprecated, reason = "the mock runtime runs the setup in no other way that returns")]
fn started() -> Result<Started, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let mut app = configure(mock_builder(), Some(folder.path().to_owned())).build(context())?;
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

/// Those that bring pictures: `inbound.rs`.
#[test]
fn the_commands_are_answered() -> Result<(), Box<dyn Error>> {
    let started = started()?;
    let here = "tauri://localhost";
    let known = [
        ("watch", json!({ "channel": "__CHANNEL__:1" })),
        ("intent", json!({ "intent": { "id": "start" } })),
        ("put_secret", json!({ "kind": "login-password", "value": "abc" })),
        ("check_user_id", json!({ "text": "kj0123456789ab" })),
    ];
    for (command, body) in known {
        let answer = ask(&started.window, here, command, body)?;
        if command == "check_user_id" {
            assert_eq!(answer["normalized"], "KJ0123456789AB");
        }
    }
    let nothing_to_reveal = ask(&started.window, here, "reveal_secret", json!({ "kind": "certificate-password" }));
    let refusal = nothing_to_reveal.err().ok_or("a secret where there is none")?;
    assert_eq!(
        serde_json::from_str::<Value>(&refusal.to_string())?,
        json!({ "code": "internal", "cause": "internal", "params": {}, "retryable": false })
    );
    Ok(())
}

#[test]
fn what_is_longer_than_a_password_is_not_kept() -> Result<(), Box<dyn Error>> {
    let started = started()?;
    let here = "tauri://localhost";
    let put = |length: usize| {
        ask(&started.window, here, "put_secret", json!({ "kind": "login-password", "value": "x".repeat(length) }))
    };
    assert!(put(app::MAX_SECRET_BYTES).is_ok());
    for length in [app::MAX_SECRET_BYTES + 1, 1_000_000] {
        let refusal = put(length).err().ok_or("taken")?;
        assert!(refusal.to_string().contains("internal"), "{refusal}");
    }
    Ok(())
}

#[test]
fn the_phone_cannot_be_named() -> Result<(), Box<dyn Error>> {
    let started = started()?;
    for name in device_names()? {
        for command in [format!("plugin:device|{name}"), name] {
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
        "plugin:deep-link|get_current",
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
    for command in ["watch", "intent", "put_secret", "reveal_secret", "check_user_id", "read_qr", "share_picture"] {
        let refusal = refusal(&started.window, "https://www.e-seikyuu.jp/", command)?;
        assert!(refusal.contains("not allowed"), "{command}: {refusal}");
    }
    Ok(())
}
