//! Every code that Rust can send has its sentences in every language.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod codes;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use codes::{USER_ID_HINTS, failures};

/// The messages of each language: those of the first picture and the rest. Rust's own have no words for codes.
fn catalogues() -> BTreeMap<String, BTreeMap<String, serde_json::Value>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/messages");
    let folders = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    folders
        .map(|folder| {
            let name = folder.file_name().unwrap().to_string_lossy().into_owned();
            let parts = ["first.json", "rest.json"].map(|part| fs::read_to_string(folder.join(part)).unwrap());
            let messages = parts
                .iter()
                .flat_map(|part| serde_json::from_str::<BTreeMap<String, serde_json::Value>>(part).unwrap());
            (name, messages.collect())
        })
        .collect()
}

#[test]
fn every_failure_says_what_happened_what_is_kept_and_what_to_do() {
    let keys =
        failures().into_iter().flat_map(|code| ["what", "kept", "todo"].map(|part| format!("failure_{code}_{part}")));
    assert_present(keys.collect());
}

#[test]
fn every_finding_and_every_password_hint_has_its_sentence() {
    let findings = certificate::Finding::CODES.iter().map(|code| format!("finding_{code}"));
    let password_hints = certificate::PasswordHint::CODES.iter().map(|code| format!("password_hint_{code}"));
    let hints = USER_ID_HINTS.iter().map(|hint| format!("user_id_{hint}"));
    assert_present(findings.chain(password_hints).chain(hints).collect());
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
