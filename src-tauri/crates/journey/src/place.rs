use jiff::Timestamp;

use crate::effect::Attempt;
use crate::event::{CertificateFacts, NewPasswordFacts, Row, TermsFacts};
use crate::view::{FailedAt, Failure, Obstacle, OddCharacter, Working};

/// Where the caregiver is. What is shown of it is the View.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Place {
    Home,
    Welcome,
    Preparation { obstacles: Vec<Obstacle> },
    Login { failure: Option<Failure> },
    Terms { facts: TermsFacts, working: bool },
    NewPassword { facts: NewPasswordFacts, working: bool },
    Working { at: Working, since: Timestamp, slow: bool },
    Certificates { rows: Vec<Row> },
    NoCertificate { looking: bool },
    Password { failure: Option<Failure>, oddities: Vec<OddCharacter>, working: bool },
    Certificate { facts: CertificateFacts, working: bool, failure: Option<Failure> },
    HandOver { facts: CertificateFacts, since: Timestamp, fetched: bool, slow: bool, failure: Option<Failure> },
    SettingsSteps { expired: bool, copied: bool },
    Installing,
    Verify { working: bool, failure: Option<Failure> },
    Done { alias: String, failure: Option<Failure> },
    Failed { failure: Failure, at: FailedAt, retry: Retry },
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
    /// Start the practice ground again.
    Ground,
}

/// What is known while the file is in memory; gone with the process.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    /// The current try; results of others are dropped.
    pub(crate) attempt: Attempt,
    /// Row being downloaded.
    pub(crate) row: Option<Row>,
    /// Rows listed last.
    pub(crate) rows: Vec<Row>,
    /// The user said: this office.
    pub(crate) office: Option<String>,
    /// Name given before there is an entry to keep it.
    pub(crate) office_name: Option<String>,
    /// What the opened file holds.
    pub(crate) facts: Option<CertificateFacts>,
    /// The certificate password is in the vault.
    pub(crate) password_at_hand: bool,
    /// It is a number made by the app.
    pub(crate) password_is_made: bool,
    /// Of a page the app does not know: tags, labels and field names.
    pub(crate) skeleton: Option<String>,
    /// Minutes this device's clock is ahead of the portal's.
    pub(crate) clock_off: Option<i32>,
    /// 「続けて大丈夫」 was pressed with obstacles in sight.
    pub(crate) obstacles_accepted: bool,
}
