//! What the systems' own PKCS#12 readers refuse, beyond a wrong password.

use certificate::{Identity, ios_can_take, open};
use secrecy::{ExposeSecret as _, SecretString};
use x509_parser::asn1_rs::{Any, FromBer as _, Tag};

/// Opens a file as Android's installer does. Blocking.
///
/// Its Bouncy Castle derives no PBES2 key from an empty password (Android 13 to 16), and on 13 reads neither PBES2 nor a
/// SHA-256 MAC.
pub(super) fn open_on_android(bytes: &[u8], password: &SecretString, version: &str) -> Option<Identity> {
    let unread = names(bytes, PBES2) && password.expose_secret().is_empty();
    if unread || (version == "13" && (names(bytes, PBES2) || names(bytes, SHA_256))) {
        return None;
    }
    open(bytes, password).ok()
}

/// Opens a file as iOS 18 does (Security framework, `SecPKCS12Import`). Blocking.
///
/// A MAC is required; of PBES2 only AES-256-CBC with PBKDF2-HMAC-SHA-256 is read; the password is printable ASCII.
pub(super) fn open_on_ios(bytes: &[u8], password: &SecretString) -> Option<Identity> {
    let unread = names(bytes, PBES2) && !(names(bytes, AES_256_CBC) && names(bytes, HMAC_SHA_256));
    let refused = [AES_128_CBC, AES_192_CBC, SCRYPT, PBMAC1].iter().any(|oid| names(bytes, oid));
    if unread || refused || !has_mac(bytes) || !ios_can_take(password) {
        return None;
    }
    open(bytes, password).ok()
}

/// PFX ::= SEQUENCE { version, authSafe, macData OPTIONAL } (RFC 7292, 4).
fn has_mac(bytes: &[u8]) -> bool {
    let Ok((_, pfx)) = Any::from_ber(bytes) else { return false };
    if pfx.tag() != Tag::Sequence {
        return false;
    }
    let (mut rest, mut elements) = (pfx.data, 0);
    while let Ok((after, _)) = Any::from_ber(rest) {
        (rest, elements) = (after, elements + 1);
    }
    elements == 3
}

/// friendlyName (RFC 2985, 5.5.1) of the key, which stands in the clear beside it.
pub(super) fn friendly_name(bytes: &[u8]) -> Option<String> {
    let at = bytes.windows(FRIENDLY_NAME.len()).position(|window| window == FRIENDLY_NAME)?;
    let (_, values) = Any::from_ber(&bytes[at + FRIENDLY_NAME.len()..]).ok()?;
    let (_, name) = Any::from_ber(values.data).ok().filter(|(_, name)| name.tag() == Tag::BmpString)?;
    let units: Vec<u16> = name.data.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    String::from_utf16(&units).ok()
}

/// Algorithm identifiers stand in the clear, so their encoding is simply looked for.
fn names(bytes: &[u8], oid: &[u8]) -> bool {
    bytes.windows(oid.len()).any(|window| window == oid)
}

/// 1.2.840.113549.1.9.20.
const FRIENDLY_NAME: &[u8] = &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x14];
/// 1.2.840.113549.1.5.13 (RFC 8018).
const PBES2: &[u8] = &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0d];
/// 1.2.840.113549.1.5.14 (RFC 9579).
const PBMAC1: &[u8] = &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0e];
/// 1.2.840.113549.2.9.
const HMAC_SHA_256: &[u8] = &[0x06, 0x08, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x09];
/// 2.16.840.1.101.3.4.2.1.
const SHA_256: &[u8] = &[0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
/// 1.3.6.1.4.1.11591.4.11 (RFC 7914).
const SCRYPT: &[u8] = &[0x06, 0x09, 0x2b, 0x06, 0x01, 0x04, 0x01, 0xda, 0x47, 0x04, 0x0b];
/// 2.16.840.1.101.3.4.1.2.
const AES_128_CBC: &[u8] = &[0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x02];
/// 2.16.840.1.101.3.4.1.22.
const AES_192_CBC: &[u8] = &[0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x16];
/// 2.16.840.1.101.3.4.1.42.
const AES_256_CBC: &[u8] = &[0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2a];
