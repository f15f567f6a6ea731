//! The limits that sentences name, from where each rule stands.

use jiff::civil::Time;

use crate::apple_flow::PROFILE_LIFETIME;
use crate::config::Config;
use crate::expiry::SECRETS_KEPT;
use crate::first_login_flow::{CHARACTERS, LENGTHS};
use crate::help_desk::{MAIL, PHONE};
use crate::inbound::MAX_OFFICE_CHARACTERS;
use crate::persisted::{LOCK, TRIES};
use crate::render::PAUSE;
use crate::user_id::USER_ID_LENGTH;
use crate::view::Limits;

pub(crate) fn limits(config: &Config) -> Limits {
    Limits {
        user_id_length: length(USER_ID_LENGTH),
        password_min: LENGTHS.0,
        password_max: LENGTHS.1,
        password_first: *CHARACTERS.start(),
        password_last: *CHARACTERS.end(),
        tries: TRIES,
        lock_minutes: minutes(LOCK.as_mins()),
        profile_minutes: minutes(PROFILE_LIFETIME.as_mins()),
        secret_minutes: minutes(SECRETS_KEPT.as_mins()),
        due_days: config.due_days,
        office_name_length: length(MAX_OFFICE_CHARACTERS),
        pause_from: minute_of_day(PAUSE.start),
        pause_until: minute_of_day(PAUSE.end),
        help_desk_phone: PHONE,
        help_desk_mail: MAIL,
    }
}

fn length(characters: usize) -> u32 {
    u32::try_from(characters).unwrap_or(u32::MAX)
}

/// Minutes after midnight.
fn minute_of_day(time: Time) -> u32 {
    minutes(i64::from(time.hour()) * 60 + i64::from(time.minute()))
}

fn minutes(count: i64) -> u32 {
    u32::try_from(count).unwrap_or_default()
}
