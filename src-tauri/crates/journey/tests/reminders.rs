//! The user is told before a certificate ends: on the user's wish, each time once, wherever the phone's clock goes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use certificate::{CertificateKind, Fingerprint};
use common::{Walk, info, signed};
use jiff::{SignedDuration, Timestamp};
use journey::{
    Alias, Cause, Effect, Event, Failure, HandedCertificate, Intent, NotificationAccess, Office, OfficeId, Overlay,
    OverlayView, PersistedState, Platform, Proof, REMINDER_DAYS, RealmInfo, Reminder, ReminderState, Slot,
    SystemAnswer, SystemScreen, reminder_link, reminder_time,
};
use proptest::prelude::*;

/// Android, at home, with one certificate that is proven.
fn holding() -> (Walk, Alias) {
    let mut walk = Walk::android().that_notifies();
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.install_and_prove();
    let slot = walk.persisted().ledger.certificates.keys().next().unwrap().clone();
    walk.intent(Intent::Finish);
    (walk, slot)
}

fn allowed(asked: bool, allowed: bool) -> Event {
    Event::NotificationsAllowed { asked, result: Ok(NotificationAccess { allowed, hibernates: false }) }
}

/// What this phone is told is to come, if it is told anything.
fn planned(effects: &[Effect]) -> Option<Vec<Reminder>> {
    effects.iter().rev().find_map(|effect| match effect {
        Effect::PlanReminders { practised: false, reminders } => Some(reminders.clone()),
        _ => None,
    })
}

fn turned_on(walk: &mut Walk) -> Vec<Reminder> {
    walk.intent(Intent::Open { page: Overlay::Reminders });
    walk.event(allowed(false, false));
    walk.intent(Intent::TurnOnReminders);
    let plan = planned(&walk.event(allowed(true, true))).expect("a plan");
    walk.intent(Intent::Close);
    plan
}

fn page(walk: &Walk) -> (bool, bool, bool, Option<Timestamp>) {
    match walk.view().overlay {
        Some(OverlayView::Reminders { on, denied, asking, next, .. }) => (on, denied, asking, next),
        other => panic!("{other:?}"),
    }
}

#[test]
fn nothing_is_asked_of_the_system_before_the_user_wants_to_be_told() {
    let (mut walk, _) = holding();
    assert_eq!(walk.view().reminders, Some(ReminderState::Off));
    let effects = walk.intent(Intent::Open { page: Overlay::Reminders });
    assert_eq!(effects, [Effect::LookAtNotifications], "only looks");
    walk.event(allowed(false, false));
    assert_eq!(page(&walk), (false, false, false, None), "not asked yet is no refusal");
    assert_eq!(walk.intent(Intent::TurnOnReminders), [Effect::AskForNotifications]);
    assert!(page(&walk).2, "the system asks");
    let plan = planned(&walk.event(allowed(true, true))).expect("a plan");
    let end = info().summary.not_after;
    let times: Vec<Timestamp> = plan.iter().map(|reminder| reminder.at).collect();
    assert_eq!(times, REMINDER_DAYS.map(|days| reminder_time(end, days)));
    assert_eq!(page(&walk), (true, false, false, times.first().copied()));
    assert_eq!(walk.view().reminders, Some(ReminderState::On));
}

#[test]
fn after_a_no_it_stays_off_and_says_so() {
    let (mut walk, _) = holding();
    walk.intent(Intent::Open { page: Overlay::Reminders });
    walk.intent(Intent::TurnOnReminders);
    let effects = walk.event(allowed(true, false));
    assert_eq!(planned(&effects), None);
    assert_eq!(page(&walk), (false, true, false, None));
    // Allowed in Settings meanwhile: the button turns it on without another question.
    assert!(walk.event(Event::CameBack).contains(&Effect::LookAtNotifications));
    walk.event(allowed(false, true));
    assert_eq!(page(&walk), (false, false, false, None));
    walk.intent(Intent::TurnOnReminders);
    assert!(planned(&walk.event(allowed(true, true))).is_some());
}

#[test]
fn what_the_system_cannot_ask_is_said() {
    let (mut walk, _) = holding();
    walk.intent(Intent::Open { page: Overlay::Reminders });
    walk.intent(Intent::TurnOnReminders);
    let failure = Failure::new(Cause::Device, "device-busy", true);
    walk.event(Event::NotificationsAllowed { asked: true, result: Err(failure.clone()) });
    let Some(OverlayView::Reminders { failure: shown, on: false, asking: false, .. }) = walk.view().overlay else {
        panic!()
    };
    assert_eq!(shown, Some(failure));
}

#[test]
fn a_yes_to_a_page_that_was_left_turns_nothing_on() {
    let (mut walk, _) = holding();
    walk.intent(Intent::Open { page: Overlay::Reminders });
    walk.intent(Intent::TurnOnReminders);
    walk.intent(Intent::Close);
    walk.event(allowed(true, true));
    assert_eq!(walk.view().reminders, Some(ReminderState::Off));
}

#[test]
fn what_is_taken_away_in_settings_is_seen_at_home() {
    let (mut walk, _) = holding();
    turned_on(&mut walk);
    assert!(walk.event(Event::CameBack).contains(&Effect::LookAtNotifications));
    walk.event(allowed(false, false));
    assert_eq!(walk.view().reminders, Some(ReminderState::Blocked));
    walk.intent(Intent::Open { page: Overlay::Reminders });
    assert!(page(&walk).1);
}

/// The page warns that the phone may stop the app.
fn hibernates(walk: &Walk) -> bool {
    match walk.view().overlay {
        Some(OverlayView::Reminders { hibernates, certificates, .. }) => {
            assert_eq!(certificates.len(), 1, "for the calendar");
            hibernates
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_phone_that_stops_what_is_not_opened_is_told_of_while_reminders_are_on() {
    let access = |asked, allowed, hibernates| Event::NotificationsAllowed {
        asked,
        result: Ok(NotificationAccess { allowed, hibernates }),
    };
    let (mut walk, _) = holding();
    walk.intent(Intent::Open { page: Overlay::Reminders });
    walk.event(access(false, false, true));
    assert!(!hibernates(&walk), "nothing was to come");
    walk.intent(Intent::TurnOnReminders);
    walk.event(access(true, true, true));
    assert!(hibernates(&walk));
    assert_eq!(walk.view().reminders, Some(ReminderState::On));

    // Turned off in Settings meanwhile, and on again.
    assert!(walk.event(Event::CameBack).contains(&Effect::LookAtNotifications));
    walk.event(access(false, true, false));
    assert!(!hibernates(&walk));
    walk.event(access(false, true, true));
    assert!(hibernates(&walk));
    walk.event(access(false, false, true));
    assert!(!hibernates(&walk) && page(&walk).1, "where none is allowed, that comes first");

    // What is known already is said as soon as the page is opened.
    walk.event(access(false, true, true));
    walk.intent(Intent::Close);
    walk.intent(Intent::Open { page: Overlay::Reminders });
    assert!(hibernates(&walk));
    walk.intent(Intent::TurnOffReminders);
    assert!(!hibernates(&walk));
}

#[test]
fn the_plan_is_made_anew_at_a_start_in_another_language_and_not_otherwise() {
    let (mut walk, _) = holding();
    let plan = turned_on(&mut walk);
    assert_eq!(planned(&walk.intent(Intent::Open { page: Overlay::About })), None);
    let mut appearance = walk.view().appearance;
    appearance.language = Some("en".to_owned());
    assert_eq!(planned(&walk.intent(Intent::SetAppearance { appearance })), Some(plan.clone()));
    assert_eq!(planned(&walk.event(Event::CameBack)), Some(plan.clone()));
    let mut again = walk.restarted();
    assert_eq!(planned(&again.event(Event::Started)), Some(plan));
}

#[test]
fn turned_off_nothing_is_to_come_and_a_start_after_a_kill_says_it_again() {
    let (mut walk, _) = holding();
    turned_on(&mut walk);
    walk.intent(Intent::Open { page: Overlay::Reminders });
    assert_eq!(planned(&walk.intent(Intent::TurnOffReminders)), Some(Vec::new()));
    assert_eq!(page(&walk), (false, false, false, None));
    let mut again = walk.restarted();
    assert_eq!(planned(&again.event(Event::Started)), Some(Vec::new()), "the phone may not have heard it");
    assert_eq!(planned(&again.event(Event::CameBack)), Some(Vec::new()));
    assert_eq!(planned(&again.intent(Intent::Open { page: Overlay::About })), None);
}

#[test]
fn nothing_is_to_come_for_what_was_removed_or_forgotten() {
    let (mut walk, slot) = holding();
    turned_on(&mut walk);
    walk.intent(Intent::OpenRemoval { slot, beside: false });
    assert_eq!(planned(&walk.intent(Intent::SaidRemoved)), Some(Vec::new()));

    let (mut walk, _) = holding();
    turned_on(&mut walk);
    assert_eq!(planned(&walk.intent(Intent::ForgetRecords)), Some(Vec::new()));
    assert_eq!(walk.view().reminders, Some(ReminderState::Off), "the wish is forgotten too");
}

#[test]
fn the_old_end_counts_until_the_new_certificate_is_known_to_be_there() {
    let (mut walk, slot) = holding();
    let before = turned_on(&mut walk);
    walk.intent(Intent::Renew { slot: slot.clone() });
    walk.fetch(CertificateKind::Dx);
    let mut newer = info();
    newer.summary.fingerprint.0[0] ^= 1;
    newer.summary.not_after += SignedDuration::from_hours(24 * 730);
    let end = newer.summary.not_after;
    walk.answer(|attempt| Event::Opened(attempt, Ok(newer)));
    let effects = walk.intent(Intent::HandOver);
    assert_eq!(planned(&effects).unwrap_or_else(|| before.clone()), before);
    let effects = walk.answer(|attempt| Event::InstallerEnded(attempt, Ok(journey::InstallerOutcome::Ok)));
    assert_eq!(planned(&effects).unwrap_or_else(|| before.clone()), before);
    let plan = planned(&walk.answer(|attempt| Event::KeyChainAnswered(attempt, Ok(signed(&slot))))).unwrap();
    assert!(plan.iter().all(|reminder| reminder.not_after == end), "{plan:?}");
}

#[test]
fn a_tap_opens_its_certificate_and_a_forged_link_nothing() {
    let (mut walk, slot) = holding();
    for link in ["shomei-navi://held/", "shomei-navi://held/kaigo-dx-00000000", "shomei-navi://held/../x"] {
        walk.event(Event::LinkOpened { link: link.to_owned(), cold: false });
        assert_eq!(walk.view().overlay, None, "{link}");
        walk.intent(Intent::Dismiss);
    }
    for _ in 0..2 {
        walk.event(Event::LinkOpened { link: reminder_link(&slot), cold: true });
        let Some(OverlayView::Held { certificate, .. }) = walk.view().overlay else { panic!() };
        assert_eq!(certificate.slot, slot);
        assert_eq!(walk.view().inbound, None);
        walk.intent(Intent::Close);
    }
}

#[test]
fn a_device_without_notifications_offers_none() {
    let mut walk = Walk::android();
    assert_eq!(walk.view().reminders, None);
    walk.intent(Intent::Open { page: Overlay::Reminders });
    assert_eq!(planned(&walk.intent(Intent::TurnOnReminders)), None);
}

#[test]
fn the_practice_phone_is_told_of_practice_and_this_phone_of_the_rest() {
    for phone in [Platform::Android, Platform::Iphone, Platform::Ipad] {
        let (mut walk, _) = holding();
        let real = turned_on(&mut walk);
        walk.intent(Intent::StartPractice { phone: Some(phone), office: "both".to_owned() });
        let realm = RealmInfo { probe: true, service: false };
        walk.answer(|attempt| Event::PracticeOpened(attempt, Ok(realm)));
        assert_eq!(walk.view().reminders, Some(ReminderState::Off), "the practice phone was not asked");
        walk.intent(Intent::Open { page: Overlay::Reminders });
        walk.intent(Intent::TurnOnReminders);
        let effects = walk.event(allowed(true, true));
        assert!(effects.contains(&Effect::PlanReminders { practised: true, reminders: Vec::new() }), "{effects:?}");
        assert_eq!(planned(&walk.event(Event::CameBack)), Some(real), "this phone's own goes on");

        let link = reminder_link(&"kaigo-dx-3f9a1c02".into());
        let shown = SystemScreen::Reminder { title: String::new(), text: String::new(), link, at: walk.now };
        walk.event(Event::SystemShown(Some(shown)));
        walk.intent(Intent::AnswerSystem { answer: SystemAnswer::Go });
        assert!(!matches!(walk.view().overlay, Some(OverlayView::Held { .. })), "none of practice");
    }
}

/// The year is 2027; of each certificate the day of that year on which it ends.
fn ledger(ends: &[i64]) -> PersistedState {
    let mut saved = PersistedState::default();
    saved.reminders.on = true;
    for (at, days) in ends.iter().enumerate() {
        let office = OfficeId::from_bits((at as u128 + 1) << 96);
        saved.ledger.offices.insert(office.clone(), Office { name: format!("{at}") });
        let slot = Slot { office, kind: CertificateKind::Dx, practice: false };
        let mut summary = info().summary;
        summary.kind = Some(CertificateKind::Dx);
        summary.fingerprint = Fingerprint([u8::try_from(at).unwrap(); 32]);
        summary.not_after = start() + SignedDuration::from_hours(24 * days);
        let certificate =
            HandedCertificate { summary, issuer_dn: vec![0x30, 0], proof: Proof::HandedOver, renamed: None };
        saved.ledger.keep_alone(slot, certificate, false);
    }
    saved
}

fn start() -> Timestamp {
    "2027-01-01T00:00:00Z".parse().unwrap()
}

/// A phone that shows what it was told at its time, forgets nothing while it is off, and remembers what it has shown for
/// as long as its clock stays within a day.
struct Phone {
    plan: Vec<Reminder>,
    shown: Vec<(Reminder, Timestamp)>,
}

impl Phone {
    fn told(&mut self, effects: &[Effect]) {
        if let Some(plan) = planned(effects) {
            self.plan = plan;
        }
    }

    fn on(&mut self, now: Timestamp) {
        for reminder in std::mem::take(&mut self.plan) {
            if reminder.at > now {
                self.plan.push(reminder);
            } else if !self.shown.iter().any(|(shown, _)| *shown == reminder) {
                self.shown.push((reminder, now));
            }
        }
    }
}

/// What happens on a day of that year.
#[derive(Clone, Debug)]
enum Day {
    /// The phone lies in a drawer, switched off.
    Off,
    /// It is on, and the app is not opened.
    On,
    /// The app is opened; its clock is so many minutes off.
    Opened(i64),
    /// The process was killed, and the app is opened.
    Killed,
}

fn day() -> impl Strategy<Value = Day> {
    prop_oneof![
        2 => Just(Day::Off),
        12 => Just(Day::On),
        2 => (-700..700_i64).prop_map(Day::Opened),
        1 => Just(Day::Killed),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_year_goes_by_and_each_comes_once(
        ends in prop::collection::vec(1..500_i64, 1..4),
        days in prop::collection::vec(day(), 380..381),
        hour in 0..24_i64,
    ) {
        let mut walk = Walk::android().that_notifies().with(ledger(&ends));
        walk.now = start();
        let expected: Vec<Reminder> = planned(&walk.event(Event::Started)).unwrap();
        let mut phone = Phone { plan: expected.clone(), shown: Vec::new() };
        let mut last_on = start();
        for (number, day) in days.iter().enumerate() {
            let real = start() + SignedDuration::from_hours(24 * (number as i64 + 1) + hour);
            match day {
                Day::Off => continue,
                Day::On => phone.on(real),
                Day::Opened(minutes) => {
                    // The clock is set, the app is opened, the clock is set right.
                    let set = real + SignedDuration::from_mins(*minutes);
                    phone.on(set);
                    walk.now = set;
                    phone.told(&walk.event(Event::CameBack));
                    phone.on(real);
                    walk.now = real;
                    phone.told(&walk.event(Event::CameBack));
                    phone.on(real);
                }
                Day::Killed => {
                    phone.on(real);
                    walk = walk.restarted();
                    walk.now = real;
                    phone.told(&walk.event(Event::Started));
                    phone.on(real);
                }
            }
            last_on = real;
        }
        let due: Vec<&Reminder> = expected.iter().filter(|reminder| reminder.at <= last_on).collect();
        for reminder in &due {
            let times = phone.shown.iter().filter(|(shown, _)| shown == *reminder).count();
            prop_assert_eq!(times, 1, "{:?}", reminder);
        }
        for (shown, at) in &phone.shown {
            prop_assert!(shown.at <= *at, "before its time: {:?} at {}", shown, at);
        }
    }

    #[test]
    fn a_clock_that_was_wrong_by_weeks_takes_nothing_away(weeks in 1..60_i64, end in 120..500_i64) {
        let mut walk = Walk::android().that_notifies().with(ledger(&[end]));
        walk.now = start();
        let right = planned(&walk.event(Event::Started)).unwrap();
        walk.now = start() + SignedDuration::from_hours(24 * 7 * weeks);
        walk.event(Event::CameBack);
        walk.now = start() + SignedDuration::from_hours(1);
        prop_assert_eq!(planned(&walk.event(Event::CameBack)), Some(right));
    }
}
