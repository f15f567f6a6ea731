//! The profile that waits, and its installation in Settings.

use super::*;

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
