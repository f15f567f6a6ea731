//! The file in Downloads, where there is no installer to hand it to.

use super::*;
use common::info;
use journey::Cause;

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
fn a_state_that_cannot_be_written_costs_no_saved_file() {
    let mut walk = file_saved();
    walk.event(Event::StoreFailed(Failure::new(journey::Cause::Storage, "store-full", true)));
    assert_eq!(
        (stage(&walk), code(&walk).as_deref()),
        ((InstallMethod::File, InstallStage::Saved), Some("store-full"))
    );
    assert_eq!(walk.persisted().saved_files.len(), 1);
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

fn renewing_with_file_in_downloads() -> (Walk, String) {
    let mut walk = Walk::android();
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.intent(Intent::ChooseInstallMethod { method: InstallMethod::File });
    walk.intent(Intent::HandOver);
    walk.answer(|attempt| Event::FileSaved(attempt, Ok(())));
    walk.intent(Intent::Verify { slot: None });
    let alias = walk.alias();
    walk.answer(|attempt| Event::KeyChainAnswered(attempt, Ok(signed(&alias))));
    walk.intent(Intent::Finish);
    let Screen::Home { saved_files, .. } = walk.screen() else { panic!() };
    let name = saved_files[0].clone();
    walk.intent(Intent::Renew { slot: alias });
    walk.fetch(CertificateKind::Dx);
    let mut came = info();
    came.summary.fingerprint.0[0] ^= 1;
    walk.answer(|attempt| Event::Opened(attempt, Ok(came)));
    walk.intent(Intent::ChooseInstallMethod { method: InstallMethod::File });
    (walk, name)
}

#[test]
fn a_renewal_that_could_not_be_saved_forgets_no_file_of_before() {
    for full in [true, false] {
        let (mut walk, name) = renewing_with_file_in_downloads();
        walk.intent(Intent::HandOver);
        if full {
            walk.event(Event::StoreFailed(Failure::new(Cause::Storage, "store-full", true)));
        } else {
            let refused = Failure::new(Cause::Device, "device-refused", true);
            walk.answer(|attempt| Event::FileSaved(attempt, Err(refused)));
        }
        assert!(walk.persisted().saved_files.iter().any(|file| file.name == name), "{name} lies in Downloads still");
    }
}

#[test]
fn nobody_is_sent_to_a_file_that_was_deleted() {
    let mut walk = Walk::android();
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.intent(Intent::ChooseInstallMethod { method: InstallMethod::File });
    walk.intent(Intent::HandOver);
    walk.answer(|attempt| Event::FileSaved(attempt, Ok(())));
    walk.intent(Intent::Back);
    let Screen::Home { saved_files, .. } = walk.screen() else { panic!() };
    let name = saved_files[0].clone();
    walk.intent(Intent::DeleteSavedFile { name: name.clone() });
    walk.event(Event::SavedFileDeleted(name.clone(), Ok(())));
    walk.intent(Intent::Resume);
    assert_eq!(walk.id(), "verify", "{name} is gone");
}
