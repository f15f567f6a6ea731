use std::fmt;

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use unicode_normalization::UnicodeNormalization;

/// Characters of a ユーザーID: `KJ` and 12 alphanumerics (setup manual, 2-1).
pub const USER_ID_LENGTH: usize = 14;

/// ユーザーID as the portal writes it: `KJ` and 12 alphanumerics, letters in capitals (setup manual, 2-1).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(as = "String")]
pub struct UserId(String);

/// What was typed as ユーザーID, mended; unfinished, or nothing at all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(as = "String")]
pub struct TypedUserId(String);

/// What a typed user ID is: checked in one place, for the field while typing and at submit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UserIdCheck {
    /// Full-width and lower-case mended, blanks removed.
    pub normalized: String,
    /// `KJ` and 12 alphanumerics.
    pub valid: bool,
    /// What it lacks; `None` where it is valid.
    pub hint: Option<UserIdHint>,
    /// Characters typed so far after mending.
    pub length: u32,
}

/// What a typed user ID lacks; the first that holds. `user_id_{hint}` in the catalogues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS, strum::VariantNames)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum UserIdHint {
    /// Nothing is typed.
    Empty,
    /// Fewer than [`USER_ID_LENGTH`] characters.
    TooShort,
    /// More than [`USER_ID_LENGTH`] characters.
    TooLong,
    /// It does not begin with `KJ`.
    Prefix,
    /// A character in it is no ASCII letter or digit.
    Character,
}

/// A text that is no ユーザーID as the portal writes it. What is wrong with it, [`check_user_id`] says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a user ID")]
pub struct NotAUserId;

impl UserId {
    /// Only as the portal writes it; `None` if it had to be mended first.
    pub fn written(text: &str) -> Option<Self> {
        let check = check_user_id(text);
        (check.valid && check.normalized == text).then_some(Self(check.normalized))
    }

    /// As it is sent to the portal.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl TryFrom<String> for UserId {
    type Error = NotAUserId;

    fn try_from(text: String) -> Result<Self, NotAUserId> {
        Self::written(&text).ok_or(NotAUserId)
    }
}

impl From<UserId> for String {
    fn from(user_id: UserId) -> Self {
        user_id.0
    }
}

impl TypedUserId {
    /// Mends what was typed, as [`check_user_id`] does.
    pub fn new(typed: &str) -> Self {
        Self(check_user_id(typed).normalized)
    }

    /// The ユーザーID, where it is one.
    pub fn complete(&self) -> Option<UserId> {
        UserId::written(&self.0)
    }

    /// As it stands in the field.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<UserId> for TypedUserId {
    fn from(user_id: UserId) -> Self {
        Self(user_id.0)
    }
}

impl UserIdHint {
    /// Every code there is.
    pub const CODES: &[&str] = <Self as strum::VariantNames>::VARIANTS;
}

/// Mends what a Japanese keyboard does to a user ID (full width, lower case, blanks) and says what is still wrong.
pub fn check_user_id(text: &str) -> UserIdCheck {
    let normalized: String = text
        .nfkc()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '-'))
        .flat_map(char::to_uppercase)
        .take(USER_ID_LENGTH * 4)
        .collect();
    let length = normalized.chars().count();
    let hint = if normalized.is_empty() {
        Some(UserIdHint::Empty)
    } else if !normalized.chars().all(|c| c.is_ascii_alphanumeric()) {
        Some(UserIdHint::Character)
    } else if !"KJ".starts_with(&normalized[..length.min(2)]) {
        Some(UserIdHint::Prefix)
    } else if length < USER_ID_LENGTH {
        Some(UserIdHint::TooShort)
    } else if length > USER_ID_LENGTH {
        Some(UserIdHint::TooLong)
    } else {
        None
    };
    UserIdCheck { valid: hint.is_none(), hint, length: u32::try_from(length).unwrap_or(u32::MAX), normalized }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{UserId, UserIdHint, check_user_id};

    #[test]
    fn mends_what_a_japanese_keyboard_does() {
        let check = check_user_id(" ｋｊ１３７２０００１２３ａ５\u{3000}");
        assert_eq!(check.normalized, "KJ1372000123A5");
        assert!(check.valid);
    }

    #[test]
    fn says_what_is_wrong() {
        for (text, hint) in [
            ("", UserIdHint::Empty),
            ("K", UserIdHint::TooShort),
            ("KJ13720001", UserIdHint::TooShort),
            ("KJ1372000123A56", UserIdHint::TooLong),
            ("AB1372000123A5", UserIdHint::Prefix),
            ("KJ13720001２３あ5", UserIdHint::Character),
        ] {
            assert_eq!(check_user_id(text).hint, Some(hint), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_gets_an_answer(text in "\\PC{0,40}") {
            let check = check_user_id(&text);
            prop_assert_eq!(check.valid, check.hint.is_none());
        }

        #[test]
        fn a_valid_one_stays_as_it_is(text in "[Kk][Jj][0-9A-Za-z]{12}") {
            let once = check_user_id(&text);
            prop_assert!(once.valid);
            prop_assert_eq!(&check_user_id(&once.normalized), &once);
            prop_assert!(UserId::written(&once.normalized).is_some());
            prop_assert_eq!(UserId::written(&text).is_some(), text == once.normalized);
        }
    }
}
