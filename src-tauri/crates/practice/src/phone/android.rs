use std::time::Duration;

use app::{DeviceError, InstallRequest, InstallerOutcome, KeyChainAnswer, KeyChainQuestion};
use certificate::{Identity, MAX_FILE_BYTES};
use journey::{Alias, SystemAnswer, SystemScreen};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::task::spawn_blocking;
use zeroize::Zeroizing;

use super::phone_state::InstalledIdentity;
use super::screen::ScreenSession;
use super::{Installing, KeyChainBehaviour, PhoneError, PracticePhone, container};

impl PracticePhone {
    /// CertInstaller, opened by an app: a file without a password is not asked for one.
    pub(super) async fn play_installer(&self, request: InstallRequest) -> Result<InstallerOutcome, DeviceError> {
        let now = self.phone_profile();
        if !now.installer {
            return Err(DeviceError::NothingAnswers);
        }
        if now.restricted {
            return Err(DeviceError::Restricted);
        }
        if request.pkcs12.len() > MAX_FILE_BYTES {
            return Err(PhoneError::TooLarge.into());
        }
        let screens = self.open_screens()?;
        let InstallRequest { pkcs12, name } = request;
        let bytes = CertificateFile { bytes: pkcs12, asks: now.installing == Installing::AsksPassword };
        let Some(identity) = self.extract(&screens, &bytes, name.as_str()).await? else {
            return Ok(InstallerOutcome::Canceled);
        };
        let used_for = match screens.ask(SystemScreen::AndroidKind).await.answer {
            SystemAnswer::Go => CredentialUse::VpnAndApps,
            SystemAnswer::Other => CredentialUse::Wifi,
            SystemAnswer::Decline => return Ok(InstallerOutcome::Canceled),
        };
        let alias = name.as_str().rsplit_once('.').map_or(name.as_str(), |(before, _)| before);
        let installed = self.name_and_install(&screens, &identity, &bytes, alias, used_for).await?;
        if now.installing == Installing::WithoutResult {
            return Ok(InstallerOutcome::Canceled);
        }
        Ok(if installed { InstallerOutcome::Ok } else { InstallerOutcome::Canceled })
    }

    /// Asks for the password in a loop until it is right; every failure is called a wrong one. `None` if the user left.
    pub(super) async fn extract(
        &self,
        screens: &ScreenSession<'_>,
        file: &CertificateFile,
        name: &str,
    ) -> Result<Option<Identity>, PhoneError> {
        if !file.asks
            && let Some(identity) = self.opened(file, SecretString::default()).await?
        {
            return Ok(Some(identity));
        }
        let mut wrong = false;
        loop {
            let reply = screens.ask(SystemScreen::AndroidPassword { name: name.to_owned(), wrong }).await;
            if reply.answer != SystemAnswer::Go {
                return Ok(None);
            }
            let typed = reply.typed.unwrap_or_default();
            if !typed.expose_secret().is_empty()
                && let Some(identity) = self.opened(file, typed).await?
            {
                return Ok(Some(identity));
            }
            wrong = true;
        }
    }

    /// 「この証明書の名前を指定してください」, and what follows from it. False if the user left.
    pub(super) async fn name_and_install(
        &self,
        screens: &ScreenSession<'_>,
        identity: &Identity,
        file: &CertificateFile,
        alias: &str,
        used_for: CredentialUse,
    ) -> Result<bool, PhoneError> {
        if !screens.goes_on(SystemScreen::AndroidName { name: alias.to_owned() }).await {
            return Ok(false);
        }
        let how = self.phone_profile().installing;
        if how == Installing::Nothing {
            return Ok(true);
        }
        let alias = if how == Installing::Renames { OTHER_NAME } else { alias };
        // KeyChain keeps the key itself; the practice phone keeps a file that opens without a password.
        let kept = certificate::to_android_p12(identity, alias).unwrap_or_else(|_| Zeroizing::new(file.bytes.to_vec()));
        let mut stored = InstalledIdentity::new(alias, identity, &kept);
        stored.wifi = used_for == CredentialUse::Wifi;
        self.store.change(|memory| memory.install(stored)).await?;
        Ok(true)
    }

    /// `getCertificateChain` where it was granted, else `choosePrivateKeyAlias`.
    pub(super) async fn play_key_chain(&self, question: KeyChainQuestion) -> Result<KeyChainAnswer, DeviceError> {
        let memory = self.store.now();
        if let Some(stored) = memory.get(question.alias.as_str()).filter(|stored| stored.granted) {
            return Ok(signed(stored.clone(), question.nonce).await?);
        }
        if !question.may_ask {
            // Whether it is there without a grant, only the chooser tells.
            return Ok(KeyChainAnswer::Denied);
        }
        let mut asks_again = false;
        match self.phone_profile().key_chain {
            KeyChainBehaviour::Answers => {}
            KeyChainBehaviour::Slow(takes) => {
                tokio::time::sleep(takes).await;
                asks_again = !self.tells_absence();
            }
            KeyChainBehaviour::Silent(limit) => {
                tokio::time::sleep(limit).await;
                return Ok(KeyChainAnswer::TimedOut);
            }
            KeyChainBehaviour::NullAtOnce => return Ok(KeyChainAnswer::NotInstalled { certain: false }),
            KeyChainBehaviour::Managed => return Ok(KeyChainAnswer::Managed),
            KeyChainBehaviour::Absent => return Err(DeviceError::NothingAnswers),
        }
        let mut offered = memory.under(&question.issuers);
        if offered.is_empty() {
            return Ok(KeyChainAnswer::NotInstalled { certain: self.tells_absence() });
        }
        // The row that a person who knows what was just installed would tap stands first.
        offered.sort_by_key(|stored| (stored.slot != question.alias.as_str(), stored.slot.clone()));
        let named = question.several.then(|| question.alias.as_str()).filter(|alias| !alias.is_empty());
        let chooser = || async {
            let screens = self.open_screens()?;
            Ok::<_, DeviceError>(screens.ask(android_chooser(&offered, named)).await.answer)
        };
        let mut answer = chooser().await?;
        if answer == SystemAnswer::Decline && asks_again {
            tokio::time::sleep(CLOSES).await;
            answer = chooser().await?;
        }
        let chosen = match answer {
            SystemAnswer::Go => offered.into_iter().next(),
            SystemAnswer::Other => offered.into_iter().nth(1),
            SystemAnswer::Decline if asks_again => return Ok(KeyChainAnswer::NotInstalled { certain: false }),
            SystemAnswer::Decline => return Ok(KeyChainAnswer::Denied),
        };
        let Some(chosen) = chosen else { return Ok(KeyChainAnswer::Denied) };
        self.store.change(|memory| memory.grant(&chosen.slot)).await?;
        Ok(signed(chosen, question.nonce).await?)
    }

    /// Up to Android 16 a null is a null, and how fast it came is all that there is to go by; from 17 on the system can be
    /// asked without a chooser (`KeyChain.choosePrivateKeyAlias` with `suppressCertificateSelection`, API 37).
    fn tells_absence(&self) -> bool {
        self.phone_profile().version(self.model).parse().is_ok_and(|version: u32| version >= 17)
    }

    async fn opened(&self, file: &CertificateFile, password: SecretString) -> Result<Option<Identity>, PhoneError> {
        let version = self.phone_profile().version(self.model);
        let bytes = file.bytes.clone();
        Ok(spawn_blocking(move || container::open_on_android(&bytes, &password, &version)).await?)
    }
}

/// `KeyChainActivity.displayCertChooserDialog`: the row of the alias that was named is selected, where it is among them; where
/// none was named, one alone is.
pub(super) fn android_chooser(offered: &[InstalledIdentity], named: Option<&str>) -> SystemScreen {
    let selected = match named {
        Some(alias) => offered.iter().position(|stored| stored.slot == alias),
        None => (offered.len() == 1).then_some(0),
    };
    SystemScreen::AndroidChooser {
        aliases: offered.iter().map(|stored| Alias::new(stored.slot.clone())).collect(),
        selected,
    }
}

/// What the installer is to open.
pub(super) struct CertificateFile {
    pub(super) bytes: Zeroizing<Vec<u8>>,
    /// It takes none without a password.
    pub(super) asks: bool,
}

/// From the end of one chooser to the next.
const CLOSES: Duration = Duration::from_millis(200);

/// The choice of 「証明書の種類の選択」.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum CredentialUse {
    VpnAndApps,
    /// Goes into another store, which KeyChain does not show.
    Wifi,
}

/// What a user who edits the name makes of it.
const OTHER_NAME: &str = "さくら";

async fn signed(stored: InstalledIdentity, nonce: Vec<u8>) -> Result<KeyChainAnswer, PhoneError> {
    spawn_blocking(move || {
        let signature = stored.unlock()?.sign(&nonce).map_err(PhoneError::Sign)?;
        Ok(KeyChainAnswer::Answered { chain: stored.chain(), alias: Alias::new(stored.slot), signature })
    })
    .await?
}
