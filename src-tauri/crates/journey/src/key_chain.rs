//! Asking: KeyChain on Android, the probe on iPhone and iPad. Silent where nobody asked for it.

use verification::Nonce;

use crate::effect::Effect;
use crate::persisted::{LedgerEntry, Step};
use crate::turn::Turn;
use crate::view::VerifyMethod;

/// What to do without being asked, after a start and after coming back: look, never prompt.
pub(crate) fn reconcile(turn: &mut Turn) {
    turn.ask(Effect::LookAtPhone { attempt: turn.session.attempt });
    match turn.persisted.step() {
        Some(Step::Installing { .. }) => look_silently(turn),
        Some(Step::Verify { nonce: None }) if !turn.platform.is_apple() => look_silently(turn),
        Some(Step::Verify { .. }) => look_at_probe(turn),
        _ => {}
    }
}

/// Reads what was granted before; shows nothing.
pub(crate) fn look_silently(turn: &mut Turn) {
    if turn.verify_method() == VerifyMethod::Chooser {
        ask_key_chain(false, turn);
    }
}

/// Asks KeyChain for the certificate in question. `may_ask`: the chooser may open.
pub(crate) fn ask_key_chain(may_ask: bool, turn: &mut Turn) {
    let Some((alias, certificate)) = turn.persisted.in_key_chain() else { return };
    let fingerprint = certificate.summary.fingerprint;
    let issuer_dn = certificate.issuer_dn.clone();
    let of_issuer = |entry: &&LedgerEntry| entry.certificate.issuer_dn == issuer_dn;
    let several = turn.persisted.held().filter(of_issuer).count() > 1;
    let attempt = turn.session.attempt;
    turn.ask(Effect::AskKeyChain { attempt, alias, fingerprint, issuer_dn, may_ask, several });
}

/// Asks silently where the browser has been opened before; what it saw since then counts.
pub(crate) fn look_at_probe(turn: &mut Turn) {
    if let Some(Step::Verify { nonce: Some(nonce) }) = turn.persisted.step()
        && turn.platform.is_apple()
    {
        let nonce = *nonce;
        ask_probe(nonce, turn);
    }
}

/// The browser may have been at the probe meanwhile.
pub(crate) fn ask_probe(nonce: Nonce, turn: &mut Turn) {
    let Some((_, certificate)) = turn.persisted.current_certificate() else { return };
    let fingerprint = certificate.summary.fingerprint;
    if turn.realm.probe {
        turn.ask(Effect::AskProbe { attempt: turn.session.attempt, nonce, fingerprint });
    }
}
