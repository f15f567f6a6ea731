//! What lies below the MAC: the input is an `AuthenticatedSafe`, protected as if it were meant.

#![no_main]

use certificate::{KdfCost, OpenOptions, Policy, SignatureCost, open_metered, to_android_p12, validate};
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use pkcs12::kdf::{Pkcs12KeyType, derive_key};
use secrecy::SecretString;
use sha2::Sha256;

fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = (content.len() as u32).to_be_bytes();
    [&[tag, 0x84], length.as_slice(), &content].concat()
}

fn protected(content: &[u8]) -> Vec<u8> {
    let key = derive_key::<Sha256>(&[0, b'x', 0, 0], b"salt", Pkcs12KeyType::Mac, 1, 32);
    let digest = Hmac::<Sha256>::new_from_slice(&key).unwrap().chain_update(content).finalize().into_bytes();
    let sha256 = [0x30, 11, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];
    let mac = tlv(0x30, &[&tlv(0x30, &[&sha256, &tlv(4, &[&digest])]), &tlv(4, &[b"salt"]), &[2, 1, 1]]);
    let data = [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1];
    let safe = tlv(0x30, &[&data, &tlv(0xa0, &[&tlv(4, &[content])])]);
    // The version must stand where a file's first bytes have it.
    tlv(0x30, &[&[2, 1, 3], &safe, &mac])
}

fuzz_target!(|content: &[u8]| {
    let (opened, cost) = open_metered(&protected(content), &SecretString::from("x"), &OpenOptions::at(Timestamp::UNIX_EPOCH));
    assert!(cost.kdf.derivations <= KdfCost::UNASKED.derivations && cost.kdf.work <= KdfCost::UNASKED.work);
    assert!(cost.signatures.work <= SignatureCost::LIMIT.work);
    if let Ok(identity) = opened {
        let policy = Policy {
            allowed_subjects: vec!["KaigoJigyousho".to_owned()],
            issuer: "e-seikyu CA".to_owned(),
            pinned_authorities: identity.chain_der().to_vec(),
            warn_days: 90,
        };
        let _ = validate(&identity, &policy, Timestamp::UNIX_EPOCH);
        let _ = identity.sign(b"message");
        let _ = to_android_p12(&identity, "name");
    }
});
