use std::time::Duration;

use async_trait::async_trait;
pub use journey::InstallerOutcome;
use journey::{Platform, SettingsPage, SystemAnswer, SystemScreen};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use url::Url;
use zeroize::Zeroizing;

/// The phone: what only the operating system can do. Two bodies: this phone and the practice phone.
///
/// Calls that show a system screen resolve when it is gone; their result never proves anything
/// (`RESULT_OK` comes without an installed certificate too), so whoever calls looks afterwards. What a body does not have is
/// [`DeviceError::Unsupported`].
#[async_trait]
pub trait Device: Send + Sync {
    /// Looks at everything that can stand in the way. Shows nothing.
    async fn preflight(&self) -> Result<Preflight, DeviceError> {
        Err(DeviceError::Unsupported)
    }

    /// Android: hands the file to the system's installer (`KeyChain.createInstallIntent()`,
    /// `EXTRA_PKCS12` and `EXTRA_NAME` only).
    async fn install(&self, _request: InstallRequest) -> Result<InstallerOutcome, DeviceError> {
        Err(DeviceError::Unsupported)
    }

    /// Android: reads the chain silently where it was granted before, else opens the chooser;
    /// then signs the nonce with the KeyChain key.
    async fn ask_key_chain(&self, _question: KeyChainQuestion) -> Result<KeyChainAnswer, DeviceError> {
        Err(DeviceError::Unsupported)
    }

    /// iOS: shows a loopback page in Safari inside the app; resolves when the sheet is closed.
    async fn present_safari(&self, _url: &Url) -> Result<(), DeviceError> {
        Err(DeviceError::Unsupported)
    }

    /// iOS, the second way: opens a loopback page in the browser itself and leaves the app, which goes on serving for as
    /// long as the system lets it; resolves when the app is back or that time is over.
    async fn open_in_safari(&self, _url: &Url) -> Result<(), DeviceError> {
        Err(DeviceError::Unsupported)
    }

    /// Opens an address in the system's browser and leaves the app.
    async fn open_in_browser(&self, _url: &Url) -> Result<(), DeviceError> {
        Err(DeviceError::Unsupported)
    }

    /// Opens the telephone app with a number in it. Nothing is called before the user's own tap there.
    async fn open_dialer(&self, _number: &str) -> Result<(), DeviceError> {
        Err(DeviceError::Unsupported)
    }

    /// Begins a mail. Nothing is sent before the user's own tap there.
    async fn write_mail(&self, _mail: &Mail) -> Result<(), DeviceError> {
        Err(DeviceError::Unsupported)
    }

    /// Opens a page of Settings, or the closest the system allows.
    async fn open_settings(&self, _page: SettingsPage) -> Result<(), DeviceError> {
        Err(DeviceError::Unsupported)
    }

    /// Puts a secret on the clipboard of this device only, for so long.
    async fn copy_secret(&self, _secret: &SecretString, _lifetime: Duration) -> Result<(), DeviceError> {
        Err(DeviceError::Unsupported)
    }

    /// Offers a file to other apps by the system's share sheet, 「ファイル」 among them; resolves when the sheet is gone.
    async fn share_file(&self, _file: SharedFile) -> Result<ShareOutcome, DeviceError> {
        Err(DeviceError::Unsupported)
    }

    /// Offers a text, without a secret in it, to other apps by the system's share sheet.
    async fn share_text(&self, _text: &str) -> Result<ShareOutcome, DeviceError> {
        Err(DeviceError::Unsupported)
    }

    /// Lets the user choose a file by the system's picker and reads it once; none: they left. At most one byte more
    /// than [`certificate::MAX_FILE_BYTES`] is read.
    async fn pick_file(&self) -> Result<Option<PickedFile>, DeviceError> {
        Err(DeviceError::Unsupported)
    }

    /// The file that the app was last opened with, or that another app shared to it, once; none where there is none.
    /// At most one byte more than [`certificate::MAX_FILE_BYTES`] is read.
    async fn take_opened_file(&self) -> Result<Option<PickedFile>, DeviceError> {
        Ok(None)
    }

    /// Android, where there is no installer to hand a file to: puts it into Downloads, in the place of what the app put
    /// there under this name before. Anyone who holds the phone can copy it.
    async fn save_file(&self, _file: SharedFile) -> Result<(), DeviceError> {
        Err(DeviceError::Unsupported)
    }

    /// Deletes what [`Device::save_file`] put there under this name; false where nothing of it is left.
    async fn delete_saved_file(&self, _name: &str) -> Result<bool, DeviceError> {
        Err(DeviceError::Unsupported)
    }

    /// Android: one request to an https address, showing the certificate under `alias` with the key that stays in
    /// KeyChain. Works only after that key was granted ([`Device::ask_key_chain`]).
    async fn tls_check(&self, _url: &Url, _alias: &str) -> Result<TlsOutcome, DeviceError> {
        Err(DeviceError::Unsupported)
    }

    /// While it is on, the system keeps no picture of the window (iOS: blank in the app switcher).
    async fn guard_screen_capture(&self, _on: bool) -> Result<(), DeviceError> {
        Err(DeviceError::Unsupported)
    }

    /// The practice phone's screens; none on a real one.
    fn simulated_screens(&self) -> Option<&dyn SimulatedScreens> {
        None
    }
}

/// The practice phone's screens and how to answer them.
#[async_trait]
pub trait SimulatedScreens: Send + Sync {
    /// What its system shows now.
    fn screens(&self) -> watch::Receiver<Option<SystemScreen>>;

    /// Answers the screen shown; ignored when none is. `typed` is what was typed into it.
    fn answer(&self, answer: SystemAnswer, typed: Option<SecretString>);

    /// Opens its 「ファイル」; resolves when the user is back in the app.
    async fn open_files(&self);
}

/// A file for other apps. Anyone can read it, so it is still protected by its own password.
pub struct SharedFile {
    /// Its name, without folders.
    pub name: String,
    /// What is in it.
    pub bytes: Zeroizing<Vec<u8>>,
}

/// A mail that is begun for the user. No secret is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Address.
    pub to: String,
    /// Subject, one line.
    pub subject: String,
    /// Text, lines ended by `\n`.
    pub text: String,
}

impl Mail {
    /// As a `mailto:` address (RFC 6068), which every system's mail app takes.
    pub fn to_url(&self) -> String {
        // A text's lines end with CRLF there.
        let text = self.text.replace('\n', "\r\n");
        format!("mailto:{}?subject={}&body={}", self.to, encoded(&self.subject), encoded(&text))
    }
}

fn encoded(text: &str) -> String {
    // Of form encoding, mail apps do not read `+` as a blank.
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

/// How the share sheet ended. Proves nothing: what the other app did with it is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShareOutcome {
    /// Another app took it.
    Shared,
    /// The user left.
    Canceled,
}

/// A file that the user chose.
pub struct PickedFile {
    /// Its name, without folders. Untrusted.
    pub name: String,
    /// What is in it. Untrusted.
    pub bytes: Zeroizing<Vec<u8>>,
}

/// What was seen of the phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preflight {
    /// Which system.
    pub platform: Platform,
    /// Its version, `18.5` or `15`.
    pub version: String,
    /// Android: who made it (`Build.MANUFACTURER`).
    pub vendor: Option<String>,
    /// A screen lock is set; none where the system does not tell.
    pub screen_lock: Option<bool>,
    /// A network is there.
    pub online: bool,
    /// Installing certificates is forbidden (`DISALLOW_CONFIG_CREDENTIALS`).
    pub restricted: bool,
    /// Chrome is there (Android); none where it does not matter.
    pub chrome: Option<bool>,
    /// The browser's own user agent, so that the mobile window is served.
    pub user_agent: String,
}

/// What the Android installer is given.
pub struct InstallRequest {
    /// PKCS#12. Opens with an empty password, or else the installer asks for it.
    pub pkcs12: Zeroizing<Vec<u8>>,
    /// The alias proposed (`EXTRA_NAME`): ASCII, no dot.
    pub name: String,
}

/// What KeyChain is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyChainQuestion {
    /// The alias proposed at the installation; read silently if granted before.
    pub alias: String,
    /// DER names of issuers the chooser filters by.
    pub issuers: Vec<Vec<u8>>,
    /// Signed with the key chosen (SHA256withRSA or SHA256withECDSA).
    pub nonce: Vec<u8>,
    /// The chooser may be shown; otherwise only the silent read.
    pub may_ask: bool,
}

/// What KeyChain answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "id", rename_all = "kebab-case")]
pub enum KeyChainAnswer {
    /// No match: null without any screen.
    NotInstalled,
    /// The user tapped 拒否, or left.
    Denied,
    /// No answer came.
    TimedOut,
    /// The device policy answers the chooser.
    Managed,
    /// A key, its chain, and the nonce signed by it.
    Answered {
        /// Alias chosen.
        alias: String,
        /// DER, leaf first.
        chain: Vec<Vec<u8>>,
        /// Over the nonce.
        signature: Vec<u8>,
    },
}

/// How a server took a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "id", rename_all = "kebab-case")]
pub enum TlsOutcome {
    /// It answered.
    Answered {
        /// Its HTTP status.
        status: u16,
        /// It asked for a certificate and was shown this one.
        asked: bool,
    },
    /// It was shown this one and closed the connection.
    Refused,
    /// It did not prove who it is.
    Untrusted,
    /// Nothing could be reached.
    Unreachable,
    /// It did not answer in time.
    TimedOut,
}

/// Why the device could not do it.
#[derive(Debug, thiserror::Error)]
pub enum DeviceError {
    /// This body has no such thing (the bridges of a real phone are not part of a desktop).
    #[error("not on this machine")]
    Unsupported,
    /// The system has no activity or page for it.
    #[error("nothing on this device answers")]
    NothingAnswers,
    /// Installing is forbidden by who manages the device.
    #[error("forbidden by device policy")]
    Restricted,
    /// Anything else.
    #[error("the system refused")]
    Refused(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl DeviceError {
    /// Every code there is.
    pub const CODES: &[&str] = &["device-not-here", "device-nothing-answers", "device-restricted", "device-refused"];

    /// Stable code for the catalogues and the help desk.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unsupported => "device-not-here",
            Self::NothingAnswers => "device-nothing-answers",
            Self::Restricted => "device-restricted",
            Self::Refused(_) => "device-refused",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Mail;

    #[test]
    fn a_mail_is_an_address_that_cannot_be_added_to() {
        let mail = Mail {
            to: "desk@example.org".to_owned(),
            subject: "A & B?cc=x".to_owned(),
            text: "画面: 1+1\n#".to_owned(),
        };
        assert_eq!(
            mail.to_url(),
            "mailto:desk@example.org?subject=A%20%26%20B%3Fcc%3Dx&body=%E7%94%BB%E9%9D%A2%3A%201%2B1%0D%0A%23"
        );
    }
}
