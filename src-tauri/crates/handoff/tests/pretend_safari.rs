//! A pretend Safari, and worse, against the real server.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod support;

use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use handoff::{Loopback, LoopbackEvent, PROFILE_MIME_TYPE, Rejection, Timeouts};
use support::{Answer, Place, next, words};
use tokio::io::AsyncWriteExt;
use tokio::sync::mpsc::Receiver;
use zeroize::Zeroizing;

const PROFILE: &[u8] = b"<plist><!-- the server does not look inside --></plist>";
const LIFETIME: Duration = Duration::from_secs(60);

/// Lets nobody go while a test runs.
const PATIENT: Timeouts = Timeouts { lifetime: LIFETIME, first_byte: LIFETIME, head: LIFETIME, whole: LIFETIME };
/// So short that no test has to wait for it.
const SHORT: Duration = Duration::from_millis(100);

async fn serve() -> (Loopback, Receiver<LoopbackEvent>, Place) {
    serve_with(Timeouts::lasting(LIFETIME)).await
}

async fn serve_with(timeouts: Timeouts) -> (Loopback, Receiver<LoopbackEvent>, Place) {
    let profile = Zeroizing::new(PROFILE.to_vec());
    let (loopback, events) = Loopback::start_with(profile, words(), timeouts).await.unwrap();
    let place = Place::of(loopback.url());
    (loopback, events, place)
}

struct Case {
    name: &'static str,
    bytes: Vec<u8>,
    /// `None` if closed without a word.
    status: Option<u16>,
    event: LoopbackEvent,
    body: Body,
}

enum Body {
    None,
    Page,
    DownloadPage,
    Profile,
}

fn refused(reason: Rejection) -> LoopbackEvent {
    LoopbackEvent::Refused { reason }
}

#[rustfmt::skip]
fn cases(at: &Place) -> Vec<Case> {
    use LoopbackEvent::{Fetched, Page, Probe};
    let (page, profile, port) = (at.page(), at.profile(), at.host.split_once(':').unwrap().1);
    let other_host = |host: &str| format!("GET {page} HTTP/1.1\r\nHost: {host}\r\n\r\n").into_bytes();
    let case = |name, bytes, status, event, body| Case { name, bytes, status, event, body };
    let wrong_token = format!("/{}/", "0".repeat(32));
    vec![
        case("HEAD of the page", at.request("HEAD", &page, ""), Some(200), Probe, Body::None),
        case("HEAD of the profile", at.request("HEAD", &profile, ""), Some(200), Probe, Body::None),
        case("favicon", at.request("GET", "/favicon.ico", ""), Some(404), Probe, Body::None),
        case("touch icon", at.request("GET", "/apple-touch-icon-precomposed.png", ""), Some(404), Probe, Body::None),
        case("prefetch of the page", at.request("GET", &page, "Sec-Purpose: prefetch\r\n"), Some(503), Probe, Body::None),
        case("prefetch of the profile", at.request("GET", &profile, "Sec-Purpose: prefetch;prerender\r\n"), Some(503), Probe, Body::None),
        case("HEAD of the second page", at.request("HEAD", &at.download(), ""), Some(200), Probe, Body::None),
        case("prefetch of the second page", at.request("GET", &at.download(), "Sec-Purpose: prefetch\r\n"), Some(503), Probe, Body::None),
        case("second page without a token", at.request("GET", "/download", ""), Some(404), refused(Rejection::Path), Body::None),
        case("prefetch, older header", at.request("GET", &profile, "Purpose: prefetch\r\n"), Some(503), Probe, Body::None),
        case("preview of Safari's top hit", at.request("GET", &page, "X-Purpose: preview\r\n"), Some(503), Probe, Body::None),
        case("rebound name", other_host(&format!("evil.example:{port}")), Some(421), refused(Rejection::Host), Body::None),
        case("localhost is not the name", other_host(&format!("localhost:{port}")), Some(421), refused(Rejection::Host), Body::None),
        case("no port in Host", other_host("127.0.0.1"), Some(421), refused(Rejection::Host), Body::None),
        case("other port in Host", other_host("127.0.0.1:1"), Some(421), refused(Rejection::Host), Body::None),
        case("two Hosts", at.request("GET", &page, "Host: evil.example\r\n"), Some(421), refused(Rejection::Host), Body::None),
        case("no Host", format!("GET {page} HTTP/1.0\r\n\r\n").into_bytes(), Some(421), refused(Rejection::Host), Body::None),
        case("absolute target elsewhere", at.request("GET", &format!("http://evil.example{page}"), ""), Some(421), refused(Rejection::Host), Body::None),
        case("CONNECT", at.request("CONNECT", "evil.example:443", ""), Some(421), refused(Rejection::Host), Body::None),
        case("POST", at.request("POST", &profile, "Content-Length: 3\r\n\r\nabc"), Some(405), refused(Rejection::Method), Body::None),
        case("PUT", at.request("PUT", &page, ""), Some(405), refused(Rejection::Method), Body::None),
        case("CORS preflight", at.request("OPTIONS", &profile, "Origin: https://evil.example\r\nAccess-Control-Request-Method: GET\r\n"), Some(405), refused(Rejection::Method), Body::None),
        case("wrong token", at.request("GET", &wrong_token, ""), Some(404), refused(Rejection::Path), Body::None),
        case("part of the token", at.request("GET", &format!("/{}/", &at.token[..31]), ""), Some(404), refused(Rejection::Path), Body::None),
        case("other letters in the token", at.request("GET", &page.replace(|c: char| c.is_ascii_lowercase(), "X"), ""), Some(404), refused(Rejection::Path), Body::None),
        case("no token", at.request("GET", "/", ""), Some(404), refused(Rejection::Path), Body::None),
        case("profile without a token", at.request("GET", "/certificate.mobileconfig", ""), Some(404), refused(Rejection::Path), Body::None),
        case("HEAD with a wrong token", at.request("HEAD", &wrong_token, ""), Some(404), refused(Rejection::Path), Body::None),
        case("up and down again", at.request("GET", &format!("{page}../{}/", at.token), ""), Some(404), refused(Rejection::Path), Body::None),
        case("something else beside the page", at.request("GET", &format!("{page}state.json"), ""), Some(404), refused(Rejection::Path), Body::None),
        case("not HTTP", b"\x00\x01\x02 hello\r\n\r\n".to_vec(), Some(400), refused(Rejection::Malformed), Body::None),
        case("HTTP/2 preface", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(), None, refused(Rejection::Malformed), Body::None),
        case("head of 1 MB", at.request("GET", &page, &format!("X: {}\r\n", "y".repeat(1 << 20))), Some(431), refused(Rejection::Malformed), Body::None),
        case("300 header fields", at.request("GET", &page, &"X: y\r\n".repeat(300)), Some(431), refused(Rejection::Malformed), Body::None),
        case("path of 100 kB", at.request("GET", &format!("/{}", "y".repeat(100_000)), ""), Some(431), refused(Rejection::Malformed), Body::None),
        // Nothing of the above used anything up.
        case("plain GET of the page", at.request("GET", &page, "Accept: text/html\r\n"), Some(200), Page, Body::Page),
        case("page again", at.request("GET", &page, ""), Some(200), Page, Body::Page),
        case("absolute target here", at.request("GET", &format!("http://{}{page}", at.host), ""), Some(200), Page, Body::Page),
        case("second page", at.request("GET", &at.download(), ""), Some(200), Page, Body::DownloadPage),
        case("GET of the profile", at.request("GET", &profile, ""), Some(200), Fetched, Body::Profile),
        case("page after that", at.request("GET", &page, ""), Some(200), Page, Body::Page),
        case("profile again", at.request("GET", &profile, ""), Some(200), Fetched, Body::Profile),
        case("profile by a range", at.request("GET", &profile, "Range: bytes=0-3\r\n"), Some(200), Fetched, Body::Profile),
        case("HEAD after that", at.request("HEAD", &profile, ""), Some(200), Probe, Body::None),
    ]
}

#[tokio::test]
async fn answers_as_the_table_says() {
    let (loopback, mut events, at) = serve().await;
    println!("{:<32} {:>6}  event", "what comes", "status");
    for case in cases(&at) {
        let answer = at.send(&case.bytes).await;
        let event = next(&mut events).await;
        let status = answer.as_ref().map(|answer| answer.status);
        println!("{:<32} {:>6}  {:?}", case.name, status.map_or("-".to_owned(), |status| status.to_string()), event);
        // A head that is cut off at the limit may be answered by a reset.
        assert!(status == case.status || (case.status == Some(431) && status.is_none()), "{}: {status:?}", case.name);
        assert_eq!(event, Some(case.event), "{}", case.name);
        if let Some(answer) = &answer {
            check_body(&case, answer);
            check_fields(&case, answer);
        }
    }
    loopback.stop().await;
    assert_eq!(next(&mut events).await, Some(LoopbackEvent::Closed), "and nothing besides");
}

fn check_body(case: &Case, answer: &Answer) {
    match case.body {
        Body::None => assert!(answer.body.is_empty(), "{}", case.name),
        Body::Profile => {
            assert_eq!(answer.body, PROFILE, "{}", case.name);
            assert_eq!(answer.field("content-type"), Some(PROFILE_MIME_TYPE));
        }
        Body::Page | Body::DownloadPage => {
            let (text, words) = (answer.text(), words());
            let second = matches!(case.body, Body::DownloadPage);
            assert_eq!(text.contains(&words.heading), !second, "{}", case.name);
            assert_eq!(text.contains(&words.download_heading), second, "{}", case.name);
            assert_eq!(text.matches(r#"href="download""#).count(), usize::from(!second));
            assert_eq!(text.matches(r#"href="certificate.mobileconfig""#).count(), usize::from(second));
            assert_eq!(text.matches(r#"href="shomei-navi://returned""#).count(), usize::from(second));
            let refresh = r#"<meta http-equiv="refresh" content="1;url=certificate.mobileconfig">"#;
            assert_eq!(text.matches(refresh).count(), usize::from(second));
            assert_eq!(answer.field("content-type"), Some("text/html; charset=utf-8"));
        }
    }
}

fn check_fields(case: &Case, answer: &Answer) {
    for forbidden in ["access-control-", "strict-transport-security", "set-cookie", "server:", "location"] {
        assert!(!answer.head.contains(forbidden), "{}: {forbidden}", case.name);
    }
    if matches!(answer.status, 400 | 431) {
        return;
    }
    assert_eq!(answer.field("cache-control"), Some("no-store"), "{}", case.name);
    assert_eq!(answer.field("x-content-type-options"), Some("nosniff"), "{}", case.name);
    assert_eq!(answer.field("referrer-policy"), Some("no-referrer"), "{}", case.name);
    // Before HTTP/1.1 it goes without saying.
    assert!(answer.head.starts_with("http/1.0") || answer.field("connection") == Some("close"), "{}", case.name);
    let policy = answer.field("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'nonce-"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
}

#[tokio::test]
async fn head_says_what_get_would() {
    let (_loopback, _events, at) = serve().await;
    let head = at.send(&at.request("HEAD", &at.profile(), "")).await.unwrap();
    assert_eq!(head.field("content-length"), Some(PROFILE.len().to_string().as_str()));
    assert_eq!(head.field("content-type"), Some(PROFILE_MIME_TYPE));
}

#[tokio::test]
async fn a_tls_hello_is_closed_at_once() {
    let (_loopback, mut events, at) = serve_with(PATIENT).await;
    let host = at.host.clone();
    let handshake = tokio::task::spawn_blocking(move || tls_handshake(&host)).await.unwrap();
    assert!(handshake.is_err(), "a plain server spoke TLS");
    assert_eq!(next(&mut events).await, Some(LoopbackEvent::Probe));
    assert!(at.get(&at.page()).await.text().contains(&words().heading));
}

fn tls_handshake(host: &str) -> std::io::Result<usize> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    let name = rustls::pki_types::ServerName::try_from("127.0.0.1").unwrap();
    let mut client = rustls::ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = std::net::TcpStream::connect(host)?;
    rustls::Stream::new(&mut client, &mut stream).write(b"GET / HTTP/1.1\r\n\r\n")
}

#[tokio::test]
async fn slow_heads_are_let_go() {
    let (_loopback, mut events, at) = serve_with(Timeouts { head: SHORT, ..PATIENT }).await;
    let request = at.request("GET", &at.page(), "");
    let mut stream = at.connect().await;
    stream.write_all(&request[..request.len() / 2]).await.unwrap();
    assert_eq!(next(&mut events).await, Some(refused(Rejection::TooSlow)));
    // The rest comes to nobody.
    let _ = stream.write_all(&request[request.len() / 2..]).await;
    assert!(Answer::read(&mut stream).await.is_none_or(|answer| answer.status == 408 || answer.body.is_empty()));
    assert_eq!(at.get(&at.page()).await.status, 200);
    assert_eq!(next(&mut events).await, Some(LoopbackEvent::Page));
}

#[tokio::test]
async fn silent_connections_stand_in_nobodys_way() {
    // Nobody is let go here: who is served has not waited for that.
    let (_loopback, mut events, at) = serve_with(PATIENT).await;
    let mut silent = Vec::new();
    for _ in 0..200 {
        silent.push(at.connect().await);
    }
    assert_eq!(at.get(&at.page()).await.status, 200);
    assert_eq!(next(&mut events).await, Some(LoopbackEvent::Page));
}

#[tokio::test]
async fn more_silent_connections_than_there_is_room_for_are_let_go() {
    let (_loopback, mut events, at) = serve_with(Timeouts { first_byte: SHORT, ..PATIENT }).await;
    let mut silent = Vec::new();
    for _ in 0..300 {
        silent.push(at.connect().await);
    }
    assert_eq!(at.get(&at.page()).await.status, 200);
    assert_eq!(next(&mut events).await, Some(refused(Rejection::TooSlow)));
    for mut stream in silent {
        assert!(Answer::read(&mut stream).await.is_none());
    }
}

#[tokio::test]
async fn a_closed_sending_side_is_still_answered() {
    let (_loopback, _events, at) = serve().await;
    let mut stream = at.connect().await;
    stream.write_all(&at.request("GET", &at.profile(), "")).await.unwrap();
    stream.shutdown().await.unwrap();
    assert_eq!(Answer::read(&mut stream).await.unwrap().body, PROFILE);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_hundred_at_once() {
    let (loopback, mut events, at) = serve().await;
    let at = Arc::new(at);
    let visits: Vec<_> = (0..200)
        .map(|visit| {
            let at = at.clone();
            tokio::spawn(async move {
                let answer = at.get(&if visit % 2 == 0 { at.page() } else { at.profile() }).await;
                (visit, answer)
            })
        })
        .collect();
    for visit in visits {
        let (visit, answer) = visit.await.unwrap();
        assert_eq!(answer.status, 200);
        if visit % 2 == 1 {
            assert_eq!(answer.body, PROFILE);
        }
    }
    // Nobody listened meanwhile: some events are lost, the end is not.
    loopback.stop().await;
    let mut seen = Vec::new();
    while let Some(event) = events.recv().await {
        seen.push(event);
    }
    assert!(seen.len() > 50, "{}", seen.len());
    assert_eq!(seen.last(), Some(&LoopbackEvent::Closed));
    assert_eq!(seen.iter().filter(|event| **event == LoopbackEvent::Closed).count(), 1);
}

#[tokio::test]
async fn stopped_it_answers_nobody() {
    let (loopback, mut events, at) = serve_with(PATIENT).await;
    let mut open = at.connect().await;
    open.write_all(b"GET /").await.unwrap();
    tokio::time::timeout(LIFETIME / 2, loopback.stop()).await.expect("stop hangs on an open connection");
    assert!(Answer::read(&mut open).await.is_none());
    assert!(tokio::net::TcpStream::connect(&at.host).await.is_err());
    assert_eq!(next(&mut events).await, Some(LoopbackEvent::Closed));
    assert_eq!(events.recv().await, None);
}

#[tokio::test]
async fn ends_by_itself_and_when_dropped() {
    let lifetime = Duration::from_millis(300);
    let (loopback, mut events) = Loopback::start(Zeroizing::new(PROFILE.to_vec()), words(), lifetime).await.unwrap();
    let at = Place::of(loopback.url());
    assert_eq!(at.get(&at.page()).await.status, 200);
    assert_eq!(next(&mut events).await, Some(LoopbackEvent::Page));
    assert_eq!(next(&mut events).await, Some(LoopbackEvent::Closed));
    assert!(tokio::net::TcpStream::connect(&at.host).await.is_err());

    let (dropped, mut events, at) = serve().await;
    drop(dropped);
    assert_eq!(next(&mut events).await, Some(LoopbackEvent::Closed));
    assert!(tokio::net::TcpStream::connect(&at.host).await.is_err());
}

#[tokio::test]
async fn every_start_has_its_own_secret() {
    let (one, _, at_one) = serve().await;
    let (two, _, at_two) = serve().await;
    assert_ne!(at_one.token, at_two.token);
    for at in [&at_one, &at_two] {
        assert!(at.host.starts_with("127.0.0.1:"));
        assert_eq!(at.token.len(), 32);
        assert!(at.token.bytes().all(|byte| byte.is_ascii_hexdigit()));
    }
    assert_eq!(at_two.get(&at_one.page()).await.status, 404);
    one.stop().await;
    two.stop().await;
}
