use jiff::Timestamp;

use crate::effect::{Attempt, Effect};
use crate::event::{Event, RealmInfo};
use crate::inbound::{Addresses, PendingRequest};
use crate::intent::Intent;
use crate::persisted::{Journal, PersistedPractice, PersistedState, Step};
use crate::state::{SessionState, State};
use crate::view::{
    Failure, InstallMethod, InstallStage, OverlayView, Platform, PracticeOffice, Question, SystemScreen, Vendor, View,
};

/// What the journey is built with.
pub struct Config {
    /// Whose screens are drawn before the phone was looked at.
    pub platform: Platform,
    /// Certificates can be put into this very device (never a desktop).
    pub this_phone: bool,
    /// What the real realm has.
    pub realm: RealmInfo,
    /// Publisher's name.
    pub publisher: String,
    /// App version.
    pub version: String,
    /// Host of the real portal.
    pub portal_host: String,
    /// Days before its end from which a certificate is due.
    pub due_days: i32,
    /// Whose links open the app.
    pub addresses: Addresses,
    /// Offices of the practice portal.
    pub offices: Vec<PracticeOffice>,
    /// Random bits for handles and nonces.
    pub entropy: Box<dyn FnMut() -> u128 + Send>,
}

/// The caregiver's journey. `on` is the only thing that changes it.
pub struct Journey {
    pub(crate) config: Config,
    pub(crate) persisted: PersistedState,
    pub(crate) state: State,
    pub(crate) session: SessionState,
    pub(crate) platform: Platform,
    pub(crate) version: String,
    pub(crate) vendor: Option<Vendor>,
    pub(crate) realm: RealmInfo,
    pub(crate) question: Option<Question>,
    pub(crate) overlay: Option<OverlayView>,
    pub(crate) inbound: Option<PendingRequest>,
    /// Nonce of the proof that succeeded last; its page's way back has nothing more to say.
    pub(crate) proven_nonce: Option<String>,
    pub(crate) system: Option<SystemScreen>,
    pub(crate) startup_failure: Option<Failure>,
    /// The window is shielded because of a secret.
    pub(crate) shielded: bool,
    /// The app is not in front.
    pub(crate) away: bool,
    pub(crate) effects: Vec<Effect>,
    revision: u64,
}

impl Journey {
    /// A journey from what was saved. `startup_failure`: the state file could not be read.
    pub fn new(mut config: Config, mut persisted: PersistedState, startup_failure: Option<Failure>) -> Self {
        if persisted.ledger.salt.is_empty() {
            persisted.ledger.salt = format!("{:032x}", (config.entropy)());
        }
        let mut journey = Self {
            platform: config.platform,
            version: String::new(),
            vendor: None,
            realm: config.realm,
            config,
            persisted,
            state: State::Welcome,
            session: SessionState::default(),
            question: None,
            overlay: None,
            inbound: None,
            proven_nonce: None,
            system: None,
            startup_failure,
            shielded: false,
            away: false,
            effects: Vec::new(),
            revision: 0,
        };
        journey.drop_way_without_its_file();
        journey.state = journey.resting_state();
        journey
    }

    /// What must be on the disk before the effects returned last are run.
    pub fn persisted(&self) -> &PersistedState {
        &self.persisted
    }

    /// Practice is on: the practice realm is meant.
    pub fn practising(&self) -> bool {
        self.persisted.practice.is_some()
    }

    /// Takes what happened and says what to do.
    pub fn on(&mut self, event: Event, now: Timestamp) -> Vec<Effect> {
        self.revision += 1;
        match event {
            Event::Started => self.on_started(now),
            Event::CameBack => self.on_came_back(now),
            Event::Tick => self.on_tick(now),
            Event::Intent(intent) => self.on_intent(intent, now),
            Event::LinkOpened { link, cold } => self.on_link_opened(&link, cold, now),
            Event::TextRead(text) => self.on_text_read(&text),
            Event::FileOpened(file) => self.on_file_opened(file),
            Event::FilePicked(file) => self.on_file_picked(file, now),
            Event::StoreFailed(failure) => self.on_store_failed(failure),
            Event::PhoneLooked(attempt, result) if self.is_current(attempt) => self.on_phone_looked(result),
            Event::PracticeOpened(attempt, result) if self.is_current(attempt) => self.on_practice_opened(result, now),
            Event::ClockSeen(minutes) => self.session.clock_off = (minutes.abs() >= CLOCK_TOLERANCE).then_some(minutes),
            Event::PageDescribed(skeleton) => self.session.skeleton = Some(skeleton),
            Event::LoggedIn(attempt, result) if self.is_current(attempt) => self.on_logged_in(result, now),
            Event::Listed(attempt, result) if self.is_current(attempt) => self.on_listed(result, now),
            Event::Downloaded(attempt, result) if self.is_current(attempt) => self.on_downloaded(result),
            Event::Opened(attempt, result) if self.is_current(attempt) => self.on_opened(result),
            Event::InstallerEnded(attempt, result) if self.is_current(attempt) => self.on_installer_ended(result, now),
            Event::FileSaved(attempt, result) if self.is_current(attempt) => self.on_file_saved(result),
            Event::SavedFileDeleted(name, result) => self.on_saved_file_deleted(&name, result),
            Event::KeyChainAnswered(attempt, result) if self.is_current(attempt) => {
                self.on_key_chain_answered(result, now)
            }
            Event::Serving(attempt, result) if self.is_current(attempt) => self.on_serving(result),
            Event::PageSeen(attempt) if self.is_current(attempt) => self.on_page_seen(),
            Event::ProfileFetched(attempt) if self.is_current(attempt) => self.on_profile_fetched(now),
            Event::SafariClosed(attempt, result) if self.is_current(attempt) => self.on_safari_closed(result),
            Event::FileShared(attempt, result) if self.is_current(attempt) => self.on_file_shared(result, now),
            Event::SecretShown => self.on_secret_shown(),
            Event::WentAway => self.on_went_away(),
            Event::ProbeAnswered(attempt, result) if self.is_current(attempt) => self.on_probe_answered(result, now),
            Event::Copied(attempt, result) if self.is_current(attempt) => self.on_copied(result),
            Event::ServiceOpened(attempt, result) if self.is_current(attempt) => self.on_service_opened(result),
            Event::HelpDeskUnopened(channel) => self.on_help_desk_unopened(channel),
            Event::SystemShown(screen) => self.system = screen,
            _ => {}
        }
        self.shield();
        std::mem::take(&mut self.effects)
    }

    /// When `Event::Tick` is due, if at all.
    pub fn next_wake(&self) -> Option<Timestamp> {
        let after = |since: Timestamp, seconds| since.checked_add(jiff::SignedDuration::from_secs(seconds)).ok();
        match &self.state {
            State::Working { since, slow: false, .. } => after(*since, SLOW),
            State::Verify { .. } => self.session.kept_until,
            _ => self.hand_over_wake(),
        }
    }

    /// What the UI draws.
    pub fn view(&self, now: Timestamp) -> View {
        View {
            revision: self.revision,
            now: now.as_millisecond(),
            screen: self.screen(now),
            stage: self.stage(),
            platform: self.platform,
            vendor: self.vendor,
            back: self.back(),
            question: self.question,
            overlay: self.overlay.clone(),
            inbound: self.inbound_view(),
            practice: self.practice_view(),
            kind: self.kind_at_hand(),
            limits: self.limits(),
            system: self.system.clone(),
            appearance: self.persisted.settings.appearance.clone(),
            clock_off: self.session.clock_off,
        }
    }

    fn on_intent(&mut self, intent: Intent, now: Timestamp) {
        match intent {
            Intent::Open { page } => self.open(page, now),
            Intent::OpenGuide { page } => self.open_guide(page),
            Intent::SetAppearance { appearance } => self.set_appearance(appearance),
            Intent::ForgetUserId => self.forget_user_id(),
            Intent::ForgetRecords => self.forget_records(),
            Intent::AcceptTerms => self.accept_terms(),
            Intent::SetPassword => self.set_password(),
            Intent::OpenPortal => self.effects.push(Effect::OpenPortal),
            Intent::ReachHelpDesk { channel, subject, text } => self.reach_help_desk(channel, &subject, &text),
            Intent::Accept => self.accept(now),
            Intent::Dismiss => self.dismiss(now),
            Intent::ReadText { text } => self.on_text_typed(&text),
            Intent::PickFile => self.effects.push(Effect::PickFile),
            Intent::MakeCard { kind, office, user_id } => self.make_card(kind, &office, user_id),
            Intent::Close => self.close(),
            Intent::Back if self.inbound.is_some() => self.dismiss(now),
            Intent::Back if self.overlay.is_some() => self.close(),
            Intent::Back if self.question.is_some() => self.question = None,
            Intent::Back => self.go_back(),
            Intent::Confirm => self.confirm(),
            Intent::Stay => self.question = None,
            Intent::Start => self.start(None),
            Intent::Resume => self.resume(),
            Intent::Renew { slot } => self.renew(&slot),
            Intent::Continue => self.continue_anyway(),
            Intent::LookAgain => self.look_again(),
            Intent::OpenSettings { page } => self.effects.push(Effect::OpenSettings { page }),
            Intent::LogIn { user_id, remember } => self.log_in(&user_id, remember, now),
            Intent::Choose { row, office } => self.choose(row, office, now),
            Intent::Cancel => self.cancel(),
            Intent::TryAgain => self.try_again(now),
            Intent::OpenCertificate => self.open_certificate(),
            Intent::HandOver => self.hand_over(now),
            Intent::ChooseHandOffMethod { method } => self.choose_hand_off_method(method),
            Intent::ChooseInstallMethod { method } => self.choose_install_method(method),
            Intent::DeleteSavedFile { name } => self.delete_saved_file(name),
            Intent::OpenProfileProblem { page } => self.open_profile_problem(page),
            Intent::OpenFiles => self.effects.push(Effect::OpenFiles),
            Intent::HideSecret => self.session.password_is_shown = false,
            Intent::SkipToSettings => self.skip_to_settings(now),
            Intent::CopyPassword => self.copy_password(now),
            Intent::SaidInstalled => self.said_installed(now),
            Intent::Verify { slot } => self.verify(slot.as_deref()),
            Intent::SaidVerified => self.said_verified(now),
            Intent::SaidRemoved => self.said_removed(),
            Intent::Later => self.later(),
            Intent::NameOffice { name } => self.name_office(&name),
            Intent::OpenService => self.open_service(),
            Intent::Finish => self.finish(),
            Intent::StartPractice { phone, office } => self.start_practice(phone, office),
            Intent::LeavePractice => self.question = self.practising().then_some(Question::LeavePractice),
            Intent::AnswerSystem { answer } => self.effects.push(Effect::AnswerSystem(answer)),
        }
    }

    fn on_started(&mut self, now: Timestamp) {
        self.take_opened_file();
        self.expire(now);
        match self.persisted.practice.clone() {
            Some(PersistedPractice { phone, .. }) => self.open_practice(phone),
            None => self.reconcile(),
        }
    }

    /// What to do without being asked, after a start and after coming back: look, never prompt.
    pub(crate) fn reconcile(&mut self) {
        self.effects.push(Effect::LookAtPhone { attempt: self.session.attempt });
        match self.persisted.journal.as_ref().map(|journal| &journal.step) {
            Some(Step::Installing { .. }) => self.look_silently(),
            Some(Step::Verify { nonce: None }) if !self.platform.is_apple() => self.look_silently(),
            Some(Step::Verify { .. }) => self.look_at_probe(),
            _ => {}
        }
    }

    fn on_came_back(&mut self, now: Timestamp) {
        self.take_opened_file();
        self.on_returned(now);
        match &self.state {
            State::Preparation { .. } => self.look_again(),
            State::Verify { working: false, .. } if self.platform.is_apple() => self.look_at_probe(),
            State::Installing { .. } | State::Verify { working: false, .. } => self.look_silently(),
            _ => {}
        }
    }

    fn on_store_failed(&mut self, failure: Failure) {
        match &mut self.state {
            State::Certificate { working, failure: shown, .. } => {
                *working = false;
                *shown = Some(failure);
            }
            State::HandOver { .. } => self.hand_over_not_begun(failure),
            State::Installing { .. } => self.installing_not_begun(failure),
            State::Verify { working, failure: shown } => {
                *working = false;
                *shown = Some(failure);
            }
            State::Done { failure: shown, .. } => *shown = Some(failure),
            _ => self.startup_failure = Some(failure),
        }
    }

    pub(crate) fn is_current(&self, attempt: Attempt) -> bool {
        self.session.attempt == attempt
    }

    /// Starts a new try; results of older ones are dropped from now on.
    pub(crate) fn next_attempt(&mut self) -> Attempt {
        self.session.attempt += 1;
        self.session.attempt
    }

    /// Where one is without a screen of the flow: what was left, else what this phone holds, else the welcome.
    pub(crate) fn resting_state(&self) -> State {
        match &self.persisted.journal {
            Some(Journal { step: Step::Login, .. }) => State::Login { failure: None },
            Some(Journal { step: Step::Serving { hand_off }, .. }) => State::left_handing_over(*hand_off),
            Some(Journal { step: Step::Fetched { .. }, .. }) => State::settings_steps(),
            Some(Journal { step: Step::Installing { method: InstallMethod::File }, .. }) => {
                State::Installing { method: InstallMethod::File, stage: InstallStage::Saved, failure: None }
            }
            Some(Journal { step: Step::Installing { .. } | Step::Verify { .. }, .. }) => {
                State::Verify { working: false, failure: None }
            }
            None => self.first_state(),
        }
    }

    /// Home where this phone holds something or something is under way, else the welcome.
    pub(crate) fn first_state(&self) -> State {
        if self.persisted.journal.is_some() || self.held().next().is_some() { State::Home } else { State::Welcome }
    }

    /// Android keeps a file that the app was opened with until it is asked for; iOS brings it by itself.
    fn take_opened_file(&mut self) {
        if !self.config.platform.is_apple() {
            self.effects.push(Effect::TakeOpenedFile);
        }
    }

    /// A file lives in memory only: what began with one ends with the process.
    fn drop_way_without_its_file(&mut self) {
        self.persisted.journal.take_if(|journal| journal.from_file && journal.step == Step::Login);
    }

    pub(crate) fn practice_phone(&self) -> Option<Platform> {
        self.persisted.practice.as_ref().and_then(|practice| practice.phone)
    }
}

/// Minutes of difference from the portal's clock that do no harm.
const CLOCK_TOLERANCE: i32 = 5;
/// Seconds after which waiting takes longer than usual.
pub(crate) const SLOW: i64 = 8;
/// Seconds without a plain GET after which the other way is offered.
pub(crate) const NOT_FETCHED: i64 = 6;
/// Milliseconds after which iOS deletes a downloaded profile.
pub(crate) const PROFILE_LIFETIME: i64 = 8 * 60 * 1000;
