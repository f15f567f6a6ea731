use ::certificate::CertificateKind;
use jiff::Timestamp;
use serde::Serialize;
use ts_rs::TS;

mod appearance;
mod certificate;
mod failure;
mod hand_off;
mod inbound;
mod install;
mod limits;
mod page;
mod platform;
mod portal_window;
mod question;
mod reminders;
mod screen;
mod system;

pub use appearance::{Appearance, Furigana, TextSize, Theme};
pub use certificate::{
    CertificateRecord, CertificateRow, CertificateSummary, FindingView, HeldCertificate, HeldNext, HomePrimary,
    Installable, OfficeChoice, PasswordHint, Proof, ProvenBy, Removal, Renewal, VerifyMethod,
};
pub use failure::Failure;
pub use hand_off::{HandOffMethod, HandOffStage, LoopbackNotice, ProfileProblem};
pub use inbound::{CardPicture, InboundView, QrReading};
pub use install::{InstallMethod, InstallStage, Vendor};
pub use limits::Limits;
pub use page::{
    CardAnswer, CardOutcome, DiagnosisLine, HelpDeskHours, HelpDeskWeek, OverlayView, PracticeOffice, PracticeView,
    PublisherInfo, ServiceSetting,
};
pub use platform::Platform;
pub use portal_window::{PortalWay, WindowStage};
pub use question::Question;
pub use reminders::ReminderState;
pub use screen::{OtherKindName, PortalOffice, PreflightIssue, Screen, Working};
pub use system::SystemScreen;

/// Everything the UI draws. It holds handles and words from outside, never a secret.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct View {
    /// Grows by one with every View sent; an older one is to be dropped.
    #[ts(type = "number")]
    pub revision: u64,
    /// The app's clock when this View was made, Unix milliseconds: what countdowns start from.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    #[ts(type = "number")]
    pub now: Timestamp,
    /// The screen of the flow.
    pub screen: Screen,
    /// The stage marked on top; none off the way (home, welcome).
    pub stage: Option<Stage>,
    /// Which system's screens are drawn and whose words are used.
    pub platform: Platform,
    /// Who made this Android phone; `None`: not known, or one whose Settings have no words of their own here.
    pub vendor: Option<Vendor>,
    /// What back does here.
    pub back: Back,
    /// A question that waits for an answer, over the screen.
    pub question: Option<Question>,
    /// A page opened from the screen, over it; closing it returns to the screen.
    pub overlay: Option<OverlayView>,
    /// What came from outside and waits for the user's word, over everything else.
    pub inbound: Option<InboundView>,
    /// Practice: marked on every screen.
    pub practice: Option<PracticeView>,
    /// Which certificate the way is about: what drawings name. None before one is known.
    pub kind: Option<CertificateKind>,
    /// What the sentences have to name of the app's rules.
    pub limits: Limits,
    /// What the practice phone's system shows over the app.
    pub system: Option<SystemScreen>,
    /// How everything is drawn and worded.
    pub appearance: Appearance,
    /// Who publishes this build: said where it begins and wherever a password is typed.
    pub publisher: PublisherInfo,
    /// This device's clock differs from the portal's by so many minutes (positive: it is ahead); `None` where it is right.
    pub clock_off: Option<i32>,
    /// Whether the user is told before a certificate ends; `None` where this phone cannot.
    pub reminders: Option<ReminderState>,
}

/// The four stages, always with the same words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// The first: 「じゅんび」, up to the log-in.
    Prepare,
    /// The second: 「ダウンロード」, at the portal.
    Download,
    /// The third: 「入れる」, from the password of the letter to Settings.
    Install,
    /// The fourth: 「たしかめる」, and its end.
    Verify,
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
