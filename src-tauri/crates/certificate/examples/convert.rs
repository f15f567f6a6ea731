//! Writes what a phone would get of a PKCS#12 file.
//!
//! `convert --for android|ios|files [--name NAME] [--patient] FILE OUT`, the file's password on the first line of
//! standard input; for `ios` and `files` the same password protects the output, for `android` it is
//! empty. `--patient` opens what takes up to a minute, too. Exit status: 0 written, 1 not written, 2 cannot be opened, 3 wrong usage.

#![allow(clippy::print_stderr)]

use std::error::Error;
use std::ffi::OsString;
use std::io::stdin;
use std::process::ExitCode;

use certificate::{OpenOptions, open_metered, to_android_p12, to_ios_p12, to_portable_p12};
use jiff::Timestamp;
use lexopt::prelude::*;
use secrecy::SecretString;
use zeroize::Zeroizing;

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("convert: {error}");
            ExitCode::from(3)
        }
    }
}

struct Arguments {
    patient: bool,
    target: String,
    name: String,
    file: OsString,
    out: OsString,
}

fn run() -> Result<ExitCode, Box<dyn Error>> {
    let arguments = arguments()?;
    let mut line = Zeroizing::new(String::new());
    stdin().read_line(&mut line)?;
    let password = SecretString::from(line.trim_end_matches(['\r', '\n']));
    let bytes = Zeroizing::new(std::fs::read(&arguments.file)?);
    let options = OpenOptions { patient: arguments.patient, ..OpenOptions::at(Timestamp::now()) };
    let identity = match open_metered(&bytes, &password, &options).0 {
        Ok(identity) => identity,
        Err(error) => {
            eprintln!("{}: {error}", error.code());
            return Ok(ExitCode::from(2));
        }
    };
    let written = match arguments.target.as_str() {
        "android" => to_android_p12(&identity, &arguments.name),
        "ios" => to_ios_p12(&identity, &arguments.name, &password),
        "files" => to_portable_p12(&identity, &arguments.name, &password),
        other => return Err(format!("no such phone: {other}").into()),
    };
    match written {
        Ok(file) => {
            std::fs::write(&arguments.out, &*file)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            eprintln!("{}: {error}", error.code());
            Ok(ExitCode::from(1))
        }
    }
}

fn arguments() -> Result<Arguments, Box<dyn Error>> {
    let mut patient = false;
    let mut target = None;
    let mut name = "kaigo".to_owned();
    let mut paths = Vec::new();
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("patient") => patient = true,
            Long("for") => target = Some(parser.value()?.string()?),
            Long("name") => name = parser.value()?.string()?,
            Value(path) if paths.len() < 2 => paths.push(path),
            other => return Err(other.unexpected().into()),
        }
    }
    let [file, out] = <[OsString; 2]>::try_from(paths).map_err(|_| "two paths: FILE OUT")?;
    Ok(Arguments { patient, target: target.ok_or("--for android|ios|files")?, name, file, out })
}
