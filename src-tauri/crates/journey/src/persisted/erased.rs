//! What a state tells of people, offices and certificates, and what it no longer tells.

use std::collections::HashSet;

use certificate::Fingerprint;

use super::{AnsweredLink, HandedCertificate, Ledger, LedgerEntry, PersistedState, Settings};
use crate::service_address::ServiceAddress;

/// What a copy of a state must not tell for longer than the state itself.
#[derive(PartialEq, Eq, Hash)]
enum Told<'a> {
    UserId(&'a str),
    Office(&'a str),
    Certificate(Fingerprint),
    /// The hash of a user ID or a link: its salt lies beside it.
    Hash(&'a str),
    Service(&'a str),
}

impl PersistedState {
    /// `before` tells something of a person, an office or a certificate that this state no longer does: no copy of `before`
    /// may stay.
    pub fn has_erased(&self, before: &Self) -> bool {
        !before.told().is_subset(&self.told())
    }

    fn told(&self) -> HashSet<Told<'_>> {
        // Taken apart, so that what is added one day is thought of here. The rest are switches, times and random handles.
        let Self {
            journal,
            suspended_journal,
            ledger: Ledger { offices, certificates, removed, logins, login_sent, salt: _ },
            settings: Settings { user_id, appearance: _, service },
            practice: _,
            answered_link,
            saved_files: _,
            removing: _,
            reminders: _,
        } = self;
        let journals = || [journal, suspended_journal].into_iter().flatten();
        let user_ids = journals().map(|journal| journal.user_id.as_str());
        let user_ids = user_ids.chain(user_id.iter().map(|user_id| user_id.as_str()));
        let held = certificates.values().flat_map(LedgerEntry::told);
        let certificates = journals().filter_map(|journal| journal.certificate.as_ref());
        let certificates = certificates.chain(held).chain(removed.iter().map(|removed| &removed.certificate));
        let names = offices.values().map(|office| office.name.as_str());
        let names = names.chain(journals().filter_map(|journal| journal.office.as_deref()));
        let hashes = logins.keys().chain(login_sent).map(String::as_str);
        let hashes = hashes.chain(answered_link.iter().map(|AnsweredLink { link_hash, at: _ }| link_hash.as_str()));

        let mut told: HashSet<Told<'_>> = user_ids.map(Told::UserId).collect();
        told.extend(certificates.flat_map(HandedCertificate::told));
        told.extend(names.map(Told::Office));
        told.extend(hashes.map(Told::Hash));
        told.extend(service.iter().map(ServiceAddress::url).map(|url| Told::Service(url.as_str())));
        told.retain(|told| !matches!(told, Told::UserId("") | Told::Office("")));
        told
    }
}

impl LedgerEntry {
    fn told(&self) -> impl Iterator<Item = &HandedCertificate> {
        [Some(&self.certificate), self.previous.as_ref(), self.beside.as_ref()].into_iter().flatten()
    }
}

impl HandedCertificate {
    fn told(&self) -> [Told<'_>; 2] {
        [Told::Certificate(self.summary.fingerprint), Told::Office(&self.summary.office)]
    }
}
