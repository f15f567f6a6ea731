//! Running the derivations and ciphers that [`crate::algorithm`] describes, with a password in the encoding that they take.

use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, KeyInit, KeyIvInit};
use aes::{Aes128, Aes192, Aes256};
use derivation::{Hash, Purpose, StopFlag};
use des::{Des, TdesEde3};
use rc2::Rc2;
use zeroize::Zeroizing;

use crate::algorithm::{Cipher, Encryption, Mac, Pbkdf2};

/// True if the MAC over these octets was made with this password. One derivation.
pub(crate) fn mac_fits(mac: &Mac<'_>, password: &[u8], content: &[u8], stop: &StopFlag) -> bool {
    match mac {
        Mac::Pkcs12 { hash, salt, iterations, digest } => {
            let key = pkcs12_derive(*hash, password, salt, Purpose::Mac, *iterations, hash.size(), stop);
            hash.hmac_fits(&key, content, digest)
        }
        Mac::Pbmac1 { kdf, key_length, hash, digest } => {
            hash.hmac_fits(&pbkdf2(kdf, password, *key_length, stop), content, digest)
        }
    }
}

/// The MAC of RFC 7292, appendix B over these octets.
pub(crate) fn mac(hash: Hash, password: &[u8], salt: &[u8], iterations: u64, content: &[u8]) -> Vec<u8> {
    let key = pkcs12_derive(hash, password, salt, Purpose::Mac, iterations, hash.size(), &StopFlag::default());
    hash.hmac(&key, content)
}

/// Decrypts into wiped memory; `None` if the padding is wrong, or after a stop. One derivation (two for PKCS#12's own: key and vector).
pub(crate) fn decrypt(
    encryption: &Encryption<'_>,
    password: &[u8],
    data: &[u8],
    stop: &StopFlag,
) -> Option<Zeroizing<Vec<u8>>> {
    let (cipher, key, iv) = key_and_iv(encryption, password, stop);
    let mut buffer = Zeroizing::new(data.to_vec());
    let length = run(cipher, &key, &iv, Direction::Decrypt, &mut buffer, 0)?;
    buffer.truncate(length);
    Some(buffer)
}

/// Encrypts a copy, into wiped memory: under an empty password it is as good as plain.
pub(crate) fn encrypt(encryption: &Encryption<'_>, password: &[u8], plain: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (cipher, key, iv) = key_and_iv(encryption, password, &StopFlag::default());
    let mut buffer = Zeroizing::new(Vec::with_capacity(plain.len() + cipher.block_size()));
    buffer.extend_from_slice(plain);
    buffer.resize(plain.len() + cipher.block_size(), 0);
    let length = run(cipher, &key, &iv, Direction::Encrypt, &mut buffer, plain.len())?;
    buffer.truncate(length);
    Some(buffer)
}

fn key_and_iv(
    encryption: &Encryption<'_>,
    password: &[u8],
    stop: &StopFlag,
) -> (Cipher, Zeroizing<Vec<u8>>, Zeroizing<Vec<u8>>) {
    match encryption {
        Encryption::Pkcs12 { cipher, salt, iterations } => {
            let derive = |kind, size| pkcs12_derive(Hash::Sha1, password, salt, kind, *iterations, size, stop);
            let key = derive(Purpose::Encryption, cipher.key_size());
            (*cipher, key, derive(Purpose::Vector, cipher.block_size()))
        }
        Encryption::Pbes2 { kdf, cipher, iv } => {
            (*cipher, pbkdf2(kdf, password, cipher.key_size(), stop), Zeroizing::new(iv.to_vec()))
        }
    }
}

fn pkcs12_derive(
    hash: Hash,
    password: &[u8],
    salt: &[u8],
    purpose: Purpose,
    iterations: u64,
    size: usize,
    stop: &StopFlag,
) -> Zeroizing<Vec<u8>> {
    derivation::pkcs12(hash, password, salt, purpose, u32::try_from(iterations).unwrap_or(u32::MAX), size, stop)
}

fn pbkdf2(kdf: &Pbkdf2<'_>, password: &[u8], size: usize, stop: &StopFlag) -> Zeroizing<Vec<u8>> {
    let mut key = Zeroizing::new(vec![0; size]);
    let rounds = u32::try_from(kdf.iterations).unwrap_or(u32::MAX);
    derivation::pbkdf2(kdf.prf, password, &kdf.salt, rounds, &mut key, stop);
    key
}

#[derive(Clone, Copy)]
enum Direction {
    Encrypt,
    Decrypt,
}

fn run(cipher: Cipher, key: &[u8], iv: &[u8], direction: Direction, buffer: &mut [u8], plain: usize) -> Option<usize> {
    match cipher {
        Cipher::Aes128 => cbc_run::<Aes128>(key, iv, direction, buffer, plain),
        Cipher::Aes192 => cbc_run::<Aes192>(key, iv, direction, buffer, plain),
        Cipher::Aes256 => cbc_run::<Aes256>(key, iv, direction, buffer, plain),
        Cipher::TripleDes => cbc_run::<TdesEde3>(key, iv, direction, buffer, plain),
        Cipher::Des => cbc_run::<Des>(key, iv, direction, buffer, plain),
        Cipher::Rc2 => cbc_run::<Rc2>(key, iv, direction, buffer, plain),
    }
}

fn cbc_run<C>(key: &[u8], iv: &[u8], direction: Direction, buffer: &mut [u8], plain: usize) -> Option<usize>
where
    C: BlockCipherEncrypt + BlockCipherDecrypt + KeyInit,
{
    match direction {
        Direction::Encrypt => {
            let mode = cbc::Encryptor::<C>::new_from_slices(key, iv).ok()?;
            mode.encrypt_padded::<Pkcs7>(buffer, plain).ok().map(<[u8]>::len)
        }
        Direction::Decrypt => {
            let mode = cbc::Decryptor::<C>::new_from_slices(key, iv).ok()?;
            mode.decrypt_padded::<Pkcs7>(buffer).ok().map(<[u8]>::len)
        }
    }
}
