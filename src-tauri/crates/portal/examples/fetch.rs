//! Drives the client alone: from an entry address to a file.
//!
//! `fetch --entry URL --user KJ… --kind dx|hoken --out FILE [--root FILE] [--user-agent TEXT]
//! [--host HOST[:PORT] …] [--skeleton] [--json]`, the password on the first line of standard input. The entry's host and
//! port, and those of every `--host` (also `*.DOMAIN`), are the only ones talked to; with `--root` (PEM) that root is the
//! only one trusted.
//!
//! Ends with 0: file saved; 1: the list holds no such certificate; 2: any other end, with its code.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program's output")]

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::{self, BufRead as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use certificate::CertificateKind;
use lexopt::prelude::*;
use portal::{ClientSettings, HostPort, HostRule, HttpsTransport, Labels, PortalError, Session};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use secrecy::SecretString;
use serde::Serialize;
use url::Url;
use zeroize::Zeroizing;

const SAFARI: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                      Version/18.5 Mobile/15E148 Safari/604.1";

struct Arguments {
    entry: Url,
    user: String,
    kind: CertificateKind,
    out: PathBuf,
    root: Option<PathBuf>,
    user_agent: String,
    hosts: Vec<HostRule>,
    skeleton: bool,
}

/// How a run ended.
enum Outcome {
    Saved { bytes: usize },
    NoSuchCertificate,
    Failed { code: &'static str, params: BTreeMap<String, String>, words: String },
}

#[derive(Serialize)]
struct Report {
    code: &'static str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    params: BTreeMap<String, String>,
    pages: Vec<Seen>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<usize>,
    /// The password has left this machine for the portal.
    password_sent: bool,
    /// The portal's clock minus this machine's.
    #[serde(skip_serializing_if = "Option::is_none")]
    clock_offset_seconds: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    skeleton: Option<String>,
}

/// What was seen on the way.
#[derive(Default)]
struct Visit {
    pages: Vec<Seen>,
    password_sent: bool,
    clock_offset_seconds: Option<i64>,
    skeleton: Option<String>,
}

#[derive(Serialize)]
struct Seen {
    page: &'static str,
    title: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let json = std::env::args().any(|argument| argument == "--json");
    let (outcome, visit) = match arguments() {
        Ok(arguments) => run(&arguments).await,
        Err(error) => (failed("usage", &error), Visit::default()),
    };
    report(json, outcome, visit)
}

fn report(json: bool, outcome: Outcome, visit: Visit) -> ExitCode {
    let Visit { pages, password_sent, clock_offset_seconds, skeleton } = visit;
    let (status, code, params, words, bytes) = match outcome {
        Outcome::Saved { bytes } => (0, "saved", BTreeMap::new(), format!("saved {bytes} bytes"), Some(bytes)),
        Outcome::NoSuchCertificate => {
            let words = "the list holds no such certificate".to_owned();
            (1, "no-such-certificate", BTreeMap::new(), words, None)
        }
        Outcome::Failed { code, params, words } => (2, code, params, words, None),
    };
    if json {
        let report = Report { code, params, pages, bytes, password_sent, clock_offset_seconds, skeleton };
        match serde_json::to_string(&report) {
            Ok(line) => println!("{line}"),
            Err(error) => eprintln!("{error}"),
        }
        return ExitCode::from(status);
    }
    for page in pages {
        println!("{}\t{}", page.page, page.title);
    }
    if let Some(skeleton) = skeleton {
        print!("{skeleton}");
    }
    match status {
        0 => println!("{words}"),
        _ => eprintln!("{code}: {words}"),
    }
    ExitCode::from(status)
}

fn arguments() -> Result<Arguments, lexopt::Error> {
    let (mut entry, mut user, mut kind, mut out, mut root) = (None, None, None, None, None);
    let (mut user_agent, mut hosts, mut skeleton) = (SAFARI.to_owned(), Vec::new(), false);
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("entry") => entry = Some(parser.value()?.parse_with(Url::parse)?),
            Long("user") => user = Some(parser.value()?.string()?),
            Long("kind") => kind = Some(parser.value()?.parse_with(kind_of)?),
            Long("out") => out = Some(PathBuf::from(parser.value()?)),
            Long("root") => root = Some(PathBuf::from(parser.value()?)),
            Long("user-agent") => user_agent = parser.value()?.string()?,
            Long("host") => hosts.push(parser.value()?.parse()?),
            Long("skeleton") => skeleton = true,
            Long("json") => {}
            other => return Err(other.unexpected()),
        }
    }
    Ok(Arguments {
        entry: entry.ok_or("--entry is missing")?,
        user: user.ok_or("--user is missing")?,
        kind: kind.ok_or("--kind is missing")?,
        out: out.ok_or("--out is missing")?,
        root,
        user_agent,
        hosts,
        skeleton,
    })
}

fn kind_of(text: &str) -> Result<CertificateKind, &'static str> {
    [CertificateKind::Dx, CertificateKind::Hoken].into_iter().find(|kind| kind.code() == text).ok_or("dx or hoken")
}

async fn run(arguments: &Arguments) -> (Outcome, Visit) {
    let mut session = match session(arguments) {
        Ok(session) => session,
        Err(outcome) => return (outcome, Visit::default()),
    };
    let outcome = match password() {
        Ok(password) => visit(&mut session, arguments, &password).await,
        Err(error) => failed("usage", &error),
    };
    let seen = session.pages().iter().map(|page| Seen { page: page.kind.code(), title: page.title.clone() });
    let visit = Visit {
        pages: seen.collect(),
        password_sent: session.password_sent(),
        clock_offset_seconds: session.clock_offset().map(|offset| offset.as_secs()),
        skeleton: session.redacted_dom().filter(|_| arguments.skeleton).map(|page| page.to_string()),
    };
    session.log_out().await;
    (outcome, visit)
}

fn session(arguments: &Arguments) -> Result<Session, Outcome> {
    let host = HostPort::of(&arguments.entry).ok_or_else(|| failed("usage", &"the entry names no host"))?;
    let hosts = std::iter::once(HostRule::from(host)).chain(arguments.hosts.iter().cloned());
    let mut settings = ClientSettings::browser(&arguments.user_agent);
    if let Some(path) = &arguments.root {
        settings.web_roots = false;
        settings.extra_roots = roots(path).map_err(|error| failed("root-not-read", &error))?;
    }
    let transport = HttpsTransport::new(hosts, settings).map_err(refused)?;
    Ok(Session::new(arguments.entry.clone(), Arc::new(transport), Labels::built_in()))
}

fn roots(path: &Path) -> io::Result<Vec<Vec<u8>>> {
    let pem = std::fs::read(path)?;
    let found: Result<Vec<Vec<u8>>, _> =
        CertificateDer::pem_slice_iter(&pem).map(|root| Ok(root.map_err(io::Error::other)?.to_vec())).collect();
    match found {
        Ok(roots) if roots.is_empty() => Err(io::Error::other("no certificate in it")),
        other => other,
    }
}

fn password() -> io::Result<SecretString> {
    let mut line = Zeroizing::new(String::new());
    io::stdin().lock().read_line(&mut line)?;
    match line.trim_end_matches(['\r', '\n']) {
        "" => Err(io::Error::other("no password on standard input")),
        password => Ok(SecretString::from(password)),
    }
}

async fn visit(session: &mut Session, arguments: &Arguments, password: &SecretString) -> Outcome {
    if let Err(error) = session.log_in(&arguments.user, password).await {
        return refused(error);
    }
    let rows = match session.certificates().await {
        Ok(rows) => rows,
        Err(error) => return refused(error),
    };
    let fitting = rows.iter().filter(|row| row.usable && row.kind == Some(arguments.kind));
    // Of several the one that lasts longest, of those the first: after a renewal both are there.
    let Some(row) = fitting.min_by_key(|row| Reverse(row.last_day())) else {
        return Outcome::NoSuchCertificate;
    };
    match session.download(row.row).await {
        Err(error) => refused(error),
        Ok(_) if session.file_hint().is_some_and(|hint| hint.kind != Some(arguments.kind)) => {
            failed("other-certificate", &"the file is another certificate by its name")
        }
        Ok(file) => match save(&arguments.out, &file) {
            Ok(()) => Outcome::Saved { bytes: file.len() },
            Err(error) => failed("file-not-written", &error),
        },
    }
}

/// Readable by its owner only.
fn save(path: &Path, file: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut opened = options.open(path)?;
    opened.write_all(file)?;
    opened.sync_all()
}

fn refused(error: PortalError) -> Outcome {
    Outcome::Failed { code: error.code(), params: error.params(), words: error.to_string() }
}

fn failed(code: &'static str, error: &dyn std::fmt::Display) -> Outcome {
    Outcome::Failed { code, params: BTreeMap::new(), words: error.to_string() }
}
