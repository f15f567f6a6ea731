use certificate::CertificateKind;
use serde::{Deserialize, Serialize};

use crate::effect::{Attempt, FileId};
use crate::intent::{HelpDeskWay, Intent};
use crate::view::{CertificateSummary, Failure, FindingView, OddCharacter, Platform, SystemScreen, Vendor};

/// What happened: the user's will, or a result of an effect.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The app has started and the saved state was read.
    Started,
    /// The app came back to the front.
    CameBack,
    /// `Journey::next_wake` has passed.
    Tick,
    /// The user wants something.
    Intent(Intent),
    /// A link came from outside.
    LinkOpened {
        /// As it came. Untrusted.
        link: String,
        /// The app was started with it, so the system may bring it again.
        cold: bool,
    },
    /// One QR code was read. Untrusted.
    TextRead(String),
    /// A file came from outside and waits in the vault, or why it does not.
    FileOpened(Result<FileId, Failure>),
    /// Of `PickFile`.
    FilePicked(Result<FileId, Failure>),
    /// The state could not be written, so what leaves the app was not started.
    StoreFailed(Failure),
    /// Of `LookAtPhone`.
    PhoneLooked(Attempt, Result<PhoneFacts, Failure>),
    /// Of `OpenPractice`.
    PracticeOpened(Attempt, Result<RealmFacts, Failure>),
    /// The portal's clock was seen: this device is so many minutes ahead (negative: behind).
    ClockSeen(i32),
    /// A page that the app does not know was described, without anything typed or personal.
    PageDescribed(String),
    /// Of `LogIn`, `AcceptTerms` and `SetPassword`.
    LoggedIn(Attempt, Result<(), LoginEnd>),
    /// Of `List`.
    Listed(Attempt, Result<Vec<Row>, Failure>),
    /// Of `Download`.
    Downloaded(Attempt, Result<(), Failure>),
    /// Of `OpenCertificate`.
    Opened(Attempt, Result<CertificateFacts, OpenEnd>),
    /// Of `Install`.
    InstallerEnded(Attempt, Result<InstallerEnd, Failure>),
    /// Of `SaveFile`.
    FileSaved(Attempt, Result<(), Failure>),
    /// Of `DeleteSavedFile`: the file of this name is no longer there, or why it still is.
    SavedFileDeleted(String, Result<(), Failure>),
    /// Of `AskKeyChain`.
    KeyChainAnswered(Attempt, Result<KeyChainProof, ProofEnd>),
    /// Of `HandOff`: the profile is made, and Safari or the share sheet is about to show.
    Serving(Attempt, Result<ServingFacts, Failure>),
    /// Safari has asked for the page by a plain GET.
    PageSeen(Attempt),
    /// Safari has fetched the profile.
    ProfileFetched(Attempt),
    /// Safari's sheet is gone.
    SafariClosed(Attempt, Result<(), Failure>),
    /// The share sheet is gone; true: another app took the file.
    FileShared(Attempt, Result<bool, Failure>),
    /// The certificate password was given to the screen.
    SecretShown,
    /// The app is no longer in front.
    WentAway,
    /// Of `OpenProbe` and `AskProbe`.
    ProbeAnswered(Attempt, Result<(), ProofEnd>),
    /// Of `CopyPassword`.
    Copied(Attempt, Result<(), Failure>),
    /// Of `OpenService`.
    ServiceOpened(Attempt, Result<(), Failure>),
    /// A way to the help desk did not open: of `Dial`, `WriteMail` and `OpenInquiry`.
    HelpDeskUnopened(HelpDeskWay),
    /// The practice phone's screen changed.
    SystemShown(Option<SystemScreen>),
}

/// What was seen of the phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneFacts {
    /// Which system.
    pub platform: Platform,
    /// Its version.
    pub version: String,
    /// None where the system does not tell.
    pub screen_lock: Option<bool>,
    /// A network is there.
    pub online: bool,
    /// Installing is forbidden.
    pub restricted: bool,
    /// None where it does not matter.
    pub chrome: Option<bool>,
    /// Who made it, where its Settings have words of their own.
    pub vendor: Option<Vendor>,
}

/// How the Android installer came back. Proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InstallerEnd {
    /// `RESULT_OK`.
    Ok,
    /// `RESULT_CANCELED`, or no result.
    Canceled,
}

/// What a realm has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RealmFacts {
    /// A probe is configured.
    pub probe: bool,
    /// An address of the service is configured.
    pub service: bool,
}

/// A row of the portal's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Handle.
    pub row: u32,
    /// Where it says one of the two.
    pub kind: Option<CertificateKind>,
    /// Its words.
    pub label: String,
    /// Its words on validity.
    pub until: Option<String>,
    /// Works here.
    pub usable: bool,
}

/// How a login ended when it did not succeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoginEnd {
    /// The portal said that ID or password is wrong: counted.
    Wrong(Failure),
    /// The portal said that the account is locked.
    Locked(Failure),
    /// The first login: terms wait for consent.
    Terms(TermsFacts),
    /// The first login: a new password is asked for.
    NewPassword(NewPasswordFacts),
    /// The password is no longer in memory: ask again.
    PasswordGone,
    /// Anything else; not a try.
    Failed(Failure),
}

/// The portal's terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermsFacts {
    /// Title of the page.
    pub title: String,
    /// Unshortened.
    pub text: String,
    /// Cannot be read here.
    pub elsewhere: bool,
}

/// What the portal asks of a new password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPasswordFacts {
    /// Its own sentences.
    pub rules: Vec<String>,
    /// Least number of characters, where it says so.
    pub min_length: Option<u32>,
    /// Greatest number of characters, where it says so.
    pub max_length: Option<u32>,
    /// The last one was refused.
    pub refused: Option<Failure>,
}

/// What an opened file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateFacts {
    /// What is shown; kind and office are completed by the journey.
    pub summary: CertificateSummary,
    /// DER name of the issuer.
    pub issuer_dn: Vec<u8>,
    /// All findings.
    pub findings: Vec<FindingView>,
    /// None of them refuses.
    pub acceptable: bool,
}

/// Why a file did not open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenEnd {
    /// Why.
    pub failure: Failure,
    /// It is the password: ask again. Otherwise the file is of no use.
    pub ask_again: bool,
    /// What was typed oddly.
    pub oddities: Vec<OddCharacter>,
}

/// Serving has begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServingFacts {
    /// iOS cannot take the user's password, so the app made one.
    pub password_is_made: bool,
}

/// The certificate is in KeyChain, and its key signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyChainProof {
    /// The alias under which it is.
    pub alias: String,
    /// It was also shown to the publisher's probe over TLS, and arrived there.
    pub connected: bool,
}

/// Why something is not proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofEnd {
    /// Why.
    pub failure: Failure,
    /// It is known not to be installed.
    pub not_installed: bool,
}
