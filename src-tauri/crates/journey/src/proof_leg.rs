//! Proving, and what comes after.

use jiff::Timestamp;

use crate::effect::Effect;
use crate::event::ProofEnd;
use crate::journey::Journey;
use crate::place::Place;
use crate::saved::{HandedCertificate, Journal, Step};
use crate::view::{Failure, Proof, ProvenBy, VerifyWay};

impl Journey {
    /// 「Safariに渡す」, 「このスマホに入れる」, 「もう一度 渡す」.
    pub(crate) fn hand_over(&mut self, now: Timestamp) {
        match &self.place {
            Place::Certificate { facts, working: false, .. } if facts.acceptable => {
                let facts = facts.clone();
                if self.platform.is_apple() { self.serve(facts, now) } else { self.install(&facts) }
            }
            Place::SettingsSteps { .. } => self.serve_again(now),
            _ => {}
        }
    }

    pub(crate) fn verify(&mut self, alias: Option<&str>) {
        if let Some(alias) = alias {
            self.verify_held(alias);
        }
        if !matches!(self.place, Place::Verify { working: false, .. }) {
            return;
        }
        let attempt = self.next_attempt();
        match self.verify_way() {
            VerifyWay::Look => {}
            VerifyWay::Chooser => {
                self.place = Place::Verify { working: true, failure: None };
                self.ask_key_chain(true);
            }
            VerifyWay::Probe => {
                let nonce = format!("{:032x}", (self.surroundings.entropy)());
                let Some((_, certificate)) = self.subject() else { return };
                let fingerprint = certificate.summary.fingerprint;
                self.set_step(Step::Verify { nonce: Some(nonce.clone()) });
                self.place = Place::Verify { working: true, failure: None };
                self.effects.push(Effect::OpenProbe { attempt, nonce, fingerprint });
            }
        }
    }

    /// After a restart: the browser may have been there meanwhile.
    pub(crate) fn ask_probe(&mut self, nonce: String) {
        let Some((_, certificate)) = self.subject() else { return };
        let fingerprint = certificate.summary.fingerprint;
        if self.realm.probe {
            self.effects.push(Effect::AskProbe { attempt: self.memory.attempt, nonce, fingerprint });
        }
    }

    pub(crate) fn on_probe_answered(&mut self, result: Result<(), ProofEnd>, now: Timestamp) {
        self.on_proof(result, ProvenBy::Probe, now);
    }

    pub(crate) fn on_proof(&mut self, result: Result<(), ProofEnd>, by: ProvenBy, now: Timestamp) {
        let Place::Verify { working, .. } = self.place else { return };
        match result {
            Ok(()) => {
                if let Some(alias) = self.record(Proof::Proven { by, at: now.as_millisecond() }) {
                    self.arrive(alias);
                }
            }
            // A silent look that finds nothing says nothing: the user has not been asked yet.
            Err(_) if !working => {}
            Err(end) => {
                if end.not_installed {
                    self.record(Proof::HandedOver);
                }
                self.place = Place::Verify { working: false, failure: Some(end.failure) };
            }
        }
    }

    /// 「設定で たしかめました」: recorded as the user's word.
    pub(crate) fn said_verified(&mut self, now: Timestamp) {
        if let Place::Verify { .. } = self.place
            && let Some(alias) = self.record(Proof::Said { at: now.as_millisecond() })
        {
            self.arrive(alias);
        }
    }

    pub(crate) fn open_service(&mut self) {
        if let Place::Done { failure, .. } = &mut self.place {
            *failure = None;
            let attempt = self.next_attempt();
            self.effects.push(Effect::OpenService { attempt });
        }
    }

    pub(crate) fn on_service_opened(&mut self, result: Result<(), Failure>) {
        if let Place::Done { failure, .. } = &mut self.place {
            *failure = result.err();
        }
    }

    pub(crate) fn verify_way(&self) -> VerifyWay {
        match (self.platform.is_apple(), self.realm.probe) {
            (false, _) => VerifyWay::Chooser,
            (true, true) => VerifyWay::Probe,
            (true, false) => VerifyWay::Look,
        }
    }

    /// The certificate in question and its alias.
    pub(crate) fn subject(&self) -> Option<(String, &HandedCertificate)> {
        let journal = self.saved.journal.as_ref()?;
        Some((journal.slot.as_ref()?.alias(), journal.certificate.as_ref()?))
    }

    /// From home: what the ledger holds is proven anew.
    fn verify_held(&mut self, alias: &str) {
        let Some(entry) = self.saved.ledger.certificates.get(alias) else { return };
        if !matches!(self.place, Place::Home) {
            return;
        }
        self.saved.journal = Some(Journal {
            step: Step::Verify { nonce: None },
            slot: Some(entry.slot.clone()),
            user_id: String::new(),
            certificate: Some(entry.certificate.clone()),
        });
        self.place = Place::Verify { working: false, failure: None };
    }

    /// The way is at its end: only the ledger keeps it.
    fn arrive(&mut self, alias: String) {
        self.saved.journal = None;
        self.effects.push(Effect::ForgetAll);
        self.forget_memory();
        self.question = None;
        self.place = Place::Done { alias, failure: None };
    }
}
