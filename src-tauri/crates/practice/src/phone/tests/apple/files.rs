//! What the phone does with 「ファイル」.

use super::*;

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
