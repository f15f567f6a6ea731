//! A field shows its password at a tap, of which nobody is told: the system keeps no picture of a screen that has one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Walk, cause, row};
use journey::{
    CertificateKind, Event, Failure, Intent, LoginOutcome, NewPasswordInfo, Overlay, PortalWay, WindowStage,
};

fn failure(code: &str) -> Failure {
    Failure::new(cause(code), code, true)
}

#[test]
fn each_screen_with_a_password_is_guarded_and_no_other() {
    for mut walk in [Walk::android(), Walk::iphone(true)] {
        walk.intent(Intent::Start);
        assert!(!walk.guarded);
        walk.look();
        assert!(walk.guarded, "the log-in");
        walk.log_in();
        assert!(!walk.guarded, "on its way");
        walk.answer(|attempt| Event::LoggedIn(attempt, Err(LoginOutcome::Wrong(failure("portal-wrong-login")))));
        assert!(walk.guarded, "the log-in, with what was refused");
        walk.log_in();
        let page = NewPasswordInfo { rules: Vec::new(), min_length: None, max_length: None, refused: None };
        walk.answer(|attempt| Event::LoggedIn(attempt, Err(LoginOutcome::NewPassword(page))));
        assert!(walk.guarded, "the new password, which is shown from the beginning");
        walk.intent(Intent::SetPassword);
        assert!(walk.guarded, "it stands there while it is set");
        walk.answer(|attempt| Event::LoggedIn(attempt, Ok(())));
        assert!(!walk.guarded);
        walk.answer(|attempt| Event::Listed(attempt, Ok(vec![row(0, CertificateKind::Dx)])));
        walk.answer(|attempt| Event::Downloaded(attempt, Ok(Default::default())));
        assert!(walk.guarded, "the certificate password");
        walk.intent(Intent::OpenCertificate);
        assert!(walk.guarded, "it stands there while the file is opened");
        walk.answer(|attempt| Event::Opened(attempt, Ok(common::info())));
        assert_eq!((walk.id(), walk.guarded), ("certificate", false));
    }
}

#[test]
fn it_goes_with_the_screen_behind_a_page_and_not_while_the_app_is_away() {
    let mut walk = Walk::android();
    walk.walk_to_login();
    walk.intent(Intent::Open { page: Overlay::HelpDesk });
    assert!(!walk.guarded, "what the help desk is told may be pictured");
    walk.intent(Intent::Close);
    assert!(walk.guarded);

    walk.log_in();
    walk.answer(|attempt| Event::LoggedIn(attempt, Ok(())));
    walk.answer(|attempt| Event::Listed(attempt, Ok(vec![row(0, CertificateKind::Dx)])));
    walk.answer(|attempt| Event::Downloaded(attempt, Ok(Default::default())));
    walk.intent(Intent::OpenCertificate);
    walk.event(Event::WentAway);
    walk.answer(|attempt| Event::Opened(attempt, Ok(common::info())));
    assert_eq!((walk.id(), walk.guarded), ("certificate", true), "the picture may be of what was there before");
    walk.event(Event::CameBack);
    assert!(!walk.guarded);
}

#[test]
fn a_start_at_the_log_in_is_guarded_from_the_first_event() {
    let mut walk = Walk::iphone(true);
    walk.walk_to_login();
    let mut again = walk.restarted();
    again.event(Event::Started);
    assert_eq!((again.id(), again.guarded), ("login", true));
}

#[test]
fn where_the_portals_own_window_asks_there_is_no_field_here() {
    let mut walk = Walk::with_window(PortalWay::Window);
    walk.intent(Intent::Start);
    walk.look();
    assert!(matches!(walk.screen(), journey::Screen::PortalWindow { stage: WindowStage::Ready, .. }));
    assert!(!walk.guarded);
    walk.intent(Intent::ChooseWay { way: PortalWay::Client });
    assert_eq!((walk.id(), walk.guarded), ("login", true));
}
