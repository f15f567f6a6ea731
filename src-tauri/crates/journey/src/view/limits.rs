use serde::Serialize;
use ts_rs::TS;

/// Limits of the app's rules, and how the help desk is reached. Sentences name them by `{name}`, so that no catalogue
/// holds a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Limits {
    /// Characters of a user ID.
    pub user_id_length: u32,
    /// Least number of characters of a login password, as far as is known.
    pub password_min: u32,
    /// Greatest number of characters of a login password, as far as is known.
    pub password_max: u32,
    /// First of the characters that a login password consists of, in the order of Unicode.
    pub password_first: char,
    /// Last of the characters that a login password consists of, in the order of Unicode.
    pub password_last: char,
    /// Wrong tries after which an account is locked.
    pub tries: u8,
    /// Minutes for which it is locked at least.
    pub lock_minutes: u32,
    /// Minutes for which iOS keeps a downloaded profile.
    pub profile_minutes: u32,
    /// Minutes for which passwords and the file stay in memory at the most.
    pub secret_minutes: u32,
    /// Days before its end from which a certificate is due.
    pub due_days: i32,
    /// Most characters of an office's name.
    pub office_name_length: u32,
    /// When the portal stops issuing, in minutes after midnight in Japan.
    pub pause_from: u32,
    /// When it issues again, in minutes after midnight in Japan.
    pub pause_until: u32,
    /// Number of the help desk, a paid one.
    pub help_desk_phone: &'static str,
    /// Mail address of the help desk.
    pub help_desk_mail: &'static str,
}
