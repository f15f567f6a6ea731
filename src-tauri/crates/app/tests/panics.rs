//! A panic says where it was, on standard error and in the trail, and nothing of what it was about.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::process::Command;
use std::thread;

use app::{Trail, install_panic_hook};

/// What a page, a file's name or a user has put into a panic's words.
const MARK: &str = "shirushi-panic-4X";

/// An error whose words are what it was about.
fn refused() -> Result<(), String> {
    Err(MARK.to_owned())
}

/// Lines of this file that panic.
const PANICS: [u32; 2] = [line!() + 7, line!() + 8];

#[test]
#[ignore = "the other test runs it, in a process of its own"]
fn panicking() {
    let trail = Trail::start();
    install_panic_hook();
    assert!(thread::spawn(|| panic!("{MARK}")).join().is_err());
    assert!(thread::spawn(|| refused().expect("accepted")).join().is_err());
    for line in trail.lines() {
        println!("trail: {line}");
    }
}

#[test]
fn a_panic_tells_its_place_and_nothing_else() {
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["panicking", "--exact", "--ignored", "--nocapture"])
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8_lossy(&child.stdout), String::from_utf8_lossy(&child.stderr));
    assert!(child.status.success(), "{out}{err}");
    for (name, said) in [("trail", &out), ("standard error", &err)] {
        assert!(!said.contains(MARK), "{name}: {said}");
        for line in PANICS {
            assert!(said.contains(&format!("tests/panics.rs:{line}")), "{name}, {line}: {said}");
        }
    }
    assert_eq!(out.matches("ERROR app::panic_hook a panic at=").count(), PANICS.len(), "{out}");
}
