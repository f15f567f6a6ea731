use std::time::Duration;

use app::{Device, DeviceError, InstallRequest, InstallerEnd, KeyChainAnswer, KeyChainQuestion, Preflight};
use async_trait::async_trait;
use journey::SettingsPage;
use secrecy::SecretString;
use url::Url;

/// A machine that no certificate can be put into: practice is all it can do.
pub(crate) struct Desktop;

#[async_trait]
impl Device for Desktop {
    async fn preflight(&self) -> Result<Preflight, DeviceError> {
        Err(DeviceError::NotHere)
    }

    async fn install(&self, _: InstallRequest) -> Result<InstallerEnd, DeviceError> {
        Err(DeviceError::NotHere)
    }

    async fn ask_key_chain(&self, _: KeyChainQuestion) -> Result<KeyChainAnswer, DeviceError> {
        Err(DeviceError::NotHere)
    }

    async fn present_safari(&self, _: &Url) -> Result<(), DeviceError> {
        Err(DeviceError::NotHere)
    }

    async fn open_in_browser(&self, _: &Url) -> Result<(), DeviceError> {
        Err(DeviceError::NotHere)
    }

    async fn open_settings(&self, _: SettingsPage) -> Result<(), DeviceError> {
        Err(DeviceError::NotHere)
    }

    async fn copy_secret(&self, _: &SecretString, _: Duration) -> Result<(), DeviceError> {
        Err(DeviceError::NotHere)
    }
}
