//! Japan's time and calendar: every day that the app, the portal or a profile names is one of Japan's.

use jiff::Timestamp;
use jiff::tz::Offset;

/// Japan's time; it has no summer time.
pub const JAPAN: Offset = Offset::constant(9);

/// Days of Japan's calendar until the last day of validity: 0 on that day, negative after it.
pub fn days_left(not_after: Timestamp, now: Timestamp) -> i32 {
    let day = |time: Timestamp| (time.as_second() + i64::from(JAPAN.seconds())).div_euclid(24 * 60 * 60);
    i32::try_from(day(not_after) - day(now)).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::days_left;

    #[test]
    fn days_are_those_of_japans_calendar() {
        for (end, now, days) in [
            ("2027-03-31T23:59:59+09:00", "2027-03-31T00:00:00+09:00", 0),
            ("2027-03-31T23:59:59+09:00", "2027-03-30T23:59:59+09:00", 1),
            ("2027-03-31T23:59:59+09:00", "2027-04-01T00:00:00+09:00", -1),
            ("2027-03-31T23:59:59+09:00", "2027-03-01T00:00:00+09:00", 30),
            // 29 blocks of 24 hours and 30 days of the calendar.
            ("2027-03-31T12:00:00+09:00", "2027-03-01T18:00:00+09:00", 30),
        ] {
            assert_eq!(days_left(end.parse().unwrap(), now.parse().unwrap()), days, "{end} {now}");
        }
    }
}
