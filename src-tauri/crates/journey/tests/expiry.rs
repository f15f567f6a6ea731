//! What lies in the vault is wiped when its time is over, wherever the flow is: nobody is left before a button that does nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use certificate::CertificateKind;
use common::{Walk, info};
use jiff::SignedDuration;
use journey::{
    Cause, CodeInfo, Effect, Event, Failure, FileId, FlowError, HandOffMethod, InboundView, InstallMethod,
    InstallStage, InstallerOutcome, Intent, LoginOutcome, OfficesInfo, PortalOffice, Screen, TakeOverInfo, TermsInfo,
};

fn code(walk: &Walk) -> Option<String> {
    match walk.screen() {
        Screen::Login { failure, .. } | Screen::Home { failure, .. } | Screen::Welcome { failure, .. } => {
            failure.map(|failure| failure.code)
        }
        _ => None,
    }
}

fn expire(walk: &mut Walk) {
    let effects = walk.event(Event::SecretsExpired);
    assert!(effects.contains(&Effect::ForgetAll), "{effects:?}");
}

/// The session with the portal is needed for what is under way.
fn expire_under_way(walk: &mut Walk) {
    let effects = walk.event(Event::SecretsExpired);
    assert!(effects.contains(&Effect::ForgetDownload) && !effects.contains(&Effect::ForgetAll), "{effects:?}");
}

#[test]
fn before_the_file_is_opened_and_after_the_log_in_is_asked_again_with_a_reason() {
    let mut walk = Walk::android();
    walk.walk_to_password(CertificateKind::Dx);
    expire(&mut walk);
    assert_eq!((walk.id(), code(&walk).as_deref()), ("login", Some("secrets-wiped")));

    for mut walk in [Walk::android(), Walk::iphone(true)] {
        walk.walk_to_certificate(CertificateKind::Dx);
        walk.intent(Intent::Back);
        assert!(walk.view().question.is_some());
        expire(&mut walk);
        assert_eq!((walk.id(), code(&walk).as_deref()), ("login", Some("secrets-wiped")));
        assert!(walk.view().question.is_none(), "it asked about what is no longer there");
        walk.log_in();
    }
}

/// The portal's questions between the password and the menu: what was typed in for them is gone as everywhere else.
#[test]
fn at_a_question_of_the_portal_the_log_in_is_asked_again_with_a_reason() {
    let office = |choice| PortalOffice { choice, label: format!("事業所 {choice}") };
    let questions = [
        ("login-code", LoginOutcome::Code(CodeInfo { sentences: Vec::new(), max_length: Some(6) }), Intent::SendCode),
        (
            "terms",
            LoginOutcome::Terms(TermsInfo { title: "規約".to_owned(), text: "第1条".to_owned(), elsewhere: false }),
            Intent::AcceptTerms,
        ),
        (
            "take-over",
            LoginOutcome::Elsewhere(TakeOverInfo { sentences: Vec::new(), button: "続行する".to_owned() }),
            Intent::TakeOver,
        ),
        (
            "offices",
            LoginOutcome::Offices(OfficesInfo { choices: vec![office(0), office(1)] }),
            Intent::ChooseOffice { choice: 1 },
        ),
    ];
    for (screen, question, answer) in questions {
        let asked = |question: LoginOutcome| {
            let mut walk = Walk::android();
            walk.walk_to_login();
            walk.log_in();
            walk.answer(|attempt| Event::LoggedIn(attempt, Err(question)));
            assert_eq!(walk.id(), screen);
            walk
        };
        let mut walk = asked(question.clone());
        expire(&mut walk);
        assert_eq!((walk.id(), code(&walk).as_deref()), ("login", Some("secrets-wiped")), "{screen}");
        walk.log_in();

        let mut walk = asked(question);
        walk.intent(answer);
        expire_under_way(&mut walk);
        assert_eq!(walk.id(), screen, "what is under way comes to its end");
    }
}

#[test]
fn what_ends_because_its_time_was_over_says_so() {
    let refused = |walk: &mut Walk| walk.answer(|attempt| Event::LoggedIn(attempt, Err(LoginOutcome::PasswordGone)));
    let mut walk = Walk::android();
    walk.walk_to_login();
    walk.log_in();
    refused(&mut walk);
    assert_eq!((walk.id(), code(&walk).as_deref()), ("login", Some("secrets-wiped")));
    for (question, answer) in [
        (LoginOutcome::Code(CodeInfo { sentences: Vec::new(), max_length: Some(6) }), Intent::SendCode),
        (
            LoginOutcome::Terms(TermsInfo { title: "規約".to_owned(), text: "第1条".to_owned(), elsewhere: false }),
            Intent::AcceptTerms,
        ),
    ] {
        walk.log_in();
        walk.answer(|attempt| Event::LoggedIn(attempt, Err(question)));
        walk.intent(answer);
        refused(&mut walk);
        assert_eq!((walk.id(), code(&walk).as_deref()), ("login", Some("secrets-wiped")));
    }
}

/// It waits behind another screen of the system, and nothing is handed over any more when its turn comes.
#[test]
fn an_installer_that_waited_for_too_long_was_never_opened() {
    let late = || Failure::from(FlowError::SecretsWiped);
    let mut walk = Walk::android();
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.intent(Intent::HandOver);
    expire(&mut walk);
    walk.answer(|attempt| Event::InstallerEnded(attempt, Err(late())));
    assert_eq!((walk.id(), code(&walk).as_deref()), ("login", Some("secrets-wiped")));

    let mut walk = Walk::android();
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.intent(Intent::ChooseInstallMethod { method: InstallMethod::File });
    walk.intent(Intent::HandOver);
    assert_ne!(walk.persisted().saved_files.len(), 0);
    expire(&mut walk);
    walk.answer(|attempt| Event::FileSaved(attempt, Err(late())));
    assert_eq!((walk.id(), code(&walk).as_deref()), ("login", Some("secrets-wiped")));
    assert_eq!(walk.persisted().saved_files.len(), 0);
}

#[test]
fn a_log_in_and_a_list_under_way_keep_their_session() {
    let mut walk = Walk::android();
    walk.walk_to_login();
    walk.log_in();
    expire_under_way(&mut walk);
    walk.answer(|attempt| Event::LoggedIn(attempt, Ok(())));
    expire_under_way(&mut walk);
    walk.answer(|attempt| Event::Listed(attempt, Ok(Vec::new())));
    assert_eq!(walk.id(), "no-certificate");
    expire_under_way(&mut walk);
}

#[test]
fn late_results_of_what_was_wiped_change_nothing() {
    let mut walk = Walk::android();
    walk.walk_to_password(CertificateKind::Dx);
    walk.intent(Intent::OpenCertificate);
    let attempt = walk.attempt();
    expire(&mut walk);
    walk.event(Event::Opened(attempt, Ok(info())));
    assert_eq!(walk.id(), "login");
}

#[test]
fn after_a_failed_log_in_the_password_is_asked_again() {
    let mut walk = Walk::android();
    walk.walk_to_login();
    walk.log_in();
    let failure = Failure::new(Cause::Network, "portal-offline", true);
    walk.answer(|attempt| Event::LoggedIn(attempt, Err(LoginOutcome::Failed(failure))));
    assert_eq!(walk.id(), "failed");
    expire(&mut walk);
    assert_eq!(walk.id(), "failed", "what failed is still to be read");
    let effects = walk.intent(Intent::TryAgain);
    assert_eq!(walk.id(), "login");
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::OpenLogin { .. })), "{effects:?}");
}

#[test]
fn another_way_of_installing_ends_with_the_same_time_and_goes_on_proving() {
    let mut walk = Walk::android();
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.intent(Intent::HandOver);
    walk.answer(|attempt| Event::InstallerEnded(attempt, Ok(InstallerOutcome::Canceled)));
    walk.intent(Intent::ChooseInstallMethod { method: InstallMethod::Password });
    assert!(matches!(walk.screen(), Screen::Installing { stage: InstallStage::Ready, .. }));
    expire(&mut walk);
    assert!(matches!(walk.screen(), Screen::Verify { at_hand: false, .. }), "{:?}", walk.screen());

    let mut walk = Walk::android();
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.intent(Intent::ChooseInstallMethod { method: InstallMethod::Password });
    expire(&mut walk);
    assert_eq!((walk.id(), code(&walk).as_deref()), ("login", Some("secrets-wiped")), "nothing was installed");
}

#[test]
fn at_the_hand_over_what_was_fetched_goes_on_and_what_was_not_begins_anew() {
    let mut walk = Walk::iphone(true);
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.intent(Intent::HandOver);
    walk.pass(6);
    walk.intent(Intent::ChooseHandOffMethod { method: HandOffMethod::File });
    assert_eq!(walk.id(), "hand-over");
    expire(&mut walk);
    assert_eq!((walk.id(), code(&walk).as_deref()), ("login", Some("secrets-wiped")));

    let mut walk = Walk::iphone(true);
    walk.walk_to_settings_steps();
    expire(&mut walk);
    assert_eq!(walk.id(), "settings-steps", "the profile waits in Settings all the same");
}

#[test]
fn the_users_own_file_is_asked_for_again() {
    let mut walk = Walk::iphone(true);
    walk.event(Event::FileOpened(Ok(FileId::new(7))));
    walk.intent(Intent::Accept);
    walk.look();
    assert_eq!(walk.id(), "certificate-password");
    expire(&mut walk);
    assert_eq!((walk.id(), code(&walk).as_deref()), ("welcome", Some("file-wiped")));

    // Handed over and the eight minutes over: there is no log-in to go back to either.
    let mut walk = Walk::iphone(true);
    walk.event(Event::FileOpened(Ok(FileId::new(7))));
    walk.intent(Intent::Accept);
    walk.look();
    walk.intent(Intent::OpenCertificate);
    walk.answer(|attempt| Event::Opened(attempt, Ok(info())));
    walk.intent(Intent::HandOver);
    walk.answer(Event::ProfileFetched);
    walk.answer(|attempt| Event::SafariClosed(attempt, Ok(())));
    walk.pass(8 * 60);
    walk.intent(Intent::HandOver);
    assert_eq!((walk.id(), code(&walk).as_deref()), ("home", Some("file-wiped")));
}

#[test]
fn nobody_is_asked_about_a_file_that_is_gone() {
    let mut walk = Walk::iphone(true);
    walk.event(Event::FileOpened(Ok(FileId::new(7))));
    walk.event(Event::WaitingFileExpired(FileId::new(6)));
    assert!(matches!(walk.view().inbound, Some(InboundView::File { .. })), "another file");
    walk.event(Event::WaitingFileExpired(FileId::new(7)));
    assert!(walk.view().inbound.is_none());
}

#[test]
fn a_clock_set_back_hides_no_warning_and_makes_no_pause_longer() {
    let wrong = |walk: &mut Walk| {
        walk.log_in();
        let failure = Failure::new(Cause::Account, "portal-wrong-login", true);
        walk.answer(|attempt| Event::LoggedIn(attempt, Err(LoginOutcome::Wrong(failure))));
    };
    let tries_left = |walk: &Walk| match walk.screen() {
        Screen::Login { tries_left, .. } => tries_left,
        screen => panic!("{screen:?}"),
    };
    let mut walk = Walk::android();
    walk.walk_to_login();
    wrong(&mut walk);
    wrong(&mut walk);
    assert_eq!(tries_left(&walk), Some(1));
    walk.now = walk.now.checked_sub(SignedDuration::from_hours(24 * 365)).unwrap();
    walk.event(Event::CameBack);
    assert_eq!(tries_left(&walk), Some(1), "the next wrong try would lock the account");
    walk.now = walk.now.checked_add(SignedDuration::from_hours(25)).unwrap();
    walk.event(Event::CameBack);
    assert_eq!(tries_left(&walk), None, "a day later they are forgotten, whatever the clock said before");
}

/// The user's own file waits for a screen lock that is missing.
#[test]
fn no_password_is_asked_for_a_file_that_is_gone() {
    let mut walk = Walk::android();
    walk.event(Event::FileOpened(Ok(FileId::new(7))));
    walk.intent(Intent::Accept);
    walk.phone.screen_lock = Some(false);
    walk.look();
    assert_eq!(walk.id(), "preparation");
    walk.pass(600);
    walk.event(Event::SecretsExpired);
    walk.phone.screen_lock = Some(true);
    walk.event(Event::CameBack);
    walk.look();
    assert_eq!((walk.id(), code(&walk).as_deref()), ("welcome", Some("file-wiped")));
}
