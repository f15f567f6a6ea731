use std::collections::BTreeMap;

use certificate::{CertificateKind, Fingerprint};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::intent::{Aside, PracticePhoneModel};

/// Everything the UI draws. It holds handles and words from outside, never a secret.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct View {
    /// Grows by one with every View sent; an older one is to be dropped.
    #[ts(type = "number")]
    pub revision: u64,
    /// The app's clock when this View was made, Unix milliseconds: what countdowns start from.
    #[ts(type = "number")]
    pub now: i64,
    /// The screen of the way.
    pub screen: Screen,
    /// The stage marked on top; none off the way (home, welcome).
    pub stage: Option<Stage>,
    /// Which system's screens are drawn and whose words are used.
    pub platform: Platform,
    /// What back does here.
    pub back: Back,
    /// A question that waits for an answer, over the screen.
    pub question: Option<Question>,
    /// A page opened from the screen, over it; closing it returns to the screen.
    pub aside: Option<AsideView>,
    /// Practice: marked on every screen.
    pub practice: Option<PracticeView>,
    /// What the practice phone's system shows over the app.
    pub system: Option<SystemScreen>,
    /// How everything is drawn and worded.
    pub appearance: Appearance,
    /// This device's clock differs from the portal's by so many minutes (positive: it is ahead); none where it is right.
    pub clock_off: Option<i32>,
}

/// How everything is drawn and worded, by the user's choice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, rename_all = "camelCase")]
pub struct Appearance {
    /// BCP 47; none: the system's, as far as there is a catalogue, else Japanese.
    pub language: Option<String>,
    /// Light, dark, or as the system has it.
    pub theme: Theme,
    /// ふりがな in やさしい日本語.
    pub furigana: Furigana,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Whether readings are shown. Screen readers read them twice, so they can be switched off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Furigana {
    /// Above every kanji.
    #[default]
    Shown,
    /// None.
    Hidden,
}

/// The four stages, always with the same words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// 1 じゅんび
    Prepare,
    /// 2 ダウンロード
    Download,
    /// 3 入れる
    Install,
    /// 4 たしかめる
    Verify,
}

/// Whose system screens come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Platform {
    /// iPhone, iOS 18 or 26.
    Iphone,
    /// iPad, iPadOS 18 or 26.
    Ipad,
    /// Android 13 to 16.
    Android,
}

impl Platform {
    /// True where the certificate goes by way of Safari and Settings.
    pub fn is_apple(self) -> bool {
        matches!(self, Self::Iphone | Self::Ipad)
    }
}

/// What the back button does on this screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Back {
    /// There is nowhere to go back to: no button.
    Nowhere,
    /// Goes back at once; nothing is lost.
    Plain,
    /// Asks first ([`Question`]).
    Asks,
}

/// A yes/no question in a dialog. Answered by `Intent::Confirm` or `Intent::Stay`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// Leave while the portal is being asked.
    LeaveDownload,
    /// Leave with a downloaded file that is not handed over yet: it must be downloaded again.
    LeaveCertificate,
    /// Leave after the hand-over, before the proof.
    LeaveHandOver,
    /// Leave practice: what was practised is deleted.
    LeavePractice,
}

/// A failure in the three parts of the storyboard, as `failure_{code}_{what,kept,todo}` in the catalogues.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// Stable kebab-case code, said to the help desk.
    pub code: String,
    /// What the sentence has to name (a host, a number). Never a secret.
    pub params: BTreeMap<String, String>,
    /// Doing the same again can help.
    pub retryable: bool,
}

impl Failure {
    /// A failure without parameters.
    pub fn new(code: &str, retryable: bool) -> Self {
        Self { code: code.to_owned(), params: BTreeMap::new(), retryable }
    }
}

/// The screen of the way; ids as in the storyboard.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(tag = "id", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Screen {
    /// 0: the certificates of this phone.
    Home {
        /// What the ledger holds, the most urgent first.
        certificates: Vec<HeldCertificate>,
        /// What the main button does.
        primary: HomePrimary,
        /// The state file could not be read, in whole or in part.
        failure: Option<Failure>,
    },
    /// 1: what is needed, what the app does with it.
    Welcome {
        /// The state file could not be read or is from a newer version.
        failure: Option<Failure>,
    },
    /// 2: only what stands in the way. Skipped when nothing does.
    Preparation {
        /// One card each.
        obstacles: Vec<Obstacle>,
        /// One of them makes going on pointless.
        blocked: bool,
    },
    /// 3: login to 電子請求受付システム.
    Login {
        /// What the field starts with.
        user_id: String,
        /// ユーザーIDをおぼえておく is on.
        remember: bool,
        /// Why the last try failed.
        failure: Option<Failure>,
        /// Tries left before the account locks, counted in this app; shown when fewer than three.
        tries_left: Option<u8>,
        /// The account is locked until about then, Unix milliseconds.
        #[ts(type = "number | null")]
        locked_until: Option<i64>,
    },
    /// 3a: the portal's own terms, at the first login.
    Terms {
        /// The page's title.
        title: String,
        /// The text, unshortened, a line per block.
        text: String,
        /// The text stands where this app cannot read it: it must be read in the browser.
        elsewhere: bool,
        /// Agreeing right now.
        working: bool,
    },
    /// 3b: the new login password, at the first login.
    NewPassword {
        /// The portal's own sentences on what it must be.
        rules: Vec<String>,
        /// Least number of characters.
        min_length: u32,
        /// Greatest number of characters.
        max_length: u32,
        /// Why the last one was not taken.
        failure: Option<Failure>,
        /// Being set right now.
        working: bool,
    },
    /// 4: two or more certificates, or a question about the office.
    Certificates {
        /// The portal's rows.
        choices: Vec<Choice>,
        /// Row preselected.
        suggested: Option<u32>,
        /// Offices already on this phone that have such a certificate: 「この事業所／ほかの事業所」.
        offices: Vec<OfficeChoice>,
    },
    /// 4e: the list is empty. Not an error.
    NoCertificate {
        /// It is between 1:30 and 6:30 in Japan: nothing is issued now.
        issuing_paused: bool,
        /// Looking again right now.
        looking: bool,
    },
    /// 5: the portal is being asked.
    Downloading {
        /// What is being done.
        at: Working,
        /// It takes longer than usual (8 s).
        slow: bool,
    },
    /// 6: the password of the letter.
    CertificatePassword {
        /// Why the last try failed.
        failure: Option<Failure>,
        /// What was typed oddly, by position; the characters themselves stay in the field.
        oddities: Vec<OddCharacter>,
        /// The file is being opened.
        working: bool,
    },
    /// 7: what was found, and the drawn system dialogs that come next.
    Certificate {
        /// What was found.
        summary: CertificateSummary,
        /// Anything wrong or noteworthy, all of it.
        findings: Vec<FindingView>,
        /// It can be put into this phone.
        acceptable: bool,
        /// Hand-over is being prepared.
        working: bool,
        /// Why the hand-over did not start.
        failure: Option<Failure>,
    },
    /// 8i: Safari is open on the loopback page.
    HandOver {
        /// The profile has been fetched.
        fetched: bool,
        /// Nothing was fetched for 6 s: offer the other way.
        slow: bool,
        /// Why Safari could not be opened.
        failure: Option<Failure>,
    },
    /// 9i: the steps in Settings.
    SettingsSteps {
        /// When iOS deletes the downloaded profile, Unix milliseconds; none when not known (after a restart).
        #[ts(type = "number | null")]
        deadline: Option<i64>,
        /// The eight minutes are over.
        expired: bool,
        /// The certificate password can be shown and copied (still in memory).
        password_at_hand: bool,
        /// The password is a number made by the app, not the letter's.
        password_is_made: bool,
        /// It was copied just now.
        copied: bool,
        /// A system Settings app can be opened from here (the practice phone's).
        can_open_settings: bool,
        /// Handing over again is possible (the file is still in memory).
        can_hand_over_again: bool,
    },
    /// 8a: the system's installer is open.
    Installing {
        /// The certificate in question.
        summary: CertificateSummary,
    },
    /// 9a, 10i: about to prove, proving, or why not proven.
    Verify {
        /// The certificate in question.
        summary: CertificateSummary,
        /// How it will be proven.
        way: VerifyWay,
        /// The proof is under way.
        working: bool,
        /// Why it is not proven (yet).
        failure: Option<Failure>,
        /// What is known so far.
        proof: Proof,
    },
    /// 11: what is proven, by what, and what to do next.
    Done {
        /// The certificate.
        summary: CertificateSummary,
        /// What is known, and by what.
        proof: Proof,
        /// An address of the service is configured.
        service: bool,
        /// Why the service did not open.
        failure: Option<Failure>,
    },
    /// Something failed that no screen of the way can show beside its own question.
    Failed {
        /// Which.
        failure: Failure,
        /// Drawing: where on the way it happened.
        at: FailedAt,
        /// The way can be gone on in the browser (`Intent::OpenPortal`).
        browser: bool,
    },
}

impl Screen {
    /// The storyboard's id, as in the serialised form.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Home { .. } => "home",
            Self::Welcome { .. } => "welcome",
            Self::Preparation { .. } => "preparation",
            Self::Login { .. } => "login",
            Self::Terms { .. } => "terms",
            Self::NewPassword { .. } => "new-password",
            Self::Certificates { .. } => "certificates",
            Self::NoCertificate { .. } => "no-certificate",
            Self::Downloading { .. } => "downloading",
            Self::CertificatePassword { .. } => "certificate-password",
            Self::Certificate { .. } => "certificate",
            Self::HandOver { .. } => "hand-over",
            Self::SettingsSteps { .. } => "settings-steps",
            Self::Installing { .. } => "installing",
            Self::Verify { .. } => "verify",
            Self::Done { .. } => "done",
            Self::Failed { .. } => "failed",
        }
    }
}

/// What a failure interrupted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum FailedAt {
    /// Reaching the portal: drawn as a broken line.
    Connection,
    /// The portal answered something else.
    Portal,
    /// The downloaded file cannot be used.
    File,
    /// The phone.
    Phone,
}

/// One thing that stands in the way, looked at rather than asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "id", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Obstacle {
    /// The system is older than the manual supports. Blocks.
    SystemTooOld {
        /// What it is.
        version: String,
        /// What is needed.
        needed: String,
    },
    /// No screen lock.
    NoScreenLock,
    /// No network.
    NoNetwork,
    /// The phone's clock is wrong by so many minutes.
    WrongClock {
        /// Minutes, always positive.
        minutes: u32,
    },
    /// Installing certificates is forbidden by who manages the phone. Blocks.
    Managed,
    /// Chrome is absent (Android).
    NoChrome,
}

/// What is being asked of the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Working {
    /// 「ログインしています」
    LoggingIn,
    /// 「証明書をさがしています」
    Finding,
    /// 「ダウンロードしています」
    Fetching,
}

/// One row of the portal's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Choice {
    /// Handle of the row.
    pub row: u32,
    /// Which certificate, where the row says one of the two.
    pub kind: Option<CertificateKind>,
    /// The row's own words.
    pub label: String,
    /// The row's own words on validity, if any.
    pub until: Option<String>,
    /// Works for what this app is for. The others are named and cannot be chosen.
    pub usable: bool,
}

/// An office known to this phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OfficeChoice {
    /// Handle.
    pub office: String,
    /// The name the user gave, or the certificate's.
    pub name: String,
}

/// A certificate in the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HeldCertificate {
    /// Handle of the slot (office and kind).
    pub slot: String,
    /// The certificate.
    pub summary: CertificateSummary,
    /// What is known of it.
    pub proof: Proof,
}

/// What the main button of home does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "id", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum HomePrimary {
    /// 「つづきから」
    Resume,
    /// 「証明書を新しくする」
    Renew {
        /// Which.
        slot: String,
    },
    /// 「たしかめる」
    Verify {
        /// Which.
        slot: String,
    },
    /// 「証明書を入れる」
    Add,
}

/// What is shown of a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CertificateSummary {
    /// Which of the two; none when only the file is known.
    pub kind: Option<CertificateKind>,
    /// The office's name; empty when it has none yet.
    pub office: String,
    /// 発行先 (subject common name).
    pub subject: String,
    /// 発行者 (issuer common name).
    pub issuer: String,
    /// Start of validity, Unix milliseconds.
    #[ts(type = "number")]
    pub not_before: i64,
    /// End of validity, Unix milliseconds. Shown in Japan's time.
    #[ts(type = "number")]
    pub not_after: i64,
    /// Whole days left; negative when over.
    pub days_left: i32,
    /// SHA-256 of the certificate.
    pub fingerprint: Fingerprint,
    /// Issued by the practice CA.
    pub practice: bool,
}

/// Something said of a certificate: `finding_{code}` in the catalogues.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FindingView {
    /// Stable kebab-case code.
    pub code: String,
    /// Refused because of it; otherwise a warning.
    pub refuses: bool,
    /// What the sentence names.
    pub params: BTreeMap<String, String>,
}

/// A character of the typed password that often is another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OddCharacter {
    /// Position in characters (Unicode scalar values), from 0.
    pub at: u32,
    /// `full-width`, `space`, `letter-o`, `digit-zero`, `lower-l`, `digit-one`, `upper-i`: `oddity_{code}` in the catalogues.
    pub code: String,
}

/// How a certificate is proven on this phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum VerifyWay {
    /// Android: KeyChain's chooser, then fingerprint and signature.
    Chooser,
    /// iOS: Safari opens the probe.
    Probe,
    /// No probe configured: the user looks in Settings.
    Look,
}

/// What is known of an installed certificate; three different words everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(tag = "id", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Proof {
    /// 「渡しました」: given to the system, nothing more is known.
    HandedOver,
    /// 「入れたと きろくしました」: the user says so.
    Said {
        /// When, Unix milliseconds.
        #[ts(type = "number")]
        at: i64,
    },
    /// 「たしかめました」: seen.
    Proven {
        /// By what.
        by: ProvenBy,
        /// When, Unix milliseconds.
        #[ts(type = "number")]
        at: i64,
    },
}

/// What proved it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ProvenBy {
    /// The key of this phone signed a fresh nonce (Android).
    Signature,
    /// The browser presented it to the probe over TLS.
    Probe,
}

/// Practice mode, marked on every screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PracticeView {
    /// What plays the phone; none: this very phone, whose certificate is then named 「練習」.
    pub phone: Option<PracticePhoneModel>,
    /// Whose letter the user holds.
    pub office: PracticeOffice,
}

/// An office of the practice portal, with its letter. Nothing in it opens anything real.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PracticeOffice {
    /// Handle.
    pub id: String,
    /// Name.
    pub name: String,
    /// ユーザーID.
    pub user_id: String,
    /// ログインパスワード of the practice portal.
    pub login_password: String,
    /// 証明書のパスワード of the practice letter.
    pub certificate_password: String,
    /// What the portal's list holds.
    pub kinds: Vec<CertificateKind>,
}

/// A page over the screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "id", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum AsideView {
    /// 「こまったとき」: help desk and what to tell it.
    HelpDesk {
        /// Screen it was opened from.
        from: String,
        /// Code of the failure shown there.
        code: Option<String>,
        /// Whether somebody answers the telephone.
        hours: HelpDeskHours,
        /// What to read out or paste: `diagnosis_{key}` and its value. Nothing secret, no user ID.
        diagnosis: Vec<DiagnosisLine>,
    },
    /// 「こまったとき」: from a symptom to what helps.
    Trouble {
        /// Screen it was opened from.
        from: String,
        /// Code of the failure shown there.
        code: Option<String>,
    },
    /// 「使い方」: the manual.
    Guide {
        /// Page; none: the contents.
        page: Option<String>,
    },
    /// 「設定」.
    Settings {
        /// A user ID is kept.
        user_id_kept: bool,
        /// App version.
        version: String,
    },
    /// 「パソコンでやること」.
    PcCard,
    /// Choose how to practise.
    Practice {
        /// Offices of the practice portal.
        offices: Vec<PracticeOffice>,
        /// This very phone can take part (never on a desktop).
        this_phone: bool,
        /// The practice portal is starting.
        starting: bool,
        /// Why it did not start.
        failure: Option<Failure>,
    },
    /// Who publishes the app, version, licences.
    About {
        /// Publisher, from `config/publisher.toml`.
        publisher: String,
        /// App version.
        version: String,
        /// The portal's host the app talks to.
        portal_host: String,
    },
}

/// When somebody answers at 介護電子請求ヘルプデスク, by the published hours and Japan's holidays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HelpDeskHours {
    /// Open now.
    pub open: bool,
    /// Open: until then. Closed: from then on. Unix milliseconds.
    #[ts(type = "number")]
    pub changes_at: i64,
    /// Around the turn of the year the hours are announced each time: please check.
    pub uncertain: bool,
}

/// One line of the diagnosis sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DiagnosisLine {
    /// `diagnosis_{key}` in the catalogues: `app`, `system`, `screen`, `code`, `realm`, `certificate`, `until`, `proof`, `clock`, `page`.
    pub key: String,
    /// Its value, a word or a few; `page` is a page skeleton of several lines.
    pub value: String,
}

impl AsideView {
    /// The page this is.
    pub fn page(&self) -> Aside {
        match self {
            Self::HelpDesk { .. } => Aside::HelpDesk,
            Self::Trouble { .. } => Aside::Trouble,
            Self::Guide { .. } => Aside::Guide,
            Self::Settings { .. } => Aside::Settings,
            Self::PcCard => Aside::PcCard,
            Self::Practice { .. } => Aside::Practice,
            Self::About { .. } => Aside::About,
        }
    }
}

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
