//! The architecture holds: which crate may know which, what nothing is called, what the WebView may ask.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

type Outcome = Result<(), Box<dyn Error>>;

/// Which of our crates each crate may know. Its tests may know more.
const ARROWS: &[(&str, &[&str])] = &[
    ("derivation", &[]),
    ("certificate", &["derivation"]),
    // What the app and the probe say to each other: both are built from it.
    ("verification", &["certificate"]),
    ("portal", &["certificate"]),
    ("handoff", &["certificate"]),
    ("journey", &["certificate", "verification"]),
    ("app", &["certificate", "verification", "portal", "handoff", "journey"]),
    // `portal` for its one function that builds an HTTPS client, `journey` for the words of the practice phone.
    ("practice", &["app", "certificate", "journey", "portal", "probe"]),
    // A publisher runs it: nothing of practice, nothing of the app but what the two say to each other.
    ("probe", &["certificate", "verification"]),
    ("tauri-plugin-device", &["app", "certificate", "journey"]),
    // The app's own window of Linux, so that what goes through it is what ships.
    ("window-drive", &["app", "certificate", "portal", "tauri-plugin-device"]),
    ("http-backend", &["app", "certificate", "journey", "practice"]),
    // Only features of what others wrote.
    ("workspace-hack", &[]),
    ("shomei-navi", &["app", "certificate", "journey", "practice", "tauri-plugin-device", "workspace-hack"]),
];

/// The only ones who know Tauri.
const KNOW_TAURI: &[&str] = &["shomei-navi", "tauri-plugin-device", "workspace-hack"];

/// Words that say nothing about what a thing is. Info, Data and Service are words of the standards and platforms
/// (`PrivateKeyInfo`, `ServiceConnection`).
const EMPTY_WORDS: &[&str] = &["manager", "helper", "helpers", "util", "utils", "processor"];

/// Where nothing of ours stands.
const NOT_OURS: &[&str] = &[".git", ".tauri", "target", "node_modules", "dist", "gen", "icons"];

/// A doc comment of fewer words says no more than the name does.
const WORDS_OF_A_DOC: usize = 4;

/// The same of a field, a variant, or what is not public: it is read beside its type.
const WORDS_OF_ANY_DOC: usize = 3;

/// A file longer than this is several files.
const LINES: usize = 480;

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn packages() -> Result<BTreeMap<String, BTreeSet<String>>, Box<dyn Error>> {
    let answer = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(top())
        .output()?;
    let metadata: Value = serde_json::from_slice(&answer.stdout)?;
    let mut packages = BTreeMap::new();
    for package in metadata["packages"].as_array().ok_or("no packages")? {
        let known = package["dependencies"].as_array().ok_or("no dependencies")?;
        let known = known
            .iter()
            .filter(|dependency| dependency["kind"] != "dev")
            .filter_map(|dependency| dependency["name"].as_str().map(str::to_owned))
            .collect();
        packages.insert(package["name"].as_str().ok_or("no name")?.to_owned(), known);
    }
    Ok(packages)
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) -> Outcome {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() && !NOT_OURS.iter().any(|name| entry.file_name() == *name) {
            files(&entry.path(), found)?;
        } else if kind.is_file() {
            found.push(entry.path());
        }
    }
    Ok(())
}

fn our_files() -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut found = Vec::new();
    files(&top(), &mut found)?;
    assert!(found.len() > 50, "the walk did not find the project");
    Ok(found)
}

fn is_source(path: &Path) -> bool {
    path.extension().is_some_and(|kind| ["rs", "ts", "svelte", "kt", "swift"].iter().any(|ours| kind == *ours))
}

/// The words of `one-name`, `one_name`, `one.name` or `OneName`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for character in name.chars() {
        if !character.is_alphanumeric() || character.is_uppercase() {
            words.push(String::new());
        }
        if let (true, Some(last)) = (character.is_alphanumeric(), words.last_mut()) {
            last.extend(character.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn says_nothing(name: &str) -> bool {
    words(name).iter().any(|word| EMPTY_WORDS.contains(&word.as_str()))
}

/// Names of the types that a line of Rust, TypeScript, Kotlin or Swift declares.
fn declared_type(line: &str) -> Option<&str> {
    if line.starts_with(['/', '*']) {
        return None;
    }
    let mut parts = line.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|part| !part.is_empty());
    let keyword = parts.find(|part| {
        !["pub", "crate", "export", "default", "abstract", "internal", "open", "data", "final", "private", "public"]
            .contains(part)
    })?;
    ["struct", "enum", "trait", "class", "interface", "type", "object", "protocol"]
        .contains(&keyword)
        .then(|| parts.next())
        .flatten()
}

/// What has a doc of too few words in a source text of Rust. A label of the portal or of the app, in Japanese, says enough.
fn short_docs(source: &str) -> Vec<String> {
    let (mut found, mut doc) = (Vec::new(), Vec::new());
    for line in source.lines().map(str::trim) {
        if line == "mod tests {" {
            break;
        }
        if let Some(words) = line.strip_prefix("///") {
            doc.extend(words.split_whitespace());
        } else if !line.starts_with("#[") {
            let is_public_item = line.strip_prefix("pub ").is_some_and(|rest| {
                let word = rest.split(' ').next().unwrap_or_default();
                ["async", "const", "enum", "fn", "mod", "static", "struct", "trait", "type", "union"].contains(&word)
            });
            let needed = if is_public_item { WORDS_OF_A_DOC } else { WORDS_OF_ANY_DOC };
            let is_label = !is_public_item && doc.iter().any(|word| !word.is_ascii());
            if !doc.is_empty() && doc.len() < needed && !is_label {
                found.push(format!("{}: {line}", doc.join(" ")));
            }
            doc.clear();
        }
    }
    found
}

#[test]
fn arrows_point_one_way() -> Outcome {
    let allowed: BTreeMap<_, _> = ARROWS.iter().copied().collect();
    let packages = packages()?;
    assert_eq!(packages.keys().map(String::as_str).collect::<Vec<_>>(), allowed.keys().copied().collect::<Vec<_>>());
    for (package, known) in &packages {
        for other in known.iter().filter(|name| packages.contains_key(*name)) {
            assert!(allowed[package.as_str()].contains(&other.as_str()), "{package} must not know {other}");
        }
    }
    Ok(())
}

/// The features of `practice` where it is built into that program alone: a build of the whole workspace unites them.
fn features_of_practice(program: &str) -> Result<String, Box<dyn Error>> {
    let answer = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--edges", "normal,build", "--prefix", "none", "--format", "{p} features: {f}"])
        .args(["--package", program])
        .current_dir(top())
        .output()?;
    let tree = String::from_utf8(answer.stdout)?;
    let practice = tree.lines().find(|line| line.starts_with("practice v")).ok_or("practice is not in it")?;
    Ok(practice.split_once("features: ").ok_or("no features")?.1.to_owned())
}

#[test]
fn the_phones_app_holds_no_faults() -> Outcome {
    assert_eq!(features_of_practice("shomei-navi")?, "", "the app is built with what only tests and programs need");
    let features = features_of_practice("http-backend")?;
    assert!(features.split(',').any(|feature| feature == "faults"), "the test does not see features: {features}");
    Ok(())
}

#[test]
fn only_the_shell_and_the_device_know_tauri() -> Outcome {
    for (package, known) in packages()? {
        // The plugin is ours; Tauri names it.
        let others = known.iter().filter(|name| *name != "tauri-plugin-device");
        let tauri: Vec<_> =
            others.filter(|name| ["tauri", "wry", "tao"].iter().any(|prefix| name.starts_with(prefix))).collect();
        assert_eq!(!tauri.is_empty(), KNOW_TAURI.contains(&package.as_str()), "{package} knows {tauri:?}");
    }
    Ok(())
}

#[test]
fn names_say_what_a_thing_is() -> Outcome {
    for name in ["UserManager", "string_utils", "http-helper", "ImageProcessor"] {
        assert!(says_nothing(name), "{name}");
    }
    for name in ["PrivateKeyInfo", "ServiceConnection", "utility", "management"] {
        assert!(!says_nothing(name), "{name}");
    }
    for path in our_files()? {
        let name = path.file_stem().ok_or("no name")?.to_string_lossy();
        assert!(!says_nothing(&name), "{}", path.display());
        if is_source(&path) {
            for line in fs::read_to_string(&path)?.lines() {
                if let Some(name) = declared_type(line.trim_start()) {
                    assert!(!says_nothing(name), "{name} in {}", path.display());
                }
            }
        }
    }
    Ok(())
}

#[test]
fn files_can_be_read_in_one_go() -> Outcome {
    for path in our_files()?.iter().filter(|path| is_source(path)) {
        let lines = fs::read_to_string(path)?.lines().count();
        assert!(lines <= LINES, "{} has {lines} lines", path.display());
    }
    Ok(())
}

#[test]
fn what_is_documented_is_said_in_more_than_its_name() -> Outcome {
    assert_eq!(short_docs("/// The clock.\n#[derive(Debug)]\npub struct Clock;"), ["The clock.: pub struct Clock;"]);
    assert_eq!(
        short_docs(
            "/// Time that\n/// passes by.\npub trait Clock {}\n/// ログイン.\nLogin,\n/// Said in three.\nfn x() {}"
        ),
        [""; 0]
    );
    assert_eq!(short_docs("/// Its name.\nname: String,"), ["Its name.: name: String,"]);
    let mut seen = 0;
    for path in our_files()?.iter().filter(|path| path.extension().is_some_and(|kind| kind == "rs")) {
        if path.components().any(|part| part.as_os_str() == "src") {
            assert_eq!(short_docs(&fs::read_to_string(path)?), [""; 0], "{}", path.display());
            seen += 1;
        }
    }
    assert!(seen > 200, "the walk did not find the sources");
    Ok(())
}

#[test]
fn the_web_view_has_no_plugin_no_files_and_no_remote_origin() -> Outcome {
    let mut seen = 0;
    for entry in fs::read_dir(top().join("src-tauri/capabilities"))? {
        let capability: Value = serde_json::from_str(&fs::read_to_string(entry?.path())?)?;
        assert_eq!(capability.get("remote"), None);
        for permission in capability["permissions"].as_array().ok_or("no permissions")? {
            let permission = permission.as_str().ok_or("a permission with a scope")?;
            assert!(permission.starts_with("allow-"), "{permission} is not one of the app's own commands");
        }
        seen += 1;
    }
    assert_eq!(seen, 1);
    Ok(())
}

#[test]
fn the_configuration_keeps_the_web_view_closed() -> Outcome {
    let path = top().join("src-tauri/tauri.conf.json");
    let configuration: Value = serde_json::from_str(&fs::read_to_string(path)?)?;
    let security = &configuration["app"]["security"];
    assert_eq!(security["capabilities"], serde_json::json!(["main"]));
    assert_eq!(
        security["csp"],
        serde_json::json!({
            "default-src": "'self'",
            "style-src": "'self'",
            "connect-src": "ipc: http://ipc.localhost",
            "object-src": "'none'",
            "base-uri": "'none'",
            "form-action": "'none'",
            "frame-ancestors": "'none'",
        })
    );
    assert_eq!(security.get("devCsp"), None);
    assert_eq!(configuration["app"]["withGlobalTauri"], false);
    assert_eq!(configuration["build"].get("devUrl"), None);
    assert_eq!(configuration["build"]["removeUnusedCommands"], true);
    Ok(())
}
