//! A log-in by the client that nobody saw answered: the portal may have counted it, whatever ended the waiting.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{USER_ID, Walk, cause};
use journey::{
    Cause, CodeInfo, Effect, Event, Failure, FileId, Intent, LoginOutcome, Platform, PortalWay, RealmInfo, Screen,
};

const CARD: &str = "shomei-navi://card?v=1&kind=dx&office=x&id=KJ1372000123B6";

fn failure(code: &str) -> Failure {
    Failure::new(cause(code), code, true)
}

fn full() -> Event {
    Event::StoreFailed(Failure::new(Cause::Storage, "store-full", true))
}

/// The portal's log-in is being looked for; nothing was sent.
fn opening() -> Walk {
    let mut walk = Walk::with_window(PortalWay::Client);
    walk.walk_to_login();
    walk.intent(Intent::LogIn { user_id: USER_ID.to_owned(), remember: false });
    walk
}

/// The password is on its way.
fn sent() -> Walk {
    let mut walk = Walk::with_window(PortalWay::Client);
    walk.walk_to_login();
    walk.log_in();
    walk
}

fn counted(walk: &Walk) -> u8 {
    walk.persisted().ledger.logins.values().map(|failed| failed.count).sum()
}

fn restarted(walk: &Walk) -> Walk {
    let mut again = walk.restarted();
    again.event(Event::Started);
    again
}

type End = fn(&mut Walk);

/// All that can end the waiting but an answer.
const ENDS: [(&str, End); 7] = [
    ("cancel", |walk| drop(walk.intent(Intent::Cancel))),
    ("back", |walk| {
        walk.intent(Intent::Back);
        walk.intent(Intent::Confirm);
    }),
    ("kill", |walk| *walk = restarted(walk)),
    ("card", |walk| {
        walk.event(Event::LinkOpened { link: CARD.to_owned(), cold: false });
        walk.intent(Intent::Accept);
    }),
    ("file", |walk| {
        walk.event(Event::FileOpened(Ok(FileId::new(1))));
        walk.intent(Intent::Accept);
    }),
    ("practice", |walk| {
        walk.intent(Intent::StartPractice { phone: Some(Platform::Android), office: "both".to_owned() });
        walk.answer(|attempt| Event::PracticeOpened(attempt, Ok(RealmInfo::default())));
    }),
    ("later", |walk| drop(walk.intent(Intent::Later))),
];

#[test]
fn a_try_that_nobody_saw_answered_counts_once_whatever_ends_the_waiting() {
    for (name, end) in ENDS {
        let mut walk = sent();
        assert_eq!(counted(&walk), 0, "{name}: nothing is known yet");
        let late = walk.attempt();
        end(&mut walk);
        assert_eq!(counted(&walk), 1, "{name}");
        // What comes too late says nothing any more, and a start counts nothing twice.
        walk.event(Event::LoggedIn(late, Err(LoginOutcome::Wrong(failure("portal-wrong-login")))));
        assert_eq!(counted(&restarted(&walk)), 1, "{name}");
    }
}

#[test]
fn it_counts_for_the_user_id_that_was_sent() {
    let mut walk = sent();
    walk.intent(Intent::Cancel);
    assert!(matches!(walk.screen(), Screen::Login { tries_left: Some(2), .. }), "{:?}", walk.screen());
    let mut walk = sent();
    walk.event(Event::LinkOpened { link: CARD.to_owned(), cold: false });
    walk.intent(Intent::Accept);
    walk.look();
    let Screen::Login { tries_left, user_id, .. } = walk.screen() else { panic!("{:?}", walk.screen()) };
    assert_eq!((tries_left, user_id.as_str()), (None, "KJ1372000123B6"), "the card's office has tried nothing");
}

#[test]
fn a_try_that_has_not_reached_the_portal_is_none() {
    for (name, end) in ENDS {
        let mut walk = opening();
        end(&mut walk);
        assert_eq!((counted(&walk), counted(&restarted(&walk))), (0, 0), "{name}");
    }
    for outcome in [LoginOutcome::Failed(failure("portal-offline")), LoginOutcome::PasswordGone] {
        let mut walk = sent();
        walk.answer(|attempt| Event::LoggedIn(attempt, Err(outcome)));
        assert_eq!((counted(&walk), counted(&restarted(&walk))), (0, 0), "the client knows");
    }
}

#[test]
fn what_is_answered_counts_by_its_answer_alone() {
    for (outcome, count) in [
        (LoginOutcome::Wrong(failure("portal-wrong-login")), 1),
        (LoginOutcome::Unclear(failure("portal-unknown-page")), 1),
        (LoginOutcome::Code(CodeInfo { sentences: Vec::new(), max_length: None }), 0),
    ] {
        let mut walk = sent();
        walk.answer(|attempt| Event::LoggedIn(attempt, Err(outcome.clone())));
        let mut again = restarted(&walk);
        walk.intent(Intent::Cancel);
        again.intent(Intent::Cancel);
        assert_eq!((counted(&walk), counted(&again)), (count, count), "{outcome:?}");
    }
    let mut walk = sent();
    walk.answer(|attempt| Event::LoggedIn(attempt, Ok(())));
    walk.intent(Intent::Cancel);
    assert_eq!((counted(&walk), counted(&restarted(&walk))), (0, 0));
}

#[test]
fn that_it_is_sent_is_written_down_before_it_is() {
    let mut walk = opening();
    let before = walk.persisted().clone();
    let effects = walk.answer(Event::LoginOpened);
    assert!(matches!(effects.as_slice(), [Effect::LogIn { .. }]), "{effects:?}");
    assert!(effects.iter().all(Effect::leaves_app));
    assert_ne!(*walk.persisted(), before, "so that the disk is written to");
    let text = serde_json::to_string(&walk.persisted().ledger).unwrap();
    assert!(text.contains("loginSent") && !text.contains(USER_ID), "{text}");
}

#[test]
fn a_disk_that_is_full_sends_nothing_and_counts_nothing() {
    for (name, mut walk) in [("found", sent()), ("looked for", opening())] {
        let late = walk.attempt();
        let effects = walk.event(full());
        assert!(effects.contains(&Effect::ForgetAll), "{name}: {effects:?}");
        let Screen::Login { failure: Some(failure), tries_left: None, .. } = walk.screen() else {
            panic!("{name}: {:?}", walk.screen())
        };
        assert_eq!(failure.code, "store-full", "{name}");
        assert!(walk.event(Event::LoginOpened(late)).is_empty(), "{name}");
        assert_eq!((counted(&walk), counted(&restarted(&walk))), (0, 0), "{name}");
    }
}

#[test]
fn a_disk_that_is_full_while_the_portal_answers_stops_nothing() {
    let mut walk = sent();
    walk.intent(Intent::Open { page: journey::Overlay::Settings });
    walk.event(full());
    assert_eq!(walk.id(), "downloading", "it was sent before");
    assert_eq!(counted(&walk), 0, "its answer will come");
    walk.intent(Intent::Cancel);
    assert_eq!(counted(&walk), 1);
}

#[test]
fn a_disk_that_is_full_sends_no_code() {
    let mut walk = sent();
    let code = CodeInfo { sentences: Vec::new(), max_length: None };
    walk.answer(|attempt| Event::LoggedIn(attempt, Err(LoginOutcome::Code(code))));
    walk.event(full());
    assert_eq!(walk.id(), "login-code", "nothing was sent, so nothing is lost");
    let effects = walk.intent(Intent::SendCode);
    assert!(matches!(effects.as_slice(), [Effect::SendCode { .. }]) && effects.iter().all(Effect::leaves_app));
    walk.event(full());
    assert!(
        matches!(walk.screen(), Screen::Failed { failure, .. } if failure.code == "store-full"),
        "{:?}",
        walk.screen()
    );
    assert_eq!(counted(&walk), 0);
}
