use std::sync::OnceLock;

use p12_keystore::{KeyStore, KeyStoreEntry, PrivateKey, PrivateKeyChain};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use rsa::pkcs8::EncodePrivateKey as _;

/// What the file of [`issued`] opens with.
pub(crate) const PASSWORD: &str = "kaigo 4096!";

/// A certificate as issued, RSA-2048 under a root, in a password-protected file.
pub(crate) fn issued() -> &'static [u8] {
    static FILE: OnceLock<Vec<u8>> = OnceLock::new();
    FILE.get_or_init(|| {
        let mut root = CertificateParams::default();
        root.distinguished_name.push(DnType::CommonName, "e-seikyu CA");
        root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let root = CertifiedIssuer::self_signed(root, KeyPair::generate().unwrap()).unwrap();
        let key = rsa::PrivateKey::new(&mut rand::rngs::SysRng, 2048).unwrap();
        let key = key.to_pkcs8_der().unwrap();
        let pair = KeyPair::try_from(key.as_bytes()).unwrap();
        let mut leaf = CertificateParams::default();
        leaf.distinguished_name.push(DnType::CommonName, "CarePlanJigyousho");
        let leaf = leaf.signed_by(&pair, &root).unwrap();
        let chain = PrivateKeyChain::new(
            "1",
            PrivateKey::from_der(key.as_bytes()).unwrap(),
            [leaf.der(), root.der()].map(|der| p12_keystore::Certificate::from_der(der).unwrap()),
        );
        let mut store = KeyStore::new();
        store.add_entry("issued", KeyStoreEntry::PrivateKeyChain(chain));
        store.writer(PASSWORD).write().unwrap()
    })
}
