//! Moving along the flow: beginning, going back, leaving.

use jiff::{SignedDuration, Timestamp};

use crate::cause::Cause;
use crate::effect::Effect;
use crate::event::PhoneInfo;
use crate::intent::SecretKind;
use crate::journey::{Journey, SLOW};
use crate::persisted::{Journal, Slot, Step};
use crate::state::{OpenHandOff, Retry, SessionState, State};
use crate::view::{Back, Failure, InstallStage, OverlayView, Platform, PreflightIssue, Question};

impl Journey {
    /// Begins: looks at the phone first.
    pub(crate) fn start(&mut self, slot: Option<Slot>) {
        let user_id = self.persisted.settings.user_id.clone().unwrap_or_default();
        self.forget_way();
        self.persisted.journal = None;
        if !self.is_before_login() {
            self.state = self.first_state();
        }
        self.persisted.journal = Some(Journal::new(slot, user_id));
        self.look();
    }

    pub(crate) fn resume(&mut self) {
        if self.persisted.journal.is_some() {
            self.state = self.resting_state();
        }
    }

    pub(crate) fn renew(&mut self, alias: &str) {
        if let Some(entry) = self.persisted.ledger.certificates.get(alias) {
            let slot = entry.slot.clone();
            self.start(Some(slot));
        }
    }

    pub(crate) fn look(&mut self) {
        let attempt = self.next_attempt();
        self.effects.push(Effect::LookAtPhone { attempt });
    }

    pub(crate) fn look_again(&mut self) {
        match &mut self.state {
            State::NoCertificate { looking } if !*looking => {
                *looking = true;
                let attempt = self.next_attempt();
                self.effects.push(Effect::List { attempt });
            }
            State::Preparation { .. } => self.look(),
            _ => {}
        }
    }

    pub(crate) fn on_phone_looked(&mut self, result: Result<PhoneInfo, Failure>) {
        let beginning =
            self.is_before_login() && matches!(&self.persisted.journal, Some(Journal { step: Step::Login, .. }));
        match result {
            Ok(info) => {
                self.platform = info.platform;
                self.version.clone_from(&info.version);
                self.vendor = info.vendor;
                if beginning {
                    let issues = issues(&info);
                    self.state = if issues.is_empty() || self.session.obstacles_accepted {
                        self.first_step()
                    } else {
                        State::Preparation { issues }
                    };
                }
            }
            Err(failure) if beginning => {
                self.persisted.journal = None;
                self.effects.push(Effect::ForgetAll);
                self.state = State::Failed { failure, retry: Retry::Start };
            }
            Err(_) => {}
        }
    }

    fn is_before_login(&self) -> bool {
        matches!(self.state, State::Welcome | State::Home | State::Preparation { .. } | State::Failed { .. })
    }

    /// After the look at the phone: the login, or the password of a file that is here already.
    fn first_step(&self) -> State {
        match &self.persisted.journal {
            Some(Journal { from_file: true, .. }) => {
                State::Password { failure: None, password_hints: Vec::new(), working: false }
            }
            _ => State::Login { failure: None },
        }
    }

    pub(crate) fn continue_anyway(&mut self) {
        if let State::Preparation { issues } = &self.state
            && !issues.iter().any(blocks)
        {
            self.session.obstacles_accepted = true;
            self.state = self.first_step();
        }
    }

    pub(crate) fn back(&self) -> Back {
        match &self.state {
            State::Home | State::Welcome | State::Done { .. } => Back::Nowhere,
            State::Preparation { .. }
            | State::Login { .. }
            | State::Terms { .. }
            | State::Certificates { .. }
            | State::NoCertificate { .. }
            | State::Verify { .. }
            | State::Installing { stage: InstallStage::Ready | InstallStage::Saved, .. }
            | State::HandOver { stage: OpenHandOff::Ready | OpenHandOff::Gone, .. }
            | State::Failed { .. } => Back::Plain,
            State::Working { .. }
            | State::NewPassword { .. }
            | State::Password { .. }
            | State::Certificate { .. }
            | State::HandOver { .. }
            | State::SettingsSteps { .. }
            | State::Installing { .. } => Back::Asks,
        }
    }

    pub(crate) fn go_back(&mut self) {
        match &self.state {
            State::Home | State::Welcome | State::Done { .. } => {}
            State::Preparation { .. } | State::Login { .. } | State::NoCertificate { .. } => self.leave(),
            State::Certificates { .. } | State::Terms { .. } => self.return_to_login(),
            State::Verify { .. } => self.later(),
            State::Failed { retry: Retry::Start | Retry::Practice, .. } => self.leave(),
            State::Failed { .. } => self.return_to_login(),
            State::Working { .. } | State::NewPassword { .. } => self.question = Some(Question::LeaveDownload),
            State::Password { .. } | State::Certificate { .. } => self.question = Some(Question::LeaveCertificate),
            State::HandOver { stage: OpenHandOff::Ready | OpenHandOff::Gone, .. } => self.back_from_hand_over(),
            State::Installing { stage: InstallStage::Ready, .. } => self.back_from_installing(),
            State::Installing { stage: InstallStage::Saved, .. } => self.later(),
            State::HandOver { .. } | State::SettingsSteps { .. } | State::Installing { .. } => {
                self.question = Some(Question::LeaveHandOver);
            }
        }
    }

    pub(crate) fn confirm(&mut self) {
        match self.question.take() {
            Some(Question::LeaveDownload) => self.cancel(),
            Some(Question::LeaveCertificate) => self.return_to_login(),
            Some(Question::LeaveHandOver) => match &self.state {
                State::HandOver { stage: OpenHandOff::Open { .. }, .. } => {
                    self.stop_serving();
                    self.leave_hand_over(None);
                }
                _ => {
                    self.stop_serving();
                    self.later();
                }
            },
            Some(Question::LeavePractice) => self.leave_practice(),
            None => {}
        }
    }

    pub(crate) fn cancel(&mut self) {
        match &self.state {
            State::Working { .. } | State::NewPassword { .. } => {
                self.effects.push(Effect::CancelPortal);
                self.return_to_login();
            }
            State::NoCertificate { .. } => {
                self.next_attempt();
                self.effects.push(Effect::CancelPortal);
                self.state = State::NoCertificate { looking: false };
            }
            State::Verify { .. } => {
                self.next_attempt();
                self.state = State::Verify { working: false, failure: None };
            }
            _ => {}
        }
    }

    /// Back to the login with the user ID kept; file, secrets and session are gone.
    pub(crate) fn return_to_login(&mut self) {
        if self.persisted.journal.as_ref().is_some_and(|journal| journal.from_file) {
            return self.leave();
        }
        self.next_attempt();
        self.effects.push(Effect::LogOut);
        self.effects.push(Effect::ForgetAll);
        self.forget_memory();
        self.state = State::Login { failure: None };
    }

    /// Puts the way away but keeps what is journalled. Secrets do not wait: they are asked for again.
    pub(crate) fn later(&mut self) {
        self.next_attempt();
        self.effects.push(Effect::ForgetAll);
        self.forget_memory();
        self.question = None;
        self.state = self.first_state();
    }

    /// Leaves the way for good.
    pub(crate) fn leave(&mut self) {
        self.persisted.journal = None;
        self.forget_way();
        self.state = self.first_state();
    }

    pub(crate) fn finish(&mut self) {
        if let State::Done { .. } = self.state {
            self.leave();
        }
    }

    pub(crate) fn try_again(&mut self, now: Timestamp) {
        if let State::Failed { retry, failure, .. } = &self.state {
            let unsupported = failure.cause == Cause::Unsupported;
            match *retry {
                Retry::Start if unsupported => self.on_not_here(),
                Retry::Start => self.start(None),
                Retry::Login => self.return_to_login(),
                Retry::LogIn => self.log_in_again(now),
                Retry::List => {
                    self.begin_work(crate::view::Working::Finding, now);
                    let attempt = self.next_attempt();
                    self.effects.push(Effect::List { attempt });
                }
                Retry::Download(row) => self.download(row, now),
                Retry::Practice => {
                    let phone = self.practice_phone();
                    self.open_practice(phone);
                }
            }
        }
    }

    /// A desktop cannot be given a certificate: what it can do is practise.
    fn on_not_here(&mut self) {
        self.state = self.first_state();
        self.overlay = Some(OverlayView::Practice {
            offices: self.config.offices.clone(),
            this_phone: self.config.this_phone,
            starting: false,
            failure: None,
        });
    }

    pub(crate) fn on_tick(&mut self, now: Timestamp) {
        let since = |start: Timestamp| now.duration_since(start);
        match &mut self.state {
            State::Working { since: start, slow, .. } => *slow = since(*start) >= SignedDuration::from_secs(SLOW),
            _ => self.expire(now),
        }
        self.forget_kept(now);
    }

    pub(crate) fn forget_way(&mut self) {
        self.next_attempt();
        self.effects.push(Effect::CancelPortal);
        self.effects.push(Effect::LogOut);
        self.effects.push(Effect::ForgetAll);
        self.forget_memory();
        self.startup_failure = None;
        self.question = None;
        self.overlay = None;
    }

    pub(crate) fn forget_memory(&mut self) {
        self.session = SessionState { attempt: self.session.attempt, ..SessionState::default() };
    }

    pub(crate) fn forget_login_password(&mut self) {
        self.effects.push(Effect::Forget(SecretKind::LoginPassword));
    }
}

/// The oldest systems the manual supports (setup manual, 1-2).
const OLDEST_APPLE: u32 = 18;
const OLDEST_ANDROID: u32 = 13;

fn issues(info: &PhoneInfo) -> Vec<PreflightIssue> {
    let mut found = Vec::new();
    let oldest = if info.platform == Platform::Android { OLDEST_ANDROID } else { OLDEST_APPLE };
    let major = info.version.split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_some_and(|major| major < oldest) {
        found.push(PreflightIssue::SystemTooOld { version: info.version.clone(), needed: oldest.to_string() });
    }
    if info.restricted {
        found.push(PreflightIssue::Managed);
    }
    if info.screen_lock == Some(false) {
        found.push(PreflightIssue::NoScreenLock);
    }
    if !info.online {
        found.push(PreflightIssue::NoNetwork);
    }
    if info.chrome == Some(false) {
        found.push(PreflightIssue::NoChrome);
    }
    found
}

/// Going on is pointless with it.
pub(crate) fn blocks(obstacle: &PreflightIssue) -> bool {
    matches!(obstacle, PreflightIssue::SystemTooOld { .. } | PreflightIssue::Managed)
}
