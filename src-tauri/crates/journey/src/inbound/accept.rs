//! Following what came from outside, by the user's word.

use verification::Nonce;

use super::pending::InboundRequest;
use super::request::{answered, give_up, would_lose};
use crate::apple_flow::{on_safari_closed, stop_serving};
use crate::effect::Effect;
use crate::ids::FileId;
use crate::key_chain::ask_probe;
use crate::leave::forget_flow;
use crate::overlays::close;
use crate::persisted::Journal;
use crate::preflight::look;
use crate::state::{OpenHandOff, State};
use crate::turn::Turn;
use crate::user_id::TypedUserId;
use crate::view::Failure;
use crate::window_flow::count_unanswered;

/// Yes to what waits.
pub(crate) fn accept(state: State, turn: &mut Turn) -> State {
    let Some(pending) = turn.pending.take_if(|pending| !pending.is_coming()) else { return state };
    answered(&pending, turn);
    let kept = turn.persisted.kept_user_id();
    match pending.request {
        InboundRequest::Portal => begin(state, Journal::new(None, kept), turn),
        InboundRequest::Card(card) => {
            let user_id = card.user_id().cloned().map_or(kept, TypedUserId::from);
            let office = Some(card.office().to_owned());
            begin(state, Journal { kind: card.kind(), office, ..Journal::new(None, user_id) }, turn)
        }
        InboundRequest::File { file } => {
            let state = begin(state, Journal { from_file: true, ..Journal::new(None, TypedUserId::default()) }, turn);
            turn.ask(Effect::AdmitFile { file });
            state
        }
        InboundRequest::Verified { nonce } => ask_probe_again(state, nonce, turn),
        InboundRequest::Coming | InboundRequest::Refused(_) => state,
    }
}

/// No: nothing happens.
pub(crate) fn dismiss(turn: &mut Turn) {
    if let Some(pending) = turn.pending.take() {
        answered(&pending, turn);
        give_up(&pending, turn);
    }
}

/// The link on Safari's page: as if Safari had been closed. It says nothing, so that it changes nothing elsewhere.
pub(crate) fn on_returned(state: State, turn: &mut Turn) -> State {
    match state {
        State::HandOver { stage: OpenHandOff::Open { .. } | OpenHandOff::Fetched, .. } => {
            // What Safari itself still says comes too late.
            turn.next_attempt();
            on_safari_closed(state, Ok(()), turn)
        }
        state => state,
    }
}

/// The user picked a file in the app: that is the word, unless something would be left for it.
pub(crate) fn on_file_picked(state: State, file: Result<FileId, Failure>, turn: &mut Turn) -> State {
    super::request::on_file_opened(file, turn);
    let is_file = turn.pending.as_ref().is_some_and(|pending| matches!(pending.request, InboundRequest::File { .. }));
    if is_file && would_lose(&state, turn).is_none() { accept(state, turn) } else { state }
}

/// Leaves what was under way and begins with a look at the phone.
fn begin(state: State, journal: Journal, turn: &mut Turn) -> State {
    let state = close(state, turn);
    stop_serving(&state, turn);
    count_unanswered(turn);
    turn.persisted.journal = None;
    forget_flow(turn);
    let state = State::first(&turn.persisted);
    turn.persisted.journal = Some(journal);
    look(turn);
    state
}

fn ask_probe_again(state: State, nonce: Nonce, turn: &mut Turn) -> State {
    if !turn.realm.probe || !turn.platform.is_apple() {
        return state;
    }
    turn.next_attempt();
    turn.question = None;
    turn.overlay = None;
    ask_probe(nonce, turn);
    State::Verify { working: true, failure: None }
}
