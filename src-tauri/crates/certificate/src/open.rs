use std::thread;

use jiff::Timestamp;
use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::algorithm::{Encryption, Mac};
use crate::asn1::{INTEGER, SEQUENCE};
use crate::ber;
use crate::cipher::{decrypt, mac_fits};
use crate::container::{self, Bags, Content, MAX_CERTIFICATES, Pfx};
use crate::error::OpenError;
use crate::file_type::FileType;
use crate::identity::{Candidate, Identity};
use crate::kdf_cost::{KdfCost, OpeningCost};
use crate::key::PrivateKey;
use crate::password::Password;
use crate::wrapping::unwrap;

/// The largest file that is opened, in bytes.
pub const MAX_FILE_BYTES: usize = 256 * 1024;

/// Opens a PKCS#12 file (RFC 7292; PBMAC1: RFC 9579), in DER or BER. Blocks: keys are derived.
///
/// A file in base64, PEM, a data URL or alone in a ZIP archive is opened for what it is. Everything visible is
/// walked and its cost added up before the first derivation; what was inside an encrypted safe is added before
/// the next. Bytes after the file are left out. Of several certificates for the key, and of several authorities
/// of one name, those that are valid now are preferred.
///
/// # Errors
/// One of [`OpenError`], each with its own code.
pub fn open(bytes: &[u8], password: &SecretString) -> Result<Identity, OpenError> {
    open_at(bytes, password, Timestamp::now())
}

/// The same as [`open`] at another time than the system's clock tells.
///
/// # Errors
/// One of [`OpenError`], each with its own code.
pub fn open_at(bytes: &[u8], password: &SecretString, now: Timestamp) -> Result<Identity, OpenError> {
    open_metered(bytes, password, now).0
}

/// The same as [`open_at`], and tells what it took, opened or not.
pub fn open_metered(
    bytes: &[u8],
    password: &SecretString,
    now: Timestamp,
) -> (Result<Identity, OpenError>, OpeningCost) {
    let mut cost = OpeningCost::default();
    let opened = read(bytes, password, now, &mut cost);
    (opened, cost)
}

/// What can be said of a file before a password is asked for. No derivation.
///
/// # Errors
/// The [`OpenError`] with which [`open`] would end whatever the password.
pub fn check_sealed(bytes: &[u8]) -> Result<(), OpenError> {
    let file = unwrapped(bytes)?;
    let pfx = Pfx::read(&file)?;
    let safes = container::safes(&pfx.content)?;
    Visible::read(&pfx, &safes).map(|_| ())
}

fn unwrapped(bytes: &[u8]) -> Result<ber::Octets<'_>, OpenError> {
    if bytes.len() > MAX_FILE_BYTES {
        // What is larger is no file of a certificate, whatever else it is.
        return Err(match FileType::by_content(bytes) {
            FileType::Pkcs12 | FileType::Unknown => OpenError::TooLarge,
            other => OpenError::NotPkcs12(other),
        });
    }
    match unwrap(bytes) {
        (FileType::Pkcs12, file) if file.len() <= MAX_FILE_BYTES => Ok(file),
        (FileType::Pkcs12, _) => Err(OpenError::TooLarge),
        (other, _) => Err(OpenError::NotPkcs12(other)),
    }
}

/// What is seen of a file without its password.
struct Visible<'a> {
    mac: &'a Mac<'a>,
    bags: Vec<Bags<'a>>,
    encrypted: Vec<Job<'a>>,
    reserved: KdfCost,
}

impl<'a> Visible<'a> {
    /// Walks everything, and adds up what opening takes at least: the MAC, every safe, and as many keys as tell
    /// whether there are several.
    fn read(pfx: &'a Pfx<'a>, safes: &'a [Content<'a>]) -> Result<Self, OpenError> {
        let mut reserved = KdfCost::default();
        if let Some(mac) = &pfx.mac {
            reserved.reserve(mac.cost())?;
        }
        let mut bags = Vec::new();
        let mut encrypted = Vec::new();
        for safe in safes {
            match safe {
                Content::Data(contents) => bags.push(Bags::read(contents)?),
                Content::Encrypted(encryption, data) => {
                    reserved.reserve(encryption.cost())?;
                    encrypted.push(Job { encryption, data, expected: SEQUENCE });
                }
            }
        }
        if bags.iter().any(|bags| bags.is_protected_to_domain) {
            return Err(OpenError::ProtectedToDomain);
        }
        for key in distinct_keys(&bags).iter().take(2) {
            reserved.reserve(key.encryption.cost())?;
        }
        let mac = pfx.mac.as_ref().ok_or(OpenError::NoProtection)?;
        Ok(Self { mac, bags, encrypted, reserved })
    }
}

fn read(bytes: &[u8], password: &SecretString, now: Timestamp, cost: &mut OpeningCost) -> Result<Identity, OpenError> {
    let file = unwrapped(bytes)?;
    let pfx = Pfx::read(&file)?;
    let safes = container::safes(&pfx.content)?;
    let Visible { mac, mut bags, encrypted, reserved } = Visible::read(&pfx, &safes)?;

    let password = Password::new(password);
    let mut opener = Opener { password: &password, of_mac: &[], reserved, spent: &mut cost.kdf };
    opener.of_mac = opener.password_encoding(mac, &pfx.content)?;

    // The first key that is seen already is decrypted beside the safes: each has its own derivation.
    let seen = distinct_keys(&bags).len();
    let mut decrypted = {
        let keys = distinct_keys(&bags);
        let jobs: Vec<Job<'_>> = encrypted.iter().copied().chain(keys.first().map(|key| key.job())).collect();
        opener.decrypt_all(&jobs)?
    };
    let mut decrypted_key = if seen > 0 { decrypted.pop() } else { None };
    for contents in &decrypted {
        bags.push(Bags::read(contents)?);
    }

    let mut keys = Keys::default();
    for (info, _) in bags.iter().flat_map(|bags| &bags.plain_keys) {
        keys.add(info.to_der()?)?;
    }
    for (index, key) in distinct_keys(&bags).iter().enumerate() {
        let info = match decrypted_key.take() {
            Some(info) => info,
            None => {
                // Two of those that were seen before the password are reserved already.
                if index >= seen.min(2) {
                    opener.reserved.reserve(key.encryption.cost())?;
                }
                opener.decrypt_all(&[key.job()])?.pop().ok_or(OpenError::InnerPassword)?
            }
        };
        keys.add(info)?;
    }
    let key = keys.only()?;

    let ids: Vec<&[u8]> = bags.iter().flat_map(Bags::key_ids).collect();
    let candidates: Vec<Candidate<'_>> = bags
        .iter()
        .flat_map(|bags| &bags.certificates)
        .map(|(der, id)| Candidate { der, named_by_key: id.as_deref().is_some_and(|id| ids.contains(&id)) })
        .collect();
    if candidates.len() > MAX_CERTIFICATES {
        return Err(OpenError::costly("certificates"));
    }
    Identity::assemble(key, &candidates, now, &mut cost.signatures)
}

/// A `PrivateKeyInfo`, and the key in it or why phones do not take it.
type FoundKey = (Zeroizing<Vec<u8>>, Result<PrivateKey, OpenError>);

/// The private keys of a file, counted by what they are: the same key twice is one.
#[derive(Default)]
struct Keys {
    found: Option<FoundKey>,
}

impl Keys {
    /// Adds a `PrivateKeyInfo`.
    fn add(&mut self, info: Zeroizing<Vec<u8>>) -> Result<(), OpenError> {
        let key = PrivateKey::read(ber::first(&info)?);
        let same = match (&self.found, &key) {
            (None, _) => {
                self.found = Some((info, key));
                return Ok(());
            }
            (Some((_, Ok(known))), Ok(key)) => known.is_same_as(key),
            (Some((known, _)), _) => *known == info,
        };
        if same { Ok(()) } else { Err(OpenError::SeveralKeys) }
    }

    fn only(self) -> Result<PrivateKey, OpenError> {
        self.found.map_or(Err(OpenError::NoKey), |(_, key)| key)
    }
}

/// Encrypted keys, each once: the same bag twice is one derivation.
fn distinct_keys<'a, 'b>(bags: &'b [Bags<'a>]) -> Vec<&'b container::EncryptedKey<'a>> {
    let mut distinct: Vec<&container::EncryptedKey<'_>> = Vec::new();
    for key in bags.iter().flat_map(|bags| &bags.encrypted_keys) {
        if distinct.iter().all(|known| *known.data != *key.data) {
            distinct.push(key);
        }
    }
    distinct
}

/// Something encrypted, how, and what it must begin with inside its outermost SEQUENCE.
#[derive(Clone, Copy)]
struct Job<'a> {
    encryption: &'a Encryption<'a>,
    data: &'a [u8],
    expected: u8,
}

/// Derives keys and decrypts; every derivation is reserved before it is run.
struct Opener<'o> {
    password: &'o Password,
    /// The encoding of the password that the MAC was made with.
    of_mac: &'o [u8],
    reserved: KdfCost,
    spent: &'o mut KdfCost,
}

impl<'o> Opener<'o> {
    /// The encoding of the password that the MAC was made with.
    fn password_encoding(&mut self, mac: &Mac<'_>, content: &[u8]) -> Result<&'o [u8], OpenError> {
        for (index, encoding) in self.password.for_mac(mac).enumerate() {
            if index > 0 && self.reserved.reserve(mac.cost()).is_err() {
                break;
            }
            self.spent.add(mac.cost());
            if mac_fits(mac, encoding, content) {
                return Ok(encoding);
            }
        }
        Err(OpenError::WrongPassword)
    }

    /// Decrypts; what takes long, beside each other. What does not open is tried with the other encodings of the
    /// password: the MAC has fitted, so the password is right.
    fn decrypt_all(&mut self, jobs: &[Job<'_>]) -> Result<Vec<Zeroizing<Vec<u8>>>, OpenError> {
        for job in jobs {
            self.spent.add(job.encryption.cost());
        }
        let first = self.decrypt_first(jobs);
        let mut decrypted = Vec::with_capacity(jobs.len());
        for (job, first) in jobs.iter().zip(first) {
            decrypted.push(match first {
                Some(plain) => plain,
                None => self.decrypt_otherwise(job)?,
            });
        }
        Ok(decrypted)
    }

    /// With the encoding that is tried first.
    fn decrypt_first(&self, jobs: &[Job<'_>]) -> Vec<Option<Zeroizing<Vec<u8>>>> {
        let run = |job: &Job<'_>| job.decrypt(self.password.for_contents(job.encryption, self.of_mac).next()?);
        let Some((first, others)) = jobs.split_first() else { return Vec::new() };
        thread::scope(|scope| {
            let others: Vec<_> = others
                .iter()
                .map(|job| {
                    let worth = job.encryption.cost().iterations >= WORTH_A_THREAD;
                    (job, worth.then(|| thread::Builder::new().spawn_scoped(scope, move || run(job))))
                })
                .collect();
            let first = run(first);
            let others = others.into_iter().map(|(job, thread)| match thread {
                Some(Ok(thread)) => thread.join().ok().flatten(),
                _ => run(job),
            });
            std::iter::once(first).chain(others).collect()
        })
    }

    fn decrypt_otherwise(&mut self, job: &Job<'_>) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        for encoding in self.password.for_contents(job.encryption, self.of_mac).skip(1) {
            self.reserved.reserve(job.encryption.cost())?;
            self.spent.add(job.encryption.cost());
            if let Some(plain) = job.decrypt(encoding) {
                return Ok(plain);
            }
        }
        Err(OpenError::InnerPassword)
    }
}

/// From so many iterations on a thread of its own is worth starting.
const WORTH_A_THREAD: u64 = 50_000;

impl Job<'_> {
    /// `None` where the key is not the right one. A wrong key's padding fits once in 256 times: what is inside
    /// must begin as it should.
    fn decrypt(&self, encoding: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let plain = decrypt(self.encryption, encoding, self.data)?;
        let mut inside = ber::first(&plain).ok()?.expect(SEQUENCE).ok()?.children().ok()?;
        match inside.next_or_none() {
            Ok(Some(element)) if element.tag == self.expected => Some(plain),
            Ok(None) if self.expected == SEQUENCE => Some(plain),
            _ => None,
        }
    }
}

impl container::EncryptedKey<'_> {
    fn job(&self) -> Job<'_> {
        Job { encryption: &self.encryption, data: &self.data, expected: INTEGER }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::issued::{self, Issued, pkcs12};

    fn opened(file: &[u8], password: &str) -> Result<Identity, OpenError> {
        open(file, &SecretString::from(password))
    }

    fn code(file: &[u8], password: &str) -> &'static str {
        opened(file, password).err().map_or("ok", |error| error.code())
    }

    fn opens_as(file: &[u8], password: &str, issued: &Issued) {
        let identity = opened(file, password).unwrap();
        assert_eq!(identity.leaf_der(), issued.leaf);
        assert_eq!(identity.chain_der(), issued.chain);
        assert_eq!(identity.private_key_pkcs8(), issued.key);
    }

    #[test]
    fn files_of_openssl_open_with_their_password_only() {
        let issued = issued::ordinary();
        for options in [
            &[][..],
            &["-legacy"],
            &["-legacy", "-descert"],
            &["-certpbe", "AES-128-CBC", "-keypbe", "AES-192-CBC", "-macalg", "SHA512"],
            &["-certpbe", "DES-EDE3-CBC", "-keypbe", "DES-EDE3-CBC", "-macalg", "SHA1"],
            &["-certpbe", "NONE", "-keypbe", "NONE"],
            &["-iter", "1"],
        ] {
            let file = pkcs12(&issued, options, "Kb7hx2Rt");
            opens_as(&file, "Kb7hx2Rt", &issued);
            assert_eq!(code(&file, "Kb7hx2rt"), "certificate-wrong-password", "{options:?}");
            assert_eq!(code(&file, ""), "certificate-wrong-password", "{options:?}");
        }
    }

    #[test]
    fn any_password_that_can_be_typed_opens() {
        let issued = issued::ordinary();
        for password in ["", "ひみつの証明書", "é", "𠮷野家😀", "a b "] {
            for options in [&[][..], &["-legacy", "-descert"]] {
                opens_as(&pkcs12(&issued, options, password), password, &issued);
            }
        }
    }

    #[test]
    fn no_mac_is_no_protection_even_where_the_content_is_encrypted() {
        let issued = issued::ordinary();
        for options in [&["-nomac"][..], &["-nomac", "-certpbe", "NONE", "-keypbe", "NONE"]] {
            assert_eq!(code(&pkcs12(&issued, options, "x"), "x"), "certificate-no-protection");
        }
    }

    #[test]
    fn algorithms_that_are_not_read_are_named_before_the_password_is_tried() {
        let issued = issued::ordinary();
        for (algorithm, name) in [
            ("PBE-SHA1-RC4-128", "RC4 (128 bit)"),
            ("PBE-SHA1-RC2-128", "RC2 (128 bit)"),
            ("PBE-SHA1-2DES", "3DES (2 keys)"),
            ("CAMELLIA-256-CBC", "Camellia-256-CBC"),
        ] {
            for options in [["-legacy", "-certpbe", algorithm], ["-legacy", "-keypbe", algorithm]] {
                let file = pkcs12(&issued, &options, "x");
                let (result, cost) = open_metered(&file, &SecretString::from("wrong"), Timestamp::now());
                let error = result.err().unwrap();
                if options[1] == "-certpbe" || cost == OpeningCost::default() {
                    assert_eq!(error.code(), "certificate-unreadable-algorithm");
                    assert_eq!(error.params()["algorithm"], name);
                }
                let error = opened(&file, "x").err().unwrap();
                assert_eq!(error.params()["algorithm"], name);
            }
        }
    }

    #[test]
    fn keys_and_certificates_must_be_one_pair() {
        let issued = issued::ordinary();
        assert_eq!(code(&pkcs12(&issued, &["-nokeys"], "x"), "x"), "certificate-no-key");
        let file = issued::openssl(
            &["pkcs12", "-export", "-nocerts", "-passout", "pass:x", "-inkey", "/dev/stdin"],
            issued::armour("PRIVATE KEY", &issued.key).as_bytes(),
            &[],
        );
        assert_eq!(code(&file, "x"), "certificate-no-certificate");
    }

    #[test]
    fn cut_off_and_broken_files_are_damaged_not_locked() {
        let file = pkcs12(&issued::ordinary(), &["-legacy", "-iter", "1"], "x");
        for length in 1..file.len() {
            assert_eq!(code(&file[..length], "x"), "certificate-damaged", "{length}");
        }
        let mut longer = file.clone();
        longer.extend_from_slice(b"\r\n<!-- served -->");
        assert_eq!(code(&longer, "x"), "ok");
    }

    #[test]
    fn what_is_not_pkcs12_is_named() {
        let issued = issued::ordinary();
        for (bytes, looks) in [
            (issued.leaf.as_slice(), "certificate"),
            (b"<html>", "html"),
            (b"PK\x03\x04", "zip"),
            (b"-----BEGIN CERTIFICATE-----", "pem"),
            (b"", "empty"),
            (&issued.key, "private-key"),
        ] {
            let error = opened(bytes, "x").err().unwrap();
            assert_eq!(error.code(), "certificate-not-pkcs12");
            assert_eq!(error.params()["looks"], looks);
        }
        let mut large = pkcs12(&issued, &[], "x");
        large.resize(MAX_FILE_BYTES + 1, 0);
        assert_eq!(code(&large, "x"), "certificate-too-large");
    }

    #[test]
    fn an_opening_costs_three_derivations_a_wrong_password_one() {
        let cost =
            |file: &[u8], password: &str| open_metered(file, &SecretString::from(password), Timestamp::now()).1.kdf;
        let file = pkcs12(&issued::ordinary(), &["-iter", "1000", "-maciter"], "x");
        assert_eq!(cost(&file, "x"), KdfCost { derivations: 3, iterations: 3_000, work: 50_000 });
        assert_eq!(cost(&file, "y"), KdfCost { derivations: 1, iterations: 1_000, work: 10_000 });
        let legacy = pkcs12(&issued::ordinary(), &["-legacy", "-descert", "-iter", "1000"], "x");
        assert_eq!(cost(&legacy, "x"), KdfCost { derivations: 3, iterations: 3_000, work: 49_000 });
    }

    #[test]
    fn too_much_work_is_refused_before_any_with_how_long_it_would_take() {
        let file = |iterations| pkcs12(&issued::ordinary(), &["-iter", iterations], "x");
        let (result, cost) = open_metered(&file("1300000"), &SecretString::from("x"), Timestamp::now());
        let error = result.err().unwrap();
        assert_eq!((error.code(), error.params()["seconds"].as_str()), ("certificate-too-costly", "2"));
        assert_eq!(cost, OpeningCost::default());
        assert_eq!(code(&file("1000000"), "x"), "ok");
    }

    #[test]
    fn what_no_password_opens_is_said_before_one_is_asked_for() {
        let issued = issued::ordinary();
        assert!(check_sealed(&pkcs12(&issued, &[], "x")).is_ok());
        for (file, code) in [
            (pkcs12(&issued, &["-nomac"], "x"), "certificate-no-protection"),
            (pkcs12(&issued, &["-iter", "5000000"], "x"), "certificate-too-costly"),
            (b"<html>".to_vec(), "certificate-not-pkcs12"),
        ] {
            assert_eq!(check_sealed(&file).unwrap_err().code(), code);
        }
    }
}
