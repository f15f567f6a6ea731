#![allow(clippy::unwrap_used)]

use std::process::Command;

use app::SystemClock;
use certificate::CertificateKind;

use super::*;
use crate::offices::{OfficeCertificate, built_in};

async fn authority(path: &std::path::Path) -> Arc<Authority> {
    Arc::new(Authority::open(Folder::open(path).unwrap(), Arc::new(SystemClock)).await.unwrap())
}

/// Output of `openssl`, with what it said on the side.
fn openssl(arguments: &[&str]) -> (bool, String) {
    let output = Command::new("openssl").args(arguments).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&text).into_owned())
}

#[tokio::test]
async fn openssl_opens_and_verifies_what_was_issued() {
    let folder = tempfile::tempdir().unwrap();
    let authority = authority(folder.path()).await;
    let office = &built_in()[0];
    let issued = authority.issue(&office.subject(OfficeCertificate::Kaigo(CertificateKind::Dx))).await.unwrap();
    let file = folder.path().join("file.pfx");
    std::fs::write(&file, issued.pkcs12(&office.certificate_password).unwrap()).unwrap();
    let file = file.to_str().unwrap();
    let password = format!("pass:{}", office.certificate_password);

    let (opened, info) = openssl(&["pkcs12", "-in", file, "-passin", &password, "-noout", "-info"]);
    assert!(opened, "{info}");
    for words in ["MAC: sha256", "PBES2, PBKDF2, AES-256-CBC, Iteration 2048, PRF hmacWithSHA256"] {
        assert!(info.contains(words), "{info}");
    }
    assert!(!openssl(&["pkcs12", "-in", file, "-passin", "pass:wrong", "-noout"]).0);

    let leaf = folder.path().join("leaf.pem");
    let chain = folder.path().join("chain.pem");
    let (leaf, chain) = (leaf.to_str().unwrap(), chain.to_str().unwrap());
    assert!(openssl(&["pkcs12", "-in", file, "-passin", &password, "-clcerts", "-nokeys", "-out", leaf]).0);
    assert!(openssl(&["pkcs12", "-in", file, "-passin", &password, "-cacerts", "-nokeys", "-out", chain]).0);
    let (verified, words) = openssl(&["verify", "-x509_strict", "-purpose", "sslclient", "-CAfile", chain, leaf]);
    assert!(verified, "{words}");
    assert!(!openssl(&["verify", "-purpose", "sslserver", "-CAfile", chain, leaf]).0);

    let (_, text) = openssl(&["x509", "-in", leaf, "-noout", "-text", "-nameopt", "utf8,sep_comma_plus"]);
    for words in
        ["CN=CarePlanJigyousho", "CN=e-seikyu CA", "O=練習用の事業所 さくら", "Public-Key: (2048 bit)", "PRACTICE ONLY"]
    {
        assert!(text.contains(words), "{words} in {text}");
    }
    assert!(text.contains("TLS Web Client Authentication") && text.contains("CA:FALSE"), "{text}");
}

#[tokio::test]
async fn a_restart_finds_the_same_certificates() {
    let folder = tempfile::tempdir().unwrap();
    let subject = built_in()[0].subject(OfficeCertificate::Kaigo(CertificateKind::Hoken));
    let first = authority(folder.path()).await.issue(&subject).await.unwrap();
    let second = authority(folder.path()).await.issue(&subject).await.unwrap();
    assert_eq!(first.fingerprint(), second.fingerprint());

    // A damaged root is made anew, and then the certificates are as well.
    std::fs::write(folder.path().join("ca/root.key.pem"), "damaged").unwrap();
    let third = authority(folder.path()).await;
    let reissued = third.issue(&subject).await.unwrap();
    assert_ne!(first.fingerprint(), reissued.fingerprint());
    let (_, root) = X509Certificate::from_der(third.root()).unwrap();
    let (_, leaf) = X509Certificate::from_der(reissued.leaf()).unwrap();
    leaf.verify_signature(Some(root.public_key())).unwrap();
}

#[tokio::test]
async fn two_certificates_of_one_office_share_the_key_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let authority = authority(folder.path()).await;
    let office = &built_in()[0];
    let dx = authority.issue(&office.subject(OfficeCertificate::Kaigo(CertificateKind::Dx))).await.unwrap();
    let hoken = authority.issue(&office.subject(OfficeCertificate::Kaigo(CertificateKind::Hoken))).await.unwrap();
    assert_eq!(dx.private_key(), hoken.private_key());
    let (_, one) = X509Certificate::from_der(dx.leaf()).unwrap();
    let (_, other) = X509Certificate::from_der(hoken.leaf()).unwrap();
    assert_ne!(one.raw_serial(), other.raw_serial());
}

#[test]
fn validity_ends_with_a_day_in_japan() {
    let now = "2026-09-25T20:00:00Z".parse().unwrap();
    assert_eq!(two_years_later(now).unwrap().to_string(), "2028-09-26T14:59:59Z");
}
