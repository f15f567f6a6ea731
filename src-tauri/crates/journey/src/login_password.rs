//! What a login password cannot be, looked at before it is sent: a wrong one costs one of three tries.

use certificate::ConfusableReason;
use secrecy::{ExposeSecret, SecretString};

use crate::first_login_flow::LENGTHS;
use crate::intent::{LoginPasswordCheck, LoginPasswordLength};
use crate::view::PasswordHint;

/// Places that are named at most; a longer text is no password.
const MOST_HINTS: usize = 64;

/// Says what most likely is a slip of the keyboard: letters of full width, blanks at an end, a length that no login password
/// has had so far (setup manual, 2-1: 8 to 16 alphanumerics). Refuses nothing: the portal decides.
pub fn check_login_password(password: &SecretString) -> LoginPasswordCheck {
    let text = password.expose_secret();
    let characters = text.chars().count();
    let leading = text.chars().take_while(|c| c.is_whitespace()).count();
    let trailing = text.chars().rev().take_while(|c| c.is_whitespace()).count();
    let hints = (0_u32..)
        .zip(text.chars().enumerate())
        .filter_map(|(at, (index, character))| {
            let reason = if index < leading || index + trailing >= characters {
                ConfusableReason::Space
            } else if !character.is_ascii() {
                ConfusableReason::FullWidth
            } else {
                return None;
            };
            let code: &str = reason.into();
            Some(PasswordHint { at, code: code.to_owned() })
        })
        .take(MOST_HINTS)
        .collect();
    let count = u32::try_from(characters).unwrap_or(u32::MAX);
    let length = match count {
        count if count < LENGTHS.0 => Some(LoginPasswordLength::TooShort),
        count if count > LENGTHS.1 => Some(LoginPasswordLength::TooLong),
        _ => None,
    };
    LoginPasswordCheck { hints, length, count }
}

#[cfg(test)]
mod tests {
    use secrecy::SecretString;

    use super::check_login_password;
    use crate::intent::LoginPasswordLength;

    fn said(text: &str) -> (Vec<(u32, String)>, Option<LoginPasswordLength>) {
        let check = check_login_password(&SecretString::from(text));
        (check.hints.into_iter().map(|hint| (hint.at, hint.code)).collect(), check.length)
    }

    #[test]
    fn nothing_is_said_of_what_can_be_right() {
        for text in ["Renshu2026", "sakura77", "O0l1I-#%&aB3dE5g"] {
            assert_eq!(said(text), (Vec::new(), None), "{text}");
        }
    }

    #[test]
    fn letters_of_full_width_and_blanks_at_the_ends_are_said_by_their_places() {
        let hint = |at: u32, code: &str| (at, code.to_owned());
        assert_eq!(said("Ｒenshu2026"), (vec![hint(0, "full-width")], None));
        assert_eq!(said("Renshu2026 "), (vec![hint(10, "space")], None));
        assert_eq!(said(" さkura77\u{3000}").0, [hint(0, "space"), hint(1, "full-width"), hint(8, "space")]);
        assert_eq!(said("sakura 77"), (Vec::new(), None), "a blank inside is the portal's to judge");
    }

    #[test]
    fn a_length_that_no_password_has_had_is_said() {
        assert_eq!(said("sakura7").1, Some(LoginPasswordLength::TooShort));
        assert_eq!(said("sakura77sakura77x").1, Some(LoginPasswordLength::TooLong));
    }
}
