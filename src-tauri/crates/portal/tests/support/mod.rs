//! A transport that answers from memory and keeps what it was sent.
#![allow(dead_code, clippy::unwrap_used, reason = "each test uses a part of it")]

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use encoding_rs::Encoding;
use portal::{Labels, Method, PortalError, Request, Response, Session, Transport};
use secrecy::SecretString;
use url::Url;

pub(crate) const ENTRY: &str = "https://portal.example/";
pub(crate) const USER: &str = "KJ0123456789AB";

/// What a server answers once.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: Option<String>,
    pub(crate) disposition: Option<String>,
    pub(crate) date: Option<jiff::Timestamp>,
    pub(crate) body: Vec<u8>,
}

pub(crate) fn html(page: &str) -> Answer {
    Answer {
        status: 200,
        content_type: Some("text/html; charset=UTF-8".to_owned()),
        disposition: None,
        date: None,
        body: page.as_bytes().to_vec(),
    }
}

pub(crate) fn html_in(encoding: &'static Encoding, declared: &str, page: &str) -> Answer {
    Answer { content_type: Some(declared.to_owned()), body: encoding.encode(page).0.into_owned(), ..html("") }
}

pub(crate) fn status(status: u16, page: &str) -> Answer {
    Answer { status, ..html(page) }
}

pub(crate) fn file(body: &[u8]) -> Answer {
    Answer { content_type: Some("application/x-pkcs12".to_owned()), body: body.to_vec(), ..html("") }
}

/// A file under a name.
pub(crate) fn named_file(disposition: &str, body: &[u8]) -> Answer {
    Answer { disposition: Some(disposition.to_owned()), ..file(body) }
}

/// What was sent, as `GET /path?query` or `POST /path body`.
#[derive(Clone, Default)]
pub(crate) struct Portal {
    pages: Arc<Mutex<HashMap<String, Vec<Answer>>>>,
    sent: Arc<Mutex<Vec<String>>>,
    referers: Arc<Mutex<Vec<Option<String>>>>,
}

impl Portal {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Answers a request line; several answers to the same line come in turn, the last one again and again.
    pub(crate) fn on(self, line: &str, answer: Answer) -> Self {
        self.pages.lock().unwrap().entry(line.to_owned()).or_default().push(answer);
        self
    }

    pub(crate) fn sent(&self) -> Vec<String> {
        self.sent.lock().unwrap().clone()
    }

    pub(crate) fn referers(&self) -> Vec<Option<String>> {
        self.referers.lock().unwrap().clone()
    }

    pub(crate) fn posts(&self) -> usize {
        self.sent().iter().filter(|line| line.starts_with("POST ")).count()
    }

    pub(crate) fn session(&self) -> Session {
        Session::new(ENTRY.parse().unwrap(), Arc::new(self.clone()), Labels::built_in())
    }
}

#[async_trait]
impl Transport for Portal {
    async fn send(&self, request: Request) -> Result<Response, PortalError> {
        let path = request.url.as_str().trim_start_matches("https://portal.example").to_owned();
        let line = match (request.method, &request.body) {
            (Method::Get, None) => format!("GET {path}"),
            (Method::Post, Some(body)) => format!("POST {path} {}", String::from_utf8_lossy(body)),
            _ => return Err(PortalError::Offline("a body where none belongs".into())),
        };
        self.sent.lock().unwrap().push(line.clone());
        self.referers.lock().unwrap().push(request.referer.map(String::from));
        let mut pages = self.pages.lock().unwrap();
        let answers = pages.get_mut(&line).ok_or_else(|| PortalError::Offline(format!("no page for {line}").into()))?;
        let answer = if answers.len() > 1 { answers.remove(0) } else { answers[0].clone() };
        Ok(Response {
            url: request.url,
            status: answer.status,
            content_type: answer.content_type,
            disposition: answer.disposition,
            refresh: None,
            date: answer.date,
            body: answer.body.into(),
        })
    }

    fn allows(&self, url: &Url) -> bool {
        url.host_str() == Some("portal.example")
    }
}

pub(crate) fn password() -> SecretString {
    SecretString::from("Pass+w0rd")
}
