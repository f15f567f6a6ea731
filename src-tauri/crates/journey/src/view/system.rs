use serde::Serialize;
use ts_rs::TS;

/// What the practice phone's system shows over the app. Words are the system's own (catalogue `system_*`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "id", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum SystemScreen {
    /// Android 「証明書の種類の選択」. go: OK with VPN とアプリ, other: OK with Wi-Fi, decline: キャンセル.
    AndroidKind,
    /// Android 「この証明書の名前を指定してください」. go, decline.
    AndroidName {
        /// Prefilled name.
        name: String,
    },
    /// Android chooser. go: 選択, decline: 拒否.
    AndroidChooser {
        /// Aliases shown; the first is selected.
        aliases: Vec<String>,
    },
    /// Safari on the loopback page. go: its button, decline: 完了 (close Safari).
    SafariPage {
        /// Address shown.
        url: String,
        /// The page's heading, as served.
        heading: String,
        /// The page's sentences, as served.
        sentences: Vec<String>,
        /// The button's words, as served; none: no button.
        button: Option<String>,
    },
    /// Safari 「構成プロファイルをダウンロードしようとしています」. go: 許可, decline: 無視.
    SafariAllow,
    /// 「プロファイルがダウンロードされました」. go: 閉じる.
    SafariDownloaded,
    /// Safari asks for the certificate for the probe. go: 続ける, decline: キャンセル.
    SafariChooser {
        /// Names of the identities.
        names: Vec<String>,
    },
    /// Settings root. go: ダウンロード済みのプロファイル (where there is one), decline: back to the app.
    SettingsRoot {
        /// A downloaded profile waits.
        waiting: bool,
    },
    /// Settings, the profile. go: インストール, decline: キャンセル.
    SettingsProfile {
        /// Display name.
        name: String,
        /// Organisation.
        organization: String,
        /// Description.
        description: String,
    },
    /// Passcode. go (any four digits), decline.
    SettingsPasscode,
    /// Unsigned warning. go: インストール, decline.
    SettingsUnsigned,
    /// Certificate password. go after `put_secret(practice-phone-password)`, decline.
    SettingsPassword {
        /// The last one was wrong.
        wrong: bool,
    },
    /// Installed. go: 完了 (back to the app).
    SettingsInstalled,
}
