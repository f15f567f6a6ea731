//! Sentences that the system or Safari shows, from the same catalogues as the UI.
#![allow(dead_code, reason = "each language carries every sentence")]

use certificate::JAPAN;
use jiff::Timestamp;

include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

/// The language chosen, else the first of the system's that has a catalogue, else Japanese; as the UI resolves it.
pub(crate) fn words(chosen: Option<&str>) -> &'static Catalogue {
    let wanted = chosen.map_or_else(|| sys_locale::get_locales().collect(), |chosen| vec![chosen.to_owned()]);
    wanted.iter().find_map(|tag| in_language(tag)).unwrap_or(&JA)
}

fn in_language(tag: &str) -> Option<&'static Catalogue> {
    let named = |name: &str| ALL.iter().copied().find(|words| words.lang.eq_ignore_ascii_case(name));
    named(tag).or_else(|| named(tag.split(['-', '_']).next().unwrap_or_default()))
}

impl Catalogue {
    /// BCP 47, for pages: やさしい日本語 is Japanese.
    pub(crate) fn tag(&self) -> &'static str {
        self.lang.strip_suffix("-easy").unwrap_or(self.lang)
    }
}

/// `2028年3月31日`, in Japan's time.
pub(crate) fn date(time: Timestamp) -> String {
    let day = JAPAN.to_datetime(time);
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_chosen_is_spoken() {
        for (chosen, spoken, tag) in [
            ("ja", "ja", "ja"),
            ("ja-easy", "ja-easy", "ja"),
            ("en", "en", "en"),
            ("en-GB", "en", "en"),
            ("xx", "ja", "ja"),
        ] {
            let words = words(Some(chosen));
            assert_eq!((words.lang, words.tag()), (spoken, tag), "{chosen}");
        }
        assert!(ALL.iter().any(|words| words.lang == words_of_the_system()), "the system's, or Japanese");
    }

    fn words_of_the_system() -> &'static str {
        words(None).lang
    }
}
