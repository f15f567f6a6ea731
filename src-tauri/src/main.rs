//! The desktop's way in; phones come in through the library.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    #[cfg(not(debug_assertions))]
    forbid_automation();
    shomei_navi_lib::run()
}

/// Tauri's runtime opens every build to a WebDriver where this variable says so; in a release it does nothing.
#[cfg(not(debug_assertions))]
#[allow(unsafe_code, reason = "the environment may be changed while nothing else runs")]
fn forbid_automation() {
    // SAFETY: the first line of `main`: no other thread is there that could read the environment meanwhile.
    unsafe { std::env::remove_var("TAURI_WEBVIEW_AUTOMATION") };
}
