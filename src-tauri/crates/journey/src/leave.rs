//! Leaving a flow: what is forgotten, what is kept, where one is then.

use crate::effect::Effect;
use crate::flow_error::FlowError;
use crate::state::State;
use crate::turn::Turn;

/// Back to the login with the user ID kept; file, secrets and session are gone.
pub(crate) fn return_to_login(turn: &mut Turn) -> State {
    if turn.persisted.journal.as_ref().is_some_and(|journal| journal.from_file) {
        return leave(turn);
    }
    turn.next_attempt();
    turn.ask(Effect::LogOut);
    turn.forget_session();
    turn.persisted.set_logged_in(false);
    turn.persisted.leave_window();
    State::Login { failure: None }
}

/// The file is there. Ten phones share one ID, and a later login takes the session over: leaves the portal at once.
pub(crate) fn leave_with_file(turn: &mut Turn) -> State {
    turn.ask(Effect::LogOut);
    State::password()
}

/// What the flow needs is wiped: log-in, download and password come again, or the user's own file. `why` says so.
pub(crate) fn begin_anew(why: FlowError, turn: &mut Turn) -> State {
    let from_file = turn.persisted.journal.as_ref().is_some_and(|journal| journal.from_file);
    let state = return_to_login(turn);
    turn.overlay = None;
    turn.question = None;
    if from_file {
        turn.startup_failure = Some(FlowError::FileWiped.into());
        return state;
    }
    State::Login { failure: Some(why.into()) }
}

/// Puts the flow away but keeps what is journalled. Secrets do not wait: they are asked for again.
pub(crate) fn later(turn: &mut Turn) -> State {
    turn.next_attempt();
    turn.forget_session();
    turn.question = None;
    State::first(&turn.persisted)
}

/// Leaves the flow for good.
pub(crate) fn leave(turn: &mut Turn) -> State {
    turn.persisted.journal = None;
    forget_flow(turn);
    State::first(&turn.persisted)
}

/// Forgets everything of a flow but its journal.
pub(crate) fn forget_flow(turn: &mut Turn) {
    turn.next_attempt();
    turn.ask(Effect::CancelPortal);
    turn.ask(Effect::LogOut);
    turn.forget_session();
    turn.startup_failure = None;
    turn.question = None;
    turn.overlay = None;
}
