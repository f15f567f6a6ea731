//! The probe, asked by a real client with and without a certificate.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use probe::{Accepted, Limits, MemoryVisits, PageText, Probe, ProbeSettings};
use rustls::sign::CertifiedKey;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use support::{Authority, Client, NOBODY, NOW_VALID, SOMEBODY, get, get_in};
use tokio::net::TcpListener;
use verification::ProbeResult;

/// A probe whose clock is set by hand.
struct Rig {
    probe: Probe,
    now: Arc<Mutex<Timestamp>>,
    tls: Authority,
    authority: Authority,
}

impl Rig {
    async fn start() -> Self {
        let authority = Authority::new("Test CA");
        let accepted = Accepted::IssuedBy(vec![authority.der().into()]);
        Self::accepting(accepted, authority).await
    }

    async fn accepting(accepted: Accepted, authority: Authority) -> Self {
        let tls = Authority::new("Test TLS Root");
        let (chain, key) = tls.server(NOW_VALID);
        let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap();
        let key = rustls::crypto::ring::default_provider().key_provider.load_private_key(key).unwrap();
        let chain = CertificateDer::pem_slice_iter(chain.as_bytes()).collect::<Result<_, _>>().unwrap();
        let now = Arc::new(Mutex::new(Timestamp::now()));
        let clock = Arc::clone(&now);
        let settings = ProbeSettings {
            host: "localhost".to_owned(),
            certified: CertifiedKey::new(chain, key),
            accepted,
            texts: PageText::catalogue(&[]).unwrap(),
            visits: Arc::new(MemoryVisits::default()),
            clock: Arc::new(move || *clock.lock().unwrap()),
            limits: Limits::default(),
        };
        let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self { probe: Probe::start(settings, vec![socket]).unwrap(), now, tls, authority }
    }

    fn advance(&self, by: SignedDuration) {
        *self.now.lock().unwrap() += by;
    }

    async fn page(&self, nonce: &str, client: Option<&Client>) -> String {
        let (status, page) = get(&self.probe.addresses().page, nonce, &self.tls.der(), client).await;
        assert_eq!(status, 200);
        page
    }

    async fn result(&self, nonce: &str) -> ProbeResult {
        let (status, json) = get(&self.probe.addresses().result, nonce, &self.tls.der(), None).await;
        assert_eq!(status, 200);
        serde_json::from_str(&json).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn says_which_certificate_came() {
    let rig = Rig::start().await;
    assert_eq!(rig.result(SOMEBODY).await, ProbeResult::Nobody);

    let page = rig.page(SOMEBODY, None).await;
    assert!(page.contains('✕') && page.contains("証明書が、届きませんでした。"), "{page}");
    assert_eq!(rig.result(SOMEBODY).await, ProbeResult::NoCertificate);

    let client = rig.authority.client("CarePlanJigyousho", (2020, 2099));
    let page = rig.page(SOMEBODY, Some(&client)).await;
    assert!(page.contains('〇') && page.contains("CarePlanJigyousho") && page.contains("2099-12-30"), "{page}");
    assert!(page.contains("<h1>証明書を使えました。</h1>"), "{page}");
    assert!(page.contains(&format!("shomei-navi://verified?nonce={SOMEBODY}")));
    assert_eq!(rig.result(SOMEBODY).await, ProbeResult::Certificate { fingerprint: client.fingerprint });
    assert_eq!(rig.result(NOBODY).await, ProbeResult::Nobody, "under its own nonce only");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_nonce_is_not_remembered_nor_written_into_the_page() {
    let rig = Rig::start().await;
    let client = rig.authority.client("CarePlanJigyousho", (2020, 2099));
    for wrong in ["", "abc", "\"><script>alert(1)</script>", &"0".repeat(33)] {
        let page = rig.page(wrong, Some(&client)).await;
        assert!(page.contains('〇') && !page.contains("href") && !page.contains("script"), "{wrong}");
        assert_eq!(rig.result(wrong).await, ProbeResult::Nobody);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn forgets_after_two_minutes() {
    let rig = Rig::start().await;
    let client = rig.authority.client("CarePlanJigyousho", (2020, 2099));
    rig.page(SOMEBODY, Some(&client)).await;
    rig.advance(SignedDuration::from_secs(119));
    assert_ne!(rig.result(SOMEBODY).await, ProbeResult::Nobody);
    rig.advance(SignedDuration::from_secs(2));
    assert_eq!(rig.result(SOMEBODY).await, ProbeResult::Nobody);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_or_foreign_certificate_gets_a_page_and_does_not_count() {
    let rig = Rig::start().await;
    let foreign = Authority::new("Another CA").client("CarePlanJigyousho", (2020, 2099));
    let expired = rig.authority.client("CarePlanJigyousho", (2020, 2021));
    for client in [foreign, expired] {
        let page = rig.page(SOMEBODY, Some(&client)).await;
        assert!(page.contains('✕') && page.contains("別の証明書でした"), "{page}");
        assert_eq!(rig.result(SOMEBODY).await, ProbeResult::NoCertificate);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_not_the_cas_certificate_accepts_any_that_is_valid_now() {
    let rig = Rig::accepting(Accepted::Any, Authority::new("Test CA")).await;
    let foreign = Authority::new("Another CA").client("CarePlanJigyousho", (2020, 2099));
    let page = rig.page(SOMEBODY, Some(&foreign)).await;
    assert!(page.contains('〇') && page.contains("CarePlanJigyousho"), "{page}");
    assert_eq!(rig.result(SOMEBODY).await, ProbeResult::Certificate { fingerprint: foreign.fingerprint });
    let expired = rig.authority.client("CarePlanJigyousho", (2020, 2021));
    assert!(rig.page(NOBODY, Some(&expired)).await.contains('✕'));
    assert_eq!(rig.result(NOBODY).await, ProbeResult::NoCertificate);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_does_not_say_of_just_any_certificate_that_it_works() {
    let rig = Rig::accepting(Accepted::Any, Authority::new("Test CA")).await;
    let foreign = Authority::new("Another CA").client("CarePlanJigyousho", (2020, 2099));
    for (lang, heading, sentence) in [
        ("ja", "証明書が届きました。", "正しい証明書かどうかは、アプリで確認してください。"),
        ("ja-easy", "証明書が来ました。", "正しい証明書ですか。アプリの画面を見てください。"),
        ("en", "A certificate arrived.", "The app says whether it is the right one."),
    ] {
        let mut page = rig.probe.addresses().page.clone();
        page.query_pairs_mut().append_pair("lang", lang);
        let (_, page) = get(&page, SOMEBODY, &rig.tls.der(), Some(&foreign)).await;
        assert!(page.contains(&format!("<h1>{heading}</h1>")) && page.contains(sentence), "{lang}: {page}");
        for claim in ["証明書を使えました", "証明書が使えました", "The certificate works"] {
            assert!(!page.contains(claim), "{lang}: {page}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_speaks_as_the_app_or_the_browser_does() {
    let rig = Rig::start().await;
    let page = |lang: &str| {
        let mut page = rig.probe.addresses().page.clone();
        page.query_pairs_mut().append_pair("lang", lang);
        page
    };
    let root = rig.tls.der();
    for (lang, tag, words) in [
        ("ja", "ja", "証明書が、届きませんでした。"),
        ("ja-easy", "ja", "証明書が、来ませんでした。"),
        ("en", "en", "No certificate arrived."),
        ("vi", "ja", "証明書が、届きませんでした。"),
    ] {
        let (status, html) = get(&page(lang), NOBODY, &root, None).await;
        assert!(html.contains(&format!("<html lang=\"{tag}\">")) && html.contains(words), "{lang}: {html}");
        assert_eq!(status, 200);
    }
    let english = get_in("en-US,en;q=0.9", &rig.probe.addresses().page, NOBODY, &root).await;
    assert!(english.contains("No certificate arrived."), "{english}");
}

/// The app's colours, each with its light and dark value: `--page: light-dark(#fff, #1a1a1a);`.
const TOKENS: &str = include_str!("../../../../ui/src/styles/tokens.css");

#[tokio::test(flavor = "multi_thread")]
async fn the_page_wears_the_apps_colours_in_light_and_in_dark() {
    let rig = Rig::start().await;
    let page = rig.page(SOMEBODY, None).await;
    assert!(page.contains("<meta name=\"color-scheme\" content=\"light dark\">"), "{page}");
    let (light, dark) = page.split_once("@media (prefers-color-scheme:dark)").unwrap();
    let dark = dark.split_once("}}").unwrap().0;
    for (ours, the_apps) in [
        ("page", "page"),
        ("text", "text"),
        ("primary", "accent"),
        ("label", "on-accent"),
        ("ring", "focus-outer"),
        ("yes", "success"),
        ("no", "error"),
    ] {
        let (_, values) = TOKENS.split_once(&format!("--{the_apps}: light-dark(")).unwrap();
        let (first, second) = values.split_once(");").unwrap().0.split_once(", ").unwrap();
        for (theme, value) in [(light, first), (dark, second)] {
            assert!(theme.contains(&format!("--{ours}:{value}")), "--{ours} is not {value}: {theme}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_comes_whatever_the_question_is() {
    let rig = Rig::start().await;
    for query in ["", "nonce", "nonce=&nonce=", "%00=%ff&&&=", "lang=%22%3E%3Cscript%3E", "nonce=1&lang=en&lang=ja"] {
        let mut page = rig.probe.addresses().page.clone();
        page.set_query(Some(query));
        let (status, html) = get(&page, SOMEBODY, &rig.tls.der(), None).await;
        assert!(status == 200 && html.contains('✕') && !html.contains("<script"), "{query}: {status} {html}");
    }
}
