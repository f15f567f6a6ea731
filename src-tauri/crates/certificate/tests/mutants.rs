//! 20,000 mutants of a corpus: none makes the crate panic, derive more than it may, or take much memory.
//!
//! Every other mutant is changed below its MAC, which is then made anew, so that the inner layers are reached.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::panic::catch_unwind;

use certificate::{KdfCost, OpenOptions, OpeningCost, Policy, SignatureCost, open_metered, validate};
use peak_alloc::PeakAlloc;
use secrecy::SecretString;

mod issued;

use issued::build::{
    auth_safe, bag, ber, certificate, encrypted_key, encrypted_safe, mac, pbmac1, pfx, plain_safe, safes, seq,
};

const MUTANTS: u64 = 20_000;
const MAX_BYTES: usize = 64 * 1024 * 1024;
const PASSWORD: &str = "Kb7hx2Rt";

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// SplitMix64: the same mutants at every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}

fn mutate(bytes: &mut Vec<u8>, other: &[u8], random: &mut Random) {
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len());
        let length = 1 + random.below(16);
        match random.below(9) {
            0..3 if !bytes.is_empty() => bytes[at] ^= 1 << random.below(8),
            3 if !bytes.is_empty() => bytes[at] = random.next() as u8,
            4 if !bytes.is_empty() => bytes[at] = [0, 0x80, 0x7f, 0xff, 0x30, 0x24, 0xa0][random.below(7)],
            5 => drop(bytes.splice(at..at, other.iter().copied().skip(random.below(other.len())).take(length))),
            6 => drop(bytes.drain(at..(at + length).min(bytes.len()))),
            7 => {
                let copy = bytes[at..(at + 8 * length).min(bytes.len())].to_vec();
                drop(bytes.splice(at..at, copy));
            }
            8 if random.below(8) == 0 => bytes.truncate(at),
            _ => {}
        }
    }
}

fn corpus() -> Vec<Vec<u8>> {
    let issued = issued::ordinary();
    let below = issued::issue_below_intermediate();
    let fast = |options: &[&str]| issued::pkcs12(&issued, &[options, &["-iter", "2"]].concat(), PASSWORD);
    let mut corpus = vec![
        fast(&[]),
        fast(&["-legacy"]),
        fast(&["-legacy", "-descert"]),
        fast(&["-certpbe", "NONE", "-keypbe", "NONE"]),
        fast(&["-keypbe", "PBE-SHA1-RC4-128", "-legacy"]),
        issued::pkcs12(&below, &["-iter", "2", "-certpbe", "NONE"], PASSWORD),
        issued.leaf.clone(),
        issued.key.clone(),
    ];
    let content = auth_safe(&corpus[0]);
    corpus.push(pfx(&content, &pbmac1(&content, PASSWORD, 2, Some(32))));
    for at in [0, 3, 5] {
        corpus.push(ber(&corpus[at], 100));
    }
    corpus
}

/// Mostly few iterations, seldom very many: honest up to 1,000, only claimed above.
fn iterations(random: &mut Random) -> u64 {
    match random.below(1_000) {
        0 => [100_000, 1_000_000][random.below(2)],
        1..10 => [1_000_001, 3_000_000, u64::from(u32::MAX), u64::MAX][random.below(4)],
        10..30 => 1_000,
        _ => 2,
    }
}

/// Mutates contents, then encrypts and authenticates them as if they were meant.
fn below_the_mac(file: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    let issued = issued::ordinary_parts();
    let content = match random.below(3) {
        0 => {
            let mut content = auth_safe(file);
            mutate(&mut content, other, random);
            content
        }
        1 => {
            let mut contents = seq(&[
                &bag(issued::build::CERTIFICATE_BAG, &certificate(&issued.leaf)),
                &encrypted_key(&issued.key, PASSWORD, iterations(random)),
            ]);
            mutate(&mut contents, other, random);
            safes(&[encrypted_safe(&contents, PASSWORD, iterations(random))])
        }
        _ => {
            let mut key = issued.key.clone();
            let mut leaf = issued.leaf.clone();
            mutate(if random.below(2) == 0 { &mut key } else { &mut leaf }, other, random);
            safes(&[
                plain_safe(&[bag(issued::build::CERTIFICATE_BAG, &certificate(&leaf))]),
                plain_safe(&[encrypted_key(&key, PASSWORD, iterations(random))]),
            ])
        }
    };
    pfx(&content, &mac(&content, PASSWORD, iterations(random)))
}

#[test]
fn no_mutant_panics_or_costs_more_than_allowed() {
    let corpus = corpus();
    let whole: Vec<&Vec<u8>> = corpus.iter().take(6).collect();
    let password = SecretString::from(PASSWORD);
    let policy = Policy {
        allowed_subjects: vec!["CarePlanJigyousho".to_owned()],
        issuer: "e-seikyu CA".to_owned(),
        pinned_authorities: vec![issued::ordinary_parts().chain[0].clone()],
        warn_days: 90,
    };
    let now = jiff::Timestamp::from_second(issued::START).unwrap();
    let mut random = Random(7);
    let mut codes: BTreeMap<&str, u32> = BTreeMap::new();
    let mut most = OpeningCost::default();
    let mut peak = 0;

    for number in 0..MUTANTS {
        let other = &corpus[random.below(corpus.len())];
        let mutant = if number % 2 == 0 {
            let mut mutant = corpus[random.below(corpus.len())].clone();
            mutate(&mut mutant, other, &mut random);
            mutant
        } else {
            below_the_mac(whole[random.below(whole.len())], other, &mut random)
        };
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let outcome = catch_unwind(|| {
            let (opened, cost) = open_metered(&mutant, &password, &OpenOptions::at(now));
            let code = match opened {
                Ok(identity) => {
                    let validation = validate(&identity, &policy, now);
                    assert!(identity.sign(b"nonce").is_err() || identity.private_key_pkcs8().len() > 100);
                    if validation.acceptable() { "accepted" } else { "refused" }
                }
                Err(error) => error.code(),
            };
            (code, cost)
        });
        let Ok((code, cost)) = outcome else { panic!("mutant {number} panics") };
        peak = peak.max(MEMORY.peak_usage().saturating_sub(before));
        *codes.entry(code).or_default() += 1;
        assert!(cost.kdf.derivations <= KdfCost::UNASKED.derivations, "mutant {number}: {cost:?}");
        assert!(cost.kdf.work <= KdfCost::UNASKED.work, "mutant {number}: {cost:?}");
        assert!(cost.signatures.work <= SignatureCost::LIMIT.work, "mutant {number}: {cost:?}");
        assert!(peak <= MAX_BYTES, "mutant {number}: {peak} bytes");
        if cost.kdf.work > most.kdf.work {
            most = cost;
        }
    }

    let reached: Vec<&str> = codes.keys().copied().collect();
    assert!(reached.len() >= 10, "only {codes:?}");
    assert!(codes["certificate-too-costly"] > 50 && most.kdf.iterations > 1_000_000, "{codes:?}, {most:?}");
    assert!(codes["accepted"] > 100 && codes["certificate-damaged"] > 1_000, "{codes:?}");
    // Shown by `--nocapture`.
    #[allow(clippy::print_stdout)]
    {
        println!("{codes:?}\nmost {most:?}, peak {peak} bytes");
    }
}
