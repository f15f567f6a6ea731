//! iPhone and iPad, by UIKit from Rust: no Swift.
//!
//! Whatever touches UIKit runs on the main thread ([`main_thread`]). Blocks and delegates only send what they heard;
//! what was seen proves nothing, so that whoever called looks afterwards.

mod backup;
mod bridge_error;
mod main_thread;
mod notifications;
mod observer;
mod open_file;
mod pasteboard;
mod portal_window;
mod preflight;
mod presentation;
mod safari;
mod scene;
mod screen_capture_guard;
mod share;
mod urls;

use std::time::Duration;

use app::{
    AndroidDevice, AppleDevice, Device, DeviceError, Mail, PickedFile, PortalWindow, Preflight, ShareOutcome,
    SharedFile, SimulatedScreens,
};
use async_trait::async_trait;
use journey::{Platform, SettingsPage};
use secrecy::SecretString;
use tauri::{AppHandle, Runtime};
use url::Url;

use crate::address::{dialer, page};
use crate::apple::is_loopback_page;
pub use backup::exclude_from_backup;
use bridge_error::{BridgeError, refused};
use notifications::UserNotifications;
use portal_window::WebKitPortalWindow;
pub(crate) use scene::on_connected;

/// This iPhone or iPad.
pub(crate) struct NativeDevice<R: Runtime> {
    window: WebKitPortalWindow<R>,
    notifications: UserNotifications<R>,
    app: AppHandle<R>,
    platform: Platform,
}

impl<R: Runtime> NativeDevice<R> {
    pub(crate) fn new(app: AppHandle<R>) -> Self {
        share::clear();
        Self {
            window: WebKitPortalWindow::new(app.clone()),
            notifications: UserNotifications::new(app.clone()),
            app,
            platform: preflight::platform(),
        }
    }
}

#[async_trait]
impl<R: Runtime> Device for NativeDevice<R> {
    async fn preflight(&self) -> Result<Preflight, DeviceError> {
        preflight::look(&self.app, self.platform).await
    }

    async fn open_in_browser(&self, url: &Url) -> Result<(), DeviceError> {
        urls::open(&self.app, page(url)?).await
    }

    async fn open_dialer(&self, number: &str) -> Result<(), DeviceError> {
        urls::open(&self.app, &dialer(number)?).await
    }

    async fn write_mail(&self, mail: &Mail) -> Result<(), DeviceError> {
        urls::open(&self.app, &mail.to_url()).await
    }

    async fn open_settings(&self, _page: SettingsPage) -> Result<(), DeviceError> {
        urls::open_settings(&self.app).await
    }

    async fn copy_secret(&self, secret: &SecretString, lifetime: Duration) -> Result<(), DeviceError> {
        pasteboard::copy(&self.app, secret.clone(), lifetime).await
    }

    async fn share_file(&self, file: SharedFile) -> Result<ShareOutcome, DeviceError> {
        share::file(&self.app, file).await
    }

    async fn pick_file(&self) -> Result<Option<PickedFile>, DeviceError> {
        open_file::pick(&self.app).await
    }

    async fn guard_screen_capture(&self, on: bool) -> Result<(), DeviceError> {
        screen_capture_guard::set(&self.app, on).await
    }

    fn portal_window(&self) -> Option<&dyn PortalWindow> {
        Some(&self.window)
    }

    fn notifications(&self) -> Option<&dyn app::Notifications> {
        Some(&self.notifications)
    }

    fn android(&self) -> Option<&dyn AndroidDevice> {
        None
    }

    fn apple(&self) -> Option<&dyn AppleDevice> {
        Some(self)
    }

    fn simulated_screens(&self) -> Option<&dyn SimulatedScreens> {
        None
    }
}

#[async_trait]
impl<R: Runtime> AppleDevice for NativeDevice<R> {
    /// Where nothing can be shown inside the app, in the browser itself.
    async fn present_safari(&self, url: &Url) -> Result<(), DeviceError> {
        match safari::present(&self.app, loopback(url)?).await {
            Err(DeviceError::Refused(_)) => safari::open(&self.app, url).await,
            other => other,
        }
    }

    async fn open_in_safari(&self, url: &Url) -> Result<(), DeviceError> {
        safari::open(&self.app, loopback(url)?).await
    }
}

fn loopback(url: &Url) -> Result<&Url, DeviceError> {
    is_loopback_page(url).then_some(url).ok_or_else(|| refused(BridgeError::Address))
}
