use std::path::Path;
use std::process::Command;

use plist::{Dictionary, Value};

use super::*;
use crate::phone::configuration_profile::{ConfigurationProfile, NotAProfile};
use crate::phone::container::{friendly_name, open_on_android, open_on_ios};

/// The certificate as OpenSSL packs it with these options.
async fn packed(options: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let (file, pem, out) = (folder.path().join("in.p12"), folder.path().join("all.pem"), folder.path().join("out.p12"));
    std::fs::write(&file, issued("kaigo-dx-1").await.pkcs12(PASSWORD).unwrap()).unwrap();
    let password = format!("pass:{PASSWORD}");
    let run = |options: &[&str], paths: [(&str, &Path); 2], password_option| {
        let mut openssl = Command::new("openssl");
        openssl.arg("pkcs12").args(options).args([password_option, password.as_str()]);
        for (option, path) in paths {
            openssl.arg(option).arg(path);
        }
        let output = openssl.output().expect("openssl is needed");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    run(&["-nodes"], [("-in", &file), ("-out", &pem)], "-passin");
    run(&[&["-export"], options].concat(), [("-in", &pem), ("-out", &out)], "-passout");
    std::fs::read(out).unwrap()
}

#[tokio::test]
async fn ios_reads_what_its_sources_say() {
    let password = SecretString::from(PASSWORD);
    let table: [(&str, &[&str], bool); 6] = [
        ("OpenSSL 3", &[], true),
        ("SHA-1 MAC and 3DES", &["-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "sha1"], true),
        ("no MAC", &["-nomac"], false),
        ("AES-128", &["-keypbe", "AES-128-CBC", "-certpbe", "AES-128-CBC"], false),
        ("AES-192 for the key only", &["-keypbe", "AES-192-CBC"], false),
        ("AES-128 for the certificates only", &["-certpbe", "AES-128-CBC"], false),
    ];
    for (name, options, reads) in table {
        let file = packed(options).await;
        assert_eq!(open_on_ios(&file, &password).is_some(), reads, "{name}");
        assert!(open_on_ios(&file, &SecretString::from("wrong")).is_none(), "{name}");
    }
    assert!(open_on_ios(&for_ios("kaigo-dx-1").await, &password).is_some());
    // A right password is not enough where iOS cannot type it.
    for words in ["", "カイゴ2026", "tab\t2026"] {
        let file = issued("kaigo-dx-1").await.pkcs12(words).unwrap();
        assert!(certificate::open(&file, &SecretString::from(words)).is_ok(), "{words:?}");
        assert!(open_on_ios(&file, &SecretString::from(words)).is_none(), "{words:?}");
    }
}

#[tokio::test]
async fn android_asks_no_password_of_triple_des_only() {
    let none = SecretString::default();
    let aes = issued("kaigo-dx-1").await.pkcs12("").unwrap();
    assert!(certificate::open(&aes, &none).is_ok());
    for version in ["13", "14", "15"] {
        assert!(open_on_android(&for_android("kaigo-dx-1").await, &none, version).is_some());
        assert!(open_on_android(&aes, &none, version).is_none());
    }
}

#[tokio::test]
async fn android_13_reads_nothing_newer_than_triple_des_with_a_sha_1_mac() {
    let password = SecretString::from(PASSWORD);
    let aes = issued("kaigo-dx-1").await.pkcs12(PASSWORD).unwrap();
    let sha256 = packed(&["-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "SHA256"]).await;
    let files = for_files("kaigo-dx-1").await;
    for (bytes, thirteen) in [(&aes[..], false), (&sha256[..], false), (&files[..], true)] {
        assert_eq!(open_on_android(bytes, &password, "13").is_some(), thirteen);
        assert!(open_on_android(bytes, &password, "15").is_some());
        assert!(open_on_android(bytes, &SecretString::from("wrong"), "15").is_none());
    }
    assert_eq!(friendly_name(&files).as_deref(), Some("kaigo-dx-1"));
    assert_eq!(friendly_name(b"<html>"), None);
}

fn written(change: impl FnOnce(&mut Dictionary, &mut Dictionary)) -> Result<ConfigurationProfile, NotAProfile> {
    let keys = |kind: &str, identifier: &str| {
        let mut keys = Dictionary::new();
        keys.insert("PayloadType".to_owned(), kind.into());
        keys.insert("PayloadVersion".to_owned(), Value::Integer(1.into()));
        keys.insert("PayloadIdentifier".to_owned(), identifier.into());
        keys.insert("PayloadUUID".to_owned(), "3DC2B7A9-0BBA-4F0F-9F1B-1C6F6F1C1E52".into());
        keys
    };
    let (mut top, mut inner) =
        (keys("Configuration", "jp.example.a"), keys("com.apple.security.pkcs12", "jp.example.a.c"));
    inner.insert("PayloadContent".to_owned(), Value::Data(b"p12".to_vec()));
    change(&mut top, &mut inner);
    if !top.contains_key("PayloadContent") {
        top.insert("PayloadContent".to_owned(), Value::Array(vec![Value::Dictionary(inner)]));
    }
    let mut bytes = Vec::new();
    Value::Dictionary(top).to_writer_xml(&mut bytes).unwrap();
    ConfigurationProfile::read(&bytes)
}

#[test]
fn a_profile_needs_its_keys() {
    let bare = written(|_, _| {}).unwrap();
    assert_eq!((bare.identifier.as_str(), bare.display_name.as_str()), ("jp.example.a", "jp.example.a"));
    assert_eq!(bare.pkcs12, b"p12");

    for name in ["PayloadType", "PayloadVersion", "PayloadIdentifier", "PayloadUUID"] {
        let none = |keys: &mut Dictionary| {
            keys.remove(name);
        };
        assert_eq!(written(|top, _| none(top)), Err(NotAProfile(name)));
        assert_eq!(written(|_, inner| none(inner)), Err(NotAProfile(name)));
        let empty = |keys: &mut Dictionary| {
            keys.insert(name.to_owned(), "".into());
        };
        assert_eq!(written(|top, _| empty(top)), Err(NotAProfile(name)));
        assert_eq!(written(|_, inner| empty(inner)), Err(NotAProfile(name)));
    }
    assert_eq!(written(|_, inner| drop(inner.remove("PayloadContent"))), Err(NotAProfile("certificate")));
    let with = |name: &str, value: Value| {
        written(|top, _| {
            top.insert(name.to_owned(), value);
        })
    };
    assert_eq!(with("PayloadContent", Value::Array(Vec::new())), Err(NotAProfile("PayloadContent")));
    assert_eq!(with("PayloadContent", "text".into()), Err(NotAProfile("PayloadContent")));
    assert_eq!(with("TargetDeviceType", Value::Integer(5.into())), Err(NotAProfile("TargetDeviceType")));
    assert!(with("TargetDeviceType", Value::Integer(1.into())).is_ok());
    assert_eq!(with("PayloadDisplayName", Value::Boolean(true)), Err(NotAProfile("PayloadDisplayName")));
    assert_eq!(with("PayloadIdentifier", "jp.example.a.c".into()), Err(NotAProfile("PayloadIdentifier")));
    assert_eq!(ConfigurationProfile::read(b"<html>"), Err(NotAProfile("property list")));
}
