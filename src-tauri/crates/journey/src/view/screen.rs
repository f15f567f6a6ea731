use certificate::CertificateKind;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    CertificateRow, CertificateSummary, Failure, FindingView, HandOffMethod, HandOffStage, HeldCertificate,
    HomePrimary, InstallMethod, InstallStage, Installable, LoopbackNotice, OfficeChoice, PasswordHint, PortalWay,
    Proof, Renewal, VerifyMethod, WindowStage,
};
use crate::cause::{FailureDrawing, FailurePrimary};
use crate::ids::Alias;
use crate::user_id::TypedUserId;

/// The screen of the flow; ids as in the storyboard.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(tag = "id", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Screen {
    /// 0: the certificates of this phone.
    Home {
        /// What the ledger holds, the most urgent first.
        certificates: Vec<HeldCertificate>,
        /// What the main button does.
        primary: HomePrimary,
        /// Certificate files that the app saved to Downloads and that were not deleted yet.
        saved_files: Vec<String>,
        /// The state file could not be read, in whole or in part.
        failure: Option<Failure>,
    },
    /// 1: what is needed, what the app does with it.
    Welcome {
        /// Which way to the portal comes first, and so where the login is typed: into its own pages or into this app.
        way: PortalWay,
        /// The state file could not be read or is from a newer version.
        failure: Option<Failure>,
    },
    /// 2: only what stands in the way. Skipped when nothing does.
    Preparation {
        /// One card each.
        issues: Vec<PreflightIssue>,
        /// One of them makes going on pointless.
        blocked: bool,
    },
    /// 3: login to 電子請求受付システム.
    Login {
        /// What the field starts with.
        user_id: TypedUserId,
        /// ユーザーIDをおぼえておく is on.
        remember: bool,
        /// Why the last try failed.
        failure: Option<Failure>,
        /// Tries left before the account locks, counted in this app; shown when fewer than three.
        tries_left: Option<u8>,
        /// The account is locked until about then, Unix milliseconds.
        #[serde(with = "jiff::fmt::serde::timestamp::millisecond::optional")]
        #[ts(type = "number | null")]
        locked_until: Option<Timestamp>,
        /// The second way to the portal; `None` on a device that has one alone.
        other_way: Option<PortalWay>,
    },
    /// 3w: the portal's own pages in a window of their own.
    PortalWindow {
        /// How far it is.
        stage: WindowStage,
        /// Tries left before the account locks, counted in this app; `None` where none has failed.
        tries_left: Option<u8>,
        /// The account is locked until about then, Unix milliseconds.
        #[serde(with = "jiff::fmt::serde::timestamp::millisecond::optional")]
        #[ts(type = "number | null")]
        locked_until: Option<Timestamp>,
        /// Why the last try led to nothing.
        failure: Option<Failure>,
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
    /// 3c: the code that the portal has sent by mail.
    LoginCode {
        /// The portal's own sentences: where it was sent, how long it works.
        sentences: Vec<String>,
        /// Greatest number of characters, where the portal's field says so.
        max_length: Option<u32>,
        /// The one before was not taken.
        refused: bool,
        /// Being sent right now.
        working: bool,
    },
    /// 3d: the same user ID is logged in elsewhere; going on may throw somebody out.
    TakeOver {
        /// The portal's own sentences.
        sentences: Vec<String>,
        /// What stands on the portal's button that goes on.
        button: String,
        /// Going on right now.
        working: bool,
    },
    /// 3e: the portal asks for an office.
    Offices {
        /// The portal's choices.
        choices: Vec<PortalOffice>,
        /// Going on right now.
        working: bool,
    },
    /// 4: two or more certificates, or a question about the office.
    Certificates {
        /// The portal's rows.
        choices: Vec<CertificateRow>,
        /// Handle of the row that is chosen beforehand; `None` if none is.
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
    /// 5k: the file seems to be another certificate than the chosen one.
    OtherKind {
        /// What was chosen; its words where it is neither of the two.
        chosen: OtherKindName,
        /// What the file seems to be.
        found: OtherKindName,
        /// By what: the file is open and its certificate says so; else by its name alone.
        opened: bool,
    },
    /// 6: the password of the letter.
    CertificatePassword {
        /// Why the last try failed.
        failure: Option<Failure>,
        /// What was typed oddly, by position; the characters themselves stay in the field.
        password_hints: Vec<PasswordHint>,
        /// Opening takes about so many seconds: the user is asked, and can stop it once it goes on.
        slow: Option<u32>,
        /// The file is being opened.
        working: bool,
    },
    /// 7: what was found, and the drawn system dialogs that come next.
    Certificate {
        /// What was found.
        summary: CertificateSummary,
        /// Anything wrong or noteworthy, all of it.
        findings: Vec<FindingView>,
        /// Whether it can be put into this phone.
        installable: Installable,
        /// The very same certificate stands in the records of this phone: nothing was renewed.
        held: bool,
        /// Hand-over is being prepared.
        working: bool,
        /// Why the hand-over did not start.
        failure: Option<Failure>,
    },
    /// 8i: the certificate is on its way out of the app.
    HandOver {
        /// By which method.
        method: HandOffMethod,
        /// How far it is.
        stage: HandOffStage,
        /// The file is still in memory, so that it can be handed over (again).
        at_hand: bool,
        /// The practice phone's 「ファイル」 can be opened from here.
        can_open_files: bool,
        /// What came to the loopback server beside Safari, each once, while this flow lasts.
        loopback_notices: Vec<LoopbackNotice>,
        /// Why the last way did not go.
        failure: Option<Failure>,
    },
    /// 9i: the steps in Settings.
    SettingsSteps {
        /// When iOS deletes the downloaded profile, Unix milliseconds; none when not known (after a restart).
        #[serde(with = "jiff::fmt::serde::timestamp::millisecond::optional")]
        #[ts(type = "number | null")]
        deadline: Option<Timestamp>,
        /// The eight minutes are over.
        expired: bool,
        /// The certificate password can be shown and copied (still in memory).
        password_at_hand: bool,
        /// The password is a number made by the app, not the letter's. Not at hand any more: it is gone for good.
        password_is_made: bool,
        /// It is shown; once this is false again, the UI forgets it.
        revealed: bool,
        /// It was copied just now.
        copied: bool,
        /// A system Settings app can be opened from here (the practice phone's).
        can_open_settings: bool,
        /// By which method it was handed over.
        method: HandOffMethod,
        /// Handing over again is possible: the file is still in memory, or lies where the user saved it.
        can_hand_over_again: bool,
        /// What came to the loopback server beside Safari, each once, while this flow lasts.
        loopback_notices: Vec<LoopbackNotice>,
    },
    /// 8a: the certificate is on its way to Android's installer.
    Installing {
        /// The certificate in question.
        summary: CertificateSummary,
        /// By which method.
        method: InstallMethod,
        /// How far it is.
        stage: InstallStage,
        /// The file is still in memory, so that another way can be begun.
        at_hand: bool,
        /// Name of the file in Downloads, as it is or will be called.
        file: String,
        /// Why the last way did not go.
        failure: Option<Failure>,
    },
    /// 9a, 10i: about to prove, proving, or why not proven.
    Verify {
        /// The certificate in question.
        summary: CertificateSummary,
        /// How it will be proven.
        method: VerifyMethod,
        /// The proof is under way.
        working: bool,
        /// Why it is not proven (yet).
        failure: Option<Failure>,
        /// What is known so far.
        proof: Proof,
        /// It is not in this phone, or perhaps not: putting it in again can help.
        absent: bool,
        /// It can be put in again without a new login: it is still in memory, or a file in Downloads.
        at_hand: bool,
    },
    /// 11: what is proven, by what, and what to do next.
    Done {
        /// What the certificate says.
        summary: CertificateSummary,
        /// What is known, and by what.
        proof: Proof,
        /// An address of the service is configured.
        service: bool,
        /// Android: the name under which Settings shows it.
        name: Option<Alias>,
        /// Its file is still in Downloads, under this name.
        saved_file: Option<String>,
        /// What became of the one before; `None` where there was none.
        renewal: Option<Renewal>,
        /// Why the service did not open, or the file was not deleted.
        failure: Option<Failure>,
    },
    /// Something failed that no screen of the flow can show beside its own question.
    Failed {
        /// What is said of it.
        failure: Failure,
        /// What the picture shows.
        drawing: FailureDrawing,
        /// What the main button does.
        primary: FailurePrimary,
        /// The way can be gone on in the browser (`Intent::OpenPortal`).
        browser: bool,
        /// The second way to the portal (`Intent::ChooseWay`); `None` where it does not lead on.
        other_way: Option<PortalWay>,
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
            Self::PortalWindow { .. } => "portal-window",
            Self::Terms { .. } => "terms",
            Self::NewPassword { .. } => "new-password",
            Self::LoginCode { .. } => "login-code",
            Self::TakeOver { .. } => "take-over",
            Self::Offices { .. } => "offices",
            Self::OtherKind { .. } => "other-kind",
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

/// One thing that stands in the way, looked at rather than asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "id", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum PreflightIssue {
    /// The system is older than the manual supports. Blocks.
    SystemTooOld {
        /// What it is.
        version: String,
        /// What is needed.
        needed: String,
    },
    /// No screen lock.
    NoScreenLock,
    /// There is no network.
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

/// An office of the portal's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PortalOffice {
    /// Handle of this choice.
    pub choice: u32,
    /// The portal's own words.
    pub label: String,
}

/// Which certificate is meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct OtherKindName {
    /// Which of the two; `None` if neither.
    pub kind: Option<CertificateKind>,
    /// The portal's words, or the file's name.
    pub label: String,
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
