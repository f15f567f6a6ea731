//! Opening the same files by this crate and by libcrypto, in turns, in one process.
//!
//! Exit status 1 when an opening costs more than libcrypto's own parse, or a hostile file takes 50 ms.

use std::ffi::CString;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use certificate::{OpenOptions, OpeningCost, open, open_metered};
use jiff::Timestamp;
use secrecy::SecretString;

#[path = "../../tests/issued/mod.rs"]
mod issued;
mod libcrypto;

use issued::build::{encrypted_key, plain_safe, pfx, safes};

const PASSWORD: &str = "Kb7hx2Rt";
const AIM: f64 = 0.75;
const LIMIT: f64 = 1.0;
const HOSTILE: Duration = Duration::from_millis(50);

fn main() -> ExitCode {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    println!("{}, RSA-2048, {processors} processors, medians", libcrypto::version());
    println!("{:<10}{:>12}{:>9}{:>14}{:>14}{:>9}", "file", "iterations", "turns", "ours", "libcrypto", "ratio");
    let issued = issued::ordinary();
    let mut good = true;
    for (name, options) in [("modern", &[][..]), ("legacy", &["-legacy", "-descert"])] {
        for (iterations, turns) in [("2048", 301), ("10000", 101), ("600000", 7)] {
            let file = issued::pkcs12(&issued, &[options, &["-iter", iterations]].concat(), PASSWORD);
            let (ours, theirs) = medians(&file, turns);
            let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
            let word = if ratio <= AIM {
                ""
            } else if ratio <= LIMIT {
                " over the aim"
            } else {
                " OVER THE LIMIT"
            };
            println!("{name:<10}{iterations:>12}{turns:>9}{ours:>14.2?}{theirs:>14.2?}{ratio:>9.2}{word}");
            good &= ratio <= LIMIT;
        }
    }
    for (name, file) in hostile(&issued) {
        let started = Instant::now();
        let (opened, cost) = open_metered(&file, &SecretString::from(PASSWORD), &OpenOptions::at(Timestamp::now()));
        let took = started.elapsed();
        let code = opened.err().map_or("opened", |error| error.code());
        let OpeningCost { kdf, signatures } = cost;
        println!(
            "hostile: {name}, {} bytes: {code} after {took:.2?}, {} derivations, {} signatures checked",
            file.len(),
            kdf.derivations,
            signatures.checks
        );
        good &= took < HOSTILE;
    }
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Ours and libcrypto's.
fn medians(file: &[u8], turns: usize) -> (Duration, Duration) {
    let password = SecretString::from(PASSWORD);
    let c_password = CString::new(PASSWORD).expect("no zero byte");
    let mut ours = Vec::new();
    let mut theirs = Vec::new();
    for _ in 0..turns {
        let started = Instant::now();
        assert!(open(file, &password).is_ok());
        ours.push(started.elapsed());
        let started = Instant::now();
        assert!(libcrypto::open(file, &c_password));
        theirs.push(started.elapsed());
    }
    (median(ours), median(theirs))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn hostile(issued: &issued::Issued) -> Vec<(&'static str, Vec<u8>)> {
    let keys = |count: u8| -> Vec<Vec<u8>> {
        (0..count).map(|last| encrypted_key(&[&issued.key[..], &[last]].concat(), PASSWORD, 1_000_000)).collect()
    };
    let bulk = vec![encrypted_key(&issued.key[..64], PASSWORD, 1_000_000); 900];
    vec![
        ("many derivations without a MAC", pfx(&safes(&[plain_safe(&keys(8))]), b"")),
        ("as many as fit", pfx(&safes(&[plain_safe(&bulk)]), b"")),
        ("62 authorities with RSA-8192", case("30-hostile-62-rsa8192.p12")),
        ("PBMAC1 with 8 blocks of SHA-512", case("31b-hostile-pbmac1-sha512-8-blocks.p12")),
        ("nesting", pfx(&[0x30, 0x80].repeat(100_000), b"")),
    ]
}

fn case(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/../tests/cases/{name}", env!("CARGO_MANIFEST_DIR"))).expect("a file of the cases")
}
