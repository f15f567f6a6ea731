//! Moving along the way: beginning, going back, leaving.

use jiff::{SignedDuration, Timestamp};

use crate::effect::Effect;
use crate::event::PhoneFacts;
use crate::intent::SecretKind;
use crate::journey::{Journey, SLOW};
use crate::place::{Memory, OpenHandOff, Place, Retry};
use crate::saved::{Journal, Slot, Step};
use crate::view::{AsideView, Back, FailedAt, Failure, InstallStage, Obstacle, Platform, Question};

impl Journey {
    /// Begins: looks at the phone first.
    pub(crate) fn start(&mut self, slot: Option<Slot>) {
        let user_id = self.saved.settings.user_id.clone().unwrap_or_default();
        self.forget_way();
        self.saved.journal = None;
        if !self.is_before_login() {
            self.place = self.first_place();
        }
        self.saved.journal = Some(Journal::new(slot, user_id));
        self.look();
    }

    pub(crate) fn resume(&mut self) {
        if self.saved.journal.is_some() {
            self.place = self.resting_place();
        }
    }

    pub(crate) fn renew(&mut self, alias: &str) {
        if let Some(entry) = self.saved.ledger.certificates.get(alias) {
            let slot = entry.slot.clone();
            self.start(Some(slot));
        }
    }

    pub(crate) fn look(&mut self) {
        let attempt = self.next_attempt();
        self.effects.push(Effect::LookAtPhone { attempt });
    }

    pub(crate) fn look_again(&mut self) {
        match &mut self.place {
            Place::NoCertificate { looking } if !*looking => {
                *looking = true;
                let attempt = self.next_attempt();
                self.effects.push(Effect::List { attempt });
            }
            Place::Preparation { .. } => self.look(),
            _ => {}
        }
    }

    pub(crate) fn on_phone_looked(&mut self, result: Result<PhoneFacts, Failure>) {
        let beginning =
            self.is_before_login() && matches!(&self.saved.journal, Some(Journal { step: Step::Login, .. }));
        match result {
            Ok(facts) => {
                self.platform = facts.platform;
                self.version.clone_from(&facts.version);
                self.vendor = facts.vendor;
                if beginning {
                    let obstacles = obstacles(&facts);
                    self.place = if obstacles.is_empty() || self.memory.obstacles_accepted {
                        self.first_step()
                    } else {
                        Place::Preparation { obstacles }
                    };
                }
            }
            Err(failure) if beginning => {
                self.saved.journal = None;
                self.effects.push(Effect::ForgetAll);
                self.place = Place::Failed { failure, at: FailedAt::Phone, retry: Retry::Start };
            }
            Err(_) => {}
        }
    }

    fn is_before_login(&self) -> bool {
        matches!(self.place, Place::Welcome | Place::Home | Place::Preparation { .. } | Place::Failed { .. })
    }

    /// After the look at the phone: the login, or the password of a file that is here already.
    fn first_step(&self) -> Place {
        match &self.saved.journal {
            Some(Journal { from_file: true, .. }) => {
                Place::Password { failure: None, oddities: Vec::new(), working: false }
            }
            _ => Place::Login { failure: None },
        }
    }

    pub(crate) fn continue_anyway(&mut self) {
        if let Place::Preparation { obstacles } = &self.place
            && !obstacles.iter().any(blocks)
        {
            self.memory.obstacles_accepted = true;
            self.place = self.first_step();
        }
    }

    pub(crate) fn back(&self) -> Back {
        match &self.place {
            Place::Home | Place::Welcome | Place::Done { .. } => Back::Nowhere,
            Place::Preparation { .. }
            | Place::Login { .. }
            | Place::Terms { .. }
            | Place::Certificates { .. }
            | Place::NoCertificate { .. }
            | Place::Verify { .. }
            | Place::Installing { stage: InstallStage::Ready | InstallStage::Saved, .. }
            | Place::HandOver { stage: OpenHandOff::Ready | OpenHandOff::Gone, .. }
            | Place::Failed { .. } => Back::Plain,
            Place::Working { .. }
            | Place::NewPassword { .. }
            | Place::Password { .. }
            | Place::Certificate { .. }
            | Place::HandOver { .. }
            | Place::SettingsSteps { .. }
            | Place::Installing { .. } => Back::Asks,
        }
    }

    pub(crate) fn go_back(&mut self) {
        match &self.place {
            Place::Home | Place::Welcome | Place::Done { .. } => {}
            Place::Preparation { .. } | Place::Login { .. } | Place::NoCertificate { .. } => self.leave(),
            Place::Certificates { .. } | Place::Terms { .. } => self.return_to_login(),
            Place::Verify { .. } => self.later(),
            Place::Failed { retry: Retry::Start | Retry::Practice, .. } => self.leave(),
            Place::Failed { .. } => self.return_to_login(),
            Place::Working { .. } | Place::NewPassword { .. } => self.question = Some(Question::LeaveDownload),
            Place::Password { .. } | Place::Certificate { .. } => self.question = Some(Question::LeaveCertificate),
            Place::HandOver { stage: OpenHandOff::Ready | OpenHandOff::Gone, .. } => self.back_from_hand_over(),
            Place::Installing { stage: InstallStage::Ready, .. } => self.back_from_installing(),
            Place::Installing { stage: InstallStage::Saved, .. } => self.later(),
            Place::HandOver { .. } | Place::SettingsSteps { .. } | Place::Installing { .. } => {
                self.question = Some(Question::LeaveHandOver);
            }
        }
    }

    pub(crate) fn confirm(&mut self) {
        match self.question.take() {
            Some(Question::LeaveDownload) => self.cancel(),
            Some(Question::LeaveCertificate) => self.return_to_login(),
            Some(Question::LeaveHandOver) => match &self.place {
                Place::HandOver { stage: OpenHandOff::Open { .. }, .. } => {
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
        match &self.place {
            Place::Working { .. } | Place::NewPassword { .. } => {
                self.effects.push(Effect::CancelPortal);
                self.return_to_login();
            }
            Place::NoCertificate { .. } => {
                self.next_attempt();
                self.effects.push(Effect::CancelPortal);
                self.place = Place::NoCertificate { looking: false };
            }
            Place::Verify { .. } => {
                self.next_attempt();
                self.place = Place::Verify { working: false, failure: None };
            }
            _ => {}
        }
    }

    /// Back to the login with the user ID kept; file, secrets and session are gone.
    pub(crate) fn return_to_login(&mut self) {
        if self.saved.journal.as_ref().is_some_and(|journal| journal.from_file) {
            return self.leave();
        }
        self.next_attempt();
        self.effects.push(Effect::LogOut);
        self.effects.push(Effect::ForgetAll);
        self.forget_memory();
        self.place = Place::Login { failure: None };
    }

    /// Puts the way away but keeps what is journalled. Secrets do not wait: they are asked for again.
    pub(crate) fn later(&mut self) {
        self.next_attempt();
        self.effects.push(Effect::ForgetAll);
        self.forget_memory();
        self.question = None;
        self.place = self.first_place();
    }

    /// Leaves the way for good.
    pub(crate) fn leave(&mut self) {
        self.saved.journal = None;
        self.forget_way();
        self.place = self.first_place();
    }

    pub(crate) fn finish(&mut self) {
        if let Place::Done { .. } = self.place {
            self.leave();
        }
    }

    pub(crate) fn try_again(&mut self, now: Timestamp) {
        if let Place::Failed { retry, failure, .. } = &self.place {
            let not_here = failure.code == "device-not-here";
            match *retry {
                Retry::Start if not_here => self.on_not_here(),
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
        self.place = self.first_place();
        self.aside = Some(AsideView::Practice {
            offices: self.surroundings.offices.clone(),
            this_phone: self.surroundings.this_phone,
            starting: false,
            failure: None,
        });
    }

    pub(crate) fn on_tick(&mut self, now: Timestamp) {
        let since = |start: Timestamp| now.duration_since(start);
        match &mut self.place {
            Place::Working { since: start, slow, .. } => *slow = since(*start) >= SignedDuration::from_secs(SLOW),
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
        self.trouble = None;
        self.question = None;
        self.aside = None;
    }

    pub(crate) fn forget_memory(&mut self) {
        self.memory = Memory { attempt: self.memory.attempt, ..Memory::default() };
    }

    pub(crate) fn forget_login_password(&mut self) {
        self.effects.push(Effect::Forget(SecretKind::LoginPassword));
    }
}

/// The oldest systems the manual supports (setup manual, 1-2).
const OLDEST_APPLE: u32 = 18;
const OLDEST_ANDROID: u32 = 13;

fn obstacles(facts: &PhoneFacts) -> Vec<Obstacle> {
    let mut found = Vec::new();
    let oldest = if facts.platform == Platform::Android { OLDEST_ANDROID } else { OLDEST_APPLE };
    let major = facts.version.split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_some_and(|major| major < oldest) {
        found.push(Obstacle::SystemTooOld { version: facts.version.clone(), needed: oldest.to_string() });
    }
    if facts.restricted {
        found.push(Obstacle::Managed);
    }
    if facts.screen_lock == Some(false) {
        found.push(Obstacle::NoScreenLock);
    }
    if !facts.online {
        found.push(Obstacle::NoNetwork);
    }
    if facts.chrome == Some(false) {
        found.push(Obstacle::NoChrome);
    }
    found
}

/// Going on is pointless with it.
pub(crate) fn blocks(obstacle: &Obstacle) -> bool {
    matches!(obstacle, Obstacle::SystemTooOld { .. } | Obstacle::Managed)
}
