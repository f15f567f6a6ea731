//! The app on the practice iPhone, from the first screen to the proven certificate, through the program: one instance, two
//! with a store between them, and the store killed in the middle; and Chromium with the identity of an iPhone's profile.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

#[path = "../../practice/tests/chromium/mod.rs"]
mod chromium;
mod servers;
mod valkey;
#[path = "../../app/tests/walker/mod.rs"]
mod walker;

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use app::{
    App, FileStore, PracticeEnvironment, PracticeEnvironmentError, ProbeAddresses, RunningPractice, SystemClock,
};
use async_trait::async_trait;
use certificate::to_ios_p12;
use chromium::{Chromium, Policy, TYPED_PASSWORD, missing};
use journey::{
    Installable, Intent, Platform, PracticeOffice, Proof, ProvenBy, Screen, SecretKind, SystemAnswer, SystemScreen,
};
use portal::{ClientSettings, https_client};
use practice::authority::ServerCertificate;
use practice::{LocalPractice, PracticeSettings, Running, built_in};
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;
use valkey::Valkey;
use verification::ProbeResult;
use walker::{Walker, fetch, parts, settings};

/// The program, trusted as the practice portal is. Ended when dropped.
struct Program {
    child: Child,
    page: Url,
    result: Url,
}

impl Program {
    fn start(practice: &Running, store: Option<&Valkey>) -> Self {
        let identity = practice.tls.certified_file(ServerCertificate::Good).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_probe"));
        command
            .args(["--listen", "127.0.0.1:0", "--host", "localhost", "--log", "off", "--certificate"])
            .arg(&identity)
            .arg("--key")
            .arg(&identity)
            .arg("--authority")
            .arg(practice.authority.root_pem());
        if let Some(store) = store {
            command.env("PROBE_STORE", store.address());
        }
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut address = |name: &str| lines.next().unwrap().unwrap().strip_prefix(name).unwrap().parse().unwrap();
        let (page, result) = (address("probe "), address("result "));
        Self { child, page, result }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Practice, but for its probe.
struct WithProgram {
    practice: Arc<LocalPractice>,
    probe: ProbeAddresses,
}

#[async_trait]
impl PracticeEnvironment for WithProgram {
    fn offices(&self) -> Vec<PracticeOffice> {
        self.practice.offices()
    }

    async fn open(&self, phone: Option<Platform>) -> Result<RunningPractice, PracticeEnvironmentError> {
        let mut running = self.practice.open(phone).await?;
        running.realm.probe = Some(self.probe.clone());
        Ok(running)
    }

    /// The programs trust its CA for as long as the test goes on; the app wipes at its start what an earlier run has left.
    async fn wipe(&self) -> Result<(), PracticeEnvironmentError> {
        Ok(())
    }
}

/// The app before practice was begun, and the programs, of which the last is asked for the result.
async fn start(instances: usize, store: Option<&Valkey>) -> (Walker, Vec<Program>) {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let clock = Arc::new(SystemClock);
    let practice =
        Arc::new(LocalPractice::new(folder.path().join("practice"), clock.clone(), PracticeSettings::default()));
    let running = practice.start().await.unwrap();
    let programs: Vec<_> = (0..instances).map(|_| Program::start(&running, store)).collect();
    let probe = ProbeAddresses {
        page: programs.first().unwrap().page.clone(),
        result: programs.last().unwrap().result.clone(),
    };
    let mut parts = parts(folder.path(), practice.clone(), clock);
    parts.practice = Arc::new(WithProgram { practice: practice.clone(), probe });
    let store = Arc::new(FileStore::open(folder.path()).unwrap());
    let app = App::start_with(parts, store).await.unwrap();
    (Walker { app, practice, folder, passed: Vec::new() }, programs)
}

async fn walk_to_verify(walker: &mut Walker) {
    let office = walker.practise(Platform::Iphone, 1).await;
    walker.walk_to_certificate(&office).await;
    let Screen::Certificate { installable: Installable::Yes, .. } = walker.at("certificate").await.screen else {
        panic!()
    };
    walker.app.intent(Intent::HandOver);
    fetch(walker).await;
    walker.at("settings-steps").await;
    let shown = walker.app.reveal_secret(SecretKind::CertificatePassword).await.unwrap();
    settings(walker, shown.expose_secret()).await;
    walker.app.intent(Intent::SaidInstalled);
    walker.at("verify").await;
}

/// Through Safari's chooser to the probe's page, and back.
async fn visit(walker: &mut Walker) {
    walker.app.intent(Intent::Verify { slot: None });
    walker.system("Safari asks", |screen| matches!(screen, SystemScreen::SafariChooser { .. }), SystemAnswer::Go).await;
    walker
        .system("the probe's page", |screen| matches!(screen, SystemScreen::SafariPage { .. }), SystemAnswer::Go)
        .await;
}

async fn is_proven(walker: &mut Walker) {
    let Screen::Done { proof: Proof::Proven { by: ProvenBy::Probe, .. }, .. } = walker.at("done").await.screen else {
        panic!()
    };
}

#[tokio::test(flavor = "multi_thread")]
async fn one_instance_proves_the_certificate() {
    let (mut walker, _programs) = start(1, None).await;
    walk_to_verify(&mut walker).await;
    visit(&mut walker).await;
    is_proven(&mut walker).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn safari_comes_to_one_instance_and_the_app_asks_another() {
    let Some(mut valkey) = Valkey::start() else { return };
    let (mut walker, _programs) = start(2, Some(&valkey)).await;
    walk_to_verify(&mut walker).await;

    valkey.kill();
    visit(&mut walker).await;
    let view = walker.until("said", |view| matches!(&view.screen, Screen::Verify { failure: Some(_), .. })).await;
    let Screen::Verify { failure: Some(failure), proof, .. } = view.screen else { panic!() };
    assert_eq!(failure.code, "verify-probe-unreachable");
    assert!(!matches!(proof, Proof::Proven { .. }), "nothing is claimed");

    valkey.restart();
    visit(&mut walker).await;
    is_proven(&mut walker).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn chromium_shows_the_identity_to_one_instance_and_another_tells() {
    if let Some(why) = missing() {
        assert!(std::env::var_os("CI").is_none(), "{why}");
        return println!("skipped: {why}");
    }
    let Some(valkey) = Valkey::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let practice = LocalPractice::new(folder.path(), Arc::new(SystemClock), PracticeSettings::default());
    let running = practice.start().await.unwrap();
    let [seen, asked] = [(); 2].map(|()| Program::start(&running, Some(&valkey)));

    // As iOS takes it out of the profile.
    let office = built_in().into_iter().next().unwrap();
    let issued = running.authority.issue(&office.subject(*office.certificates.first().unwrap())).await.unwrap();
    let password = SecretString::from("tegami-2026");
    let identity = certificate::open(&issued.pkcs12(password.expose_secret()).unwrap(), &password).unwrap();
    let pkcs12 = to_ios_p12(&identity, "kaigo-dx-3f9a1c02", &SecretString::from(TYPED_PASSWORD)).unwrap();

    let _policy = Policy::choosing_at(seen.page.port().unwrap());
    let chromium = Chromium::new(&running.tls.root_pem());
    let result = async |nonce: &str| -> ProbeResult {
        let extra_roots = vec![running.tls.root().to_vec()];
        let settings = ClientSettings { web_roots: false, extra_roots, ..ClientSettings::default() };
        let mut url = asked.result.clone();
        url.query_pairs_mut().append_pair("nonce", nonce);
        let answer = https_client(&settings).unwrap().get(url).send().await.unwrap();
        serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
    };
    let (without, with) = ("0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210");
    let page = chromium.open(&seen.page, without).await;
    assert!(page.contains('✕') && !page.contains('〇'), "{page}");
    assert_eq!(result(without).await, ProbeResult::NoCertificate);
    chromium.install(&pkcs12);
    let page = chromium.open(&seen.page, with).await;
    assert!(page.contains('〇') && page.contains(&format!("shomei-navi://verified?nonce={with}")), "{page}");
    assert_eq!(result(with).await, ProbeResult::Certificate { fingerprint: issued.fingerprint() });
    practice.stop().await;
}
