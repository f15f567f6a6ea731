//! The one window: it shows the embedded UI, goes nowhere else, and may ask for the camera.

use std::error::Error;

use tauri::webview::{PermissionKind, PermissionResponse};
use tauri::{AppHandle, Manager, Runtime, Url, WebviewWindowBuilder, WindowEvent};

/// Opens it as it is configured, under its rules, unless it is open.
pub(crate) fn open<R: Runtime>(app: &AppHandle<R>) -> Result<(), Box<dyn Error>> {
    let config = app.config().app.windows.first().ok_or("no window is configured")?;
    if app.get_webview_window(&config.label).is_some() {
        return Ok(());
    }
    WebviewWindowBuilder::from_config(app, config)?
        .on_navigation(is_ours)
        .on_permission_request(|_, kind| only_the_camera(kind))
        .build()?;
    Ok(())
}

/// The app is in front again, or was left. A phone says so by its life cycle too, and without scenes by that alone; that
/// the app hears it twice does no harm.
pub(crate) fn in_front(event: &WindowEvent) -> Option<bool> {
    match event {
        WindowEvent::Focused(in_front) => Some(*in_front),
        #[cfg(mobile)]
        WindowEvent::Suspended => Some(false),
        #[cfg(mobile)]
        WindowEvent::Resumed => Some(true),
        _ => None,
    }
}

/// Where Tauri serves the embedded UI on this platform (`useHttpsScheme` is off).
const ORIGIN: &str =
    if cfg!(any(windows, target_os = "android")) { "http://tauri.localhost" } else { "tauri://localhost" };

/// The window shows the embedded UI and never goes anywhere else: another port of the same name is another server.
fn is_ours(url: &Url) -> bool {
    is_at(ORIGIN, url)
}

fn is_at(origin: &str, url: &Url) -> bool {
    url.as_str().strip_prefix(origin).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
}

/// The page may ask for the camera, as the system asks for it. For nothing else.
fn only_the_camera(kind: PermissionKind) -> PermissionResponse {
    match kind {
        PermissionKind::Camera => PermissionResponse::Default,
        _ => PermissionResponse::Deny,
    }
}

#[cfg(test)]
mod tests {
    use tauri::test::mock_builder;

    use super::*;

    #[test]
    fn a_window_that_is_gone_is_opened_and_one_that_is_there_is_left() -> Result<(), Box<dyn Error>> {
        // The setup, which opens it at the start, has not run.
        let app = mock_builder().build(crate::context())?;
        assert!(app.webview_windows().is_empty());
        for _ in 0..2 {
            open(app.handle())?;
            assert_eq!(app.webview_windows().into_keys().collect::<Vec<_>>(), ["main"]);
        }
        Ok(())
    }

    #[test]
    fn what_says_that_the_app_is_left_or_back() {
        assert_eq!(in_front(&WindowEvent::Focused(true)), Some(true));
        assert_eq!(in_front(&WindowEvent::Focused(false)), Some(false));
        assert_eq!(in_front(&WindowEvent::Destroyed), None);
    }

    #[test]
    fn the_window_stays_with_the_embedded_ui() -> Result<(), Box<dyn Error>> {
        const OTHERS: &[&str] = &[
            "https://www.e-seikyuu.jp/",
            "http://localhost/",
            "http://tauri.localhost:8080/",
            "https://tauri.localhost/",
            "http://tauri.localhost.evil.test/",
            "http://user@tauri.localhost/",
            "http://tauri.localhost@evil.test/",
            "tauri://elsewhere/",
            "tauri://localhost:1/",
            "tauri://user@localhost/",
            "file:///etc/passwd",
            "data:text/html,x",
        ];
        for (ours, theirs) in
            [("tauri://localhost", "http://tauri.localhost"), ("http://tauri.localhost", "tauri://localhost")]
        {
            for page in ["", "/", "/index.html", "?x", "#x"] {
                assert!(is_at(ours, &format!("{ours}{page}").parse()?), "{ours}{page}");
            }
            for other in OTHERS.iter().chain(&[theirs]) {
                assert!(!is_at(ours, &other.parse()?), "{other} at {ours}");
            }
        }
        assert_eq!(is_ours(&"tauri://localhost/".parse()?), !cfg!(any(windows, target_os = "android")));
        Ok(())
    }
}
