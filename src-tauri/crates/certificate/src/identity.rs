use sha2::{Digest, Sha256};
use x509_parser::certificate::X509Certificate;

use crate::certificate::{Signed, parse, signed_by};
use crate::error::OpenError;
use crate::fingerprint::Fingerprint;
use crate::key::{PrivateKey, SignError};

/// How long a chain may be, the leaf left out.
const MAX_CHAIN: usize = 8;

/// A private key with its certificate and chain, as found in a file.
///
/// Neither `Debug`, `Clone` nor `Serialize`: the key stays in memory that is wiped.
pub struct Identity {
    key: PrivateKey,
    leaf: Vec<u8>,
    chain: Vec<Vec<u8>>,
    forged: bool,
}

impl Identity {
    /// The certificate that belongs to the key, DER.
    pub fn leaf_der(&self) -> &[u8] {
        &self.leaf
    }

    /// Intermediates and root as far as the file has them, each DER, the leaf's issuer first.
    pub fn chain_der(&self) -> &[Vec<u8>] {
        &self.chain
    }

    /// The private key, PKCS#8 (RFC 5958, version 1), DER. An EC key carries its public point.
    pub fn private_key_pkcs8(&self) -> &[u8] {
        &self.key.pkcs8
    }

    /// SHA-256 of the leaf.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint(Sha256::digest(&self.leaf).into())
    }

    /// The leaf's issuer, a DER `Name`: what Android's chooser filters by.
    pub fn issuer_dn_der(&self) -> Vec<u8> {
        parse(&self.leaf).map(|leaf| leaf.issuer().as_raw().to_vec()).unwrap_or_default()
    }

    /// Signs a message: RSASSA-PKCS1-v1_5 or ECDSA (in DER), with SHA-256.
    ///
    /// # Errors
    /// The key is an RSA key of a size that is no longer used (`ring`: 2048 to 4096 bits), or inconsistent.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        self.key.sign(message)
    }

    /// The file has a certificate with the name of an issuer whose key did not sign.
    pub(crate) fn has_forged_issuer(&self) -> bool {
        self.forged
    }

    /// Finds the key's certificate and its chain among certificates in any order.
    pub(crate) fn assemble(key: PrivateKey, certificates: &[impl AsRef<[u8]>]) -> Result<Self, OpenError> {
        let parsed: Vec<X509Certificate<'_>> = certificates.iter().filter_map(|der| parse(der.as_ref())).collect();
        let leaf = parsed
            .iter()
            .filter(|certificate| key.fits(certificate.public_key()))
            .max_by_key(|certificate| certificate.validity().not_after.timestamp())
            .ok_or(OpenError::NoCertificate)?;
        let (chain, forged) = chain(leaf, &parsed);
        Ok(Self {
            leaf: leaf.as_raw().to_vec(),
            chain: chain.iter().map(|certificate| certificate.as_raw().to_vec()).collect(),
            forged,
            key,
        })
    }
}

/// From the leaf's issuer upwards: by name, and by signature where that can be checked.
fn chain<'a, 'b>(
    leaf: &'a X509Certificate<'b>,
    all: &'a [X509Certificate<'b>],
) -> (Vec<&'a X509Certificate<'b>>, bool) {
    let mut chain: Vec<&X509Certificate<'_>> = Vec::new();
    let mut forged = false;
    let mut last = leaf;
    while chain.len() < MAX_CHAIN && last.subject().as_raw() != last.issuer().as_raw() {
        let named = all.iter().filter(|candidate| {
            candidate.subject().as_raw() == last.issuer().as_raw()
                && candidate.as_raw() != leaf.as_raw()
                && chain.iter().all(|used| used.as_raw() != candidate.as_raw())
        });
        let mut checked: Vec<_> = named.map(|candidate| (signed_by(last, candidate), candidate)).collect();
        checked.sort_by_key(|(signed, _)| *signed != Signed::Yes);
        forged |= !checked.is_empty() && checked.iter().all(|(signed, _)| *signed == Signed::No);
        let Some((_, next)) = checked.into_iter().find(|(signed, _)| *signed != Signed::No) else { break };
        chain.push(next);
        last = next;
    }
    (chain, forged)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::issued::{self, Issued};
    use crate::{ber, verify_signature};

    fn assembled(issued: &Issued, certificates: &[&[u8]]) -> Result<Identity, OpenError> {
        Identity::assemble(PrivateKey::read(ber::first(&issued.key).unwrap()).unwrap(), certificates)
    }

    #[test]
    fn the_chain_is_put_in_order_whatever_the_file_has() {
        let issued = issued::issue_below_intermediate();
        let (middle, root) = (issued.chain[0].as_slice(), issued.chain[1].as_slice());
        let stranger = issued::ordinary().chain[0].clone();
        let identity = assembled(&issued, &[root, &stranger, middle, &issued.leaf, root]).unwrap();
        assert_eq!(identity.leaf_der(), issued.leaf);
        assert_eq!(identity.chain_der(), issued.chain);
        assert!(!identity.has_forged_issuer());
    }

    #[test]
    fn a_missing_link_ends_the_chain() {
        let issued = issued::issue_below_intermediate();
        let identity = assembled(&issued, &[&issued.leaf, &issued.chain[1]]).unwrap();
        assert!(identity.chain_der().is_empty());
    }

    #[test]
    fn an_authority_of_the_same_name_that_did_not_sign_is_left_out() {
        let issued = issued::issue_below_intermediate();
        let forged = issued::authority_params("e-seikyu CA").self_signed(&issued::KEYS[0]).unwrap();
        let identity = assembled(&issued, &[&issued.leaf, forged.der()]).unwrap();
        assert!(identity.chain_der().is_empty());
        assert!(identity.has_forged_issuer());
    }

    #[test]
    fn of_two_certificates_for_the_key_the_one_that_lasts_is_taken() {
        let mut params = issued::leaf_params("CarePlanJigyousho");
        let old = issued::issue(&params);
        params.not_after += time::Duration::days(365);
        let new = issued::issue(&params);
        for order in [[&old.leaf, &new.leaf], [&new.leaf, &old.leaf]] {
            assert_eq!(assembled(&old, &[order[0], order[1]]).unwrap().leaf_der(), new.leaf);
        }
    }

    #[test]
    fn a_certificate_of_another_key_is_none() {
        let issued = issued::ordinary();
        let other = issued::issue_for(&issued::leaf_params("CarePlanJigyousho"), &issued::KEYS[2]);
        assert!(matches!(assembled(&issued, &[&other.leaf, &issued.chain[0]]), Err(OpenError::NoCertificate)));
    }

    #[test]
    fn what_it_signs_verifies_and_nothing_else() {
        let issued = issued::ordinary();
        let identity = assembled(&issued, &[&issued.leaf]).unwrap();
        let mut signature = identity.sign(b"nonce").unwrap();
        assert!(verify_signature(&issued.leaf, b"nonce", &signature));
        assert!(!verify_signature(&issued.leaf, b"Nonce", &signature));
        signature[7] ^= 1;
        assert!(!verify_signature(&issued.leaf, b"nonce", &signature));
        assert!(!verify_signature(b"no certificate", b"nonce", &signature));
    }

    #[test]
    fn the_name_of_the_issuer_is_the_subject_of_its_certificate() {
        let issued = issued::ordinary();
        let identity = assembled(&issued, &[&issued.leaf]).unwrap();
        let root = parse(&issued.chain[0]).unwrap();
        assert_eq!(identity.issuer_dn_der(), root.subject().as_raw());
        assert_eq!(identity.fingerprint().0, *Sha256::digest(&issued.leaf));
    }
}
