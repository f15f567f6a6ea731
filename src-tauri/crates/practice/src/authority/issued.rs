use certificate::Fingerprint;
use jiff::Timestamp;
use p12_keystore::{
    Certificate, EncryptionAlgorithm, KeyStore, KeyStoreEntry, MacAlgorithm, PrivateKey, PrivateKeyChain,
};
use rcgen::KeyPair;
use rustls_pki_types::CertificateDer;
use sha2::{Digest, Sha256};
use x509_parser::prelude::{FromDer, X509Certificate};
use zeroize::Zeroizing;

use crate::PracticeError;

/// What `openssl pkcs12 -export` of OpenSSL 3 takes.
const ITERATIONS: u32 = 2048;

/// A client certificate with its key and its root.
pub struct Issued {
    leaf: CertificateDer<'static>,
    root: CertificateDer<'static>,
    key: Zeroizing<Vec<u8>>,
    not_before: Timestamp,
    not_after: Timestamp,
}

impl Issued {
    pub(super) fn new(
        leaf: CertificateDer<'static>,
        root: CertificateDer<'static>,
        key: &KeyPair,
    ) -> Result<Self, PracticeError> {
        let (not_before, not_after) = {
            let (_, parsed) = X509Certificate::from_der(&leaf).map_err(PracticeError::certificate)?;
            let moment = |second| Timestamp::from_second(second).map_err(PracticeError::certificate);
            (moment(parsed.validity().not_before.timestamp())?, moment(parsed.validity().not_after.timestamp())?)
        };
        Ok(Self { leaf, root, key: Zeroizing::new(key.serialize_der()), not_before, not_after })
    }

    /// The certificate itself, in DER.
    pub fn leaf(&self) -> &CertificateDer<'static> {
        &self.leaf
    }

    /// SHA-256 of the certificate.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint(Sha256::digest(&self.leaf).into())
    }

    /// 有効開始年月日: the second from which it is valid.
    pub fn not_before(&self) -> Timestamp {
        self.not_before
    }

    /// 有効終了年月日: the last second in which it is valid.
    pub fn not_after(&self) -> Timestamp {
        self.not_after
    }

    /// The private key, PKCS#8.
    pub fn private_key(&self) -> &[u8] {
        &self.key
    }

    /// Key, certificate and root as a PKCS#12 file like OpenSSL 3's: AES-256-CBC by PBES2 with HMAC-SHA-256,
    /// HMAC-SHA-256 as MAC (RFC 7292, RFC 8018). Blocking, some milliseconds.
    ///
    /// # Errors
    /// [`PracticeError::Pkcs12`].
    pub fn pkcs12(&self, password: &str) -> Result<Vec<u8>, PracticeError> {
        let write = || -> Result<Vec<u8>, p12_keystore::error::Error> {
            let chain = [Certificate::from_der(&self.leaf)?, Certificate::from_der(&self.root)?];
            let alias = chain[0].subject().to_owned();
            let key = PrivateKey::from_der(&self.key)?;
            let mut store = KeyStore::new();
            store.add_entry(
                &alias,
                KeyStoreEntry::PrivateKeyChain(PrivateKeyChain::new(self.fingerprint().0.to_vec(), key, chain)),
            );
            store
                .writer(password)
                .encryption_algorithm(EncryptionAlgorithm::PbeWithHmacSha256AndAes256)
                .encryption_iterations(ITERATIONS)
                .mac_algorithm(MacAlgorithm::HmacSha256)
                .mac_iterations(ITERATIONS)
                .write()
        };
        write().map_err(|error| PracticeError::Pkcs12(Box::new(error)))
    }
}
