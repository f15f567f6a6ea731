use std::collections::BTreeMap;

use jiff::Timestamp;

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

/// Judges a certificate at a time. Every finding is listed, not only the first.
pub fn judge(identity: &Identity, _policy: &Policy, now: Timestamp) -> Verdict {
    Verdict {
        subject: String::new(),
        office: None,
        issuer: String::new(),
        not_before: now,
        not_after: now,
        days_left: 0,
        key_algorithm: String::new(),
        signature_algorithm: String::new(),
        fingerprint: identity.fingerprint(),
        issuer_dn: identity.issuer_dn_der(),
        findings: Vec::new(),
    }
}
