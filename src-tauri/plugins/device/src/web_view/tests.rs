#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use app::{EngineError, MAX_FILE_BYTES, WindowPlan, WindowProblem, WindowWords};
use regex::Regex;
use serde_json::Value;
use url::Url;

use super::*;

fn plan(hosts: &[&str]) -> WindowPlan {
    let words = WindowWords {
        title: String::new(),
        close: String::new(),
        secure: String::new(),
        dialog: String::new(),
        yes: String::new(),
        no: String::new(),
        help: String::new(),
        help_text: String::new(),
    };
    WindowPlan {
        entry: Url::parse("https://www.e-seikyuu.jp/").unwrap(),
        allowed_hosts: hosts.iter().map(|host| host.parse().unwrap()).collect(),
        extra_roots: Vec::new(),
        user_agent: None,
        script: String::new(),
        words,
    }
}

fn portal() -> WindowPlan {
    plan(&["*.e-seikyuu.jp", "localhost:8443"])
}

/// Addresses that a page may try, and whether its document may come from there.
const ADDRESSES: [(&str, bool); 15] = [
    ("https://www.e-seikyuu.jp/login", true),
    ("https://localhost:8443/", true),
    ("http://www.e-seikyuu.jp/login", false),
    ("https://e-seikyuu.jp/", false),
    ("https://www.e-seikyuu.jp:8443/", false),
    ("https://localhost/", false),
    ("https://www.e-seikyuu.jp.example.org/", false),
    ("https://www.e-seikyuu.jp@example.org/", false),
    ("https://example.org/www.e-seikyuu.jp/", false),
    ("https://example.org/?https://www.e-seikyuu.jp/", false),
    ("https://wwwxe-seikyuu.jp/", false),
    ("https://x.e-seikyuuxjp/", false),
    ("ftp://www.e-seikyuu.jp/", false),
    ("javascript:alert(1)", false),
    ("file:///etc/passwd", false),
];

#[test]
fn a_frame_goes_to_the_hosts_of_the_plan_alone() {
    for (address, allowed) in ADDRESSES {
        assert_eq!(judge(&portal(), address) == Judgement::Allowed, allowed, "{address}");
    }
    assert_eq!(judge(&portal(), "about:blank"), Judgement::Allowed);
    for made in ["blob:https://www.e-seikyuu.jp/1", "data:text/html,x", "about:config", ""] {
        assert_ne!(judge(&portal(), made), Judgement::Allowed, "{made}");
    }
    assert_eq!(judge(&portal(), "https://example.org:1/x"), Judgement::Refused(Some("example.org:1".to_owned())));
    assert_eq!(judge(&portal(), "tel:110"), Judgement::Refused(None));
}

/// What the rules do with a document or a picture, in WebKit's order: the last that fits has the word.
fn is_loaded(rules: &str, address: &str, kind: &str) -> bool {
    let rules: Vec<Value> = serde_json::from_str(rules).unwrap();
    rules.iter().fold(true, |loaded, rule| {
        let trigger = &rule["trigger"];
        let kinds = trigger["resource-type"].as_array();
        let fits = kinds.is_none_or(|kinds| kinds.iter().any(|own| own == kind))
            && Regex::new(trigger["url-filter"].as_str().unwrap()).unwrap().is_match(address);
        match rule["action"]["type"].as_str().unwrap() {
            "block" if fits => false,
            "ignore-previous-rules" if fits => true,
            _ => loaded,
        }
    })
}

#[test]
fn the_engine_keeps_the_same_rule() {
    let rules = content_rules(&portal());
    for (address, allowed) in ADDRESSES {
        assert_eq!(is_loaded(&rules, address, "document"), allowed, "{address}");
        assert_eq!(is_loaded(&rules, address, "popup"), allowed, "{address}");
        assert_eq!(is_loaded(&rules, address, "image"), address.starts_with("https:"), "{address}");
    }
    assert!(is_loaded(&rules, "about:blank", "document") && is_loaded(&rules, "blob:https://x/1", "document"));
    assert!(is_loaded(&rules, "data:image/png,x", "image") && !is_loaded(&rules, "data:text/html,x", "document"));
}

#[test]
fn filters_hold_only_what_webkit_reads() {
    let rules = content_rules(&plan(&["*.e-seikyuu.jp", "[::1]:8443", "localhost:1"]));
    let rules: Vec<Value> = serde_json::from_str(&rules).unwrap();
    for rule in rules {
        let filter = rule["trigger"]["url-filter"].as_str().unwrap().replace("\\[", "").replace("\\]", "");
        assert!(!filter.contains(['|', '{', '$', '(']) && filter.is_ascii(), "{filter}");
    }
    assert!(is_loaded(&content_rules(&plan(&["[::1]:8443"])), "https://[::1]:8443/x", "document"));
}

#[test]
fn a_file_is_taken_from_the_plans_hosts_or_from_the_page_itself() {
    let at = "https://www.e-seikyuu.jp/download";
    let becomes = |address, disposition, kind, showable| becomes(&portal(), address, disposition, kind, showable);
    assert_eq!(becomes(at, None, Some("text/html"), true), Becomes::Page);
    assert_eq!(becomes(at, Some("inline; filename=x"), Some("text/html"), true), Becomes::Page);
    assert_eq!(becomes(at, Some("Attachment ; filename=\"x.p12\""), Some("text/html"), true), Becomes::File);
    assert_eq!(becomes(at, None, Some("Application/X-PKCS12"), true), Becomes::File);
    assert_eq!(becomes(at, None, Some("application/octet-stream"), false), Becomes::File);
    assert_eq!(becomes("blob:https://www.e-seikyuu.jp/1", None, None, false), Becomes::File);
    assert_eq!(becomes("blob:https://www.e-seikyuu.jp/1", None, Some("text/html"), true), Becomes::Nothing);
    for elsewhere in ["https://example.org/x.p12", "http://www.e-seikyuu.jp/x.p12", "file:///etc/passwd"] {
        assert_eq!(becomes(elsewhere, Some("attachment"), None, false), Becomes::Nothing, "{elsewhere}");
    }
}

#[test]
fn what_failed_is_named_as_the_client_names_it() {
    let host = || "www.e-seikyuu.jp".to_owned();
    let told = |code| problem(code, "www.e-seikyuu.jp");
    assert_eq!(told(-999), None, "another page was asked for");
    assert_eq!(told(102), None, "WebKitErrorFrameLoadInterruptedByPolicyChange: it became a download");
    for code in [-1009, -1001] {
        let cause = EngineError { domain: "NSURLErrorDomain", code: Some(code as i64) };
        assert_eq!(told(code), Some(WindowProblem::Offline { cause }));
    }
    assert_eq!(told(-1201), Some(WindowProblem::Expired { host: host() }));
    assert_eq!(told(-1204), Some(WindowProblem::NotYetValid { host: host() }));
    assert_eq!(told(-1202), Some(WindowProblem::Untrusted { host: host() }));
    assert_eq!(told(-1203), Some(WindowProblem::Untrusted { host: host() }));
    for other in [-1200, -1205, -1206, -1022] {
        assert_eq!(told(other), Some(WindowProblem::Tls { host: host() }), "{other}");
    }
}

fn make(path: &Path) -> std::io::Result<()> {
    fs::create_dir_all(path.parent().unwrap())?;
    fs::create_dir(path)
}

#[test]
fn a_file_is_read_once_and_gone() {
    let base = tempfile::tempdir().unwrap();
    let catch = Catch::new(base.path(), make).unwrap();
    let path = catch.path();
    assert!(!path.exists() && !catch.is_too_large());
    fs::write(&path, b"content").unwrap();
    assert_eq!(catch.take().unwrap().as_slice(), b"content");
    assert_eq!(fs::read_dir(base.path()).unwrap().count(), 0);
}

#[test]
fn each_file_has_a_folder_of_its_own_that_goes_unread_too() {
    let base = tempfile::tempdir().unwrap();
    let (first, second) = (Catch::new(base.path(), make).unwrap(), Catch::new(base.path(), make).unwrap());
    assert_ne!(first.path(), second.path());
    fs::write(first.path(), vec![0; MAX_FILE_BYTES + 2]).unwrap();
    assert!(first.is_too_large());
    assert_eq!(first.take().unwrap().len(), MAX_FILE_BYTES + 1);
    drop(second);
    assert_eq!(fs::read_dir(base.path()).unwrap().count(), 0);
}

#[test]
fn a_link_in_the_files_place_is_not_followed() {
    let base = tempfile::tempdir().unwrap();
    fs::write(base.path().join("secret"), b"secret").unwrap();
    let catch = Catch::new(&base.path().join("downloads"), make).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(base.path().join("secret"), catch.path()).unwrap();
    assert!(catch.take().is_err());
    assert_eq!(fs::read(base.path().join("secret")).unwrap(), b"secret");
}

#[test]
fn what_a_killed_run_left_is_swept() {
    let base = tempfile::tempdir().unwrap();
    let downloads = base.path().join("downloads");
    let catch = Catch::new(&downloads, make).unwrap();
    fs::write(catch.path(), b"content").unwrap();
    std::mem::forget(catch);
    sweep(&downloads);
    assert!(!downloads.exists());
}

#[cfg(target_os = "linux")]
#[test]
fn of_several_runs_those_that_have_ended_are_swept() {
    let base = tempfile::tempdir().unwrap();
    let own = Catch::new(base.path(), make).unwrap();
    fs::write(own.path(), b"content").unwrap();
    // No process has this number: Linux gives out 2^22 at the most.
    for left in ["4194305-0", "nobody"] {
        fs::create_dir(base.path().join(left)).unwrap();
        fs::write(base.path().join(left).join("file"), b"content").unwrap();
    }
    sweep_ended(base.path());
    assert_eq!(fs::read_dir(base.path()).unwrap().count(), 1);
    assert_eq!(own.take().unwrap().as_slice(), b"content");
}

#[test]
fn a_page_cannot_fill_the_screen_with_a_dialog() {
    assert_eq!(dialog_text("ログアウトしますか。"), "ログアウトしますか。");
    assert_eq!(dialog_text(&"あ".repeat(10_000)).chars().count(), 400);
    let late = "\u{202e}".repeat(1000) + &"𠮷".repeat(500);
    assert_eq!(dialog_text(&late), "𠮷".repeat(400), "what is not shown does not count");
}

/// Kotlin is held to the same table (`PlainTextTest`).
#[test]
fn a_dialog_turns_and_hides_nothing_around_it() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/native/portal/texts.json");
    let table: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let pairs = |name: &str| -> Vec<(String, String)> { serde_json::from_value(table[name].clone()).unwrap() };
    let dialogs = pairs("dialogs");
    assert!(dialogs.len() > 3);
    for (said, shown) in dialogs {
        assert_eq!(dialog_text(&said), shown);
    }
    let code = |text: &str| u32::from_str_radix(text, 16).unwrap();
    let hidden: Vec<_> = pairs("hidden").iter().map(|(first, last)| code(first)..=code(last)).collect();
    for character in '\0'..=char::MAX {
        let is_hidden = hidden.iter().any(|range| range.contains(&u32::from(character)));
        assert_eq!(dialog_text(&character.to_string()).is_empty(), is_hidden, "{character:?}");
    }
}
