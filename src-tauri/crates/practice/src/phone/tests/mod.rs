#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod android;
mod apple;
mod browser;
mod container;
mod notifications;
mod preflight;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use app::{AndroidDevice, AppleDevice, Clock, Device, SimulatedScreens, SystemClock};
use certificate::Identity;
use jiff::{SignedDuration, Timestamp};
use journey::{Platform, SystemAnswer, SystemScreen};
use secrecy::SecretString;
use tempfile::TempDir;
use tokio::sync::{OnceCell, watch};
use tokio::time::timeout;
use zeroize::Zeroizing;

use super::PracticePhone;
use crate::Folder;
use crate::authority::{Authority, Issued, Subject};

const PASSWORD: &str = "KaigoDx2026";
const GO: (SystemAnswer, Option<&str>) = (SystemAnswer::Go, None);
const OTHER: (SystemAnswer, Option<&str>) = (SystemAnswer::Other, None);
const DECLINE: (SystemAnswer, Option<&str>) = (SystemAnswer::Decline, None);

fn typed(words: &str) -> (SystemAnswer, Option<&str>) {
    (SystemAnswer::Go, Some(words))
}

struct SetClock(Mutex<Timestamp>);

impl SetClock {
    fn pass(&self, time: SignedDuration) {
        *self.0.lock().unwrap() += time;
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }

    fn running(&self) -> Duration {
        SystemClock.running()
    }
}

/// A phone in a folder of its own.
struct Rig {
    phone: Arc<PracticePhone>,
    /// Somebody holds the phone.
    _watched: watch::Receiver<Option<SystemScreen>>,
    clock: Arc<SetClock>,
    folder: TempDir,
    model: Platform,
}

impl Rig {
    fn new(model: Platform) -> Self {
        Self::trusting(model, Vec::new())
    }

    fn trusting(model: Platform, roots: Vec<Vec<u8>>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock(Mutex::new(Timestamp::now())));
        let phone = PracticePhone::new(Folder::open(folder.path()).unwrap(), model, roots, clock.clone());
        Self { _watched: phone.screens(), phone, clock, folder, model }
    }

    /// The app was killed and started again; the phone's memory is what it was.
    fn restarted(&self) -> Arc<PracticePhone> {
        PracticePhone::new(Folder::open(self.folder.path()).unwrap(), self.model, Vec::new(), self.clock.clone())
    }
}

/// Answers the screens that come, one by one, and returns them.
async fn walk(phone: &PracticePhone, answers: &[(SystemAnswer, Option<&str>)]) -> Vec<SystemScreen> {
    let mut screens = watching(phone);
    let mut seen = Vec::new();
    for (answer, typed) in answers {
        let screen = timeout(Duration::from_secs(20), next(&mut screens)).await;
        seen.push(screen.unwrap_or_else(|_| panic!("no screen after {seen:?}")));
        phone.answer(*answer, typed.map(SecretString::from));
    }
    seen
}

/// Sees what is shown now as well as what comes.
fn watching(phone: &PracticePhone) -> watch::Receiver<Option<SystemScreen>> {
    let mut screens = phone.screens();
    screens.mark_changed();
    screens
}

/// The next screen that was not seen yet.
async fn next(screens: &mut watch::Receiver<Option<SystemScreen>>) -> SystemScreen {
    loop {
        screens.changed().await.unwrap();
        if let Some(screen) = screens.borrow_and_update().clone() {
            return screen;
        }
    }
}

/// What the app does, while somebody answers the system's screens; afterwards nothing is shown.
async fn during<T>(
    phone: &PracticePhone,
    doing: impl Future<Output = T>,
    answers: &[(SystemAnswer, Option<&str>)],
) -> (T, Vec<SystemScreen>) {
    let _watched = phone.screens();
    let both = async { tokio::join!(doing, walk(phone, answers)) };
    let (done, seen) = timeout(Duration::from_secs(60), both).await.expect("a screen was left without an answer");
    assert_eq!(*phone.screens().borrow(), None);
    (done, seen)
}

/// No screen is shown while the app does that.
async fn silently<T>(phone: &PracticePhone, doing: impl Future<Output = T>) -> T {
    let mut screens = phone.screens();
    screens.mark_unchanged();
    let done = doing.await;
    assert!(!screens.has_changed().unwrap());
    done
}

async fn issued(slot: &str) -> Arc<Issued> {
    static AUTHORITY: OnceCell<(TempDir, Arc<Authority>)> = OnceCell::const_new();
    let (_, authority) = AUTHORITY
        .get_or_init(|| async {
            let folder = tempfile::tempdir().unwrap();
            let opened = Authority::open(Folder::open(folder.path()).unwrap(), Arc::new(app::SystemClock)).await;
            (folder, Arc::new(opened.unwrap()))
        })
        .await;
    let subject = Subject {
        slot: slot.to_owned(),
        key: "one-for-all".to_owned(),
        common_name: "CarePlanJigyousho".to_owned(),
        organization: slot.to_owned(),
        unit: "介護DX証明書".to_owned(),
    };
    authority.issue(&subject).await.unwrap()
}

async fn identity(slot: &str) -> Identity {
    let file = issued(slot).await.pkcs12(PASSWORD).unwrap();
    certificate::open(&file, &SecretString::from(PASSWORD)).unwrap()
}

async fn for_android(slot: &str) -> Zeroizing<Vec<u8>> {
    certificate::to_android_p12(&identity(slot).await, slot).unwrap()
}

async fn for_ios(slot: &str) -> Zeroizing<Vec<u8>> {
    certificate::to_ios_p12(&identity(slot).await, slot, &SecretString::from(PASSWORD)).unwrap()
}

async fn for_files(slot: &str) -> Zeroizing<Vec<u8>> {
    certificate::to_portable_p12(&identity(slot).await, slot, &SecretString::from(PASSWORD)).unwrap()
}
