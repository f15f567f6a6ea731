//! Android: what the whole app does on a phone that is awkward. Real portal and TLS; the practice phone opens, keeps, signs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod walker;

use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use app::SharedPicture;
use journey::{
    InstallMethod, InstallStage, Intent, Platform, Proof, ProvenBy, Screen, SecretKind, SettingsPage, SystemAnswer,
    SystemScreen, Vendor, View,
};
use secrecy::SecretString;
use tempfile::TempDir;
use walker::Walker;

fn folder() -> Arc<TempDir> {
    Arc::new(tempfile::tempdir().unwrap())
}

/// At the certificate that was opened, on a phone that is so from there on.
async fn at_certificate(phone_profile: &str) -> (Walker, String) {
    let mut walker = Walker::start(&folder()).await;
    let office = walker.practise(Platform::Android, 1).await;
    walker.walk_to_certificate(&office).await;
    walker.practice.set_phone_profile(phone_profile.parse().unwrap()).await;
    (walker, office.certificate_password)
}

/// Answers screens by their ids; `!` declines, `?` is the other choice.
async fn go(walker: &mut Walker, ids: &[&str]) {
    for id in ids {
        let (id, word) = match (id.strip_prefix('!'), id.strip_prefix('?')) {
            (Some(id), _) => (id, SystemAnswer::Decline),
            (_, Some(id)) => (id, SystemAnswer::Other),
            _ => (*id, SystemAnswer::Go),
        };
        let is_it = |screen: &SystemScreen| serde_json::to_value(screen).unwrap()["id"] == id;
        walker.system(id, is_it, word).await;
    }
}

/// Types the file's password where the system asks for it.
async fn type_password(walker: &mut Walker, password: &str) {
    walker.until("asked", |view| matches!(view.system, Some(SystemScreen::AndroidPassword { .. }))).await;
    walker.app.put_secret(SecretKind::PracticePhonePassword, SecretString::from(password)).unwrap();
    walker.app.intent(Intent::AnswerSystem { answer: SystemAnswer::Go });
}

async fn wrong_password(walker: &mut Walker) {
    type_password(walker, "chigau").await;
    walker.until("wrong", |view| matches!(view.system, Some(SystemScreen::AndroidPassword { wrong: true, .. }))).await;
}

async fn install(walker: &mut Walker, ids: &[&str]) -> View {
    walker.app.intent(Intent::HandOver);
    go(walker, ids).await;
    walker.at("verify").await
}

/// 「たしかめる」, and what it ends in.
async fn ask(walker: &mut Walker, ids: &[&str]) -> View {
    let before = code(&walker.app.views().borrow()).map(str::to_owned);
    walker.app.intent(Intent::Verify { slot: None });
    go(walker, ids).await;
    let settled = |view: &View| match &view.screen {
        Screen::Verify { working, failure, .. } => !working && failure.is_some() && code(view) != before.as_deref(),
        screen => screen.id() == "done",
    };
    walker.until("the end of the proof", settled).await
}

fn code(view: &View) -> Option<&str> {
    match &view.screen {
        Screen::Verify { failure, .. } | Screen::Installing { failure, .. } | Screen::Certificate { failure, .. } => {
            failure.as_ref().map(|failure| failure.code.as_str())
        }
        _ => None,
    }
}

fn proven(view: &View) {
    let Screen::Done { proof: Proof::Proven { by: ProvenBy::Connection, .. }, .. } = view.screen else {
        panic!("{:?}", view.screen)
    };
}

#[tokio::test(flavor = "multi_thread")]
async fn a_probe_out_of_reach_takes_nothing_from_the_signature() {
    let (mut walker, _) = at_certificate("offline").await;
    install(&mut walker, INSTALL).await;
    let view = ask(&mut walker, &["android-chooser"]).await;
    let Screen::Done { proof: Proof::Proven { by: ProvenBy::Signature, .. }, .. } = view.screen else {
        panic!("{:?}", view.screen)
    };
}

const INSTALL: &[&str] = &["android-kind", "android-name"];

#[tokio::test(flavor = "multi_thread")]
async fn wifi_chosen_by_mistake_is_named_and_mended_without_a_new_login() {
    // Before Android 17 a null is all that there is.
    for (phone_profile, said) in [("", "verify-nothing-offered"), ("android-17", "verify-wifi")] {
        let (mut walker, _) = at_certificate(phone_profile).await;
        install(&mut walker, &["?android-kind", "android-name"]).await;
        let view = ask(&mut walker, &[]).await;
        assert_eq!(code(&view), Some(said));
        assert!(matches!(view.screen, Screen::Verify { absent: true, at_hand: true, .. }));
        walker.app.intent(Intent::HandOver);
        walker.at("certificate").await;
        install(&mut walker, INSTALL).await;
        proven(&ask(&mut walker, &["android-chooser"]).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guess_from_time_is_never_told_as_not_installed_and_takes_no_proof() {
    let (mut walker, _) = at_certificate("slow-chooser").await;
    install(&mut walker, INSTALL).await;
    let declined = ask(&mut walker, &["!android-chooser", "!android-chooser"]).await;
    assert_eq!(code(&declined), Some("verify-nothing-offered"), "it is there");
    proven(&ask(&mut walker, &["!android-chooser", "android-chooser"]).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_installer_says_is_not_believed() {
    for (phone_profile, said) in
        [("installs-nothing", "verify-nothing-offered"), ("installs-nothing,android-17", "verify-wifi")]
    {
        let (mut walker, _) = at_certificate(phone_profile).await;
        install(&mut walker, INSTALL).await;
        assert_eq!(code(&ask(&mut walker, &[]).await), Some(said));
    }

    let (mut walker, _) = at_certificate("loses-result").await;
    let view = install(&mut walker, INSTALL).await;
    assert_eq!(code(&view), Some("installer-canceled"), "said as a possibility");
    proven(&ask(&mut walker, &["android-chooser"]).await);

    let (mut walker, _) = at_certificate("").await;
    assert_eq!(code(&install(&mut walker, &["!android-kind"]).await), Some("installer-canceled"));
    assert_eq!(code(&ask(&mut walker, &[]).await), Some("verify-nothing-offered"));

    let (mut walker, _) = at_certificate("android-17").await;
    assert_eq!(code(&install(&mut walker, &["!android-kind"]).await), Some("installer-canceled"));
    assert_eq!(code(&ask(&mut walker, &[]).await), Some("verify-not-installed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_of_the_chooser_has_its_own_name() {
    for (phone_profile, answers, said) in [
        ("", &["!android-chooser"][..], "verify-denied"),
        ("null-chooser", &[], "verify-nothing-offered"),
        ("slow-chooser", &["!android-chooser", "!android-chooser"], "verify-nothing-offered"),
        ("silent-chooser", &[], "verify-timed-out"),
        ("managed-chooser", &[], "verify-managed"),
        ("no-chooser", &[], "verify-no-chooser"),
    ] {
        let (mut walker, _) = at_certificate(phone_profile).await;
        install(&mut walker, INSTALL).await;
        assert_eq!(code(&ask(&mut walker, answers).await), Some(said));
        walker.practice.set_phone_profile("".parse().unwrap()).await;
        proven(&ask(&mut walker, &["android-chooser"]).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_without_an_installer_is_served_by_a_file() {
    let (mut walker, password) = at_certificate("no-installer").await;
    walker.app.intent(Intent::HandOver);
    let view = walker.at("installing").await;
    walker.until("refused", |view| code(view) == Some("device-nothing-answers")).await;
    let Screen::Installing { file, .. } = view.screen else { panic!() };
    walker.app.intent(Intent::HandOver);
    let saved = |view: &View| matches!(view.screen, Screen::Installing { stage: InstallStage::Saved, .. });
    walker.until("saved", saved).await;
    walker.app.intent(Intent::OpenSettings { page: SettingsPage::Credentials });
    go(&mut walker, &["android-security", "android-install", "android-files"]).await;
    wrong_password(&mut walker).await;
    type_password(&mut walker, &password).await;
    go(&mut walker, &["android-name"]).await;
    walker.until("back in the app", |view| view.system.is_none()).await;
    let view = ask(&mut walker, &["android-chooser"]).await;
    proven(&view);
    let Screen::Done { saved_file: Some(left), .. } = view.screen else { panic!("{:?}", view.screen) };
    assert_eq!(left, file);
    walker.app.intent(Intent::DeleteSavedFile { name: left });
    walker.until("deleted", |view| matches!(view.screen, Screen::Done { saved_file: None, .. })).await;
    walker.app.intent(Intent::OpenSettings { page: SettingsPage::Credentials });
    go(&mut walker, &["android-security", "android-install"]).await;
    let gone = |view: &View| matches!(&view.system, Some(SystemScreen::AndroidFiles { names }) if names.is_empty());
    walker.until("the file is gone", gone).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_installer_that_asks_for_a_password_is_given_a_file_that_has_one() {
    let (mut walker, password) = at_certificate("asks-password").await;
    assert_eq!(code(&install(&mut walker, &["!android-password"]).await), Some("installer-canceled"));
    walker.app.intent(Intent::ChooseInstallMethod { method: InstallMethod::Password });
    walker.at("installing").await;
    walker.app.intent(Intent::HandOver);
    type_password(&mut walker, &password).await;
    go(&mut walker, INSTALL).await;
    walker.at("verify").await;
    proven(&ask(&mut walker, &["android-chooser"]).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restriction_that_comes_late_is_said() {
    let (mut walker, _) = at_certificate("restricted").await;
    walker.app.intent(Intent::HandOver);
    walker.until("said", |view| code(view) == Some("device-restricted")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_the_user_gave_is_found_and_kept() {
    let (mut walker, _) = at_certificate("renames").await;
    install(&mut walker, INSTALL).await;
    let view = ask(&mut walker, &["android-chooser"]).await;
    proven(&view);
    let Screen::Done { name: Some(name), .. } = view.screen else { panic!() };
    assert_eq!(name.as_str(), "さくら");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_the_wrong_one_can_be_tapped_and_is_not_taken_for_the_right_one() {
    let mut walker = Walker::start(&folder()).await;
    let office = walker.practise(Platform::Android, 2).await;
    for (other, last) in [(false, false), (true, true)] {
        walker.app.intent(Intent::Start);
        walker.at("login").await;
        walker.log_in(office.user_id.as_str(), &office.login_password).await;
        let Screen::Certificates { choices, .. } = walker.at("certificates").await.screen else { panic!() };
        let row = choices[usize::from(other)].row;
        walker.app.intent(Intent::Choose { row, office: None });
        walker.at("certificate-password").await;
        walker.open(&office.certificate_password).await;
        walker.at("certificate").await;
        install(&mut walker, INSTALL).await;
        if last {
            assert_eq!(code(&ask(&mut walker, &["?android-chooser"]).await), Some("verify-wrong-certificate"));
        }
        proven(&ask(&mut walker, &["android-chooser"]).await);
        walker.app.intent(Intent::Finish);
        walker.at("home").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_look_at_the_phone_names_what_stands_in_the_way_and_who_made_it() {
    for (phone_profile, vendor) in
        [("galaxy,no-chrome,no-screen-lock", Some(Vendor::Galaxy)), ("arrows,no-chrome", Some(Vendor::Arrows))]
    {
        let mut walker = Walker::start(&folder()).await;
        walker.practice.set_phone_profile(phone_profile.parse().unwrap()).await;
        walker.practise(Platform::Android, 1).await;
        walker.app.intent(Intent::Start);
        let view = walker.at("preparation").await;
        assert_eq!(view.vendor, vendor);
        let Screen::Preparation { issues, blocked: false } = view.screen else { panic!() };
        assert_eq!(issues.len(), phone_profile.split(',').count() - 1);
    }
}

/// The app runs until the end of `walk`, and is gone with everything it had in memory.
fn run<T>(walk: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let done = runtime.block_on(walk);
    runtime.shutdown_timeout(std::time::Duration::from_secs(5));
    done
}

fn issued(folder: &TempDir) -> PathBuf {
    folder.path().join("practice/ca/certificates/dx-dx.pem")
}

async fn until_practising(walker: &mut Walker) {
    walker.until("practice goes on", |view| view.practice.is_some()).await;
}

#[test]
fn a_renewal_replaces_the_old_one_and_is_proven_as_the_new_one() {
    let folder = folder();
    let (office, slot, old) = run(async {
        let mut walker = Walker::start(&folder).await;
        let office = walker.practise(Platform::Android, 1).await;
        walker.walk_to_certificate(&office).await;
        install(&mut walker, INSTALL).await;
        let view = ask(&mut walker, &["android-chooser"]).await;
        proven(&view);
        let Screen::Done { summary, name: Some(slot), .. } = view.screen else { panic!() };
        walker.app.intent(Intent::Finish);
        walker.at("home").await;
        (office, slot, summary.fingerprint)
    });
    assert!(slot.as_str().starts_with("renshu-kaigo-dx-"), "{slot}");

    // Another one is issued, for the same key.
    std::fs::remove_file(issued(&folder)).unwrap();
    run(async {
        let mut walker = Walker::start(&folder).await;
        until_practising(&mut walker).await;
        walker.app.intent(Intent::Renew { slot: slot.clone() });
        walker.at("login").await;
        walker.log_in(office.user_id.as_str(), &office.login_password).await;
        walker.at("certificate-password").await;
        walker.open(&office.certificate_password).await;
        walker.at("certificate").await;
        let view = install(&mut walker, &["!android-kind"]).await;
        assert!(matches!(view.screen, Screen::Verify { absent: true, .. }));
        walker.until("the old one is seen", |view| code(view) == Some("verify-old-certificate")).await;
        walker.app.intent(Intent::HandOver);
        walker.at("certificate").await;
        walker.app.intent(Intent::HandOver);
        go(&mut walker, INSTALL).await;
        // By a silent look, so nobody is shown the certificate.
        let Screen::Done { summary, name: Some(name), proof: Proof::Proven { by: ProvenBy::Signature, .. }, .. } =
            walker.at("done").await.screen
        else {
            panic!()
        };
        assert_eq!(name, slot, "under the same name");
        assert_ne!(summary.fingerprint, old, "and it is the new one");
        walker.app.intent(Intent::Finish);
        let Screen::Home { certificates, .. } = walker.at("home").await.screen else { panic!() };
        assert_eq!(certificates.len(), 1);
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_that_is_left_with_a_screen_on_it_holds_nothing_up() {
    let (mut walker, _) = at_certificate("").await;
    walker.app.intent(Intent::HandOver);
    walker.until("the installer", |view| view.system.is_some()).await;
    walker.app.intent(Intent::LeavePractice);
    walker.app.intent(Intent::Confirm);
    walker.until("left", |view| view.practice.is_none() && view.system.is_none()).await;
    let shared = walker.app.share_picture(SharedPicture::FacilityCard, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec());
    assert!(
        tokio::time::timeout(Duration::from_secs(2), shared).await.is_ok(),
        "the installer has the screen for ever"
    );
    assert_eq!(walker.app.views().borrow().system, None);
}
