//! While a secret is shown, or may be by a tap on its field, the system keeps no picture of the window.

use crate::effect::Effect;
use crate::intent::SecretKind;
use crate::state::State;
use crate::turn::Turn;
use crate::view::PortalWay;

/// A secret that may be shown: the certificate password, on the Settings steps only.
pub(crate) fn may_reveal(state: &State, kind: SecretKind, turn: &Turn) -> bool {
    kind == SecretKind::CertificatePassword
        && turn.session.password_at_hand
        && matches!(state, State::SettingsSteps { expired: false, .. })
}

/// The certificate password is on the screen.
pub(crate) fn secret_shown(state: &State, turn: &Turn) -> bool {
    turn.session.password_is_shown && may_reveal(state, SecretKind::CertificatePassword, turn)
}

/// The screen has a field that shows its password at a tap, of which nobody is told. Behind a page it is not seen.
fn has_password_field(state: &State, turn: &Turn) -> bool {
    let has_one = match state {
        State::Login { .. } => turn.portal_way() == PortalWay::Client,
        State::NewPassword { .. } | State::Password { .. } => true,
        _ => false,
    };
    has_one && turn.overlay.is_none()
}

pub(crate) fn on_secret_shown(turn: &mut Turn) {
    turn.session.password_is_shown = true;
    // Whoever gave it out has put the guard up already; it must come down even where the flow has gone on meanwhile.
    turn.guarded = true;
}

/// What is shown is hidden, so that it is not found open on return.
pub(crate) fn on_went_away(turn: &mut Turn) {
    turn.away = true;
    turn.session.password_is_shown = false;
}

/// Called after every event, so that no way of leaving can forget it. A guard that is up stays so until the app is back
/// in front: the system takes its picture after the app went away.
pub(crate) fn guard(state: &State, turn: &mut Turn) {
    if !may_reveal(state, SecretKind::CertificatePassword, turn) {
        turn.session.password_is_shown = false;
    }
    let shows = secret_shown(state, turn) || has_password_field(state, turn);
    let wanted = shows || (turn.guarded && turn.away);
    if wanted != turn.guarded {
        turn.guarded = wanted;
        turn.ask(Effect::GuardScreenCapture(wanted));
    }
}
