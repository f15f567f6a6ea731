//! Which algorithms protect a file, with their parameters: read by the walk, run by [`crate::cipher`].

use derivation::Hash;

use crate::asn1::{INTEGER, OBJECT_IDENTIFIER, SEQUENCE};
use crate::ber::{Element, Octets};
use crate::error::OpenError;
use crate::oid;

/// PBKDF2 (RFC 8018, A.2).
pub(crate) struct Pbkdf2<'a> {
    pub(crate) salt: Octets<'a>,
    pub(crate) iterations: u64,
    pub(crate) key_length: Option<u64>,
    pub(crate) prf: Hash,
}

impl<'a> Pbkdf2<'a> {
    fn read(algorithm: Element<'a>) -> Result<Self, OpenError> {
        let (algorithm, parameters) = identifier(algorithm)?;
        if algorithm != oid::PBKDF2 {
            return Err(unreadable(algorithm));
        }
        let mut fields = parameters.ok_or(OpenError::Damaged("PBKDF2 parameters"))?.expect(SEQUENCE)?.children()?;
        let salt = fields.any()?;
        if !salt.is_octet_string() {
            return Err(OpenError::UnreadableAlgorithm("PBKDF2 with a salt from elsewhere".to_owned()));
        }
        let salt = salt.octets()?;
        let iterations = iterations(fields.any()?)?;
        let mut next = fields.next_or_none()?;
        let key_length = match next {
            Some(element) if element.tag == INTEGER => {
                next = fields.next_or_none()?;
                Some(element.unsigned()?)
            }
            _ => None,
        };
        let prf = match next {
            None => Hash::Sha1,
            Some(prf) => {
                let (algorithm, _) = identifier(prf)?;
                oid::hash_of_hmac(algorithm).ok_or_else(|| unreadable(algorithm))?
            }
        };
        Ok(Self { salt, iterations, key_length, prf })
    }
}

/// Ciphers that contents are read with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cipher {
    Aes128,
    Aes192,
    Aes256,
    TripleDes,
    Des,
    /// With 40 effective bits.
    Rc2,
}

impl Cipher {
    /// Key in bytes.
    pub(crate) fn key_size(self) -> usize {
        match self {
            Self::Aes128 => 16,
            Self::Aes192 | Self::TripleDes => 24,
            Self::Aes256 => 32,
            Self::Des => 8,
            Self::Rc2 => 5,
        }
    }

    /// Block and initialisation vector in bytes.
    pub(crate) fn block_size(self) -> usize {
        match self {
            Self::Aes128 | Self::Aes192 | Self::Aes256 => 16,
            Self::TripleDes | Self::Des | Self::Rc2 => 8,
        }
    }
}

/// Password-based encryption in CBC mode.
pub(crate) enum Encryption<'a> {
    /// RFC 7292, appendix C: key and vector by that RFC's own derivation with SHA-1.
    Pkcs12 { cipher: Cipher, salt: Octets<'a>, iterations: u64 },
    /// PBES2 (RFC 8018, 6.2).
    Pbes2 { kdf: Pbkdf2<'a>, cipher: Cipher, iv: Octets<'a> },
}

impl<'a> Encryption<'a> {
    /// Reads an `AlgorithmIdentifier`; one that cannot be read is an error that names it.
    pub(crate) fn read(algorithm: Element<'a>) -> Result<Self, OpenError> {
        let (algorithm, parameters) = identifier(algorithm)?;
        let cipher = match algorithm {
            oid::PBES2 => return Self::pbes2(parameters, false),
            oid::PBE_SHA1_3DES => Cipher::TripleDes,
            oid::PBE_SHA1_RC2_40 => Cipher::Rc2,
            _ => return Err(unreadable(algorithm)),
        };
        let mut fields = parameters.ok_or(OpenError::Damaged("PBE parameters"))?.expect(SEQUENCE)?.children()?;
        let salt = octet_string(fields.any()?)?;
        let iterations = iterations(fields.any()?)?;
        Ok(Self::Pkcs12 { cipher, salt, iterations })
    }

    fn pbes2(parameters: Option<Element<'a>>, wrapped: bool) -> Result<Self, OpenError> {
        let mut fields = parameters.ok_or(OpenError::Damaged("PBES2 parameters"))?.expect(SEQUENCE)?.children()?;
        let first = fields.any()?;
        if first.tag == OBJECT_IDENTIFIER && first.oid()? == oid::PBES2 {
            // JDK-8202837: the identifier stands once more where its parameters belong.
            let inside = fields.next_or_none()?;
            return if wrapped { Err(OpenError::Damaged("PBES2 parameters")) } else { Self::pbes2(inside, true) };
        }
        let kdf = Pbkdf2::read(first)?;
        let (algorithm, parameters) = identifier(fields.any()?)?;
        let cipher = match algorithm {
            oid::AES_128_CBC => Cipher::Aes128,
            oid::AES_192_CBC => Cipher::Aes192,
            oid::AES_256_CBC => Cipher::Aes256,
            oid::DES_EDE3_CBC => Cipher::TripleDes,
            oid::DES_CBC => Cipher::Des,
            _ => return Err(unreadable(algorithm)),
        };
        let iv = octet_string(parameters.ok_or(OpenError::Damaged("no initialisation vector"))?)?;
        if iv.len() != cipher.block_size() {
            return Err(OpenError::Damaged("initialisation vector"));
        }
        if kdf.key_length.is_some_and(|length| length != cipher.key_size() as u64) {
            return Err(OpenError::Damaged("PBKDF2 key length"));
        }
        Ok(Self::Pbes2 { kdf, cipher, iv })
    }

    /// What the key derivation costs.
    pub(crate) fn cost(&self) -> Cost {
        match self {
            Self::Pkcs12 { cipher, iterations, .. } => {
                let key = cipher.key_size().div_ceil(Hash::Sha1.size());
                Cost { iterations: *iterations, blocks: key as u64 + 1, hash: Hash::Sha1, hmac: false }
            }
            Self::Pbes2 { kdf, cipher, .. } => kdf.cost(cipher.key_size()),
        }
    }
}

/// How the file's integrity is protected (RFC 7292, 4 and RFC 9579).
pub(crate) enum Mac<'a> {
    /// `MacData` by RFC 7292, appendix B.
    Pkcs12 { hash: Hash, salt: Octets<'a>, iterations: u64, digest: Octets<'a> },
    /// PBMAC1 (RFC 9579): an HMAC with a key by PBKDF2.
    Pbmac1 { kdf: Pbkdf2<'a>, key_length: usize, hash: Hash, digest: Octets<'a> },
}

impl<'a> Mac<'a> {
    /// Reads the `MacData` (RFC 7292, 4).
    pub(crate) fn read(mac_data: Element<'a>) -> Result<Self, OpenError> {
        let mut fields = mac_data.expect(SEQUENCE)?.children()?;
        let mut digest_info = fields.one(SEQUENCE)?.children()?;
        let (algorithm, parameters) = identifier(digest_info.any()?)?;
        let digest = octet_string(digest_info.any()?)?;
        let salt = octet_string(fields.any()?)?;
        let iterations = match fields.next_or_none()? {
            Some(number) => iterations(number)?,
            None => 1,
        };
        if algorithm == oid::PBMAC1 {
            return Self::pbmac1(parameters, digest);
        }
        let hash = oid::hash_of_digest(algorithm).ok_or_else(|| unreadable(algorithm))?;
        if digest.len() != hash.size() {
            return Err(OpenError::Damaged("MAC length"));
        }
        Ok(Self::Pkcs12 { hash, salt, iterations, digest })
    }

    fn pbmac1(parameters: Option<Element<'a>>, digest: Octets<'a>) -> Result<Self, OpenError> {
        let mut fields = parameters.ok_or(OpenError::Damaged("PBMAC1 parameters"))?.expect(SEQUENCE)?.children()?;
        let kdf = Pbkdf2::read(fields.any()?)?;
        let (algorithm, _) = identifier(fields.any()?)?;
        let hash = oid::hash_of_hmac(algorithm).ok_or_else(|| unreadable(algorithm))?;
        // RFC 9579, 4: it must be there, and at least 20. More than the longest HMAC uses is work for nothing.
        let key_length = match kdf.key_length {
            Some(length @ 20..=64) => length as usize,
            Some(65..) => return Err(OpenError::costly("PBMAC1 key length")),
            _ => return Err(OpenError::Damaged("PBMAC1 key length")),
        };
        if digest.len() != hash.size() {
            return Err(OpenError::Damaged("MAC length"));
        }
        Ok(Self::Pbmac1 { kdf, key_length, hash, digest })
    }

    /// What the key derivation costs.
    pub(crate) fn cost(&self) -> Cost {
        match self {
            Self::Pkcs12 { hash, iterations, .. } => {
                Cost { iterations: *iterations, blocks: 1, hash: *hash, hmac: false }
            }
            Self::Pbmac1 { kdf, key_length, .. } => kdf.cost(*key_length),
        }
    }
}

/// One key derivation.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) iterations: u64,
    /// Blocks of output, each of which takes all the iterations.
    pub(crate) blocks: u64,
    pub(crate) hash: Hash,
    /// Two runs of the hash function for each iteration instead of one.
    pub(crate) hmac: bool,
}

impl Pbkdf2<'_> {
    fn cost(&self, size: usize) -> Cost {
        let blocks = size.div_ceil(self.prf.size()) as u64;
        Cost { iterations: self.iterations, blocks, hash: self.prf, hmac: true }
    }
}

/// Reads an `AlgorithmIdentifier` (RFC 5280, 4.1.1.2): its OID and its parameters.
pub(crate) fn identifier(algorithm: Element<'_>) -> Result<(&[u8], Option<Element<'_>>), OpenError> {
    let mut fields = algorithm.expect(SEQUENCE)?.children()?;
    Ok((fields.any()?.oid()?, fields.next_or_none()?))
}

fn octet_string(element: Element<'_>) -> Result<Octets<'_>, OpenError> {
    if !element.is_octet_string() {
        return Err(OpenError::Damaged("not an octet string"));
    }
    Ok(element.octets()?)
}

fn iterations(number: Element<'_>) -> Result<u64, OpenError> {
    match number.unsigned()? {
        0 => Err(OpenError::Damaged("no iterations")),
        count => Ok(count),
    }
}

/// The error that names an algorithm.
pub(crate) fn unreadable(algorithm: &[u8]) -> OpenError {
    OpenError::UnreadableAlgorithm(oid::algorithm_name(algorithm))
}
