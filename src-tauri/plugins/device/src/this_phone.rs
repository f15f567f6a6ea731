use std::time::Duration;

use app::{Device, DeviceError, InstallRequest, InstallerEnd, KeyChainAnswer, KeyChainQuestion, Preflight};
use async_trait::async_trait;
use journey::SettingsPage;
use secrecy::SecretString;
use tauri::{AppHandle, Runtime};
use tauri_plugin_opener::OpenerExt;
use url::Url;

/// The machine the app runs on. A desktop has a browser and nothing else of what a phone does; the bridges of the
/// phones are not built yet, so they answer the same.
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
        if url.scheme() != "https" {
            return Err(DeviceError::Refused(Box::new(NotHttps)));
        }
        self.app.opener().open_url(url.as_str(), None::<&str>).map_err(|error| DeviceError::Refused(Box::new(error)))
    }

    async fn open_settings(&self, _page: SettingsPage) -> Result<(), DeviceError> {
        Err(DeviceError::NotHere)
    }

    async fn copy_secret(&self, _secret: &SecretString, _lifetime: Duration) -> Result<(), DeviceError> {
        Err(DeviceError::NotHere)
    }
}

#[derive(Debug, thiserror::Error)]
#[error("only https addresses are opened")]
struct NotHttps;
