//! What a kill leaves at each step.

use super::*;

#[test]
fn killed_at_the_certificate_the_login_comes_back() {
    let mut walk = Walk::iphone(true);
    walk.walk_to_certificate(CertificateKind::Dx);
    let again = walk.restarted();
    assert!(matches!(again.screen(), Screen::Login { user_id, .. } if user_id.as_str() == common::USER_ID));
}

#[test]
fn killed_in_safari_it_is_not_claimed_to_be_handed_over() {
    let walk = at_hand_over();
    let mut again = walk.restarted();
    assert!(again.event(Event::Started).iter().all(|effect| !effect.leaves_app()));
    assert_eq!(stage(&again), (HandOffMethod::Sheet, HandOffStage::Gone));
    assert!(again.persisted().ledger.certificates.is_empty());
    again.intent(Intent::HandOver);
    assert_eq!((again.id(), code(&again).as_deref()), ("login", Some("hand-off-interrupted")));

    let mut again = walk.restarted();
    again.intent(Intent::SkipToSettings);
    let Screen::SettingsSteps { deadline: None, password_at_hand: false, can_hand_over_again: false, .. } =
        again.screen()
    else {
        panic!("since when it waits is not known: {:?}", again.screen())
    };
    again.intent(Intent::SaidInstalled);
    assert!(matches!(again.screen(), Screen::Verify { proof: Proof::UserConfirmed { .. }, .. }));
}

#[test]
fn killed_at_the_drawn_way_nothing_is_claimed_either() {
    assert_eq!(blocked().restarted().id(), "login");
}

#[test]
fn killed_while_the_file_waits_it_still_waits() {
    let walk = saved_as_file(NOT_MADE);
    let mut again = walk.restarted();
    assert_eq!(stage(&again), (HandOffMethod::File, HandOffStage::Saved));
    let Screen::HandOver { at_hand: false, .. } = again.screen() else { panic!() };
    again.intent(Intent::SkipToSettings);
    assert_eq!(again.restarted().id(), "settings-steps");
    let Screen::SettingsSteps { can_hand_over_again: true, password_at_hand: false, .. } = again.screen() else {
        panic!()
    };
    again.intent(Intent::HandOver);
    assert_eq!(stage(&again), (HandOffMethod::File, HandOffStage::Saved));
}

#[test]
fn a_number_that_the_app_made_is_lost_with_the_process_and_said_so() {
    let again = saved_as_file(MADE).restarted();
    assert_eq!(stage(&again), (HandOffMethod::File, HandOffStage::Gone), "nobody can open that file any more");

    let mut walk = Walk::iphone(true);
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.intent(Intent::HandOver);
    walk.answer(|attempt| Event::Serving(attempt, Ok(MADE)));
    walk.answer(Event::ProfileFetched);
    let mut again = walk.restarted();
    let Screen::SettingsSteps { password_is_made: true, password_at_hand: false, .. } = again.screen() else {
        panic!("{:?}", again.screen())
    };
    again.intent(Intent::HandOver);
    assert_eq!((again.id(), code(&again).as_deref()), ("login", Some("hand-off-interrupted")));
}

#[test]
fn killed_once_fetched_and_in_settings_the_same_minutes_run_on() {
    let mut walk = at_hand_over();
    walk.answer(Event::ProfileFetched);
    let Step::Fetched { deadline: Some(deadline), .. } = step(&walk) else { panic!() };
    let mut again = walk.restarted();
    again.event(Event::Started);
    let Screen::SettingsSteps { deadline: Some(shown), expired: false, password_at_hand: false, .. } = again.screen()
    else {
        panic!("{:?}", again.screen())
    };
    assert_eq!(shown, deadline);

    walk.answer(|attempt| Event::SafariClosed(attempt, Ok(())));
    walk.now = deadline;
    let mut again = walk.restarted();
    again.event(Event::Started);
    assert!(matches!(again.screen(), Screen::SettingsSteps { expired: true, .. }), "over while nobody looked");
}

#[test]
fn killed_at_verify_and_at_the_probe_the_browser_decides() {
    let mut walk = Walk::iphone(true);
    walk.walk_to_settings_steps();
    walk.intent(Intent::SaidInstalled);
    let mut again = walk.restarted();
    assert!(matches!(again.screen(), Screen::Verify { method: VerifyMethod::Probe, working: false, .. }));
    assert!(again.event(Event::Started).iter().all(|effect| !matches!(effect, Effect::AskProbe { .. })));

    walk.intent(Intent::Verify { slot: None });
    let Step::Verify { nonce: Some(nonce) } = step(&walk) else { panic!() };
    let mut again = walk.restarted();
    let effects = again.event(Event::Started);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::AskProbe { nonce: asked, .. } if *asked == nonce)));
    again.answer(|attempt| {
        let failure = Failure::new(journey::Cause::NothingShown, "verify-nobody-came", true);
        Event::ProbeAnswered(attempt, Err(failure))
    });
    let Screen::Verify { failure: None, proof: Proof::UserConfirmed { .. }, .. } = again.screen() else { panic!() };
    // Back from Safari later: asked again, without a prompt.
    let effects = again.event(Event::CameBack);
    assert!(matches!(effects.as_slice(), [Effect::AskProbe { nonce: asked, .. }] if *asked == nonce), "{effects:?}");
    again.answer(|attempt| Event::ProbeAnswered(attempt, Ok(())));
    assert!(matches!(again.screen(), Screen::Done { proof: Proof::Proven { .. }, .. }));
}
