//! Walks the real app, without a window, on the practice environment.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, unreachable_pub)]

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use app::{App, Clock, FileStore, Parts, Publisher, Store, SystemClock, UnsupportedDevice};
use journey::{Intent, Platform, PracticeOffice, Screen, SecretKind, SystemAnswer, SystemScreen, View};
use practice::{LocalPractice, PracticeSettings};
use secrecy::SecretString;
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(60);

pub struct Walker {
    pub app: App,
    pub practice: Arc<LocalPractice>,
    pub folder: Arc<TempDir>,
    /// Screens passed, in order, without repetition.
    pub passed: Vec<&'static str>,
}

impl Walker {
    pub async fn start(folder: &Arc<TempDir>) -> Self {
        let store = Arc::new(FileStore::open(folder.path()).unwrap());
        Self::start_on(folder, store).await
    }

    pub async fn start_on(folder: &Arc<TempDir>, store: Arc<dyn Store>) -> Self {
        Self::start_serving(folder, store, app::SERVING).await
    }

    /// With a loopback server that lives this long.
    pub async fn start_serving(folder: &Arc<TempDir>, store: Arc<dyn Store>, serving: Duration) -> Self {
        let practice = Arc::new(LocalPractice::new(
            folder.path().join("practice"),
            Arc::new(SystemClock),
            PracticeSettings::default(),
        ));
        let parts = Parts { serving, ..parts(folder.path(), practice.clone(), Arc::new(SystemClock)) };
        let app = App::start_with(parts, store).await.unwrap();
        Self { app, practice, folder: folder.clone(), passed: Vec::new() }
    }

    /// Begins to practise at the first office of these many certificates.
    pub async fn practise(&mut self, phone: Platform, certificates: usize) -> PracticeOffice {
        let offices = app::PracticeEnvironment::offices(self.practice.as_ref());
        let office = offices.into_iter().find(|office| office.kinds.len() == certificates).unwrap();
        self.app.intent(Intent::Open { page: journey::Overlay::Practice });
        self.app.intent(Intent::StartPractice { phone: Some(phone), office: office.id.clone() });
        self.until("practice runs", |view| view.practice.is_some() && view.overlay.is_none()).await;
        office
    }

    pub async fn walk_to_login(&mut self) {
        self.app.intent(Intent::Start);
        self.at("login").await;
    }

    pub async fn log_in(&mut self, user_id: &str, password: &str) {
        self.app.put_secret(SecretKind::LoginPassword, SecretString::from(password)).unwrap();
        self.app.intent(Intent::LogIn { user_id: user_id.to_owned(), remember: false });
    }

    pub async fn open(&mut self, password: &str) -> View {
        self.app.put_secret(SecretKind::CertificatePassword, SecretString::from(password)).unwrap();
        self.app.intent(Intent::OpenCertificate);
        self.until("the file is opened or not", |view| match &view.screen {
            Screen::CertificatePassword { working, failure, .. } => !working && failure.is_some(),
            _ => true,
        })
        .await
    }

    /// Straight to the certificate that was downloaded and opened.
    pub async fn walk_to_certificate(&mut self, office: &PracticeOffice) {
        self.walk_to_login().await;
        self.log_in(office.user_id.as_str(), &office.login_password).await;
        self.at("certificate-password").await;
        self.open(&office.certificate_password).await;
        self.at("certificate").await;
    }

    pub async fn at(&mut self, id: &'static str) -> View {
        self.until(id, |view| view.screen.id() == id).await
    }

    pub async fn until(&mut self, what: &str, reached: impl Fn(&View) -> bool) -> View {
        let mut views = self.app.views();
        let wait = async {
            loop {
                let view = views.borrow_and_update().clone();
                let id = view.screen.id();
                if self.passed.last() != Some(&id) {
                    self.passed.push(id);
                }
                if reached(&view) {
                    return view;
                }
                views.changed().await.unwrap();
            }
        };
        match tokio::time::timeout(PATIENCE, wait).await {
            Ok(view) => view,
            Err(_) => panic!("{what} never came; shown: {:#?}", self.app.views().borrow().clone()),
        }
    }

    /// Waits for a system screen of the practice phone and answers it.
    pub async fn system(&mut self, what: &str, is_it: impl Fn(&SystemScreen) -> bool, answer: SystemAnswer) {
        self.until(what, |view| view.system.as_ref().is_some_and(&is_it)).await;
        self.app.intent(Intent::AnswerSystem { answer });
        self.until("the screen goes", |view| !view.system.as_ref().is_some_and(&is_it)).await;
    }
}

pub fn parts(folder: &Path, practice: Arc<LocalPractice>, clock: Arc<dyn Clock>) -> Parts {
    Parts {
        folder: folder.to_owned(),
        device: Arc::new(UnsupportedDevice),
        practice,
        clock,
        publisher: Publisher::parse(include_str!("../../../../config/publisher.toml")).unwrap(),
        version: "0".to_owned(),
        link_hosts: Vec::new(),
        serving: app::SERVING,
    }
}

/// Through Android's installer.
pub async fn install(walker: &mut Walker) {
    walker.system("the kind", |screen| matches!(screen, SystemScreen::AndroidKind), SystemAnswer::Go).await;
    walker.system("the name", |screen| matches!(screen, SystemScreen::AndroidName { .. }), SystemAnswer::Go).await;
}

/// Through Safari, to the profile.
pub async fn fetch(walker: &mut Walker) {
    walker.system("the page", |screen| matches!(screen, SystemScreen::SafariPage { .. }), SystemAnswer::Go).await;
    walker.system("allow", |screen| matches!(screen, SystemScreen::SafariAllow { .. }), SystemAnswer::Go).await;
    walker
        .system("downloaded", |screen| matches!(screen, SystemScreen::SafariDownloaded { .. }), SystemAnswer::Go)
        .await;
    // The page stays.
    walker.system("the page", |screen| matches!(screen, SystemScreen::SafariPage { .. }), SystemAnswer::Decline).await;
}

/// Through Settings, at first with a wrong password.
pub async fn settings(walker: &mut Walker, password: &str) {
    walker.app.intent(Intent::OpenSettings { page: journey::SettingsPage::Profile });
    walker
        .system("settings", |screen| matches!(screen, SystemScreen::SettingsRoot { waiting: true }), SystemAnswer::Go)
        .await;
    walker.system("profile", |screen| matches!(screen, SystemScreen::SettingsProfile { .. }), SystemAnswer::Go).await;
    walker.system("passcode", |screen| matches!(screen, SystemScreen::SettingsPasscode), SystemAnswer::Go).await;
    walker.system("unsigned", |screen| matches!(screen, SystemScreen::SettingsUnsigned), SystemAnswer::Go).await;
    walker
        .until("password", |view| matches!(view.system, Some(SystemScreen::SettingsPassword { wrong: false, .. })))
        .await;
    walker.app.put_secret(SecretKind::PracticePhonePassword, SecretString::from("chigau")).unwrap();
    walker.app.intent(Intent::AnswerSystem { answer: SystemAnswer::Go });
    walker.until("wrong", |view| matches!(view.system, Some(SystemScreen::SettingsPassword { wrong: true, .. }))).await;
    walker.app.put_secret(SecretKind::PracticePhonePassword, SecretString::from(password)).unwrap();
    walker.app.intent(Intent::AnswerSystem { answer: SystemAnswer::Go });
    walker.system("installed", |screen| matches!(screen, SystemScreen::SettingsInstalled), SystemAnswer::Go).await;
}
