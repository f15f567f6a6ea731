//! Opening the same files by this crate, by p12-keystore and by libcrypto, in turns, in one process; what the hash
//! functions weigh; and what hostile files take.
//!
//! Exit status 1 when an opening costs more than libcrypto's own parse, a hostile file that is refused takes 50 ms, or
//! one that is not takes longer than 600,000 iterations of PBKDF2 with SHA-256 three times over.

use std::ffi::CString;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use certificate::{KdfCost, OpenOptions, OpeningCost, open, open_metered};
use jiff::Timestamp;
use secrecy::SecretString;

#[path = "../../tests/issued/mod.rs"]
mod issued;
mod libcrypto;

use issued::build::{encrypted_key, pbmac1, pfx, plain_safe, safes};
use p12_keystore::{KeyStore, Pkcs12ImportPolicy};

const PASSWORD: &str = "Kb7hx2Rt";
const AIM: f64 = 0.65;
const LIMIT: f64 = 1.0;
const HOSTILE: Duration = Duration::from_millis(50);

fn main() -> ExitCode {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    println!("{}, RSA-2048, {processors} processors, medians", libcrypto::version());
    println!("ratios to libcrypto; what lies beside the derivations is in all of them");
    println!(
        "{:<10}{:>12}{:>9}{:>14}{:>14}{:>14}{:>9}{:>14}",
        "file", "iterations", "turns", "ours", "p12-keystore", "libcrypto", "ours", "p12-keystore"
    );
    let issued = issued::ordinary();
    let mut good = true;
    for (name, options) in [("modern", &[][..]), ("legacy", &["-legacy", "-descert"])] {
        for (iterations, turns) in [("2048", 301), ("10000", 101), ("600000", 7)] {
            let file = issued::pkcs12(&issued, &[options, &["-iter", iterations]].concat(), PASSWORD);
            let [ours, keystore, theirs] = medians(&file, turns);
            let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
            let other = keystore.as_secs_f64() / theirs.as_secs_f64();
            let word = if ratio <= AIM {
                ""
            } else if ratio <= LIMIT {
                " over the aim"
            } else {
                " OVER THE LIMIT"
            };
            println!(
                "{name:<10}{iterations:>12}{turns:>9}{ours:>14.2?}{keystore:>14.2?}{theirs:>14.2?}{ratio:>9.2}{other:>14.2}{word}"
            );
            good &= ratio <= LIMIT;
        }
    }
    let unit = weigh();
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
        // What is derived takes what it weighs, and no more than the limit.
        let derived = unit * u32::try_from(kdf.work.min(KdfCost::UNASKED.work) / 10).unwrap_or(u32::MAX);
        good &= took < HOSTILE + 2 * derived && kdf.work <= KdfCost::UNASKED.work;
    }
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Prints what each hash function takes beside SHA-256, as files weigh it; what a run of SHA-256 takes.
fn weigh() -> Duration {
    const ITERATIONS: u32 = 100_000;
    let time = |derive: fn(u32, &mut [u8; 20])| {
        let mut least = Duration::MAX;
        for _ in 0..9 {
            let started = Instant::now();
            derive(ITERATIONS, &mut [0; 20]);
            least = least.min(started.elapsed());
        }
        least
    };
    let sha1 = time(|count, key| pbkdf2::pbkdf2_hmac::<sha1::Sha1>(b"x", b"salt", count, key));
    let sha256 = time(|count, key| pbkdf2::pbkdf2_hmac::<sha2::Sha256>(b"x", b"salt", count, key));
    let sha512 = time(|count, key| pbkdf2::pbkdf2_hmac::<sha2::Sha512>(b"x", b"salt", count, key));
    for (name, took, weight) in [("SHA-1", sha1, 0.7), ("SHA-256", sha256, 1.0), ("SHA-512", sha512, 5.0)] {
        let measured = took.as_secs_f64() / sha256.as_secs_f64();
        println!("weight: {name} {weight}, measured {measured:.2} ({took:.2?} for {ITERATIONS} iterations)");
    }
    sha256 / (2 * ITERATIONS)
}

/// Ours, p12-keystore's and libcrypto's.
fn medians(file: &[u8], turns: usize) -> [Duration; 3] {
    let password = SecretString::from(PASSWORD);
    let c_password = CString::new(PASSWORD).expect("no zero byte");
    let mut ours = Vec::new();
    let mut keystore = Vec::new();
    let mut theirs = Vec::new();
    for _ in 0..turns {
        let started = Instant::now();
        assert!(open(file, &password).is_ok());
        ours.push(started.elapsed());
        let started = Instant::now();
        assert!(KeyStore::from_pkcs12(file, PASSWORD, Pkcs12ImportPolicy::Strict).is_ok());
        keystore.push(started.elapsed());
        let started = Instant::now();
        assert!(libcrypto::open(file, &c_password));
        theirs.push(started.elapsed());
    }
    [median(ours), median(keystore), median(theirs)]
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn hostile(issued: &issued::Issued) -> Vec<(&'static str, Vec<u8>)> {
    let keys = |count: u8| -> Vec<Vec<u8>> {
        (0..count).map(|last| encrypted_key(&[&issued.key[..], &[last]].concat(), PASSWORD, 1_000_000)).collect()
    };
    let empty = safes(&[plain_safe(&[])]);
    let bulk = vec![encrypted_key(&issued.key[..64], PASSWORD, 1_000_000); 900];
    vec![
        ("many derivations without a MAC", pfx(&safes(&[plain_safe(&keys(8))]), b"")),
        ("as many as fit", pfx(&safes(&[plain_safe(&bulk)]), b"")),
        ("62 authorities with RSA-8192", case("30-hostile-62-rsa8192.p12")),
        ("PBMAC1 with 8 blocks of SHA-512", case("31b-hostile-pbmac1-sha512-8-blocks.p12")),
        ("PBMAC1 with SHA-512, 900,000 iterations", pfx(&empty, &pbmac1(&empty, PASSWORD, 900_000, Some(64)))),
        ("PBMAC1 with SHA-512, as many as go unasked", pfx(&empty, &pbmac1(&empty, PASSWORD, 360_000, Some(64)))),
        ("PBMAC1 for more than a minute", pfx(&empty, &pbmac1(&empty, PASSWORD, 100_000_000, Some(64)))),
        ("nesting", pfx(&[0x30, 0x80].repeat(100_000), b"")),
    ]
}

fn case(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/../tests/cases/{name}", env!("CARGO_MANIFEST_DIR"))).expect("a file of the cases")
}
