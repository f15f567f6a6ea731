use hmac::{Hmac, KeyInit, Mac};
use sha1::{Digest, Sha1};
use sha2::{Sha224, Sha256, Sha384, Sha512, Sha512_224, Sha512_256};

/// Hash functions of MACs and pseudo-random functions (FIPS 180-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    /// SHA-1, of files that are older or for older systems.
    Sha1,
    /// SHA-2 with 224 bits.
    Sha224,
    /// SHA-2 with 256 bits.
    Sha256,
    /// SHA-2 with 384 bits.
    Sha384,
    /// SHA-2 with 512 bits.
    Sha512,
    /// SHA-512 cut to 224 bits.
    Sha512_224,
    /// SHA-512 cut to 256 bits.
    Sha512_256,
}

/// Runs a macro with the type (of the crates `sha1` and `sha2`) that computes a [`Hash`].
macro_rules! with_hash {
    ($hash:expr, $run:ident) => {
        match $hash {
            Hash::Sha1 => $run!(Sha1),
            Hash::Sha224 => $run!(Sha224),
            Hash::Sha256 => $run!(Sha256),
            Hash::Sha384 => $run!(Sha384),
            Hash::Sha512 => $run!(Sha512),
            Hash::Sha512_224 => $run!(Sha512_224),
            Hash::Sha512_256 => $run!(Sha512_256),
        }
    };
}
#[cfg(test)]
pub(crate) use with_hash;

impl Hash {
    /// Every one of them, for looking one up.
    pub const ALL: [Self; 7] =
        [Self::Sha1, Self::Sha224, Self::Sha256, Self::Sha384, Self::Sha512, Self::Sha512_224, Self::Sha512_256];

    pub(crate) const MAX_SIZE: usize = 64;

    /// Its output in bytes.
    pub fn size(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha224 | Self::Sha512_224 => 28,
            Self::Sha256 | Self::Sha512_256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// The hash of a message.
    pub fn digest(self, message: &[u8]) -> Vec<u8> {
        let mut digest = vec![0; self.size()];
        self.of(&[message], &mut digest);
        digest
    }

    /// The message's HMAC (RFC 2104) with a key of any length.
    pub fn hmac(self, key: &[u8], message: &[u8]) -> Vec<u8> {
        macro_rules! compute {
            ($hash:ty) => {
                match Hmac::<$hash>::new_from_slice(key) {
                    Ok(mac) => mac.chain_update(message).finalize().into_bytes().to_vec(),
                    Err(_) => Vec::new(),
                }
            };
        }
        with_hash!(self, compute)
    }

    /// True if this is the message's whole HMAC, compared in constant time.
    pub fn hmac_fits(self, key: &[u8], message: &[u8], mac: &[u8]) -> bool {
        macro_rules! verify {
            ($hash:ty) => {
                Hmac::<$hash>::new_from_slice(key).is_ok_and(|new| new.chain_update(message).verify_slice(mac).is_ok())
            };
        }
        with_hash!(self, verify)
    }

    /// Input block in bytes.
    pub(crate) fn block(self) -> usize {
        match self {
            Self::Sha1 | Self::Sha224 | Self::Sha256 => 64,
            Self::Sha384 | Self::Sha512 | Self::Sha512_224 | Self::Sha512_256 => 128,
        }
    }

    /// The hash of parts, one after the other.
    pub(crate) fn of(self, parts: &[&[u8]], digest: &mut [u8]) {
        macro_rules! run {
            ($hash:ty) => {
                digest.copy_from_slice(
                    &parts
                        .iter()
                        .fold(<$hash as Digest>::new(), |hash, part| Digest::chain_update(hash, part))
                        .finalize(),
                )
            };
        }
        with_hash!(self, run)
    }
}
