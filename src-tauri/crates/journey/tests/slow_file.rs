//! A file that takes long to open: asked first, and it can be stopped.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Walk, info};
use journey::{CertificateKind, Effect, Event, Intent, Screen, SecretKind};

fn asked() -> Walk {
    let mut walk = Walk::android();
    walk.walk_to_password(CertificateKind::Dx);
    let effects = walk.intent(Intent::OpenCertificate);
    assert!(matches!(effects.as_slice(), [Effect::OpenCertificate { patient: false, .. }]), "{effects:?}");
    let effects = walk.answer(|attempt| Event::SlowToOpen(attempt, 12));
    assert!(effects.is_empty(), "nothing goes on without the word: {effects:?}");
    assert_eq!(shown(&walk), (Some(12), false));
    walk
}

fn shown(walk: &Walk) -> (Option<u32>, bool) {
    let Screen::CertificatePassword { slow, working, failure: None, .. } = walk.screen() else {
        panic!("{:?}", walk.screen())
    };
    (slow, working)
}

#[test]
fn it_goes_on_by_the_users_word_with_the_password_that_was_given() {
    let mut walk = asked();
    let effects = walk.intent(Intent::OpenSlowly);
    assert!(matches!(effects.as_slice(), [Effect::OpenCertificate { patient: true, .. }]), "{effects:?}");
    assert_eq!(shown(&walk), (Some(12), true));
    assert!(walk.intent(Intent::OpenSlowly).is_empty(), "once");
    let effects = walk.answer(|attempt| Event::Opened(attempt, Ok(info())));
    assert_eq!(effects, [Effect::CloseFile], "what was in it is all that is needed from here on");
    assert_eq!(walk.id(), "certificate");
}

#[test]
fn it_is_stopped_before_and_while_it_goes_on_and_the_file_stays() {
    for going_on in [false, true] {
        let mut walk = asked();
        if going_on {
            walk.intent(Intent::OpenSlowly);
        }
        let under_way = walk.attempt();
        let effects = walk.intent(Intent::Cancel);
        assert_eq!(effects, [Effect::StopOpening, Effect::Forget(SecretKind::CertificatePassword)]);
        assert_eq!(shown(&walk), (None, false));
        // What was already under way comes too late.
        let effects = walk.event(Event::Opened(under_way, Ok(info())));
        assert!(effects.is_empty(), "the file is still needed: {effects:?}");
        assert_eq!(shown(&walk), (None, false));
        let effects = walk.intent(Intent::OpenCertificate);
        assert!(matches!(effects.as_slice(), [Effect::OpenCertificate { patient: false, .. }]), "{effects:?}");
        let effects = walk.answer(|attempt| Event::Opened(attempt, Ok(info())));
        assert_eq!((walk.id(), effects.as_slice()), ("certificate", &[Effect::CloseFile][..]));
    }
}

#[test]
fn nothing_is_opened_slowly_unless_it_was_asked() {
    let mut walk = Walk::android();
    walk.walk_to_password(CertificateKind::Dx);
    assert!(walk.intent(Intent::OpenSlowly).is_empty());
    assert!(walk.intent(Intent::Cancel).is_empty());
    assert_eq!(shown(&walk), (None, false));
}
