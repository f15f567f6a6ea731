//! Texts from outside, as they may stand on a screen.

/// The text without controls and without what hides or turns the text around it (Unicode TR 36, 3.2: U+202E makes a name read
/// backwards). Line breaks stay, and the variants of kanji.
pub fn plain_text(text: &str) -> String {
    text.chars().filter(|c| *c == '\n' || is_shown(*c)).collect()
}

/// Not a control, nothing that hides or turns the text around it, no private use. Variants of kanji stay.
pub(crate) fn is_shown(c: char) -> bool {
    !c.is_control()
        && !matches!(
            c,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
                | '\u{e000}'..='\u{f8ff}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{10ffff}'
        )
}

#[cfg(test)]
mod tests {
    use super::plain_text;

    #[test]
    fn what_turns_or_hides_text_is_left_out() {
        assert_eq!(
            plain_text("介護\u{202e}DX\u{2066}証明書\u{200b}\u{0}\r\n二行目\u{1b}[1m"),
            "介護DX証明書\n二行目[1m"
        );
        assert_eq!(plain_text("葛\u{e0100}飾 ｶﾅ"), "葛\u{e0100}飾 ｶﾅ", "the variant of a kanji stays");
    }
}
