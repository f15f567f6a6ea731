#![allow(clippy::unwrap_used)]
use rcgen::{CertificateParams, DnType, DnValue, ExtendedKeyUsagePurpose, Issuer, KeyUsagePurpose};

use super::*;
use crate::issued::{self, Issued, START};

const DAY: i64 = 24 * 60 * 60;

fn policy() -> Policy {
    Policy {
        allowed_subjects: vec!["CarePlanJigyousho".to_owned(), "KaigoJigyousho".to_owned()],
        issuer: "e-seikyu CA".to_owned(),
        pinned_authorities: Vec::new(),
        warn_days: 90,
    }
}

fn identity(issued: &Issued) -> Identity {
    let certificates: Vec<&[u8]> = std::iter::once(&issued.leaf).chain(&issued.chain).map(Vec::as_slice).collect();
    Identity::of(&issued.key, &certificates, START).unwrap()
}

fn on_day(issued: &Issued, policy: &Policy, day: i64) -> Validation {
    validate(&identity(issued), policy, Timestamp::from_second(START + day * DAY + 9 * 60 * 60).unwrap())
}

fn codes(validation: &Validation) -> Vec<&'static str> {
    validation.findings.iter().map(Finding::code).collect()
}

fn subject_is(name: &str) -> Validation {
    on_day(&issued::issue(&issued::leaf_params(name)), &policy(), 1)
}

#[test]
fn an_ordinary_certificate_is_accepted_with_its_facts() {
    let issued = issued::ordinary();
    let validation = on_day(&issued, &policy(), 1);
    assert!(validation.acceptable());
    assert_eq!(codes(&validation), [] as [&str; 0]);
    assert_eq!(validation.subject, "CarePlanJigyousho");
    assert_eq!(validation.issuer, "e-seikyu CA");
    assert_eq!(validation.office.as_deref(), Some("ひまわり介護ステーション"));
    assert_eq!(validation.key_algorithm, "RSA-2048");
    assert_eq!(validation.signature_algorithm, "sha256WithRSAEncryption");
    assert_eq!(validation.not_before.as_second(), START);
    assert_eq!(validation.not_after.as_second(), START + 365 * DAY);
    assert_eq!(validation.days_left, 364);
}

#[test]
fn the_subject_is_compared_byte_for_byte() {
    assert!(subject_is("KaigoJigyousho").acceptable());
    for name in ["kaigojigyousho", "KaigoJigyousho ", "ＫａｉｇｏＪｉｇｙｏｕｓｈｏ", "KaigoJigyoushoX", ""]
    {
        let validation = subject_is(name);
        assert_eq!(codes(&validation), ["wrong-subject"], "{name}");
        assert!(!validation.acceptable());
        assert_eq!(validation.findings[0].params["subject"], name);
    }
}

#[test]
fn other_certificates_of_the_system_are_named() {
    for (name, which) in [
        ("ShougaiJigyousho", "shogai"),
        ("障害者総合支援証明書", "shogai"),
        ("KaigoDairinin", "dairinin"),
        ("ShougaiDairinin", "dairinin"),
        ("KaigoShougaiKyoutsuu", "kyotsu"),
        ("介護・障害共通証明書", "kyotsu"),
    ] {
        let validation = subject_is(name);
        assert_eq!(codes(&validation), ["other-certificate"], "{name}");
        assert_eq!(validation.findings[0].params["which"], which, "{name}");
        assert!(!validation.acceptable());
    }
}

#[test]
fn only_what_is_certain_refuses() {
    let issued = issued::ordinary();
    let severity = |validation: &Validation| validation.severity();
    assert_eq!(severity(&on_day(&issued, &policy(), 300)), Severity::Note);
    let doubtful = [
        subject_is("Someone"),
        subject_is("介護・障害共通証明書"),
        on_day(&issued, &Policy { issuer: "Other CA".to_owned(), ..policy() }, 1),
        on_day(&issued, &policy(), -1),
    ];
    for validation in &doubtful {
        assert_eq!(severity(validation), Severity::Doubt, "{:?}", validation.findings);
        assert!(!validation.acceptable());
    }
    let mut authority = issued::leaf_params("CarePlanJigyousho");
    authority.is_ca = issued::authority_params("").is_ca;
    for validation in [on_day(&issued, &policy(), 400), on_day(&issued::issue(&authority), &policy(), 1)] {
        assert_eq!(severity(&validation), Severity::Refusal, "{:?}", validation.findings);
    }
}

#[test]
fn no_common_name_and_two_are_findings() {
    let mut none = issued::leaf_params("CarePlanJigyousho");
    none.distinguished_name.remove(DnType::CommonName);
    assert_eq!(codes(&on_day(&issued::issue(&none), &policy(), 1)), ["no-subject"]);

    let mut two = issued::leaf_params("CarePlanJigyousho");
    two.distinguished_name.push(DnType::CustomDnType(vec![2, 5, 4, 3]), "KaigoJigyousho");
    let validation = on_day(&issued::issue(&two), &policy(), 1);
    assert_eq!(codes(&validation), ["several-subjects"]);
    assert_eq!(validation.subject, "CarePlanJigyousho, KaigoJigyousho");
    assert!(!validation.acceptable());
}

#[test]
fn old_string_types_are_decoded() {
    let named = |value: DnValue| {
        let mut params = issued::leaf_params("");
        params.distinguished_name.push(DnType::CommonName, value);
        on_day(&issued::issue(&params), &policy(), 1)
    };
    let name = "CarePlanJigyousho";
    for value in [
        DnValue::BmpString(name.try_into().unwrap()),
        DnValue::TeletexString(name.try_into().unwrap()),
        DnValue::UniversalString(name.try_into().unwrap()),
        DnValue::PrintableString(name.try_into().unwrap()),
        DnValue::Ia5String(name.try_into().unwrap()),
    ] {
        let validation = named(value.clone());
        assert_eq!(validation.subject, name, "{value:?}");
        assert!(validation.acceptable(), "{value:?}");
    }
}

#[test]
fn time_is_judged_at_both_ends_and_in_japans_days() {
    let issued = issued::ordinary();
    let at = |seconds: i64| {
        let validation = validate(&identity(&issued), &policy(), Timestamp::from_second(START + seconds).unwrap());
        (codes(&validation), validation.days_left, validation.acceptable())
    };
    assert_eq!(at(-1), (vec!["not-yet-valid"], 366, false));
    assert_eq!(at(0), (vec![], 365, true));
    assert_eq!(at(275 * DAY - 1), (vec![], 91, true));
    assert_eq!(at(275 * DAY), (vec!["expires-soon"], 90, true));
    assert_eq!(at(365 * DAY - 1), (vec!["expires-soon"], 1, true));
    assert_eq!(at(365 * DAY), (vec!["expires-soon"], 0, true));
    assert_eq!(at(365 * DAY + 1), (vec!["expired"], 0, false));
    assert_eq!(at(366 * DAY), (vec!["expired"], -1, false));
    assert_eq!(on_day(&issued, &policy(), 300).findings[0].params["days"], "65");
}

#[test]
fn the_issuer_is_its_name_and_where_pinned_its_signature() {
    let issued = issued::ordinary();
    let other = Policy { issuer: "Other CA".to_owned(), ..policy() };
    assert_eq!(codes(&on_day(&issued, &other, 1)), ["wrong-issuer"]);

    let pinned = |pin: Vec<u8>| Policy { pinned_authorities: vec![b"error".to_vec(), pin], ..policy() };
    assert!(on_day(&issued, &pinned(issued.chain[0].clone()), 1).acceptable());
    let namesake = issued::authority_params("e-seikyu CA").self_signed(&issued::KEYS[2]).unwrap().der().to_vec();
    let validation = on_day(&issued, &pinned(namesake.clone()), 1);
    assert_eq!((codes(&validation), validation.severity()), (vec!["not-signed-by-issuer"], Severity::Refusal));

    let mut naming_its_key = issued::leaf_params("CarePlanJigyousho");
    naming_its_key.use_authority_key_identifier_extension = true;
    let of_another_generation = on_day(&issued::issue(&naming_its_key), &pinned(namesake.clone()), 1);
    assert_eq!(codes(&of_another_generation), ["not-signed-by-issuer"]);
    assert_eq!(of_another_generation.severity(), Severity::Doubt);
    assert_eq!(of_another_generation.findings[0].params["which"], "unknown");

    let bare = Issued { chain: Vec::new(), ..issued::ordinary() };
    assert_eq!(codes(&on_day(&bare, &pinned(issued.chain[0].clone()), 1)), ["no-chain"]);
    let with_impostor = Issued { chain: vec![namesake], ..issued::ordinary() };
    assert_eq!(codes(&on_day(&with_impostor, &policy(), 1)), ["not-signed-by-issuer", "no-chain"]);
}

#[test]
fn a_pinned_root_reaches_the_leaf_only_through_authorities() {
    let issued = issued::issue_below_intermediate();
    let pinned = |pin: &[u8]| Policy { pinned_authorities: vec![pin.to_vec()], ..policy() };
    assert!(on_day(&issued, &pinned(&issued.chain[1]), 1).acceptable());
    assert!(on_day(&issued, &pinned(&issued.chain[0]), 1).acceptable());

    // A leaf of the authority that signs another certificate, under the authority's own name.
    let mut false_authority = issued::leaf_params("e-seikyu CA");
    false_authority.distinguished_name = issued::authority_params("e-seikyu CA").distinguished_name;
    let root = issued::authority_params("e-seikyu Root");
    let middle = false_authority.signed_by(&issued::KEYS[2], &Issuer::from_params(&root, &issued::KEYS[0])).unwrap();
    let issued = Issued { chain: vec![middle.der().to_vec(), issued.chain[1].clone()], ..issued };
    assert_eq!(codes(&on_day(&issued, &pinned(&issued.chain[1]), 1)), ["not-signed-by-issuer"]);
}

#[test]
fn keys_and_usages_that_do_not_serve_are_found() {
    let key = issued::openssl(&["genrsa", "1024"], b"", &[]);
    let old = ["req", "-new", "-x509", "-key", "/dev/stdin", "-outform", "DER", "-sha1", "-days", "9000", "-subj"];
    let leaf = issued::openssl(&[&old[..], &["/CN=KaigoJigyousho"]].concat(), &key, &[]);
    let key = issued::openssl(&["pkcs8", "-topk8", "-nocrypt", "-outform", "DER"], &key, &[]);
    let weak = on_day(&Issued { key, leaf, chain: Vec::new() }, &policy(), 5000);
    assert!(!weak.acceptable());
    assert_eq!((weak.key_algorithm.as_str(), weak.signature_algorithm.as_str()), ("RSA-1024", "sha1WithRSAEncryption"));
    for expected in ["wrong-issuer", "weak-key", "weak-signature", "authority", "no-chain"] {
        assert!(codes(&weak).contains(&expected), "{expected}");
    }

    let changed = |change: &dyn Fn(&mut CertificateParams)| {
        let mut params = issued::leaf_params("CarePlanJigyousho");
        change(&mut params);
        on_day(&issued::issue(&params), &policy(), 1)
    };
    let server = changed(&|params| params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth]);
    assert_eq!((codes(&server), server.acceptable()), (vec!["no-client-auth"], true));
    let any = changed(&|params| params.extended_key_usages = vec![ExtendedKeyUsagePurpose::Any]);
    assert_eq!(codes(&any), [] as [&str; 0]);
    let none = changed(&|params| params.extended_key_usages.clear());
    assert_eq!(codes(&none), [] as [&str; 0]);
    let cipher = changed(&|params| params.key_usages = vec![KeyUsagePurpose::KeyEncipherment]);
    assert_eq!((codes(&cipher), cipher.acceptable()), (vec!["no-digital-signature"], true));
    let authority = changed(&|params| params.is_ca = issued::authority_params("").is_ca);
    assert_eq!((codes(&authority), authority.acceptable()), (vec!["authority"], false));
}

#[test]
fn everything_wrong_is_listed_at_once() {
    let mut params = issued::leaf_params("ShougaiJigyousho");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let issued = Issued { chain: Vec::new(), ..issued::issue(&params) };
    let policy = Policy { issuer: "Other CA".to_owned(), pinned_authorities: vec![issued.leaf.clone()], ..policy() };
    let validation = on_day(&issued, &policy, 400);
    assert_eq!(
        codes(&validation),
        ["other-certificate", "wrong-issuer", "not-signed-by-issuer", "expired", "no-chain", "no-client-auth"]
    );
    assert!(validation.findings.iter().all(|finding| Finding::CODES.contains(&finding.code())));
}
