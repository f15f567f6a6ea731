use std::collections::BTreeMap;

use certificate::CertificateKind;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::intent::PracticePhoneModel;
use crate::view::{Appearance, CertificateSummary, Proof};

/// What survives the process: the content of the state file. No secret is in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Saved {
    /// The way that is under way.
    pub journal: Option<Journal>,
    /// The real way, waiting while practising.
    pub parked: Option<Journal>,
    /// What this phone holds.
    pub ledger: Ledger,
    /// Settings.
    pub settings: Settings,
    /// Practice is on.
    pub practice: Option<SavedPractice>,
}

/// Practice that is on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SavedPractice {
    /// What plays the phone.
    pub phone: Option<PracticePhoneModel>,
    /// Office handle.
    pub office: String,
}

/// The way that is under way, written before every step that leaves the app.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Journal {
    /// How far it is.
    pub step: Step,
    /// Slot that is being renewed, or that the certificate goes to.
    pub slot: Option<Slot>,
    /// ユーザーID of this way; gone with it unless the user wants it kept.
    pub user_id: String,
    /// The certificate handed over.
    pub certificate: Option<HandedCertificate>,
}

/// How far the way is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "id", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Step {
    /// At the portal; everything up to here lives in memory.
    Login,
    /// Android: the installer was opened.
    Installing,
    /// iOS: Safari was opened on the loopback page.
    Serving,
    /// iOS: Safari has fetched the profile.
    Fetched {
        /// iOS deletes it then.
        deadline: Timestamp,
    },
    /// To be proven.
    Verify {
        /// Of the probe that was opened.
        nonce: Option<String>,
    },
}

/// A certificate that left the app.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HandedCertificate {
    /// What is shown.
    pub summary: CertificateSummary,
    /// DER name of the issuer, for the chooser.
    pub issuer_dn: Vec<u8>,
    /// What is known.
    pub proof: Proof,
}

/// An office and a kind: what one certificate at a time belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Slot {
    /// Handle of the office: 32 hexadecimal digits, random.
    pub office: String,
    /// Kind.
    pub kind: CertificateKind,
}

impl Slot {
    /// `kaigo-dx-3f9a1c02`: the Android alias and the end of the iOS PayloadIdentifier. The same at every renewal.
    pub fn alias(&self) -> String {
        let office: String = self.office.chars().take(8).collect();
        format!("kaigo-{}-{office}", self.kind.slug())
    }
}

/// What this phone holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Ledger {
    /// Offices by handle.
    pub offices: BTreeMap<String, Office>,
    /// Certificates by alias.
    pub certificates: BTreeMap<String, LedgerEntry>,
    /// Failed log-ins by salted hash of the user ID.
    pub logins: BTreeMap<String, FailedLogins>,
    /// Of those hashes.
    pub salt: String,
}

/// An office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Office {
    /// The user's name for it, or the certificate's; may be empty.
    pub name: String,
}

/// A certificate of this phone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LedgerEntry {
    /// Where it belongs.
    pub slot: Slot,
    /// What and how it is known.
    pub certificate: HandedCertificate,
    /// It was practised on a practice phone, and goes when practice ends.
    pub practised: bool,
}

/// Log-ins that failed in this app since the last that succeeded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FailedLogins {
    /// How many.
    pub count: u8,
    /// When the last was.
    pub last: Timestamp,
    /// The portal said it is locked.
    pub locked: bool,
}

/// Settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Settings {
    /// ユーザーID to start with, on the user's wish only.
    pub user_id: Option<String>,
    /// How everything is drawn and worded.
    pub appearance: Appearance,
}

/// Wrong tries after which the portal locks an account (published by 奈良県国保連).
pub(crate) const TRIES: u8 = 3;
/// Milliseconds it stays locked at least.
pub(crate) const LOCK: i64 = 30 * 60 * 1000;
/// Milliseconds after which failed tries are no longer shown.
const FORGET_TRIES: i64 = 24 * 60 * 60 * 1000;

impl Ledger {
    /// Failed tries that still count for this user ID.
    pub(crate) fn failed(&self, user_id: &str, now: Timestamp) -> Option<&FailedLogins> {
        self.logins.get(&self.login_key(user_id)).filter(|failed| {
            let age = now.as_millisecond() - failed.last.as_millisecond();
            let over = if failed.locked || failed.count >= TRIES { LOCK } else { FORGET_TRIES };
            (0..over).contains(&age)
        })
    }

    pub(crate) fn login_failed(&mut self, user_id: &str, locked: bool, now: Timestamp) {
        let count = self.failed(user_id, now).map_or(0, |failed| failed.count);
        let key = self.login_key(user_id);
        self.logins.insert(key, FailedLogins { count: count.saturating_add(1), last: now, locked });
    }

    pub(crate) fn login_succeeded(&mut self, user_id: &str) {
        let key = self.login_key(user_id);
        self.logins.remove(&key);
    }

    fn login_key(&self, user_id: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(self.salt.as_bytes());
        hash.update([0]);
        hash.update(user_id.as_bytes());
        hex::encode(&hash.finalize()[..16])
    }
}
