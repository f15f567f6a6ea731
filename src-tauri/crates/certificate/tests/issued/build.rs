//! PKCS#12 built piece by piece, for files that no tool writes.

#![allow(dead_code, missing_docs, unreachable_pub, clippy::unwrap_used)]

use aes::Aes256;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeEncrypt, KeyIvInit};
use hmac::{Hmac, KeyInit, Mac as _};
use pkcs12::kdf::{Pkcs12KeyType, derive_key};
use sha2::{Sha256, Sha512};

pub fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let mut out = vec![tag];
    match content.len() {
        short @ 0..0x80 => out.push(short as u8),
        long => {
            let digits: Vec<u8> = long.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
            out.push(0x80 | digits.len() as u8);
            out.extend(digits);
        }
    }
    out.extend(content);
    out
}

pub fn seq(parts: &[&[u8]]) -> Vec<u8> {
    tlv(0x30, parts)
}

pub fn octets(content: &[u8]) -> Vec<u8> {
    tlv(4, &[content])
}

pub fn int(value: u64) -> Vec<u8> {
    let digits: Vec<u8> = value.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
    let sign: &[u8] = if digits.first().is_none_or(|byte| byte & 0x80 != 0) { &[0] } else { &[] };
    tlv(2, &[sign, &digits])
}

pub fn oid(dotted: &str) -> Vec<u8> {
    let arcs: Vec<u64> = dotted.split('.').map(|arc| arc.parse().unwrap()).collect();
    let mut body = vec![(arcs[0] * 40 + arcs[1]) as u8];
    for arc in &arcs[2..] {
        let mut digits = vec![(arc & 0x7f) as u8];
        let mut rest = arc >> 7;
        while rest > 0 {
            digits.insert(0, (rest & 0x7f) as u8 | 0x80);
            rest >>= 7;
        }
        body.extend(digits);
    }
    tlv(6, &[&body])
}

pub const NULL: &[u8] = &[5, 0];
pub const DATA: &str = "1.2.840.113549.1.7.1";
pub const ENCRYPTED: &str = "1.2.840.113549.1.7.6";
pub const KEY_BAG: &str = "1.2.840.113549.1.12.10.1.1";
pub const SHROUDED_KEY_BAG: &str = "1.2.840.113549.1.12.10.1.2";
pub const CERTIFICATE_BAG: &str = "1.2.840.113549.1.12.10.1.3";
pub const SALT: &[u8] = b"saltsalt";

/// Splits DER into its elements: tag and contents.
pub fn elements(mut bytes: &[u8]) -> Vec<(u8, &[u8])> {
    let mut found = Vec::new();
    while let [tag, length, rest @ ..] = bytes {
        let (size, digits) = match length {
            0..0x80 => (usize::from(*length), 0),
            many => {
                let digits = usize::from(many & 0x7f);
                (rest[..digits].iter().fold(0, |size, byte| size << 8 | usize::from(*byte)), digits)
            }
        };
        found.push((*tag, &rest[digits..digits + size]));
        bytes = &rest[digits + size..];
    }
    found
}

/// The octets over which a DER file's MAC is made.
pub fn auth_safe(file: &[u8]) -> Vec<u8> {
    let pfx = elements(elements(file)[0].1);
    let explicit = elements(pfx[1].1)[1].1;
    elements(explicit)[0].1.to_vec()
}

/// The same value with indefinite lengths and octet strings in segments of so many bytes.
pub fn ber(der: &[u8], segment: usize) -> Vec<u8> {
    let mut out = Vec::new();
    for (tag, content) in elements(der) {
        if tag & 0x20 != 0 {
            out.extend([tag, 0x80]);
            out.extend(ber(content, segment));
            out.extend([0, 0]);
        } else if matches!(tag, 0x04 | 0x80) {
            out.extend([tag | 0x20, 0x80]);
            content.chunks(segment).for_each(|part| out.extend(octets(part)));
            out.extend([0, 0]);
        } else {
            out.extend(tlv(tag, &[content]));
        }
    }
    out
}

pub fn content_info(kind: &str, content: &[u8]) -> Vec<u8> {
    seq(&[&oid(kind), &tlv(0xa0, &[content])])
}

pub fn bag(kind: &str, value: &[u8]) -> Vec<u8> {
    seq(&[&oid(kind), &tlv(0xa0, &[value])])
}

pub fn bag_with_id(kind: &str, value: &[u8], id: &[u8]) -> Vec<u8> {
    let attribute = seq(&[&oid("1.2.840.113549.1.9.21"), &tlv(0x31, &[&octets(id)])]);
    seq(&[&oid(kind), &tlv(0xa0, &[value]), &tlv(0x31, &[&attribute])])
}

pub fn certificate(der: &[u8]) -> Vec<u8> {
    seq(&[&oid("1.2.840.113549.1.9.22.1"), &tlv(0xa0, &[&octets(der)])])
}

/// PBES2 with PBKDF2-HMAC-SHA256 and AES-256-CBC, and what it encrypts to. More than 1,000 iterations are only claimed.
pub fn pbes2(plain: &[u8], password: &str, iterations: u64) -> (Vec<u8>, Vec<u8>) {
    pbes2_with(plain, password.as_bytes(), iterations)
}

/// The same with a password in any encoding.
pub fn pbes2_with(plain: &[u8], password: &[u8], iterations: u64) -> (Vec<u8>, Vec<u8>) {
    let iv = [7; 16];
    let mut key = [0; 32];
    let run = if iterations > 1_000 { 1 } else { iterations as u32 };
    pbkdf2::pbkdf2_hmac::<Sha256>(password, SALT, run, &mut key);
    let encrypted = cbc::Encryptor::<Aes256>::new(&key.into(), &iv.into()).encrypt_padded_vec::<Pkcs7>(plain);
    let kdf = pbkdf2_identifier(iterations, None, "1.2.840.113549.2.9");
    let scheme = seq(&[&oid("2.16.840.1.101.3.4.1.42"), &octets(&iv)]);
    (seq(&[&oid("1.2.840.113549.1.5.13"), &seq(&[&kdf, &scheme])]), encrypted)
}

pub fn pbkdf2_identifier(iterations: u64, key_length: Option<u64>, prf: &str) -> Vec<u8> {
    let length = key_length.map(int).unwrap_or_default();
    let parameters = seq(&[&octets(SALT), &int(iterations), &length, &seq(&[&oid(prf), NULL])]);
    seq(&[&oid("1.2.840.113549.1.5.12"), &parameters])
}

pub fn plain_safe(bags: &[Vec<u8>]) -> Vec<u8> {
    content_info(DATA, &octets(&seq(&bags.iter().map(Vec::as_slice).collect::<Vec<_>>())))
}

pub fn encrypted_safe(contents: &[u8], password: &str, iterations: u64) -> Vec<u8> {
    let (algorithm, encrypted) = pbes2(contents, password, iterations);
    let content = seq(&[&oid(DATA), &algorithm, &tlv(0x80, &[&encrypted])]);
    content_info(ENCRYPTED, &seq(&[&int(0), &content]))
}

pub fn encrypted_key(key: &[u8], password: &str, iterations: u64) -> Vec<u8> {
    let (algorithm, encrypted) = pbes2(key, password, iterations);
    bag(SHROUDED_KEY_BAG, &seq(&[&algorithm, &octets(&encrypted)]))
}

pub fn safes(safes: &[Vec<u8>]) -> Vec<u8> {
    seq(&safes.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

/// The whole file.
pub fn pfx(content: &[u8], mac_data: &[u8]) -> Vec<u8> {
    seq(&[&int(3), &content_info(DATA, &octets(content)), mac_data])
}

/// `MacData` with SHA-256. More than 1,000 iterations are only claimed.
pub fn mac(content: &[u8], password: &str, iterations: u64) -> Vec<u8> {
    let utf16: Vec<u8> = password.encode_utf16().chain([0]).flat_map(u16::to_be_bytes).collect();
    mac_with(content, &utf16, iterations)
}

pub fn mac_with(content: &[u8], password: &[u8], iterations: u64) -> Vec<u8> {
    let run = if iterations > 1_000 { 1 } else { iterations as i32 };
    let key = derive_key::<Sha256>(password, SALT, Pkcs12KeyType::Mac, run, 32);
    let digest = Hmac::<Sha256>::new_from_slice(&key).unwrap().chain_update(content).finalize().into_bytes();
    let info = seq(&[&seq(&[&oid("2.16.840.1.101.3.4.2.1"), NULL]), &octets(&digest)]);
    seq(&[&info, &octets(SALT), &int(iterations)])
}

/// PBMAC1 (RFC 9579): PBKDF2 and HMAC with SHA-512. More than 1,000 iterations, or 600 bytes, are only claimed.
pub fn pbmac1(content: &[u8], password: &str, iterations: u64, key_length: Option<u64>) -> Vec<u8> {
    let mut key = vec![0; key_length.unwrap_or(64).min(600) as usize];
    let run = if iterations > 1_000 { 1 } else { iterations as u32 };
    pbkdf2::pbkdf2_hmac::<Sha512>(password.as_bytes(), SALT, run, &mut key);
    let digest = Hmac::<Sha512>::new_from_slice(&key).unwrap().chain_update(content).finalize().into_bytes();
    let kdf = pbkdf2_identifier(iterations, key_length, "1.2.840.113549.2.11");
    let scheme = seq(&[&oid("1.2.840.113549.2.11"), NULL]);
    let info = seq(&[&seq(&[&oid("1.2.840.113549.1.5.14"), &seq(&[&kdf, &scheme])]), &octets(&digest)]);
    seq(&[&info, &octets(b"NOT USED"), &int(1)])
}
