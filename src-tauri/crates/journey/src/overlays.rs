//! Pages over the screen, and the settings.

use jiff::Timestamp;

use crate::intent::Overlay;
use crate::journey::Journey;
use crate::persisted::{Ledger, Settings};
use crate::state::State;
use crate::view::{Appearance, DiagnosisLine, OverlayView, ProfileProblem, Proof};

/// Characters of the name of a guide page or a language.
const NAME: usize = 40;

impl Journey {
    pub(crate) fn open(&mut self, page: Overlay, now: Timestamp) {
        self.overlay = Some(match page {
            Overlay::HelpDesk => self.help_desk(now),
            Overlay::Trouble => OverlayView::Trouble { from: self.screen_id().to_owned(), code: self.shown_code() },
            Overlay::Guide => OverlayView::Guide { page: None },
            Overlay::Settings => self.settings_page(),
            Overlay::PcCard => self.pc_card_page(),
            Overlay::Browser => OverlayView::Browser,
            Overlay::Scan => OverlayView::Scan { failure: None },
            Overlay::FacilityCard => self.facility_card_page(),
            Overlay::Practice => OverlayView::Practice {
                offices: self.config.offices.clone(),
                this_phone: self.config.this_phone,
                starting: false,
                failure: None,
            },
            Overlay::About => OverlayView::About {
                publisher: self.config.publisher.clone(),
                version: self.config.version.clone(),
                portal_host: self.config.portal_host.clone(),
            },
        });
    }

    pub(crate) fn open_guide(&mut self, page: Option<String>) {
        let page = page.filter(|page| is_name(page));
        self.overlay = Some(OverlayView::Guide { page });
    }

    pub(crate) fn open_profile_problem(&mut self, page: ProfileProblem) {
        let again = matches!(page, ProfileProblem::NoEntry | ProfileProblem::Expired)
            && matches!(self.state, State::SettingsSteps { .. });
        let (method, at_hand) = (self.hand_off_method(), self.can_hand_over_again());
        self.overlay = Some(OverlayView::ProfileProblem {
            page,
            again,
            method,
            at_hand,
            password_at_hand: self.session.password_at_hand,
        });
    }

    pub(crate) fn close(&mut self) {
        if let Some(OverlayView::Practice { starting: true, .. }) = self.overlay {
            self.abandon_practice();
        }
        self.overlay = None;
    }

    pub(crate) fn set_appearance(&mut self, appearance: Appearance) {
        if appearance.language.as_deref().is_none_or(is_name) {
            self.persisted.settings.appearance = appearance;
        }
    }

    pub(crate) fn forget_user_id(&mut self) {
        self.persisted.settings.user_id = None;
        if let Some(OverlayView::Settings { .. }) = self.overlay {
            self.overlay = Some(self.settings_page());
        }
    }

    /// The certificates stay in the phone; only what this app wrote down of them goes.
    pub(crate) fn forget_records(&mut self) {
        if self.practising() {
            return;
        }
        let salt = std::mem::take(&mut self.persisted.ledger.salt);
        self.persisted.ledger = Ledger { salt, ..Ledger::default() };
        self.persisted.answered_link = None;
        let appearance = std::mem::take(&mut self.persisted.settings.appearance);
        self.persisted.settings = Settings { appearance, ..Settings::default() };
        self.leave();
    }

    fn settings_page(&self) -> OverlayView {
        OverlayView::Settings {
            user_id_kept: self.persisted.settings.user_id.is_some(),
            version: self.config.version.clone(),
        }
    }

    /// What helps a help desk, and nothing that opens anything or names anybody.
    pub(crate) fn diagnosis(&self) -> Vec<DiagnosisLine> {
        let mut lines = vec![
            line("app", &self.config.version),
            line("system", &self.system_name()),
            line("screen", self.screen_id()),
        ];
        lines.extend(self.shown_code().map(|code| line("code", &code)));
        if self.practising() {
            lines.push(line("realm", "practice"));
        }
        if let Some((_, certificate)) = self.current_certificate() {
            let kind = certificate.summary.kind.map_or("unknown", certificate::CertificateKind::code);
            lines.push(line("certificate", kind));
            let until = Timestamp::from_millisecond(certificate.summary.not_after).unwrap_or_default();
            lines.push(line("until", &until.to_string()));
            lines.push(line(
                "proof",
                match certificate.proof {
                    Proof::HandedOver => "handed-over",
                    Proof::UserConfirmed { .. } => "said",
                    Proof::Proven { .. } => "proven",
                },
            ));
        }
        lines.extend(self.session.clock_off.map(|minutes| line("clock", &minutes.to_string())));
        lines.extend(self.session.skeleton.as_deref().map(|skeleton| line("page", skeleton)));
        lines
    }

    fn system_name(&self) -> String {
        let name = match self.platform {
            crate::view::Platform::Iphone => "iOS",
            crate::view::Platform::Ipad => "iPadOS",
            crate::view::Platform::Android => "Android",
        };
        format!("{name} {}", self.version).trim_end().to_owned()
    }
}

fn line(key: &str, value: &str) -> DiagnosisLine {
    DiagnosisLine { key: key.to_owned(), value: value.to_owned() }
}

fn is_name(name: &str) -> bool {
    (1..=NAME).contains(&name.len()) && name.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-')
}
