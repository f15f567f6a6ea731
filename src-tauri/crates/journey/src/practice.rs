//! Practice mode: begun, resumed after a kill, left without a trace.

use crate::apple_flow::expire;
use crate::effect::Effect;
use crate::event::RealmInfo;
use crate::key_chain::reconcile;
use crate::leave::leave;
use crate::persisted::{PersistedPractice, ReminderSettings, Step};
use crate::state::{Retry, State};
use crate::turn::Turn;
use crate::view::{Failure, OverlayView, Platform, PracticeOffice, PracticeView};

pub(crate) fn start_practice(state: State, phone: Option<Platform>, office: String, turn: &mut Turn) -> State {
    let known = turn.config.offices.iter().any(|known| known.id == office);
    if !known || (phone.is_none() && !turn.config.this_phone) {
        return state;
    }
    if !turn.persisted.practising() {
        turn.persisted.suspended_journal = turn.persisted.journal.take();
    }
    turn.ask(Effect::CancelPortal);
    turn.forget_session();
    turn.persisted.journal = None;
    turn.persisted.practice = Some(PersistedPractice { phone, office, reminders: ReminderSettings::default() });
    turn.question = None;
    if let Some(OverlayView::Practice { starting, failure, .. }) = &mut turn.overlay {
        *starting = true;
        *failure = None;
    }
    open_practice(phone, turn);
    State::first(&turn.persisted)
}

/// Starts the practice portal and the phone that is practised on.
pub(crate) fn open_practice(phone: Option<Platform>, turn: &mut Turn) {
    turn.platform = phone.unwrap_or(turn.config.platform);
    let attempt = turn.next_attempt();
    turn.opening = Some(attempt);
    turn.ask(Effect::OpenPractice { attempt, phone });
}

pub(crate) fn on_practice_opened(state: State, result: Result<RealmInfo, Failure>, turn: &mut Turn) -> State {
    match result {
        Ok(realm) => {
            turn.realm = realm;
            if matches!(turn.overlay, Some(OverlayView::Practice { .. })) {
                turn.overlay = None;
            }
            let state = match state {
                State::Failed { retry: Retry::Practice, .. } => State::resting(&turn.persisted),
                state => state,
            };
            let state = expire(state, turn);
            reconcile(turn);
            state
        }
        Err(failure) => match &mut turn.overlay {
            Some(OverlayView::Practice { starting, failure: shown, .. }) => {
                *starting = false;
                *shown = Some(failure);
                end_practice(turn)
            }
            _ => State::Failed { failure, retry: Retry::Practice },
        },
    }
}

/// Closed while it was starting.
pub(crate) fn abandon_practice(turn: &mut Turn) -> State {
    turn.ask(Effect::WipePractice);
    end_practice(turn)
}

pub(crate) fn leave_practice(turn: &mut Turn) -> State {
    turn.ask(Effect::CancelPortal);
    turn.ask(Effect::LogOut);
    turn.ask(Effect::ForgetAll);
    turn.ask(Effect::WipePractice);
    turn.overlay = None;
    end_practice(turn)
}

/// The process may have ended between leaving practice and deleting it, or that failed. What could not be read at the start
/// may say that practice is on.
pub(crate) fn wipe_left(turn: &mut Turn) {
    if turn.startup_failure.is_none() {
        turn.ask(Effect::WipePractice);
    }
}

/// A practice certificate that was put into this very phone stays there until the user removes it.
pub(crate) fn said_removed(state: State, turn: &mut Turn) -> State {
    let alias = match &state {
        State::Done { alias, .. } => Some(alias.clone()),
        State::Verify { .. } => turn.persisted.current_certificate().map(|(alias, _)| alias),
        _ => None,
    };
    let Some(alias) = alias else { return state };
    let held = turn.persisted.ledger.certificates.get(&alias);
    if !held.is_some_and(|entry| entry.certificate.summary.practice && !entry.practised) {
        return state;
    }
    turn.persisted.ledger.certificates.remove(&alias);
    leave(turn)
}

/// The office whose letter is practised with.
pub(crate) fn office(turn: &Turn) -> Option<&PracticeOffice> {
    let practice = turn.persisted.practice.as_ref()?;
    turn.config.offices.iter().find(|office| office.id == practice.office)
}

pub(crate) fn view(turn: &Turn) -> Option<PracticeView> {
    Some(PracticeView { phone: turn.persisted.practice_phone(), office: office(turn)?.clone() })
}

/// It is open, and the flow did not wait for it: what it offers counts all the same.
pub(crate) fn on_opened_behind(realm: RealmInfo, turn: &mut Turn) {
    turn.opening = None;
    turn.realm = realm;
    turn.ask(Effect::LookAtPhone { attempt: turn.session.attempt });
}

fn end_practice(turn: &mut Turn) -> State {
    turn.opening = None;
    turn.next_attempt();
    turn.session.forget();
    turn.persisted.forget_practice();
    turn.system = None;
    turn.realm = turn.config.realm;
    turn.platform = turn.config.platform;
    // What is known of the phone is of the practice phone.
    turn.version.clear();
    turn.vendor = None;
    // A look leads on to the log-in where one was left: nobody asked for that.
    if turn.persisted.step() != Some(&Step::Login) {
        turn.ask(Effect::LookAtPhone { attempt: turn.session.attempt });
    }
    State::first(&turn.persisted)
}
