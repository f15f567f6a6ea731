//! From the login to the opened file.

use certificate::{CertificateKind, Severity};
use journey::{
    CertificateRow, CodeInfo, DownloadedFile, Event, Failure, FileHint, FindingView, InstallerOutcome, Intent,
    KeyChainProof, LoginOutcome, NewPasswordInfo, OfficesInfo, OpenFailure, PasswordHint, Platform, PortalOffice,
    PortalWay, TakeOverInfo, TermsInfo, WindowPage,
};

use super::walk::{
    Reached, android, at_certificate, at_password, at_settings_steps, dx, failure, failure_with, final_failure,
    finding, hoken, iphone, opened, params, practising, time, windowed,
};
use crate::common::{USER_ID, Walk};

pub fn keep(reached: &mut Reached) {
    keep_login(reached);
    keep_window(reached);
    keep_first_login(reached);
    keep_login_questions(reached);
    keep_list(reached);
    keep_download(reached);
    keep_other_kind(reached);
    keep_certificate(reached);
}

fn keep_login(reached: &mut Reached) {
    let mut walk = at_login();
    walk.intent(Intent::LogIn { user_id: USER_ID.to_owned(), remember: false });
    walk.intent(Intent::Cancel);
    reached.keep("login", &walk);
    for (name, end) in [
        ("login-wrong", LoginOutcome::Wrong(failure("portal-wrong-login"))),
        ("login-last-try", LoginOutcome::Wrong(failure("portal-wrong-login"))),
        ("login-locked", LoginOutcome::Locked(final_failure("portal-locked"))),
    ] {
        walk.log_in();
        walk.answer(|attempt| Event::LoggedIn(attempt, Err(end)));
        reached.keep(name, &walk);
    }
    let mut walk = at_login();
    walk.intent(Intent::LogIn { user_id: "KJ137200".to_owned(), remember: false });
    reached.keep("login-id-invalid", &walk);
    reached.keep("login-expired", &expired_login());
    let mut walk = at_login();
    walk.log_in();
    walk.event(Event::ClockSeen(47));
    let wrong = LoginOutcome::Wrong(failure("portal-wrong-login"));
    walk.answer(|attempt| Event::LoggedIn(attempt, Err(wrong)));
    reached.keep("login-clock", &walk);
    let mut walk = practising(Platform::Iphone);
    walk.walk_to_login();
    reached.keep("practice-login", &walk);
    walk.intent(Intent::LeavePractice);
    reached.keep("question-leave-practice", &walk);
}

/// On a phone that can show the portal's own pages.
fn keep_window(reached: &mut Reached) {
    let begun = || {
        let mut walk = windowed();
        walk.intent(Intent::Start);
        walk.look();
        walk
    };
    let opened = || {
        let mut walk = begun();
        walk.intent(Intent::OpenWindow);
        walk
    };
    reached.keep("portal-window", &begun());
    let mut walk = opened();
    reached.keep("portal-window-open", &walk);
    let refused = |walk: &mut Walk| {
        walk.answer(Event::WindowLoginSent);
        walk.answer(|attempt| Event::WindowPageShown(attempt, WindowPage::Login));
    };
    refused(&mut walk);
    walk.answer(|attempt| Event::WindowClosed(attempt, Ok(())));
    reached.keep("portal-window-closed-tries", &walk);
    let mut walk = opened();
    walk.answer(|attempt| Event::WindowClosed(attempt, Ok(())));
    reached.keep("portal-window-closed", &walk);
    let mut walk = opened();
    walk.answer(|attempt| Event::WindowPageShown(attempt, WindowPage::Locked));
    reached.keep("portal-window-locked", &walk);
    let mut walk = opened();
    let host = failure_with("portal-refused-redirect", "host", "login.example.com");
    walk.answer(|attempt| Event::WindowClosed(attempt, Err(host)));
    reached.keep("failed-window-host", &walk);
    let mut walk = begun();
    walk.intent(Intent::ChooseWay { way: PortalWay::Client });
    reached.keep("login-two-ways", &walk);
}

fn keep_first_login(reached: &mut Reached) {
    let articles: Vec<String> = (1..=9)
        .map(|article| {
            format!(
                "第{article}条 利用者は、本規約に同意したうえで、電子請求受付システムを利用するものとします。\n\
                 利用者は、ユーザIDおよびパスワードを自らの責任において管理するものとします。"
            )
        })
        .collect();
    let title = "電子請求受付システム 利用規約".to_owned();
    let terms = TermsInfo { title: title.clone(), text: articles.join("\n"), elsewhere: false };
    reached.keep("terms", &answered(LoginOutcome::Terms(terms)));
    let mut walk = answered(LoginOutcome::Terms(TermsInfo { title, text: String::new(), elsewhere: true }));
    walk.intent(Intent::AcceptTerms);
    reached.keep("terms-elsewhere", &walk);

    let plain = NewPasswordInfo { rules: Vec::new(), min_length: None, max_length: None, refused: None };
    reached.keep("new-password", &answered(LoginOutcome::NewPassword(plain.clone())));
    let refused = NewPasswordInfo {
        rules: vec![
            "英字と数字をそれぞれ1文字以上使用してください。".to_owned(),
            "過去に使用したパスワードは設定できません。".to_owned(),
        ],
        refused: Some(failure("portal-password-refused")),
        ..plain
    };
    reached.keep("new-password-refused", &answered(LoginOutcome::NewPassword(refused)));
}

fn keep_login_questions(reached: &mut Reached) {
    let code = CodeInfo {
        sentences: vec![
            "確認コードを k***@example.jp に送信しました。".to_owned(),
            "10分以内に入力してください。".to_owned(),
        ],
        max_length: Some(6),
    };
    let mut walk = answered(LoginOutcome::Code(code.clone()));
    reached.keep("login-code", &walk);
    walk.intent(Intent::SendCode);
    walk.answer(|attempt| Event::LoggedIn(attempt, Err(LoginOutcome::Code(code))));
    reached.keep("login-code-refused", &walk);
    reached.keep("login-interrupted", &walk.restarted());

    let elsewhere = TakeOverInfo {
        sentences: vec!["このユーザーIDは既にログインしています。続行すると、先のログインは切断されます。".to_owned()],
        button: "続行する".to_owned(),
    };
    reached.keep("take-over", &answered(LoginOutcome::Elsewhere(elsewhere)));

    let office = |choice, label: &str| PortalOffice { choice, label: label.to_owned() };
    let choices = vec![office(0, "1370000001 さくらデイサービス"), office(1, "1370000002 さくら訪問介護ステーション")];
    reached.keep("offices", &answered(LoginOutcome::Offices(OfficesInfo { choices })));
}

fn keep_other_kind(reached: &mut Reached) {
    let mut walk = listed(at_login(), vec![row(0, Some(CertificateKind::Dx), "介護DX証明書", None)]);
    let hint = FileHint { kind: Some(CertificateKind::Hoken), name: "KaigoJigyousho_9f3a71c2.pfx".to_owned() };
    walk.answer(|attempt| Event::Downloaded(attempt, Ok(DownloadedFile { hint: Some(hint) })));
    reached.keep("other-kind", &walk);
    let mut walk = at_password(android(), CertificateKind::Dx);
    opened(&mut walk, hoken(), Vec::new());
    reached.keep("other-kind-opened", &walk);
}

fn keep_list(reached: &mut Reached) {
    let dx_row = row(0, Some(CertificateKind::Dx), "介護DX証明書", Some("2027年11月30日まで"));
    let hoken_row = row(1, Some(CertificateKind::Hoken), "介護保険証明書", Some("2028年3月31日まで"));
    reached.keep("certificates", &listed(at_login(), vec![dx_row.clone(), hoken_row]));

    let mut walk = super::android::proven(at_certificate(android(), dx()));
    walk.intent(Intent::Finish);
    walk.walk_to_login();
    let disability = row(1, None, "障害者総合支援証明書", None);
    reached.keep("certificates-office", &listed(walk, vec![dx_row, disability]));
    reached.keep("certificates-none", &listed(at_login(), vec![row(1, None, "代理人証明書", None)]));

    let mut walk = listed(at_login(), Vec::new());
    reached.keep("no-certificate", &walk);
    // Two in the night.
    walk.now = "2026-11-24T17:00:00Z".parse().unwrap();
    walk.intent(Intent::LookAgain);
    reached.keep("no-certificate-paused", &walk);
}

fn keep_download(reached: &mut Reached) {
    let mut walk = at_login();
    walk.log_in();
    reached.keep("downloading-login", &walk);
    let mut walk = listed(at_login(), vec![crate::common::row(0, CertificateKind::Hoken)]);
    walk.pass(8);
    reached.keep("downloading", &walk);
    walk.intent(Intent::Back);
    reached.keep("question-leave-download", &walk);

    reached.keep("failed-offline", &answered(LoginOutcome::Failed(failure("portal-offline"))));
    let unknown = failure_with("portal-unknown-page", "title", "ワンタイムパスワード");
    reached.keep("failed-page", &answered(LoginOutcome::Failed(unknown)));
    let page = failure_with("certificate-not-pkcs12", "looks", "html");
    reached.keep("failed-file", &not_opened(page, false, Vec::new()));
    reached.keep("failed-not-here", &super::home::on_a_desktop());
}

fn keep_certificate(reached: &mut Reached) {
    let mut walk = at_password(android(), CertificateKind::Hoken);
    reached.keep("certificate-password", &walk);
    walk.intent(Intent::Back);
    reached.keep("question-leave-certificate", &walk);
    let odd = |at: u32, code: &str| PasswordHint { at, code: code.to_owned() };
    let password_hints = vec![odd(8, "letter-o"), odd(9, "space")];
    let wrong = not_opened(failure("certificate-wrong-password"), true, password_hints);
    reached.keep("certificate-password-wrong", &wrong);
    let mut walk = at_password(android(), CertificateKind::Hoken);
    walk.intent(Intent::OpenCertificate);
    reached.keep("certificate-password-working", &walk);
    walk.answer(|attempt| Event::SlowToOpen(attempt, 12));
    reached.keep("certificate-password-slow", &walk);
    walk.intent(Intent::OpenSlowly);
    reached.keep("certificate-password-slow-working", &walk);
    let walk = at_password(practising(Platform::Iphone), CertificateKind::Hoken);
    reached.keep("practice-certificate-password", &walk);

    reached.keep("certificate", &at_certificate(android(), hoken()));
    let mut walk = at_password(iphone(), CertificateKind::Hoken);
    let mut nameless = hoken();
    nameless.office = String::new();
    nameless.not_after = time("2027-01-04T14:59:59Z");
    opened(&mut walk, nameless, vec![finding("expires-soon", Severity::Note, params("days", "41"))]);
    reached.keep("certificate-ios", &walk);
    let mut walk = at_password(android(), CertificateKind::Hoken);
    let mut agent = hoken();
    "Dairinin".clone_into(&mut agent.subject);
    agent.not_after = time("2026-11-21T14:59:59Z");
    let expired = finding("expired", Severity::Refusal, std::collections::BTreeMap::new());
    opened(&mut walk, agent, vec![expired, other_certificate("dairinin", "Dairinin")]);
    reached.keep("certificate-refused", &walk);

    keep_doubtful(reached);
}

fn keep_doubtful(reached: &mut Reached) {
    for [asked, anyway] in
        [["certificate-doubtful", "certificate-anyway"], ["certificate-doubtful-ios", "certificate-anyway-ios"]]
    {
        let apple = asked.ends_with("ios");
        let mut walk = at_password(if apple { iphone() } else { android() }, CertificateKind::Hoken);
        let mut common = hoken();
        "KaigoShougaiKyotsu".clone_into(&mut common.subject);
        "e-seikyu CA G2".clone_into(&mut common.issuer);
        let mut named = params("issuer", "e-seikyu CA G2");
        named.extend(params("expected", "e-seikyu CA"));
        let issuer = finding("wrong-issuer", Severity::Doubt, named);
        opened(&mut walk, common, vec![other_certificate("kyotsu", "KaigoShougaiKyotsu"), issuer]);
        reached.keep(asked, &walk);
        walk.intent(Intent::InstallAnyway);
        reached.keep(anyway, &walk);
        if !apple {
            walk.intent(Intent::HandOver);
            walk.answer(|attempt| Event::InstallerEnded(attempt, Ok(InstallerOutcome::Ok)));
            let alias = walk.alias();
            walk.answer(|attempt| Event::KeyChainAnswered(attempt, Ok(KeyChainProof { alias, connected: false })));
            reached.keep("done-doubtful", &walk);
            walk.intent(Intent::Finish);
            reached.keep("home-doubtful", &walk);
        }
    }
}

fn other_certificate(which: &str, subject: &str) -> FindingView {
    let mut named = params("which", which);
    named.extend(params("subject", subject));
    finding("other-certificate", Severity::Doubt, named)
}

pub fn at_login() -> Walk {
    let mut walk = android();
    walk.walk_to_login();
    walk
}

/// The eight minutes were over before the profile was installed, and it was handed over again.
pub fn expired_login() -> Walk {
    let mut walk = at_settings_steps(iphone(), hoken(), false);
    walk.pass(8 * 60);
    walk.intent(Intent::HandOver);
    walk
}

/// The password was wrong, or the file is of no use.
pub fn not_opened(failure: Failure, ask_again: bool, password_hints: Vec<PasswordHint>) -> Walk {
    let mut walk = at_password(android(), CertificateKind::Hoken);
    walk.intent(Intent::OpenCertificate);
    walk.answer(|attempt| Event::Opened(attempt, Err(OpenFailure { failure, ask_again, password_hints })));
    walk
}

/// How the first login ends.
fn answered(end: LoginOutcome) -> Walk {
    let mut walk = at_login();
    walk.log_in();
    walk.answer(|attempt| Event::LoggedIn(attempt, Err(end)));
    walk
}

fn listed(mut walk: Walk, rows: Vec<CertificateRow>) -> Walk {
    walk.log_in();
    walk.answer(|attempt| Event::LoggedIn(attempt, Ok(())));
    walk.answer(|attempt| Event::Listed(attempt, Ok(rows)));
    walk
}

fn row(row: u32, kind: Option<CertificateKind>, label: &str, until: Option<&str>) -> CertificateRow {
    CertificateRow {
        row,
        kind,
        label: label.to_owned(),
        until: until.map(str::to_owned),
        last_day: None,
        usable: kind.is_some(),
    }
}
