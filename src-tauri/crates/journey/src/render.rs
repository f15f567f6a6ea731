//! What is shown of the place.

use certificate::CertificateKind;
use jiff::Timestamp;

use crate::journey::Journey;
use crate::state::State;
use crate::view::{CertificateSummary, HeldCertificate, HomePrimary, Proof, Screen, Stage};

/// Milliseconds of a day.
const DAY: i64 = 24 * 60 * 60 * 1000;
/// Between 1:30 and 6:30 in Japan nothing is issued (setup manual, 3-1).
pub(crate) const PAUSE: std::ops::Range<i64> = 90..390;
/// Japan's offset from UTC in minutes; it has no summer time.
const JAPAN: i64 = 9 * 60;

impl Journey {
    pub(crate) fn screen(&self, now: Timestamp) -> Screen {
        match &self.state {
            State::Home => self.home_screen(now),
            State::Welcome => Screen::Welcome { failure: self.startup_failure.clone() },
            State::Preparation { issues } => {
                Screen::Preparation { blocked: issues.iter().any(crate::navigation::blocks), issues: issues.clone() }
            }
            State::Login { failure } => self.login_screen(failure.clone(), now),
            State::Terms { info, working } => Screen::Terms {
                title: info.title.clone(),
                text: info.text.clone(),
                elsewhere: info.elsewhere,
                working: *working,
            },
            State::NewPassword { info, working } => self.new_password_screen(info, *working),
            State::Working { at, slow, .. } => Screen::Downloading { at: *at, slow: *slow },
            State::Certificates { rows } => self.certificates_screen(rows),
            State::NoCertificate { looking } => {
                let minute = now.as_millisecond().div_euclid(60_000) + JAPAN;
                Screen::NoCertificate { issuing_paused: PAUSE.contains(&minute.rem_euclid(24 * 60)), looking: *looking }
            }
            State::Password { failure, password_hints, working } => Screen::CertificatePassword {
                failure: failure.clone(),
                password_hints: password_hints.clone(),
                working: *working,
            },
            State::Certificate { info, working, failure } => Screen::Certificate {
                summary: self.with_days_left(&info.summary, now),
                findings: info.findings.clone(),
                acceptable: info.acceptable,
                working: *working,
                failure: failure.clone(),
            },
            State::HandOver { method, stage, failure } => Screen::HandOver {
                method: *method,
                stage: stage.shown(),
                at_hand: self.session.info.is_some(),
                can_open_files: self.practice_phone().is_some(),
                failure: failure.clone(),
            },
            State::SettingsSteps { expired, copied } => Screen::SettingsSteps {
                deadline: self.deadline().map(Timestamp::as_millisecond),
                expired: *expired,
                password_at_hand: self.session.password_at_hand,
                password_is_made: self.password_is_made(),
                revealed: self.secret_shown(),
                copied: *copied,
                can_open_settings: self.practice_phone().is_some(),
                method: self.hand_off_method(),
                can_hand_over_again: self.can_hand_over_again(),
            },
            State::Installing { method, stage, failure } => match self.installing_summary(now) {
                Some((summary, file)) => Screen::Installing {
                    summary,
                    method: *method,
                    stage: *stage,
                    at_hand: self.session.info.is_some(),
                    file,
                    failure: failure.clone(),
                },
                None => self.home_screen(now),
            },
            State::Verify { working, failure } => match self.current_summary(now) {
                Some((summary, proof)) => Screen::Verify {
                    summary,
                    method: self.verify_method(),
                    working: *working,
                    failure: failure.clone(),
                    proof,
                    absent: failure.as_ref().is_some_and(|failure| failure.cause.is_absence()),
                    at_hand: self.session.info.is_some() || self.file_is_saved(),
                },
                None => self.home_screen(now),
            },
            State::Done { alias, failure } => match self.persisted.ledger.certificates.get(alias) {
                Some(entry) => Screen::Done {
                    summary: self.with_days_left(&self.named(&entry.slot, &entry.certificate.summary), now),
                    proof: entry.certificate.proof,
                    service: self.realm.service,
                    name: (!self.platform.is_apple()).then(|| entry.alias_in_key_chain()),
                    saved_file: self.saved_file(&entry.slot),
                    failure: failure.clone(),
                },
                None => self.home_screen(now),
            },
            State::Failed { failure, .. } => Screen::Failed {
                drawing: failure.cause.drawing(),
                primary: failure.cause.primary(failure.retryable),
                browser: failure.cause.offers_browser(),
                failure: failure.clone(),
            },
        }
    }

    pub(crate) fn stage(&self) -> Option<Stage> {
        match &self.state {
            State::Home | State::Welcome => None,
            State::Preparation { .. } | State::Login { .. } | State::Terms { .. } | State::NewPassword { .. } => {
                Some(Stage::Prepare)
            }
            State::Failed { retry, .. } => Some(match retry {
                crate::state::Retry::Start | crate::state::Retry::Practice => Stage::Prepare,
                _ => Stage::Download,
            }),
            State::Working { .. } | State::Certificates { .. } | State::NoCertificate { .. } => Some(Stage::Download),
            State::Password { .. }
            | State::Certificate { .. }
            | State::HandOver { .. }
            | State::SettingsSteps { .. }
            | State::Installing { .. } => Some(Stage::Install),
            State::Verify { .. } | State::Done { .. } => Some(Stage::Verify),
        }
    }

    /// Which certificate the way is about.
    pub(crate) fn kind_at_hand(&self) -> Option<CertificateKind> {
        if let State::Done { alias, .. } = &self.state {
            return self.persisted.ledger.certificates.get(alias).map(|entry| entry.slot.kind);
        }
        let slot = || self.persisted.journal.as_ref().and_then(|journal| journal.slot.as_ref()).map(|slot| slot.kind);
        self.session.info.as_ref().and_then(|info| info.summary.kind).or_else(slot)
    }

    pub(crate) fn screen_id(&self) -> &'static str {
        self.screen(Timestamp::UNIX_EPOCH).id()
    }

    /// Code of the failure on the screen, for the help desk.
    pub(crate) fn shown_code(&self) -> Option<String> {
        let failure = match &self.state {
            State::Failed { failure, .. } => Some(failure),
            State::Login { failure }
            | State::Password { failure, .. }
            | State::Certificate { failure, .. }
            | State::HandOver { failure, .. }
            | State::Installing { failure, .. }
            | State::Verify { failure, .. }
            | State::Done { failure, .. } => failure.as_ref(),
            State::NewPassword { info, .. } => info.refused.as_ref(),
            _ => self.startup_failure.as_ref(),
        };
        failure.map(|failure| failure.code.clone())
    }

    fn home_screen(&self, now: Timestamp) -> Screen {
        let mut certificates: Vec<HeldCertificate> = self
            .held()
            .map(|entry| HeldCertificate {
                slot: entry.slot.alias(),
                summary: self.with_days_left(&self.named(&entry.slot, &entry.certificate.summary), now),
                proof: entry.certificate.proof,
            })
            .collect();
        certificates.sort_by_key(|held| held.summary.not_after);
        let due = certificates.iter().find(|held| held.summary.due);
        let unproven = certificates.iter().find(|held| !matches!(held.proof, Proof::Proven { .. }));
        let primary = if self.persisted.journal.is_some() {
            HomePrimary::Resume
        } else if let Some(held) = due {
            HomePrimary::Renew { slot: held.slot.clone() }
        } else if let Some(held) = unproven.or(certificates.first()) {
            HomePrimary::Verify { slot: held.slot.clone() }
        } else {
            HomePrimary::Add
        };
        Screen::Home {
            certificates,
            primary,
            saved_files: self.saved_file_names(),
            failure: self.startup_failure.clone(),
        }
    }

    pub(crate) fn current_summary(&self, now: Timestamp) -> Option<(CertificateSummary, Proof)> {
        let (_, certificate) = self.current_certificate()?;
        let slot = self.persisted.journal.as_ref()?.slot.as_ref()?;
        Some((self.with_days_left(&self.named(slot, &certificate.summary), now), certificate.proof))
    }

    /// With the days that are left today.
    pub(crate) fn with_days_left(&self, summary: &CertificateSummary, now: Timestamp) -> CertificateSummary {
        let left = (summary.not_after - now.as_millisecond()).div_euclid(DAY);
        let days_left = i32::try_from(left).unwrap_or(i32::MAX);
        CertificateSummary { days_left, due: days_left <= self.config.due_days, ..summary.clone() }
    }
}
