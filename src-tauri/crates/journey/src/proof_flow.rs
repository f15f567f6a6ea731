//! Proving, and what comes after.

use jiff::Timestamp;

use crate::effect::Effect;
use crate::event::ProofFailure;
use crate::journey::Journey;
use crate::persisted::{HandedCertificate, Journal, Step};
use crate::state::State;
use crate::view::{Failure, HandOffMethod, InstallMethod, InstallStage, Proof, ProvenBy, VerifyMethod};

impl Journey {
    /// 「Safariに渡す」, 「このスマホに入れる」, 「もう一度 渡す」.
    pub(crate) fn hand_over(&mut self, now: Timestamp) {
        match &self.state {
            State::Certificate { info, working: false, .. } if info.acceptable => {
                let info = info.clone();
                if self.platform.is_apple() {
                    self.hand_off(HandOffMethod::default(), &info, now)
                } else {
                    self.install(InstallMethod::Direct, &info)
                }
            }
            State::SettingsSteps { .. } => self.serve_again(now),
            State::HandOver { .. } => self.go_on_handing_over(now),
            State::Installing { .. } => self.go_on_installing(),
            State::Verify { working: false, .. } if !self.platform.is_apple() => self.install_again(),
            _ => {}
        }
    }

    pub(crate) fn verify(&mut self, alias: Option<&str>) {
        if let Some(alias) = alias {
            self.verify_held(alias);
        }
        match self.state {
            State::Verify { working: false, .. } => {}
            // Whatever the installer said, and where it says nothing.
            State::Installing { stage: InstallStage::Open | InstallStage::Saved, .. } => {
                self.set_step(Step::Verify { nonce: None });
                self.state = State::Verify { working: false, failure: None };
            }
            _ => return,
        }
        let attempt = self.next_attempt();
        match self.verify_method() {
            VerifyMethod::Manual => {}
            VerifyMethod::Chooser => {
                self.state = State::Verify { working: true, failure: None };
                self.ask_key_chain(true);
            }
            VerifyMethod::Probe => {
                let nonce = format!("{:032x}", (self.config.entropy)());
                let Some((_, certificate)) = self.current_certificate() else { return };
                let fingerprint = certificate.summary.fingerprint;
                self.set_step(Step::Verify { nonce: Some(nonce.clone()) });
                self.state = State::Verify { working: true, failure: None };
                self.effects.push(Effect::OpenProbe { attempt, nonce, fingerprint });
            }
        }
    }

    /// After a restart: the browser may have been there meanwhile.
    pub(crate) fn ask_probe(&mut self, nonce: String) {
        let Some((_, certificate)) = self.current_certificate() else { return };
        let fingerprint = certificate.summary.fingerprint;
        if self.realm.probe {
            self.effects.push(Effect::AskProbe { attempt: self.session.attempt, nonce, fingerprint });
        }
    }

    /// Asks silently where the browser has been opened before; what it saw since then counts.
    pub(crate) fn look_at_probe(&mut self) {
        if let Some(Step::Verify { nonce: Some(nonce) }) = self.persisted.journal.as_ref().map(|journal| &journal.step)
            && self.platform.is_apple()
        {
            let nonce = nonce.clone();
            self.ask_probe(nonce);
        }
    }

    pub(crate) fn on_probe_answered(&mut self, result: Result<(), ProofFailure>, now: Timestamp) {
        self.on_proof(result, ProvenBy::Probe, now);
    }

    pub(crate) fn on_proof(&mut self, result: Result<(), ProofFailure>, by: ProvenBy, now: Timestamp) {
        let working = match self.state {
            State::Verify { working, .. } => working,
            State::Installing { .. } if result.is_ok() => false,
            _ => return,
        };
        match result {
            Ok(()) => {
                if let Some(alias) = self.record(Proof::Proven { by, at: now.as_millisecond() }) {
                    self.arrive(alias);
                }
            }
            // A silent look that finds nothing says nothing: the user has not been asked yet.
            Err(end) if !working && !end.not_installed => {}
            Err(end) => {
                if end.not_installed {
                    self.on_absent(&end.failure);
                }
                self.state = State::Verify { working: false, failure: Some(end.failure) };
            }
        }
    }

    /// 「設定で たしかめました」: recorded as the user's word.
    pub(crate) fn said_verified(&mut self, now: Timestamp) {
        if let State::Verify { .. } = self.state
            && let Some(alias) = self.record(Proof::UserConfirmed { at: now.as_millisecond() })
        {
            self.arrive(alias);
        }
    }

    pub(crate) fn open_service(&mut self) {
        if let State::Done { failure, .. } = &mut self.state {
            *failure = None;
            let attempt = self.next_attempt();
            self.effects.push(Effect::OpenService { attempt });
        }
    }

    pub(crate) fn on_service_opened(&mut self, result: Result<(), Failure>) {
        if let State::Done { failure, .. } = &mut self.state {
            *failure = result.err();
        }
    }

    pub(crate) fn verify_method(&self) -> VerifyMethod {
        match (self.platform.is_apple(), self.realm.probe) {
            // Practised with this very phone: what is practised proves nothing.
            _ if self.practised_here() => VerifyMethod::Manual,
            (false, _) => VerifyMethod::Chooser,
            (true, true) => VerifyMethod::Probe,
            (true, false) => VerifyMethod::Manual,
        }
    }

    /// The certificate in question and its alias.
    pub(crate) fn current_certificate(&self) -> Option<(String, &HandedCertificate)> {
        let journal = self.persisted.journal.as_ref()?;
        Some((journal.slot.as_ref()?.alias(), journal.certificate.as_ref()?))
    }

    /// A practice certificate in this very phone.
    fn practised_here(&self) -> bool {
        let practice = self.current_certificate().is_some_and(|(_, certificate)| certificate.summary.practice);
        practice && self.practice_phone().is_none()
    }

    /// From home: what the ledger holds is proven anew.
    fn verify_held(&mut self, alias: &str) {
        let Some(entry) = self.persisted.ledger.certificates.get(alias) else { return };
        if !matches!(self.state, State::Home) {
            return;
        }
        self.persisted.journal = Some(Journal {
            step: Step::Verify { nonce: None },
            certificate: Some(entry.certificate.clone()),
            ..Journal::new(Some(entry.slot.clone()), String::new())
        });
        self.state = State::Verify { working: false, failure: None };
    }

    /// The way is at its end: only the ledger keeps it.
    fn arrive(&mut self, alias: String) {
        if let Some(Journal { step: Step::Verify { nonce: Some(nonce) }, .. }) = self.persisted.journal.take() {
            self.on_nonce_proven(nonce);
        }
        self.effects.push(Effect::ForgetAll);
        self.forget_memory();
        self.question = None;
        self.state = State::Done { alias, failure: None };
    }
}
