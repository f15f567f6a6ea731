//! Object identifiers of everything that is read, written or named here: their contents octets (X.690, 8.19).

use const_oid::{ObjectIdentifier, ObjectIdentifierRef};
use derivation::Hash;

macro_rules! identifiers {
    ($($name:ident = $dotted:literal,)*) => {
        $(pub(crate) const $name: &[u8] = {
            const IDENTIFIER: &ObjectIdentifier = &ObjectIdentifier::new_unwrap($dotted);
            IDENTIFIER.as_bytes()
        };)*
    };
}

// PKCS#7 content types (RFC 5652) and PKCS#12 bags (RFC 7292, appendix D; RFC 2985, 5.5).
identifiers! {
    DATA = "1.2.840.113549.1.7.1",
    SIGNED_DATA = "1.2.840.113549.1.7.2",
    ENVELOPED_DATA = "1.2.840.113549.1.7.3",
    ENCRYPTED_DATA = "1.2.840.113549.1.7.6",
    KEY_BAG = "1.2.840.113549.1.12.10.1.1",
    SHROUDED_KEY_BAG = "1.2.840.113549.1.12.10.1.2",
    CERTIFICATE_BAG = "1.2.840.113549.1.12.10.1.3",
    SECRET_BAG = "1.2.840.113549.1.12.10.1.5",
    SAFE_CONTENTS_BAG = "1.2.840.113549.1.12.10.1.6",
    X509_CERTIFICATE = "1.2.840.113549.1.9.22.1",
    PROTECTED_TO_DOMAIN = "1.3.6.1.4.1.311.17.4",
    FRIENDLY_NAME = "1.2.840.113549.1.9.20",
    LOCAL_KEY_ID = "1.2.840.113549.1.9.21",
}

// Digests (RFC 3279, RFC 5754, FIPS 202) and HMACs (RFC 8018, B.1).
identifiers! {
    SHA1 = "1.3.14.3.2.26",
    SHA224 = "2.16.840.1.101.3.4.2.4",
    SHA256 = "2.16.840.1.101.3.4.2.1",
    SHA384 = "2.16.840.1.101.3.4.2.2",
    SHA512 = "2.16.840.1.101.3.4.2.3",
    SHA512_224 = "2.16.840.1.101.3.4.2.5",
    SHA512_256 = "2.16.840.1.101.3.4.2.6",
    HMAC_SHA1 = "1.2.840.113549.2.7",
    HMAC_SHA224 = "1.2.840.113549.2.8",
    HMAC_SHA256 = "1.2.840.113549.2.9",
    HMAC_SHA384 = "1.2.840.113549.2.10",
    HMAC_SHA512 = "1.2.840.113549.2.11",
    HMAC_SHA512_224 = "1.2.840.113549.2.12",
    HMAC_SHA512_256 = "1.2.840.113549.2.13",
    MD5 = "1.2.840.113549.2.5",
    SHA3_224 = "2.16.840.1.101.3.4.2.7",
    SHA3_256 = "2.16.840.1.101.3.4.2.8",
    SHA3_384 = "2.16.840.1.101.3.4.2.9",
    SHA3_512 = "2.16.840.1.101.3.4.2.10",
}

// Encryption by password (RFC 7292, appendix C; RFC 8018, appendix A; RFC 9579) and its ciphers.
identifiers! {
    PBES2 = "1.2.840.113549.1.5.13",
    PBKDF2 = "1.2.840.113549.1.5.12",
    PBMAC1 = "1.2.840.113549.1.5.14",
    PBE_SHA1_RC4_128 = "1.2.840.113549.1.12.1.1",
    PBE_SHA1_RC4_40 = "1.2.840.113549.1.12.1.2",
    PBE_SHA1_3DES = "1.2.840.113549.1.12.1.3",
    PBE_SHA1_2DES = "1.2.840.113549.1.12.1.4",
    PBE_SHA1_RC2_128 = "1.2.840.113549.1.12.1.5",
    PBE_SHA1_RC2_40 = "1.2.840.113549.1.12.1.6",
    PBES1_MD2_DES = "1.2.840.113549.1.5.1",
    PBES1_MD5_DES = "1.2.840.113549.1.5.3",
    PBES1_MD2_RC2 = "1.2.840.113549.1.5.4",
    PBES1_MD5_RC2 = "1.2.840.113549.1.5.6",
    PBES1_SHA1_DES = "1.2.840.113549.1.5.10",
    PBES1_SHA1_RC2 = "1.2.840.113549.1.5.11",
    SCRYPT = "1.3.6.1.4.1.11591.4.11",
    AES_128_CBC = "2.16.840.1.101.3.4.1.2",
    AES_192_CBC = "2.16.840.1.101.3.4.1.22",
    AES_256_CBC = "2.16.840.1.101.3.4.1.42",
    AES_128_GCM = "2.16.840.1.101.3.4.1.6",
    AES_192_GCM = "2.16.840.1.101.3.4.1.26",
    AES_256_GCM = "2.16.840.1.101.3.4.1.46",
    DES_EDE3_CBC = "1.2.840.113549.3.7",
    DES_CBC = "1.3.14.3.2.7",
    RC2_CBC = "1.2.840.113549.3.2",
    RC4 = "1.2.840.113549.3.4",
    RC5_CBC = "1.2.840.113549.3.9",
    BLOWFISH_CBC = "1.3.6.1.4.1.3029.1.1.2",
    CAMELLIA_128_CBC = "1.2.392.200011.61.1.1.1.2",
    CAMELLIA_192_CBC = "1.2.392.200011.61.1.1.1.3",
    CAMELLIA_256_CBC = "1.2.392.200011.61.1.1.1.4",
    SEED_CBC = "1.2.410.200004.1.4",
    ARIA_128_CBC = "1.2.410.200046.1.1.2",
    ARIA_192_CBC = "1.2.410.200046.1.1.7",
    ARIA_256_CBC = "1.2.410.200046.1.1.12",
}

// Keys (RFC 3279, 2.3; RFC 8410), curves (RFC 5480, 2.1.1.1; RFC 5639) and signatures (RFC 8017, RFC 5758).
identifiers! {
    RSA = "1.2.840.113549.1.1.1",
    RSA_PSS = "1.2.840.113549.1.1.10",
    DSA = "1.2.840.10040.4.1",
    EC = "1.2.840.10045.2.1",
    X25519 = "1.3.101.110",
    X448 = "1.3.101.111",
    ED25519 = "1.3.101.112",
    ED448 = "1.3.101.113",
    P192 = "1.2.840.10045.3.1.1",
    P224 = "1.3.132.0.33",
    P256 = "1.2.840.10045.3.1.7",
    P384 = "1.3.132.0.34",
    P521 = "1.3.132.0.35",
    SECP256K1 = "1.3.132.0.10",
    BRAINPOOL_P256R1 = "1.3.36.3.3.2.8.1.1.7",
    BRAINPOOL_P384R1 = "1.3.36.3.3.2.8.1.1.11",
    BRAINPOOL_P512R1 = "1.3.36.3.3.2.8.1.1.13",
    MGF1 = "1.2.840.113549.1.1.8",
    MD5_WITH_RSA = "1.2.840.113549.1.1.4",
    SHA1_WITH_RSA = "1.2.840.113549.1.1.5",
    SHA1_WITH_RSA_OIW = "1.3.14.3.2.29",
    SHA224_WITH_RSA = "1.2.840.113549.1.1.14",
    SHA256_WITH_RSA = "1.2.840.113549.1.1.11",
    SHA384_WITH_RSA = "1.2.840.113549.1.1.12",
    SHA512_WITH_RSA = "1.2.840.113549.1.1.13",
    ECDSA_WITH_SHA1 = "1.2.840.10045.4.1",
    ECDSA_WITH_SHA224 = "1.2.840.10045.4.3.1",
    ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2",
    ECDSA_WITH_SHA384 = "1.2.840.10045.4.3.3",
    ECDSA_WITH_SHA512 = "1.2.840.10045.4.3.4",
}

// What whole families of national algorithms begin with.
identifiers! {
    GOST = "1.2.643",
    SHANG_MI = "1.2.156.10197",
}

/// The hash function that this object identifier names.
pub(crate) fn hash_of_digest(oid: &[u8]) -> Option<Hash> {
    Hash::ALL.into_iter().find(|hash| digest_of(*hash) == oid)
}

/// The hash function of the HMAC that this object identifier names.
pub(crate) fn hash_of_hmac(oid: &[u8]) -> Option<Hash> {
    Some(match oid {
        HMAC_SHA1 => Hash::Sha1,
        HMAC_SHA224 => Hash::Sha224,
        HMAC_SHA256 => Hash::Sha256,
        HMAC_SHA384 => Hash::Sha384,
        HMAC_SHA512 => Hash::Sha512,
        HMAC_SHA512_224 => Hash::Sha512_224,
        HMAC_SHA512_256 => Hash::Sha512_256,
        _ => return None,
    })
}

/// The digest's object identifier, as [`hash_of_digest`] reads it.
pub(crate) fn digest_of(hash: Hash) -> &'static [u8] {
    match hash {
        Hash::Sha1 => SHA1,
        Hash::Sha224 => SHA224,
        Hash::Sha256 => SHA256,
        Hash::Sha384 => SHA384,
        Hash::Sha512 => SHA512,
        Hash::Sha512_224 => SHA512_224,
        Hash::Sha512_256 => SHA512_256,
    }
}

/// The dotted form; hexadecimal where it has no such form in numbers of 32 bits.
pub(crate) fn dotted(identifier: &[u8]) -> String {
    match ObjectIdentifierRef::from_bytes(identifier) {
        Ok(identifier) => identifier.to_string(),
        Err(_) => format!("0x{}", hex::encode(identifier)),
    }
}

/// The name of an algorithm that is met but not read, its object identifier otherwise.
pub(crate) fn algorithm_name(identifier: &[u8]) -> String {
    let name = match identifier {
        PBE_SHA1_RC4_128 => "RC4 (128 bit)",
        PBE_SHA1_RC4_40 => "RC4 (40 bit)",
        PBE_SHA1_2DES => "3DES (2 keys)",
        PBE_SHA1_RC2_128 => "RC2 (128 bit)",
        PBES1_MD2_DES => "PBES1 MD2 DES",
        PBES1_MD5_DES => "PBES1 MD5 DES",
        PBES1_MD2_RC2 => "PBES1 MD2 RC2",
        PBES1_MD5_RC2 => "PBES1 MD5 RC2",
        PBES1_SHA1_DES => "PBES1 SHA-1 DES",
        PBES1_SHA1_RC2 => "PBES1 SHA-1 RC2",
        SIGNED_DATA => "signed instead of a MAC",
        ENVELOPED_DATA => "encrypted for a key instead of a password",
        MD5 => "MD5",
        RC2_CBC => "RC2-CBC",
        RC4 => "RC4",
        RC5_CBC => "RC5-CBC",
        BLOWFISH_CBC => "Blowfish-CBC",
        SCRYPT => "scrypt",
        CAMELLIA_128_CBC => "Camellia-128-CBC",
        CAMELLIA_192_CBC => "Camellia-192-CBC",
        CAMELLIA_256_CBC => "Camellia-256-CBC",
        SEED_CBC => "SEED-CBC",
        ARIA_128_CBC => "ARIA-128-CBC",
        ARIA_192_CBC => "ARIA-192-CBC",
        ARIA_256_CBC => "ARIA-256-CBC",
        AES_128_GCM => "AES-128-GCM",
        AES_192_GCM => "AES-192-GCM",
        AES_256_GCM => "AES-256-GCM",
        SHA3_224 => "SHA3-224",
        SHA3_256 => "SHA3-256",
        SHA3_384 => "SHA3-384",
        SHA3_512 => "SHA3-512",
        _ if identifier.starts_with(GOST) => return format!("GOST ({})", dotted(identifier)),
        _ if identifier.starts_with(SHANG_MI) => return format!("ShangMi ({})", dotted(identifier)),
        _ => return dotted(identifier),
    };
    name.to_owned()
}

/// The name of a curve that is met but not read, its object identifier otherwise.
pub(crate) fn curve_name(identifier: &[u8]) -> String {
    let name = match identifier {
        P192 => "P-192",
        P224 => "P-224",
        SECP256K1 => "secp256k1",
        BRAINPOOL_P256R1 => "brainpoolP256r1",
        BRAINPOOL_P384R1 => "brainpoolP384r1",
        BRAINPOOL_P512R1 => "brainpoolP512r1",
        _ => return dotted(identifier),
    };
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_name_is_said_in_numbers() {
        assert_eq!(algorithm_name(&[0x2a, 0x03, 0x04]), "1.2.3.4");
        assert_eq!(algorithm_name(&[0x2a, 0x85, 0x03, 0x07]), "GOST (1.2.643.7)");
        assert_eq!(curve_name(P256), "1.2.840.10045.3.1.7");
        // An arc of a UUID (X.667) is larger than 32 bits.
        assert_eq!(dotted(&[0x69, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]), "0x69ffffffffff7f");
    }
}
