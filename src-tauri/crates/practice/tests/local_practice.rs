//! The practice environment through the port that the app knows.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::sync::Arc;

use app::{PracticeEnvironment, SharedFile, SharedFileType, SystemClock};
use journey::Platform;
use portal::{ClientSettings, https_client};
use practice::{LocalPractice, PracticeSettings};

#[tokio::test(flavor = "multi_thread")]
async fn opens_twice_survives_a_restart_and_is_wiped() {
    let path = common::folder("local-practice");
    let practice = || LocalPractice::new(&path, Arc::new(SystemClock), PracticeSettings::default());
    let first = practice();
    let kinds: Vec<_> = first.offices().iter().map(|office| office.kinds.len()).collect();
    assert_eq!(kinds, [2, 1, 0, 0]);

    let opened = first.open(Some(Platform::Iphone)).await.unwrap();
    let again = first.open(Some(Platform::Iphone)).await.unwrap();
    assert_eq!(opened.realm.entry, again.realm.entry);
    assert!(Arc::ptr_eq(&opened.phone.clone().unwrap(), &again.phone.unwrap()), "the phone remembers");
    assert!(first.open(None).await.unwrap().phone.is_none());

    let realm = opened.realm;
    assert!(!realm.web_roots);
    let settings =
        |roots: Vec<Vec<u8>>| ClientSettings { web_roots: true, extra_roots: roots, ..ClientSettings::default() };
    let trusting = https_client(&settings(realm.extra_roots.clone())).unwrap();
    assert_eq!(trusting.get(realm.entry.clone()).send().await.unwrap().status(), 200);
    let web_only = https_client(&settings(Vec::new())).unwrap();
    assert!(web_only.get(realm.entry.clone()).send().await.is_err(), "only the practice realm trusts it");
    let port = realm.entry.port().unwrap();
    assert!(portal::is_allowed(&realm.allowed_hosts, &realm.entry));
    for address in [format!("https://127.0.0.1:{port}/"), format!("https://[::1]:{port}/")] {
        assert_eq!(trusting.get(address).send().await.unwrap().status(), 200);
    }

    drop(first);
    let second = practice();
    let reopened = second.open(None).await.unwrap().realm;
    assert_eq!(reopened.pinned_authorities, realm.pinned_authorities);
    assert_eq!(reopened.extra_roots, realm.extra_roots);

    second.wipe().await.unwrap();
    assert!(!path.exists());
    assert!(trusting.get(reopened.entry).send().await.is_err());
    second.wipe().await.unwrap();
}

/// A screen of the phone may still be open when practice is left.
#[tokio::test(flavor = "multi_thread")]
async fn a_phone_that_somebody_still_holds_brings_no_wiped_folder_back() {
    let path = common::folder("late-phone");
    let practice = LocalPractice::new(&path, Arc::new(SystemClock), PracticeSettings::default());
    let phone = practice.open(Some(Platform::Android)).await.unwrap().phone.unwrap();
    let save = async || {
        let (name, file_type) = ("x.p12".to_owned(), SharedFileType::Pkcs12);
        let file = SharedFile { name, file_type, bytes: vec![0x30].into() };
        phone.android().unwrap().save_file(file).await
    };
    practice.stop().await;
    save().await.unwrap();
    practice.wipe().await.unwrap();
    assert!(save().await.is_err());
    assert!(!path.exists());
}
