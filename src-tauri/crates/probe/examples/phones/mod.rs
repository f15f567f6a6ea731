//! What `load` and `soak` have in common: certificates of both sides, and how a phone asks.
#![allow(dead_code)]

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, ExtendedKeyUsagePurpose, IsCa, KeyPair};
use rustls::client::Resumption;
use rustls::crypto::CryptoProvider;
use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

pub(crate) type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// What the slowest phone may take.
pub(crate) const LIMIT: Duration = Duration::from_secs(5);

/// The server's identity, the CA that it accepts, and two clients that never resume a session.
pub(crate) struct World {
    pub(crate) authority: CertificateDer<'static>,
    pub(crate) authority_pem: String,
    pub(crate) chain: Vec<CertificateDer<'static>>,
    pub(crate) chain_pem: String,
    pub(crate) key: KeyPair,
    /// Shows a certificate, as Safari does.
    pub(crate) client: Arc<ClientConfig>,
    /// Shows none, as the app does that asks for a result.
    pub(crate) anonymous: Arc<ClientConfig>,
}

impl World {
    pub(crate) fn new() -> Outcome<Self> {
        let issuer = || {
            let mut params = CertificateParams::default();
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            CertifiedIssuer::self_signed(params, KeyPair::generate()?)
        };
        let (tls, authority) = (issuer()?, issuer()?);
        let key = KeyPair::generate()?;
        let server = CertificateParams::new(["localhost".to_owned()])?.signed_by(&key, &tls)?;
        let mut params = CertificateParams::default();
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        let client_key = KeyPair::generate()?;
        let leaf = params.signed_by(&client_key, &authority)?;
        let mut roots = RootCertStore::empty();
        roots.add(tls.der().clone())?;
        let builder = ClientConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots);
        let mut anonymous = builder.clone().with_no_client_auth();
        let mut client =
            builder.with_client_auth_cert(vec![leaf.der().clone()], private(client_key.serialize_der()))?;
        (client.resumption, anonymous.resumption) = (Resumption::disabled(), Resumption::disabled());
        Ok(Self {
            authority: authority.der().clone(),
            authority_pem: authority.pem(),
            chain: vec![server.der().clone()],
            chain_pem: server.pem(),
            key,
            client: Arc::new(client),
            anonymous: Arc::new(anonymous),
        })
    }
}

/// The whole answer to a GET.
pub(crate) async fn ask(client: Arc<ClientConfig>, stream: TcpStream, path: &str) -> Outcome<String> {
    let mut stream = TlsConnector::from(client).connect(ServerName::try_from("localhost")?, stream).await?;
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Ok(String::from_utf8(answer)?)
}

/// # Errors
/// It is not a 200 with these words.
pub(crate) fn expect(answer: &str, words: &str) -> Outcome<()> {
    if answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.contains(words) {
        Ok(())
    } else {
        Err(format!("not the answer that was expected: {answer}").into())
    }
}

/// Median and slowest.
pub(crate) fn middle_and_last(mut times: Vec<Duration>) -> Outcome<(Duration, Duration)> {
    times.sort_unstable();
    let median = *times.get(times.len() / 2).ok_or("nobody came")?;
    Ok((median, *times.last().ok_or("nobody came")?))
}

pub(crate) fn nonce(series: usize, number: usize) -> String {
    format!("{series:016x}{number:016x}")
}

pub(crate) fn private(der: Vec<u8>) -> PrivateKeyDer<'static> {
    PrivatePkcs8KeyDer::from(der).into()
}

pub(crate) fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}
