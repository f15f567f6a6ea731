use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use app::{App, Parts, Publisher, SystemClock};
use practice::{LocalPractice, PracticeSettings};
use tempfile::TempDir;
use tokio::sync::Mutex;

use crate::desktop::Desktop;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// One app for each browser context.
#[derive(Clone)]
pub(crate) struct Sessions {
    root: Arc<TempDir>,
    running: Arc<Mutex<HashMap<String, Session>>>,
}

/// A running app and what tests may do to its surroundings.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) app: App,
    pub(crate) practice: Arc<LocalPractice>,
    pub(crate) desktop: Arc<Desktop>,
}

impl Sessions {
    pub(crate) fn new() -> std::io::Result<Self> {
        Ok(Self { root: Arc::new(tempfile::tempdir()?), running: Arc::default() })
    }

    /// The app of this name, started when it is asked for first.
    pub(crate) async fn get(&self, name: &str) -> Result<Session, Failure> {
        if name.is_empty() || name.len() > 64 || !name.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-') {
            return Err("a session is 1 to 64 letters, digits and hyphens".into());
        }
        let mut running = self.running.lock().await;
        if let Some(session) = running.get(name) {
            return Ok(session.clone());
        }
        let session = start(&self.root.path().join(name)).await?;
        running.insert(name.to_owned(), session.clone());
        Ok(session)
    }
}

async fn start(folder: &Path) -> Result<Session, Failure> {
    let practice =
        Arc::new(LocalPractice::new(folder.join("practice"), Arc::new(SystemClock), PracticeSettings::default()));
    let desktop = Arc::new(Desktop::default());
    let parts = Parts {
        folder: folder.to_owned(),
        device: desktop.clone(),
        practice: practice.clone(),
        clock: Arc::new(SystemClock),
        publisher: Publisher::parse(include_str!("../../../src-tauri/config/publisher.toml"))?,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        link_hosts: Vec::new(),
        serving: app::SERVING,
    };
    Ok(Session { app: App::start(parts).await?, practice, desktop })
}
