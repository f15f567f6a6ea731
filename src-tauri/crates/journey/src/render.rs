//! What is shown of the state.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use certificate::{CertificateKind, JAPAN, days_left};
use jiff::Timestamp;
use jiff::civil::Time;

use crate::event::{CertificateInfo, NewPasswordInfo};
use crate::first_login_flow::LENGTHS;
use crate::ids::OfficeId;
use crate::persisted::{LOCK, LedgerEntry, TRIES};
use crate::preflight::blocks;
use crate::screen_capture::secret_shown;
use crate::state::State;
use crate::turn::Turn;
use crate::view::{
    CertificateRow, CertificateSummary, Failure, HeldCertificate, HeldNext, HomePrimary, PortalWay, Proof, Renewal,
    Screen, WindowStage,
};
use crate::window_flow;

/// Between 1:30 and 6:30 in Japan nothing is issued (setup manual, 3-1).
pub(crate) const PAUSE: std::ops::Range<Time> = Time::constant(1, 30, 0, 0)..Time::constant(6, 30, 0, 0);

/// The screen of the flow.
pub(crate) fn screen(state: &State, turn: &Turn, now: Timestamp) -> Screen {
    let persisted = &turn.persisted;
    match state {
        State::Home => home(turn, now),
        State::Welcome => Screen::Welcome { way: turn.portal_way(), failure: turn.startup_failure.clone() },
        State::Preparation { issues } => {
            Screen::Preparation { blocked: issues.iter().any(blocks), issues: issues.clone() }
        }
        State::Login { failure } if turn.portal_way() == PortalWay::Window => {
            portal_window(WindowStage::Ready, failure.clone(), turn, now)
        }
        State::Login { failure } => login(failure.clone(), turn, now),
        State::Window { stage } => portal_window(*stage, None, turn, now),
        State::Terms { info, working } => Screen::Terms {
            title: info.title.clone(),
            text: info.text.clone(),
            elsewhere: info.elsewhere,
            working: *working,
        },
        State::NewPassword { info, working } => new_password(info, *working),
        State::Code { info, refused, working } => Screen::LoginCode {
            sentences: info.sentences.clone(),
            max_length: info.max_length,
            refused: *refused,
            working: *working,
        },
        State::TakeOver { info, working } => {
            Screen::TakeOver { sentences: info.sentences.clone(), button: info.button.clone(), working: *working }
        }
        State::Offices { info, working } => Screen::Offices { choices: info.choices.clone(), working: *working },
        State::OtherKind { chosen, found, opened } => {
            Screen::OtherKind { chosen: chosen.clone(), found: found.clone(), opened: opened.is_some() }
        }
        State::Working { at, slow, .. } => Screen::Downloading { at: *at, slow: *slow },
        State::Certificates { rows } => certificates(rows, turn),
        State::NoCertificate { looking } => {
            let time = JAPAN.to_datetime(now).time();
            Screen::NoCertificate { issuing_paused: PAUSE.contains(&time), looking: *looking }
        }
        State::Password { failure, password_hints, slow, working } => Screen::CertificatePassword {
            slow: *slow,
            failure: failure.clone(),
            password_hints: password_hints.clone(),
            working: *working,
        },
        State::Certificate { info, working, failure } => Screen::Certificate {
            summary: with_days_left(&info.summary, turn, now),
            findings: info.findings.clone(),
            installable: info.installable(),
            held: is_held(info, turn),
            working: *working,
            failure: failure.clone(),
        },
        State::HandOver { method, stage, failure } => Screen::HandOver {
            method: *method,
            stage: stage.shown(),
            at_hand: turn.session.info.is_some(),
            can_open_files: persisted.practice_phone().is_some(),
            loopback_notices: turn.session.loopback_notices(),
            failure: failure.clone(),
        },
        State::SettingsSteps { expired, copied } => Screen::SettingsSteps {
            deadline: persisted.deadline(),
            expired: *expired,
            password_at_hand: turn.session.password_at_hand,
            password_is_made: turn.password_is_made(),
            revealed: secret_shown(state, turn),
            copied: *copied,
            can_open_settings: persisted.practice_phone().is_some(),
            method: persisted.hand_off_method(),
            can_hand_over_again: turn.can_hand_over_again(),
            loopback_notices: turn.session.loopback_notices(),
        },
        State::Installing { method, stage, failure } => match (current_summary(turn, now), persisted.slot()) {
            (Some((summary, _)), Some(slot)) => Screen::Installing {
                summary,
                method: *method,
                stage: *stage,
                at_hand: turn.session.info.is_some(),
                file: slot.file_name(),
                failure: failure.clone(),
            },
            _ => home(turn, now),
        },
        State::Verify { working, failure } => match current_summary(turn, now) {
            Some((summary, proof)) => Screen::Verify {
                summary,
                method: turn.verify_method(),
                working: *working,
                failure: failure.clone(),
                proof,
                absent: failure.as_ref().is_some_and(|failure| failure.cause.may_be_absence()),
                at_hand: turn.session.info.is_some() || persisted.file_is_saved(),
            },
            None => home(turn, now),
        },
        State::Done { alias, failure } => match persisted.ledger.certificates.get(alias) {
            Some(entry) => Screen::Done {
                summary: with_days_left(&persisted.named(&entry.slot, &entry.certificate.summary), turn, now),
                proof: entry.certificate.proof,
                service: turn.realm.service || turn.own_service().is_some(),
                name: (!turn.platform.is_apple()).then(|| entry.alias_in_key_chain()),
                saved_file: persisted.saved_file_names().into_iter().find(|name| *name == entry.slot.file_name()),
                renewal: renewal(entry),
                failure: failure.clone(),
            },
            None => home(turn, now),
        },
        State::Failed { failure, retry } => Screen::Failed {
            drawing: failure.cause.drawing(),
            primary: failure.cause.primary(failure.retryable),
            browser: failure.cause.offers_browser() || retry.leaves_the_browser(failure.cause),
            other_way: turn.other_portal_way().filter(|_| retry.is_at_portal()),
            failure: failure.clone(),
        },
    }
}

/// The storyboard's id of the screen.
pub(crate) fn screen_id(state: &State, turn: &Turn) -> &'static str {
    screen(state, turn, Timestamp::UNIX_EPOCH).id()
}

/// Code of the failure on the screen, for the help desk.
pub(crate) fn shown_code(state: &State, turn: &Turn) -> Option<String> {
    let shows_startup = matches!(
        state,
        State::Home
            | State::Welcome
            | State::Preparation { .. }
            | State::Terms { .. }
            | State::Code { .. }
            | State::TakeOver { .. }
            | State::Offices { .. }
            | State::OtherKind { .. }
            | State::Working { .. }
            | State::Certificates { .. }
            | State::NoCertificate { .. }
            | State::SettingsSteps { .. }
            | State::Window { .. }
    );
    let startup = turn.startup_failure.as_ref().filter(|_| shows_startup);
    state.failure().or(startup).map(|failure| failure.code.clone())
}

/// Which certificate the flow is about.
pub(crate) fn kind_at_hand(state: &State, turn: &Turn) -> Option<CertificateKind> {
    if let State::Done { alias, .. } = state {
        return turn.persisted.ledger.certificates.get(alias).map(|entry| entry.slot.kind);
    }
    let opened = turn.session.info.as_ref().and_then(|info| info.summary.kind);
    opened.or_else(|| turn.persisted.slot().map(|slot| slot.kind))
}

fn home(turn: &Turn, now: Timestamp) -> Screen {
    let persisted = &turn.persisted;
    let certificates = held_certificates(turn, now);
    let due = certificates.iter().filter(|held| held.summary.due).min_by_key(|held| held.summary.not_after);
    // What nobody has looked at comes before what the user saw in Settings, and that before what is proven.
    let unproven = certificates.iter().min_by_key(|held| match held.proof {
        Proof::HandedOver => 0,
        Proof::UserConfirmed { .. } => 1,
        Proof::Proven { .. } => 2,
    });
    let primary = if persisted.journal.is_some() {
        HomePrimary::Resume
    } else if let Some(held) = due {
        HomePrimary::Renew { slot: held.slot.clone() }
    } else if let Some(held) = unproven {
        HomePrimary::Verify { slot: held.slot.clone(), method: turn.verify_method() }
    } else {
        HomePrimary::Add
    };
    let failure = turn.startup_failure.clone();
    Screen::Home { certificates, primary, saved_files: persisted.saved_file_names(), failure }
}

/// What this phone holds, by office: the office whose certificate ends first comes first.
pub(crate) fn held_certificates(turn: &Turn, now: Timestamp) -> Vec<HeldCertificate> {
    let mut certificates: Vec<HeldCertificate> =
        turn.persisted.held().map(|entry| held_certificate(entry, turn, now)).collect();
    let mut first: BTreeMap<OfficeId, Timestamp> = BTreeMap::new();
    for held in &certificates {
        let end = held.summary.not_after;
        first.entry(held.office.clone()).and_modify(|first| *first = end.min(*first)).or_insert(end);
    }
    certificates.sort_by_cached_key(|held| {
        (first.get(&held.office).copied(), held.office.clone(), held.summary.not_after, held.slot.clone())
    });
    certificates
}

/// One of them, with what to do next.
pub(crate) fn held_certificate(entry: &LedgerEntry, turn: &Turn, now: Timestamp) -> HeldCertificate {
    let certificate = &entry.certificate;
    let summary = with_days_left(&turn.persisted.named(&entry.slot, &certificate.summary), turn, now);
    let next = match certificate.proof {
        _ if summary.due => HeldNext::Renew,
        Proof::HandedOver => HeldNext::Verify,
        _ if entry.beside.is_some() => HeldNext::RemoveOld,
        _ => HeldNext::Nothing,
    };
    let office = entry.slot.office.clone();
    HeldCertificate { slot: entry.slot.alias(), summary, proof: certificate.proof, office, next }
}

/// The very same certificate is known to be in this phone: what was handed over just now does not count.
fn is_held(info: &CertificateInfo, turn: &Turn) -> bool {
    turn.persisted.held().any(|entry| {
        entry.certificate.summary.fingerprint == info.summary.fingerprint
            && entry.certificate.proof != Proof::HandedOver
    })
}

fn renewal(entry: &LedgerEntry) -> Option<Renewal> {
    let beside = entry.beside.as_ref().map(|old| Renewal::Beside {
        slot: entry.slot.alias(),
        name: old.alias_in_key_chain(&entry.slot),
        until: old.summary.not_after,
    });
    beside.or_else(|| entry.replaced.map(|until| Renewal::Replaced { until }))
}

fn login(failure: Option<Failure>, turn: &Turn, now: Timestamp) -> Screen {
    let user_id = turn.persisted.typed_user_id();
    let failed = turn.persisted.failed_logins(now);
    let locked = failed.as_ref().filter(|failed| failed.locked || failed.count >= TRIES);
    Screen::Login {
        remember: turn.persisted.settings.user_id.is_some(),
        tries_left: failed.as_ref().map(|failed| TRIES.saturating_sub(failed.count)),
        locked_until: locked.and_then(|failed| failed.last.checked_add(LOCK).ok()),
        other_way: turn.other_portal_way(),
        user_id,
        failure,
    }
}

fn portal_window(stage: WindowStage, failure: Option<Failure>, turn: &Turn, now: Timestamp) -> Screen {
    let failed = turn.persisted.failed_logins(now);
    let locked = failed.as_ref().filter(|failed| failed.locked || failed.count >= TRIES);
    Screen::PortalWindow {
        stage,
        tries_left: window_flow::tries_left(turn).filter(|_| failed.is_some()),
        locked_until: locked.and_then(|failed| failed.last.checked_add(LOCK).ok()),
        failure,
    }
}

fn new_password(info: &NewPasswordInfo, working: bool) -> Screen {
    Screen::NewPassword {
        rules: info.rules.clone(),
        min_length: info.min_length.unwrap_or(LENGTHS.0),
        max_length: info.max_length.unwrap_or(LENGTHS.1),
        failure: info.refused.clone(),
        working,
    }
}

fn certificates(rows: &[CertificateRow], turn: &Turn) -> Screen {
    let wanted = turn.persisted.journal.as_ref().and_then(|journal| journal.kind);
    let suggested = rows
        .iter()
        .filter(|row| row.usable)
        .min_by_key(|row| {
            let kind = match row.kind {
                kind if wanted.is_some() && kind == wanted => -1,
                Some(CertificateKind::Dx) => 0,
                Some(CertificateKind::Hoken) => 1,
                None => 2,
            };
            // After a renewal the old one is still there.
            (kind, Reverse(row.last_day))
        })
        .map(|row| row.row);
    let mut offices = Vec::new();
    for row in rows.iter().filter(|row| row.usable) {
        for office in turn.persisted.offices_with(row.kind) {
            if !offices.contains(&office) {
                offices.push(office);
            }
        }
    }
    Screen::Certificates { choices: rows.to_vec(), suggested, offices }
}

/// The certificate in question, and what is known of it.
fn current_summary(turn: &Turn, now: Timestamp) -> Option<(CertificateSummary, Proof)> {
    let (_, certificate) = turn.persisted.current_certificate()?;
    let named = turn.persisted.named(turn.persisted.slot()?, &certificate.summary);
    Some((with_days_left(&named, turn, now), certificate.proof))
}

/// With the days that are left today.
pub(crate) fn with_days_left(summary: &CertificateSummary, turn: &Turn, now: Timestamp) -> CertificateSummary {
    let days_left = days_left(summary.not_after, now);
    CertificateSummary { days_left, due: days_left <= turn.config.due_days, ..summary.clone() }
}
