//! Practice mode as a program: portal, CA and probe on localhost.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::error::Error;
use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use app::SystemClock;
use lexopt::prelude::{Long, Short, ValueExt};
use practice::portal::{Fault, HtmlVariant, Step};
use practice::{LocalPractice, PracticeSettings, Running, built_in};
use serde_json::json;

const HELP: &str = "\
practice: a practice portal with its CA and a probe, on localhost, until Ctrl-C

  practice [options]
      --folder DIR        where the CA and its keys are kept (practice-ground)
      --port N            port of the portal (any free one)
      --probe-port N      port of the probe (any free one)
      --skin NAME         how the pages are written (plain)
      --fault NAME[@STEP] what goes wrong, at one step or at every one
      --delay SECONDS     how late the answers of --fault slow come (9)
      --json              one line of JSON instead of text
      --list              names of skins, faults and steps
";

fn main() -> ExitCode {
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error),
    };
    match runtime.block_on(run(std::env::args_os().skip(1).collect())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(error.as_ref()),
    }
}

fn fail(error: &dyn Error) -> ExitCode {
    eprint!("practice: {error}");
    let mut source = error.source();
    while let Some(error) = source {
        eprint!(": {error}");
        source = error.source();
    }
    eprintln!();
    ExitCode::from(2)
}

async fn run(arguments: Vec<OsString>) -> Result<(), Box<dyn Error>> {
    if arguments.first().is_some_and(|first| first == "probe") {
        return Err("the probe is a program of its own: probe --help".into());
    }
    let Some(options) = Options::parse(arguments)? else { return Ok(()) };
    let practice = LocalPractice::new(&options.folder, Arc::new(SystemClock), options.settings.clone());
    let running = practice.start().await?;
    let switches = running.portal.switches();
    if let Some(delay) = options.delay {
        switches.set_delay(delay);
    }
    if let Some((fault, at)) = options.fault {
        switches.set_fault(Some(fault), at).await;
    }
    let mut out = std::io::stdout().lock();
    if options.json {
        writeln!(out, "{}", as_json(&running))?;
    } else {
        write!(out, "{}", as_text(&running, &options))?;
    }
    out.flush()?;
    drop(out);
    ended().await?;
    drop(running);
    practice.stop().await;
    Ok(())
}

/// Ctrl-C, or on Unix a request to terminate: both end what this program has started.
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

struct Options {
    folder: PathBuf,
    settings: PracticeSettings,
    fault: Option<(Fault, Option<Step>)>,
    delay: Option<Duration>,
    json: bool,
}

impl Options {
    /// `None` if help or the lists were asked for.
    fn parse(arguments: Vec<OsString>) -> Result<Option<Self>, Box<dyn Error>> {
        let mut options = Self {
            folder: PathBuf::from("practice-ground"),
            settings: PracticeSettings::default(),
            fault: None,
            delay: None,
            json: false,
        };
        let mut parser = lexopt::Parser::from_args(arguments);
        while let Some(argument) = parser.next()? {
            match argument {
                Long("folder") => options.folder = parser.value()?.into(),
                Long("port") => options.settings.portal_port = parser.value()?.parse()?,
                Long("probe-port") => options.settings.probe_port = parser.value()?.parse()?,
                Long("skin") => options.settings.variant = parser.value()?.parse()?,
                Long("fault") => {
                    let value = parser.value()?.string()?;
                    options.fault = Some(match value.split_once('@') {
                        Some((fault, step)) => (fault.parse()?, Some(step.parse()?)),
                        None => (value.parse()?, None),
                    });
                }
                Long("delay") => options.delay = Some(Duration::from_secs(parser.value()?.parse()?)),
                Long("json") => options.json = true,
                Long("list") => {
                    print!("{}", lists());
                    return Ok(None);
                }
                Long("help") | Short('h') => {
                    print!("{HELP}");
                    return Ok(None);
                }
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(Some(options))
    }
}

fn lists() -> String {
    let line = |title: &str, names: Vec<&str>| format!("{title}: {}\n", names.join(" "));
    [
        line("skins", HtmlVariant::ALL.iter().map(|variant| variant.code()).collect()),
        line("faults", Fault::ALL.iter().map(|fault| fault.code()).collect()),
        line("steps", Step::ALL.iter().map(|step| step.code()).collect()),
    ]
    .concat()
}

fn as_json(running: &Running) -> serde_json::Value {
    let offices: Vec<_> = built_in()
        .iter()
        .map(|office| {
            json!({
                "id": office.id,
                "name": office.name,
                "userId": office.user_id,
                "loginPassword": office.login_password,
                "certificatePassword": office.certificate_password,
                "holds": office.certificates.iter().map(|certificate| certificate.code()).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({
        "entry": running.portal.entry(),
        "probe": running.probe.addresses().page,
        "probeResult": running.probe.addresses().result,
        "tlsRoot": running.tls.root_pem(),
        "authority": running.authority.root_pem(),
        "offices": offices,
    })
}

fn as_text(running: &Running, options: &Options) -> String {
    let mut text = format!(
        "練習用の電子請求受付システム（本物ではありません） / practice portal, not the real one\n\n\
         portal     {}\n           (モバイル窓口 for a phone's user agent, 総合窓口 for a PC's)\n\
         probe      {}?nonce=<32 hexadecimal digits>\n\
         TLS root   {}\n           (for --root: trust it in the practice client only)\n\
         CA         {}\n\
         skin       {}\n\n",
        running.portal.entry(),
        running.probe.addresses().page,
        running.tls.root_pem().display(),
        running.authority.root_pem().display(),
        options.settings.variant,
    );
    if let Some((fault, at)) = options.fault {
        text += &format!("fault      {fault} at {}\n\n", at.map_or("every step", Step::code));
    }
    for office in built_in() {
        let holds: Vec<_> = office.certificates.iter().map(|certificate| certificate.label()).collect();
        text += &format!(
            "{}\n  ユーザーID            {}\n  ログインパスワード    {}\n  証明書のパスワード    {}\n  証明書                {}\n\n",
            office.name,
            office.user_id,
            office.login_password,
            office.certificate_password,
            if holds.is_empty() { "なし".to_owned() } else { holds.join("、") },
        );
    }
    text + "Ctrl-C で終わります。 / Ctrl-C ends it.\n"
}
