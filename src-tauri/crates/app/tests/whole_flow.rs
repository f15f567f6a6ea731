//! From the first screen to the proven certificate: the real app, portal, TLS, loopback server and probe.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod walker;

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use app::{FileStore, Store, StoreError};
use journey::{
    Installable, Intent, PersistedState, Platform, Proof, ProvenBy, Screen, SecretKind, SystemAnswer, SystemScreen,
    VerifyMethod,
};
use secrecy::ExposeSecret;
use walker::{Walker, fetch, install, settings};

fn folder() -> Arc<tempfile::TempDir> {
    Arc::new(tempfile::tempdir().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn android_to_the_signed_nonce() {
    let mut walker = Walker::start(&folder()).await;
    let office = walker.practise(Platform::Android, 1).await;
    walker.walk_to_certificate(&office).await;
    let Screen::Certificate { installable: Installable::Yes, summary, .. } = walker.at("certificate").await.screen
    else {
        panic!()
    };
    assert!(summary.practice && !summary.office.is_empty());
    walker.app.intent(Intent::HandOver);
    install(&mut walker).await;
    let view = walker.at("verify").await;
    assert!(matches!(view.screen, Screen::Verify { proof: Proof::HandedOver, method: VerifyMethod::Chooser, .. }));
    walker.app.intent(Intent::Verify { slot: None });
    walker
        .system("the chooser", |screen| matches!(screen, SystemScreen::AndroidChooser { .. }), SystemAnswer::Go)
        .await;
    let Screen::Done { proof: Proof::Proven { by: ProvenBy::Connection, .. }, .. } = walker.at("done").await.screen
    else {
        panic!()
    };
    walker.app.intent(Intent::Finish);
    walker.at("home").await;
    assert_eq!(walker.passed.last(), Some(&"home"));
}

#[tokio::test(flavor = "multi_thread")]
async fn iphone_to_the_tls_handshake() {
    let mut walker = Walker::start(&folder()).await;
    let office = walker.practise(Platform::Iphone, 2).await;
    walker.walk_to_login().await;
    walker.log_in(office.user_id.as_str(), &office.login_password).await;
    let Screen::Certificates { choices, suggested, .. } = walker.at("certificates").await.screen else { panic!() };
    let suggested = suggested.unwrap();
    let kind = choices.iter().find(|choice| choice.row == suggested).unwrap().kind;
    assert_eq!(kind, Some(journey::CertificateKind::Dx));
    walker.app.intent(Intent::Choose { row: suggested, office: None });
    walker.at("certificate-password").await;
    walker.open(&office.certificate_password).await;
    walker.at("certificate").await;
    walker.app.intent(Intent::HandOver);
    fetch(&mut walker).await;
    walker.at("settings-steps").await;
    let shown = walker.app.reveal_secret(SecretKind::CertificatePassword).await.unwrap();
    assert!(walker.app.reveal_secret(SecretKind::LoginPassword).await.is_none());
    settings(&mut walker, shown.expose_secret()).await;
    walker.app.intent(Intent::SaidInstalled);
    let view = walker.at("verify").await;
    assert!(matches!(
        view.screen,
        Screen::Verify { proof: Proof::UserConfirmed { .. }, method: VerifyMethod::Probe, .. }
    ));
    assert!(walker.app.reveal_secret(SecretKind::CertificatePassword).await.is_none(), "it is forgotten");
    walker.app.intent(Intent::Verify { slot: None });
    walker.system("Safari asks", |screen| matches!(screen, SystemScreen::SafariChooser { .. }), SystemAnswer::Go).await;
    walker
        .system("the probe's page", |screen| matches!(screen, SystemScreen::SafariPage { .. }), SystemAnswer::Go)
        .await;
    let Screen::Done { proof: Proof::Proven { by: ProvenBy::Probe, .. }, .. } = walker.at("done").await.screen else {
        panic!()
    };
    assert_eq!(walker.passed.last(), Some(&"done"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_wrong_is_named_and_loses_nothing() {
    let mut walker = Walker::start(&folder()).await;
    let office = walker.practise(Platform::Android, 1).await;
    walker.walk_to_login().await;
    walker.log_in(office.user_id.as_str(), "chigau99").await;
    let view = walker.until("refused", |view| matches!(&view.screen, Screen::Login { failure: Some(_), .. })).await;
    let Screen::Login { failure, tries_left, user_id, .. } = view.screen else { panic!() };
    assert_eq!(failure.unwrap().code, "portal-wrong-login");
    assert_eq!((tries_left, user_id.as_str()), (Some(2), office.user_id.as_str()));
    walker.log_in(office.user_id.as_str(), &office.login_password).await;
    walker.at("certificate-password").await;
    let view = walker.open("chigau").await;
    assert!(
        matches!(view.screen, Screen::CertificatePassword { failure: Some(failure), .. } if failure.code == "certificate-wrong-password")
    );
    walker.open(&office.certificate_password).await;
    walker.at("certificate").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_list_is_not_an_error() {
    let mut walker = Walker::start(&folder()).await;
    let office = walker.practise(Platform::Ipad, 0).await;
    walker.walk_to_login().await;
    walker.log_in(office.user_id.as_str(), &office.login_password).await;
    walker.at("no-certificate").await;
    walker.app.intent(Intent::LookAgain);
    walker.until("looked", |view| matches!(view.screen, Screen::NoCertificate { looking: false, .. })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wifi_chosen_by_mistake_is_not_taken_for_installed() {
    let mut walker = Walker::start(&folder()).await;
    let office = walker.practise(Platform::Android, 1).await;
    walker.walk_to_certificate(&office).await;
    walker.app.intent(Intent::HandOver);
    walker.system("the kind", |screen| matches!(screen, SystemScreen::AndroidKind), SystemAnswer::Other).await;
    walker
        .until("what comes next", |view| {
            matches!(view.system, Some(SystemScreen::AndroidName { .. })) || view.screen.id() == "verify"
        })
        .await;
    if walker.app.views().borrow().system.is_some() {
        walker.app.intent(Intent::AnswerSystem { answer: SystemAnswer::Go });
    }
    walker.at("verify").await;
    walker.app.intent(Intent::Verify { slot: None });
    let view = walker.until("not there", |view| matches!(&view.screen, Screen::Verify { failure: Some(_), .. })).await;
    assert!(
        matches!(view.screen, Screen::Verify { failure: Some(failure), proof: Proof::HandedOver, .. } if failure.code == "verify-nothing-offered")
    );
}

/// A disk that is full from a moment on.
struct Disk {
    store: FileStore,
    full: AtomicBool,
}

impl Store for Disk {
    fn load(&self) -> Result<PersistedState, StoreError> {
        self.store.load()
    }

    fn save(&self, saved: &PersistedState) -> Result<(), StoreError> {
        if self.full.load(Ordering::Acquire) {
            return Err(StoreError::Full(io::ErrorKind::StorageFull.into()));
        }
        self.store.save(saved)
    }

    fn erase_damaged(&self) -> Result<(), StoreError> {
        self.store.erase_damaged()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_launches_nothing_and_says_so() {
    let folder = folder();
    let disk = Arc::new(Disk { store: FileStore::open(folder.path()).unwrap(), full: AtomicBool::new(false) });
    let mut walker = Walker::start_on(&folder, disk.clone()).await;
    let office = walker.practise(Platform::Android, 1).await;
    walker.walk_to_certificate(&office).await;
    disk.full.store(true, Ordering::Release);
    walker.app.intent(Intent::HandOver);
    let view = walker.until("said", |view| matches!(&view.screen, Screen::Certificate { failure: Some(_), .. })).await;
    assert!(matches!(view.screen, Screen::Certificate { failure: Some(failure), .. } if failure.code == "store-full"));
    assert!(view.system.is_none(), "no system screen was opened");
    disk.full.store(false, Ordering::Release);
    walker.app.intent(Intent::HandOver);
    install(&mut walker).await;
    walker.at("verify").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_secret_is_in_the_state_folder() {
    let folder = folder();
    let mut walker = Walker::start(&folder).await;
    let office = walker.practise(Platform::Iphone, 1).await;
    walker.walk_to_certificate(&office).await;
    walker.app.intent(Intent::HandOver);
    fetch(&mut walker).await;
    walker.at("settings-steps").await;
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            files.push(std::fs::read_to_string(path).unwrap());
        }
    }
    assert!(files.iter().any(|text| text.contains("fetched")), "the hand-over is journalled");
    for secret in [&office.login_password, &office.certificate_password] {
        assert!(files.iter().all(|text| !text.contains(secret.as_str())));
    }
}
