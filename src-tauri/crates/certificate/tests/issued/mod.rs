//! Certificates issued for tests, and the files that OpenSSL makes of them.

#![allow(dead_code, missing_docs, unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod build;

use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use rand::rngs::SysRng;
use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, PKCS_RSA_SHA256,
};
use rsa::pkcs8::EncodePrivateKey;
use time::{Duration, OffsetDateTime};

/// Day 0 of everything issued here, Unix seconds: 2026-04-01 00:00 in Japan.
pub const START: i64 = 1_774_969_200;

/// A key with its certificate and the authorities above it.
pub struct Issued {
    pub key: Vec<u8>,
    pub leaf: Vec<u8>,
    pub chain: Vec<Vec<u8>>,
}

/// RSA-2048 keys, made once for each test binary.
pub static KEYS: LazyLock<Vec<KeyPair>> = LazyLock::new(|| (0..3).map(|_| rsa_key(2048)).collect());

pub fn rsa_key(bits: usize) -> KeyPair {
    let key = rsa::PrivateKey::new(&mut SysRng, bits).unwrap().to_pkcs8_der().unwrap();
    KeyPair::from_pkcs8_der_and_sign_algo(&key.as_bytes().into(), &PKCS_RSA_SHA256).unwrap()
}

fn names(pairs: &[(DnType, &str)]) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    for (kind, value) in pairs {
        name.push(kind.clone(), *value);
    }
    name
}

fn day(days: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(START).unwrap() + Duration::days(days)
}

/// An authority of this name, valid for ten years.
pub fn authority_params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name =
        names(&[(DnType::CountryName, "JP"), (DnType::OrganizationName, "e-seikyu"), (DnType::CommonName, name)]);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    (params.not_before, params.not_after) = (day(-1), day(3650));
    params
}

/// 介護DX証明書 of an office, valid for 365 days from [`START`].
pub fn leaf_params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = names(&[
        (DnType::CountryName, "JP"),
        (DnType::OrganizationName, "e-seikyu"),
        (DnType::OrganizationalUnitName, "ひまわり介護ステーション"),
        (DnType::CommonName, name),
    ]);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyEncipherment];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    (params.not_before, params.not_after) = (day(0), day(365));
    params
}

/// A leaf by the root `e-seikyu CA`.
pub fn issue(params: &CertificateParams) -> Issued {
    issue_for(params, &KEYS[1])
}

/// A leaf for this key by the root `e-seikyu CA`.
pub fn issue_for(params: &CertificateParams, key: &KeyPair) -> Issued {
    let root = authority_params("e-seikyu CA");
    let issuer = Issuer::from_params(&root, &KEYS[0]);
    Issued {
        key: key.serialize_der(),
        leaf: params.signed_by(key, &issuer).unwrap().der().to_vec(),
        chain: vec![root.self_signed(&KEYS[0]).unwrap().der().to_vec()],
    }
}

/// A leaf by `e-seikyu CA`, which another root has signed.
pub fn issue_below_intermediate() -> Issued {
    let root = authority_params("e-seikyu Root");
    let middle = authority_params("e-seikyu CA");
    let by_root = Issuer::from_params(&root, &KEYS[0]);
    let by_middle = Issuer::from_params(&middle, &KEYS[2]);
    Issued {
        key: KEYS[1].serialize_der(),
        leaf: leaf_params("CarePlanJigyousho").signed_by(&KEYS[1], &by_middle).unwrap().der().to_vec(),
        chain: vec![
            middle.signed_by(&KEYS[2], &by_root).unwrap().der().to_vec(),
            root.self_signed(&KEYS[0]).unwrap().der().to_vec(),
        ],
    }
}

/// 介護DX証明書 as a phone would get it.
pub fn ordinary() -> Issued {
    issue(&leaf_params("CarePlanJigyousho"))
}

/// An extension that says nothing, to make certificates differ.
pub fn mark(bytes: &[u8]) -> CustomExtension {
    CustomExtension::from_oid_content(&[1, 3, 6, 1, 4, 1, 32473, 1], bytes.to_vec())
}

/// PEM of a key and certificates, as `openssl pkcs12 -export` reads it.
pub fn pem(issued: &Issued) -> String {
    let mut text = armour("PRIVATE KEY", &issued.key);
    for certificate in std::iter::once(&issued.leaf).chain(&issued.chain) {
        text.push_str(&armour("CERTIFICATE", certificate));
    }
    text
}

pub fn armour(label: &str, der: &[u8]) -> String {
    let kind = if label == "CERTIFICATE" { "x509" } else { "pkey" };
    let out = openssl(&[kind, "-inform", "DER"], der, &[]);
    String::from_utf8(out).unwrap()
}

/// Runs OpenSSL; its output, or a panic with what it said.
pub fn openssl(args: &[&str], input: &[u8], environment: &[(&str, &str)]) -> Vec<u8> {
    let mut child = Command::new("openssl")
        .args(args)
        .envs(environment.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("openssl");
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "openssl {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// A file by `openssl pkcs12 -export` with these further options.
pub fn pkcs12(issued: &Issued, options: &[&str], password: &str) -> Vec<u8> {
    let args = [&["pkcs12", "-export", "-passout", "env:PASSWORD"], options].concat();
    openssl(&args, pem(issued).as_bytes(), &[("PASSWORD", password)])
}

/// [`ordinary`], made once.
pub fn ordinary_parts() -> &'static Issued {
    static PARTS: LazyLock<Issued> = LazyLock::new(ordinary);
    &PARTS
}
