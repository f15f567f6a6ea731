//! The walk over a whole file as it comes, and the limits before any derivation.

#![no_main]

use certificate::{MAX_FILE_BYTES, KdfCost, detect, confusable_characters, open_metered, verify_signature};
use libfuzzer_sys::fuzz_target;
use secrecy::SecretString;

fuzz_target!(|bytes: &[u8]| {
    let password = SecretString::from(String::from_utf8_lossy(&bytes[..bytes.len().min(12)]).into_owned());
    let (opened, cost) = open_metered(bytes, &password);
    assert!(cost.derivations <= KdfCost::LIMIT.derivations);
    assert!(cost.iterations <= KdfCost::LIMIT.iterations);
    assert!(cost.rounds <= KdfCost::LIMIT.rounds);
    assert!(opened.is_err() || bytes.len() <= MAX_FILE_BYTES);
    let _ = (detect(bytes), confusable_characters(&password));
    assert!(!verify_signature(bytes, b"message", bytes));
});
