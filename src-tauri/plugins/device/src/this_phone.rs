use std::time::Duration;

use app::{
    Device, DeviceError, InstallRequest, InstallerEnd, KeyChainAnswer, KeyChainQuestion, Mail, PickedFile, Preflight,
    ShareEnd, SharedFile,
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
pub(crate) struct ThisPhone<R: Runtime> {
    app: AppHandle<R>,
}

impl<R: Runtime> ThisPhone<R> {
    pub(crate) fn new(app: AppHandle<R>) -> Self {
        Self { app }
    }
}

#[async_trait]
impl<R: Runtime> Device for ThisPhone<R> {
    async fn preflight(&self) -> Result<Preflight, DeviceError> {
        Err(DeviceError::NotHere)
    }

    async fn install(&self, _request: InstallRequest) -> Result<InstallerEnd, DeviceError> {
        Err(DeviceError::NotHere)
    }

    async fn ask_key_chain(&self, _question: KeyChainQuestion) -> Result<KeyChainAnswer, DeviceError> {
        Err(DeviceError::NotHere)
    }

    async fn present_safari(&self, _url: &Url) -> Result<(), DeviceError> {
        Err(DeviceError::NotHere)
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
        Err(DeviceError::NotHere)
    }

    async fn copy_secret(&self, _secret: &SecretString, _lifetime: Duration) -> Result<(), DeviceError> {
        Err(DeviceError::NotHere)
    }

    async fn pick_file(&self) -> Result<Option<PickedFile>, DeviceError> {
        dialogs::pick().await
    }

    async fn share_file(&self, file: SharedFile) -> Result<ShareEnd, DeviceError> {
        dialogs::save(file).await
    }
}

impl<R: Runtime> ThisPhone<R> {
    fn open(&self, url: &str) -> Result<(), DeviceError> {
        self.app.opener().open_url(url, None::<&str>).map_err(|error| DeviceError::Refused(Box::new(error)))
    }
}
