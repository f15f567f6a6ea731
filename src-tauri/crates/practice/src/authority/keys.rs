use rand::rngs::SysRng;
use rcgen::{KeyPair, PKCS_RSA_SHA256};
use rsa::pkcs8::EncodePrivateKey;
use rustls_pki_types::PrivatePkcs8KeyDer;
use rustls_pki_types::pem::PemObject;

use crate::{Folder, PracticeError};

/// Bits of every practice RSA key.
const BITS: usize = 2048;

/// The RSA key of that file, made and written where there is none. Blocking, about a second for a new one.
pub(super) fn stored_or_new(folder: &Folder, name: &str) -> Result<KeyPair, PracticeError> {
    if let Some(key) = folder.read(name)?.and_then(|pem| parse(&pem)) {
        return Ok(key);
    }
    let key = generate()?;
    folder.write(name, key.serialize_pem().as_bytes())?;
    Ok(key)
}

/// rcgen on ring signs with RSA keys and cannot make them.
pub(super) fn generate() -> Result<KeyPair, PracticeError> {
    let key = rsa::PrivateKey::new(&mut SysRng, BITS).map_err(PracticeError::key)?;
    let pkcs8 = key.to_pkcs8_der().map_err(PracticeError::key)?;
    KeyPair::from_pkcs8_der_and_sign_algo(&PrivatePkcs8KeyDer::from(pkcs8.as_bytes()), &PKCS_RSA_SHA256)
        .map_err(PracticeError::key)
}

pub(super) fn parse(pem: &[u8]) -> Option<KeyPair> {
    let pkcs8 = PrivatePkcs8KeyDer::from_pem_slice(pem).ok()?;
    KeyPair::from_pkcs8_der_and_sign_algo(&pkcs8, &PKCS_RSA_SHA256).ok()
}
