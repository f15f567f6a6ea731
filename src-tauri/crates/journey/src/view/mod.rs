use std::collections::BTreeMap;

use ::certificate::CertificateKind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::cause::Cause;

mod certificate;
mod hand_off;
mod inbound;
mod install;
mod limits;
mod page;
mod screen;
mod system;

pub use certificate::{
    CertificateRow, CertificateSummary, FindingView, HeldCertificate, HomePrimary, OfficeChoice, PasswordHint, Proof,
    ProvenBy, VerifyMethod,
};
pub use hand_off::{HandOffMethod, HandOffStage, ProfileProblem};
pub use inbound::{CardPicture, InboundView, QrReading};
pub use install::{InstallMethod, InstallStage, Vendor};
pub use limits::Limits;
pub use page::{DiagnosisLine, HelpDeskHours, HelpDeskWeek, OverlayView, PracticeOffice, PracticeView};
pub use screen::{PreflightIssue, Screen, Working};
pub use system::SystemScreen;

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
    /// This device's clock differs from the portal's by so many minutes (positive: it is ahead); none where it is right.
    pub clock_off: Option<i32>,
}

/// How everything is drawn and worded, by the user's choice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, rename_all = "camelCase")]
pub struct Appearance {
    /// BCP 47; `None`: the system's, as far as there is a catalogue, else Japanese.
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
    /// Stable kebab-case code, said to the help desk and written into sentences' keys. Nothing is decided by it.
    pub code: String,
    /// What it is about.
    pub cause: Cause,
    /// What the sentence has to name (a host, a number). Never a secret.
    pub params: BTreeMap<String, String>,
    /// Doing the same again can help.
    pub retryable: bool,
}

impl Failure {
    /// A failure without parameters.
    pub fn new(cause: Cause, code: &str, retryable: bool) -> Self {
        Self { code: code.to_owned(), cause, params: BTreeMap::new(), retryable }
    }
}
