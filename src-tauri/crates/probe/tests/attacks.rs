//! What strangers try at the program: nothing of it concerns anybody else, and nothing of it stays.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod running;
mod support;

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use running::Running;
use support::{Authority, NOBODY, SOMEBODY, get};
use tokio::net::TcpSocket;
use tokio::task::JoinSet;
use verification::ProbeResult;

async fn result(running: &Running, nonce: &str) -> ProbeResult {
    serde_json::from_str(&get(&running.result, nonce, &running.tls.der(), None).await.1).unwrap()
}

/// A visitor who means it gets through, and soon.
async fn serves(running: &Running) {
    let client = running.authority.client("CarePlanJigyousho", (2020, 2099));
    let begun = Instant::now();
    assert!(get(&running.page, SOMEBODY, &running.tls.der(), Some(&client)).await.1.contains('〇'));
    assert_eq!(result(running, SOMEBODY).await, ProbeResult::Certificate { fingerprint: client.fingerprint });
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_nonce_that_is_played_again_undoes_nothing() {
    let running = Running::start(&[]);
    let client = running.authority.client("CarePlanJigyousho", (2020, 2099));
    get(&running.page, SOMEBODY, &running.tls.der(), Some(&client)).await;
    let foreign = Authority::new("Another CA").client("CarePlanJigyousho", (2020, 2099));
    for stranger in [None, Some(&foreign)] {
        assert!(get(&running.page, SOMEBODY, &running.tls.der(), stranger).await.1.contains('✕'));
        let came = ProbeResult::Certificate { fingerprint: client.fingerprint };
        assert_eq!(result(&running, SOMEBODY).await, came, "the answer can be asked for as often as one likes");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn heads_without_measure_are_refused_and_cost_nobody_else_anything() {
    let running = Running::start(&[]);
    let long = format!("GET /verify HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n", "x".repeat(20_000));
    assert!(running.ask("localhost", &long).await.starts_with("HTTP/1.1 431 "), "a long field");
    let many = format!("GET /verify HTTP/1.1\r\nHost: localhost\r\n{}\r\n", "X: y\r\n".repeat(100));
    assert!(running.ask("localhost", &many).await.starts_with("HTTP/1.1 431 "), "many fields");
    let path = format!("GET /verify?nonce={} HTTP/1.1\r\nHost: localhost\r\n\r\n", "0".repeat(100_000));
    let answer = running.ask("localhost", &path).await;
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 414 ") || answer.starts_with("HTTP/1.1 431 "),
        "{answer}"
    );
    for rubbish in
        ["\0\0\0\0\r\n\r\n", "GET\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "POST /verify HTTP/1.1\r\n\r\n"]
    {
        let answer = running.ask("localhost", rubbish).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
    serves(&running).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_negotiates_a_second_time_nor_an_old_protocol() {
    let running = Running::start(&[]);
    let openssl = |version: &str| {
        let mut child = Command::new("openssl")
            .args(["s_client", version, "-legacy_renegotiation", "-connect"])
            .arg(format!("127.0.0.1:{}", running.port()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // The command of s_client that asks for a new handshake.
        let _ = child.stdin.as_mut().unwrap().write_all(b"R\n");
        std::thread::sleep(Duration::from_millis(500));
        let ended = child.wait_with_output().unwrap();
        String::from_utf8_lossy(&[ended.stdout, ended.stderr].concat()).into_owned()
    };
    let said = openssl("-tls1_2");
    assert!(said.contains("RENEGOTIATING") && said.contains("no renegotiation"), "{said}");
    running.until_metrics_say("probe_handshakes_total{outcome=\"completed\"} 1");
    assert!(openssl("-tls1_1").contains("alert"), "TLS 1.1 is over");
    serves(&running).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_holds_connections_open_holds_up_nobody() {
    let running = Running::start(&[("PROBE_CONNECTIONS_PER_ADDRESS", "0")]);
    let silent: Vec<_> = (0..200).map(|_| running.public()).collect();
    let mut slow = Vec::new();
    for _ in 0..20 {
        // A handshake, and then a head that never ends.
        let mut stream = running.connect("localhost").await;
        tokio::io::AsyncWriteExt::write_all(&mut stream, b"GET /verify HTTP/1.1\r\nX:").await.unwrap();
        slow.push(stream);
    }
    running.until_metrics_say("probe_connections_open 220");
    serves(&running).await;
    drop((silent, slow));
    running.until_metrics_say("probe_connections_open 0");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_holds_all_that_one_address_gets_of_few_places_holds_up_nobody() {
    let running = Running::start(&[("PROBE_CONNECTIONS", "40")]);
    running.until_metrics_say("probe_connections_limit 40");
    let mut silent = Vec::new();
    for _ in 0..60 {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(([127, 0, 0, 2], 0).into()).unwrap();
        silent.push(socket.connect(([127, 0, 0, 1], running.port()).into()).await.unwrap());
    }
    running.until_metrics_say("probe_connections_turned_away_total 40");
    running.until_metrics_say("probe_connections_open 20");
    serves(&running).await;
    drop(silent);
    running.until_metrics_say("probe_connections_open 0");
}

/// 2,400 requests, two thirds of them guesses. An hour's worth is in `examples/soak.rs` (`make bench`).
#[tokio::test(flavor = "multi_thread")]
async fn requests_by_the_thousand_leave_the_memory_as_it_was() {
    let running = Running::start(&[("PROBE_CONNECTIONS_PER_ADDRESS", "0")]);
    let client = running.authority.client("CarePlanJigyousho", (2020, 2099));
    let round = async |from: u128| {
        let mut guesses = JoinSet::new();
        for number in 0..8_u128 {
            let (address, root) = (running.result.clone(), running.tls.der());
            guesses.spawn(async move {
                for guess in 0..25_u128 {
                    let nonce = format!("{:032x}", u128::MAX - (from + number * 25 + guess));
                    assert_eq!(get(&address, &nonce, &root, None).await.1, r#"{"id":"nobody"}"#, "nothing is guessed");
                }
            });
        }
        for number in 0..100 {
            let nonce = format!("{:032x}", from + number);
            assert!(get(&running.page, &nonce, &running.tls.der(), Some(&client)).await.1.contains('〇'));
        }
        guesses.join_all().await;
    };
    for warm in 0..2 {
        round(warm * 1000).await;
    }
    let before = resident(running.id());
    for number in 2..8 {
        round(number * 1000).await;
    }
    let grown = resident(running.id()).saturating_sub(before);
    // What is remembered for two minutes is some 100 bytes a visit.
    assert!(grown < 4096, "{before} KiB and {grown} more");
    running.until_metrics_say("probe_connections_open 0");
    assert_eq!(result(&running, NOBODY).await, ProbeResult::Nobody);
}

/// KiB of memory that the process has.
fn resident(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}
