//! The walk over a whole file as it comes, and the limits before any derivation.

#![no_main]

use certificate::{MAX_FILE_BYTES, Spent, looks_like, oddities, open_metered, verify_signature};
use libfuzzer_sys::fuzz_target;
use secrecy::SecretString;

fuzz_target!(|bytes: &[u8]| {
    let password = SecretString::from(String::from_utf8_lossy(&bytes[..bytes.len().min(12)]).into_owned());
    let (opened, spent) = open_metered(bytes, &password);
    assert!(spent.derivations <= Spent::LIMIT.derivations);
    assert!(spent.iterations <= Spent::LIMIT.iterations);
    assert!(spent.rounds <= Spent::LIMIT.rounds);
    assert!(opened.is_err() || bytes.len() <= MAX_FILE_BYTES);
    let _ = (looks_like(bytes), oddities(&password));
    assert!(!verify_signature(bytes, b"message", bytes));
});
