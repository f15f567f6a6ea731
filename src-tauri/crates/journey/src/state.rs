use jiff::Timestamp;

use crate::effect::Attempt;
use crate::event::{CertificateInfo, NewPasswordInfo, TermsInfo};
use crate::persisted::HandOff;
use crate::view::{
    CertificateRow, Failure, HandOffMethod, HandOffStage, InstallMethod, InstallStage, PasswordHint, PreflightIssue,
    Working,
};

/// Where the caregiver is. What is shown of it is the View.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum State {
    Home,
    Welcome,
    Preparation { issues: Vec<PreflightIssue> },
    Login { failure: Option<Failure> },
    Terms { info: TermsInfo, working: bool },
    NewPassword { info: NewPasswordInfo, working: bool },
    Working { at: Working, since: Timestamp, slow: bool },
    Certificates { rows: Vec<CertificateRow> },
    NoCertificate { looking: bool },
    Password { failure: Option<Failure>, password_hints: Vec<PasswordHint>, working: bool },
    Certificate { info: CertificateInfo, working: bool, failure: Option<Failure> },
    HandOver { method: HandOffMethod, stage: OpenHandOff, failure: Option<Failure> },
    SettingsSteps { expired: bool, copied: bool },
    Installing { method: InstallMethod, stage: InstallStage, failure: Option<Failure> },
    Verify { working: bool, failure: Option<Failure> },
    Done { alias: String, failure: Option<Failure> },
    Failed { failure: Failure, retry: Retry },
}

impl State {
    /// 8i, found again after the process or the way was left: what became of it is not known.
    pub(crate) fn left_handing_over(hand_off: HandOff) -> Self {
        let HandOff { method, password_is_made } = hand_off;
        // A file that the user saved is where it was, unless the number that opens it is lost.
        let saved = method == HandOffMethod::File && !password_is_made;
        let stage = if saved { OpenHandOff::Saved { since: None } } else { OpenHandOff::Gone };
        Self::HandOver { method, stage, failure: None }
    }

    /// 9i, as it is entered.
    pub(crate) fn settings_steps() -> Self {
        Self::SettingsSteps { expired: false, copied: false }
    }
}

/// How far a hand-over is, with what decides what comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OpenHandOff {
    Ready,
    /// `seen`: a plain GET has asked for the page.
    Open {
        since: Timestamp,
        seen: bool,
    },
    Fetched,
    /// `since`: the file was saved then, and is still in memory too.
    Saved {
        since: Option<Timestamp>,
    },
    Gone,
}

impl OpenHandOff {
    pub(crate) fn shown(self) -> HandOffStage {
        match self {
            Self::Ready => HandOffStage::Ready,
            Self::Open { .. } => HandOffStage::Open,
            Self::Fetched => HandOffStage::Fetched,
            Self::Saved { .. } => HandOffStage::Saved,
            Self::Gone => HandOffStage::Gone,
        }
    }
}

/// What 「もう一度」 does after a failure. Never anything behind the user's back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Retry {
    /// Look at the phone and begin.
    Start,
    /// The login screen.
    Login,
    /// Log in with the password still in memory.
    LogIn,
    /// Read the list.
    List,
    /// Download the row again.
    Download(u32),
    /// Start the practice environment again.
    Practice,
}

/// What is known while the file is in memory; gone with the process.
#[derive(Clone, Debug, Default)]
pub(crate) struct SessionState {
    /// The current try; results of others are dropped.
    pub(crate) attempt: Attempt,
    /// CertificateRow being downloaded.
    pub(crate) row: Option<CertificateRow>,
    /// Rows listed last.
    pub(crate) rows: Vec<CertificateRow>,
    /// The user said: this office.
    pub(crate) office: Option<String>,
    /// Name given before there is an entry to keep it.
    pub(crate) office_name: Option<String>,
    /// What the opened file holds.
    pub(crate) info: Option<CertificateInfo>,
    /// Android, while the proof waits: the file is wiped then, so that it can be put in again until.
    pub(crate) kept_until: Option<Timestamp>,
    /// The certificate password is in the vault.
    pub(crate) password_at_hand: bool,
    /// It is a number made by the app.
    pub(crate) password_is_made: bool,
    /// It is shown on the screen.
    pub(crate) password_is_shown: bool,
    /// Safari was closed before it had fetched the profile.
    pub(crate) closed_unfetched: bool,
    /// Of a page the app does not know: tags, labels and field names.
    pub(crate) skeleton: Option<String>,
    /// Minutes this device's clock is ahead of the portal's.
    pub(crate) clock_off: Option<i32>,
    /// 「続けて大丈夫」 was pressed with issues in sight.
    pub(crate) obstacles_accepted: bool,
}
