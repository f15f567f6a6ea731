use std::str::FromStr;
use std::time::Duration;

use jiff::SignedDuration;
use journey::Platform;

/// How the practice phone is. The default is a phone on which everything goes well.
///
/// What Lockdown Mode, supervision and Stolen Device Protection show was not seen on a device: they are played where
/// Apple's words suggest it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneProfile {
    /// Another version of the system than the usual one (18.5, 15).
    pub version: Option<String>,
    /// A screen lock is set.
    pub screen_lock: bool,
    /// A network is there. Loopback works without.
    pub online: bool,
    /// Android, managed: `DISALLOW_CONFIG_CREDENTIALS` is set.
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
    pub key_chain: KeyChainBehaviour,
    /// Android: an app that was not opened for months is stopped, as on every phone until the user turns that off for the app
    /// (developer.android.com/topic/performance/app-hibernation).
    pub hibernates: bool,
    /// iOS: Safari warns before every page without TLS (設定 → アプリ → Safari → 安全ではない接続の警告).
    pub warns_of_http: bool,
    /// iOS: another browser is the default. It has no identities and takes no profiles.
    pub other_browser: bool,
    /// iOS: whether profiles may be installed.
    pub profiles: ProfilePolicy,
    /// iOS: Settings does not show the downloaded profile on its first page; VPNとデバイス管理 does.
    pub hides_entry: bool,
    /// iOS: a downloaded profile is deleted after so long.
    pub waits: SignedDuration,
}

/// Whether an iPhone or iPad takes profiles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProfilePolicy {
    /// Profiles can be installed.
    #[default]
    Allowed,
    /// ロックダウンモード: no profile at all.
    LockdownMode,
    /// A supervised device with `allowUIConfigurationProfileInstallation` off.
    Supervised,
    /// 盗難デバイスの保護, away from familiar places: an hour's delay.
    StolenDevice,
}

impl Default for PhoneProfile {
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
            key_chain: KeyChainBehaviour::Answers,
            hibernates: true,
            warns_of_http: false,
            other_browser: false,
            profiles: ProfilePolicy::Allowed,
            hides_entry: false,
            waits: SignedDuration::from_mins(8),
        }
    }
}

/// A word that the practice phone does not know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the practice phone does not know {0:?}")]
pub struct UnknownPhoneProfile(String);

/// Words with commas between them; without any, everything goes well.
impl FromStr for PhoneProfile {
    type Err = UnknownPhoneProfile;

    fn from_str(words: &str) -> Result<Self, UnknownPhoneProfile> {
        let mut phone_profile = Self::default();
        for word in words.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            match word {
                "no-screen-lock" => phone_profile.screen_lock = false,
                "offline" => phone_profile.online = false,
                "restricted" => phone_profile.restricted = true,
                "no-chrome" => phone_profile.chrome = false,
                "no-installer" => phone_profile.installer = false,
                "asks-password" => phone_profile.installing = Installing::AsksPassword,
                "installs-nothing" => phone_profile.installing = Installing::Nothing,
                "loses-result" => phone_profile.installing = Installing::WithoutResult,
                "renames" => phone_profile.installing = Installing::Renames,
                "galaxy" => phone_profile.vendor = "samsung",
                "aquos" => phone_profile.vendor = "SHARP",
                "xperia" => phone_profile.vendor = "Sony",
                "arrows" => phone_profile.vendor = "FCNT",
                "silent-chooser" => phone_profile.key_chain = KeyChainBehaviour::Silent(SILENCE),
                "null-chooser" => phone_profile.key_chain = KeyChainBehaviour::NullAtOnce,
                "slow-chooser" => phone_profile.key_chain = KeyChainBehaviour::Slow(SLOWNESS),
                "android-17" => phone_profile.version = Some("17".to_owned()),
                "managed-chooser" => phone_profile.key_chain = KeyChainBehaviour::Managed,
                "no-chooser" => phone_profile.key_chain = KeyChainBehaviour::Absent,
                "never-hibernates" => phone_profile.hibernates = false,
                "warns-of-http" => phone_profile.warns_of_http = true,
                "other-browser" => phone_profile.other_browser = true,
                "lockdown-mode" => phone_profile.profiles = ProfilePolicy::LockdownMode,
                "supervised" => phone_profile.profiles = ProfilePolicy::Supervised,
                "stolen-device" => phone_profile.profiles = ProfilePolicy::StolenDevice,
                "hides-entry" => phone_profile.hides_entry = true,
                "expires-at-once" => phone_profile.waits = SignedDuration::ZERO,
                _ => return Err(UnknownPhoneProfile(word.to_owned())),
            }
        }
        Ok(phone_profile)
    }
}

impl PhoneProfile {
    /// The system's version.
    pub(super) fn version(&self, model: Platform) -> String {
        let usual = match model {
            Platform::Iphone | Platform::Ipad => "18.5",
            Platform::Android => "15",
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

/// More than the second after which a null may be either the system's or the user's.
const SLOWNESS: Duration = Duration::from_millis(1500);

/// How KeyChain's chooser behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyChainBehaviour {
    /// As it should.
    Answers,
    /// Its callback never comes (seen on Android 13); the app's own limit ends the waiting after so long.
    Silent(Duration),
    /// It answers null at once, without a screen, whatever is installed.
    NullAtOnce,
    /// Finding out what there is takes so long that its null may be the user's: the app asks once more (AOSP's
    /// `KeyChainActivity` reckons with more than two seconds, `SNACKBAR_DELAY_TIME`).
    Slow(Duration),
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
        let read: PhoneProfile = "other-browser, supervised,expires-at-once".parse().unwrap();
        let wanted = PhoneProfile {
            other_browser: true,
            profiles: ProfilePolicy::Supervised,
            waits: SignedDuration::ZERO,
            ..PhoneProfile::default()
        };
        assert_eq!(read, wanted);
        assert_eq!("".parse(), Ok(PhoneProfile::default()));
        assert!("other-browser,moonlight".parse::<PhoneProfile>().unwrap_err().to_string().contains("moonlight"));
    }
}
