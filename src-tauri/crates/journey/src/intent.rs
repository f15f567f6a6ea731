use certificate::CertificateKind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ids::{Alias, OfficeId};
use crate::view::{Appearance, HandOffMethod, InstallMethod, Platform, PortalWay, ProfileProblem};

/// What the user wants. Secrets do not travel here: `put_secret` brings them just before.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, TS, strum::IntoStaticStr)]
#[serde(tag = "id", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[strum(serialize_all = "kebab-case")]
pub enum Intent {
    /// 「はじめる」, 「証明書を入れる」, 「ほかの事業所を追加する」.
    Start,
    /// 「つづきから」.
    Resume,
    /// 「証明書を新しくする」.
    Renew {
        /// The certificate, by the name of its slot.
        slot: Alias,
    },
    /// The page of a certificate of this phone, from home.
    OpenHeld {
        /// The certificate, by the name of its slot.
        slot: Alias,
    },
    /// 「証明書を更新する」: asks first whether it was applied for on a computer.
    OpenRenewal {
        /// The certificate, by the name of its slot.
        slot: Alias,
    },
    /// How a certificate is removed from this phone.
    OpenRemoval {
        /// The certificate, by the name of its slot.
        slot: Alias,
        /// The one before, which a newer one has left under a name of its own.
        beside: bool,
    },
    /// On the page of a certificate: offers its end of validity to a calendar.
    ShareCalendar,
    /// On the page of the reminders: 「知らせてもらう」, after which the system asks.
    TurnOnReminders,
    /// On the page of the reminders: nothing comes any more.
    TurnOffReminders,
    /// Moves the practice phone's time on to its next notification.
    PassTime,
    /// On the page of the records: offers them as a table to other apps.
    ShareRecords,
    /// 「もどる」. Also the system's back gesture and Escape.
    Back,
    /// Yes to `View.question`.
    Confirm,
    /// No to `View.question`.
    Stay,
    /// Opens a page over the screen.
    Open {
        /// The page to lay over the screen.
        page: Overlay,
    },
    /// A page of the guide; `None`: its contents.
    OpenGuide {
        /// The page of the guide; `None`: its contents.
        page: Option<String>,
    },
    /// How everything is drawn and worded.
    SetAppearance {
        /// All of it.
        appearance: Appearance,
    },
    /// The address of the service, from the page of Settings.
    SetService {
        /// As typed; empty: none any more.
        text: String,
    },
    /// Forgets the user ID that was kept.
    ForgetUserId,
    /// Forgets every record of this app. The certificates stay in the phone.
    ForgetRecords,
    /// Closes the page over the screen.
    Close,
    /// Preparation: 「つづける」.
    Continue,
    /// Look at the phone again (coming back from Settings too).
    LookAgain,
    /// Opens a page of the system's Settings.
    OpenSettings {
        /// The page of the system's Settings.
        page: SettingsPage,
    },
    /// 「ログイン」, after `put_secret(login-password)`.
    LogIn {
        /// As typed; normalised and checked by Rust.
        user_id: String,
        /// Keep the user ID on this phone.
        remember: bool,
    },
    /// Opens the portal's own pages in a window of the app; where it is open, brings it to the front.
    OpenWindow,
    /// Goes on by the other way to the portal.
    ChooseWay {
        /// The way to go on by.
        way: PortalWay,
    },
    /// 「同意する」 to the portal's terms.
    AcceptTerms,
    /// 「決める」, after `put_secret(new-login-password)`.
    SetPassword,
    /// 「送る」, after `put_secret(login-code)`: the code that came by mail.
    SendCode,
    /// Goes on although the same user ID is logged in elsewhere.
    TakeOver,
    /// An office of the portal's page.
    ChooseOffice {
        /// The portal's choice, by its handle.
        choice: u32,
    },
    /// other-kind: goes on with the file although it seems to be another certificate than the chosen one.
    UseOtherKind,
    /// other-kind: back to the list, the file is wiped.
    ChooseAgain,
    /// From the help-desk page: opens the telephone, a mail, or the inquiry page. Nothing is called or sent by it.
    ReachHelpDesk {
        /// How the help desk is reached.
        channel: HelpDeskChannel,
        /// Subject of the mail.
        subject: String,
        /// What stands in the mail: the diagnosis sheet in the user's language.
        text: String,
    },
    /// From the help-desk page and About: opens a mail to the publisher or the publisher's page. Nothing is sent by it.
    ReachPublisher {
        /// Subject of the mail.
        subject: String,
        /// What stands in the mail: the diagnosis sheet in the user's language.
        text: String,
    },
    /// Goes on at the portal in the browser.
    OpenPortal,
    /// 「これを入れる」.
    Choose {
        /// Handle of the row that was chosen.
        row: u32,
        /// Known office it belongs to; `None`: another office.
        office: Option<OfficeId>,
    },
    /// Cancels what is under way.
    Cancel,
    /// Does again what failed, from the user's own hand.
    TryAgain,
    /// 「たしかめる」 on certificate-password, after `put_secret(certificate-password)`.
    OpenCertificate,
    /// 「続ける」 on certificate-password, after it was said how long opening takes.
    OpenSlowly,
    /// certificate: 「それでもインストールする」 where the app has doubts; how to install it is shown next.
    InstallAnyway,
    /// 「Safariに渡す」 / 「このスマホにインストールする」; on hand-over and installing: begin the way that is drawn; on settings-steps:
    /// hand over again; on verify: put it in again.
    HandOver,
    /// hand-over: shows how another way goes.
    ChooseHandOffMethod {
        /// The method to show.
        method: HandOffMethod,
    },
    /// certificate, verify, installing (Android): shows how another way goes.
    ChooseInstallMethod {
        /// The method to show.
        method: InstallMethod,
    },
    /// Deletes a certificate file that the app saved to Downloads.
    DeleteSavedFile {
        /// Name of that file.
        name: String,
    },
    /// hand-over: go on to Settings although nothing was seen to be fetched.
    SkipToSettings,
    /// A page on what keeps a profile out of an iPhone or iPad.
    OpenProfileProblem {
        /// What keeps the profile out.
        page: ProfileProblem,
    },
    /// Opens the practice phone's 「ファイル」.
    OpenFiles,
    /// 「かくす」: the certificate password is no longer shown.
    HideSecret,
    /// 「コピー」 the certificate password (this phone only, ends with the countdown).
    CopyPassword,
    /// 「入れました」.
    SaidInstalled,
    /// 「たしかめる」 on verify, installing and home.
    Verify {
        /// The certificate, from home; `None`: the one at hand.
        slot: Option<Alias>,
    },
    /// 「消しました」. On the page of a removal: it was removed from the phone. Else: the practice certificate was removed from
    /// this very phone, so the record of it goes.
    SaidRemoved,
    /// 「設定でたしかめました」: the user looked.
    SaidVerified,
    /// 「あとで」.
    Later,
    /// Gives the office of the certificate at hand a name.
    NameOffice {
        /// At most 40 characters.
        name: String,
    },
    /// 「サービスを開く」.
    OpenService,
    /// 「おわる」.
    Finish,
    /// Starts to practise, with an office of the practice portal.
    StartPractice {
        /// What plays the phone; `None`: this very phone.
        phone: Option<Platform>,
        /// Handle of that office.
        office: String,
    },
    /// 「練習をやめる」: asks first.
    LeavePractice,
    /// Yes to `View.inbound`.
    Accept,
    /// No to `View.inbound`, or closing it.
    Dismiss,
    /// An address that was typed or pasted on the scanning page.
    ReadText {
        /// As it was typed.
        text: String,
    },
    /// 「ファイルをもう持っている」: the system's picker. Where nothing is left for it, the picked file is followed at once.
    PickFile,
    /// What stands on the facility card, on its page.
    MakeCard {
        /// Number of this submission, which [`CardAnswer`](crate::CardAnswer) answers to.
        request: u32,
        /// Which certificate; `None`: either.
        kind: Option<CertificateKind>,
        /// The office's name; cut to 40 characters.
        office: String,
        /// ユーザーID as typed; `None`: it does not stand on the card.
        user_id: Option<String>,
    },
    /// Answers the practice phone's system screen.
    AnswerSystem {
        /// What is tapped on it.
        answer: SystemAnswer,
    },
}

/// A page that can be opened from everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Overlay {
    /// Whom to call, and what to say.
    HelpDesk,
    /// 「こまったとき」.
    Troubleshooting,
    /// 「使い方」.
    Guide,
    /// 「設定」.
    Settings,
    /// 「パソコンでやること」.
    PcCard,
    /// 「ブラウザでする」: the same way in Safari or Chrome.
    Browser,
    /// 「QRコードを読み取る」.
    Scan,
    /// 「つぎのスマホも」: the card for the wall.
    FacilityCard,
    /// What this app has written down of certificates.
    Records,
    /// 「期限の前に知らせる」.
    Reminders,
    /// A phone of the office is lost.
    LostPhone,
    /// A new phone takes the place of this one.
    NewPhone,
    /// Where practice is started.
    Practice,
    /// What the app is, and whose.
    About,
}

/// A way to the help desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum HelpDeskChannel {
    /// The telephone app with the number in it; calling costs.
    Phone,
    /// A mail that is begun.
    Mail,
    /// The manual's inquiry page in the browser.
    Page,
}

/// A page of the system's Settings that can be opened or is closest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum SettingsPage {
    /// Where a screen lock is set.
    ScreenLock,
    /// Where the network is chosen.
    Network,
    /// Date and time.
    Clock,
    /// Security, user credentials.
    Credentials,
    /// Where the downloaded profile waits (iOS).
    Profile,
    /// The notifications of this app.
    Notifications,
    /// What the system says of this app, and lets the user set for it.
    App,
}

/// An answer to a system screen; what each means stands at the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum SystemAnswer {
    /// The thing that the way wants tapped.
    Go,
    /// Cancel, ignore, refuse, close.
    Decline,
    /// The other choice, where there is one.
    Other,
}

/// What a secret is for. The secret itself never stands beside this in one type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum SecretKind {
    /// The ログインパスワード of the portal.
    LoginPassword,
    /// The new ログインパスワード at the first login.
    NewLoginPassword,
    /// 確認コード: what the portal has sent by mail.
    LoginCode,
    /// 証明書のパスワード. The only one that can be revealed.
    CertificatePassword,
    /// What is typed into the practice phone's Settings.
    PracticePhonePassword,
}
