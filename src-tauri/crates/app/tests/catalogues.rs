//! Every code that Rust can send has its sentences in every language.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

fn catalogues() -> BTreeMap<String, BTreeMap<String, serde_json::Value>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/messages");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap())
        })
        .collect()
}

fn failures() -> Vec<&'static str> {
    [
        app::CODES,
        app::DeviceError::CODES,
        app::FileError::CODES,
        app::PictureError::CODES,
        app::PracticeEnvironmentError::CODES,
        app::StoreError::CODES,
        certificate::OpenError::CODES,
        certificate::WriteError::CODES,
        journey::LinkError::CODES,
        handoff::HandOffError::CODES,
        portal::PortalError::CODES,
    ]
    .concat()
}

#[test]
fn every_failure_says_what_happened_what_is_kept_and_what_to_do() {
    let keys =
        failures().into_iter().flat_map(|code| ["what", "kept", "todo"].map(|part| format!("failure_{code}_{part}")));
    assert_present(keys.collect());
}

#[test]
fn every_finding_and_every_oddity_has_its_sentence() {
    let findings = certificate::Finding::CODES.iter().map(|code| format!("finding_{code}"));
    let oddities = certificate::PasswordHint::CODES.iter().map(|code| format!("oddity_{code}"));
    let hints = ["empty", "too-short", "too-long", "prefix", "character"].map(|hint| format!("user_id_{hint}"));
    assert_present(findings.chain(oddities).chain(hints).collect());
}

#[test]
fn codes_are_stable_words() {
    let mut codes = failures();
    for code in &codes {
        assert!(code.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-'), "{code}");
    }
    let count = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), count, "a code stands for one thing");
}

fn assert_present(keys: Vec<String>) {
    for (language, catalogue) in catalogues() {
        let missing: Vec<&String> = keys
            .iter()
            .filter(|key| catalogue.get(*key).and_then(|text| text.as_str()).is_none_or(|text| text.trim().is_empty()))
            .collect();
        assert!(missing.is_empty(), "{language}: {missing:#?}");
    }
}
