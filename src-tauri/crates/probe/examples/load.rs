//! Phones come to one instance at once: handshake with a certificate, page, and the app's question for the result.
//!
//! `cargo run --release -p probe --example load` prints how many handshakes a second the probe and a bare rustls server of the
//! same settings reach in the same run, and how long phones wait as they grow from 100 to 2,000, and among strangers who hold
//! connections open. It fails on any wrong answer, below 0.8 of the bare server, and when the slowest of a thousand took 5 s.

use std::error::Error;
use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use probe::{Accepted, Limits, MemoryVisits, PageText, Probe, ProbeSettings};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, ExtendedKeyUsagePurpose, IsCa, KeyPair};
use rustls::crypto::CryptoProvider;
use rustls::server::{NoServerSessionStorage, WebPkiClientVerifier};
use rustls::sign::CertifiedKey;
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_rustls::{TlsAcceptor, TlsConnector};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Handshakes of one measurement, and how many of them at once.
const HANDSHAKES: (usize, usize) = (1500, 64);
/// Measurements of each server, in turn; the best counts.
const ROUNDS: usize = 3;
/// What the bare server reaches, of which the probe must reach a part.
const PART: f64 = 0.8;
/// What the slowest of a thousand phones may take.
const LIMIT: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() -> Outcome<()> {
    let world = World::new()?;
    let probe = world.probe().await?;
    let bare = world.bare_server().await?;
    let mut out = std::io::stdout();

    let (mut best_probe, mut best_bare) = (0.0_f64, 0.0_f64);
    for round in 0..ROUNDS {
        best_bare = best_bare.max(world.handshakes(bare, round).await?);
        best_probe = best_probe.max(world.handshakes(probe.port(), round).await?);
    }
    let part = best_probe / best_bare;
    writeln!(out, "| server | handshakes a second |\n|---|---|")?;
    writeln!(
        out,
        "| rustls alone | {best_bare:.0} |\n| the probe, with its page | {best_probe:.0} ({part:.2} of it) |\n"
    )?;

    writeln!(out, "| phones at once | median | slowest | all |\n|---|---|---|---|")?;
    let mut slowest_of_a_thousand = Duration::ZERO;
    for (row, phones) in [100, 200, 500, 1000, 2000].into_iter().enumerate() {
        let slowest = report(&mut out, &phones.to_string(), world.crowd(probe.port(), phones, row).await?)?;
        if phones == 1000 {
            slowest_of_a_thousand = slowest;
        }
    }
    let mut silent = Vec::new();
    for _ in 0..500 {
        silent.push(TcpStream::connect(("127.0.0.1", probe.port())).await?);
    }
    report(&mut out, "200 among 500 who say nothing", world.crowd(probe.port(), 200, 100).await?)?;
    drop(silent);
    probe.stop().await;
    if part < PART {
        return Err(format!("{part:.2} of the bare server's handshakes, at least {PART} are wanted").into());
    }
    if slowest_of_a_thousand >= LIMIT {
        return Err(
            format!("the slowest of a thousand took {slowest_of_a_thousand:.1?}, the limit is {LIMIT:?}").into()
        );
    }
    Ok(())
}

/// Certificates of both sides, and the client's settings, which never resume a session.
struct World {
    authority: CertificateDer<'static>,
    chain: Vec<CertificateDer<'static>>,
    key: Vec<u8>,
    client: Arc<ClientConfig>,
}

impl World {
    fn new() -> Outcome<Self> {
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
        let mut client = ClientConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_client_auth_cert(vec![leaf.der().clone()], private(client_key.serialize_der()))?;
        client.resumption = rustls::client::Resumption::disabled();
        Ok(Self {
            authority: authority.der().clone(),
            chain: vec![server.der().clone()],
            key: key.serialize_der(),
            client: Arc::new(client),
        })
    }

    async fn probe(&self) -> Outcome<Probe> {
        let key = provider().key_provider.load_private_key(private(self.key.clone()))?;
        let settings = ProbeSettings {
            host: "localhost".to_owned(),
            certified: CertifiedKey::new(self.chain.clone(), key),
            accepted: Accepted::IssuedBy(vec![self.authority.clone()]),
            texts: PageText::catalogue(&[])?,
            visits: Arc::new(MemoryVisits::default()),
            clock: Arc::new(Timestamp::now),
            // All of them come from one address here.
            limits: Limits { connections_per_address: 0, ..Limits::default() },
        };
        Ok(Probe::start(settings, vec![TcpListener::bind("127.0.0.1:0").await?])?)
    }

    /// The same handshake with nothing behind it: an answer of one line to whatever comes.
    async fn bare_server(&self) -> Outcome<u16> {
        let mut roots = RootCertStore::empty();
        roots.add(self.authority.clone())?;
        let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider()).allow_unauthenticated();
        let mut config = ServerConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()?
            .with_client_cert_verifier(verifier.build()?)
            .with_single_cert(self.chain.clone(), private(self.key.clone()))?;
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    let mut stream = acceptor.accept(stream).await?;
                    if stream.read(&mut [0; 1024]).await? == 0 {
                        return Ok(());
                    }
                    stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<!DOCTYPE html>").await?;
                    stream.shutdown().await
                });
            }
        });
        Ok(port)
    }

    /// Handshakes a second, each with a page.
    async fn handshakes(&self, port: u16, round: usize) -> Outcome<f64> {
        let (count, at_once) = HANDSHAKES;
        let places = Arc::new(Semaphore::new(at_once));
        let mut visits = JoinSet::new();
        let begun = Instant::now();
        for number in 0..count {
            let (client, places) = (Arc::clone(&self.client), Arc::clone(&places));
            visits.spawn(async move {
                let _place = places.acquire().await?;
                ask(client, port, &format!("/verify?nonce={}", nonce(round, number))).await
            });
        }
        while let Some(ended) = visits.join_next().await {
            expect(&ended??, "<!DOCTYPE html>")?;
        }
        #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
        Ok(count as f64 / begun.elapsed().as_secs_f64())
    }

    /// How long each of so many phones took that came at the same moment, and all of them.
    async fn crowd(&self, port: u16, phones: usize, row: usize) -> Outcome<(Vec<Duration>, Duration)> {
        let mut visits = JoinSet::new();
        let begun = Instant::now();
        for number in 0..phones {
            let client = Arc::clone(&self.client);
            visits.spawn(async move {
                let begun = Instant::now();
                let nonce = nonce(1000 + row, number);
                expect(&ask(Arc::clone(&client), port, &format!("/verify?nonce={nonce}")).await?, "〇")?;
                expect(&ask(client, port, &format!("/result?nonce={nonce}")).await?, r#""id":"certificate""#)?;
                Outcome::Ok(begun.elapsed())
            });
        }
        let mut times = Vec::new();
        while let Some(ended) = visits.join_next().await {
            times.push(ended??);
        }
        Ok((times, begun.elapsed()))
    }
}

async fn ask(client: Arc<ClientConfig>, port: u16, path: &str) -> Outcome<String> {
    let stream = TcpStream::connect(("127.0.0.1", port)).await?;
    let mut stream = TlsConnector::from(client).connect(ServerName::try_from("localhost")?, stream).await?;
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Ok(String::from_utf8(answer)?)
}

fn expect(answer: &str, words: &str) -> Outcome<()> {
    if answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.contains(words) {
        Ok(())
    } else {
        Err(format!("not the answer that was expected: {answer}").into())
    }
}

fn report(out: &mut impl std::io::Write, name: &str, measured: (Vec<Duration>, Duration)) -> Outcome<Duration> {
    let (mut times, all) = measured;
    times.sort_unstable();
    let slowest = *times.last().ok_or("nobody came")?;
    let median = times.get(times.len() / 2).ok_or("nobody came")?;
    writeln!(out, "| {name} | {median:.0?} | {slowest:.2?} | {all:.2?} |")?;
    Ok(slowest)
}

fn nonce(series: usize, number: usize) -> String {
    format!("{series:016x}{number:016x}")
}

fn private(der: Vec<u8>) -> PrivateKeyDer<'static> {
    PrivatePkcs8KeyDer::from(der).into()
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}
