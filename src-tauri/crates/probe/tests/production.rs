//! The program as it runs in production: configured by file and environment, watched, limited, renewed and ended.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use support::{Authority, NOBODY, SOMEBODY, get};
use tempfile::TempDir;
use url::Url;

/// Ended when dropped.
struct Running {
    child: Child,
    _out: BufReader<ChildStdout>,
    page: Url,
    admin: SocketAddr,
    tls: Authority,
    authority: Authority,
    folder: TempDir,
}

impl Running {
    fn start(environment: &[(&str, &str)]) -> Self {
        let (tls, authority) = (Authority::new("Test TLS Root"), Authority::new("Test CA"));
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| folder.path().join(name);
        write_identity(&tls, &file("chain.pem"), &file("key.pem"));
        std::fs::write(file("ca.pem"), authority.pem()).unwrap();
        let path = |name: &str| format!("{:?}", file(name).to_str().unwrap());
        let config = format!(
            "listen = \"127.0.0.1:0\"\nadmin = \"127.0.0.1:0\"\nhost = \"localhost\"\ncertificate = {}\nkey = {}\nauthority = {}\n",
            path("chain.pem"),
            path("key.pem"),
            path("ca.pem"),
        );
        std::fs::write(file("probe.toml"), config).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_probe"))
            .arg("--config")
            .arg(file("probe.toml"))
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = |name: &str| {
            let mut line = String::new();
            out.read_line(&mut line).unwrap();
            line.trim().strip_prefix(name).unwrap_or_else(|| panic!("{line}")).trim().to_owned()
        };
        let (page, _, admin) = (line("probe"), line("result"), line("admin http://"));
        let (page, admin) = (page.parse().unwrap(), admin.trim_end_matches('/').parse().unwrap());
        Self { child, _out: out, page, admin, tls, authority, folder }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Status and body of an operator's question.
    fn admin(&self, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(self.admin).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    fn public(&self) -> TcpStream {
        TcpStream::connect(("127.0.0.1", self.page.port().unwrap())).unwrap()
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("kill").arg(format!("-{name}")).arg(self.child.id().to_string()).status().unwrap();
        assert!(sent.success());
    }

    /// Waits until the metrics contain that line.
    fn until_metrics_say(&self, line: &str) {
        let patience = Instant::now() + Duration::from_secs(20);
        loop {
            let (status, metrics) = self.admin("/metrics");
            assert_eq!(status, 200);
            if metrics.lines().any(|one| one == line) {
                return;
            }
            assert!(Instant::now() < patience, "{line} never came:\n{metrics}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn write_identity(tls: &Authority, chain: &std::path::Path, key: &std::path::Path) {
    let (certificates, private) = tls.server();
    std::fs::write(chain, certificates).unwrap();
    std::fs::write(key, private).unwrap();
}

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
    let (renewed_root, old_root) = (Authority::new("Renewed TLS Root"), running.tls.der());
    write_identity(&renewed_root, &running.file("chain.pem"), &running.file("key.pem"));
    running.signal("HUP");
    running.until_metrics_say("probe_certificate_reloads_total 1");
    assert_eq!(get(&running.page, NOBODY, &renewed_root.der(), None).await.0, 200);

    // Another key: the pair does not fit, and what is in use stays.
    let (_, other_key) = renewed_root.server();
    std::fs::write(running.file("key.pem"), other_key).unwrap();
    running.signal("HUP");
    std::fs::write(running.file("chain.pem"), "damaged").unwrap();
    running.signal("HUP");
    std::thread::sleep(Duration::from_millis(300));
    running.until_metrics_say("probe_certificate_reloads_total 1");
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
    let status = running.child.wait().unwrap();
    assert!(status.success(), "{status}");
    assert!(TcpStream::connect(("127.0.0.1", running.page.port().unwrap())).is_err());
}
