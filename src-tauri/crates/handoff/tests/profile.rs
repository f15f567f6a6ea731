//! The profile as others read it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod support;

use std::io::{ErrorKind, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use certificate::Fingerprint;
use handoff::{HandOffError, ProfileError, ProfileSource, configuration_profile};
use secrecy::SecretString;
use serde_json::Value;
use support::issued::{PASSWORD, issued};
use zeroize::Zeroizing;

fn password() -> SecretString {
    SecretString::from(PASSWORD)
}

fn source<'a>(slot: &'a str, fingerprint: Fingerprint, pkcs12: &'a [u8]) -> ProfileSource<'a> {
    ProfileSource {
        slot,
        bundle: "jp.example.navi",
        display_name: "ひまわり <介護> & DX証明書\u{0} 2028年3月31日まで",
        description: "介護DX証明書です。",
        organization: "証明書ナビ",
        certificate_name: "介護DX証明書",
        file_name: "kaigo-dx.p12",
        fingerprint,
        pkcs12,
    }
}

/// The whole flow: the issued file, opened, written for iOS, wrapped.
fn wrapped() -> (Zeroizing<Vec<u8>>, Zeroizing<Vec<u8>>, Fingerprint) {
    let identity = certificate::open(issued(), &password()).unwrap();
    let pkcs12 = certificate::to_ios_p12(&identity, "kaigo-dx-3f9a1c02", &password()).unwrap();
    let profile = configuration_profile(&source("kaigo-dx-3f9a1c02", identity.fingerprint(), &pkcs12)).unwrap();
    (profile, pkcs12, identity.fingerprint())
}

fn run(program: &str, arguments: &[&str], input: &[u8]) -> Option<Output> {
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match child {
        Ok(child) => child,
        // Where everything is installed nothing may be left out.
        Err(error) if error.kind() == ErrorKind::NotFound && std::env::var_os("CI").is_none() => return None,
        Err(error) => panic!("{program}: {error}"),
    };
    // A reader that refuses the first bytes closes early.
    let _ = child.stdin.take().unwrap().write_all(input);
    Some(child.wait_with_output().unwrap())
}

/// Held to Apple's schema by an independent reader; what it read.
fn read_by_python(profile: &[u8]) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schema");
    let (check, schema) = (folder.join("check.py"), folder.join("configuration-profile.json"));
    let arguments = [check.to_str().unwrap(), schema.to_str().unwrap()];
    let output = run("python3", &arguments, profile).expect("python3 is needed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn words<'a>(keys: &'a Value, name: &str) -> &'a str {
    keys[name].as_str().unwrap_or_else(|| panic!("{name}"))
}

#[test]
fn says_what_ios_needs_and_nothing_more() {
    let (profile, pkcs12, _) = wrapped();
    let top = read_by_python(&profile);
    assert_eq!(words(&top, "PayloadType"), "Configuration");
    assert_eq!(words(&top, "PayloadIdentifier"), "jp.example.navi.kaigo-dx-3f9a1c02");
    assert_eq!(words(&top, "PayloadDisplayName"), "ひまわり <介護> & DX証明書 2028年3月31日まで");
    assert_eq!(words(&top, "PayloadOrganization"), "証明書ナビ");
    assert_eq!(top["TargetDeviceType"], 1);
    assert_eq!(top["PayloadContent"].as_array().unwrap().len(), 1);
    let inner = &top["PayloadContent"][0];
    assert_eq!(words(inner, "PayloadType"), "com.apple.security.pkcs12");
    assert_eq!(words(inner, "PayloadCertificateFileName"), "kaigo-dx.p12");
    assert_eq!(words(inner, "PayloadContent"), hex::encode(&*pkcs12));
    assert_ne!(words(inner, "PayloadIdentifier"), words(&top, "PayloadIdentifier"));
    assert_ne!(words(inner, "PayloadUUID"), words(&top, "PayloadUUID"));
    assert_eq!(inner.get("Password"), None);
    assert!(!String::from_utf8_lossy(&profile).contains(PASSWORD));
}

#[test]
fn libplist_reads_the_same_from_it() {
    let (profile, ..) = wrapped();
    let Some(output) = run("plistutil", &["-i", "-", "-o", "-", "-f", "xml"], &profile) else {
        return println!("plistutil is not here: not read by libplist");
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let back = plist::Value::from_reader(std::io::Cursor::new(&output.stdout)).unwrap();
    assert_eq!(back, plist::Value::from_reader_xml(&profile[..]).unwrap());
}

/// What is no password of the file, near misses among them.
const WRONG: [&str; 4] = ["", "kaigo 4096", "kaigo 4096! ", "KAIGO 4096!"];

fn inner(profile: &[u8]) -> Vec<u8> {
    hex::decode(words(&read_by_python(profile)["PayloadContent"][0], "PayloadContent")).unwrap()
}

#[test]
fn openssl_opens_the_inside_with_the_users_password_and_no_other() {
    let (profile, ..) = wrapped();
    let inner = inner(&profile);
    for (given, opens) in WRONG.map(|wrong| (wrong, false)).into_iter().chain([(PASSWORD, true)]) {
        let secret = format!("pass:{given}");
        let output = run("openssl", &["pkcs12", "-nodes", "-passin", &secret], &inner).expect("openssl is needed");
        assert_eq!(output.status.success(), opens, "{given:?}");
        let text = String::from_utf8_lossy(&output.stdout);
        assert_eq!(text.matches("BEGIN CERTIFICATE").count(), if opens { 2 } else { 0 });
        assert_eq!(text.matches("PRIVATE KEY-----").count(), if opens { 2 } else { 0 });
    }
}

#[test]
fn nss_opens_the_inside_with_the_users_password_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sql:{}", folder.path().display());
    if run("certutil", &["-N", "--empty-password", "-d", &database], b"").is_none() {
        return println!("certutil and pk12util are not here: not opened by NSS");
    }
    let (profile, ..) = wrapped();
    let file = folder.path().join("inner.p12");
    std::fs::write(&file, inner(&profile)).unwrap();
    for (given, opens) in WRONG.map(|wrong| (wrong, false)).into_iter().chain([(PASSWORD, true)]) {
        let arguments = ["-l", file.to_str().unwrap(), "-d", &database, "-W", given];
        let output = run("pk12util", &arguments, b"").expect("pk12util comes with certutil");
        assert_eq!(output.status.success(), opens, "{given:?}: {}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8_lossy(&output.stdout);
        assert_eq!(text.matches("CN=CarePlanJigyousho").count(), usize::from(opens), "{text}");
    }
    let arguments = ["-i", file.to_str().unwrap(), "-d", &database, "-K", "", "-W", PASSWORD];
    assert!(run("pk12util", &arguments, b"").unwrap().status.success());
    let keys = run("certutil", &["-K", "-d", &database], b"").unwrap();
    assert_eq!(String::from_utf8_lossy(&keys.stdout).matches("rsa ").count(), 1, "one private key is in the store");
}

#[test]
fn the_same_certificate_keeps_its_uuids_and_a_renewed_one_only_the_identifier() {
    let pkcs12 = b"any".as_slice();
    let first = read_by_python(&configuration_profile(&source("kaigo-dx-1", Fingerprint([1; 32]), pkcs12)).unwrap());
    let again = configuration_profile(&source("kaigo-dx-1", Fingerprint([1; 32]), pkcs12)).unwrap();
    assert_eq!(read_by_python(&again), first);

    let renewed = read_by_python(&configuration_profile(&source("kaigo-dx-1", Fingerprint([2; 32]), pkcs12)).unwrap());
    let other = read_by_python(&configuration_profile(&source("kaigo-dx-2", Fingerprint([1; 32]), pkcs12)).unwrap());
    for (a, b, c) in [
        (&first, &renewed, &other),
        (&first["PayloadContent"][0], &renewed["PayloadContent"][0], &other["PayloadContent"][0]),
    ] {
        assert_eq!(words(a, "PayloadIdentifier"), words(b, "PayloadIdentifier"));
        assert_ne!(words(a, "PayloadUUID"), words(b, "PayloadUUID"));
        assert_ne!(words(a, "PayloadIdentifier"), words(c, "PayloadIdentifier"));
    }
}

#[test]
fn the_uuids_are_version_5_and_stay_the_same_in_every_release() {
    let top = read_by_python(&configuration_profile(&source("s", Fingerprint([0; 32]), b"any")).unwrap());
    assert_eq!(words(&top, "PayloadUUID"), "F227CB0D-C5A3-583E-9038-3168626138DD");
    assert_eq!(words(&top["PayloadContent"][0], "PayloadUUID"), "001FB3F0-A658-5F68-BC97-4F8F5B01FC96");
}

#[test]
fn impossible_sources_are_refused() {
    let made = |slot, bundle, pkcs12| {
        let source = ProfileSource { bundle, ..source(slot, Fingerprint([0; 32]), pkcs12) };
        configuration_profile(&source).map(|_| ())
    };
    for (slot, bundle) in [
        ("", "jp.example"),
        ("s", ""),
        ("a b", "jp.example"),
        ("s", "jp..example"),
        ("介護", "jp.example"),
        ("s", ".jp"),
    ] {
        let refused = made(slot, bundle, b"any".as_slice());
        assert!(matches!(refused, Err(HandOffError::Profile(ProfileError::Identifier))), "{slot} {bundle}");
        assert!(refused.unwrap_err().code() == "handoff-profile");
    }
    assert!(matches!(made("s", "jp.example", b"".as_slice()), Err(HandOffError::Profile(ProfileError::NoCertificate))));
}
