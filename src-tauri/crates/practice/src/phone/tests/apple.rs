use app::{DeviceError, ShareOutcome, SharedFile, SharedFileType};
use handoff::{Loopback, LoopbackEvent, PageWords, ProfileSource, configuration_profile};
use journey::{ProfileProblem, SettingsPage};
use tokio::sync::mpsc::Receiver;
use url::Url;

use super::*;
use crate::phone::{PhoneProfile, ProfilePolicy};

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

#[tokio::test]
async fn from_safari_through_settings() {
    let rig = rig();
    let (loopback, received, url) = served(profile("kaigo-dx-1", "kaigo-dx-1").await).await;
    let (end, seen) = during(&rig.phone, rig.phone.present_safari(&url), &FETCH).await;
    end.unwrap();
    let page = SystemScreen::SafariPage {
        url: url.to_string(),
        heading: "証明書を わたします".to_owned(),
        sentences: vec!["下のボタンを おしてください。".to_owned()],
        button: Some("うけとる".to_owned()),
        second: None,
    };
    let second = second_page(&url);
    let over = || Box::new(second.clone());
    let allow = SystemScreen::SafariAllow { over: over() };
    assert_eq!(seen, [page, allow, SystemScreen::SafariDownloaded { over: over() }, second.clone()]);
    let expected = [
        LoopbackEvent::Probe,
        LoopbackEvent::Page,
        LoopbackEvent::Probe,
        LoopbackEvent::Page,
        LoopbackEvent::Fetched,
        LoopbackEvent::Closed,
    ];
    assert_eq!(events(loopback, received).await, expected);

    // The app may be killed in between.
    let phone = rig.restarted();
    let answers = [GO, GO, GO, GO, typed("wrong"), typed(PASSWORD), GO];
    let seen = settings(&phone, &answers).await;
    let expected = [
        SystemScreen::SettingsRoot { waiting: true },
        SystemScreen::SettingsProfile {
            name: "ひまわり 介護DX証明書".to_owned(),
            organization: "証明書ナビ".to_owned(),
            description: "練習用の証明書です。".to_owned(),
        },
        SystemScreen::SettingsPasscode,
        SystemScreen::SettingsUnsigned,
        asks(false),
        asks(true),
        SystemScreen::SettingsInstalled,
    ];
    assert_eq!(seen, expected);

    for phone in [phone, rig.restarted()] {
        assert_eq!(settings(&phone, &[DECLINE]).await, [SystemScreen::SettingsRoot { waiting: false }]);
        let memory = phone.store.now();
        let stored = memory.get("jp.example.navi.kaigo-dx-1").unwrap();
        assert_eq!(stored.unlock().unwrap().fingerprint(), issued("kaigo-dx-1").await.fingerprint());
        assert_eq!(stored.chain().len(), 2);
    }
}

#[tokio::test]
async fn what_is_ignored_was_fetched_and_can_be_had_again() {
    let rig = rig();
    let (loopback, received, url) = served(profile("kaigo-dx-1", "kaigo-dx-1").await).await;
    // The first page has no second link; 無視; the page stays, and its second link makes Safari ask again.
    let answers = [OTHER, GO, DECLINE, DECLINE];
    let (end, seen) = during(&rig.phone, rig.phone.present_safari(&url), &answers).await;
    end.unwrap();
    assert_eq!(seen[1], seen[0]);
    let page = second_page(&url);
    assert_eq!(seen[2..], [SystemScreen::SafariAllow { over: Box::new(page.clone()) }, page.clone()]);
    let none = settings(&rig.phone, &[GO, DECLINE]).await;
    assert!(none.iter().all(|screen| *screen == SystemScreen::SettingsRoot { waiting: false }), "{none:?}");

    let (end, seen) = during(&rig.phone, rig.phone.present_safari(&url), &[GO, DECLINE, OTHER, GO, GO, DECLINE]).await;
    end.unwrap();
    assert_eq!(seen[2], page);
    assert!(matches!(seen[3], SystemScreen::SafariAllow { .. }), "{seen:?}");
    assert_eq!(settings(&rig.phone, &[DECLINE]).await, [SystemScreen::SettingsRoot { waiting: true }]);
    let fetched = events(loopback, received).await.into_iter().filter(|event| *event == LoopbackEvent::Fetched);
    assert_eq!(fetched.count(), 3);
}

#[tokio::test]
async fn the_pages_link_leads_back_to_the_app() {
    let rig = rig();
    let (loopback, _received, url) = served(profile("kaigo-dx-1", "kaigo-dx-1").await).await;
    let (end, seen) = during(&rig.phone, rig.phone.present_safari(&url), &[GO, GO, GO, GO]).await;
    end.unwrap();
    assert_eq!(seen.last(), Some(&second_page(&url)));
    loopback.stop().await;
}

#[tokio::test]
async fn eight_minutes_and_no_longer() {
    let rig = rig();
    downloaded(&rig, profile("kaigo-dx-1", "kaigo-dx-1").await).await;
    rig.clock.pass(SignedDuration::from_secs(8 * 60 - 1));
    assert_eq!(settings(&rig.phone, &[DECLINE]).await, [SystemScreen::SettingsRoot { waiting: true }]);

    let left_open = async {
        let mut screens = watching(&rig.phone);
        assert_eq!(next(&mut screens).await, SystemScreen::SettingsRoot { waiting: true });
        rig.clock.pass(SignedDuration::from_secs(1));
        walk(&rig.phone, &[GO, DECLINE]).await
    };
    let (end, seen) = tokio::join!(rig.phone.open_settings(SettingsPage::Profile), left_open);
    end.unwrap();
    assert_eq!(seen[1], SystemScreen::SettingsRoot { waiting: false });
}

#[tokio::test]
async fn only_the_newest_profile_waits() {
    let rig = rig();
    downloaded(&rig, profile("kaigo-dx-1", "kaigo-dx-1").await).await;
    downloaded(&rig, profile("kaigo-dx-2", "kaigo-dx-2").await).await;
    settings(&rig.phone, &[GO, GO, GO, GO, typed(PASSWORD), GO]).await;
    let memory = rig.phone.store.now();
    assert!(memory.get("jp.example.navi.kaigo-dx-1").is_none());
    assert!(memory.get("jp.example.navi.kaigo-dx-2").is_some());
}

#[tokio::test]
async fn the_same_identifier_replaces_and_another_one_adds() {
    let rig = rig();
    installed(&rig, profile("kaigo-dx-1", "kaigo-dx-1").await).await;
    installed(&rig, profile("kaigo-dx-2", "kaigo-dx-2").await).await;
    assert_eq!(rig.phone.store.now().under(&[]).len(), 2);
    installed(&rig, profile("kaigo-dx-1", "renewed").await).await;
    let memory = rig.phone.store.now();
    assert_eq!(memory.under(&[]).len(), 2);
    let stored = memory.get("jp.example.navi.kaigo-dx-1").unwrap();
    assert_eq!(stored.unlock().unwrap().fingerprint(), issued("renewed").await.fingerprint());
}

#[tokio::test]
async fn leaving_at_any_step_keeps_it_waiting() {
    let rig = rig();
    downloaded(&rig, profile("kaigo-dx-1", "kaigo-dx-1").await).await;
    for steps in 1..=4 {
        let mut answers = vec![GO; steps];
        answers.extend([DECLINE, DECLINE]);
        let seen = settings(&rig.phone, &answers).await;
        assert_eq!(seen.last(), Some(&SystemScreen::SettingsRoot { waiting: true }), "{steps}");
    }
    assert!(rig.phone.store.now().under(&[]).is_empty());
}

#[tokio::test]
async fn passwords_that_ios_cannot_take_are_wrong() {
    let rig = rig();
    downloaded(&rig, profile("kaigo-dx-1", "kaigo-dx-1").await).await;
    let answers = [GO, GO, GO, GO, GO, typed(""), typed("ＫａｉｇｏＤｘ２０２６"), typed(PASSWORD), GO];
    let seen = settings(&rig.phone, &answers).await;
    assert!(seen[5..8].iter().all(|screen| *screen == asks(true)), "{seen:?}");
    assert_eq!(seen[8], SystemScreen::SettingsInstalled);
}

#[tokio::test]
async fn without_a_lock_no_passcode_is_asked() {
    let rig = rig();
    rig.phone.set_phone_profile(PhoneProfile { screen_lock: false, ..PhoneProfile::default() });
    downloaded(&rig, profile("kaigo-dx-1", "kaigo-dx-1").await).await;
    let seen = settings(&rig.phone, &[GO, GO, GO, typed(PASSWORD), GO]).await;
    assert!(!seen.contains(&SystemScreen::SettingsPasscode));
    assert_eq!(seen.last(), Some(&SystemScreen::SettingsInstalled));
}

async fn ends_in_an_error(rig: &Rig, url: &Url, answers: &[(SystemAnswer, Option<&str>)]) {
    let (end, seen) = during(&rig.phone, rig.phone.present_safari(url), answers).await;
    end.unwrap();
    let Some(SystemScreen::SafariPage { heading, button: None, .. }) = seen.last() else { panic!("{seen:?}") };
    assert!(heading.contains("できません") || heading.contains("開けません"), "{heading}");
    assert_eq!(settings(&rig.phone, &[DECLINE]).await, [SystemScreen::SettingsRoot { waiting: false }]);
}

#[tokio::test]
async fn what_cannot_be_fetched_or_is_no_profile_is_not_kept() {
    let rig = rig();
    // The server has ended before Safari came, or between its page and the button.
    let (loopback, _events, url) = served(profile("kaigo-dx-1", "kaigo-dx-1").await).await;
    loopback.stop().await;
    ends_in_an_error(&rig, &url, &[GO, DECLINE]).await;

    let (loopback, _events, url) = served(profile("kaigo-dx-1", "kaigo-dx-1").await).await;
    let stopped = async {
        let mut screens = watching(&rig.phone);
        next(&mut screens).await;
        loopback.stop().await;
        walk(&rig.phone, &[GO, DECLINE]).await
    };
    let (end, seen) = tokio::join!(rig.phone.present_safari(&url), stopped);
    end.unwrap();
    assert!(matches!(&seen[1], SystemScreen::SafariPage { button: None, .. }), "{seen:?}");

    let (loopback, _events, url) = served(Zeroizing::new(b"<plist></plist>".to_vec())).await;
    ends_in_an_error(&rig, &url, &[GO, GO, DECLINE]).await;
    loopback.stop().await;

    let mut wrong = url.clone();
    wrong.set_path("/somewhere/else/");
    ends_in_an_error(&rig, &wrong, &[DECLINE]).await;
}

#[tokio::test]
async fn where_profiles_are_forbidden_none_is_kept() {
    for (profiles, problem) in [
        (ProfilePolicy::LockdownMode, ProfileProblem::LockdownMode),
        (ProfilePolicy::Supervised, ProfileProblem::Supervised),
    ] {
        let rig = rig();
        rig.phone.set_phone_profile(PhoneProfile { profiles, ..PhoneProfile::default() });
        let (loopback, _events, url) = served(profile("kaigo-dx-1", "kaigo-dx-1").await).await;
        ends_in_an_error(&rig, &url, &[GO, GO, DECLINE]).await;
        loopback.stop().await;
        // Nor by the other way.
        shared(&rig, "a.mobileconfig", &[GO, GO]).await;
        let ((), seen) = during(&rig.phone, rig.phone.open_files(), &[GO, GO, DECLINE]).await;
        assert_eq!(seen[1], SystemScreen::SettingsRefused { problem });
        assert_eq!(settings(&rig.phone, &[DECLINE]).await, [SystemScreen::SettingsRoot { waiting: false }]);
    }
}

#[tokio::test]
async fn with_stolen_device_protection_it_waits_and_is_not_installed() {
    let rig = rig();
    downloaded(&rig, profile("kaigo-dx-1", "kaigo-dx-1").await).await;
    rig.phone.set_phone_profile(PhoneProfile { profiles: ProfilePolicy::StolenDevice, ..PhoneProfile::default() });
    let seen = settings(&rig.phone, &[GO, GO, GO, DECLINE]).await;
    assert_eq!(seen[2], SystemScreen::SettingsRefused { problem: ProfileProblem::StolenDevice });
    assert_eq!(seen[3], SystemScreen::SettingsRoot { waiting: true });
    assert!(rig.phone.store.now().under(&[]).is_empty());
}

async fn shared(rig: &Rig, name: &str, answers: &[(SystemAnswer, Option<&str>)]) -> ShareOutcome {
    let bytes = profile("kaigo-dx-1", "kaigo-dx-1").await;
    let file = SharedFile { name: name.to_owned(), file_type: SharedFileType::Profile, bytes };
    during(&rig.phone, rig.phone.share_file(file), answers).await.0.unwrap()
}

#[tokio::test]
async fn a_file_is_saved_and_opened_and_waits_like_any_profile() {
    let rig = rig();
    for answers in [&[DECLINE][..], &[GO, DECLINE]] {
        assert_eq!(shared(&rig, "介護DX証明書.mobileconfig", answers).await, ShareOutcome::Canceled);
    }
    assert_eq!(shared(&rig, "介護DX証明書.mobileconfig", &[GO, GO]).await, ShareOutcome::Shared);
    assert_eq!(shared(&rig, "介護DX証明書.mobileconfig", &[GO, GO]).await, ShareOutcome::Shared);
    assert_eq!(settings(&rig.phone, &[DECLINE]).await, [SystemScreen::SettingsRoot { waiting: false }]);

    let phone = rig.restarted();
    let ((), seen) = during(&phone, phone.open_files(), &[GO, GO]).await;
    let names = vec!["介護DX証明書.mobileconfig".to_owned()];
    let list = SystemScreen::FilesList { names };
    assert_eq!(seen, [list.clone(), SystemScreen::SafariDownloaded { over: Box::new(list) }]);
    rig.clock.pass(SignedDuration::from_secs(8 * 60 - 1));
    let seen = settings(&phone, &[GO, GO, GO, GO, typed(PASSWORD), GO]).await;
    assert_eq!(seen.last(), Some(&SystemScreen::SettingsInstalled));
    // The file is still there, and can be opened again.
    let ((), seen) = during(&phone, phone.open_files(), &[GO, GO]).await;
    assert!(matches!(seen.last(), Some(SystemScreen::SafariDownloaded { .. })), "{seen:?}");
}

#[tokio::test]
async fn another_default_browser_opens_the_page_and_takes_no_profile() {
    let rig = rig();
    rig.phone.set_phone_profile(PhoneProfile { other_browser: true, ..PhoneProfile::default() });
    let (loopback, received, url) = served(profile("kaigo-dx-1", "kaigo-dx-1").await).await;
    let (end, seen) = during(&rig.phone, rig.phone.open_in_safari(&url), &[GO, DECLINE]).await;
    end.unwrap();
    let [SystemScreen::OtherBrowserPage { heading, .. }, SystemScreen::OtherBrowserPage { button: None, .. }] =
        seen.as_slice()
    else {
        panic!("{seen:?}")
    };
    assert_eq!(*heading, words().heading);
    let seen = events(loopback, received).await;
    // No browser knows a profile before it has it: what was fetched is not yet taken.
    assert!(seen.contains(&LoopbackEvent::Page) && seen.contains(&LoopbackEvent::Fetched), "{seen:?}");
    assert_eq!(settings(&rig.phone, &[DECLINE]).await, [SystemScreen::SettingsRoot { waiting: false }]);

    // The sheet inside the app is Safari's, whatever the default is.
    let (loopback, _received, url) = served(profile("kaigo-dx-1", "kaigo-dx-1").await).await;
    let (end, seen) = during(&rig.phone, rig.phone.present_safari(&url), &FETCH).await;
    end.unwrap();
    assert_eq!(seen[1], SystemScreen::SafariAllow { over: Box::new(second_page(&url)) });
    loopback.stop().await;
}

#[tokio::test]
async fn outside_of_the_app_safari_fetches_it_as_well() {
    let rig = rig();
    let (loopback, received, url) = served(profile("kaigo-dx-1", "kaigo-dx-1").await).await;
    let (end, _) = during(&rig.phone, rig.phone.open_in_safari(&url), &FETCH).await;
    end.unwrap();
    assert!(events(loopback, received).await.contains(&LoopbackEvent::Fetched));
}

#[tokio::test]
async fn a_hidden_entry_is_found_under_device_management_and_what_is_installed_too() {
    let rig = rig();
    rig.phone.set_phone_profile(PhoneProfile { hides_entry: true, ..PhoneProfile::default() });
    downloaded(&rig, profile("kaigo-dx-1", "kaigo-dx-1").await).await;
    let seen = settings(&rig.phone, &[GO, OTHER, GO, GO, GO, GO, typed(PASSWORD), GO]).await;
    assert_eq!(seen[0], SystemScreen::SettingsRoot { waiting: false });
    assert_eq!(seen[1], seen[0], "there is nothing to tap");
    let waiting = Some("ひまわり 介護DX証明書".to_owned());
    assert_eq!(seen[2], SystemScreen::SettingsManagement { waiting: waiting.clone(), installed: Vec::new() });
    assert_eq!(seen.last(), Some(&SystemScreen::SettingsInstalled));

    let seen = settings(&rig.restarted(), &[OTHER, GO, DECLINE, DECLINE, DECLINE]).await;
    assert_eq!(seen[1], SystemScreen::SettingsManagement { waiting: None, installed: waiting.into_iter().collect() });
    let SystemScreen::SettingsDetails { subject, until, .. } = &seen[2] else { panic!("{seen:?}") };
    assert_eq!(subject, "CarePlanJigyousho");
    assert!(*until > rig.clock.now());
}

#[tokio::test]
async fn a_profile_can_be_over_at_once() {
    let rig = rig();
    rig.phone.set_phone_profile("expires-at-once".parse().unwrap());
    downloaded(&rig, profile("kaigo-dx-1", "kaigo-dx-1").await).await;
    assert_eq!(settings(&rig.phone, &[DECLINE]).await, [SystemScreen::SettingsRoot { waiting: false }]);
}

#[tokio::test]
async fn the_warning_of_plain_http_stands_before_the_page() {
    let rig = rig();
    rig.phone.set_phone_profile(PhoneProfile { warns_of_http: true, ..PhoneProfile::default() });
    let (loopback, received, url) = served(profile("kaigo-dx-1", "kaigo-dx-1").await).await;
    let (end, seen) = during(&rig.phone, rig.phone.present_safari(&url), &[DECLINE]).await;
    end.unwrap();
    assert!(matches!(&seen[0], SystemScreen::SafariPage { button: Some(button), .. } if button == "続ける"));
    assert_eq!(events(loopback, received).await, [LoopbackEvent::Probe, LoopbackEvent::Closed]);

    let (loopback, received, url) = served(profile("kaigo-dx-1", "kaigo-dx-1").await).await;
    let (end, _) = during(&rig.phone, rig.phone.present_safari(&url), &[GO, GO, GO, GO, DECLINE]).await;
    end.unwrap();
    assert!(events(loopback, received).await.contains(&LoopbackEvent::Fetched));
}

#[tokio::test]
async fn a_second_sheet_is_refused_and_a_cancelled_one_leaves_nothing() {
    let rig = rig();
    let (loopback, _events, url) = served(profile("kaigo-dx-1", "kaigo-dx-1").await).await;
    let second = async {
        let mut screens = watching(&rig.phone);
        let shown = next(&mut screens).await;
        assert!(matches!(rig.phone.present_safari(&url).await, Err(DeviceError::Busy)));
        assert!(matches!(rig.phone.open_settings(SettingsPage::Profile).await, Err(DeviceError::Busy)));
        assert_eq!(*screens.borrow(), Some(shown));
    };
    tokio::select! {
        _ = rig.phone.present_safari(&url) => panic!("nobody answered"),
        () = second => {}
    }
    assert_eq!(*rig.phone.screens().borrow(), None);
    let (end, _) = during(&rig.phone, rig.phone.present_safari(&url), &[DECLINE]).await;
    end.unwrap();
    loopback.stop().await;
}
