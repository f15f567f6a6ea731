//! Android: the system's installer, then KeyChain. The installer's answer proves nothing; KeyChain's does.

use jiff::{SignedDuration, Timestamp};

use crate::cause::Cause;
use crate::effect::Effect;
use crate::event::{CertificateInfo, InstallerOutcome, KeyChainProof, ProofFailure};
use crate::journey::Journey;
use crate::persisted::Step;
use crate::state::State;
use crate::view::{CertificateSummary, Failure, InstallMethod, InstallStage, Proof, ProvenBy, VerifyMethod};

impl Journey {
    /// Begins a way: journalled first, whatever comes of it.
    pub(crate) fn install(&mut self, method: InstallMethod, info: &CertificateInfo) {
        self.commit(info);
        if let Some(journal) = &mut self.persisted.journal {
            journal.installer = None;
        }
        self.set_step(Step::Installing { method });
        self.session.kept_until = None;
        let Some((alias, _)) = self.in_key_chain() else { return };
        let attempt = self.next_attempt();
        match method {
            InstallMethod::Direct | InstallMethod::Password => {
                self.effects.push(Effect::Install { attempt, alias, protected: method == InstallMethod::Password });
            }
            InstallMethod::File => self.save_file(attempt, alias),
        }
        self.state = State::Installing { method, stage: InstallStage::Open, failure: None };
    }

    /// Shows how another way goes; none is begun by it.
    pub(crate) fn choose_install_method(&mut self, method: InstallMethod) {
        let from = match &self.state {
            State::Certificate { info, working: false, .. } => info.acceptable,
            State::Verify { working: false, .. } => true,
            State::Installing { stage, .. } => *stage != InstallStage::Open,
            _ => false,
        };
        let Some(info) = self.session.info.clone().filter(|_| from && !self.platform.is_apple()) else { return };
        if method != InstallMethod::Direct && !self.session.password_at_hand {
            return;
        }
        self.session.kept_until = None;
        self.state = if method == InstallMethod::Direct {
            State::Certificate { info, working: false, failure: None }
        } else {
            // Its name is shown before it is used.
            self.commit(&info);
            State::Installing { method, stage: InstallStage::Ready, failure: None }
        };
    }

    /// The main button of installing.
    pub(crate) fn go_on_installing(&mut self) {
        if let State::Installing { method, stage: InstallStage::Ready, .. } = self.state
            && let Some(info) = self.session.info.clone()
        {
            self.install(method, &info);
        }
    }

    pub(crate) fn on_installer_ended(&mut self, result: Result<InstallerOutcome, Failure>, now: Timestamp) {
        let State::Installing { stage: InstallStage::Open, .. } = self.state else { return };
        match result {
            Ok(end) => {
                if let Some(journal) = &mut self.persisted.journal {
                    journal.installer = Some(end);
                }
                if end == InstallerOutcome::Ok {
                    self.record(Proof::HandedOver);
                }
                self.set_step(Step::Verify { nonce: None });
                self.session.kept_until = now.checked_add(SignedDuration::from_millis(FILE_LIFETIME)).ok();
                let failure = (end == InstallerOutcome::Canceled)
                    .then(|| Failure::new(Cause::NotInstalled, "installer-canceled", true));
                self.state = State::Verify { working: false, failure };
                // Where access was granted before (a renewal), this proves it without a tap.
                self.look_silently();
            }
            Err(failure) => self.installing_not_begun(failure),
        }
    }

    /// Nothing was opened, or nothing that could have installed anything.
    pub(crate) fn installing_not_begun(&mut self, failure: Failure) {
        let State::Installing { method, .. } = self.state else { return };
        self.set_step(Step::Login);
        if method == InstallMethod::File {
            self.forget_saved_file();
        }
        self.state = match self.session.info.clone() {
            // A phone without an installer; its Settings may have one.
            Some(_) if failure.cause == Cause::NothingAnswers => {
                State::Installing { method: InstallMethod::File, stage: InstallStage::Ready, failure: Some(failure) }
            }
            Some(_) if method != InstallMethod::Direct => {
                State::Installing { method, stage: InstallStage::Ready, failure: Some(failure) }
            }
            Some(info) => State::Certificate { info, working: false, failure: Some(failure) },
            None => State::Verify { working: false, failure: Some(failure) },
        };
    }

    pub(crate) fn back_from_installing(&mut self) {
        match self.session.info.clone() {
            Some(info) => self.state = State::Certificate { info, working: false, failure: None },
            None => self.later(),
        }
    }

    /// 「もう一度 入れる」: with what is at hand, else from the login. The dialogs are drawn once more before they come.
    pub(crate) fn install_again(&mut self) {
        self.session.kept_until = None;
        if let Some(info) = self.session.info.clone() {
            self.state = State::Certificate { info, working: false, failure: None };
        } else if self.file_is_saved() {
            self.set_step(Step::Installing { method: InstallMethod::File });
            self.state = State::Installing { method: InstallMethod::File, stage: InstallStage::Saved, failure: None };
        } else {
            self.return_to_login();
        }
    }

    /// Reads what was granted before; shows nothing.
    pub(crate) fn look_silently(&mut self) {
        if self.verify_method() == VerifyMethod::Chooser {
            self.ask_key_chain(false);
        }
    }

    pub(crate) fn ask_key_chain(&mut self, may_ask: bool) {
        let Some((alias, certificate)) = self.in_key_chain() else { return };
        let fingerprint = certificate.summary.fingerprint;
        let issuer_dn = certificate.issuer_dn.clone();
        let attempt = self.session.attempt;
        self.effects.push(Effect::AskKeyChain { attempt, alias, fingerprint, issuer_dn, may_ask });
    }

    pub(crate) fn on_key_chain_answered(&mut self, result: Result<KeyChainProof, ProofFailure>, now: Timestamp) {
        match result {
            Ok(KeyChainProof { alias, connected }) => {
                self.remember_name(alias);
                let by = if connected { ProvenBy::Connection } else { ProvenBy::Signature };
                self.on_proof(Ok(()), by, now);
            }
            Err(end) => self.on_proof(Err(self.explained(end)), ProvenBy::Signature, now),
        }
    }

    /// It is not in the phone. What it should have taken the place of is, where that was seen.
    pub(crate) fn on_absent(&mut self, failure: &Failure) {
        let Some((alias, certificate)) = self.current_certificate() else { return };
        let fingerprint = certificate.summary.fingerprint;
        let entry = self.persisted.ledger.certificates.get_mut(&alias);
        let Some(entry) = entry.filter(|entry| entry.certificate.summary.fingerprint == fingerprint) else { return };
        match entry.previous.take() {
            Some(previous) if failure.cause == Cause::OldCertificate => entry.certificate = previous,
            previous => {
                entry.previous = previous;
                self.record(Proof::HandedOver);
            }
        }
    }

    /// Wipes what was kept for putting it in again.
    pub(crate) fn forget_kept(&mut self, now: Timestamp) {
        if matches!(self.state, State::Verify { .. }) && self.session.kept_until.is_some_and(|until| now >= until) {
            self.effects.push(Effect::ForgetAll);
            self.session.kept_until = None;
            self.session.password_at_hand = false;
            self.session.info = None;
        }
    }

    /// The certificate in question and the name of its file.
    pub(crate) fn installing_summary(&self, now: Timestamp) -> Option<(CertificateSummary, String)> {
        let (summary, _) = self.current_summary(now)?;
        Some((summary, self.persisted.journal.as_ref()?.slot.as_ref()?.file_name()))
    }

    /// OK without an installed certificate is what a tap on 「Wi-Fi 証明書」 gives.
    fn explained(&self, end: ProofFailure) -> ProofFailure {
        let said_ok =
            self.persisted.journal.as_ref().is_some_and(|journal| journal.installer == Some(InstallerOutcome::Ok));
        if said_ok && end.failure.cause == Cause::NotInstalled {
            return ProofFailure { failure: Failure::new(Cause::NotInstalled, "verify-wifi", true), ..end };
        }
        end
    }

    /// As [`Journey::current_certificate`], under the alias in KeyChain.
    fn in_key_chain(&self) -> Option<(String, &crate::persisted::HandedCertificate)> {
        let (alias, certificate) = self.current_certificate()?;
        Some((certificate.renamed.clone().unwrap_or(alias), certificate))
    }

    /// The user may have changed the name that was proposed.
    fn remember_name(&mut self, alias: String) {
        let Some((proposed, _)) = self.current_certificate() else { return };
        if let Some(certificate) = self.persisted.journal.as_mut().and_then(|journal| journal.certificate.as_mut()) {
            certificate.renamed = (alias != proposed).then_some(alias);
        }
    }
}

/// Milliseconds for which the file stays in memory after the installer has ended, so that a mistake there costs no login.
const FILE_LIFETIME: i64 = 10 * 60 * 1000;
