//! A real browser, with the identity that an iPhone would get out of the profile, before the real probe.
//!
//! Chromium shows a certificate without asking only by a managed policy, which root alone can write; it is removed again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod common;

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use certificate::{CertificateKind, Fingerprint, to_ios_p12};
use common::{both, roots};
use handoff::{ProfileSource, configuration_profile};
use jiff::Timestamp;
use portal::{ClientSettings, https_client};
use practice::authority::ServerCertificate;
use practice::{OfficeCertificate, probe_text};
use probe::{Accepted, Limits, MemoryVisits, Probe, ProbeSettings};
use secrecy::SecretString;
use serde_json::json;
use tempfile::TempDir;
use tokio::net::TcpListener;
use verification::ProbeResult;

const POLICIES: &str = "/etc/chromium/policies/managed";
const FILE_PASSWORD: &str = "tegami-2026";
const TYPED_PASSWORD: &str = "Typed in Settings 1";

/// The profile's identity, as iOS would take it out, and its leaf.
async fn from_profile() -> (Vec<u8>, Fingerprint) {
    let (authority, _) = roots().await;
    let issued = authority.issue(&both().subject(OfficeCertificate::Kaigo(CertificateKind::Dx))).await.unwrap();
    let file = issued.pkcs12(FILE_PASSWORD).unwrap();
    let identity = certificate::open(&file, &SecretString::from(FILE_PASSWORD)).unwrap();
    let pkcs12 = to_ios_p12(&identity, "kaigo-dx-3f9a1c02", &SecretString::from(TYPED_PASSWORD)).unwrap();
    let profile = configuration_profile(&ProfileSource {
        slot: "kaigo-dx-3f9a1c02",
        bundle: "jp.shomeinavi.app",
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

fn run(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

/// Why this machine cannot do it.
fn missing() -> Option<String> {
    let absent = |program: &&str| matches!(Command::new(program).arg("--version").output(), Err(error) if error.kind() == ErrorKind::NotFound);
    let absent: Vec<_> = ["chromium", "certutil", "pk12util"].into_iter().filter(absent).collect();
    if !absent.is_empty() {
        return Some(format!("{} is not here", absent.join(", ")));
    }
    let id = run(Command::new("id").arg("-u"));
    (id.stdout.trim_ascii() != b"0").then(|| format!("only root writes {POLICIES}"))
}

/// Removed again, with the folders that were not there before.
struct Policy {
    file: PathBuf,
    made: Vec<PathBuf>,
}

impl Policy {
    fn choosing_at(probe: &Probe) -> Self {
        let folder = Path::new(POLICIES);
        let made = folder.ancestors().take_while(|folder| !folder.exists()).map(Path::to_owned).collect();
        std::fs::create_dir_all(folder).unwrap();
        let file = folder.join(format!("shomei-navi-{}.json", std::process::id()));
        let pattern = format!("https://localhost:{}", probe.port());
        let choice = json!({ "pattern": pattern, "filter": {} }).to_string();
        std::fs::write(&file, json!({ "AutoSelectCertificateForUrls": [choice] }).to_string()).unwrap();
        Self { file, made }
    }
}

impl Drop for Policy {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.file);
        for folder in &self.made {
            let _ = std::fs::remove_dir(folder);
        }
    }
}

/// Chromium with a home, and so an identity store, of its own.
struct Chromium {
    home: TempDir,
}

impl Chromium {
    async fn new() -> Self {
        let (_, tls) = roots().await;
        let chromium = Self { home: tempfile::tempdir().unwrap() };
        std::fs::create_dir_all(chromium.home.path().join(".pki/nssdb")).unwrap();
        run(chromium.store("certutil").args(["-N", "--empty-password"]));
        run(chromium.store("certutil").args(["-A", "-n", "practice TLS", "-t", "C,,", "-i"]).arg(tls.root_pem()));
        chromium
    }

    fn store(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.arg("-d").arg(format!("sql:{}", self.home.path().join(".pki/nssdb").display()));
        command
    }

    fn install(&self, pkcs12: &[u8]) {
        let file = self.home.path().join("identity.p12");
        std::fs::write(&file, pkcs12).unwrap();
        run(self.store("pk12util").arg("-i").arg(&file).args(["-K", "", "-W", TYPED_PASSWORD]));
    }

    /// Opens the probe's page for a nonce and gives back what the page became.
    async fn open(&self, probe: &Probe, nonce: &str) -> String {
        let mut url = probe.addresses().page.clone();
        url.query_pairs_mut().append_pair("nonce", nonce);
        let mut command = Command::new("timeout");
        command
            .args(["--kill-after=5", "60", "chromium", "--headless", "--no-sandbox", "--disable-gpu"])
            .args(["--disable-dev-shm-usage", "--no-first-run", "--no-proxy-server", "--dump-dom"])
            .arg(format!("--user-data-dir={}", self.home.path().join("profile").display()))
            .arg(url.as_str())
            .env("HOME", self.home.path())
            .env_remove("XDG_CONFIG_HOME");
        let output = tokio::task::spawn_blocking(move || run(&mut command)).await.unwrap();
        String::from_utf8(output.stdout).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_identity_of_the_profile_comes_to_the_probe_in_a_real_browser() {
    if let Some(why) = missing() {
        assert!(std::env::var_os("CI").is_none(), "{why}");
        return println!("skipped: {why}");
    }
    let (pkcs12, leaf) = from_profile().await;
    let probe = start().await;
    let _policy = Policy::choosing_at(&probe);
    let chromium = Chromium::new().await;

    let without = "0123456789abcdef0123456789abcdef";
    assert_eq!(result(&probe, without).await, ProbeResult::Nobody);
    let page = chromium.open(&probe, without).await;
    assert!(page.contains('✕') && !page.contains('〇'), "{page}");
    assert_eq!(result(&probe, without).await, ProbeResult::NoCertificate);

    chromium.install(&pkcs12);
    let with = "fedcba9876543210fedcba9876543210";
    let page = chromium.open(&probe, with).await;
    assert!(page.contains('〇') && page.contains("CarePlanJigyousho"), "{page}");
    assert!(page.contains(&format!("shomei-navi://verified?nonce={with}")), "{page}");
    assert_eq!(result(&probe, with).await, ProbeResult::Certificate { fingerprint: leaf });
    assert_eq!(result(&probe, without).await, ProbeResult::NoCertificate, "each try under its own nonce");
    probe.stop().await;
}
