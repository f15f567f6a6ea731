//! The time of what lies in the vault is over: it is wiped already, wherever the flow is.

use jiff::SignedDuration;

use crate::flow_error::FlowError;
use crate::leave::begin_anew;
use crate::state::{OpenHandOff, Retry, State};
use crate::turn::Turn;
use crate::view::{InstallStage, WindowStage};
use crate::window_flow;

/// For how long passwords and the file may stay in memory after they were put in, opened or handed over last. Whoever holds
/// them wipes them then.
pub const SECRETS_KEPT: SignedDuration = SignedDuration::from_mins(10);

/// Where nothing goes on without the file or a password, the flow goes back to where they are asked for, and says why.
pub(crate) fn on_secrets_expired(state: State, turn: &mut Turn) -> State {
    if is_with_portal(&state) {
        turn.forget_download();
    } else {
        turn.forget_file();
    }
    match state {
        State::Window { stage: WindowStage::Open } => window_flow::close(turn),
        // The user's own file waited there for what stands in the way.
        State::Home | State::Welcome | State::Preparation { .. }
            if turn.persisted.journal.as_ref().is_some_and(|journal| journal.from_file) =>
        {
            without_file(turn)
        }
        State::Failed { failure, retry: Retry::LogIn } => State::Failed { failure, retry: Retry::Login },
        State::Terms { working: false, .. }
        | State::NewPassword { working: false, .. }
        | State::Code { working: false, .. }
        | State::TakeOver { working: false, .. }
        | State::Offices { working: false, .. }
        | State::OtherKind { .. }
        | State::Password { .. }
        | State::Certificate { .. }
        | State::HandOver { stage: OpenHandOff::Ready, .. }
        | State::Installing { stage: InstallStage::Ready, .. } => without_file(turn),
        state => state,
    }
}

/// Something is asked of the portal, or can be without a password: what is under way comes to its end.
fn is_with_portal(state: &State) -> bool {
    matches!(
        state,
        State::Working { .. }
            | State::Terms { working: true, .. }
            | State::NewPassword { working: true, .. }
            | State::Code { working: true, .. }
            | State::TakeOver { working: true, .. }
            | State::Offices { working: true, .. }
            | State::Certificates { .. }
            | State::NoCertificate { .. }
            | State::Failed { retry: Retry::List | Retry::Download(_), .. }
    )
}

/// What was handed over before may be in the phone: that goes on without the file.
fn without_file(turn: &mut Turn) -> State {
    turn.question = None;
    if turn.persisted.is_fetched() {
        State::settings_steps()
    } else if turn.persisted.is_verifying() {
        State::verify(None)
    } else {
        begin_anew(FlowError::SecretsWiped, turn)
    }
}
