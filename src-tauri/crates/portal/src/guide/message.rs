//! What the script says, read with bounds.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer};
use strum::IntoStaticStr;
use zeroize::Zeroizing;

use crate::labels::{ControlRole, FieldRole, PageKind};
use crate::text::{cut, one_line};

/// Bytes of the longest message: a part of a file.
pub const MAX_MESSAGE: usize = 48 * 1024;
/// Bytes of any other.
const MAX_WORDS_MESSAGE: usize = 8 * 1024;
const MAX_TITLE: usize = 80;
const MAX_LABEL: usize = 60;
const MAX_DIALOG: usize = 400;
const MAX_DISPOSITION: usize = 600;
const MAX_ALSO: usize = 8;

/// What the page says by the guide's channel. A hint: the page could have said it without the guide.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
pub enum GuideMessage {
    /// What is shown, and what comes next.
    Page(PageReport),
    /// The log-in was sent, by whatever pressed it. What was typed is not in it.
    LogInSent,
    /// A file comes in parts.
    FileStart {
        /// How many bytes it has.
        length: usize,
        /// `Content-Disposition`, or the `download` attribute in that form.
        #[serde(default, deserialize_with = "disposition")]
        disposition: Option<String>,
    },
    /// A part of it.
    FilePart {
        /// Bytes before it.
        at: usize,
        /// Bytes of this part.
        #[serde(deserialize_with = "bytes")]
        data: Zeroizing<Vec<u8>>,
    },
    /// All of it has come.
    FileEnd,
    /// The page asked for a file, and none came.
    FileFailed {
        /// Why there is none.
        why: FileFailure,
    },
    /// The page is about to show a dialog of the browser's.
    Dialog {
        /// The page's own words, one line.
        #[serde(deserialize_with = "dialog")]
        text: String,
    },
    /// The page wants its window closed.
    CloseWanted,
}

/// What a page shows.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PageReport {
    /// Tells this report from others of the same window.
    pub number: u32,
    /// Which page it is.
    pub kind: PageKind,
    /// What a log-in page says besides: a refusal of what was sent before.
    #[serde(default, deserialize_with = "also")]
    pub also: Vec<PageKind>,
    /// The page's title, one line.
    #[serde(deserialize_with = "title")]
    pub title: String,
    /// What is marked; `None`: nothing, the page is the user's.
    pub next: Option<NextStep>,
}

/// What is marked on a page.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum NextStep {
    /// A control to press.
    Press {
        /// What it is for.
        role: ControlRole,
        /// What stands on it, if it stands in `labels.toml` too.
        #[serde(default, deserialize_with = "label")]
        label: Option<String>,
    },
    /// A checkbox to tick.
    Tick {
        /// What it is for.
        role: ControlRole,
        /// As in [`NextStep::Press`].
        #[serde(default, deserialize_with = "label")]
        label: Option<String>,
    },
    /// A field to fill in, by the user.
    Type {
        /// What it is for.
        field: FieldRole,
    },
}

/// Why a file did not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum FileFailure {
    /// The request did not get through, or its answer came from another origin and may not be read.
    Network,
    /// More bytes than a certificate has.
    TooLarge,
    /// The portal answered with an error.
    Refused,
}

/// Why something from the page is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum GuideError {
    /// Longer than any message.
    #[error("message too long")]
    TooLong,
    /// None of the messages.
    #[error("not a message")]
    Malformed,
    /// From a page of a host that is not the portal's.
    #[error("from another host")]
    ForeignHost,
    /// From a page that is not in front.
    #[error("not from the page in front")]
    NotInFront,
    /// More messages than a page has reason for.
    #[error("too many messages")]
    TooMany,
    /// Parts of a file out of order.
    #[error("parts out of order")]
    OutOfOrder,
    /// More bytes than a certificate has.
    #[error("file too large")]
    TooLarge,
    /// Not the file of a certificate.
    #[error("not a certificate's file")]
    NotAFile,
    /// The file is there already.
    #[error("already finished")]
    Finished,
}

impl GuideError {
    /// Stable kebab-case name, as it stands in the trail.
    pub fn code(self) -> &'static str {
        self.into()
    }
}

impl GuideMessage {
    /// Reads a message; what it says is cut to its bounds.
    pub fn parse(text: &str) -> Result<Self, GuideError> {
        if text.len() > MAX_MESSAGE {
            return Err(GuideError::TooLong);
        }
        let message = serde_json::from_str(text).map_err(|_| GuideError::Malformed)?;
        match message {
            Self::FilePart { .. } => Ok(message),
            _ if text.len() > MAX_WORDS_MESSAGE => Err(GuideError::TooLong),
            _ => Ok(message),
        }
    }
}

fn line<'de, D: Deserializer<'de>>(from: D, characters: usize) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    let shown: String = text.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
    Ok(cut(&one_line(&shown), characters))
}

fn title<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    line(from, MAX_TITLE)
}

fn dialog<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    line(from, MAX_DIALOG)
}

fn label<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let text = line(from, MAX_LABEL)?;
    Ok(Some(text).filter(|text| !text.is_empty()))
}

fn disposition<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    Ok(text.map(|text| cut(&text, MAX_DISPOSITION)))
}

fn also<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<PageKind>, D::Error> {
    let mut kinds = Vec::<PageKind>::deserialize(from)?;
    kinds.truncate(MAX_ALSO);
    Ok(kinds)
}

fn bytes<'de, D: Deserializer<'de>>(from: D) -> Result<Zeroizing<Vec<u8>>, D::Error> {
    let text = Zeroizing::new(String::deserialize(from)?);
    STANDARD.decode(text.as_bytes()).map(Zeroizing::new).map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use super::*;

    fn error(text: &str) -> Option<GuideError> {
        GuideMessage::parse(text).err()
    }

    #[test]
    fn a_report_is_cut_and_cleaned() {
        let long = "あ".repeat(200);
        let text = format!(
            "{{\"type\":\"page\",\"number\":3,\"kind\":\"login\",\"also\":[\"wrong-login\"],\"title\":\"{long}\",\
             \"next\":{{\"do\":\"press\",\"role\":\"log-in\",\"label\":\"ログ\\u202eイン\\n\\u0007\"}}}}"
        );
        let GuideMessage::Page(report) = GuideMessage::parse(&text).ok().unwrap() else { panic!("not a report") };
        assert_eq!(report.title.chars().count(), 80);
        assert_eq!((report.kind, report.also), (PageKind::Login, vec![PageKind::WrongLogin]));
        // What turns the direction of the text is a blank for whoever reads it.
        let label = Some("ログ イン".to_owned());
        assert_eq!(report.next, Some(NextStep::Press { role: ControlRole::LogIn, label }));
    }

    #[test]
    fn what_is_no_message_is_refused() {
        for text in [
            "",
            "null",
            "[]",
            "{\"type\":\"press\",\"page\":1}",
            "{\"type\":\"page\",\"number\":-1,\"kind\":\"login\",\"title\":\"\",\"next\":null}",
            "{\"type\":\"page\",\"number\":1,\"kind\":\"bank\",\"title\":\"\",\"next\":null}",
            "{\"type\":\"page\",\"number\":1,\"kind\":\"login\",\"title\":\"\",\"next\":{\"do\":\"run\",\"code\":\"1\"}}",
            "{\"type\":\"file-part\",\"at\":0,\"data\":\"***\"}",
            "{\"type\":\"file-start\",\"length\":1e99}",
        ] {
            assert_eq!(error(text), Some(GuideError::Malformed), "{text}");
        }
    }

    #[test]
    fn lengths_are_bounded() {
        let part = |bytes: usize| format!("{{\"type\":\"file-part\",\"at\":0,\"data\":\"{}\"}}", "A".repeat(bytes));
        assert_eq!(error(&part(32 * 1024)), None);
        assert_eq!(error(&part(MAX_MESSAGE)), Some(GuideError::TooLong));
        let words = format!("{{\"type\":\"dialog\",\"text\":\"{}\"}}", "a".repeat(MAX_WORDS_MESSAGE));
        assert_eq!(error(&words), Some(GuideError::TooLong));
    }
}
