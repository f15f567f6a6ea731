use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use journey::{Cause, Event, Failure, PhoneInfo, Platform, RealmInfo, SystemAnswer, Vendor};
use secrecy::SecretString;
use tokio::sync::{Mutex, mpsc};
use tokio::task::AbortHandle;

use crate::catalogue::{self, Catalogue};
use crate::failures::{device_failure, drop_sources, failure};
use crate::parts::Parts;
use crate::ports::{
    AndroidDevice, AppleDevice, Device, DeviceError, PracticeEnvironment, PracticeEnvironmentError, RealmAddresses,
    RunningPractice,
};

/// Which realm, which phone and which language are meant now.
pub(crate) struct Environment {
    real: ActiveRealm,
    practice: Arc<dyn PracticeEnvironment>,
    events: mpsc::UnboundedSender<Event>,
    practising: AtomicBool,
    language: parking_lot::Mutex<Option<String>>,
    open: Mutex<Option<OpenPractice>>,
}

struct OpenPractice {
    practice: RunningPractice,
    screens: Option<AbortHandle>,
}

/// Realm and phone together, so that no effect mixes them.
#[derive(Clone)]
pub(crate) struct ActiveRealm {
    pub(crate) realm: RealmAddresses,
    pub(crate) device: Arc<dyn Device>,
}

impl Environment {
    pub(crate) fn new(
        parts: &Parts,
        events: mpsc::UnboundedSender<Event>,
        practising: bool,
        language: Option<String>,
    ) -> Self {
        Self {
            real: ActiveRealm { realm: parts.publisher.realm.clone(), device: parts.device.clone() },
            practice: parts.practice.clone(),
            events,
            practising: AtomicBool::new(practising),
            language: parking_lot::Mutex::new(language),
            open: Mutex::default(),
        }
    }

    pub(crate) fn set_practising(&self, practising: bool) {
        self.practising.store(practising, Ordering::Release);
    }

    pub(crate) fn practising(&self) -> bool {
        self.practising.load(Ordering::Acquire)
    }

    pub(crate) fn set_language(&self, language: Option<String>) {
        *self.language.lock() = language;
    }

    /// The sentences of the language that the app speaks.
    pub(crate) fn words(&self) -> &'static Catalogue {
        catalogue::words(self.language.lock().as_deref())
    }

    /// The realm and the phone that are on. The real portal never meets the practice phone.
    pub(crate) async fn active_realm(&self) -> Result<ActiveRealm, Failure> {
        if !self.practising() {
            return Ok(self.real.clone());
        }
        let open = self.open.lock().await;
        let practice = &open.as_ref().ok_or_else(not_open)?.practice;
        Ok(ActiveRealm {
            realm: practice.realm.clone(),
            device: practice.phone.clone().unwrap_or_else(|| self.real.device.clone()),
        })
    }

    /// Looks at the phone that is on.
    pub(crate) async fn look(&self) -> Result<PhoneInfo, Failure> {
        let seen = self.active_realm().await?.device.preflight().await.map_err(|error| device_failure(&error))?;
        Ok(PhoneInfo {
            platform: seen.platform,
            version: seen.version,
            screen_lock: seen.screen_lock,
            online: seen.online,
            restricted: seen.restricted,
            chrome: seen.chrome,
            vendor: seen.vendor.as_deref().and_then(Vendor::of),
        })
    }

    pub(crate) async fn open_practice(&self, phone: Option<Platform>) -> Result<RealmInfo, Failure> {
        let mut open = self.open.lock().await;
        close(&mut open);
        let practice =
            self.practice.open(phone).await.map_err(|error| failure(Cause::Practice, error.code(), &error, true))?;
        let screens = practice.phone.as_ref().and_then(|phone| {
            let mut screens = phone.simulated_screens()?.screens();
            let events = self.events.clone();
            let task = tokio::spawn(async move {
                loop {
                    let screen = screens.borrow_and_update().clone();
                    if events.send(Event::SystemShown(screen)).is_err() || screens.changed().await.is_err() {
                        return;
                    }
                }
            });
            Some(task.abort_handle())
        });
        let facts = RealmInfo { probe: practice.realm.probe.is_some(), service: practice.realm.service.is_some() };
        *open = Some(OpenPractice { practice, screens });
        Ok(facts)
    }

    pub(crate) async fn wipe_practice(&self) {
        let mut open = self.open.lock().await;
        close(&mut open);
        // What cannot be deleted holds nothing secret, and the next start tries it again.
        if let Err(error) = self.practice.wipe().await {
            drop_sources(error.code(), &error);
        }
    }

    /// Moves the practice phone's time on to its next notification.
    pub(crate) async fn pass_time(&self) {
        if let Ok(active) = self.active_realm().await
            && let Some(screens) = active.device.simulated_screens()
        {
            screens.pass_time().await;
        }
    }

    /// Answers the screen that the practice phone shows; `typed` is what was typed into it.
    pub(crate) async fn answer_system(&self, answer: SystemAnswer, typed: Option<SecretString>) {
        if let Ok(active) = self.active_realm().await
            && let Some(screens) = active.device.simulated_screens()
        {
            screens.answer(answer, typed);
        }
    }
}

impl ActiveRealm {
    /// What only Android can do.
    pub(crate) fn android(&self) -> Result<&dyn AndroidDevice, Failure> {
        self.device.android().ok_or_else(|| device_failure(&DeviceError::Unsupported))
    }

    /// What only iOS can do.
    pub(crate) fn apple(&self) -> Result<&dyn AppleDevice, DeviceError> {
        self.device.apple().ok_or(DeviceError::Unsupported)
    }
}

fn not_open() -> Failure {
    Failure::new(Cause::Practice, PracticeEnvironmentError::Servers("practice is not open".into()).code(), true)
}

/// Nobody watches its screens from then on, so that what waits for one is declined and holds nothing up.
fn close(open: &mut Option<OpenPractice>) {
    if let Some(OpenPractice { screens: Some(screens), .. }) = open.take() {
        screens.abort();
    }
}
