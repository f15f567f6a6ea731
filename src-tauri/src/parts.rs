//! What the app is put together from on this machine.

use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;

use app::{Parts, Publisher, SystemClock};
#[cfg(debug_assertions)]
use practice::phone::PhoneProfile;
use practice::{LocalPractice, PracticeSettings};
use tauri::{Manager as _, Runtime};
use tauri_plugin_device::DeviceExt as _;

use crate::inbound;
#[cfg(any(debug_assertions, target_os = "ios"))]
use crate::print_error::print_error;

/// This phone, the practice environment, the publisher's configuration and the folder of the state; `None` if it is to be
/// where the system wants an app's state.
pub(crate) fn parts<R: Runtime>(app: &tauri::App<R>, folder: Option<PathBuf>) -> Result<Parts, Box<dyn Error>> {
    let folder = match folder {
        Some(folder) => folder,
        None => app.path().app_data_dir()?,
    };
    // Before anything is in it. From a backup another phone would have proofs of certificates that it never had; that the
    // app starts all the same is worth more.
    #[cfg(target_os = "ios")]
    if let Err(error) = tauri_plugin_device::exclude_from_backup(&folder) {
        print_error(&error);
    }
    let clock = Arc::new(SystemClock);
    Ok(Parts {
        device: app.device().ok_or("the device plugin is missing")?,
        practice: Arc::new(LocalPractice::new(folder.join("practice"), clock.clone(), practice_settings())),
        clock,
        publisher: Publisher::parse(include_str!("../config/publisher.toml"))?,
        version: app.package_info().version.to_string(),
        link_hosts: inbound::link_hosts(app.config()),
        serving: app::SERVING,
        folder,
    })
}

/// In debug builds `SHOMEI_NAVI_PRACTICE_FAULT` (`FAULT` or `FAULT@STEP`) makes the practice portal fail, and
/// `SHOMEI_NAVI_PRACTICE_PHONE` (words of [`practice::phone::PhoneProfile`]) makes the practice phone awkward, for tests.
#[cfg(debug_assertions)]
fn practice_settings() -> PracticeSettings {
    let wanted = std::env::var("SHOMEI_NAVI_PRACTICE_FAULT").ok();
    let fault = wanted.and_then(|wanted| match wanted.split_once('@') {
        Some((fault, step)) => Some((fault.parse().ok()?, Some(step.parse().ok()?))),
        None => Some((wanted.parse().ok()?, None)),
    });
    let phone = std::env::var("SHOMEI_NAVI_PRACTICE_PHONE").ok();
    let phone = phone.map_or_else(PhoneProfile::default, |words| {
        words.parse().unwrap_or_else(|error| {
            print_error(&error);
            PhoneProfile::default()
        })
    });
    PracticeSettings { fault, phone, ..PracticeSettings::default() }
}

#[cfg(not(debug_assertions))]
fn practice_settings() -> PracticeSettings {
    PracticeSettings::default()
}

/// In debug builds `SHOMEI_NAVI_FOLDER` names the state folder, so that tests start from nothing.
#[cfg(debug_assertions)]
pub(crate) fn chosen_folder() -> Option<PathBuf> {
    std::env::var_os("SHOMEI_NAVI_FOLDER").map(PathBuf::from)
}

#[cfg(not(debug_assertions))]
pub(crate) fn chosen_folder() -> Option<PathBuf> {
    None
}
