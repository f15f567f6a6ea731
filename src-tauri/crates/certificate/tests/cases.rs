//! Files that the world has reported (cases/README.md), each with what must come of it.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::Command;

use certificate::{
    KdfCost, OpenError, OpenOptions, OpeningCost, Policy, Severity, SignatureCost, open_metered, to_android_p12,
    to_ios_p12, to_portable_p12, validate,
};
use jiff::Timestamp;
use secrecy::SecretString;

mod issued;

/// What must come of a file: `ok`, or a code; how many authorities; the codes of its warnings.
const CASES: &[(&str, &str, usize, &[&str])] = &[
    ("01d-rollover-below-root.p12", "ok", 3, &[]),
    ("02c-renewed-intermediate-old-first.p12", "ok", 2, &[]),
    ("03c-dn-encoding-intermediate.p12", "ok", 2, &[]),
    ("04-pss-openssl-default.p12", "ok", 1, &[]),
    ("06-ca-compressed-ec.p12", "ok", 1, &[]),
    ("08-generalized-offset.p12", "ok", 1, &[]),
    ("11-jdk8202837.p12", "ok", 1, &[]),
    ("12-key-password-differs.p12", "certificate-inner-password", 0, &[]),
    ("13c-nss321-TestOldCA.p12", "wrong-subject", 0, &["no-chain", "no-digital-signature"]),
    ("14-mac-empty-contents-null.p12", "ok", 1, &[]),
    ("15-same-key-twice.p12", "ok", 0, &["no-chain"]),
    ("16-07-keys.p12", "certificate-several-keys", 0, &[]),
    ("17-protected-to-domain.p12", "certificate-protected-to-domain", 0, &[]),
    ("18-leaf-trailing-zeros.p12", "ok", 1, &[]),
    ("19-base64.pfx", "ok", 1, &[]),
    ("21-no-mac.pfx", "certificate-no-protection", 0, &[]),
    ("24-iterations-1500000.p12", "ok", 1, &[]),
    ("29-issued-and-self-signed.p12", "ok", 1, &[]),
    ("30-hostile-62-rsa8192.p12", "", 0, &[]),
    ("31b-hostile-pbmac1-sha512-8-blocks.p12", "certificate-too-costly", 0, &[]),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

fn read(name: &str) -> (Vec<u8>, SecretString) {
    let password = folder()
        .join(Path::new(name).with_extension(format!("{}.pw", Path::new(name).extension().unwrap().to_str().unwrap())));
    let password = std::fs::read_to_string(password).unwrap();
    (std::fs::read(folder().join(name)).unwrap(), SecretString::from(password.trim_end_matches(['\r', '\n'])))
}

fn now() -> Timestamp {
    "2026-12-01T00:00:00Z".parse().unwrap()
}

fn policy() -> Policy {
    Policy {
        allowed_subjects: vec!["CarePlanJigyousho".to_owned()],
        issuer: "e-seikyu CA".to_owned(),
        pinned_authorities: Vec::new(),
        warn_days: 90,
    }
}

#[test]
fn every_file_is_in_the_table() {
    let mut names: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".p12") || name.ends_with(".pfx"))
        .collect();
    names.sort();
    assert_eq!(names, CASES.iter().map(|(name, ..)| *name).collect::<Vec<_>>());
}

#[test]
fn every_file_is_answered_rightly() {
    let mut wrong = Vec::new();
    for (name, expected, authorities, warnings) in CASES {
        let (file, password) = read(name);
        let (opened, cost) = open_metered(&file, &password, &OpenOptions::at(now()));
        assert!(cost.kdf.work <= KdfCost::UNASKED.work && cost.signatures.work <= SignatureCost::LIMIT.work, "{name}");
        let (code, chain, found) = match &opened {
            Ok(identity) => {
                let findings = validate(identity, &policy(), now()).findings;
                let error = findings
                    .iter()
                    .find(|finding| finding.severity > Severity::Note)
                    .map_or("ok", |finding| finding.code());
                let warnings: Vec<&str> = findings
                    .iter()
                    .filter(|finding| finding.severity == Severity::Note)
                    .map(|finding| finding.code())
                    .collect();
                (error, identity.chain_der().len(), warnings)
            }
            Err(error) => (error.code(), 0, Vec::new()),
        };
        if !expected.is_empty() && (code, chain, found.as_slice()) != (*expected, *authorities, *warnings) {
            wrong.push(format!("{name}: {code}, {chain} authorities, {found:?}, {cost:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_wrong_password_is_called_so_where_a_password_counts() {
    for (name, expected, ..) in CASES {
        let (file, _) = read(name);
        let opened = open_metered(&file, &SecretString::from("no such password"), &OpenOptions::at(now()));
        let (Err(error), OpeningCost { signatures, .. }) = opened else { unreachable!("{name} opens") };
        assert_eq!(signatures, SignatureCost::default());
        let whatever = ["certificate-protected-to-domain", "certificate-no-protection", "certificate-too-costly"];
        let wanted = if whatever.contains(expected) { *expected } else { "certificate-wrong-password" };
        assert_eq!(error.code(), wanted, "{name}");
    }
}

/// The leaf, as OpenSSL verifies it with the other certificates of the file, below the root that it trusts.
fn verifies(leaf: &[u8], others: &[Vec<u8>], root: &[u8]) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, certificates: &[&[u8]]| {
        let text: String = certificates.iter().map(|der| issued::armour("CERTIFICATE", der)).collect();
        std::fs::write(folder.path().join(name), text).unwrap();
        folder.path().join(name)
    };
    let others: Vec<&[u8]> = others.iter().map(Vec::as_slice).collect();
    let output = Command::new("openssl")
        .args(["verify", "-attime", &now().as_second().to_string(), "-CAfile"])
        .arg(write("root", &[root]))
        .arg("-untrusted")
        .arg(write("others", &others))
        .arg(write("leaf", &[leaf]))
        .output()
        .unwrap();
    output.status.success()
}

#[test]
fn what_is_written_verifies_wherever_what_was_read_did() {
    let mut verified = 0;
    for (name, expected, ..) in CASES.iter().filter(|(_, expected, ..)| *expected == "ok") {
        let (file, password) = read(name);
        let identity =
            open_metered(&file, &password, &OpenOptions::at(now())).0.map_err(|error: OpenError| error.code()).unwrap();
        let chain = identity.chain_der();
        for root in chain {
            let before = verifies(identity.leaf_der(), chain, root);
            for (written, password) in [
                (to_android_p12(&identity, "a").unwrap(), SecretString::default()),
                (to_ios_p12(&identity, "a", &SecretString::from("Kb7hx2Rt")).unwrap(), SecretString::from("Kb7hx2Rt")),
                (to_portable_p12(&identity, "a", &SecretString::from("x")).unwrap(), SecretString::from("x")),
            ] {
                let again =
                    open_metered(&written, &password, &OpenOptions::at(now())).0.map_err(|error| error.code()).unwrap();
                assert_eq!(again.leaf_der(), identity.leaf_der(), "{name}: {expected}");
                assert_eq!(verifies(again.leaf_der(), again.chain_der(), root), before, "{name}");
            }
            verified += u32::from(before);
        }
        // OpenSSL takes no time with an offset.
        let takes = *name != "08-generalized-offset.p12" && !chain.is_empty();
        assert!(!takes || verifies(identity.leaf_der(), chain, chain.last().unwrap()), "{name}");
    }
    assert!(verified > 10);
}
