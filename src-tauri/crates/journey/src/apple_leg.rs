//! iPhone and iPad: the profile is handed over, the user installs it in Settings.

use jiff::{SignedDuration, Timestamp};

use crate::effect::Effect;
use crate::event::{CertificateFacts, ServingFacts};
use crate::intent::SecretKind;
use crate::journey::{Journey, NOT_FETCHED, PROFILE_LIFETIME};
use crate::place::{OpenHandOff, Place};
use crate::saved::{HandOff, Step};
use crate::view::{Failure, HandOffWay, Proof};

impl Journey {
    /// Begins a way. What was fetched within the last eight minutes stays so meanwhile.
    pub(crate) fn hand_off(&mut self, way: HandOffWay, facts: &CertificateFacts, now: Timestamp) {
        let slot = self.commit(facts);
        let hand_off = HandOff { way, password_is_made: self.memory.password_is_made };
        self.set_step(match self.deadline() {
            Some(deadline) => Step::Fetched { deadline: Some(deadline), hand_off },
            None => Step::Serving { hand_off },
        });
        self.aside = None;
        let attempt = self.next_attempt();
        self.effects.push(Effect::HandOff {
            attempt,
            way,
            slot: slot.alias(),
            office: facts.summary.office.clone(),
            kind: slot.kind,
            not_after: facts.summary.not_after,
        });
        self.place = Place::HandOver { way, stage: OpenHandOff::Open { since: now, seen: false }, failure: None };
    }

    /// hand-over: shows how another way goes.
    pub(crate) fn choose_way(&mut self, way: HandOffWay) {
        if let Place::HandOver { stage: OpenHandOff::Ready, .. } = &self.place {
            self.place = Place::HandOver { way, stage: OpenHandOff::Ready, failure: None };
        }
    }

    /// The main button of the hand-over.
    pub(crate) fn go_on_handing_over(&mut self, now: Timestamp) {
        let Place::HandOver { way, stage, .. } = &self.place else { return };
        match (way, stage, self.memory.facts.clone()) {
            (way, OpenHandOff::Ready | OpenHandOff::Saved { .. }, Some(facts)) => self.hand_off(*way, &facts, now),
            (_, OpenHandOff::Open { .. } | OpenHandOff::Fetched, _) => {}
            _ => self.begin_anew(),
        }
    }

    pub(crate) fn on_serving(&mut self, result: Result<ServingFacts, Failure>) {
        match result {
            Ok(facts) => {
                self.memory.password_is_made = facts.password_is_made;
                if let Some(hand_off) = self.saved.journal.as_mut().and_then(|journal| journal.step.hand_off_mut()) {
                    hand_off.password_is_made = facts.password_is_made;
                }
            }
            Err(failure) => self.leave_hand_over(Some(failure)),
        }
    }

    /// The page was asked for by a plain GET: Safari is on it.
    pub(crate) fn on_page_seen(&mut self) {
        if let Place::HandOver { stage: OpenHandOff::Open { seen, .. }, .. } = &mut self.place {
            *seen = true;
        }
    }

    pub(crate) fn on_profile_fetched(&mut self, now: Timestamp) {
        if let Place::HandOver { stage, .. } = &mut self.place {
            *stage = OpenHandOff::Fetched;
            self.fetched(Some(now));
            self.record(Proof::HandedOver);
        }
    }

    /// Safari is gone, or the app is back from it.
    pub(crate) fn on_safari_closed(&mut self, result: Result<(), Failure>) {
        let Place::HandOver { way, stage, .. } = &self.place else { return };
        let (way, seen) = (*way, matches!(stage, OpenHandOff::Open { seen: true, .. }));
        let fetched = matches!(stage, OpenHandOff::Fetched) || self.is_fetched();
        self.effects.push(Effect::StopServing);
        match result {
            Err(failure) => self.offer(HandOffWay::Browser, failure),
            Ok(()) if fetched => self.place = Place::settings_steps(),
            Ok(()) => {
                let failure = Failure::new("hand-off-not-fetched", true);
                // Closing once is a slip; whoever is here for the second time needs another way.
                let again = std::mem::replace(&mut self.memory.closed_unfetched, true);
                if way == HandOffWay::Sheet && !(again && seen) {
                    self.leave_hand_over(Some(failure));
                } else {
                    self.offer(HandOffWay::Browser, failure);
                }
            }
        }
    }

    /// The share sheet is gone; true: another app took the file.
    pub(crate) fn on_file_shared(&mut self, result: Result<bool, Failure>, now: Timestamp) {
        let Place::HandOver { way, .. } = &self.place else { return };
        let way = *way;
        match result {
            Ok(true) => {
                self.record(Proof::HandedOver);
                let stage = OpenHandOff::Saved { since: Some(now) };
                self.place = Place::HandOver { way, stage, failure: None };
            }
            Ok(false) => {
                self.nothing_handed_over();
                self.place = Place::HandOver { way, stage: OpenHandOff::Ready, failure: None };
            }
            Err(failure) => self.offer(way, failure),
        }
    }

    /// Nothing was seen to be fetched, but the user saw the system say so.
    pub(crate) fn skip_to_settings(&mut self, now: Timestamp) {
        let Place::HandOver { stage, .. } = &self.place else { return };
        match stage {
            OpenHandOff::Ready => return,
            OpenHandOff::Fetched => {}
            // Since when it waits in Settings is known to nobody.
            OpenHandOff::Gone => self.fetched(None),
            OpenHandOff::Open { .. } | OpenHandOff::Saved { .. } => self.fetched(Some(now)),
        }
        self.record(Proof::HandedOver);
        self.effects.push(Effect::StopServing);
        self.place = Place::settings_steps();
    }

    /// Again, within the eight minutes; after them the password is asked again.
    pub(crate) fn serve_again(&mut self, now: Timestamp) {
        let way = self.hand_off_way();
        match self.memory.facts.clone().filter(|_| self.memory.password_at_hand) {
            _ if self.profile_is_saved() => {
                let lifetime = SignedDuration::from_millis(PROFILE_LIFETIME);
                let since = self.deadline().and_then(|deadline| deadline.checked_sub(lifetime).ok());
                self.aside = None;
                self.place = Place::HandOver { way, stage: OpenHandOff::Saved { since }, failure: None };
            }
            Some(facts) => self.hand_off(way, &facts, now),
            None => self.begin_anew(),
        }
    }

    /// The way that was gone last.
    pub(crate) fn hand_off_way(&self) -> HandOffWay {
        let hand_off = self.saved.journal.as_ref().and_then(|journal| journal.step.hand_off());
        hand_off.map_or_else(HandOffWay::default, |hand_off| hand_off.way)
    }

    /// From memory, or by opening the saved file again.
    pub(crate) fn can_hand_over_again(&self) -> bool {
        (self.memory.password_at_hand && self.memory.facts.is_some()) || self.profile_is_saved()
    }

    /// It lies where the user saved it, and its password is known: opening it again is enough.
    fn profile_is_saved(&self) -> bool {
        self.hand_off_way() == HandOffWay::File && !self.password_is_lost()
    }

    pub(crate) fn said_installed(&mut self, now: Timestamp) {
        if let Place::SettingsSteps { .. } = self.place {
            self.effects.push(Effect::ForgetAll);
            self.forget_memory();
            self.record(Proof::Said { at: now.as_millisecond() });
            self.set_step(Step::Verify { nonce: None });
            self.aside = None;
            self.place = Place::Verify { working: false, failure: None };
        }
    }

    /// What time does to a hand-over: a page that does not come, eight minutes that are over.
    pub(crate) fn expire(&mut self, now: Timestamp) {
        let over = self.deadline().is_some_and(|deadline| now >= deadline);
        match &mut self.place {
            Place::HandOver { way: HandOffWay::Sheet, stage: OpenHandOff::Open { since, seen: false }, .. }
                if now.duration_since(*since) >= SignedDuration::from_secs(NOT_FETCHED) =>
            {
                self.stop_serving();
                self.offer(HandOffWay::Browser, Failure::new("hand-off-no-page", true));
            }
            Place::HandOver { stage: OpenHandOff::Saved { since }, .. }
                if since.is_some_and(|since| now >= lifetime_after(since)) =>
            {
                *since = None;
                self.forget_file();
            }
            Place::HandOver { stage: OpenHandOff::Fetched, .. } if over => {
                self.stop_serving();
                self.place = Place::SettingsSteps { expired: true, copied: false };
                self.forget_file();
            }
            Place::SettingsSteps { expired, copied } if over && !*expired => {
                *expired = true;
                *copied = false;
                self.forget_file();
            }
            _ => {}
        }
    }

    /// When [`Journey::expire`] is due.
    pub(crate) fn hand_over_wake(&self) -> Option<Timestamp> {
        match &self.place {
            Place::HandOver { way: HandOffWay::Sheet, stage: OpenHandOff::Open { since, seen: false }, .. } => {
                since.checked_add(SignedDuration::from_secs(NOT_FETCHED)).ok()
            }
            Place::HandOver { stage: OpenHandOff::Saved { since }, .. } => since.map(lifetime_after),
            Place::HandOver { stage: OpenHandOff::Fetched, .. } | Place::SettingsSteps { expired: false, .. } => {
                self.deadline()
            }
            _ => None,
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

    /// When iOS deletes the downloaded profile, where that is known.
    pub(crate) fn deadline(&self) -> Option<Timestamp> {
        match self.saved.journal.as_ref()?.step {
            Step::Fetched { deadline, .. } => deadline,
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

    /// The profile opens with a number that the app made, also after the number itself is gone.
    pub(crate) fn password_is_made(&self) -> bool {
        let journalled = self.saved.journal.as_ref().and_then(|journal| journal.step.hand_off());
        self.memory.password_is_made || journalled.is_some_and(|hand_off| hand_off.password_is_made)
    }

    pub(crate) fn stop_serving(&mut self) {
        if let Place::HandOver { .. } = self.place {
            self.next_attempt();
            self.effects.push(Effect::StopServing);
        }
    }

    /// Back from a hand-over that did not come to its end.
    pub(crate) fn leave_hand_over(&mut self, failure: Option<Failure>) {
        self.nothing_handed_over();
        match self.memory.facts.clone() {
            _ if self.is_fetched() => self.place = Place::settings_steps(),
            Some(facts) => self.place = Place::Certificate { facts, working: false, failure },
            None => self.begin_anew(),
        }
    }

    /// Back, where nothing is open.
    pub(crate) fn back_from_hand_over(&mut self) {
        match &self.place {
            Place::HandOver { stage: OpenHandOff::Gone, .. } => self.later(),
            Place::HandOver { way: HandOffWay::File, .. } => {
                let way = HandOffWay::Browser;
                self.place = Place::HandOver { way, stage: OpenHandOff::Ready, failure: None };
            }
            _ => self.leave_hand_over(None),
        }
    }

    /// The journal could not be written, so that nothing was opened.
    pub(crate) fn hand_over_not_begun(&mut self, failure: Failure) {
        self.leave_hand_over(Some(failure));
    }

    /// The way did not go: shows one that may.
    fn offer(&mut self, way: HandOffWay, failure: Failure) {
        self.nothing_handed_over();
        self.place = Place::HandOver { way, stage: OpenHandOff::Ready, failure: Some(failure) };
    }

    fn nothing_handed_over(&mut self) {
        if !self.is_fetched() {
            self.set_step(Step::Login);
        }
    }

    fn is_fetched(&self) -> bool {
        matches!(self.saved.journal.as_ref().map(|journal| &journal.step), Some(Step::Fetched { .. }))
    }

    fn fetched(&mut self, at: Option<Timestamp>) {
        if let Some(journal) = &mut self.saved.journal {
            let hand_off = journal.step.hand_off().unwrap_or_default();
            journal.step = Step::Fetched { deadline: at.map(lifetime_after), hand_off };
        }
    }

    /// The number that opens the profile went with the process.
    fn password_is_lost(&self) -> bool {
        self.password_is_made() && !self.memory.password_at_hand
    }

    /// What is in memory is of no more use.
    fn forget_file(&mut self) {
        self.effects.push(Effect::ForgetAll);
        self.memory.password_at_hand = false;
        self.memory.facts = None;
    }

    /// The file is gone, so that log-in, download and password come again.
    fn begin_anew(&mut self) {
        let expired = matches!(self.place, Place::SettingsSteps { expired: true, .. });
        let code = if expired { "hand-off-expired" } else { "hand-off-interrupted" };
        self.return_to_login();
        self.aside = None;
        self.place = Place::Login { failure: Some(Failure::new(code, true)) };
    }
}

/// When a profile downloaded then is deleted by iOS.
fn lifetime_after(time: Timestamp) -> Timestamp {
    time.checked_add(SignedDuration::from_millis(PROFILE_LIFETIME)).unwrap_or(time)
}
