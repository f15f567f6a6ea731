//! When the user is told that a certificate ends: a plan, made anew from the records whenever they change.

use certificate::{CertificateKind, JAPAN};
use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::ids::Alias;
use crate::persisted::{PersistedState, ReminderSettings};

/// Days before the last day of validity, the earliest first.
pub const REMINDER_DAYS: [u16; 6] = [90, 30, 14, 7, 1, 0];

/// An office is open then, and nobody asleep.
const HOUR: Time = Time::constant(10, 0, 0, 0);

/// A clock that goes back by more was wrong before, and so was what was told by it.
const CLOCK_MAY_GO_BACK: SignedDuration = SignedDuration::from_hours(24);

/// One notification that is to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// The name of the certificate's slot.
    pub slot: Alias,
    /// Which of the two.
    pub kind: Option<CertificateKind>,
    /// The office's name; empty where the user has given none.
    pub office: String,
    /// End of validity.
    pub not_after: Timestamp,
    /// When it comes.
    pub at: Timestamp,
}

/// What the phones were told last; none: nothing since the start.
#[derive(Default)]
pub(crate) struct GivenPlans {
    this_phone: Option<Given>,
    practice_phone: Option<Given>,
}

/// In which language, and what.
pub(crate) type Given = (Option<String>, Vec<Reminder>);

/// Ten o'clock in Japan, so many days before the last day of validity there.
pub fn reminder_time(not_after: Timestamp, days: u16) -> Timestamp {
    let last_day = JAPAN.to_datetime(not_after).date();
    let day = last_day.saturating_sub(i64::from(days).days());
    JAPAN.to_timestamp(day.to_datetime(HOUR)).unwrap_or(not_after)
}

impl GivenPlans {
    /// Of the practice phone, or of this one.
    pub(crate) fn of(&mut self, practised: bool) -> &mut Option<Given> {
        if practised { &mut self.practice_phone } else { &mut self.this_phone }
    }
}

/// What is to come for the certificates of this phone, or of the practice phone; the next one first. Nothing comes for a
/// practice certificate in this very phone, and nothing that has come already.
pub(crate) fn plan(persisted: &PersistedState, practised: bool, now: Timestamp) -> Vec<Reminder> {
    let told = persisted.reminder_settings(practised).told;
    let mut plan: Vec<Reminder> = all(persisted, practised)
        .filter(|reminder| reminder.at > now && told.is_none_or(|told| reminder.at > told))
        .collect();
    plan.sort_by(|one, other| (one.at, &one.slot).cmp(&(other.at, &other.slot)));
    plan
}

/// Writes down up to when reminders have come, so that a clock that is set back brings none of them again.
pub(crate) fn note_told(persisted: &mut PersistedState, practised: bool, now: Timestamp) {
    let last = all(persisted, practised).map(|reminder| reminder.at).filter(|at| *at <= now).max();
    let Some(ReminderSettings { on: true, told }) = persisted.reminder_settings_mut(practised) else { return };
    let wrong = told.is_some_and(|told| told.duration_since(now) > CLOCK_MAY_GO_BACK);
    *told = if wrong { last } else { last.max(*told) };
}

/// While it is not known whether a newer one has taken its place, the older one is the one that ends.
fn all(persisted: &PersistedState, practised: bool) -> impl Iterator<Item = Reminder> {
    let ledger = &persisted.ledger;
    let entries = ledger.certificates.values().filter(move |entry| entry.practised == practised);
    entries.flat_map(move |entry| {
        let summary = &entry.previous.as_ref().unwrap_or(&entry.certificate).summary;
        let days = if summary.practice && !practised { &[][..] } else { &REMINDER_DAYS[..] };
        days.iter().map(move |days| Reminder {
            slot: entry.slot.alias(),
            kind: summary.kind,
            office: ledger.office_name(&entry.slot.office),
            not_after: summary.not_after,
            at: reminder_time(summary.not_after, *days),
        })
    })
}
