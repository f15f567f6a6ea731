//! iPhone and iPad: what the app hears late or not at all. The link back, 無視, and a return that nobody announced.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::Walk;
use journey::{CertificateKind, Effect, Event, HandOffMethod, Intent, Screen, ServingInfo};

fn at_hand_over() -> Walk {
    let mut walk = Walk::iphone(true);
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.intent(Intent::HandOver);
    walk.answer(|attempt| Event::Serving(attempt, Ok(ServingInfo { password_is_made: false })));
    walk
}

fn at_settings_steps() -> Walk {
    let mut walk = Walk::iphone(true);
    walk.walk_to_settings_steps();
    walk
}

fn returned(walk: &mut Walk) -> Vec<Effect> {
    walk.event(Event::LinkOpened { link: journey::return_link(), cold: false })
}

#[test]
fn the_link_on_safaris_page_closes_it() {
    let mut walk = at_hand_over();
    walk.answer(Event::PageSeen);
    walk.answer(Event::ProfileFetched);
    let old = walk.attempt();
    let effects = returned(&mut walk);
    assert!(effects.contains(&Effect::StopServing), "{effects:?}");
    assert_eq!(walk.id(), "settings-steps");
    // Safari says so too, too late.
    walk.event(Event::SafariClosed(old, Ok(())));
    assert_eq!(walk.id(), "settings-steps");

    // Nothing was fetched: as if it had been closed.
    let mut walk = at_hand_over();
    returned(&mut walk);
    let Screen::Certificate { failure: Some(failure), .. } = walk.screen() else { panic!("{:?}", walk.screen()) };
    assert_eq!(failure.code, "hand-off-not-fetched");
}

#[test]
fn elsewhere_the_link_back_says_nothing() {
    let mut blocked = at_hand_over();
    blocked.pass(6);
    for mut walk in [Walk::iphone(true), at_settings_steps(), blocked] {
        let before = walk.view();
        assert!(returned(&mut walk).is_empty());
        let after = walk.view();
        assert_eq!((after.screen, after.inbound), (before.screen, before.inbound));
    }
}

#[test]
fn what_was_ignored_in_safari_can_be_handed_over_again() {
    let mut walk = at_hand_over();
    walk.answer(Event::PageSeen);
    // Fetched, and then 無視: the app sees the first alone.
    walk.answer(Event::ProfileFetched);
    walk.answer(|attempt| Event::SafariClosed(attempt, Ok(())));
    assert!(matches!(walk.screen(), Screen::SettingsSteps { can_hand_over_again: true, .. }));
    let effects = walk.intent(Intent::HandOver);
    assert!(matches!(effects.as_slice(), [Effect::HandOff { method: HandOffMethod::Sheet, .. }]), "{effects:?}");
}

#[test]
fn what_is_over_on_return_is_over_and_a_shown_password_is_gone() {
    let mut walk = at_settings_steps();
    walk.event(Event::SecretShown);
    assert!(matches!(walk.screen(), Screen::SettingsSteps { revealed: true, .. }));
    // The system did not say that the app was left; no timer ran while the phone slept.
    walk.event(Event::CameBack);
    assert!(matches!(walk.screen(), Screen::SettingsSteps { revealed: false, .. }));
    walk.now += jiff::SignedDuration::from_mins(9);
    let effects = walk.event(Event::CameBack);
    assert!(effects.contains(&Effect::ForgetAll), "{effects:?}");
    assert!(matches!(walk.screen(), Screen::SettingsSteps { expired: true, .. }));
}
