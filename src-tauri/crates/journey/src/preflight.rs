//! Beginning: a look at the phone, and what of it stands in the way.

use crate::cause::Cause;
use crate::effect::Effect;
use crate::event::PhoneInfo;
use crate::ids::Alias;
use crate::leave::forget_flow;
use crate::persisted::{Journal, Slot, Step};
use crate::state::{Retry, State};
use crate::turn::Turn;
use crate::view::{Failure, OverlayView, Platform, PreflightIssue};

/// The oldest systems the manual supports (setup manual, 1-2).
const OLDEST_APPLE: u32 = 18;
const OLDEST_ANDROID: u32 = 13;

/// Begins: looks at the phone first. `slot`: what is renewed.
pub(crate) fn start(state: State, slot: Option<Slot>, turn: &mut Turn) -> State {
    let user_id = turn.persisted.kept_user_id();
    forget_flow(turn);
    turn.persisted.journal = None;
    let state = if state.is_before_login() { state } else { State::first(&turn.persisted) };
    turn.persisted.journal = Some(Journal { renews: slot.is_some(), ..Journal::new(slot, user_id) });
    look(turn);
    state
}

/// Begins anew for what the phone holds already.
pub(crate) fn renew(state: State, alias: &Alias, turn: &mut Turn) -> State {
    match turn.persisted.ledger.certificates.get(alias).map(|entry| entry.slot.clone()) {
        Some(slot) => start(state, Some(slot), turn),
        None => state,
    }
}

/// Looks at the phone.
pub(crate) fn look(turn: &mut Turn) {
    let attempt = turn.next_attempt();
    turn.ask(Effect::LookAtPhone { attempt });
}

pub(crate) fn on_phone_looked(state: State, result: Result<PhoneInfo, Failure>, turn: &mut Turn) -> State {
    let beginning = state.is_before_login() && turn.persisted.step() == Some(&Step::Login);
    match result {
        Ok(info) => {
            turn.platform = info.platform;
            turn.version.clone_from(&info.version);
            turn.vendor = info.vendor;
            let issues = issues(&info);
            match beginning {
                false => state,
                true if issues.is_empty() || turn.session.issues_accepted => first_step(turn),
                true => State::Preparation { issues },
            }
        }
        Err(failure) if beginning => {
            turn.persisted.journal = None;
            turn.ask(Effect::ForgetAll);
            // Without practice there is nothing to look at: it is opened again.
            let retry = if failure.cause == Cause::Practice { Retry::Practice } else { Retry::Start };
            State::Failed { failure, retry }
        }
        Err(_) => state,
    }
}

/// 「続けて大丈夫」, where nothing makes going on pointless.
pub(crate) fn continue_anyway(state: State, turn: &mut Turn) -> State {
    match &state {
        State::Preparation { issues } if !issues.iter().any(blocks) => {
            turn.session.issues_accepted = true;
            first_step(turn)
        }
        _ => state,
    }
}

/// A desktop cannot be given a certificate: what it can do is practise.
pub(crate) fn start_again(state: State, cause: Cause, turn: &mut Turn) -> State {
    if cause != Cause::Unsupported {
        return start(state, None, turn);
    }
    turn.overlay = Some(OverlayView::Practice {
        offices: turn.config.offices.clone(),
        this_phone: turn.config.this_phone,
        starting: false,
        failure: None,
    });
    State::first(&turn.persisted)
}

/// Going on is pointless with it.
pub(crate) fn blocks(issue: &PreflightIssue) -> bool {
    matches!(issue, PreflightIssue::SystemTooOld { .. } | PreflightIssue::Managed)
}

/// After the look at the phone: the login, or the password of a file that is here already.
fn first_step(turn: &Turn) -> State {
    match &turn.persisted.journal {
        Some(Journal { from_file: true, .. }) => State::password(),
        _ => State::Login { failure: None },
    }
}

fn issues(info: &PhoneInfo) -> Vec<PreflightIssue> {
    let mut found = Vec::new();
    let oldest = if info.platform == Platform::Android { OLDEST_ANDROID } else { OLDEST_APPLE };
    let major = info.version.split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_some_and(|major| major < oldest) {
        found.push(PreflightIssue::SystemTooOld { version: info.version.clone(), needed: oldest.to_string() });
    }
    if info.restricted {
        found.push(PreflightIssue::Managed);
    }
    if info.screen_lock == Some(false) {
        found.push(PreflightIssue::NoScreenLock);
    }
    if !info.online {
        found.push(PreflightIssue::NoNetwork);
    }
    if info.chrome == Some(false) {
        found.push(PreflightIssue::NoChrome);
    }
    found
}
