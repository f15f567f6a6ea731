//! What this phone holds: the certificate in question, those of the ledger, and files in Downloads.

use certificate::CertificateKind;

use super::{HandedCertificate, LedgerEntry, PersistedState, RemovedCertificate, SavedFile, Slot};
use crate::cause::Cause;
use crate::ids::{Alias, Removing};
use crate::view::{CertificateSummary, OfficeChoice, Proof, Removal};

impl PersistedState {
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

    /// The certificate with the name that the user gave to its office.
    pub(crate) fn named(&self, slot: &Slot, summary: &CertificateSummary) -> CertificateSummary {
        let name = self.ledger.office_name(&slot.office);
        let mut summary = summary.clone();
        if !name.is_empty() {
            summary.office = name;
        }
        summary
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
        let (mut beside, mut replaced) = before.as_ref().map_or((None, None), LedgerEntry::left_by_renewals);
        let mut previous = before.and_then(|before| before.kept_beside(certificate));
        if proof != Proof::HandedOver
            && let Some(old) = previous.take()
        {
            // One name holds one certificate; another name leaves the old one where it was.
            if old.alias_in_key_chain(&slot) == certificate.alias_in_key_chain(&slot) {
                replaced = Some(old.summary.not_after);
            } else {
                (beside, replaced) = (Some(old), None);
            }
        }
        let entry = LedgerEntry { slot, certificate: certificate.clone(), practised, previous, beside, replaced };
        self.ledger.certificates.insert(alias.clone(), entry);
        Some(alias)
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

    /// What is about to be removed, where this phone holds it.
    pub(crate) fn to_remove(&self, removing: &Removing) -> Option<(&Slot, &HandedCertificate)> {
        let entry = self.ledger.certificates.get(&removing.slot)?;
        let certificate = if removing.beside { entry.beside.as_ref()? } else { &entry.certificate };
        Some((&entry.slot, certificate))
    }

    /// It is no longer in the phone. Of a practice certificate nothing is kept.
    pub(crate) fn record_removal(&mut self, removing: &Removing, removal: Removal) {
        let Some(entry) = self.ledger.certificates.get_mut(&removing.slot) else { return };
        let (slot, practised) = (entry.slot.clone(), entry.practised);
        let gone = if removing.beside { entry.beside.take() } else { None };
        let certificate = match gone {
            Some(beside) => beside,
            None if removing.beside => return,
            None => {
                let certificate = entry.certificate.clone();
                let beside = entry.beside.take();
                self.ledger.certificates.remove(&removing.slot);
                if let Some(beside) = beside {
                    self.ledger.keep_alone(slot.clone(), beside, practised);
                }
                certificate
            }
        };
        if practised || !certificate.summary.practice {
            self.ledger.keep_removed(RemovedCertificate { slot, certificate, practised, removal });
        }
    }

    /// What was removed in the realm that is on.
    pub(crate) fn removed(&self) -> impl Iterator<Item = &RemovedCertificate> {
        let with_phone = self.on_practice_phone();
        self.ledger.removed.iter().filter(move |removed| removed.practised == with_phone)
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
}
