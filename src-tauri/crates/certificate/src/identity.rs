use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::certificate_bytes::CertificateBytes;
use crate::chain::{self, Link};
use crate::error::OpenError;
use crate::fingerprint::Fingerprint;
use crate::kdf_cost::SignatureCost;
use crate::key::{PrivateKey, SignError};
use crate::stack::wiping_stack;

/// A private key with its certificate and chain, as found in a file.
///
/// Neither `Debug`, `Clone` nor `Serialize`: the key stays in memory that is wiped.
pub struct Identity {
    key: PrivateKey,
    leaf: Vec<u8>,
    chain: Vec<Vec<u8>>,
    forged: bool,
    unchecked: bool,
    unreadable: usize,
    opened_at: Timestamp,
}

/// A certificate in a file, and whether its bag carries the identifier of the key's (RFC 2985, 5.5.2).
pub(crate) struct Candidate<'a> {
    pub(crate) der: &'a [u8],
    pub(crate) named_by_key: bool,
}

impl Identity {
    /// The certificate that belongs to the key, as found: DER, in all but odd files.
    pub fn leaf_der(&self) -> &[u8] {
        &self.leaf
    }

    /// Intermediates and root as far as the file has them, each as found: the leaf's issuer first and each
    /// one's issuer after it, then those by which the leaf leads to other roots.
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
        let leaf = CertificateBytes::read(&self.leaf);
        let parsed = leaf.as_ref().and_then(CertificateBytes::parse);
        parsed.map(|leaf| leaf.issuer().as_raw().to_vec()).unwrap_or_default()
    }

    /// Signs a message: RSASSA-PKCS1-v1_5 or ECDSA (in DER), with SHA-256.
    ///
    /// # Errors
    /// The key is an RSA key of a size that is no longer used (`ring`: 2048 to 4096 bits), or inconsistent.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        wiping_stack(|| self.key.sign(message))
    }

    /// The file has the certificate that is meant as an issuer, whose key did not sign.
    pub(crate) fn has_forged_issuer(&self) -> bool {
        self.forged
    }

    /// A signature in the chain could not be checked.
    pub(crate) fn has_unchecked_signature(&self) -> bool {
        self.unchecked
    }

    /// The time for which its certificates were chosen.
    pub(crate) fn opened_at(&self) -> Timestamp {
        self.opened_at
    }

    /// How many certificates in the file cannot be read.
    pub(crate) fn unreadable_certificates(&self) -> usize {
        self.unreadable
    }

    /// Finds the key's certificate and its chain among certificates in any order.
    pub(crate) fn assemble(
        key: PrivateKey,
        candidates: &[Candidate<'_>],
        now: Timestamp,
        cost: &mut SignatureCost,
    ) -> Result<Self, OpenError> {
        let mut read: Vec<(CertificateBytes<'_>, bool)> = Vec::with_capacity(candidates.len());
        let mut unreadable = 0;
        for candidate in candidates {
            let Some(bytes) = CertificateBytes::read(candidate.der) else {
                unreadable += 1;
                continue;
            };
            match read.iter_mut().find(|(known, _)| known.raw == bytes.raw) {
                Some((_, named_by_key)) => *named_by_key |= candidate.named_by_key,
                None => read.push((bytes, candidate.named_by_key)),
            }
        }
        let links: Vec<Link<'_>> = read.iter().filter_map(|(bytes, _)| Link::new(bytes)).collect();

        let mut fitting: Vec<usize> = (0..links.len()).filter(|&at| key.fits(links[at].parsed.public_key())).collect();
        if fitting.len() > 1 {
            // One that an authority has issued before a placeholder; then what is valid, and lasts longest.
            fitting.sort_by_cached_key(|&at| {
                let placeholder = chain::is_self_signed(&links[at], cost);
                let not_after = links[at].parsed.validity().not_after.timestamp();
                (!read[at].1, placeholder, !links[at].is_valid_at(now), std::cmp::Reverse(not_after))
            });
        }
        let Some(&leaf) = fitting.first() else {
            return Err(match unreadable {
                0 => OpenError::NoCertificate,
                count => OpenError::UnreadableCertificate(count),
            });
        };
        let chain = chain::build(&links, leaf, now, cost);
        Ok(Self {
            leaf: links[leaf].bytes.raw.to_vec(),
            chain: chain.certificates.iter().map(|&at| links[at].bytes.raw.to_vec()).collect(),
            forged: chain.forged,
            unchecked: chain.unchecked,
            unreadable,
            opened_at: now,
            key,
        })
    }
}

#[cfg(test)]
impl Identity {
    /// Of a key and certificates that were made for a test, at a time.
    pub(crate) fn of(key: &[u8], certificates: &[&[u8]], seconds: i64) -> Result<Self, OpenError> {
        let key = PrivateKey::read(crate::ber::first(key)?)?;
        let candidates: Vec<Candidate<'_>> =
            certificates.iter().map(|der| Candidate { der, named_by_key: false }).collect();
        let now = Timestamp::from_second(seconds).unwrap_or_default();
        Self::assemble(key, &candidates, now, &mut SignatureCost::default())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::issued::{self, Issued};
    use crate::verify_signature;

    fn assembled(issued: &Issued, certificates: &[&[u8]]) -> Result<Identity, OpenError> {
        Identity::of(&issued.key, certificates, issued::START)
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
        let root = CertificateBytes::read(&issued.chain[0]).unwrap();
        assert_eq!(identity.issuer_dn_der(), root.parse().unwrap().subject().as_raw());
        assert_eq!(identity.fingerprint().0, *Sha256::digest(&issued.leaf));
    }
}
