use app::{DeviceError, Mail, PartialDevice, PickedFile, ShareOutcome, SharedFile};
use async_trait::async_trait;
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
impl<R: Runtime> PartialDevice for NativeDevice<R> {
    async fn open_in_browser(&self, url: &Url) -> Result<(), DeviceError> {
        self.open(page(url)?)
    }

    async fn open_dialer(&self, number: &str) -> Result<(), DeviceError> {
        self.open(&dialer(number)?)
    }

    async fn write_mail(&self, mail: &Mail) -> Result<(), DeviceError> {
        self.open(&mail.to_url())
    }

    async fn pick_file(&self) -> Result<Option<PickedFile>, DeviceError> {
        dialogs::pick().await
    }

    async fn share_file(&self, file: SharedFile) -> Result<ShareOutcome, DeviceError> {
        dialogs::save(file).await
    }

    #[cfg(target_os = "linux")]
    fn portal_window(&self) -> Option<&dyn app::PortalWindow> {
        Some(&self.window)
    }
}

impl<R: Runtime> NativeDevice<R> {
    fn open(&self, url: &str) -> Result<(), DeviceError> {
        self.app.opener().open_url(url, None::<&str>).map_err(|error| DeviceError::Refused(Box::new(error)))
    }
}
