//! PBKDF2 (RFC 8018, 5.2) and the derivation of RFC 7292, appendix B.
//!
//! Both are of the RustCrypto hash functions; only the inner loops go straight to the compression function: the
//! padding of every block but the first is the same, and they can be told to stop, which the crates cannot (measured in
//! `docs/decisions/0001-own-pkcs12-reader.md`). What is derived after a stop is of no use. The tests hold both against the crates.

use hmac::{Hmac, KeyInit, Mac};
use sha1::{Digest, Sha1};
use sha2::{Sha224, Sha256, Sha384, Sha512, Sha512_224, Sha512_256};
use zeroize::Zeroizing;

use crate::compression::Compression;
use crate::hash::Hash;
use crate::stop_flag::StopFlag;

/// What a key of RFC 7292 is for (B.3).
#[derive(Clone, Copy)]
pub enum Purpose {
    /// The cipher's key.
    Encryption = 1,
    /// The cipher's initialisation vector.
    Vector = 2,
    /// The MAC's key.
    Mac = 3,
}

/// A key of `size` bytes by RFC 7292, B.2. The password is UTF-16, big-endian, with its two zero bytes. After a stop what
/// is returned is of no use.
pub fn pkcs12(
    hash: Hash,
    password: &[u8],
    salt: &[u8],
    purpose: Purpose,
    rounds: u32,
    size: usize,
    stop: &StopFlag,
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
        repeated(hash, digest, rounds.saturating_sub(1), stop);
        key.extend_from_slice(digest);
        for chunk in input.chunks_exact_mut(block) {
            add_and_one(chunk, digest);
        }
    }
    key.truncate(size);
    key
}

/// Fills the key by PBKDF2 with HMAC (RFC 8018, 5.2). The password is UTF-8. After a stop what is in it is of no use.
pub fn pbkdf2(hash: Hash, password: &[u8], salt: &[u8], rounds: u32, key: &mut [u8], stop: &StopFlag) {
    match hash {
        Hash::Sha1 => derive_pbkdf2::<Sha1, 64>(password, salt, rounds, key, stop),
        Hash::Sha224 => derive_pbkdf2::<Sha224, 64>(password, salt, rounds, key, stop),
        Hash::Sha256 => derive_pbkdf2::<Sha256, 64>(password, salt, rounds, key, stop),
        Hash::Sha384 => derive_pbkdf2::<Sha384, 128>(password, salt, rounds, key, stop),
        Hash::Sha512 => derive_pbkdf2::<Sha512, 128>(password, salt, rounds, key, stop),
        Hash::Sha512_224 => derive_pbkdf2::<Sha512_224, 128>(password, salt, rounds, key, stop),
        Hash::Sha512_256 => derive_pbkdf2::<Sha512_256, 128>(password, salt, rounds, key, stop),
    }
}

/// The hash of the hash of …
fn repeated(hash: Hash, digest: &mut [u8], times: u32, stop: &StopFlag) {
    match hash {
        Hash::Sha1 => repeat::<Sha1, 64>(digest, times, stop),
        Hash::Sha224 => repeat::<Sha224, 64>(digest, times, stop),
        Hash::Sha256 => repeat::<Sha256, 64>(digest, times, stop),
        Hash::Sha384 => repeat::<Sha384, 128>(digest, times, stop),
        Hash::Sha512 => repeat::<Sha512, 128>(digest, times, stop),
        Hash::Sha512_224 => repeat::<Sha512_224, 128>(digest, times, stop),
        Hash::Sha512_256 => repeat::<Sha512_256, 128>(digest, times, stop),
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

/// So many rounds are run between two looks at the flag: some hundred microseconds.
const ROUNDS_AT_ONCE: u32 = 1_024;

/// Runs a round so many times, unless it is told to stop.
#[inline(always)]
fn run_rounds(rounds: u32, stop: &StopFlag, mut round: impl FnMut()) {
    let mut left = rounds;
    while left > 0 && !stop.is_raised() {
        let now = left.min(ROUNDS_AT_ONCE);
        for _ in 0..now {
            round();
        }
        left -= now;
    }
}

/// A last block that holds a digest of so many bytes, after others (FIPS 180-4, 5.1).
fn padded<const BLOCK: usize>(digest: &[u8], before: usize) -> Zeroizing<[u8; BLOCK]> {
    let mut block = Zeroizing::new([0; BLOCK]);
    block[..digest.len()].copy_from_slice(digest);
    block[digest.len()] = 0x80;
    block[BLOCK - 8..].copy_from_slice(&(8 * (before + digest.len()) as u64).to_be_bytes());
    block
}

fn repeat<C: Compression<BLOCK>, const BLOCK: usize>(digest: &mut [u8], times: u32, stop: &StopFlag) {
    let mut block = padded::<BLOCK>(digest, 0);
    run_rounds(times, stop, || {
        let mut state = C::START;
        C::compress(&mut state, &block);
        C::store(&state, &mut block);
    });
    digest.copy_from_slice(&block[..C::SIZE]);
}

fn derive_pbkdf2<C, const BLOCK: usize>(password: &[u8], salt: &[u8], rounds: u32, key: &mut [u8], stop: &StopFlag)
where
    C: Compression<BLOCK> + Digest + hmac::EagerHash,
    Hmac<C>: KeyInit + Mac,
{
    let mut pad = Zeroizing::new([0; BLOCK]);
    if password.len() > BLOCK {
        pad[..C::SIZE].copy_from_slice(&C::digest(password));
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
    for (index, part) in (1u32..).zip(key.chunks_mut(C::SIZE)) {
        let Ok(mac) = <Hmac<C> as KeyInit>::new_from_slice(password) else { return };
        let first = mac.chain_update(salt).chain_update(index.to_be_bytes()).finalize().into_bytes();
        let mut block = padded::<BLOCK>(&first, BLOCK);
        // The sum begins at zero: of the first round only the bytes are known, and they are added at the end.
        let mut sum = Zeroizing::new(C::START);
        C::add(&C::START, &mut sum);
        run_rounds(rounds.saturating_sub(1), stop, || {
            let mut state = *inner;
            C::compress(&mut state, &block);
            C::store(&state, &mut block);
            state = *outer;
            C::compress(&mut state, &block);
            C::store(&state, &mut block);
            C::add(&state, &mut sum);
        });
        let mut derived = Zeroizing::new([0; BLOCK]);
        C::store(&sum, &mut derived);
        for (byte, (derived, first)) in part.iter_mut().zip(derived.iter().zip(&first)) {
            *byte = derived ^ first;
        }
    }
}

#[cfg(test)]
mod tests {
    use ::pkcs12::kdf::{Pkcs12KeyType, derive_key};
    use proptest::prelude::*;

    use super::*;
    use crate::hash::with_hash;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn both_are_what_the_crates_derive(
            password in proptest::collection::vec(any::<u8>(), 0..150),
            salt in proptest::collection::vec(any::<u8>(), 0..150),
            rounds in 1u32..40,
            size in 1usize..140,
        ) {
            for hash in Hash::ALL {
                let mut key = vec![0; size];
                pbkdf2(hash, &password, &salt, rounds, &mut key, &StopFlag::default());
                let mut expected = vec![0; size];
                macro_rules! derive { ($hash:ty) => { ::pbkdf2::pbkdf2_hmac::<$hash>(&password, &salt, rounds, &mut expected) } }
                with_hash!(hash, derive);
                prop_assert_eq!(&key, &expected, "{:?}", hash);

                for (purpose, kind) in [
                    (Purpose::Encryption, Pkcs12KeyType::EncryptionKey),
                    (Purpose::Vector, Pkcs12KeyType::Iv),
                    (Purpose::Mac, Pkcs12KeyType::Mac),
                ] {
                    macro_rules! derive { ($hash:ty) => { derive_key::<$hash>(&password, &salt, kind, rounds as i32, size) } }
                    let expected = with_hash!(hash, derive);
                    prop_assert_eq!(&*pkcs12(hash, &password, &salt, purpose, rounds, size, &StopFlag::default()), &expected, "{:?}", hash);
                }
            }
        }
    }

    #[test]
    fn what_would_take_minutes_stops_when_it_is_told_to() {
        for hash in Hash::ALL {
            let stop = StopFlag::default();
            std::thread::scope(|scope| {
                let (one, other) = (stop.clone(), stop.clone());
                let running = [
                    scope.spawn(move || pbkdf2(hash, b"x", b"salt", u32::MAX, &mut [0; 130], &one)),
                    scope.spawn(move || {
                        pkcs12(hash, b"x", b"salt", Purpose::Mac, u32::MAX, 130, &other);
                    }),
                ];
                std::thread::sleep(std::time::Duration::from_millis(5));
                assert!(running.iter().all(|thread| !thread.is_finished()), "{hash:?}");
                stop.stop();
                // The scope ends when both threads have: with 2^32 rounds not within this test's time.
            });
        }
    }
}
