//! Safari on the loopback page.

use super::*;

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
