#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::HashMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use app::{Clock, SystemClock};
use jiff::{SignedDuration, Timestamp};
use portal::{ClientSettings, https_client};
use practice::authority::{Authority, TlsAuthority};
use practice::portal::{HtmlVariant, Portal, PortalSettings};
use practice::{Folder, Office, built_in};
use reqwest::header::{CONTENT_DISPOSITION, LOCATION};
use scraper::{ElementRef, Html, Selector};
use tokio::sync::OnceCell;
use url::Url;

pub(crate) const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
pub(crate) const PC: &str =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

/// A clock that is set by hand.
pub(crate) struct HandClock(Mutex<Timestamp>);

impl HandClock {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new(Timestamp::now())))
    }

    pub(crate) fn advance(&self, by: SignedDuration) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }

    fn running(&self) -> Duration {
        SystemClock.running()
    }
}

/// One folder for the whole test binary, kept between runs: RSA keys take seconds.
pub(crate) async fn roots() -> (Arc<Authority>, Arc<TlsAuthority>) {
    static ROOTS: OnceCell<(Arc<Authority>, Arc<TlsAuthority>)> = OnceCell::const_new();
    let (authority, tls) = ROOTS
        .get_or_init(|| async {
            let folder = Folder::open(folder("roots")).unwrap();
            let tls = TlsAuthority::open(&folder, &SystemClock).unwrap();
            (Arc::new(Authority::open(folder, Arc::new(SystemClock)).await.unwrap()), Arc::new(tls))
        })
        .await;
    (Arc::clone(authority), Arc::clone(tls))
}

pub(crate) fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("practice").join(name)
}

pub(crate) async fn portal(variant: HtmlVariant, clock: Arc<dyn Clock>) -> Portal {
    portal_of(variant, clock, built_in()).await
}

pub(crate) async fn portal_of(variant: HtmlVariant, clock: Arc<dyn Clock>, offices: Vec<Office>) -> Portal {
    let (authority, tls) = roots().await;
    Portal::start(PortalSettings { authority, tls, offices, clock, port: 0, variant }).await.unwrap()
}

pub(crate) fn both() -> Office {
    built_in().into_iter().find(|office| office.id == "both").unwrap()
}

/// An error and what is behind it.
pub(crate) fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text += &format!(": {error}");
        source = error.source();
    }
    text
}

/// A browser that keeps cookies, follows redirects, and presses what has a label.
pub(crate) struct Browser {
    client: reqwest::Client,
    pub(crate) at: Url,
    pub(crate) status: u16,
    pub(crate) text: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) disposition: Option<String>,
}

impl Browser {
    pub(crate) async fn open(portal: &Portal, agent: &str) -> Self {
        let (_, tls) = roots().await;
        let client = https_client(&ClientSettings {
            web_roots: false,
            extra_roots: vec![tls.root().to_vec()],
            user_agent: Some(agent.to_owned()),
            cookies: true,
            total_timeout: Duration::from_secs(10),
            ..ClientSettings::default()
        })
        .unwrap();
        let at = portal.entry().clone();
        let mut browser = Self { client, at, status: 0, text: String::new(), bytes: Vec::new(), disposition: None };
        browser.go("/").await;
        browser
    }

    pub(crate) async fn go(&mut self, address: &str) {
        let url = self.at.join(address).unwrap();
        self.take(self.client.get(url).send().await.unwrap()).await;
    }

    pub(crate) async fn post(&mut self, address: &str, fields: &[(String, String)]) {
        let url = self.at.join(address).unwrap();
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.client.post(url).header("content-type", "application/x-www-form-urlencoded").body(body);
        self.take(request.send().await.unwrap()).await;
    }

    async fn take(&mut self, mut response: reqwest::Response) {
        for _ in 0..5 {
            let Some(location) = response.headers().get(LOCATION) else { break };
            let next = response.url().join(location.to_str().unwrap()).unwrap();
            response = self.client.get(next).send().await.unwrap();
        }
        self.at = response.url().clone();
        self.status = response.status().as_u16();
        self.disposition = response.headers().get(CONTENT_DISPOSITION).map(|value| value.to_str().unwrap().to_owned());
        self.bytes = response.bytes().await.unwrap().to_vec();
        self.text = String::from_utf8_lossy(&self.bytes).into_owned();
    }

    /// Follows the first link with those words.
    pub(crate) async fn follow(&mut self, words: &str) {
        let link = self.find("a", words).unwrap_or_else(|| panic!("no link {words} in {}", self.text));
        self.go(&link).await;
    }

    /// The address and fields of the first form that has a button with those words.
    pub(crate) fn form(&self, words: &str) -> Option<(String, Vec<(String, String)>)> {
        let html = Html::parse_document(&self.text);
        let button = html.select(&select("button")).find(|button| text(*button) == words)?;
        let form = button.ancestors().filter_map(ElementRef::wrap).find(|element| element.value().name() == "form")?;
        let mut fields: Vec<_> = form
            .select(&select("input"))
            .filter(|input| input.attr("type") != Some("radio") || input.attr("checked").is_some())
            .map(|input| (attribute(input, "name"), attribute(input, "value")))
            .collect();
        fields.extend(button.attr("name").map(|name| (name.to_owned(), attribute(button, "value"))));
        Some((attribute(form, "action"), fields))
    }

    /// Presses the button with those words, with fields filled in.
    pub(crate) async fn press(&mut self, words: &str, filled: &[(&str, &str)]) {
        let (action, fields) = self.form(words).unwrap_or_else(|| panic!("no button {words} in {}", self.text));
        let filled: HashMap<_, _> = filled.iter().copied().collect();
        let fields: Vec<_> = fields
            .into_iter()
            .map(|(name, value)| match filled.get(name.as_str()) {
                Some(typed) => (name, (*typed).to_owned()),
                None => (name, value),
            })
            .collect();
        self.post(&action, &fields).await;
    }

    pub(crate) async fn log_in(&mut self, user_id: &str, password: &str) {
        self.go("/").await;
        self.follow("介護事業所の方はこちら").await;
        self.press("ログイン", &[("user-id", user_id), ("password", password)]).await;
    }

    pub(crate) fn says(&self, words: &str) -> bool {
        self.text.contains(words)
    }

    fn find(&self, element: &str, words: &str) -> Option<String> {
        let html = Html::parse_document(&self.text);
        let link = html.select(&select(element)).find(|link| text(*link) == words)?;
        link.attr("href").map(str::to_owned)
    }
}

fn select(selector: &str) -> Selector {
    Selector::parse(selector).unwrap()
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().trim().to_owned()
}

fn attribute(element: ElementRef<'_>, name: &str) -> String {
    element.attr(name).unwrap_or_default().to_owned()
}
