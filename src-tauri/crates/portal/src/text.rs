//! Texts as they are compared: folded, cut, and matched with the patterns of `labels.toml`.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

/// The form in which words are compared: NFKC, lower case, without blanks and the marks that decorate labels.
pub(crate) fn fold(text: &str) -> String {
    folded(text).collect()
}

/// How many times as long a text becomes at most when it is folded, in bytes: eleven times by NFKC (UAX 15, 13.1), and
/// by lower case half as much again.
const MOST_GROWTH: usize = 17;

/// As [`fold`], for what is wiped: it has its whole room from the beginning, because what grows leaves copies behind.
pub(crate) fn fold_secret(secret: &str) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(secret.len() * MOST_GROWTH));
    folded(secret).for_each(|c| text.push(c));
    text
}

fn folded(text: &str) -> impl Iterator<Item = char> {
    text.nfkc().filter(|c| !is_blank(*c) && !matches!(c, ':' | '*' | '※')).flat_map(char::to_lowercase)
}

/// The folded words of a control without its number, the arrows around them, and what is said of the window that they
/// open; `None` if there is nothing of that.
pub(crate) fn undecorated(folded: &str) -> Option<String> {
    let is_mark = |c: char| "▶►▷▸◀›»≫→⇒➡➔>・●■◆◇○◎★☆|-–—".contains(c);
    let mut text = folded.trim_matches(is_mark);
    let number = text.trim_start_matches('(').trim_start_matches(|c: char| c.is_ascii_digit());
    if let Some(rest) = number.strip_prefix(['.', ')', '、']) {
        text = rest;
    }
    if let Some((front, note)) = text.strip_suffix(')').and_then(|text| text.rsplit_once('('))
        && ["ウィンドウ", "ウインドウ", "画面で開", "タブ"].iter().any(|word| note.contains(word))
    {
        text = front;
    }
    let text = text.trim_matches(is_mark);
    (text != folded && !text.is_empty()).then(|| text.to_owned())
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
    c.is_whitespace() || is_unseen(c)
}

/// Shows nothing itself: joiners, marks, and what turns the direction of the text around it (UAX 9, 2).
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{61c}' | '\u{feff}' | '\u{ad}'
    )
}

/// A word of `labels.toml`, with `*` before or behind for "anything".
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(from = "String", into = "String")]
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

impl From<LabelPattern> for String {
    fn from(pattern: LabelPattern) -> Self {
        let star = |open: bool| if open { "*" } else { "" };
        format!("{}{}{}", star(pattern.open_front), pattern.folded, star(pattern.open_back))
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

    /// What follows this word at the beginning of the folded text; `None` if another stands there.
    pub(crate) fn strip_from<'a>(&self, folded: &'a str) -> Option<&'a str> {
        folded.strip_prefix(self.folded.as_str()).filter(|_| !self.folded.is_empty())
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

/// How far back a clause's sentence is looked at, in bytes.
const MAX_SENTENCE: usize = 600;
/// Words that make a clause a condition or a warning.
#[derive(Serialize)]
pub(crate) struct Conditions {
    /// Before it, in the same sentence.
    before: [&'static str; 10],
    /// Right after it.
    after: [&'static str; 21],
}

pub(crate) const CONDITIONS: Conditions = Conditions {
    before: ["場合", "ると", "れば", "たら", "とき", "際は", "恐れが", "おそれが", "ませんと", "ないと"],
    after: [
        "ら",
        "た場合",
        "した場合",
        "された場合",
        "たら",
        "た際",
        "ると",
        "すると",
        "されると",
        "ますと",
        "しますと",
        "されますと",
        "場合",
        "際",
        "とき",
        "時は",
        "前に",
        "前の",
        "方は",
        "可能性",
        "か、",
    ],
};

/// Does the folded text state one of these clauses: as what is, not as what may be?
pub(crate) fn states_one(clauses: &[LabelPattern], folded: &str) -> bool {
    clauses.iter().any(|clause| {
        folded.match_indices(&clause.folded).any(|(at, found)| {
            let near = &folded[folded.floor_char_boundary(at.saturating_sub(MAX_SENTENCE))..at];
            let before = near.rsplit(['。', '\n', '!', '.']).next().unwrap_or_default();
            let after = &folded[at + found.len()..];
            !CONDITIONS.before.iter().any(|word| before.contains(word))
                && !CONDITIONS.after.iter().any(|word| after.starts_with(word))
        })
    })
}

/// The sentences of a folded text.
pub(crate) fn sentences(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(['。', '\n']).filter(|sentence| !sentence.is_empty())
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
    fn a_secret_is_folded_without_growing() {
        for c in '\0'..=char::MAX {
            let text = String::from(c);
            assert!(fold(&text).len() <= MOST_GROWTH * text.len(), "{c:?}");
        }
        for secret in ["Ｐａｓｓ ｗ０ｒｄ".to_owned(), "\u{fdfa}".repeat(100), "Ⱥİ\u{390}".repeat(100), String::new()]
        {
            let kept = fold_secret(&secret);
            assert_eq!(*kept, fold(&secret));
            assert_eq!(kept.capacity(), secret.len() * MOST_GROWTH, "{secret}");
        }
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
    fn what_may_happen_is_not_what_has_happened() {
        let clauses = [LabelPattern::from("ロックされました".to_owned())];
        for (text, stated) in [
            ("アカウントがロックされました。", true),
            ("ログイン失敗\nロックされましたため30分お待ちください", true),
            ("ロックされましたら、お電話ください", false),
            ("3回間違えると、ロックされました旨のメールを送ります", false),
            ("間違えると困ります。ロックされました", true),
        ] {
            assert_eq!(states_one(&clauses, &fold(text)), stated, "{text}");
        }
    }

    #[test]
    fn decorations_are_no_part_of_a_label() {
        for (label, plain) in [
            ("▶ ログイン ＞", Some("ログイン")),
            ("（1）証明書ダウンロード", Some("証明書ダウンロード")),
            ("3．証明書ダウンロード（別ウィンドウで開きます）", Some("証明書ダウンロード")),
            ("ログイン（必須）", None),
            ("＞", None),
        ] {
            assert_eq!(undecorated(&fold(label)).as_deref(), plain, "{label}");
        }
    }

    #[test]
    fn lines_are_single() {
        assert_eq!(one_line("  a\n\t b\u{3000}c "), "a b c");
        assert_eq!(cut("あいう", 2), "あい");
    }
}
