//! What is shown beside the steps: problems, secrets, names.

use super::*;
use jiff::SignedDuration;

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
        assert!(!walk.guarded, "nothing is shown yet");
        assert!(walk.journey.may_reveal(SecretKind::CertificatePassword));
        // Whoever gives the secret out has the shield up.
        walk.guarded = true;
        walk.event(Event::SecretShown);
        assert!(walk.guarded);
        assert!(matches!(walk.screen(), Screen::SettingsSteps { revealed: true, .. }));
        walk
    };

    let mut walk = shown();
    assert!(walk.intent(Intent::HideSecret).is_empty() && !walk.guarded);
    for leaving in [Intent::SaidInstalled, Intent::HandOver] {
        let mut walk = shown();
        walk.intent(leaving.clone());
        assert!(!walk.guarded, "{leaving:?}");
    }
    let mut walk = shown();
    walk.intent(Intent::Back);
    assert_eq!(walk.view().question, Some(Question::LeaveHandOver));
    walk.intent(Intent::Confirm);
    assert!(!walk.guarded);
    let mut walk = shown();
    walk.pass(8 * 60);
    assert!(!walk.guarded, "the eight minutes are over");

    let mut walk = shown();
    walk.event(Event::WentAway);
    assert!(walk.guarded, "the app switcher takes its picture now");
    assert!(matches!(walk.screen(), Screen::SettingsSteps { revealed: false, .. }), "not found open on return");
    assert!(walk.event(Event::CameBack).is_empty() && !walk.guarded);

    // The way has gone on between the giving and the telling.
    let mut walk = Walk::iphone(true);
    walk.walk_to_settings_steps();
    walk.guarded = true;
    walk.intent(Intent::SaidInstalled);
    walk.event(Event::SecretShown);
    assert!(!walk.guarded);
}

#[test]
fn the_drawn_screens_name_the_certificate_at_hand() {
    let mut walk = Walk::iphone(false);
    walk.walk_to_certificate(CertificateKind::Hoken);
    assert_eq!(walk.view().kind, Some(CertificateKind::Hoken));
    walk.intent(Intent::HandOver);
    assert_eq!(walk.view().kind, Some(CertificateKind::Hoken));
}

#[test]
fn a_copied_password_is_taken_back_after_eight_minutes_at_most_whatever_the_clock_says() {
    for (moved, minutes) in [(0, 8), (3 * 60, 5), (-24 * 60 * 60, 8)] {
        let mut walk = Walk::iphone(true);
        walk.walk_to_settings_steps();
        walk.now = walk.now.checked_add(SignedDuration::from_secs(moved)).unwrap();
        let effects = walk.intent(Intent::CopyPassword);
        let [Effect::CopyPassword { lifetime, .. }] = effects.as_slice() else { panic!("{effects:?}") };
        assert_eq!(*lifetime, SignedDuration::from_mins(minutes), "{moved} seconds later");
    }
}
