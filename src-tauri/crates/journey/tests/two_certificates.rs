//! Two certificates in one phone: what is learnt of one says nothing of the other, and one that is removed leaves no screen of
//! its own behind.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use certificate::CertificateKind;
use common::{Walk, info, signed};
use journey::{Alias, Cause, Effect, Event, Failure, InstallerOutcome, Intent, Proof, SettingsPage, reminder_link};

fn not_readable() -> Failure {
    Failure::new(Cause::Unproven, "verify-denied", true)
}

/// Android, at home: one is proven, the other was handed to the installer and is put away unproven.
fn a_proven_b_unproven() -> (Walk, Alias, Alias) {
    let mut walk = Walk::android();
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.install_and_prove();
    let a = walk.persisted().ledger.certificates.keys().next().unwrap().clone();
    walk.intent(Intent::Finish);
    walk.intent(Intent::Start);
    walk.fetch(CertificateKind::Hoken);
    let mut came = info();
    came.summary.subject = "KaigoJigyousho".to_owned();
    came.summary.fingerprint.0[0] ^= 1;
    walk.answer(|attempt| Event::Opened(attempt, Ok(came)));
    walk.intent(Intent::HandOver);
    walk.answer(|attempt| Event::InstallerEnded(attempt, Ok(InstallerOutcome::Canceled)));
    assert_eq!(walk.id(), "verify");
    let b = walk.alias();
    walk.intent(Intent::Back);
    assert_eq!(walk.id(), "home");
    assert_ne!(a, b);
    (walk, a, b)
}

#[test]
fn the_answer_about_one_certificate_is_not_taken_for_another() {
    let (mut walk, a, b) = a_proven_b_unproven();
    walk.intent(Intent::OpenHeld { slot: a.clone() });
    walk.intent(Intent::OpenRemoval { slot: a.clone(), beside: false });
    walk.intent(Intent::OpenSettings { page: SettingsPage::Credentials });
    let mut walk = walk.restarted();
    let effects = walk.event(Event::Started);
    // Each is answered truly, in the order asked: A is still there and readable, B is not.
    let mut looks = 0;
    for effect in effects {
        let truth = |alias: &Alias| if *alias == a { Ok(signed(&a)) } else { Err(not_readable()) };
        let answer = match effect {
            Effect::AskKeyChain { attempt, alias, .. } => Event::KeyChainAnswered(attempt, truth(&alias)),
            Effect::LookForRemoved { removing, alias, .. } => Event::RemovalLooked(removing, truth(&alias)),
            _ => continue,
        };
        walk.event(answer);
        looks += 1;
    }
    assert_eq!(looks, 2);
    let ledger = &walk.persisted().ledger;
    assert!(ledger.certificates.contains_key(&a), "A is in the phone still");
    assert!(
        !ledger.certificates.get(&b).is_some_and(|b| matches!(b.certificate.proof, Proof::Proven { .. })),
        "B was never seen"
    );
}

/// By its notification, over 「確認」 of the very same certificate.
#[test]
fn removed_while_it_was_to_be_proven() {
    let mut walk = Walk::android();
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.install_and_prove();
    let a = walk.persisted().ledger.certificates.keys().next().unwrap().clone();
    walk.intent(Intent::Finish);
    walk.intent(Intent::Verify { slot: Some(a.clone()) });
    walk.answer(|attempt| Event::KeyChainAnswered(attempt, Err(not_readable())));
    assert_eq!(walk.id(), "verify");
    walk.event(Event::LinkOpened { link: reminder_link(&a), cold: false });
    walk.intent(Intent::OpenRemoval { slot: a.clone(), beside: false });
    walk.intent(Intent::SaidRemoved);
    walk.intent(Intent::Close);
    assert_eq!(walk.id(), "welcome", "it was the only one");
}

#[test]
fn home_after_a_removal_on_done_has_living_buttons() {
    let (mut walk, a, b) = a_proven_b_unproven();
    walk.intent(Intent::Resume);
    assert_eq!(walk.id(), "verify");
    walk.intent(Intent::Verify { slot: None });
    walk.answer(|attempt| Event::KeyChainAnswered(attempt, Ok(signed(&b))));
    assert_eq!(walk.id(), "done");
    walk.event(Event::LinkOpened { link: reminder_link(&b), cold: false });
    walk.intent(Intent::OpenRemoval { slot: b, beside: false });
    walk.intent(Intent::SaidRemoved);
    walk.intent(Intent::Close);
    assert_eq!(walk.id(), "home");
    walk.intent(Intent::Verify { slot: Some(a) });
    assert_eq!(walk.id(), "verify", "the button of the home screen does something");
}
