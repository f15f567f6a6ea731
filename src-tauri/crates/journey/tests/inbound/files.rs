//! The user's own file, picked or opened from another app.

use super::*;

#[test]
fn a_file_goes_past_the_login() {
    let mut walk = Walk::android();
    assert_eq!(file(&mut walk, FileId::new(4)), []);
    assert_eq!(walk.view().inbound, Some(InboundView::File { leaves: None }));
    let effects = walk.intent(Intent::Accept);
    let forgotten = effects.iter().position(|effect| *effect == Effect::ForgetAll).unwrap();
    let admitted = effects.iter().position(|effect| *effect == Effect::AdmitFile { file: FileId::new(4) }).unwrap();
    assert!(forgotten < admitted, "{effects:?}");
    walk.look();
    assert_eq!(walk.id(), "certificate-password");
    walk.intent(Intent::OpenCertificate);
    walk.answer(|attempt| Event::Opened(attempt, Ok(info())));
    walk.install_and_prove();
}

#[test]
fn obstacles_are_said_before_a_file_too() {
    let mut walk = Walk::android();
    file(&mut walk, FileId::new(0));
    walk.intent(Intent::Accept);
    let phone = journey::PhoneInfo {
        platform: journey::Platform::Android,
        version: "15".to_owned(),
        screen_lock: Some(false),
        online: true,
        restricted: false,
        chrome: Some(true),
        vendor: None,
    };
    walk.answer(|attempt| Event::PhoneLooked(attempt, Ok(phone)));
    assert_eq!(walk.id(), "preparation");
    walk.intent(Intent::Continue);
    assert_eq!(walk.id(), "certificate-password");
}

#[test]
fn going_back_from_a_file_goes_home_and_not_to_a_login() {
    let mut walk = Walk::android();
    file(&mut walk, FileId::new(0));
    walk.intent(Intent::Accept);
    walk.look();
    walk.intent(Intent::Back);
    assert_eq!(walk.view().question, Some(Question::LeaveCertificate));
    let effects = walk.intent(Intent::Confirm);
    assert!(effects.contains(&Effect::ForgetAll));
    assert_eq!(walk.id(), "welcome");
    assert!(walk.persisted().journal.is_none());

    let mut walk = Walk::android();
    file(&mut walk, FileId::new(0));
    walk.intent(Intent::Accept);
    walk.look();
    assert_eq!(walk.restarted().id(), "welcome", "the file is gone with the process");
}

#[test]
fn a_file_that_is_not_wanted_is_wiped() {
    let mut walk = Walk::android();
    file(&mut walk, FileId::new(0));
    assert_eq!(walk.intent(Intent::Dismiss), [Effect::DropFile { file: FileId::new(0) }]);
    file(&mut walk, FileId::new(1));
    assert_eq!(file(&mut walk, FileId::new(2)), [Effect::DropFile { file: FileId::new(1) }]);
    assert_eq!(
        walk.event(Event::LinkOpened { link: card(None).link(), cold: false }),
        [Effect::DropFile { file: FileId::new(2) }]
    );
    assert_eq!(walk.intent(Intent::Back), [], "back says no");
    assert_eq!(walk.view().inbound, None);
}

#[test]
fn picking_is_the_word_unless_something_would_be_left() {
    let mut walk = Walk::android();
    assert_eq!(walk.intent(Intent::PickFile), [Effect::PickFile]);
    let effects = walk.event(Event::FilePicked(Ok(FileId::new(7))));
    assert!(
        effects.contains(&Effect::AdmitFile { file: FileId::new(7) }) && walk.view().inbound.is_none(),
        "{effects:?}"
    );
    walk.look();
    assert_eq!(walk.id(), "certificate-password");
    assert_eq!(
        quietly(&mut walk, Event::FilePicked(Ok(FileId::new(8)))),
        Some(InboundView::File { leaves: Some(Question::LeaveCertificate) })
    );
    let effects = walk.event(Event::FilePicked(Err(Failure::new(journey::Cause::Input, "door-file-several", true))));
    assert_eq!(effects, [Effect::DropFile { file: FileId::new(8) }]);
    let Some(InboundView::Refused { failure }) = walk.view().inbound else { panic!() };
    assert_eq!(failure.code, "door-file-several");
    assert_eq!(walk.id(), "certificate-password");
}

#[test]
fn a_file_that_takes_long_is_said_and_can_be_given_up() {
    let mut walk = Walk::android();
    walk.intent(Intent::PickFile);
    walk.event(Event::FileComing);
    assert_eq!(walk.view().inbound, Some(InboundView::Coming));
    assert_eq!(walk.intent(Intent::Accept), [], "there is nothing to follow yet");
    assert_eq!(walk.view().inbound, Some(InboundView::Coming));
    let effects = walk.event(Event::FilePicked(Ok(FileId::new(7))));
    assert!(
        effects.contains(&Effect::AdmitFile { file: FileId::new(7) }) && walk.view().inbound.is_none(),
        "{effects:?}"
    );

    for leave in [Intent::Dismiss, Intent::Back] {
        let mut walk = Walk::android();
        walk.event(Event::FileComing);
        assert_eq!(walk.intent(leave), [Effect::StopReading]);
        assert_eq!(walk.view().inbound, None);
    }
}
