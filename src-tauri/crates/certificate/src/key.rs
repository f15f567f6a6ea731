//! Private keys that phones take: RSA, and ECDSA on the NIST curves.

use p256::elliptic_curve::sec1::ToSec1Point;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use sha2::{Digest, Sha256};
use x509_parser::public_key::PublicKey;
use x509_parser::x509::SubjectPublicKeyInfo;
use zeroize::Zeroizing;

use crate::algorithm::identifier;
use crate::ber::{self, Element};
use crate::{OpenError, SignError, der};

const RSA: &str = "1.2.840.113549.1.1.1";
const EC: &str = "1.2.840.10045.2.1";
const P256: &str = "1.2.840.10045.3.1.7";
const P384: &str = "1.3.132.0.34";
const P521: &str = "1.3.132.0.35";

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
    P256(p256::SecretKey),
    P384(p384::SecretKey),
    P521(p521::SecretKey),
}

impl PrivateKey {
    /// Reads a `PrivateKeyInfo` (RFC 5958), in BER.
    pub(crate) fn read(info: Element<'_>) -> Result<Self, OpenError> {
        let mut fields = info.expect(ber::SEQUENCE)?.children()?;
        fields.one(ber::INTEGER)?;
        let (algorithm, parameters) = identifier(fields.any()?)?;
        let key = fields.any()?;
        if !key.is_octet_string() {
            return Err(OpenError::Damaged("private key"));
        }
        let key = key.octets()?;
        let kind = match algorithm.as_str() {
            RSA => rsa(&key)?,
            EC => {
                let curve = match parameters {
                    Some(parameters) if parameters.tag == ber::OBJECT_IDENTIFIER => parameters.oid()?,
                    _ => return Err(OpenError::KeyRefused("EC with explicit parameters".to_owned())),
                };
                ec(&curve, &key)?
            }
            "1.2.840.113549.1.1.10" => return Err(refused("RSA-PSS")),
            "1.2.840.10040.4.1" => return Err(refused("DSA")),
            "1.3.101.112" => return Err(refused("Ed25519")),
            "1.3.101.113" => return Err(refused("Ed448")),
            "1.3.101.110" => return Err(refused("X25519")),
            "1.3.101.111" => return Err(refused("X448")),
            other => return Err(refused(other)),
        };
        Ok(Self { pkcs8: kind.pkcs8(), kind })
    }

    /// The key belongs to this public key: the same number or the same point.
    pub(crate) fn fits(&self, public: &SubjectPublicKeyInfo<'_>) -> bool {
        let curve =
            || public.algorithm.parameters.as_ref().and_then(|any| any.as_oid().ok()).map(|oid| oid.to_id_string());
        let Ok(parsed) = public.parsed() else { return false };
        match (&self.kind, parsed) {
            (Kind::Rsa { modulus, exponent, .. }, PublicKey::RSA(theirs)) => {
                ber::magnitude(theirs.modulus) == modulus && ber::magnitude(theirs.exponent) == exponent
            }
            (Kind::P256(key), PublicKey::EC(point)) => {
                curve().as_deref() == Some(P256)
                    && p256::PublicKey::from_sec1_bytes(point.data()).is_ok_and(|theirs| theirs == key.public_key())
            }
            (Kind::P384(key), PublicKey::EC(point)) => {
                curve().as_deref() == Some(P384)
                    && p384::PublicKey::from_sec1_bytes(point.data()).is_ok_and(|theirs| theirs == key.public_key())
            }
            (Kind::P521(key), PublicKey::EC(point)) => {
                curve().as_deref() == Some(P521)
                    && p521::PublicKey::from_sec1_bytes(point.data()).is_ok_and(|theirs| theirs == key.public_key())
            }
            _ => false,
        }
    }

    /// RSASSA-PKCS1-v1_5 or ECDSA with SHA-256, the latter in DER.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        match &self.kind {
            Kind::Rsa { pkcs1, .. } => {
                let pair = RsaKeyPair::from_der(pkcs1).map_err(|_| SignError)?;
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature).map_err(|_| SignError)?;
                Ok(signature)
            }
            Kind::P256(key) => {
                use p256::ecdsa::signature::hazmat::PrehashSigner;
                let key = p256::ecdsa::SigningKey::from(key.clone());
                let made: Result<p256::ecdsa::DerSignature, _> = key.sign_prehash(&Sha256::digest(message));
                Ok(made.map_err(|_| SignError)?.as_bytes().to_vec())
            }
            Kind::P384(key) => {
                use p384::ecdsa::signature::hazmat::PrehashSigner;
                let key = p384::ecdsa::SigningKey::from(key.clone());
                let made: Result<p384::ecdsa::DerSignature, _> = key.sign_prehash(&Sha256::digest(message));
                Ok(made.map_err(|_| SignError)?.as_bytes().to_vec())
            }
            Kind::P521(key) => {
                use p521::ecdsa::signature::hazmat::PrehashSigner;
                let key = p521::ecdsa::SigningKey::from(key.clone());
                let made: Result<p521::ecdsa::DerSignature, _> = key.sign_prehash(&wide_hash(message));
                Ok(made.map_err(|_| SignError)?.as_bytes().to_vec())
            }
        }
    }
}

/// SHA-256 as a number of 64 bytes: the `ecdsa` crate refuses hashes shorter than half of P-521's field.
pub(crate) fn wide_hash(message: &[u8]) -> [u8; 64] {
    let mut wide = [0; 64];
    wide[32..].copy_from_slice(&Sha256::digest(message));
    wide
}

impl Kind {
    fn pkcs8(&self) -> Zeroizing<Vec<u8>> {
        match self {
            Self::Rsa { pkcs1, .. } => private_key_info(RSA_IDENTIFIER, pkcs1),
            Self::P256(key) => {
                let point = key.public_key().to_sec1_point(false);
                ec_private_key_info(P256_IDENTIFIER, &Zeroizing::new(key.to_bytes()), point.as_bytes())
            }
            Self::P384(key) => {
                let point = key.public_key().to_sec1_point(false);
                ec_private_key_info(P384_IDENTIFIER, &Zeroizing::new(key.to_bytes()), point.as_bytes())
            }
            Self::P521(key) => {
                let point = key.public_key().to_sec1_point(false);
                ec_private_key_info(P521_IDENTIFIER, &Zeroizing::new(key.to_bytes()), point.as_bytes())
            }
        }
    }
}

// DER of the AlgorithmIdentifiers of RFC 3279, 2.3.1 and RFC 5480, 2.1.1.
const RSA_IDENTIFIER: &[u8] = &[0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0];
const P256_IDENTIFIER: &[u8] =
    &[0x30, 19, 6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
const P384_IDENTIFIER: &[u8] = &[0x30, 16, 6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 6, 5, 0x2b, 0x81, 4, 0, 0x22];
const P521_IDENTIFIER: &[u8] = &[0x30, 16, 6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 6, 5, 0x2b, 0x81, 4, 0, 0x23];

fn private_key_info(identifier: &[u8], key: &[u8]) -> Zeroizing<Vec<u8>> {
    der::tlv(ber::SEQUENCE, &[&der::unsigned(0), identifier, &der::tlv(ber::OCTET_STRING, &[key])])
}

/// `ECPrivateKey` (RFC 5915) with its public point.
fn ec_private_key_info(identifier: &[u8], scalar: &[u8], point: &[u8]) -> Zeroizing<Vec<u8>> {
    let public = der::tlv(0xa1, &[&der::tlv(ber::BIT_STRING, &[&[0], point])]);
    let scalar = der::tlv(ber::OCTET_STRING, &[scalar]);
    private_key_info(identifier, &der::tlv(ber::SEQUENCE, &[&der::unsigned(1), &scalar, &public]))
}

fn rsa(key: &[u8]) -> Result<Kind, OpenError> {
    let sequence = ber::first(key)?.expect(ber::SEQUENCE)?;
    let mut fields = sequence.children()?;
    fields.one(ber::INTEGER)?;
    let modulus = ber::magnitude(fields.one(ber::INTEGER)?.content).to_vec();
    let exponent = ber::magnitude(fields.one(ber::INTEGER)?.content).to_vec();
    for _ in 0..6 {
        fields.one(ber::INTEGER)?;
    }
    Ok(Kind::Rsa { pkcs1: sequence.to_der()?, modulus, exponent })
}

fn ec(curve: &str, key: &[u8]) -> Result<Kind, OpenError> {
    const BROKEN: OpenError = OpenError::Damaged("EC private key");
    let mut fields = ber::first(key)?.expect(ber::SEQUENCE)?.children()?;
    fields.one(ber::INTEGER)?;
    let scalar = fields.any()?.octets()?;
    let scalar = |size: usize| -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let digits = ber::magnitude(&scalar);
        let mut field = Zeroizing::new(vec![0; size]);
        let start = size.checked_sub(digits.len()).ok_or(BROKEN)?;
        field[start..].copy_from_slice(digits);
        Ok(field)
    };
    match curve {
        P256 => Ok(Kind::P256(p256::SecretKey::from_slice(&scalar(32)?).map_err(|_| BROKEN)?)),
        P384 => Ok(Kind::P384(p384::SecretKey::from_slice(&scalar(48)?).map_err(|_| BROKEN)?)),
        P521 => Ok(Kind::P521(p521::SecretKey::from_slice(&scalar(66)?).map_err(|_| BROKEN)?)),
        other => Err(refused(&format!("EC {}", curve_name(other)))),
    }
}

fn curve_name(oid: &str) -> &str {
    match oid {
        "1.2.840.10045.3.1.1" => "P-192",
        "1.3.132.0.33" => "P-224",
        "1.3.132.0.10" => "secp256k1",
        "1.3.36.3.3.2.8.1.1.7" => "brainpoolP256r1",
        "1.3.36.3.3.2.8.1.1.11" => "brainpoolP384r1",
        "1.3.36.3.3.2.8.1.1.13" => "brainpoolP512r1",
        other => other,
    }
}

fn refused(name: &str) -> OpenError {
    OpenError::KeyRefused(name.to_owned())
}
