use serde::Deserialize;

use crate::page::PageText;

const JAPANESE: &str = include_str!("../../../../ui/messages/ja.json");

/// The sentences of the app's catalogue that the probe says.
#[derive(Deserialize)]
struct Catalogue {
    native_page_title: String,
    native_probe_ok_heading: String,
    native_probe_ok_sentence_1: String,
    native_probe_no_certificate_heading: String,
    native_probe_no_certificate_sentence_1: String,
    native_probe_wrong_heading: String,
    native_probe_wrong_sentence_1: String,
    native_probe_subject: String,
    native_probe_until: String,
    native_probe_back: String,
}

impl PageText {
    /// The sentences of the app itself, in Japanese: what a publisher's probe says where it is given no others.
    ///
    /// # Errors
    /// A sentence that the catalogue does not have.
    pub fn catalogue() -> Result<Self, serde_json::Error> {
        let words: Catalogue = serde_json::from_str(JAPANESE)?;
        Ok(Self {
            lang: "ja".to_owned(),
            title: words.native_page_title,
            came: (words.native_probe_ok_heading, vec![words.native_probe_ok_sentence_1]),
            nobody: (words.native_probe_no_certificate_heading, vec![words.native_probe_no_certificate_sentence_1]),
            other: (words.native_probe_wrong_heading, vec![words.native_probe_wrong_sentence_1]),
            subject: words.native_probe_subject,
            until: words.native_probe_until,
            back: words.native_probe_back,
        })
    }
}
