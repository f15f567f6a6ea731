use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::Offset;
use x509_parser::certificate::X509Certificate;

use crate::certificate::{
    Signed, common_names, key_algorithm, office, parse, rsa_bits, signature_algorithm, signed_by,
};
use crate::{Fingerprint, Identity};

/// What a certificate has to be. Comes from configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Subject common names accepted, compared byte for byte.
    pub allowed_subjects: Vec<String>,
    /// Issuer common name accepted, compared byte for byte.
    pub issuer: String,
    /// CA certificates (DER) of which one must have signed the leaf; empty: not asked for.
    pub pinned_authorities: Vec<Vec<u8>>,
    /// So many days (Japan's calendar) before the end a warning is given.
    pub warn_days: i32,
}

/// What was found out about a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// 発行先: the subject's common name; several joined by a comma, none: empty.
    pub subject: String,
    /// The office, where the subject names one.
    pub office: Option<String>,
    /// 発行者: the issuer's common name, as `subject`.
    pub issuer: String,
    /// Start of validity.
    pub not_before: Timestamp,
    /// End of validity. Show it in Japan's time.
    pub not_after: Timestamp,
    /// Days of Japan's calendar from now to the end; negative when it is past.
    pub days_left: i32,
    /// `RSA-2048`, `EC-P256`, …
    pub key_algorithm: String,
    /// `sha256WithRSAEncryption`, …; the dotted OID where there is no name.
    pub signature_algorithm: String,
    /// SHA-256 of the leaf.
    pub fingerprint: Fingerprint,
    /// The issuer, a DER `Name`.
    pub issuer_dn: Vec<u8>,
    /// Everything wrong or noteworthy.
    pub findings: Vec<Finding>,
}

impl Verdict {
    /// Nothing was found that refuses it.
    pub fn acceptable(&self) -> bool {
        !self.findings.iter().any(|finding| finding.refuses)
    }
}

/// One thing found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// One of [`Finding::CODES`].
    pub code: &'static str,
    /// The certificate is refused for it; otherwise a warning.
    pub refuses: bool,
    /// What a sentence names.
    pub params: BTreeMap<String, String>,
}

impl Finding {
    /// Every code there is.
    pub const CODES: &[&str] = &[
        "no-subject",
        "several-subjects",
        "wrong-subject",
        "other-certificate",
        "wrong-issuer",
        "not-signed-by-issuer",
        "not-yet-valid",
        "expired",
        "expires-soon",
        "weak-key",
        "weak-signature",
        "authority",
        "no-client-auth",
        "no-digital-signature",
        "no-chain",
    ];
}

/// Judges a certificate at a time. Every finding is listed, those that refuse first.
///
/// That key and certificate belong together is a condition of [`open`](crate::open), so it is no finding.
pub fn judge(identity: &Identity, policy: &Policy, now: Timestamp) -> Verdict {
    let Some(leaf) = parse(identity.leaf_der()) else {
        return Verdict::unreadable(identity, now);
    };
    let subjects = common_names(leaf.subject());
    let issuers = common_names(leaf.issuer());
    let not_before = time(leaf.validity().not_before.timestamp());
    let not_after = time(leaf.validity().not_after.timestamp());
    let days_left = days_between(now, not_after);
    let chain: Vec<X509Certificate<'_>> = identity.chain_der().iter().filter_map(|der| parse(der)).collect();

    let mut findings = Vec::new();
    findings.extend(subject(&subjects, policy));
    if issuers.as_slice() != [policy.issuer.as_str()] {
        findings.push(Finding::refusing("wrong-issuer").with("issuer", &issuers.join(", ")));
    }
    findings.extend(signature(identity, &leaf, &chain, policy));
    if now < not_before {
        findings.push(Finding::refusing("not-yet-valid"));
    }
    if now > not_after {
        findings.push(Finding::refusing("expired"));
    } else if days_left <= policy.warn_days {
        findings.push(Finding::warning("expires-soon").with("days", &days_left.to_string()));
    }
    findings.extend(strength(&leaf));
    findings.extend(usage(&leaf));
    findings.sort_by_key(|finding| !finding.refuses);

    Verdict {
        subject: subjects.join(", "),
        office: office(&leaf),
        issuer: issuers.join(", "),
        not_before,
        not_after,
        days_left,
        key_algorithm: key_algorithm(&leaf),
        signature_algorithm: signature_algorithm(&leaf),
        fingerprint: identity.fingerprint(),
        issuer_dn: identity.issuer_dn_der(),
        findings,
    }
}

impl Finding {
    fn refusing(code: &'static str) -> Self {
        Self { code, refuses: true, params: BTreeMap::new() }
    }

    fn warning(code: &'static str) -> Self {
        Self { code, refuses: false, params: BTreeMap::new() }
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        self.params.insert(name.to_owned(), value.to_owned());
        self
    }
}

impl Verdict {
    /// What `open` lets through can be parsed; should it ever not, nothing of it is accepted.
    fn unreadable(identity: &Identity, now: Timestamp) -> Self {
        Self {
            subject: String::new(),
            office: None,
            issuer: String::new(),
            not_before: now,
            not_after: now,
            days_left: 0,
            key_algorithm: String::new(),
            signature_algorithm: String::new(),
            fingerprint: identity.fingerprint(),
            issuer_dn: Vec::new(),
            findings: vec![Finding::refusing("no-subject"), Finding::refusing("wrong-issuer")],
        }
    }
}

fn subject(names: &[String], policy: &Policy) -> Option<Finding> {
    match names {
        [] => Some(Finding::refusing("no-subject")),
        [name] if policy.allowed_subjects.contains(name) => None,
        [name] => Some(match other_certificate(name) {
            Some(which) => Finding::refusing("other-certificate").with("which", which).with("subject", name),
            None => Finding::refusing("wrong-subject").with("subject", name),
        }),
        several => Some(Finding::refusing("several-subjects").with("subject", &several.join(", "))),
    }
}

/// 代理人証明書, 介護・障害共通証明書, 障害者総合支援証明書: their common names are not published,
/// so they are known by the words that the two published ones are built of.
fn other_certificate(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let disability = has(&["shougai", "syougai", "shogai", "syogai", "shogaisha", "障害", "障がい"]);
    if has(&["dairi", "代理"]) {
        Some("dairinin")
    } else if has(&["kyoutsu", "kyoutu", "kyotsu", "kyotu", "共通"]) || disability && has(&["kaigo", "介護"]) {
        Some("kyotsu")
    } else if disability {
        Some("shogai")
    } else {
        None
    }
}

fn signature(
    identity: &Identity,
    leaf: &X509Certificate<'_>,
    chain: &[X509Certificate<'_>],
    policy: &Policy,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let pins: Vec<X509Certificate<'_>> = policy.pinned_authorities.iter().filter_map(|der| parse(der)).collect();
    let asked = !policy.pinned_authorities.is_empty();
    if asked && !leads_to(leaf, chain, &pins) || identity.has_impostor() {
        findings.push(Finding::refusing("not-signed-by-issuer"));
    }
    if chain.is_empty() {
        findings.push(Finding::warning("no-chain"));
    }
    findings
}

/// The leaf, or an authority above it of which every signature fits, is signed by one of these.
fn leads_to(leaf: &X509Certificate<'_>, chain: &[X509Certificate<'_>], pins: &[X509Certificate<'_>]) -> bool {
    let issued = |certificate: &X509Certificate<'_>, by: &X509Certificate<'_>| {
        certificate.issuer().as_raw() == by.subject().as_raw() && signed_by(certificate, by) == Signed::Yes
    };
    let mut last = leaf;
    for next in std::iter::once(None).chain(chain.iter().map(Some)) {
        if let Some(next) = next {
            if !next.is_ca() || !issued(last, next) {
                return false;
            }
            last = next;
        }
        if pins.iter().any(|pin| issued(last, pin)) {
            return true;
        }
    }
    false
}

fn strength(leaf: &X509Certificate<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if rsa_bits(leaf).is_some_and(|bits| bits < 2048) {
        findings.push(Finding::refusing("weak-key").with("key", &key_algorithm(leaf)));
    }
    let algorithm = signature_algorithm(leaf);
    if algorithm.starts_with("md5") || algorithm.contains("sha1") || algorithm.contains("SHA1") {
        findings.push(Finding::warning("weak-signature").with("algorithm", &algorithm));
    }
    findings
}

fn usage(leaf: &X509Certificate<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if leaf.is_ca() {
        findings.push(Finding::refusing("authority"));
    }
    if let Ok(Some(usage)) = leaf.extended_key_usage()
        && !usage.value.client_auth
        && !usage.value.any
    {
        findings.push(Finding::warning("no-client-auth"));
    }
    if let Ok(Some(usage)) = leaf.key_usage()
        && !usage.value.digital_signature()
    {
        findings.push(Finding::warning("no-digital-signature"));
    }
    findings
}

fn time(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap_or(if seconds < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

/// Days of Japan's calendar.
fn days_between(from: Timestamp, to: Timestamp) -> i32 {
    let japan = Offset::constant(9);
    let day = |time: Timestamp| (time.as_second() + i64::from(japan.seconds())).div_euclid(24 * 60 * 60);
    i32::try_from(day(to) - day(from)).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use rcgen::{CertificateParams, DnType, DnValue, ExtendedKeyUsagePurpose, Issuer, KeyUsagePurpose};

    use super::*;
    use crate::ber;
    use crate::issued::{self, Issued, START};
    use crate::key::PrivateKey;

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
        Identity::assemble(PrivateKey::read(ber::first(&issued.key).unwrap()).unwrap(), &certificates).unwrap()
    }

    fn on_day(issued: &Issued, policy: &Policy, day: i64) -> Verdict {
        judge(&identity(issued), policy, Timestamp::from_second(START + day * DAY + 9 * 60 * 60).unwrap())
    }

    fn codes(verdict: &Verdict) -> Vec<&'static str> {
        verdict.findings.iter().map(|finding| finding.code).collect()
    }

    fn subject_is(name: &str) -> Verdict {
        on_day(&issued::issue(&issued::leaf_params(name)), &policy(), 1)
    }

    #[test]
    fn an_ordinary_certificate_is_accepted_with_its_facts() {
        let issued = issued::ordinary();
        let verdict = on_day(&issued, &policy(), 1);
        assert!(verdict.acceptable());
        assert_eq!(codes(&verdict), [] as [&str; 0]);
        assert_eq!(verdict.subject, "CarePlanJigyousho");
        assert_eq!(verdict.issuer, "e-seikyu CA");
        assert_eq!(verdict.office.as_deref(), Some("ひまわり介護ステーション"));
        assert_eq!(verdict.key_algorithm, "RSA-2048");
        assert_eq!(verdict.signature_algorithm, "sha256WithRSAEncryption");
        assert_eq!(verdict.not_before.as_second(), START);
        assert_eq!(verdict.not_after.as_second(), START + 365 * DAY);
        assert_eq!(verdict.days_left, 364);
    }

    #[test]
    fn the_subject_is_compared_byte_for_byte() {
        assert!(subject_is("KaigoJigyousho").acceptable());
        for name in ["kaigojigyousho", "KaigoJigyousho ", "ＫａｉｇｏＪｉｇｙｏｕｓｈｏ", "KaigoJigyoushoX", ""]
        {
            let verdict = subject_is(name);
            assert_eq!(codes(&verdict), ["wrong-subject"], "{name}");
            assert!(!verdict.acceptable());
            assert_eq!(verdict.findings[0].params["subject"], name);
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
            let verdict = subject_is(name);
            assert_eq!(codes(&verdict), ["other-certificate"], "{name}");
            assert_eq!(verdict.findings[0].params["which"], which, "{name}");
            assert!(!verdict.acceptable());
        }
    }

    #[test]
    fn no_common_name_and_two_are_findings() {
        let mut none = issued::leaf_params("CarePlanJigyousho");
        none.distinguished_name.remove(DnType::CommonName);
        assert_eq!(codes(&on_day(&issued::issue(&none), &policy(), 1)), ["no-subject"]);

        let mut two = issued::leaf_params("CarePlanJigyousho");
        two.distinguished_name.push(DnType::CustomDnType(vec![2, 5, 4, 3]), "KaigoJigyousho");
        let verdict = on_day(&issued::issue(&two), &policy(), 1);
        assert_eq!(codes(&verdict), ["several-subjects"]);
        assert_eq!(verdict.subject, "CarePlanJigyousho, KaigoJigyousho");
        assert!(!verdict.acceptable());
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
            let verdict = named(value.clone());
            assert_eq!(verdict.subject, name, "{value:?}");
            assert!(verdict.acceptable(), "{value:?}");
        }
    }

    #[test]
    fn time_is_judged_at_both_ends_and_in_japans_days() {
        let issued = issued::ordinary();
        let at = |seconds: i64| {
            let verdict = judge(&identity(&issued), &policy(), Timestamp::from_second(START + seconds).unwrap());
            (codes(&verdict), verdict.days_left, verdict.acceptable())
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

        let pinned = |pin: Vec<u8>| Policy { pinned_authorities: vec![b"broken".to_vec(), pin], ..policy() };
        assert!(on_day(&issued, &pinned(issued.chain[0].clone()), 1).acceptable());
        let namesake = issued::authority_params("e-seikyu CA").self_signed(&issued::KEYS[2]).unwrap().der().to_vec();
        let verdict = on_day(&issued, &pinned(namesake.clone()), 1);
        assert_eq!(codes(&verdict), ["not-signed-by-issuer"]);
        assert!(!verdict.acceptable());

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
        let middle =
            false_authority.signed_by(&issued::KEYS[2], &Issuer::from_params(&root, &issued::KEYS[0])).unwrap();
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
        assert_eq!(
            (weak.key_algorithm.as_str(), weak.signature_algorithm.as_str()),
            ("RSA-1024", "sha1WithRSAEncryption")
        );
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
        let policy =
            Policy { issuer: "Other CA".to_owned(), pinned_authorities: vec![issued.leaf.clone()], ..policy() };
        let verdict = on_day(&issued, &policy, 400);
        assert_eq!(
            codes(&verdict),
            ["other-certificate", "wrong-issuer", "not-signed-by-issuer", "expired", "no-chain", "no-client-auth"]
        );
        assert!(verdict.findings.iter().all(|finding| Finding::CODES.contains(&finding.code)));
    }
}
