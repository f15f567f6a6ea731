use app::{
    DeviceError, InstallRequest, InstallerOutcome, KeyChainAnswer, KeyChainQuestion, SharedFile, SharedFileType,
};
use journey::SettingsPage;
use sha2::{Digest as _, Sha256};

use super::*;
use crate::phone::{KeyChainBehaviour, PhoneProfile};

const NONCE: &[u8] = b"a nonce of this very try";

fn rig() -> Rig {
    Rig::new(Platform::Android)
}

async fn request(name: &str) -> InstallRequest {
    InstallRequest { pkcs12: for_android(name).await, name: name.into() }
}

async fn question(alias: &str, may_ask: bool) -> KeyChainQuestion {
    let issuers = vec![identity(alias).await.issuer_dn_der()];
    KeyChainQuestion { alias: alias.into(), issuers, nonce: NONCE.to_vec(), may_ask, several: false }
}

fn password(wrong: bool) -> SystemScreen {
    SystemScreen::AndroidPassword { name: "kaigo-dx-1".to_owned(), wrong }
}

fn set(rig: &Rig, words: &str) {
    rig.phone.set_phone_profile(words.parse().unwrap());
}

fn chooser(aliases: &[&str], selected: Option<usize>) -> SystemScreen {
    SystemScreen::AndroidChooser { aliases: aliases.iter().map(|&alias| alias.into()).collect(), selected }
}

/// 「たしかめる」, answered so.
async fn asked(rig: &Rig, answers: &[(SystemAnswer, Option<&str>)]) -> KeyChainAnswer {
    let asking = rig.phone.ask_key_chain(question("kaigo-dx-1", true).await);
    during(&rig.phone, asking, answers).await.0.unwrap()
}

async fn installed(name: &str) -> Rig {
    let rig = rig();
    let (end, _) = during(&rig.phone, rig.phone.install(request(name).await), &[GO, GO]).await;
    assert_eq!(end.unwrap(), InstallerOutcome::Ok);
    rig
}

/// The proof as the app makes it.
fn proven(answer: &KeyChainAnswer, issued: &Issued) {
    let KeyChainAnswer::Answered { chain, signature, .. } = answer else { panic!("{answer:?}") };
    assert_eq!(<[u8; 32]>::from(Sha256::digest(&chain[0])), issued.fingerprint().0);
    assert_eq!(chain.len(), 2);
    assert!(certificate::verify_signature(&chain[0], NONCE, signature));
    assert!(!certificate::verify_signature(&chain[0], b"another nonce", signature));
}

#[tokio::test]
async fn two_taps_to_install_one_to_prove_and_silence_ever_after() {
    let rig = rig();
    let request = request("kaigo-dx-1").await;
    let (end, seen) = during(&rig.phone, rig.phone.install(request), &[GO, GO]).await;
    assert_eq!(end.unwrap(), InstallerOutcome::Ok);
    assert_eq!(seen, [SystemScreen::AndroidKind, SystemScreen::AndroidName { name: "kaigo-dx-1".to_owned() }]);

    let unasked = rig.phone.ask_key_chain(question("kaigo-dx-1", false).await);
    assert_eq!(silently(&rig.phone, unasked).await.unwrap(), KeyChainAnswer::Denied);

    let asked = rig.phone.ask_key_chain(question("kaigo-dx-1", true).await);
    let (answer, seen) = during(&rig.phone, asked, &[GO]).await;
    assert_eq!(seen, [chooser(&["kaigo-dx-1"], Some(0))]);
    proven(&answer.unwrap(), &*issued("kaigo-dx-1").await);

    for phone in [rig.phone.clone(), rig.restarted()] {
        let answer = silently(&phone, phone.ask_key_chain(question("kaigo-dx-1", false).await)).await;
        proven(&answer.unwrap(), &*issued("kaigo-dx-1").await);
    }
}

#[tokio::test]
async fn nothing_installed_is_said_without_a_screen() {
    let rig = rig();
    for (may_ask, answered) in
        [(true, KeyChainAnswer::NotInstalled { certain: false }), (false, KeyChainAnswer::Denied)]
    {
        let answer = silently(&rig.phone, rig.phone.ask_key_chain(question("kaigo-dx-1", may_ask).await)).await;
        assert_eq!(answer.unwrap(), answered, "without a grant only the chooser tells");
    }
    let rig = installed("kaigo-dx-1").await;
    let mut elsewhere = question("kaigo-dx-1", true).await;
    elsewhere.issuers = vec![b"\x30\x00".to_vec()];
    assert_eq!(
        silently(&rig.phone, rig.phone.ask_key_chain(elsewhere)).await.unwrap(),
        KeyChainAnswer::NotInstalled { certain: false }
    );
}

#[tokio::test]
async fn from_android_17_on_the_system_itself_says_that_there_is_nothing() {
    for (version, certain) in [("16", false), ("17", true)] {
        let rig = rig();
        rig.phone.set_phone_profile(PhoneProfile { version: Some(version.to_owned()), ..PhoneProfile::default() });
        let answer = silently(&rig.phone, rig.phone.ask_key_chain(question("kaigo-dx-1", true).await)).await;
        assert_eq!(answer.unwrap(), KeyChainAnswer::NotInstalled { certain }, "{version}");
    }
}

#[tokio::test]
async fn wifi_says_ok_and_installs_nothing() {
    let rig = rig();
    let (end, _) = during(&rig.phone, rig.phone.install(request("kaigo-dx-1").await), &[OTHER, GO]).await;
    assert_eq!(end.unwrap(), InstallerOutcome::Ok);
    let answer = silently(&rig.phone, rig.phone.ask_key_chain(question("kaigo-dx-1", true).await)).await;
    assert_eq!(answer.unwrap(), KeyChainAnswer::NotInstalled { certain: false });
}

#[tokio::test]
async fn leaving_either_dialog_installs_nothing() {
    for answers in [&[DECLINE][..], &[GO, DECLINE], &[GO, OTHER]] {
        let rig = rig();
        let (end, _) = during(&rig.phone, rig.phone.install(request("kaigo-dx-1").await), answers).await;
        assert_eq!(end.unwrap(), InstallerOutcome::Canceled);
        let answer = silently(&rig.phone, rig.phone.ask_key_chain(question("kaigo-dx-1", true).await)).await;
        assert_eq!(answer.unwrap(), KeyChainAnswer::NotInstalled { certain: false });
    }
}

#[tokio::test]
async fn what_the_installer_cannot_open_ends_in_its_password_loop() {
    let rig = rig();
    let issued = issued("kaigo-dx-1").await;
    let aes_without_password = issued.pkcs12("").unwrap();
    let with_password = issued.pkcs12(PASSWORD).unwrap();
    let ios = for_ios("kaigo-dx-1").await.to_vec();
    for bytes in [with_password, aes_without_password, ios, b"<html>".to_vec(), Vec::new()] {
        let request = InstallRequest { pkcs12: Zeroizing::new(bytes), name: "kaigo-dx-1".into() };
        let answers = [typed("wrong"), GO, DECLINE];
        let (end, seen) = during(&rig.phone, rig.phone.install(request), &answers).await;
        assert_eq!(end.unwrap(), InstallerOutcome::Canceled);
        assert_eq!(seen, [password(false), password(true), password(true)]);
    }
    let request = InstallRequest { pkcs12: Zeroizing::new(vec![0; 300 * 1024]), name: "kaigo-dx-1".into() };
    assert!(matches!(silently(&rig.phone, rig.phone.install(request)).await, Err(DeviceError::Refused(_))));
}

#[tokio::test]
async fn a_refused_chooser_grants_nothing() {
    let rig = installed("kaigo-dx-1").await;
    let (answer, _) = during(&rig.phone, rig.phone.ask_key_chain(question("kaigo-dx-1", true).await), &[DECLINE]).await;
    assert_eq!(answer.unwrap(), KeyChainAnswer::Denied);
    let answer = silently(&rig.phone, rig.phone.ask_key_chain(question("kaigo-dx-1", false).await)).await;
    assert_eq!(answer.unwrap(), KeyChainAnswer::Denied);
}

#[tokio::test]
async fn of_two_offices_the_wrong_one_can_be_tapped() {
    let rig = installed("kaigo-dx-2").await;
    let (end, _) = during(&rig.phone, rig.phone.install(request("kaigo-dx-1").await), &[GO, GO]).await;
    assert_eq!(end.unwrap(), InstallerOutcome::Ok);
    let asked = rig.phone.ask_key_chain(question("kaigo-dx-2", true).await);
    let (answer, seen) = during(&rig.phone, asked, &[OTHER]).await;
    assert_eq!(seen, [chooser(&["kaigo-dx-2", "kaigo-dx-1"], None)], "「選択」 is grey");
    let KeyChainAnswer::Answered { alias, .. } = answer.unwrap() else { panic!() };
    assert_eq!(alias.as_str(), "kaigo-dx-1");

    let asked = rig.phone.ask_key_chain(question("kaigo-dx-2", true).await);
    let (answer, _) = during(&rig.phone, asked, &[GO]).await;
    proven(&answer.unwrap(), &*issued("kaigo-dx-2").await);
}

#[tokio::test]
async fn of_several_the_named_one_is_marked_and_an_unknown_name_marks_none() {
    let rig = installed("kaigo-dx-1").await;
    let issuers = question("kaigo-dx-1", true).await.issuers;
    let named = |alias: &str| KeyChainQuestion {
        alias: alias.into(),
        issuers: issuers.clone(),
        nonce: NONCE.to_vec(),
        may_ask: true,
        several: true,
    };
    let (_, seen) = during(&rig.phone, rig.phone.ask_key_chain(named("another")), &[DECLINE]).await;
    assert_eq!(seen, [chooser(&["kaigo-dx-1"], None)]);

    during(&rig.phone, rig.phone.install(request("kaigo-dx-2").await), &[GO, GO]).await.0.unwrap();
    let (_, seen) = during(&rig.phone, rig.phone.ask_key_chain(named("kaigo-dx-2")), &[DECLINE]).await;
    assert_eq!(seen, [chooser(&["kaigo-dx-2", "kaigo-dx-1"], Some(0))]);
}

#[tokio::test]
async fn a_slow_null_is_asked_once_more_and_then_proves_nothing() {
    let slow =
        || PhoneProfile { key_chain: KeyChainBehaviour::Slow(Duration::from_millis(5)), ..PhoneProfile::default() };
    let guess = KeyChainAnswer::NotInstalled { certain: false };
    let empty = rig();
    empty.phone.set_phone_profile(slow());
    assert_eq!(asked(&empty, &[]).await, guess, "nothing is there");

    let rig = installed("kaigo-dx-1").await;
    rig.phone.set_phone_profile(slow());
    assert_eq!(asked(&rig, &[DECLINE, DECLINE]).await, guess, "although it is there");
    proven(&asked(&rig, &[DECLINE, GO]).await, &*issued("kaigo-dx-1").await);

    let rig = installed("kaigo-dx-1").await;
    rig.phone.set_phone_profile(PhoneProfile { version: Some("17".to_owned()), ..slow() });
    assert_eq!(asked(&rig, &[DECLINE]).await, KeyChainAnswer::Denied, "the system had said that there is a choice");
}

#[tokio::test]
async fn a_renewal_under_the_same_alias_keeps_the_grant() {
    let rig = installed("kaigo-dx-1").await;
    let (answer, _) = during(&rig.phone, rig.phone.ask_key_chain(question("kaigo-dx-1", true).await), &[GO]).await;
    proven(&answer.unwrap(), &*issued("kaigo-dx-1").await);

    let renewed = InstallRequest { pkcs12: for_android("renewed").await, name: "kaigo-dx-1".into() };
    let (end, _) = during(&rig.phone, rig.phone.install(renewed), &[GO, GO]).await;
    assert_eq!(end.unwrap(), InstallerOutcome::Ok);
    let answer = silently(&rig.phone, rig.phone.ask_key_chain(question("kaigo-dx-1", false).await)).await;
    proven(&answer.unwrap(), &*issued("renewed").await);
}

#[tokio::test]
async fn the_name_is_cut_at_its_last_dot() {
    let rig = rig();
    let request = InstallRequest { pkcs12: for_android("kaigo-dx-1").await, name: "kaigo.dx.p12".into() };
    let (_, seen) = during(&rig.phone, rig.phone.install(request), &[GO, GO]).await;
    assert_eq!(seen[1], SystemScreen::AndroidName { name: "kaigo.dx".to_owned() });
}

#[tokio::test]
async fn phones_on_which_it_cannot_work() {
    let rig = installed("kaigo-dx-1").await;
    let set = |phone_profile| rig.phone.set_phone_profile(phone_profile);
    let install = || async { silently(&rig.phone, rig.phone.install(request("kaigo-dx-1").await)).await };
    let ask = || async { silently(&rig.phone, rig.phone.ask_key_chain(question("kaigo-dx-1", true).await)).await };

    set(PhoneProfile { installer: false, ..PhoneProfile::default() });
    assert!(matches!(install().await, Err(DeviceError::NothingAnswers)));
    set(PhoneProfile { restricted: true, ..PhoneProfile::default() });
    assert!(matches!(install().await, Err(DeviceError::Restricted)));
    set(PhoneProfile { key_chain: KeyChainBehaviour::Silent(Duration::from_millis(5)), ..PhoneProfile::default() });
    assert_eq!(ask().await.unwrap(), KeyChainAnswer::TimedOut);
    set(PhoneProfile { key_chain: KeyChainBehaviour::NullAtOnce, ..PhoneProfile::default() });
    assert_eq!(ask().await.unwrap(), KeyChainAnswer::NotInstalled { certain: false }, "although it is installed");
    set(PhoneProfile { key_chain: KeyChainBehaviour::Managed, ..PhoneProfile::default() });
    assert_eq!(ask().await.unwrap(), KeyChainAnswer::Managed);
    set(PhoneProfile { key_chain: KeyChainBehaviour::Absent, ..PhoneProfile::default() });
    assert!(matches!(ask().await, Err(DeviceError::NothingAnswers)));
    assert!(rig.phone.apple().is_none());
    silently(&rig.phone, rig.phone.open_settings(SettingsPage::ScreenLock)).await.unwrap();
}

#[tokio::test]
async fn a_second_installer_is_refused_and_a_cancelled_one_leaves_nothing() {
    let rig = rig();
    let first = rig.phone.install(request("kaigo-dx-1").await);
    let second = async {
        let mut screens = watching(&rig.phone);
        assert_eq!(next(&mut screens).await, SystemScreen::AndroidKind);
        let second = rig.phone.install(request("kaigo-dx-2").await).await;
        assert!(matches!(second, Err(DeviceError::Busy)));
        assert_eq!(*screens.borrow(), Some(SystemScreen::AndroidKind));
        walk(&rig.phone, &[GO, GO]).await
    };
    let (end, _) = tokio::join!(first, second);
    assert_eq!(end.unwrap(), InstallerOutcome::Ok);

    {
        let dropped = rig.phone.install(request("kaigo-dx-2").await);
        let mut screens = watching(&rig.phone);
        tokio::select! {
            _ = dropped => panic!("nobody answered"),
            screen = next(&mut screens) => assert_eq!(screen, SystemScreen::AndroidKind),
        }
    }
    assert_eq!(*rig.phone.screens().borrow(), None);
    let (end, _) = during(&rig.phone, rig.phone.install(request("kaigo-dx-2").await), &[GO, GO]).await;
    assert_eq!(end.unwrap(), InstallerOutcome::Ok);
}

#[tokio::test]
async fn an_unreadable_memory_is_a_new_phone_and_an_unwritable_one_says_so() {
    let rig = installed("kaigo-dx-1").await;
    let file = rig.folder.path().join("phone/android.json");
    assert!(file.exists());
    std::fs::write(&file, b"{").unwrap();
    let phone = rig.restarted();
    let answer = silently(&phone, phone.ask_key_chain(question("kaigo-dx-1", true).await)).await;
    assert_eq!(answer.unwrap(), KeyChainAnswer::NotInstalled { certain: false });

    std::fs::remove_dir_all(rig.folder.path().join("phone")).unwrap();
    std::fs::write(rig.folder.path().join("phone"), b"in the way").unwrap();
    let (end, _) = during(&phone, phone.install(request("kaigo-dx-1").await), &[GO, GO]).await;
    assert!(matches!(end, Err(DeviceError::Refused(_))));
    let answer = silently(&phone, phone.ask_key_chain(question("kaigo-dx-1", true).await)).await;
    assert_eq!(answer.unwrap(), KeyChainAnswer::NotInstalled { certain: false });
}

#[tokio::test]
async fn an_installer_that_asks_for_a_password_takes_a_file_that_has_one() {
    let rig = rig();
    set(&rig, "asks-password");
    let without = rig.phone.install(request("kaigo-dx-1").await);
    let (end, seen) = during(&rig.phone, without, &[GO, typed(PASSWORD), DECLINE]).await;
    assert_eq!((end.unwrap(), seen.len()), (InstallerOutcome::Canceled, 3), "no password opens it");

    let with = InstallRequest { pkcs12: for_files("kaigo-dx-1").await, name: "kaigo-dx-1".into() };
    let (end, seen) = during(&rig.phone, rig.phone.install(with), &[typed("wrong"), typed(PASSWORD), GO, GO]).await;
    assert_eq!(end.unwrap(), InstallerOutcome::Ok);
    assert_eq!(seen[..3], [password(false), password(true), SystemScreen::AndroidKind]);
    proven(&asked(&rig, &[GO]).await, &*issued("kaigo-dx-1").await);
}

#[tokio::test]
async fn what_the_installer_says_proves_nothing() {
    for (words, said, there) in
        [("installs-nothing", InstallerOutcome::Ok, false), ("loses-result", InstallerOutcome::Canceled, true)]
    {
        let rig = rig();
        set(&rig, words);
        let (end, _) = during(&rig.phone, rig.phone.install(request("kaigo-dx-1").await), &[GO, GO]).await;
        assert_eq!(end.unwrap(), said);
        let answers: &[_] = if there { &[GO] } else { &[] };
        assert_eq!(matches!(asked(&rig, answers).await, KeyChainAnswer::Answered { .. }), there, "{words}");
    }
}

#[tokio::test]
async fn a_user_may_give_it_another_name() {
    let rig = rig();
    set(&rig, "renames");
    during(&rig.phone, rig.phone.install(request("kaigo-dx-1").await), &[GO, GO]).await.0.unwrap();
    let KeyChainAnswer::Answered { alias, .. } = asked(&rig, &[GO]).await else { panic!() };
    assert_eq!(alias.as_str(), "さくら");
}

#[tokio::test]
async fn a_file_in_downloads_is_installed_from_settings_and_deleted() {
    let rig = rig();
    let name = || "kaigo-dx-1.p12".to_owned();
    let file = || async {
        SharedFile { name: name(), file_type: SharedFileType::Pkcs12, bytes: for_files("kaigo-dx-1").await }
    };
    rig.phone.save_file(file().await).await.unwrap();
    rig.phone.save_file(file().await).await.unwrap();

    let phone = rig.restarted();
    let answers = [GO, GO, GO, typed("wrong"), typed(PASSWORD), GO];
    let (end, seen) = during(&phone, phone.open_settings(SettingsPage::Credentials), &answers).await;
    end.unwrap();
    assert_eq!(
        seen,
        [
            SystemScreen::AndroidSecurity,
            SystemScreen::AndroidInstall,
            SystemScreen::AndroidFiles { names: vec![name()] },
            SystemScreen::AndroidPassword { name: name(), wrong: false },
            SystemScreen::AndroidPassword { name: name(), wrong: true },
            SystemScreen::AndroidName { name: "kaigo-dx-1".to_owned() },
        ]
    );
    let (answer, _) = during(&phone, phone.ask_key_chain(question("kaigo-dx-1", true).await), &[GO]).await;
    proven(&answer.unwrap(), &*issued("kaigo-dx-1").await);

    assert!(phone.delete_saved_file(&name()).await.unwrap());
    assert!(!phone.delete_saved_file(&name()).await.unwrap());
    let (_, seen) =
        during(&phone, phone.open_settings(SettingsPage::Credentials), &[GO, GO, GO, DECLINE, DECLINE]).await;
    assert_eq!(seen[2], SystemScreen::AndroidFiles { names: Vec::new() });
}

#[tokio::test]
async fn leaving_settings_at_any_step_installs_nothing() {
    let rig = rig();
    rig.phone
        .save_file(SharedFile {
            name: "a.p12".to_owned(),
            file_type: SharedFileType::Pkcs12,
            bytes: for_files("kaigo-dx-1").await,
        })
        .await
        .unwrap();
    for answers in [
        &[DECLINE][..],
        &[GO, DECLINE, DECLINE],
        &[GO, GO, DECLINE, DECLINE, DECLINE],
        &[GO, GO, GO, DECLINE, DECLINE, DECLINE],
        &[GO, GO, GO, typed(PASSWORD), DECLINE, DECLINE, DECLINE],
        &[OTHER, GO, DECLINE, DECLINE],
    ] {
        let (end, _) = during(&rig.phone, rig.phone.open_settings(SettingsPage::Credentials), answers).await;
        end.unwrap();
        assert_eq!(asked(&rig, &[]).await, KeyChainAnswer::NotInstalled { certain: false });
    }
}

#[tokio::test]
async fn what_is_installed_stands_in_settings_and_is_removed_there() {
    let rig = installed("kaigo-dx-1").await;
    let (end, _) = during(&rig.phone, rig.phone.install(request("kaigo-dx-1").await), &[OTHER, GO]).await;
    assert_eq!(end.unwrap(), InstallerOutcome::Ok);
    let name = || "kaigo-dx-1".to_owned();
    let answers = [OTHER, GO, OTHER, GO, OTHER, DECLINE, DECLINE];
    let (end, seen) = during(&rig.phone, rig.phone.open_settings(SettingsPage::Credentials), &answers).await;
    end.unwrap();
    assert_eq!(
        seen,
        [
            SystemScreen::AndroidSecurity,
            SystemScreen::AndroidCredentials { names: vec![name(), name()] },
            SystemScreen::AndroidCredential { name: name(), wifi: true },
            SystemScreen::AndroidCredentials { names: vec![name()] },
            SystemScreen::AndroidCredential { name: name(), wifi: false },
            SystemScreen::AndroidCredentials { names: Vec::new() },
            SystemScreen::AndroidSecurity,
        ]
    );
    assert_eq!(asked(&rig, &[]).await, KeyChainAnswer::NotInstalled { certain: false });
}
