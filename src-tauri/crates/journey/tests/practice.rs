//! The practice environment around the flow: opened late, not opened, left.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::rc::Rc;

use common::{Walk, usual_surroundings};
use journey::{
    Cause, Effect, Event, Failure, Intent, Overlay, PersistedState, Platform, RealmInfo, Screen, SystemScreen, Vendor,
    VerifyMethod,
};

#[test]
fn after_practice_this_phone_is_meant_again() {
    let mut walk = Walk::android();
    walk.phone.vendor = Some(Vendor::Galaxy);
    walk.event(Event::Started);
    walk.look();
    assert_eq!(walk.view().vendor, Some(Vendor::Galaxy));
    walk.intent(Intent::Open { page: Overlay::Practice });
    walk.intent(Intent::StartPractice { phone: Some(Platform::Android), office: "both".to_owned() });
    walk.answer(|attempt| Event::PracticeOpened(attempt, Ok(RealmInfo::default())));
    walk.phone.vendor = Some(Vendor::Pixel);
    walk.look();
    assert_eq!(walk.view().vendor, Some(Vendor::Pixel));
    walk.intent(Intent::LeavePractice);
    let effects = walk.intent(Intent::Confirm);
    assert_eq!(walk.view().vendor, None, "the practice phone's is nobody's");
    assert!(effects.iter().any(|effect| matches!(effect, Effect::LookAtPhone { .. })), "{effects:?}");
}

/// After a kill it does not start, and the user goes back.
#[test]
fn practice_that_does_not_open_is_tried_again() {
    let mut walk = Walk::android();
    walk.intent(Intent::StartPractice { phone: Some(Platform::Android), office: "both".to_owned() });
    walk.answer(|attempt| Event::PracticeOpened(attempt, Ok(RealmInfo::default())));
    let mut walk = walk.restarted();
    walk.event(Event::Started);
    let bad = || Failure::new(Cause::Practice, "practice-servers", true);
    walk.answer(|attempt| Event::PracticeOpened(attempt, Err(bad())));
    assert_eq!(walk.id(), "failed");
    walk.intent(Intent::Back);
    let mut opened = false;
    for intent in [Intent::Start, Intent::TryAgain, Intent::TryAgain] {
        let effects = walk.intent(intent);
        opened |= effects.iter().any(|e| matches!(e, Effect::OpenPractice { .. }));
        for effect in effects {
            if let Effect::LookAtPhone { attempt } = effect {
                walk.event(Event::PhoneLooked(attempt, Err(bad())));
            }
        }
    }
    assert!(opened, "nothing opens the practice again");
}

/// The process ended just after practice was left, or its folder could not be deleted then.
#[test]
fn what_is_left_of_practice_is_wiped_at_the_start_unless_practice_may_be_on() {
    let wipes = |walk: &mut Walk| walk.event(Event::Started).contains(&Effect::WipePractice);
    let mut walk = Walk::android();
    assert!(wipes(&mut walk));
    walk.intent(Intent::StartPractice { phone: Some(Platform::Android), office: "both".to_owned() });
    assert!(!wipes(&mut walk.restarted()), "it survives a kill");
    let config = Rc::new(|| usual_surroundings(Platform::Android, RealmInfo::default()));
    let unread = Some(Failure::new(Cause::Storage, "store-failed", false));
    assert!(!wipes(&mut Walk::started(config, PersistedState::default(), unread, walk.now)), "nobody knows");
}

#[test]
fn a_tap_before_practice_is_open_does_not_lose_its_addresses() {
    let mut walk = Walk::iphone(false);
    walk.intent(Intent::StartPractice { phone: Some(Platform::Iphone), office: "both".to_owned() });
    walk.answer(|attempt| Event::PracticeOpened(attempt, Ok(RealmInfo { probe: true, service: true })));
    walk.walk_to_settings_steps();
    let mut walk = walk.restarted();
    let effects = walk.event(Event::Started);
    let opening = effects
        .iter()
        .find_map(|e| match e {
            Effect::OpenPractice { attempt, .. } => Some(*attempt),
            _ => None,
        })
        .unwrap();
    walk.intent(Intent::Back);
    walk.intent(Intent::Confirm);
    walk.event(Event::PracticeOpened(opening, Ok(RealmInfo { probe: true, service: true })));
    walk.intent(Intent::Resume);
    walk.intent(Intent::SaidInstalled);
    let Screen::Verify { method, .. } = walk.screen() else { panic!("{:?}", walk.screen()) };
    assert_eq!(method, VerifyMethod::Probe);
}

#[test]
fn a_screen_of_the_practice_phone_that_was_left_is_shown_no_more() {
    let mut walk = Walk::android();
    let shown = || Event::SystemShown(Some(SystemScreen::AndroidKind));
    walk.intent(Intent::StartPractice { phone: Some(Platform::Android), office: "both".to_owned() });
    walk.answer(|attempt| Event::PracticeOpened(attempt, Ok(RealmInfo::default())));
    walk.event(shown());
    assert_eq!(walk.view().system, Some(SystemScreen::AndroidKind));
    walk.intent(Intent::LeavePractice);
    walk.intent(Intent::Confirm);
    assert_eq!(walk.view().system, None);
    walk.event(shown());
    assert_eq!(walk.view().system, None, "nothing would take it away again");
}
