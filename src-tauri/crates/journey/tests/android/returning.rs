//! Killed, left, come back to, begun anew.

use super::*;

#[test]
fn killed_in_any_state_it_looks_and_never_prompts() {
    let ready = {
        let mut walk = at_certificate();
        walk.intent(Intent::ChooseInstallMethod { method: InstallMethod::Password });
        walk
    };
    let verifying = {
        let mut walk = installer_ended(InstallerOutcome::Ok);
        walk.intent(Intent::Verify { slot: None });
        walk
    };
    for (walk, at, looks) in [
        (at_certificate(), "login", false),
        (ready, "login", false),
        (installer_open(), "verify", true),
        (installer_ended(InstallerOutcome::Ok), "verify", true),
        (installer_ended(InstallerOutcome::Canceled), "verify", true),
        (verifying, "verify", true),
        (file_saved(), "installing", true),
    ] {
        let mut again = walk.restarted();
        assert_eq!(again.id(), at);
        let effects = again.event(Event::Started);
        assert!(effects.iter().all(|effect| !effect.leaves_app()), "{effects:?}");
        let looked = effects.iter().any(|effect| matches!(effect, Effect::AskKeyChain { may_ask: false, .. }));
        assert_eq!(looked, looks, "{effects:?}");
        if looks {
            let alias = again.alias();
            again.answer(|attempt| Event::KeyChainAnswered(attempt, Ok(signed(&alias))));
            assert_eq!(again.id(), "done", "what the system knows is enough");
        }
    }
}

#[test]
fn coming_back_looks_in_every_state_and_finds_what_is_there() {
    for mut walk in [installer_open(), installer_ended(InstallerOutcome::Canceled), file_saved()] {
        let effects = walk.event(Event::CameBack);
        assert!(effects.iter().any(|effect| matches!(effect, Effect::AskKeyChain { may_ask: false, .. })));
        let before = walk.id();
        walk.answer(|attempt| Event::KeyChainAnswered(attempt, Err(ends("verify-denied"))));
        assert_eq!(walk.id(), before, "nothing found says nothing");
        let alias = walk.alias();
        walk.event(Event::CameBack);
        walk.answer(|attempt| Event::KeyChainAnswered(attempt, Ok(signed(&alias))));
        assert_eq!(walk.id(), "done");
    }
}

#[test]
fn practised_with_this_phone_it_is_marked_and_ends_at_the_users_word() {
    let mut walk = Walk::android();
    walk.intent(Intent::StartPractice { phone: None, office: "both".to_owned() });
    walk.answer(|attempt| Event::PracticeOpened(attempt, Ok(journey::RealmInfo { probe: true, service: false })));
    walk.walk_to_certificate(CertificateKind::Dx);
    let effects = walk.intent(Intent::HandOver);
    let [Effect::Install { alias, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    assert!(alias.as_str().starts_with("renshu-kaigo-dx-"), "{alias}");
    let effects = walk.answer(|attempt| Event::InstallerEnded(attempt, Ok(InstallerOutcome::Ok)));
    assert!(effects.is_empty(), "nothing to prove: {effects:?}");
    assert!(matches!(walk.screen(), Screen::Verify { method: VerifyMethod::Manual, .. }));
    assert!(walk.intent(Intent::Verify { slot: None }).is_empty());
    walk.intent(Intent::SaidVerified);
    assert!(matches!(walk.screen(), Screen::Done { proof: Proof::UserConfirmed { .. }, .. }));
    walk.intent(Intent::Finish);
    walk.intent(Intent::LeavePractice);
    walk.intent(Intent::Confirm);
    let Screen::Home { certificates, .. } = walk.screen() else { panic!("{:?}", walk.screen()) };
    assert!(certificates[0].summary.practice, "it is in this phone until it is removed there");
    let slot = certificates[0].slot.clone();
    walk.intent(Intent::Verify { slot: Some(slot) });
    assert!(matches!(walk.screen(), Screen::Verify { method: VerifyMethod::Manual, .. }), "out of practice too");
    walk.intent(Intent::SaidRemoved);
    assert_eq!(walk.id(), "welcome", "{:?}", walk.persisted());
    assert!(walk.persisted().ledger.certificates.is_empty());
}

#[test]
fn leaving_says_what_would_be_lost() {
    let mut walk = installer_open();
    walk.intent(Intent::Back);
    assert_eq!(walk.view().question, Some(Question::LeaveHandOver));
    let effects = walk.intent(Intent::Confirm);
    assert!(effects.contains(&Effect::ForgetAll));
    assert_eq!(walk.id(), "home");
    walk.intent(Intent::Resume);
    assert_eq!(walk.id(), "verify");

    let mut walk = file_saved();
    assert_eq!(walk.view().back, Back::Plain);
    walk.intent(Intent::Back);
    assert_eq!(walk.id(), "home");
    walk.intent(Intent::Resume);
    assert_eq!(stage(&walk), (InstallMethod::File, InstallStage::Saved));
}

#[test]
fn beginning_anew_in_the_middle_begins() {
    for mut walk in [installer_open(), installer_ended(InstallerOutcome::Ok), file_saved()] {
        walk.intent(Intent::Start);
        walk.look();
        assert_eq!(walk.id(), "login");
    }
}

#[test]
fn only_a_practice_certificate_of_this_phone_is_said_to_be_removed() {
    let mut walk = at_certificate();
    walk.install_and_prove();
    walk.intent(Intent::SaidRemoved);
    assert_eq!((walk.id(), walk.persisted().ledger.certificates.len()), ("done", 1));
}
