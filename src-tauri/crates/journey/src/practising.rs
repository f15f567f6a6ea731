//! Practice mode: begun, resumed after a kill, left without a trace.

use jiff::Timestamp;

use crate::effect::Effect;
use crate::event::RealmFacts;
use crate::intent::PracticePhoneModel;
use crate::journey::Journey;
use crate::place::{Place, Retry};
use crate::saved::SavedPractice;
use crate::view::{AsideView, FailedAt, Failure, Platform, PracticeView};

impl Journey {
    pub(crate) fn start_practice(&mut self, phone: Option<PracticePhoneModel>, office: String) {
        let known = self.surroundings.offices.iter().any(|known| known.id == office);
        if !known || (phone.is_none() && !self.surroundings.this_phone) {
            return;
        }
        if !self.practising() {
            self.saved.parked = self.saved.journal.take();
        }
        self.effects.push(Effect::CancelPortal);
        self.effects.push(Effect::ForgetAll);
        self.saved.journal = None;
        self.forget_memory();
        self.saved.practice = Some(SavedPractice { phone, office });
        self.question = None;
        if let Some(AsideView::Practice { starting, failure, .. }) = &mut self.aside {
            *starting = true;
            *failure = None;
        }
        self.place = self.first_place();
        self.open_practice(phone);
    }

    pub(crate) fn open_practice(&mut self, phone: Option<PracticePhoneModel>) {
        self.platform = match phone {
            Some(PracticePhoneModel::Iphone) => Platform::Iphone,
            Some(PracticePhoneModel::Ipad) => Platform::Ipad,
            Some(PracticePhoneModel::Android) => Platform::Android,
            None => self.surroundings.platform,
        };
        let attempt = self.next_attempt();
        self.effects.push(Effect::OpenPractice { attempt, phone });
    }

    pub(crate) fn on_practice_opened(&mut self, result: Result<RealmFacts, Failure>, now: Timestamp) {
        match result {
            Ok(realm) => {
                self.realm = realm;
                if matches!(self.aside, Some(AsideView::Practice { .. })) {
                    self.aside = None;
                }
                if matches!(self.place, Place::Failed { retry: Retry::Practice, .. }) {
                    self.place = self.resting_place();
                }
                self.expire(now);
                self.settle();
            }
            Err(failure) => match &mut self.aside {
                Some(AsideView::Practice { starting, failure: shown, .. }) => {
                    *starting = false;
                    *shown = Some(failure);
                    self.end_practice();
                }
                _ => self.place = Place::Failed { failure, at: FailedAt::Phone, retry: Retry::Practice },
            },
        }
    }

    /// Closed while it was starting.
    pub(crate) fn abandon_practice(&mut self) {
        self.effects.push(Effect::WipePractice);
        self.end_practice();
    }

    pub(crate) fn leave_practice(&mut self) {
        self.effects.push(Effect::CancelPortal);
        self.effects.push(Effect::LogOut);
        self.effects.push(Effect::ForgetAll);
        self.effects.push(Effect::WipePractice);
        self.aside = None;
        self.end_practice();
    }

    /// A practice certificate that was put into this very phone stays there until the user removes it.
    pub(crate) fn said_removed(&mut self) {
        let alias = match &self.place {
            Place::Done { alias, .. } => Some(alias.clone()),
            Place::Verify { .. } => self.subject().map(|(alias, _)| alias),
            _ => None,
        };
        let Some(alias) = alias else { return };
        let held = self.saved.ledger.certificates.get(&alias);
        if held.is_some_and(|entry| entry.certificate.summary.practice && !entry.practised) {
            self.saved.ledger.certificates.remove(&alias);
            self.leave();
        }
    }

    pub(crate) fn practice_view(&self) -> Option<PracticeView> {
        let practice = self.saved.practice.as_ref()?;
        let office = self.surroundings.offices.iter().find(|office| office.id == practice.office)?;
        Some(PracticeView { phone: practice.phone, office: office.clone() })
    }

    fn end_practice(&mut self) {
        self.next_attempt();
        self.forget_memory();
        let ledger = &mut self.saved.ledger;
        ledger.certificates.retain(|_, entry| !entry.practised);
        self.saved.saved_files.retain(|file| !file.practised);
        let kept: Vec<String> = ledger.certificates.values().map(|entry| entry.slot.office.clone()).collect();
        ledger.offices.retain(|office, _| kept.contains(office));
        self.saved.practice = None;
        self.saved.journal = self.saved.parked.take();
        self.system = None;
        self.realm = self.surroundings.realm;
        self.platform = self.surroundings.platform;
        self.place = self.first_place();
    }
}
