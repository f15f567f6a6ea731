use std::collections::BTreeMap;

use certificate::{CertificateKind, Fingerprint, Severity};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ids::{Alias, OfficeId};

/// One row of the portal's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CertificateRow {
    /// Handle of the row.
    pub row: u32,
    /// Which certificate, where the row says one of the two.
    pub kind: Option<CertificateKind>,
    /// The row's own words.
    pub label: String,
    /// The row's own words on validity, if any.
    pub until: Option<String>,
    /// The day that these words name, where it can be read.
    #[serde(skip)]
    #[ts(skip)]
    pub last_day: Option<Date>,
    /// Works for what this app is for. The others are named and cannot be chosen.
    pub usable: bool,
}

/// An office known to this phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OfficeChoice {
    /// The office that it is for.
    pub office: OfficeId,
    /// The name the user gave, or the certificate's.
    pub name: String,
}

/// A certificate in the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HeldCertificate {
    /// The name of its slot (office and kind).
    pub slot: Alias,
    /// What the certificate says.
    pub summary: CertificateSummary,
    /// What is known of it.
    pub proof: Proof,
    /// Whose it is: what home groups by.
    pub office: OfficeId,
    /// The one thing to do next.
    pub next: HeldNext,
}

/// The one thing to do next with a certificate of this phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum HeldNext {
    /// It is due, or over.
    Renew,
    /// Nobody has looked whether it works.
    Verify,
    /// The one before is still in the phone under a name of its own.
    RemoveOld,
    /// Nothing is to be done.
    Nothing,
}

/// How a certificate is known to be no longer in the phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "id", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Removal {
    /// The user says so.
    Said {
        /// When, Unix milliseconds.
        #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
        #[ts(type = "number")]
        at: Timestamp,
    },
    /// Android: what the app could read before it finds no longer.
    Seen {
        /// When, Unix milliseconds.
        #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
        #[ts(type = "number")]
        at: Timestamp,
    },
}

/// What became of the certificate before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "id", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Renewal {
    /// The new one took its place.
    Replaced {
        /// Its end of validity, Unix milliseconds.
        #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
        #[ts(type = "number")]
        until: Timestamp,
    },
    /// Android: it is still there under a name of its own.
    Beside {
        /// The name of the slot of both.
        slot: Alias,
        /// Its own name in Settings.
        name: Alias,
        /// Its end of validity, Unix milliseconds.
        #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
        #[ts(type = "number")]
        until: Timestamp,
    },
}

/// One line of the app's records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CertificateRecord {
    /// What the certificate says.
    pub summary: CertificateSummary,
    /// What is or was known of it.
    pub proof: Proof,
    /// How it is known to be gone; `None`: this phone holds it.
    pub removal: Option<Removal>,
}

/// What the main button of home does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "id", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum HomePrimary {
    /// 「続きから始める」
    Resume,
    /// 「証明書を更新する」
    Renew {
        /// The name of its slot (office and kind).
        slot: Alias,
    },
    /// 「動作を確認する」, or looking in Settings where this app cannot prove anything.
    Verify {
        /// The name of its slot (office and kind).
        slot: Alias,
        /// How: what this build can do decides what the button says.
        method: VerifyMethod,
    },
    /// 「証明書をインストールする」
    Add,
}

/// What is shown of a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CertificateSummary {
    /// Which of the two; none when only the file is known.
    pub kind: Option<CertificateKind>,
    /// The office's name; empty when it has none yet.
    pub office: String,
    /// 発行先 (subject common name).
    pub subject: String,
    /// 発行者 (issuer common name).
    pub issuer: String,
    /// Start of validity, Unix milliseconds.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    #[ts(type = "number")]
    pub not_before: Timestamp,
    /// End of validity, Unix milliseconds. Shown in Japan's time.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    #[ts(type = "number")]
    pub not_after: Timestamp,
    /// Days of Japan's calendar until the last one; negative after it.
    pub days_left: i32,
    /// Time for a new one, or over.
    #[serde(default)]
    pub due: bool,
    /// SHA-256 of the certificate.
    pub fingerprint: Fingerprint,
    /// Issued by the practice CA.
    pub practice: bool,
    /// Why it does not look like what the app is for, where the user may have installed it all the same.
    #[serde(default)]
    pub doubts: Vec<FindingView>,
}

/// Whether a certificate that was opened can be installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Installable {
    /// It can be installed.
    Yes,
    /// It does not look like what the app is for, and the user has not said yet that it is wanted all the same.
    IfWanted,
    /// It does harm or cannot work.
    No,
}

/// Something said of a certificate: `finding_{code}` in the catalogues.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FindingView {
    /// Stable kebab-case code.
    pub code: String,
    /// What it means for the certificate.
    pub severity: Severity,
    /// What the sentence names.
    pub params: BTreeMap<String, String>,
}

/// A character of the typed password that often is another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PasswordHint {
    /// Position in characters (Unicode scalar values), from 0.
    pub at: u32,
    /// `full-width`, `space`, `letter-o`, `digit-zero`, `lower-l`, `digit-one`, `upper-i`: `password_hint_{code}` in the catalogues.
    pub code: String,
}

/// How a certificate is proven on this phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum VerifyMethod {
    /// Android: KeyChain's chooser, then fingerprint and signature.
    Chooser,
    /// iOS: Safari opens the probe.
    Probe,
    /// No probe configured: the user looks in Settings.
    Manual,
}

/// What is known of an installed certificate; three different words everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(tag = "id", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Proof {
    /// 「渡しました」: given to the system, nothing more is known.
    HandedOver,
    /// 「入れたと きろくしました」: the user says so.
    #[serde(alias = "said")]
    UserConfirmed {
        /// When, Unix milliseconds.
        #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
        #[ts(type = "number")]
        at: Timestamp,
    },
    /// 「たしかめました」: seen.
    Proven {
        /// What has shown it.
        by: ProvenBy,
        /// When, Unix milliseconds.
        #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
        #[ts(type = "number")]
        at: Timestamp,
    },
}

/// What proved that the certificate works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ProvenBy {
    /// The key of this phone signed a fresh nonce (Android).
    Signature,
    /// It signed one, and opened a TLS connection to the probe (Android).
    Connection,
    /// The browser presented it to the probe over TLS.
    Probe,
}
