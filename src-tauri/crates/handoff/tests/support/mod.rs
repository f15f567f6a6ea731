#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub(crate) mod issued;

use std::io::ErrorKind;
use std::time::Duration;

use handoff::{LoopbackEvent, PageWords};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc::Receiver;
use tokio::time::timeout;

/// Words of a page.
pub(crate) fn words() -> PageWords {
    PageWords {
        lang: "ja".to_owned(),
        title: "証明書ナビ".to_owned(),
        heading: "証明書を わたします".to_owned(),
        sentences: vec!["下のボタンを おしてください。".to_owned(), "つぎに『許可』を おします。".to_owned()],
        button: "証明書を うけとる".to_owned(),
        download_heading: "『許可』を おしてください".to_owned(),
        download_sentences: vec!["おわったら 左上の『閉じる』を おしてください。".to_owned()],
        back: "アプリに もどる".to_owned(),
        back_link: "shomei-navi://returned".to_owned(),
        again: "もう一度 うけとる".to_owned(),
    }
}

/// Where a loopback page is.
pub(crate) struct Place {
    /// Where it listens: `127.0.0.1:PORT`.
    pub(crate) host: String,
    /// The path's secret.
    pub(crate) token: String,
}

impl Place {
    pub(crate) fn of(url: &str) -> Self {
        let rest = url.strip_prefix("http://").unwrap();
        let (host, path) = rest.split_once('/').unwrap();
        Self { host: host.to_owned(), token: path.strip_suffix('/').unwrap().to_owned() }
    }

    pub(crate) fn page(&self) -> String {
        format!("/{}/", self.token)
    }

    pub(crate) fn download(&self) -> String {
        format!("/{}/download", self.token)
    }

    pub(crate) fn profile(&self) -> String {
        format!("/{}/certificate.mobileconfig", self.token)
    }

    pub(crate) fn request(&self, method: &str, path: &str, fields: &str) -> Vec<u8> {
        format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n{fields}\r\n", self.host).into_bytes()
    }

    pub(crate) async fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.host).await.unwrap()
    }

    /// Sends bytes and reads until the server closes. `None` if closed without a word.
    pub(crate) async fn send(&self, bytes: &[u8]) -> Option<Answer> {
        let mut stream = self.connect().await;
        // The server may have closed before all of it was taken.
        let _ = stream.write_all(bytes).await;
        Answer::read(&mut stream).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(&self.request("GET", path, "")).await.unwrap()
    }
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) async fn read(stream: &mut TcpStream) -> Option<Self> {
        let mut bytes = Vec::new();
        match timeout(Duration::from_secs(20), stream.read_to_end(&mut bytes)).await.expect("left open") {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
            Err(error) => panic!("{error}"),
        }
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap().to_ascii_lowercase();
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some(Self { status, head, body: bytes[end + 4..].to_vec() })
    }

    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
}

/// The next event; none where there is none any more.
pub(crate) async fn next(events: &mut Receiver<LoopbackEvent>) -> Option<LoopbackEvent> {
    timeout(Duration::from_secs(20), events.recv()).await.expect("nothing is told")
}
