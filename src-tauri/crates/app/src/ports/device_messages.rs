//! What is asked of a [`super::Device`] and what it answers.

use journey::{Alias, Platform};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// A file for other apps. Anyone can read it, so it is still protected by its own password.
pub struct SharedFile {
    /// Its name, without folders.
    pub name: String,
    /// What it is to the apps that it is offered to.
    pub file_type: SharedFileType,
    /// What is in it.
    pub bytes: Zeroizing<Vec<u8>>,
}

/// What a shared file is. A system offers it to the apps that take this type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SharedFileType {
    /// A certificate file (RFC 7292 names no type; this is what Android's installer registers for).
    Pkcs12,
    /// A picture (RFC 2083).
    Png,
    /// A configuration profile (Apple, "Distribute profiles manually").
    Profile,
    /// A table (RFC 4180).
    Csv,
    /// An event for a calendar (RFC 5545).
    Calendar,
}

impl SharedFileType {
    /// Its media type, as `Content-Type` and Android's intents have it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pkcs12 => "application/x-pkcs12",
            Self::Png => "image/png",
            Self::Profile => "application/x-apple-aspen-config",
            Self::Csv => "text/csv",
            Self::Calendar => "text/calendar",
        }
    }
}

/// A mail that is begun for the user. No secret is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// The address that it goes to.
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
    /// The system that it runs.
    pub platform: Platform,
    /// Its version, `18.5` or `15`.
    pub version: String,
    /// Android: who made it (`Build.MANUFACTURER`).
    pub vendor: Option<String>,
    /// A screen lock is set; `None` where the system does not tell.
    pub screen_lock: Option<bool>,
    /// A network is there.
    pub online: bool,
    /// Installing certificates is forbidden (`DISALLOW_CONFIG_CREDENTIALS`).
    pub restricted: bool,
    /// Chrome is there (Android); `None` where it does not matter.
    pub chrome: Option<bool>,
    /// The browser's own user agent, so that the mobile window is served.
    pub user_agent: String,
}

/// What the Android installer is given.
pub struct InstallRequest {
    /// PKCS#12. Opens with an empty password, or else the installer asks for it.
    pub pkcs12: Zeroizing<Vec<u8>>,
    /// The alias proposed (`EXTRA_NAME`): ASCII, no dot.
    pub name: Alias,
}

/// What KeyChain is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyChainQuestion {
    /// The alias proposed at the installation; read silently if granted before.
    pub alias: Alias,
    /// DER names of issuers the chooser filters by.
    pub issuers: Vec<Vec<u8>>,
    /// Signed with the key chosen (SHA256withRSA or SHA256withECDSA).
    pub nonce: Vec<u8>,
    /// The chooser may be shown; otherwise only the silent read.
    pub may_ask: bool,
    /// The phone is known to hold several of the issuer: without an alias that the chooser knows, its 「選択」 is grey until one
    /// is tapped (AOSP, `KeyChainActivity.displayCertChooserDialog`).
    pub several: bool,
}

/// What Android's KeyChain answered to [`AndroidDevice::ask_key_chain`](super::AndroidDevice::ask_key_chain).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "id", rename_all = "kebab-case")]
pub enum KeyChainAnswer {
    /// No match: null without any screen.
    NotInstalled {
        /// The system says so itself (from Android 17 on); else only the time that it took suggests it, and it may have been
        /// the user's 拒否: nothing that was proven is lost by such a guess.
        certain: bool,
    },
    /// The user tapped 拒否, or left.
    Denied,
    /// No answer came.
    TimedOut,
    /// The device policy answers the chooser.
    Managed,
    /// A key, its chain, and the nonce signed by it.
    Answered {
        /// The alias that was chosen.
        alias: Alias,
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
    /// A server has answered.
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
