//! The process ends in the middle: what is said of it afterwards.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Walk, row};
use journey::{
    CertificateKind, CodeInfo, Event, Failure, Intent, LoginOutcome, NewPasswordInfo, OfficesInfo, Screen,
    TakeOverInfo, TermsInfo,
};

fn said(walk: &Walk) -> Option<String> {
    match walk.screen() {
        Screen::Login { failure, .. } | Screen::Welcome { failure, .. } => failure.map(|failure| failure.code),
        other => panic!("{other:?}"),
    }
}

#[test]
fn whoever_fetched_the_letter_meanwhile_is_told_that_the_file_is_gone() {
    let mut walk = Walk::android();
    walk.walk_to_password(CertificateKind::Dx);
    assert_eq!(said(&walk.restarted()).as_deref(), Some("hand-off-interrupted"));
}

#[test]
fn every_state_behind_the_login_is_told() {
    let mut walk = Walk::android();
    walk.walk_to_list(vec![row(0, CertificateKind::Dx), row(1, CertificateKind::Hoken)]);
    assert_eq!(said(&walk.restarted()).as_deref(), Some("hand-off-interrupted"));
    let mut walk = Walk::iphone(true);
    walk.walk_to_certificate(CertificateKind::Dx);
    let mut again = walk.restarted();
    assert_eq!(said(&again).as_deref(), Some("hand-off-interrupted"));
    // Said once: a new try begins with nothing to tell.
    again.log_in();
    again.answer(|attempt| Event::LoggedIn(attempt, Ok(())));
    assert_eq!(again.persisted().journal.as_ref().map(|journal| journal.logged_in), Some(true));
}

/// Whoever looks for the code in the mail is away from the app for longest before the menu.
#[test]
fn a_login_that_the_portal_had_begun_is_told() {
    for asked in [
        LoginOutcome::Code(CodeInfo { sentences: Vec::new(), max_length: Some(6) }),
        LoginOutcome::Elsewhere(TakeOverInfo { sentences: Vec::new(), button: "続行".to_owned() }),
        LoginOutcome::Offices(OfficesInfo { choices: Vec::new() }),
        LoginOutcome::Terms(TermsInfo { title: "利用規約".to_owned(), text: String::new(), elsewhere: false }),
        LoginOutcome::NewPassword(NewPasswordInfo {
            rules: Vec::new(),
            min_length: None,
            max_length: None,
            refused: None,
        }),
    ] {
        let mut walk = Walk::android();
        walk.walk_to_login();
        walk.log_in();
        walk.answer(|attempt| Event::LoggedIn(attempt, Err(asked.clone())));
        let mut again = walk.restarted();
        assert_eq!((again.id(), said(&again).as_deref()), ("login", Some("login-interrupted")), "{asked:?}");
        // Said once, and not of a login that failed.
        again.log_in();
        let wrong = Failure::new(journey::Cause::WrongLogin, "portal-wrong-login", true);
        again.answer(|attempt| Event::LoggedIn(attempt, Err(LoginOutcome::Wrong(wrong))));
        assert_eq!(said(&again.restarted()), None, "{asked:?}");
        // What was lost behind the question is more than it.
        walk.answer(|attempt| Event::LoggedIn(attempt, Ok(())));
        assert_eq!(said(&walk.restarted()).as_deref(), Some("hand-off-interrupted"), "{asked:?}");
    }
}

#[test]
fn nothing_is_told_where_nothing_was_lost() {
    let mut walk = Walk::android();
    walk.walk_to_login();
    assert_eq!(said(&walk.restarted()), None);
    walk.log_in();
    let code = LoginOutcome::Code(CodeInfo { sentences: Vec::new(), max_length: None });
    walk.answer(|attempt| Event::LoggedIn(attempt, Err(code)));
    walk.intent(Intent::Back);
    walk.intent(Intent::Confirm);
    assert_eq!((walk.id(), said(&walk.restarted())), ("login", None), "it was left by the user's own hand");
    let mut walk = Walk::android();
    walk.walk_to_password(CertificateKind::Dx);
    walk.intent(Intent::Back);
    walk.intent(Intent::Confirm);
    assert_eq!(said(&walk.restarted()), None, "it was left by the user's own hand");
}

#[test]
fn a_file_that_was_chosen_is_told_of_on_the_first_screen() {
    let mut walk = Walk::android();
    walk.look();
    walk.intent(Intent::PickFile);
    walk.event(Event::FilePicked(Ok(journey::FileId::new(1))));
    walk.look();
    assert_eq!(walk.id(), "certificate-password");
    let again = walk.restarted();
    assert_eq!((again.id(), said(&again).as_deref()), ("welcome", Some("file-interrupted")));
    assert_eq!(again.persisted().journal, None);
}
