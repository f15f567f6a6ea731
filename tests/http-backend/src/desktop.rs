use std::sync::Arc;
use std::time::Duration;

use app::{
    AndroidDevice, AppleDevice, Device, DeviceError, Mail, PickedFile, Preflight, ShareOutcome, SharedFile,
    SimulatedScreens, UnsupportedDevice,
};
use async_trait::async_trait;
use journey::SettingsPage;
use parking_lot::Mutex;
use secrecy::SecretString;
use url::Url;
use zeroize::Zeroizing;

use crate::portal_window::PlayedWindow;

/// A machine that no certificate can be put into: practice is all it can do. Tests play its dialogs.
#[derive(Default)]
pub(crate) struct Desktop {
    picked: Mutex<Option<Vec<u8>>>,
    shared: Mutex<Option<Arc<SharedFile>>>,
    window: PlayedWindow,
}

impl Desktop {
    /// The next picking gives this file.
    pub(crate) fn will_pick(&self, bytes: Vec<u8>) {
        *self.picked.lock() = Some(bytes);
    }

    /// The portal's own window.
    pub(crate) fn window(&self) -> &PlayedWindow {
        &self.window
    }

    /// What was shared last.
    pub(crate) fn shared(&self) -> Option<Arc<SharedFile>> {
        self.shared.lock().clone()
    }
}

#[async_trait]
impl Device for Desktop {
    async fn pick_file(&self) -> Result<Option<PickedFile>, DeviceError> {
        let picked = self.picked.lock().take();
        Ok(picked.map(|bytes| PickedFile { name: "picked".to_owned(), bytes: Zeroizing::new(bytes) }))
    }

    async fn share_file(&self, file: SharedFile) -> Result<ShareOutcome, DeviceError> {
        *self.shared.lock() = Some(Arc::new(file));
        Ok(ShareOutcome::Shared)
    }

    async fn preflight(&self) -> Result<Preflight, DeviceError> {
        UnsupportedDevice.preflight().await
    }

    async fn open_in_browser(&self, url: &Url) -> Result<(), DeviceError> {
        UnsupportedDevice.open_in_browser(url).await
    }

    async fn open_dialer(&self, number: &str) -> Result<(), DeviceError> {
        UnsupportedDevice.open_dialer(number).await
    }

    async fn write_mail(&self, mail: &Mail) -> Result<(), DeviceError> {
        UnsupportedDevice.write_mail(mail).await
    }

    async fn open_settings(&self, page: SettingsPage) -> Result<(), DeviceError> {
        UnsupportedDevice.open_settings(page).await
    }

    async fn copy_secret(&self, secret: &SecretString, lifetime: Duration) -> Result<(), DeviceError> {
        UnsupportedDevice.copy_secret(secret, lifetime).await
    }

    async fn guard_screen_capture(&self, on: bool) -> Result<(), DeviceError> {
        UnsupportedDevice.guard_screen_capture(on).await
    }

    fn portal_window(&self) -> Option<&dyn app::PortalWindow> {
        Some(&self.window)
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
