//! What is seen of a file without its password.

use crate::algorithm::Mac;
use crate::asn1::SEQUENCE;
use crate::ber;
use crate::container::{Bags, Content, EncryptedKey, Pfx};
use crate::error::OpenError;
use crate::file_type::{FileType, MAX_FILE_BYTES};
use crate::kdf_cost::KdfCost;
use crate::opener::Job;
use crate::wrapping::unwrap;

/// The file, out of whatever it is wrapped in.
pub(crate) fn unwrapped(bytes: &[u8]) -> Result<ber::Octets<'_>, OpenError> {
    if bytes.len() > MAX_FILE_BYTES {
        // What is larger is no file of a certificate, whatever else it is.
        return Err(match FileType::by_content(bytes) {
            FileType::Pkcs12 | FileType::Unknown => OpenError::TooLarge,
            other => OpenError::NotPkcs12(other),
        });
    }
    match unwrap(bytes) {
        (FileType::Pkcs12, file) if file.len() <= MAX_FILE_BYTES => Ok(file),
        (FileType::Pkcs12, _) => Err(OpenError::TooLarge),
        (other, _) => Err(OpenError::NotPkcs12(other)),
    }
}

/// Its layers, and what opening them takes.
pub(crate) struct Visible<'a> {
    pub(crate) mac: &'a Mac<'a>,
    pub(crate) bags: Vec<Bags<'a>>,
    pub(crate) encrypted: Vec<Job<'a>>,
    pub(crate) reserved: KdfCost,
}

impl<'a> Visible<'a> {
    /// Walks everything, and adds up what opening takes at least: the MAC, every safe, and as many keys as tell
    /// whether there are several.
    pub(crate) fn read(pfx: &'a Pfx<'a>, safes: &'a [Content<'a>]) -> Result<Self, OpenError> {
        let mut reserved = KdfCost::default();
        if let Some(mac) = &pfx.mac {
            reserved.reserve(mac.cost())?;
        }
        let mut bags = Vec::new();
        let mut encrypted = Vec::new();
        for safe in safes {
            match safe {
                Content::Data(contents) => bags.push(Bags::read(contents)?),
                Content::Encrypted(encryption, data) => {
                    reserved.reserve(encryption.cost())?;
                    encrypted.push(Job { encryption, data, expected: SEQUENCE });
                }
            }
        }
        if bags.iter().any(|bags| bags.is_protected_to_domain) {
            return Err(OpenError::ProtectedToDomain);
        }
        for key in distinct_keys(&bags).iter().take(2) {
            reserved.reserve(key.encryption.cost())?;
        }
        let mac = pfx.mac.as_ref().ok_or(OpenError::NoProtection)?;
        Ok(Self { mac, bags, encrypted, reserved })
    }
}

/// Encrypted keys, each once: the same bag twice is one derivation.
pub(crate) fn distinct_keys<'a, 'b>(bags: &'b [Bags<'a>]) -> Vec<&'b EncryptedKey<'a>> {
    let mut distinct: Vec<&EncryptedKey<'_>> = Vec::new();
    for key in bags.iter().flat_map(|bags| &bags.encrypted_keys) {
        if distinct.iter().all(|known| *known.data != *key.data) {
            distinct.push(key);
        }
    }
    distinct
}
