//! The figures that sentences name, from where each rule stands.

use crate::certificate_leg::OFFICE_NAME;
use crate::first_login_leg::LENGTHS;
use crate::help_desk::{MAIL, PHONE};
use crate::journey::{Journey, PROFILE_LIFETIME};
use crate::saved::{LOCK, TRIES};
use crate::show::PAUSE;
use crate::user_id::USER_ID_LENGTH;
use crate::view::Figures;

/// Milliseconds of a minute.
const MINUTE: i64 = 60_000;

impl Journey {
    pub(crate) fn figures(&self) -> Figures {
        Figures {
            user_id_length: length(USER_ID_LENGTH),
            password_min: LENGTHS.0,
            password_max: LENGTHS.1,
            tries: TRIES,
            lock_minutes: minutes(LOCK / MINUTE),
            profile_minutes: minutes(PROFILE_LIFETIME / MINUTE),
            due_days: self.surroundings.due_days,
            office_name_length: length(OFFICE_NAME),
            pause_from: minutes(PAUSE.start),
            pause_until: minutes(PAUSE.end),
            help_desk_phone: PHONE,
            help_desk_mail: MAIL,
        }
    }
}

fn length(characters: usize) -> u32 {
    u32::try_from(characters).unwrap_or(u32::MAX)
}

fn minutes(count: i64) -> u32 {
    u32::try_from(count).unwrap_or_default()
}
