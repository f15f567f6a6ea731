#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::Path;

use journey::{Appearance, PersistedState, Settings, UserId};

use super::{FileStore, Store, StoreError};

const USER_ID: &str = "KJ1372000123A5";

/// Known by its language: nothing of it is erased by another.
fn saved(letter: &str) -> PersistedState {
    let appearance = Appearance { language: Some(letter.to_owned()), ..Appearance::default() };
    PersistedState { settings: Settings { appearance, ..Settings::default() }, ..PersistedState::default() }
}

fn with_user_id(letter: &str) -> PersistedState {
    let mut state = saved(letter);
    state.settings.user_id = UserId::written(USER_ID);
    state
}

/// Names of the files that tell the user ID.
fn telling(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let telling = entries.filter(|entry| String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).contains(USER_ID));
    let mut names: Vec<_> = telling.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn what_is_saved_is_read_back_and_one_instance_holds_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::open(folder.path()).unwrap();
    assert_eq!(store.load().unwrap(), PersistedState::default());
    store.save(&saved("A")).unwrap();
    store.save(&saved("B")).unwrap();
    assert_eq!(store.load().unwrap(), saved("B"));
    assert!(matches!(FileStore::open(folder.path()), Err(StoreError::InUse)));
}

#[test]
fn a_damaged_file_gives_the_previous_copy() {
    for cut in [0, 1, 40] {
        let folder = tempfile::tempdir().unwrap();
        let store = FileStore::open(folder.path()).unwrap();
        store.save(&saved("A")).unwrap();
        store.save(&saved("B")).unwrap();
        let path = folder.path().join("state.json");
        let whole = fs::read(&path).unwrap();
        fs::write(&path, &whole[..cut]).unwrap();
        assert_eq!(store.load().unwrap(), saved("A"), "cut at {cut}");
        assert_eq!(fs::read(folder.path().join("state.damaged-1.json")).unwrap(), &whole[..cut]);
        assert_eq!(store.load().unwrap(), saved("A"), "and again");
    }
}

#[test]
fn a_damaged_state_is_put_aside_and_never_destroyed() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    let store = FileStore::open(folder.path()).unwrap();
    fs::write(file("state.json"), "{ one").unwrap();
    fs::write(file("state.previous.json"), "{ two").unwrap();
    assert!(matches!(store.load(), Err(StoreError::Damaged(_))));
    store.save(&saved("A")).unwrap();
    store.save(&saved("B")).unwrap();
    // Damaged while it runs: by whatever writes into its folder.
    fs::write(file("state.json"), "{ three").unwrap();
    store.save(&saved("C")).unwrap();
    store.save(&saved("D")).unwrap();
    store.save(&saved("E")).unwrap();
    assert_eq!(store.load().unwrap(), saved("E"));
    let aside = ["1", "2", "3"].map(|n| fs::read_to_string(file(&format!("state.damaged-{n}.json"))).unwrap());
    assert_eq!(aside, ["{ one", "{ two", "{ three"]);
}

#[test]
fn what_is_erased_is_in_no_copy_and_damage_after_it_brings_nothing_back() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::open(folder.path()).unwrap();
    store.save(&with_user_id("A")).unwrap();
    store.save(&with_user_id("B")).unwrap();
    assert_eq!(telling(folder.path()), ["state.json", "state.previous.json"]);
    store.save(&saved("C")).unwrap();
    assert_eq!(telling(folder.path()), [""; 0]);
    fs::write(folder.path().join("state.json"), "{").unwrap();
    assert_eq!(store.load().unwrap(), saved("C"));
}

#[test]
fn what_was_erased_when_the_process_ended_is_in_no_copy_after_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::open(folder.path()).unwrap();
    store.save(&with_user_id("A")).unwrap();
    let before = fs::read(folder.path().join("state.json")).unwrap();
    store.save(&saved("B")).unwrap();
    fs::write(folder.path().join("state.previous.json"), before).unwrap();
    assert_eq!(store.load().unwrap(), saved("B"));
    assert_eq!(telling(folder.path()), [""; 0]);
}

#[test]
fn a_copy_that_cannot_be_understood_is_put_aside_and_then_gives_way() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::open(folder.path()).unwrap();
    let file = |name: &str| folder.path().join(name);
    let damaged = format!("{{ {USER_ID}");
    fs::write(file("state.json"), &damaged).unwrap();
    fs::write(file("state.previous.json"), &damaged).unwrap();
    store.save(&saved("A")).unwrap();
    assert_eq!(telling(folder.path()), ["state.damaged-1.json"]);
    let others = ["state.damaged-x.json", "state.damaged-1.txt", "state.damaged-", "state.notes"];
    for name in others {
        fs::write(file(name), "theirs").unwrap();
    }
    fs::create_dir(file("state.damaged-2.json")).unwrap();
    fs::write(file("state.damaged-12.json"), USER_ID).unwrap();
    store.erase_damaged().unwrap();
    assert!(!file("state.damaged-1.json").exists() && !file("state.damaged-12.json").exists());
    assert!(others.iter().all(|name| file(name).exists()) && file("state.damaged-2.json").exists());
    assert_eq!(store.load().unwrap(), saved("A"));
}

/// As on a full disk: behind this folder's path every name of a state file fits but those of what is put aside.
#[cfg(target_os = "linux")]
#[test]
fn where_nothing_can_be_put_aside_a_whole_copy_is_read_and_nothing_written() {
    const LONGEST: usize = libc::PATH_MAX as usize - 1;
    let parent = tempfile::tempdir().unwrap();
    let mut folder = parent.path().to_owned();
    let length = LONGEST - "/state.previous.json".len();
    while folder.as_os_str().len() < length {
        let left = length - folder.as_os_str().len() - 1;
        folder.push("x".repeat(if left > 200 { 100 } else { left }));
    }
    let store = FileStore::open(&folder).unwrap();
    store.save(&saved("A")).unwrap();
    store.save(&saved("B")).unwrap();
    let path = folder.join("state.json");
    fs::write(&path, "{ damaged").unwrap();
    assert_eq!(store.load().unwrap(), saved("A"));
    assert!(matches!(store.save(&saved("C")), Err(StoreError::Failed(_))));
    assert_eq!(fs::read_to_string(&path).unwrap(), "{ damaged", "nothing is lost");
    assert_eq!(store.load().unwrap(), saved("A"));
}

#[test]
fn one_unknown_word_costs_only_what_it_stands_in() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::open(folder.path()).unwrap();
    store.save(&saved("A")).unwrap();
    let path = folder.path().join("state.json");
    let mut state: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    state["journal"] = serde_json::json!({ "step": { "id": "a-step-of-tomorrow" }, "userId": "A" });
    let written = state.to_string();
    fs::write(&path, &written).unwrap();
    assert_eq!(store.load().unwrap(), saved("A"));
    assert_eq!(fs::read_to_string(folder.path().join("state.damaged-1.json")).unwrap(), written);
}

#[test]
fn what_a_killed_write_left_is_swept_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let ours = ["state.json", "state.previous.json", "state.damaged-1.json", "state.lock", "state.notes", "other"];
    for name in ours.iter().chain(&["state.aB3xY9.tmp", "state.aB3xY9"]) {
        fs::write(folder.path().join(name), "{}").unwrap();
    }
    let _store = FileStore::open(folder.path()).unwrap();
    for name in ours {
        assert!(folder.path().join(name).exists(), "{name}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), ours.len());
}

#[cfg(unix)]
#[test]
fn links_and_pipes_in_its_place_are_neither_followed_nor_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    fs::write(file("theirs"), "content").unwrap();
    std::os::unix::fs::symlink(file("theirs"), file("state.lock")).unwrap();
    let store = FileStore::open(folder.path()).unwrap();
    assert_eq!(fs::read_to_string(file("theirs")).unwrap(), "content", "the lock's link is not followed");
    std::os::unix::fs::symlink(file("theirs"), file("state.json")).unwrap();
    assert!(matches!(store.load(), Err(StoreError::Failed(_))));
    fs::remove_file(file("state.json")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(file("state.json")).status().unwrap().success());
    assert!(matches!(store.load(), Err(StoreError::Failed(_))), "and the pipe ends at once");
}

#[cfg(unix)]
#[test]
fn what_has_the_name_of_a_copy_and_is_no_file_is_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    let store = FileStore::open(folder.path()).unwrap();
    fs::write(file("state.json"), "{ one").unwrap();
    fs::write(file("theirs"), "{ one").unwrap();
    assert!(std::process::Command::new("mkfifo").arg(file("state.damaged-1.json")).status().unwrap().success());
    std::os::unix::fs::symlink(file("theirs"), file("state.damaged-2.json")).unwrap();
    std::os::unix::fs::symlink(file("nowhere"), file("state.damaged-3.json")).unwrap();
    fs::create_dir(file("state.damaged-4.json")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", file("state.damaged-5.json")).unwrap();
    assert!(matches!(store.load(), Err(StoreError::Damaged(_))));
    store.save(&saved("A")).unwrap();
    assert_eq!(fs::read_to_string(file("state.damaged-6.json")).unwrap(), "{ one");
    assert!(!file("state.damaged-7.json").exists(), "and it is found again");
    assert!(!file("nowhere").exists());
}

#[cfg(unix)]
#[test]
fn a_file_too_large_for_a_state_is_moved_aside_unread() {
    use std::os::unix::fs::MetadataExt as _;

    const LENGTH: u64 = 3 << 30;
    for name in ["state.json", "state.previous.json"] {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| folder.path().join(name);
        let store = FileStore::open(folder.path()).unwrap();
        fs::write(file("state.json"), "{ small").unwrap();
        fs::File::create(file(name)).unwrap().set_len(LENGTH).unwrap();
        // Not to be read in full either, to see that it is not the same.
        fs::File::create(file("state.damaged-1.json")).unwrap().set_len(LENGTH).unwrap();
        assert!(matches!(store.load(), Err(StoreError::Damaged(_))), "{name}");
        store.save(&saved("A")).unwrap();
        store.save(&saved("B")).unwrap();
        assert_eq!(store.load().unwrap(), saved("B"));
        // A copy would have taken room for every byte.
        let kept = |name: &str| fs::metadata(file(name)).is_ok_and(|kept| kept.len() == LENGTH && kept.blocks() < 64);
        assert!(kept("state.damaged-2.json") || kept("state.damaged-3.json"), "{name}");
    }
}

#[test]
fn a_state_that_goes_on_after_its_end_is_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let store = FileStore::open(folder.path()).unwrap();
    store.save(&saved("A")).unwrap();
    let mut state = fs::read(&path).unwrap();
    state.resize(super::MAX_BYTES as usize + 1, b' ');
    fs::write(&path, &state).unwrap();
    assert!(matches!(store.load(), Err(StoreError::Damaged(_))));
    assert_eq!(fs::read(folder.path().join("state.damaged-1.json")).unwrap(), state);
}

#[test]
fn a_newer_version_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::open(folder.path()).unwrap();
    let newer = r#"{"v":3,"somethingNew":true}"#;
    fs::write(folder.path().join("state.json"), newer).unwrap();
    assert!(matches!(store.load(), Err(StoreError::Newer(3))));
    assert!(matches!(store.save(&saved("A")), Err(StoreError::Newer(3))));
    assert_eq!(fs::read_to_string(folder.path().join("state.json")).unwrap(), newer);
}

#[test]
fn a_newer_previous_copy_is_left_alone_too() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::open(folder.path()).unwrap();
    store.save(&saved("A")).unwrap();
    let newer = r#"{"v":3,"somethingNew":true}"#;
    fs::write(folder.path().join("state.previous.json"), newer).unwrap();
    for current in [fs::read(folder.path().join("state.json")).unwrap(), b"{".to_vec()] {
        fs::write(folder.path().join("state.json"), &current).unwrap();
        assert!(matches!(store.load(), Err(StoreError::Newer(3))));
        assert!(matches!(store.save(&saved("B")), Err(StoreError::Newer(3))));
        assert_eq!(fs::read_to_string(folder.path().join("state.previous.json")).unwrap(), newer);
        assert_eq!(fs::read(folder.path().join("state.json")).unwrap(), current);
    }
}

#[test]
fn a_file_of_before_is_read_and_written_anew_only_when_something_changes() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::open(folder.path()).unwrap();
    store.save(&saved("A")).unwrap();
    let path = folder.path().join("state.json");
    let mut before: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    before["v"] = 1.into();
    fs::write(&path, before.to_string()).unwrap();
    let read = store.load().unwrap();
    assert_eq!(read, saved("A"));
    assert!(read.ledger.removed.is_empty() && read.removing.is_none());
    assert_eq!(fs::read_to_string(&path).unwrap(), before.to_string(), "reading changes nothing");
    store.save(&saved("B")).unwrap();
    let version = |name: &str| -> serde_json::Value {
        serde_json::from_slice::<serde_json::Value>(&fs::read(folder.path().join(name)).unwrap()).unwrap()["v"].clone()
    };
    assert_eq!((version("state.json"), version("state.previous.json")), (2.into(), 1.into()));
}
