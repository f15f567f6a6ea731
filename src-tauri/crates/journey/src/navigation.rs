//! Moving along the flow: going back, leaving, going on. Which flow it is follows from the state.

use jiff::SignedDuration;

use crate::effect::Effect;
use crate::intent::Intent;
use crate::leave::{later, leave, return_to_login};
use crate::preflight::{look, start_again};
use crate::state::{OpenHandOff, Retry, State};
use crate::turn::Turn;
use crate::view::{Failure, HandOffMethod, InstallMethod, InstallStage, Installable, Question, WindowStage};
use crate::{
    android_flow, apple_flow, certificate_flow, inbound, key_chain, life_pages, login_question_flow, overlays,
    portal_flow, practice, window_flow,
};

/// After how long waiting takes longer than usual.
pub(crate) const SLOW: SignedDuration = SignedDuration::from_secs(8);

/// 「もどる」: leaves what lies uppermost.
pub(crate) fn back(state: State, turn: &mut Turn) -> State {
    if turn.pending.is_some() {
        inbound::dismiss(turn);
    } else if turn.overlay.is_some() {
        return overlays::close(state, turn);
    } else if turn.question.is_some() {
        turn.question = None;
    } else {
        return go_back(state, turn);
    }
    state
}

/// Yes to the question.
pub(crate) fn confirm(state: State, turn: &mut Turn) -> State {
    match turn.question.take() {
        Some(Question::LeaveDownload) => cancel(state, turn),
        Some(Question::LeaveCertificate) => return_to_login(turn),
        Some(Question::LeaveHandOver) => {
            apple_flow::stop_serving(&state, turn);
            match &state {
                State::HandOver { stage: OpenHandOff::Open { .. }, .. } => {
                    apple_flow::leave_hand_over(&state, None, turn)
                }
                _ => later(turn),
            }
        }
        Some(Question::LeavePractice) => practice::leave_practice(turn),
        None => state,
    }
}

pub(crate) fn cancel(state: State, turn: &mut Turn) -> State {
    match state {
        State::Working { .. } | State::NewPassword { .. } | State::Code { .. } => {
            turn.ask(Effect::CancelPortal);
            return_to_login(turn)
        }
        State::Window { stage: WindowStage::Open } => window_flow::close(turn),
        State::Password { slow: Some(_), .. } => certificate_flow::stop_opening(turn),
        State::NoCertificate { .. } => {
            turn.next_attempt();
            turn.ask(Effect::CancelPortal);
            State::NoCertificate { looking: false }
        }
        State::Verify { .. } => {
            turn.next_attempt();
            State::verify(None)
        }
        state => state,
    }
}

/// 「つづきから」.
pub(crate) fn resume(state: State, turn: &Turn) -> State {
    if turn.persisted.journal.is_some() { State::resting(&turn.persisted) } else { state }
}

pub(crate) fn finish(state: State, turn: &mut Turn) -> State {
    if let State::Done { .. } = state { leave(turn) } else { state }
}

/// Does again what failed, from the user's own hand.
pub(crate) fn try_again(state: State, turn: &mut Turn) -> State {
    let State::Failed { retry, failure } = &state else { return state };
    match *retry {
        Retry::Start => {
            let cause = failure.cause;
            start_again(state, cause, turn)
        }
        Retry::Login => return_to_login(turn),
        Retry::LogIn => portal_flow::log_in_again(turn),
        Retry::List => portal_flow::list(turn),
        Retry::Download(row) => portal_flow::download(row, turn),
        Retry::Window => window_flow::open(turn),
        Retry::Practice => {
            practice::open_practice(turn.persisted.practice_phone(), turn);
            state
        }
    }
}

pub(crate) fn look_again(state: State, turn: &mut Turn) -> State {
    if let State::Preparation { .. } = state {
        look(turn);
    }
    portal_flow::look_again(state, turn)
}

/// 「Safariに渡す」, 「このスマホにインストールする」, 「もう一度Safariに渡す」.
pub(crate) fn hand_over(state: State, turn: &mut Turn) -> State {
    match &state {
        State::Certificate { info, working: false, .. } if info.installable() == Installable::Yes => {
            let info = info.clone();
            if turn.platform.is_apple() {
                apple_flow::hand_off(HandOffMethod::default(), &info, turn)
            } else {
                android_flow::install(InstallMethod::Direct, &info, turn)
            }
        }
        State::SettingsSteps { .. } => apple_flow::serve_again(&state, turn),
        State::HandOver { .. } => apple_flow::go_on_handing_over(state, turn),
        State::Installing { .. } => android_flow::go_on_installing(state, turn),
        State::Verify { working: false, .. } if !turn.platform.is_apple() => android_flow::install_again(turn),
        _ => state,
    }
}

pub(crate) fn on_tick(state: State, turn: &mut Turn) -> State {
    match state {
        State::Working { at, since, .. } => State::Working { at, since, slow: turn.now.duration_since(since) >= SLOW },
        state => apple_flow::expire(state, turn),
    }
}

/// The app is in front again.
pub(crate) fn on_came_back(state: State, turn: &mut Turn) -> State {
    turn.away = false;
    // The system may have kept it to itself that the app was left.
    turn.session.password_is_shown = false;
    let state = apple_flow::expire(state, turn);
    match &state {
        State::Preparation { .. } => look(turn),
        State::Verify { working: false, .. } if turn.platform.is_apple() => key_chain::look_at_probe(turn),
        State::Installing { .. } | State::Verify { working: false, .. } => key_chain::look_silently(turn),
        _ => {}
    }
    life_pages::look_for_removed(turn);
    state
}

/// The state could not be written, so what leaves the app was not started.
pub(crate) fn on_store_failed(mut state: State, failure: Failure, turn: &mut Turn) -> State {
    match &mut state {
        State::Certificate { working, failure: shown, .. } | State::Verify { working, failure: shown } => {
            *working = false;
            *shown = Some(failure);
        }
        State::HandOver { .. } => return apple_flow::leave_hand_over(&state, Some(failure), turn),
        State::Window { .. } => return window_flow::not_opened(failure, turn),
        State::Working { .. } if turn.asked_for_login => return portal_flow::not_sent(failure, turn),
        State::Code { working: true, .. } if turn.asked_for_login => {
            return login_question_flow::code_not_sent(failure, turn);
        }
        State::Installing { stage: InstallStage::Saved, failure: shown, .. } => *shown = Some(failure),
        State::Installing { method, .. } => return android_flow::installing_not_begun(*method, failure, turn),
        State::Done { failure: shown, .. } => *shown = Some(failure),
        _ => turn.startup_failure = Some(failure),
    }
    state
}

/// Intents that ask the system for something and change nothing here; the others come back.
pub(crate) fn pass_on(intent: Intent, turn: &mut Turn) -> Option<Intent> {
    turn.ask(match intent {
        Intent::OpenPortal => Effect::OpenPortal,
        Intent::PickFile => Effect::PickFile,
        Intent::OpenSettings { page } => Effect::OpenSettings { page },
        Intent::OpenFiles => Effect::OpenFiles,
        Intent::PassTime => Effect::PassTime,
        Intent::AnswerSystem { answer } => Effect::AnswerSystem(answer),
        other => return Some(other),
    });
    None
}

fn go_back(state: State, turn: &mut Turn) -> State {
    turn.question = leaving_question(&state);
    if turn.question.is_some() {
        return state;
    }
    match &state {
        State::Preparation { .. } | State::Login { .. } | State::NoCertificate { .. } => leave(turn),
        State::Certificates { .. } | State::Terms { .. } | State::TakeOver { .. } | State::Offices { .. } => {
            return_to_login(turn)
        }
        State::Window { .. } => return_to_login(turn),
        State::Verify { .. } => later(turn),
        State::Failed { retry: Retry::Start | Retry::Practice, .. } => leave(turn),
        State::Failed { .. } => return_to_login(turn),
        State::HandOver { .. } => apple_flow::back_from_hand_over(&state, turn),
        State::Installing { stage: InstallStage::Ready, .. } => android_flow::back_from_installing(turn),
        State::Installing { .. } => later(turn),
        _ => state,
    }
}

/// What is asked on the way back; `None` where back goes at once, or nowhere.
fn leaving_question(state: &State) -> Option<Question> {
    match state {
        State::Window { stage: WindowStage::Open }
        | State::Working { .. }
        | State::NewPassword { .. }
        | State::Code { .. } => Some(Question::LeaveDownload),
        State::Password { .. } | State::OtherKind { .. } | State::Certificate { .. } => {
            Some(Question::LeaveCertificate)
        }
        State::HandOver { stage: OpenHandOff::Ready | OpenHandOff::Gone, .. }
        | State::Installing { stage: InstallStage::Ready | InstallStage::Saved, .. } => None,
        State::HandOver { .. } | State::SettingsSteps { .. } | State::Installing { .. } => {
            Some(Question::LeaveHandOver)
        }
        _ => None,
    }
}

/// What was asked about is over: a yes would be one to something else.
pub(crate) fn drop_stale_question(state: &State, turn: &mut Turn) {
    turn.question
        .take_if(|question| *question != Question::LeavePractice && leaving_question(state) != Some(*question));
}
