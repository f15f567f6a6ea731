use derivation::Hash;
use secrecy::{ExposeSecret, SecretString};
use sha1::{Digest, Sha1};
use strum::{IntoStaticStr, VariantNames};
use zeroize::Zeroizing;

use crate::algorithm::{Cipher, Encryption, Pbkdf2};
use crate::asn1::{BMP_STRING, CONTEXT_0, CONTEXT_0_PRIMITIVE, OCTET_STRING, SEQUENCE, SET};
use crate::ber::Octets;
use crate::cipher;
use crate::der::{self, set_of, tlv, unsigned};
use crate::file_type::MAX_FILE_BYTES;
use crate::identity::Identity;
use crate::oid;
use crate::open::open_at;
use crate::password::Password;
use crate::stack::wiping_stack;

/// Why no file was written.
#[derive(Debug, thiserror::Error, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "kebab-case", prefix = "certificate-write-")]
pub enum WriteError {
    /// The password cannot protect such a file.
    #[error("this password cannot be used for the file")]
    Password,
    /// Encoding or random numbers failed.
    #[error("writing failed: {0}")]
    Failed(&'static str),
    /// What was written does not read back as what was meant.
    #[error("what was written reads back differently")]
    Mismatch,
}

impl WriteError {
    /// Every code there is.
    pub const CODES: &[&str] = <Self as VariantNames>::VARIANTS;

    /// Stable code for the catalogues and the help desk.
    pub fn code(&self) -> &'static str {
        self.into()
    }
}

/// iOS takes a certificate password only if it is not empty and all of it is printable ASCII.
pub fn ios_can_take(password: &SecretString) -> bool {
    let text = password.expose_secret();
    !text.is_empty() && text.bytes().all(|byte| (0x20..0x7f).contains(&byte))
}

/// For Android's installer: opens with an empty password, PBE-SHA1-3DES and SHA-1 MAC, which every
/// version from 13 on reads (AOSP's own PKCS#12 reader, run on 13, 14 and 15). Never to be stored.
///
/// # Errors
/// See [`WriteError`].
pub fn to_android_p12(identity: &Identity, name: &str) -> Result<Zeroizing<Vec<u8>>, WriteError> {
    let protection = Protection { cipher: Cipher::TripleDes, mac: Hash::Sha1, iterations: 2_048, key_named: true };
    write(identity, name, &SecretString::default(), &protection)
}

/// For iOS 18 and later: AES-256-CBC with PBKDF2-HMAC-SHA256, SHA-256 MAC; the name on the leaf only
/// (Apple's Security framework reads no other PBES2). Each derivation takes 200,000 iterations: for its few minutes on the
/// phone the file can be copied by whoever knows where it lies, and the password is then all that protects it.
///
/// # Errors
/// [`WriteError::Password`] where [`ios_can_take`] says no.
pub fn to_ios_p12(identity: &Identity, name: &str, password: &SecretString) -> Result<Zeroizing<Vec<u8>>, WriteError> {
    if !ios_can_take(password) {
        return Err(WriteError::Password);
    }
    let protection = Protection { cipher: Cipher::Aes256, mac: Hash::Sha256, iterations: 200_000, key_named: false };
    write(identity, name, password, &protection)
}

/// For opening by hand on any supported phone: PBE-SHA1-3DES and SHA-1 MAC with the user's password.
///
/// # Errors
/// [`WriteError::Password`] for an empty one: the file would lie about unprotected.
pub fn to_portable_p12(
    identity: &Identity,
    name: &str,
    password: &SecretString,
) -> Result<Zeroizing<Vec<u8>>, WriteError> {
    if password.expose_secret().is_empty() {
        return Err(WriteError::Password);
    }
    let protection = Protection { cipher: Cipher::TripleDes, mac: Hash::Sha1, iterations: 10_000, key_named: true };
    write(identity, name, password, &protection)
}

struct Protection {
    cipher: Cipher,
    mac: Hash,
    iterations: u32,
    /// The key carries the name too, so that Java and Bouncy Castle list one entry by it.
    key_named: bool,
}

fn write(
    identity: &Identity,
    name: &str,
    password: &SecretString,
    protection: &Protection,
) -> Result<Zeroizing<Vec<u8>>, WriteError> {
    let file = wiping_stack(|| assemble(identity, name, password, protection))?;
    read_back(&file, password, identity)?;
    Ok(file)
}

fn assemble(
    identity: &Identity,
    name: &str,
    password: &SecretString,
    protection: &Protection,
) -> Result<Zeroizing<Vec<u8>>, WriteError> {
    let secret = Password::new(password);
    let id = Sha1::digest(identity.leaf_der());
    let key = encrypted_key(identity, name, &id, &secret, protection)?;
    let certificates = encrypted_certificates(identity, name, &id, &secret, protection)?;
    let safes =
        tlv(SEQUENCE, &[&certificates, &content_info(oid::DATA, &tlv(OCTET_STRING, &[&tlv(SEQUENCE, &[&key])]))]);

    let salt: [u8; 8] = random()?;
    let digest = cipher::mac(protection.mac, secret.for_pkcs12_mac(), &salt, protection.iterations.into(), &safes);
    let algorithm = tlv(SEQUENCE, &[&der::oid(oid::digest_of(protection.mac)), NULL]);
    let digest_info = tlv(SEQUENCE, &[&algorithm, &tlv(OCTET_STRING, &[&digest])]);
    let mac_data = tlv(SEQUENCE, &[&digest_info, &tlv(OCTET_STRING, &[&salt]), &unsigned(protection.iterations)]);
    Ok(tlv(SEQUENCE, &[&unsigned(3), &content_info(oid::DATA, &tlv(OCTET_STRING, &[&safes])), &mac_data]))
}

const NULL: &[u8] = &[5, 0];

/// A bag with the encrypted key (RFC 7292, 4.2.2).
fn encrypted_key(
    identity: &Identity,
    name: &str,
    id: &[u8],
    password: &Password,
    protection: &Protection,
) -> Result<Zeroizing<Vec<u8>>, WriteError> {
    let (algorithm, encrypted) = encrypt(identity.private_key_pkcs8(), password, protection)?;
    let value = tlv(SEQUENCE, &[&algorithm, &tlv(OCTET_STRING, &[&encrypted])]);
    let name = protection.key_named.then_some(name);
    Ok(bag(oid::SHROUDED_KEY_BAG, &value, attributes(name, Some(id))))
}

/// An encrypted safe with the leaf and its chain (RFC 7292, 4.1 and 4.2.3).
fn encrypted_certificates(
    identity: &Identity,
    name: &str,
    id: &[u8],
    password: &Password,
    protection: &Protection,
) -> Result<Zeroizing<Vec<u8>>, WriteError> {
    let certificate_bag = |certificate: &[u8], attributes| {
        let octets = tlv(CONTEXT_0, &[&tlv(OCTET_STRING, &[certificate])]);
        bag(oid::CERTIFICATE_BAG, &tlv(SEQUENCE, &[&der::oid(oid::X509_CERTIFICATE), &octets]), attributes)
    };
    let mut bags = vec![certificate_bag(identity.leaf_der(), attributes(Some(name), Some(id)))];
    bags.extend(identity.chain_der().iter().map(|certificate| certificate_bag(certificate, Vec::new())));
    let parts: Vec<&[u8]> = bags.iter().map(|bag| bag.as_slice()).collect();
    let (algorithm, encrypted) = encrypt(&tlv(SEQUENCE, &parts), password, protection)?;
    let content = tlv(SEQUENCE, &[&der::oid(oid::DATA), &algorithm, &tlv(CONTEXT_0_PRIMITIVE, &[&encrypted])]);
    Ok(content_info(oid::ENCRYPTED_DATA, &tlv(SEQUENCE, &[&unsigned(0), &content])))
}

fn bag(kind: &[u8], value: &[u8], attributes: Vec<Zeroizing<Vec<u8>>>) -> Zeroizing<Vec<u8>> {
    let value = tlv(CONTEXT_0, &[value]);
    if attributes.is_empty() {
        return tlv(SEQUENCE, &[&der::oid(kind), &value]);
    }
    tlv(SEQUENCE, &[&der::oid(kind), &value, &set_of(attributes)])
}

/// friendlyName and localKeyID (RFC 2985, 5.5).
fn attributes(name: Option<&str>, id: Option<&[u8]>) -> Vec<Zeroizing<Vec<u8>>> {
    let attribute = |kind: &[u8], value: &[u8]| tlv(SEQUENCE, &[&der::oid(kind), &tlv(SET, &[value])]);
    let name = name.map(|name| {
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_be_bytes).collect();
        attribute(oid::FRIENDLY_NAME, &tlv(BMP_STRING, &[&units]))
    });
    let id = id.map(|id| attribute(oid::LOCAL_KEY_ID, &tlv(OCTET_STRING, &[id])));
    name.into_iter().chain(id).collect()
}

fn content_info(kind: &[u8], content: &[u8]) -> Zeroizing<Vec<u8>> {
    tlv(SEQUENCE, &[&der::oid(kind), &tlv(CONTEXT_0, &[content])])
}

type Wiped = Zeroizing<Vec<u8>>;

/// An `AlgorithmIdentifier` and what it encrypts to. Salts are of 8 bytes.
fn encrypt(plain: &[u8], password: &Password, protection: &Protection) -> Result<(Wiped, Wiped), WriteError> {
    let salt: [u8; 8] = random()?;
    let iv: [u8; 16] = random()?;
    let salt_octets = tlv(OCTET_STRING, &[&salt]);
    let iterations = unsigned(protection.iterations);
    let (algorithm, encryption) = match protection.cipher {
        Cipher::Aes256 => {
            let prf = tlv(SEQUENCE, &[&der::oid(oid::HMAC_SHA256), NULL]);
            let kdf = tlv(SEQUENCE, &[&salt_octets, &iterations, &prf]);
            let kdf = tlv(SEQUENCE, &[&der::oid(oid::PBKDF2), &kdf]);
            let scheme = tlv(SEQUENCE, &[&der::oid(oid::AES_256_CBC), &tlv(OCTET_STRING, &[&iv])]);
            let algorithm = tlv(SEQUENCE, &[&der::oid(oid::PBES2), &tlv(SEQUENCE, &[&kdf, &scheme])]);
            let kdf = Pbkdf2 {
                salt: Octets::Whole(&salt),
                iterations: protection.iterations.into(),
                key_length: None,
                prf: Hash::Sha256,
            };
            (algorithm, Encryption::Pbes2 { kdf, cipher: Cipher::Aes256, iv: Octets::Whole(&iv) })
        }
        cipher => {
            let parameters = tlv(SEQUENCE, &[&salt_octets, &iterations]);
            let algorithm = tlv(SEQUENCE, &[&der::oid(oid::PBE_SHA1_3DES), &parameters]);
            let iterations = protection.iterations.into();
            (algorithm, Encryption::Pkcs12 { cipher, salt: Octets::Whole(&salt), iterations })
        }
    };
    let encrypted =
        cipher::encrypt(&encryption, password.standard(&encryption), plain).ok_or(WriteError::Failed("cipher"))?;
    Ok((algorithm, encrypted))
}

fn random<const N: usize>() -> Result<[u8; N], WriteError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| WriteError::Failed("random numbers"))?;
    Ok(bytes)
}

fn read_back(file: &[u8], password: &SecretString, meant: &Identity) -> Result<(), WriteError> {
    if file.len() > MAX_FILE_BYTES {
        return Err(WriteError::Failed("too large"));
    }
    let found = open_at(file, password, meant.opened_at()).map_err(|_| WriteError::Mismatch)?;
    // Fewer certificates may leave time for more checks of signatures, and so for another order.
    let same_chain = found.chain_der().len() == meant.chain_der().len()
        && meant.chain_der().iter().all(|certificate| found.chain_der().contains(certificate));
    let same =
        found.leaf_der() == meant.leaf_der() && same_chain && found.private_key_pkcs8() == meant.private_key_pkcs8();
    if same { Ok(()) } else { Err(WriteError::Mismatch) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::issued::{self, Issued};

    fn identity(issued: &Issued) -> Identity {
        let certificates: Vec<&[u8]> = std::iter::once(&issued.leaf).chain(&issued.chain).map(Vec::as_slice).collect();
        Identity::of(&issued.key, &certificates, issued::START).unwrap()
    }

    /// What another reader finds: alias, leaf and chain, key.
    fn read_by_another(file: &[u8], password: &str) -> (String, Vec<Vec<u8>>, Vec<u8>) {
        let store =
            p12_keystore::KeyStore::from_pkcs12(file, password, p12_keystore::Pkcs12ImportPolicy::Strict).unwrap();
        let (alias, chain) = store.private_key_chain().unwrap();
        let certificates = chain.certs().iter().map(|certificate| certificate.as_der().to_vec()).collect();
        (alias.to_owned(), certificates, chain.key().as_der().to_vec())
    }

    #[test]
    fn another_reader_finds_key_leaf_and_chain() {
        let issued = issued::issue_below_intermediate();
        let identity = identity(&issued);
        let all = [std::slice::from_ref(&issued.leaf), &issued.chain].concat();
        let password = SecretString::from("Kb7hx2Rt");
        for (file, password, alias) in [
            (to_android_p12(&identity, "kaigo-dx-3f9a1c02").unwrap(), "", "kaigo-dx-3f9a1c02"),
            (to_portable_p12(&identity, "介護DX証明書", &password).unwrap(), "Kb7hx2Rt", "介護DX証明書"),
        ] {
            assert_eq!(read_by_another(&file, password), (alias.to_owned(), all.clone(), issued.key.clone()));
        }
        let file = to_ios_p12(&identity, "ひまわり", &password).unwrap();
        let (_, certificates, key) = read_by_another(&file, "Kb7hx2Rt");
        assert_eq!((certificates, key), (all, issued.key.clone()));
        assert_eq!(
            file.windows(8)
                .filter(|window| *window == "ひまわり".encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>())
                .count(),
            0
        );
    }

    #[test]
    fn the_algorithms_are_those_that_each_phone_reads() {
        let identity = identity(&issued::ordinary());
        let password = SecretString::from("Kb7hx2Rt");
        let told = |file: &[u8], password: &str| {
            let folder = tempfile::NamedTempFile::new().unwrap();
            std::fs::write(folder.path(), file).unwrap();
            let output = std::process::Command::new("openssl")
                .args(["pkcs12", "-info", "-noout", "-legacy", "-passin", "env:PASSWORD", "-in"])
                .arg(folder.path())
                .env("PASSWORD", password)
                .output()
                .unwrap();
            assert!(output.status.success());
            String::from_utf8(output.stderr).unwrap()
        };
        let android = told(&to_android_p12(&identity, "a").unwrap(), "");
        assert!(android.contains("MAC: sha1, Iteration 2048\nMAC length: 20, salt length: 8"), "{android}");
        assert_eq!(android.matches("pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 2048").count(), 2, "{android}");
        let ios = told(&to_ios_p12(&identity, "a", &password).unwrap(), "Kb7hx2Rt");
        assert!(ios.contains("MAC: sha256, Iteration 200000\nMAC length: 32, salt length: 8"), "{ios}");
        assert_eq!(ios.matches("PBES2, PBKDF2, AES-256-CBC, Iteration 200000, PRF hmacWithSHA256").count(), 2, "{ios}");
        let files = told(&to_portable_p12(&identity, "a", &password).unwrap(), "Kb7hx2Rt");
        assert!(files.contains("MAC: sha1, Iteration 10000"), "{files}");
        assert_eq!(files.matches("pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 10000").count(), 2, "{files}");
    }

    #[test]
    fn passwords_that_a_phone_cannot_take_are_refused() {
        let identity = identity(&issued::ordinary());
        for password in ["", "ひみつ", "tab\t", "é"] {
            let password = SecretString::from(password);
            assert!(!ios_can_take(&password));
            assert!(matches!(to_ios_p12(&identity, "a", &password), Err(WriteError::Password)));
        }
        assert!(ios_can_take(&SecretString::from(" ~")));
        assert!(matches!(to_portable_p12(&identity, "a", &SecretString::default()), Err(WriteError::Password)));
        assert!(to_portable_p12(&identity, "a", &SecretString::from("ひみつ")).is_ok());
    }

    #[test]
    fn every_file_differs_from_the_last() {
        let identity = identity(&issued::ordinary());
        assert_ne!(*to_android_p12(&identity, "a").unwrap(), *to_android_p12(&identity, "a").unwrap());
    }

    #[test]
    fn what_reads_back_differently_does_not_leave() {
        let meant = identity(&issued::ordinary());
        let other = identity(&issued::issue(&issued::leaf_params("KaigoJigyousho")));
        let file = to_android_p12(&other, "a").unwrap();
        assert!(matches!(read_back(&file, &SecretString::default(), &meant), Err(WriteError::Mismatch)));
        assert!(matches!(read_back(&file[..99], &SecretString::default(), &other), Err(WriteError::Mismatch)));
    }
}
