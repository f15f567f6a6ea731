//! The caregiver's journey without any I/O: what is shown, what is saved, what is asked for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Walk, info, row, signed};
use journey::{
    CertificateKind, Effect, Event, Failure, HandOffMethod, HandOffStage, HomePrimary, InstallMethod, InstallerOutcome,
    Intent, KeyChainProof, LoginOutcome, NewPasswordInfo, OpenFailure, Overlay, Platform, Proof, ProvenBy, Question,
    Screen, ServingInfo, Step, TermsInfo, VerifyMethod,
};

#[test]
fn android_from_the_welcome_to_the_proof() {
    let mut walk = Walk::android();
    assert_eq!(walk.id(), "welcome");
    walk.walk_to_certificate(CertificateKind::Dx);
    let effects = walk.intent(Intent::HandOver);
    let [Effect::Install { alias, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    assert!(alias.as_str().starts_with("kaigo-dx-") && alias.as_str().len() == 17);
    assert_eq!(walk.persisted().journal.as_ref().unwrap().step, Step::Installing { method: InstallMethod::Direct });

    let effects = walk.answer(|attempt| Event::InstallerEnded(attempt, Ok(InstallerOutcome::Ok)));
    assert!(matches!(effects.as_slice(), [Effect::AskKeyChain { may_ask: false, .. }]), "{effects:?}");
    walk.answer(|attempt| Event::KeyChainAnswered(attempt, Err(not("verify-denied"))));
    let Screen::Verify { failure: None, method: VerifyMethod::Chooser, proof: Proof::HandedOver, .. } = walk.screen()
    else {
        panic!("a silent look that finds nothing says nothing: {:?}", walk.screen())
    };
    let effects = walk.intent(Intent::Verify { slot: None });
    assert!(matches!(effects.as_slice(), [Effect::AskKeyChain { may_ask: true, .. }]));
    let alias = walk.alias();
    let effects = walk.answer(|attempt| Event::KeyChainAnswered(attempt, Ok(signed(&alias))));
    assert!(effects.contains(&Effect::ForgetAll));
    let Screen::Done { proof: Proof::Proven { by: ProvenBy::Signature, .. }, .. } = walk.screen() else { panic!() };
    walk.intent(Intent::Finish);
    let Screen::Home { certificates, primary: HomePrimary::Verify { .. }, .. } = walk.screen() else { panic!() };
    assert_eq!(certificates.len(), 1);
    assert!(walk.persisted().journal.is_none());

    // Checked anew from home, with a probe that can be reached.
    walk.intent(Intent::Verify { slot: Some(certificates[0].slot.clone()) });
    let proof = KeyChainProof { connected: true, ..signed(&alias) };
    walk.answer(|attempt| Event::KeyChainAnswered(attempt, Ok(proof)));
    let Screen::Done { proof: Proof::Proven { by: ProvenBy::Connection, .. }, .. } = walk.screen() else { panic!() };
}

#[test]
fn iphone_says_only_what_it_saw() {
    let mut walk = Walk::iphone(true);
    walk.walk_to_certificate(CertificateKind::Hoken);
    let effects = walk.intent(Intent::HandOver);
    assert!(matches!(
        effects.as_slice(),
        [Effect::HandOff { method: HandOffMethod::Sheet, kind: CertificateKind::Hoken, .. }]
    ));
    walk.answer(|attempt| Event::Serving(attempt, Ok(ServingInfo { password_is_made: false })));
    walk.answer(Event::PageSeen);
    walk.pass(6);
    assert!(matches!(walk.screen(), Screen::HandOver { stage: HandOffStage::Open, .. }), "whoever reads may take time");
    walk.answer(Event::ProfileFetched);
    walk.answer(|attempt| Event::SafariClosed(attempt, Ok(())));
    let Screen::SettingsSteps { deadline: Some(_), expired: false, password_at_hand: true, .. } = walk.screen() else {
        panic!("{:?}", walk.screen())
    };
    let effects = walk.intent(Intent::SaidInstalled);
    assert!(effects.contains(&Effect::ForgetAll));
    assert!(matches!(
        walk.screen(),
        Screen::Verify { proof: Proof::UserConfirmed { .. }, method: VerifyMethod::Probe, .. }
    ));
    let effects = walk.intent(Intent::Verify { slot: None });
    let [Effect::OpenProbe { nonce, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(nonce.to_string().len(), 32);
    walk.answer(|attempt| Event::ProbeAnswered(attempt, Err(not("verify-no-certificate"))));
    assert!(matches!(walk.screen(), Screen::Verify { proof: Proof::UserConfirmed { .. }, failure: Some(_), .. }));
    walk.intent(Intent::Verify { slot: None });
    walk.answer(|attempt| Event::ProbeAnswered(attempt, Ok(())));
    assert!(matches!(walk.screen(), Screen::Done { proof: Proof::Proven { by: ProvenBy::Probe, .. }, .. }));
}

#[test]
fn without_a_probe_the_record_says_that_the_user_said_so() {
    let mut walk = Walk::iphone(false);
    walk.walk_to_settings_steps();
    walk.intent(Intent::SaidInstalled);
    assert!(matches!(walk.screen(), Screen::Verify { method: VerifyMethod::Manual, .. }));
    walk.intent(Intent::SaidVerified);
    assert!(matches!(walk.screen(), Screen::Done { proof: Proof::UserConfirmed { .. }, .. }));
}

#[test]
fn after_eight_minutes_nothing_is_left_to_hand_over() {
    let mut walk = Walk::iphone(true);
    walk.walk_to_settings_steps();
    walk.intent(Intent::HandOver);
    assert_eq!(walk.id(), "hand-over", "again is harmless within the eight minutes");
    walk.answer(|attempt| Event::SafariClosed(attempt, Ok(())));
    let effects = walk.pass(8 * 60);
    assert!(effects.contains(&Effect::ForgetAll));
    let Screen::SettingsSteps { expired: true, password_at_hand: false, can_hand_over_again: false, .. } =
        walk.screen()
    else {
        panic!("{:?}", walk.screen())
    };
    walk.intent(Intent::HandOver);
    assert!(
        matches!(walk.screen(), Screen::Login { failure: Some(failure), .. } if failure.code == "hand-off-expired")
    );
}

#[test]
fn put_away_for_later_no_secret_waits() {
    let mut walk = Walk::iphone(true);
    walk.walk_to_settings_steps();
    walk.intent(Intent::Back);
    assert_eq!(walk.view().question, Some(Question::LeaveHandOver));
    let effects = walk.intent(Intent::Confirm);
    assert!(effects.contains(&Effect::ForgetAll), "{effects:?}");
    assert_eq!(walk.id(), "home");
    walk.intent(Intent::Resume);
    let Screen::SettingsSteps { password_at_hand: false, can_hand_over_again: false, .. } = walk.screen() else {
        panic!("{:?}", walk.screen())
    };
}

#[test]
fn safari_closed_without_fetching_goes_back_to_the_certificate() {
    let mut walk = Walk::iphone(true);
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.intent(Intent::HandOver);
    walk.answer(|attempt| Event::SafariClosed(attempt, Ok(())));
    assert!(
        matches!(walk.screen(), Screen::Certificate { failure: Some(failure), .. } if failure.code == "hand-off-not-fetched")
    );
    assert_eq!(walk.persisted().journal.as_ref().unwrap().step, Step::Login, "nothing was handed over");
}

#[test]
fn three_wrong_log_ins_are_counted_and_warned_of() {
    let mut walk = Walk::android();
    walk.walk_to_login();
    for left in [2, 1, 0] {
        walk.log_in();
        let effects =
            walk.answer(|attempt| Event::LoggedIn(attempt, Err(LoginOutcome::Wrong(failure("portal-wrong-login")))));
        assert!(effects.iter().any(|effect| matches!(effect, Effect::Forget(_))));
        let Screen::Login { tries_left, locked_until, user_id, .. } = walk.screen() else { panic!() };
        assert_eq!(tries_left, Some(left));
        assert_eq!(locked_until.is_some(), left == 0);
        assert_eq!(user_id.as_str(), common::USER_ID, "the user ID stays");
    }
    assert!(!format!("{:?}", walk.persisted().ledger.logins).contains(common::USER_ID));
    walk.pass(31 * 60);
    assert!(matches!(walk.screen(), Screen::Login { tries_left: None, locked_until: None, .. }));
}

#[test]
fn the_first_login_shows_the_terms_and_takes_a_new_password() {
    let mut walk = Walk::android();
    walk.walk_to_login();
    walk.log_in();
    let terms = TermsInfo { title: "利用規約".to_owned(), text: "第1条\n第2条".to_owned(), elsewhere: false };
    let effects = walk.answer(|attempt| Event::LoggedIn(attempt, Err(LoginOutcome::Terms(terms))));
    assert!(effects.is_empty(), "the password may be needed once more: {effects:?}");
    assert!(matches!(walk.screen(), Screen::Terms { text, working: false, .. } if text == "第1条\n第2条"));
    assert!(matches!(walk.intent(Intent::AcceptTerms).as_slice(), [Effect::AcceptTerms { .. }]));
    assert!(walk.intent(Intent::AcceptTerms).is_empty(), "once");
    let page = NewPasswordInfo { rules: vec![], min_length: Some(8), max_length: None, refused: None };
    walk.answer(|attempt| Event::LoggedIn(attempt, Err(LoginOutcome::NewPassword(page.clone()))));
    assert!(matches!(walk.screen(), Screen::NewPassword { min_length: 8, max_length: 16, failure: None, .. }));
    walk.intent(Intent::SetPassword);
    let refused = NewPasswordInfo { refused: Some(failure("portal-password-refused")), ..page };
    walk.answer(|attempt| Event::LoggedIn(attempt, Err(LoginOutcome::NewPassword(refused))));
    assert!(matches!(walk.screen(), Screen::NewPassword { failure: Some(_), working: false, .. }));
    walk.intent(Intent::SetPassword);
    let effects = walk.answer(|attempt| Event::LoggedIn(attempt, Ok(())));
    assert!(effects.contains(&Effect::Forget(journey::SecretKind::LoginPassword)));
    assert!(effects.contains(&Effect::Forget(journey::SecretKind::NewLoginPassword)));
    assert!(walk.persisted().ledger.logins.is_empty());
}

#[test]
fn an_offline_login_is_no_try_and_is_repeated_only_by_hand() {
    let mut walk = Walk::android();
    walk.walk_to_login();
    walk.log_in();
    let effects = walk.answer(|attempt| Event::LoggedIn(attempt, Err(LoginOutcome::Failed(failure("portal-offline")))));
    assert!(effects.is_empty(), "nothing is retried behind the user's back: {effects:?}");
    assert_eq!(walk.id(), "failed");
    assert!(walk.persisted().ledger.logins.is_empty());
    let effects = walk.intent(Intent::TryAgain);
    assert!(matches!(effects.as_slice(), [Effect::OpenLogin { .. }]));
}

#[test]
fn an_empty_list_is_no_error_and_can_be_read_again() {
    let mut walk = Walk::android();
    walk.walk_to_list(vec![]);
    assert!(matches!(walk.screen(), Screen::NoCertificate { looking: false, .. }));
    let effects = walk.intent(Intent::LookAgain);
    assert!(matches!(effects.as_slice(), [Effect::List { .. }]));
    let effects = walk.answer(|attempt| Event::Listed(attempt, Ok(vec![row(0, CertificateKind::Dx)])));
    assert!(matches!(effects.as_slice(), [Effect::Download { row: 0, .. }]));
}

#[test]
fn of_two_the_weaker_one_is_suggested_and_others_are_named() {
    let mut walk = Walk::android();
    let other = journey::CertificateRow {
        kind: None,
        usable: false,
        label: "障害者総合支援証明書".to_owned(),
        ..row(2, CertificateKind::Dx)
    };
    walk.walk_to_list(vec![row(0, CertificateKind::Hoken), row(1, CertificateKind::Dx), other]);
    let Screen::Certificates { choices, suggested: Some(1), .. } = walk.screen() else { panic!("{:?}", walk.screen()) };
    assert_eq!(choices.len(), 3);
    assert!(
        walk.intent(Intent::Choose { row: 2, office: None }).is_empty(),
        "what does not work here cannot be chosen"
    );
    let effects = walk.intent(Intent::Choose { row: 0, office: None });
    assert!(matches!(effects.as_slice(), [Effect::Download { row: 0, .. }]));
}

#[test]
fn of_two_of_one_kind_the_one_that_lasts_longer_is_suggested() {
    let mut walk = Walk::android();
    let until = |row: journey::CertificateRow, last_day| journey::CertificateRow { last_day: Some(last_day), ..row };
    let old = until(row(0, CertificateKind::Dx), jiff::civil::date(2026, 12, 31));
    let new = until(row(1, CertificateKind::Dx), jiff::civil::date(2029, 12, 31));
    walk.walk_to_list(vec![old, new, row(2, CertificateKind::Dx)]);
    assert!(matches!(walk.screen(), Screen::Certificates { suggested: Some(1), .. }), "{:?}", walk.screen());
}

#[test]
fn a_wrong_certificate_password_is_asked_again_and_the_file_stays() {
    let mut walk = Walk::android();
    walk.walk_to_password(CertificateKind::Dx);
    walk.intent(Intent::OpenCertificate);
    let end = OpenFailure { failure: failure("certificate-wrong-password"), ask_again: true, password_hints: vec![] };
    let effects = walk.answer(|attempt| Event::Opened(attempt, Err(end)));
    assert!(effects.is_empty());
    assert!(matches!(walk.screen(), Screen::CertificatePassword { failure: Some(_), working: false, .. }));
    walk.intent(Intent::OpenCertificate);
    let end = OpenFailure { failure: failure("certificate-damaged"), ask_again: false, password_hints: vec![] };
    let effects = walk.answer(|attempt| Event::Opened(attempt, Err(end)));
    assert!(effects.contains(&Effect::ForgetAll), "a file of no use is not kept");
    assert_eq!(walk.id(), "failed");
}

#[test]
fn a_full_disk_launches_nothing() {
    let mut walk = Walk::android();
    walk.walk_to_certificate(CertificateKind::Dx);
    let effects = walk.intent(Intent::HandOver);
    assert!(effects.iter().all(Effect::leaves_app));
    walk.event(Event::StoreFailed(failure("store-full")));
    assert!(
        matches!(walk.screen(), Screen::Certificate { failure: Some(failure), .. } if failure.code == "store-full")
    );
    assert_eq!(walk.persisted().journal.as_ref().unwrap().step, Step::Login);
}

#[test]
fn killed_anywhere_it_comes_back_where_it_makes_sense() {
    let mut walk = Walk::android();
    walk.walk_to_login();
    walk.log_in();
    let mut again = walk.restarted();
    assert!(matches!(again.screen(), Screen::Login { user_id, .. } if user_id.as_str() == common::USER_ID));
    assert!(again.event(Event::Started).iter().all(|effect| !effect.leaves_app()));

    walk.answer(|attempt| Event::LoggedIn(attempt, Ok(())));
    walk.answer(|attempt| Event::Listed(attempt, Ok(vec![row(0, CertificateKind::Dx)])));
    walk.answer(|attempt| Event::Downloaded(attempt, Ok(Default::default())));
    assert_eq!(walk.restarted().id(), "login");
    walk.intent(Intent::OpenCertificate);
    walk.answer(|attempt| Event::Opened(attempt, Ok(info())));
    walk.intent(Intent::HandOver);

    let mut again = walk.restarted();
    assert_eq!(again.id(), "verify");
    let effects = again.event(Event::Started);
    assert!(
        effects.iter().any(|effect| matches!(effect, Effect::AskKeyChain { may_ask: false, .. })),
        "looks, never prompts"
    );
    assert!(effects.iter().all(|effect| !effect.leaves_app()));
    let alias = again.alias();
    again.answer(|attempt| Event::KeyChainAnswered(attempt, Ok(signed(&alias))));
    assert_eq!(again.id(), "done");
}

#[test]
fn killed_in_safari_and_at_the_probe() {
    let mut walk = Walk::iphone(true);
    walk.walk_to_settings_steps();
    let again = walk.restarted();
    let Screen::SettingsSteps { deadline: Some(_), password_at_hand: false, .. } = again.screen() else { panic!() };
    walk.intent(Intent::SaidInstalled);
    walk.intent(Intent::Verify { slot: None });
    let mut again = walk.restarted();
    assert_eq!(again.id(), "verify");
    let effects = again.event(Event::Started);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::AskProbe { .. })));
    again.answer(|attempt| Event::ProbeAnswered(attempt, Ok(())));
    assert_eq!(again.id(), "done");
}

#[test]
fn results_of_an_older_try_are_dropped() {
    let mut walk = Walk::android();
    walk.walk_to_login();
    walk.log_in();
    let old = walk.attempt();
    walk.intent(Intent::Back);
    assert_eq!(walk.view().question, Some(Question::LeaveDownload));
    let effects = walk.intent(Intent::Confirm);
    assert!(effects.contains(&Effect::CancelPortal));
    walk.event(Event::LoggedIn(old, Ok(())));
    assert_eq!(walk.id(), "login");
}

#[test]
fn a_renewal_keeps_the_slot() {
    let mut walk = Walk::android();
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.install_and_prove();
    let slot = walk.persisted().ledger.certificates.keys().next().unwrap().clone();
    walk.intent(Intent::Finish);
    walk.intent(Intent::Renew { slot: slot.clone() });
    walk.look();
    walk.log_in();
    walk.answer(|attempt| Event::LoggedIn(attempt, Ok(())));
    let rows = vec![row(0, CertificateKind::Hoken), row(1, CertificateKind::Dx)];
    let effects = walk.answer(|attempt| Event::Listed(attempt, Ok(rows)));
    assert!(matches!(effects.as_slice(), [Effect::Download { row: 1, .. }]), "the kind of the slot: {effects:?}");
    walk.answer(|attempt| Event::Downloaded(attempt, Ok(Default::default())));
    walk.intent(Intent::OpenCertificate);
    let mut newer = info();
    newer.summary.fingerprint.0[0] ^= 1;
    walk.answer(|attempt| Event::Opened(attempt, Ok(newer)));
    let effects = walk.intent(Intent::HandOver);
    assert!(matches!(effects.as_slice(), [Effect::Install { alias, .. }] if *alias == slot));
}

#[test]
fn another_office_gets_another_slot_unless_the_leaf_is_the_same() {
    let mut walk = Walk::android();
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.install_and_prove();
    walk.intent(Intent::Finish);
    walk.intent(Intent::Start);
    walk.look();
    walk.log_in();
    walk.answer(|attempt| Event::LoggedIn(attempt, Ok(())));
    walk.answer(|attempt| Event::Listed(attempt, Ok(vec![row(0, CertificateKind::Dx)])));
    let Screen::Certificates { offices, .. } = walk.screen() else { panic!("asks: this office or another") };
    assert_eq!(offices.len(), 1);
    walk.intent(Intent::Choose { row: 0, office: None });
    walk.answer(|attempt| Event::Downloaded(attempt, Ok(Default::default())));
    walk.intent(Intent::OpenCertificate);
    let mut other = info();
    other.summary.fingerprint.0[0] ^= 1;
    walk.answer(|attempt| Event::Opened(attempt, Ok(other)));
    walk.install_and_prove();
    assert_eq!(walk.persisted().ledger.certificates.len(), 2);
}

#[test]
fn practice_leaves_no_trace_and_the_real_way_waits() {
    let mut walk = Walk::android();
    walk.walk_to_login();
    walk.log_in();
    walk.intent(Intent::Back);
    walk.intent(Intent::Confirm);
    walk.intent(Intent::Open { page: Overlay::Practice });
    let phone = Some(Platform::Android);
    let effects = walk.intent(Intent::StartPractice { phone, office: "both".to_owned() });
    assert!(effects.iter().any(|effect| matches!(effect, Effect::OpenPractice { .. })));
    walk.answer(|attempt| Event::PracticeOpened(attempt, Ok(journey::RealmInfo { probe: true, service: true })));
    assert!(walk.view().practice.is_some() && walk.view().overlay.is_none());
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.install_and_prove();
    assert!(matches!(walk.screen(), Screen::Done { summary, .. } if summary.practice));
    assert!(walk.restarted().view().practice.is_some(), "survives a kill");
    walk.intent(Intent::LeavePractice);
    let effects = walk.intent(Intent::Confirm);
    assert!(effects.contains(&Effect::WipePractice));
    assert!(walk.persisted().ledger.certificates.is_empty() && walk.persisted().ledger.offices.is_empty());
    assert!(walk.persisted().journal.is_some(), "the real way is where it was");
    assert!(matches!(walk.screen(), Screen::Home { primary: HomePrimary::Resume, .. }));
}

fn failure(code: &str) -> Failure {
    Failure::new(common::cause(code), code, true)
}

fn not(code: &str) -> Failure {
    failure(code)
}
