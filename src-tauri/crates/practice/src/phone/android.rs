use app::{DeviceError, InstallRequest, InstallerEnd, KeyChainAnswer, KeyChainQuestion};
use certificate::MAX_FILE_BYTES;
use journey::{SystemAnswer, SystemScreen};
use tokio::task::spawn_blocking;

use super::memory::Stored;
use super::{KeyChainMood, PracticePhone, Refusal, container};

impl PracticePhone {
    /// CertInstaller: no password is asked for, because the file opens with an empty one.
    pub(super) async fn play_installer(&self, request: InstallRequest) -> Result<InstallerEnd, DeviceError> {
        let now = self.circumstances();
        if !now.installer {
            return Err(DeviceError::NothingAnswers);
        }
        if now.restricted {
            return Err(DeviceError::Restricted);
        }
        if request.pkcs12.len() > MAX_FILE_BYTES {
            return Err(Refusal::TooLarge.into());
        }
        let sheet = self.open_sheet()?;
        let InstallRequest { pkcs12, name } = request;
        let opened = spawn_blocking(move || container::open_on_android(&pkcs12).map(|identity| (identity, pkcs12)));
        let Some((identity, pkcs12)) = opened.await.map_err(Refusal::from)? else {
            // The system asks for a password in a loop; leaving is the only way out.
            return Ok(InstallerEnd::Canceled);
        };
        let use_for = match sheet.ask(SystemScreen::AndroidKind).await.answer {
            SystemAnswer::Go => Use::VpnAndApps,
            SystemAnswer::Other => Use::Wifi,
            SystemAnswer::Decline => return Ok(InstallerEnd::Canceled),
        };
        let alias = name.rsplit_once('.').map_or(name.as_str(), |(before, _)| before).to_owned();
        if !sheet.goes_on(SystemScreen::AndroidName { name: alias.clone() }).await {
            return Ok(InstallerEnd::Canceled);
        }
        if use_for == Use::VpnAndApps {
            let stored = Stored::new(&alias, &identity, &pkcs12);
            self.store.change(|memory| memory.install(stored)).await?;
        }
        Ok(InstallerEnd::Ok)
    }

    /// `getCertificateChain` where it was granted, else `choosePrivateKeyAlias`.
    pub(super) async fn play_key_chain(&self, question: KeyChainQuestion) -> Result<KeyChainAnswer, DeviceError> {
        let memory = self.store.now();
        if let Some(stored) = memory.get(&question.alias).filter(|stored| stored.granted) {
            return Ok(signed(stored.clone(), question.nonce).await?);
        }
        let mut offered = memory.under(&question.issuers);
        if !question.may_ask {
            return Ok(if offered.is_empty() { KeyChainAnswer::NotInstalled } else { KeyChainAnswer::Denied });
        }
        match self.circumstances().key_chain {
            KeyChainMood::Answers => {}
            KeyChainMood::Silent(limit) => {
                tokio::time::sleep(limit).await;
                return Ok(KeyChainAnswer::TimedOut);
            }
            KeyChainMood::Managed => return Ok(KeyChainAnswer::Managed),
            KeyChainMood::Absent => return Err(DeviceError::NothingAnswers),
        }
        if offered.is_empty() {
            return Ok(KeyChainAnswer::NotInstalled);
        }
        let sheet = self.open_sheet()?;
        // The row that a person who knows what was just installed would tap stands first.
        offered.sort_by_key(|stored| (stored.slot != question.alias, stored.slot.clone()));
        let aliases = offered.iter().map(|stored| stored.slot.clone()).collect();
        let chosen = match sheet.ask(SystemScreen::AndroidChooser { aliases }).await.answer {
            SystemAnswer::Go => offered.into_iter().next(),
            SystemAnswer::Other => offered.into_iter().nth(1),
            SystemAnswer::Decline => None,
        };
        let Some(chosen) = chosen else { return Ok(KeyChainAnswer::Denied) };
        self.store.change(|memory| memory.grant(&chosen.slot)).await?;
        Ok(signed(chosen, question.nonce).await?)
    }
}

/// The choice of 「証明書の種類の選択」.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    VpnAndApps,
    /// Goes into another store, which KeyChain does not show.
    Wifi,
}

async fn signed(stored: Stored, nonce: Vec<u8>) -> Result<KeyChainAnswer, Refusal> {
    spawn_blocking(move || {
        let signature = stored.unlock()?.sign(&nonce).map_err(Refusal::Sign)?;
        Ok(KeyChainAnswer::Answered { chain: stored.chain(), alias: stored.slot, signature })
    })
    .await?
}
