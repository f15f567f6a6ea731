//! Scenes on iPhone and iPad: the app declares one, with the delegate of the pinned tao, and reads what that does not.
//! Held against tao's own sources, which Cargo has fetched.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

type Outcome = Result<(), Box<dyn Error>>;

/// What the tests are built for: the only platform whose crates are sure to have been fetched. tao is one of them, with the
/// sources of all its platforms.
const HOST: &str = env!("TAURI_ENV_TARGET_TRIPLE");

/// The sources of tao for iOS, as the lock file pins it.
fn tao() -> Result<PathBuf, Box<dyn Error>> {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", HOST])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()?;
    assert!(metadata.status.success(), "{}", String::from_utf8_lossy(&metadata.stderr));
    let metadata: Value = serde_json::from_slice(&metadata.stdout)?;
    let packages = metadata["packages"].as_array().ok_or("no packages")?;
    let tao = packages.iter().find(|package| package["name"] == "tao").ok_or("no tao")?;
    let manifest = tao["manifest_path"].as_str().ok_or("no path")?;
    Ok(Path::new(manifest).parent().ok_or("no folder")?.join("src/platform_impl/ios"))
}

/// The function's text, to the first brace at the beginning of a line.
fn function(source: &str, name: &str) -> Result<String, Box<dyn Error>> {
    let begins = source.find(&format!("fn {name}(")).ok_or_else(|| format!("tao has no {name}"))?;
    let rest = &source[begins..];
    Ok(rest[..rest.find("\n}").ok_or("it has no end")?].to_owned())
}

fn device() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("plugins/device/src/ios")
}

#[test]
fn one_scene_is_declared_with_taos_delegate() -> Outcome {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("gen/apple/project.yml");
    let project: Value = serde_yaml_ng::from_str(&fs::read_to_string(project)?)?;
    let target = &project["targets"][concat!(env!("CARGO_PKG_NAME"), "_iOS")];
    let wanted = json!({
        "UIApplicationSupportsMultipleScenes": false,
        "UISceneConfigurations": {
            "UIWindowSceneSessionRoleApplication": [{
                "UISceneConfigurationName": "Default Configuration",
                "UISceneClassName": "UIWindowScene",
                "UISceneDelegateClassName": "TaoSceneDelegate",
            }],
        },
    });
    assert_eq!(target["info"]["properties"]["UIApplicationSceneManifest"], wanted);
    assert!(fs::read_to_string(tao()?.join("scene.rs"))?.contains(r#"#[name = "TaoSceneDelegate"]"#));
    Ok(())
}

/// What `scene.rs` of the device plugin builds on.
#[test]
fn the_delegate_is_registered_with_the_event_loop() -> Outcome {
    let tao = tao()?;
    let scene = fs::read_to_string(tao.join("scene.rs"))?;
    assert!(scene.contains("#[unsafe(method(scene:willConnectToSession:options:))]"));
    let view = fs::read_to_string(tao.join("view.rs"))?;
    let view = &view[view.find("pub fn create_delegate_class()").ok_or("no delegate class")?..];
    assert!(view.contains("TaoSceneDelegate::class()"));
    let event_loop = fs::read_to_string(tao.join("event_loop.rs"))?;
    let new = event_loop.find("pub(crate) fn new(").ok_or("no event loop")?;
    let registered = event_loop.find("view::create_delegate_class()").ok_or("registered elsewhere")?;
    let run = event_loop.find("pub fn run<F>").ok_or("no run")?;
    assert!(new < registered && registered < run, "registered after the plugins are set up");
    let ours = fs::read_to_string(device().join("scene.rs"))?;
    assert!(ours.contains("c\"TaoSceneDelegate\"") && ours.contains("sel!(scene:willConnectToSession:options:)"));
    Ok(())
}

/// Fails as soon as the pinned tao reads them itself (tao#1248, tao#1257): then links would come twice, and
/// `plugins/device/src/ios/scene.rs` has to go.
#[test]
fn the_pinned_tao_still_loses_what_started_the_app() -> Outcome {
    let tao = tao()?;
    let connect = function(&fs::read_to_string(tao.join("app_state.rs"))?, "connect_scene")?;
    let scene = fs::read_to_string(tao.join("scene.rs"))?;
    for accessor in ["URLContexts", "userActivities", "url_contexts", "user_activities", "Opened"] {
        assert!(
            !connect.contains(accessor),
            "tao reads {accessor} itself: src/ios/scene.rs of the device plugin can go"
        );
    }
    let begins = scene.find("fn scene_willConnectToSession_options(").ok_or("no connection")?;
    let body = &scene[begins..][..scene[begins..].find("sceneDidDisconnect").ok_or("no end")?];
    assert!(!body.contains("Opened") && body.contains("connect_scene"), "{body}");
    Ok(())
}

/// The window that iOS takes away is told to Tauri, which forgets it; the next scene, which no window has asked for, is told
/// too, and the shell opens the window in it. Scenes without one stay empty (tauri#15890, the template of its command line).
#[test]
fn a_scene_that_comes_later_gets_a_window() -> Outcome {
    let tao = tao()?;
    let scene = fs::read_to_string(tao.join("scene.rs"))?;
    let left = &scene[scene.find("fn sceneDidDisconnect(").ok_or("no end of a scene")?..];
    let left = &left[..left.find("#[unsafe(method(").ok_or("no end")?];
    assert!(left.contains("WindowEvent::Destroyed"), "a window that is gone still counts as open: {left}");
    let state = fs::read_to_string(tao.join("app_state.rs"))?;
    let connect = function(&state, "connect_scene")?;
    let asked = connect.find("Event::SceneRequested").ok_or("tao tells of no scene")?;
    let adopted = connect.find("scene_less_windows").ok_or("tao adopts no window")?;
    assert!(asked < adopted, "a window that is opened on the event would come too late for its scene");
    assert!(state.contains("`ControlFlow::Exit` ignored on iOS"), "without a window the app would end");

    let shell = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs"))?;
    let heard = function(&shell, "on_run_event")?;
    let asked = heard.find("RunEvent::SceneRequested").ok_or("the shell hears of no scene")?;
    assert!(heard[..asked].trim_end().ends_with("#[cfg(target_os = \"ios\")]"), "{heard}");
    assert!(heard[asked..].contains("window::open(app)"), "{heard}");
    Ok(())
}

/// A presentation that UIKit refuses, or that is swiped away, is heard in one place.
#[test]
fn every_sheet_is_presented_in_one_place() -> Outcome {
    let mut presenting = Vec::new();
    let mut folders = vec![device()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if fs::read_to_string(&path)?.contains("presentViewController_animated_completion(") {
                presenting.push(path.strip_prefix(device())?.display().to_string());
            }
        }
    }
    assert_eq!(presenting, ["presentation.rs"]);
    let presentation = fs::read_to_string(device().join("presentation.rs"))?;
    for needed in ["presentationControllerDidDismiss:", "presentingViewController()"] {
        assert!(presentation.contains(needed), "{needed}");
    }
    Ok(())
}
