use certificate::{CertificateKind, Severity};
use serde::{Deserialize, Serialize};

use crate::ids::{Alias, Attempt, FileId, Removing};
use crate::intent::{HelpDeskChannel, Intent};
use crate::view::{
    CertificateRow, CertificateSummary, Failure, FindingView, Installable, PasswordHint, Platform, PortalOffice,
    SystemScreen, Vendor,
};

/// What happened: the user's will, or a result of an effect.
#[derive(Clone, Debug, PartialEq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
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
    /// The vault has wiped every secret of the flow and its file: their time was over.
    SecretsExpired,
    /// The vault has wiped the file that waited for the user's word: its time was over.
    WaitingFileExpired(FileId),
    /// Of `PickFile` and `TakeOpenedFile`: there is a file, and it takes long to come (from a cloud, on a slow network).
    FileComing,
    /// What `PickFile` brought.
    FilePicked(Result<FileId, Failure>),
    /// The state could not be written, so what leaves the app was not started; or what was put aside of a damaged one could
    /// not be deleted.
    StoreFailed(Failure),
    /// What `LookAtPhone` found.
    PhoneLooked(Attempt, Result<PhoneInfo, Failure>),
    /// What `OpenPractice` opened.
    PracticeOpened(Attempt, Result<RealmInfo, Failure>),
    /// The portal's clock was seen: this device is so many minutes ahead (negative: behind).
    ClockSeen(i32),
    /// A page that the app does not know was described, without anything typed or personal.
    PageDescribed(String),
    /// Of `OpenLogin`: the portal's log-in is there, and nothing was sent yet.
    LoginOpened(Attempt),
    /// Of `OpenLogin` where it failed, `LogIn`, `AcceptTerms`, `SetPassword`, `SendCode`, `TakeOver` and `ChooseOffice`.
    LoggedIn(Attempt, Result<(), LoginOutcome>),
    /// What `List` read.
    Listed(Attempt, Result<Vec<CertificateRow>, Failure>),
    /// Of `OpenWindow`: a form with a password is on its way to the portal.
    WindowLoginSent(Attempt),
    /// Of `OpenWindow`: a page of the portal is shown.
    WindowPageShown(Attempt, WindowPage),
    /// Of `OpenWindow`: it is gone without a file; the user closed it, or why it could not go on.
    WindowClosed(Attempt, Result<(), Failure>),
    /// Of `Download` and `OpenWindow`.
    Downloaded(Attempt, Result<DownloadedFile, Failure>),
    /// What `OpenCertificate` found in the file.
    Opened(Attempt, Result<CertificateInfo, OpenFailure>),
    /// Of `OpenCertificate`: it takes about so many seconds, and was not begun.
    SlowToOpen(Attempt, u32),
    /// How `Install` ended.
    InstallerEnded(Attempt, Result<InstallerOutcome, Failure>),
    /// How `SaveFile` ended.
    FileSaved(Attempt, Result<(), Failure>),
    /// Of `DeleteSavedFile`: the file of this name is no longer there, or why it still is.
    SavedFileDeleted(String, Result<(), Failure>),
    /// What `AskKeyChain` was answered.
    KeyChainAnswered(Attempt, Result<KeyChainProof, Failure>),
    /// What `LookForRemoved` was answered.
    RemovalLooked(Removing, Result<KeyChainProof, Failure>),
    /// Of `HandOff`: the profile is made, and Safari or the share sheet is about to show.
    Serving(Attempt, Result<ServingInfo, Failure>),
    /// Safari has asked for the page by a plain GET.
    PageSeen(Attempt),
    /// Safari has fetched the profile.
    ProfileFetched(Attempt),
    /// Something else than Safari's own requests came to the loopback server, and was given nothing.
    LoopbackRefused(Attempt),
    /// Safari's sheet is gone.
    SafariClosed(Attempt, Result<(), Failure>),
    /// The share sheet is gone; true: another app took the file.
    FileShared(Attempt, Result<bool, Failure>),
    /// Of `ShareText`: the share sheet is gone; true: another app took it.
    TextShared(Result<bool, Failure>),
    /// Of `LookAtNotifications` and `AskForNotifications`: what the system lets the app do.
    NotificationsAllowed {
        /// The user was asked.
        asked: bool,
        /// What it lets the app do, or why that is not known.
        result: Result<NotificationAccess, Failure>,
    },
    /// The certificate password was given to the screen.
    SecretShown,
    /// The app is no longer in front.
    WentAway,
    /// Of `OpenProbe` and `AskProbe`.
    ProbeAnswered(Attempt, Result<(), Failure>),
    /// How `CopyPassword` ended.
    Copied(Attempt, Result<(), Failure>),
    /// What `OpenCertificate` found in the file.
    ServiceOpened(Attempt, Result<(), Failure>),
    /// A way to the help desk did not open: of `Dial`, `WriteMail` and `OpenInquiry`.
    HelpDeskUnopened(HelpDeskChannel),
    /// The practice phone's screen changed.
    SystemShown(Option<SystemScreen>),
}

impl Event {
    /// Of which attempt it is a result; `None` if it is nobody's.
    pub fn attempt(&self) -> Option<Attempt> {
        match self {
            Self::PhoneLooked(attempt, ..)
            | Self::PracticeOpened(attempt, ..)
            | Self::LoginOpened(attempt)
            | Self::LoggedIn(attempt, ..)
            | Self::Listed(attempt, ..)
            | Self::Downloaded(attempt, ..)
            | Self::WindowLoginSent(attempt)
            | Self::WindowPageShown(attempt, ..)
            | Self::WindowClosed(attempt, ..)
            | Self::Opened(attempt, ..)
            | Self::SlowToOpen(attempt, ..)
            | Self::InstallerEnded(attempt, ..)
            | Self::FileSaved(attempt, ..)
            | Self::KeyChainAnswered(attempt, ..)
            | Self::Serving(attempt, ..)
            | Self::PageSeen(attempt, ..)
            | Self::ProfileFetched(attempt, ..)
            | Self::LoopbackRefused(attempt)
            | Self::SafariClosed(attempt, ..)
            | Self::FileShared(attempt, ..)
            | Self::ProbeAnswered(attempt, ..)
            | Self::Copied(attempt, ..)
            | Self::ServiceOpened(attempt, ..) => Some(*attempt),
            _ => None,
        }
    }
}

/// What was seen of the phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneInfo {
    /// The system that it runs.
    pub platform: Platform,
    /// Version of that system.
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
pub enum InstallerOutcome {
    /// It came back with `RESULT_OK`, which proves nothing.
    Ok,
    /// `RESULT_CANCELED`, or no result.
    Canceled,
}

/// What a realm has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RealmInfo {
    /// A probe is configured.
    pub probe: bool,
    /// An address of the service is configured.
    pub service: bool,
}

/// How a login ended when it did not succeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoginOutcome {
    /// The portal said that ID or password is wrong: counted.
    Wrong(Failure),
    /// The portal said that the account is locked.
    Locked(Failure),
    /// The first login: terms wait for consent.
    Terms(TermsInfo),
    /// The first login: a new password is asked for.
    NewPassword(NewPasswordInfo),
    /// A code by mail is asked for: the password was right.
    Code(CodeInfo),
    /// The same user ID is logged in elsewhere, and the portal asks whether to go on.
    Elsewhere(TakeOverInfo),
    /// One of several offices must be chosen.
    Offices(OfficesInfo),
    /// The password is no longer in memory: ask again.
    PasswordGone,
    /// The password was sent, and what came says neither yes nor no: counted, because the portal may count it.
    Unclear(Failure),
    /// Anything else, before the password was sent; not a try.
    Failed(Failure),
}

/// What the portal's own window shows, as far as it matters for tries. A hint of its page, never a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowPage {
    /// The page of the log-in.
    Login,
    /// A page behind the login.
    SignedIn,
    /// The portal says that the account is locked.
    Locked,
    /// Any other page.
    Other,
}

/// The terms that the portal shows at the first log-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermsInfo {
    /// Title of the page.
    pub title: String,
    /// The whole of it, unshortened.
    pub text: String,
    /// Cannot be read here.
    pub elsewhere: bool,
}

/// What the portal asks of a new password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPasswordInfo {
    /// Its own sentences.
    pub rules: Vec<String>,
    /// Least number of characters, where it says so.
    pub min_length: Option<u32>,
    /// Greatest number of characters, where it says so.
    pub max_length: Option<u32>,
    /// The last one was refused.
    pub refused: Option<Failure>,
}

/// The portal's page that asks for a code by mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeInfo {
    /// Its own sentences: where the code was sent, how long it works.
    pub sentences: Vec<String>,
    /// Greatest number of characters, where the field says so.
    pub max_length: Option<u32>,
}

/// The portal's page that says that the same user ID is logged in elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakeOverInfo {
    /// Its own sentences.
    pub sentences: Vec<String>,
    /// What stands on its button that goes on.
    pub button: String,
}

/// The portal's page that asks for an office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficesInfo {
    /// What can be chosen.
    pub choices: Vec<PortalOffice>,
}

/// What is known of a file before it is opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DownloadedFile {
    /// Which certificate it is by the name that it came under; `None` if that says nothing.
    pub hint: Option<FileHint>,
}

/// Which certificate a file is by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileHint {
    /// `None` if it is one of the others (代理人証明書 and the like).
    pub kind: Option<CertificateKind>,
    /// The file's name.
    pub name: String,
}

/// What an opened file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateInfo {
    /// What is shown; kind and office are completed by the journey.
    pub summary: CertificateSummary,
    /// DER name of the issuer.
    pub issuer_dn: Vec<u8>,
    /// All that was found, in the order of their weight.
    pub findings: Vec<FindingView>,
    /// The user wants it in spite of what speaks against it.
    pub wanted_anyway: bool,
}

impl CertificateInfo {
    /// Whether it can be installed.
    pub fn installable(&self) -> Installable {
        match self.findings.iter().map(|finding| finding.severity).max() {
            Some(Severity::Refusal) => Installable::No,
            Some(Severity::Doubt) if !self.wanted_anyway => Installable::IfWanted,
            Some(Severity::Doubt | Severity::Note) | None => Installable::Yes,
        }
    }
}

/// Why a file did not open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenFailure {
    /// What is said of it.
    pub failure: Failure,
    /// It is the password: ask again. Otherwise the file is of no use.
    pub ask_again: bool,
    /// What was typed oddly.
    pub password_hints: Vec<PasswordHint>,
}

/// The profile is served on 127.0.0.1 from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServingInfo {
    /// iOS cannot take the user's password, so the app made one.
    pub password_is_made: bool,
}

/// The certificate is in KeyChain, and its key signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyChainProof {
    /// The alias under which it is.
    pub alias: Alias,
    /// It was also shown to the publisher's probe over TLS, and arrived there.
    pub connected: bool,
}

/// What the system lets the app do about notifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotificationAccess {
    /// It may show them.
    pub allowed: bool,
    /// An app that was not opened for months is stopped, its alarms with it, and this one is no exception (Android's app
    /// hibernation, until the user turns it off in Settings).
    pub hibernates: bool,
}
