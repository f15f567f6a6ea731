//! Prints what a PKCS#12 file is: the validation, or why it cannot be opened.
//!
//! `inspect [--json] [--patient] [--subject CN]… [--issuer CN] [--pin CERTIFICATE.der]… [--warn-days DAYS] [--now TIME] FILE`,
//! the file's password on the first line of standard input. A file that takes longer than this app asks of a phone
//! is refused with about how many seconds; with `--patient` it is opened if they are 60 at most. Exit status: 0 what is asked for,
//! 1 not that (`code` is the first finding's that is no note), 2 cannot be opened, 3 wrong usage. A finding refuses only where
//! it is certain that the certificate does harm or cannot work; else it is a doubt, and whoever wants it decides.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::error::Error;
use std::ffi::OsString;
use std::io::stdin;
use std::process::ExitCode;

use certificate::{
    CertificateKind, Finding, OpenError, OpenErrorCause, OpenOptions, Policy, Severity, Validation,
    confusable_characters, open_metered, validate,
};
use jiff::Timestamp;
use lexopt::prelude::*;
use secrecy::SecretString;
use serde_json::{Value, json};
use zeroize::Zeroizing;

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("inspect: {error}");
            ExitCode::from(3)
        }
    }
}

struct Arguments {
    json: bool,
    patient: bool,
    policy: Policy,
    now: Timestamp,
    file: OsString,
}

fn run() -> Result<ExitCode, Box<dyn Error>> {
    let arguments = arguments()?;
    let password = password()?;
    let bytes = Zeroizing::new(std::fs::read(&arguments.file)?);
    let options = OpenOptions { patient: arguments.patient, ..OpenOptions::at(arguments.now) };
    let (report, code) = match open_metered(&bytes, &password, &options).0 {
        Ok(identity) => {
            let validation = validate(&identity, &arguments.policy, arguments.now);
            let code = if validation.acceptable() { 0 } else { 1 };
            (validated(&validation), code)
        }
        Err(error) => (unopened(&error, &password), 2),
    };
    if arguments.json {
        println!("{report:#}");
    } else {
        print(&report);
    }
    Ok(ExitCode::from(code))
}

fn arguments() -> Result<Arguments, Box<dyn Error>> {
    let mut json = false;
    let mut patient = false;
    let mut subjects = Vec::new();
    let mut issuer = None;
    let mut pins = Vec::new();
    let mut warn_days = 90;
    let mut now = Timestamp::now();
    let mut file = None;
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("json") => json = true,
            Long("patient") => patient = true,
            Long("subject") => subjects.push(parser.value()?.string()?),
            Long("issuer") => issuer = Some(parser.value()?.string()?),
            Long("pin") => pins.push(std::fs::read(parser.value()?)?),
            Long("warn-days") => warn_days = parser.value()?.parse()?,
            Long("now") => now = parser.value()?.parse()?,
            Value(path) if file.is_none() => file = Some(path),
            other => return Err(other.unexpected().into()),
        }
    }
    if subjects.is_empty() {
        subjects = vec!["CarePlanJigyousho".to_owned(), "KaigoJigyousho".to_owned()];
    }
    let policy = Policy {
        allowed_subjects: subjects,
        issuer: issuer.unwrap_or_else(|| "e-seikyu CA".to_owned()),
        pinned_authorities: pins,
        warn_days,
    };
    Ok(Arguments { json, patient, policy, now, file: file.ok_or("no file named")? })
}

/// The first line of standard input.
fn password() -> Result<SecretString, std::io::Error> {
    let mut line = Zeroizing::new(String::new());
    stdin().read_line(&mut line)?;
    Ok(SecretString::from(line.trim_end_matches(['\r', '\n'])))
}

fn validated(validation: &Validation) -> Value {
    let first = validation.findings.iter().find(|finding| finding.severity > Severity::Note);
    let findings: Vec<Value> = validation
        .findings
        .iter()
        .map(|finding| {
            let refuses = finding.severity == Severity::Refusal;
            json!({
                "code": finding.code(),
                "refuses": refuses,
                "severity": finding.severity,
                "params": finding.params,
            })
        })
        .collect();
    json!({
        "code": first.map_or("ok", Finding::code),
        "subject": validation.subject,
        "kind": CertificateKind::suggested_by(&validation.subject),
        "office": validation.office,
        "issuer": validation.issuer,
        "not_before": in_japan(validation.not_before),
        "not_after": in_japan(validation.not_after),
        "days_left": validation.days_left,
        "key_algorithm": validation.key_algorithm,
        "signature_algorithm": validation.signature_algorithm,
        "fingerprint": validation.fingerprint,
        "findings": findings,
    })
}

fn unopened(error: &OpenError, password: &SecretString) -> Value {
    let hints = match error.cause() {
        OpenErrorCause::Password => confusable_characters(password),
        _ => Vec::new(),
    };
    let findings: Vec<Value> = hints
        .iter()
        .map(|hint| json!({ "code": hint.code(), "refuses": false, "params": { "at": hint.at.to_string() } }))
        .collect();
    json!({ "code": error.code(), "params": error.params(), "message": error.to_string(), "findings": findings })
}

fn in_japan(time: Timestamp) -> String {
    time.display_with_offset(certificate::JAPAN).to_string()
}

fn print(report: &Value) {
    for (name, value) in report.as_object().into_iter().flatten() {
        match value {
            Value::Array(findings) => {
                for finding in findings {
                    let weight = finding["severity"].as_str().unwrap_or("note");
                    println!("{weight:>20}  {} {}", finding["code"].as_str().unwrap_or_default(), finding["params"]);
                }
            }
            Value::String(text) => println!("{name:>20}  {text}"),
            Value::Null => {}
            other => println!("{name:>20}  {other}"),
        }
    }
}
