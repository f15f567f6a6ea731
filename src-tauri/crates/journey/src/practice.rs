//! Practice mode: begun, resumed after a kill, left without a trace.

use jiff::Timestamp;

use crate::effect::Effect;
use crate::event::RealmInfo;
use crate::journey::Journey;
use crate::persisted::PersistedPractice;
use crate::state::{Retry, State};
use crate::view::{Failure, OverlayView, Platform, PracticeView};

impl Journey {
    pub(crate) fn start_practice(&mut self, phone: Option<Platform>, office: String) {
        let known = self.config.offices.iter().any(|known| known.id == office);
        if !known || (phone.is_none() && !self.config.this_phone) {
            return;
        }
        if !self.practising() {
            self.persisted.suspended_journal = self.persisted.journal.take();
        }
        self.effects.push(Effect::CancelPortal);
        self.effects.push(Effect::ForgetAll);
        self.persisted.journal = None;
        self.forget_memory();
        self.persisted.practice = Some(PersistedPractice { phone, office });
        self.question = None;
        if let Some(OverlayView::Practice { starting, failure, .. }) = &mut self.overlay {
            *starting = true;
            *failure = None;
        }
        self.state = self.first_state();
        self.open_practice(phone);
    }

    pub(crate) fn open_practice(&mut self, phone: Option<Platform>) {
        self.platform = phone.unwrap_or(self.config.platform);
        let attempt = self.next_attempt();
        self.effects.push(Effect::OpenPractice { attempt, phone });
    }

    pub(crate) fn on_practice_opened(&mut self, result: Result<RealmInfo, Failure>, now: Timestamp) {
        match result {
            Ok(realm) => {
                self.realm = realm;
                if matches!(self.overlay, Some(OverlayView::Practice { .. })) {
                    self.overlay = None;
                }
                if matches!(self.state, State::Failed { retry: Retry::Practice, .. }) {
                    self.state = self.resting_state();
                }
                self.expire(now);
                self.reconcile();
            }
            Err(failure) => match &mut self.overlay {
                Some(OverlayView::Practice { starting, failure: shown, .. }) => {
                    *starting = false;
                    *shown = Some(failure);
                    self.end_practice();
                }
                _ => self.state = State::Failed { failure, retry: Retry::Practice },
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
        self.overlay = None;
        self.end_practice();
    }

    /// A practice certificate that was put into this very phone stays there until the user removes it.
    pub(crate) fn said_removed(&mut self) {
        let alias = match &self.state {
            State::Done { alias, .. } => Some(alias.clone()),
            State::Verify { .. } => self.current_certificate().map(|(alias, _)| alias),
            _ => None,
        };
        let Some(alias) = alias else { return };
        let held = self.persisted.ledger.certificates.get(&alias);
        if held.is_some_and(|entry| entry.certificate.summary.practice && !entry.practised) {
            self.persisted.ledger.certificates.remove(&alias);
            self.leave();
        }
    }

    pub(crate) fn practice_view(&self) -> Option<PracticeView> {
        let practice = self.persisted.practice.as_ref()?;
        let office = self.config.offices.iter().find(|office| office.id == practice.office)?;
        Some(PracticeView { phone: practice.phone, office: office.clone() })
    }

    fn end_practice(&mut self) {
        self.next_attempt();
        self.forget_memory();
        let ledger = &mut self.persisted.ledger;
        ledger.certificates.retain(|_, entry| !entry.practised);
        self.persisted.saved_files.retain(|file| !file.practised);
        let kept: Vec<String> = ledger.certificates.values().map(|entry| entry.slot.office.clone()).collect();
        ledger.offices.retain(|office, _| kept.contains(office));
        self.persisted.practice = None;
        self.persisted.journal = self.persisted.suspended_journal.take();
        self.system = None;
        self.realm = self.config.realm;
        self.platform = self.config.platform;
        self.state = self.first_state();
    }
}
