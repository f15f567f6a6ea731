//! iPhone and iPad: Safari fetches the profile, the user installs it in Settings.

use jiff::{SignedDuration, Timestamp};

use crate::effect::Effect;
use crate::event::{CertificateFacts, ServingFacts};
use crate::intent::SecretKind;
use crate::journey::{Journey, PROFILE_LIFETIME};
use crate::place::Place;
use crate::saved::Step;
use crate::view::{Failure, Proof};

impl Journey {
    pub(crate) fn serve(&mut self, facts: CertificateFacts, now: Timestamp) {
        let slot = self.commit(&facts);
        let already = self.deadline();
        self.set_step(already.map_or(Step::Serving, |deadline| Step::Fetched { deadline }));
        let attempt = self.next_attempt();
        self.effects.push(Effect::ServeProfile {
            attempt,
            slot: slot.alias(),
            office: facts.summary.office.clone(),
            kind: slot.kind,
            not_after: facts.summary.not_after,
        });
        self.place = Place::HandOver { facts, since: now, fetched: false, slow: false, failure: None };
    }

    pub(crate) fn on_serving(&mut self, result: Result<ServingFacts, Failure>) {
        match result {
            Ok(facts) => self.memory.password_is_made = facts.password_is_made,
            Err(failure) => self.back_to_certificate(failure),
        }
    }

    pub(crate) fn on_profile_fetched(&mut self, now: Timestamp) {
        if let Place::HandOver { fetched, .. } = &mut self.place {
            *fetched = true;
            let lifetime = SignedDuration::from_millis(PROFILE_LIFETIME);
            let deadline = now.checked_add(lifetime).unwrap_or(now);
            self.set_step(Step::Fetched { deadline });
            self.record(Proof::HandedOver);
        }
    }

    pub(crate) fn on_safari_closed(&mut self, result: Result<(), Failure>) {
        let Place::HandOver { fetched, .. } = &self.place else { return };
        let fetched = *fetched || self.deadline().is_some();
        self.effects.push(Effect::StopServing);
        match result {
            Err(failure) => self.back_to_certificate(failure),
            Ok(()) if fetched => self.place = Place::SettingsSteps { expired: false, copied: false },
            Ok(()) => self.back_to_certificate(Failure::new("hand-off-not-fetched", true)),
        }
    }

    /// Nothing was seen to be fetched, but the user saw Settings say so.
    pub(crate) fn skip_to_settings(&mut self, now: Timestamp) {
        if let Place::HandOver { fetched, .. } = &self.place {
            if !fetched {
                let deadline = now.checked_add(SignedDuration::from_millis(PROFILE_LIFETIME)).unwrap_or(now);
                self.set_step(Step::Fetched { deadline });
            }
            self.effects.push(Effect::StopServing);
            self.place = Place::SettingsSteps { expired: false, copied: false };
        }
    }

    /// Again, within the eight minutes.
    pub(crate) fn serve_again(&mut self, now: Timestamp) {
        match self.memory.facts.clone() {
            Some(facts) if self.memory.password_at_hand => self.serve(facts, now),
            _ => {
                self.return_to_login();
                self.place = Place::Login { failure: Some(Failure::new("hand-off-expired", true)) };
            }
        }
    }

    pub(crate) fn said_installed(&mut self, now: Timestamp) {
        if let Place::SettingsSteps { .. } = self.place {
            self.effects.push(Effect::ForgetAll);
            self.forget_memory();
            self.record(Proof::Said { at: now.as_millisecond() });
            self.set_step(Step::Verify { nonce: None });
            self.place = Place::Verify { working: false, failure: None };
        }
    }

    /// After eight minutes iOS has deleted the profile: what is in memory is of no more use.
    pub(crate) fn expire(&mut self, now: Timestamp) {
        let over = self.deadline().is_some_and(|deadline| now >= deadline);
        if let Place::SettingsSteps { expired, copied } = &mut self.place
            && over
            && !*expired
        {
            *expired = true;
            *copied = false;
            self.effects.push(Effect::ForgetAll);
            self.memory.password_at_hand = false;
            self.memory.facts = None;
        }
    }

    pub(crate) fn copy_password(&mut self, now: Timestamp) {
        let Some(deadline) = self.deadline() else { return };
        let lifetime = deadline.as_millisecond() - now.as_millisecond();
        if self.memory.password_at_hand && lifetime > 0 {
            self.effects.push(Effect::CopyPassword { attempt: self.memory.attempt, lifetime });
        }
    }

    pub(crate) fn on_copied(&mut self, result: Result<(), Failure>) {
        if let Place::SettingsSteps { copied, .. } = &mut self.place {
            *copied = result.is_ok();
        }
    }

    pub(crate) fn deadline(&self) -> Option<Timestamp> {
        match self.saved.journal.as_ref()?.step {
            Step::Fetched { deadline } => Some(deadline),
            _ => None,
        }
    }

    pub(crate) fn set_step(&mut self, step: Step) {
        if let Some(journal) = &mut self.saved.journal {
            journal.step = step;
        }
    }

    /// A secret that may be shown: the certificate password, on the Settings steps only.
    pub fn may_reveal(&self, kind: SecretKind) -> bool {
        kind == SecretKind::CertificatePassword
            && self.memory.password_at_hand
            && matches!(self.place, Place::SettingsSteps { expired: false, .. })
    }

    pub(crate) fn stop_serving(&mut self) {
        if let Place::HandOver { .. } = self.place {
            self.next_attempt();
            self.effects.push(Effect::StopServing);
        }
    }

    fn back_to_certificate(&mut self, failure: Failure) {
        if let Place::HandOver { facts, .. } = &self.place {
            self.place = Place::Certificate { facts: facts.clone(), working: false, failure: Some(failure) };
            if self.deadline().is_none() {
                self.set_step(Step::Login);
            }
        }
    }
}
