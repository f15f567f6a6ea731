//! What the systems' own PKCS#12 readers refuse, beyond a wrong password.

use certificate::{Identity, ios_can_take, open};
use const_oid::ObjectIdentifier;
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
    let refused = [AES_128_CBC, AES_192_CBC, SCRYPT, PBMAC1].into_iter().any(|oid| names(bytes, oid));
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
    let (_, values) = Any::from_ber(after(bytes, FRIENDLY_NAME)?).ok()?;
    let (_, name) = Any::from_ber(values.data).ok().filter(|(_, name)| name.tag() == Tag::BmpString)?;
    let units: Vec<u16> = name.data.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    String::from_utf16(&units).ok()
}

fn names(bytes: &[u8], oid: ObjectIdentifier) -> bool {
    after(bytes, oid).is_some()
}

/// What follows the first place that names an object identifier. Those of algorithms and attributes stand in the clear, so
/// their encoding (X.690, 8.19) is simply looked for.
fn after(bytes: &[u8], oid: ObjectIdentifier) -> Option<&[u8]> {
    let value = oid.as_bytes();
    let encoded = [&[0x06, u8::try_from(value.len()).ok()?], value].concat();
    let at = bytes.windows(encoded.len()).position(|window| window == encoded)?;
    bytes.get(at + encoded.len()..)
}

/// friendlyName (RFC 2985).
const FRIENDLY_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.20");
/// id-PBES2 (RFC 8018).
const PBES2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.13");
/// id-PBMAC1 (RFC 9579).
const PBMAC1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.14");
/// hmacWithSHA256 (RFC 8018).
const HMAC_SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.2.9");
/// SHA-256 (RFC 5754).
const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
/// id-scrypt (RFC 7914).
const SCRYPT: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.11591.4.11");
/// aes128-CBC (RFC 3565).
const AES_128_CBC: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.2");
/// aes192-CBC (RFC 3565).
const AES_192_CBC: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.22");
/// aes256-CBC (RFC 3565).
const AES_256_CBC: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.42");
