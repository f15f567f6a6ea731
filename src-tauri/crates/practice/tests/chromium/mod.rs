//! Headless Chromium with an identity store of its own.
//!
//! It shows a certificate without asking only by a managed policy, which root alone can write; it is removed again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, unreachable_pub)]

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::json;
use tempfile::TempDir;
use url::Url;

const POLICIES: &str = "/etc/chromium/policies/managed";
/// What the person would type in Settings.
pub const TYPED_PASSWORD: &str = "Typed in Settings 1";

fn run(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

/// Why this machine cannot do it.
pub fn missing() -> Option<String> {
    let absent = |program: &&str| matches!(Command::new(program).arg("--version").output(), Err(error) if error.kind() == ErrorKind::NotFound);
    let absent: Vec<_> = ["chromium", "certutil", "pk12util"].into_iter().filter(absent).collect();
    if !absent.is_empty() {
        return Some(format!("{} is not here", absent.join(", ")));
    }
    let id = run(Command::new("id").arg("-u"));
    (id.stdout.trim_ascii() != b"0").then(|| format!("only root writes {POLICIES}"))
}

/// Removed again, with the folders that were not there before.
pub struct Policy {
    file: PathBuf,
    made: Vec<PathBuf>,
}

impl Policy {
    /// The one certificate that fits is shown at this port of localhost.
    pub fn choosing_at(port: u16) -> Self {
        let folder = Path::new(POLICIES);
        let made = folder.ancestors().take_while(|folder| !folder.exists()).map(Path::to_owned).collect();
        std::fs::create_dir_all(folder).unwrap();
        let file = folder.join(format!("shomei-navi-{}-{port}.json", std::process::id()));
        let pattern = format!("https://localhost:{port}");
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
pub struct Chromium {
    home: TempDir,
}

impl Chromium {
    /// It trusts servers of this root, a PEM file.
    pub fn new(root: &Path) -> Self {
        let chromium = Self { home: tempfile::tempdir().unwrap() };
        std::fs::create_dir_all(chromium.home.path().join(".pki/nssdb")).unwrap();
        run(chromium.store("certutil").args(["-N", "--empty-password"]));
        run(chromium.store("certutil").args(["-A", "-n", "practice TLS", "-t", "C,,", "-i"]).arg(root));
        chromium
    }

    fn store(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.arg("-d").arg(format!("sql:{}", self.home.path().join(".pki/nssdb").display()));
        command
    }

    /// Installs an identity under [`TYPED_PASSWORD`].
    pub fn install(&self, pkcs12: &[u8]) {
        let file = self.home.path().join("identity.p12");
        std::fs::write(&file, pkcs12).unwrap();
        run(self.store("pk12util").arg("-i").arg(&file).args(["-K", "", "-W", TYPED_PASSWORD]));
    }

    /// Opens the probe's page for a nonce and gives back what the page became.
    pub async fn open(&self, page: &Url, nonce: &str) -> String {
        let mut url = page.clone();
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
