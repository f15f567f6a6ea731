use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantNames};
use ts_rs::TS;
use x509_parser::certificate::X509Certificate;

use crate::certificate::{common_names, has_weak_signature, key_algorithm, office, rsa_bits, signature_algorithm};
use crate::certificate_bytes::CertificateBytes;
use crate::chain::{Link, Trust, trust};
use crate::fingerprint::Fingerprint;
use crate::identity::Identity;
use crate::japan::days_left;

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
pub struct Validation {
    /// 発行先: the subject's common name; several joined by a comma; empty if there is none.
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

impl Validation {
    /// It is what the policy asks for, as far as can be seen: there are notes at most.
    pub fn acceptable(&self) -> bool {
        self.severity() == Severity::Note
    }

    /// That of the gravest finding; a note where there is none.
    pub fn severity(&self) -> Severity {
        self.findings.iter().map(|finding| finding.severity).max().unwrap_or(Severity::Note)
    }
}

/// What a finding means for the certificate.
///
/// Installing a client certificate that will not work does no harm, and refusing one that would work leaves a
/// facility without. So only what is certain refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// It works all the same.
    Note,
    /// It does not look like what is asked for, and only its issuer knows: whoever wants it decides.
    Doubt,
    /// It does harm or cannot work.
    Refusal,
}

/// One thing that was found about a certificate, with what its sentence names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub code: FindingCode,
    /// What it means for the certificate.
    pub severity: Severity,
    /// What a sentence names.
    pub params: BTreeMap<String, String>,
}

/// What can be found in a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum FindingCode {
    /// The subject has no common name.
    NoSubject,
    /// The subject has more than one common name.
    SeveralSubjects,
    /// The subject's common name is none of those accepted.
    WrongSubject,
    /// It is one of the system's certificates that this app is not for; `which` says which.
    OtherCertificate,
    /// The issuer's common name is not the one accepted.
    WrongIssuer,
    /// The signature was checked with the issuer's key and does not fit.
    NotSignedByIssuer,
    /// Its validity has not begun.
    NotYetValid,
    /// Its validity is over.
    Expired,
    /// Its validity ends within the days of the policy.
    ExpiresSoon,
    /// An RSA key of less than 2048 bits.
    WeakKey,
    /// Signed over MD5 or SHA-1.
    WeakSignature,
    /// It is the certificate of a certification authority.
    Authority,
    /// Its extended key usage has no client authentication.
    NoClientAuth,
    /// Its key usage has no digital signature.
    NoDigitalSignature,
    /// A signature above it could not be checked here: its algorithm or the key's form is not known.
    UncheckedSignature,
    /// Other certificates in the file cannot be read; `count` says how many.
    UnreadableCertificate,
    /// The file has no certificate of the issuer.
    NoChain,
}

impl Finding {
    /// Every code there is.
    pub const CODES: &[&str] = <FindingCode as VariantNames>::VARIANTS;

    /// Stable code for the catalogues.
    pub fn code(&self) -> &'static str {
        self.code.into()
    }
}

/// Validates a certificate at a time. Every finding is listed, notes last.
///
/// That key and certificate belong together is a condition of [`open`](crate::open), so it is no finding.
pub fn validate(identity: &Identity, policy: &Policy, now: Timestamp) -> Validation {
    let bytes = CertificateBytes::read(identity.leaf_der());
    let Some(link) = bytes.as_ref().and_then(Link::new) else {
        return Validation::unreadable(identity, now);
    };
    let leaf = &link.parsed;
    let subjects = common_names(leaf.subject());
    let issuers = common_names(leaf.issuer());
    let not_before = time(leaf.validity().not_before.timestamp());
    let not_after = time(leaf.validity().not_after.timestamp());
    let days_left = days_left(not_after, now);

    let mut findings = Vec::new();
    findings.extend(subject(&subjects, policy));
    if issuers.as_slice() != [policy.issuer.as_str()] {
        findings.push(
            Finding::doubt(FindingCode::WrongIssuer)
                .with("issuer", &issuers.join(", "))
                .with("expected", &policy.issuer),
        );
    }
    findings.extend(signature(identity, &link, policy));
    if now < not_before {
        findings.push(Finding::doubt(FindingCode::NotYetValid));
    }
    if now > not_after {
        findings.push(Finding::refusal(FindingCode::Expired));
    } else if days_left <= policy.warn_days {
        findings.push(Finding::note(FindingCode::ExpiresSoon).with("days", &days_left.to_string()));
    }
    findings.extend(strength(leaf));
    findings.extend(usage(leaf));
    findings.sort_by_key(|finding| finding.severity == Severity::Note);

    Validation {
        subject: subjects.join(", "),
        office: office(leaf),
        issuer: issuers.join(", "),
        not_before,
        not_after,
        days_left,
        key_algorithm: key_algorithm(leaf),
        signature_algorithm: signature_algorithm(leaf),
        fingerprint: identity.fingerprint(),
        issuer_dn: identity.issuer_dn_der(),
        findings,
    }
}

impl Finding {
    fn refusal(code: FindingCode) -> Self {
        Self { code, severity: Severity::Refusal, params: BTreeMap::new() }
    }

    fn doubt(code: FindingCode) -> Self {
        Self { code, severity: Severity::Doubt, params: BTreeMap::new() }
    }

    fn note(code: FindingCode) -> Self {
        Self { code, severity: Severity::Note, params: BTreeMap::new() }
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        self.params.insert(name.to_owned(), value.to_owned());
        self
    }
}

impl Validation {
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
            findings: vec![Finding::refusal(FindingCode::NoSubject), Finding::refusal(FindingCode::WrongIssuer)],
        }
    }
}

fn subject(names: &[String], policy: &Policy) -> Option<Finding> {
    match names {
        [] => Some(Finding::doubt(FindingCode::NoSubject)),
        [name] if policy.allowed_subjects.contains(name) => None,
        [name] => Some(match other_certificate(name) {
            Some(which) => Finding::doubt(FindingCode::OtherCertificate).with("which", which).with("subject", name),
            None => Finding::doubt(FindingCode::WrongSubject)
                .with("subject", name)
                .with("expected", &policy.allowed_subjects.join(", ")),
        }),
        several => Some(Finding::doubt(FindingCode::SeveralSubjects).with("subject", &several.join(", "))),
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

fn signature(identity: &Identity, leaf: &Link<'_>, policy: &Policy) -> Vec<Finding> {
    let mut findings = Vec::new();
    let pinned = if policy.pinned_authorities.is_empty() { Trust::Signed } else { pinned(identity, leaf, policy) };
    if pinned == Trust::NotSigned || identity.has_forged_issuer() {
        findings.push(Finding::refusal(FindingCode::NotSignedByIssuer));
    } else if pinned == Trust::Unknown {
        findings.push(Finding::doubt(FindingCode::NotSignedByIssuer).with("which", "unknown"));
    }
    if identity.has_unchecked_signature() {
        findings.push(Finding::note(FindingCode::UncheckedSignature));
    }
    if identity.unreadable_certificates() > 0 {
        let count = identity.unreadable_certificates().to_string();
        findings.push(Finding::note(FindingCode::UnreadableCertificate).with("count", &count));
    }
    if identity.chain_der().is_empty() {
        findings.push(Finding::note(FindingCode::NoChain));
    }
    findings
}

fn pinned(identity: &Identity, leaf: &Link<'_>, policy: &Policy) -> Trust {
    fn read(certificates: &[Vec<u8>]) -> Vec<CertificateBytes<'_>> {
        certificates.iter().filter_map(|der| CertificateBytes::read(der)).collect()
    }
    fn links<'a>(certificates: &'a [CertificateBytes<'a>]) -> Vec<Link<'a>> {
        certificates.iter().filter_map(Link::new).collect()
    }
    let (chain, pins) = (read(identity.chain_der()), read(&policy.pinned_authorities));
    trust(leaf, &links(&chain), &links(&pins))
}

fn strength(leaf: &X509Certificate<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if rsa_bits(leaf).is_some_and(|bits| bits < 2048) {
        findings.push(Finding::refusal(FindingCode::WeakKey).with("key", &key_algorithm(leaf)));
    }
    if has_weak_signature(leaf) {
        let algorithm = signature_algorithm(leaf);
        findings.push(Finding::note(FindingCode::WeakSignature).with("algorithm", &algorithm));
    }
    findings
}

fn usage(leaf: &X509Certificate<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if leaf.is_ca() {
        findings.push(Finding::refusal(FindingCode::Authority));
    }
    if let Ok(Some(usage)) = leaf.extended_key_usage()
        && !usage.value.client_auth
        && !usage.value.any
    {
        findings.push(Finding::note(FindingCode::NoClientAuth));
    }
    if let Ok(Some(usage)) = leaf.key_usage()
        && !usage.value.digital_signature()
    {
        findings.push(Finding::note(FindingCode::NoDigitalSignature));
    }
    findings
}

fn time(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap_or(if seconds < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

#[cfg(test)]
mod tests;
