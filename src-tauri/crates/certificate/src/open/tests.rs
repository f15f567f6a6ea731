#![allow(clippy::unwrap_used)]
use super::*;
use crate::file_type::MAX_FILE_BYTES;
use crate::issued::{self, Issued, pkcs12};

fn opened(file: &[u8], password: &str) -> Result<Identity, OpenError> {
    open(file, &SecretString::from(password))
}

fn now() -> OpenOptions {
    OpenOptions::at(Timestamp::now())
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
            let (result, cost) = open_metered(&file, &SecretString::from("wrong"), &now());
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
fn an_opening_costs_three_derivations_a_wrong_password_one_and_what_runs_beside_it() {
    let cost = |file: &[u8], password: &str| open_metered(file, &SecretString::from(password), &now()).1.kdf;
    let file = pkcs12(&issued::ordinary(), &["-iter", "1000", "-maciter"], "x");
    assert_eq!(cost(&file, "x"), KdfCost { derivations: 3, iterations: 3_000, work: 50_000 });
    assert_eq!(cost(&file, "y"), KdfCost { derivations: 2, iterations: 2_000, work: 30_000 });
    let quick = pkcs12(&issued::ordinary(), &["-iter", "999", "-maciter"], "x");
    assert_eq!(cost(&quick, "y"), KdfCost { derivations: 1, iterations: 999, work: 9_990 });
    let legacy = pkcs12(&issued::ordinary(), &["-legacy", "-descert", "-iter", "1000"], "x");
    assert_eq!(cost(&legacy, "x"), KdfCost { derivations: 3, iterations: 3_000, work: 49_000 });
}

#[test]
fn what_takes_long_is_asked_for_with_how_long_and_goes_on_for_whoever_is_willing() {
    let issued = issued::ordinary();
    let file = pkcs12(&issued, &["-iter", "1300000"], "x");
    let open = |patient: bool| open_metered(&file, &SecretString::from("x"), &OpenOptions { patient, ..now() });
    let (result, cost) = open(false);
    let error = result.err().unwrap();
    assert_eq!((error.code(), error.params()["seconds"].as_str()), ("certificate-too-costly", "2"));
    assert!(matches!(error, OpenError::TooCostly { if_wanted: true, .. }));
    assert_eq!(cost, OpeningCost::default(), "nothing is derived before the word");
    let (result, cost) = open(true);
    assert!(result.is_ok());
    assert_eq!(cost.kdf, check_sealed(&file).unwrap(), "what was said is what it took");

    assert_eq!(code(&pkcs12(&issued, &["-iter", "700000"], "x"), "x"), "ok");
}

#[test]
fn what_takes_longer_than_a_minute_is_refused_whoever_asks() {
    let mac = with_mac_of(u64::from(u32::MAX));
    let patient = OpenOptions { patient: true, ..now() };
    let (result, cost) = open_metered(&mac, &SecretString::from("x"), &patient);
    let error = result.err().unwrap();
    assert!(matches!(error, OpenError::TooCostly { if_wanted: false, seconds: Some(61..), .. }), "{error:?}");
    assert_eq!(cost, OpeningCost::default());
    assert_eq!(check_sealed(&mac).unwrap_err().code(), "certificate-too-costly");
}

#[test]
fn an_opening_that_is_told_to_stop_says_so_and_nothing_about_the_password() {
    let file = with_mac_of(100_000_000);
    for before in [true, false] {
        let options = OpenOptions { patient: true, ..now() };
        let stop = options.stop.clone();
        std::thread::scope(|scope| {
            if before {
                stop.stop();
            } else {
                scope.spawn(|| {
                    std::thread::sleep(std::time::Duration::from_millis(20));
                    stop.stop();
                });
            }
            let (result, _) = open_metered(&file, &SecretString::from("x"), &options);
            assert_eq!(result.err().unwrap().code(), "certificate-stopped");
        });
    }
}

/// A file whose MAC says that it takes so many iterations.
fn with_mac_of(iterations: u64) -> Vec<u8> {
    use issued::build::{int, octets, oid, pfx, plain_safe, safes, seq};
    let digest = seq(&[&seq(&[&oid("2.16.840.1.101.3.4.2.1")]), &octets(&[0; 32])]);
    pfx(&safes(&[plain_safe(&[])]), &seq(&[&digest, &octets(b"salt"), &int(iterations)]))
}

#[test]
fn what_no_password_opens_is_said_before_one_is_asked_for() {
    let issued = issued::ordinary();
    assert!(check_sealed(&pkcs12(&issued, &[], "x")).is_ok());
    let slow = check_sealed(&pkcs12(&issued, &["-iter", "2000000"], "x")).unwrap();
    assert_eq!(slow.seconds(), 2, "slow is not hopeless");
    for (file, code) in [
        (pkcs12(&issued, &["-nomac"], "x"), "certificate-no-protection"),
        (b"<html>".to_vec(), "certificate-not-pkcs12"),
    ] {
        assert_eq!(check_sealed(&file).unwrap_err().code(), code);
    }
}
