//! From the login to the downloaded file.

use crate::cause::Cause;
use crate::effect::Effect;
use crate::event::{DownloadedFile, LoginOutcome};
use crate::first_login_flow::on_first_login;
use crate::flow_error::FlowError;
use crate::ids::OfficeId;
use crate::intent::SecretKind;
use crate::leave::{begin_anew, leave_with_file, return_to_login};
use crate::login_question_flow;
use crate::other_kind_flow::{self, seems_other};
use crate::persisted::{Journal, TRIES};
use crate::state::{Retry, State};
use crate::turn::Turn;
use crate::user_id::TypedUserId;
use crate::view::{CertificateRow, Failure, PortalWay, Working};

pub(crate) fn log_in(state: State, user_id: &str, remember: bool, turn: &mut Turn) -> State {
    if !matches!(state, State::Login { .. }) || turn.portal_way() == PortalWay::Window {
        return state;
    }
    let user_id = TypedUserId::new(user_id);
    let checked = user_id.complete();
    turn.persisted.settings.user_id = checked.clone().filter(|_| remember);
    turn.persisted.journal = Some(match turn.persisted.journal.take() {
        Some(Journal { slot, renews, kind, office, way, .. }) => {
            Journal { renews, kind, office, way, ..Journal::new(slot, user_id) }
        }
        None => Journal::new(None, user_id),
    });
    match checked {
        Some(_) => open_login(turn),
        None => {
            turn.ask(Effect::Forget(SecretKind::LoginPassword));
            State::Login { failure: Some(FlowError::UserIdInvalid.into()) }
        }
    }
}

/// With the password still in memory, from the user's own hand.
pub(crate) fn log_in_again(turn: &mut Turn) -> State {
    if turn.persisted.user_id().is_some() { open_login(turn) } else { return_to_login(turn) }
}

/// The portal's log-in is there. That the password is sent is written down before it is.
pub(crate) fn on_login_opened(state: State, turn: &mut Turn) -> State {
    let Some(user_id) = turn.persisted.user_id().filter(|_| state.is_logging_in()) else { return state };
    turn.persisted.ledger.begin_login(&user_id);
    let attempt = turn.next_attempt();
    turn.ask(Effect::LogIn { attempt, user_id });
    state
}

/// Whatever has ended the waiting (the user, a link, a kill): a try that nobody will see answered counts.
pub(crate) fn count_unanswered(state: &State, turn: &mut Turn) {
    if !state.is_logging_in() {
        turn.persisted.ledger.count_unanswered(turn.now);
    }
}

/// The state could not be written, so nothing was sent.
pub(crate) fn not_sent(failure: Failure, turn: &mut Turn) -> State {
    turn.persisted.ledger.end_login();
    return_to_login(turn);
    State::Login { failure: Some(failure) }
}

pub(crate) fn on_logged_in(state: State, result: Result<(), LoginOutcome>, turn: &mut Turn) -> State {
    turn.persisted.ledger.end_login();
    let first_login = matches!(state, State::Terms { .. } | State::NewPassword { .. });
    let asks_more = matches!(
        result,
        Err(LoginOutcome::Terms(_)
            | LoginOutcome::NewPassword(_)
            | LoginOutcome::Code(_)
            | LoginOutcome::Elsewhere(_)
            | LoginOutcome::Offices(_))
    );
    turn.persisted.set_half_logged_in(asks_more);
    // The new-password page may ask for the present one too.
    if !asks_more && !matches!(result, Err(LoginOutcome::Unclear(_) | LoginOutcome::Failed(_))) {
        turn.ask(Effect::Forget(SecretKind::LoginPassword));
        turn.ask(Effect::Forget(SecretKind::NewLoginPassword));
    }
    match result {
        Ok(()) => {
            turn.persisted.login_succeeded();
            turn.persisted.set_logged_in(true);
            list(turn)
        }
        Err(LoginOutcome::Code(info)) => login_question_flow::on_code_wanted(&state, info, turn),
        Err(LoginOutcome::Elsewhere(info)) => State::TakeOver { info, working: false },
        Err(LoginOutcome::Offices(info)) => State::Offices { info, working: false },
        Err(end) if matches!(state, State::Code { .. }) => login_question_flow::on_code_failed(end, turn),
        Err(end) if first_login || matches!(end, LoginOutcome::Terms(_) | LoginOutcome::NewPassword(_)) => {
            on_first_login(end, turn)
        }
        Err(LoginOutcome::Wrong(failure)) => {
            turn.persisted.login_failed(false, turn.now);
            State::Login { failure: Some(failure) }
        }
        Err(LoginOutcome::Locked(failure)) => {
            turn.persisted.login_failed(true, turn.now);
            State::Login { failure: Some(failure) }
        }
        Err(LoginOutcome::PasswordGone) => begin_anew(FlowError::SecretsWiped, turn),
        Err(LoginOutcome::Terms(_) | LoginOutcome::NewPassword(_)) => State::Login { failure: None },
        Err(LoginOutcome::Unclear(failure)) => {
            turn.persisted.login_failed(false, turn.now);
            // The last try is announced before it is made, on the log-in's own screen.
            let tried = turn.persisted.failed_logins(turn.now).map_or(0, |failed| failed.count);
            State::Failed { failure, retry: if tried + 1 >= TRIES { Retry::Login } else { Retry::LogIn } }
        }
        Err(LoginOutcome::Failed(failure)) => State::Failed { failure, retry: Retry::LogIn },
    }
}

/// Reads the list of certificates.
pub(crate) fn list(turn: &mut Turn) -> State {
    let attempt = turn.next_attempt();
    turn.ask(Effect::List { attempt });
    State::working(Working::Finding, turn.now)
}

pub(crate) fn on_listed(result: Result<Vec<CertificateRow>, Failure>, turn: &mut Turn) -> State {
    let rows = match result {
        Ok(rows) => rows,
        Err(failure) => {
            let retry = if failure.cause == Cause::SessionOver { Retry::Login } else { Retry::List };
            return State::Failed { failure, retry };
        }
    };
    turn.session.rows.clone_from(&rows);
    // One that was only committed to, and left again, is asked for again.
    let renewed = turn.persisted.slot().filter(|_| turn.persisted.renews()).cloned();
    let wanted = turn.persisted.journal.as_ref().and_then(|journal| journal.kind);
    let usable: Vec<&CertificateRow> = rows.iter().filter(|row| row.usable).collect();
    let of_slot: Vec<&CertificateRow> =
        usable.iter().filter(|row| renewed.as_ref().is_some_and(|slot| row.kind == Some(slot.kind))).copied().collect();
    let of_card: Vec<&CertificateRow> =
        usable.iter().filter(|row| wanted.is_some() && row.kind == wanted).copied().collect();
    match (of_slot.as_slice(), of_card.as_slice(), usable.as_slice()) {
        ([row], ..) => {
            turn.session.office = renewed.map(|slot| slot.office);
            download(row.row, turn)
        }
        // The card has chosen already.
        (_, [row], _) if turn.persisted.offices_with(row.kind).is_empty() => download(row.row, turn),
        (.., [row])
            if rows.len() == 1
                && turn.persisted.offices_with(row.kind).is_empty()
                && (wanted.is_none() || row.kind.is_none() || wanted == row.kind) =>
        {
            download(row.row, turn)
        }
        _ if rows.is_empty() => State::NoCertificate { looking: false },
        _ => State::Certificates { rows },
    }
}

pub(crate) fn choose(state: State, row: u32, office: Option<OfficeId>, turn: &mut Turn) -> State {
    match &state {
        State::Certificates { rows } if rows.iter().any(|known| known.row == row && known.usable) => {
            let held = |row: &CertificateRow| !turn.persisted.offices_with(row.kind).is_empty();
            // Where offices were offered, the user's word goes before a slot of before; none of them is another one.
            let offered = rows.iter().any(|row| row.usable && held(row));
            if offered
                && let Some(journal) = &mut turn.persisted.journal
                && journal.slot.take_if(|slot| Some(&slot.office) != office.as_ref()).is_some()
            {
                journal.renews = false;
            }
            turn.session.office = office.filter(|office| turn.persisted.ledger.offices.contains_key(office));
            download(row, turn)
        }
        _ => state,
    }
}

pub(crate) fn download(row: u32, turn: &mut Turn) -> State {
    turn.session.other_kind_accepted = false;
    turn.session.row = turn.session.rows.iter().find(|known| known.row == row).cloned();
    let attempt = turn.next_attempt();
    turn.ask(Effect::Download { attempt, row });
    State::working(Working::Fetching, turn.now)
}

pub(crate) fn on_downloaded(result: Result<DownloadedFile, Failure>, turn: &mut Turn) -> State {
    match result {
        Ok(DownloadedFile { hint: Some(hint) }) if seems_other(turn.session.row.as_ref(), hint.kind) => {
            other_kind_flow::by_name(hint, turn)
        }
        Ok(_) => leave_with_file(turn),
        Err(failure) => {
            let retry = match &turn.session.row {
                Some(row) if failure.cause != Cause::SessionOver => Retry::Download(row.row),
                _ => Retry::Login,
            };
            State::Failed { failure, retry }
        }
    }
}

/// The list is empty: reads it again.
pub(crate) fn look_again(state: State, turn: &mut Turn) -> State {
    if state != (State::NoCertificate { looking: false }) {
        return state;
    }
    let attempt = turn.next_attempt();
    turn.ask(Effect::List { attempt });
    State::NoCertificate { looking: true }
}

fn open_login(turn: &mut Turn) -> State {
    let attempt = turn.next_attempt();
    turn.ask(Effect::OpenLogin { attempt });
    State::working(Working::LoggingIn, turn.now)
}
