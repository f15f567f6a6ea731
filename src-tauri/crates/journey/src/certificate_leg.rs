//! The password of the letter, and what the file holds.

use crate::effect::Effect;
use crate::event::{CertificateFacts, OpenEnd};
use crate::journey::Journey;
use crate::place::{Place, Retry};
use crate::saved::{HandedCertificate, LedgerEntry, Office, Slot};
use crate::view::{CertificateSummary, FailedAt, Proof};

/// Characters of an office's name.
pub(crate) const OFFICE_NAME: usize = 40;

impl Journey {
    pub(crate) fn open_certificate(&mut self) {
        if let Place::Password { working, failure, oddities } = &mut self.place
            && !*working
        {
            *working = true;
            *failure = None;
            oddities.clear();
            let attempt = self.next_attempt();
            self.effects.push(Effect::OpenCertificate { attempt });
        }
    }

    pub(crate) fn on_opened(&mut self, result: Result<CertificateFacts, OpenEnd>) {
        if !matches!(self.place, Place::Password { .. }) {
            return;
        }
        match result {
            Ok(mut facts) => {
                self.complete(&mut facts);
                self.memory.password_at_hand = true;
                self.memory.facts = Some(facts.clone());
                self.place = Place::Certificate { facts, working: false, failure: None };
            }
            Err(OpenEnd { failure, ask_again: true, oddities }) => {
                self.place = Place::Password { failure: Some(failure), oddities, working: false };
            }
            Err(OpenEnd { failure, .. }) => {
                self.effects.push(Effect::ForgetAll);
                self.place = Place::Failed { failure, at: FailedAt::File, retry: Retry::Login };
            }
        }
    }

    pub(crate) fn name_office(&mut self, name: &str) {
        let name: String = name.trim().chars().filter(|c| !c.is_control()).take(OFFICE_NAME).collect();
        let slot = match &self.place {
            Place::Done { alias, .. } => self.saved.ledger.certificates.get(alias).map(|entry| entry.slot.clone()),
            _ => self.saved.journal.as_ref().and_then(|journal| journal.slot.clone()),
        };
        if let Some(slot) = slot.filter(|slot| self.saved.ledger.offices.contains_key(&slot.office)) {
            self.saved.ledger.offices.insert(slot.office, Office { name: name.clone() });
        }
        if let Place::Certificate { facts, .. } = &mut self.place {
            facts.summary.office.clone_from(&name);
            self.memory.facts = Some(facts.clone());
        }
        self.memory.office_name = Some(name);
    }

    /// Decides the slot and journals what is about to leave the app.
    pub(crate) fn commit(&mut self, facts: &CertificateFacts) -> Slot {
        let slot = self.slot_for(facts);
        let known = self.saved.ledger.offices.contains_key(&slot.office);
        if !known || !facts.summary.office.is_empty() {
            self.saved.ledger.offices.insert(slot.office.clone(), Office { name: facts.summary.office.clone() });
        }
        // A renewal goes under the name that the user has given to the one before.
        let before = self.saved.ledger.certificates.get(&slot.alias());
        let renamed = before.and_then(|entry| entry.certificate.renamed.clone());
        if let Some(journal) = &mut self.saved.journal {
            journal.slot = Some(slot.clone());
            journal.certificate = Some(HandedCertificate {
                summary: facts.summary.clone(),
                issuer_dn: facts.issuer_dn.clone(),
                proof: Proof::HandedOver,
                renamed,
            });
        }
        slot
    }

    /// Writes what is known of the journalled certificate into the ledger.
    pub(crate) fn record(&mut self, proof: Proof) -> Option<String> {
        let practised = self.practice_phone().is_some();
        let journal = self.saved.journal.as_mut()?;
        let slot = journal.slot.clone()?;
        let certificate = journal.certificate.as_mut()?;
        certificate.proof = proof;
        let alias = slot.alias();
        let before = self.saved.ledger.certificates.remove(&alias);
        let previous = before.filter(|_| proof == Proof::HandedOver).and_then(|before| before.kept_beside(certificate));
        let entry = LedgerEntry { slot, certificate: certificate.clone(), practised, previous };
        self.saved.ledger.certificates.insert(alias.clone(), entry);
        Some(alias)
    }

    /// What this phone holds in the realm that is on.
    pub(crate) fn held(&self) -> impl Iterator<Item = &LedgerEntry> {
        let practising = self.practising();
        let with_phone = self.practice_phone().is_some();
        self.saved.ledger.certificates.values().filter(move |entry| {
            if practising {
                entry.practised == with_phone && entry.certificate.summary.practice
            } else {
                !entry.practised
            }
        })
    }

    pub(crate) fn office_name(&self, office: &str) -> String {
        self.saved.ledger.offices.get(office).map(|office| office.name.clone()).unwrap_or_default()
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

    fn complete(&self, facts: &mut CertificateFacts) {
        let row_kind = self.memory.row.as_ref().and_then(|row| row.kind);
        let slot_kind = self.saved.journal.as_ref().and_then(|journal| journal.slot.as_ref()).map(|slot| slot.kind);
        facts.summary.kind = row_kind.or(facts.summary.kind).or(slot_kind);
        let office = self.memory.office.as_deref().map(|office| self.office_name(office)).unwrap_or_default();
        if !office.is_empty() {
            facts.summary.office = office;
        } else if facts.summary.office.is_empty() {
            facts.summary.office = self.saved.journal.as_ref().and_then(|j| j.office.clone()).unwrap_or_default();
        }
        facts.summary.practice = self.practising();
    }

    fn slot_for(&mut self, facts: &CertificateFacts) -> Slot {
        let same_leaf = self
            .held()
            .find(|entry| entry.certificate.summary.fingerprint == facts.summary.fingerprint)
            .map(|entry| entry.slot.clone());
        let journalled = self.saved.journal.as_ref().and_then(|journal| journal.slot.clone());
        let kind = facts.summary.kind.unwrap_or(certificate::CertificateKind::Dx);
        let practice = self.practising();
        same_leaf
            .or_else(|| self.memory.office.clone().map(|office| Slot { office, kind, practice }))
            .or_else(|| journalled.filter(|slot| slot.kind == kind && slot.practice == practice))
            .unwrap_or_else(|| Slot { office: format!("{:032x}", (self.surroundings.entropy)()), kind, practice })
    }
}
