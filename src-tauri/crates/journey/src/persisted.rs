use std::collections::BTreeMap;

use certificate::CertificateKind;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use verification::Nonce;

use crate::cause::Cause;
use crate::event::InstallerOutcome;
use crate::ids::{Alias, OfficeId};
use crate::user_id::UserId;
use crate::view::{
    Appearance, CertificateSummary, Failure, HandOffMethod, InstallMethod, OfficeChoice, Platform, Proof,
};

/// What survives the process: the content of the state file. No secret is in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct PersistedState {
    /// The flow that is under way.
    pub journal: Option<Journal>,
    /// The real one, waiting while practising.
    #[serde(rename = "parked")]
    pub suspended_journal: Option<Journal>,
    /// What this phone holds.
    pub ledger: Ledger,
    /// Settings.
    pub settings: Settings,
    /// Practice is on.
    pub practice: Option<PersistedPractice>,
    /// The link that was answered last.
    pub answered_link: Option<AnsweredLink>,
    /// Certificate files that were saved to Downloads and not deleted yet.
    pub saved_files: Vec<SavedFile>,
}

impl PersistedState {
    /// Practice is on.
    pub(crate) fn practising(&self) -> bool {
        self.practice.is_some()
    }

    /// What plays the phone; `None`: this very phone.
    pub(crate) fn practice_phone(&self) -> Option<Platform> {
        self.practice.as_ref().and_then(|practice| practice.phone)
    }

    /// What is done is done on a practice phone.
    fn on_practice_phone(&self) -> bool {
        self.practice_phone().is_some()
    }

    /// How far the flow is; `None` where none is under way.
    pub(crate) fn step(&self) -> Option<&Step> {
        self.journal.as_ref().map(|journal| &journal.step)
    }

    /// The portal has let in, or is left again.
    pub(crate) fn set_logged_in(&mut self, logged_in: bool) {
        if let Some(journal) = &mut self.journal {
            journal.logged_in = logged_in;
        }
    }

    /// What the process held when it ended: a notice says that it is gone, and what is not.
    pub(crate) fn interruption(&self) -> Option<Failure> {
        let journal = self.journal.as_ref().filter(|journal| journal.step == Step::Login)?;
        if journal.from_file {
            return Some(Failure::new(Cause::File, "file-interrupted", true));
        }
        journal.logged_in.then(|| Failure::new(Cause::HandOff, "hand-off-interrupted", true))
    }

    /// Writes how far the flow is, where one is under way.
    pub(crate) fn set_step(&mut self, step: Step) {
        if let Some(journal) = &mut self.journal {
            journal.step = step;
        }
    }

    /// The slot of the flow that is under way.
    pub(crate) fn slot(&self) -> Option<&Slot> {
        self.journal.as_ref()?.slot.as_ref()
    }

    /// What was typed as ユーザーID in the flow that is under way, mended; empty where there is none.
    pub(crate) fn typed_user_id(&self) -> String {
        self.journal.as_ref().map(|journal| journal.user_id.clone()).unwrap_or_default()
    }

    /// ユーザーID of the flow that is under way; `None` if there is none yet.
    pub(crate) fn user_id(&self) -> Option<UserId> {
        UserId::written(&self.journal.as_ref()?.user_id)
    }

    /// What the next flow begins with as ユーザーID; empty where none is kept.
    pub(crate) fn kept_user_id(&self) -> String {
        self.settings.user_id.as_ref().map(UserId::to_string).unwrap_or_default()
    }

    /// Failed tries that still count for the user ID of the flow.
    pub(crate) fn failed_logins(&self, now: Timestamp) -> Option<&FailedLogins> {
        self.ledger.failed(&self.user_id()?, now)
    }

    /// Counts a failed try of the flow's user ID.
    pub(crate) fn login_failed(&mut self, locked: bool, now: Timestamp) {
        if let Some(user_id) = self.user_id() {
            self.ledger.login_failed(&user_id, locked, now);
        }
    }

    /// The flow's user ID has no failed tries any more.
    pub(crate) fn login_succeeded(&mut self) {
        if let Some(user_id) = self.user_id() {
            self.ledger.login_succeeded(&user_id);
        }
    }

    /// The certificate in question and its alias.
    pub(crate) fn current_certificate(&self) -> Option<(Alias, &HandedCertificate)> {
        let journal = self.journal.as_ref()?;
        Some((journal.slot.as_ref()?.alias(), journal.certificate.as_ref()?))
    }

    /// As [`Self::current_certificate`], under the alias in KeyChain.
    pub(crate) fn in_key_chain(&self) -> Option<(Alias, &HandedCertificate)> {
        let (alias, certificate) = self.current_certificate()?;
        Some((certificate.renamed.clone().unwrap_or(alias), certificate))
    }

    /// The user may have changed the name that was proposed.
    pub(crate) fn remember_name(&mut self, alias: Alias) {
        let Some((proposed, _)) = self.current_certificate() else { return };
        if let Some(certificate) = self.journal.as_mut().and_then(|journal| journal.certificate.as_mut()) {
            certificate.renamed = (alias != proposed).then_some(alias);
        }
    }

    /// What this phone holds in the realm that is on.
    pub(crate) fn held(&self) -> impl Iterator<Item = &LedgerEntry> {
        let (practising, with_phone) = (self.practising(), self.on_practice_phone());
        self.ledger.certificates.values().filter(move |entry| {
            if practising {
                entry.practised == with_phone && entry.certificate.summary.practice
            } else {
                !entry.practised
            }
        })
    }

    /// Writes what is known of the journalled certificate into the ledger.
    pub(crate) fn record(&mut self, proof: Proof) -> Option<Alias> {
        let practised = self.on_practice_phone();
        let journal = self.journal.as_mut()?;
        let slot = journal.slot.clone()?;
        let certificate = journal.certificate.as_mut()?;
        certificate.proof = proof;
        let alias = slot.alias();
        let before = self.ledger.certificates.remove(&alias);
        let previous = before.filter(|_| proof == Proof::HandedOver).and_then(|before| before.kept_beside(certificate));
        let entry = LedgerEntry { slot, certificate: certificate.clone(), practised, previous };
        self.ledger.certificates.insert(alias.clone(), entry);
        Some(alias)
    }

    /// The certificate in question was proven to be in the phone.
    pub(crate) fn is_proven(&self) -> bool {
        let Some((alias, certificate)) = self.current_certificate() else { return false };
        let entry = self.ledger.certificates.get(&alias);
        entry.is_some_and(|entry| {
            entry.certificate.summary.fingerprint == certificate.summary.fingerprint
                && matches!(entry.certificate.proof, Proof::Proven { .. })
        })
    }

    /// It is not in the phone. What it should have taken the place of is, where that was seen.
    pub(crate) fn record_absence(&mut self, cause: Cause) {
        let Some((alias, certificate)) = self.current_certificate() else { return };
        let fingerprint = certificate.summary.fingerprint;
        let entry = self.ledger.certificates.get_mut(&alias);
        let Some(entry) = entry.filter(|entry| entry.certificate.summary.fingerprint == fingerprint) else { return };
        match entry.previous.take() {
            Some(previous) if cause == Cause::OldCertificate => entry.certificate = previous,
            previous => {
                entry.previous = previous;
                self.record(Proof::HandedOver);
            }
        }
    }

    /// What was practised on a practice phone goes; what was suspended for it comes back.
    pub(crate) fn forget_practice(&mut self) {
        let ledger = &mut self.ledger;
        ledger.certificates.retain(|_, entry| !entry.practised);
        self.saved_files.retain(|file| !file.practised);
        let kept: Vec<OfficeId> = ledger.certificates.values().map(|entry| entry.slot.office.clone()).collect();
        ledger.offices.retain(|office, _| kept.contains(office));
        self.practice = None;
        self.journal = self.suspended_journal.take();
    }

    /// Files in Downloads, of the phone that is on.
    pub(crate) fn saved_file_names(&self) -> Vec<String> {
        let practised = self.on_practice_phone();
        let files = self.saved_files.iter().filter(|file| file.practised == practised);
        files.map(|file| file.name.clone()).collect()
    }

    /// The file of the certificate in question is in Downloads.
    pub(crate) fn file_is_saved(&self) -> bool {
        self.slot().is_some_and(|slot| self.saved_file_names().contains(&slot.file_name()))
    }

    /// Notes the file of the certificate in question before it is written; its name.
    pub(crate) fn note_saved_file(&mut self) -> Option<String> {
        let name = self.slot()?.file_name();
        if !self.file_is_saved() {
            let practised = self.on_practice_phone();
            self.saved_files.push(SavedFile { name: name.clone(), practised });
        }
        Some(name)
    }

    /// The file is no longer there.
    pub(crate) fn forget_saved_file(&mut self, name: &str) {
        let practised = self.on_practice_phone();
        self.saved_files.retain(|file| file.practised != practised || file.name != name);
    }

    /// When iOS deletes the downloaded profile, where that is known.
    pub(crate) fn deadline(&self) -> Option<Timestamp> {
        match self.step()? {
            Step::Fetched { deadline, .. } => *deadline,
            _ => None,
        }
    }

    /// By which method the profile was handed over last.
    pub(crate) fn hand_off_method(&self) -> HandOffMethod {
        self.step().and_then(Step::hand_off).map_or_else(HandOffMethod::default, |hand_off| hand_off.method)
    }

    /// Safari was seen to fetch the profile, or the user says that it waits in Settings.
    pub(crate) fn is_fetched(&self) -> bool {
        matches!(self.step(), Some(Step::Fetched { .. }))
    }

    /// Something was put into the phone, and is still to be proven.
    pub(crate) fn is_verifying(&self) -> bool {
        matches!(self.step(), Some(Step::Verify { .. }))
    }

    /// The profile waits in Settings; iOS deletes it at `deadline`, where that is known.
    pub(crate) fn set_fetched(&mut self, deadline: Option<Timestamp>) {
        let hand_off = self.step().and_then(Step::hand_off).unwrap_or_default();
        self.set_step(Step::Fetched { deadline, hand_off });
    }

    /// Nothing was handed over, unless something was before.
    pub(crate) fn nothing_handed_over(&mut self) {
        if !self.is_fetched() {
            self.set_step(Step::Login);
        }
    }

    /// The certificate with the name that the user gave to its office.
    pub(crate) fn named(&self, slot: &Slot, summary: &CertificateSummary) -> CertificateSummary {
        let name = self.ledger.office_name(&slot.office);
        let mut summary = summary.clone();
        if !name.is_empty() {
            summary.office = name;
        }
        summary
    }

    /// Offices of this phone that hold such a certificate already.
    pub(crate) fn offices_with(&self, kind: Option<CertificateKind>) -> Vec<OfficeChoice> {
        let mut found: Vec<OfficeChoice> = Vec::new();
        for entry in self.held().filter(|entry| kind.is_none() || Some(entry.slot.kind) == kind) {
            let office = entry.slot.office.clone();
            if !found.iter().any(|known| known.office == office) {
                found.push(OfficeChoice { name: self.ledger.office_name(&office), office });
            }
        }
        found
    }
}

/// A certificate file in Downloads, under the certificate password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SavedFile {
    /// Its name.
    pub name: String,
    /// It is on the practice phone.
    pub practised: bool,
}

/// A link that the user has said yes or no to; a system may bring it again after a kill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AnsweredLink {
    /// Salted hash of the link.
    #[serde(rename = "mark")]
    pub link_hash: String,
    /// When the user answered.
    pub at: Timestamp,
}

/// Practice that is on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PersistedPractice {
    /// What plays the phone.
    pub phone: Option<Platform>,
    /// Office handle.
    pub office: String,
}

/// The flow that is under way, written before every step that leaves the app.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Journal {
    /// How far it is.
    pub step: Step,
    /// Slot that is being renewed, or that the certificate goes to.
    pub slot: Option<Slot>,
    /// What was typed as ユーザーID, mended; may be unfinished. Gone with the flow unless the user wants it kept.
    pub user_id: String,
    /// The certificate handed over.
    pub certificate: Option<HandedCertificate>,
    /// Which certificate the facility card names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<CertificateKind>,
    /// The office's name on the facility card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// It began with a file that the user has: there is no login, and without the file nothing to resume.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub from_file: bool,
    /// The portal had let in: a process that ends now loses what was there.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub logged_in: bool,
    /// Android: how the installer came back; none while it is open, and where nobody saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub installer: Option<InstallerOutcome>,
}

impl Journal {
    /// A flow that begins.
    pub(crate) fn new(slot: Option<Slot>, user_id: String) -> Self {
        Self {
            step: Step::Login,
            slot,
            user_id,
            certificate: None,
            kind: None,
            office: None,
            from_file: false,
            logged_in: false,
            installer: None,
        }
    }
}

/// How far the flow is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "id", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Step {
    /// At the portal; everything up to here lives in memory.
    Login,
    /// Android: the installer was opened, or the file saved.
    Installing {
        /// By which method.
        #[serde(default, rename = "way")]
        method: InstallMethod,
    },
    /// iOS: Safari or the share sheet was opened.
    Serving {
        /// By which method.
        #[serde(default)]
        hand_off: HandOff,
    },
    /// iOS: Safari has fetched the profile, or the user says that it waits in Settings.
    Fetched {
        /// iOS deletes it then; none where nobody saw when it came.
        deadline: Option<Timestamp>,
        /// By which method.
        #[serde(default)]
        hand_off: HandOff,
    },
    /// To be proven.
    Verify {
        /// Of the probe that was opened.
        nonce: Option<Nonce>,
    },
}

/// What must be known of a hand-over after a restart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct HandOff {
    /// Which method.
    #[serde(rename = "way")]
    pub method: HandOffMethod,
    /// The profile opens with a number that the app made; it is gone with the process.
    pub password_is_made: bool,
}

impl Step {
    /// Of a profile that is on its way.
    pub(crate) fn hand_off(&self) -> Option<HandOff> {
        match self {
            Self::Serving { hand_off } | Self::Fetched { hand_off, .. } => Some(*hand_off),
            _ => None,
        }
    }

    pub(crate) fn hand_off_mut(&mut self) -> Option<&mut HandOff> {
        match self {
            Self::Serving { hand_off } | Self::Fetched { hand_off, .. } => Some(hand_off),
            _ => None,
        }
    }
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
    /// Android: the alias in KeyChain, where the user made another one of the slot's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renamed: Option<Alias>,
}

/// An office and a kind: what one certificate at a time belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Slot {
    /// The office.
    pub office: OfficeId,
    /// Kind.
    pub kind: CertificateKind,
    /// Of a practice certificate, which is marked in its name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub practice: bool,
}

impl Slot {
    /// `kaigo-dx-3f9a1c02`: the Android alias and the end of the iOS PayloadIdentifier. The same at every renewal.
    /// Of a practice certificate `renshu-kaigo-dx-3f9a1c02` (練習).
    pub fn alias(&self) -> Alias {
        let mark = if self.practice { "renshu-" } else { "" };
        Alias::new(format!("{mark}kaigo-{}-{}", self.kind.code(), self.office.short()))
    }

    /// What its file in Downloads is called.
    pub fn file_name(&self) -> String {
        format!("{}.p12", self.alias())
    }
}

/// What this phone holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Ledger {
    /// Offices by handle.
    pub offices: BTreeMap<OfficeId, Office>,
    /// Certificates by alias.
    pub certificates: BTreeMap<Alias, LedgerEntry>,
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
    /// What it takes the place of, until the new one is known to be in the phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<HandedCertificate>,
}

impl LedgerEntry {
    /// Android: the alias under which KeyChain has it.
    pub(crate) fn alias_in_key_chain(&self) -> Alias {
        self.certificate.renamed.clone().unwrap_or_else(|| self.slot.alias())
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
    pub user_id: Option<UserId>,
    /// How everything is drawn and worded.
    pub appearance: Appearance,
}

/// Wrong tries after which the portal locks an account (published by 奈良県国保連).
pub(crate) const TRIES: u8 = 3;
/// For how long it stays locked at least.
pub(crate) const LOCK: SignedDuration = SignedDuration::from_mins(30);
/// After how long failed tries are no longer shown.
const FORGET_TRIES: SignedDuration = SignedDuration::from_hours(24);

impl Ledger {
    /// The user's name for an office, or the certificate's; empty where there is none.
    pub(crate) fn office_name(&self, office: &OfficeId) -> String {
        self.offices.get(office).map(|office| office.name.clone()).unwrap_or_default()
    }

    /// Salted hash of a link, by which it is known again.
    pub(crate) fn link_hash(&self, link: &str) -> String {
        self.salted(1, link)
    }

    /// Failed tries that still count for this user ID.
    pub(crate) fn failed(&self, user_id: &UserId, now: Timestamp) -> Option<&FailedLogins> {
        self.logins.get(&self.login_key(user_id)).filter(|failed| {
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
        let count = self.failed(user_id, now).map_or(0, |failed| failed.count);
        let key = self.login_key(user_id);
        self.logins.insert(key, FailedLogins { count: count.saturating_add(1), last: now, locked });
    }

    pub(crate) fn login_succeeded(&mut self, user_id: &UserId) {
        let key = self.login_key(user_id);
        self.logins.remove(&key);
    }

    fn login_key(&self, user_id: &UserId) -> String {
        self.salted(0, user_id.as_str())
    }

    fn salted(&self, purpose: u8, text: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(self.salt.as_bytes());
        hash.update([purpose]);
        hash.update(text.as_bytes());
        hex::encode(&hash.finalize()[..16])
    }
}
