//! Proving, and what comes after.

use verification::Nonce;

use crate::cause::Cause;
use crate::effect::Effect;
use crate::event::{InstallerOutcome, KeyChainProof};
use crate::flow_error::FlowError;
use crate::ids::Alias;
use crate::key_chain::ask_key_chain;
use crate::persisted::{Journal, Step};
use crate::state::State;
use crate::turn::Turn;
use crate::user_id::TypedUserId;
use crate::view::{Failure, InstallStage, Proof, ProvenBy, VerifyMethod};

pub(crate) fn verify(state: State, alias: Option<&Alias>, turn: &mut Turn) -> State {
    let state = match alias {
        Some(alias) => verify_held(state, alias, turn),
        None => state,
    };
    let state = match state {
        State::Verify { working: false, .. } => state,
        // Whatever the installer said, and where it says nothing.
        State::Installing { stage: InstallStage::Open | InstallStage::Saved, .. } => {
            turn.persisted.set_step(Step::Verify { nonce: None });
            State::verify(None)
        }
        _ => return state,
    };
    let attempt = turn.next_attempt();
    match turn.verify_method() {
        VerifyMethod::Manual => state,
        VerifyMethod::Chooser => {
            ask_key_chain(true, turn);
            State::Verify { working: true, failure: None }
        }
        VerifyMethod::Probe => {
            let nonce = Nonce::from_bits(turn.random());
            let Some((_, certificate)) = turn.persisted.current_certificate() else { return state };
            let fingerprint = certificate.summary.fingerprint;
            turn.persisted.set_step(Step::Verify { nonce: Some(nonce) });
            turn.ask(Effect::OpenProbe { attempt, nonce, fingerprint });
            State::Verify { working: true, failure: None }
        }
    }
}

pub(crate) fn on_probe_answered(state: State, result: Result<(), Failure>, turn: &mut Turn) -> State {
    on_proof(state, result, ProvenBy::Probe, turn)
}

pub(crate) fn on_key_chain_answered(state: State, result: Result<KeyChainProof, Failure>, turn: &mut Turn) -> State {
    match result {
        Ok(KeyChainProof { alias, connected }) => {
            turn.persisted.remember_name(alias);
            let by = if connected { ProvenBy::Connection } else { ProvenBy::Signature };
            on_proof(state, Ok(()), by, turn)
        }
        Err(failure) => on_proof(state, Err(explained(failure, turn)), ProvenBy::Signature, turn),
    }
}

/// 「設定で たしかめました」: recorded as the user's word.
pub(crate) fn said_verified(state: State, turn: &mut Turn) -> State {
    if !matches!(state, State::Verify { .. }) {
        return state;
    }
    match turn.persisted.record(Proof::UserConfirmed { at: turn.now }) {
        Some(alias) => complete(alias, turn),
        None => state,
    }
}

pub(crate) fn open_service(state: State, turn: &mut Turn) -> State {
    let State::Done { alias, .. } = state else { return state };
    let attempt = turn.next_attempt();
    turn.ask(Effect::OpenService { attempt, address: turn.own_service().cloned() });
    State::Done { alias, failure: None }
}

pub(crate) fn on_service_opened(state: State, result: Result<(), Failure>) -> State {
    match state {
        State::Done { alias, .. } => State::Done { alias, failure: result.err() },
        state => state,
    }
}

fn on_proof(state: State, result: Result<(), Failure>, by: ProvenBy, turn: &mut Turn) -> State {
    let working = match &state {
        State::Verify { working, .. } => *working,
        State::Installing { .. } if result.is_ok() => false,
        _ => return state,
    };
    match result {
        Ok(()) => match turn.persisted.record(Proof::Proven { by, at: turn.now }) {
            Some(alias) => complete(alias, turn),
            None => state,
        },
        // A silent look that finds nothing says nothing: the user has not been asked yet.
        Err(failure) if !working && !failure.cause.is_absence() => state,
        Err(failure) => {
            // Only what was seen takes a proof away; that nothing was offered may have been the user's answer.
            if failure.cause.is_absence() {
                turn.persisted.record_absence(failure.cause);
            }
            State::verify(Some(failure))
        }
    }
}

/// OK without an installed certificate is what a tap on 「Wi-Fi 証明書」 gives.
fn explained(failure: Failure, turn: &Turn) -> Failure {
    let journal = turn.persisted.journal.as_ref();
    let said_ok = journal.is_some_and(|journal| journal.installer == Some(InstallerOutcome::Ok));
    if said_ok && failure.cause == Cause::NotInstalled {
        return FlowError::VerifyWifi.into();
    }
    failure
}

/// From home, or from the page of a certificate wherever no flow is under way: what the ledger holds is proven anew.
fn verify_held(state: State, alias: &Alias, turn: &mut Turn) -> State {
    let free = matches!(state, State::Home) || turn.persisted.journal.is_none();
    let Some(entry) = turn.persisted.ledger.certificates.get(alias).filter(|_| free) else { return state };
    turn.overlay = None;
    turn.persisted.journal = Some(Journal {
        step: Step::Verify { nonce: None },
        certificate: Some(entry.certificate.clone()),
        ..Journal::new(Some(entry.slot.clone()), TypedUserId::default())
    });
    State::verify(None)
}

/// The flow is at its end: only the ledger keeps it.
fn complete(alias: Alias, turn: &mut Turn) -> State {
    if let Some(Journal { step: Step::Verify { nonce: Some(nonce) }, .. }) = turn.persisted.journal.take() {
        // The page's way back has nothing more to say, whether it came already or is still to come.
        turn.pending.take_if(|pending| pending.is_verified_by(nonce));
        turn.proven_nonce = Some(nonce);
    }
    turn.forget_session();
    turn.question = None;
    State::Done { alias, failure: None }
}
