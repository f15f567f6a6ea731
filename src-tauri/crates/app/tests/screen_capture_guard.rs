//! While a password shows, or may by a tap on its field, the system keeps no picture of this phone's window: up before one is
//! given out, and down whichever way it goes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use app::{App, DeviceError, FileStore, PartialDevice, Parts, PracticeEnvironment, Publisher, SystemClock};
use journey::{Intent, Platform, PracticeOffice, Screen, SecretKind, SystemAnswer, SystemScreen, View};
use practice::{LocalPractice, PracticeSettings};
use secrecy::{ExposeSecret, SecretString};
use tempfile::TempDir;
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(60);

/// A phone that writes down what it is told of its window.
#[derive(Default)]
struct Recording {
    told: Mutex<Vec<bool>>,
    refuses: bool,
}

impl Recording {
    fn told(&self) -> Vec<bool> {
        self.told.lock().unwrap().clone()
    }
}

#[async_trait::async_trait]
impl PartialDevice for Recording {
    async fn guard_screen_capture(&self, on: bool) -> Result<(), DeviceError> {
        self.told.lock().unwrap().push(on);
        if self.refuses { Err(DeviceError::Refused("no window".into())) } else { Ok(()) }
    }
}

/// At the steps in Settings, with the password in memory.
struct AtSettings {
    app: App,
    device: Arc<Recording>,
    password: String,
    _folder: TempDir,
}

impl AtSettings {
    async fn arrive(device: Recording) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(SystemClock);
        let practice = LocalPractice::new(folder.path().join("practice"), clock.clone(), PracticeSettings::default());
        let office = practice.offices().into_iter().find(|office| office.kinds.len() == 1).unwrap();
        let device = Arc::new(device);
        let parts = Parts {
            folder: folder.path().to_owned(),
            device: device.clone(),
            practice: Arc::new(practice),
            clock,
            publisher: Publisher::parse(include_str!("../../../config/publisher.toml")).unwrap(),
            version: "0".to_owned(),
            link_hosts: Vec::new(),
            serving: app::SERVING,
        };
        let store = Arc::new(FileStore::open(folder.path()).unwrap());
        let app = App::start_with(parts, store).await.unwrap();
        let password = office.certificate_password.clone();
        let arrived = Self { app, device, password, _folder: folder };
        arrived.walk(office).await;
        arrived
    }

    async fn walk(&self, office: PracticeOffice) {
        let phone = Some(Platform::Iphone);
        self.app.intent(Intent::StartPractice { phone, office: office.id });
        self.until("practice", |view| view.practice.is_some()).await;
        self.app.intent(Intent::Start);
        self.at("login").await;
        self.hears(true).await;
        self.app.put_secret(SecretKind::LoginPassword, SecretString::from(office.login_password)).unwrap();
        self.app.intent(Intent::LogIn { user_id: office.user_id.into(), remember: false });
        self.at("certificate-password").await;
        self.hears(true).await;
        self.app.put_secret(SecretKind::CertificatePassword, SecretString::from(office.certificate_password)).unwrap();
        self.app.intent(Intent::OpenCertificate);
        self.at("certificate").await;
        self.hears_of_the_fields().await;
        self.app.intent(Intent::HandOver);
        for (id, answer) in [
            ("page", SystemAnswer::Go),
            ("allow", SystemAnswer::Go),
            ("downloaded", SystemAnswer::Go),
            ("page", SystemAnswer::Decline),
        ] {
            let shown = |view: &View| {
                matches!(
                    (id, &view.system),
                    ("page", Some(SystemScreen::SafariPage { .. }))
                        | ("allow", Some(SystemScreen::SafariAllow { .. }))
                        | ("downloaded", Some(SystemScreen::SafariDownloaded { .. }))
                )
            };
            self.until(id, shown).await;
            self.app.intent(Intent::AnswerSystem { answer });
        }
        self.at("settings-steps").await;
    }

    async fn at(&self, id: &str) -> View {
        self.until(id, |view| view.screen.id() == id).await
    }

    async fn until(&self, what: &str, reached: impl Fn(&View) -> bool) -> View {
        let mut views = self.app.views();
        let seen = timeout(PATIENCE, async { views.wait_for(|view| reached(view)).await.unwrap().clone() }).await;
        seen.unwrap_or_else(|_| panic!("{what} never came"))
    }

    async fn reveal(&self) -> Option<SecretString> {
        self.app.reveal_secret(SecretKind::CertificatePassword).await
    }

    async fn shown(&self, shown: bool) {
        self.until(
            "shown or hidden",
            |view| matches!(view.screen, Screen::SettingsSteps { revealed, .. } if revealed == shown),
        )
        .await;
    }

    /// Up and down for each of the two fields; from here on the phone has heard nothing.
    async fn hears_of_the_fields(&self) {
        let heard = async {
            while self.device.told().len() < 4 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(PATIENCE, heard).await.unwrap_or_else(|_| panic!("the phone heard {:?}", self.device.told()));
        let told = std::mem::take(&mut *self.device.told.lock().unwrap());
        assert_eq!((told.len(), told.last()), (4, Some(&false)), "{told:?}");
    }

    /// The last word that the phone heard.
    async fn hears(&self, on: bool) {
        let heard = async {
            while self.device.told().last() != Some(&on) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(PATIENCE, heard).await.unwrap_or_else(|_| panic!("the phone heard {:?}", self.device.told()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn up_before_the_password_is_given_out_and_down_when_it_is_hidden_or_left() {
    let here = AtSettings::arrive(Recording::default()).await;
    assert!(here.device.told().is_empty(), "nothing secret is shown yet: {:?}", here.device.told());
    assert!(here.app.reveal_secret(SecretKind::LoginPassword).await.is_none());
    assert!(here.device.told().is_empty(), "nothing is given out, so nothing is put up");

    let given = here.reveal().await.unwrap();
    assert_eq!(here.device.told(), [true], "before it is given out");
    assert_eq!(given.expose_secret(), here.password);
    here.shown(true).await;
    here.app.intent(Intent::HideSecret);
    here.hears(false).await;
    here.shown(false).await;

    // The app switcher takes its picture after the app went away; the password is not found open on return.
    here.reveal().await.unwrap();
    here.shown(true).await;
    here.app.went_away();
    here.shown(false).await;
    assert_eq!(here.device.told().last(), Some(&true));
    here.app.came_back();
    here.hears(false).await;

    here.reveal().await.unwrap();
    here.app.intent(Intent::SaidInstalled);
    here.at("verify").await;
    here.hears(false).await;
    assert!(here.reveal().await.is_none(), "there is nothing to show any more");
    here.hears(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_system_refuses_the_password_stays_where_it_is() {
    let here = AtSettings::arrive(Recording { refuses: true, ..Recording::default() }).await;
    assert!(here.reveal().await.is_none());
    assert_eq!(here.device.told(), [true]);
    here.shown(false).await;
}
