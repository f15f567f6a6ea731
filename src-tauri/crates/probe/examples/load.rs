//! Phones come to one instance at once: handshake with a certificate, page, and the app's question for the result.
//!
//! `cargo run --release -p probe --example load` prints how many handshakes a second the probe and a bare rustls server of the
//! same settings reach in the same run, and how long phones wait as they grow from 100 to 2,000, and among strangers who hold
//! connections open. It fails on any wrong answer, below 0.8 of the bare server, and when the slowest of a thousand took 5 s.

mod phones;

use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use phones::{LIMIT, Outcome, World, ask, expect, middle_and_last, nonce, private, provider};
use probe::{Accepted, Limits, MemoryVisits, PageText, Probe, ProbeSettings};
use rustls::server::{NoServerSessionStorage, WebPkiClientVerifier};
use rustls::sign::CertifiedKey;
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

/// Handshakes of one measurement, and how many of them at once.
const HANDSHAKES: (usize, usize) = (1500, 64);
/// Measurements of each server, in turn; the best counts.
const ROUNDS: usize = 3;
/// What the bare server reaches, of which the probe must reach a part.
const PART: f64 = 0.8;

#[tokio::main]
async fn main() -> Outcome<()> {
    let world = World::new()?;
    let probe = start_probe(&world).await?;
    let bare = start_bare_server(&world).await?;
    let mut out = std::io::stdout();

    let (mut best_probe, mut best_bare) = (0.0_f64, 0.0_f64);
    for round in 0..ROUNDS {
        best_bare = best_bare.max(handshakes(&world, bare, round).await?);
        best_probe = best_probe.max(handshakes(&world, probe.port(), round).await?);
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
        let slowest = report(&mut out, &phones.to_string(), crowd(&world, probe.port(), phones, row).await?)?;
        if phones == 1000 {
            slowest_of_a_thousand = slowest;
        }
    }
    let mut silent = Vec::new();
    for _ in 0..500 {
        silent.push(TcpStream::connect(("127.0.0.1", probe.port())).await?);
    }
    report(&mut out, "200 among 500 who say nothing", crowd(&world, probe.port(), 200, 100).await?)?;
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

async fn start_probe(world: &World) -> Outcome<Probe> {
    let key = provider().key_provider.load_private_key(private(world.key.serialize_der()))?;
    let settings = ProbeSettings {
        host: "localhost".to_owned(),
        certified: CertifiedKey::new(world.chain.clone(), key),
        accepted: Accepted::IssuedBy(vec![world.authority.clone()]),
        texts: PageText::catalogue(&[])?,
        visits: Arc::new(MemoryVisits::default()),
        clock: Arc::new(Timestamp::now),
        // All of them come from one address here.
        limits: Limits { connections_per_address: 0, ..Limits::default() },
    };
    Ok(Probe::start(settings, vec![TcpListener::bind("127.0.0.1:0").await?])?)
}

/// The same handshake with nothing behind it: an answer of one line to whatever comes.
async fn start_bare_server(world: &World) -> Outcome<u16> {
    let mut roots = RootCertStore::empty();
    roots.add(world.authority.clone())?;
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider()).allow_unauthenticated();
    let mut config = ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()?
        .with_client_cert_verifier(verifier.build()?)
        .with_single_cert(world.chain.clone(), private(world.key.serialize_der()))?;
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
async fn handshakes(world: &World, port: u16, round: usize) -> Outcome<f64> {
    let (count, at_once) = HANDSHAKES;
    let places = Arc::new(Semaphore::new(at_once));
    let mut visits = JoinSet::new();
    let begun = Instant::now();
    for number in 0..count {
        let (client, places) = (Arc::clone(&world.client), Arc::clone(&places));
        visits.spawn(async move {
            let _place = places.acquire().await?;
            visit(client, port, &format!("/verify?nonce={}", nonce(round, number))).await
        });
    }
    while let Some(ended) = visits.join_next().await {
        expect(&ended??, "<!DOCTYPE html>")?;
    }
    #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
    Ok(count as f64 / begun.elapsed().as_secs_f64())
}

/// How long each of so many phones took that came at the same moment, and all of them.
async fn crowd(world: &World, port: u16, phones: usize, row: usize) -> Outcome<(Vec<Duration>, Duration)> {
    let mut visits = JoinSet::new();
    let begun = Instant::now();
    for number in 0..phones {
        let client = Arc::clone(&world.client);
        visits.spawn(async move {
            let begun = Instant::now();
            let nonce = nonce(1000 + row, number);
            expect(&visit(Arc::clone(&client), port, &format!("/verify?nonce={nonce}")).await?, "〇")?;
            expect(&visit(client, port, &format!("/result?nonce={nonce}")).await?, r#""id":"certificate""#)?;
            Outcome::Ok(begun.elapsed())
        });
    }
    let mut times = Vec::new();
    while let Some(ended) = visits.join_next().await {
        times.push(ended??);
    }
    Ok((times, begun.elapsed()))
}

async fn visit(client: Arc<ClientConfig>, port: u16, path: &str) -> Outcome<String> {
    ask(client, TcpStream::connect(("127.0.0.1", port)).await?, path).await
}

fn report(out: &mut impl std::io::Write, name: &str, measured: (Vec<Duration>, Duration)) -> Outcome<Duration> {
    let (times, all) = measured;
    let (median, slowest) = middle_and_last(times)?;
    writeln!(out, "| {name} | {median:.0?} | {slowest:.2?} | {all:.2?} |")?;
    Ok(slowest)
}
