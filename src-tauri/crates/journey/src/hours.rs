//! When 介護電子請求ヘルプデスク answers, in Japan's time, by its published hours.

use chrono::NaiveDate;
use jiff::civil::{Date, DateTime, Weekday};
use jiff::{Timestamp, ToSpan as _};
use jpholiday::jpholiday::JPHoliday;

use crate::view::{HelpDeskHours, HelpDeskWeek};
use certificate::JAPAN;

/// By the published hours; bills are due on the 10th.
const WEEK: HelpDeskWeek =
    HelpDeskWeek { long_until: 10, long_weekday: (10, 19), long_saturday: (10, 17), weekday: (10, 17) };

pub(crate) fn help_desk_week() -> HelpDeskWeek {
    WEEK
}

/// Whether somebody answers at `now`, and when that changes.
pub(crate) fn help_desk_hours(now: Timestamp) -> HelpDeskHours {
    let here = JAPAN.to_datetime(now);
    let today = here.date();
    let uncertain = is_turn_of_year(today);
    if let Some((opens, closes)) = hours(today) {
        if here.hour() >= opens && here.hour() < closes {
            return HelpDeskHours { open: true, changes_at: at(today, closes), uncertain };
        }
        if here.hour() < opens {
            return HelpDeskHours { open: false, changes_at: at(today, opens), uncertain };
        }
    }
    let mut day = today;
    // The longest row of closed days is a week at the most.
    for _ in 0..14 {
        day = day.checked_add(1.day()).unwrap_or(day);
        if let Some((opens, _)) = hours(day) {
            return HelpDeskHours {
                open: false,
                changes_at: at(day, opens),
                uncertain: uncertain || is_turn_of_year(day),
            };
        }
    }
    HelpDeskHours { open: false, changes_at: now, uncertain: true }
}

/// Opening and closing hour; `None`: closed.
fn hours(day: Date) -> Option<(i8, i8)> {
    let long = day.day() <= WEEK.long_until;
    match day.weekday() {
        _ if is_holiday(day) => None,
        Weekday::Sunday => None,
        Weekday::Saturday => long.then_some(WEEK.long_saturday),
        _ if long => Some(WEEK.long_weekday),
        _ => Some(WEEK.weekday),
    }
}

fn is_holiday(day: Date) -> bool {
    let month = u32::try_from(day.month()).unwrap_or_default();
    let number = u32::try_from(day.day()).unwrap_or_default();
    NaiveDate::from_ymd_opt(i32::from(day.year()), month, number).is_some_and(|day| JPHoliday::new().is_holiday(&day))
}

/// 29 December to 3 January: nothing is published for good.
fn is_turn_of_year(day: Date) -> bool {
    (day.month() == 12 && day.day() >= 29) || (day.month() == 1 && day.day() <= 3)
}

fn at(day: Date, hour: i8) -> Timestamp {
    let time: DateTime = day.at(hour, 0, 0, 0);
    JAPAN.to_timestamp(time).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::help_desk_hours;

    fn hours(now: &str) -> (bool, String, bool) {
        let found = help_desk_hours(now.parse().unwrap());
        (found.open, found.changes_at.to_string(), found.uncertain)
    }

    #[test]
    fn by_the_published_hours_and_japans_holidays() {
        for (now, open, changes, uncertain) in [
            // A Tuesday late in the month: 10 to 17.
            ("2026-11-24T09:59:59+09:00", false, "2026-11-24T01:00:00Z", false),
            ("2026-11-24T10:00:00+09:00", true, "2026-11-24T08:00:00Z", false),
            ("2026-11-24T17:00:00+09:00", false, "2026-11-25T01:00:00Z", false),
            // 23 November is 勤労感謝の日; the weekend before it is closed as well.
            ("2026-11-20T18:00:00+09:00", false, "2026-11-24T01:00:00Z", false),
            // Billing days are longer, and Saturdays are open.
            ("2026-12-04T18:30:00+09:00", true, "2026-12-04T10:00:00Z", false),
            ("2026-12-05T11:00:00+09:00", true, "2026-12-05T08:00:00Z", false),
            ("2026-12-12T11:00:00+09:00", false, "2026-12-14T01:00:00Z", false),
            // Golden week, with a substitute holiday on 6 May 2026.
            ("2026-05-02T17:30:00+09:00", false, "2026-05-07T01:00:00Z", false),
            ("2026-12-30T11:00:00+09:00", true, "2026-12-30T08:00:00Z", true),
            ("2026-12-31T20:00:00+09:00", false, "2027-01-02T01:00:00Z", true),
        ] {
            assert_eq!(hours(now), (open, changes.to_owned(), uncertain), "{now}");
        }
    }
}
