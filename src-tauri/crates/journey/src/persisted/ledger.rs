//! Offices, their certificates, and log-ins that failed.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::journal::{HandedCertificate, Slot};
use crate::ids::{Alias, OfficeId};
use crate::user_id::UserId;
use crate::view::Removal;

/// What this phone holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Ledger {
    /// Offices by handle.
    pub offices: BTreeMap<OfficeId, Office>,
    /// Certificates by alias.
    pub certificates: BTreeMap<Alias, LedgerEntry>,
    /// Certificates that were removed from this phone, the last one last; at most [`REMOVED`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<RemovedCertificate>,
    /// Failed log-ins by salted hash of the user ID.
    pub logins: BTreeMap<String, FailedLogins>,
    /// Of those hashes, the one of the user ID whose password is on its way to the portal by the client: nobody has seen
    /// the answer yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login_sent: Option<String>,
    /// Of those hashes.
    pub salt: String,
}

/// An office whose certificates this phone holds.
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
    /// What it takes the place of, until the new one is known to be in the phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<HandedCertificate>,
    /// Android: the one before, which stays in the phone under a name of its own until the user removes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<HandedCertificate>,
    /// End of validity of the one whose place it took.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced: Option<Timestamp>,
}

/// A certificate that this phone held.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RemovedCertificate {
    /// Where it belonged.
    pub slot: Slot,
    /// What it was, and how it was known.
    pub certificate: HandedCertificate,
    /// It was practised on a practice phone, and goes when practice ends.
    pub practised: bool,
    /// How it is known to be gone.
    pub removal: Removal,
}

/// Log-ins that failed in this app since the last that succeeded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FailedLogins {
    /// How many tries failed.
    pub count: u8,
    /// When the last was.
    pub last: Timestamp,
    /// The portal said it is locked.
    pub locked: bool,
}

/// Most removals that are kept: more than an office has phones, and little enough for a state file.
const REMOVED: usize = 200;

/// Wrong tries after which the portal locks an account (published by 奈良県国保連).
pub(crate) const TRIES: u8 = 3;

/// For how long it stays locked at least.
pub(crate) const LOCK: SignedDuration = SignedDuration::from_mins(30);

/// After how long failed tries are no longer shown.
const FORGET_TRIES: SignedDuration = SignedDuration::from_hours(24);

impl Ledger {
    /// Puts a certificate into its slot: it stands alone there, without one of before.
    pub fn keep_alone(&mut self, slot: Slot, certificate: HandedCertificate, practised: bool) {
        let alias = slot.alias();
        let entry = LedgerEntry { slot, certificate, practised, previous: None, beside: None, replaced: None };
        self.certificates.insert(alias, entry);
    }

    /// Counts the failed log-ins too that a later state knows, of which not everything could be read.
    pub fn take_failed_logins(&mut self, later: Self) {
        // Under another salt they are of nobody; one that could not be read was this one.
        if later.salt.is_empty() || self.salt == later.salt {
            self.logins.extend(later.logins);
            self.login_sent = later.login_sent;
        }
    }

    /// The user's name for an office, or the certificate's; empty where there is none.
    pub(crate) fn office_name(&self, office: &OfficeId) -> String {
        self.offices.get(office).map(|office| office.name.clone()).unwrap_or_default()
    }

    /// Keeps that it was removed; the oldest go where there are too many.
    pub(super) fn keep_removed(&mut self, removed: RemovedCertificate) {
        self.removed.push(removed);
        let too_many = self.removed.len().saturating_sub(REMOVED);
        self.removed.drain(..too_many);
    }

    /// Salted hash of a link, by which it is known again.
    pub(crate) fn link_hash(&self, link: &str) -> String {
        self.salted(1, link)
    }

    /// Failed tries that still count for this user ID, or where it is not known yet; with them those of which nobody knows
    /// the ID, for they may have been its own.
    pub(crate) fn failed(&self, user_id: Option<&UserId>, now: Timestamp) -> Option<FailedLogins> {
        let own = user_id.and_then(|user_id| self.failed_under(&self.login_key(user_id), now));
        let unknown = self.failed_under(&self.unknown_login_key(), now);
        match (own.cloned(), unknown.cloned()) {
            (Some(own), Some(unknown)) => Some(FailedLogins {
                count: own.count.saturating_add(unknown.count),
                last: own.last.max(unknown.last),
                locked: own.locked || unknown.locked,
            }),
            (own, unknown) => own.or(unknown),
        }
    }

    fn failed_under(&self, key: &str, now: Timestamp) -> Option<&FailedLogins> {
        self.logins.get(key).filter(|failed| {
            let age = now.duration_since(failed.last);
            let over = if failed.locked || failed.count >= TRIES { LOCK } else { FORGET_TRIES };
            age < over
        })
    }

    /// The clock was set back: a try of tomorrow is one of now, so that neither its warning is hidden nor a pause goes on for ever.
    pub(crate) fn on_clock(&mut self, now: Timestamp) {
        for failed in self.logins.values_mut() {
            failed.last = failed.last.min(now);
        }
    }

    pub(crate) fn login_failed(&mut self, user_id: &UserId, locked: bool, now: Timestamp) {
        let key = self.login_key(user_id);
        self.count_failed(key, locked, now);
    }

    pub(super) fn count_failed(&mut self, key: String, locked: bool, now: Timestamp) {
        let count = self.failed_under(&key, now).map_or(0, |failed| failed.count);
        self.logins.insert(key, FailedLogins { count: count.saturating_add(1), last: now, locked });
    }

    /// Its password is about to leave for the portal.
    pub(crate) fn begin_login(&mut self, user_id: &UserId) {
        self.login_sent = Some(self.login_key(user_id));
    }

    /// The portal has answered, or nothing has left.
    pub(crate) fn end_login(&mut self) {
        self.login_sent = None;
    }

    /// Nobody will see the answer: the portal may have counted the try.
    pub(crate) fn count_unanswered(&mut self, now: Timestamp) {
        if let Some(key) = self.login_sent.take() {
            self.count_failed(key, false, now);
        }
    }

    /// This user ID was let in, and with it those tries are settled of which nobody knows the ID.
    pub(crate) fn login_succeeded(&mut self, user_id: Option<&UserId>) {
        if let Some(user_id) = user_id {
            let key = self.login_key(user_id);
            self.logins.remove(&key);
        }
        let unknown = self.unknown_login_key();
        self.logins.remove(&unknown);
    }

    pub(super) fn login_key(&self, user_id: &UserId) -> String {
        self.salted(0, user_id.as_str())
    }

    /// Of tries of which nobody knows the user ID.
    pub(super) fn unknown_login_key(&self) -> String {
        self.salted(2, "")
    }

    fn salted(&self, purpose: u8, text: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(self.salt.as_bytes());
        hash.update([purpose]);
        hash.update(text.as_bytes());
        hex::encode(&hash.finalize()[..16])
    }
}

impl LedgerEntry {
    /// Android: the alias under which KeyChain has it.
    pub(crate) fn alias_in_key_chain(&self) -> Alias {
        self.certificate.alias_in_key_chain(&self.slot)
    }

    /// What renewals of before have left.
    pub(crate) fn left_by_renewals(&self) -> (Option<HandedCertificate>, Option<Timestamp>) {
        (self.beside.clone(), self.replaced)
    }

    /// What may still be in the phone while it is not known whether `newer` has taken its place.
    pub(crate) fn kept_beside(self, newer: &HandedCertificate) -> Option<HandedCertificate> {
        if self.certificate.summary.fingerprint == newer.summary.fingerprint {
            self.previous
        } else {
            self.previous.or(Some(self.certificate))
        }
    }
}
