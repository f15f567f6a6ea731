//! iPhone and iPad: every state of the hand-over, what leads out of it, and where a kill in it lands.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::Walk;
use journey::{
    Back, CertificateKind, Effect, Event, Failure, HandOffMethod, HandOffStage, Intent, OverlayView, ProfileProblem,
    Proof, Question, Screen, SecretKind, ServingInfo, Step, VerifyMethod,
};

const NOT_MADE: ServingInfo = ServingInfo { password_is_made: false };
const MADE: ServingInfo = ServingInfo { password_is_made: true };

fn at_hand_over() -> Walk {
    let mut walk = Walk::iphone(true);
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.intent(Intent::HandOver);
    walk.answer(|attempt| Event::Serving(attempt, Ok(NOT_MADE)));
    walk
}

/// Safari asked for no page within the six seconds.
fn blocked() -> Walk {
    let mut walk = at_hand_over();
    walk.pass(6);
    walk
}

fn saved_as_file(made: ServingInfo) -> Walk {
    let mut walk = blocked();
    walk.intent(Intent::ChooseHandOffMethod { method: HandOffMethod::File });
    walk.intent(Intent::HandOver);
    walk.answer(|attempt| Event::Serving(attempt, Ok(made)));
    walk.answer(|attempt| Event::FileShared(attempt, Ok(true)));
    walk
}

fn code(walk: &Walk) -> Option<String> {
    match walk.screen() {
        Screen::HandOver { failure, .. } | Screen::Certificate { failure, .. } | Screen::Login { failure, .. } => {
            failure.map(|failure| failure.code)
        }
        _ => None,
    }
}

fn stage(walk: &Walk) -> (HandOffMethod, HandOffStage) {
    match walk.screen() {
        Screen::HandOver { method, stage, .. } => (method, stage),
        other => panic!("{other:?}"),
    }
}

fn step(walk: &Walk) -> Step {
    walk.persisted().journal.as_ref().unwrap().step.clone()
}

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

#[test]
fn a_page_on_a_profile_problem_leads_back_to_where_it_was_opened() {
    let mut walk = Walk::iphone(true);
    walk.walk_to_settings_steps();
    for page in [
        ProfileProblem::NoEntry,
        ProfileProblem::Expired,
        ProfileProblem::WrongPassword,
        ProfileProblem::LockdownMode,
        ProfileProblem::Supervised,
        ProfileProblem::StolenDevice,
        ProfileProblem::OtherBrowser,
    ] {
        walk.intent(Intent::OpenProfileProblem { page });
        let again = matches!(page, ProfileProblem::NoEntry | ProfileProblem::Expired);
        assert_eq!(
            walk.view().overlay,
            Some(OverlayView::ProfileProblem {
                page,
                again,
                method: HandOffMethod::Sheet,
                at_hand: true,
                password_at_hand: true
            })
        );
        walk.intent(Intent::Back);
        assert_eq!((walk.view().overlay, walk.view().question), (None, None));
        assert_eq!(walk.id(), "settings-steps");
    }
    walk.intent(Intent::OpenProfileProblem { page: ProfileProblem::NoEntry });
    walk.intent(Intent::HandOver);
    assert_eq!((walk.id(), walk.view().overlay), ("hand-over", None), "handed over again from the page");
}

#[test]
fn a_secret_that_is_shown_is_shielded_until_it_is_hidden_or_left() {
    let shown = || {
        let mut walk = Walk::iphone(true);
        walk.walk_to_settings_steps();
        assert!(walk.journey.may_reveal(SecretKind::CertificatePassword));
        // Whoever gives the secret out has the shield up.
        assert!(walk.event(Event::SecretShown).is_empty());
        assert!(matches!(walk.screen(), Screen::SettingsSteps { revealed: true, .. }));
        walk
    };
    let down = Effect::GuardScreenCapture(false);

    assert_eq!(shown().intent(Intent::HideSecret), std::slice::from_ref(&down));
    for leaving in [Intent::SaidInstalled, Intent::HandOver] {
        assert!(shown().intent(leaving.clone()).contains(&down), "{leaving:?}");
    }
    let mut walk = shown();
    walk.intent(Intent::Back);
    assert_eq!(walk.view().question, Some(Question::LeaveHandOver));
    assert!(walk.intent(Intent::Confirm).contains(&down));
    assert!(shown().pass(8 * 60).contains(&down), "the eight minutes are over");

    let mut walk = shown();
    assert!(walk.event(Event::WentAway).is_empty(), "the app switcher takes its picture now");
    assert!(matches!(walk.screen(), Screen::SettingsSteps { revealed: false, .. }), "not found open on return");
    assert_eq!(walk.event(Event::CameBack), std::slice::from_ref(&down));

    // The way has gone on between the giving and the telling.
    let mut walk = Walk::iphone(true);
    walk.walk_to_settings_steps();
    walk.intent(Intent::SaidInstalled);
    assert_eq!(walk.event(Event::SecretShown), [down]);
}

#[test]
fn the_drawn_screens_name_the_certificate_at_hand() {
    let mut walk = Walk::iphone(false);
    walk.walk_to_certificate(CertificateKind::Hoken);
    assert_eq!(walk.view().kind, Some(CertificateKind::Hoken));
    walk.intent(Intent::HandOver);
    assert_eq!(walk.view().kind, Some(CertificateKind::Hoken));
}
