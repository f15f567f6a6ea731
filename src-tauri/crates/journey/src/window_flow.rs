//! The portal's own pages in a window of their own: opened, watched, closed.
//!
//! The window's pages are never trusted: what the journey is told of them only counts tries and chooses words. The file is
//! judged when it is opened, as every file. Opening is journalled, so that a process that ends meanwhile comes back to the
//! choice of how to go on.

use certificate::CertificateKind;

use crate::effect::Effect;
use crate::event::{DownloadedFile, WindowPage};
use crate::leave::return_to_login;
use crate::other_kind_flow::{by_name, seems_other};
use crate::persisted::{Step, TRIES};
use crate::state::{Retry, State};
use crate::turn::Turn;
use crate::user_id::UserId;
use crate::view::{CertificateRow, Failure, PortalWay, WindowStage};
use crate::{portal_flow, practice};

/// The button of the screen before it, and 「続ける」 after it was closed.
pub(crate) fn open_window(state: State, turn: &mut Turn) -> State {
    match state {
        State::Window { stage: WindowStage::Open } => {
            turn.ask(Effect::ShowWindow);
            state
        }
        State::Login { .. } if turn.portal_way() == PortalWay::Window => open(turn),
        State::Window { .. } => open(turn),
        state => state,
    }
}

/// Opens it anew: a window of before is gone with all that was in it.
pub(crate) fn open(turn: &mut Turn) -> State {
    turn.forget_session();
    let wanted = turn.persisted.wanted_kind();
    turn.session.row = wanted.map(|kind| CertificateRow {
        row: 0,
        kind: Some(kind),
        label: String::new(),
        until: None,
        last_day: None,
        usable: true,
    });
    turn.persisted.set_step(Step::Window { unanswered: false });
    let attempt = turn.next_attempt();
    turn.ask(Effect::OpenWindow {
        attempt,
        user_id: offered_user_id(turn),
        wanted: wanted.unwrap_or(CertificateKind::Dx),
    });
    State::Window { stage: WindowStage::Open }
}

/// The other way, by the user's own hand: back to where a try begins.
pub(crate) fn choose_way(state: State, way: PortalWay, turn: &mut Turn) -> State {
    let offered = match &state {
        State::Login { .. } | State::Window { stage: WindowStage::Closed } => true,
        State::Failed { retry, .. } => retry.is_at_portal(),
        _ => false,
    };
    if !offered || !turn.config.portal_window || turn.persisted.journal.is_none() {
        return state;
    }
    let state = return_to_login(turn);
    if let Some(journal) = &mut turn.persisted.journal {
        journal.way = Some(way);
    }
    state
}

/// The portal's login is about to be sent: what comes next tells whether it was right.
pub(crate) fn on_login_sent(state: State, turn: &mut Turn) -> State {
    if is_open(&state) {
        turn.persisted.set_step(Step::Window { unanswered: true });
    }
    state
}

/// A page is there. The login once more says that the one before was refused.
pub(crate) fn on_page(state: State, page: WindowPage, turn: &mut Turn) -> State {
    if !is_open(&state) {
        return state;
    }
    let unanswered = turn.persisted.window_is_unanswered();
    match page {
        WindowPage::Locked => {
            turn.persisted.window_login_failed(true, turn.now);
            return locked(turn);
        }
        WindowPage::Login if unanswered => {
            turn.persisted.window_login_failed(false, turn.now);
            turn.persisted.set_step(Step::Window { unanswered: false });
            if tries_left(turn) == Some(0) {
                return locked(turn);
            }
        }
        WindowPage::SignedIn => {
            turn.persisted.login_succeeded();
            turn.persisted.set_step(Step::Window { unanswered: false });
        }
        WindowPage::Login | WindowPage::Other => {}
    }
    turn.ask(Effect::TellTries { left: tries_left(turn) });
    state
}

/// A file was caught; it lies in the vault.
pub(crate) fn on_downloaded(result: Result<DownloadedFile, Failure>, turn: &mut Turn) -> State {
    // What follows lives in memory, as after the client's way.
    turn.persisted.set_step(Step::Login);
    turn.persisted.set_logged_in(true);
    turn.persisted.login_succeeded();
    match result {
        Ok(DownloadedFile { hint: Some(hint) }) if seems_other(turn.session.row.as_ref(), hint.kind) => {
            by_name(hint, turn)
        }
        Ok(_) => portal_flow::on_downloaded(Ok(DownloadedFile::default()), turn),
        Err(failure) => failed(failure, turn),
    }
}

/// It is gone: closed by the user, or why it could not go on.
pub(crate) fn on_closed(state: State, result: Result<(), Failure>, turn: &mut Turn) -> State {
    if !is_open(&state) {
        return state;
    }
    count_unanswered(turn);
    match result {
        Ok(()) => State::Window { stage: WindowStage::Closed },
        Err(failure) => failed(failure, turn),
    }
}

/// The process ended while it was open: the portal may have counted what nobody saw answered.
pub(crate) fn count_unanswered(turn: &mut Turn) {
    if turn.persisted.window_is_unanswered() {
        turn.persisted.window_login_failed(false, turn.now);
        turn.persisted.set_step(Step::Window { unanswered: false });
    }
}

/// 「画面を閉じる」 in the app behind it.
pub(crate) fn close(turn: &mut Turn) -> State {
    turn.next_attempt();
    count_unanswered(turn);
    turn.forget_session();
    State::Window { stage: WindowStage::Closed }
}

/// The journal could not be written, so it was not opened.
pub(crate) fn not_opened(failure: Failure, turn: &mut Turn) -> State {
    turn.next_attempt();
    count_unanswered(turn);
    turn.forget_session();
    turn.persisted.set_step(Step::Login);
    State::Login { failure: Some(failure) }
}

/// Tries that are left before the portal locks; `None` where none has failed in this app.
pub(crate) fn tries_left(turn: &Turn) -> Option<u8> {
    let failed = turn.persisted.failed_logins(turn.now)?;
    Some(if failed.locked { 0 } else { TRIES.saturating_sub(failed.count) })
}

/// What is typed already or kept; while practising the one of the practice letter.
fn offered_user_id(turn: &Turn) -> Option<UserId> {
    let practised = || practice::office(turn).map(|office| office.user_id.clone());
    turn.persisted.user_id().or_else(practised)
}

fn is_open(state: &State) -> bool {
    matches!(state, State::Window { stage: WindowStage::Open })
}

fn locked(turn: &mut Turn) -> State {
    turn.next_attempt();
    turn.forget_session();
    turn.persisted.set_step(Step::Login);
    // Until when stands on the screen.
    State::Login { failure: None }
}

fn failed(failure: Failure, turn: &mut Turn) -> State {
    turn.next_attempt();
    turn.forget_session();
    turn.persisted.set_step(Step::Login);
    turn.persisted.set_logged_in(false);
    State::Failed { failure, retry: Retry::Window }
}
