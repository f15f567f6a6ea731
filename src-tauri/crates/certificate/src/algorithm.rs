//! Which algorithms protect a file, with their parameters: read by the walk, run by [`crate::cipher`].

use crate::OpenError;
use crate::ber::{self, Element, Octets};

/// Hash functions of MACs and pseudo-random functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hash {
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
    Sha512_224,
    Sha512_256,
}

impl Hash {
    const ALL: [Self; 7] =
        [Self::Sha1, Self::Sha224, Self::Sha256, Self::Sha384, Self::Sha512, Self::Sha512_224, Self::Sha512_256];

    fn by_digest(oid: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|hash| hash.digest_oid() == oid)
    }

    /// The digest's object identifier, as [`Hash::by_digest`] reads it.
    pub(crate) fn digest_oid(self) -> &'static str {
        match self {
            Self::Sha1 => "1.3.14.3.2.26",
            Self::Sha224 => "2.16.840.1.101.3.4.2.4",
            Self::Sha256 => "2.16.840.1.101.3.4.2.1",
            Self::Sha384 => "2.16.840.1.101.3.4.2.2",
            Self::Sha512 => "2.16.840.1.101.3.4.2.3",
            Self::Sha512_224 => "2.16.840.1.101.3.4.2.5",
            Self::Sha512_256 => "2.16.840.1.101.3.4.2.6",
        }
    }

    fn by_hmac(oid: &str) -> Option<Self> {
        Some(match oid {
            "1.2.840.113549.2.7" => Self::Sha1,
            "1.2.840.113549.2.8" => Self::Sha224,
            "1.2.840.113549.2.9" => Self::Sha256,
            "1.2.840.113549.2.10" => Self::Sha384,
            "1.2.840.113549.2.11" => Self::Sha512,
            "1.2.840.113549.2.12" => Self::Sha512_224,
            "1.2.840.113549.2.13" => Self::Sha512_256,
            _ => return None,
        })
    }

    /// Output in bytes.
    pub(crate) fn size(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha224 | Self::Sha512_224 => 28,
            Self::Sha256 | Self::Sha512_256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }
}

/// PBKDF2 (RFC 8018, A.2).
pub(crate) struct Pbkdf2<'a> {
    pub(crate) salt: Octets<'a>,
    pub(crate) iterations: u64,
    pub(crate) key_length: Option<u64>,
    pub(crate) prf: Hash,
}

impl<'a> Pbkdf2<'a> {
    fn read(algorithm: Element<'a>) -> Result<Self, OpenError> {
        let (oid, parameters) = identifier(algorithm)?;
        if oid != "1.2.840.113549.1.5.12" {
            return Err(unreadable(&oid));
        }
        let mut fields =
            parameters.ok_or(OpenError::Damaged("PBKDF2 parameters"))?.expect(ber::SEQUENCE)?.children()?;
        let salt = fields.any()?;
        if !salt.is_octet_string() {
            return Err(OpenError::UnreadableAlgorithm("PBKDF2 with a salt from elsewhere".to_owned()));
        }
        let salt = salt.octets()?;
        let iterations = iterations(fields.any()?)?;
        let mut next = fields.next_or_none()?;
        let key_length = match next {
            Some(element) if element.tag == ber::INTEGER => {
                next = fields.next_or_none()?;
                Some(element.unsigned()?)
            }
            _ => None,
        };
        let prf = match next {
            None => Hash::Sha1,
            Some(prf) => {
                let (oid, _) = identifier(prf)?;
                Hash::by_hmac(&oid).ok_or_else(|| unreadable(&oid))?
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
        let (oid, parameters) = identifier(algorithm)?;
        let cipher = match oid.as_str() {
            "1.2.840.113549.1.5.13" => return Self::pbes2(parameters),
            "1.2.840.113549.1.12.1.3" => Cipher::TripleDes,
            "1.2.840.113549.1.12.1.6" => Cipher::Rc2,
            _ => return Err(unreadable(&oid)),
        };
        let mut fields = parameters.ok_or(OpenError::Damaged("PBE parameters"))?.expect(ber::SEQUENCE)?.children()?;
        let salt = octet_string(fields.any()?)?;
        let iterations = iterations(fields.any()?)?;
        Ok(Self::Pkcs12 { cipher, salt, iterations })
    }

    fn pbes2(parameters: Option<Element<'a>>) -> Result<Self, OpenError> {
        let mut fields = parameters.ok_or(OpenError::Damaged("PBES2 parameters"))?.expect(ber::SEQUENCE)?.children()?;
        let kdf = Pbkdf2::read(fields.any()?)?;
        let (oid, parameters) = identifier(fields.any()?)?;
        let cipher = match oid.as_str() {
            "2.16.840.1.101.3.4.1.2" => Cipher::Aes128,
            "2.16.840.1.101.3.4.1.22" => Cipher::Aes192,
            "2.16.840.1.101.3.4.1.42" => Cipher::Aes256,
            "1.2.840.113549.3.7" => Cipher::TripleDes,
            "1.3.14.3.2.7" => Cipher::Des,
            _ => return Err(unreadable(&oid)),
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
                Cost { iterations: *iterations, blocks: key as u64 + 1 }
            }
            Self::Pbes2 { kdf, cipher, .. } => {
                Cost { iterations: kdf.iterations, blocks: cipher.key_size().div_ceil(kdf.prf.size()) as u64 }
            }
        }
    }
}

/// How the file's integrity is protected (RFC 7292, 4 and RFC 9579).
pub(crate) enum Mac<'a> {
    /// `MacData` by RFC 7292, appendix B.
    Pkcs12 { hash: Hash, salt: Octets<'a>, iterations: u64, digest: Octets<'a> },
    /// PBMAC1.
    Pbmac1 { kdf: Pbkdf2<'a>, key_length: usize, hash: Hash, digest: Octets<'a> },
}

impl<'a> Mac<'a> {
    /// Reads `MacData`.
    pub(crate) fn read(mac_data: Element<'a>) -> Result<Self, OpenError> {
        let mut fields = mac_data.expect(ber::SEQUENCE)?.children()?;
        let mut digest_info = fields.one(ber::SEQUENCE)?.children()?;
        let (oid, parameters) = identifier(digest_info.any()?)?;
        let digest = octet_string(digest_info.any()?)?;
        let salt = octet_string(fields.any()?)?;
        let iterations = match fields.next_or_none()? {
            Some(number) => iterations(number)?,
            None => 1,
        };
        if oid == "1.2.840.113549.1.5.14" {
            return Self::pbmac1(parameters, digest);
        }
        let hash = Hash::by_digest(&oid).ok_or_else(|| unreadable(&oid))?;
        if digest.len() != hash.size() {
            return Err(OpenError::Damaged("MAC length"));
        }
        Ok(Self::Pkcs12 { hash, salt, iterations, digest })
    }

    fn pbmac1(parameters: Option<Element<'a>>, digest: Octets<'a>) -> Result<Self, OpenError> {
        let mut fields =
            parameters.ok_or(OpenError::Damaged("PBMAC1 parameters"))?.expect(ber::SEQUENCE)?.children()?;
        let kdf = Pbkdf2::read(fields.any()?)?;
        let (oid, _) = identifier(fields.any()?)?;
        let hash = Hash::by_hmac(&oid).ok_or_else(|| unreadable(&oid))?;
        // RFC 9579, 4: it must be there, and at least 20. Bouncy Castle writes bits where octets are meant.
        let key_length = match kdf.key_length {
            Some(length @ 20..=512) => length as usize,
            Some(513..) => return Err(OpenError::TooCostly("PBMAC1 key length")),
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
            Self::Pkcs12 { iterations, .. } => Cost { iterations: *iterations, blocks: 1 },
            Self::Pbmac1 { kdf, key_length, .. } => {
                Cost { iterations: kdf.iterations, blocks: key_length.div_ceil(kdf.prf.size()) as u64 }
            }
        }
    }
}

/// One key derivation.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) iterations: u64,
    /// Blocks of output, each of which takes all the iterations.
    pub(crate) blocks: u64,
}

/// An `AlgorithmIdentifier`.
pub(crate) fn identifier(algorithm: Element<'_>) -> Result<(String, Option<Element<'_>>), OpenError> {
    let mut fields = algorithm.expect(ber::SEQUENCE)?.children()?;
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
pub(crate) fn unreadable(oid: &str) -> OpenError {
    OpenError::UnreadableAlgorithm(name(oid))
}

/// The name of an algorithm that is met but not read, its object identifier otherwise.
fn name(oid: &str) -> String {
    let name = match oid {
        "1.2.840.113549.1.12.1.1" => "RC4 (128 bit)",
        "1.2.840.113549.1.12.1.2" => "RC4 (40 bit)",
        "1.2.840.113549.1.12.1.4" => "3DES (2 keys)",
        "1.2.840.113549.1.12.1.5" => "RC2 (128 bit)",
        "1.2.840.113549.1.5.1" => "PBES1 MD2 DES",
        "1.2.840.113549.1.5.3" => "PBES1 MD5 DES",
        "1.2.840.113549.1.5.4" => "PBES1 MD2 RC2",
        "1.2.840.113549.1.5.6" => "PBES1 MD5 RC2",
        "1.2.840.113549.1.5.10" => "PBES1 SHA-1 DES",
        "1.2.840.113549.1.5.11" => "PBES1 SHA-1 RC2",
        "1.2.840.113549.1.7.2" => "signed instead of a MAC",
        "1.2.840.113549.1.7.3" => "encrypted for a key instead of a password",
        "1.2.840.113549.2.5" => "MD5",
        "1.2.840.113549.3.2" => "RC2-CBC",
        "1.2.840.113549.3.4" => "RC4",
        "1.2.840.113549.3.9" => "RC5-CBC",
        "1.3.6.1.4.1.3029.1.1.2" => "Blowfish-CBC",
        "1.3.6.1.4.1.11591.4.11" => "scrypt",
        "1.2.392.200011.61.1.1.1.2" => "Camellia-128-CBC",
        "1.2.392.200011.61.1.1.1.3" => "Camellia-192-CBC",
        "1.2.392.200011.61.1.1.1.4" => "Camellia-256-CBC",
        "1.2.410.200004.1.4" => "SEED-CBC",
        "1.2.410.200046.1.1.2" => "ARIA-128-CBC",
        "1.2.410.200046.1.1.7" => "ARIA-192-CBC",
        "1.2.410.200046.1.1.12" => "ARIA-256-CBC",
        "2.16.840.1.101.3.4.1.6" => "AES-128-GCM",
        "2.16.840.1.101.3.4.1.26" => "AES-192-GCM",
        "2.16.840.1.101.3.4.1.46" => "AES-256-GCM",
        "2.16.840.1.101.3.4.2.7" => "SHA3-224",
        "2.16.840.1.101.3.4.2.8" => "SHA3-256",
        "2.16.840.1.101.3.4.2.9" => "SHA3-384",
        "2.16.840.1.101.3.4.2.10" => "SHA3-512",
        _ if oid.starts_with("1.2.643.") => return format!("GOST ({oid})"),
        _ if oid.starts_with("1.2.156.10197.") => return format!("ShangMi ({oid})"),
        _ => oid,
    };
    name.to_owned()
}
