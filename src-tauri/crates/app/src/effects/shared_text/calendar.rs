//! An end of validity as one event with alarms: iCalendar (RFC 5545).

use certificate::JAPAN;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use journey::{CalendarEntry, CertificateKind, REMINDER_DAYS, reminder_time};

use crate::catalogue::Catalogue;
use crate::parts::BUNDLE_IDENTIFIER;

/// Octets of a line without its end (RFC 5545, 3.1).
const LINE: usize = 75;

/// A quarter of an hour: short, and seen in every view of a day.
const LASTS: SignedDuration = SignedDuration::from_mins(15);

/// One event at the time of the last reminder, its alarms counted back from it, so that a calendar that moves the event
/// moves them too. Japan has no summer time: a day is 24 hours there. `now` stamps it.
pub(super) fn calendar(entry: &CalendarEntry, words: &Catalogue, now: Timestamp) -> String {
    let start = reminder_time(entry.not_after, 0);
    let end = start.checked_add(LASTS).unwrap_or(start);
    let kind = match entry.kind {
        Some(CertificateKind::Dx) => words.kind_dx,
        Some(CertificateKind::Hoken) => words.kind_hoken,
        None => words.calendar_kind,
    };
    let mark = if entry.practice { words.practice } else { "" };
    let title = words.calendar_title.replace("{kind}", &format!("{mark}{kind}")).replace("{office}", &entry.office);
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let last_day = JAPAN.to_datetime(entry.not_after).date();

    let mut lines = Lines::default();
    lines.add("BEGIN", "VCALENDAR");
    lines.add("VERSION", "2.0");
    lines.add("PRODID", "-//Shomei Navi//Shomei Navi//JA");
    lines.add("CALSCALE", "GREGORIAN");
    lines.add("METHOD", "PUBLISH");
    lines.add("BEGIN", "VEVENT");
    // The same for the same end of validity: shared twice, it is one event.
    lines.add("UID", &format!("{}-{last_day}@{BUNDLE_IDENTIFIER}", entry.slot));
    lines.add("DTSTAMP", &utc(now));
    lines.add("DTSTART", &utc(start));
    lines.add("DTEND", &utc(end));
    lines.add("SUMMARY", &text(&title));
    lines.add("DESCRIPTION", &text(words.calendar_text));
    // Nobody is busy because of it.
    lines.add("TRANSP", "TRANSPARENT");
    for days in REMINDER_DAYS {
        if reminder_time(entry.not_after, days) < now {
            continue;
        }
        lines.add("BEGIN", "VALARM");
        lines.add("ACTION", "DISPLAY");
        lines.add("DESCRIPTION", &text(&title));
        let trigger = if days == 0 { "PT0S".to_owned() } else { format!("-P{days}D") };
        lines.add("TRIGGER", &trigger);
        lines.add("END", "VALARM");
    }
    lines.add("END", "VEVENT");
    lines.add("END", "VCALENDAR");
    lines.0
}

/// `20280331T010000Z` (RFC 5545, 3.3.5, form 2).
fn utc(time: Timestamp) -> String {
    TimeZone::UTC.to_datetime(time).strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// TEXT (RFC 5545, 3.3.11); of control characters only the end of a line can stand in it.
fn text(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// Content lines, folded (RFC 5545, 3.1).
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn add(&mut self, name: &str, value: &str) {
        let mut length = 0;
        for c in format!("{name}:{value}").chars() {
            if length + c.len_utf8() > LINE {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(c);
            length += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{LINE, calendar, text};
    use crate::catalogue::JA;
    use journey::{CalendarEntry, CertificateKind};

    fn entry(office: &str) -> CalendarEntry {
        CalendarEntry {
            slot: "kaigo-dx-3f9a1c02".into(),
            kind: Some(CertificateKind::Dx),
            office: office.to_owned(),
            not_after: "2028-03-31T14:59:59Z".parse().unwrap(),
            practice: false,
        }
    }

    #[test]
    fn the_event_is_at_ten_in_japan_on_the_last_day_and_its_alarms_count_back_from_it() {
        let made = calendar(&entry("さくら"), &JA, "2026-11-24T01:30:00Z".parse().unwrap());
        let unfolded = made.replace("\r\n ", "");
        let lines: Vec<&str> = unfolded.lines().collect();
        for line in [
            "UID:kaigo-dx-3f9a1c02-2028-03-31@jp.shomeinavi.app",
            "DTSTAMP:20261124T013000Z",
            "DTSTART:20280331T010000Z",
            "DTEND:20280331T011500Z",
            "SUMMARY:介護DX証明書の有効期限 さくら",
        ] {
            assert!(lines.contains(&line), "{line}\n{unfolded}");
        }
        let triggers: Vec<&str> = lines.iter().filter_map(|line| line.strip_prefix("TRIGGER:")).collect();
        assert_eq!(triggers, ["-P90D", "-P30D", "-P14D", "-P7D", "-P1D", "PT0S"]);
    }

    #[test]
    fn an_alarm_that_is_over_is_left_out() {
        let made = calendar(&entry(""), &JA, "2028-03-17T01:00:01Z".parse().unwrap());
        let triggers: Vec<&str> = made.lines().filter_map(|line| line.strip_prefix("TRIGGER:")).collect();
        assert_eq!(triggers, ["-P7D", "-P1D", "PT0S"], "a second after the one of 14 days");
        assert!(made.contains("SUMMARY:介護DX証明書の有効期限\r\n"), "no office where none is named");
    }

    #[test]
    fn lines_are_folded_between_characters_and_end_as_the_standard_says() {
        let made = calendar(&entry(&"社会福祉法人".repeat(6)), &JA, "2026-11-24T01:30:00Z".parse().unwrap());
        assert!(made.ends_with("END:VCALENDAR\r\n"));
        assert_eq!(made.matches('\n').count(), made.matches("\r\n").count());
        assert!(made.split("\r\n").all(|line| line.len() <= LINE), "{made}");
        assert!(made.contains("\r\n "));
    }

    #[test]
    fn a_name_cannot_add_a_line() {
        assert_eq!(text("a\r\nEND:VEVENT; b, c\\"), "a\\nEND:VEVENT\\; b\\, c\\\\");
        let made = calendar(&entry("x\r\nATTACH:http://e\r\n"), &JA, "2026-11-24T01:30:00Z".parse().unwrap());
        assert!(!made.contains("\r\nATTACH"), "{made}");
    }
}
