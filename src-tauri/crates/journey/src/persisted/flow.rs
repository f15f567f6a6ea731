//! How far the flow is that is under way.

use jiff::Timestamp;

use super::{PersistedState, Slot, Step};
use crate::flow_error::FlowError;
use crate::view::{Failure, HandOffMethod};

impl PersistedState {
    /// How far the flow is; `None` where none is under way.
    pub(crate) fn step(&self) -> Option<&Step> {
        self.journal.as_ref().map(|journal| &journal.step)
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

    /// The flow is to renew its slot.
    pub(crate) fn renews(&self) -> bool {
        self.journal.as_ref().is_some_and(|journal| journal.renews)
    }

    /// The portal has let in, or is left again.
    pub(crate) fn set_logged_in(&mut self, logged_in: bool) {
        if let Some(journal) = &mut self.journal {
            journal.logged_in = logged_in;
            journal.half_logged_in = false;
        }
    }

    /// The portal has taken the password and asks for more, or does so no longer.
    pub(crate) fn set_half_logged_in(&mut self, half_logged_in: bool) {
        if let Some(journal) = &mut self.journal {
            journal.half_logged_in = half_logged_in;
        }
    }

    /// What the process held when it ended: a notice says that it is gone, and what is not.
    pub(crate) fn interruption(&self) -> Option<Failure> {
        let journal = self.journal.as_ref().filter(|journal| journal.step == Step::Login)?;
        if journal.from_file {
            return Some(FlowError::FileInterrupted.into());
        }
        if journal.logged_in {
            return Some(FlowError::HandOffInterrupted.into());
        }
        journal.half_logged_in.then(|| FlowError::LoginInterrupted.into())
    }

    /// By which method the profile was handed over last.
    pub(crate) fn hand_off_method(&self) -> HandOffMethod {
        self.step().and_then(Step::hand_off).map_or_else(HandOffMethod::default, |hand_off| hand_off.method)
    }

    /// When iOS deletes the downloaded profile, where that is known.
    pub(crate) fn deadline(&self) -> Option<Timestamp> {
        match self.step()? {
            Step::Fetched { deadline, .. } => *deadline,
            _ => None,
        }
    }

    /// Safari was seen to fetch the profile, or the user says that it waits in Settings.
    pub(crate) fn is_fetched(&self) -> bool {
        matches!(self.step(), Some(Step::Fetched { .. }))
    }

    /// The profile waits in Settings; iOS deletes it at `deadline`, where that is known.
    pub(crate) fn set_fetched(&mut self, deadline: Option<Timestamp>) {
        let hand_off = self.step().and_then(Step::hand_off).unwrap_or_default();
        self.set_step(Step::Fetched { deadline, hand_off });
    }

    /// Something was put into the phone, and is still to be proven.
    pub(crate) fn is_verifying(&self) -> bool {
        matches!(self.step(), Some(Step::Verify { .. }))
    }

    /// Nothing was handed over, unless something was before.
    pub(crate) fn nothing_handed_over(&mut self) {
        if !self.is_fetched() {
            self.set_step(Step::Login);
        }
    }
}
