//! The program as it runs in production: configured by file and environment, watched, limited, renewed and ended.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod running;
mod support;

use std::fs::File;
use std::io::Read;
use std::net::TcpStream;
use std::os::unix::fs::MetadataExt as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use running::{Running, write_identity};
use support::{Authority, NOBODY, NOW_VALID, SOMEBODY, get};

#[tokio::test(flavor = "multi_thread")]
async fn is_watched_without_a_word_about_anybody() {
    let running = Running::start(&[]);
    assert_eq!(running.admin("/healthz"), (200, "ok\n".to_owned()));
    assert_eq!(running.admin("/readyz"), (200, "ready\n".to_owned()));
    let client = running.authority.client("CarePlanJigyousho", (2020, 2099));
    get(&running.page, NOBODY, &running.tls.der(), None).await;
    get(&running.page, SOMEBODY, &running.tls.der(), Some(&client)).await;
    running.until_metrics_say("probe_pages_total{verdict=\"anonymous\"} 1");
    running.until_metrics_say("probe_pages_total{verdict=\"accepted\"} 1");
    running.until_metrics_say("probe_handshakes_total{outcome=\"completed\"} 2");
    let (_, metrics) = running.admin("/metrics");
    for personal in ["127.0.0.1", NOBODY, SOMEBODY, "CarePlanJigyousho", &client.fingerprint.to_string()] {
        assert!(!metrics.contains(personal), "{personal} in {metrics}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_public_does_not_reach_the_operators_side() {
    let running = Running::start(&[]);
    for path in ["/metrics", "/healthz", "/readyz"] {
        let (status, _) = get(&running.page.join(path).unwrap(), NOBODY, &running.tls.der(), None).await;
        assert_eq!(status, 404, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewed_certificate_is_shown_from_the_next_handshake_on_and_a_broken_one_never() {
    let running = Running::start(&[]);
    // 2099-12-30T00:00:00Z, and a year before.
    running.until_metrics_say("probe_certificate_not_after_seconds 4102272000");
    let (renewed_root, old_root) = (Authority::new("Renewed TLS Root"), running.tls.der());
    write_identity(&renewed_root, &running.file("chain.pem"), &running.file("key.pem"), (2020, 2098));
    running.signal("HUP");
    running.until_metrics_say("probe_certificate_reloads_total 1");
    running.until_metrics_say("probe_certificate_not_after_seconds 4070736000");
    running.until_metrics_say("probe_certificate_reloads_refused_total 0");
    assert_eq!(get(&running.page, NOBODY, &renewed_root.der(), None).await.0, 200);

    // Another key: the pair does not fit, and what is in use stays.
    let (_, other_key) = renewed_root.server(NOW_VALID);
    std::fs::write(running.file("key.pem"), other_key).unwrap();
    running.signal("HUP");
    running.until_metrics_say("probe_certificate_reloads_refused_total 1");
    std::fs::write(running.file("chain.pem"), "damaged").unwrap();
    running.signal("HUP");
    running.until_metrics_say("probe_certificate_reloads_refused_total 2");
    running.until_metrics_say("probe_certificate_reloads_total 1");
    running.until_metrics_say("probe_certificate_not_after_seconds 4070736000");
    assert_eq!(get(&running.page, NOBODY, &renewed_root.der(), None).await.0, 200);
    assert_ne!(old_root, renewed_root.der());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_cannot_take_every_place() {
    let running = Running::start(&[("PROBE_CONNECTIONS_PER_ADDRESS", "4")]);
    // They connect and say nothing.
    let mut silent: Vec<_> = (0..4).map(|_| running.public()).collect();
    running.until_metrics_say("probe_connections_open 4");
    let mut fifth = running.public();
    fifth.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    assert_eq!(fifth.read(&mut [0]).unwrap_or(0), 0, "closed at once");
    running.until_metrics_say("probe_connections_turned_away_total 1");
    silent.pop();
    running.until_metrics_say("probe_connections_open 3");
    assert_eq!(get(&running.page, NOBODY, &running.tls.der(), None).await.0, 200, "a place is free again");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_cannot_come_again_and_again_for_the_price_of_a_handshake() {
    let running = Running::start(&[("PROBE_CONNECTIONS_PER_MINUTE", "3")]);
    for _ in 0..3 {
        assert_eq!(get(&running.page, NOBODY, &running.tls.der(), None).await.0, 200);
    }
    let mut fourth = running.public();
    fourth.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    assert_eq!(fourth.read(&mut [0]).unwrap_or(0), 0, "closed at once");
    running.until_metrics_say("probe_connections_turned_away_total 1");
    running.until_metrics_say("probe_handshakes_total{outcome=\"completed\"} 3");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_says_nothing_is_let_go() {
    let running = Running::start(&[]);
    let silent = running.public();
    running.until_metrics_say("probe_connections_open 1");
    running.until_metrics_say("probe_handshakes_total{outcome=\"timed-out\"} 1");
    running.until_metrics_say("probe_connections_open 0");
    drop(silent);
}

#[test]
fn a_request_to_end_lets_go_of_everything_and_is_no_failure() {
    let mut running = Running::start(&[]);
    running.signal("TERM");
    let status = running.wait();
    assert!(status.success(), "{status}");
    assert!(TcpStream::connect(("127.0.0.1", running.page.port().unwrap())).is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn tells_its_operator_what_it_did_and_nothing_of_a_visitor() {
    let mut running = Running::start(&[("PROBE_LOG", "info")]);
    let client = running.authority.client("CarePlanJigyousho", (2020, 2099));
    get(&running.page, SOMEBODY, &running.tls.der(), Some(&client)).await;
    running.signal("HUP");
    running.until_metrics_say("probe_certificate_reloads_total 1");
    std::fs::write(running.file("chain.pem"), "damaged").unwrap();
    running.signal("HUP");
    std::thread::sleep(Duration::from_millis(300));
    running.signal("TERM");
    assert!(running.wait().success());
    let said = running.said();
    let lines: Vec<serde_json::Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let messages: Vec<_> = lines.iter().map(|line| line["message"].as_str().unwrap()).collect();
    let expected = [
        "started",
        "certificate and key were read again",
        "the certificate in use stays",
        "stopping: those who are here may end",
        "stopped",
    ];
    assert_eq!(messages, expected, "{said}");
    assert!(lines.iter().all(|line| line["time"].is_string()) && lines[2]["level"] == "WARN", "{said}");
    for personal in ["127.0.0.1", SOMEBODY, "CarePlanJigyousho", &client.fingerprint.to_string()] {
        assert!(!said.contains(personal), "{personal} in {said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_try_may_come_under_a_name_of_its_own() {
    let running = Running::start(&[("PROBE_HOST", "*.probe.test")]);
    assert_eq!(running.page.host_str(), Some("*.probe.test"));
    for label in ["3f9a1c02", "0c1a9f30"] {
        let head = running.ask(&format!("{label}.probe.test"), "GET /verify HTTP/1.1\r\nHost: x\r\n\r\n").await;
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    }
}

#[test]
fn a_line_in_the_journal_begins_with_its_priority() {
    let running = Running::start(&[]);
    let file = running.file("stderr");
    let stderr = File::create(&file).unwrap();
    let journal = stderr.metadata().map(|file| format!("{}:{}", file.dev(), file.ino())).unwrap();
    for (stream, info, error) in [(journal.as_str(), "<6>{", "<3>probe: "), ("1:2", "{", "probe: ")] {
        let program = |arguments: &[&str]| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_probe"));
            command.args(arguments).env("JOURNAL_STREAM", stream).stdout(Stdio::piped());
            stderr.set_len(0).unwrap();
            command.stderr(File::options().append(true).open(&file).unwrap());
            command
        };
        let config = running.file("probe.toml");
        let mut started = program(&["--log", "info", "--config", config.to_str().unwrap()]).spawn().unwrap();
        let patience = Instant::now() + Duration::from_secs(20);
        while !std::fs::read_to_string(&file).unwrap().contains("started") && Instant::now() < patience {
            std::thread::sleep(Duration::from_millis(20));
        }
        started.kill().unwrap();
        started.wait().unwrap();
        let said = std::fs::read_to_string(&file).unwrap();
        assert!(said.contains("started") && said.starts_with(info), "{said}");
        assert!(!program(&[]).status().unwrap().success());
        let said = std::fs::read_to_string(&file).unwrap();
        assert!(said.starts_with(error), "{said}");
    }
}
