//! What crosses to Kotlin and back, as `tests/native/golden` pins it for both.
//!
//! Bytes cross as base64, and so does text that a person wrote when it comes from Kotlin (`Wire.kt` says why).
//! What is written here is wiped; serde's and JNI's copies cannot be.

use app::{InstallerOutcome, KeyChainAnswer, PickedFile, ShareOutcome, TlsOutcome};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use journey::{Alias, SettingsPage};
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

/// A command of `DevicePlugin.kt` with its arguments.
pub(crate) trait Command: Serialize + Send + Sync {
    /// The name of the function.
    const NAME: &'static str;
    /// What it answers.
    type Answer: DeserializeOwned + Send;
}

macro_rules! commands {
    ($($command:ty = $name:literal -> $answer:ty;)*) => {
        $(impl Command for $command {
            const NAME: &'static str = $name;
            type Answer = $answer;
        })*

        /// Every one of them.
        #[cfg(test)]
        pub(super) const NAMES: &[&str] = &[$($name),*];
    };
}
pub(super) use commands;

commands! {
    Look = "preflight" -> Seen;
    Install<'_> = "install" -> InstallerEnded;
    AskKeyChain<'_> = "askKeyChain" -> KeyChainSaid;
    TlsCheck<'_> = "tlsCheck" -> TlsOutcome;
    OpenSettings = "openSettings" -> ();
    OpenInBrowser<'_> = "openInBrowser" -> ();
    OpenDialer<'_> = "openDialer" -> ();
    WriteMail<'_> = "writeMail" -> ();
    CopySecret<'_> = "copySecret" -> ();
    GuardSecret = "guardSecret" -> ();
    ChooseFile = "chooseFile" -> Chosen;
    StopReading = "stopReading" -> ();
    TakeOpenedFile = "takeOpenedFile" -> Opened;
    SaveFile<'_> = "saveFile" -> ();
    DeleteSavedFile<'_> = "deleteSavedFile" -> Deleted;
    ShareFile<'_> = "shareFile" -> SheetEnded;
}

#[derive(Serialize)]
pub(super) struct Look {}

#[derive(Serialize)]
pub(super) struct Install<'a> {
    pub(super) pkcs12: Base64<'a>,
    pub(super) name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AskKeyChain<'a> {
    pub(super) alias: &'a str,
    pub(super) issuers: Vec<Base64<'a>>,
    pub(super) nonce: Base64<'a>,
    pub(super) may_ask: bool,
    pub(super) several: bool,
}

#[derive(Serialize)]
pub(super) struct TlsCheck<'a> {
    pub(super) url: &'a str,
    pub(super) alias: &'a str,
}

#[derive(Serialize)]
pub(super) struct OpenSettings {
    pub(super) page: SettingsPage,
}

#[derive(Serialize)]
pub(super) struct OpenInBrowser<'a> {
    pub(super) url: &'a str,
}

#[derive(Serialize)]
pub(super) struct OpenDialer<'a> {
    /// A `tel:` address.
    pub(super) url: &'a str,
}

#[derive(Serialize)]
pub(super) struct WriteMail<'a> {
    /// A `mailto:` address.
    pub(super) url: &'a str,
}

#[derive(Serialize)]
pub(super) struct CopySecret<'a> {
    pub(super) secret: &'a str,
    /// How long it stays, in milliseconds.
    pub(super) lifetime: i64,
}

#[derive(Serialize)]
pub(super) struct GuardSecret {
    pub(super) shown: bool,
}

#[derive(Serialize)]
pub(super) struct ChooseFile {}

#[derive(Serialize)]
pub(super) struct StopReading {}

#[derive(Serialize)]
pub(super) struct TakeOpenedFile {
    /// Bytes; of a larger file one more comes.
    pub(super) limit: usize,
}

#[derive(Serialize)]
pub(super) struct SaveFile<'a> {
    pub(super) name: &'a str,
    pub(super) bytes: Base64<'a>,
}

#[derive(Serialize)]
pub(super) struct DeleteSavedFile<'a> {
    pub(super) name: &'a str,
}

#[derive(Serialize)]
pub(super) struct ShareFile<'a> {
    /// Of a file that lies in the outbox already.
    pub(super) name: &'a str,
    #[serde(rename = "type")]
    pub(super) media_type: &'static str,
}

/// Bytes on their way to Kotlin.
pub(super) struct Base64<'a>(pub(super) &'a [u8]);

impl Serialize for Base64<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&Zeroizing::new(BASE64_STANDARD.encode(self.0)))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Seen {
    pub(super) version: String,
    pub(super) vendor: String,
    pub(super) restricted: bool,
    pub(super) screen_lock: Option<bool>,
    pub(super) chrome: Option<bool>,
    pub(super) online: bool,
    pub(super) user_agent: String,
}

#[derive(Deserialize)]
pub(super) struct InstallerEnded {
    pub(super) end: InstallerOutcome,
}

#[derive(Deserialize)]
#[serde(tag = "id", rename_all = "kebab-case")]
pub(super) enum KeyChainSaid {
    NotInstalled { certain: bool },
    Denied,
    TimedOut,
    Managed,
    Answered { alias: Text, chain: Vec<Bytes>, signature: Bytes },
}

impl From<KeyChainSaid> for KeyChainAnswer {
    fn from(said: KeyChainSaid) -> Self {
        match said {
            KeyChainSaid::NotInstalled { certain } => Self::NotInstalled { certain },
            KeyChainSaid::Denied => Self::Denied,
            KeyChainSaid::TimedOut => Self::TimedOut,
            KeyChainSaid::Managed => Self::Managed,
            KeyChainSaid::Answered { alias, chain, signature } => Self::Answered {
                alias: Alias::new(alias.0),
                chain: chain.iter().map(|certificate| certificate.0.to_vec()).collect(),
                signature: signature.0.to_vec(),
            },
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Opened {
    file: Option<File>,
}

#[derive(Deserialize)]
struct File {
    name: Text,
    bytes: Bytes,
}

impl From<Opened> for Option<PickedFile> {
    /// Whatever app gave the file chose its name, so folders are cut off.
    fn from(opened: Opened) -> Self {
        let File { name: Text(name), bytes: Bytes(bytes) } = opened.file?;
        let name = name.rsplit('/').next().unwrap_or_default().to_owned();
        Some(PickedFile { name, bytes })
    }
}

#[derive(Deserialize)]
pub(super) struct Chosen {
    pub(super) chosen: bool,
}

#[derive(Deserialize)]
pub(super) struct Deleted {
    pub(super) deleted: bool,
}

#[derive(Deserialize)]
pub(super) struct SheetEnded {
    pub(super) end: ShareOutcome,
}

/// Bytes that came from Kotlin.
pub(super) struct Bytes(pub(super) Zeroizing<Vec<u8>>);

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        let bytes = BASE64_STANDARD.decode(text.as_bytes()).map_err(|_| D::Error::custom("not base64"))?;
        Ok(Self(Zeroizing::new(bytes)))
    }
}

/// Text that a person wrote.
pub(super) struct Text(pub(super) String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes = Bytes::deserialize(deserializer)?;
        Ok(Self(String::from_utf8_lossy(&bytes.0).into_owned()))
    }
}
