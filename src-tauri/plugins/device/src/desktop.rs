use app::{DeviceError, Mail, PartialDevice, PickedFile, ShareOutcome, SharedFile};
use async_trait::async_trait;
use tauri::{AppHandle, Runtime};
use url::Url;

use crate::address::{dialer, page};
use crate::dialogs;

/// The machine the app runs on: a desktop, with a browser, files, and nothing else of what a phone does.
pub(crate) struct NativeDevice<R: Runtime> {
    #[cfg(target_os = "linux")]
    window: crate::linux::GtkPortalWindow<R>,
    #[cfg(not(target_os = "linux"))]
    _runtime: std::marker::PhantomData<fn() -> R>,
}

impl<R: Runtime> NativeDevice<R> {
    #[cfg_attr(not(target_os = "linux"), allow(unused_variables))]
    pub(crate) fn new(app: AppHandle<R>) -> Self {
        Self {
            #[cfg(target_os = "linux")]
            window: crate::linux::GtkPortalWindow::new(app),
            #[cfg(not(target_os = "linux"))]
            _runtime: std::marker::PhantomData,
        }
    }
}

#[async_trait]
impl<R: Runtime> PartialDevice for NativeDevice<R> {
    async fn open_in_browser(&self, url: &Url) -> Result<(), DeviceError> {
        open(page(url)?)
    }

    async fn open_dialer(&self, number: &str) -> Result<(), DeviceError> {
        open(&dialer(number)?)
    }

    async fn write_mail(&self, mail: &Mail) -> Result<(), DeviceError> {
        open(&mail.to_url())
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

fn open(url: &str) -> Result<(), DeviceError> {
    open::that_detached(url).map_err(|error| DeviceError::Refused(Box::new(error)))
}
