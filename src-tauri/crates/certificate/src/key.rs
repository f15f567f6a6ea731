//! Private keys that phones take: RSA, and ECDSA on the NIST curves.

use p256::elliptic_curve::sec1::ToSec1Point;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use sha2::{Digest, Sha256};
use strum::{IntoStaticStr, VariantNames};
use x509_parser::public_key::PublicKey;
use x509_parser::x509::SubjectPublicKeyInfo;
use zeroize::Zeroizing;

use crate::algorithm::identifier;
use crate::asn1::{BIT_STRING, CONTEXT_1, INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE, magnitude};
use crate::ber::{self, Element};
use crate::curve::Curve;
use crate::error::OpenError;
use crate::{der, oid};

/// A private key, written again in one form whoever wrote it.
pub(crate) struct PrivateKey {
    /// PKCS#8 version 1; an EC key carries its public point, which some writers leave out and some readers need.
    pub(crate) pkcs8: Zeroizing<Vec<u8>>,
    kind: Kind,
}

enum Kind {
    Rsa {
        /// `RSAPrivateKey` (RFC 8017, A.1.2).
        pkcs1: Zeroizing<Vec<u8>>,
        modulus: Vec<u8>,
        exponent: Vec<u8>,
    },
    // Boxed: a number that lies in the enum itself is copied with every move of it, and only the last place is wiped.
    P256(Box<p256::SecretKey>),
    P384(Box<p384::SecretKey>),
    P521(Box<p521::SecretKey>),
}

impl PrivateKey {
    /// Reads a `PrivateKeyInfo` (RFC 5958), in BER.
    pub(crate) fn read(info: Element<'_>) -> Result<Self, OpenError> {
        let mut fields = info.expect(SEQUENCE)?.children()?;
        fields.one(INTEGER)?;
        let (algorithm, parameters) = identifier(fields.any()?)?;
        let key = fields.any()?;
        if !key.is_octet_string() {
            return Err(OpenError::Damaged("private key"));
        }
        let key = key.octets()?;
        let kind = match algorithm {
            oid::RSA => rsa(&key)?,
            oid::EC => {
                let curve = match parameters {
                    Some(parameters) if parameters.tag == OBJECT_IDENTIFIER => parameters.oid()?,
                    _ => return Err(OpenError::KeyRefused("EC with explicit parameters".to_owned())),
                };
                ec(curve, &key)?
            }
            oid::RSA_PSS => return Err(refused("RSA-PSS")),
            oid::DSA => return Err(refused("DSA")),
            oid::ED25519 => return Err(refused("Ed25519")),
            oid::ED448 => return Err(refused("Ed448")),
            oid::X25519 => return Err(refused("X25519")),
            oid::X448 => return Err(refused("X448")),
            other => return Err(refused(&oid::dotted(other))),
        };
        Ok(Self { pkcs8: kind.pkcs8(), kind })
    }

    /// The key belongs to this public key: the same number or the same point.
    pub(crate) fn fits(&self, public: &SubjectPublicKeyInfo<'_>) -> bool {
        let Ok(parsed) = public.parsed() else { return false };
        match (&self.kind, parsed) {
            (Kind::Rsa { modulus, exponent, .. }, PublicKey::RSA(theirs)) => {
                magnitude(theirs.modulus) == modulus && magnitude(theirs.exponent) == exponent
            }
            (Kind::P256(key), PublicKey::EC(point)) => {
                Curve::of(&public.algorithm) == Some(Curve::P256)
                    && p256::PublicKey::from_sec1_bytes(point.data()).is_ok_and(|theirs| theirs == key.public_key())
            }
            (Kind::P384(key), PublicKey::EC(point)) => {
                Curve::of(&public.algorithm) == Some(Curve::P384)
                    && p384::PublicKey::from_sec1_bytes(point.data()).is_ok_and(|theirs| theirs == key.public_key())
            }
            (Kind::P521(key), PublicKey::EC(point)) => {
                Curve::of(&public.algorithm) == Some(Curve::P521)
                    && p521::PublicKey::from_sec1_bytes(point.data()).is_ok_and(|theirs| theirs == key.public_key())
            }
            _ => false,
        }
    }

    /// The same key, however it was written.
    pub(crate) fn is_same_as(&self, other: &Self) -> bool {
        match (&self.kind, &other.kind) {
            (Kind::Rsa { modulus, exponent, .. }, Kind::Rsa { modulus: n, exponent: e, .. }) => {
                modulus == n && exponent == e
            }
            (Kind::P256(key), Kind::P256(other)) => key == other,
            (Kind::P384(key), Kind::P384(other)) => key == other,
            (Kind::P521(key), Kind::P521(other)) => key == other,
            _ => false,
        }
    }

    /// RSASSA-PKCS1-v1_5 or ECDSA with SHA-256, the latter in DER.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        match &self.kind {
            Kind::Rsa { pkcs1, .. } => {
                let pair = RsaKeyPair::from_der(pkcs1).map_err(|_| SignError::CannotSign)?;
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
                    .map_err(|_| SignError::CannotSign)?;
                Ok(signature)
            }
            Kind::P256(key) => {
                use p256::ecdsa::signature::hazmat::PrehashSigner;
                let key = p256::ecdsa::SigningKey::from(&**key);
                let made: Result<p256::ecdsa::DerSignature, _> = key.sign_prehash(&Sha256::digest(message));
                Ok(made.map_err(|_| SignError::CannotSign)?.as_bytes().to_vec())
            }
            Kind::P384(key) => {
                use p384::ecdsa::signature::hazmat::PrehashSigner;
                let key = p384::ecdsa::SigningKey::from(&**key);
                let made: Result<p384::ecdsa::DerSignature, _> = key.sign_prehash(&Sha256::digest(message));
                Ok(made.map_err(|_| SignError::CannotSign)?.as_bytes().to_vec())
            }
            Kind::P521(key) => {
                use p521::ecdsa::signature::hazmat::PrehashSigner;
                let key = p521::ecdsa::SigningKey::from(&**key);
                let made: Result<p521::ecdsa::DerSignature, _> = key.sign_prehash(&padded_digest(message));
                Ok(made.map_err(|_| SignError::CannotSign)?.as_bytes().to_vec())
            }
        }
    }
}

/// SHA-256 as a number of 64 bytes: the `ecdsa` crate refuses hashes shorter than half of P-521's field.
fn padded_digest(message: &[u8]) -> [u8; 64] {
    let mut padded = [0; 64];
    padded[32..].copy_from_slice(&Sha256::digest(message));
    padded
}

impl Kind {
    fn pkcs8(&self) -> Zeroizing<Vec<u8>> {
        match self {
            Self::Rsa { pkcs1, .. } => private_key_info(oid::RSA, NULL, pkcs1),
            Self::P256(key) => {
                let point = key.public_key().to_sec1_point(false);
                ec_private_key_info(Curve::P256, &Zeroizing::new(key.to_bytes()), point.as_bytes())
            }
            Self::P384(key) => {
                let point = key.public_key().to_sec1_point(false);
                ec_private_key_info(Curve::P384, &Zeroizing::new(key.to_bytes()), point.as_bytes())
            }
            Self::P521(key) => {
                let point = key.public_key().to_sec1_point(false);
                ec_private_key_info(Curve::P521, &Zeroizing::new(key.to_bytes()), point.as_bytes())
            }
        }
    }
}

const NULL: &[u8] = &[5, 0];

/// `PrivateKeyInfo` (RFC 5958) with an `AlgorithmIdentifier` of RFC 3279, 2.3.1 or RFC 5480, 2.1.
fn private_key_info(algorithm: &[u8], parameters: &[u8], key: &[u8]) -> Zeroizing<Vec<u8>> {
    let identifier = der::tlv(SEQUENCE, &[&der::oid(algorithm), parameters]);
    der::tlv(SEQUENCE, &[&der::unsigned(0), &identifier, &der::tlv(OCTET_STRING, &[key])])
}

/// `ECPrivateKey` (RFC 5915) with its public point.
fn ec_private_key_info(curve: Curve, scalar: &[u8], point: &[u8]) -> Zeroizing<Vec<u8>> {
    let public = der::tlv(CONTEXT_1, &[&der::tlv(BIT_STRING, &[&[0], point])]);
    let scalar = der::tlv(OCTET_STRING, &[scalar]);
    let key = der::tlv(SEQUENCE, &[&der::unsigned(1), &scalar, &public]);
    private_key_info(oid::EC, &der::oid(curve.oid()), &key)
}

fn rsa(key: &[u8]) -> Result<Kind, OpenError> {
    let sequence = ber::first(key)?.expect(SEQUENCE)?;
    let mut fields = sequence.children()?;
    fields.one(INTEGER)?;
    let modulus = magnitude(fields.one(INTEGER)?.content).to_vec();
    let exponent = magnitude(fields.one(INTEGER)?.content).to_vec();
    for _ in 0..6 {
        fields.one(INTEGER)?;
    }
    Ok(Kind::Rsa { pkcs1: sequence.to_der()?, modulus, exponent })
}

fn ec(curve: &[u8], key: &[u8]) -> Result<Kind, OpenError> {
    const BROKEN: OpenError = OpenError::Damaged("EC private key");
    let Some(curve) = Curve::by_oid(curve) else {
        return Err(refused(&format!("EC {}", oid::curve_name(curve))));
    };
    let mut fields = ber::first(key)?.expect(SEQUENCE)?.children()?;
    fields.one(INTEGER)?;
    let octets = fields.any()?.octets()?;
    let digits = magnitude(&octets);
    let mut scalar = Zeroizing::new(vec![0; curve.field_size()]);
    let start = scalar.len().checked_sub(digits.len()).ok_or(BROKEN)?;
    scalar[start..].copy_from_slice(digits);
    match curve {
        Curve::P256 => Ok(Kind::P256(Box::new(p256::SecretKey::from_slice(&scalar).map_err(|_| BROKEN)?))),
        Curve::P384 => Ok(Kind::P384(Box::new(p384::SecretKey::from_slice(&scalar).map_err(|_| BROKEN)?))),
        Curve::P521 => Ok(Kind::P521(Box::new(p521::SecretKey::from_slice(&scalar).map_err(|_| BROKEN)?))),
    }
}

fn refused(name: &str) -> OpenError {
    OpenError::KeyRefused(name.to_owned())
}

/// The key cannot sign.
#[derive(Debug, thiserror::Error, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "kebab-case", prefix = "certificate-")]
pub enum SignError {
    /// An RSA key of a size that is no longer used, or numbers that do not belong together.
    #[error("this key cannot sign")]
    CannotSign,
}

impl SignError {
    /// Every code there is.
    pub const CODES: &[&str] = <Self as VariantNames>::VARIANTS;

    /// Stable code for the catalogues and the help desk.
    pub fn code(&self) -> &'static str {
        self.into()
    }
}
