use std::time::Duration;

use journey::PracticePhoneModel;

/// How the practice phone is. The default is a phone on which everything goes well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circumstances {
    /// Another version of the system than the usual one (18.5, 15).
    pub version: Option<String>,
    /// A screen lock is set.
    pub screen_lock: bool,
    /// A network is there. Loopback works without.
    pub online: bool,
    /// Android: `DISALLOW_CONFIG_CREDENTIALS`. iOS: no profiles may be installed (Lockdown Mode, a supervised device).
    pub restricted: bool,
    /// Android: Chrome is there.
    pub chrome: bool,
    /// Android: the system has a certificate installer.
    pub installer: bool,
    /// Android: how KeyChain's chooser behaves.
    pub key_chain: KeyChainMood,
    /// iOS: Safari warns before every page without TLS (設定 → アプリ → Safari → 安全ではない接続の警告).
    pub warns_of_http: bool,
}

impl Default for Circumstances {
    fn default() -> Self {
        Self {
            version: None,
            screen_lock: true,
            online: true,
            restricted: false,
            chrome: true,
            installer: true,
            key_chain: KeyChainMood::Answers,
            warns_of_http: false,
        }
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

/// How KeyChain's chooser behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyChainMood {
    /// As it should.
    Answers,
    /// Its callback never comes (seen on Android 13); the app's own limit ends the waiting after so long.
    Silent(Duration),
    /// The device policy answers in the user's place.
    Managed,
    /// The system has no chooser.
    Absent,
}
