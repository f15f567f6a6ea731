//! Answers that browsers accept, though no standard asks them to: as servers write them, byte by byte.
#![allow(clippy::unwrap_used)]

mod server;

use std::sync::Arc;
use std::time::Duration;

use portal::{ClientSettings, HostPort, HttpsTransport, Labels, PortalError, Request, Response, Session, Transport};
use server::{Authority, Kind, authority, config, ok, read_request, serve};
use tokio::io::AsyncWriteExt as _;
use url::Url;

fn transport(authority: &Authority, url: &Url) -> HttpsTransport {
    let settings = ClientSettings {
        web_roots: false,
        extra_roots: vec![authority.der().to_vec()],
        total_timeout: Duration::from_secs(20),
        ..ClientSettings::browser("test agent")
    };
    HttpsTransport::new(HostPort::of(url), settings).unwrap()
}

async fn answered(bytes: Vec<u8>) -> Result<Response, PortalError> {
    let authority = authority();
    let server = serve(config(&authority, Kind::Good), Arc::new(move |_| bytes.clone())).await;
    transport(&authority, &server.url).send(Request::get(server.url.clone())).await
}

/// Headers as RFC 9112, 5 forbids and browsers read them, and words in `Content-Encoding` that name no coding.
#[tokio::test]
async fn odd_headers_cost_no_answer() {
    for headers in [
        "Content-Disposition: attachment;\r\n filename=\"a.pfx\"",
        "Content-Disposition : attachment; filename=\"a.pfx\"",
        "nonsense\r\nContent-Disposition: attachment; filename=\"a.pfx\"",
        "X Frame Options: DENY\r\nContent-Disposition: attachment; filename=\"a.pfx\"",
        "X-A: a\u{1b}b\r\nContent-Disposition: attachment; filename=\"a.pfx\"",
        "Content-Encoding: UTF-8\r\nContent-Disposition: attachment; filename=\"a.pfx\"",
        "Content-Encoding: none\r\nContent-Disposition: attachment; filename=\"a.pfx\"",
        "Content-Encoding: binary\r\nContent-Disposition: attachment; filename=\"a.pfx\"",
    ] {
        let bytes = format!("HTTP/1.1 200 OK\r\n{headers}\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello");
        let answer = answered(bytes.into_bytes()).await.unwrap();
        assert_eq!(answer.body.as_slice(), b"hello", "{headers}");
        assert!(answer.disposition.unwrap().contains("a.pfx"), "{headers}");
    }
}

/// A coding that was not asked for changes the bytes: it is not passed over.
#[tokio::test]
async fn a_coding_that_nobody_asked_for_is_no_answer() {
    let bytes = b"HTTP/1.1 200 OK\r\nContent-Encoding: zstd\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello";
    assert!(answered(bytes.to_vec()).await.is_err());
}

/// The end of the connection is the body's, and TLS's own farewell does not come (RFC 8446, 6.1).
#[tokio::test]
async fn a_connection_that_just_ends_has_told_what_is_whole() {
    for (body, whole) in [
        (&b"<p>hello</p></body></html>"[..], true),
        (b"<p>hello", false),
        (b"\x30\x03\x02\x01\x03", true),
        (b"\x30\x09\x02\x01\x03", false),
    ] {
        let authority = authority();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url: Url = format!("https://127.0.0.1:{}/", listener.local_addr().unwrap().port()).parse().unwrap();
        let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config(&authority, Kind::Good)));
        tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            let mut tls = acceptor.accept(stream).await.unwrap();
            read_request(&mut tls).await;
            tls.write_all(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n").await.unwrap();
            tls.write_all(body).await.unwrap();
            tls.flush().await.unwrap();
            tls.into_inner().0.shutdown().await.unwrap();
        });
        let answer = transport(&authority, &url).send(Request::get(url.clone())).await;
        assert_eq!(answer.is_ok_and(|answer| answer.body.as_slice() == body), whole, "{body:?}");
    }
}

/// As a header it says what the tag says (HTML Standard, 7.5.4, shared declarative refresh).
#[tokio::test]
async fn a_refresh_may_be_a_header() {
    let authority = authority();
    let server = serve(
        config(&authority, Kind::Good),
        Arc::new(|request| match request.split(' ').take(2).collect::<Vec<_>>()[..] {
            ["GET", "/"] => [
                &b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nRefresh: 0;URL=/login\r\nConnection: close\r\n\r\n"[..],
                b"<p>wait</body>",
            ]
            .concat(),
            ["GET", "/login"] => ok("<form method=post action=auth><label>ユーザーID<input name=u></label>
                <label>パスワード<input type=password name=p></label><button>ログイン</button></form>"),
            _ => ok("<title>メニュー選択</title><a href=list>証明書ダウンロード</a>"),
        }),
    )
    .await;
    let transport = transport(&authority, &server.url);
    let mut session = Session::new(server.url.clone(), Arc::new(transport), Labels::built_in());
    session.log_in("KJ0123456789AB", &"right".into()).await.unwrap();
}
