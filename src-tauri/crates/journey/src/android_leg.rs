//! Android: the system's installer, then KeyChain. The installer's answer proves nothing; KeyChain's does.

use jiff::{SignedDuration, Timestamp};

use crate::effect::Effect;
use crate::event::{CertificateFacts, InstallerEnd, KeyChainProof, ProofEnd};
use crate::journey::Journey;
use crate::place::Place;
use crate::saved::Step;
use crate::view::{CertificateSummary, Failure, InstallStage, InstallWay, Proof, ProvenBy, VerifyWay};

impl Journey {
    /// Begins a way: journalled first, whatever comes of it.
    pub(crate) fn install(&mut self, way: InstallWay, facts: &CertificateFacts) {
        self.commit(facts);
        if let Some(journal) = &mut self.saved.journal {
            journal.installer = None;
        }
        self.set_step(Step::Installing { way });
        self.memory.kept_until = None;
        let Some((alias, _)) = self.in_key_chain() else { return };
        let attempt = self.next_attempt();
        match way {
            InstallWay::Direct | InstallWay::Password => {
                self.effects.push(Effect::Install { attempt, alias, protected: way == InstallWay::Password });
            }
            InstallWay::File => self.save_file(attempt, alias),
        }
        self.place = Place::Installing { way, stage: InstallStage::Open, failure: None };
    }

    /// Shows how another way goes; none is begun by it.
    pub(crate) fn choose_install_way(&mut self, way: InstallWay) {
        let from = match &self.place {
            Place::Certificate { facts, working: false, .. } => facts.acceptable,
            Place::Verify { working: false, .. } => true,
            Place::Installing { stage, .. } => *stage != InstallStage::Open,
            _ => false,
        };
        let Some(facts) = self.memory.facts.clone().filter(|_| from && !self.platform.is_apple()) else { return };
        if way != InstallWay::Direct && !self.memory.password_at_hand {
            return;
        }
        self.memory.kept_until = None;
        self.place = if way == InstallWay::Direct {
            Place::Certificate { facts, working: false, failure: None }
        } else {
            // Its name is shown before it is used.
            self.commit(&facts);
            Place::Installing { way, stage: InstallStage::Ready, failure: None }
        };
    }

    /// The main button of installing.
    pub(crate) fn go_on_installing(&mut self) {
        if let Place::Installing { way, stage: InstallStage::Ready, .. } = self.place
            && let Some(facts) = self.memory.facts.clone()
        {
            self.install(way, &facts);
        }
    }

    pub(crate) fn on_installer_ended(&mut self, result: Result<InstallerEnd, Failure>, now: Timestamp) {
        let Place::Installing { stage: InstallStage::Open, .. } = self.place else { return };
        match result {
            Ok(end) => {
                if let Some(journal) = &mut self.saved.journal {
                    journal.installer = Some(end);
                }
                if end == InstallerEnd::Ok {
                    self.record(Proof::HandedOver);
                }
                self.set_step(Step::Verify { nonce: None });
                self.memory.kept_until = now.checked_add(SignedDuration::from_millis(FILE_LIFETIME)).ok();
                let failure = (end == InstallerEnd::Canceled).then(|| Failure::new(CANCELED, true));
                self.place = Place::Verify { working: false, failure };
                // Where access was granted before (a renewal), this proves it without a tap.
                self.look_silently();
            }
            Err(failure) => self.installing_not_begun(failure),
        }
    }

    /// Nothing was opened, or nothing that could have installed anything.
    pub(crate) fn installing_not_begun(&mut self, failure: Failure) {
        let Place::Installing { way, .. } = self.place else { return };
        self.set_step(Step::Login);
        if way == InstallWay::File {
            self.forget_saved_file();
        }
        self.place = match self.memory.facts.clone() {
            // A phone without an installer; its Settings may have one.
            Some(_) if failure.code == NO_INSTALLER => {
                Place::Installing { way: InstallWay::File, stage: InstallStage::Ready, failure: Some(failure) }
            }
            Some(_) if way != InstallWay::Direct => {
                Place::Installing { way, stage: InstallStage::Ready, failure: Some(failure) }
            }
            Some(facts) => Place::Certificate { facts, working: false, failure: Some(failure) },
            None => Place::Verify { working: false, failure: Some(failure) },
        };
    }

    pub(crate) fn back_from_installing(&mut self) {
        match self.memory.facts.clone() {
            Some(facts) => self.place = Place::Certificate { facts, working: false, failure: None },
            None => self.later(),
        }
    }

    /// 「もう一度 入れる」: with what is at hand, else from the login. The dialogs are drawn once more before they come.
    pub(crate) fn install_again(&mut self) {
        self.memory.kept_until = None;
        if let Some(facts) = self.memory.facts.clone() {
            self.place = Place::Certificate { facts, working: false, failure: None };
        } else if self.file_is_saved() {
            self.set_step(Step::Installing { way: InstallWay::File });
            self.place = Place::Installing { way: InstallWay::File, stage: InstallStage::Saved, failure: None };
        } else {
            self.return_to_login();
        }
    }

    /// Reads what was granted before; shows nothing.
    pub(crate) fn look_silently(&mut self) {
        if self.verify_way() == VerifyWay::Chooser {
            self.ask_key_chain(false);
        }
    }

    pub(crate) fn ask_key_chain(&mut self, may_ask: bool) {
        let Some((alias, certificate)) = self.in_key_chain() else { return };
        let fingerprint = certificate.summary.fingerprint;
        let issuer_dn = certificate.issuer_dn.clone();
        let attempt = self.memory.attempt;
        self.effects.push(Effect::AskKeyChain { attempt, alias, fingerprint, issuer_dn, may_ask });
    }

    pub(crate) fn on_key_chain_answered(&mut self, result: Result<KeyChainProof, ProofEnd>, now: Timestamp) {
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
        let Some((alias, certificate)) = self.subject() else { return };
        let fingerprint = certificate.summary.fingerprint;
        let entry = self.saved.ledger.certificates.get_mut(&alias);
        let Some(entry) = entry.filter(|entry| entry.certificate.summary.fingerprint == fingerprint) else { return };
        match entry.previous.take() {
            Some(previous) if failure.code == OLD => entry.certificate = previous,
            previous => {
                entry.previous = previous;
                self.record(Proof::HandedOver);
            }
        }
    }

    /// Wipes what was kept for putting it in again.
    pub(crate) fn forget_kept(&mut self, now: Timestamp) {
        if matches!(self.place, Place::Verify { .. }) && self.memory.kept_until.is_some_and(|until| now >= until) {
            self.effects.push(Effect::ForgetAll);
            self.memory.kept_until = None;
            self.memory.password_at_hand = false;
            self.memory.facts = None;
        }
    }

    /// The certificate in question and the name of its file.
    pub(crate) fn installing_summary(&self, now: Timestamp) -> Option<(CertificateSummary, String)> {
        let (summary, _) = self.subject_summary(now)?;
        Some((summary, self.saved.journal.as_ref()?.slot.as_ref()?.file_name()))
    }

    /// OK without an installed certificate is what a tap on 「Wi-Fi 証明書」 gives.
    fn explained(&self, end: ProofEnd) -> ProofEnd {
        let said_ok = self.saved.journal.as_ref().is_some_and(|journal| journal.installer == Some(InstallerEnd::Ok));
        if said_ok && end.failure.code == NOT_INSTALLED {
            return ProofEnd { failure: Failure::new(WIFI, true), ..end };
        }
        end
    }

    /// As [`Journey::subject`], under the alias in KeyChain.
    fn in_key_chain(&self) -> Option<(String, &crate::saved::HandedCertificate)> {
        let (alias, certificate) = self.subject()?;
        Some((certificate.renamed.clone().unwrap_or(alias), certificate))
    }

    /// The user may have changed the name that was proposed.
    fn remember_name(&mut self, alias: String) {
        let Some((proposed, _)) = self.subject() else { return };
        if let Some(certificate) = self.saved.journal.as_mut().and_then(|journal| journal.certificate.as_mut()) {
            certificate.renamed = (alias != proposed).then_some(alias);
        }
    }
}

/// The certificate is not in the phone, as far as was seen.
pub(crate) fn says_absent(failure: &Failure) -> bool {
    [CANCELED, NOT_INSTALLED, WIFI, OLD, NO_KEY].contains(&failure.code.as_str())
}

/// Milliseconds for which the file stays in memory after the installer has ended, so that a mistake there costs no login.
const FILE_LIFETIME: i64 = 10 * 60 * 1000;

const CANCELED: &str = "installer-canceled";
const NO_INSTALLER: &str = "device-nothing-answers";
const NOT_INSTALLED: &str = "verify-not-installed";
const NO_KEY: &str = "verify-no-key";
const OLD: &str = "verify-old-certificate";
const WIFI: &str = "verify-wifi";
