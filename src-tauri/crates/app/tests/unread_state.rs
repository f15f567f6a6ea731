//! A state that cannot be read, and a folder that cannot hold one: the app opens, says so, and writes over nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod walker;

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use app::{App, Store, StoreError, SystemClock};
use journey::{Appearance, Intent, PersistedState, Screen, Theme, View};
use practice::{LocalPractice, PracticeSettings};
use tempfile::TempDir;
use walker::{Walker, parts};

/// Its first answer is this error; whatever is written is counted.
struct Unread {
    error: fn() -> StoreError,
    saves: AtomicUsize,
}

impl Store for Unread {
    fn load(&self) -> Result<PersistedState, StoreError> {
        Err((self.error)())
    }

    fn save(&self, _saved: &PersistedState) -> Result<(), StoreError> {
        self.saves.fetch_add(1, Ordering::AcqRel);
        Ok(())
    }

    fn erase_damaged(&self) -> Result<(), StoreError> {
        Ok(())
    }
}

/// What the first screen says once the appearance was changed, and how often the state was written until then.
async fn after(error: fn() -> StoreError) -> (Option<String>, usize) {
    let folder = Arc::new(TempDir::new().unwrap());
    let store = Arc::new(Unread { error, saves: AtomicUsize::new(0) });
    let mut walker = Walker::start_on(&folder, store.clone()).await;
    let appearance = Appearance { theme: Theme::Dark, ..Appearance::default() };
    walker.app.intent(Intent::SetAppearance { appearance });
    let view = walker.until("dark", |view| view.appearance.theme == Theme::Dark).await;
    (said(&view), store.saves.load(Ordering::Acquire))
}

fn said(view: &View) -> Option<String> {
    let Screen::Welcome { failure, .. } = &view.screen else { panic!("{:?}", view.screen) };
    failure.as_ref().map(|failure| failure.code.clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_could_not_be_read_is_not_written_over() {
    let failed = || StoreError::Failed(io::ErrorKind::PermissionDenied.into());
    assert_eq!(after(failed).await, (Some("store-failed".to_owned()), 0));
    let full = || StoreError::Full(io::ErrorKind::StorageFull.into());
    assert_eq!(after(full).await, (Some("store-full".to_owned()), 0));
    // Of this one a copy is put aside.
    let damaged = || StoreError::Damaged(serde_json::from_str::<u8>("{").unwrap_err());
    assert_eq!(after(damaged).await, (Some("store-damaged".to_owned()), 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_folder_the_app_opens_and_says_so() {
    let parent = Arc::new(TempDir::new().unwrap());
    let folder = parent.path().join("state");
    std::fs::write(&folder, "a file in its place").unwrap();
    let settings = PracticeSettings::default();
    let practice = Arc::new(LocalPractice::new(folder.join("practice"), Arc::new(SystemClock), settings));
    let app = App::start(parts(&folder, practice.clone(), Arc::new(SystemClock))).await.unwrap();
    let mut walker = Walker { app, practice, folder: parent, passed: Vec::new() };
    let view = walker.until("the start", |view| view.revision > 0).await;
    assert_eq!(said(&view).as_deref(), Some("store-failed"));
    walker.app.intent(Intent::Start);
    walker.until("it goes on", |view| view.screen.id() != "welcome").await;
    assert_eq!(std::fs::read_to_string(&folder).unwrap(), "a file in its place");
}
