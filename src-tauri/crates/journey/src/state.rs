use jiff::Timestamp;

use crate::cause::Cause;
use crate::event::{CertificateInfo, CodeInfo, NewPasswordInfo, OfficesInfo, TakeOverInfo, TermsInfo};
use crate::ids::Alias;
use crate::persisted::{HandOff, PersistedState, Step};
use crate::view::{
    Back, CertificateRow, Failure, HandOffMethod, HandOffStage, InstallMethod, InstallStage, OtherKindName,
    PasswordHint, PreflightIssue, Question, Stage, WindowStage, Working,
};

/// Where the caregiver is. What is shown of it is the View.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum State {
    Home,
    Welcome,
    Preparation {
        issues: Vec<PreflightIssue>,
    },
    Login {
        failure: Option<Failure>,
    },
    /// The portal's own pages: open, or closed before a file came.
    Window {
        stage: WindowStage,
    },
    Terms {
        info: TermsInfo,
        working: bool,
    },
    NewPassword {
        info: NewPasswordInfo,
        working: bool,
    },
    Code {
        info: CodeInfo,
        refused: bool,
        working: bool,
    },
    TakeOver {
        info: TakeOverInfo,
        working: bool,
    },
    Offices {
        info: OfficesInfo,
        working: bool,
    },
    Working {
        at: Working,
        since: Timestamp,
        slow: bool,
    },
    Certificates {
        rows: Vec<CertificateRow>,
    },
    NoCertificate {
        looking: bool,
    },
    /// `opened`: what the file holds, where it is open already.
    OtherKind {
        chosen: OtherKindName,
        found: OtherKindName,
        opened: Option<CertificateInfo>,
    },
    Password {
        failure: Option<Failure>,
        password_hints: Vec<PasswordHint>,
        slow: Option<u32>,
        working: bool,
    },
    Certificate {
        info: CertificateInfo,
        working: bool,
        failure: Option<Failure>,
    },
    HandOver {
        method: HandOffMethod,
        stage: OpenHandOff,
        failure: Option<Failure>,
    },
    SettingsSteps {
        expired: bool,
        copied: bool,
    },
    Installing {
        method: InstallMethod,
        stage: InstallStage,
        failure: Option<Failure>,
    },
    Verify {
        working: bool,
        failure: Option<Failure>,
    },
    Done {
        alias: Alias,
        failure: Option<Failure>,
    },
    Failed {
        failure: Failure,
        retry: Retry,
    },
}

impl State {
    /// Where one is without a screen of the flow: what was left, else what this phone holds, else the welcome.
    pub(crate) fn resting(persisted: &PersistedState) -> Self {
        match persisted.step() {
            Some(Step::Login) => Self::Login { failure: persisted.interruption() },
            // It ended with the process.
            Some(Step::Window { .. }) => Self::Window { stage: WindowStage::Closed },
            Some(Step::Serving { hand_off }) => Self::left_handing_over(*hand_off),
            Some(Step::Fetched { .. }) => Self::settings_steps(),
            // Deleted meanwhile, it is no way any more; it may be in the phone all the same.
            Some(Step::Installing { method: InstallMethod::File }) if persisted.file_is_saved() => {
                Self::Installing { method: InstallMethod::File, stage: InstallStage::Saved, failure: None }
            }
            Some(Step::Installing { .. } | Step::Verify { .. }) => Self::verify(None),
            None => Self::first(persisted),
        }
    }

    /// Home where this phone holds something or something is under way, else the welcome.
    pub(crate) fn first(persisted: &PersistedState) -> Self {
        if persisted.journal.is_some() || persisted.held().next().is_some() { Self::Home } else { Self::Welcome }
    }

    /// 8i, found again after the process or the flow was left: what became of it is not known.
    fn left_handing_over(hand_off: HandOff) -> Self {
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

    /// 6, as it is entered.
    pub(crate) fn password() -> Self {
        Self::Password { failure: None, password_hints: Vec::new(), slow: None, working: false }
    }

    /// 7, as it is entered or come back to.
    pub(crate) fn certificate(info: CertificateInfo, failure: Option<Failure>) -> Self {
        Self::Certificate { info, working: false, failure }
    }

    /// 10, not asking.
    pub(crate) fn verify(failure: Option<Failure>) -> Self {
        Self::Verify { working: false, failure }
    }

    /// 5, begun at `since`.
    pub(crate) fn working(at: Working, since: Timestamp) -> Self {
        Self::Working { at, since, slow: false }
    }

    /// 5, before the portal has let in or refused.
    pub(crate) fn is_logging_in(&self) -> bool {
        matches!(self, Self::Working { at: Working::LoggingIn, .. })
    }

    /// What back does here.
    pub(crate) fn back(&self) -> Back {
        match self {
            Self::Home | Self::Welcome | Self::Done { .. } => Back::Nowhere,
            Self::Preparation { .. }
            | Self::Login { .. }
            | Self::Terms { .. }
            | Self::TakeOver { .. }
            | Self::Offices { .. }
            | Self::Certificates { .. }
            | Self::NoCertificate { .. }
            | Self::Verify { .. }
            | Self::Installing { stage: InstallStage::Ready | InstallStage::Saved, .. }
            | Self::HandOver { stage: OpenHandOff::Ready | OpenHandOff::Gone, .. }
            | Self::Window { stage: WindowStage::Ready | WindowStage::Closed }
            | Self::Failed { .. } => Back::Plain,
            Self::Window { stage: WindowStage::Open }
            | Self::Working { .. }
            | Self::NewPassword { .. }
            | Self::Code { .. }
            | Self::OtherKind { .. }
            | Self::Password { .. }
            | Self::Certificate { .. }
            | Self::HandOver { .. }
            | Self::SettingsSteps { .. }
            | Self::Installing { .. } => Back::Asks,
        }
    }

    /// The stage marked on top; `None` off the flow.
    pub(crate) fn stage(&self) -> Option<Stage> {
        match self {
            Self::Home | Self::Welcome => None,
            Self::Preparation { .. }
            | Self::Login { .. }
            | Self::Terms { .. }
            | Self::NewPassword { .. }
            | Self::Code { .. }
            | Self::TakeOver { .. }
            | Self::Offices { .. } => Some(Stage::Prepare),
            Self::Failed { retry: Retry::Start | Retry::Practice, .. } => Some(Stage::Prepare),
            Self::Failed { .. }
            | Self::Window { .. }
            | Self::Working { .. }
            | Self::Certificates { .. }
            | Self::NoCertificate { .. }
            | Self::OtherKind { .. } => Some(Stage::Download),
            Self::Password { .. }
            | Self::Certificate { .. }
            | Self::HandOver { .. }
            | Self::SettingsSteps { .. }
            | Self::Installing { .. } => Some(Stage::Install),
            Self::Verify { .. } | Self::Done { .. } => Some(Stage::Verify),
        }
    }

    /// What would be lost by beginning anew, named by the question that is asked on the way back. `step` is the journal's.
    pub(crate) fn would_lose(&self, step: Option<&Step>) -> Option<Question> {
        match self {
            Self::Terms { .. }
            | Self::NewPassword { .. }
            | Self::Code { .. }
            | Self::TakeOver { .. }
            | Self::Offices { .. }
            | Self::Working { .. }
            | Self::Certificates { .. }
            | Self::Window { .. }
            | Self::NoCertificate { .. } => Some(Question::LeaveDownload),
            Self::Password { .. }
            | Self::OtherKind { .. }
            | Self::Certificate { .. }
            | Self::HandOver { stage: OpenHandOff::Ready | OpenHandOff::Gone, .. }
            | Self::Installing { stage: InstallStage::Ready, .. } => Some(Question::LeaveCertificate),
            Self::HandOver { .. } | Self::SettingsSteps { .. } | Self::Installing { .. } | Self::Verify { .. } => {
                Some(Question::LeaveHandOver)
            }
            Self::Home
            | Self::Welcome
            | Self::Preparation { .. }
            | Self::Login { .. }
            | Self::Done { .. }
            | Self::Failed { .. } => step.filter(|step| !step.is_at_portal()).map(|_| Question::LeaveHandOver),
        }
    }

    /// The failure that the screen shows beside its own question, or that is the screen.
    pub(crate) fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Failed { failure, .. } => Some(failure),
            Self::Login { failure }
            | Self::Password { failure, .. }
            | Self::Certificate { failure, .. }
            | Self::HandOver { failure, .. }
            | Self::Installing { failure, .. }
            | Self::Verify { failure, .. }
            | Self::Done { failure, .. } => failure.as_ref(),
            Self::NewPassword { info, .. } => info.refused.as_ref(),
            Self::Home
            | Self::Welcome
            | Self::Preparation { .. }
            | Self::Window { .. }
            | Self::Terms { .. }
            | Self::Code { .. }
            | Self::TakeOver { .. }
            | Self::Offices { .. }
            | Self::OtherKind { .. }
            | Self::Working { .. }
            | Self::Certificates { .. }
            | Self::NoCertificate { .. }
            | Self::SettingsSteps { .. } => None,
        }
    }

    /// Before the log-in, where a look at the phone leads on.
    pub(crate) fn is_before_login(&self) -> bool {
        matches!(self, Self::Welcome | Self::Home | Self::Preparation { .. } | Self::Failed { .. })
    }

    /// The screen and the journal tell one story: what is shown can be found again after a kill. `None`: no journal.
    pub(crate) fn agrees_with(&self, step: Option<&Step>) -> bool {
        match self {
            // Everything waits, or nothing was begun.
            Self::Home | Self::Welcome | Self::Failed { .. } | Self::Done { .. } => true,
            Self::Preparation { .. }
            | Self::Login { .. }
            | Self::Terms { .. }
            | Self::NewPassword { .. }
            | Self::Code { .. }
            | Self::TakeOver { .. }
            | Self::Offices { .. }
            | Self::OtherKind { .. }
            | Self::Working { .. }
            | Self::Certificates { .. }
            | Self::NoCertificate { .. }
            | Self::Password { .. } => step.is_some(),
            Self::Certificate { .. } => step.is_some(),
            Self::Window { .. } => matches!(step, Some(Step::Window { .. })),
            Self::HandOver { stage: OpenHandOff::Fetched, .. } | Self::SettingsSteps { .. } => {
                matches!(step, Some(Step::Fetched { .. }))
            }
            Self::HandOver {
                stage: OpenHandOff::Open { .. } | OpenHandOff::Saved { .. } | OpenHandOff::Gone, ..
            } => {
                matches!(step, Some(Step::Serving { .. } | Step::Fetched { .. }))
            }
            Self::HandOver { stage: OpenHandOff::Ready, .. } => step.is_some(),
            Self::Installing { stage: InstallStage::Open | InstallStage::Saved, .. } => {
                matches!(step, Some(Step::Installing { .. }))
            }
            Self::Installing { stage: InstallStage::Ready, .. } => step.is_some(),
            Self::Verify { .. } => matches!(step, Some(Step::Verify { .. } | Step::Installing { .. } | Step::Login)),
        }
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
    /// Open the portal's own window again.
    Window,
    /// Start the practice environment again.
    Practice,
}

impl Retry {
    /// It failed on the way to the portal or there: the other way may lead on.
    pub(crate) fn is_at_portal(self) -> bool {
        match self {
            Self::Login | Self::LogIn | Self::List | Self::Download(_) | Self::Window => true,
            Self::Start | Self::Practice => false,
        }
    }

    /// The device could not show the portal's pages; a browser of it may.
    pub(crate) fn leaves_the_browser(self, cause: Cause) -> bool {
        self == Self::Window && matches!(cause, Cause::Device | Cause::NothingAnswers)
    }
}
