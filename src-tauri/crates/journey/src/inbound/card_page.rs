//! The pages that can be printed: the facility card, on which the user's choice stands and nothing secret can, and what
//! to do on a computer.

use certificate::CertificateKind;
use qrcode::{Color, EcLevel, QrCode};

use super::card::{FacilityCard, sanitized_office};
use super::link::LinkError;
use crate::cause::Cause;
use crate::help_desk::PHONE;
use crate::journey::Journey;
use crate::persisted::Slot;
use crate::state::State;
use crate::user_id::check_user_id;
use crate::view::{CardPicture, Failure, OfficeChoice, OverlayView, PracticeOffice};

impl Journey {
    /// For the office at hand: the one just done, else the first that this phone holds.
    pub(crate) fn facility_card_page(&self) -> OverlayView {
        let slot = match &self.state {
            State::Done { alias, .. } => self.persisted.ledger.certificates.get(alias).map(|entry| &entry.slot),
            _ => self.held().next().map(|entry| &entry.slot),
        };
        let office = slot.map(|slot| self.card_office(slot)).unwrap_or_default();
        self.card_page(slot.map(|slot| slot.kind), office, None, None)
    }

    /// 「パソコンでやること」, with whom to call and how to come back to the phone.
    pub(crate) fn pc_card_page(&self) -> OverlayView {
        OverlayView::PcCard { phone: PHONE.to_owned(), way_back: picture(&self.config.addresses.entry) }
    }

    pub(crate) fn make_card(&mut self, kind: Option<CertificateKind>, office: &str, user_id: Option<String>) {
        if !matches!(self.overlay, Some(OverlayView::FacilityCard { .. })) {
            return;
        }
        let office = sanitized_office(office);
        let checked = user_id.as_deref().map(check_user_id);
        let failure = if office.is_empty() {
            Some(LinkError::NoOffice.code())
        } else if checked.as_ref().is_some_and(|check| !check.valid) {
            Some("user-id-invalid")
        } else {
            None
        };
        let user_id = checked.map(|check| check.normalized);
        self.overlay = Some(self.card_page(kind, office, user_id, failure));
    }

    fn card_page(
        &self,
        kind: Option<CertificateKind>,
        office: String,
        user_id: Option<String>,
        failure: Option<&str>,
    ) -> OverlayView {
        let card = FacilityCard::new(kind, &office, user_id.as_deref()).ok().filter(|_| failure.is_none());
        OverlayView::FacilityCard {
            offices: self.card_offices(),
            known_user_id: self.known_user_id(),
            kind,
            office,
            user_id,
            failure: failure.map(|code| Failure::new(Cause::Input, code, false)),
            card: card.and_then(|card| picture(&self.card_text(&card))),
        }
    }

    /// Under the publisher's host the phone's own camera opens it; the app's scheme is for the app's camera.
    fn card_text(&self, card: &FacilityCard) -> String {
        match self.config.addresses.link_hosts.first() {
            Some(host) => card.link_under(host),
            None => card.link(),
        }
    }

    fn card_offices(&self) -> Vec<OfficeChoice> {
        let mut found: Vec<OfficeChoice> = Vec::new();
        for entry in self.held() {
            let name = self.card_office(&entry.slot);
            if !name.is_empty() && !found.iter().any(|known| known.name == name) {
                found.push(OfficeChoice { office: entry.slot.office.clone(), name });
            }
        }
        found
    }

    fn card_office(&self, slot: &Slot) -> String {
        let name = self.office_name(&slot.office);
        sanitized_office(if name.is_empty() { self.practice_office().map_or("", |office| &office.name) } else { &name })
    }

    fn practice_office(&self) -> Option<&PracticeOffice> {
        let practice = self.persisted.practice.as_ref()?;
        self.config.offices.iter().find(|office| office.id == practice.office)
    }

    /// What the field can start with: the flow's own, else the one that is kept.
    fn known_user_id(&self) -> Option<String> {
        let of_way = self.persisted.journal.as_ref().map(|journal| journal.user_id.clone());
        let kept = || match self.practice_office() {
            Some(office) => Some(office.user_id.clone()),
            None => self.persisted.settings.user_id.clone(),
        };
        of_way.filter(|user_id| check_user_id(user_id).valid).or_else(kept)
    }
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
