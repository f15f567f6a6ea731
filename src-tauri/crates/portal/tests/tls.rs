//! The transport against real TLS servers.
#![allow(clippy::unwrap_used, clippy::panic)]

mod server;

use std::net::Ipv6Addr;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use portal::{
    Cause, ClientIdentity, ClientSettings, HostPort, HttpsTransport, Labels, Method, PortalError, ProxyChoice, Purpose,
    Request, Session, Transport,
};
use rcgen::{CertificateParams, KeyPair, SanType};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

use server::{Answer, Authority, Kind, authority, config, identity, ok, redirect, serve, serve_on};

type RawAnswer = fn(&str) -> Vec<u8>;

fn settings(authority: &Authority) -> ClientSettings {
    ClientSettings {
        web_roots: false,
        extra_roots: vec![authority.der().to_vec()],
        connect_timeout: Duration::from_secs(2),
        total_timeout: Duration::from_secs(2),
        ..ClientSettings::browser("test agent")
    }
}

/// To this server alone, whose bodies are small.
fn transport(server: &Url, settings: ClientSettings) -> Result<HttpsTransport, PortalError> {
    Ok(HttpsTransport::new(HostPort::of(server), settings)?.with_body_limit(64 * 1024))
}

async fn get(settings: ClientSettings, url: &Url) -> Result<portal::Response, PortalError> {
    transport(url, settings)?.send(Request::get(url.clone())).await
}

fn post(url: Url) -> Request {
    let referer = Some(url.join("/login?user=1").unwrap());
    Request {
        method: Method::Post,
        url,
        body: Some(b"u=1&p=2".to_vec().into()),
        referer,
        holds_secret: true,
        purpose: Purpose::Navigation,
    }
}

#[tokio::test]
async fn a_trusted_server_answers() {
    let authority = authority();
    let server = serve(config(&authority, Kind::Good), Arc::new(|_| ok("<p>はい"))).await;
    let transport = transport(&server.url, settings(&authority)).unwrap();
    let response = transport.send(Request::get(server.url.clone())).await.unwrap();
    assert_eq!((response.status, response.body.as_slice()), (200, "<p>はい".as_bytes()));
    assert_eq!(response.content_type.as_deref(), Some("text/html; charset=UTF-8"));
    assert_eq!(response.date, Some("2026-06-01T00:00:00Z".parse().unwrap()));
    transport.send(post(server.url.clone())).await.unwrap();
    let requests = server.requests.lock().unwrap().clone();
    assert!(requests[0].contains("user-agent: test agent\r\n"), "{requests:?}");
    assert!(!requests[0].contains("cookie:"));
    assert!(requests[1].contains("cookie: s=1\r\n"));
    assert!(requests[1].contains("content-type: application/x-www-form-urlencoded\r\n"));
    assert!(requests[1].contains(&format!("origin: {}", server.url.as_str().trim_end_matches('/'))));
    assert!(requests[1].contains(&format!("referer: {}login\r\n", server.url)));
    assert!(
        requests[0].contains("sec-fetch-site: none\r\n") && requests[1].contains("sec-fetch-site: same-origin\r\n")
    );
    assert!(requests[1].ends_with("u=1&p=2"));
    assert_eq!(server.posts.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn ipv6_works() {
    if std::net::TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).is_err() {
        return;
    }
    let authority = authority();
    let server = serve_on("[::1]:0", config(&authority, Kind::Good), Arc::new(|_| ok("six"))).await;
    assert_eq!(get(settings(&authority), &server.url).await.unwrap().body.as_slice(), b"six");
}

#[tokio::test]
async fn what_tls_lacks_is_told_apart() {
    let (trusted, other) = (authority(), authority());
    for (kind, root, code) in [
        (Kind::Good, &other, "portal-tls-untrusted"),
        (Kind::Expired, &trusted, "portal-tls-expired"),
        (Kind::NotYetValid, &trusted, "portal-wrong-clock"),
        (Kind::OtherHost, &trusted, "portal-tls-wrong-host"),
    ] {
        let server = serve(config(&trusted, kind), Arc::new(|_| ok("no"))).await;
        let error = get(settings(root), &server.url).await.err().unwrap();
        assert_eq!(error.code(), code, "{error:?}");
        assert_eq!(error.params()["host"], HostPort::of(&server.url).unwrap().to_string());
        assert!(server.requests.lock().unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_clock_that_is_behind_is_told() {
    let authority = authority();
    let mut params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    params.subject_alt_names.push(SanType::IpAddress("127.0.0.1".parse().unwrap()));
    params.not_before = rcgen::date_time_ymd(2025, 1, 1);
    let key = KeyPair::generate().unwrap();
    let chain = vec![params.signed_by(&key, &authority).unwrap().der().clone()];
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, PrivatePkcs8KeyDer::from(key.serialize_der()).into())
        .unwrap();
    let server = serve(config, Arc::new(|_| ok("tick"))).await;
    let mut behind = settings(&authority);
    behind.clock = Arc::new(|| "2001-01-01T00:00:00Z".parse().unwrap());
    assert_eq!(get(behind, &server.url).await.err().unwrap().code(), "portal-wrong-clock");
    assert!(get(settings(&authority), &server.url).await.is_ok());
}

/// A server that answers the handshake with these bytes.
async fn raw(bytes: &'static [u8]) -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut hello = [0; 2048];
            let _ = stream.read(&mut hello).await;
            let _ = stream.write_all(bytes).await;
            let _ = stream.shutdown().await;
        }
    });
    format!("https://127.0.0.1:{port}/").parse().unwrap()
}

#[tokio::test]
async fn old_tls_and_no_tls_are_told_apart() {
    for (bytes, code) in [
        // Alert, fatal: protocol_version, handshake_failure, insufficient_security (RFC 8446, 6).
        (b"\x15\x03\x01\x00\x02\x02\x46".as_slice(), "portal-old-tls"),
        (b"\x15\x03\x03\x00\x02\x02\x28", "portal-old-tls"),
        (b"\x15\x03\x03\x00\x02\x02\x47", "portal-old-tls"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://wifi.example/\r\n\r\n", "portal-captive"),
        (b"", "portal-offline"),
    ] {
        let url = raw(bytes).await;
        let mut settings = ClientSettings::browser("test");
        settings.web_roots = true;
        let error = get(settings, &url).await.err().unwrap();
        assert_eq!(error.code(), code, "{error:?}");
    }
}

#[tokio::test]
async fn nobody_there_is_offline() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url: Url = format!("https://127.0.0.1:{}/", listener.local_addr().unwrap().port()).parse().unwrap();
    drop(listener);
    let error = get(ClientSettings::browser("test"), &url).await.err().unwrap();
    assert!(error.cause() == Cause::Network && error.code() == "portal-offline", "{error:?}");
}

#[tokio::test]
async fn redirects_stay_at_home() {
    let authority = authority();
    for (to, host) in [
        ("https://elsewhere.example/x?y", "elsewhere.example"),
        ("https://127.0.0.1:1/", "127.0.0.1:1"),
        ("//elsewhere.example:8443/", "elsewhere.example:8443"),
        ("http://127.0.0.1/", "127.0.0.1:80"),
    ] {
        let server = serve(config(&authority, Kind::Good), Arc::new(move |_| redirect(302, to))).await;
        let error = get(settings(&authority), &server.url).await.err().unwrap();
        assert_eq!((error.code(), error.params()["host"].as_str()), ("portal-refused-redirect", host));
    }
    let server = serve(config(&authority, Kind::Good), Arc::new(|_| redirect(302, "/again"))).await;
    let error = get(settings(&authority), &server.url).await.err().unwrap();
    assert_eq!(error.code(), "portal-redirect-loop");

    let mut elsewhere = server.url.clone();
    elsewhere.set_port(Some(1)).unwrap();
    let transport = transport(&server.url, settings(&authority)).unwrap();
    let error = transport.send(Request::get(elsewhere)).await.err().unwrap();
    assert_eq!(error.code(), "portal-refused-redirect");
}

#[tokio::test]
async fn a_post_is_sent_once_whatever_comes() {
    let authority = authority();
    for status in [301, 302, 303] {
        let answer: Answer = Arc::new(move |request| match request.starts_with("POST") {
            true => redirect(status, "/menu;jsessionid=1?a=b"),
            false => ok("menu"),
        });
        let server = serve(config(&authority, Kind::Good), answer).await;
        let transport = transport(&server.url, settings(&authority)).unwrap();
        let response = transport.send(post(server.url.clone())).await.unwrap();
        assert_eq!(response.body.as_slice(), b"menu");
        assert_eq!(response.url.path(), "/menu;jsessionid=1");
        assert_eq!(server.posts.load(Ordering::SeqCst), 1);
        assert!(server.requests.lock().unwrap()[1].contains("cookie: hop=1"));
    }
    let answers: [(&str, RawAnswer); 6] = [
        ("portal-refused-redirect", |_| redirect(307, "/again")),
        ("portal-refused-redirect", |_| redirect(308, "/again")),
        ("portal-timeout", |_| Vec::new()),
        ("portal-timeout", |_| b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegun...".to_vec()),
        ("portal-cut-off", |_| b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegun".to_vec()),
        ("portal-cut-off", |_| b"HTTP".to_vec()),
    ];
    for (code, answer) in answers {
        let server = serve(config(&authority, Kind::Good), Arc::new(answer)).await;
        let transport = transport(&server.url, settings(&authority)).unwrap();
        let error = transport.send(post(server.url.clone())).await.err().unwrap();
        assert_eq!(error.code(), code, "{error:?}");
        assert_eq!(server.posts.load(Ordering::SeqCst), 1);
    }
}

#[tokio::test]
async fn time_is_limited_as_a_whole() {
    let authority = authority();
    // Every hop is fast enough, all together are not.
    let answer: Answer = Arc::new(|_| {
        std::thread::sleep(Duration::from_millis(350));
        redirect(302, "/again")
    });
    let server = serve(config(&authority, Kind::Good), answer).await;
    let mut limited = settings(&authority);
    limited.total_timeout = Duration::from_millis(900);
    let error = get(limited, &server.url).await.err().unwrap();
    assert_eq!(error.code(), "portal-timeout");

    let non_rendered = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url: Url = format!("https://127.0.0.1:{}/", non_rendered.local_addr().unwrap().port()).parse().unwrap();
    let mut limited = ClientSettings::browser("test");
    limited.connect_timeout = Duration::from_millis(300);
    assert_eq!(get(limited, &url).await.err().unwrap().code(), "portal-timeout");
}

#[tokio::test]
async fn a_form_without_a_password_is_sent_on_as_browsers_do() {
    let authority = authority();
    for status in [307, 308] {
        let answer: Answer = Arc::new(move |request| match request.starts_with("POST / ") {
            true => redirect(status, "/again"),
            false => ok("file"),
        });
        let server = serve(config(&authority, Kind::Good), answer).await;
        let transport = transport(&server.url, settings(&authority)).unwrap();
        let request = Request { holds_secret: false, ..post(server.url.clone()) };
        assert_eq!(transport.send(request).await.unwrap().body.as_slice(), b"file");
        let requests = server.requests.lock().unwrap().clone();
        assert!(requests[1].starts_with("POST /again ") && requests[1].ends_with("u=1&p=2"), "{requests:?}");
    }
}

#[tokio::test]
async fn bodies_are_limited() {
    let authority = authority();
    let announced: Answer = Arc::new(|_| b"HTTP/1.1 200 OK\r\nContent-Length: 65537\r\n\r\nx...".to_vec());
    let unannounced: Answer =
        Arc::new(|_| [b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".as_slice(), &vec![b'x'; 70_000]].concat());
    for answer in [announced, unannounced] {
        let server = serve(config(&authority, Kind::Good), answer).await;
        let error = get(settings(&authority), &server.url).await.err().unwrap();
        assert_eq!(error.code(), "portal-too-large");
    }
}

/// RFC 9110, 8.4: what is asked for is undone, within the same limit as a body that comes as it is.
#[tokio::test]
async fn compressed_answers_are_read_and_bombs_are_not() {
    let authority = authority();
    let answer: RawAnswer = |request| {
        let content = match request.split(' ').nth(1).unwrap_or_default() {
            "/bomb" => vec![b' '; 8 * 1024 * 1024],
            _ => "<p>はい".as_bytes().to_vec(),
        };
        let mut body = Vec::new();
        brotli::BrotliCompress(&mut content.as_slice(), &mut body, &brotli::enc::BrotliEncoderParams::default())
            .unwrap();
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        [head.into_bytes(), body].concat()
    };
    let server = serve(config(&authority, Kind::Good), Arc::new(answer)).await;
    let page = get(settings(&authority), &server.url).await.unwrap();
    assert_eq!(page.body.as_slice(), "<p>はい".as_bytes());
    assert!(server.requests.lock().unwrap()[0].contains("accept-encoding: gzip, deflate, br\r\n"));
    let mut patient = settings(&authority);
    patient.total_timeout = Duration::from_secs(20);
    let Err(error) = get(patient, &server.url.join("/bomb").unwrap()).await else { panic!() };
    assert_eq!(error.code(), "portal-too-large");
}

#[tokio::test]
async fn a_client_certificate_is_shown_where_asked() {
    let authority = authority();
    let (chain, key) = identity(&authority, Kind::Good);
    let mut roots = RootCertStore::empty();
    roots.add(authority.der().clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone()).build().unwrap();
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(verifier)
        .with_single_cert(chain, key)
        .unwrap();
    let server = serve(config, Arc::new(|_| ok("known"))).await;
    let mut with = settings(&authority);
    let (chain, key) = identity(&authority, Kind::Good);
    with.identity = Some(Arc::new(ClientIdentity {
        chain: chain.iter().map(|certificate| certificate.to_vec()).collect(),
        key: key.secret_der().to_vec().into(),
    }));
    assert_eq!(get(with, &server.url).await.unwrap().body.as_slice(), b"known");
    assert!(get(settings(&authority), &server.url).await.is_err());
}

#[tokio::test]
async fn a_proxy_is_used_but_never_for_loopback() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let proxy: Url = format!("http://user:pass@127.0.0.1:{}/", listener.local_addr().unwrap().port()).parse().unwrap();
    let log = asked.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let head = read_head(&mut stream).await;
            log.lock().unwrap().push(head);
            let _ = stream.write_all(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n").await;
        }
    });
    let url: Url = "https://portal.example/".parse().unwrap();
    let mut through = ClientSettings::browser("test");
    through.proxy = ProxyChoice::Through(proxy.clone());
    assert_eq!(get(through, &url).await.err().unwrap().code(), "portal-offline");
    let head = asked.lock().unwrap()[0].to_ascii_lowercase();
    assert!(head.starts_with("connect portal.example:443 http/1.1\r\n"), "{head}");
    assert!(head.contains("proxy-authorization: basic dxnlcjpwyxnz\r\n"), "{head}");

    let authority = authority();
    let server = serve(config(&authority, Kind::Good), Arc::new(|_| ok("direct"))).await;
    let mut loopback = settings(&authority);
    loopback.proxy = ProxyChoice::Through(proxy);
    assert_eq!(get(loopback, &server.url).await.unwrap().body.as_slice(), b"direct");
    assert_eq!(asked.lock().unwrap().len(), 1);
}

async fn read_head(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n\r\n") {
        let Ok(byte) = stream.read_u8().await else { break };
        bytes.push(byte);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test]
async fn a_whole_visit_over_tls() {
    let authority = authority();
    let answer: Answer = Arc::new(|request| {
        match request.split(' ').take(2).collect::<Vec<_>>()[..] {
        ["GET", "/"] => ok("<a href=login>介護事業所の方はこちら</a>"),
        ["GET", "/login"] => ok("<form method=post action=auth><label>ユーザーID<input name=u></label>
            <label>パスワード<input type=password name=p></label><button>ログイン</button></form>"),
        ["POST", "/auth"] if request.ends_with("u=KJ0123456789AB&p=x") => redirect(302, "/menu"),
        ["GET", "/menu"] => ok("<a href=list>証明書ダウンロード</a>"),
        ["GET", "/list"] => ok("<h1>証明書ダウンロード</h1><table><tr><td>介護DX証明書<td><a href=file>ダウンロード</a></table>"),
        ["GET", "/file"] => b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: 5\r\n\r\n\x30\x03\x02\x01\x03".to_vec(),
        _ => ok("<title>lost"),
    }
    });
    let server = serve(config(&authority, Kind::Good), answer).await;
    let transport = Arc::new(transport(&server.url, settings(&authority)).unwrap());
    let mut session = Session::new(server.url.clone(), transport, Labels::built_in());
    session.log_in("KJ0123456789AB", &"x".into()).await.unwrap();
    assert_eq!(session.certificates().await.unwrap().len(), 1);
    assert_eq!(session.download(0).await.unwrap().as_slice(), b"\x30\x03\x02\x01\x03");
    let date: Timestamp = "2026-06-01T00:00:00Z".parse().unwrap();
    let offset = date.duration_since(Timestamp::now());
    assert!((session.clock_offset().unwrap() - offset).abs() < SignedDuration::from_secs(60));
    assert_eq!(server.posts.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn errors_name_no_address_beyond_the_host() {
    let authority = authority();
    let server = serve(config(&authority, Kind::Good), Arc::new(|_| b"HTTP".to_vec())).await;
    let transport = transport(&server.url, settings(&authority)).unwrap();
    let url = server.url.join("/auth;jsessionid=SECRET?token=SECRET").unwrap();
    let error: PortalError = transport.send(post(url)).await.err().unwrap();
    assert!(!format!("{error:?} {error}").contains("SECRET"));
}
