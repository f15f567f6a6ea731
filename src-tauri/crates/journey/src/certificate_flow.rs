//! The password of the letter, and what the file holds.

use certificate::Severity;

use crate::effect::Effect;
use crate::event::{CertificateInfo, OpenFailure};
use crate::ids::OfficeId;
use crate::inbound::MAX_OFFICE_CHARACTERS;
use crate::intent::SecretKind;
use crate::other_kind_flow;
use crate::persisted::{HandedCertificate, Office, Slot};
use crate::state::{Retry, State};
use crate::turn::Turn;
use crate::view::{Installable, Proof};

pub(crate) fn open_certificate(state: State, turn: &mut Turn) -> State {
    let State::Password { working: false, .. } = state else { return state };
    let attempt = turn.next_attempt();
    turn.ask(Effect::OpenCertificate { attempt, patient: false });
    State::Password { failure: None, password_hints: Vec::new(), slow: None, working: true }
}

/// How long it takes is said before anything is begun; the user decides.
pub(crate) fn on_slow_to_open(state: State, seconds: u32) -> State {
    let State::Password { working: true, .. } = state else { return state };
    State::Password { failure: None, password_hints: Vec::new(), slow: Some(seconds), working: false }
}

/// 「続ける」, knowing how long it takes.
pub(crate) fn open_slowly(state: State, turn: &mut Turn) -> State {
    let State::Password { slow: Some(seconds), working: false, .. } = state else { return state };
    let attempt = turn.next_attempt();
    turn.ask(Effect::OpenCertificate { attempt, patient: true });
    State::Password { failure: None, password_hints: Vec::new(), slow: Some(seconds), working: true }
}

/// 「やめる」 while the file is being opened, or instead of it: the file stays, the password is asked for again.
pub(crate) fn stop_opening(turn: &mut Turn) -> State {
    turn.next_attempt();
    turn.ask(Effect::StopOpening);
    turn.ask(Effect::Forget(SecretKind::CertificatePassword));
    State::password()
}

pub(crate) fn on_opened(state: State, result: Result<CertificateInfo, OpenFailure>, turn: &mut Turn) -> State {
    if !matches!(state, State::Password { .. }) {
        return state;
    }
    match result {
        Ok(mut info) => {
            turn.ask(Effect::CloseFile);
            fill_in(&mut info, turn);
            turn.session.password_at_hand = true;
            turn.session.info = Some(info.clone());
            other_kind_flow::by_certificate(info, turn)
        }
        Err(OpenFailure { failure, ask_again: true, password_hints }) => {
            State::Password { failure: Some(failure), password_hints, slow: None, working: false }
        }
        Err(OpenFailure { failure, .. }) => {
            turn.ask(Effect::ForgetAll);
            State::Failed { failure, retry: Retry::Login }
        }
    }
}

/// The user wants what the app has doubts about: it is shown how to install it, and the doubts stay with it.
pub(crate) fn install_anyway(mut state: State, turn: &mut Turn) -> State {
    if let State::Certificate { info, working: false, .. } = &mut state
        && info.installable() == Installable::IfWanted
    {
        info.wanted_anyway = true;
        turn.session.info = Some(info.clone());
    }
    state
}

pub(crate) fn name_office(mut state: State, name: &str, turn: &mut Turn) -> State {
    let name: String = name.trim().chars().filter(|c| !c.is_control()).take(MAX_OFFICE_CHARACTERS).collect();
    let ledger = &mut turn.persisted.ledger;
    let slot = match &state {
        State::Done { alias, .. } => ledger.certificates.get(alias).map(|entry| entry.slot.clone()),
        _ => turn.persisted.journal.as_ref().and_then(|journal| journal.slot.clone()),
    };
    if let Some(slot) = slot.filter(|slot| ledger.offices.contains_key(&slot.office)) {
        ledger.offices.insert(slot.office, Office { name: name.clone() });
    }
    if let State::Certificate { info, .. } = &mut state {
        info.summary.office.clone_from(&name);
        turn.session.info = Some(info.clone());
    }
    turn.session.office_name = Some(name);
    state
}

/// Decides the slot and journals what is about to leave the app.
pub(crate) fn commit(info: &CertificateInfo, turn: &mut Turn) -> Slot {
    let slot = slot_for(info, turn);
    let ledger = &mut turn.persisted.ledger;
    if !ledger.offices.contains_key(&slot.office) || !info.summary.office.is_empty() {
        ledger.offices.insert(slot.office.clone(), Office { name: info.summary.office.clone() });
    }
    // A renewal goes under the name that the user has given to the one before.
    let before = ledger.certificates.get(&slot.alias());
    let renamed = before.and_then(|entry| entry.certificate.renamed.clone());
    if let Some(journal) = &mut turn.persisted.journal {
        journal.slot = Some(slot.clone());
        journal.certificate = Some(HandedCertificate {
            summary: info.summary.clone(),
            issuer_dn: info.issuer_dn.clone(),
            proof: Proof::HandedOver,
            renamed,
        });
    }
    slot
}

/// Kind and office, from wherever they are known.
fn fill_in(info: &mut CertificateInfo, turn: &Turn) {
    let row_kind = turn.session.row.as_ref().and_then(|row| row.kind);
    let slot_kind = turn.persisted.slot().map(|slot| slot.kind);
    info.summary.kind = row_kind.or(info.summary.kind).or(slot_kind);
    let office = turn.session.office.as_ref();
    let office = office.map(|office| turn.persisted.ledger.office_name(office)).unwrap_or_default();
    if !office.is_empty() {
        info.summary.office = office;
    } else if info.summary.office.is_empty() {
        let journal = turn.persisted.journal.as_ref();
        info.summary.office = journal.and_then(|journal| journal.office.clone()).unwrap_or_default();
    }
    info.summary.practice = turn.persisted.practising();
    let doubts = info.findings.iter().filter(|finding| finding.severity == Severity::Doubt);
    info.summary.doubts = doubts.cloned().collect();
}

fn slot_for(info: &CertificateInfo, turn: &mut Turn) -> Slot {
    let same_leaf = turn
        .persisted
        .held()
        .find(|entry| entry.certificate.summary.fingerprint == info.summary.fingerprint)
        .map(|entry| entry.slot.clone());
    let journalled = turn.persisted.slot().cloned();
    let kind = info.summary.kind.unwrap_or(certificate::CertificateKind::Dx);
    let practice = turn.persisted.practising();
    same_leaf
        .or_else(|| turn.session.office.clone().map(|office| Slot { office, kind, practice }))
        .or_else(|| journalled.filter(|slot| slot.kind == kind && slot.practice == practice))
        .unwrap_or_else(|| Slot { office: OfficeId::from_bits(turn.random()), kind, practice })
}
