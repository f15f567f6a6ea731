//! iPhone and iPad: the profile is handed over, the user installs it in Settings.

use jiff::{SignedDuration, Timestamp};

use crate::certificate_flow::commit;
use crate::effect::Effect;
use crate::event::{CertificateInfo, ServingInfo};
use crate::flow_error::FlowError;
use crate::leave::{self, later};
use crate::persisted::{HandOff, Step};
use crate::state::{OpenHandOff, State};
use crate::turn::Turn;
use crate::view::{Failure, HandOffMethod, Proof};

/// After how long without a plain GET the other method is offered.
const NOT_FETCHED: SignedDuration = SignedDuration::from_secs(6);
/// After how long iOS deletes a downloaded profile.
pub(crate) const PROFILE_LIFETIME: SignedDuration = SignedDuration::from_mins(8);

/// Begins a method. What was fetched within the last eight minutes stays so meanwhile.
pub(crate) fn hand_off(method: HandOffMethod, info: &CertificateInfo, turn: &mut Turn) -> State {
    let slot = commit(info, turn);
    let hand_off = HandOff { method, password_is_made: turn.session.password_is_made };
    turn.persisted.set_step(match turn.persisted.deadline() {
        Some(deadline) => Step::Fetched { deadline: Some(deadline), hand_off },
        None => Step::Serving { hand_off },
    });
    turn.overlay = None;
    turn.session.fetched = false;
    let attempt = turn.next_attempt();
    turn.ask(Effect::HandOff {
        attempt,
        method,
        slot: slot.alias(),
        office: info.summary.office.clone(),
        kind: slot.kind,
        not_after: info.summary.not_after,
    });
    State::HandOver { method, stage: OpenHandOff::Open { since: turn.now, seen: false }, failure: None }
}

/// hand-over: shows how another method goes.
pub(crate) fn choose_hand_off_method(state: State, method: HandOffMethod) -> State {
    match state {
        State::HandOver { stage: OpenHandOff::Ready, .. } => ready(method, None),
        state => state,
    }
}

/// The main button of the hand-over.
pub(crate) fn go_on_handing_over(state: State, turn: &mut Turn) -> State {
    let State::HandOver { method, stage, .. } = &state else { return state };
    match (stage, turn.session.info.clone()) {
        (OpenHandOff::Ready | OpenHandOff::Saved { .. }, Some(info)) => hand_off(*method, &info, turn),
        (OpenHandOff::Open { .. } | OpenHandOff::Fetched, _) => state,
        _ => begin_anew(&state, turn),
    }
}

pub(crate) fn on_serving(state: State, result: Result<ServingInfo, Failure>, turn: &mut Turn) -> State {
    match result {
        Ok(info) => {
            turn.session.password_is_made = info.password_is_made;
            let step = turn.persisted.journal.as_mut().map(|journal| &mut journal.step);
            if let Some(hand_off) = step.and_then(Step::hand_off_mut) {
                hand_off.password_is_made = info.password_is_made;
            }
            state
        }
        Err(failure) => leave_hand_over(&state, Some(failure), turn),
    }
}

/// The page was asked for by a plain GET: Safari is on it.
pub(crate) fn on_page_seen(mut state: State) -> State {
    if let State::HandOver { stage: OpenHandOff::Open { seen, .. }, .. } = &mut state {
        *seen = true;
    }
    state
}

pub(crate) fn on_profile_fetched(mut state: State, turn: &mut Turn) -> State {
    turn.session.fetched_again |= std::mem::replace(&mut turn.session.fetched, true);
    if let State::HandOver { stage, .. } = &mut state {
        *stage = OpenHandOff::Fetched;
        turn.persisted.set_fetched(Some(lifetime_after(turn.now)));
        turn.persisted.record(Proof::HandedOver);
    }
    state
}

/// Safari is gone, or the app is back from it.
pub(crate) fn on_safari_closed(state: State, result: Result<(), Failure>, turn: &mut Turn) -> State {
    let State::HandOver { method, stage, .. } = &state else { return state };
    let seen = matches!(stage, OpenHandOff::Open { seen: true, .. });
    let fetched = matches!(stage, OpenHandOff::Fetched) || turn.persisted.is_fetched();
    turn.ask(Effect::StopServing);
    match result {
        Err(failure) => offer(HandOffMethod::Browser, failure, turn),
        Ok(()) if fetched => State::settings_steps(),
        Ok(()) => {
            let failure = Failure::from(FlowError::HandOffNotFetched);
            // Closing once is a slip; whoever is here for the second time needs another method.
            let again = std::mem::replace(&mut turn.session.closed_unfetched, true);
            if *method == HandOffMethod::Sheet && !(again && seen) {
                leave_hand_over(&state, Some(failure), turn)
            } else {
                offer(HandOffMethod::Browser, failure, turn)
            }
        }
    }
}

/// The share sheet is gone; true: another app took the file.
pub(crate) fn on_file_shared(state: State, result: Result<bool, Failure>, turn: &mut Turn) -> State {
    let State::HandOver { method, .. } = state else { return state };
    match result {
        Ok(true) => {
            turn.persisted.record(Proof::HandedOver);
            State::HandOver { method, stage: OpenHandOff::Saved { since: Some(turn.now) }, failure: None }
        }
        Ok(false) => {
            turn.persisted.nothing_handed_over();
            ready(method, None)
        }
        Err(failure) => offer(method, failure, turn),
    }
}

/// Nothing was seen to be fetched, but the user saw the system say so.
pub(crate) fn skip_to_settings(state: State, turn: &mut Turn) -> State {
    let State::HandOver { stage, .. } = &state else { return state };
    match stage {
        OpenHandOff::Ready => return state,
        OpenHandOff::Fetched => {}
        // Since when it waits in Settings is known to nobody.
        OpenHandOff::Gone => turn.persisted.set_fetched(None),
        OpenHandOff::Open { .. } | OpenHandOff::Saved { .. } => {
            turn.persisted.set_fetched(Some(lifetime_after(turn.now)));
        }
    }
    turn.persisted.record(Proof::HandedOver);
    turn.ask(Effect::StopServing);
    State::settings_steps()
}

/// Again, within the eight minutes; after them the password is asked again.
pub(crate) fn serve_again(state: &State, turn: &mut Turn) -> State {
    let method = turn.persisted.hand_off_method();
    match turn.session.info.clone().filter(|_| turn.session.password_at_hand) {
        _ if turn.profile_is_saved() => {
            let since = turn.persisted.deadline().and_then(|deadline| deadline.checked_sub(PROFILE_LIFETIME).ok());
            turn.overlay = None;
            // The journal may say since when it waits in Settings; the file lies where it was all the same.
            State::HandOver { method, stage: OpenHandOff::Saved { since }, failure: None }
        }
        Some(info) => hand_off(method, &info, turn),
        None => begin_anew(state, turn),
    }
}

pub(crate) fn said_installed(state: State, turn: &mut Turn) -> State {
    if !matches!(state, State::SettingsSteps { .. }) {
        return state;
    }
    turn.forget_session();
    turn.persisted.record(Proof::UserConfirmed { at: turn.now });
    turn.persisted.set_step(Step::Verify { nonce: None });
    turn.overlay = None;
    State::verify(None)
}

/// What time does to a hand-over: a page that does not come, eight minutes that are over.
pub(crate) fn expire(mut state: State, turn: &mut Turn) -> State {
    let now = turn.now;
    let over = turn.persisted.deadline().is_some_and(|deadline| now >= deadline);
    match &mut state {
        State::HandOver { method: HandOffMethod::Sheet, stage: OpenHandOff::Open { since, seen: false }, .. }
            if now.duration_since(*since) >= NOT_FETCHED =>
        {
            stop_serving(&state, turn);
            offer(HandOffMethod::Browser, FlowError::HandOffNoPage.into(), turn)
        }
        State::HandOver { stage: OpenHandOff::Saved { since }, .. }
            if since.is_some_and(|since| now >= lifetime_after(since)) =>
        {
            *since = None;
            turn.forget_file();
            state
        }
        State::HandOver { stage: OpenHandOff::Fetched, .. } if over => {
            stop_serving(&state, turn);
            turn.forget_file();
            State::SettingsSteps { expired: true, copied: false }
        }
        State::SettingsSteps { expired: false, .. } if over => {
            turn.forget_file();
            State::SettingsSteps { expired: true, copied: false }
        }
        _ => state,
    }
}

/// When [`expire`] is due.
pub(crate) fn wake(state: &State, turn: &Turn) -> Option<Timestamp> {
    match state {
        State::HandOver { method: HandOffMethod::Sheet, stage: OpenHandOff::Open { since, seen: false }, .. } => {
            since.checked_add(NOT_FETCHED).ok()
        }
        State::HandOver { stage: OpenHandOff::Saved { since }, .. } => since.map(lifetime_after),
        State::HandOver { stage: OpenHandOff::Fetched, .. } | State::SettingsSteps { expired: false, .. } => {
            turn.persisted.deadline()
        }
        _ => None,
    }
}

pub(crate) fn copy_password(turn: &mut Turn) {
    let Some(deadline) = turn.persisted.deadline() else { return };
    // Set back, the clock says that there is more time than there ever was.
    let lifetime = deadline.duration_since(turn.now).min(PROFILE_LIFETIME);
    if turn.session.password_at_hand && lifetime.is_positive() {
        turn.ask(Effect::CopyPassword { attempt: turn.session.attempt, lifetime });
    }
}

pub(crate) fn on_copied(mut state: State, result: &Result<(), Failure>) -> State {
    if let State::SettingsSteps { copied, .. } = &mut state {
        *copied = result.is_ok();
    }
    state
}

pub(crate) fn stop_serving(state: &State, turn: &mut Turn) {
    if let State::HandOver { .. } = state {
        turn.next_attempt();
        turn.ask(Effect::StopServing);
    }
}

/// Back from a hand-over that did not come to its end, or that could not be begun.
pub(crate) fn leave_hand_over(state: &State, failure: Option<Failure>, turn: &mut Turn) -> State {
    turn.persisted.nothing_handed_over();
    match turn.session.info.clone() {
        _ if turn.persisted.is_fetched() => State::settings_steps(),
        Some(info) => State::certificate(info, failure),
        None => begin_anew(state, turn),
    }
}

/// Back, where nothing is open.
pub(crate) fn back_from_hand_over(state: &State, turn: &mut Turn) -> State {
    match state {
        State::HandOver { stage: OpenHandOff::Gone, .. } => later(turn),
        State::HandOver { method: HandOffMethod::File, .. } => ready(HandOffMethod::Browser, None),
        _ => leave_hand_over(state, None, turn),
    }
}

fn ready(method: HandOffMethod, failure: Option<Failure>) -> State {
    State::HandOver { method, stage: OpenHandOff::Ready, failure }
}

/// The method did not go: shows one that may.
fn offer(method: HandOffMethod, failure: Failure, turn: &mut Turn) -> State {
    turn.persisted.nothing_handed_over();
    ready(method, Some(failure))
}

/// The file is gone, so that log-in, download and password come again.
fn begin_anew(state: &State, turn: &mut Turn) -> State {
    let expired = matches!(state, State::SettingsSteps { expired: true, .. });
    leave::begin_anew(if expired { FlowError::HandOffExpired } else { FlowError::HandOffInterrupted }, turn)
}

/// When a profile downloaded then is deleted by iOS.
fn lifetime_after(time: Timestamp) -> Timestamp {
    time.checked_add(PROFILE_LIFETIME).unwrap_or(time)
}
