//! A question about leaving: it is about what is on the screen while it is asked, and about nothing else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use certificate::CertificateKind;
use common::Walk;
use journey::{Event, Intent, Question, Screen, ServingInfo};

/// The user reads the question while the seconds pass in which Safari ought to come.
#[test]
fn later_is_kept_where_the_hand_over_ends_under_the_question() {
    let mut walk = Walk::iphone(true);
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.intent(Intent::HandOver);
    walk.answer(|attempt| Event::Serving(attempt, Ok(ServingInfo { password_is_made: false })));
    walk.pass(3);
    walk.intent(Intent::Back);
    assert_eq!(walk.view().question, Some(Question::LeaveHandOver));
    walk.pass(4);
    assert_eq!(walk.view().question, None);
    walk.intent(Intent::Confirm);
    assert!(
        matches!(walk.screen(), Screen::HandOver { at_hand: true, .. } | Screen::Certificate { .. }),
        "nothing is lost"
    );
}

#[test]
fn a_yes_is_a_yes_to_what_is_there() {
    let mut walk = Walk::android();
    walk.walk_to_list(vec![common::row(0, CertificateKind::Dx)]);
    walk.intent(Intent::Back);
    assert_eq!(walk.view().question, Some(Question::LeaveDownload));
    walk.answer(|attempt| Event::Downloaded(attempt, Ok(Default::default())));
    assert_eq!((walk.view().question, walk.id()), (None, "certificate-password"));
}
