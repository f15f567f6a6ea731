//! iPhone and iPad, by UIKit from Rust: no Swift.
//!
//! Whatever touches UIKit runs on the main thread ([`main_thread`]). Blocks and delegates only send what they heard;
//! what was seen proves nothing, so that whoever called looks afterwards.

mod main_thread;
mod observer;
mod open_file;
mod pasteboard;
mod preflight;
mod safari;
mod share;
mod shield;
mod trouble;
mod urls;

use std::time::Duration;

use app::{
    Device, DeviceError, InstallRequest, InstallerEnd, KeyChainAnswer, KeyChainQuestion, PickedFile, Preflight,
    ShareEnd, SharedFile,
};
use async_trait::async_trait;
use journey::SettingsPage;
use secrecy::SecretString;
use tauri::{AppHandle, Runtime};
use url::Url;

use trouble::{Trouble, refused};

/// This iPhone or iPad.
pub(crate) struct ThisPhone<R: Runtime> {
    app: AppHandle<R>,
}

impl<R: Runtime> ThisPhone<R> {
    pub(crate) fn new(app: AppHandle<R>) -> Self {
        share::clear();
        Self { app }
    }
}

#[async_trait]
impl<R: Runtime> Device for ThisPhone<R> {
    async fn preflight(&self) -> Result<Preflight, DeviceError> {
        preflight::look(&self.app).await
    }

    async fn install(&self, _request: InstallRequest) -> Result<InstallerEnd, DeviceError> {
        Err(DeviceError::NotHere)
    }

    async fn ask_key_chain(&self, _question: KeyChainQuestion) -> Result<KeyChainAnswer, DeviceError> {
        Err(DeviceError::NotHere)
    }

    async fn present_safari(&self, url: &Url) -> Result<(), DeviceError> {
        safari::present(&self.app, loopback(url)?).await
    }

    async fn open_in_safari(&self, url: &Url) -> Result<(), DeviceError> {
        safari::open(&self.app, loopback(url)?).await
    }

    async fn open_in_browser(&self, url: &Url) -> Result<(), DeviceError> {
        if url.scheme() != "https" {
            return Err(refused(Trouble::Address));
        }
        urls::open(&self.app, url.as_str()).await
    }

    async fn open_settings(&self, _page: SettingsPage) -> Result<(), DeviceError> {
        urls::open_settings(&self.app).await
    }

    async fn copy_secret(&self, secret: &SecretString, lifetime: Duration) -> Result<(), DeviceError> {
        pasteboard::copy(&self.app, secret.clone(), lifetime).await
    }

    async fn share_file(&self, file: SharedFile) -> Result<ShareEnd, DeviceError> {
        share::file(&self.app, file).await
    }

    async fn share_text(&self, text: &str) -> Result<ShareEnd, DeviceError> {
        share::text(&self.app, text.to_owned()).await
    }

    async fn pick_file(&self) -> Result<Option<PickedFile>, DeviceError> {
        open_file::pick(&self.app).await
    }

    async fn shield_screen(&self, on: bool) -> Result<(), DeviceError> {
        shield::set(&self.app, on).await
    }
}

/// UIKit throws at any other scheme, and nothing but the app's own page is shown inside the app.
fn loopback(url: &Url) -> Result<&Url, DeviceError> {
    if url.scheme() == "http" && url.host_str() == Some("127.0.0.1") { Ok(url) } else { Err(refused(Trouble::Address)) }
}
