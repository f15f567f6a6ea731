//! Android: a newer certificate in the place of an older one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Walk, info, signed};
use jiff::SignedDuration;
use journey::{Alias, CertificateKind, Effect, Event, Failure, InstallerOutcome, Intent, Screen};

fn old_one() -> Failure {
    Failure::new(journey::Cause::OldCertificate, "verify-old-certificate", true)
}

/// From home to the certificate that is about to be opened.
fn fetch_anew(walk: &mut Walk, slot: Alias) {
    walk.intent(Intent::Renew { slot });
    walk.fetch(CertificateKind::Dx);
}

fn renewing() -> (Walk, Alias) {
    let mut walk = Walk::android();
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.install_and_prove();
    let slot = walk.persisted().ledger.certificates.keys().next().unwrap().clone();
    walk.intent(Intent::Finish);
    fetch_anew(&mut walk, slot.clone());
    let mut newer = info();
    newer.summary.fingerprint.0[0] ^= 1;
    newer.summary.not_after += SignedDuration::from_secs(1);
    walk.answer(|attempt| Event::Opened(attempt, Ok(newer)));
    (walk, slot)
}

#[test]
fn a_renewal_goes_under_the_same_alias_and_is_verified_as_the_new_certificate() {
    let (mut walk, slot) = renewing();
    let effects = walk.intent(Intent::HandOver);
    assert!(matches!(effects.as_slice(), [Effect::Install { alias, .. }] if *alias == slot));
    let effects = walk.answer(|attempt| Event::InstallerEnded(attempt, Ok(InstallerOutcome::Ok)));
    let [Effect::AskKeyChain { alias, fingerprint, may_ask: false, .. }] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    assert_eq!((alias, fingerprint.0[0]), (&slot, 7 ^ 1), "the new one is what must be found");
    let alias = alias.clone();
    walk.answer(|attempt| Event::KeyChainAnswered(attempt, Ok(signed(&alias))));
    assert_eq!(walk.id(), "done", "granted before: without a tap");
    let entry = &walk.persisted().ledger.certificates[&slot];
    assert_eq!((walk.persisted().ledger.certificates.len(), &entry.previous), (1, &None));
    assert_eq!(entry.certificate.summary.fingerprint.0[0], 7 ^ 1);
}

#[test]
fn a_renewal_that_did_not_go_in_leaves_the_old_one_in_the_record() {
    for end in [InstallerOutcome::Ok, InstallerOutcome::Canceled] {
        let (mut walk, slot) = renewing();
        let before = walk.persisted().ledger.certificates[&slot].clone();
        walk.intent(Intent::HandOver);
        walk.answer(|attempt| Event::InstallerEnded(attempt, Ok(end)));
        walk.answer(|attempt| Event::KeyChainAnswered(attempt, Err(old_one())));
        let Screen::Verify { failure: Some(failure), absent: true, at_hand: true, .. } = walk.screen() else {
            panic!()
        };
        assert_eq!(failure.code, "verify-old-certificate", "the silent look has seen it");
        assert_eq!(walk.persisted().ledger.certificates[&slot], before, "{end:?}");
    }
}

#[test]
fn a_name_that_the_user_gave_is_asked_for_ever_after() {
    let mut walk = Walk::android();
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.intent(Intent::HandOver);
    walk.answer(|attempt| Event::InstallerEnded(attempt, Ok(InstallerOutcome::Ok)));
    walk.intent(Intent::Verify { slot: None });
    walk.answer(|attempt| Event::KeyChainAnswered(attempt, Ok(signed(&"さくら".into()))));
    let Screen::Done { name: Some(name), .. } = walk.screen() else { panic!() };
    assert_eq!(name.as_str(), "さくら");
    walk.intent(Intent::Finish);
    let slot = walk.persisted().ledger.certificates.keys().next().unwrap().clone();
    let effects = walk.intent(Intent::Verify { slot: Some(slot.clone()) });
    assert!(
        matches!(effects.as_slice(), [Effect::AskKeyChain { alias, .. }] if alias.as_str() == "さくら"),
        "{effects:?}"
    );
    walk.answer(|attempt| Event::KeyChainAnswered(attempt, Ok(signed(&"さくら".into()))));
    walk.intent(Intent::Finish);
    fetch_anew(&mut walk, slot);
    walk.answer(|attempt| Event::Opened(attempt, Ok(info())));
    let effects = walk.intent(Intent::HandOver);
    assert!(matches!(effects.as_slice(), [Effect::Install { alias, .. }] if alias.as_str() == "さくら"), "{effects:?}");
}
