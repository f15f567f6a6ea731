//! What the portal asks between the password and its menu: a code by mail, whether to go on, an office.
//!
//! None of it is written down but that it was asked: after a kill the way begins again at the log-in, which says so.

use crate::effect::Effect;
use crate::event::{CodeInfo, LoginOutcome};
use crate::flow_error::FlowError;
use crate::intent::SecretKind;
use crate::leave::{begin_anew, return_to_login};
use crate::state::{Retry, State};
use crate::turn::Turn;
use crate::view::Failure;

/// One tap, one try: the portal may count them.
pub(crate) fn send_code(state: State, turn: &mut Turn) -> State {
    let State::Code { info, working: false, .. } = state else { return state };
    let attempt = turn.next_attempt();
    turn.ask(Effect::SendCode { attempt });
    State::Code { info, refused: false, working: true }
}

/// The state could not be written, so the code was not sent.
pub(crate) fn code_not_sent(failure: Failure, turn: &mut Turn) -> State {
    turn.next_attempt();
    turn.persisted.set_half_logged_in(false);
    on_code_failed(LoginOutcome::Failed(failure), turn)
}

pub(crate) fn take_over(state: State, turn: &mut Turn) -> State {
    let State::TakeOver { info, working: false } = state else { return state };
    let attempt = turn.next_attempt();
    turn.ask(Effect::TakeOver { attempt });
    State::TakeOver { info, working: true }
}

pub(crate) fn choose_office(state: State, choice: u32, turn: &mut Turn) -> State {
    match state {
        State::Offices { info, working: false } if info.choices.iter().any(|office| office.choice == choice) => {
            let attempt = turn.next_attempt();
            turn.ask(Effect::ChooseOffice { attempt, choice });
            State::Offices { info, working: true }
        }
        state => state,
    }
}

/// Who is asked for the code has given the right password: its failures are over. The same page once more says that the
/// code before was not taken.
pub(crate) fn on_code_wanted(state: &State, info: CodeInfo, turn: &mut Turn) -> State {
    turn.ask(Effect::Forget(SecretKind::LoginCode));
    turn.persisted.login_succeeded();
    State::Code { info, refused: matches!(state, State::Code { .. }), working: false }
}

/// The code was sent, and something else came than the menu. It is no failure of the password: only a lock that the portal
/// names is written down.
pub(crate) fn on_code_failed(end: LoginOutcome, turn: &mut Turn) -> State {
    turn.ask(Effect::Forget(SecretKind::LoginCode));
    match end {
        LoginOutcome::Locked(failure) => {
            turn.persisted.login_failed(true, turn.now);
            State::Login { failure: Some(failure) }
        }
        LoginOutcome::Wrong(failure) | LoginOutcome::Unclear(failure) | LoginOutcome::Failed(failure) => {
            State::Failed { failure, retry: Retry::Login }
        }
        LoginOutcome::Terms(info) => State::Terms { info, working: false },
        LoginOutcome::NewPassword(info) => State::NewPassword { info, working: false },
        LoginOutcome::PasswordGone => begin_anew(FlowError::SecretsWiped, turn),
        LoginOutcome::Code(_) | LoginOutcome::Elsewhere(_) | LoginOutcome::Offices(_) => return_to_login(turn),
    }
}
