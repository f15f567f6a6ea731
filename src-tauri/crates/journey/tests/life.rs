//! The life of a certificate after it is installed: renewed, removed, written down, told to a calendar.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use certificate::CertificateKind;
use common::{Walk, info, signed};
use jiff::{SignedDuration, Timestamp};
use journey::{
    Alias, Cause, Effect, Event, Failure, HeldNext, InstallerOutcome, Intent, KeyChainProof, Overlay, OverlayView,
    Platform, REMINDER_DAYS, RealmInfo, Removal, Removing, Renewal, Screen, SharedText, reminder_time,
};

/// Android, at home, with one certificate that is proven.
fn holding() -> (Walk, Alias) {
    let mut walk = Walk::android();
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.install_and_prove();
    let slot = walk.persisted().ledger.certificates.keys().next().unwrap().clone();
    walk.intent(Intent::Finish);
    (walk, slot)
}

/// A renewal was begun, and this many bits of the fingerprint of what came are others.
fn renewing(walk: &mut Walk, slot: &Alias, other: u8) {
    walk.intent(Intent::Renew { slot: slot.clone() });
    walk.fetch(CertificateKind::Dx);
    let mut came = info();
    came.summary.fingerprint.0[0] ^= other;
    came.summary.not_after += SignedDuration::from_hours(24 * i64::from(other));
    walk.answer(|attempt| Event::Opened(attempt, Ok(came)));
}

fn renewed_as(walk: &mut Walk, name: &Alias) -> Option<Renewal> {
    walk.intent(Intent::HandOver);
    walk.answer(|attempt| Event::InstallerEnded(attempt, Ok(InstallerOutcome::Ok)));
    walk.answer(|attempt| Event::KeyChainAnswered(attempt, Ok(signed(name))));
    let Screen::Done { renewal, .. } = walk.screen() else { panic!("{:?}", walk.screen()) };
    renewal
}

/// What the look whether it is gone was answered.
fn looked(walk: &mut Walk, slot: &Alias, answer: Result<KeyChainProof, Failure>) {
    walk.event(Event::RemovalLooked(Removing { slot: slot.clone(), beside: false }, answer));
}

fn not_readable() -> Failure {
    Failure::new(Cause::Unproven, "verify-denied", true)
}

#[test]
fn a_renewal_asks_before_it_begins_and_only_then_leaves_anything() {
    let (mut walk, slot) = holding();
    let before = walk.persisted().clone();
    let effects = walk.intent(Intent::OpenRenewal { slot: slot.clone() });
    assert!(effects.is_empty(), "{effects:?}");
    let Some(OverlayView::Renewal { slot: asked, .. }) = walk.view().overlay else { panic!() };
    assert_eq!((asked, walk.persisted()), (slot.clone(), &before));
    walk.intent(Intent::Open { page: Overlay::PcCard });
    assert_eq!(walk.persisted(), &before, "not yet: the computer comes first");
    walk.intent(Intent::Renew { slot });
    assert_eq!(walk.view().overlay, None);
    assert!(walk.persisted().journal.is_some());
}

#[test]
fn the_same_certificate_again_is_said_and_not_counted_as_renewed() {
    let (mut walk, slot) = holding();
    renewing(&mut walk, &slot, 0);
    assert!(matches!(walk.screen(), Screen::Certificate { held: true, .. }), "{:?}", walk.screen());
    assert_eq!(renewed_as(&mut walk, &slot), None);

    walk.intent(Intent::Finish);
    renewing(&mut walk, &slot, 1);
    assert!(matches!(walk.screen(), Screen::Certificate { held: false, .. }), "{:?}", walk.screen());
}

#[test]
fn what_was_only_handed_over_is_no_certificate_of_this_phone_yet() {
    let mut walk = Walk::android();
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.intent(Intent::HandOver);
    walk.answer(|attempt| Event::InstallerEnded(attempt, Ok(InstallerOutcome::Canceled)));
    walk.intent(Intent::HandOver);
    assert!(matches!(walk.screen(), Screen::Certificate { held: false, .. }), "{:?}", walk.screen());
}

#[test]
fn under_the_same_name_the_new_one_takes_the_place() {
    let (mut walk, slot) = holding();
    let old_end = info().summary.not_after;
    renewing(&mut walk, &slot, 1);
    assert_eq!(renewed_as(&mut walk, &slot), Some(Renewal::Replaced { until: old_end }));
    let mut again = walk.restarted();
    again.event(Event::Started);
    let Screen::Home { certificates, .. } = again.screen() else { panic!() };
    assert_eq!((certificates.len(), certificates[0].next), (1, HeldNext::Nothing));
}

#[test]
fn under_another_name_the_old_one_stays_until_its_removal_is_led_through() {
    let (mut walk, slot) = holding();
    renewing(&mut walk, &slot, 1);
    let renewal = renewed_as(&mut walk, &"sakura".into());
    let old = Renewal::Beside { slot: slot.clone(), name: slot.clone(), until: info().summary.not_after };
    assert_eq!(renewal, Some(old));

    let mut walk = walk.restarted();
    walk.event(Event::Started);
    let Screen::Home { certificates, .. } = walk.screen() else { panic!() };
    assert_eq!(certificates[0].next, HeldNext::RemoveOld);
    walk.intent(Intent::OpenRemoval { slot: slot.clone(), beside: true });
    let Some(OverlayView::Removal { name: Some(name), .. }) = walk.view().overlay else { panic!() };
    assert_eq!(name, slot, "the old one's own name");
    walk.intent(Intent::SaidRemoved);
    let ledger = &walk.persisted().ledger;
    assert_eq!(ledger.certificates[&slot].beside, None);
    assert_eq!(ledger.certificates[&slot].certificate.summary.fingerprint.0[0], 7 ^ 1, "the new one stays");
    assert_eq!(ledger.removed[0].certificate.summary.fingerprint.0[0], 7);
}

#[test]
fn a_removal_that_is_said_is_written_down_as_said() {
    let (mut walk, slot) = holding();
    walk.intent(Intent::OpenRemoval { slot: slot.clone(), beside: false });
    walk.intent(Intent::SaidRemoved);
    let at = walk.now;
    assert!(matches!(walk.view().overlay, Some(OverlayView::Removal { removal: Some(Removal::Said { .. }), .. })));
    let ledger = &walk.persisted().ledger;
    assert!(ledger.certificates.is_empty());
    assert_eq!(ledger.removed[0].removal, Removal::Said { at });
    walk.intent(Intent::SaidRemoved);
    assert_eq!(walk.persisted().ledger.removed.len(), 1, "once");
}

#[test]
fn a_removal_goes_on_after_a_kill_and_is_seen_by_a_silent_look() {
    let (mut walk, slot) = holding();
    walk.intent(Intent::OpenRemoval { slot: slot.clone(), beside: false });
    walk.intent(Intent::OpenSettings { page: journey::SettingsPage::Credentials });
    let mut walk = walk.restarted();
    let effects = walk.event(Event::Started);
    assert!(matches!(walk.view().overlay, Some(OverlayView::Removal { removal: None, .. })));
    let looks = |effects: &[Effect]| {
        effects.iter().any(|effect| matches!(effect, Effect::LookForRemoved { alias, .. } if *alias == slot))
    };
    assert!(looks(&effects), "{effects:?}");
    looked(&mut walk, &slot, Ok(signed(&slot)));
    assert!(matches!(walk.view().overlay, Some(OverlayView::Removal { still_there: true, removal: None, .. })));
    assert!(looks(&walk.event(Event::CameBack)));
    looked(&mut walk, &slot, Err(not_readable()));
    let at = walk.now;
    assert_eq!(walk.persisted().ledger.removed[0].removal, Removal::Seen { at });
    assert_eq!(walk.persisted().removing, None);
}

#[test]
fn on_the_practice_phone_it_goes_on_as_soon_as_that_is_there() {
    let mut walk = Walk::android();
    walk.intent(Intent::StartPractice { phone: Some(Platform::Android), office: "both".to_owned() });
    let realm = RealmInfo { probe: true, service: false };
    walk.answer(|attempt| Event::PracticeOpened(attempt, Ok(realm)));
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.install_and_prove();
    let slot = walk.persisted().ledger.certificates.keys().next().unwrap().clone();
    walk.intent(Intent::OpenRemoval { slot: slot.clone(), beside: false });
    let mut walk = walk.restarted();
    let looks = |effects: &[Effect]| effects.iter().any(|effect| matches!(effect, Effect::LookForRemoved { .. }));
    assert!(!looks(&walk.event(Event::Started)), "there is no phone to look at yet");
    assert!(matches!(walk.view().overlay, Some(OverlayView::Removal { removal: None, .. })));
    assert!(looks(&walk.answer(|attempt| Event::PracticeOpened(attempt, Ok(realm)))));
    looked(&mut walk, &slot, Err(not_readable()));
    assert!(matches!(walk.persisted().ledger.removed[0].removal, Removal::Seen { .. }));
}

#[test]
fn what_was_never_readable_is_never_seen_to_be_gone() {
    let mut walk = Walk::android();
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.intent(Intent::HandOver);
    walk.answer(|attempt| Event::InstallerEnded(attempt, Ok(InstallerOutcome::Ok)));
    walk.intent(Intent::SaidVerified);
    let slot = walk.persisted().ledger.certificates.keys().next().unwrap().clone();
    walk.intent(Intent::Finish);
    walk.intent(Intent::OpenRemoval { slot: slot.clone(), beside: false });
    let effects = walk.event(Event::CameBack);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::LookForRemoved { .. })), "{effects:?}");
    looked(&mut walk, &slot, Err(Failure::new(Cause::Device, "device-failed", true)));
    assert!(walk.persisted().ledger.removed.is_empty());
}

#[test]
fn a_removal_that_is_closed_is_not_found_again() {
    let (mut walk, slot) = holding();
    walk.intent(Intent::OpenRemoval { slot, beside: false });
    assert!(walk.persisted().removing.is_some());
    walk.intent(Intent::Close);
    assert_eq!(walk.persisted().removing, None);
    assert_eq!(walk.restarted().view().overlay, None);
}

#[test]
fn the_records_hold_what_is_and_what_was_and_go_at_a_tap() {
    let (mut walk, slot) = holding();
    renewing(&mut walk, &slot, 1);
    renewed_as(&mut walk, &"sakura".into());
    walk.intent(Intent::Finish);
    walk.intent(Intent::OpenRemoval { slot, beside: true });
    walk.intent(Intent::SaidRemoved);
    walk.intent(Intent::Open { page: Overlay::Records });
    let Some(OverlayView::Records { records, .. }) = walk.view().overlay else { panic!() };
    let gone: Vec<bool> = records.iter().map(|record| record.removal.is_some()).collect();
    assert_eq!(gone, [false, true]);
    let effects = walk.intent(Intent::ShareRecords);
    assert!(matches!(effects.as_slice(), [Effect::ShareText(SharedText::Records(shared))] if *shared == records));
    walk.event(Event::TextShared(Ok(true)));
    assert!(matches!(walk.view().overlay, Some(OverlayView::Records { shared: true, .. })));
    walk.intent(Intent::ForgetRecords);
    let ledger = &walk.persisted().ledger;
    assert!(ledger.removed.is_empty() && ledger.certificates.is_empty() && ledger.offices.is_empty());
}

#[test]
fn a_calendar_is_told_the_end_and_nothing_that_opens_anything() {
    let (mut walk, slot) = holding();
    assert!(walk.intent(Intent::ShareCalendar).is_empty(), "only from its page");
    walk.intent(Intent::OpenHeld { slot: slot.clone() });
    let effects = walk.intent(Intent::ShareCalendar);
    let [Effect::ShareText(SharedText::Calendar(entry))] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!((&entry.slot, entry.not_after, entry.office.as_str()), (&slot, info().summary.not_after, ""));
}

#[test]
fn reminders_come_at_ten_in_japan_wherever_the_phone_is() {
    let at = |time: &str| -> Timestamp { time.parse().unwrap() };
    for (end, days, reminder) in [
        ("2028-03-31T23:59:59+09:00", 0, "2028-03-31T10:00:00+09:00"),
        ("2028-03-31T23:59:59+09:00", 1, "2028-03-30T10:00:00+09:00"),
        ("2028-03-31T00:00:00+09:00", 30, "2028-03-01T10:00:00+09:00"),
        // Over a day that only leap years have.
        ("2028-03-14T12:00:00+09:00", 14, "2028-02-29T10:00:00+09:00"),
        ("2028-03-30T15:30:00Z", 90, "2028-01-01T10:00:00+09:00"),
    ] {
        assert_eq!(reminder_time(at(end), days), at(reminder), "{end} {days}");
    }
    assert!(REMINDER_DAYS.is_sorted_by(|a, b| a > b));
}

#[test]
fn home_groups_by_office_and_the_first_to_end_comes_first() {
    use journey::{HandedCertificate, Office, OfficeId, PersistedState, Proof, Slot};
    let mut saved = PersistedState::default();
    // Ends, by office: the third office has the one that is over, and another that has long to go.
    for (at, (office, days)) in [(1, 400), (2, 200), (3, 900), (1, 100), (3, -2)].into_iter().enumerate() {
        let office = OfficeId::from_bits(office << 96);
        saved.ledger.offices.insert(office.clone(), Office { name: format!("{office}")[..8].to_owned() });
        let kind = if at < 3 { CertificateKind::Dx } else { CertificateKind::Hoken };
        let slot = Slot { office, kind, practice: false };
        let mut summary = info().summary;
        summary.fingerprint.0[1] = u8::try_from(at).unwrap();
        summary.not_after =
            "2026-11-24T03:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_hours(24 * days);
        let certificate =
            HandedCertificate { summary, issuer_dn: vec![0x30, 0], proof: Proof::HandedOver, renamed: None };
        saved.ledger.keep_alone(slot, certificate, false);
    }
    let walk = Walk::android().with(saved);
    let Screen::Home { certificates, .. } = walk.screen() else { panic!() };
    let order: Vec<(String, i32, HeldNext)> =
        certificates.iter().map(|held| (held.summary.office.clone(), held.summary.days_left, held.next)).collect();
    let office = |number: u8| format!("{number:08x}");
    assert_eq!(
        order,
        [
            (office(3), -2, HeldNext::Renew),
            (office(3), 900, HeldNext::Verify),
            (office(1), 100, HeldNext::Verify),
            (office(1), 400, HeldNext::Verify),
            (office(2), 200, HeldNext::Verify),
        ]
    );
}
