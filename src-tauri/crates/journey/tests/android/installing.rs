//! The installer: how it comes back, what else there is where it does not open.

use super::*;

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
