//! Everything beside the state that one event reads and changes. The flows are functions from (state, event, turn) to
//! state.

use jiff::Timestamp;
use verification::Nonce;

use crate::config::Config;
use crate::effect::Effect;
use crate::event::{NotificationAccess, RealmInfo};
use crate::ids::Attempt;
use crate::inbound::PendingRequest;
use crate::persisted::{PersistedState, Step};
use crate::reminders::GivenPlans;
use crate::service_address::ServiceAddress;
use crate::session::SessionState;
use crate::view::{Failure, OverlayView, Platform, PortalWay, Question, SystemScreen, Vendor, VerifyMethod};

/// What the journey knows beside its state, and what it wants done.
pub(crate) struct Turn {
    /// The time of the event.
    pub(crate) now: Timestamp,
    pub(crate) config: Config,
    pub(crate) persisted: PersistedState,
    pub(crate) session: SessionState,
    /// The phone that is on, as it was looked at.
    pub(crate) platform: Platform,
    pub(crate) version: String,
    pub(crate) vendor: Option<Vendor>,
    pub(crate) realm: RealmInfo,
    /// The try that opened the practice environment last; none once practice is left.
    pub(crate) opening: Option<Attempt>,
    pub(crate) question: Option<Question>,
    pub(crate) overlay: Option<OverlayView>,
    pub(crate) pending: Option<PendingRequest>,
    /// Nonce of the proof that succeeded last; its page's way back has nothing more to say.
    pub(crate) proven_nonce: Option<Nonce>,
    pub(crate) system: Option<SystemScreen>,
    pub(crate) startup_failure: Option<Failure>,
    /// What the system lets the app do about notifications; `None`: not looked at yet.
    pub(crate) notification_access: Option<NotificationAccess>,
    pub(crate) given_plans: GivenPlans,
    /// The window is guarded because of a secret on it.
    pub(crate) guarded: bool,
    /// The app is not in front.
    pub(crate) away: bool,
    /// The event before has asked for what is part of a log-in; where the state cannot be written then, it was not started.
    pub(crate) asked_for_login: bool,
    pub(crate) effects: Vec<Effect>,
}

impl Turn {
    pub(crate) fn new(config: Config, persisted: PersistedState, startup_failure: Option<Failure>) -> Self {
        Self {
            now: Timestamp::UNIX_EPOCH,
            platform: config.platform,
            version: String::new(),
            vendor: None,
            realm: config.realm,
            opening: None,
            config,
            persisted,
            session: SessionState::default(),
            question: None,
            overlay: None,
            pending: None,
            proven_nonce: None,
            system: None,
            startup_failure,
            notification_access: None,
            given_plans: GivenPlans::default(),
            guarded: false,
            away: false,
            asked_for_login: false,
            effects: Vec::new(),
        }
    }

    /// Wants something done after the event.
    pub(crate) fn ask(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Starts a new try; results of older ones are dropped from now on.
    pub(crate) fn next_attempt(&mut self) -> Attempt {
        self.session.attempt = self.session.attempt.next();
        self.session.attempt
    }

    /// 128 random bits.
    pub(crate) fn random(&mut self) -> u128 {
        (self.config.entropy)()
    }

    /// Every secret of the flow, its file and what was known of them.
    pub(crate) fn forget_session(&mut self) {
        self.ask(Effect::ForgetAll);
        self.session.forget();
    }

    /// The file in memory is of no more use.
    pub(crate) fn forget_file(&mut self) {
        self.ask(Effect::ForgetAll);
        self.session.forget_file();
    }

    /// The same where the session with the portal goes on.
    pub(crate) fn forget_download(&mut self) {
        self.ask(Effect::ForgetDownload);
        self.session.forget_file();
    }

    /// Which way to the portal this flow takes. Practice begins with the client, the real portal as its publisher says;
    /// a device without a window has the client alone.
    pub(crate) fn portal_way(&self) -> PortalWay {
        let first = if self.persisted.practising() { PortalWay::Client } else { self.config.portal_way };
        let chosen = self.persisted.journal.as_ref().and_then(|journal| journal.way);
        if self.config.portal_window { chosen.unwrap_or(first) } else { PortalWay::Client }
    }

    /// The second way to the portal; `None` on a device that has one alone.
    pub(crate) fn other_portal_way(&self) -> Option<PortalWay> {
        self.config.portal_window.then(|| self.portal_way().other())
    }

    /// The service that the user has set; `None` while practising, where nothing real is opened.
    pub(crate) fn own_service(&self) -> Option<&ServiceAddress> {
        self.persisted.settings.service.as_ref().filter(|_| !self.persisted.practising())
    }

    /// How the certificate in question is proven on this phone.
    pub(crate) fn verify_method(&self) -> VerifyMethod {
        match (self.platform.is_apple(), self.realm.probe) {
            // Practised with this very phone: what is practised proves nothing.
            _ if self.practised_here() => VerifyMethod::Manual,
            (false, _) => VerifyMethod::Chooser,
            (true, true) => VerifyMethod::Probe,
            (true, false) => VerifyMethod::Manual,
        }
    }

    /// The profile opens with a number that the app made, also after the number itself is gone.
    pub(crate) fn password_is_made(&self) -> bool {
        let journalled = self.persisted.step().and_then(Step::hand_off);
        self.session.password_is_made || journalled.is_some_and(|hand_off| hand_off.password_is_made)
    }

    /// The profile lies where the user saved it, and its password is known: opening it again is enough.
    pub(crate) fn profile_is_saved(&self) -> bool {
        let password_is_lost = self.password_is_made() && !self.session.password_at_hand;
        self.persisted.hand_off_method() == crate::view::HandOffMethod::File && !password_is_lost
    }

    /// From memory, or by opening the saved file again.
    pub(crate) fn can_hand_over_again(&self) -> bool {
        self.session.can_hand_over() || self.profile_is_saved()
    }

    /// A practice certificate in this very phone.
    fn practised_here(&self) -> bool {
        let current = self.persisted.current_certificate();
        current.is_some_and(|(_, certificate)| certificate.summary.practice)
            && self.persisted.practice_phone().is_none()
    }
}
