use serde::Deserialize;

use crate::page::PageText;

const JAPANESE: &str = include_str!("../../../../ui/messages/ja/native.json");

/// The sentences of the app's catalogue that the probe says.
#[derive(Deserialize)]
struct Catalogue {
    page_title: String,
    probe_ok_heading: String,
    probe_ok_sentence_1: String,
    probe_no_certificate_heading: String,
    probe_no_certificate_sentence_1: String,
    probe_wrong_heading: String,
    probe_wrong_sentence_1: String,
    probe_subject: String,
    probe_until: String,
    probe_back: String,
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
            title: words.page_title,
            came: (words.probe_ok_heading, vec![words.probe_ok_sentence_1]),
            nobody: (words.probe_no_certificate_heading, vec![words.probe_no_certificate_sentence_1]),
            other: (words.probe_wrong_heading, vec![words.probe_wrong_sentence_1]),
            subject: words.probe_subject,
            until: words.probe_until,
            back: words.probe_back,
        })
    }
}
