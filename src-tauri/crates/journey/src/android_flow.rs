//! Android: the system's installer, or a file in Downloads. The installer's answer proves nothing; KeyChain's does.
//!
//! A file in Downloads is written by the user's explicit wish, for phones whose installer takes none from an app. It lies
//! under the certificate password, and is offered for deletion until it is gone.

use crate::cause::Cause;
use crate::certificate_flow::commit;
use crate::effect::Effect;
use crate::event::{CertificateInfo, InstallerOutcome};
use crate::flow_error::FlowError;
use crate::key_chain::look_silently;
use crate::leave::{begin_anew, later, return_to_login};
use crate::persisted::Step;
use crate::state::State;
use crate::turn::Turn;
use crate::view::{Failure, InstallMethod, InstallStage, Installable, Proof};

/// Begins a method: journalled first, whatever comes of it.
pub(crate) fn install(method: InstallMethod, info: &CertificateInfo, turn: &mut Turn) -> State {
    commit(info, turn);
    if let Some(journal) = &mut turn.persisted.journal {
        journal.installer = None;
    }
    turn.persisted.set_step(Step::Installing { method });
    if let Some((alias, _)) = turn.persisted.in_key_chain() {
        let attempt = turn.next_attempt();
        match method {
            InstallMethod::Direct | InstallMethod::Password => {
                turn.ask(Effect::Install { attempt, alias, protected: method == InstallMethod::Password });
            }
            InstallMethod::File => {
                turn.session.file_was_saved = turn.persisted.file_is_saved();
                if let Some(name) = turn.persisted.note_saved_file() {
                    turn.ask(Effect::SaveFile { attempt, alias, name });
                }
            }
        }
    }
    State::Installing { method, stage: InstallStage::Open, failure: None }
}

/// Shows how another method goes; none is begun by it.
pub(crate) fn choose_install_method(state: State, method: InstallMethod, turn: &mut Turn) -> State {
    let from = match &state {
        State::Certificate { info, working: false, .. } => info.installable() == Installable::Yes,
        State::Verify { working: false, .. } => true,
        State::Installing { stage, .. } => *stage != InstallStage::Open,
        _ => false,
    };
    let Some(info) = turn.session.info.clone().filter(|_| from && !turn.platform.is_apple()) else { return state };
    if method != InstallMethod::Direct && !turn.session.password_at_hand {
        return state;
    }
    if method == InstallMethod::Direct {
        State::certificate(info, None)
    } else {
        // Its name is shown before it is used.
        commit(&info, turn);
        State::Installing { method, stage: InstallStage::Ready, failure: None }
    }
}

/// The main button of installing.
pub(crate) fn go_on_installing(state: State, turn: &mut Turn) -> State {
    match (&state, turn.session.info.clone()) {
        (State::Installing { method, stage: InstallStage::Ready, .. }, Some(info)) => install(*method, &info, turn),
        _ => state,
    }
}

pub(crate) fn on_installer_ended(state: State, result: Result<InstallerOutcome, Failure>, turn: &mut Turn) -> State {
    let State::Installing { method, stage: InstallStage::Open, .. } = state else { return state };
    match result {
        Ok(outcome) => {
            if let Some(journal) = &mut turn.persisted.journal {
                journal.installer = Some(outcome);
            }
            if outcome == InstallerOutcome::Ok {
                turn.persisted.record(Proof::HandedOver);
            }
            turn.persisted.set_step(Step::Verify { nonce: None });
            // Where access was granted before (a renewal), this proves it without a tap.
            look_silently(turn);
            let canceled = outcome == InstallerOutcome::Canceled;
            State::verify(canceled.then(|| FlowError::InstallerCanceled.into()))
        }
        Err(failure) => installing_not_begun(method, failure, turn),
    }
}

/// Nothing was opened, or nothing that could have installed anything.
pub(crate) fn installing_not_begun(method: InstallMethod, failure: Failure, turn: &mut Turn) -> State {
    turn.persisted.set_step(Step::Login);
    if method == InstallMethod::File
        && !turn.session.file_was_saved
        && let Some(name) = turn.persisted.slot().map(crate::persisted::Slot::file_name)
    {
        turn.persisted.forget_saved_file(&name);
    }
    match turn.session.info.clone() {
        // A phone without an installer; its Settings may have one.
        Some(_) if failure.cause == Cause::NothingAnswers => {
            State::Installing { method: InstallMethod::File, stage: InstallStage::Ready, failure: Some(failure) }
        }
        Some(_) if method != InstallMethod::Direct => {
            State::Installing { method, stage: InstallStage::Ready, failure: Some(failure) }
        }
        Some(info) => State::certificate(info, Some(failure)),
        // Its time was over before its turn came.
        None => begin_anew(FlowError::SecretsWiped, turn),
    }
}

pub(crate) fn back_from_installing(turn: &mut Turn) -> State {
    match turn.session.info.clone() {
        Some(info) => State::certificate(info, None),
        None => later(turn),
    }
}

/// 「もう一度 入れる」: with what is at hand, else from the login. The dialogs are drawn once more before they come.
pub(crate) fn install_again(turn: &mut Turn) -> State {
    if let Some(info) = turn.session.info.clone() {
        State::certificate(info, None)
    } else if turn.persisted.file_is_saved() {
        turn.persisted.set_step(Step::Installing { method: InstallMethod::File });
        State::Installing { method: InstallMethod::File, stage: InstallStage::Saved, failure: None }
    } else {
        return_to_login(turn)
    }
}

/// The file is in Downloads, or why it is not.
pub(crate) fn on_file_saved(state: State, result: Result<(), Failure>, turn: &mut Turn) -> State {
    let State::Installing { method: InstallMethod::File, stage: InstallStage::Open, .. } = state else { return state };
    match result {
        Ok(()) => {
            // What is needed from here on lies in Downloads.
            turn.forget_session();
            State::Installing { method: InstallMethod::File, stage: InstallStage::Saved, failure: None }
        }
        Err(failure) => installing_not_begun(InstallMethod::File, failure, turn),
    }
}

pub(crate) fn delete_saved_file(name: String, turn: &mut Turn) {
    if turn.persisted.saved_file_names().contains(&name) {
        turn.ask(Effect::DeleteSavedFile { name });
    }
}

pub(crate) fn on_saved_file_deleted(
    mut state: State,
    name: &str,
    result: Result<(), Failure>,
    turn: &mut Turn,
) -> State {
    match result {
        Ok(()) => turn.persisted.forget_saved_file(name),
        Err(failure) => match &mut state {
            State::Done { failure: shown, .. } => *shown = Some(failure),
            _ => turn.startup_failure = Some(failure),
        },
    }
    state
}
