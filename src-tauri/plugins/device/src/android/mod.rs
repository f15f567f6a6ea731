//! Android, by the Kotlin half of the plugin (`android/`): what is asked and answered is in [`wire`].
//!
//! Everything here runs on any machine, so that it is held to the same golden files as the Kotlin half; only
//! [`kotlin`] needs a phone.

mod bridge_error;
#[cfg(test)]
mod golden;
#[cfg(target_os = "android")]
pub(crate) mod kotlin;
mod notifications;
mod outbox;
mod portal;
mod portal_wire;
mod wire;

use std::sync::Arc;
use std::time::Duration;

use app::{
    AndroidDevice, AppleDevice, Device, DeviceError, InstallRequest, InstallerOutcome, KeyChainAnswer,
    KeyChainQuestion, Mail, PickedFile, Preflight, ShareOutcome, SharedFile, SimulatedScreens, TlsOutcome,
};
use async_trait::async_trait;
use certificate::MAX_FILE_BYTES;
use journey::{Alias, Platform, SettingsPage};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::address::{dialer, page};
use bridge_error::BridgeError;
use outbox::Outbox;
use wire::{
    AskKeyChain, Base64, ChooseFile, Command, CopySecret, DeleteSavedFile, GuardSecret, Install, Look, OpenDialer,
    OpenInBrowser, OpenSettings, SaveFile, ShareFile, StopReading, TakeOpenedFile, TlsCheck, WriteMail,
};

/// Asks the Kotlin half.
#[async_trait]
pub(crate) trait Bridge: Send + Sync {
    async fn ask<C: Command>(&self, command: &C) -> Result<C::Answer, BridgeError>;
}

/// This Android phone.
pub(crate) struct NativeDevice<B> {
    bridge: Arc<B>,
    outbox: Outbox,
}

#[async_trait]
impl<B: Bridge + 'static> Device for NativeDevice<B> {
    async fn preflight(&self) -> Result<Preflight, DeviceError> {
        let seen = self.bridge.ask(&Look {}).await?;
        Ok(Preflight {
            platform: Platform::Android,
            version: seen.version,
            vendor: Some(seen.vendor),
            screen_lock: seen.screen_lock,
            online: seen.online,
            restricted: seen.restricted,
            chrome: seen.chrome,
            user_agent: seen.user_agent,
        })
    }

    /// In a Custom Tab of Chrome where it is there, which uses the certificates of KeyChain.
    async fn open_in_browser(&self, url: &Url) -> Result<(), DeviceError> {
        Ok(self.bridge.ask(&OpenInBrowser { url: page(url)? }).await?)
    }

    async fn open_dialer(&self, number: &str) -> Result<(), DeviceError> {
        Ok(self.bridge.ask(&OpenDialer { url: &dialer(number)? }).await?)
    }

    async fn write_mail(&self, mail: &Mail) -> Result<(), DeviceError> {
        Ok(self.bridge.ask(&WriteMail { url: &mail.to_url() }).await?)
    }

    async fn open_settings(&self, page: SettingsPage) -> Result<(), DeviceError> {
        Ok(self.bridge.ask(&OpenSettings { page }).await?)
    }

    async fn copy_secret(&self, secret: &SecretString, lifetime: Duration) -> Result<(), DeviceError> {
        let lifetime = i64::try_from(lifetime.as_millis()).unwrap_or(i64::MAX);
        Ok(self.bridge.ask(&CopySecret { secret: secret.expose_secret(), lifetime }).await?)
    }

    /// The file stays readable for whom it was handed to for five minutes after the sheet is gone.
    async fn share_file(&self, file: SharedFile) -> Result<ShareOutcome, DeviceError> {
        let SharedFile { name, file_type, bytes } = file;
        self.outbox.put(&name, bytes).await.map_err(|error| DeviceError::Refused(Box::new(error)))?;
        let command = ShareFile { name: &name, media_type: file_type.media_type() };
        Ok(self.bridge.ask(&command).await?.end)
    }

    async fn pick_file(&self) -> Result<Option<PickedFile>, DeviceError> {
        if self.choose_file().await? { self.take_opened_file().await } else { Ok(None) }
    }

    async fn guard_screen_capture(&self, on: bool) -> Result<(), DeviceError> {
        Ok(self.bridge.ask(&GuardSecret { shown: on }).await?)
    }

    fn portal_window(&self) -> Option<&dyn app::PortalWindow> {
        Some(self)
    }

    fn notifications(&self) -> Option<&dyn app::Notifications> {
        Some(self)
    }

    fn android(&self) -> Option<&dyn AndroidDevice> {
        Some(self)
    }

    fn apple(&self) -> Option<&dyn AppleDevice> {
        None
    }

    fn simulated_screens(&self) -> Option<&dyn SimulatedScreens> {
        None
    }
}

#[async_trait]
impl<B: Bridge + 'static> AndroidDevice for NativeDevice<B> {
    async fn install(&self, request: InstallRequest) -> Result<InstallerOutcome, DeviceError> {
        let command = Install { pkcs12: Base64(&request.pkcs12), name: request.name.as_str() };
        Ok(self.bridge.ask(&command).await?.end)
    }

    async fn ask_key_chain(&self, question: KeyChainQuestion) -> Result<KeyChainAnswer, DeviceError> {
        let command = AskKeyChain {
            alias: question.alias.as_str(),
            issuers: question.issuers.iter().map(|issuer| Base64(issuer)).collect(),
            nonce: Base64(&question.nonce),
            may_ask: question.may_ask,
            several: question.several,
        };
        Ok(self.bridge.ask(&command).await?.into())
    }

    async fn choose_file(&self) -> Result<bool, DeviceError> {
        Ok(self.bridge.ask(&ChooseFile {}).await?.chosen)
    }

    async fn stop_reading(&self) -> Result<(), DeviceError> {
        Ok(self.bridge.ask(&StopReading {}).await?)
    }

    async fn take_opened_file(&self) -> Result<Option<PickedFile>, DeviceError> {
        Ok(self.bridge.ask(&TakeOpenedFile { limit: MAX_FILE_BYTES }).await?.into())
    }

    async fn save_file(&self, file: SharedFile) -> Result<(), DeviceError> {
        let command = SaveFile { name: &file.name, bytes: Base64(&file.bytes) };
        Ok(self.bridge.ask(&command).await?)
    }

    async fn delete_saved_file(&self, name: &str) -> Result<bool, DeviceError> {
        Ok(self.bridge.ask(&DeleteSavedFile { name }).await?.deleted)
    }

    async fn tls_check(&self, url: &Url, alias: &Alias) -> Result<TlsOutcome, DeviceError> {
        Ok(self.bridge.ask(&TlsCheck { url: page(url)?, alias: alias.as_str() }).await?)
    }
}
