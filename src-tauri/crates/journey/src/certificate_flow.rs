//! The password of the letter, and what the file holds.

use crate::effect::Effect;
use crate::event::{CertificateInfo, OpenFailure};
use crate::journey::Journey;
use crate::persisted::{HandedCertificate, LedgerEntry, Office, Slot};
use crate::state::{Retry, State};
use crate::view::{CertificateSummary, Proof};

/// Characters of an office's name.
pub(crate) const OFFICE_NAME: usize = 40;

impl Journey {
    pub(crate) fn open_certificate(&mut self) {
        if let State::Password { working, failure, password_hints } = &mut self.state
            && !*working
        {
            *working = true;
            *failure = None;
            password_hints.clear();
            let attempt = self.next_attempt();
            self.effects.push(Effect::OpenCertificate { attempt });
        }
    }

    pub(crate) fn on_opened(&mut self, result: Result<CertificateInfo, OpenFailure>) {
        if !matches!(self.state, State::Password { .. }) {
            return;
        }
        match result {
            Ok(mut info) => {
                self.complete(&mut info);
                self.session.password_at_hand = true;
                self.session.info = Some(info.clone());
                self.state = State::Certificate { info, working: false, failure: None };
            }
            Err(OpenFailure { failure, ask_again: true, password_hints }) => {
                self.state = State::Password { failure: Some(failure), password_hints, working: false };
            }
            Err(OpenFailure { failure, .. }) => {
                self.effects.push(Effect::ForgetAll);
                self.state = State::Failed { failure, retry: Retry::Login };
            }
        }
    }

    pub(crate) fn name_office(&mut self, name: &str) {
        let name: String = name.trim().chars().filter(|c| !c.is_control()).take(OFFICE_NAME).collect();
        let slot = match &self.state {
            State::Done { alias, .. } => self.persisted.ledger.certificates.get(alias).map(|entry| entry.slot.clone()),
            _ => self.persisted.journal.as_ref().and_then(|journal| journal.slot.clone()),
        };
        if let Some(slot) = slot.filter(|slot| self.persisted.ledger.offices.contains_key(&slot.office)) {
            self.persisted.ledger.offices.insert(slot.office, Office { name: name.clone() });
        }
        if let State::Certificate { info, .. } = &mut self.state {
            info.summary.office.clone_from(&name);
            self.session.info = Some(info.clone());
        }
        self.session.office_name = Some(name);
    }

    /// Decides the slot and journals what is about to leave the app.
    pub(crate) fn commit(&mut self, info: &CertificateInfo) -> Slot {
        let slot = self.slot_for(info);
        let known = self.persisted.ledger.offices.contains_key(&slot.office);
        if !known || !info.summary.office.is_empty() {
            self.persisted.ledger.offices.insert(slot.office.clone(), Office { name: info.summary.office.clone() });
        }
        // A renewal goes under the name that the user has given to the one before.
        let before = self.persisted.ledger.certificates.get(&slot.alias());
        let renamed = before.and_then(|entry| entry.certificate.renamed.clone());
        if let Some(journal) = &mut self.persisted.journal {
            journal.slot = Some(slot.clone());
            journal.certificate = Some(HandedCertificate {
                summary: info.summary.clone(),
                issuer_dn: info.issuer_dn.clone(),
                proof: Proof::HandedOver,
                renamed,
            });
        }
        slot
    }

    /// Writes what is known of the journalled certificate into the ledger.
    pub(crate) fn record(&mut self, proof: Proof) -> Option<String> {
        let practised = self.practice_phone().is_some();
        let journal = self.persisted.journal.as_mut()?;
        let slot = journal.slot.clone()?;
        let certificate = journal.certificate.as_mut()?;
        certificate.proof = proof;
        let alias = slot.alias();
        let before = self.persisted.ledger.certificates.remove(&alias);
        let previous = before.filter(|_| proof == Proof::HandedOver).and_then(|before| before.kept_beside(certificate));
        let entry = LedgerEntry { slot, certificate: certificate.clone(), practised, previous };
        self.persisted.ledger.certificates.insert(alias.clone(), entry);
        Some(alias)
    }

    /// What this phone holds in the realm that is on.
    pub(crate) fn held(&self) -> impl Iterator<Item = &LedgerEntry> {
        let practising = self.practising();
        let with_phone = self.practice_phone().is_some();
        self.persisted.ledger.certificates.values().filter(move |entry| {
            if practising {
                entry.practised == with_phone && entry.certificate.summary.practice
            } else {
                !entry.practised
            }
        })
    }

    pub(crate) fn office_name(&self, office: &str) -> String {
        self.persisted.ledger.offices.get(office).map(|office| office.name.clone()).unwrap_or_default()
    }

    /// The summary with the office's present name.
    pub(crate) fn named(&self, slot: &Slot, summary: &CertificateSummary) -> CertificateSummary {
        let name = self.office_name(&slot.office);
        let mut summary = summary.clone();
        if !name.is_empty() {
            summary.office = name;
        }
        summary
    }

    fn complete(&self, info: &mut CertificateInfo) {
        let row_kind = self.session.row.as_ref().and_then(|row| row.kind);
        let slot_kind = self.persisted.journal.as_ref().and_then(|journal| journal.slot.as_ref()).map(|slot| slot.kind);
        info.summary.kind = row_kind.or(info.summary.kind).or(slot_kind);
        let office = self.session.office.as_deref().map(|office| self.office_name(office)).unwrap_or_default();
        if !office.is_empty() {
            info.summary.office = office;
        } else if info.summary.office.is_empty() {
            info.summary.office = self.persisted.journal.as_ref().and_then(|j| j.office.clone()).unwrap_or_default();
        }
        info.summary.practice = self.practising();
    }

    fn slot_for(&mut self, info: &CertificateInfo) -> Slot {
        let same_leaf = self
            .held()
            .find(|entry| entry.certificate.summary.fingerprint == info.summary.fingerprint)
            .map(|entry| entry.slot.clone());
        let journalled = self.persisted.journal.as_ref().and_then(|journal| journal.slot.clone());
        let kind = info.summary.kind.unwrap_or(certificate::CertificateKind::Dx);
        let practice = self.practising();
        same_leaf
            .or_else(|| self.session.office.clone().map(|office| Slot { office, kind, practice }))
            .or_else(|| journalled.filter(|slot| slot.kind == kind && slot.practice == practice))
            .unwrap_or_else(|| Slot { office: format!("{:032x}", (self.config.entropy)()), kind, practice })
    }
}
