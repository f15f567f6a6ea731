//! The hand-over by each method, and its eight minutes.

use super::*;

#[test]
fn without_a_page_in_six_seconds_the_sheet_goes_and_another_way_is_drawn() {
    let mut walk = at_hand_over();
    assert!(walk.pass(5).is_empty());
    let effects = walk.pass(1);
    assert_eq!(effects, [Effect::StopServing]);
    assert_eq!(stage(&walk), (HandOffMethod::Browser, HandOffStage::Ready));
    assert_eq!(code(&walk).as_deref(), Some("hand-off-no-page"));
    assert_eq!(step(&walk), Step::Login, "nothing was handed over");
    assert_eq!(walk.view().back, Back::Plain);

    let effects = walk.intent(Intent::HandOver);
    assert!(matches!(effects.as_slice(), [Effect::HandOff { method: HandOffMethod::Browser, .. }]), "{effects:?}");
    assert!(effects.iter().all(Effect::leaves_app), "journalled first");
    walk.answer(|attempt| Event::Serving(attempt, Ok(NOT_MADE)));
    walk.pass(60);
    assert_eq!(stage(&walk), (HandOffMethod::Browser, HandOffStage::Open), "outside of the app there is no watchdog");
    walk.answer(Event::PageSeen);
    walk.answer(Event::ProfileFetched);
    walk.answer(|attempt| Event::SafariClosed(attempt, Ok(())));
    assert_eq!(walk.id(), "settings-steps");
    // Again goes by the way that went.
    let effects = walk.intent(Intent::HandOver);
    assert!(matches!(effects.as_slice(), [Effect::HandOff { method: HandOffMethod::Browser, .. }]), "{effects:?}");
}

fn notices(walk: &Walk) -> Vec<LoopbackNotice> {
    match walk.screen() {
        Screen::HandOver { loopback_notices, .. } | Screen::SettingsSteps { loopback_notices, .. } => loopback_notices,
        other => panic!("{}", other.id()),
    }
}

#[test]
fn what_comes_to_the_loopback_beside_safari_is_told_there_and_at_the_steps() {
    let mut walk = at_hand_over();
    walk.answer(Event::PageSeen);
    walk.answer(Event::ProfileFetched);
    assert_eq!(notices(&walk), [], "once is what Safari does");
    walk.answer(Event::LoopbackRefused);
    assert_eq!(notices(&walk), [LoopbackNotice::Refused]);
    walk.answer(Event::LoopbackRefused);
    walk.answer(Event::ProfileFetched);
    assert_eq!(notices(&walk), [LoopbackNotice::Refused, LoopbackNotice::FetchedAgain], "each is told once");
    walk.answer(|attempt| Event::SafariClosed(attempt, Ok(())));
    assert_eq!(walk.id(), "settings-steps");
    assert_eq!(notices(&walk), [LoopbackNotice::Refused, LoopbackNotice::FetchedAgain]);
    // A new certificate knows nothing of it.
    walk.intent(Intent::SaidInstalled);
    walk.intent(Intent::Later);
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.intent(Intent::HandOver);
    assert_eq!(notices(&walk), []);
}

#[test]
fn handing_over_again_is_no_second_fetch_and_what_an_old_server_says_is_dropped() {
    let mut walk = Walk::iphone(true);
    walk.walk_to_settings_steps();
    let old = walk.attempt();
    walk.intent(Intent::HandOver);
    walk.event(Event::LoopbackRefused(old));
    walk.event(Event::ProfileFetched(old));
    walk.answer(Event::ProfileFetched);
    assert_eq!(notices(&walk), [], "each server has handed it out once");
}

#[test]
fn a_late_word_of_the_sheet_that_was_taken_away_changes_nothing() {
    let mut walk = at_hand_over();
    let old = walk.attempt();
    walk.pass(6);
    walk.event(Event::ProfileFetched(old));
    walk.event(Event::SafariClosed(old, Ok(())));
    assert_eq!(stage(&walk), (HandOffMethod::Browser, HandOffStage::Ready));
}

#[test]
fn back_from_safari_without_the_profile_the_ways_are_still_there() {
    let mut walk = blocked();
    walk.intent(Intent::HandOver);
    walk.answer(|attempt| Event::SafariClosed(attempt, Ok(())));
    assert_eq!(stage(&walk), (HandOffMethod::Browser, HandOffStage::Ready));
    assert_eq!(code(&walk).as_deref(), Some("hand-off-not-fetched"));
    walk.intent(Intent::ChooseHandOffMethod { method: HandOffMethod::File });
    assert_eq!(stage(&walk), (HandOffMethod::File, HandOffStage::Ready));
    walk.intent(Intent::Back);
    assert_eq!(stage(&walk), (HandOffMethod::Browser, HandOffStage::Ready));
    walk.intent(Intent::Back);
    assert_eq!(walk.id(), "certificate");
}

#[test]
fn a_sheet_closed_twice_is_not_offered_a_third_time() {
    let mut walk = at_hand_over();
    walk.answer(Event::PageSeen);
    walk.answer(|attempt| Event::SafariClosed(attempt, Ok(())));
    assert_eq!((walk.id(), code(&walk).as_deref()), ("certificate", Some("hand-off-not-fetched")));
    walk.intent(Intent::HandOver);
    walk.answer(Event::PageSeen);
    walk.answer(|attempt| Event::SafariClosed(attempt, Ok(())));
    assert_eq!(stage(&walk), (HandOffMethod::Browser, HandOffStage::Ready));
}

#[test]
fn safari_that_cannot_be_opened_leaves_the_other_ways() {
    let mut walk = at_hand_over();
    walk.answer(|attempt| {
        Event::SafariClosed(attempt, Err(Failure::new(journey::Cause::Device, "device-refused", true)))
    });
    assert_eq!(stage(&walk), (HandOffMethod::Browser, HandOffStage::Ready));
    assert_eq!(code(&walk).as_deref(), Some("device-refused"));
}

#[test]
fn a_file_is_saved_opened_and_installed() {
    let mut walk = blocked();
    walk.intent(Intent::ChooseHandOffMethod { method: HandOffMethod::File });
    let effects = walk.intent(Intent::HandOver);
    assert!(matches!(effects.as_slice(), [Effect::HandOff { method: HandOffMethod::File, .. }]), "{effects:?}");
    walk.answer(|attempt| Event::FileShared(attempt, Ok(false)));
    assert_eq!(stage(&walk), (HandOffMethod::File, HandOffStage::Ready), "left: nothing was saved");
    assert_eq!(step(&walk), Step::Login);

    walk.intent(Intent::HandOver);
    walk.answer(|attempt| Event::FileShared(attempt, Ok(true)));
    assert_eq!(stage(&walk), (HandOffMethod::File, HandOffStage::Saved));
    let Screen::HandOver { at_hand: true, .. } = walk.screen() else { panic!() };
    walk.intent(Intent::SkipToSettings);
    let Screen::SettingsSteps { deadline: Some(_), password_at_hand: true, .. } = walk.screen() else { panic!() };
    let Screen::SettingsSteps { method: HandOffMethod::File, can_hand_over_again: true, .. } = walk.screen() else {
        panic!()
    };
    // Again: the file lies where it was saved.
    assert!(walk.intent(Intent::HandOver).iter().all(|effect| !effect.leaves_app()));
    assert_eq!(stage(&walk), (HandOffMethod::File, HandOffStage::Saved));
    assert!(walk.journey.next_wake().is_some(), "what is in memory ends with the eight minutes here too");
    // Or once more from memory.
    let effects = walk.intent(Intent::HandOver);
    assert!(matches!(effects.as_slice(), [Effect::HandOff { method: HandOffMethod::File, .. }]), "{effects:?}");
}

#[test]
fn what_waits_in_memory_for_a_file_to_be_opened_waits_eight_minutes() {
    let mut walk = saved_as_file(NOT_MADE);
    let effects = walk.pass(8 * 60);
    assert!(effects.contains(&Effect::ForgetAll), "{effects:?}");
    let Screen::HandOver { stage: HandOffStage::Saved, at_hand: false, .. } = walk.screen() else { panic!() };
    walk.intent(Intent::HandOver);
    assert_eq!((walk.id(), code(&walk).as_deref()), ("login", Some("hand-off-interrupted")));
}

#[test]
fn fetched_but_never_closed_is_over_after_eight_minutes_too() {
    let mut walk = at_hand_over();
    walk.answer(Event::PageSeen);
    walk.answer(Event::ProfileFetched);
    assert_eq!(stage(&walk), (HandOffMethod::Sheet, HandOffStage::Fetched));
    let effects = walk.pass(8 * 60);
    assert!(effects.contains(&Effect::StopServing) && effects.contains(&Effect::ForgetAll), "{effects:?}");
    assert!(matches!(walk.screen(), Screen::SettingsSteps { expired: true, .. }));
}

#[test]
fn again_is_harmless_and_after_eight_minutes_the_password_is_asked_again() {
    let mut walk = Walk::iphone(true);
    walk.walk_to_settings_steps();
    for _ in 0..3 {
        walk.pass(60);
        let before = step(&walk);
        walk.intent(Intent::HandOver);
        walk.answer(|attempt| Event::Serving(attempt, Ok(NOT_MADE)));
        assert_eq!(step(&walk), before, "what waits in Settings still waits");
        walk.answer(|attempt| Event::SafariClosed(attempt, Ok(())));
        assert!(matches!(walk.screen(), Screen::SettingsSteps { expired: false, can_hand_over_again: true, .. }));
    }
    walk.pass(5 * 60);
    assert!(matches!(walk.screen(), Screen::SettingsSteps { expired: true, can_hand_over_again: false, .. }));
    walk.intent(Intent::HandOver);
    assert_eq!((walk.id(), code(&walk).as_deref()), ("login", Some("hand-off-expired")));
}

#[test]
fn fetched_anew_the_eight_minutes_begin_anew() {
    let mut walk = Walk::iphone(true);
    walk.walk_to_settings_steps();
    walk.pass(7 * 60);
    walk.intent(Intent::HandOver);
    walk.answer(Event::ProfileFetched);
    walk.answer(|attempt| Event::SafariClosed(attempt, Ok(())));
    walk.pass(2 * 60);
    assert!(matches!(walk.screen(), Screen::SettingsSteps { expired: false, .. }));
}
