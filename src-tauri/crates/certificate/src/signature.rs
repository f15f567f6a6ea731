use ring::signature::{RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, UnparsedPublicKey};
use sha2::{Digest, Sha256};
use x509_parser::public_key::PublicKey;

use crate::certificate::parse;
use crate::curve::Curve;
use crate::key::padded_digest;

/// True if the leaf's public key made this signature over the message: RSASSA-PKCS1-v1_5 or ECDSA
/// (in DER; P-256, P-384, P-521), with SHA-256. What cannot be parsed is not a signature.
pub fn verify_signature(leaf_der: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let Some(leaf) = parse(leaf_der) else { return false };
    let key = leaf.public_key();
    let point = match key.parsed() {
        Ok(PublicKey::RSA(_)) => {
            let scheme = &RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY;
            return UnparsedPublicKey::new(scheme, &key.subject_public_key.data).verify(message, signature).is_ok();
        }
        Ok(PublicKey::EC(point)) => point,
        _ => return false,
    };
    macro_rules! verify {
        ($curve:ident, $hash:expr) => {{
            use $curve::ecdsa::signature::hazmat::PrehashVerifier;
            let key = $curve::ecdsa::VerifyingKey::from_sec1_bytes(point.data());
            let signature = $curve::ecdsa::DerSignature::try_from(signature);
            match (key, signature) {
                (Ok(key), Ok(signature)) => key.verify_prehash(&$hash, &signature).is_ok(),
                _ => false,
            }
        }};
    }
    match Curve::of(&key.algorithm) {
        Some(Curve::P256) => verify!(p256, Sha256::digest(message)),
        Some(Curve::P384) => verify!(p384, Sha256::digest(message)),
        Some(Curve::P521) => verify!(p521, padded_digest(message)),
        None => false,
    }
}
