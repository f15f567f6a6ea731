//! What each act does, in whichever window.

use super::decision::Decision;
use super::fault::Fault;
use super::interstitial::LoginInterstitial;
use super::page::{Key, Route, Target};
use super::portal_state::{ParsedRequest, PortalState};
use super::sessions::{Ended, Login};
use super::shared_pages::{session_over, taken_over, wrong_move};
use super::{desktop, faults, mobile};
use crate::offices::OfficeCertificate;

/// Does what is asked; the session's ID may be another one afterwards.
pub(super) fn act(state: &mut PortalState, request: &ParsedRequest) -> (Decision, String) {
    let same = request.session.clone();
    match (request.target.route, request.target.post) {
        (Route::Entrance, _) if request.desktop => (desktop::entrance().into(), same),
        (Route::Entrance, _) => (mobile::entrance().into(), same),
        (Route::Lost, _) => (mobile::lost().into(), same),
        (Route::Login, true) if request.has_csrf_token => authenticate(state, request),
        (Route::Login, _) => (mobile::login("", None).into(), same),
        _ => inside(state, request),
    }
}

fn inside(state: &mut PortalState, request: &ParsedRequest) -> (Decision, String) {
    let same = request.session.clone();
    let Some(session) = state.sessions.get(&request.session) else { return (session_over().into(), same) };
    if let (Some(_), Some(ended)) = (&session.office, request.fault.and_then(Fault::session_end)) {
        session.ended = Some(ended);
    }
    match (session.ended, session.office.clone()) {
        (Some(Ended::TakenOver), _) => {
            state.sessions.remove(&request.session);
            (taken_over().into(), same)
        }
        (Some(Ended::TimedOut), _) => {
            state.sessions.remove(&request.session);
            (session_over().into(), same)
        }
        (None, None) if request.returning => (session_over().into(), same),
        (None, None) => (Decision::Go(Target::get(Route::Entrance)), same),
        (None, Some(office)) => (logged_in(state, request, &office), same),
    }
}

fn logged_in(state: &mut PortalState, request: &ParsedRequest, office: &str) -> Decision {
    if request.target.route == Route::Logout {
        state.sessions.remove(&request.session);
        state.counts.logouts += 1;
        return mobile::logged_out().into();
    }
    let interstitial = state.sessions.get(&request.session).and_then(|session| session.interstitial);
    if let Some(interstitial) = interstitial {
        return faults::handle_interstitial(state, request, office, interstitial);
    }
    match request.target.route {
        Route::Menu if request.desktop => Decision::Go(Target::get(Route::News)),
        Route::Menu => {
            let name = state.account(office).map(|account| account.office.name.clone()).unwrap_or_default();
            mobile::menu(&name).into()
        }
        Route::Certificates => Decision::List(office.to_owned()),
        Route::Download if request.has_csrf_token => {
            let certificate = request.target.argument.as_deref().and_then(OfficeCertificate::from_code);
            let held = state.account(office).map(|account| account.office.certificates.clone()).unwrap_or_default();
            match certificate.filter(|certificate| held.contains(certificate)) {
                Some(certificate) => Decision::File(office.to_owned(), certificate),
                None => wrong_move().into(),
            }
        }
        Route::Download => wrong_move().into(),
        _ => desktop::act(state, request, office),
    }
}

fn authenticate(state: &mut PortalState, request: &ParsedRequest) -> (Decision, String) {
    let same = request.session.clone();
    if request.fault.and_then(Fault::session_end) == Some(Ended::TimedOut) {
        return (session_over().into(), same);
    }
    let user_id = request.field(Key::UserId).to_owned();
    let authenticated = match request.fault {
        Some(fault) if fault.locks() => Err(Login::Locked),
        _ => state.authenticate(&user_id, request.field(Key::Password), request.now),
    };
    match authenticated {
        Ok(office) => {
            state.counts.logins += 1;
            let accepted = state.account(&office).is_some_and(|account| account.terms_accepted);
            let interstitial = request.fault.and_then(|fault| fault.interstitial(accepted));
            let session = state.sessions.log_in(&request.session, &office, interstitial, request.now);
            (Decision::Go(Target::get(interstitial.map_or(Route::Menu, LoginInterstitial::route))), session)
        }
        Err(failed) => {
            state.counts.refused_logins += 1;
            let words = if failed == Login::Locked { LOCKED } else { WRONG };
            (mobile::login(&user_id, Some(words)).into(), same)
        }
    }
}

const WRONG: &str = "ユーザーIDまたはパスワードに誤りがあります。";
const LOCKED: &str = "ログインに続けて失敗したため、このユーザーIDはロックされています。30分以上たってから、もう一度ログインしてください。";
