//! A file that seems to be another certificate than the row that was chosen.
//!
//! Before its password the file says what it is by its name alone: what a PKCS#12 file tells of its certificates stands
//! under the password (RFC 7292, 4.2: `friendlyName` is an attribute of a bag, and the bags of certificates are encrypted
//! as a rule). Once it is open its certificate's common name says it. Neither is published, so the user decides. What is
//! named and filed afterwards goes by the portal's row either way: that alone is published.

use certificate::CertificateKind;

use crate::effect::Effect;
use crate::event::{CertificateInfo, FileHint};
use crate::leave::{leave_with_file, return_to_login};
use crate::state::State;
use crate::turn::Turn;
use crate::view::{CertificateRow, OtherKindName, PortalWay};

/// Is this another certificate than the row's?
pub(crate) fn seems_other(row: Option<&CertificateRow>, found: Option<CertificateKind>) -> bool {
    row.is_some_and(|row| row.kind.is_some() && row.kind != found)
}

/// By the file's name. The session stays open: the user may choose again.
pub(crate) fn by_name(hint: FileHint, turn: &Turn) -> State {
    let found = OtherKindName { kind: hint.kind, label: hint.name };
    State::OtherKind { chosen: chosen(turn), found, opened: None }
}

/// By the certificate's common name, unless the user has been asked already.
pub(crate) fn by_certificate(info: CertificateInfo, turn: &Turn) -> State {
    let found = CertificateKind::suggested_by(&info.summary.subject);
    if found.is_none() || turn.session.other_kind_accepted || !seems_other(turn.session.row.as_ref(), found) {
        return State::certificate(info, None);
    }
    let found = OtherKindName { kind: found, label: info.summary.subject.clone() };
    State::OtherKind { chosen: chosen(turn), found, opened: Some(info) }
}

pub(crate) fn use_it(state: State, turn: &mut Turn) -> State {
    let State::OtherKind { opened, .. } = state else { return state };
    turn.session.other_kind_accepted = true;
    match opened {
        Some(info) => State::certificate(info, None),
        None => leave_with_file(turn),
    }
}

/// Back to the list where the session is still open, else to the log-in.
pub(crate) fn choose_again(state: State, turn: &mut Turn) -> State {
    let State::OtherKind { opened, .. } = state else { return state };
    // The portal's own window is closed by now.
    if opened.is_some() || turn.portal_way() == PortalWay::Window {
        return return_to_login(turn);
    }
    turn.ask(Effect::ForgetDownload);
    turn.session.row = None;
    let rows = turn.session.rows.clone();
    State::Certificates { rows }
}

fn chosen(turn: &Turn) -> OtherKindName {
    let row = turn.session.row.as_ref();
    OtherKindName { kind: row.and_then(|row| row.kind), label: row.map(|row| row.label.clone()).unwrap_or_default() }
}
