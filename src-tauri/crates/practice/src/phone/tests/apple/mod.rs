mod files;
mod safari;
mod settings;

use super::*;
use crate::phone::{PhoneProfile, ProfilePolicy};
use app::{DeviceError, ShareOutcome, SharedFile, SharedFileType};
use handoff::{Loopback, LoopbackEvent, PageWords, ProfileSource, configuration_profile};
use journey::{ProfileProblem, SettingsPage};
use tokio::sync::mpsc::Receiver;
use url::Url;

/// The page's button, 許可, 閉じる, and the sheet's 閉じる: the page stays.
const FETCH: [(SystemAnswer, Option<&str>); 4] = [GO, GO, GO, DECLINE];

fn rig() -> Rig {
    Rig::new(Platform::Iphone)
}

fn words() -> PageWords {
    PageWords {
        lang: "ja".to_owned(),
        title: "証明書ナビ".to_owned(),
        heading: "証明書を わたします".to_owned(),
        sentences: vec!["下のボタンを おしてください。".to_owned()],
        button: "うけとる".to_owned(),
        download_heading: "『許可』を おしてください".to_owned(),
        download_sentences: vec!["おわったら 左上の『閉じる』を おしてください。".to_owned()],
        back: "アプリに もどる".to_owned(),
        back_link: "shomei-navi://returned".to_owned(),
        again: "もう一度 うけとる".to_owned(),
    }
}

async fn profile(slot: &str, certificate: &str) -> Zeroizing<Vec<u8>> {
    let fingerprint = issued(certificate).await.fingerprint();
    let pkcs12 = for_ios(certificate).await;
    configuration_profile(&ProfileSource {
        slot,
        bundle: "jp.example.navi",
        display_name: "ひまわり 介護DX証明書",
        description: "練習用の証明書です。",
        organization: "証明書ナビ",
        certificate_name: "介護DX証明書",
        file_name: "kaigo-dx.p12",
        fingerprint,
        pkcs12: &pkcs12,
    })
    .unwrap()
}

async fn served(profile: Zeroizing<Vec<u8>>) -> (Loopback, Receiver<LoopbackEvent>, Url) {
    let (loopback, events) = Loopback::start(profile, words(), Duration::from_secs(60)).await.unwrap();
    let url = loopback.url().parse().unwrap();
    (loopback, events, url)
}

async fn events(loopback: Loopback, mut events: Receiver<LoopbackEvent>) -> Vec<LoopbackEvent> {
    loopback.stop().await;
    let mut seen = Vec::new();
    while let Some(event) = events.recv().await {
        seen.push(event);
    }
    seen
}

/// A phone whose Safari has downloaded that profile.
async fn downloaded(rig: &Rig, profile: Zeroizing<Vec<u8>>) {
    let (loopback, _events, url) = served(profile).await;
    let (end, _) = during(&rig.phone, rig.phone.present_safari(&url), &FETCH).await;
    end.unwrap();
    loopback.stop().await;
}

fn asks(wrong: bool) -> SystemScreen {
    SystemScreen::SettingsPassword { name: "kaigo-dx.p12".to_owned(), wrong }
}

async fn settings(phone: &PracticePhone, answers: &[(SystemAnswer, Option<&str>)]) -> Vec<SystemScreen> {
    let (end, seen) = during(phone, phone.open_settings(SettingsPage::Profile), answers).await;
    end.unwrap();
    seen
}

async fn installed(rig: &Rig, profile: Zeroizing<Vec<u8>>) {
    downloaded(rig, profile).await;
    settings(&rig.phone, &[GO, GO, GO, GO, typed(PASSWORD), GO]).await;
}

/// The page that loads the profile.
fn second_page(url: &Url) -> SystemScreen {
    SystemScreen::SafariPage {
        url: url.join("download").unwrap().to_string(),
        heading: words().download_heading,
        sentences: words().download_sentences,
        button: Some(words().back),
        second: Some(words().again),
    }
}

async fn ends_in_an_error(rig: &Rig, url: &Url, answers: &[(SystemAnswer, Option<&str>)]) {
    let (end, seen) = during(&rig.phone, rig.phone.present_safari(url), answers).await;
    end.unwrap();
    let Some(SystemScreen::SafariPage { heading, button: None, .. }) = seen.last() else { panic!("{seen:?}") };
    assert!(heading.contains("できません") || heading.contains("開けません"), "{heading}");
    assert_eq!(settings(&rig.phone, &[DECLINE]).await, [SystemScreen::SettingsRoot { waiting: false }]);
}

async fn shared(rig: &Rig, name: &str, answers: &[(SystemAnswer, Option<&str>)]) -> ShareOutcome {
    let bytes = profile("kaigo-dx-1", "kaigo-dx-1").await;
    let file = SharedFile { name: name.to_owned(), file_type: SharedFileType::Profile, bytes };
    during(&rig.phone, rig.phone.share_file(file), answers).await.0.unwrap()
}
