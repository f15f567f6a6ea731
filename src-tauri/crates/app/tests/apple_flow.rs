//! iPhone and iPad: what the whole app does on a phone that is awkward. Real portal, TLS, loopback server and probe.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod walker;

use std::sync::Arc;
use std::time::Duration;

use app::FileStore;
use journey::{
    HandOffMethod, HandOffStage, Intent, Platform, Proof, ProvenBy, Screen, SecretKind, SettingsPage, SystemAnswer,
    SystemScreen, View,
};
use secrecy::SecretString;
use walker::Walker;

async fn at_certificate(phone: Platform, phone_profile: &str) -> (Walker, String) {
    at_certificate_serving(phone, phone_profile, app::SERVING).await
}

async fn at_certificate_serving(phone: Platform, phone_profile: &str, serving: Duration) -> (Walker, String) {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let store = Arc::new(FileStore::open(folder.path()).unwrap());
    let mut walker = Walker::start_serving(&folder, store, serving).await;
    walker.practice.set_phone_profile(phone_profile.parse().unwrap()).await;
    let office = walker.practise(phone, 1).await;
    walker.walk_to_certificate(&office).await;
    (walker, office.certificate_password)
}

fn is(stage: HandOffStage, method: HandOffMethod) -> impl Fn(&View) -> bool {
    move |view| matches!(view.screen, Screen::HandOver { stage: at, method: by, .. } if at == stage && by == method)
}

fn code(view: &View) -> Option<&str> {
    match &view.screen {
        Screen::HandOver { failure, .. } | Screen::Verify { failure, .. } => {
            failure.as_ref().map(|failure| failure.code.as_str())
        }
        _ => None,
    }
}

async fn answer(walker: &mut Walker, id: &str, answer: SystemAnswer) {
    let is_it = |screen: &SystemScreen| {
        let shown = serde_json::to_value(screen).unwrap();
        shown["id"] == id
    };
    walker.system(id, is_it, answer).await;
}

/// Answers screens by their ids; `!` declines, `?` is the other choice.
async fn go(walker: &mut Walker, ids: &[&str]) {
    for id in ids {
        let (id, word) = match (id.strip_prefix('!'), id.strip_prefix('?')) {
            (Some(id), _) => (id, SystemAnswer::Decline),
            (_, Some(id)) => (id, SystemAnswer::Other),
            _ => (*id, SystemAnswer::Go),
        };
        answer(walker, id, word).await;
    }
}

async fn install(walker: &mut Walker, password: &str, before: &[&str]) {
    walker.app.intent(Intent::OpenSettings { page: SettingsPage::Profile });
    go(walker, before).await;
    go(walker, &["settings-profile", "settings-passcode", "settings-unsigned"]).await;
    walker.until("password", |view| matches!(view.system, Some(SystemScreen::SettingsPassword { .. }))).await;
    walker.app.put_secret(SecretKind::PracticePhonePassword, SecretString::from(password)).unwrap();
    go(walker, &["settings-password", "settings-installed"]).await;
    walker.until("back in the app", |view| view.system.is_none()).await;
    walker.app.intent(Intent::SaidInstalled);
    walker.at("verify").await;
}

async fn prove(walker: &mut Walker) {
    walker.app.intent(Intent::Verify { slot: None });
    go(walker, &["safari-chooser", "safari-page"]).await;
    let view = walker.at("done").await;
    assert!(matches!(view.screen, Screen::Done { proof: Proof::Proven { by: ProvenBy::Probe, .. }, .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_warning_before_the_page_takes_the_sheet_away_and_safari_itself_goes_on() {
    let (mut walker, password) = at_certificate(Platform::Iphone, "warns-of-http").await;
    walker.app.intent(Intent::HandOver);
    walker.until("the warning", |view| matches!(view.system, Some(SystemScreen::SafariPage { .. }))).await;
    // Nobody answers: the watchdog does.
    let view = walker.until("six seconds", is(HandOffStage::Ready, HandOffMethod::Browser)).await;
    assert_eq!(code(&view), Some("hand-off-no-page"));
    walker.until("the sheet is gone", |view| view.system.is_none()).await;
    walker.app.intent(Intent::HandOver);
    // The warning, the page, the profile.
    let heading = |view: &View| match &view.system {
        Some(SystemScreen::SafariPage { heading, .. }) => heading.clone(),
        _ => String::new(),
    };
    walker.until("the warning", |view| heading(view).contains("安全ではありません")).await;
    walker.app.intent(Intent::AnswerSystem { answer: SystemAnswer::Go });
    walker.until("the page", |view| !heading(view).is_empty() && !heading(view).contains("安全")).await;
    go(&mut walker, &["safari-page", "safari-allow", "safari-downloaded", "!safari-page"]).await;
    walker.at("settings-steps").await;
    install(&mut walker, &password, &["settings-root"]).await;
    prove(&mut walker).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_nobody_serves_any_more_is_taken_away() {
    // As on an iPad side by side: the app never leaves the foreground, and so never comes back to it.
    let (mut walker, _) = at_certificate_serving(Platform::Ipad, "", Duration::from_secs(2)).await;
    let open = |view: &View| matches!(view.system, Some(SystemScreen::SafariPage { .. }));
    for _ in 0..2 {
        walker.app.intent(Intent::HandOver);
        walker.until("the sheet's page", open).await;
        walker.until("the sheet is gone", |view| view.system.is_none()).await;
    }
    let view = walker.until("Safari itself", is(HandOffStage::Ready, HandOffMethod::Browser)).await;
    assert_eq!(code(&view), Some("hand-off-not-fetched"));

    walker.app.intent(Intent::HandOver);
    walker.until("the page in Safari", open).await;
    let view = walker.until("the end of it", is(HandOffStage::Ready, HandOffMethod::Browser)).await;
    assert_eq!(code(&view), Some("hand-off-not-fetched"));
    walker.until("Safari is gone", |view| view.system.is_none()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_default_browser_leads_to_the_file_and_is_explained_at_the_probe() {
    let (mut walker, password) = at_certificate(Platform::Ipad, "warns-of-http,other-browser").await;
    walker.app.intent(Intent::HandOver);
    walker.until("six seconds", is(HandOffStage::Ready, HandOffMethod::Browser)).await;
    walker.app.intent(Intent::HandOver);
    go(&mut walker, &["!other-browser-page"]).await;
    let view = walker.until("back without it", is(HandOffStage::Ready, HandOffMethod::Browser)).await;
    assert_eq!(code(&view), Some("hand-off-not-fetched"));

    walker.app.intent(Intent::ChooseHandOffMethod { method: HandOffMethod::File });
    walker.until("the file's way", is(HandOffStage::Ready, HandOffMethod::File)).await;
    walker.app.intent(Intent::HandOver);
    go(&mut walker, &["!share-sheet"]).await;
    walker.until("left", is(HandOffStage::Ready, HandOffMethod::File)).await;
    walker.app.intent(Intent::HandOver);
    go(&mut walker, &["share-sheet", "files-save"]).await;
    let view = walker.until("saved", is(HandOffStage::Saved, HandOffMethod::File)).await;
    assert!(matches!(view.screen, Screen::HandOver { can_open_files: true, at_hand: true, .. }));
    walker.app.intent(Intent::OpenFiles);
    go(&mut walker, &["files-list", "safari-downloaded"]).await;
    walker.app.intent(Intent::SkipToSettings);
    walker.at("settings-steps").await;
    install(&mut walker, &password, &["settings-root"]).await;

    walker.app.intent(Intent::Verify { slot: None });
    go(&mut walker, &["other-browser-page"]).await;
    let view = walker.until("not proven", |view| code(view).is_some()).await;
    assert_eq!(code(&view), Some("verify-no-certificate"));
    // Safari is the default again.
    walker.practice.set_phone_profile("".parse().unwrap()).await;
    prove(&mut walker).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hidden_entry_is_found_where_the_page_says() {
    let (mut walker, password) = at_certificate(Platform::Iphone, "hides-entry").await;
    walker.app.intent(Intent::HandOver);
    go(&mut walker, &["safari-page", "safari-allow", "safari-downloaded", "!safari-page"]).await;
    walker.at("settings-steps").await;
    install(&mut walker, &password, &["?settings-root", "settings-management"]).await;
    prove(&mut walker).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_ignored_is_handed_over_again_from_safari_or_from_the_app() {
    let (mut walker, password) = at_certificate(Platform::Iphone, "").await;
    walker.app.intent(Intent::HandOver);
    // 無視: Safari's page stays, and its second link asks again; 無視 again, and the sheet is closed.
    go(&mut walker, &["safari-page", "!safari-allow", "?safari-page", "!safari-allow", "!safari-page"]).await;
    let view = walker.at("settings-steps").await;
    let Screen::SettingsSteps { can_hand_over_again, expired, .. } = view.screen else { panic!() };
    assert!(can_hand_over_again && !expired);
    walker.app.intent(Intent::OpenSettings { page: SettingsPage::Profile });
    walker.until("no entry", |view| matches!(view.system, Some(SystemScreen::SettingsRoot { waiting: false }))).await;
    go(&mut walker, &["!settings-root"]).await;
    // Again from the app; this time it is allowed, and the page's own link leads back.
    walker.app.intent(Intent::HandOver);
    go(&mut walker, &["safari-page", "safari-allow", "safari-downloaded", "safari-page"]).await;
    walker.at("settings-steps").await;
    install(&mut walker, &password, &["settings-root"]).await;
    prove(&mut walker).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_asks_by_the_name_that_the_app_draws() {
    let (mut walker, _) = at_certificate(Platform::Iphone, "").await;
    walker.app.intent(Intent::HandOver);
    go(&mut walker, &["safari-page", "safari-allow", "safari-downloaded", "!safari-page"]).await;
    walker.at("settings-steps").await;
    walker.app.intent(Intent::OpenSettings { page: SettingsPage::Profile });
    go(&mut walker, &["settings-root", "settings-profile", "settings-passcode", "settings-unsigned"]).await;
    let view =
        walker.until("password", |view| matches!(view.system, Some(SystemScreen::SettingsPassword { .. }))).await;
    let Some(SystemScreen::SettingsPassword { name, .. }) = view.system else { panic!() };
    let drawn: serde_json::Value = serde_json::from_str(include_str!("../../../../ui/messages/ja/rest.json")).unwrap();
    assert_eq!(name, format!("【練習】{}", words(&drawn, "system_file_dx")));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_phone_forbids_is_not_taken_for_installed() {
    for phone_profile in ["lockdown-mode", "supervised"] {
        let (mut walker, _) = at_certificate(Platform::Iphone, phone_profile).await;
        walker.app.intent(Intent::HandOver);
        go(&mut walker, &["safari-page", "safari-allow", "!safari-page"]).await;
        // The app saw it fetched, and says no more than that.
        walker.at("settings-steps").await;
        walker.app.intent(Intent::OpenSettings { page: SettingsPage::Profile });
        walker
            .until("no entry", |view| matches!(view.system, Some(SystemScreen::SettingsRoot { waiting: false })))
            .await;
        go(&mut walker, &["!settings-root"]).await;
        walker.app.intent(Intent::SaidInstalled);
        walker.at("verify").await;
        walker.app.intent(Intent::Verify { slot: None });
        go(&mut walker, &["safari-page"]).await;
        let view = walker.until("not proven", |view| code(view).is_some()).await;
        assert_eq!(code(&view), Some("verify-no-certificate"), "{phone_profile}");
        assert!(matches!(view.screen, Screen::Verify { proof: Proof::UserConfirmed { .. }, .. }));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_share_sheet_gets_is_still_locked_by_the_password() {
    let (mut walker, password) = at_certificate(Platform::Iphone, "warns-of-http").await;
    walker.app.intent(Intent::HandOver);
    walker.until("six seconds", is(HandOffStage::Ready, HandOffMethod::Browser)).await;
    walker.app.intent(Intent::ChooseHandOffMethod { method: HandOffMethod::File });
    walker.app.intent(Intent::HandOver);
    go(&mut walker, &["share-sheet", "files-save"]).await;
    walker.until("saved", is(HandOffStage::Saved, HandOffMethod::File)).await;

    let memory = std::fs::read_to_string(walker.folder.path().join("practice/phone/iphone.json")).unwrap();
    let memory: serde_json::Value = serde_json::from_str(&memory).unwrap();
    let file = &memory["files"][0];
    assert_eq!(file["name"], "【練習】介護DX証明書.mobileconfig");
    let profile = hex::decode(file["bytes"].as_str().unwrap()).unwrap();
    let profile = plist::Value::from_reader_xml(&profile[..]).unwrap();
    let payload = profile.as_dictionary().unwrap()["PayloadContent"].as_array().unwrap()[0].as_dictionary().unwrap();
    assert!(!payload.contains_key("Password"));
    let pkcs12 = payload["PayloadContent"].as_data().unwrap();
    assert!(certificate::open(pkcs12, &SecretString::from(password)).is_ok());
    for wrong in ["", "password", "tegami"] {
        assert!(certificate::open(pkcs12, &SecretString::from(wrong)).is_err(), "{wrong:?}");
    }
}

fn words(catalogue: &serde_json::Value, key: &str) -> String {
    catalogue[key].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_speaks_the_language_of_the_app() {
    let (mut walker, _) = at_certificate(Platform::Iphone, "").await;
    let appearance = journey::Appearance { language: Some("en".to_owned()), ..Default::default() };
    walker.app.intent(Intent::SetAppearance { appearance });
    walker.app.intent(Intent::HandOver);
    let view = walker.until("the page", |view| matches!(view.system, Some(SystemScreen::SafariPage { .. }))).await;
    let Some(SystemScreen::SafariPage { heading, button: Some(button), .. }) = view.system else { panic!() };
    let english: serde_json::Value =
        serde_json::from_str(include_str!("../../../../ui/messages/en/native.json")).unwrap();
    assert_eq!((heading, button), (words(&english, "page_heading"), words(&english, "page_button")));
}
