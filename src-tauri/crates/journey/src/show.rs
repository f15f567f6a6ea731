//! What is shown of the place.

use certificate::CertificateKind;
use jiff::Timestamp;

use crate::android_leg::says_absent;
use crate::journey::Journey;
use crate::place::Place;
use crate::view::{CertificateSummary, FailedAt, HeldCertificate, HomePrimary, Proof, Screen, Stage};

/// Milliseconds of a day.
const DAY: i64 = 24 * 60 * 60 * 1000;
/// Between 1:30 and 6:30 in Japan nothing is issued (setup manual, 3-1).
pub(crate) const PAUSE: std::ops::Range<i64> = 90..390;
/// Japan's offset from UTC in minutes; it has no summer time.
const JAPAN: i64 = 9 * 60;

impl Journey {
    pub(crate) fn screen(&self, now: Timestamp) -> Screen {
        match &self.place {
            Place::Home => self.home_screen(now),
            Place::Welcome => Screen::Welcome { failure: self.trouble.clone() },
            Place::Preparation { obstacles } => {
                Screen::Preparation { blocked: obstacles.iter().any(crate::way::blocks), obstacles: obstacles.clone() }
            }
            Place::Login { failure } => self.login_screen(failure.clone(), now),
            Place::Terms { facts, working } => Screen::Terms {
                title: facts.title.clone(),
                text: facts.text.clone(),
                elsewhere: facts.elsewhere,
                working: *working,
            },
            Place::NewPassword { facts, working } => self.new_password_screen(facts, *working),
            Place::Working { at, slow, .. } => Screen::Downloading { at: *at, slow: *slow },
            Place::Certificates { rows } => self.certificates_screen(rows),
            Place::NoCertificate { looking } => {
                let minute = now.as_millisecond().div_euclid(60_000) + JAPAN;
                Screen::NoCertificate { issuing_paused: PAUSE.contains(&minute.rem_euclid(24 * 60)), looking: *looking }
            }
            Place::Password { failure, oddities, working } => {
                Screen::CertificatePassword { failure: failure.clone(), oddities: oddities.clone(), working: *working }
            }
            Place::Certificate { facts, working, failure } => Screen::Certificate {
                summary: self.fresh(&facts.summary, now),
                findings: facts.findings.clone(),
                acceptable: facts.acceptable,
                working: *working,
                failure: failure.clone(),
            },
            Place::HandOver { way, stage, failure } => Screen::HandOver {
                way: *way,
                stage: stage.shown(),
                at_hand: self.memory.facts.is_some(),
                can_open_files: self.practice_phone().is_some(),
                failure: failure.clone(),
            },
            Place::SettingsSteps { expired, copied } => Screen::SettingsSteps {
                deadline: self.deadline().map(Timestamp::as_millisecond),
                expired: *expired,
                password_at_hand: self.memory.password_at_hand,
                password_is_made: self.password_is_made(),
                revealed: self.secret_shown(),
                copied: *copied,
                can_open_settings: self.practice_phone().is_some(),
                way: self.hand_off_way(),
                can_hand_over_again: self.can_hand_over_again(),
            },
            Place::Installing { way, stage, failure } => match self.installing_summary(now) {
                Some((summary, file)) => Screen::Installing {
                    summary,
                    way: *way,
                    stage: *stage,
                    at_hand: self.memory.facts.is_some(),
                    file,
                    failure: failure.clone(),
                },
                None => self.home_screen(now),
            },
            Place::Verify { working, failure } => match self.subject_summary(now) {
                Some((summary, proof)) => Screen::Verify {
                    summary,
                    way: self.verify_way(),
                    working: *working,
                    failure: failure.clone(),
                    proof,
                    absent: failure.as_ref().is_some_and(says_absent),
                    at_hand: self.memory.facts.is_some() || self.file_is_saved(),
                },
                None => self.home_screen(now),
            },
            Place::Done { alias, failure } => match self.saved.ledger.certificates.get(alias) {
                Some(entry) => Screen::Done {
                    summary: self.fresh(&self.named(&entry.slot, &entry.certificate.summary), now),
                    proof: entry.certificate.proof,
                    service: self.realm.service,
                    name: (!self.platform.is_apple()).then(|| entry.alias_in_key_chain()),
                    saved_file: self.saved_file(&entry.slot),
                    failure: failure.clone(),
                },
                None => self.home_screen(now),
            },
            Place::Failed { failure, at, .. } => Screen::Failed {
                browser: matches!(at, FailedAt::Portal) || failure.code == "portal-old-tls",
                failure: failure.clone(),
                at: *at,
            },
        }
    }

    pub(crate) fn stage(&self) -> Option<Stage> {
        match &self.place {
            Place::Home | Place::Welcome => None,
            Place::Preparation { .. } | Place::Login { .. } | Place::Terms { .. } | Place::NewPassword { .. } => {
                Some(Stage::Prepare)
            }
            Place::Failed { retry, .. } => Some(match retry {
                crate::place::Retry::Start | crate::place::Retry::Practice => Stage::Prepare,
                _ => Stage::Download,
            }),
            Place::Working { .. } | Place::Certificates { .. } | Place::NoCertificate { .. } => Some(Stage::Download),
            Place::Password { .. }
            | Place::Certificate { .. }
            | Place::HandOver { .. }
            | Place::SettingsSteps { .. }
            | Place::Installing { .. } => Some(Stage::Install),
            Place::Verify { .. } | Place::Done { .. } => Some(Stage::Verify),
        }
    }

    /// Which certificate the way is about.
    pub(crate) fn kind_at_hand(&self) -> Option<CertificateKind> {
        if let Place::Done { alias, .. } = &self.place {
            return self.saved.ledger.certificates.get(alias).map(|entry| entry.slot.kind);
        }
        let slot = || self.saved.journal.as_ref().and_then(|journal| journal.slot.as_ref()).map(|slot| slot.kind);
        self.memory.facts.as_ref().and_then(|facts| facts.summary.kind).or_else(slot)
    }

    pub(crate) fn screen_id(&self) -> &'static str {
        self.screen(Timestamp::UNIX_EPOCH).id()
    }

    /// Code of the failure on the screen, for the help desk.
    pub(crate) fn shown_code(&self) -> Option<String> {
        let failure = match &self.place {
            Place::Failed { failure, .. } => Some(failure),
            Place::Login { failure }
            | Place::Password { failure, .. }
            | Place::Certificate { failure, .. }
            | Place::HandOver { failure, .. }
            | Place::Installing { failure, .. }
            | Place::Verify { failure, .. }
            | Place::Done { failure, .. } => failure.as_ref(),
            Place::NewPassword { facts, .. } => facts.refused.as_ref(),
            _ => self.trouble.as_ref(),
        };
        failure.map(|failure| failure.code.clone())
    }

    fn home_screen(&self, now: Timestamp) -> Screen {
        let mut certificates: Vec<HeldCertificate> = self
            .held()
            .map(|entry| HeldCertificate {
                slot: entry.slot.alias(),
                summary: self.fresh(&self.named(&entry.slot, &entry.certificate.summary), now),
                proof: entry.certificate.proof,
            })
            .collect();
        certificates.sort_by_key(|held| held.summary.not_after);
        let due = certificates.iter().find(|held| held.summary.due);
        let unproven = certificates.iter().find(|held| !matches!(held.proof, Proof::Proven { .. }));
        let primary = if self.saved.journal.is_some() {
            HomePrimary::Resume
        } else if let Some(held) = due {
            HomePrimary::Renew { slot: held.slot.clone() }
        } else if let Some(held) = unproven.or(certificates.first()) {
            HomePrimary::Verify { slot: held.slot.clone() }
        } else {
            HomePrimary::Add
        };
        Screen::Home { certificates, primary, saved_files: self.saved_file_names(), failure: self.trouble.clone() }
    }

    pub(crate) fn subject_summary(&self, now: Timestamp) -> Option<(CertificateSummary, Proof)> {
        let (_, certificate) = self.subject()?;
        let slot = self.saved.journal.as_ref()?.slot.as_ref()?;
        Some((self.fresh(&self.named(slot, &certificate.summary), now), certificate.proof))
    }

    /// With the days that are left today.
    pub(crate) fn fresh(&self, summary: &CertificateSummary, now: Timestamp) -> CertificateSummary {
        let left = (summary.not_after - now.as_millisecond()).div_euclid(DAY);
        let days_left = i32::try_from(left).unwrap_or(i32::MAX);
        CertificateSummary { days_left, due: days_left <= self.surroundings.due_days, ..summary.clone() }
    }
}
