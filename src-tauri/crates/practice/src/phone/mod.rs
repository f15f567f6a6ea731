//! The practice phone: a [`Device`] that plays what the real systems do with a certificate.
//!
//! It opens what it is given, fetches what it is shown, signs and presents what it holds. What it remembers lies in
//! the practice folder, is issued by the practice CA and is declared non-secret.

mod android;
mod browser;
mod clipboard;
mod configuration_profile;
mod container;
mod credentials;
mod error;
mod files;
mod notifications;
mod page;
mod phone_profile;
mod phone_state;
mod safari;
mod screen;
mod settings;

use std::sync::Arc;
use std::time::Duration;

use ::portal::{ClientIdentity, ClientSettings, ProxyChoice};
use app::{
    AndroidDevice, AppleDevice, Clock, Device, DeviceError, InstallRequest, InstallerOutcome, KeyChainAnswer,
    KeyChainQuestion, Mail, PickedFile, Preflight, ShareOutcome, SharedFile, SimulatedScreens, TlsOutcome,
};
use async_trait::async_trait;
use journey::{Alias, Platform, SettingsPage, SystemAnswer, SystemScreen};
use parking_lot::Mutex;
use secrecy::SecretString;
use tokio::sync::watch;
use url::Url;

use clipboard::Clipboard;
use error::PhoneError;
pub use phone_profile::{Installing, KeyChainBehaviour, PhoneProfile, ProfilePolicy, UnknownPhoneProfile};
use phone_state::PhoneStore;
use screen::{Display, ScreenSession};

use crate::Folder;

/// A phone that only practises. One system screen at a time; what would open a second one is refused.
pub struct PracticePhone {
    model: Platform,
    roots: Vec<Vec<u8>>,
    clock: Arc<dyn Clock>,
    store: PhoneStore,
    display: Display,
    clipboard: Clipboard,
    phone_profile: Mutex<PhoneProfile>,
}

impl PracticePhone {
    /// The phone of that model whose memory lies in `folder`; a new phone where there is none.
    ///
    /// `roots` (DER) are all that its browser trusts. Reads one small file.
    pub fn new(folder: Folder, model: Platform, roots: Vec<Vec<u8>>, clock: Arc<dyn Clock>) -> Arc<Self> {
        let file = match model {
            Platform::Iphone => "phone/iphone.json",
            Platform::Ipad => "phone/ipad.json",
            Platform::Android => "phone/android.json",
        };
        Arc::new(Self {
            model,
            roots,
            store: PhoneStore::load(folder, file),
            display: Display::new(),
            clipboard: Clipboard::new(clock.clone()),
            clock,
            phone_profile: Mutex::default(),
        })
    }

    /// How the phone is now.
    pub fn phone_profile(&self) -> PhoneProfile {
        self.phone_profile.lock().clone()
    }

    /// Changes how the phone is, from the next step on.
    pub fn set_phone_profile(&self, phone_profile: PhoneProfile) {
        *self.phone_profile.lock() = phone_profile;
    }

    /// The clipboard still holds a copied secret. What it is, it never says.
    pub fn holds_copied_secret(&self) -> bool {
        self.clipboard.holds()
    }

    /// Its memory is written no more, by whatever screen is still open: a wiped folder must not come back. Blocking.
    pub(crate) fn close(&self) {
        self.store.close();
    }

    fn is_apple(&self) -> bool {
        self.model.is_apple()
    }

    /// Mobile browsers of 2025, so that the mobile window is served. (An iPad's Safari calls itself a Mac by default;
    /// this one is set to mobile pages.)
    fn user_agent(&self) -> String {
        let version = self.phone_profile().version(self.model);
        let underscored = version.replace('.', "_");
        let safari = |device: &str| {
            format!(
                "Mozilla/5.0 ({device} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{version} \
                 Mobile/15E148 Safari/604.1"
            )
        };
        match self.model {
            Platform::Iphone => safari(&format!("iPhone; CPU iPhone OS {underscored}")),
            Platform::Ipad => safari(&format!("iPad; CPU OS {underscored}")),
            Platform::Android => "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
                                            Chrome/137.0.0.0 Mobile Safari/537.36"
                .to_owned(),
        }
    }

    fn open_screens(&self) -> Result<ScreenSession<'_>, PhoneError> {
        self.display.open().ok_or(PhoneError::Busy)
    }

    /// A browser: trusts the practice root alone, judges by the phone's clock, keeps no cookies.
    fn browser(&self, https_only: bool, identity: Option<Arc<ClientIdentity>>) -> ClientSettings {
        let clock = self.clock.clone();
        ClientSettings {
            web_roots: false,
            extra_roots: self.roots.clone(),
            identity,
            user_agent: Some(self.user_agent()),
            https_only,
            proxy: ProxyChoice::Direct,
            clock: Arc::new(move || clock.now()),
            ..ClientSettings::default()
        }
    }
}

#[async_trait]
impl Device for PracticePhone {
    async fn preflight(&self) -> Result<Preflight, DeviceError> {
        let now = self.phone_profile();
        Ok(Preflight {
            platform: self.model,
            version: now.version(self.model),
            vendor: (!self.is_apple()).then(|| now.vendor.to_owned()),
            screen_lock: Some(now.screen_lock),
            online: now.online,
            // iOS does not tell an app.
            restricted: now.restricted && !self.is_apple(),
            chrome: (!self.is_apple()).then_some(now.chrome),
            user_agent: self.user_agent(),
        })
    }

    async fn open_in_browser(&self, url: &Url) -> Result<(), DeviceError> {
        if !matches!(url.scheme(), "https" | "http") {
            return Err(DeviceError::NothingAnswers);
        }
        Ok(self.play_browser(url).await?)
    }

    async fn open_settings(&self, page: SettingsPage) -> Result<(), DeviceError> {
        match page {
            _ if self.is_apple() => Ok(self.play_settings().await?),
            SettingsPage::Credentials => Ok(self.play_credentials().await?),
            // Android's other pages have nothing to practise.
            _ => Ok(()),
        }
    }

    async fn open_dialer(&self, _number: &str) -> Result<(), DeviceError> {
        Err(DeviceError::Unsupported)
    }

    async fn write_mail(&self, _mail: &Mail) -> Result<(), DeviceError> {
        Err(DeviceError::Unsupported)
    }

    async fn share_file(&self, file: SharedFile) -> Result<ShareOutcome, DeviceError> {
        if !self.is_apple() {
            return Err(DeviceError::Unsupported);
        }
        Ok(self.play_share_sheet(file).await?)
    }

    async fn copy_secret(&self, secret: &SecretString, lifetime: Duration) -> Result<(), DeviceError> {
        self.clipboard.copy(secret, lifetime);
        Ok(())
    }

    /// It has no files of its own: this very phone's are picked.
    async fn pick_file(&self) -> Result<Option<PickedFile>, DeviceError> {
        Err(DeviceError::Unsupported)
    }

    /// The window is this very phone's.
    async fn guard_screen_capture(&self, _on: bool) -> Result<(), DeviceError> {
        Err(DeviceError::Unsupported)
    }

    fn portal_window(&self) -> Option<&dyn app::PortalWindow> {
        None
    }

    fn notifications(&self) -> Option<&dyn app::Notifications> {
        Some(self)
    }

    fn android(&self) -> Option<&dyn AndroidDevice> {
        if self.is_apple() { None } else { Some(self) }
    }

    fn apple(&self) -> Option<&dyn AppleDevice> {
        if self.is_apple() { Some(self) } else { None }
    }

    fn simulated_screens(&self) -> Option<&dyn SimulatedScreens> {
        Some(self)
    }
}

#[async_trait]
impl AndroidDevice for PracticePhone {
    async fn install(&self, request: InstallRequest) -> Result<InstallerOutcome, DeviceError> {
        self.play_installer(request).await
    }

    async fn ask_key_chain(&self, question: KeyChainQuestion) -> Result<KeyChainAnswer, DeviceError> {
        self.play_key_chain(question).await
    }

    async fn tls_check(&self, url: &Url, alias: &Alias) -> Result<TlsOutcome, DeviceError> {
        self.play_tls_check(url, alias.as_str()).await
    }

    async fn save_file(&self, file: SharedFile) -> Result<(), DeviceError> {
        Ok(self.store.change(|memory| memory.keep_file(&file.name, &file.bytes)).await?)
    }

    async fn delete_saved_file(&self, name: &str) -> Result<bool, DeviceError> {
        let there = self.store.now().file(name).is_some();
        self.store.change(|memory| memory.forget_file(name)).await?;
        Ok(there)
    }

    /// It has no files of its own, as [`Device::pick_file`] says.
    async fn choose_file(&self) -> Result<bool, DeviceError> {
        Err(DeviceError::Unsupported)
    }

    async fn take_opened_file(&self) -> Result<Option<PickedFile>, DeviceError> {
        Ok(None)
    }

    async fn stop_reading(&self) -> Result<(), DeviceError> {
        Ok(())
    }
}

#[async_trait]
impl AppleDevice for PracticePhone {
    async fn present_safari(&self, url: &Url) -> Result<(), DeviceError> {
        Ok(self.play_safari(url).await?)
    }

    async fn open_in_safari(&self, url: &Url) -> Result<(), DeviceError> {
        Ok(self.play_default_browser(url).await?)
    }
}

#[async_trait]
impl SimulatedScreens for PracticePhone {
    fn screens(&self) -> watch::Receiver<Option<SystemScreen>> {
        self.display.screens()
    }

    fn answer(&self, answer: SystemAnswer, typed: Option<SecretString>) {
        self.display.answer(answer, typed);
    }

    async fn pass_time(&self) {
        // Another screen is open, or the memory cannot be written: no time has passed.
        let _ = self.play_next_notification().await;
    }

    async fn open_files(&self) {
        if self.is_apple() {
            // Another screen is open, or the memory cannot be written: the user is back in the app.
            let _ = self.play_files().await;
        }
    }
}

#[cfg(test)]
mod tests;
