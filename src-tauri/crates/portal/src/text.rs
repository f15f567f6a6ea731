//! Texts as they are compared: folded, cut, and matched with the patterns of `labels.toml`.

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization as _;

/// The form in which words are compared: NFKC, lower case, without blanks and the marks that decorate labels.
pub(crate) fn fold(text: &str) -> String {
    text.nfkc().filter(|c| !is_blank(*c) && !matches!(c, ':' | '*' | '※')).flat_map(char::to_lowercase).collect()
}

/// One line, blanks runs made one.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len().min(256));
    for word in text.split(is_blank).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// At most so many characters.
pub(crate) fn cut(text: &str, characters: usize) -> String {
    text.chars().take(characters).collect()
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// A word of `labels.toml`, with `*` before or behind for "anything".
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "String")]
pub(crate) struct LabelPattern {
    folded: String,
    open_front: bool,
    open_back: bool,
}

impl From<String> for LabelPattern {
    fn from(text: String) -> Self {
        Self {
            folded: fold(&text),
            open_front: text.starts_with('*'),
            open_back: text.len() > 1 && text.ends_with('*'),
        }
    }
}

impl LabelPattern {
    /// Is the folded text this word?
    pub(crate) fn is(&self, folded: &str) -> bool {
        match (self.open_front, self.open_back) {
            (false, false) => folded == self.folded,
            (true, false) => folded.ends_with(&self.folded),
            (false, true) => folded.starts_with(&self.folded),
            (true, true) => folded.contains(&self.folded),
        }
    }

    /// Is this word anywhere in the folded text?
    pub(crate) fn within(&self, folded: &str) -> bool {
        folded.contains(&self.folded)
    }
}

/// Is the folded text one of these words?
pub(crate) fn matches_any(words: &[LabelPattern], folded: &str) -> bool {
    words.iter().any(|word| word.is(folded))
}

/// Is one of these words in the folded text?
pub(crate) fn occurs_in(words: &[LabelPattern], folded: &str) -> bool {
    words.iter().any(|word| word.within(folded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_fold_to_one_form() {
        for text in ["ユーザーID", "ユーザーＩＤ", " ユーザー　ID ： ", "※ユーザーID*", "ﾕｰｻﾞｰID:", "ユーザー\u{200b}ID"]
        {
            assert_eq!(fold(text), "ユーザーid", "{text}");
        }
        assert_ne!(fold("ユーザID"), fold("ユーザーID"));
    }

    #[test]
    fn words_match_whole_or_open() {
        let word = |text: &str| LabelPattern::from(text.to_owned());
        assert!(word("ダウンロード").is(&fold("ダウン ロード")));
        assert!(!word("ダウンロード").is(&fold("証明書ダウンロード")));
        assert!(word("*ダウンロード").is(&fold("証明書ダウンロード")));
        assert!(word("ユーザーID*").is(&fold("ユーザーID（半角）")));
        assert!(word("*ロック*").is(&fold("今ロック中")));
    }

    #[test]
    fn lines_are_single() {
        assert_eq!(one_line("  a\n\t b\u{3000}c "), "a b c");
        assert_eq!(cut("あいう", 2), "あい");
    }
}
