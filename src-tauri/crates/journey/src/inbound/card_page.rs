//! The pages that can be printed: the facility card, on which the user's choice stands and nothing secret can, and what
//! to do on a computer.

use certificate::CertificateKind;
use qrcode::{Color, EcLevel, QrCode};

use super::card::{FacilityCard, sanitized_office};
use super::link_error::CardError;
use crate::cause::Cause;
use crate::flow_error::FlowError;
use crate::help_desk::PHONE;
use crate::persisted::Slot;
use crate::practice;
use crate::state::State;
use crate::turn::Turn;
use crate::user_id::{TypedUserId, UserId};
use crate::view::{CardAnswer, CardOutcome, CardPicture, Failure, OfficeChoice, OverlayView};

/// For the office at hand: the one just done, else the first that this phone holds.
pub(crate) fn facility_card_page(state: &State, turn: &Turn) -> OverlayView {
    let slot = match state {
        State::Done { alias, .. } => turn.persisted.ledger.certificates.get(alias).map(|entry| &entry.slot),
        _ => turn.persisted.held().next().map(|entry| &entry.slot),
    };
    let office = slot.map(|slot| card_office(turn, slot)).unwrap_or_default();
    card_page(turn, slot.map(|slot| slot.kind), office, None, None)
}

/// 「パソコンでやること」, with whom to call and how to come back to the phone.
pub(crate) fn pc_card_page(turn: &Turn) -> OverlayView {
    OverlayView::PcCard { phone: PHONE.to_owned(), way_back: picture(&turn.config.addresses.entry) }
}

pub(crate) fn make_card(
    request: u32,
    kind: Option<CertificateKind>,
    office: &str,
    user_id: Option<String>,
    turn: &mut Turn,
) {
    if !matches!(turn.overlay, Some(OverlayView::FacilityCard { .. })) {
        return;
    }
    let office = sanitized_office(office);
    let user_id = user_id.as_deref().map(TypedUserId::new);
    let outcome = if office.is_empty() {
        CardOutcome::NoOffice
    } else if user_id.as_ref().is_some_and(|user_id| user_id.complete().is_none()) {
        CardOutcome::WrongUserId
    } else {
        CardOutcome::Made
    };
    turn.overlay = Some(card_page(turn, kind, office, user_id, Some(CardAnswer { request, outcome })));
}

fn card_page(
    turn: &Turn,
    kind: Option<CertificateKind>,
    office: String,
    user_id: Option<TypedUserId>,
    answer: Option<CardAnswer>,
) -> OverlayView {
    let code = match answer.map(|answer| answer.outcome) {
        Some(CardOutcome::NoOffice) => Some(CardError::NoOffice.code()),
        Some(CardOutcome::WrongUserId) => Some(FlowError::UserIdInvalid.code()),
        Some(CardOutcome::Made) | None => None,
    };
    let user = user_id.as_ref().and_then(TypedUserId::complete);
    let card = FacilityCard::new(kind, &office, user).ok().filter(|_| code.is_none());
    OverlayView::FacilityCard {
        offices: card_offices(turn),
        known_user_id: known_user_id(turn),
        kind,
        office,
        user_id,
        answer,
        failure: code.map(|code| Failure::new(Cause::Input, code, false)),
        card: card.and_then(|card| picture(&card_text(turn, &card))),
    }
}

/// Under the publisher's host the phone's own camera opens it; the app's scheme is for the app's camera.
fn card_text(turn: &Turn, card: &FacilityCard) -> String {
    match turn.config.addresses.link_hosts.first() {
        Some(host) => card.link_under(host),
        None => card.link(),
    }
}

fn card_offices(turn: &Turn) -> Vec<OfficeChoice> {
    let mut found: Vec<OfficeChoice> = Vec::new();
    for entry in turn.persisted.held() {
        let name = card_office(turn, &entry.slot);
        if !name.is_empty() && !found.iter().any(|known| known.name == name) {
            found.push(OfficeChoice { office: entry.slot.office.clone(), name });
        }
    }
    found
}

fn card_office(turn: &Turn, slot: &Slot) -> String {
    let name = turn.persisted.ledger.office_name(&slot.office);
    sanitized_office(if name.is_empty() { practice::office(turn).map_or("", |office| &office.name) } else { &name })
}

/// What the field can start with: the flow's own, else the one that is kept.
fn known_user_id(turn: &Turn) -> Option<UserId> {
    let of_flow = turn.persisted.user_id();
    let kept = || match practice::office(turn) {
        Some(office) => Some(office.user_id.clone()),
        None => turn.persisted.settings.user_id.clone(),
    };
    of_flow.or_else(kept)
}

fn picture(text: &str) -> Option<CardPicture> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let rows = code
        .to_colors()
        .chunks(code.width())
        .map(|row| row.iter().map(|color| if *color == Color::Dark { '1' } else { '0' }).collect())
        .collect();
    Some(CardPicture { text: text.to_owned(), rows })
}
