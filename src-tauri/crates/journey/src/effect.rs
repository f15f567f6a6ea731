use certificate::{CertificateKind, Fingerprint};
use jiff::{SignedDuration, Timestamp};
use verification::Nonce;

use crate::ids::{Alias, Attempt, FileId, Removing};
use crate::intent::{SecretKind, SettingsPage, SystemAnswer};
use crate::reminders::Reminder;
use crate::service_address::ServiceAddress;
use crate::user_id::UserId;
use crate::view::{CertificateRecord, HandOffMethod, Platform};

/// What the journey wants done. Carries handles and names, never a secret.
#[derive(Clone, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Effect {
    /// Look at the phone; answered by `Event::PhoneLooked`.
    LookAtPhone {
        /// The try that asks; the result carries it back.
        attempt: Attempt,
    },
    /// Start the practice environment; answered by `Event::PracticeOpened`.
    OpenPractice {
        /// The try that asks; the result carries it back.
        attempt: Attempt,
        /// What plays the phone; `None`: this phone.
        phone: Option<Platform>,
    },
    /// Stop practising and delete what was practised, where there is anything.
    WipePractice,
    /// Delete what was put aside of damaged state files; answered by `Event::StoreFailed` where it is still there.
    EraseDamaged,
    /// Find the portal's log-in, to which the password in the vault is to be sent; answered by `Event::LoginOpened`, or by
    /// `Event::LoggedIn` where it is not found.
    OpenLogin {
        /// The try that asks; the result carries it back.
        attempt: Attempt,
    },
    /// Send the password in the vault to the log-in that is open, once; answered by `Event::LoggedIn`.
    LogIn {
        /// The try that asks; the result carries it back.
        attempt: Attempt,
        /// The ユーザーID, checked by its form.
        user_id: UserId,
    },
    /// Agree to the portal's terms; answered by `Event::LoggedIn`.
    AcceptTerms {
        /// The try that asks; the result carries it back.
        attempt: Attempt,
    },
    /// Set the new password in the vault; answered by `Event::LoggedIn`.
    SetPassword {
        /// The try that asks; the result carries it back.
        attempt: Attempt,
    },
    /// Send the code in the vault, once; answered by `Event::LoggedIn`.
    SendCode {
        /// The try that asks; the result carries it back.
        attempt: Attempt,
    },
    /// Go on although the same user ID is logged in elsewhere; answered by `Event::LoggedIn`.
    TakeOver {
        /// The try that asks; the result carries it back.
        attempt: Attempt,
    },
    /// Go on with an office of the portal's page; answered by `Event::LoggedIn`.
    ChooseOffice {
        /// The try that asks; the result carries it back.
        attempt: Attempt,
        /// The portal's choice, by its handle.
        choice: u32,
    },
    /// Read the list of certificates; answered by `Event::Listed`.
    List {
        /// The try that asks; the result carries it back.
        attempt: Attempt,
    },
    /// Download a row; answered by `Event::Downloaded`.
    Download {
        /// The try that asks; the result carries it back.
        attempt: Attempt,
        /// Handle of the row that is downloaded.
        row: u32,
    },
    /// Open the portal's own pages in a window of the app; answered by `Event::WindowLoginSent` and
    /// `Event::WindowPageShown` as the user goes on, then by `Event::Downloaded` or `Event::WindowClosed`. `LogOut` and
    /// `ForgetAll` close it.
    OpenWindow {
        /// The try that asks; the results carry it back.
        attempt: Attempt,
        /// Offered at the portal's login; `None` if none is known.
        user_id: Option<UserId>,
        /// Which certificate of the list is marked.
        wanted: CertificateKind,
    },
    /// Bring the portal's window to the front.
    ShowWindow,
    /// Say in the portal's window how many tries are left; `None` if none has failed. Answers each `WindowPageShown`.
    TellTries {
        /// Tries before the portal locks.
        left: Option<u8>,
    },
    /// Stop what the portal is being asked.
    CancelPortal,
    /// Leave the portal.
    LogOut,
    /// Open the file with the password in the vault; answered by `Event::Opened` or `Event::SlowToOpen`.
    OpenCertificate {
        /// The try that asks; the result carries it back.
        attempt: Attempt,
        /// The user knows how long it takes.
        patient: bool,
    },
    /// Stop opening the file. It stays; what it has brought meanwhile does not.
    StopOpening,
    /// The file was opened: wipe it, the flow goes on with what was in it.
    CloseFile,
    /// Hand the file to the Android installer; answered by `Event::InstallerEnded`.
    Install {
        /// The try that asks; the result carries it back.
        attempt: Attempt,
        /// The alias that is proposed.
        alias: Alias,
        /// Under the certificate password, which the installer then asks for.
        protected: bool,
    },
    /// Save the file to Downloads under the certificate password, on the user's wish; answered by `Event::FileSaved`.
    SaveFile {
        /// The try that asks; the result carries it back.
        attempt: Attempt,
        /// Alias that its installation will propose.
        alias: Alias,
        /// Name of that file.
        name: String,
    },
    /// Delete what `SaveFile` saved; answered by `Event::SavedFileDeleted`.
    DeleteSavedFile {
        /// Name of that file.
        name: String,
    },
    /// Ask KeyChain; answered by `Event::KeyChainAnswered`.
    AskKeyChain {
        /// The try that asks; the result carries it back.
        attempt: Attempt,
        /// Alias proposed at the installation, or the one that the user made of it.
        alias: Alias,
        /// What must be found.
        fingerprint: Fingerprint,
        /// DER name of its issuer.
        issuer_dn: Vec<u8>,
        /// The user asked for it: the chooser may open, and the probe, where one is configured, is shown the certificate.
        may_ask: bool,
        /// The ledger holds several of this issuer, so the chooser is to mark this one.
        several: bool,
    },
    /// Look silently whether a certificate that is led out of the phone is gone; answered by `Event::RemovalLooked`.
    LookForRemoved {
        /// Which one; the answer carries it back.
        removing: Removing,
        /// The alias under which it was.
        alias: Alias,
        /// What must be gone.
        fingerprint: Fingerprint,
        /// DER name of its issuer.
        issuer_dn: Vec<u8>,
    },
    /// Hand the certificate over to iOS; answered by `Serving`, then by `PageSeen`, `ProfileFetched` and `SafariClosed` or
    /// by `FileShared`, as the way is.
    HandOff {
        /// The try that asks; the result carries it back.
        attempt: Attempt,
        /// By which of the ways.
        method: HandOffMethod,
        /// Of the slot: the stable end of PayloadIdentifier.
        slot: Alias,
        /// For the display name.
        office: String,
        /// For the display name.
        kind: CertificateKind,
        /// End of validity for the display name.
        not_after: Timestamp,
    },
    /// Stop serving the profile.
    StopServing,
    /// While it is on, the system keeps no picture of the window: a secret is shown, or may be.
    GuardScreenCapture(bool),
    /// Open the practice phone's 「ファイル」.
    OpenFiles,
    /// Open the probe in the browser, then ask it who came; answered by `Event::ProbeAnswered`.
    OpenProbe {
        /// The try that asks; the result carries it back.
        attempt: Attempt,
        /// Under which the probe remembers who came.
        nonce: Nonce,
        /// What must have come.
        fingerprint: Fingerprint,
    },
    /// Ask the probe who came with a nonce of before; answered by `Event::ProbeAnswered`.
    AskProbe {
        /// The try that asks; the result carries it back.
        attempt: Attempt,
        /// Of the earlier try.
        nonce: Nonce,
        /// What must have come.
        fingerprint: Fingerprint,
    },
    /// Open the service in the browser; answered by `Event::ServiceOpened`.
    OpenService {
        /// The try that asks; the result carries it back.
        attempt: Attempt,
        /// The user's own address; `None`: the publisher's.
        address: Option<ServiceAddress>,
    },
    /// Open the portal's entry in the browser.
    OpenPortal,
    /// Open the telephone app with a number in it, on this phone even while practising; answered by
    /// `Event::HelpDeskUnopened` where it does not open.
    Dial {
        /// Digits and hyphens.
        number: String,
    },
    /// Begin a mail; answered as `Dial`.
    WriteMail {
        /// The address that it goes to.
        to: String,
        /// What stands in its subject.
        subject: String,
        /// What stands in it.
        text: String,
    },
    /// Open the help desk's page in the browser; answered as `Dial`.
    OpenInquiry {
        /// An https address.
        url: String,
    },
    /// Open a page of Settings.
    OpenSettings {
        /// The page of the system's Settings.
        page: SettingsPage,
    },
    /// Copy the certificate password for so long; answered by `Event::Copied`.
    CopyPassword {
        /// The try that asks; the result carries it back.
        attempt: Attempt,
        /// After which it is taken back.
        lifetime: SignedDuration,
    },
    /// Offer a text to other apps, by this very phone's share sheet; answered by `Event::TextShared`.
    ShareText(SharedText),
    /// Look whether the system lets the app show notifications; answered by `Event::NotificationsAllowed`.
    LookAtNotifications,
    /// Ask the user for that by the system's question; answered by `Event::NotificationsAllowed`.
    AskForNotifications,
    /// From now on these notifications are to come, and no others.
    PlanReminders {
        /// On the practice phone; otherwise on this very phone, even while practising.
        practised: bool,
        /// The next one first.
        reminders: Vec<Reminder>,
    },
    /// Move the practice phone's time on to its next notification.
    PassTime,
    /// Let the user pick a file; answered by `Event::FilePicked` unless they leave, or stop waiting for it. Where it takes
    /// long to come, `Event::FileComing` says so first.
    PickFile,
    /// The user waits no longer for a file that is coming: nothing more is heard of it.
    StopReading,
    /// Ask the system for a file that the app was opened with; answered by `Event::FileOpened` where there is one.
    TakeOpenedFile,
    /// The file that waits for the user's word becomes the flow's own.
    AdmitFile {
        /// The file, by its handle in the vault.
        file: FileId,
    },
    /// Wipe the file that waits for the user's word, if it is this one.
    DropFile {
        /// The file, by its handle in the vault.
        file: FileId,
    },
    /// Wipe one secret.
    Forget(SecretKind),
    /// Wipe every secret of the flow and its file; the session with the portal goes on.
    ForgetDownload,
    /// Wipe every secret of the flow, its file and the session. A file that waits for the user's word stays.
    ForgetAll,
    /// Answer the practice phone's screen.
    AnswerSystem(SystemAnswer),
}

impl Effect {
    /// The attempt that its answer is tagged with; `None` if it has no answer.
    pub fn attempt(&self) -> Option<Attempt> {
        match self {
            Self::LookAtPhone { attempt, .. }
            | Self::OpenPractice { attempt, .. }
            | Self::OpenLogin { attempt }
            | Self::LogIn { attempt, .. }
            | Self::AcceptTerms { attempt, .. }
            | Self::SetPassword { attempt, .. }
            | Self::SendCode { attempt, .. }
            | Self::TakeOver { attempt, .. }
            | Self::ChooseOffice { attempt, .. }
            | Self::List { attempt, .. }
            | Self::Download { attempt, .. }
            | Self::OpenWindow { attempt, .. }
            | Self::OpenCertificate { attempt, .. }
            | Self::Install { attempt, .. }
            | Self::SaveFile { attempt, .. }
            | Self::AskKeyChain { attempt, .. }
            | Self::HandOff { attempt, .. }
            | Self::OpenProbe { attempt, .. }
            | Self::AskProbe { attempt, .. }
            | Self::OpenService { attempt, .. }
            | Self::CopyPassword { attempt, .. } => Some(*attempt),
            _ => None,
        }
    }
}

impl Effect {
    /// The user leaves the app by it, or something is used up: it must not start before the journal is on the disk.
    pub fn leaves_app(&self) -> bool {
        matches!(
            self,
            Self::Install { .. }
                | Self::OpenLogin { .. }
                | Self::LogIn { .. }
                | Self::SendCode { .. }
                | Self::OpenWindow { .. }
                | Self::SaveFile { .. }
                | Self::AskKeyChain { may_ask: true, .. }
                | Self::HandOff { .. }
                | Self::OpenProbe { .. }
                | Self::OpenService { .. }
                | Self::OpenPortal
                | Self::Dial { .. }
                | Self::WriteMail { .. }
                | Self::OpenInquiry { .. }
                | Self::OpenSettings { .. }
        )
    }

    /// The portal is asked for a log-in, or is given what is typed there.
    pub(crate) fn is_of_login(&self) -> bool {
        matches!(self, Self::OpenLogin { .. } | Self::LogIn { .. } | Self::SendCode { .. })
    }
}

/// A text for other apps. Nothing secret is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SharedText {
    /// The app's records, as a table.
    Records(Vec<CertificateRecord>),
    /// An end of validity, for a calendar.
    Calendar(CalendarEntry),
}

/// What a calendar is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarEntry {
    /// The name of its slot: the same event at every time.
    pub slot: Alias,
    /// Which of the two.
    pub kind: Option<CertificateKind>,
    /// The office's name; empty where the user has given none.
    pub office: String,
    /// End of validity.
    pub not_after: Timestamp,
    /// Issued by the practice CA.
    pub practice: bool,
}
