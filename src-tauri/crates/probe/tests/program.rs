//! The probe as the program that a publisher runs: own address, own TLS certificate, own CA, and no word about who came.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, Stdio};

use support::{Authority, Client, NOBODY, NOW_VALID, SOMEBODY, get};
use tempfile::TempDir;
use url::Url;
use verification::ProbeResult;

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_probe"));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A publisher's probe. Ended when dropped.
struct Running {
    child: Child,
    out: BufReader<ChildStdout>,
    page: Url,
    result: Url,
    /// Whom its visitors trust.
    tls: Authority,
    authority: Authority,
    _folder: TempDir,
}

impl Running {
    fn start(more: &[&str]) -> Self {
        let (tls, authority) = (Authority::new("Test TLS Root"), Authority::new("Test CA"));
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, text: String| {
            let file = folder.path().join(name);
            std::fs::write(&file, text).unwrap();
            file.to_str().unwrap().to_owned()
        };
        let (chain, key) = tls.server(NOW_VALID);
        let (certificate, key) = (file("chain.pem", chain), file("key.pem", key));
        let accepted = file("ca.pem", authority.pem());

        let given = ["--listen", "127.0.0.1:0", "--host", "localhost", "--certificate", &certificate, "--key", &key];
        let mut child = program(&[&given[..], &["--authority", &accepted], more].concat()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut address = |name: &str| {
            let mut line = String::new();
            out.read_line(&mut line).unwrap();
            line.trim().strip_prefix(name).unwrap_or_else(|| panic!("{line}")).trim().parse::<Url>().unwrap()
        };
        let (page, result) = (address("probe"), address("result"));
        Self { child, out, page, result, tls, authority, _folder: folder }
    }

    async fn page(&self, nonce: &str, client: Option<&Client>) -> String {
        let (status, page) = get(&self.page, nonce, &self.tls.der(), client).await;
        assert_eq!(status, 200);
        page
    }

    async fn result(&self, nonce: &str) -> ProbeResult {
        serde_json::from_str(&get(&self.result, nonce, &self.tls.der(), None).await.1).unwrap()
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
    let running = Running::start(&[]);
    let client = running.authority.client("CarePlanJigyousho", (2020, 2099));
    let page = running.page(NOBODY, None).await;
    assert!(page.contains('✕') && !page.contains("練習"), "{page}");
    let page = running.page(SOMEBODY, Some(&client)).await;
    assert!(page.contains('〇') && page.contains("アプリに戻る") && !page.contains("練習"), "{page}");
    assert_eq!(running.result(NOBODY).await, ProbeResult::NoCertificate);
    assert_eq!(running.result(SOMEBODY).await, ProbeResult::Certificate { fingerprint: client.fingerprint });
    assert_eq!(running.end(), "", "no log of who came");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_publishers_own_words_replace_the_apps() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("words.json");
    let words = r#"{"lang": "en", "title": "Check", "came": ["It came", []], "nobody": ["Nothing came", ["Try again."]],
        "other": ["Another one", []], "subject": "for", "until": "until", "back": "Back"}"#;
    std::fs::write(&file, words).unwrap();
    let running = Running::start(&["--words", file.to_str().unwrap()]);
    let page = running.page(NOBODY, None).await;
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
