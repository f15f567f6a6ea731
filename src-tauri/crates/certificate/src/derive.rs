//! PBKDF2 (RFC 8018, 5.2) and the derivation of RFC 7292, appendix B.
//!
//! Both are of the RustCrypto hash functions; only the inner loops for SHA-1 and SHA-256 go straight to the
//! compression function, because the padding of every block but the first is the same. That is a fourth of
//! what an opening takes; the tests hold both against the crates that do it the long way.

use hmac::{Hmac, KeyInit, Mac};
use sha1::{Digest, Sha1};
use sha2::{Sha224, Sha256, Sha384, Sha512, Sha512_224, Sha512_256};
use zeroize::{Zeroize, Zeroizing};

use crate::algorithm::Hash;

/// What a key of RFC 7292 is for (B.3).
#[derive(Clone, Copy)]
pub(crate) enum Purpose {
    Encryption = 1,
    Vector = 2,
    Mac = 3,
}

/// RFC 7292, B.2. The password is UTF-16, big-endian, with its two zero bytes.
pub(crate) fn pkcs12(
    hash: Hash,
    password: &[u8],
    salt: &[u8],
    purpose: Purpose,
    rounds: u32,
    size: usize,
) -> Zeroizing<Vec<u8>> {
    let block = hash.block();
    let diversifier = vec![purpose as u8; block];
    let filled = |bytes: &[u8]| bytes.iter().copied().cycle().take(bytes.len().div_ceil(block) * block).collect();
    let salt: Vec<u8> = filled(salt);
    let password: Zeroizing<Vec<u8>> = Zeroizing::new(filled(password));
    // The exact size, so that nothing is left behind by growing.
    let mut input = Zeroizing::new(Vec::with_capacity(salt.len() + password.len()));
    input.extend_from_slice(&salt);
    input.extend_from_slice(&password);

    let mut key = Zeroizing::new(Vec::with_capacity(size + hash.size()));
    while key.len() < size {
        let mut digest = Zeroizing::new([0; Hash::MAX_SIZE]);
        let digest = &mut digest[..hash.size()];
        hash.of(&[&diversifier, &input], digest);
        hash.repeat(digest, rounds.saturating_sub(1));
        key.extend_from_slice(digest);
        for chunk in input.chunks_exact_mut(block) {
            add_and_one(chunk, digest);
        }
    }
    key.truncate(size);
    key
}

/// PBKDF2 with HMAC. The password is UTF-8.
pub(crate) fn pbkdf2(hash: Hash, password: &[u8], salt: &[u8], rounds: u32, key: &mut [u8]) {
    match hash {
        Hash::Sha1 => short_pbkdf2::<Sha1, 5>(password, salt, rounds, key),
        Hash::Sha256 => short_pbkdf2::<Sha256, 8>(password, salt, rounds, key),
        Hash::Sha224 => pbkdf2::pbkdf2_hmac::<Sha224>(password, salt, rounds, key),
        Hash::Sha384 => pbkdf2::pbkdf2_hmac::<Sha384>(password, salt, rounds, key),
        Hash::Sha512 => pbkdf2::pbkdf2_hmac::<Sha512>(password, salt, rounds, key),
        Hash::Sha512_224 => pbkdf2::pbkdf2_hmac::<Sha512_224>(password, salt, rounds, key),
        Hash::Sha512_256 => pbkdf2::pbkdf2_hmac::<Sha512_256>(password, salt, rounds, key),
    }
}

impl Hash {
    const MAX_SIZE: usize = 64;

    /// Input block in bytes.
    fn block(self) -> usize {
        match self {
            Self::Sha1 | Self::Sha224 | Self::Sha256 => 64,
            Self::Sha384 | Self::Sha512 | Self::Sha512_224 | Self::Sha512_256 => 128,
        }
    }

    /// The hash of a message.
    pub(crate) fn digest(self, message: &[u8]) -> Vec<u8> {
        let mut digest = vec![0; self.size()];
        self.of(&[message], &mut digest);
        digest
    }

    fn of(self, parts: &[&[u8]], digest: &mut [u8]) {
        fn run<D: Digest>(parts: &[&[u8]], digest: &mut [u8]) {
            let made = parts.iter().fold(D::new(), |hash, part| hash.chain_update(part)).finalize();
            digest.copy_from_slice(&made);
        }
        match self {
            Self::Sha1 => run::<Sha1>(parts, digest),
            Self::Sha224 => run::<Sha224>(parts, digest),
            Self::Sha256 => run::<Sha256>(parts, digest),
            Self::Sha384 => run::<Sha384>(parts, digest),
            Self::Sha512 => run::<Sha512>(parts, digest),
            Self::Sha512_224 => run::<Sha512_224>(parts, digest),
            Self::Sha512_256 => run::<Sha512_256>(parts, digest),
        }
    }

    /// The hash of the hash of …
    fn repeat(self, digest: &mut [u8], times: u32) {
        match self {
            Self::Sha1 => short_repeat::<Sha1, 5>(digest, times),
            Self::Sha256 => short_repeat::<Sha256, 8>(digest, times),
            _ => {
                for _ in 0..times {
                    let mut last = Zeroizing::new([0; Self::MAX_SIZE]);
                    let last = &mut last[..digest.len()];
                    last.copy_from_slice(digest);
                    self.of(&[last], digest);
                }
            }
        }
    }
}

/// The block becomes itself plus the digest, repeated, plus one: all big-endian numbers (RFC 7292, B.2, 6.C).
fn add_and_one(block: &mut [u8], digest: &[u8]) {
    let mut carry = 1u16;
    for (at, byte) in block.iter_mut().enumerate().rev() {
        carry += u16::from(*byte) + u16::from(digest[at % digest.len()]);
        *byte = (carry & 0xff) as u8;
        carry >>= 8;
    }
}

/// A hash function of 64-byte blocks and N words of state, all of which are its output.
trait Compression<const N: usize> {
    const START: [u32; N];

    fn compress(state: &mut [u32; N], block: &[u8; 64]);
}

impl Compression<5> for Sha1 {
    // FIPS 180-4, 5.3.1.
    const START: [u32; 5] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];

    fn compress(state: &mut [u32; 5], block: &[u8; 64]) {
        sha1::block_api::compress(state, std::slice::from_ref(block));
    }
}

impl Compression<8> for Sha256 {
    // FIPS 180-4, 5.3.3.
    const START: [u32; 8] =
        [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

    fn compress(state: &mut [u32; 8], block: &[u8; 64]) {
        sha2::block_api::compress256(state, std::slice::from_ref(block));
    }
}

/// A last block that holds a digest, after so many bytes (FIPS 180-4, 5.1.1).
fn padded<const N: usize>(digest: &[u8], before: usize) -> Zeroizing<[u8; 64]> {
    let mut block = Zeroizing::new([0; 64]);
    block[..4 * N].copy_from_slice(digest);
    block[4 * N] = 0x80;
    block[56..].copy_from_slice(&(8 * (before + 4 * N) as u64).to_be_bytes());
    block
}

fn store<const N: usize>(state: &[u32; N], into: &mut [u8]) {
    for (bytes, word) in into.chunks_exact_mut(4).zip(state) {
        bytes.copy_from_slice(&word.to_be_bytes());
    }
}

fn short_repeat<C: Compression<N>, const N: usize>(digest: &mut [u8], times: u32) {
    let mut block = padded::<N>(digest, 0);
    for _ in 0..times {
        let mut state = C::START;
        C::compress(&mut state, &block);
        store(&state, &mut block[..4 * N]);
    }
    digest.copy_from_slice(&block[..4 * N]);
}

fn short_pbkdf2<C, const N: usize>(password: &[u8], salt: &[u8], rounds: u32, key: &mut [u8])
where
    C: Compression<N> + Digest + hmac::EagerHash,
    Hmac<C>: KeyInit + Mac,
{
    let mut pad = Zeroizing::new([0; 64]);
    if password.len() > pad.len() {
        pad[..4 * N].copy_from_slice(&C::digest(password));
    } else {
        pad[..password.len()].copy_from_slice(password);
    }
    // HMAC's two states after its key (RFC 2104).
    let after = |mask: u8| {
        let block = Zeroizing::new(pad.map(|byte| byte ^ mask));
        let mut state = C::START;
        C::compress(&mut state, &block);
        Zeroizing::new(state)
    };
    let (inner, outer) = (after(0x36), after(0x5c));
    for (index, part) in (1u32..).zip(key.chunks_mut(4 * N)) {
        let Ok(mac) = <Hmac<C> as KeyInit>::new_from_slice(password) else { return };
        let first = mac.chain_update(salt).chain_update(index.to_be_bytes()).finalize().into_bytes();
        let mut block = padded::<N>(&first, 64);
        let mut sum = [0; N];
        for (word, bytes) in sum.iter_mut().zip(first.chunks_exact(4)) {
            *word = bytes.iter().fold(0, |word, byte| word << 8 | u32::from(*byte));
        }
        for _ in 1..rounds {
            let mut state = *inner;
            C::compress(&mut state, &block);
            store(&state, &mut block[..4 * N]);
            state = *outer;
            C::compress(&mut state, &block);
            store(&state, &mut block[..4 * N]);
            for (word, new) in sum.iter_mut().zip(state) {
                *word ^= new;
            }
        }
        let mut derived = Zeroizing::new([0; 64]);
        store(&sum, &mut derived[..4 * N]);
        sum.zeroize();
        part.copy_from_slice(&derived[..part.len()]);
    }
}

#[cfg(test)]
mod tests {
    use ::pkcs12::kdf::{Pkcs12KeyType, derive_key};
    use proptest::prelude::*;

    use super::*;

    const HASHES: [Hash; 7] =
        [Hash::Sha1, Hash::Sha224, Hash::Sha256, Hash::Sha384, Hash::Sha512, Hash::Sha512_224, Hash::Sha512_256];

    macro_rules! by_crate {
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

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn both_are_what_the_crates_derive(
            password in proptest::collection::vec(any::<u8>(), 0..150),
            salt in proptest::collection::vec(any::<u8>(), 0..150),
            rounds in 1u32..40,
            size in 1usize..140,
        ) {
            for hash in HASHES {
                let mut key = vec![0; size];
                pbkdf2(hash, &password, &salt, rounds, &mut key);
                let mut expected = vec![0; size];
                macro_rules! derive { ($hash:ty) => { ::pbkdf2::pbkdf2_hmac::<$hash>(&password, &salt, rounds, &mut expected) } }
                by_crate!(hash, derive);
                prop_assert_eq!(&key, &expected, "{:?}", hash);

                for (purpose, kind) in [
                    (Purpose::Encryption, Pkcs12KeyType::EncryptionKey),
                    (Purpose::Vector, Pkcs12KeyType::Iv),
                    (Purpose::Mac, Pkcs12KeyType::Mac),
                ] {
                    macro_rules! derive { ($hash:ty) => { derive_key::<$hash>(&password, &salt, kind, rounds as i32, size) } }
                    let expected = by_crate!(hash, derive);
                    prop_assert_eq!(&*pkcs12(hash, &password, &salt, purpose, rounds, size), &expected, "{:?}", hash);
                }
            }
        }
    }
}
