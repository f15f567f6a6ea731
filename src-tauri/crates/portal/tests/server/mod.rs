//! A TLS server that answers with raw HTTP.
#![allow(dead_code, clippy::unwrap_used, reason = "each test uses a part of it")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, SanType};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use url::Url;

pub(crate) type Authority = CertifiedIssuer<'static, KeyPair>;
pub(crate) type Answer = Arc<dyn Fn(&str) -> Vec<u8> + Send + Sync>;

pub(crate) fn authority() -> Authority {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "test root");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    Good,
    Expired,
    NotYetValid,
    OtherHost,
}

pub(crate) fn identity(authority: &Authority, kind: Kind) -> (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>) {
    let name = if kind == Kind::OtherHost { "other.example" } else { "localhost" };
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    if kind != Kind::OtherHost {
        params.subject_alt_names.push(SanType::IpAddress("127.0.0.1".parse().unwrap()));
        params.subject_alt_names.push(SanType::IpAddress("::1".parse().unwrap()));
    }
    match kind {
        Kind::Expired => params.not_after = rcgen::date_time_ymd(2020, 1, 1),
        Kind::NotYetValid => params.not_before = rcgen::date_time_ymd(2070, 1, 1),
        _ => {}
    }
    let key = KeyPair::generate().unwrap();
    let certificate = params.signed_by(&key, authority).unwrap();
    (vec![certificate.der().clone()], PrivatePkcs8KeyDer::from(key.serialize_der()).into())
}

pub(crate) struct Server {
    pub(crate) url: Url,
    pub(crate) posts: Arc<AtomicUsize>,
    pub(crate) requests: Arc<Mutex<Vec<String>>>,
}

/// Serves one request a connection; `answer` makes raw HTTP of a request's head and body.
pub(crate) async fn serve(config: ServerConfig, answer: Answer) -> Server {
    serve_on("127.0.0.1:0", config, answer).await
}

pub(crate) async fn serve_on(address: &str, config: ServerConfig, answer: Answer) -> Server {
    let listener = TcpListener::bind(address).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let host = if address.starts_with('[') { "[::1]" } else { "127.0.0.1" };
    let server = Server {
        url: format!("https://{host}:{port}/").parse().unwrap(),
        posts: Arc::default(),
        requests: Arc::default(),
    };
    let (posts, requests) = (server.posts.clone(), server.requests.clone());
    let acceptor = TlsAcceptor::from(Arc::new(config));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, answer, posts, requests) =
                (acceptor.clone(), answer.clone(), posts.clone(), requests.clone());
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                let request = read_request(&mut stream).await;
                posts.fetch_add(usize::from(request.starts_with("POST ")), Ordering::SeqCst);
                requests.lock().unwrap().push(request.clone());
                let bytes = answer(&request);
                if bytes.is_empty() {
                    // Silence.
                    tokio::time::sleep(Duration::from_secs(60)).await;
                }
                let _ = stream.write_all(&bytes).await;
                let _ = stream.flush().await;
                if bytes.ends_with(b"...") {
                    tokio::time::sleep(Duration::from_secs(60)).await;
                }
                let _ = stream.shutdown().await;
            });
        }
    });
    server
}

pub(crate) async fn read_request(stream: &mut (impl tokio::io::AsyncRead + Unpin)) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let read = stream.read(&mut buffer).await.unwrap_or(0);
        bytes.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ").map(str::to_owned))
                .map_or(0, |length| length.parse().unwrap());
            if body.len() >= length || read == 0 {
                return text;
            }
        }
        if read == 0 {
            return text;
        }
    }
}

pub(crate) fn config(authority: &Authority, kind: Kind) -> ServerConfig {
    let (chain, key) = identity(authority, kind);
    ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap()
}

pub(crate) fn ok(body: &str) -> Vec<u8> {
    let date = "Mon, 01 Jun 2026 00:00:00 GMT";
    format!(
        "HTTP/1.1 200 OK\r\nDate: {date}\r\nContent-Type: text/html; charset=UTF-8\r\nSet-Cookie: s=1; Secure; HttpOnly\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

pub(crate) fn redirect(status: u16, to: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status} Go\r\nLocation: {to}\r\nSet-Cookie: hop=1; Path=/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").into_bytes()
}
