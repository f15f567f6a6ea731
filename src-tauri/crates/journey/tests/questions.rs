//! What the portal asks between the password and its menu, and a file that seems to be another one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Walk, cause, info, row};
use journey::{
    CertificateKind, CodeInfo, DownloadedFile, Effect, Event, Failure, FileHint, Intent, LoginOutcome, OfficesInfo,
    PortalOffice, Question, Screen, SecretKind, TakeOverInfo,
};

fn failure(code: &str) -> Failure {
    Failure::new(cause(code), code, true)
}

/// The portal's page that asks for a code by mail.
fn code_page() -> CodeInfo {
    CodeInfo {
        sentences: vec!["確認コードを k***@example.jp に送信しました。".to_owned()], max_length: Some(6)
    }
}

fn at_code() -> Walk {
    let mut walk = Walk::android();
    walk.walk_to_login();
    walk.log_in();
    walk.answer(|attempt| Event::LoggedIn(attempt, Err(LoginOutcome::Code(code_page()))));
    assert!(matches!(walk.screen(), Screen::LoginCode { refused: false, working: false, max_length: Some(6), .. }));
    walk
}

#[test]
fn a_code_by_mail_is_sent_once_for_each_tap_and_is_no_try_of_the_password() {
    let mut walk = at_code();
    assert!(matches!(walk.intent(Intent::SendCode).as_slice(), [Effect::SendCode { .. }]));
    assert!(walk.intent(Intent::SendCode).is_empty(), "once");
    assert!(matches!(walk.screen(), Screen::LoginCode { working: true, .. }));
    let effects = walk.answer(|attempt| Event::LoggedIn(attempt, Err(LoginOutcome::Code(code_page()))));
    assert!(effects.contains(&Effect::Forget(SecretKind::LoginCode)), "{effects:?}");
    assert!(matches!(walk.screen(), Screen::LoginCode { refused: true, working: false, .. }));
    assert!(walk.persisted().ledger.logins.is_empty(), "a wrong code is no wrong password");
    walk.intent(Intent::SendCode);
    walk.answer(|attempt| Event::LoggedIn(attempt, Ok(())));
    assert_eq!(walk.id(), "downloading");
}

#[test]
fn what_comes_after_a_code_counts_apart_from_the_password() {
    for end in [
        LoginOutcome::Unclear(failure("portal-unknown-page")),
        LoginOutcome::Wrong(failure("portal-wrong-login")),
        LoginOutcome::Failed(failure("portal-offline")),
    ] {
        let mut walk = at_code();
        walk.intent(Intent::SendCode);
        walk.answer(|attempt| Event::LoggedIn(attempt, Err(end.clone())));
        assert_eq!(walk.id(), "failed", "{end:?}");
        assert!(walk.persisted().ledger.logins.is_empty(), "{end:?}");
        walk.intent(Intent::TryAgain);
        assert!(matches!(walk.screen(), Screen::Login { tries_left: None, .. }), "{end:?}");
    }
    let mut walk = at_code();
    walk.intent(Intent::SendCode);
    walk.answer(|attempt| Event::LoggedIn(attempt, Err(LoginOutcome::Locked(failure("portal-locked")))));
    assert!(matches!(walk.screen(), Screen::Login { locked_until: Some(_), .. }));
}

#[test]
fn a_code_is_cancelled_and_after_a_kill_the_login_comes_again() {
    let mut walk = at_code();
    assert_eq!(walk.restarted().id(), "login");
    walk.intent(Intent::SendCode);
    walk.intent(Intent::Back);
    assert_eq!(walk.view().question, Some(Question::LeaveDownload));
    let effects = walk.intent(Intent::Confirm);
    assert!(effects.contains(&Effect::CancelPortal) && effects.contains(&Effect::ForgetAll), "{effects:?}");
    assert_eq!(walk.id(), "login");
    walk.answer(|attempt| Event::LoggedIn(attempt, Ok(())));
    assert_eq!(walk.id(), "login", "an answer that comes too late changes nothing");
}

#[test]
fn nobody_is_thrown_out_and_no_office_chosen_without_the_users_word() {
    let mut walk = Walk::android();
    walk.walk_to_login();
    walk.log_in();
    let page = TakeOverInfo {
        sentences: vec!["既にログインしています。".to_owned()], button: "続行".to_owned()
    };
    walk.answer(|attempt| Event::LoggedIn(attempt, Err(LoginOutcome::Elsewhere(page.clone()))));
    assert!(matches!(walk.screen(), Screen::TakeOver { ref button, working: false, .. } if button == "続行"));
    let mut other = walk.restarted();
    assert_eq!(other.id(), "login");
    other.log_in();
    other.answer(|attempt| Event::LoggedIn(attempt, Err(LoginOutcome::Elsewhere(page))));
    let effects = other.intent(Intent::Back);
    assert!(effects.contains(&Effect::LogOut) && other.id() == "login", "{effects:?}");

    assert!(matches!(walk.intent(Intent::TakeOver).as_slice(), [Effect::TakeOver { .. }]));
    assert!(walk.intent(Intent::TakeOver).is_empty(), "once");
    let choices = vec![
        PortalOffice { choice: 0, label: "さくら".to_owned() },
        PortalOffice { choice: 1, label: "うめ".to_owned() },
    ];
    walk.answer(|attempt| Event::LoggedIn(attempt, Err(LoginOutcome::Offices(OfficesInfo { choices }))));
    assert!(walk.intent(Intent::ChooseOffice { choice: 2 }).is_empty(), "no such office");
    let effects = walk.intent(Intent::ChooseOffice { choice: 1 });
    assert!(matches!(effects.as_slice(), [Effect::ChooseOffice { choice: 1, .. }]), "{effects:?}");
    walk.answer(|attempt| Event::LoggedIn(attempt, Ok(())));
    assert_eq!(walk.id(), "downloading");
}

/// The file comes under a name of 介護保険証明書, the row says 介護DX証明書.
fn at_other_kind() -> Walk {
    let mut walk = Walk::android();
    walk.walk_to_list(vec![row(0, CertificateKind::Dx)]);
    let hint = FileHint { kind: Some(CertificateKind::Hoken), name: "KaigoJigyousho.pfx".to_owned() };
    let effects = walk.answer(|attempt| Event::Downloaded(attempt, Ok(DownloadedFile { hint: Some(hint) })));
    assert!(!effects.contains(&Effect::LogOut), "the user may choose again: {effects:?}");
    assert_eq!(walk.id(), "other-kind");
    walk
}

#[test]
fn a_file_of_another_kind_is_said_before_its_password_is_asked_for() {
    let mut walk = at_other_kind();
    let effects = walk.intent(Intent::ChooseAgain);
    assert_eq!(effects, [Effect::ForgetDownload], "the list's session goes on");
    assert_eq!(walk.id(), "certificates");
    walk.intent(Intent::Choose { row: 0, office: None });
    walk.answer(|attempt| Event::Downloaded(attempt, Ok(DownloadedFile::default())));
    assert_eq!(walk.id(), "certificate-password");

    let mut walk = at_other_kind();
    assert!(walk.intent(Intent::UseOtherKind).contains(&Effect::LogOut));
    assert_eq!(walk.id(), "certificate-password");
    walk.intent(Intent::OpenCertificate);
    let mut opened = info();
    opened.summary.subject = "KaigoJigyousho".to_owned();
    walk.answer(|attempt| Event::Opened(attempt, Ok(opened)));
    assert_eq!(walk.id(), "certificate", "asked once is enough");
    assert!(
        matches!(walk.screen(), Screen::Certificate { ref summary, .. } if summary.kind == Some(CertificateKind::Dx))
    );
}

#[test]
fn a_certificate_of_another_kind_is_said_when_it_is_open_at_the_latest() {
    for (intent, screen) in [(Intent::UseOtherKind, "certificate"), (Intent::ChooseAgain, "login")] {
        let mut walk = Walk::android();
        walk.walk_to_password(CertificateKind::Dx);
        walk.intent(Intent::OpenCertificate);
        let mut opened = info();
        opened.summary.subject = "KaigoJigyousho".to_owned();
        walk.answer(|attempt| Event::Opened(attempt, Ok(opened)));
        assert!(matches!(walk.screen(), Screen::OtherKind { opened: true, .. }));
        walk.intent(intent);
        assert_eq!(walk.id(), screen);
    }
}
