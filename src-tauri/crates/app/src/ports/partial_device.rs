use std::time::Duration;

use async_trait::async_trait;
use journey::SettingsPage;
use secrecy::SecretString;
use url::Url;

use super::device::{AndroidDevice, AppleDevice, Device, SimulatedScreens};
use super::device_error::DeviceError;
use super::device_messages::{Mail, PickedFile, Preflight, ShareOutcome, SharedFile};
use super::notifications::Notifications;
use super::portal_window::PortalWindow;

/// A machine that can do a part of what a phone can: a desktop, or what a test plays. It is a [`Device`] that answers
/// [`DeviceError::Unsupported`] wherever it has nothing of its own. A phone implements [`Device`] itself, so that no method
/// is forgotten.
#[async_trait]
pub trait PartialDevice: Send + Sync {
    /// As [`Device::preflight`] says.
    async fn preflight(&self) -> Result<Preflight, DeviceError> {
        Err(DeviceError::Unsupported)
    }

    /// As [`Device::open_in_browser`] says.
    async fn open_in_browser(&self, _url: &Url) -> Result<(), DeviceError> {
        Err(DeviceError::Unsupported)
    }

    /// As [`Device::open_dialer`] says.
    async fn open_dialer(&self, _number: &str) -> Result<(), DeviceError> {
        Err(DeviceError::Unsupported)
    }

    /// As [`Device::write_mail`] says.
    async fn write_mail(&self, _mail: &Mail) -> Result<(), DeviceError> {
        Err(DeviceError::Unsupported)
    }

    /// As [`Device::open_settings`] says.
    async fn open_settings(&self, _page: SettingsPage) -> Result<(), DeviceError> {
        Err(DeviceError::Unsupported)
    }

    /// As [`Device::copy_secret`] says.
    async fn copy_secret(&self, _secret: &SecretString, _lifetime: Duration) -> Result<(), DeviceError> {
        Err(DeviceError::Unsupported)
    }

    /// As [`Device::share_file`] says.
    async fn share_file(&self, _file: SharedFile) -> Result<ShareOutcome, DeviceError> {
        Err(DeviceError::Unsupported)
    }

    /// As [`Device::pick_file`] says.
    async fn pick_file(&self) -> Result<Option<PickedFile>, DeviceError> {
        Err(DeviceError::Unsupported)
    }

    /// As [`Device::guard_screen_capture`] says.
    async fn guard_screen_capture(&self, _on: bool) -> Result<(), DeviceError> {
        Err(DeviceError::Unsupported)
    }

    /// As [`Device::portal_window`] says.
    fn portal_window(&self) -> Option<&dyn PortalWindow> {
        None
    }

    /// As [`Device::notifications`] says.
    fn notifications(&self) -> Option<&dyn Notifications> {
        None
    }

    /// As [`Device::android`] says.
    fn android(&self) -> Option<&dyn AndroidDevice> {
        None
    }
}

#[async_trait]
impl<T: PartialDevice> Device for T {
    async fn preflight(&self) -> Result<Preflight, DeviceError> {
        PartialDevice::preflight(self).await
    }

    async fn open_in_browser(&self, url: &Url) -> Result<(), DeviceError> {
        PartialDevice::open_in_browser(self, url).await
    }

    async fn open_dialer(&self, number: &str) -> Result<(), DeviceError> {
        PartialDevice::open_dialer(self, number).await
    }

    async fn write_mail(&self, mail: &Mail) -> Result<(), DeviceError> {
        PartialDevice::write_mail(self, mail).await
    }

    async fn open_settings(&self, page: SettingsPage) -> Result<(), DeviceError> {
        PartialDevice::open_settings(self, page).await
    }

    async fn copy_secret(&self, secret: &SecretString, lifetime: Duration) -> Result<(), DeviceError> {
        PartialDevice::copy_secret(self, secret, lifetime).await
    }

    async fn share_file(&self, file: SharedFile) -> Result<ShareOutcome, DeviceError> {
        PartialDevice::share_file(self, file).await
    }

    async fn pick_file(&self) -> Result<Option<PickedFile>, DeviceError> {
        PartialDevice::pick_file(self).await
    }

    async fn guard_screen_capture(&self, on: bool) -> Result<(), DeviceError> {
        PartialDevice::guard_screen_capture(self, on).await
    }

    fn portal_window(&self) -> Option<&dyn PortalWindow> {
        PartialDevice::portal_window(self)
    }

    fn notifications(&self) -> Option<&dyn Notifications> {
        PartialDevice::notifications(self)
    }

    fn android(&self) -> Option<&dyn AndroidDevice> {
        PartialDevice::android(self)
    }

    fn apple(&self) -> Option<&dyn AppleDevice> {
        None
    }

    fn simulated_screens(&self) -> Option<&dyn SimulatedScreens> {
        None
    }
}

/// A machine that can do nothing of what a phone can: practice with the practice phone is all there is.
#[derive(Clone, Copy, Debug, Default)]
pub struct UnsupportedDevice;

impl PartialDevice for UnsupportedDevice {}
