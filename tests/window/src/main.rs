//! Puts any portal before the guide of the portal window: a robot presses what the guide says, in Chromium or WebKitGTK.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the command line")]

mod body;
mod chromium;
mod proxy;
mod robot;
#[cfg(target_os = "linux")]
mod webkit;

use std::error::Error;
use std::io::Read as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};

use certificate::CertificateKind;
use lexopt::prelude::{Long, Short, ValueExt as _};
use portal::guide::{Downloads, GuidePlan, GuideSession, script};
use portal::{HostPort, HostRule, Labels, is_allowed};
use secrecy::SecretString;
use url::Url;
use zeroize::Zeroizing;

use crate::body::{Event, Order, Settings};
use crate::robot::Visit;

const HELP: &str = "\
drive: a robot that goes through a portal as the guide of the portal window says

  drive --engine chromium|webkitgtk --entry URL --ca FILE --user ID --password-stdin --wanted dx|hoken --out FILE
      --engine NAME       whose pages: chromium catches the file by the script, webkitgtk by the engine
      --entry URL         where the portal begins, https
      --ca FILE           PEM of the authority that the portal's certificate comes from
      --user ID           user ID
      --password-stdin    the first line of standard input is the password
      --wanted KIND       the certificate: dx or hoken
      --out FILE          where the file is saved
      --host RULE         another host of the portal's: host, host:port or *.domain; may be repeated

One line of JSON comes out: outcome (saved: the file is there; stopped: nothing is left to press; closed: the window was
closed), presses and pages in their order. 0: the visit has ended, however; 2: it could not begin or go on.
";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("drive: {error}");
            ExitCode::from(2)
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Engine {
    Chromium,
    WebKitGtk,
}

struct Options {
    engine: Engine,
    entry: Url,
    authority: PathBuf,
    user: String,
    password: SecretString,
    wanted: CertificateKind,
    out: PathBuf,
    hosts: Vec<HostRule>,
}

fn run() -> Result<(), Box<dyn Error>> {
    let Some(options) = Options::parse()? else {
        print!("{HELP}");
        return Ok(());
    };
    let plan = GuidePlan {
        wanted: options.wanted,
        user_id: Some(options.user.clone()),
        hosts: options.hosts.clone(),
        downloads: if options.engine == Engine::Chromium { Downloads::Page } else { Downloads::Engine },
        labels: Labels::built_in(),
    };
    let settings =
        Settings { entry: options.entry.clone(), script: script(&plan), authority: options.authority.clone() };
    let visit = go(&options, &settings, &plan)?;
    if let Some(file) = &visit.file {
        save(&options.out, &file.bytes)?;
    }
    println!("{}", serde_json::to_string(&visit)?);
    Ok(())
}

/// One visit in the chosen engine.
fn go(options: &Options, settings: &Settings, plan: &GuidePlan) -> Result<Visit, Box<dyn Error>> {
    let (tell, events) = mpsc::channel();
    let (order, orders) = mpsc::channel();
    let session = GuideSession::new(plan);
    let password = options.password.clone();
    match options.engine {
        Engine::Chromium => {
            let hosts = options.hosts.clone();
            let proxy = proxy::start(Arc::new(move |url: &Url| is_allowed(&hosts, url)))?;
            let mut engine = chromium::start(settings, proxy, tell, orders)?;
            let visit = robot::visit(session, password, &events, &order);
            // Its input ends, and so does it.
            drop(order);
            engine.wait()?;
            Ok(visit?)
        }
        Engine::WebKitGtk => {
            let robot = std::thread::spawn(move || {
                let visit = robot::visit(session, password, &events, &order);
                // The engine may have ended already.
                let _ = order.send(Order::Close);
                visit
            });
            in_webkit(settings, &options.hosts, tell, orders)?;
            Ok(robot.join().map_err(|_| "the robot has failed")??)
        }
    }
}

#[cfg(target_os = "linux")]
fn in_webkit(
    settings: &Settings,
    hosts: &[HostRule],
    tell: mpsc::Sender<Event>,
    orders: Receiver<Order>,
) -> Result<(), Box<dyn Error>> {
    Ok(webkit::run(settings, hosts, tell, orders)?)
}

#[cfg(not(target_os = "linux"))]
fn in_webkit(_: &Settings, _: &[HostRule], _: mpsc::Sender<Event>, _: Receiver<Order>) -> Result<(), Box<dyn Error>> {
    Err("WebKitGTK is on Linux".into())
}

/// Readable by whoever has run this alone.
fn save(place: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(place)?;
    std::io::Write::write_all(&mut file, bytes)
}

impl Options {
    /// `None` if help was asked for.
    fn parse() -> Result<Option<Self>, Box<dyn Error>> {
        let (mut engine, mut entry, mut authority, mut user) = (None, None, None, None);
        let (mut wanted, mut out, mut reads_password) = (None, None, false);
        let mut hosts: Vec<HostRule> = Vec::new();
        let mut parser = lexopt::Parser::from_env();
        while let Some(argument) = parser.next()? {
            match argument {
                Long("engine") => {
                    engine = Some(match parser.value()?.string()?.as_str() {
                        "chromium" => Engine::Chromium,
                        "webkitgtk" => Engine::WebKitGtk,
                        other => return Err(format!("no engine {other}").into()),
                    });
                }
                Long("entry") => entry = Some(parser.value()?.parse::<Url>()?),
                Long("ca") => authority = Some(PathBuf::from(parser.value()?)),
                Long("user") => user = Some(parser.value()?.string()?),
                Long("password-stdin") => reads_password = true,
                Long("wanted") => {
                    wanted = Some(match parser.value()?.string()?.as_str() {
                        "dx" => CertificateKind::Dx,
                        "hoken" => CertificateKind::Hoken,
                        other => return Err(format!("no certificate {other}").into()),
                    });
                }
                Long("out") => out = Some(PathBuf::from(parser.value()?)),
                Long("host") => hosts.push(parser.value()?.parse()?),
                Long("help") | Short('h') => return Ok(None),
                other => return Err(other.unexpected().into()),
            }
        }
        let entry = entry.ok_or("--entry is missing")?;
        hosts.push(HostPort::of(&entry).ok_or("--entry names no host")?.into());
        if !reads_password {
            return Err("--password-stdin is missing".into());
        }
        Ok(Some(Self {
            engine: engine.ok_or("--engine is missing")?,
            entry,
            authority: authority.ok_or("--ca is missing")?.canonicalize()?,
            user: user.ok_or("--user is missing")?,
            password: password()?,
            wanted: wanted.ok_or("--wanted is missing")?,
            out: out.ok_or("--out is missing")?,
            hosts,
        }))
    }
}

fn password() -> std::io::Result<SecretString> {
    let mut text = Zeroizing::new(String::new());
    std::io::stdin().read_to_string(&mut text)?;
    Ok(text.lines().next().unwrap_or_default().into())
}
