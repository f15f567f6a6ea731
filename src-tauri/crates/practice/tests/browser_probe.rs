//! A real browser, with the identity that an iPhone would get out of the profile, before the real probe.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod chromium;
mod common;

use std::sync::Arc;

use certificate::{CertificateKind, Fingerprint, to_ios_p12};
use chromium::{Chromium, Policy, TYPED_PASSWORD, missing};
use common::{both, roots};
use handoff::{ProfileSource, configuration_profile};
use jiff::Timestamp;
use portal::{ClientSettings, https_client};
use practice::authority::ServerCertificate;
use practice::{OfficeCertificate, probe_text};
use probe::{Accepted, Limits, MemoryVisits, Probe, ProbeSettings};
use secrecy::SecretString;
use tokio::net::TcpListener;
use verification::ProbeResult;

const FILE_PASSWORD: &str = "tegami-2026";

/// The profile's identity, as iOS would take it out, and its leaf.
async fn from_profile() -> (Vec<u8>, Fingerprint) {
    let (authority, _) = roots().await;
    let issued = authority.issue(&both().subject(OfficeCertificate::Kaigo(CertificateKind::Dx))).await.unwrap();
    let file = issued.pkcs12(FILE_PASSWORD).unwrap();
    let identity = certificate::open(&file, &SecretString::from(FILE_PASSWORD)).unwrap();
    let pkcs12 = to_ios_p12(&identity, "kaigo-dx-3f9a1c02", &SecretString::from(TYPED_PASSWORD)).unwrap();
    let profile = configuration_profile(&ProfileSource {
        slot: "kaigo-dx-3f9a1c02",
        bundle: app::BUNDLE_IDENTIFIER,
        display_name: "【練習】 ひまわり 介護DX証明書",
        description: "練習の証明書です。",
        organization: "証明書ナビ",
        certificate_name: "介護DX証明書",
        file_name: "kaigo-dx-3f9a1c02.p12",
        fingerprint: identity.fingerprint(),
        pkcs12: &pkcs12,
    })
    .unwrap();
    let profile = plist::Value::from_reader_xml(&profile[..]).unwrap();
    let payload = &profile.as_dictionary().unwrap()["PayloadContent"].as_array().unwrap()[0];
    (payload.as_dictionary().unwrap()["PayloadContent"].as_data().unwrap().to_vec(), issued.fingerprint())
}

async fn start() -> Probe {
    let (authority, tls) = roots().await;
    let settings = ProbeSettings {
        host: "localhost".to_owned(),
        certified: tls.certified(ServerCertificate::Good).unwrap(),
        accepted: Accepted::IssuedBy(vec![authority.root().clone()]),
        texts: vec![probe_text()],
        visits: Arc::new(MemoryVisits::default()),
        clock: Arc::new(Timestamp::now),
        limits: Limits::default(),
    };
    let sockets = [TcpListener::bind("127.0.0.1:0").await.unwrap()];
    Probe::start(settings, Vec::from(sockets)).unwrap()
}

/// The app's own question.
async fn result(probe: &Probe, nonce: &str) -> ProbeResult {
    let (_, tls) = roots().await;
    let roots = vec![tls.root().to_vec()];
    let client =
        https_client(&ClientSettings { web_roots: false, extra_roots: roots, ..ClientSettings::default() }).unwrap();
    let mut url = probe.addresses().result.clone();
    url.query_pairs_mut().append_pair("nonce", nonce);
    serde_json::from_slice(&client.get(url).send().await.unwrap().bytes().await.unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_identity_of_the_profile_comes_to_the_probe_in_a_real_browser() {
    if let Some(why) = missing() {
        assert!(std::env::var_os("CI").is_none(), "{why}");
        return println!("skipped: {why}");
    }
    let (pkcs12, leaf) = from_profile().await;
    let probe = start().await;
    let _policy = Policy::choosing_at(probe.port());
    let chromium = Chromium::new(&roots().await.1.root_pem());

    let without = "0123456789abcdef0123456789abcdef";
    assert_eq!(result(&probe, without).await, ProbeResult::Nobody);
    let page = chromium.open(&probe.addresses().page, without).await;
    assert!(page.contains('✕') && !page.contains('〇'), "{page}");
    assert_eq!(result(&probe, without).await, ProbeResult::NoCertificate);

    chromium.install(&pkcs12);
    let with = "fedcba9876543210fedcba9876543210";
    let page = chromium.open(&probe.addresses().page, with).await;
    assert!(page.contains('〇') && page.contains("CarePlanJigyousho"), "{page}");
    assert!(page.contains(&format!("shomei-navi://verified?nonce={with}")), "{page}");
    assert_eq!(result(&probe, with).await, ProbeResult::Certificate { fingerprint: leaf });
    assert_eq!(result(&probe, without).await, ProbeResult::NoCertificate, "each try under its own nonce");
    probe.stop().await;
}
