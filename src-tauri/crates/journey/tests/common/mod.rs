//! Walks the way without any I/O.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, unreachable_pub)]

use std::rc::Rc;

use certificate::{CertificateKind, Fingerprint};
use jiff::{SignedDuration, Timestamp};
use journey::{
    Addresses, Alias, Attempt, Cause, CertificateInfo, CertificateRow, CertificateSummary, Config, Effect, Event,
    Failure, InstallerOutcome, Intent, Journey, KeyChainProof, PersistedState, PhoneInfo, Platform, PortalWay,
    PracticeOffice, PublisherInfo, RealmInfo, Screen, UserId, View,
};

pub const USER_ID: &str = "KJ1372000123A5";

/// KeyChain holds it under this name, and its key signs.
pub fn signed(alias: &Alias) -> KeyChainProof {
    KeyChainProof { alias: alias.clone(), connected: false }
}

pub struct Walk {
    pub journey: Journey,
    pub now: Timestamp,
    /// What a look at the phone finds.
    pub phone: PhoneInfo,
    /// The phone was told to keep no picture of the window.
    pub guarded: bool,
    config: Rc<dyn Fn() -> Config>,
    attempt: Attempt,
}

impl Walk {
    pub fn android() -> Self {
        Self::usual(Platform::Android, RealmInfo::default())
    }

    pub fn iphone(probe: bool) -> Self {
        Self::usual(Platform::Iphone, RealmInfo { probe, service: false })
    }

    /// A phone that can show the portal's own pages; `way` comes first.
    pub fn with_window(way: PortalWay) -> Self {
        let config = move || Config {
            portal_window: true,
            portal_way: way,
            ..usual_surroundings(Platform::Android, RealmInfo::default())
        };
        Self::started(Rc::new(config), PersistedState::default(), None, "2026-11-24T03:00:00Z".parse().unwrap())
    }

    /// The same phone, which shows notifications.
    pub fn that_notifies(self) -> Self {
        let config = self.config.clone();
        let config = move || Config { notifications: true, ..config() };
        Self::started(Rc::new(config), self.persisted().clone(), None, self.now)
    }

    fn usual(platform: Platform, realm: RealmInfo) -> Self {
        let now = "2026-11-24T03:00:00Z".parse().unwrap();
        Self::started(Rc::new(move || usual_surroundings(platform, realm)), PersistedState::default(), None, now)
    }

    /// In config of one's own.
    pub fn started(
        config: Rc<dyn Fn() -> Config>,
        saved: PersistedState,
        startup_failure: Option<Failure>,
        now: Timestamp,
    ) -> Self {
        let made = config();
        let phone = phone_facts(made.platform);
        let journey = Journey::new(made, saved, startup_failure);
        Self { journey, now, phone, guarded: false, config, attempt: Attempt::default() }
    }

    /// The process was killed and started anew.
    pub fn restarted(&self) -> Self {
        let text = serde_json::to_string(self.journey.persisted()).unwrap();
        Self::started(self.config.clone(), serde_json::from_str(&text).unwrap(), None, self.now)
    }

    /// The same phone, started with another state file.
    pub fn with(&self, saved: PersistedState) -> Self {
        Self::started(self.config.clone(), saved, None, self.now)
    }

    /// What it asks for, but for the guard of the window.
    pub fn event(&mut self, event: Event) -> Vec<Effect> {
        let mut effects = self.journey.on(event, self.now);
        effects.retain(|effect| {
            let Effect::GuardScreenCapture(on) = effect else { return true };
            self.guarded = *on;
            false
        });
        for effect in &effects {
            if let Some(attempt) = effect.attempt() {
                self.attempt = attempt;
            }
        }
        effects
    }

    pub fn intent(&mut self, intent: Intent) -> Vec<Effect> {
        self.event(Event::Intent(intent))
    }

    /// The answer to the effect asked for last.
    pub fn answer(&mut self, event: impl FnOnce(Attempt) -> Event) -> Vec<Effect> {
        self.event(event(self.attempt))
    }

    pub fn attempt(&self) -> Attempt {
        self.attempt
    }

    pub fn pass(&mut self, seconds: i64) -> Vec<Effect> {
        self.now = self.now.checked_add(SignedDuration::from_secs(seconds)).unwrap();
        match self.journey.next_wake() {
            Some(wake) if wake <= self.now => self.event(Event::Tick),
            _ => Vec::new(),
        }
    }

    pub fn view(&self) -> View {
        self.journey.view(self.now)
    }

    pub fn screen(&self) -> Screen {
        self.view().screen
    }

    pub fn id(&self) -> &'static str {
        self.screen().id()
    }

    pub fn persisted(&self) -> &PersistedState {
        self.journey.persisted()
    }

    pub fn look(&mut self) {
        let info = self.phone.clone();
        self.answer(|attempt| Event::PhoneLooked(attempt, Ok(info)));
    }

    pub fn walk_to_login(&mut self) {
        self.intent(Intent::Start);
        self.look();
        assert_eq!(self.id(), "login");
    }

    pub fn log_in(&mut self) {
        let effects = self.intent(Intent::LogIn { user_id: USER_ID.to_lowercase(), remember: false });
        assert!(matches!(effects.as_slice(), [Effect::OpenLogin { .. }]), "{effects:?}");
        let effects = self.answer(Event::LoginOpened);
        assert!(
            matches!(effects.as_slice(), [Effect::LogIn { user_id, .. }] if user_id.as_str() == USER_ID),
            "{effects:?}"
        );
    }

    pub fn walk_to_list(&mut self, rows: Vec<CertificateRow>) {
        self.walk_to_login();
        self.log_in();
        self.answer(|attempt| Event::LoggedIn(attempt, Ok(())));
        self.answer(|attempt| Event::Listed(attempt, Ok(rows)));
    }

    pub fn walk_to_password(&mut self, kind: CertificateKind) {
        self.walk_to_list(vec![row(0, kind)]);
        self.answer(|attempt| Event::Downloaded(attempt, Ok(Default::default())));
        assert_eq!(self.id(), "certificate-password");
    }

    /// From a flow that was begun where certificates are held, to the file that is being opened.
    pub fn fetch(&mut self, kind: CertificateKind) {
        self.look();
        self.log_in();
        self.answer(|attempt| Event::LoggedIn(attempt, Ok(())));
        self.answer(|attempt| Event::Listed(attempt, Ok(vec![row(0, kind)])));
        self.answer(|attempt| Event::Downloaded(attempt, Ok(Default::default())));
        self.intent(Intent::OpenCertificate);
    }

    pub fn walk_to_certificate(&mut self, kind: CertificateKind) {
        self.walk_to_password(kind);
        self.intent(Intent::OpenCertificate);
        let mut info = info();
        if kind == CertificateKind::Hoken {
            info.summary.subject = "KaigoJigyousho".to_owned();
        }
        self.answer(|attempt| Event::Opened(attempt, Ok(info)));
        assert_eq!(self.id(), "certificate");
    }

    pub fn walk_to_settings_steps(&mut self) {
        self.walk_to_certificate(CertificateKind::Dx);
        self.intent(Intent::HandOver);
        self.answer(Event::ProfileFetched);
        self.answer(|attempt| Event::SafariClosed(attempt, Ok(())));
        assert_eq!(self.id(), "settings-steps");
    }

    /// Name of the certificate in question.
    pub fn alias(&self) -> Alias {
        self.persisted().journal.as_ref().unwrap().slot.as_ref().unwrap().alias()
    }

    pub fn install_and_prove(&mut self) {
        self.intent(Intent::HandOver);
        self.answer(|attempt| Event::InstallerEnded(attempt, Ok(InstallerOutcome::Ok)));
        let alias = self.alias();
        self.answer(|attempt| Event::KeyChainAnswered(attempt, Ok(signed(&alias))));
        assert_eq!(self.id(), "done");
    }
}

pub fn usual_surroundings(platform: Platform, realm: RealmInfo) -> Config {
    Config {
        platform,
        portal_window: false,
        portal_way: PortalWay::Client,
        this_phone: true,
        notifications: false,
        realm,
        publisher: PublisherInfo { name: "P".to_owned(), contact: "faults@publisher.example".to_owned(), trial: false },
        version: "0".to_owned(),
        portal_host: "portal.example".to_owned(),
        addresses: Addresses {
            entry: "https://portal.example/".to_owned(),
            link_hosts: vec!["links.example".to_owned()],
        },
        due_days: 90,
        offices: vec![PracticeOffice {
            id: "both".to_owned(),
            name: "練習".to_owned(),
            user_id: UserId::written("KJ0000000000A1").unwrap(),
            login_password: "x".to_owned(),
            certificate_password: "y".to_owned(),
            kinds: vec![CertificateKind::Dx],
        }],
        entropy: entropy(),
    }
}

/// The same bits every time.
pub fn entropy() -> Box<dyn FnMut() -> u128 + Send> {
    let mut bits = 0x3f9a_1c02_0000_0000_0000_0000_0000_0000_u128;
    Box::new(move || {
        bits = bits.rotate_left(13) ^ 0x9e37_79b9;
        bits
    })
}

fn phone_facts(platform: Platform) -> PhoneInfo {
    PhoneInfo {
        platform,
        version: "18.5".to_owned(),
        screen_lock: Some(true),
        online: true,
        restricted: false,
        chrome: Some(true),
        vendor: None,
    }
}

pub fn row(row: u32, kind: CertificateKind) -> CertificateRow {
    CertificateRow {
        row,
        kind: Some(kind),
        label: "介護DX証明書".to_owned(),
        until: None,
        last_day: None,
        usable: true,
    }
}

pub fn info() -> CertificateInfo {
    let summary = CertificateSummary {
        kind: None,
        office: String::new(),
        subject: "CarePlanJigyousho".to_owned(),
        issuer: "e-seikyu CA".to_owned(),
        not_before: Timestamp::constant(1_700_000_000, 0),
        not_after: Timestamp::constant(1_837_000_000, 0),
        days_left: 0,
        due: false,
        fingerprint: Fingerprint([7; 32]),
        practice: false,
        doubts: Vec::new(),
    };
    CertificateInfo { summary, issuer_dn: vec![0x30, 0], findings: Vec::new(), wanted_anyway: false }
}

/// What the failures of the tests are about, as whoever raises them says it.
pub fn cause(code: &str) -> Cause {
    match code {
        "portal-offline" | "portal-timeout" | "portal-captive" | "portal-cut-off" => Cause::Network,
        "portal-wrong-login" => Cause::WrongLogin,
        "portal-locked" | "portal-password-refused" | "portal-password-expired" | "portal-first-login" => {
            Cause::Account
        }
        "portal-session-expired" | "portal-session-taken-over" => Cause::SessionOver,
        "portal-not-a-file" | "portal-file-too-large" => Cause::File,
        "portal-setup" => Cause::Setup,
        "portal-wrong-clock" | "portal-old-tls" => Cause::Insecure,
        "certificate-wrong-password" => Cause::CertificatePassword,
        "device-not-here" => Cause::Unsupported,
        "device-nothing-answers" => Cause::NothingAnswers,
        "verify-not-installed" | "verify-wifi" => Cause::NotInstalled,
        "verify-nothing-offered" => Cause::NothingOffered,
        "installer-canceled" => Cause::InstallerLeft,
        "verify-managed" | "verify-no-chooser" => Cause::CannotLook,
        "verify-no-certificate" | "verify-nobody-came" => Cause::NothingShown,
        "verify-no-key" => Cause::KeyMissing,
        "verify-old-certificate" => Cause::OldCertificate,
        "verify-probe-unreachable" => Cause::Network,
        "internal" => Cause::Internal,
        _ => match code.split('-').collect::<Vec<_>>().as_slice() {
            ["portal", "tls", ..] => Cause::Insecure,
            ["portal", ..] => Cause::Portal,
            ["certificate", ..] => Cause::File,
            ["device", ..] => Cause::Device,
            ["hand", ..] => Cause::HandOff,
            ["verify", ..] => Cause::Unproven,
            ["store", ..] => Cause::Storage,
            ["practice", ..] => Cause::Practice,
            ["door" | "card" | "user", ..] => Cause::Input,
            _ => panic!("no cause for {code}"),
        },
    }
}
