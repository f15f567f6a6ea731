use std::str::FromStr;
use std::time::Duration;

use jiff::SignedDuration;
use journey::PracticePhoneModel;

/// How the practice phone is. The default is a phone on which everything goes well.
///
/// What Lockdown Mode, supervision and Stolen Device Protection show was not seen on a device: they are played where
/// Apple's words suggest it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circumstances {
    /// Another version of the system than the usual one (18.5, 15).
    pub version: Option<String>,
    /// A screen lock is set.
    pub screen_lock: bool,
    /// A network is there. Loopback works without.
    pub online: bool,
    /// Android: `DISALLOW_CONFIG_CREDENTIALS`.
    pub restricted: bool,
    /// Android: Chrome is there.
    pub chrome: bool,
    /// Android: who made it, `Build.MANUFACTURER`.
    pub vendor: &'static str,
    /// Android: the system has a certificate installer that takes files from apps.
    pub installer: bool,
    /// Android: how that installer behaves.
    pub installing: Installing,
    /// Android: how KeyChain's chooser behaves.
    pub key_chain: KeyChainMood,
    /// iOS: Safari warns before every page without TLS (設定 → アプリ → Safari → 安全ではない接続の警告).
    pub warns_of_http: bool,
    /// iOS: another browser is the default. It has no identities and takes no profiles.
    pub other_browser: bool,
    /// iOS: whether profiles may be installed.
    pub profiles: Profiles,
    /// iOS: Settings does not show the downloaded profile on its first page; VPNとデバイス管理 does.
    pub hides_entry: bool,
    /// iOS: a downloaded profile is deleted after so long.
    pub waits: SignedDuration,
}

/// Whether an iPhone or iPad takes profiles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profiles {
    /// It does.
    #[default]
    Allowed,
    /// ロックダウンモード: no profile at all.
    LockdownMode,
    /// A supervised device with `allowUIConfigurationProfileInstallation` off.
    Supervised,
    /// 盗難デバイスの保護, away from familiar places: an hour's delay.
    StolenDevice,
}

impl Default for Circumstances {
    fn default() -> Self {
        Self {
            version: None,
            screen_lock: true,
            online: true,
            restricted: false,
            chrome: true,
            vendor: "Google",
            installer: true,
            installing: Installing::Usual,
            key_chain: KeyChainMood::Answers,
            warns_of_http: false,
            other_browser: false,
            profiles: Profiles::Allowed,
            hides_entry: false,
            waits: SignedDuration::from_mins(8),
        }
    }
}

/// A word that names no circumstance.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no circumstance is called {0:?}")]
pub struct UnknownCircumstance(String);

/// Words with commas between them; none: everything goes well.
impl FromStr for Circumstances {
    type Err = UnknownCircumstance;

    fn from_str(words: &str) -> Result<Self, UnknownCircumstance> {
        let mut circumstances = Self::default();
        for word in words.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            match word {
                "no-screen-lock" => circumstances.screen_lock = false,
                "offline" => circumstances.online = false,
                "restricted" => circumstances.restricted = true,
                "no-chrome" => circumstances.chrome = false,
                "no-installer" => circumstances.installer = false,
                "asks-password" => circumstances.installing = Installing::AsksPassword,
                "installs-nothing" => circumstances.installing = Installing::Nothing,
                "loses-result" => circumstances.installing = Installing::WithoutResult,
                "renames" => circumstances.installing = Installing::Renames,
                "galaxy" => circumstances.vendor = "samsung",
                "aquos" => circumstances.vendor = "SHARP",
                "xperia" => circumstances.vendor = "Sony",
                "arrows" => circumstances.vendor = "FCNT",
                "silent-chooser" => circumstances.key_chain = KeyChainMood::Silent(SILENCE),
                "null-chooser" => circumstances.key_chain = KeyChainMood::NullAtOnce,
                "managed-chooser" => circumstances.key_chain = KeyChainMood::Managed,
                "no-chooser" => circumstances.key_chain = KeyChainMood::Absent,
                "warns-of-http" => circumstances.warns_of_http = true,
                "other-browser" => circumstances.other_browser = true,
                "lockdown-mode" => circumstances.profiles = Profiles::LockdownMode,
                "supervised" => circumstances.profiles = Profiles::Supervised,
                "stolen-device" => circumstances.profiles = Profiles::StolenDevice,
                "hides-entry" => circumstances.hides_entry = true,
                "expires-at-once" => circumstances.waits = SignedDuration::ZERO,
                _ => return Err(UnknownCircumstance(word.to_owned())),
            }
        }
        Ok(circumstances)
    }
}

impl Circumstances {
    /// The system's version.
    pub(super) fn version(&self, model: PracticePhoneModel) -> String {
        let usual = match model {
            PracticePhoneModel::Iphone | PracticePhoneModel::Ipad => "18.5",
            PracticePhoneModel::Android => "15",
        };
        self.version.clone().unwrap_or_else(|| usual.to_owned())
    }
}

/// How Android's installer behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Installing {
    /// As it should.
    #[default]
    Usual,
    /// It opens no file without asking for a password.
    AsksPassword,
    /// It says `RESULT_OK` and nothing is installed: KeyChain swallows a `KeyStoreException`.
    Nothing,
    /// It installs, and its result is lost: the launcher icon was pressed meanwhile.
    WithoutResult,
    /// The user gives the certificate another name there.
    Renames,
}

/// How long a silent chooser is waited for, for the tests' sake.
const SILENCE: Duration = Duration::from_millis(1500);

/// How KeyChain's chooser behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyChainMood {
    /// As it should.
    Answers,
    /// Its callback never comes (seen on Android 13); the app's own limit ends the waiting after so long.
    Silent(Duration),
    /// It answers null at once, without a screen, whatever is installed.
    NullAtOnce,
    /// The device policy answers in the user's place.
    Managed,
    /// The system has no chooser.
    Absent,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn are_read_word_by_word() {
        let read: Circumstances = "other-browser, supervised,expires-at-once".parse().unwrap();
        let wanted = Circumstances {
            other_browser: true,
            profiles: Profiles::Supervised,
            waits: SignedDuration::ZERO,
            ..Circumstances::default()
        };
        assert_eq!(read, wanted);
        assert_eq!("".parse(), Ok(Circumstances::default()));
        assert!("other-browser,moonlight".parse::<Circumstances>().unwrap_err().to_string().contains("moonlight"));
    }
}
