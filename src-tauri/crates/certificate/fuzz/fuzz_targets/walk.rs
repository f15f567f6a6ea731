//! The walk over a whole file as it comes, and the limits before any derivation.

#![no_main]

use certificate::{
    KdfCost, MAX_FILE_BYTES, OpenOptions, SignatureCost, check_sealed, confusable_characters, detect, open_metered, verify_signature,
};
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use secrecy::SecretString;

fuzz_target!(|bytes: &[u8]| {
    let password = SecretString::from(String::from_utf8_lossy(&bytes[..bytes.len().min(12)]).into_owned());
    let (opened, cost) = open_metered(bytes, &password, &OpenOptions::at(Timestamp::UNIX_EPOCH));
    assert!(cost.kdf.derivations <= KdfCost::UNASKED.derivations);
    assert!(cost.kdf.work <= KdfCost::UNASKED.work);
    assert!(cost.signatures.work <= SignatureCost::LIMIT.work);
    assert!(opened.is_err() || check_sealed(bytes).is_ok());
    assert!(opened.is_err() || bytes.len() <= MAX_FILE_BYTES);
    let _ = (detect(bytes), confusable_characters(&password));
    assert!(!verify_signature(bytes, b"message", bytes));
});
