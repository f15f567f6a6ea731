use std::sync::Arc;

use journey::{Event, Failure};
use tokio::sync::{Semaphore, mpsc};

use super::environment::{ActiveRealm, Environment};
use super::portal_session::PortalSession;
use super::profile_server::ProfileServer;
use super::reminder_plans::ReminderPlans;
use super::screen_capture_guard::ScreenCaptureGuard;
use crate::parts::Parts;
use crate::vault::Vault;

/// What effects are run on.
pub(crate) struct Context {
    pub(crate) parts: Parts,
    pub(crate) vault: Vault,
    pub(crate) environment: Arc<Environment>,
    pub(crate) portal: PortalSession,
    pub(crate) server: ProfileServer,
    pub(crate) screen_capture_guard: ScreenCaptureGuard,
    pub(crate) reminder_plans: ReminderPlans,
    /// Installer, chooser, picker and share sheet, one after the other: the system has one place for an answer.
    pub(crate) system_ui_lock: tokio::sync::Mutex<()>,
    /// Files of other apps are read one after the other: a phone keeps one that waits.
    pub(crate) file_lock: tokio::sync::Mutex<()>,
    /// Only one key derivation runs at a time.
    pub(crate) derivation: Arc<Semaphore>,
    events: mpsc::UnboundedSender<Event>,
}

impl Context {
    /// `language` is the user's choice; `None` if the system's is spoken.
    pub(crate) fn new(
        parts: Parts,
        vault: Vault,
        events: mpsc::UnboundedSender<Event>,
        practising: bool,
        language: Option<String>,
    ) -> Self {
        let environment = Arc::new(Environment::new(&parts, events.clone(), practising, language));
        Self {
            vault: vault.clone(),
            portal: PortalSession::new(environment.clone(), vault, parts.clock.clone(), events.clone()),
            environment,
            server: ProfileServer::new(parts.serving),
            screen_capture_guard: ScreenCaptureGuard::new(parts.device.clone()),
            reminder_plans: ReminderPlans::default(),
            system_ui_lock: tokio::sync::Mutex::default(),
            file_lock: tokio::sync::Mutex::default(),
            derivation: Arc::new(Semaphore::new(1)),
            events,
            parts,
        }
    }

    pub(crate) fn send(&self, event: Event) {
        let _ = self.events.send(event);
    }

    /// The realm and the phone that are on.
    pub(crate) async fn active_realm(&self) -> Result<ActiveRealm, Failure> {
        self.environment.active_realm().await
    }
}
