use journey::Platform;

use super::*;
use crate::phone::PhoneProfile;

#[tokio::test]
async fn every_model_says_what_its_system_would() {
    let table = [
        (Platform::Iphone, "18.5", None, "iPhone; CPU iPhone OS 18_5 like Mac OS X"),
        (Platform::Ipad, "18.5", None, "iPad; CPU OS 18_5 like Mac OS X"),
        (Platform::Android, "15", Some(true), "Android"),
    ];
    for (platform, version, chrome, device) in table {
        let rig = Rig::new(platform);
        let seen = silently(&rig.phone, rig.phone.preflight()).await.unwrap();
        assert_eq!((seen.platform, seen.version.as_str(), seen.chrome), (platform, version, chrome));
        assert_eq!((seen.screen_lock, seen.online, seen.restricted), (Some(true), true, false));
        assert!(seen.user_agent.contains(device) && seen.user_agent.contains("Mobile"), "{}", seen.user_agent);
    }
}

#[tokio::test]
async fn what_the_phone_is_like_is_seen() {
    let rig = Rig::new(Platform::Android);
    rig.phone.set_phone_profile(PhoneProfile {
        version: Some("12".to_owned()),
        screen_lock: false,
        online: false,
        restricted: true,
        chrome: false,
        ..PhoneProfile::default()
    });
    let seen = rig.phone.preflight().await.unwrap();
    assert_eq!((seen.version.as_str(), seen.screen_lock, seen.online), ("12", Some(false), false));
    assert_eq!((seen.restricted, seen.chrome), (true, Some(false)));

    let rig = Rig::new(Platform::Ipad);
    rig.phone.set_phone_profile(PhoneProfile {
        restricted: true,
        version: Some("17.7".to_owned()),
        ..PhoneProfile::default()
    });
    let seen = rig.phone.preflight().await.unwrap();
    assert!(!seen.restricted);
    assert!(seen.user_agent.contains("OS 17_7"));
}

#[test]
fn an_iphone_has_neither_installer_nor_key_chain_and_an_android_phone_no_safari() {
    for (model, apple) in [(Platform::Iphone, true), (Platform::Ipad, true), (Platform::Android, false)] {
        let rig = Rig::new(model);
        assert_eq!((rig.phone.apple().is_some(), rig.phone.android().is_some()), (apple, !apple), "{model:?}");
    }
}

#[tokio::test]
async fn a_copied_secret_ends() {
    let rig = Rig::new(Platform::Iphone);
    assert!(!rig.phone.holds_copied_secret());
    rig.phone.copy_secret(&SecretString::from(PASSWORD), Duration::from_secs(480)).await.unwrap();
    rig.clock.pass(SignedDuration::from_secs(479));
    assert!(rig.phone.holds_copied_secret());
    rig.clock.pass(SignedDuration::from_secs(1));
    assert!(!rig.phone.holds_copied_secret());
    rig.phone.copy_secret(&SecretString::from(PASSWORD), Duration::MAX).await.unwrap();
    assert!(rig.phone.holds_copied_secret());
}
