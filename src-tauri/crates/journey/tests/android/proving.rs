//! The proof: every end of it by its own name.

use super::*;

#[test]
fn a_guess_takes_nothing_from_what_was_proven() {
    for (code_said, kept) in
        [("verify-nothing-offered", true), ("verify-not-installed", false), ("verify-no-key", false)]
    {
        let mut walk = installer_ended(InstallerOutcome::Ok);
        let alias = walk.alias();
        proven(&mut walk);
        walk.intent(Intent::Finish);
        walk.intent(Intent::Verify { slot: Some(alias.clone()) });
        walk.answer(|attempt| Event::KeyChainAnswered(attempt, Err(ends(code_said))));
        assert_eq!(code(&walk).as_deref(), Some(code_said));
        let proof = walk.persisted().ledger.certificates[&alias].certificate.proof;
        assert_eq!(matches!(proof, Proof::Proven { .. }), kept, "{code_said}: {proof:?}");
    }
}

#[test]
fn of_several_of_one_issuer_the_chooser_is_told_which_one_is_meant() {
    let mut walk = Walk::android();
    for (kind, expected) in [(CertificateKind::Dx, false), (CertificateKind::Hoken, true)] {
        walk.walk_to_password(kind);
        walk.intent(Intent::OpenCertificate);
        let mut opened = common::info();
        opened.summary.subject = if expected { "KaigoJigyousho" } else { "CarePlanJigyousho" }.to_owned();
        opened.summary.fingerprint.0[0] ^= u8::from(expected);
        walk.answer(|attempt| Event::Opened(attempt, Ok(opened)));
        walk.intent(Intent::HandOver);
        walk.answer(|attempt| Event::InstallerEnded(attempt, Ok(InstallerOutcome::Ok)));
        let effects = walk.intent(Intent::Verify { slot: None });
        assert!(
            matches!(effects.as_slice(), [Effect::AskKeyChain { may_ask: true, several, .. }] if *several == expected),
            "{effects:?}"
        );
        let alias = walk.alias();
        walk.answer(|attempt| Event::KeyChainAnswered(attempt, Ok(signed(&alias))));
        walk.intent(Intent::Finish);
    }
}

#[test]
fn no_result_and_the_user_asks() {
    let mut walk = installer_open();
    assert_eq!(stage(&walk), (InstallMethod::Direct, InstallStage::Open));
    let old = walk.attempt();
    proven(&mut walk);
    walk.event(Event::InstallerEnded(old, Ok(InstallerOutcome::Canceled)));
    assert_eq!(walk.id(), "done", "a result that comes late is nothing");
}

#[test]
fn every_end_of_the_proof_is_said_by_its_own_name_and_can_be_asked_again() {
    for (end, shown, absent) in [
        (ends("verify-not-installed"), "verify-wifi", true),
        (ends("verify-nothing-offered"), "verify-nothing-offered", true),
        (ends("verify-old-certificate"), "verify-old-certificate", true),
        (ends("verify-no-key"), "verify-no-key", true),
        (ends("verify-wrong-certificate"), "verify-wrong-certificate", false),
        (ends("verify-denied"), "verify-denied", false),
        (ends("verify-managed"), "verify-managed", false),
        (ends("verify-timed-out"), "verify-timed-out", false),
        (ends("verify-no-chooser"), "verify-no-chooser", false),
    ] {
        let mut walk = installer_ended(InstallerOutcome::Ok);
        asked(&mut walk, end);
        assert_eq!(code(&walk).as_deref(), Some(shown));
        let Screen::Verify { absent: seen, at_hand: true, working: false, proof: Proof::HandedOver, .. } =
            walk.screen()
        else {
            panic!("{:?}", walk.screen())
        };
        assert_eq!(seen, absent, "{shown}");
        assert!(walk.event(Event::CameBack).iter().all(|effect| !effect.leaves_app()), "no second prompt");
        proven(&mut walk);
    }
}

#[test]
fn wifi_is_named_only_where_the_installer_said_ok() {
    let mut walk = installer_ended(InstallerOutcome::Canceled);
    asked(&mut walk, ends("verify-not-installed"));
    assert_eq!(code(&walk).as_deref(), Some("verify-not-installed"));
    assert!(walk.persisted().ledger.certificates.is_empty(), "nothing was handed over");

    let walk = installer_ended(InstallerOutcome::Ok);
    let mut again = walk.restarted();
    again.event(Event::Started);
    asked(&mut again, ends("verify-not-installed"));
    assert_eq!(code(&again).as_deref(), Some("verify-wifi"), "known after a kill too");
    assert!(matches!(again.screen(), Screen::Verify { at_hand: false, .. }));
}
