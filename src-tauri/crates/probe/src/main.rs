//! The probe as a program, for whoever publishes the app.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::error::Error;
use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use jiff::Timestamp;
use lexopt::prelude::{Long, Short, Value, ValueExt};
use probe::{PageText, Probe, ProbeSettings};
use rustls::sign::CertifiedKey;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::TcpListener;

const HELP: &str = "\
probe: asks whoever comes for a client certificate, and says which one came, until Ctrl-C

  probe --listen ADDRESS:PORT --host NAME --certificate PEM --key PEM --authority PEM [--words JSON]
      on a public address, with its own TLS certificate (the chain, leaf first) for NAME; --authority is the CA that
      issued the client certificates; --words replaces the app's sentences
";

#[tokio::main]
async fn main() -> ExitCode {
    match run(std::env::args_os().skip(1).collect()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprint!("probe: {error}");
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
    let mut parser = lexopt::Parser::from_args(arguments);
    let (mut listen, mut host, mut certificate, mut key, mut authority) = (None, None, None, None, None);
    let mut text = PageText::catalogue()?;
    while let Some(argument) = parser.next()? {
        match argument {
            Long("listen") => listen = Some(parser.value()?.parse::<SocketAddr>()?),
            Long("host") => host = Some(parser.value()?.string()?),
            Long("certificate") => certificate = Some(PathBuf::from(parser.value()?)),
            Long("key") => key = Some(PathBuf::from(parser.value()?)),
            Long("authority") => authority = Some(PathBuf::from(parser.value()?)),
            Long("words") => text = serde_json::from_slice(&std::fs::read(parser.value()?)?)?,
            Long("help") | Short('h') => {
                print!("{HELP}");
                return Ok(());
            }
            Value(value) => return Err(format!("unexpected: {}", value.to_string_lossy()).into()),
            other => return Err(other.unexpected().into()),
        }
    }
    let needed = |name: &str| format!("--{name} is needed; --help says more");
    let certificate = certificate.ok_or_else(|| needed("certificate"))?;
    let key = key.ok_or_else(|| needed("key"))?;
    let listen = listen.ok_or_else(|| needed("listen"))?;
    let settings = ProbeSettings {
        host: host.ok_or_else(|| needed("host"))?,
        certified: certified(&certificate, &key)?,
        authorities: certificates(&authority.ok_or_else(|| needed("authority"))?)?,
        text,
        clock: Arc::new(Timestamp::now),
    };
    let probe = Probe::start(settings, vec![TcpListener::bind(listen).await?])?;
    println!("probe {}", probe.addresses().page);
    println!("result {}", probe.addresses().result);
    ended().await?;
    probe.stop().await;
    Ok(())
}

/// Ctrl-C, or on Unix a request to terminate.
async fn ended() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            ended = tokio::signal::ctrl_c() => ended,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
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
