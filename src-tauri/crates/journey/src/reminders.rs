//! When the user is told that a certificate ends.

use certificate::JAPAN;
use jiff::civil::Time;
use jiff::{Timestamp, ToSpan};

/// Days before the last day of validity, the earliest first.
pub const REMINDER_DAYS: [u16; 6] = [90, 30, 14, 7, 1, 0];

/// An office is open then, and nobody asleep.
const HOUR: Time = Time::constant(10, 0, 0, 0);

/// Ten o'clock in Japan, so many days before the last day of validity there.
pub fn reminder_time(not_after: Timestamp, days: u16) -> Timestamp {
    let last_day = JAPAN.to_datetime(not_after).date();
    let day = last_day.saturating_sub(i64::from(days).days());
    JAPAN.to_timestamp(day.to_datetime(HOUR)).unwrap_or(not_after)
}
