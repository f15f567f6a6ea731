//! What the project says in words, in every language of the app.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Outcome, project, room, target, updating};

/// Sentences that the system says for the app, each with the key of Info.plist that holds it.
const SENTENCES: &[(&str, &str)] = &[("NSCameraUsageDescription", "camera")];

fn catalogues() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/messages")
}

/// What Info.plist says that the app speaks.
fn declared(project: &Value) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    Ok(serde_json::from_value(target(project)["info"]["properties"]["CFBundleLocalizations"].clone())?)
}

/// What a language says in the place of Info.plist's own sentences.
fn localized(language: &str) -> PathBuf {
    room().join("Localized").join(format!("{language}.lproj/InfoPlist.strings"))
}

/// As Xcode reads it ("Strings files", Resource Programming Guide).
fn strings(language: &str) -> Result<String, Box<dyn std::error::Error>> {
    let catalogue = fs::read_to_string(catalogues().join(language).join("native.json"))?;
    let catalogue: Value = serde_json::from_str(&catalogue)?;
    let mut text = format!("/* Out of ui/messages/{language}, by src-tauri/tests/apple_languages. */\n");
    for (key, sentence) in SENTENCES {
        let sentence = catalogue[sentence].as_str().ok_or("no such sentence")?;
        let sentence = sentence.replace('\\', "\\\\").replace('"', "\\\"");
        text.push_str(&format!("\"{key}\" = \"{sentence}\";\n"));
    }
    Ok(text)
}

/// The languages of the catalogues, やさしい日本語 being Japanese: what the system offers as the app's, and what its own
/// sheets speak inside the app.
#[test]
fn every_language_of_the_app_is_declared() -> Outcome {
    let mut spoken = BTreeSet::new();
    for entry in fs::read_dir(catalogues())? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            let name = entry.file_name().to_string_lossy().into_owned();
            spoken.insert(if name == "ja-easy" { "ja".to_owned() } else { name });
        }
    }
    let declared: BTreeSet<_> = declared(&project()?)?.into_iter().collect();
    assert_eq!(declared, spoken);
    Ok(())
}

/// As a YAML plain scalar, which XcodeGen reads as a text; and for every language, Info.plist's own among them: iOS asks in
/// the first that the user prefers and the app has.
#[test]
fn the_sentences_are_the_catalogues() -> Outcome {
    let catalogue: Value = serde_json::from_str(&fs::read_to_string(catalogues().join("ja/native.json"))?)?;
    let path = room().join("project.yml");
    let mut text = fs::read_to_string(&path)?;
    for (key, sentence) in SENTENCES {
        let sentence = catalogue[sentence].as_str().ok_or("no such sentence")?;
        let line = format!("        {key}: {sentence}");
        if updating() {
            let stale = text.lines().find(|line| line.trim_start().starts_with(key)).ok_or("no such key")?.to_owned();
            text = text.replace(&stale, &line);
            fs::write(&path, &text)?;
        }
        assert!(text.lines().any(|found| found == line), "{key} is stale: run this test with UPDATE_APPLE=1, twice");
        assert_eq!(target(&project()?)["info"]["properties"][*key], *sentence);
    }

    let project = project()?;
    let listed = target(&project)["sources"].as_array().ok_or("no sources")?;
    assert!(listed.iter().any(|source| source["path"] == "Localized"), "Xcode would not copy them");
    let declared = declared(&project)?;
    for language in &declared {
        let made = strings(language)?;
        let path = localized(language);
        if updating() {
            fs::create_dir_all(path.parent().ok_or("no folder")?)?;
            fs::write(&path, &made)?;
        }
        let found = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        assert_eq!(found, made, "{} is stale: run this test with UPDATE_APPLE=1", path.display());
    }
    let folders: BTreeSet<_> = fs::read_dir(room().join("Localized"))?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<Result<_, std::io::Error>>()?;
    assert_eq!(folders, declared.iter().map(|language| format!("{language}.lproj")).collect());
    Ok(())
}
