use secrecy::{ExposeSecret, SecretString};

/// A character of a typed password that often is another one.
///
/// It says where and why, never which password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Oddity {
    /// Position in Unicode scalar values, from 0.
    pub at: u32,
    /// One of [`Oddity::CODES`].
    pub code: &'static str,
}

impl Oddity {
    /// Every code there is.
    ///
    /// `full-width`: a full-width form or the ideographic space. `space`: white space at an end.
    /// `letter-o`, `digit-zero`, `lower-l`, `digit-one`, `upper-i`: looks like another character.
    /// `caps`: the first letter of a text whose letters (two or more) are all capitals.
    pub const CODES: &[&str] =
        &["full-width", "space", "letter-o", "digit-zero", "lower-l", "digit-one", "upper-i", "caps"];
}

/// What looks odd in a password that did not open the file, in order of position.
pub fn oddities(password: &SecretString) -> Vec<Oddity> {
    let text = password.expose_secret();
    let length = text.chars().count();
    let leading = text.chars().take_while(|c| c.is_whitespace()).count();
    let trailing = text.chars().rev().take_while(|c| c.is_whitespace()).count();
    let letters = text.chars().filter(char::is_ascii_alphabetic).count();
    let capitals = letters > 1 && !text.chars().any(|c| c.is_ascii_lowercase());
    let first_letter = text.chars().position(|c| c.is_ascii_alphabetic());

    let mut found = Vec::new();
    for (index, character) in text.chars().enumerate() {
        let at = u32::try_from(index).unwrap_or(u32::MAX);
        let code = match character {
            '\u{3000}' | '\u{ff01}'..='\u{ff5e}' | '\u{ffe0}'..='\u{ffe6}' => Some("full-width"),
            c if c.is_whitespace() && (index < leading || index + trailing >= length) => Some("space"),
            'O' => Some("letter-o"),
            '0' => Some("digit-zero"),
            'l' => Some("lower-l"),
            '1' => Some("digit-one"),
            'I' => Some("upper-i"),
            _ => None,
        };
        found.extend(code.map(|code| Oddity { at, code }));
        if capitals && first_letter == Some(index) {
            found.push(Oddity { at, code: "caps" });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(u32, &'static str)> {
        oddities(&SecretString::from(text)).iter().map(|o| (o.at, o.code)).collect()
    }

    #[test]
    fn every_look_alike_is_named_at_its_place() {
        assert_eq!(
            found("aO0l1I"),
            [(1, "letter-o"), (2, "digit-zero"), (3, "lower-l"), (4, "digit-one"), (5, "upper-i")]
        );
    }

    #[test]
    fn only_spaces_at_an_end_count() {
        assert_eq!(found(" a b \t"), [(0, "space"), (4, "space"), (5, "space")]);
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
