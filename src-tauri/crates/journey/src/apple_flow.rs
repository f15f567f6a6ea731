//! iPhone and iPad: the profile is handed over, the user installs it in Settings.

use jiff::{SignedDuration, Timestamp};

use crate::cause::Cause;
use crate::effect::Effect;
use crate::event::{CertificateInfo, ServingInfo};
use crate::intent::SecretKind;
use crate::journey::{Journey, NOT_FETCHED, PROFILE_LIFETIME};
use crate::persisted::{HandOff, Step};
use crate::state::{OpenHandOff, State};
use crate::view::{Failure, HandOffMethod, Proof};

impl Journey {
    /// Begins a way. What was fetched within the last eight minutes stays so meanwhile.
    pub(crate) fn hand_off(&mut self, method: HandOffMethod, info: &CertificateInfo, now: Timestamp) {
        let slot = self.commit(info);
        let hand_off = HandOff { method, password_is_made: self.session.password_is_made };
        self.set_step(match self.deadline() {
            Some(deadline) => Step::Fetched { deadline: Some(deadline), hand_off },
            None => Step::Serving { hand_off },
        });
        self.overlay = None;
        let attempt = self.next_attempt();
        self.effects.push(Effect::HandOff {
            attempt,
            method,
            slot: slot.alias(),
            office: info.summary.office.clone(),
            kind: slot.kind,
            not_after: info.summary.not_after,
        });
        self.state = State::HandOver { method, stage: OpenHandOff::Open { since: now, seen: false }, failure: None };
    }

    /// hand-over: shows how another way goes.
    pub(crate) fn choose_hand_off_method(&mut self, method: HandOffMethod) {
        if let State::HandOver { stage: OpenHandOff::Ready, .. } = &self.state {
            self.state = State::HandOver { method, stage: OpenHandOff::Ready, failure: None };
        }
    }

    /// The main button of the hand-over.
    pub(crate) fn go_on_handing_over(&mut self, now: Timestamp) {
        let State::HandOver { method, stage, .. } = &self.state else { return };
        match (method, stage, self.session.info.clone()) {
            (method, OpenHandOff::Ready | OpenHandOff::Saved { .. }, Some(info)) => self.hand_off(*method, &info, now),
            (_, OpenHandOff::Open { .. } | OpenHandOff::Fetched, _) => {}
            _ => self.begin_anew(),
        }
    }

    pub(crate) fn on_serving(&mut self, result: Result<ServingInfo, Failure>) {
        match result {
            Ok(info) => {
                self.session.password_is_made = info.password_is_made;
                if let Some(hand_off) = self.persisted.journal.as_mut().and_then(|journal| journal.step.hand_off_mut())
                {
                    hand_off.password_is_made = info.password_is_made;
                }
            }
            Err(failure) => self.leave_hand_over(Some(failure)),
        }
    }

    /// The page was asked for by a plain GET: Safari is on it.
    pub(crate) fn on_page_seen(&mut self) {
        if let State::HandOver { stage: OpenHandOff::Open { seen, .. }, .. } = &mut self.state {
            *seen = true;
        }
    }

    pub(crate) fn on_profile_fetched(&mut self, now: Timestamp) {
        if let State::HandOver { stage, .. } = &mut self.state {
            *stage = OpenHandOff::Fetched;
            self.fetched(Some(now));
            self.record(Proof::HandedOver);
        }
    }

    /// Safari is gone, or the app is back from it.
    pub(crate) fn on_safari_closed(&mut self, result: Result<(), Failure>) {
        let State::HandOver { method, stage, .. } = &self.state else { return };
        let (method, seen) = (*method, matches!(stage, OpenHandOff::Open { seen: true, .. }));
        let fetched = matches!(stage, OpenHandOff::Fetched) || self.is_fetched();
        self.effects.push(Effect::StopServing);
        match result {
            Err(failure) => self.offer(HandOffMethod::Browser, failure),
            Ok(()) if fetched => self.state = State::settings_steps(),
            Ok(()) => {
                let failure = Failure::new(Cause::HandOff, "hand-off-not-fetched", true);
                // Closing once is a slip; whoever is here for the second time needs another way.
                let again = std::mem::replace(&mut self.session.closed_unfetched, true);
                if method == HandOffMethod::Sheet && !(again && seen) {
                    self.leave_hand_over(Some(failure));
                } else {
                    self.offer(HandOffMethod::Browser, failure);
                }
            }
        }
    }

    /// The share sheet is gone; true: another app took the file.
    pub(crate) fn on_file_shared(&mut self, result: Result<bool, Failure>, now: Timestamp) {
        let State::HandOver { method, .. } = &self.state else { return };
        let method = *method;
        match result {
            Ok(true) => {
                self.record(Proof::HandedOver);
                let stage = OpenHandOff::Saved { since: Some(now) };
                self.state = State::HandOver { method, stage, failure: None };
            }
            Ok(false) => {
                self.nothing_handed_over();
                self.state = State::HandOver { method, stage: OpenHandOff::Ready, failure: None };
            }
            Err(failure) => self.offer(method, failure),
        }
    }

    /// Nothing was seen to be fetched, but the user saw the system say so.
    pub(crate) fn skip_to_settings(&mut self, now: Timestamp) {
        let State::HandOver { stage, .. } = &self.state else { return };
        match stage {
            OpenHandOff::Ready => return,
            OpenHandOff::Fetched => {}
            // Since when it waits in Settings is known to nobody.
            OpenHandOff::Gone => self.fetched(None),
            OpenHandOff::Open { .. } | OpenHandOff::Saved { .. } => self.fetched(Some(now)),
        }
        self.record(Proof::HandedOver);
        self.effects.push(Effect::StopServing);
        self.state = State::settings_steps();
    }

    /// Again, within the eight minutes; after them the password is asked again.
    pub(crate) fn serve_again(&mut self, now: Timestamp) {
        let method = self.hand_off_method();
        match self.session.info.clone().filter(|_| self.session.password_at_hand) {
            _ if self.profile_is_saved() => {
                let lifetime = SignedDuration::from_millis(PROFILE_LIFETIME);
                let since = self.deadline().and_then(|deadline| deadline.checked_sub(lifetime).ok());
                self.overlay = None;
                self.state = State::HandOver { method, stage: OpenHandOff::Saved { since }, failure: None };
            }
            Some(info) => self.hand_off(method, &info, now),
            None => self.begin_anew(),
        }
    }

    /// The way that was gone last.
    pub(crate) fn hand_off_method(&self) -> HandOffMethod {
        let hand_off = self.persisted.journal.as_ref().and_then(|journal| journal.step.hand_off());
        hand_off.map_or_else(HandOffMethod::default, |hand_off| hand_off.method)
    }

    /// From memory, or by opening the saved file again.
    pub(crate) fn can_hand_over_again(&self) -> bool {
        (self.session.password_at_hand && self.session.info.is_some()) || self.profile_is_saved()
    }

    /// It lies where the user saved it, and its password is known: opening it again is enough.
    fn profile_is_saved(&self) -> bool {
        self.hand_off_method() == HandOffMethod::File && !self.password_is_lost()
    }

    pub(crate) fn said_installed(&mut self, now: Timestamp) {
        if let State::SettingsSteps { .. } = self.state {
            self.effects.push(Effect::ForgetAll);
            self.forget_memory();
            self.record(Proof::UserConfirmed { at: now.as_millisecond() });
            self.set_step(Step::Verify { nonce: None });
            self.overlay = None;
            self.state = State::Verify { working: false, failure: None };
        }
    }

    /// What time does to a hand-over: a page that does not come, eight minutes that are over.
    pub(crate) fn expire(&mut self, now: Timestamp) {
        let over = self.deadline().is_some_and(|deadline| now >= deadline);
        match &mut self.state {
            State::HandOver {
                method: HandOffMethod::Sheet, stage: OpenHandOff::Open { since, seen: false }, ..
            } if now.duration_since(*since) >= SignedDuration::from_secs(NOT_FETCHED) => {
                self.stop_serving();
                self.offer(HandOffMethod::Browser, Failure::new(Cause::HandOff, "hand-off-no-page", true));
            }
            State::HandOver { stage: OpenHandOff::Saved { since }, .. }
                if since.is_some_and(|since| now >= lifetime_after(since)) =>
            {
                *since = None;
                self.forget_file();
            }
            State::HandOver { stage: OpenHandOff::Fetched, .. } if over => {
                self.stop_serving();
                self.state = State::SettingsSteps { expired: true, copied: false };
                self.forget_file();
            }
            State::SettingsSteps { expired, copied } if over && !*expired => {
                *expired = true;
                *copied = false;
                self.forget_file();
            }
            _ => {}
        }
    }

    /// When [`Journey::expire`] is due.
    pub(crate) fn hand_over_wake(&self) -> Option<Timestamp> {
        match &self.state {
            State::HandOver {
                method: HandOffMethod::Sheet, stage: OpenHandOff::Open { since, seen: false }, ..
            } => since.checked_add(SignedDuration::from_secs(NOT_FETCHED)).ok(),
            State::HandOver { stage: OpenHandOff::Saved { since }, .. } => since.map(lifetime_after),
            State::HandOver { stage: OpenHandOff::Fetched, .. } | State::SettingsSteps { expired: false, .. } => {
                self.deadline()
            }
            _ => None,
        }
    }

    pub(crate) fn copy_password(&mut self, now: Timestamp) {
        let Some(deadline) = self.deadline() else { return };
        let lifetime = deadline.as_millisecond() - now.as_millisecond();
        if self.session.password_at_hand && lifetime > 0 {
            self.effects.push(Effect::CopyPassword { attempt: self.session.attempt, lifetime });
        }
    }

    pub(crate) fn on_copied(&mut self, result: Result<(), Failure>) {
        if let State::SettingsSteps { copied, .. } = &mut self.state {
            *copied = result.is_ok();
        }
    }

    /// When iOS deletes the downloaded profile, where that is known.
    pub(crate) fn deadline(&self) -> Option<Timestamp> {
        match self.persisted.journal.as_ref()?.step {
            Step::Fetched { deadline, .. } => deadline,
            _ => None,
        }
    }

    pub(crate) fn set_step(&mut self, step: Step) {
        if let Some(journal) = &mut self.persisted.journal {
            journal.step = step;
        }
    }

    /// A secret that may be shown: the certificate password, on the Settings steps only.
    pub fn may_reveal(&self, kind: SecretKind) -> bool {
        kind == SecretKind::CertificatePassword
            && self.session.password_at_hand
            && matches!(self.state, State::SettingsSteps { expired: false, .. })
    }

    /// The profile opens with a number that the app made, also after the number itself is gone.
    pub(crate) fn password_is_made(&self) -> bool {
        let journalled = self.persisted.journal.as_ref().and_then(|journal| journal.step.hand_off());
        self.session.password_is_made || journalled.is_some_and(|hand_off| hand_off.password_is_made)
    }

    pub(crate) fn stop_serving(&mut self) {
        if let State::HandOver { .. } = self.state {
            self.next_attempt();
            self.effects.push(Effect::StopServing);
        }
    }

    /// Back from a hand-over that did not come to its end.
    pub(crate) fn leave_hand_over(&mut self, failure: Option<Failure>) {
        self.nothing_handed_over();
        match self.session.info.clone() {
            _ if self.is_fetched() => self.state = State::settings_steps(),
            Some(info) => self.state = State::Certificate { info, working: false, failure },
            None => self.begin_anew(),
        }
    }

    /// Back, where nothing is open.
    pub(crate) fn back_from_hand_over(&mut self) {
        match &self.state {
            State::HandOver { stage: OpenHandOff::Gone, .. } => self.later(),
            State::HandOver { method: HandOffMethod::File, .. } => {
                let method = HandOffMethod::Browser;
                self.state = State::HandOver { method, stage: OpenHandOff::Ready, failure: None };
            }
            _ => self.leave_hand_over(None),
        }
    }

    /// The journal could not be written, so that nothing was opened.
    pub(crate) fn hand_over_not_begun(&mut self, failure: Failure) {
        self.leave_hand_over(Some(failure));
    }

    /// The way did not go: shows one that may.
    fn offer(&mut self, method: HandOffMethod, failure: Failure) {
        self.nothing_handed_over();
        self.state = State::HandOver { method, stage: OpenHandOff::Ready, failure: Some(failure) };
    }

    fn nothing_handed_over(&mut self) {
        if !self.is_fetched() {
            self.set_step(Step::Login);
        }
    }

    fn is_fetched(&self) -> bool {
        matches!(self.persisted.journal.as_ref().map(|journal| &journal.step), Some(Step::Fetched { .. }))
    }

    fn fetched(&mut self, at: Option<Timestamp>) {
        if let Some(journal) = &mut self.persisted.journal {
            let hand_off = journal.step.hand_off().unwrap_or_default();
            journal.step = Step::Fetched { deadline: at.map(lifetime_after), hand_off };
        }
    }

    /// The number that opens the profile went with the process.
    fn password_is_lost(&self) -> bool {
        self.password_is_made() && !self.session.password_at_hand
    }

    /// What is in memory is of no more use.
    fn forget_file(&mut self) {
        self.effects.push(Effect::ForgetAll);
        self.session.password_at_hand = false;
        self.session.info = None;
    }

    /// The file is gone, so that log-in, download and password come again.
    fn begin_anew(&mut self) {
        let expired = matches!(self.state, State::SettingsSteps { expired: true, .. });
        let code = if expired { "hand-off-expired" } else { "hand-off-interrupted" };
        self.return_to_login();
        self.overlay = None;
        self.state = State::Login { failure: Some(Failure::new(Cause::HandOff, code, true)) };
    }
}

/// When a profile downloaded then is deleted by iOS.
fn lifetime_after(time: Timestamp) -> Timestamp {
    time.checked_add(SignedDuration::from_millis(PROFILE_LIFETIME)).unwrap_or(time)
}
