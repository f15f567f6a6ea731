//! What a derivation takes here, beside the crates `pbkdf2` and `pkcs12`: the least of 201 turns each, one after the other in one process.
//!
//! `cargo run --release -p derivation --example beside_the_crates`

#![allow(clippy::print_stdout, reason = "it prints a table")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use derivation::{Hash, Purpose, StopFlag};
use pkcs12::kdf::{Pkcs12KeyType, derive_key};
use sha1::Sha1;
use sha2::{Sha256, Sha512};

/// Some milliseconds: what else the machine does falls between two turns.
const ROUNDS: u32 = 20_000;
const TURNS: usize = 201;
/// "Kb7hx2Rt" as PKCS#12's own derivation takes it: UTF-16, big-endian, with two zero bytes.
const PASSWORD: &[u8] = b"\0K\0b\x007\0h\0x\x002\0R\0t\0\0";
const SALT: &[u8] = b"sixteen bytes...";

fn main() {
    println!("{ROUNDS} rounds, one block of output");
    println!("{:<22}{:>12}{:>12}{:>8}", "", "here", "the crate", "ratio");
    let mut key = [0; 20];
    let mut other = [0; 20];
    let stop = StopFlag::default();
    macro_rules! compare {
        ($($hash:ident: $type:ty),*) => {$(
            let own = |key: &mut [u8]| derivation::pbkdf2(Hash::$hash, black_box(PASSWORD), SALT, ROUNDS, key, &stop);
            let theirs = |key: &mut [u8]| pbkdf2::pbkdf2_hmac::<$type>(black_box(PASSWORD), SALT, ROUNDS, key);
            line(concat!("PBKDF2, ", stringify!($hash)), least(|| own(&mut key), || theirs(&mut other)));
            assert_eq!(key, other);
            let own = || derivation::pkcs12(Hash::$hash, black_box(PASSWORD), SALT, Purpose::Mac, ROUNDS, 20, &stop).to_vec();
            let theirs = || derive_key::<$type>(black_box(PASSWORD), SALT, Pkcs12KeyType::Mac, ROUNDS as i32, 20);
            assert_eq!(own(), theirs());
            line(concat!("RFC 7292, ", stringify!($hash)), least(own, theirs));
        )*};
    }
    compare!(Sha1: Sha1, Sha256: Sha256, Sha512: Sha512);
}

fn line(name: &str, [own, theirs]: [Duration; 2]) {
    println!("{name:<22}{own:>12.2?}{theirs:>12.2?}{:>8.2}", own.as_secs_f64() / theirs.as_secs_f64());
}

/// The least that each took.
fn least<A, B>(mut own: impl FnMut() -> A, mut theirs: impl FnMut() -> B) -> [Duration; 2] {
    let mut least = [Duration::MAX; 2];
    for _ in 0..TURNS {
        let started = Instant::now();
        black_box(own());
        least[0] = least[0].min(started.elapsed());
        let started = Instant::now();
        black_box(theirs());
        least[1] = least[1].min(started.elapsed());
    }
    least
}
