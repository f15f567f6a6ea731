use std::time::Duration;

use app::DeviceError;
use objc2::runtime::ProtocolObject;
use objc2_foundation::{NSArray, NSDate, NSItemProviderWriting, NSString};
use objc2_ui_kit::UIPasteboard;
use secrecy::{ExposeSecret, SecretString};
use tauri::{AppHandle, Runtime};

use super::main_thread::on_main;

/// Puts it on the pasteboard of this device only, where the system deletes it in time
/// (UIPasteboard.setObjects(_:localOnly:expirationDate:)).
pub(super) async fn copy<R: Runtime>(
    app: &AppHandle<R>,
    secret: SecretString,
    lifetime: Duration,
) -> Result<(), DeviceError> {
    on_main(app, move |_| {
        let text = NSString::from_str(secret.expose_secret());
        let writing: &ProtocolObject<dyn NSItemProviderWriting> = ProtocolObject::from_ref(&*text);
        let until = NSDate::dateWithTimeIntervalSinceNow(lifetime.as_secs_f64());
        UIPasteboard::generalPasteboard().setObjects_localOnly_expirationDate(
            &NSArray::from_slice(&[writing]),
            true,
            Some(&until),
        );
        Ok(())
    })
    .await
}
