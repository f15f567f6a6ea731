//! The probe, asked by a real client with and without a certificate.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::sync::Arc;

use app::{Clock, ProbeResult};
use certificate::{CertificateKind, Fingerprint};
use common::{HandClock, both, roots};
use jiff::SignedDuration;
use portal::{ClientIdentity, ClientSettings, https_client};
use practice::authority::{Issued, ServerCertificate};
use practice::probe::{Probe, ProbeSettings, ProbeWords};
use practice::{Listen, OfficeCertificate};
use url::Url;
use zeroize::Zeroizing;

async fn probe(clock: Arc<dyn Clock>) -> Probe {
    let (authority, tls) = roots().await;
    Probe::start(ProbeSettings {
        listen: Listen::Loopback(0),
        host: "localhost".to_owned(),
        certified: tls.certified(ServerCertificate::Good).unwrap(),
        authorities: vec![authority.root().clone()],
        words: ProbeWords::practice(),
        clock,
    })
    .await
    .unwrap()
}

async fn get(url: &Url, nonce: &str, identity: Option<&Issued>) -> (u16, String) {
    let (_, tls) = roots().await;
    let identity = identity.map(|issued| {
        Arc::new(ClientIdentity {
            chain: vec![issued.leaf().to_vec()],
            key: Zeroizing::new(issued.private_key().to_vec()),
        })
    });
    let client = https_client(&ClientSettings {
        web_roots: false,
        extra_roots: vec![tls.root().to_vec()],
        identity,
        ..ClientSettings::default()
    })
    .unwrap();
    let mut url = url.clone();
    url.query_pairs_mut().append_pair("nonce", nonce);
    let response = client.get(url).send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

async fn result(probe: &Probe, nonce: &str) -> ProbeResult {
    let (status, json) = get(&probe.addresses().result, nonce, None).await;
    assert_eq!(status, 200);
    serde_json::from_str(&json).unwrap()
}

async fn issued() -> Arc<Issued> {
    roots().await.0.issue(&both().subject(OfficeCertificate::Kaigo(CertificateKind::Dx))).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn says_which_certificate_came() {
    let probe = probe(HandClock::new()).await;
    let nonce = "0123456789abcdef0123456789abcdef";
    assert_eq!(result(&probe, nonce).await, ProbeResult::Nobody);

    let (status, page) = get(&probe.addresses().page, nonce, None).await;
    assert_eq!(status, 200);
    assert!(page.contains('✕') && page.contains("証明書が とどきませんでした"));
    assert_eq!(result(&probe, nonce).await, ProbeResult::NoCertificate);

    let issued = issued().await;
    let (status, page) = get(&probe.addresses().page, nonce, Some(&issued)).await;
    assert_eq!(status, 200);
    assert!(page.contains('〇') && page.contains("CarePlanJigyousho"));
    assert!(page.contains(&format!("shomei-navi://verified?nonce={nonce}")));
    assert_eq!(result(&probe, nonce).await, ProbeResult::Certificate { fingerprint: issued.fingerprint() });
    assert_eq!(result(&probe, &"0".repeat(32)).await, ProbeResult::Nobody, "under its own nonce only");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_nonce_is_not_remembered_nor_written_into_the_page() {
    let probe = probe(HandClock::new()).await;
    for wrong in ["", "abc", "\"><script>alert(1)</script>", &"0".repeat(33)] {
        let (status, page) = get(&probe.addresses().page, wrong, Some(&*issued().await)).await;
        assert_eq!(status, 200);
        assert!(page.contains('〇') && !page.contains("href") && !page.contains("script"));
        assert_eq!(result(&probe, wrong).await, ProbeResult::Nobody);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn forgets_after_two_minutes() {
    let clock = HandClock::new();
    let probe = probe(clock.clone()).await;
    let nonce = "00112233445566778899aabbccddeeff";
    let issued = issued().await;
    get(&probe.addresses().page, nonce, Some(&issued)).await;
    clock.advance(SignedDuration::from_secs(119));
    assert_ne!(result(&probe, nonce).await, ProbeResult::Nobody);
    clock.advance(SignedDuration::from_secs(2));
    assert_eq!(result(&probe, nonce).await, ProbeResult::Nobody);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_or_foreign_certificate_gets_a_page_and_does_not_count() {
    let clock = HandClock::new();
    let probe = probe(clock.clone()).await;
    let nonce = "ffffffffffffffffffffffffffffffff";
    let issued = issued().await;
    clock.advance(SignedDuration::from_hours(24 * 366 * 3));
    let (status, page) = get(&probe.addresses().page, nonce, Some(&issued)).await;
    assert_eq!(status, 200);
    assert!(page.contains('✕') && page.contains("ちがう証明書"));
    assert_eq!(result(&probe, nonce).await, ProbeResult::NoCertificate);
    assert_ne!(issued.fingerprint(), Fingerprint([0; 32]));
}
