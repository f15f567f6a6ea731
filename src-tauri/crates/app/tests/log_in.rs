//! A log-in by the client that nobody sees answered, and one that a full disk holds back: what the portal was asked.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod walker;

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use app::{FileStore, Store, StoreError};
use journey::{Intent, PersistedState, Platform, PracticeOffice, Screen};
use practice::Running;
use practice::portal::{Fault, Step};
use tempfile::TempDir;
use walker::Walker;

/// A disk on which something cannot be written.
struct Disk {
    store: FileStore,
    full: AtomicU8,
}

const ROOM: u8 = 0;
const FULL: u8 = 1;
/// From when a password is about to leave.
const FULL_AT_LAST: u8 = 2;

impl Store for Disk {
    fn load(&self) -> Result<PersistedState, StoreError> {
        self.store.load()
    }

    fn save(&self, saved: &PersistedState) -> Result<(), StoreError> {
        let full = match self.full.load(Ordering::Acquire) {
            FULL => true,
            FULL_AT_LAST => saved.ledger.login_sent.is_some(),
            _ => false,
        };
        if full { Err(StoreError::Full(io::ErrorKind::StorageFull.into())) } else { self.store.save(saved) }
    }

    fn erase_damaged(&self) -> Result<(), StoreError> {
        self.store.erase_damaged()
    }
}

struct Practised {
    walker: Walker,
    office: PracticeOffice,
    portal: Arc<Running>,
    disk: Arc<Disk>,
}

impl Practised {
    async fn at_login() -> Self {
        let folder: Arc<TempDir> = Arc::new(tempfile::tempdir().unwrap());
        let disk = Arc::new(Disk { store: FileStore::open(folder.path()).unwrap(), full: AtomicU8::new(ROOM) });
        let mut walker = Walker::start_on(&folder, disk.clone()).await;
        let office = walker.practise(Platform::Android, 1).await;
        walker.walk_to_login().await;
        let portal = walker.practice.running().await.unwrap();
        Self { walker, office, portal, disk }
    }

    async fn log_in(&mut self) {
        self.walker.log_in(self.office.user_id.as_str(), &self.office.login_password).await;
    }

    fn asked(&self, step: Step) -> u64 {
        self.portal.portal.counts().steps.get(&step).copied().unwrap_or_default()
    }

    async fn until_asked(&self, step: Step) {
        let asked = async {
            while self.asked(step) == 0 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), asked).await.unwrap();
    }

    /// Waits for the log-in's screen; its failure and the tries that are left.
    async fn back(&mut self, what: &str) -> (Option<String>, Option<u8>) {
        let view = self.walker.until(what, |view| matches!(view.screen, Screen::Login { .. })).await;
        let Screen::Login { failure, tries_left, .. } = view.screen else { panic!() };
        (failure.map(|failure| failure.code), tries_left)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_sends_no_password() {
    let mut practised = Practised::at_login().await;
    practised.disk.full.store(FULL, Ordering::Release);
    practised.log_in().await;
    let refused = (Some("store-full".to_owned()), None);
    practised.walker.until("said", |view| matches!(view.screen, Screen::Login { failure: Some(_), .. })).await;
    assert_eq!(practised.back("said").await, refused);
    assert_eq!(practised.portal.portal.counts().requests, 0);

    practised.disk.full.store(FULL_AT_LAST, Ordering::Release);
    practised.log_in().await;
    practised.until_asked(Step::Login).await;
    practised.walker.until("said", |view| matches!(view.screen, Screen::Login { failure: Some(_), .. })).await;
    assert_eq!(practised.back("said").await, refused);
    assert_eq!(practised.asked(Step::Authenticate), 0);

    practised.disk.full.store(ROOM, Ordering::Release);
    practised.log_in().await;
    practised.walker.at("certificate-password").await;
    assert_eq!(practised.asked(Step::Authenticate), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_try_counts_once_the_password_has_left() {
    let mut practised = Practised::at_login().await;
    practised.portal.portal.switches().set_fault(Some(Fault::Slow), Some(Step::Entrance)).await;
    practised.log_in().await;
    practised.until_asked(Step::Entrance).await;
    practised.walker.app.intent(Intent::Cancel);
    assert_eq!(practised.back("cancelled").await, (None, None), "nothing was sent");

    practised.portal.portal.switches().set_fault(Some(Fault::Slow), Some(Step::Authenticate)).await;
    practised.log_in().await;
    practised.until_asked(Step::Authenticate).await;
    practised.walker.app.intent(Intent::Cancel);
    assert_eq!(practised.back("cancelled").await, (None, Some(2)));
    assert_eq!(practised.asked(Step::Authenticate), 1);
}
