//! What the WebView may do with what comes from outside: bring a picture, share a picture. It can name no path, and no plugin's command.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Duration;

use app::App;
use journey::{InboundView, View};
use qrcode::{Color, QrCode};
use serde_json::{Value, json};
use shomei_navi_lib::{configure, context};
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{Manager, WebviewWindow};

type Outcome = Result<(), Box<dyn Error>>;

const HERE: &str = "tauri://localhost";
const CARD: &str = "shomei-navi://card?v=1&kind=dx&office=%E3%81%95%E3%81%8F%E3%82%89";

struct Started {
    app: tauri::App<MockRuntime>,
    _folder: tempfile::TempDir,
    window: WebviewWindow<MockRuntime>,
}

#[expect(deprecated, reason = "the mock runtime runs the setup in no other way that returns")]
fn started() -> Result<Started, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let mut app = configure(mock_builder(), Some(folder.path().to_owned())).build(context())?;
    app.run_iteration(|_, _| {});
    let window = app.get_webview_window("main").ok_or("no window")?;
    Ok(Started { app, _folder: folder, window })
}

impl Started {
    fn ask(&self, url: &str, command: &str, headers: &[(&str, &str)], body: InvokeBody) -> Result<Value, String> {
        let mut request = InvokeRequest {
            cmd: command.to_owned(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url: url.parse().unwrap(),
            body,
            headers: Default::default(),
            invoke_key: INVOKE_KEY.to_owned(),
        };
        for (name, value) in headers {
            request.headers.insert(
                tauri::http::HeaderName::from_bytes(name.as_bytes()).unwrap(),
                tauri::http::HeaderValue::from_str(value).unwrap(),
            );
        }
        get_ipc_response(&self.window, request)
            .map(|answer| answer.deserialize().unwrap())
            .map_err(|refusal| refusal.to_string())
    }

    fn read(&self, (width, height): (&str, &str), body: InvokeBody) -> Result<Value, String> {
        self.ask(HERE, "read_qr", &[("width", width), ("height", height)], body)
    }

    fn view(&self, wanted: impl FnMut(&View) -> bool) -> Result<View, Box<dyn Error>> {
        let mut views = self.app.state::<App>().views();
        let view = tauri::async_runtime::block_on(async {
            tokio::time::timeout(Duration::from_secs(10), views.wait_for(wanted))
                .await
                .map(|view| view.unwrap().clone())
        })?;
        Ok(view)
    }
}

/// A picture of a code, six pixels a module.
fn picture(text: &str) -> (String, Vec<u8>) {
    let code = QrCode::new(text).unwrap();
    let (colors, width) = (code.to_colors(), code.width());
    let side = (width + 8) * 6;
    let luma = (0..side * side)
        .map(|at| {
            let (column, row) = ((at % side / 6).wrapping_sub(4), (at / side / 6).wrapping_sub(4));
            if column < width && row < width && colors[row * width + column] == Color::Dark { 20 } else { 235 }
        })
        .collect();
    (side.to_string(), luma)
}

fn code(refusal: &str) -> String {
    serde_json::from_str::<Value>(refusal).unwrap()["code"].as_str().unwrap().to_owned()
}

#[test]
fn a_picture_opens_its_link_and_its_text_does_not_come_back() -> Outcome {
    let started = started()?;
    let (side, luma) = picture(CARD);
    assert_eq!(started.read((&side, &side), InvokeBody::Raw(luma))?, json!({ "codes": 1 }));
    let view = started.view(|view| view.inbound.is_some())?;
    assert!(matches!(view.inbound, Some(InboundView::Card { office, .. }) if office == "さくら"));
    assert_eq!(started.read(("64", "64"), InvokeBody::Raw(vec![200; 64 * 64]))?, json!({ "codes": 0 }));
    Ok(())
}

#[test]
fn a_bridge_that_carries_text_only_brings_pictures_too() -> Outcome {
    use base64::Engine;
    let started = started()?;
    let (side, luma) = picture("https://www.e-seikyuu.jp");
    let text = base64::prelude::BASE64_STANDARD.encode(luma);
    assert_eq!(started.read((&side, &side), InvokeBody::Json(json!({ "base64": text })))?, json!({ "codes": 1 }));
    assert_eq!(started.view(|view| view.inbound.is_some())?.inbound, Some(InboundView::Portal { leaves: None }));
    Ok(())
}

#[test]
fn what_is_no_picture_is_refused() -> Outcome {
    let started = started()?;
    let bytes = |length| InvokeBody::Raw(vec![0; length]);
    for (sides, body) in [
        (("8", "8"), bytes(63)),
        (("8", "8"), bytes(65)),
        (("0", "0"), bytes(0)),
        (("1921", "1"), bytes(1921)),
        (("-8", "8"), bytes(64)),
        (("8.0", "8"), bytes(64)),
        (("", "8"), bytes(64)),
        (("99999999999999999999", "8"), bytes(64)),
        (("8", "8"), InvokeBody::Json(json!({ "base64": "%" }))),
        (("8", "8"), InvokeBody::Json(json!({}))),
        (("8", "8"), InvokeBody::Json(json!({ "path": "/etc/passwd" }))),
    ] {
        assert_eq!(code(&started.read(sides, body).unwrap_err()), "door-picture", "{sides:?}");
    }
    let share = |picture, body| started.ask(HERE, "share_picture", &[("picture", picture)], body).unwrap_err();
    for (picture, body) in [
        ("facility-card", InvokeBody::Raw(b"<svg/>".to_vec())),
        ("facility-card", InvokeBody::Raw(Vec::new())),
        ("../../x", InvokeBody::Raw(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec())),
        ("", InvokeBody::Raw(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec())),
    ] {
        assert_eq!(code(&share(picture, body)), "door-picture", "{picture}");
    }
    Ok(())
}

#[test]
fn another_origin_brings_nothing() -> Outcome {
    let started = started()?;
    for url in ["https://www.e-seikyuu.jp/", "http://127.0.0.1/", "https://links.example.org/"] {
        for command in ["read_qr", "share_picture"] {
            let refusal = started.ask(url, command, &[], InvokeBody::Raw(Vec::new())).unwrap_err();
            assert!(refusal.contains("not allowed"), "{command} from {url}: {refusal}");
        }
    }
    Ok(())
}

/// Whatever the plugins beside the app could be asked for: files, links, dialogs.
#[test]
fn no_command_of_a_plugin_answers_the_web_view() -> Outcome {
    let started = started()?;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("gen/schemas/acl-manifests.json");
    let manifests: Value = serde_json::from_str(&fs::read_to_string(path)?)?;
    let mut asked = 0;
    let manifests = manifests.as_object().ok_or("no manifests")?;
    // The app's own seven commands stand under a name that no plugin has.
    for (key, manifest) in manifests.iter().filter(|(key, _)| !key.starts_with("__")) {
        let plugin = key.strip_prefix("core:").unwrap_or(key);
        for permission in manifest["permissions"].as_object().ok_or("no permissions")?.values() {
            for command in permission["commands"]["allow"].as_array().into_iter().flatten() {
                let command = format!("plugin:{plugin}|{}", command.as_str().ok_or("no name")?);
                let body = InvokeBody::Json(json!({ "path": "/etc/passwd", "url": "file:///etc/passwd" }));
                let refusal = started.ask(HERE, &command, &[], body).unwrap_err();
                assert!(refusal.contains("not allowed"), "{command}: {refusal}");
                asked += 1;
            }
        }
    }
    assert!(asked > 100, "{asked} commands were found");
    Ok(())
}

#[test]
fn no_command_takes_a_path() -> Outcome {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let commands = fs::read_to_string(top.join("src/commands.rs"))?;
    assert!(!commands.contains("Path"), "a command knows paths");
    let intents = fs::read_to_string(top.join("crates/journey/src/intent.rs"))?;
    for word in ["Path", "path:", "file:", "url:"] {
        assert!(!intents.contains(word), "an intent names a {word}");
    }
    let configuration: Value = serde_json::from_str(&fs::read_to_string(top.join("tauri.conf.json"))?)?;
    assert_eq!(
        configuration["plugins"]["fs"],
        json!({ "scopeDroppedPaths": false }),
        "a dropped file is nobody's but Rust's"
    );
    assert_eq!(configuration["app"]["security"].get("assetProtocol"), None);
    Ok(())
}
