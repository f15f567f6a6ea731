//! Every cause of a failure: how it is drawn, what the main button does, whether the browser is offered.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::Walk;
use journey::{Cause, Event, Failure, FailureDrawing, FailurePrimary, LoginOutcome, Screen};

/// Cause, drawing, the browser is offered. Who adds a cause adds a line: `of` cannot be built without it.
const TABLE: &[(Cause, FailureDrawing, bool)] = &[
    (Cause::Network, FailureDrawing::Connection, false),
    (Cause::Insecure, FailureDrawing::Connection, false),
    (Cause::Account, FailureDrawing::Portal, true),
    (Cause::WrongLogin, FailureDrawing::Portal, true),
    (Cause::SessionOver, FailureDrawing::Portal, true),
    (Cause::File, FailureDrawing::File, false),
    (Cause::CertificatePassword, FailureDrawing::File, false),
    (Cause::Portal, FailureDrawing::Portal, true),
    (Cause::Setup, FailureDrawing::Phone, true),
    (Cause::Unsupported, FailureDrawing::Phone, false),
    (Cause::NothingAnswers, FailureDrawing::Phone, false),
    (Cause::Device, FailureDrawing::Phone, false),
    (Cause::HandOff, FailureDrawing::Phone, false),
    (Cause::NotInstalled, FailureDrawing::Phone, false),
    (Cause::NothingOffered, FailureDrawing::Phone, false),
    (Cause::InstallerLeft, FailureDrawing::Phone, false),
    (Cause::KeyMissing, FailureDrawing::Phone, false),
    (Cause::OldCertificate, FailureDrawing::Phone, false),
    (Cause::CannotLook, FailureDrawing::Phone, false),
    (Cause::NothingShown, FailureDrawing::Phone, false),
    (Cause::Unproven, FailureDrawing::Phone, false),
    (Cause::Storage, FailureDrawing::Phone, false),
    (Cause::Practice, FailureDrawing::Phone, false),
    (Cause::Input, FailureDrawing::Phone, false),
    (Cause::Internal, FailureDrawing::Phone, false),
];

/// The place of a cause in the table.
fn row(cause: Cause) -> usize {
    match cause {
        Cause::Network => 0,
        Cause::Insecure => 1,
        Cause::Account => 2,
        Cause::WrongLogin => 3,
        Cause::SessionOver => 4,
        Cause::File => 5,
        Cause::CertificatePassword => 6,
        Cause::Portal => 7,
        Cause::Setup => 8,
        Cause::Unsupported => 9,
        Cause::NothingAnswers => 10,
        Cause::Device => 11,
        Cause::HandOff => 12,
        Cause::NotInstalled => 13,
        Cause::NothingOffered => 14,
        Cause::InstallerLeft => 15,
        Cause::KeyMissing => 16,
        Cause::OldCertificate => 17,
        Cause::CannotLook => 18,
        Cause::NothingShown => 19,
        Cause::Unproven => 20,
        Cause::Storage => 21,
        Cause::Practice => 22,
        Cause::Input => 23,
        Cause::Internal => 24,
    }
}

fn failed_login(cause: Cause, retryable: bool) -> Screen {
    let mut walk = Walk::iphone(true);
    walk.walk_to_login();
    walk.log_in();
    let failure = Failure::new(cause, "portal-unknown-page", retryable);
    walk.answer(|attempt| Event::LoggedIn(attempt, Err(LoginOutcome::Failed(failure))));
    walk.screen()
}

#[test]
fn the_screen_of_a_failure_follows_from_its_cause_alone() {
    for (index, &(cause, drawn, offered)) in TABLE.iter().enumerate() {
        assert_eq!(row(cause), index, "{cause:?} stands in the table once, in the order of the causes");
        for retryable in [true, false] {
            let Screen::Failed { failure, drawing, primary, browser, other_way: None } = failed_login(cause, retryable)
            else {
                panic!()
            };
            assert_eq!(failure.cause, cause);
            assert_eq!(drawing, drawn, "{cause:?}");
            assert_eq!(browser, offered, "{cause:?}");
            let expected = match (cause, retryable) {
                (Cause::Unsupported, _) => FailurePrimary::Practise,
                (_, true) => FailurePrimary::TryAgain,
                (_, false) => FailurePrimary::Back,
            };
            assert_eq!(primary, expected, "{cause:?}");
        }
    }
}

#[test]
fn a_connection_that_is_not_safe_never_leads_to_the_browser() {
    for code in
        ["portal-tls", "portal-tls-untrusted", "portal-tls-expired", "portal-tls-wrong-host", "portal-wrong-clock"]
    {
        assert_eq!(common::cause(code), Cause::Insecure, "{code}");
    }
    assert!(matches!(failed_login(Cause::Insecure, true), Screen::Failed { browser: false, .. }));
}
