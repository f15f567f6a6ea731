use secrecy::{ExposeSecret, SecretString};
use strum::{IntoStaticStr, VariantNames};

/// A character of a typed password that often is another one.
///
/// It says where and why, never which password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordHint {
    /// Position in Unicode scalar values, from 0.
    pub at: u32,
    /// Why it is named.
    pub reason: ConfusableReason,
}

/// Why a character is often another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum ConfusableReason {
    /// A full-width form or the ideographic space.
    FullWidth,
    /// White space at an end of the text, or what is not seen anywhere in it.
    Space,
    /// The capital letter O, like a zero.
    LetterO,
    /// A zero, like the capital letter O.
    DigitZero,
    /// A small L, like a one.
    LowerL,
    /// A one, like a small L.
    DigitOne,
    /// A capital I, like a small L.
    UpperI,
    /// The first letter of a text whose letters (two or more) are all capitals.
    Caps,
}

impl PasswordHint {
    /// Every code there is.
    pub const CODES: &[&str] = <ConfusableReason as VariantNames>::VARIANTS;

    /// Stable code of the reason: `full-width`, …
    pub fn code(self) -> &'static str {
        self.reason.into()
    }
}

/// What looks odd in a password that did not open the file, in order of position.
pub fn confusable_characters(password: &SecretString) -> Vec<PasswordHint> {
    let text = password.expose_secret();
    let length = text.chars().count();
    let leading = text.chars().take_while(is_blank).count();
    let trailing = text.chars().rev().take_while(is_blank).count();
    let letters = text.chars().filter(char::is_ascii_alphabetic).count();
    let capitals = letters > 1 && !text.chars().any(|c| c.is_ascii_lowercase());
    let first_letter = text.chars().position(|c| c.is_ascii_alphabetic());

    let mut found = Vec::new();
    for (index, character) in text.chars().enumerate() {
        let at = u32::try_from(index).unwrap_or(u32::MAX);
        let reason = match character {
            '\u{3000}' | '\u{ff01}'..='\u{ff5e}' | '\u{ffe0}'..='\u{ffe6}' => Some(ConfusableReason::FullWidth),
            c if is_unseen(c) => Some(ConfusableReason::Space),
            c if is_blank(&c) && (index < leading || index + trailing >= length) => Some(ConfusableReason::Space),
            'O' => Some(ConfusableReason::LetterO),
            '0' => Some(ConfusableReason::DigitZero),
            'l' => Some(ConfusableReason::LowerL),
            '1' => Some(ConfusableReason::DigitOne),
            'I' => Some(ConfusableReason::UpperI),
            _ => None,
        };
        found.extend(reason.map(|reason| PasswordHint { at, reason }));
        if capitals && first_letter == Some(index) {
            found.push(PasswordHint { at, reason: ConfusableReason::Caps });
        }
    }
    found
}

fn is_blank(character: &char) -> bool {
    character.is_whitespace() || is_unseen(*character)
}

/// Not seen at all: copied along from documents and chats (of Unicode's default ignorable characters).
fn is_unseen(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(u32, &'static str)> {
        confusable_characters(&SecretString::from(text)).iter().map(|hint| (hint.at, hint.code())).collect()
    }

    #[test]
    fn every_look_alike_is_named_at_its_place() {
        assert_eq!(
            found("aO0l1I"),
            [(1, "letter-o"), (2, "digit-zero"), (3, "lower-l"), (4, "digit-one"), (5, "upper-i")]
        );
    }

    #[test]
    fn spaces_at_an_end_count_and_what_is_not_seen_anywhere() {
        assert_eq!(found(" a b \t"), [(0, "space"), (4, "space"), (5, "space")]);
        assert_eq!(found("\u{202a}Kb7hx2Rt\u{200b}"), [(0, "space"), (9, "space")]);
        assert_eq!(found("Kb7h\u{200b}x2 Rt"), [(4, "space")]);
        assert_eq!(found("  "), [(0, "space"), (1, "space")]);
    }

    #[test]
    fn positions_are_characters_not_bytes() {
        assert_eq!(found("あ２ｘ\u{3000}"), [(1, "full-width"), (2, "full-width"), (3, "full-width")]);
    }

    #[test]
    fn capitals_are_said_once() {
        assert_eq!(found("7ABC"), [(1, "caps")]);
        assert_eq!(found("7A"), []);
        assert_eq!(found("7ABc"), []);
    }

    #[test]
    fn an_ordinary_password_has_none() {
        assert_eq!(found("Kb7hx2Rt"), []);
        assert_eq!(found(""), []);
    }
}
