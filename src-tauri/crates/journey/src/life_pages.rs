//! The life of a certificate that this phone holds: its page, before a renewal, its removal, the records of all.

use crate::cause::Cause;
use crate::effect::{CalendarEntry, Effect, SharedText};
use crate::event::KeyChainProof;
use crate::ids::{Alias, Removing};
use crate::persisted::Slot;
use crate::render::{held_certificate, with_days_left};
use crate::state::State;
use crate::turn::Turn;
use crate::view::{CertificateRecord, Failure, OverlayView, Proof, ProvenBy, Removal};

/// The page of one certificate; nothing where this phone does not hold it.
pub(crate) fn open_held(slot: &Alias, turn: &mut Turn) {
    let Some(entry) = turn.persisted.held().find(|entry| entry.slot.alias() == *slot) else { return };
    let replaced_by = entry.beside.as_ref().map(|beside| beside.alias_in_key_chain(&entry.slot));
    turn.overlay = Some(OverlayView::Held {
        certificate: held_certificate(entry, turn, turn.now),
        name: (!turn.platform.is_apple()).then(|| entry.alias_in_key_chain()),
        old_name: replaced_by,
        method: turn.verify_method(),
        busy: turn.persisted.journal.is_some(),
        shared: false,
        failure: None,
    });
}

/// 「パソコンで更新の申請をしましたか」: asked before anything is begun.
pub(crate) fn open_renewal(slot: &Alias, turn: &mut Turn) {
    let Some(entry) = turn.persisted.held().find(|entry| entry.slot.alias() == *slot) else { return };
    let summary = turn.persisted.named(&entry.slot, &entry.certificate.summary);
    turn.overlay = Some(OverlayView::Renewal { slot: slot.clone(), summary: with_days_left(&summary, turn, turn.now) });
}

/// Leads through the removal; it is found again after a kill.
pub(crate) fn open_removal(removing: Removing, turn: &mut Turn) {
    let Some((slot, certificate)) = turn.persisted.to_remove(&removing) else { return };
    let (slot, certificate) = (slot.clone(), certificate.clone());
    let summary = turn.persisted.named(&slot, &certificate.summary);
    let saved = if removing.beside { None } else { saved_file(&slot, turn) };
    turn.overlay = Some(OverlayView::Removal {
        slot: removing.slot.clone(),
        beside: removing.beside,
        summary: with_days_left(&summary, turn, turn.now),
        name: (!turn.platform.is_apple()).then(|| certificate.alias_in_key_chain(&slot)),
        saved_file: saved,
        still_there: false,
        removal: None,
    });
    turn.persisted.removing = Some(removing);
}

/// What was left while a removal was led through is opened again.
pub(crate) fn reopen_removal(turn: &mut Turn) {
    if let Some(removing) = turn.persisted.removing.take() {
        open_removal(removing, turn);
    }
}

/// No page of a removal is open: nothing is to be found again.
pub(crate) fn note_left_removal(turn: &mut Turn) {
    if !matches!(turn.overlay, Some(OverlayView::Removal { removal: None, .. })) {
        turn.persisted.removing = None;
    }
}

/// 「削除しました」 on its page.
pub(crate) fn said_removed(state: State, turn: &mut Turn) -> State {
    let at = turn.now;
    record_removal(Removal::Said { at }, turn);
    without_removed(state, turn)
}

/// Android, back from Settings or started again: reads what was granted before; shows nothing.
pub(crate) fn look_for_removed(turn: &mut Turn) {
    if !matches!(turn.overlay, Some(OverlayView::Removal { removal: None, .. })) || turn.platform.is_apple() {
        return;
    }
    let Some(removing) = turn.persisted.removing.clone() else { return };
    let Some((slot, certificate)) = turn.persisted.to_remove(&removing) else { return };
    if !was_granted(certificate.proof) {
        return;
    }
    let effect = Effect::LookForRemoved {
        alias: certificate.alias_in_key_chain(slot),
        fingerprint: certificate.summary.fingerprint,
        issuer_dn: certificate.issuer_dn.clone(),
        removing,
    };
    turn.ask(effect);
}

/// The answer to the look at what should be gone. It is about that certificate alone, and means nothing once its page is
/// left.
pub(crate) fn on_looked(
    state: State,
    removing: &Removing,
    result: &Result<KeyChainProof, Failure>,
    turn: &mut Turn,
) -> State {
    if turn.persisted.removing.as_ref() != Some(removing) {
        return state;
    }
    let Some(OverlayView::Removal { removal: None, still_there, .. }) = &mut turn.overlay else { return state };
    match result {
        Ok(_) => *still_there = true,
        // What could be read before with this app's grant cannot be read any more.
        Err(failure) if failure.cause == Cause::Unproven || failure.cause.may_be_absence() => {
            let at = turn.now;
            record_removal(Removal::Seen { at }, turn);
        }
        Err(_) => {}
    }
    without_removed(state, turn)
}

/// The app's own records, to be read and shared.
pub(crate) fn records_page(turn: &Turn) -> OverlayView {
    OverlayView::Records { records: records(turn), shared: false, failure: None }
}

/// Offers the records as a table to other apps.
pub(crate) fn share_records(turn: &mut Turn) {
    if let Some(OverlayView::Records { records, .. }) = &turn.overlay {
        let records = records.clone();
        turn.ask(Effect::ShareText(SharedText::Records(records)));
    }
}

/// Offers the end of validity as an event for a calendar.
pub(crate) fn share_calendar(turn: &mut Turn) {
    if let Some(OverlayView::Held { certificate, .. }) = &turn.overlay {
        let summary = &certificate.summary;
        let entry = CalendarEntry {
            slot: certificate.slot.clone(),
            kind: summary.kind,
            office: summary.office.clone(),
            not_after: summary.not_after,
            practice: summary.practice,
        };
        turn.ask(Effect::ShareText(SharedText::Calendar(entry)));
    }
}

/// The share sheet is gone, or did not come.
pub(crate) fn on_text_shared(result: Result<bool, Failure>, turn: &mut Turn) {
    if let Some(OverlayView::Held { shared, failure, .. } | OverlayView::Records { shared, failure, .. }) =
        &mut turn.overlay
    {
        *shared = matches!(result, Ok(true));
        *failure = result.err();
    }
}

fn record_removal(how: Removal, turn: &mut Turn) {
    let Some(removing) = turn.persisted.removing.take() else { return };
    turn.persisted.record_removal(&removing, how);
    if let Some(OverlayView::Removal { removal, still_there, .. }) = &mut turn.overlay {
        *removal = Some(how);
        *still_there = false;
    }
    // A way that was about to prove it has nothing to prove any more.
    let gone = |slot: &Slot| slot.alias() == removing.slot && !removing.beside;
    let verifying = turn.persisted.is_verifying() && turn.persisted.slot().is_some_and(gone);
    if verifying {
        turn.persisted.journal = None;
    }
}

/// What was to be proven, or is shown as done, is no longer there: home lies under the page.
fn without_removed(state: State, turn: &mut Turn) -> State {
    let gone = match &state {
        State::Verify { .. } => turn.persisted.journal.is_none(),
        State::Done { alias, .. } => !turn.persisted.ledger.certificates.contains_key(alias),
        _ => false,
    };
    if !gone {
        return state;
    }
    turn.next_attempt();
    turn.forget_session();
    State::first(&turn.persisted)
}

fn records(turn: &Turn) -> Vec<CertificateRecord> {
    let held = turn.persisted.held().flat_map(|entry| {
        let both = [Some(&entry.certificate), entry.beside.as_ref()];
        both.into_iter().flatten().map(move |certificate| (&entry.slot, certificate, None))
    });
    let gone = turn.persisted.removed().map(|gone| (&gone.slot, &gone.certificate, Some(gone.removal)));
    let mut records: Vec<CertificateRecord> = held
        .chain(gone)
        .map(|(slot, certificate, removal)| {
            let summary = turn.persisted.named(slot, &certificate.summary);
            CertificateRecord { summary: with_days_left(&summary, turn, turn.now), proof: certificate.proof, removal }
        })
        .collect();
    records.sort_by_key(|record| (record.removal.is_some(), record.summary.not_after));
    records
}

/// Its key was read by this app's grant, which lasts as long as it is in the phone.
fn was_granted(proof: Proof) -> bool {
    matches!(proof, Proof::Proven { by: ProvenBy::Signature | ProvenBy::Connection, .. })
}

fn saved_file(slot: &Slot, turn: &Turn) -> Option<String> {
    turn.persisted.saved_file_names().into_iter().find(|name| *name == slot.file_name())
}
