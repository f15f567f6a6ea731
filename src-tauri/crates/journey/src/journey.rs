//! The journey itself: events in, effects out. The one place that assigns the state.

use jiff::Timestamp;

use crate::config::Config;
use crate::effect::Effect;
use crate::event::Event;
use crate::ids::{Attempt, Removing};
use crate::inbound;
use crate::intent::{Intent, SecretKind};
use crate::persisted::{PersistedState, Step};
use crate::state::State;
use crate::turn::Turn;
use crate::view::{Failure, OverlayView, Question, View};
use crate::{
    android_flow, apple_flow, certificate_flow, expiry, first_login_flow, help_desk, key_chain, leave, life_pages,
    limits, login_question_flow, navigation, other_kind_flow, overlays, portal_flow, practice, preflight, proof_flow,
    reminder_flow, render, screen_capture, window_flow,
};

/// The caregiver's journey. `on` is the only thing that changes it.
pub struct Journey {
    state: State,
    turn: Turn,
    revision: u64,
}

impl Journey {
    /// A journey from what was saved. `startup_failure`: the state file could not be read.
    pub fn new(config: Config, persisted: PersistedState, startup_failure: Option<Failure>) -> Self {
        let mut turn = Turn::new(config, persisted, startup_failure);
        if turn.persisted.ledger.salt.is_empty() {
            turn.persisted.ledger.salt = format!("{:032x}", turn.random());
        }
        // A file lives in memory only: what began with one ends with the process.
        let from_file = turn.persisted.journal.as_ref().is_some_and(|journal| journal.from_file);
        if from_file && turn.startup_failure.is_none() {
            turn.startup_failure = turn.persisted.interruption();
        }
        turn.persisted.journal.take_if(|journal| journal.from_file && journal.step == Step::Login);
        Self { state: State::resting(&turn.persisted), turn, revision: 0 }
    }

    /// What must be on the disk before the effects returned last are run.
    pub fn persisted(&self) -> &PersistedState {
        &self.turn.persisted
    }

    /// Practice is on: the practice realm is meant.
    pub fn practising(&self) -> bool {
        self.turn.persisted.practising()
    }

    /// A secret may be given to the screen now.
    pub fn may_reveal(&self, kind: SecretKind) -> bool {
        screen_capture::may_reveal(&self.state, kind, &self.turn)
    }

    /// Takes what happened and says what to do.
    pub fn on(&mut self, event: Event, now: Timestamp) -> Vec<Effect> {
        self.revision += 1;
        let turn = &mut self.turn;
        turn.now = now;
        turn.persisted.ledger.on_clock(now);
        let practised = turn.persisted.on_practice_phone();
        let before = std::mem::replace(&mut self.state, State::Welcome);
        self.state = after(before, event, turn);
        if practised && !turn.persisted.on_practice_phone() {
            reminder_flow::on_other_phone(turn);
        }
        debug_assert!(
            self.state.agrees_with(turn.persisted.step()),
            "{:?} and {:?} tell two stories",
            self.state,
            turn.persisted.step()
        );
        portal_flow::count_unanswered(&self.state, turn);
        navigation::drop_stale_question(&self.state, turn);
        life_pages::note_left_removal(turn);
        reminder_flow::give_plans(turn);
        screen_capture::guard(&self.state, turn);
        turn.asked_for_login = turn.effects.iter().any(Effect::is_of_login);
        std::mem::take(&mut turn.effects)
    }

    /// The attempt is the one that is under way: results of others come too late and change nothing.
    pub fn is_current(&self, attempt: Attempt) -> bool {
        self.turn.session.attempt == attempt
    }

    /// When `Event::Tick` is due, if at all.
    pub fn next_wake(&self) -> Option<Timestamp> {
        match &self.state {
            State::Working { since, slow: false, .. } => since.checked_add(navigation::SLOW).ok(),
            state => apple_flow::wake(state, &self.turn),
        }
    }

    /// What the UI draws.
    pub fn view(&self, now: Timestamp) -> View {
        let (state, turn) = (&self.state, &self.turn);
        View {
            revision: self.revision,
            now,
            screen: render::screen(state, turn, now),
            stage: state.stage(),
            platform: turn.platform,
            vendor: turn.vendor,
            back: state.back(),
            question: turn.question,
            overlay: turn.overlay.clone(),
            inbound: inbound::view(state, turn),
            practice: practice::view(turn),
            kind: render::kind_at_hand(state, turn),
            limits: limits::limits(&turn.config),
            system: turn.system.clone(),
            appearance: turn.persisted.settings.appearance.clone(),
            publisher: turn.config.publisher.clone(),
            clock_off: turn.session.clock_off,
            reminders: reminder_flow::view(turn),
        }
    }
}

/// Minutes of difference from the portal's clock that do no harm.
const CLOCK_TOLERANCE: i32 = 5;

/// The state after an event. Results of an older attempt change nothing.
fn after(state: State, event: Event, turn: &mut Turn) -> State {
    if event.attempt().is_some_and(|attempt| attempt != turn.session.attempt) {
        if let Event::PracticeOpened(attempt, Ok(realm)) = event
            && turn.opening == Some(attempt)
        {
            practice::on_opened_behind(realm, turn);
        }
        return state;
    }
    match event {
        Event::Started => on_started(state, turn),
        Event::CameBack => {
            take_opened_file(turn);
            reminder_flow::look_again(turn);
            navigation::on_came_back(state, turn)
        }
        Event::Tick => navigation::on_tick(state, turn),
        Event::Intent(intent) => on_intent(state, intent, turn),
        Event::StoreFailed(failure) => navigation::on_store_failed(state, failure, turn),
        Event::PhoneLooked(_, result) => preflight::on_phone_looked(state, result, turn),
        Event::PracticeOpened(_, result) => {
            let opened = result.is_ok();
            let state = practice::on_practice_opened(state, result, turn);
            if opened {
                reminder_flow::on_other_phone(turn);
                life_pages::look_for_removed(turn);
            }
            state
        }
        Event::LoginOpened(_) => portal_flow::on_login_opened(state, turn),
        Event::LoggedIn(_, result) => portal_flow::on_logged_in(state, result, turn),
        Event::Listed(_, result) => portal_flow::on_listed(result, turn),
        Event::Downloaded(_, result) if matches!(state, State::Window { .. }) => {
            window_flow::on_downloaded(result, turn)
        }
        Event::Downloaded(_, result) => portal_flow::on_downloaded(result, turn),
        Event::WindowLoginSent(_) => window_flow::on_login_sent(state, turn),
        Event::WindowPageShown(_, page) => window_flow::on_page(state, page, turn),
        Event::WindowClosed(_, result) => window_flow::on_closed(state, result, turn),
        Event::Opened(_, result) => certificate_flow::on_opened(state, result, turn),
        Event::SlowToOpen(_, seconds) => certificate_flow::on_slow_to_open(state, seconds),
        Event::InstallerEnded(_, result) => android_flow::on_installer_ended(state, result, turn),
        Event::FileSaved(_, result) => android_flow::on_file_saved(state, result, turn),
        Event::SavedFileDeleted(name, result) => android_flow::on_saved_file_deleted(state, &name, result, turn),
        Event::RemovalLooked(removing, result) => life_pages::on_looked(state, &removing, &result, turn),
        Event::KeyChainAnswered(_, result) => proof_flow::on_key_chain_answered(state, result, turn),
        Event::Serving(_, result) => apple_flow::on_serving(state, result, turn),
        Event::PageSeen(_) => apple_flow::on_page_seen(state),
        Event::ProfileFetched(_) => apple_flow::on_profile_fetched(state, turn),
        Event::SafariClosed(_, result) => apple_flow::on_safari_closed(state, result, turn),
        Event::FileShared(_, result) => apple_flow::on_file_shared(state, result, turn),
        Event::ProbeAnswered(_, result) => proof_flow::on_probe_answered(state, result, turn),
        Event::Copied(_, result) => apple_flow::on_copied(state, &result),
        Event::ServiceOpened(_, result) => proof_flow::on_service_opened(state, result),
        Event::LinkOpened { link, .. } if link == inbound::return_link() => inbound::on_returned(state, turn),
        Event::SecretsExpired => expiry::on_secrets_expired(state, turn),
        Event::FilePicked(file) => inbound::on_file_picked(state, file, turn),
        other => {
            notice(&state, other, turn);
            state
        }
    }
}

/// What changes nothing of the state.
fn notice(state: &State, event: Event, turn: &mut Turn) {
    match event {
        Event::NotificationsAllowed { asked, result } => reminder_flow::on_allowed(asked, result, turn),
        Event::TextShared(result) => life_pages::on_text_shared(result, turn),
        Event::LinkOpened { link, .. } if reminder_flow::on_link(&link, turn) => {}
        Event::LinkOpened { link, cold } => inbound::on_link_opened(state, &link, cold, turn),
        Event::TextRead(text) => inbound::on_text_read(state, &text, turn),
        Event::WaitingFileExpired(file) => inbound::on_waiting_file_expired(file, turn),
        Event::FileComing => inbound::on_file_coming(turn),
        Event::FileOpened(file) => inbound::on_file_opened(file, turn),
        Event::ClockSeen(minutes) => {
            turn.session.clock_off = (minutes.abs() >= CLOCK_TOLERANCE).then_some(minutes);
        }
        Event::PageDescribed(skeleton) => turn.session.skeleton = Some(skeleton),
        Event::SecretShown => screen_capture::on_secret_shown(turn),
        Event::WentAway => screen_capture::on_went_away(turn),
        Event::LoopbackRefused(_) => turn.session.loopback_refused = true,
        Event::HelpDeskUnopened(channel) => help_desk::on_help_desk_unopened(channel, turn),
        // One of a practice phone that was just left comes too late.
        Event::SystemShown(screen) => turn.system = screen.filter(|_| turn.persisted.on_practice_phone()),
        _ => {}
    }
}

fn on_intent(state: State, intent: Intent, turn: &mut Turn) -> State {
    match intent {
        Intent::AcceptTerms => first_login_flow::accept_terms(state, turn),
        Intent::SetPassword => first_login_flow::set_password(state, turn),
        Intent::SendCode => login_question_flow::send_code(state, turn),
        Intent::TakeOver => login_question_flow::take_over(state, turn),
        Intent::ChooseOffice { choice } => login_question_flow::choose_office(state, choice, turn),
        Intent::UseOtherKind => other_kind_flow::use_it(state, turn),
        Intent::ChooseAgain => other_kind_flow::choose_again(state, turn),
        Intent::Accept => inbound::accept(state, turn),
        Intent::Close => overlays::close(state, turn),
        Intent::Back => navigation::back(state, turn),
        Intent::Confirm => navigation::confirm(state, turn),
        Intent::Start => preflight::start(state, None, turn),
        Intent::Resume => navigation::resume(state, turn),
        Intent::Renew { slot } => preflight::renew(state, &slot, turn),
        Intent::Continue => preflight::continue_anyway(state, turn),
        Intent::LookAgain => navigation::look_again(state, turn),
        Intent::LogIn { user_id, remember } => portal_flow::log_in(state, &user_id, remember, turn),
        Intent::OpenWindow => window_flow::open_window(state, turn),
        Intent::ChooseWay { way } => window_flow::choose_way(state, way, turn),
        Intent::Choose { row, office } => portal_flow::choose(state, row, office, turn),
        Intent::Cancel => navigation::cancel(state, turn),
        Intent::TryAgain => navigation::try_again(state, turn),
        Intent::OpenCertificate => certificate_flow::open_certificate(state, turn),
        Intent::OpenSlowly => certificate_flow::open_slowly(state, turn),
        Intent::InstallAnyway => certificate_flow::install_anyway(state, turn),
        Intent::HandOver => navigation::hand_over(state, turn),
        Intent::ChooseHandOffMethod { method } => apple_flow::choose_hand_off_method(state, method),
        Intent::ChooseInstallMethod { method } => android_flow::choose_install_method(state, method, turn),
        Intent::SkipToSettings => apple_flow::skip_to_settings(state, turn),
        Intent::SaidInstalled => apple_flow::said_installed(state, turn),
        Intent::Verify { slot } => proof_flow::verify(state, slot.as_ref(), turn),
        Intent::SaidVerified => proof_flow::said_verified(state, turn),
        Intent::SaidRemoved if matches!(turn.overlay, Some(OverlayView::Removal { .. })) => {
            life_pages::said_removed(state, turn)
        }
        Intent::SaidRemoved => practice::said_removed(state, turn),
        Intent::Later => leave::later(turn),
        Intent::NameOffice { name } => certificate_flow::name_office(state, &name, turn),
        Intent::OpenService => proof_flow::open_service(state, turn),
        Intent::Finish => navigation::finish(state, turn),
        Intent::StartPractice { phone, office } => practice::start_practice(state, phone, office, turn),
        Intent::ForgetRecords => overlays::forget_records(state, turn),
        other => {
            reminder_flow::on_answer(&other, turn);
            if let Some(intent) = navigation::pass_on(other, turn) {
                on_overlay_intent(&state, intent, turn);
            }
            state
        }
    }
}

/// Intents that change nothing of the state: those of pages over the screen and of questions.
fn on_overlay_intent(state: &State, intent: Intent, turn: &mut Turn) {
    match intent {
        Intent::Open { page } => overlays::open(state, page, turn),
        Intent::OpenHeld { slot } => life_pages::open_held(&slot, turn),
        Intent::OpenRenewal { slot } => life_pages::open_renewal(&slot, turn),
        Intent::OpenRemoval { slot, beside } => life_pages::open_removal(Removing { slot, beside }, turn),
        Intent::ShareCalendar => life_pages::share_calendar(turn),
        Intent::TurnOnReminders => reminder_flow::turn_on(turn),
        Intent::TurnOffReminders => reminder_flow::turn_off(turn),
        Intent::ShareRecords => life_pages::share_records(turn),
        Intent::OpenGuide { page } => overlays::open_guide(page, turn),
        Intent::OpenProfileProblem { page } => overlays::open_profile_problem(state, page, turn),
        Intent::SetAppearance { appearance } => overlays::set_appearance(appearance, turn),
        Intent::SetService { text } => overlays::set_service(&text, turn),
        Intent::ForgetUserId => overlays::forget_user_id(turn),
        Intent::ReachHelpDesk { channel, subject, text } => {
            help_desk::reach_help_desk(channel, &subject, &text, turn);
        }
        Intent::ReachPublisher { subject, text } => {
            help_desk::reach_publisher(&subject, &text, turn);
        }
        Intent::Dismiss => inbound::dismiss(turn),
        Intent::ReadText { text } => inbound::on_text_typed(state, &text, turn),
        Intent::MakeCard { request, kind, office, user_id } => {
            inbound::make_card(request, kind, &office, user_id, turn)
        }
        Intent::Stay => turn.question = None,
        Intent::DeleteSavedFile { name } => android_flow::delete_saved_file(name, turn),
        Intent::HideSecret => turn.session.password_is_shown = false,
        Intent::CopyPassword => apple_flow::copy_password(turn),
        Intent::LeavePractice => turn.question = turn.persisted.practising().then_some(Question::LeavePractice),
        _ => {}
    }
}

fn on_started(state: State, turn: &mut Turn) -> State {
    take_opened_file(turn);
    window_flow::count_unanswered(turn);
    let state = apple_flow::expire(state, turn);
    // What is looked at is on the phone that is practised with, as soon as it is there.
    if turn.persisted.practice.is_some() {
        practice::open_practice(turn.persisted.practice_phone(), turn);
        life_pages::reopen_removal(turn);
    } else {
        practice::wipe_left(turn);
        key_chain::reconcile(turn);
        life_pages::reopen_removal(turn);
        life_pages::look_for_removed(turn);
        reminder_flow::look_again(turn);
    }
    state
}

/// Android keeps a file that the app was opened with until it is asked for; iOS brings it by itself.
fn take_opened_file(turn: &mut Turn) {
    if !turn.config.platform.is_apple() {
        turn.ask(Effect::TakeOpenedFile);
    }
}
