use serde::Deserialize;

use crate::error::ProbeError;
use crate::words::PageText;

/// Languages of the app's catalogue, with what the probe says in each; Japanese first.
const CATALOGUES: [(&str, &str); 3] = [
    ("ja", include_str!("../../../../ui/messages/ja/native.json")),
    ("ja-easy", include_str!("../../../../ui/messages/ja-easy/native.json")),
    ("en", include_str!("../../../../ui/messages/en/native.json")),
];

/// The sentences of the app's catalogue that the probe says.
#[derive(Deserialize)]
struct Catalogue {
    page_title: String,
    probe_ok_heading: String,
    probe_ok_sentence_1: String,
    probe_arrived_heading: String,
    probe_arrived_sentence_1: String,
    probe_no_certificate_heading: String,
    probe_no_certificate_sentence_1: String,
    probe_wrong_heading: String,
    probe_wrong_sentence_1: String,
    probe_again_heading: String,
    probe_again_sentence_1: String,
    probe_subject: String,
    probe_until: String,
    probe_back: String,
}

impl PageText {
    /// The sentences of the app itself in these languages (`ja`, `ja-easy`, `en`), all of them if none is named: what a
    /// publisher's probe says where it is given no others. The first is spoken to whoever speaks none of them.
    ///
    /// # Errors
    /// [`ProbeError::Languages`]: there is no such catalogue.
    pub fn catalogue(languages: &[String]) -> Result<Vec<Self>, ProbeError> {
        let all = all().map_err(|_| ProbeError::Languages)?;
        if languages.is_empty() {
            return Ok(all);
        }
        let find = |name: &String| all.iter().find(|text| text.lang == *name).cloned().ok_or(ProbeError::Languages);
        languages.iter().map(find).collect()
    }
}

pub(crate) fn all() -> Result<Vec<PageText>, serde_json::Error> {
    CATALOGUES.iter().map(|(lang, json)| Ok(said(lang, serde_json::from_str(json)?))).collect()
}

fn said(lang: &str, words: Catalogue) -> PageText {
    PageText {
        lang: lang.to_owned(),
        title: words.page_title,
        arrived: Some((
            words.probe_arrived_heading,
            vec![words.probe_arrived_sentence_1, words.probe_ok_sentence_1.clone()],
        )),
        came: (words.probe_ok_heading, vec![words.probe_ok_sentence_1]),
        nobody: (words.probe_no_certificate_heading, vec![words.probe_no_certificate_sentence_1]),
        other: (words.probe_wrong_heading, vec![words.probe_wrong_sentence_1]),
        again: Some((words.probe_again_heading, vec![words.probe_again_sentence_1])),
        subject: words.probe_subject,
        until: words.probe_until,
        back: words.probe_back,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::words::spoken;

    #[test]
    fn every_language_of_the_app_is_spoken() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/messages");
        let languages = std::fs::read_dir(folder).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_dir());
        assert_eq!(languages.count(), CATALOGUES.len());
        assert_eq!(PageText::catalogue(&[]).unwrap().len(), CATALOGUES.len());
        let chosen = PageText::catalogue(&["en".to_owned(), "ja".to_owned()]).unwrap();
        assert_eq!(chosen.iter().map(|text| text.lang.as_str()).collect::<Vec<_>>(), ["en", "ja"]);
        assert!(matches!(PageText::catalogue(&["tl".to_owned()]), Err(ProbeError::Languages)));
    }

    #[test]
    fn the_app_is_obeyed_before_the_browser_and_somebody_always_speaks() {
        let texts = all().unwrap();
        for (asked, accepted, lang) in [
            (None, None, "ja"),
            (Some("en"), Some("ja"), "en"),
            (Some("ja-easy"), None, "ja-easy"),
            (Some("en-GB"), None, "en"),
            (Some("\"><script>"), Some("en-US,en;q=0.9"), "en"),
            (None, Some("vi-VN,vi;q=0.9,ja;q=0.5,en;q=0.7"), "en"),
            (None, Some("en;q=0,ja;q=0.1"), "ja"),
            (None, Some("tl;q=x,;;,"), "ja"),
        ] {
            assert_eq!(spoken(&texts, asked, accepted).unwrap().lang, lang, "{asked:?} {accepted:?}");
        }
        assert_eq!(spoken(&texts, Some("ja-easy"), None).unwrap().tag(), "ja");
        assert!(spoken(&[], Some("ja"), None).is_none());
    }
}
