//! What came from outside and waits for the user's word.

use jiff::{SignedDuration, Timestamp};
use unicode_normalization::UnicodeNormalization;
use verification::Nonce;

use super::link::{InboundLink, read};
use super::link_error::LinkError;
use super::pending::{InboundRequest, PendingRequest};
use crate::cause::Cause;
use crate::effect::Effect;
use crate::ids::FileId;
use crate::persisted::{AnsweredLink, Step};
use crate::state::State;
use crate::turn::Turn;
use crate::view::{Failure, InboundView, OverlayView, Question};

/// Within what time the system may bring the same link twice.
const TWICE: SignedDuration = SignedDuration::from_secs(2);
/// For how long a way back that started the app may come again by itself: its nonce counts once. Any other link (a card on
/// the wall) that starts the app was meant, however often.
const STICKY: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A link came from outside. `cold`: the app was started with it, so the system may bring it again at every start.
pub(crate) fn on_link_opened(state: &State, link: &str, cold: bool, turn: &mut Turn) {
    let link_hash = turn.persisted.ledger.link_hash(link);
    let read = read(link, &turn.config.addresses);
    let within = if cold && matches!(read, Ok(InboundLink::Verified { .. })) { STICKY } else { TWICE };
    let answered = turn.persisted.answered_link.as_ref();
    if answered.is_some_and(|answered| answered.is_again(&link_hash, within, turn.now)) {
        return;
    }
    match read {
        Ok(InboundLink::Verified { nonce }) => on_verified(state, nonce, link_hash, turn),
        Ok(link) => wait_for_word(InboundRequest::from(link), Some(link_hash), turn),
        Err(error) => wait_for_word(InboundRequest::Refused(failure(error)), Some(link_hash), turn),
    }
}

/// A QR code was read. The camera goes on looking, so what is none of ours is said on its page.
pub(crate) fn on_text_read(state: &State, text: &str, turn: &mut Turn) {
    if turn.pending.is_none() {
        read_text(state, text.trim(), turn);
    }
}

/// The user typed an address: what a Japanese keyboard does to it is mended, and https may be left out.
pub(crate) fn on_text_typed(state: &State, text: &str, turn: &mut Turn) {
    let text: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    if text.is_empty() {
        return;
    }
    let with_scheme = format!("https://{text}");
    match read(&with_scheme, &turn.config.addresses) {
        Ok(InboundLink::Portal) => read_text(state, &with_scheme, turn),
        _ => read_text(state, &text, turn),
    }
}

/// A file is on its way, and it takes long. What waited for a word before is answered by it.
pub(crate) fn on_file_coming(turn: &mut Turn) {
    wait_for_word(InboundRequest::Coming, None, turn);
}

/// A file came from outside and lies in the vault, or could not be read.
pub(crate) fn on_file_opened(file: Result<FileId, Failure>, turn: &mut Turn) {
    wait_for_word(file.map_or_else(InboundRequest::Refused, |file| InboundRequest::File { file }), None, turn);
}

/// The vault has wiped the file that waited: nobody is asked about it any more.
pub(crate) fn on_waiting_file_expired(file: FileId, turn: &mut Turn) {
    turn.pending
        .take_if(|pending| matches!(pending.request, InboundRequest::File { file: waiting } if waiting == file));
}

pub(super) fn answered(pending: &PendingRequest, turn: &mut Turn) {
    if let Some(link_hash) = &pending.link_hash {
        turn.persisted.answered_link = Some(AnsweredLink { link_hash: link_hash.clone(), at: turn.now });
    }
}

pub(super) fn drop_file(pending: &PendingRequest, turn: &mut Turn) {
    if let InboundRequest::File { file } = pending.request {
        turn.ask(Effect::DropFile { file });
    }
}

/// The user does not want what waits.
pub(super) fn give_up(pending: &PendingRequest, turn: &mut Turn) {
    drop_file(pending, turn);
    if pending.is_coming() {
        turn.ask(Effect::StopReading);
    }
}

/// What would be lost by beginning anew.
pub(super) fn would_lose(state: &State, turn: &Turn) -> Option<Question> {
    state.would_lose(turn.persisted.step())
}

pub(crate) fn view(state: &State, turn: &Turn) -> Option<InboundView> {
    let leaves = would_lose(state, turn);
    Some(match &turn.pending.as_ref()?.request {
        InboundRequest::Portal => InboundView::Portal { leaves },
        InboundRequest::Card(card) => InboundView::Card {
            office: card.office().to_owned(),
            kind: card.kind(),
            user_id: card.user_id().cloned(),
            leaves,
        },
        InboundRequest::Verified { .. } => InboundView::Verified,
        InboundRequest::Coming => InboundView::Coming,
        InboundRequest::File { .. } => InboundView::File { leaves },
        InboundRequest::Refused(failure) => InboundView::Refused { failure: failure.clone() },
    })
}

fn read_text(state: &State, text: &str, turn: &mut Turn) {
    let request = match read(text, &turn.config.addresses) {
        Ok(InboundLink::Verified { nonce }) => {
            let link_hash = turn.persisted.ledger.link_hash(text);
            return on_verified(state, nonce, link_hash, turn);
        }
        Ok(link) => InboundRequest::from(link),
        Err(error) => InboundRequest::Refused(failure(error)),
    };
    match (&mut turn.overlay, request) {
        (Some(OverlayView::Scan { failure }), InboundRequest::Refused(refused)) => *failure = Some(refused),
        (_, request) => wait_for_word(request, None, turn),
    }
}

/// The way back from the verification page is a shortcut to asking the probe, and only for the nonce of the journal.
fn on_verified(state: &State, nonce: Nonce, link_hash: String, turn: &mut Turn) {
    let awaited = matches!(turn.persisted.step(), Some(Step::Verify { nonce: Some(ours) }) if *ours == nonce);
    let asked_now = matches!(state, State::Verify { working: true, .. });
    if awaited && !asked_now {
        wait_for_word(InboundRequest::Verified { nonce }, Some(link_hash), turn);
    } else if !awaited && turn.proven_nonce != Some(nonce) {
        wait_for_word(InboundRequest::Refused(failure(LinkError::NotAwaited)), Some(link_hash), turn);
    }
}

/// The last that came is what the user means.
fn wait_for_word(request: InboundRequest, link_hash: Option<String>, turn: &mut Turn) {
    if let Some(OverlayView::Scan { failure }) = &mut turn.overlay {
        *failure = None;
    }
    if let Some(before) = turn.pending.replace(PendingRequest { request, link_hash }) {
        drop_file(&before, turn);
    }
}

impl AnsweredLink {
    fn is_again(&self, link_hash: &str, within: SignedDuration, now: Timestamp) -> bool {
        let age = now.duration_since(self.at);
        self.link_hash == link_hash && !age.is_negative() && age < within
    }
}

fn failure(error: LinkError) -> Failure {
    Failure::new(Cause::Input, error.code(), false)
}
