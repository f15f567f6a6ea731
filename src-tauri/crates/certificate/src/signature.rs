//! Who signed what: RSA with any exponent, RSASSA-PSS with any salt, ECDSA on the NIST curves with the point in any
//! form, Ed25519. What cannot be checked is told from what was checked and does not fit.

use std::ops::RangeInclusive;

use derivation::Hash;
use ring::signature as fast;
use rsa::{BoxedUint, Pkcs1v15Sign, Pss, PublicKey as RsaPublicKey};
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512, Sha512_224, Sha512_256};
use x509_parser::certificate::X509Certificate;
use x509_parser::signature_algorithm::RsaSsaPssParams;
use x509_parser::x509::{AlgorithmIdentifier, SubjectPublicKeyInfo};

use crate::asn1::{INTEGER, SEQUENCE, magnitude};
use crate::certificate_bytes::CertificateBytes;
use crate::curve::Curve;
use crate::{ber, der, oid};

/// What is known of who signed something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signed {
    /// By this key.
    Yes,
    /// Checked, and not by this key.
    No,
    /// By a key of another kind or size.
    Elsewhere,
    /// Not checked: the algorithm, the curve or the key's form is not one that is known here.
    Unchecked,
}

/// How a signature was made.
#[derive(Clone, Copy)]
enum Scheme {
    /// RSASSA-PKCS1-v1_5 (RFC 8017, 8.2).
    Pkcs1(Hash),
    /// RSASSA-PSS (RFC 8017, 8.1) with MGF1 over the same hash.
    Pss(Hash, usize),
    Ecdsa(Hash),
    Ed25519,
}

/// True if the leaf's public key made this signature over the message: RSASSA-PKCS1-v1_5 or ECDSA
/// (in DER; P-256, P-384, P-521), with SHA-256. What cannot be parsed is not a signature.
pub fn verify_signature(leaf_der: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let Some(bytes) = CertificateBytes::read(leaf_der).filter(|bytes| bytes.raw.len() == leaf_der.len()) else {
        return false;
    };
    let Some(leaf) = bytes.parse() else { return false };
    let scheme = match Key::read(leaf.public_key()) {
        Key::Rsa { .. } => Scheme::Pkcs1(Hash::Sha256),
        Key::Ec(..) => Scheme::Ecdsa(Hash::Sha256),
        _ => return false,
    };
    verify(leaf.public_key(), scheme, message, signature) == Signed::Yes
}

/// Whether a certificate, as found and as parsed, was signed by this key. Names are not looked at.
pub(crate) fn signed_by(
    certificate: &CertificateBytes<'_>,
    parsed: &X509Certificate<'_>,
    authority: &SubjectPublicKeyInfo<'_>,
) -> Signed {
    let Some(message) = certificate.signed_part() else { return Signed::Unchecked };
    let Some(scheme) = Scheme::read(&parsed.signature_algorithm) else { return Signed::Unchecked };
    let signature = &parsed.signature_value.data;
    match verify(authority, scheme, message, signature) {
        // What is signed is the DER encoding (RFC 5280, 4.1.1.3), whatever encoding the certificate is in.
        Signed::No => match certificate.signed_part_in_der() {
            Some(message) => verify(authority, scheme, &message, signature),
            None => Signed::No,
        },
        known => known,
    }
}

/// What a check with this key costs at most: about as many units as RSA-1024 checks with a small exponent.
pub(crate) fn check_work(authority: &SubjectPublicKeyInfo<'_>) -> u64 {
    match Key::read(authority) {
        Key::Rsa { modulus, exponent } => {
            let size = bits(modulus).div_ceil(1024).pow(2) as u64;
            // What `ring` does not take is checked in portable code.
            let slower = if RING_EXPONENT.contains(&bits(exponent)) { 1 } else { 4 };
            size * slower * (bits(exponent) as u64).div_ceil(17)
        }
        Key::Ec(Some(Curve::P256), _) => 32,
        Key::Ec(Some(Curve::P384), _) => 64,
        Key::Ec(Some(Curve::P521), _) => 128,
        Key::Ec(None, _) | Key::Ed25519 | Key::Other => 8,
    }
}

impl Scheme {
    fn read(algorithm: &AlgorithmIdentifier<'_>) -> Option<Self> {
        Some(match algorithm.algorithm.as_bytes() {
            oid::SHA1_WITH_RSA | oid::SHA1_WITH_RSA_OIW => Self::Pkcs1(Hash::Sha1),
            oid::SHA224_WITH_RSA => Self::Pkcs1(Hash::Sha224),
            oid::SHA256_WITH_RSA => Self::Pkcs1(Hash::Sha256),
            oid::SHA384_WITH_RSA => Self::Pkcs1(Hash::Sha384),
            oid::SHA512_WITH_RSA => Self::Pkcs1(Hash::Sha512),
            oid::RSA_PSS => {
                let parameters = RsaSsaPssParams::try_from(algorithm.parameters.as_ref()?).ok()?;
                let hash = oid::hash_of_digest(parameters.hash_algorithm_oid().as_bytes())?;
                let mask = parameters.mask_gen_algorithm().ok()?;
                if mask.mgf.as_bytes() != oid::MGF1 || mask.hash.as_bytes() != oid::digest_of(hash) {
                    return None;
                }
                Self::Pss(hash, usize::try_from(parameters.salt_length()).ok()?)
            }
            oid::ECDSA_WITH_SHA1 => Self::Ecdsa(Hash::Sha1),
            oid::ECDSA_WITH_SHA224 => Self::Ecdsa(Hash::Sha224),
            oid::ECDSA_WITH_SHA256 => Self::Ecdsa(Hash::Sha256),
            oid::ECDSA_WITH_SHA384 => Self::Ecdsa(Hash::Sha384),
            oid::ECDSA_WITH_SHA512 => Self::Ecdsa(Hash::Sha512),
            oid::ED25519 => Self::Ed25519,
            _ => return None,
        })
    }
}

/// A public key, borrowed from where it stands.
enum Key<'a> {
    Rsa { modulus: &'a [u8], exponent: &'a [u8] },
    Ec(Option<Curve>, &'a [u8]),
    Ed25519,
    Other,
}

impl<'a> Key<'a> {
    fn read(key: &'a SubjectPublicKeyInfo<'_>) -> Self {
        let bits: &[u8] = &key.subject_public_key.data;
        match key.algorithm.algorithm.as_bytes() {
            oid::RSA | oid::RSA_PSS => rsa_numbers(bits).unwrap_or(Self::Other),
            oid::EC => Self::Ec(Curve::of(&key.algorithm), bits),
            oid::ED25519 => Self::Ed25519,
            _ => Self::Other,
        }
    }
}

/// `RSAPublicKey` (RFC 8017, A.1.1).
fn rsa_numbers(key: &[u8]) -> Option<Key<'_>> {
    let mut fields = ber::first(key).ok()?.expect(SEQUENCE).ok()?.children().ok()?;
    let modulus = magnitude(fields.one(INTEGER).ok()?.content);
    let exponent = magnitude(fields.one(INTEGER).ok()?.content);
    Some(Key::Rsa { modulus, exponent })
}

fn verify(key: &SubjectPublicKeyInfo<'_>, scheme: Scheme, message: &[u8], signature: &[u8]) -> Signed {
    match (Key::read(key), scheme) {
        (Key::Rsa { modulus, exponent }, Scheme::Pkcs1(_) | Scheme::Pss(..)) => {
            rsa(modulus, exponent, scheme, message, signature)
        }
        (Key::Ec(Some(curve), point), Scheme::Ecdsa(hash)) => ecdsa(curve, point, hash, message, signature),
        (Key::Ed25519, Scheme::Ed25519) => {
            let key = fast::UnparsedPublicKey::new(&fast::ED25519, &key.subject_public_key.data);
            told(key.verify(message, signature).is_ok())
        }
        (Key::Ec(None, _), Scheme::Ecdsa(_)) | (Key::Other, _) => Signed::Unchecked,
        _ => Signed::Elsewhere,
    }
}

/// Sizes in bits that `ring` takes; all of its checks of them are of the signature.
const RING_MODULUS: RangeInclusive<usize> = 2048..=8192;
const RING_EXPONENT: RangeInclusive<usize> = 2..=33;
/// Sizes in bits of a modulus that is checked at all.
const MODULUS: RangeInclusive<usize> = 512..=16_384;

fn rsa(modulus: &[u8], exponent: &[u8], scheme: Scheme, message: &[u8], signature: &[u8]) -> Signed {
    let odd = |number: &[u8]| number.last().is_some_and(|digit| digit & 1 == 1);
    if !MODULUS.contains(&bits(modulus)) || !odd(modulus) || !odd(exponent) || bits(exponent) < 2 {
        return Signed::Unchecked;
    }
    if signature.len() != modulus.len() {
        return Signed::Elsewhere;
    }
    if RING_MODULUS.contains(&bits(modulus))
        && bits(modulus).is_multiple_of(8)
        && RING_EXPONENT.contains(&bits(exponent))
        && let Some(algorithm) = scheme.in_ring()
    {
        let numbers = [modulus, exponent].map(|number| {
            let sign: &[u8] = if number[0] & 0x80 == 0 { &[] } else { &[0] };
            der::tlv(INTEGER, &[sign, number])
        });
        let key = der::tlv(SEQUENCE, &[&numbers[0], &numbers[1]]);
        return told(fast::UnparsedPublicKey::new(algorithm, &*key).verify(message, signature).is_ok());
    }
    let precision = |number: &[u8]| u32::try_from(8 * number.len()).ok();
    let number = |digits: &[u8]| BoxedUint::from_be_slice(digits, precision(digits)?).ok();
    let (Some(n), Some(e)) = (number(modulus), number(exponent)) else { return Signed::Unchecked };
    if n <= e {
        return Signed::Unchecked;
    }
    let key = RsaPublicKey::new_unchecked(n, e);
    macro_rules! check {
        ($hash:ty) => {{
            let hashed = scheme.hash().digest(message);
            match scheme {
                Scheme::Pss(_, salt) => key.verify(Pss::<$hash>::new_with_salt(salt), &hashed, signature),
                _ => key.verify(Pkcs1v15Sign::new::<$hash>(), &hashed, signature),
            }
        }};
    }
    let checked = match scheme.hash() {
        Hash::Sha1 => check!(Sha1),
        Hash::Sha224 => check!(Sha224),
        Hash::Sha256 => check!(Sha256),
        Hash::Sha384 => check!(Sha384),
        Hash::Sha512 => check!(Sha512),
        Hash::Sha512_224 => check!(Sha512_224),
        Hash::Sha512_256 => check!(Sha512_256),
    };
    match checked {
        Ok(()) => Signed::Yes,
        Err(rsa::Error::Verification) => Signed::No,
        Err(_) => Signed::Unchecked,
    }
}

impl Scheme {
    fn hash(self) -> Hash {
        match self {
            Self::Pkcs1(hash) | Self::Pss(hash, _) | Self::Ecdsa(hash) => hash,
            Self::Ed25519 => Hash::Sha512,
        }
    }

    /// The same scheme in `ring`, where it has it.
    fn in_ring(self) -> Option<&'static fast::RsaParameters> {
        match self {
            Self::Pkcs1(Hash::Sha256) => Some(&fast::RSA_PKCS1_2048_8192_SHA256),
            Self::Pkcs1(Hash::Sha384) => Some(&fast::RSA_PKCS1_2048_8192_SHA384),
            Self::Pkcs1(Hash::Sha512) => Some(&fast::RSA_PKCS1_2048_8192_SHA512),
            Self::Pkcs1(Hash::Sha1) => Some(&fast::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY),
            Self::Pss(Hash::Sha256, 32) => Some(&fast::RSA_PSS_2048_8192_SHA256),
            Self::Pss(Hash::Sha384, 48) => Some(&fast::RSA_PSS_2048_8192_SHA384),
            Self::Pss(Hash::Sha512, 64) => Some(&fast::RSA_PSS_2048_8192_SHA512),
            _ => None,
        }
    }
}

fn ecdsa(curve: Curve, point: &[u8], hash: Hash, message: &[u8], signature: &[u8]) -> Signed {
    let mut hashed = hash.digest(message);
    // The number that the hash is, in as many bytes as the curve has: the crates refuse much shorter ones.
    let missing = curve.field_size().saturating_sub(hashed.len());
    hashed.splice(0..0, std::iter::repeat_n(0, missing));
    macro_rules! check {
        ($curve:ident) => {{
            use $curve::ecdsa::signature::hazmat::PrehashVerifier;
            let key = $curve::PublicKey::from_sec1_bytes(point).map($curve::ecdsa::VerifyingKey::from);
            let signature = $curve::ecdsa::DerSignature::try_from(signature);
            match (key, signature) {
                (Ok(key), Ok(signature)) => told(key.verify_prehash(&hashed, &signature).is_ok()),
                _ => Signed::Unchecked,
            }
        }};
    }
    match curve {
        Curve::P256 => check!(p256),
        Curve::P384 => check!(p384),
        Curve::P521 => check!(p521),
    }
}

fn told(fits: bool) -> Signed {
    if fits { Signed::Yes } else { Signed::No }
}

/// Bits of a number without leading zeros.
pub(crate) fn bits(number: &[u8]) -> usize {
    let digits = magnitude(number);
    digits.first().map_or(0, |first| 8 * digits.len() - first.leading_zeros() as usize)
}
