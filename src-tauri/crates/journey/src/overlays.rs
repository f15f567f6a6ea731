//! Pages over the screen, and the settings.

use crate::effect::Effect;
use crate::intent::Overlay;
use crate::leave::leave;
use crate::persisted::{Ledger, ReminderSettings, Settings};
use crate::practice::abandon_practice;
use crate::render::{held_certificates, screen_id, shown_code};
use crate::service_address::ServiceAddress;
use crate::state::State;
use crate::turn::Turn;
use crate::view::{Appearance, OverlayView, ProfileProblem, ServiceSetting};
use crate::{help_desk, inbound, life_pages, reminder_flow};

/// Characters of the name of a guide page or a language.
const NAME: usize = 40;

/// Opens a page over the screen.
pub(crate) fn open(state: &State, page: Overlay, turn: &mut Turn) {
    turn.overlay = Some(match page {
        Overlay::HelpDesk => help_desk::page(state, turn),
        Overlay::Troubleshooting => {
            OverlayView::Troubleshooting { from: screen_id(state, turn).to_owned(), code: shown_code(state, turn) }
        }
        Overlay::Guide => OverlayView::Guide { page: None },
        Overlay::Settings => settings_page(false, turn),
        Overlay::PcCard => inbound::pc_card_page(turn),
        Overlay::Records => life_pages::records_page(turn),
        Overlay::LostPhone => {
            OverlayView::LostPhone { phone: help_desk::PHONE.to_owned(), mail: help_desk::MAIL.to_owned() }
        }
        Overlay::NewPhone => OverlayView::NewPhone { certificates: held_certificates(turn, turn.now) },
        Overlay::Reminders => reminder_flow::page(turn),
        Overlay::Browser => OverlayView::Browser,
        Overlay::Scan => OverlayView::Scan { failure: None },
        Overlay::FacilityCard => inbound::facility_card_page(state, turn),
        Overlay::Practice => OverlayView::Practice {
            offices: turn.config.offices.clone(),
            this_phone: turn.config.this_phone,
            starting: false,
            failure: None,
        },
        Overlay::About => OverlayView::About {
            unopened: None,
            probe: turn.config.realm.probe,
            version: turn.config.version.clone(),
            portal_host: turn.config.portal_host.clone(),
        },
    });
}

pub(crate) fn open_guide(page: Option<String>, turn: &mut Turn) {
    let page = page.filter(|page| is_name(page));
    turn.overlay = Some(OverlayView::Guide { page });
}

pub(crate) fn open_profile_problem(state: &State, page: ProfileProblem, turn: &mut Turn) {
    let again = matches!(page, ProfileProblem::NoEntry | ProfileProblem::Expired)
        && matches!(state, State::SettingsSteps { .. });
    turn.overlay = Some(OverlayView::ProfileProblem {
        page,
        again,
        method: turn.persisted.hand_off_method(),
        at_hand: turn.can_hand_over_again(),
        password_at_hand: turn.session.password_at_hand,
    });
}

/// Closes the page over the screen. Practice that was starting behind it is abandoned.
pub(crate) fn close(state: State, turn: &mut Turn) -> State {
    let starting = matches!(turn.overlay.take(), Some(OverlayView::Practice { starting: true, .. }));
    if starting { abandon_practice(turn) } else { state }
}

pub(crate) fn set_appearance(appearance: Appearance, turn: &mut Turn) {
    if appearance.language.as_deref().is_none_or(is_name) {
        turn.persisted.settings.appearance = appearance;
    }
}

/// Takes the address of the service as typed; empty: none any more. Only from the page of Settings.
pub(crate) fn set_service(text: &str, turn: &mut Turn) {
    if !matches!(turn.overlay, Some(OverlayView::Settings { .. })) {
        return;
    }
    let refused = match (text.trim().is_empty(), ServiceAddress::typed(text)) {
        (true, _) => {
            turn.persisted.settings.service = None;
            false
        }
        (false, Some(address)) => {
            turn.persisted.settings.service = Some(address);
            false
        }
        (false, None) => true,
    };
    turn.overlay = Some(settings_page(refused, turn));
}

pub(crate) fn forget_user_id(turn: &mut Turn) {
    turn.persisted.settings.user_id = None;
    if let Some(OverlayView::Settings { .. }) = turn.overlay {
        turn.overlay = Some(settings_page(false, turn));
    }
}

/// The certificates stay in the phone; only what this app wrote down of them goes.
pub(crate) fn forget_records(state: State, turn: &mut Turn) -> State {
    if turn.persisted.practising() {
        return state;
    }
    let persisted = &mut turn.persisted;
    let salt = std::mem::take(&mut persisted.ledger.salt);
    persisted.ledger = Ledger { salt, ..Ledger::default() };
    persisted.answered_link = None;
    persisted.reminders = ReminderSettings::default();
    let appearance = std::mem::take(&mut persisted.settings.appearance);
    persisted.settings = Settings { appearance, ..Settings::default() };
    turn.ask(Effect::EraseDamaged);
    leave(turn)
}

fn settings_page(refused: bool, turn: &Turn) -> OverlayView {
    let address = turn.persisted.settings.service.clone();
    let host = address.as_ref().map(|address| address.host().to_owned());
    OverlayView::Settings {
        service: ServiceSetting { address, host, refused },
        user_id_kept: turn.persisted.settings.user_id.is_some(),
        version: turn.config.version.clone(),
    }
}

fn is_name(name: &str) -> bool {
    (1..=NAME).contains(&name.len()) && name.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-')
}
