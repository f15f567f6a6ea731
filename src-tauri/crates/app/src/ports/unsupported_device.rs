use std::time::Duration;

use async_trait::async_trait;
use journey::SettingsPage;
use secrecy::SecretString;
use url::Url;

use super::device::{AndroidDevice, AppleDevice, Device, DeviceError, SimulatedScreens};
use super::device_messages::{Mail, PickedFile, Preflight, ShareOutcome, SharedFile};

/// A machine that can do nothing of what a phone can: practice with the practice phone is all there is.
#[derive(Clone, Copy, Debug, Default)]
pub struct UnsupportedDevice;

#[async_trait]
impl Device for UnsupportedDevice {
    async fn preflight(&self) -> Result<Preflight, DeviceError> {
        Err(DeviceError::Unsupported)
    }

    async fn open_in_browser(&self, _url: &Url) -> Result<(), DeviceError> {
        Err(DeviceError::Unsupported)
    }

    async fn open_dialer(&self, _number: &str) -> Result<(), DeviceError> {
        Err(DeviceError::Unsupported)
    }

    async fn write_mail(&self, _mail: &Mail) -> Result<(), DeviceError> {
        Err(DeviceError::Unsupported)
    }

    async fn open_settings(&self, _page: SettingsPage) -> Result<(), DeviceError> {
        Err(DeviceError::Unsupported)
    }

    async fn copy_secret(&self, _secret: &SecretString, _lifetime: Duration) -> Result<(), DeviceError> {
        Err(DeviceError::Unsupported)
    }

    async fn share_file(&self, _file: SharedFile) -> Result<ShareOutcome, DeviceError> {
        Err(DeviceError::Unsupported)
    }

    async fn pick_file(&self) -> Result<Option<PickedFile>, DeviceError> {
        Err(DeviceError::Unsupported)
    }

    async fn guard_screen_capture(&self, _on: bool) -> Result<(), DeviceError> {
        Err(DeviceError::Unsupported)
    }

    fn portal_window(&self) -> Option<&dyn super::PortalWindow> {
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
