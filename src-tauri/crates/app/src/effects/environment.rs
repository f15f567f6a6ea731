use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use journey::{Event, Failure, PhoneInfo, Platform, RealmInfo, SystemAnswer, Vendor};
use tokio::sync::Mutex;
use tokio::task::AbortHandle;

use super::{Inner, device_failure};
use crate::catalogue::{self, Catalogue};
use crate::ports::{Device, RealmAddresses, RunningPractice};

/// Which realm and which phone are meant now.
pub(crate) struct Environment {
    practising: AtomicBool,
    language: parking_lot::Mutex<Option<String>>,
    practice: Mutex<Option<OpenPractice>>,
}

struct OpenPractice {
    practice: RunningPractice,
    screens: Option<AbortHandle>,
}

impl Environment {
    pub(crate) fn new(practising: bool, language: Option<String>) -> Self {
        Self {
            practising: AtomicBool::new(practising),
            language: parking_lot::Mutex::new(language),
            practice: Mutex::default(),
        }
    }

    pub(crate) fn set_practising(&self, practising: bool) {
        self.practising.store(practising, Ordering::Release);
    }

    pub(crate) fn set_language(&self, language: Option<String>) {
        *self.language.lock() = language;
    }

    /// The sentences of the language that the app speaks.
    pub(crate) fn words(&self) -> &'static Catalogue {
        catalogue::words(self.language.lock().as_deref())
    }

    pub(crate) fn practising(&self) -> bool {
        self.practising.load(Ordering::Acquire)
    }
}

/// Realm and phone together, so that no effect mixes them.
pub(crate) struct ActiveRealm {
    pub(crate) realm: RealmAddresses,
    pub(crate) device: Arc<dyn Device>,
}

impl Inner {
    /// The realm and the phone that are on. The real portal never meets the practice phone.
    pub(crate) async fn active_realm(&self) -> Result<ActiveRealm, Failure> {
        if !self.environment.practising() {
            return Ok(ActiveRealm { realm: self.parts.publisher.realm.clone(), device: self.parts.device.clone() });
        }
        let open = self.environment.practice.lock().await;
        let practice = &open.as_ref().ok_or_else(|| Failure::new("practice-servers", true))?.practice;
        Ok(ActiveRealm {
            realm: practice.realm.clone(),
            device: practice.phone.clone().unwrap_or_else(|| self.parts.device.clone()),
        })
    }

    pub(crate) async fn open_practice(&self, phone: Option<Platform>) -> Result<RealmInfo, Failure> {
        let mut open = self.environment.practice.lock().await;
        close(&mut open);
        let practice = self.parts.practice.open(phone).await.map_err(|error| Failure::new(error.code(), true))?;
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
        let mut open = self.environment.practice.lock().await;
        close(&mut open);
        // What cannot be deleted holds nothing secret, and the next practice overwrites it.
        let _ = self.parts.practice.wipe().await;
    }

    pub(crate) async fn answer_system(&self, answer: SystemAnswer) {
        let typed = self.vault.take(journey::SecretKind::PracticePhonePassword);
        if let Ok(active) = self.active_realm().await
            && let Some(screens) = active.device.simulated_screens()
        {
            screens.answer(answer, typed);
        }
    }

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
}

fn close(open: &mut Option<OpenPractice>) {
    if let Some(OpenPractice { screens: Some(screens), .. }) = open.take() {
        screens.abort();
    }
}
