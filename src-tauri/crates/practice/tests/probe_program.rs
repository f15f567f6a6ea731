//! The probe as the program that a publisher runs: own address, own TLS certificate, own CA, and no word about who came.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;

use app::ProbeResult;
use certificate::CertificateKind;
use common::{both, roots};
use portal::{ClientIdentity, ClientSettings, https_client};
use practice::OfficeCertificate;
use practice::authority::Issued;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tempfile::TempDir;
use url::Url;
use zeroize::Zeroizing;

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_practice"));
    command.arg("probe").args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A publisher's probe. Ended when dropped.
struct Running {
    child: Child,
    out: BufReader<ChildStdout>,
    page: Url,
    result: Url,
    /// Whom its visitors trust.
    root: Vec<u8>,
    _folder: TempDir,
}

impl Running {
    async fn start(more: &[&str]) -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let root = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let key = KeyPair::generate().unwrap();
        let server = CertificateParams::new(["localhost".to_owned()]).unwrap().signed_by(&key, &root).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, text: String| {
            let file = folder.path().join(name);
            std::fs::write(&file, text).unwrap();
            file.to_str().unwrap().to_owned()
        };
        let certificate = file("chain.pem", server.pem() + &root.pem());
        let key = file("key.pem", key.serialize_pem());
        let authority = roots().await.0.root_pem().to_str().unwrap().to_owned();

        let given = ["--listen", "127.0.0.1:0", "--host", "localhost", "--certificate", &certificate, "--key", &key];
        let mut child = program(&[&given[..], &["--authority", &authority], more].concat()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut address = |name: &str| {
            let mut line = String::new();
            out.read_line(&mut line).unwrap();
            line.trim().strip_prefix(name).unwrap_or_else(|| panic!("{line}")).trim().parse::<Url>().unwrap()
        };
        let (page, result) = (address("probe"), address("result"));
        Self { child, out, page, result, root: root.der().to_vec(), _folder: folder }
    }

    async fn get(&self, url: &Url, nonce: &str, identity: Option<&Issued>) -> String {
        let identity = identity.map(|issued| {
            let (chain, key) = (vec![issued.leaf().to_vec()], Zeroizing::new(issued.private_key().to_vec()));
            Arc::new(ClientIdentity { chain, key })
        });
        let extra_roots = vec![self.root.clone()];
        let settings = ClientSettings { web_roots: false, extra_roots, identity, ..ClientSettings::default() };
        let mut url = url.clone();
        url.query_pairs_mut().append_pair("nonce", nonce);
        let response = https_client(&settings).unwrap().get(url).send().await.unwrap();
        assert_eq!(response.status().as_u16(), 200);
        response.text().await.unwrap()
    }

    async fn page(&self, nonce: &str, identity: Option<&Issued>) -> String {
        self.get(&self.page, nonce, identity).await
    }

    async fn result(&self, nonce: &str) -> ProbeResult {
        serde_json::from_str(&self.get(&self.result, nonce, None).await).unwrap()
    }

    /// Ends it; everything that it wrote after its addresses.
    fn end(mut self) -> String {
        self.child.kill().unwrap();
        let mut said = String::new();
        self.out.read_to_string(&mut said).unwrap();
        self.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        said
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn says_who_came_in_the_apps_own_words_and_writes_nothing_about_them() {
    let issued = roots().await.0.issue(&both().subject(OfficeCertificate::Kaigo(CertificateKind::Dx))).await.unwrap();
    let running = Running::start(&[]).await;
    let (nobody, somebody) = ("0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210");
    let page = running.page(nobody, None).await;
    assert!(page.contains('✕') && !page.contains("練習"), "{page}");
    let page = running.page(somebody, Some(&issued)).await;
    assert!(page.contains('〇') && page.contains("アプリにもどる") && !page.contains("練習"), "{page}");
    assert_eq!(running.result(nobody).await, ProbeResult::NoCertificate);
    assert_eq!(running.result(somebody).await, ProbeResult::Certificate { fingerprint: issued.fingerprint() });
    assert_eq!(running.end(), "", "no log of who came");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_publishers_own_words_replace_the_apps() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("words.json");
    let words = r#"{"lang": "en", "title": "Check", "came": ["It came", []], "nobody": ["Nothing came", ["Try again."]],
        "other": ["Another one", []], "subject": "for", "until": "until", "back": "Back"}"#;
    std::fs::write(&file, words).unwrap();
    let running = Running::start(&["--words", file.to_str().unwrap()]).await;
    let page = running.page("0123456789abcdef0123456789abcdef", None).await;
    assert!(
        page.contains("<html lang=\"en\">") && page.contains("Nothing came") && page.contains("Try again."),
        "{page}"
    );
}

#[test]
fn what_is_missing_or_wrong_is_said_and_nothing_starts() {
    let missing = "/nowhere/certificate.pem";
    for (arguments, said) in [
        (vec![], "--certificate is needed"),
        (vec!["--certificate", missing], "--key is needed"),
        (vec!["--certificate", missing, "--key", missing], "--listen is needed"),
        (vec!["--listen", "somewhere"], "somewhere"),
        (vec!["--words", missing], "No such file"),
        (vec!["stray"], "stray"),
    ] {
        let output = program(&arguments).output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(
            (output.status.code(), output.stdout.as_slice()),
            (Some(2), b"".as_slice()),
            "{arguments:?}: {error}"
        );
        assert!(error.contains(said), "{arguments:?}: {error}");
    }
}
