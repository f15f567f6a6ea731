#![expect(unsafe_code, reason = "UIApplication.open takes a dictionary whose contents are not typed")]

use app::DeviceError;
use block2::RcBlock;
use objc2::runtime::Bool;
use objc2_foundation::{NSDictionary, NSString, NSURL};
use objc2_ui_kit::{UIApplication, UIApplicationOpenSettingsURLString};
use tauri::{AppHandle, Runtime};

use super::bridge_error::{BridgeError, refused};
use super::main_thread::{Answer, on_main};

/// Hands an address to whichever app the system opens it with (UIApplication.open).
pub(super) async fn open<R: Runtime>(app: &AppHandle<R>, address: &str) -> Result<(), DeviceError> {
    let address = address.to_owned();
    let (answer, opened) = Answer::new();
    on_main(app, move |main| {
        let url = NSURL::URLWithString(&NSString::from_str(&address)).ok_or(BridgeError::Address)?;
        let done = RcBlock::new(move |opened: Bool| answer.send(opened.as_bool()));
        // SAFETY: the dictionary of options is empty.
        unsafe {
            UIApplication::sharedApplication(main).openURL_options_completionHandler(
                &url,
                &NSDictionary::new(),
                Some(&done),
            );
        }
        Ok(())
    })
    .await?;
    if opened.await.map_err(refused)? { Ok(()) } else { Err(DeviceError::NothingAnswers) }
}

/// The app's own page of Settings: Apple documents no way to another one.
pub(super) async fn open_settings<R: Runtime>(app: &AppHandle<R>) -> Result<(), DeviceError> {
    #[cfg(feature = "settings-scheme")]
    if open(app, "App-prefs:").await.is_ok() {
        return Ok(());
    }
    // SAFETY: a constant that UIKit sets before any code of the app runs.
    let own = unsafe { UIApplicationOpenSettingsURLString }.to_string();
    open(app, &own).await
}
