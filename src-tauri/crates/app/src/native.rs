//! Sentences that the system or Safari shows, from the same catalogues as the UI.
#![allow(dead_code, reason = "each language carries every sentence")]

use jiff::Timestamp;
use jiff::tz::Offset;

include!(concat!(env!("OUT_DIR"), "/native.rs"));

/// `2028年3月31日`, in Japan's time.
pub(crate) fn date(time: Timestamp) -> String {
    let day = Offset::constant(9).to_datetime(time);
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}
