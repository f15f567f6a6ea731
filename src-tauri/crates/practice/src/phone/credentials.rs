use journey::{SystemAnswer, SystemScreen};
use zeroize::Zeroizing;

use super::android::{CertificateFile, CredentialUse};
use super::screen::ScreenSession;
use super::{PhoneError, PracticePhone, container};

impl PracticePhone {
    /// 設定, on 「暗号化と認証情報」, until the user comes back to the app.
    pub(super) async fn play_credentials(&self) -> Result<(), PhoneError> {
        let screens = self.open_screens()?;
        loop {
            let done = match screens.ask(SystemScreen::AndroidSecurity).await.answer {
                SystemAnswer::Decline => return Ok(()),
                SystemAnswer::Go => self.install_from_storage(&screens).await?,
                SystemAnswer::Other => self.look_at_credentials(&screens).await?,
            };
            if done {
                return Ok(());
            }
        }
    }

    /// 証明書のインストール. What it is for is chosen here, so that the installer does not ask. True: back in the app.
    async fn install_from_storage(&self, screens: &ScreenSession<'_>) -> Result<bool, PhoneError> {
        loop {
            let used_for = match screens.ask(SystemScreen::AndroidInstall).await.answer {
                SystemAnswer::Decline => return Ok(false),
                SystemAnswer::Go => CredentialUse::VpnAndApps,
                SystemAnswer::Other => CredentialUse::Wifi,
            };
            let names = self.store.now().file_names();
            let newest = names.first().cloned();
            if !screens.goes_on(SystemScreen::AndroidFiles { names }).await {
                continue;
            }
            let Some(name) = newest else { continue };
            let Some(bytes) = self.store.now().file(&name) else { continue };
            let file = CertificateFile { bytes: Zeroizing::new(bytes), asks: false };
            let Some(identity) = self.extract(screens, &file, &name).await? else { continue };
            // Without a name from an app the installer proposes the one inside the file.
            let alias = container::friendly_name(&file.bytes).unwrap_or_else(|| name.clone());
            if self.name_and_install(screens, &identity, &file, &alias, used_for).await? {
                return Ok(true);
            }
        }
    }

    /// ユーザー認証情報. True: back in the app.
    async fn look_at_credentials(&self, screens: &ScreenSession<'_>) -> Result<bool, PhoneError> {
        loop {
            let credentials = self.store.now().credentials();
            let names = credentials.iter().map(|(name, _)| name.clone()).collect();
            if !screens.goes_on(SystemScreen::AndroidCredentials { names }).await {
                return Ok(false);
            }
            let Some((name, wifi)) = credentials.into_iter().next() else { continue };
            match screens.ask(SystemScreen::AndroidCredential { name: name.clone(), wifi }).await.answer {
                SystemAnswer::Go => return Ok(true),
                SystemAnswer::Other => self.store.change(|memory| memory.remove(&name, wifi)).await?,
                SystemAnswer::Decline => {}
            }
        }
    }
}
