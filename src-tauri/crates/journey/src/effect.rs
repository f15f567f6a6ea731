use certificate::{CertificateKind, Fingerprint};

use crate::intent::{PracticePhoneModel, SecretKind, SettingsPage, SystemAnswer};

/// Ties a result to the try that asked for it; results of older tries are dropped.
pub type Attempt = u64;

/// What the journey wants done. Carries handles and names, never a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Look at the phone; answered by `Event::PhoneLooked`.
    LookAtPhone {
        /// Try.
        attempt: Attempt,
    },
    /// Start the practice ground; answered by `Event::GroundOpened`.
    OpenGround {
        /// Try.
        attempt: Attempt,
        /// What plays the phone; none: this phone.
        phone: Option<PracticePhoneModel>,
    },
    /// Stop practising and delete what was practised.
    WipeGround,
    /// Log in with the password in the vault; answered by `Event::LoggedIn`.
    LogIn {
        /// Try.
        attempt: Attempt,
        /// Checked user ID.
        user_id: String,
    },
    /// Agree to the portal's terms; answered by `Event::LoggedIn`.
    AcceptTerms {
        /// Try.
        attempt: Attempt,
    },
    /// Set the new password in the vault; answered by `Event::LoggedIn`.
    SetPassword {
        /// Try.
        attempt: Attempt,
    },
    /// Read the list of certificates; answered by `Event::Listed`.
    List {
        /// Try.
        attempt: Attempt,
    },
    /// Download a row; answered by `Event::Downloaded`.
    Download {
        /// Try.
        attempt: Attempt,
        /// Row handle.
        row: u32,
    },
    /// Stop what the portal is being asked.
    CancelPortal,
    /// Leave the portal.
    LogOut,
    /// Open the file with the password in the vault; answered by `Event::Opened`.
    OpenCertificate {
        /// Try.
        attempt: Attempt,
    },
    /// Hand the file to the Android installer; answered by `Event::InstallerEnded`.
    Install {
        /// Try.
        attempt: Attempt,
        /// Alias proposed.
        alias: String,
    },
    /// Ask KeyChain; answered by `Event::KeyChainAnswered`.
    AskKeyChain {
        /// Try.
        attempt: Attempt,
        /// Alias proposed at the installation.
        alias: String,
        /// What must be found.
        fingerprint: Fingerprint,
        /// DER name of its issuer.
        issuer_dn: Vec<u8>,
        /// The chooser may open.
        may_ask: bool,
    },
    /// Serve the profile and show it in Safari; answered by `Serving`, `ProfileFetched`, `SafariClosed`.
    ServeProfile {
        /// Try.
        attempt: Attempt,
        /// Alias-like name of the slot: the stable end of PayloadIdentifier.
        slot: String,
        /// For the display name.
        office: String,
        /// For the display name.
        kind: CertificateKind,
        /// End of validity for the display name, Unix milliseconds.
        not_after: i64,
    },
    /// Stop serving.
    StopServing,
    /// Open the probe in the browser, then ask it who came; answered by `Event::ProbeAnswered`.
    OpenProbe {
        /// Try.
        attempt: Attempt,
        /// 128 bits, hexadecimal.
        nonce: String,
        /// What must have come.
        fingerprint: Fingerprint,
    },
    /// Ask the probe who came with a nonce of before; answered by `Event::ProbeAnswered`.
    AskProbe {
        /// Try.
        attempt: Attempt,
        /// Of the earlier try.
        nonce: String,
        /// What must have come.
        fingerprint: Fingerprint,
    },
    /// Open the service in the browser; answered by `Event::ServiceOpened`.
    OpenService {
        /// Try.
        attempt: Attempt,
    },
    /// Open the portal's entry in the browser.
    OpenPortal,
    /// Open a page of Settings.
    OpenSettings {
        /// Which.
        page: SettingsPage,
    },
    /// Copy the certificate password for so many milliseconds; answered by `Event::Copied`.
    CopyPassword {
        /// Try.
        attempt: Attempt,
        /// Milliseconds until it is taken back.
        lifetime: i64,
    },
    /// Wipe one secret.
    Forget(SecretKind),
    /// Wipe every secret, the file and the session.
    ForgetAll,
    /// Answer the practice phone's screen.
    AnswerSystem(SystemAnswer),
}

impl Effect {
    /// The user leaves the app by it, or something is used up: it must not start before the journal is on the disk.
    pub fn leaves_app(&self) -> bool {
        matches!(
            self,
            Self::Install { .. }
                | Self::AskKeyChain { may_ask: true, .. }
                | Self::ServeProfile { .. }
                | Self::OpenProbe { .. }
                | Self::OpenService { .. }
                | Self::OpenPortal
                | Self::OpenSettings { .. }
        )
    }
}
