//! Forms of PKCS#12 that are rare, old, new or hostile.

#![allow(clippy::unwrap_used)]

use certificate::{Identity, KdfCost, OpenError, OpenOptions, OpeningCost, open_metered, verify_signature};
use jiff::Timestamp;
use secrecy::SecretString;

mod issued;

use issued::build::*;
use issued::{Issued, openssl, ordinary, pkcs12};

const PASSWORD: &str = "Kb7hx2Rt";

fn opened(file: &[u8], password: &str) -> (Result<Identity, OpenError>, OpeningCost) {
    let options = OpenOptions::at(Timestamp::from_second(issued::START).unwrap());
    open_metered(file, &SecretString::from(password), &options)
}

fn code(file: &[u8]) -> &'static str {
    opened(file, PASSWORD).0.err().map_or("ok", |error| error.code())
}

fn opens_as(file: &[u8], password: &str, issued: &Issued) {
    let identity = opened(file, password).0.unwrap();
    assert_eq!(identity.leaf_der(), issued.leaf);
    assert_eq!(identity.chain_der(), issued.chain);
    assert_eq!(identity.private_key_pkcs8(), issued.key);
    let wrong = opened(file, "no").0.err().unwrap();
    assert_eq!(wrong.code(), "certificate-wrong-password");
}

fn certificate_bags(issued: &Issued) -> Vec<Vec<u8>> {
    std::iter::once(&issued.leaf).chain(&issued.chain).map(|der| bag(CERTIFICATE_BAG, &certificate(der))).collect()
}

fn with_mac(content: &[u8]) -> Vec<u8> {
    pfx(content, &mac(content, PASSWORD, 10))
}

#[test]
fn ber_opens_whatever_the_segments() {
    let issued = ordinary();
    for options in
        [&["-legacy", "-iter", "1"][..], &["-iter", "1"], &["-certpbe", "NONE", "-keypbe", "NONE", "-iter", "1"]]
    {
        let file = pkcs12(&issued, options, PASSWORD);
        for segment in [1, 7, 1000, 100_000] {
            opens_as(&ber(&file, segment), PASSWORD, &issued);
        }
    }
}

#[test]
fn ber_inside_is_authenticated_as_it_stands() {
    let issued = ordinary();
    for options in [&["-iter", "1"][..], &["-certpbe", "NONE", "-keypbe", "NONE", "-iter", "1"]] {
        let content = ber(&auth_safe(&pkcs12(&issued, options, PASSWORD)), 100);
        opens_as(&with_mac(&content), PASSWORD, &issued);
        opens_as(&ber(&with_mac(&content), 100), PASSWORD, &issued);
    }
}

#[test]
fn ber_inside_encrypted_contents_opens() {
    let issued = ordinary();
    let mut bags = certificate_bags(&issued);
    bags.push(bag(KEY_BAG, &issued.key));
    let contents = seq(&bags.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let content = safes(&[encrypted_safe(&ber(&contents, 50), PASSWORD, 10)]);
    opens_as(&with_mac(&content), PASSWORD, &issued);

    let key = encrypted_key(&ber(&issued.key, 33), PASSWORD, 10);
    let content = safes(&[plain_safe(&certificate_bags(&issued)), plain_safe(&[key])]);
    opens_as(&with_mac(&content), PASSWORD, &issued);
}

#[test]
fn key_and_certificate_find_each_other_without_and_against_their_ids() {
    let issued = issued::issue_below_intermediate();
    let mut bags: Vec<Vec<u8>> =
        issued.chain.iter().map(|der| bag_with_id(CERTIFICATE_BAG, &certificate(der), b"key")).collect();
    bags.insert(1, bag_with_id(CERTIFICATE_BAG, &certificate(&issued.leaf), b"other"));
    bags.insert(0, bag_with_id(KEY_BAG, &issued.key, b"key"));
    for _ in 0..bags.len() {
        bags.rotate_left(1);
        opens_as(&with_mac(&safes(&[plain_safe(&bags)])), PASSWORD, &issued);
    }
}

#[test]
fn bags_of_no_use_are_left_alone_and_nested_ones_are_read() {
    let issued = ordinary();
    let nested = seq(&[&bag(KEY_BAG, &issued.key), &bag(CERTIFICATE_BAG, &certificate(&issued.leaf))]);
    let bags = [
        bag("1.2.840.113549.1.12.10.1.4", &seq(&[&oid("1.2.840.113549.1.9.23.1"), &tlv(0xa0, &[&octets(b"crl")])])),
        bag("1.2.840.113549.1.12.10.1.5", &seq(&[&oid("1.2.3.4"), &tlv(0xa0, &[&octets(b"secret")])])),
        bag(CERTIFICATE_BAG, &seq(&[&oid("1.2.840.113549.1.9.22.2"), &tlv(0xa0, &[&tlv(22, &[b"sdsi"])])])),
        bag("1.2.3.4.5", &octets(b"unknown")),
        bag("1.2.840.113549.1.12.10.1.6", &nested),
        bag(CERTIFICATE_BAG, &certificate(&issued.chain[0])),
    ];
    opens_as(&with_mac(&safes(&[plain_safe(&bags)])), PASSWORD, &issued);
}

#[test]
fn several_keys_are_not_chosen_from() {
    let issued = ordinary();
    let mut bags = certificate_bags(&issued);
    bags.push(encrypted_key(&issued.key, PASSWORD, 10));
    bags.push(encrypted_key(&issued::KEYS[2].serialize_der(), PASSWORD, 10));
    assert_eq!(code(&with_mac(&safes(&[plain_safe(&bags)]))), "certificate-several-keys");
    bags[3] = bag(KEY_BAG, &issued::KEYS[2].serialize_der());
    assert_eq!(code(&with_mac(&safes(&[plain_safe(&bags)]))), "certificate-several-keys");
}

#[test]
fn the_empty_password_of_bouncy_castle_opens() {
    let issued = ordinary();
    let file = pkcs12(&issued, &["-certpbe", "NONE", "-keypbe", "NONE"], "");
    let content = auth_safe(&file);
    let (identity, cost) = opened(&pfx(&content, &mac_with(&content, &[], 10)), "");
    assert_eq!(identity.unwrap().leaf_der(), issued.leaf);
    assert_eq!(cost.kdf.derivations, 2);
}

#[test]
fn pbmac1_is_checked_and_its_key_length_held_to_the_rfc() {
    let issued = ordinary();
    let content = auth_safe(&pkcs12(&issued, &["-iter", "1"], PASSWORD));
    let file = |iterations, length| pfx(&content, &pbmac1(&content, PASSWORD, iterations, length));
    for length in [20, 32, 64] {
        opens_as(&file(100, Some(length)), PASSWORD, &issued);
    }
    assert_eq!(code(&file(100, None)), "certificate-damaged");
    assert_eq!(code(&file(100, Some(19))), "certificate-damaged");
    for hostile in [file(100, Some(65)), file(100, Some(512)), file(100, Some(u64::MAX)), file(2_000_000, Some(64))] {
        let (result, cost) = opened(&hostile, PASSWORD);
        assert_eq!(result.err().unwrap().code(), "certificate-too-costly");
        assert_eq!(cost, OpeningCost::default());
    }
    let mut changed = content.clone();
    let last = changed.len() - 1;
    changed[last] ^= 1;
    assert_eq!(code(&pfx(&changed, &pbmac1(&content, PASSWORD, 100, Some(64)))), "certificate-wrong-password");
}

/// Keys that are not the same, each locked for itself.
fn different_keys(count: u8, iterations: u64) -> Vec<Vec<u8>> {
    let issued = ordinary();
    (0..count).map(|number| encrypted_key(&[&issued.key[..], &[number]].concat(), PASSWORD, iterations)).collect()
}

#[test]
fn what_costs_too_much_is_refused_without_a_derivation() {
    let one_safe = |bags: &[Vec<u8>]| safes(&[plain_safe(bags)]);
    let claimed = one_safe(&different_keys(1, 10));
    for hostile in [
        with_mac(&one_safe(&different_keys(2, 1_600_000))),
        with_mac(&one_safe(&different_keys(1, 3_000_001))),
        with_mac(&one_safe(&different_keys(1, u64::MAX >> 1))),
        with_mac(&safes(&vec![encrypted_safe(b"", PASSWORD, 1); 64])),
        pfx(&claimed, &mac(&claimed, PASSWORD, 6_000_001)),
        with_mac(&[0x30, 0x80].repeat(1000)),
    ] {
        let (result, cost) = opened(&hostile, PASSWORD);
        assert_eq!(result.err().unwrap().code(), "certificate-too-costly");
        assert_eq!(cost, OpeningCost::default());
    }
    // Nobody is asked to wait for what is refused whatever it takes.
    let (result, cost) = opened(&pfx(&one_safe(&different_keys(100, 1_600_000)), b""), PASSWORD);
    assert_eq!((result.err().unwrap().code(), cost), ("certificate-no-protection", OpeningCost::default()));
}

#[test]
fn what_is_hidden_in_encrypted_contents_counts_too() {
    let hidden = different_keys(2, 1_700_000);
    let contents = seq(&hidden.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let (result, cost) = opened(&with_mac(&safes(&[encrypted_safe(&contents, PASSWORD, 1_000)])), PASSWORD);
    let code = result.err().unwrap().code();
    // The first is only claimed to take so many, and does not open; the second would not fit.
    assert_eq!(code, "certificate-too-costly");
    assert!(cost.kdf.work <= KdfCost::UNASKED.work, "{cost:?}");
}

#[test]
fn a_crowd_of_certificates_is_too_costly() {
    let issued = ordinary();
    let mut bags = vec![bag(CERTIFICATE_BAG, &certificate(&issued.leaf)); 65];
    bags.push(bag(KEY_BAG, &issued.key));
    assert_eq!(code(&with_mac(&safes(&[plain_safe(&bags)]))), "certificate-too-costly");
}

#[test]
fn other_ways_of_protection_are_named() {
    let issued = ordinary();
    let named = |file: &[u8]| {
        let error = opened(file, PASSWORD).0.err().unwrap();
        assert_eq!(error.code(), "certificate-unreadable-algorithm");
        error.params()["algorithm"].clone()
    };
    let content = safes(&[content_info("1.2.840.113549.1.7.3", &seq(&[]))]);
    assert_eq!(named(&with_mac(&content)), "encrypted for a key instead of a password");
    let signed = seq(&[&int(3), &content_info("1.2.840.113549.1.7.2", &seq(&[]))]);
    assert_eq!(named(&signed), "signed instead of a MAC");

    let content = auth_safe(&pkcs12(&issued, &["-iter", "1"], PASSWORD));
    let by = |digest: &str| {
        let info = seq(&[&seq(&[&oid(digest), NULL]), &octets(&[0; 32])]);
        pfx(&content, &seq(&[&info, &octets(SALT), &int(1)]))
    };
    assert_eq!(named(&by("1.2.840.113549.2.5")), "MD5");
    assert_eq!(named(&by("1.2.643.7.1.1.2.2")), "GOST (1.2.643.7.1.1.2.2)");
    assert_eq!(named(&by("1.2.3.4")), "1.2.3.4");

    let scrypt = seq(&[&oid("1.3.6.1.4.1.11591.4.11"), &seq(&[&octets(SALT), &int(1 << 20), &int(8), &int(1)])]);
    let scheme = seq(&[&oid("2.16.840.1.101.3.4.1.42"), &octets(&[0; 16])]);
    let algorithm = seq(&[&oid("1.2.840.113549.1.5.13"), &seq(&[&scrypt, &scheme])]);
    let key = bag(SHROUDED_KEY_BAG, &seq(&[&algorithm, &octets(&[0; 32])]));
    assert_eq!(named(&with_mac(&safes(&[plain_safe(&[key])]))), "scrypt");
}

#[test]
fn every_kind_of_key_is_taken_or_refused_by_name() {
    for (kind, option, expected) in [
        ("EC", "ec_paramgen_curve:P-256", Ok("EC-P256")),
        ("EC", "ec_paramgen_curve:P-384", Ok("EC-P384")),
        ("EC", "ec_paramgen_curve:P-521", Ok("EC-P521")),
        ("RSA", "rsa_keygen_bits:3072", Ok("RSA-3072")),
        ("EC", "ec_paramgen_curve:secp256k1", Err("EC secp256k1")),
        ("EC", "ec_paramgen_curve:brainpoolP256r1", Err("EC brainpoolP256r1")),
        ("ED25519", "", Err("Ed25519")),
        ("RSA-PSS", "rsa_keygen_bits:2048", Err("RSA-PSS")),
    ] {
        let options: &[&str] = if option.is_empty() { &[] } else { &["-pkeyopt", option] };
        let key = openssl(&[&["genpkey", "-algorithm", kind][..], options].concat(), b"", &[]);
        let request = ["req", "-new", "-x509", "-key", "/dev/stdin", "-subj", "/CN=KaigoJigyousho"];
        let certificate = openssl(&request, &key, &[]);
        let export = ["pkcs12", "-export", "-passout", "env:PASSWORD"];
        let file = openssl(&export, &[key.clone(), certificate].concat(), &[("PASSWORD", PASSWORD)]);
        let (result, _) = opened(&file, PASSWORD);
        match expected {
            Ok(name) => {
                let identity = result.unwrap();
                let signature = identity.sign(b"nonce").unwrap();
                assert!(verify_signature(identity.leaf_der(), b"nonce", &signature), "{name}");
                assert!(!verify_signature(identity.leaf_der(), b"other", &signature), "{name}");
                verified_by_openssl(identity.leaf_der(), b"nonce", &signature);
            }
            Err(name) => {
                let error = result.err().unwrap();
                assert_eq!(error.code(), "certificate-key-refused", "{name}");
                assert_eq!(error.params()["key"], name);
            }
        }
    }
}

fn verified_by_openssl(leaf: &[u8], message: &[u8], signature: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let public = openssl(&["x509", "-inform", "DER", "-pubkey", "-noout"], leaf, &[]);
    std::fs::write(path("key"), public).unwrap();
    std::fs::write(path("signature"), signature).unwrap();
    let (key, signature) = (path("key"), path("signature"));
    openssl(&["dgst", "-sha256", "-verify", &key, "-signature", &signature], message, &[]);
}

#[test]
fn an_ec_key_without_its_point_is_completed() {
    let key = openssl(&["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"], b"", &[]);
    let request = ["req", "-new", "-x509", "-key", "/dev/stdin", "-outform", "DER", "-subj", "/CN=KaigoJigyousho"];
    let leaf = openssl(&request, &key, &[]);
    let whole = openssl(&["pkcs8", "-topk8", "-nocrypt", "-outform", "DER"], &key, &[]);
    let info = elements(elements(&whole)[0].1);
    let scalar = elements(elements(info[2].1)[0].1)[1].1;
    let bare = seq(&[&int(0), &tlv(0x30, &[info[1].1]), &octets(&seq(&[&int(1), &octets(scalar)]))]);
    assert!(bare.len() < whole.len());
    let content = safes(&[plain_safe(&[bag(KEY_BAG, &bare), bag(CERTIFICATE_BAG, &certificate(&leaf))])]);
    let identity = opened(&with_mac(&content), PASSWORD).0.unwrap();
    assert_eq!(identity.private_key_pkcs8(), whole);
}
