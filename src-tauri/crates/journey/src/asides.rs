//! Pages over the screen, and the settings.

use jiff::Timestamp;

use crate::intent::Aside;
use crate::journey::Journey;
use crate::place::Place;
use crate::saved::{Ledger, Settings};
use crate::view::{Appearance, AsideView, DiagnosisLine, Hurdle, Proof};

/// Characters of the name of a guide page or a language.
const NAME: usize = 40;

impl Journey {
    pub(crate) fn open(&mut self, page: Aside, now: Timestamp) {
        self.aside = Some(match page {
            Aside::HelpDesk => self.help_desk(now),
            Aside::Trouble => AsideView::Trouble { from: self.screen_id().to_owned(), code: self.shown_code() },
            Aside::Guide => AsideView::Guide { page: None },
            Aside::Settings => self.settings_page(),
            Aside::PcCard => self.pc_card_page(),
            Aside::Browser => AsideView::Browser,
            Aside::Scan => AsideView::Scan { failure: None },
            Aside::FacilityCard => self.facility_card_page(),
            Aside::Practice => AsideView::Practice {
                offices: self.surroundings.offices.clone(),
                this_phone: self.surroundings.this_phone,
                starting: false,
                failure: None,
            },
            Aside::About => AsideView::About {
                publisher: self.surroundings.publisher.clone(),
                version: self.surroundings.version.clone(),
                portal_host: self.surroundings.portal_host.clone(),
            },
        });
    }

    pub(crate) fn open_guide(&mut self, page: Option<String>) {
        let page = page.filter(|page| is_name(page));
        self.aside = Some(AsideView::Guide { page });
    }

    pub(crate) fn open_hurdle(&mut self, page: Hurdle) {
        let again =
            matches!(page, Hurdle::NoEntry | Hurdle::Expired) && matches!(self.place, Place::SettingsSteps { .. });
        let (way, at_hand) = (self.hand_off_way(), self.can_hand_over_again());
        self.aside =
            Some(AsideView::Hurdle { page, again, way, at_hand, password_at_hand: self.memory.password_at_hand });
    }

    pub(crate) fn close(&mut self) {
        if let Some(AsideView::Practice { starting: true, .. }) = self.aside {
            self.abandon_practice();
        }
        self.aside = None;
    }

    pub(crate) fn set_appearance(&mut self, appearance: Appearance) {
        if appearance.language.as_deref().is_none_or(is_name) {
            self.saved.settings.appearance = appearance;
        }
    }

    pub(crate) fn forget_user_id(&mut self) {
        self.saved.settings.user_id = None;
        if let Some(AsideView::Settings { .. }) = self.aside {
            self.aside = Some(self.settings_page());
        }
    }

    /// The certificates stay in the phone; only what this app wrote down of them goes.
    pub(crate) fn forget_records(&mut self) {
        if self.practising() {
            return;
        }
        let salt = std::mem::take(&mut self.saved.ledger.salt);
        self.saved.ledger = Ledger { salt, ..Ledger::default() };
        self.saved.answered_link = None;
        let appearance = std::mem::take(&mut self.saved.settings.appearance);
        self.saved.settings = Settings { appearance, ..Settings::default() };
        self.leave();
    }

    fn settings_page(&self) -> AsideView {
        AsideView::Settings {
            user_id_kept: self.saved.settings.user_id.is_some(),
            version: self.surroundings.version.clone(),
        }
    }

    /// What helps a help desk, and nothing that opens anything or names anybody.
    pub(crate) fn diagnosis(&self) -> Vec<DiagnosisLine> {
        let mut lines = vec![
            line("app", &self.surroundings.version),
            line("system", &self.system_name()),
            line("screen", self.screen_id()),
        ];
        lines.extend(self.shown_code().map(|code| line("code", &code)));
        if self.practising() {
            lines.push(line("realm", "practice"));
        }
        if let Some((_, certificate)) = self.subject() {
            let kind = certificate.summary.kind.map_or("unknown", certificate::CertificateKind::code);
            lines.push(line("certificate", kind));
            let until = Timestamp::from_millisecond(certificate.summary.not_after).unwrap_or_default();
            lines.push(line("until", &until.to_string()));
            lines.push(line(
                "proof",
                match certificate.proof {
                    Proof::HandedOver => "handed-over",
                    Proof::Said { .. } => "said",
                    Proof::Proven { .. } => "proven",
                },
            ));
        }
        lines.extend(self.memory.clock_off.map(|minutes| line("clock", &minutes.to_string())));
        lines.extend(self.memory.skeleton.as_deref().map(|skeleton| line("page", skeleton)));
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
