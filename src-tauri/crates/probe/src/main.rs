//! The probe as a program, for whoever publishes the app.

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod log;
mod options;
mod renewal;

use std::convert::Infallible;
use std::error::Error;
use std::ffi::OsString;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use options::Options;
use probe::{Accepted, Limits, MemoryVisits, PageText, Probe, ProbeSettings, SharedVisits, VisitStore};
use renewal::{Renewal, Seen};
use rustls::sign::CertifiedKey;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::{TcpListener, TcpSocket};

/// How often the files of certificate and key are looked at.
const RELOAD: Duration = Duration::from_secs(60);

/// Connections that may wait to be taken: a crowd, and whoever comes while one address is turned away by the thousand.
/// The system may keep fewer (`net.core.somaxconn`).
const WAITING: u32 = 4096;

/// What `--authority` says instead of a file where every CA is accepted; a file of that name is `./any`.
const ANY: &str = "any";

const HELP: &str = "\
probe: asks whoever comes for a client certificate, and says which one came, until Ctrl-C or SIGTERM

  probe [--config TOML] --listen ADDRESS:PORT --host NAME --certificate PEM --key PEM --authority PEM [options]
      on a public address, with its own TLS certificate (the chain, leaf first) for NAME; --authority is the CA that
      issued the client certificates, or the word any. NAME is *.NAME where the certificate has that wildcard
      --languages LIST              of ja, ja-easy, en: what its pages speak, the first to everybody else (all of them)
      --words JSON                  replaces the app's sentences: one object, or a list of one for each language
      --store REDIS-URL             Valkey or Redis, where several instances share what came (memory)
      --admin ADDRESS:PORT          /healthz, /readyz and /metrics (Prometheus) as plain HTTP; not for the public
      --log LEVEL                   off, error, warn or info: lines of JSON on stderr, none about a visitor (warn)
      --connections N               served at once (1024)
      --connections-per-address N   of one address at once (64), never more than half of all; of IPv6 so many of a /64, twice
                                    as many of a /56, four times of a /48; 0 behind a load balancer that passes TCP
      --connections-per-minute N    of one address in a minute (1200), for IPv6 as above; 0: any number

  Each option can stand in the TOML file under its name, or in the environment as PROBE_ and its name in capitals
  (PROBE_CONNECTIONS_PER_ADDRESS); the command line comes before the environment, the environment before the file.
  SIGHUP, and every minute when the files have changed or were not taken: certificate and key are read again, without a pause.
";

#[tokio::main]
async fn main() -> ExitCode {
    match run(std::env::args_os().skip(1).collect()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprint!("{}probe: {error}", log::priority(tracing::Level::ERROR, log::is_journal()));
            let mut source = error.source();
            while let Some(error) = source {
                eprint!(": {error}");
                source = error.source();
            }
            eprintln!();
            ExitCode::from(2)
        }
    }
}

async fn run(arguments: Vec<OsString>) -> Result<(), Box<dyn Error>> {
    let Some(options) = Options::read(arguments, |name| std::env::var(name).ok())? else {
        print!("{HELP}");
        return Ok(());
    };
    let Options {
        listen,
        host,
        certificate,
        key,
        authority,
        words,
        languages,
        store,
        log,
        admin,
        connections,
        connections_per_address,
        connections_per_minute,
    } = options;
    log::write_to_stderr(log.as_deref())?;
    let texts = match words {
        Some(words) => own_words(&std::fs::read(words)?)?,
        None => PageText::catalogue(&languages)?,
    };
    let visits: Arc<dyn VisitStore> = match store {
        Some(address) => Arc::new(SharedVisits::new(&address)?),
        None => Arc::new(MemoryVisits::default()),
    };
    let needed = |name: &str| format!("--{name} is needed; --help says more");
    let certificate = certificate.ok_or_else(|| needed("certificate"))?;
    let key = key.ok_or_else(|| needed("key"))?;
    let listen = listen.ok_or_else(|| needed("listen"))?;
    let limits = Limits::default();
    // Before they are read: a change meanwhile is seen at the first look.
    let renewal = Renewal::of([&certificate, &key]);
    let settings = ProbeSettings {
        host: host.ok_or_else(|| needed("host"))?,
        certified: certified(&certificate, &key)?,
        accepted: accepted(&authority.ok_or_else(|| needed("authority"))?)?,
        texts,
        visits,
        clock: Arc::new(Timestamp::now),
        limits: Limits {
            connections: connections.unwrap_or(limits.connections),
            connections_per_address: connections_per_address.unwrap_or(limits.connections_per_address),
            connections_per_minute: connections_per_minute.unwrap_or(limits.connections_per_minute),
            ..limits
        },
    };
    let (mut ending, hang_up) = (Ending::caught()?, HangUp::caught()?);
    let probe = Probe::start(settings, vec![public(listen)?])?;
    println!("probe {}", probe.addresses().page);
    println!("result {}", probe.addresses().result);
    if let Some(admin) = admin {
        let listener = TcpListener::bind(admin).await?;
        println!("admin http://{}/", listener.local_addr()?);
        probe.serve_admin(listener);
    }
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "started");
    tokio::select! {
        ended = ending.asked_for() => ended?,
        never = reload(&probe, renewal, hang_up) => match never {},
    }
    tracing::info!("stopping: those who are here may end");
    probe.stop().await;
    tracing::info!("stopped");
    Ok(())
}

fn public(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv6() { TcpSocket::new_v6() } else { TcpSocket::new_v4() }?;
    // A probe that starts anew takes the place of the one before, whose connections linger (tcp(7)).
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(WAITING)
}

/// Reads certificate and key again at SIGHUP, and every minute if they have changed or were not taken. Nothing of a pair that
/// does not fit is taken: the certificate in use stays.
async fn reload(probe: &Probe, mut renewal: Renewal<'_>, mut hang_up: HangUp) -> Infallible {
    loop {
        let asked = hang_up.within(RELOAD).await;
        match renewal.look(asked, |[certificate, key]| Ok(probe.set_certificate(certified(certificate, key)?)?)) {
            Seen::Nothing => {}
            Seen::Taken => tracing::info!("certificate and key were read again"),
            Seen::Refused { error, is_new } => {
                probe.certificate_refused();
                if is_new {
                    tracing::warn!(error = error.as_str(), "the certificate in use stays");
                }
            }
        }
    }
}

/// SIGHUP, caught from the moment this is made, so that none ends the program or is missed.
struct HangUp(#[cfg(unix)] tokio::signal::unix::Signal);

impl HangUp {
    fn caught() -> std::io::Result<Self> {
        #[cfg(unix)]
        return Ok(Self(tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup())?));
        #[cfg(not(unix))]
        Ok(Self())
    }

    /// True: it came before the time was over.
    async fn within(&mut self, time: Duration) -> bool {
        #[cfg(unix)]
        return tokio::time::timeout(time, self.0.recv()).await.is_ok();
        #[cfg(not(unix))]
        {
            tokio::time::sleep(time).await;
            false
        }
    }
}

/// Ctrl-C, and on Unix a request to terminate, caught from the moment this is made.
struct Ending {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Ending {
    fn caught() -> std::io::Result<Self> {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
        }
        #[cfg(not(unix))]
        Ok(Self {})
    }

    async fn asked_for(&mut self) -> std::io::Result<()> {
        #[cfg(unix)]
        tokio::select! {
            _ = self.interrupt.recv() => Ok(()),
            _ = self.terminate.recv() => Ok(()),
        }
        #[cfg(not(unix))]
        tokio::signal::ctrl_c().await
    }
}

fn own_words(json: &[u8]) -> Result<Vec<PageText>, serde_json::Error> {
    let value: serde_json::Value = serde_json::from_slice(json)?;
    if value.is_array() { serde_json::from_value(value) } else { Ok(vec![serde_json::from_value(value)?]) }
}

fn accepted(authority: &Path) -> Result<Accepted, Box<dyn Error>> {
    if authority == Path::new(ANY) {
        return Ok(Accepted::Any);
    }
    Ok(Accepted::IssuedBy(certificates(authority)?))
}

fn certified(certificate: &Path, key: &Path) -> Result<CertifiedKey, Box<dyn Error>> {
    let key = PrivateKeyDer::from_pem_file(key)?;
    let key = rustls::crypto::ring::default_provider().key_provider.load_private_key(key)?;
    Ok(CertifiedKey::new(certificates(certificate)?, key))
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, Box<dyn Error>> {
    let certificates = CertificateDer::pem_file_iter(file)?.collect::<Result<Vec<_>, _>>()?;
    if certificates.is_empty() {
        return Err(format!("no certificate in {}", file.display()).into());
    }
    Ok(certificates)
}
