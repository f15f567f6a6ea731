use jiff::Timestamp;
use serde::Serialize;
use ts_rs::TS;

use super::ProfileProblem;
use crate::ids::Alias;

/// What the practice phone's system shows over the app. Words are the system's own (catalogue `system_*`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "id", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum SystemScreen {
    /// Android 「証明書の種類の選択」. go: OK with VPN とアプリ, other: OK with Wi-Fi, decline: キャンセル.
    AndroidKind,
    /// Android 「この証明書の名前を指定してください」. go, decline.
    AndroidName {
        /// The name that stands in its field already.
        name: String,
    },
    /// Android's installer asks for the file's password. go after `put_secret(practice-phone-password)`, decline.
    AndroidPassword {
        /// What is to be opened.
        name: String,
        /// The last one was wrong.
        wrong: bool,
    },
    /// Android Settings 「暗号化と認証情報」. go: 証明書のインストール, other: ユーザー認証情報, decline: back to the app.
    AndroidSecurity,
    /// 「証明書のインストール」. go: VPN とアプリユーザー証明書, other: Wi-Fi 証明書, decline: back.
    AndroidInstall,
    /// The picker on Downloads. go: the newest file (where there is one), decline: back.
    AndroidFiles {
        /// The newest first.
        names: Vec<String>,
    },
    /// 「ユーザー認証情報」. go: the newest (where there is one), decline: back.
    AndroidCredentials {
        /// The newest first.
        names: Vec<String>,
    },
    /// One of them. go: OK (back to the app), other: 削除, decline: back to the list.
    AndroidCredential {
        /// Name of the credential.
        name: String,
        /// Installed for Wi-Fi.
        wifi: bool,
    },
    /// Android chooser. go: 選択 with the first, other: with the second, decline: 拒否.
    AndroidChooser {
        /// The aliases that are listed.
        aliases: Vec<Alias>,
        /// The row that is selected already. Without one 「選択」 is grey until a row is tapped.
        selected: Option<usize>,
    },
    /// The system asks whether the app may notify. go: 許可, decline: 許可しない.
    NotificationQuestion,
    /// A notification of the app. go: a tap, which opens the app there, decline: swept away.
    Reminder {
        /// Its first line.
        title: String,
        /// The lines below.
        text: String,
        /// What a tap opens.
        link: String,
        /// When it came, Unix milliseconds.
        #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
        #[ts(type = "number")]
        at: Timestamp,
    },
    /// Safari on the loopback page. go: its button, other: its second link, decline: 閉じる (close Safari).
    SafariPage {
        /// The address that is shown.
        url: String,
        /// The page's heading, as served.
        heading: String,
        /// The page's sentences, as served.
        sentences: Vec<String>,
        /// The button's words, as served; `None`: no button.
        button: Option<String>,
        /// The second link's words, as served; `None` if there is no second link.
        second: Option<String>,
    },
    /// Another browser, the default one, on a page. go: its button, other: its second link, decline: back to the app.
    OtherBrowserPage {
        /// The address that is shown.
        url: String,
        /// The page's heading, as served.
        heading: String,
        /// The page's sentences, as served.
        sentences: Vec<String>,
        /// The button's words, as served; `None`: no button.
        button: Option<String>,
        /// The second link's words, as served; `None` if there is no second link.
        second: Option<String>,
    },
    /// The share sheet. go: 「“ファイル”に保存」, decline: close.
    ShareSheet {
        /// The file's name.
        name: String,
    },
    /// 「ファイル」 asks where. go: 保存, decline: キャンセル.
    FilesSave {
        /// The file's name.
        name: String,
    },
    /// 「ファイル」. go: opens the newest file (where there is one), decline: back to the app.
    FilesList {
        /// The newest first.
        names: Vec<String>,
    },
    /// Safari 「構成プロファイルをダウンロードしようとしています」. go: 許可, decline: 無視.
    SafariAllow {
        /// The page that loaded the profile, and stays.
        over: Box<SystemScreen>,
    },
    /// 「プロファイルがダウンロードされました」. go: 閉じる.
    SafariDownloaded {
        /// What was there before, and stays.
        over: Box<SystemScreen>,
    },
    /// Safari asks for the certificate for the probe. go: 続ける, decline: キャンセル.
    SafariChooser {
        /// Names of the identities.
        names: Vec<String>,
    },
    /// Settings root. go: ダウンロード済みのプロファイル (where there is one), other: 一般 → VPNとデバイス管理, decline: back
    /// to the app.
    SettingsRoot {
        /// A downloaded profile waits.
        waiting: bool,
    },
    /// VPNとデバイス管理. go: the profile that waits, else the first that is installed (where there is one), decline: back.
    SettingsManagement {
        /// Name of the downloaded profile.
        waiting: Option<String>,
        /// Names of those that are installed.
        installed: Vec<String>,
    },
    /// The certificate of an installed profile. go: back to the app, decline: back to the list.
    SettingsDetails {
        /// 発行先.
        subject: String,
        /// 発行者.
        issuer: String,
        /// End of validity, Unix milliseconds.
        #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
        #[ts(type = "number")]
        until: Timestamp,
    },
    /// Settings does not install it. go: OK.
    SettingsRefused {
        /// What keeps it out.
        problem: ProfileProblem,
    },
    /// Settings, the profile. go: インストール, decline: キャンセル.
    SettingsProfile {
        /// PayloadDisplayName: the name in the list.
        name: String,
        /// PayloadOrganization: who made it.
        organization: String,
        /// PayloadDescription: what it is for.
        description: String,
    },
    /// Passcode. go (any four digits), decline.
    SettingsPasscode,
    /// Unsigned warning. go: インストール, decline.
    SettingsUnsigned,
    /// Certificate password. go after `put_secret(practice-phone-password)`, decline.
    SettingsPassword {
        /// Name of the file in the profile, by which iOS asks.
        name: String,
        /// The last one was wrong.
        wrong: bool,
    },
    /// Installed. go: 完了 (back to the app).
    SettingsInstalled,
}
