use std::time::Duration;

use app::{
    AndroidDevice, AppleDevice, Device, DeviceError, Mail, PickedFile, PortalWindow, Preflight, ShareOutcome,
    SharedFile, SimulatedScreens,
};
use async_trait::async_trait;
use journey::SettingsPage;
use secrecy::SecretString;
use tauri::{AppHandle, Runtime};
use tauri_plugin_opener::OpenerExt;
use url::Url;

use crate::address::{dialer, page};
use crate::dialogs;

/// The machine the app runs on: a desktop, with a browser, files, and nothing else of what a phone does.
pub(crate) struct NativeDevice<R: Runtime> {
    app: AppHandle<R>,
    #[cfg(target_os = "linux")]
    window: crate::linux::GtkPortalWindow<R>,
}

impl<R: Runtime> NativeDevice<R> {
    pub(crate) fn new(app: AppHandle<R>) -> Self {
        Self {
            #[cfg(target_os = "linux")]
            window: crate::linux::GtkPortalWindow::new(app.clone()),
            app,
        }
    }
}

#[async_trait]
impl<R: Runtime> Device for NativeDevice<R> {
    async fn preflight(&self) -> Result<Preflight, DeviceError> {
        Err(DeviceError::Unsupported)
    }

    async fn open_in_browser(&self, url: &Url) -> Result<(), DeviceError> {
        self.open(page(url)?)
    }

    async fn open_dialer(&self, number: &str) -> Result<(), DeviceError> {
        self.open(&dialer(number)?)
    }

    async fn write_mail(&self, mail: &Mail) -> Result<(), DeviceError> {
        self.open(&mail.to_url())
    }

    async fn open_settings(&self, _page: SettingsPage) -> Result<(), DeviceError> {
        Err(DeviceError::Unsupported)
    }

    async fn copy_secret(&self, _secret: &SecretString, _lifetime: Duration) -> Result<(), DeviceError> {
        Err(DeviceError::Unsupported)
    }

    async fn pick_file(&self) -> Result<Option<PickedFile>, DeviceError> {
        dialogs::pick().await
    }

    async fn share_file(&self, file: SharedFile) -> Result<ShareOutcome, DeviceError> {
        dialogs::save(file).await
    }

    async fn guard_screen_capture(&self, _on: bool) -> Result<(), DeviceError> {
        Err(DeviceError::Unsupported)
    }

    #[cfg(target_os = "linux")]
    fn portal_window(&self) -> Option<&dyn PortalWindow> {
        Some(&self.window)
    }

    #[cfg(not(target_os = "linux"))]
    fn portal_window(&self) -> Option<&dyn PortalWindow> {
        None
    }

    fn android(&self) -> Option<&dyn AndroidDevice> {
        None
    }

    fn apple(&self) -> Option<&dyn AppleDevice> {
        None
    }

    fn simulated_screens(&self) -> Option<&dyn SimulatedScreens> {
        None
    }
}

impl<R: Runtime> NativeDevice<R> {
    fn open(&self, url: &str) -> Result<(), DeviceError> {
        self.app.opener().open_url(url, None::<&str>).map_err(|error| DeviceError::Refused(Box::new(error)))
    }
}
