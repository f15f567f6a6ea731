//! The program, running, with TLS certificate and CA of its own.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::{PrivatePkcs8KeyDer, ServerName};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use url::Url;

use crate::support::{Authority, Client, NOW_VALID};

/// Ended when dropped.
pub(crate) struct Running {
    child: Child,
    out: BufReader<ChildStdout>,
    pub(crate) page: Url,
    pub(crate) result: Url,
    admin: SocketAddr,
    /// Whom its visitors trust.
    pub(crate) tls: Arc<Authority>,
    /// Whose client certificates it accepts.
    pub(crate) authority: Arc<Authority>,
    folder: TempDir,
}

impl Running {
    pub(crate) fn start(environment: &[(&str, &str)]) -> Self {
        Self::of(&Arc::new(Authority::new("Test TLS Root")), &Arc::new(Authority::new("Test CA")), environment)
    }

    /// Another instance beside this one.
    pub(crate) fn twin(&self, environment: &[(&str, &str)]) -> Self {
        Self::of(&self.tls, &self.authority, environment)
    }

    fn of(tls: &Arc<Authority>, authority: &Arc<Authority>, environment: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| folder.path().join(name);
        write_identity(tls, &file("chain.pem"), &file("key.pem"), NOW_VALID);
        std::fs::write(file("ca.pem"), authority.pem()).unwrap();
        let path = |name: &str| format!("{:?}", file(name).to_str().unwrap());
        let config = format!(
            "listen = \"127.0.0.1:0\"\nadmin = \"127.0.0.1:0\"\nhost = \"localhost\"\ncertificate = {}\nkey = {}\nauthority = {}\n",
            path("chain.pem"),
            path("key.pem"),
            path("ca.pem"),
        );
        std::fs::write(file("probe.toml"), config).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_probe"))
            .arg("--config")
            .arg(file("probe.toml"))
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = |name: &str| {
            let mut line = String::new();
            out.read_line(&mut line).unwrap();
            line.trim().strip_prefix(name).unwrap_or_else(|| panic!("{line}")).trim().to_owned()
        };
        let (page, result, admin) = (line("probe"), line("result"), line("admin http://"));
        Self {
            child,
            out,
            page: page.parse().unwrap(),
            result: result.parse().unwrap(),
            admin: admin.trim_end_matches('/').parse().unwrap(),
            tls: Arc::clone(tls),
            authority: Arc::clone(authority),
            folder,
        }
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn wait(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    /// What it wrote on stderr until its end.
    pub(crate) fn said(&mut self) -> String {
        let _ = self.child.kill();
        let mut said = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        said
    }

    /// Status and body of an operator's question.
    pub(crate) fn admin(&self, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(self.admin).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    pub(crate) fn port(&self) -> u16 {
        self.page.port().unwrap()
    }

    pub(crate) fn admin_port(&self) -> u16 {
        self.admin.port()
    }

    /// A connection that says nothing.
    pub(crate) fn public(&self) -> TcpStream {
        TcpStream::connect(("127.0.0.1", self.port())).unwrap()
    }

    /// The handshake, with a name of the certificate.
    pub(crate) async fn connect(&self, name: &str) -> TlsStream<tokio::net::TcpStream> {
        let stream = tokio::net::TcpStream::connect(("127.0.0.1", self.port())).await.unwrap();
        handshake(stream, name, &self.tls.der(), None).await.unwrap()
    }

    /// What comes back for bytes that no client would send; as much as came before the connection broke.
    pub(crate) async fn ask(&self, name: &str, request: &str) -> String {
        let mut stream = self.connect(name).await;
        let _ = stream.write_all(request.as_bytes()).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8_lossy(&answer).into_owned()
    }

    pub(crate) fn signal(&self, name: &str) {
        signal(name, self.child.id());
    }

    /// Waits until the metrics contain that line.
    pub(crate) fn until_metrics_say(&self, line: &str) {
        let patience = Instant::now() + Duration::from_secs(20);
        loop {
            let (status, metrics) = self.admin("/metrics");
            assert_eq!(status, 200);
            if metrics.lines().any(|one| one == line) {
                return;
            }
            assert!(Instant::now() < patience, "{line} never came:\n{metrics}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn signal(name: &str, process: u32) {
    let sent = Command::new("kill").arg(format!("-{name}")).arg(process.to_string()).status().unwrap();
    assert!(sent.success());
}

pub(crate) fn write_identity(tls: &Authority, chain: &Path, key: &Path, years: (i32, i32)) {
    let (certificates, private) = tls.server(years);
    std::fs::write(chain, certificates).unwrap();
    std::fs::write(key, private).unwrap();
}

/// As a browser that trusts `root` and shows `client`, and never resumes a session.
pub(crate) async fn handshake(
    stream: tokio::net::TcpStream,
    name: &str,
    root: &[u8],
    client: Option<&Client>,
) -> std::io::Result<TlsStream<tokio::net::TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(root.to_vec().into()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_root_certificates(roots);
    let config = match client {
        Some(client) => {
            let key = PrivatePkcs8KeyDer::from(client.key.clone());
            config.with_client_auth_cert(vec![client.leaf.clone().into()], key.into()).unwrap()
        }
        None => config.with_no_client_auth(),
    };
    let name = ServerName::try_from(name.to_owned()).unwrap();
    TlsConnector::from(Arc::new(config)).connect(name, stream).await
}
