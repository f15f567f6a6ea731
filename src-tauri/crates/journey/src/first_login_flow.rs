//! The first login: the portal's terms, then a password of one's own.

use std::ops::RangeInclusive;

use crate::effect::Effect;
use crate::event::LoginOutcome;
use crate::flow_error::FlowError;
use crate::intent::SecretKind;
use crate::leave::{begin_anew, return_to_login};
use crate::state::{Retry, State};
use crate::turn::Turn;

/// What a login password has been so far (older manuals): 8 to 16 alphanumerics. The portal's own words rule.
pub(crate) const LENGTHS: (u32, u32) = (8, 16);
/// Of what a login password can consist, in the order of Unicode: what a keyboard of half-width letters types, without
/// the blank. The portal's form takes no other (setup manual, 2-1: half-width alphanumerics and marks).
pub(crate) const CHARACTERS: RangeInclusive<char> = '!'..='~';

pub(crate) fn accept_terms(state: State, turn: &mut Turn) -> State {
    let State::Terms { info, working: false } = state else { return state };
    let attempt = turn.next_attempt();
    turn.ask(Effect::AcceptTerms { attempt });
    State::Terms { info, working: true }
}

pub(crate) fn set_password(state: State, turn: &mut Turn) -> State {
    let State::NewPassword { mut info, working: false } = state else { return state };
    info.refused = None;
    let attempt = turn.next_attempt();
    turn.ask(Effect::SetPassword { attempt });
    State::NewPassword { info, working: true }
}

/// What the portal answered while the first login was under way. Nothing of it counts as a wrong login.
pub(crate) fn on_first_login(end: LoginOutcome, turn: &mut Turn) -> State {
    match end {
        LoginOutcome::Terms(info) => State::Terms { info, working: false },
        LoginOutcome::NewPassword(info) => {
            turn.ask(Effect::Forget(SecretKind::NewLoginPassword));
            State::NewPassword { info, working: false }
        }
        LoginOutcome::Wrong(failure)
        | LoginOutcome::Locked(failure)
        | LoginOutcome::Unclear(failure)
        | LoginOutcome::Failed(failure) => State::Failed { failure, retry: Retry::Login },
        LoginOutcome::PasswordGone => begin_anew(FlowError::SecretsWiped, turn),
        LoginOutcome::Code(_) | LoginOutcome::Elsewhere(_) | LoginOutcome::Offices(_) => return_to_login(turn),
    }
}
