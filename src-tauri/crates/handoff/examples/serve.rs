//! The loopback server alone, so that anyone can attack it.
//!
//! `serve --slot SLOT FILE`: opens the PKCS#12 file with the password on the first line of standard input, wraps it
//! for iOS and serves it. Prints the page's URL, then one JSON line for each event. Ends at the end of standard
//! input or after three minutes.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::error::Error;
use std::fs;
use std::io::{self, BufRead as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use handoff::{Loopback, LoopbackEvent, PageWords, ProfileSource, configuration_profile};
use secrecy::SecretString;
use tokio::sync::oneshot;
use zeroize::Zeroizing;

const LIFETIME: Duration = Duration::from_secs(3 * 60);
const USAGE: &str = "usage: serve --slot SLOT FILE   (the file's password on the first line of standard input)";

#[tokio::main]
async fn main() -> ExitCode {
    let Some((slot, file)) = arguments() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match serve(&slot, &file).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("serve: {error}");
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> Option<(String, PathBuf)> {
    let (mut slot, mut file) = (None, None);
    let mut arguments = std::env::args_os().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--slot" {
            slot = Some(arguments.next()?.into_string().ok()?);
        } else if file.replace(PathBuf::from(argument)).is_some() {
            return None;
        }
    }
    Some((slot?, file?))
}

async fn serve(slot: &str, file: &PathBuf) -> Result<(), Box<dyn Error>> {
    let (password, end_of_input) = listen()?;
    let bytes = Zeroizing::new(fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?);
    let identity = certificate::open(&bytes, &password).map_err(|error| format!("{} ({error})", error.code()))?;
    let pkcs12 = certificate::to_ios_p12(&identity, slot, &password).map_err(|error| {
        format!("{} ({error}): iOS takes printable ASCII only, at least one character", error.code())
    })?;
    let profile = configuration_profile(&ProfileSource {
        slot,
        bundle: "jp.example.handoff",
        display_name: "証明書",
        description: "ブラウザーで使う証明書です。",
        organization: "handoff",
        certificate_name: "証明書",
        file_name: &format!("{slot}.p12"),
        fingerprint: identity.fingerprint(),
        pkcs12: &pkcs12,
    })?;
    let (loopback, mut events) = Loopback::start(profile, words(), LIFETIME).await?;
    say(loopback.url())?;
    tokio::pin!(end_of_input);
    loop {
        tokio::select! {
            event = events.recv() => match event {
                Some(event) => emit(event)?,
                None => return Ok(()),
            },
            _ = &mut end_of_input => break,
        }
    }
    loopback.stop().await;
    while let Some(event) = events.recv().await {
        emit(event)?;
    }
    Ok(())
}

/// The password, and what resolves at the end of standard input.
fn listen() -> Result<(SecretString, oneshot::Receiver<()>), Box<dyn Error>> {
    let mut line = Zeroizing::new(String::new());
    io::stdin().lock().read_line(&mut line)?;
    let password = SecretString::from(line.trim_end_matches(['\n', '\r']).to_owned());
    let (end, ended) = oneshot::channel();
    std::thread::spawn(move || {
        let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
        let _ = end.send(());
    });
    Ok((password, ended))
}

fn emit(event: LoopbackEvent) -> Result<(), Box<dyn Error>> {
    Ok(say(&serde_json::to_string(&event)?)?)
}

fn say(line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

fn words() -> PageWords {
    PageWords {
        lang: "ja".to_owned(),
        title: "証明書を受け取る".to_owned(),
        heading: "証明書を受け取ります".to_owned(),
        sentences: vec!["下のボタンを押してください。".to_owned(), "次の画面で『許可』を押します。".to_owned()],
        button: "証明書を受け取る".to_owned(),
        download_heading: "『許可』を押してください".to_owned(),
        download_sentences: vec!["終わったら左上の『閉じる』を押してください。".to_owned()],
        back: "アプリに戻る".to_owned(),
        back_link: "example://returned".to_owned(),
        again: "もう一度受け取る".to_owned(),
    }
}
