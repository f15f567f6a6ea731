//! Android: every state of the installation, what leads out of it, and where a kill in it lands.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Walk, signed};
use journey::{
    Back, CertificateKind, Effect, Event, Failure, InstallMethod, InstallStage, InstallerOutcome, Intent, Platform,
    Proof, Question, Screen, Step, Vendor, VerifyMethod,
};

fn at_certificate() -> Walk {
    let mut walk = Walk::android();
    walk.walk_to_certificate(CertificateKind::Dx);
    walk
}

fn installer_open() -> Walk {
    let mut walk = at_certificate();
    walk.intent(Intent::HandOver);
    walk
}

fn installer_ended(end: InstallerOutcome) -> Walk {
    let mut walk = installer_open();
    walk.answer(|attempt| Event::InstallerEnded(attempt, Ok(end)));
    walk
}

fn ends(code: &str) -> Failure {
    Failure::new(common::cause(code), code, true)
}

/// 「たしかめる」, and how KeyChain ends it.
fn asked(walk: &mut Walk, end: Failure) {
    let effects = walk.intent(Intent::Verify { slot: None });
    assert!(matches!(effects.as_slice(), [Effect::AskKeyChain { may_ask: true, .. }]), "{effects:?}");
    walk.answer(|attempt| Event::KeyChainAnswered(attempt, Err(end)));
}

fn proven(walk: &mut Walk) {
    let alias = walk.alias();
    walk.intent(Intent::Verify { slot: None });
    walk.answer(|attempt| Event::KeyChainAnswered(attempt, Ok(signed(&alias))));
    assert!(matches!(walk.screen(), Screen::Done { proof: Proof::Proven { .. }, .. }), "{:?}", walk.screen());
}

fn file_saved() -> Walk {
    let mut walk = at_certificate();
    walk.intent(Intent::ChooseInstallMethod { method: InstallMethod::File });
    walk.intent(Intent::HandOver);
    walk.answer(|attempt| Event::FileSaved(attempt, Ok(())));
    walk
}

fn code(walk: &Walk) -> Option<String> {
    match walk.screen() {
        Screen::Installing { failure, .. } | Screen::Certificate { failure, .. } | Screen::Verify { failure, .. } => {
            failure.map(|failure| failure.code)
        }
        _ => None,
    }
}

fn stage(walk: &Walk) -> (InstallMethod, InstallStage) {
    match walk.screen() {
        Screen::Installing { method, stage, .. } => (method, stage),
        other => panic!("{other:?}"),
    }
}

fn step(walk: &Walk) -> Step {
    walk.persisted().journal.as_ref().unwrap().step.clone()
}

fn file_name(walk: &Walk) -> String {
    format!("{}.p12", walk.alias())
}

#[test]
fn any_result_leads_to_verifying_and_only_cancelling_is_said() {
    for (end, said) in [(InstallerOutcome::Ok, None), (InstallerOutcome::Canceled, Some("installer-canceled"))] {
        let mut walk = installer_open();
        let effects = walk.answer(|attempt| Event::InstallerEnded(attempt, Ok(end)));
        assert!(
            matches!(effects.as_slice(), [Effect::AskKeyChain { may_ask: false, .. }]),
            "never a prompt: {effects:?}"
        );
        assert_eq!(step(&walk), Step::Verify { nonce: None });
        assert_eq!(code(&walk).as_deref(), said);
        proven(&mut walk);
    }
}

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

#[test]
fn a_mistake_in_the_installer_costs_no_login_while_the_file_is_kept() {
    let mut walk = installer_ended(InstallerOutcome::Ok);
    asked(&mut walk, ends("verify-not-installed"));
    walk.intent(Intent::HandOver);
    assert!(matches!(walk.screen(), Screen::Certificate { failure: None, .. }), "drawn once more before it comes");
    let effects = walk.intent(Intent::HandOver);
    assert!(matches!(effects.as_slice(), [Effect::Install { protected: false, .. }]), "{effects:?}");

    let mut walk = installer_ended(InstallerOutcome::Ok);
    let effects = walk.event(Event::SecretsExpired);
    assert_eq!(effects, [Effect::ForgetAll]);
    asked(&mut walk, ends("verify-not-installed"));
    assert!(matches!(walk.screen(), Screen::Verify { at_hand: false, .. }));
    let slot = walk.persisted().journal.as_ref().unwrap().slot.clone();
    walk.intent(Intent::HandOver);
    assert_eq!(walk.id(), "login");
    walk.log_in();
    assert_eq!(walk.persisted().journal.as_ref().unwrap().slot, slot, "the same name again");
}

#[test]
fn without_an_installer_the_file_goes_to_downloads_on_the_users_wish() {
    let mut walk = installer_open();
    let failure = Failure::new(journey::Cause::NothingAnswers, "device-nothing-answers", true);
    let effects = walk.answer(|attempt| Event::InstallerEnded(attempt, Err(failure)));
    assert!(effects.is_empty(), "nothing is saved unasked: {effects:?}");
    assert_eq!(stage(&walk), (InstallMethod::File, InstallStage::Ready));
    assert_eq!(code(&walk).as_deref(), Some("device-nothing-answers"));
    assert_eq!(walk.view().back, Back::Plain);

    let effects = walk.intent(Intent::HandOver);
    let [Effect::SaveFile { name, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(*name, file_name(&walk));
    assert!(effects.iter().all(Effect::leaves_app), "not before the journal is written");
    assert_eq!(walk.persisted().saved_files.len(), 1, "journalled with it");
    let effects = walk.answer(|attempt| Event::FileSaved(attempt, Ok(())));
    assert!(effects.contains(&Effect::ForgetAll));
    let Screen::Installing { stage: InstallStage::Saved, at_hand: false, failure: None, .. } = walk.screen() else {
        panic!("{:?}", walk.screen())
    };
    proven(&mut walk);
}

#[test]
fn the_saved_file_is_offered_for_deletion_until_it_is_gone() {
    let mut walk = file_saved();
    let name = file_name(&walk);
    proven(&mut walk);
    let Screen::Done { saved_file: Some(shown), name: Some(alias), .. } = walk.screen() else { panic!() };
    assert_eq!((shown.as_str(), format!("{alias}.p12")), (name.as_str(), name.clone()));
    walk.intent(Intent::Finish);
    let Screen::Home { saved_files, .. } = walk.screen() else { panic!() };
    assert_eq!(saved_files, std::slice::from_ref(&name));

    let delete = || Intent::DeleteSavedFile { name: name.clone() };
    assert!(walk.intent(Intent::DeleteSavedFile { name: "holiday.jpg".to_owned() }).is_empty(), "only its own");
    assert_eq!(walk.intent(delete()), [Effect::DeleteSavedFile { name: name.clone() }]);
    walk.event(Event::SavedFileDeleted(
        name.clone(),
        Err(Failure::new(journey::Cause::Device, "device-refused", true)),
    ));
    assert!(matches!(walk.screen(), Screen::Home { failure: Some(_), .. }));
    assert_eq!(walk.restarted().persisted().saved_files.len(), 1);
    walk.intent(delete());
    walk.event(Event::SavedFileDeleted(name.clone(), Ok(())));
    assert!(walk.persisted().saved_files.is_empty());
    assert!(walk.intent(delete()).is_empty());
}

#[test]
fn a_file_that_could_not_be_written_is_not_offered() {
    let mut walk = at_certificate();
    walk.intent(Intent::ChooseInstallMethod { method: InstallMethod::File });
    walk.intent(Intent::HandOver);
    walk.answer(|attempt| Event::FileSaved(attempt, Err(Failure::new(journey::Cause::Device, "device-refused", true))));
    assert_eq!(stage(&walk), (InstallMethod::File, InstallStage::Ready));
    assert_eq!(code(&walk).as_deref(), Some("device-refused"));
    assert!(walk.persisted().saved_files.is_empty());

    walk.intent(Intent::HandOver);
    walk.event(Event::StoreFailed(Failure::new(journey::Cause::Storage, "store-full", true)));
    assert_eq!(code(&walk).as_deref(), Some("store-full"));
    assert!(walk.persisted().saved_files.is_empty());
    assert_eq!(step(&walk), Step::Login);
}

#[test]
fn not_installed_from_the_file_goes_back_to_its_steps() {
    let mut walk = file_saved();
    asked(&mut walk, ends("verify-not-installed"));
    assert_eq!(code(&walk).as_deref(), Some("verify-not-installed"));
    assert!(matches!(walk.screen(), Screen::Verify { at_hand: true, .. }), "the file is still there");
    walk.intent(Intent::HandOver);
    assert_eq!(stage(&walk), (InstallMethod::File, InstallStage::Saved));
}

#[test]
fn an_installer_that_asks_for_a_password_gets_a_file_that_has_one() {
    let mut walk = installer_ended(InstallerOutcome::Canceled);
    let effects = walk.intent(Intent::ChooseInstallMethod { method: InstallMethod::Password });
    assert!(effects.is_empty(), "drawn, not begun: {effects:?}");
    assert_eq!(stage(&walk), (InstallMethod::Password, InstallStage::Ready));
    let effects = walk.intent(Intent::HandOver);
    assert!(matches!(effects.as_slice(), [Effect::Install { protected: true, .. }]), "{effects:?}");
    assert_eq!(step(&walk), Step::Installing { method: InstallMethod::Password });
    assert_eq!(walk.view().back, Back::Asks);
    walk.answer(|attempt| {
        Event::InstallerEnded(attempt, Err(Failure::new(journey::Cause::Device, "device-refused", true)))
    });
    assert_eq!(
        (stage(&walk), code(&walk).as_deref()),
        ((InstallMethod::Password, InstallStage::Ready), Some("device-refused"))
    );
    walk.intent(Intent::ChooseInstallMethod { method: InstallMethod::File });
    assert_eq!(stage(&walk), (InstallMethod::File, InstallStage::Ready));
    walk.intent(Intent::ChooseInstallMethod { method: InstallMethod::Direct });
    assert_eq!(walk.id(), "certificate");
}

#[test]
fn other_ways_are_for_android_and_for_a_file_that_is_here() {
    let mut walk = Walk::iphone(true);
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.intent(Intent::ChooseInstallMethod { method: InstallMethod::File });
    assert_eq!(walk.id(), "certificate");

    let mut walk = installer_ended(InstallerOutcome::Ok).restarted();
    walk.event(Event::Started);
    walk.intent(Intent::ChooseInstallMethod { method: InstallMethod::File });
    assert_eq!(walk.id(), "verify");

    let mut walk = installer_open();
    walk.intent(Intent::ChooseInstallMethod { method: InstallMethod::File });
    assert_eq!(stage(&walk), (InstallMethod::Direct, InstallStage::Open), "not while the installer is open");
}

#[test]
fn a_restricted_phone_says_so_and_keeps_the_file() {
    let mut walk = installer_open();
    walk.answer(|attempt| {
        Event::InstallerEnded(attempt, Err(Failure::new(journey::Cause::Device, "device-restricted", false)))
    });
    assert_eq!((walk.id(), code(&walk).as_deref()), ("certificate", Some("device-restricted")));
    assert_eq!(step(&walk), Step::Login);
}

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
fn what_the_practice_phone_saved_goes_with_practice() {
    let mut walk = Walk::android();
    let phone = Some(Platform::Android);
    walk.intent(Intent::StartPractice { phone, office: "both".to_owned() });
    walk.answer(|attempt| Event::PracticeOpened(attempt, Ok(journey::RealmInfo::default())));
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.intent(Intent::ChooseInstallMethod { method: InstallMethod::File });
    walk.intent(Intent::HandOver);
    walk.answer(|attempt| Event::FileSaved(attempt, Ok(())));
    assert!(file_name(&walk).starts_with("renshu-"));
    walk.intent(Intent::LeavePractice);
    walk.intent(Intent::Confirm);
    assert!(walk.persisted().saved_files.is_empty());
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
fn the_maker_of_the_phone_is_shown() {
    let mut walk = Walk::android();
    walk.intent(Intent::Start);
    let info = journey::PhoneInfo {
        platform: journey::Platform::Android,
        version: "15".to_owned(),
        screen_lock: Some(true),
        online: true,
        restricted: false,
        chrome: Some(true),
        vendor: Vendor::of("samsung"),
    };
    walk.answer(|attempt| Event::PhoneLooked(attempt, Ok(info)));
    assert_eq!(walk.view().vendor, Some(Vendor::Galaxy));
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
