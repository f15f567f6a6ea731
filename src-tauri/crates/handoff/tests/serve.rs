//! The example that serves a profile for whoever wants to attack it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::io::{BufRead as _, BufReader, Lines, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use support::Place;
use support::issued::{PASSWORD, issued};

/// The example as built beside this test; built now where only this test was asked for.
fn example() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let built = test.parent().unwrap().parent().unwrap().join("examples/serve");
    if !built.exists() {
        let cargo =
            Command::new(env!("CARGO")).args(["build", "--offline", "-p", "handoff", "--example", "serve"]).status();
        assert!(cargo.unwrap().success());
    }
    built
}

fn serve(file: &Path, password: &str) -> Child {
    let mut child = Command::new(example())
        .args(["--slot", "dx"])
        .arg(file)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    writeln!(child.stdin.as_mut().unwrap(), "{password}").unwrap();
    child
}

fn line(lines: &mut Lines<BufReader<ChildStdout>>) -> String {
    lines.next().expect("ended too early").unwrap()
}

#[tokio::test]
async fn says_the_url_then_an_event_a_line_and_ends_with_its_input() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("証明書.pfx");
    std::fs::write(&file, issued()).unwrap();
    let mut child = serve(&file, PASSWORD);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let at = Place::of(&line(&mut lines));

    assert_eq!(at.get(&at.page()).await.status, 200);
    assert_eq!(line(&mut lines), r#"{"event":"page"}"#);
    let profile = at.get(&at.profile()).await;
    assert_eq!(line(&mut lines), r#"{"event":"fetched"}"#);
    assert_eq!(at.send(&at.request("HEAD", &at.page(), "")).await.unwrap().status, 200);
    assert_eq!(line(&mut lines), r#"{"event":"probe"}"#);
    assert_eq!(at.get("/").await.status, 404);
    assert_eq!(line(&mut lines), r#"{"event":"refused","reason":"path"}"#);

    let top = plist::Value::from_reader_xml(&profile.body[..]).unwrap().into_dictionary().unwrap();
    let identifier = top.get("PayloadIdentifier").unwrap().as_string().unwrap();
    assert!(identifier.ends_with(".dx"), "{identifier}");

    drop(child.stdin.take());
    assert_eq!(line(&mut lines), r#"{"event":"closed"}"#);
    assert!(lines.next().is_none());
    assert!(child.wait().unwrap().success());
    assert!(tokio::net::TcpStream::connect(&at.host).await.is_err());
}

#[test]
fn a_file_that_does_not_open_is_said_by_its_code() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.pfx");
    std::fs::write(&file, issued()).unwrap();
    let mut child = serve(&file, "wrong");
    let (mut out, mut error) = (String::new(), String::new());
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    child.stderr.take().unwrap().read_to_string(&mut error).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert_eq!(out, "");
    assert!(error.contains("certificate-wrong-password"), "{error}");
}
