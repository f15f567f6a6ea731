//! Every code that Rust can send has its sentences in every language.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod codes;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use codes::failures;

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
    let hints = journey::UserIdHint::CODES.iter().map(|hint| format!("user_id_{hint}"));
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

#[test]
fn no_enum_with_codes_is_left_out() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut sources = Vec::new();
    for name in ["app", "certificate", "handoff", "journey", "portal"] {
        collect_sources(&crates.join(name).join("src"), &mut sources);
    }
    let listed = concat!(include_str!("catalogues.rs"), include_str!("codes/mod.rs"));
    let mut seen = 0;
    for source in sources {
        let text = fs::read_to_string(&source).unwrap();
        let mut owner = "";
        for line in text.lines() {
            owner = line.strip_prefix("impl ").and_then(|rest| rest.strip_suffix(" {")).unwrap_or(owner);
            if line.trim_start().starts_with("pub const CODES: &[&str]") {
                // What a file was taken for chooses among the sentences of one code; where it has none of its own, the code's are said.
                let named = owner == "FileType" || listed.contains(&format!("::{owner}::CODES"));
                assert!(named, "{owner} of {} has no sentences", source.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 12, "only {seen} enums with codes were found");
}

fn collect_sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect_sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}
