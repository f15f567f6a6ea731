//! Android: the system's installer, then KeyChain. The installer's answer proves nothing; KeyChain's does.

use jiff::Timestamp;

use crate::effect::Effect;
use crate::event::{CertificateFacts, ProofEnd};
use crate::journey::Journey;
use crate::place::Place;
use crate::saved::Step;
use crate::view::{Failure, Proof, ProvenBy};

impl Journey {
    pub(crate) fn install(&mut self, facts: &CertificateFacts) {
        let slot = self.commit(facts);
        self.set_step(Step::Installing);
        let attempt = self.next_attempt();
        self.effects.push(Effect::Install { attempt, alias: slot.alias() });
        self.place = Place::Installing;
    }

    pub(crate) fn on_installer_ended(&mut self, result: Result<(), Failure>) {
        if self.place != Place::Installing {
            return;
        }
        match (result, self.memory.facts.clone()) {
            (Ok(()), _) => {
                self.record(Proof::HandedOver);
                // The system has it, or it must be downloaded again: nothing secret is needed any more.
                self.effects.push(Effect::ForgetAll);
                self.forget_memory();
                self.set_step(Step::Verify { nonce: None });
                self.place = Place::Verify { working: false, failure: None };
                // Where access was granted before (a renewal), this proves it without a tap.
                self.look_silently();
            }
            (Err(failure), Some(facts)) => {
                self.set_step(Step::Login);
                self.place = Place::Certificate { facts, working: false, failure: Some(failure) };
            }
            (Err(failure), None) => self.place = Place::Verify { working: false, failure: Some(failure) },
        }
    }

    /// Reads what was granted before; shows nothing.
    pub(crate) fn look_silently(&mut self) {
        self.ask_key_chain(false);
    }

    pub(crate) fn ask_key_chain(&mut self, may_ask: bool) {
        let Some((alias, certificate)) = self.subject() else { return };
        let effect = Effect::AskKeyChain {
            attempt: self.memory.attempt,
            alias,
            fingerprint: certificate.summary.fingerprint,
            issuer_dn: certificate.issuer_dn.clone(),
            may_ask,
        };
        self.effects.push(effect);
    }

    pub(crate) fn on_key_chain_answered(&mut self, result: Result<(), ProofEnd>, now: Timestamp) {
        self.on_proof(result, ProvenBy::Signature, now);
    }
}
