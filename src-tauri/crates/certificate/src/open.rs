use std::thread;

use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::algorithm::{Encryption, Mac};
use crate::ber::{self, Element, Octets};
use crate::cipher::{Password, decrypt, mac_fits};
use crate::container::{self, Bags, Content, MAX_CERTIFICATES, Pfx};
use crate::error::OpenError;
use crate::file_type::{FileType, detect};
use crate::identity::Identity;
use crate::kdf_cost::KdfCost;
use crate::key::PrivateKey;

/// The largest file that is opened, in bytes.
pub const MAX_FILE_BYTES: usize = 256 * 1024;

/// Opens a PKCS#12 file (RFC 7292; PBMAC1: RFC 9579), in DER or BER. Blocks: keys are derived.
///
/// Everything visible is walked and its cost added up before the first derivation; what was inside
/// an encrypted safe is added before the next. Bytes after the file are left out. The password is
/// UTF-16 for RFC 7292's own derivation and UTF-8 for PBKDF2.
///
/// # Errors
/// One of [`OpenError`], each with its own code.
pub fn open(bytes: &[u8], password: &SecretString) -> Result<Identity, OpenError> {
    open_metered(bytes, password).0
}

/// The same as [`open`], and tells what key derivation it took, opened or not.
pub fn open_metered(bytes: &[u8], password: &SecretString) -> (Result<Identity, OpenError>, KdfCost) {
    let mut cost = KdfCost::default();
    let opened = read(bytes, password, &mut cost);
    (opened, cost)
}

fn read(bytes: &[u8], password: &SecretString, cost: &mut KdfCost) -> Result<Identity, OpenError> {
    match detect(bytes) {
        FileType::Pkcs12 if bytes.len() <= MAX_FILE_BYTES => {}
        FileType::Pkcs12 => return Err(OpenError::TooLarge),
        FileType::Unknown if bytes.len() > MAX_FILE_BYTES => return Err(OpenError::TooLarge),
        other => return Err(OpenError::NotPkcs12(other)),
    }

    let pfx = Pfx::read(bytes)?;
    let mut reserved = KdfCost::default();
    if let Some(mac) = &pfx.mac {
        reserved.reserve(mac.cost())?;
    }
    let safes = container::safes(&pfx.content)?;
    let mut bags = Vec::new();
    for safe in &safes {
        match safe {
            Content::Data(contents) => bags.push(read_bags(contents, &mut reserved)?),
            Content::Encrypted(encryption, _) => reserved.reserve(encryption.cost())?,
        }
    }

    let mac = pfx.mac.as_ref().ok_or(OpenError::NoProtection)?;
    let password = password_encoding(mac, &pfx.content, Password::new(password), &mut reserved, cost)?;

    // The key that is seen already is decrypted beside the safes: each has its own derivation.
    let seen = encrypted_keys(&bags);
    if seen.len() + plain_keys(&bags).count() > 1 {
        return Err(OpenError::SeveralKeys);
    }
    let encrypted = safes.iter().filter_map(|safe| match safe {
        Content::Encrypted(encryption, data) => Some((encryption, data)),
        Content::Data(_) => None,
    });
    let mut decrypted = decrypt_all(&encrypted.chain(seen.iter().copied()).collect::<Vec<_>>(), &password, cost)?;
    let mut info = if seen.is_empty() { None } else { decrypted.pop() };
    for contents in &decrypted {
        bags.push(read_bags(contents, &mut reserved)?);
    }

    let hidden = &encrypted_keys(&bags)[usize::from(info.is_some())..];
    if hidden.len() + plain_keys(&bags).count() + usize::from(info.is_some()) > 1 {
        return Err(OpenError::SeveralKeys);
    }
    if info.is_none() {
        info = decrypt_all(hidden, &password, cost)?.pop();
    }
    let key = match (&info, plain_keys(&bags).next()) {
        (Some(info), _) => PrivateKey::read(ber::first(info)?)?,
        (None, Some(info)) => PrivateKey::read(info)?,
        (None, None) => return Err(OpenError::NoKey),
    };
    let certificates: Vec<&[u8]> = bags.iter().flat_map(|bags| &bags.certificates).map(|octets| &**octets).collect();
    if certificates.len() > MAX_CERTIFICATES {
        return Err(OpenError::TooCostly("certificates"));
    }
    Identity::assemble(key, &certificates)
}

fn read_bags<'a>(contents: &'a [u8], reserved: &mut KdfCost) -> Result<Bags<'a>, OpenError> {
    let bags = Bags::read(contents)?;
    for (encryption, _) in &bags.encrypted_keys {
        reserved.reserve(encryption.cost())?;
    }
    Ok(bags)
}

/// The form of the password that the MAC was made with.
fn password_encoding(
    mac: &Mac<'_>,
    content: &[u8],
    password: Password,
    reserved: &mut KdfCost,
    cost: &mut KdfCost,
) -> Result<Password, OpenError> {
    cost.add(mac.cost());
    if mac_fits(mac, &password, content) {
        return Ok(password);
    }
    if password.is_empty() && matches!(mac, Mac::Pkcs12 { .. }) && reserved.reserve(mac.cost()).is_ok() {
        cost.add(mac.cost());
        let nothing = Password::nothing();
        if mac_fits(mac, &nothing, content) {
            return Ok(nothing);
        }
    }
    Err(OpenError::WrongPassword)
}

/// Something encrypted, and how.
type Encrypted<'a, 'b> = (&'b Encryption<'a>, &'b Octets<'a>);

fn encrypted_keys<'a, 'b>(bags: &'b [Bags<'a>]) -> Vec<Encrypted<'a, 'b>> {
    bags.iter().flat_map(|bags| &bags.encrypted_keys).map(|(encryption, data)| (encryption, data)).collect()
}

fn plain_keys<'a>(bags: &[Bags<'a>]) -> impl Iterator<Item = Element<'a>> {
    bags.iter().flat_map(|bags| &bags.plain_keys).copied()
}

/// From so many iterations on a thread of its own is worth starting.
const WORTH_A_THREAD: u64 = 50_000;

/// Decrypts; what takes long, beside each other.
fn decrypt_all(
    encrypted: &[Encrypted<'_, '_>],
    password: &Password,
    cost: &mut KdfCost,
) -> Result<Vec<Zeroizing<Vec<u8>>>, OpenError> {
    for (encryption, _) in encrypted {
        cost.add(encryption.cost());
    }
    let Some((first, others)) = encrypted.split_first() else { return Ok(Vec::new()) };
    let run = |(encryption, data): Encrypted<'_, '_>| decrypt(encryption, password, data);
    let decrypted: Option<Vec<_>> = thread::scope(|scope| {
        let others: Vec<_> = others
            .iter()
            .map(|encrypted| {
                let worth = encrypted.0.cost().iterations >= WORTH_A_THREAD;
                (*encrypted, worth.then(|| thread::Builder::new().spawn_scoped(scope, || run(*encrypted))))
            })
            .collect();
        let first = run(*first);
        let others = others.into_iter().map(|(encrypted, thread)| match thread {
            Some(Ok(thread)) => thread.join().ok().flatten(),
            _ => run(encrypted),
        });
        std::iter::once(first).chain(others).collect()
    });
    decrypted.ok_or(OpenError::WrongPassword)
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
                let (result, cost) = open_metered(&file, &SecretString::from("wrong"));
                let error = result.err().unwrap();
                if options[1] == "-certpbe" || cost == KdfCost::default() {
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
            (&issued.key, "unknown"),
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
        let file = pkcs12(&issued::ordinary(), &["-iter", "1000", "-maciter"], "x");
        let cost = |password: &str| open_metered(&file, &SecretString::from(password)).1;
        assert_eq!(cost("x"), KdfCost { derivations: 3, iterations: 3_000, rounds: 3_000 });
        assert_eq!(cost("y"), KdfCost { derivations: 1, iterations: 1_000, rounds: 1_000 });
        let legacy = pkcs12(&issued::ordinary(), &["-legacy", "-descert", "-iter", "1000"], "x");
        let (_, cost) = open_metered(&legacy, &SecretString::from("x"));
        assert_eq!(cost, KdfCost { derivations: 3, iterations: 3_000, rounds: 7_000 });
    }

    #[test]
    fn too_many_iterations_are_refused_before_any() {
        let issued = issued::ordinary();
        let file = pkcs12(&issued, &["-iter", "1000001"], "x");
        let (result, cost) = open_metered(&file, &SecretString::from("x"));
        assert_eq!(result.err().unwrap().code(), "certificate-too-costly");
        assert_eq!(cost, KdfCost::default());
    }
}
