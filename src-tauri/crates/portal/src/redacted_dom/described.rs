//! What is said of a text that may not be shown.

/// How many characters, of what kind.
pub(super) fn described(text: &str) -> String {
    let is_kana = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9f}');
    let is_kanji = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}');
    let chars: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let are_all = |is: &dyn Fn(char) -> bool| chars.iter().all(|c| is(*c));
    let kind = match () {
        () if chars.is_empty() => "blank",
        () if are_all(&char::is_numeric) => "digits",
        () if are_all(&|c| c.is_ascii_alphanumeric()) => "letters",
        () if are_all(&is_kana) => "kana",
        () if are_all(&is_kanji) => "kanji",
        () => "mixed",
    };
    format!("…{} {kind}", text.chars().count())
}
