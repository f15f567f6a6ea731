use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use journey::{
    Addresses, Attempt, Cause, Config, Effect, Event, Failure, Intent, Journey, OverlayView, PersistedState, Platform,
    RealmInfo, SecretKind, View,
};
use parking_lot::{Mutex, MutexGuard};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::{mpsc, watch};

use crate::effects::{Context, Runner, Work};
use crate::failures::{failure, internal, internal_error};
use crate::inbound::qr_reader::QrReader;
use crate::parts::Parts;
use crate::ports::{Clock, DeviceError};
use crate::store::{FileStore, Store, StoreError};
use crate::trail::Trail;
use crate::unusable_store::UnusableStore;
use crate::vault::{Expired, Vault};

/// Bytes of the longest secret that is taken. Passwords of the portal and of its files have a few dozen characters.
pub const MAX_SECRET_BYTES: usize = 1024;

/// The app without a window: intents in, Views out.
#[derive(Clone)]
pub struct App {
    events: mpsc::UnboundedSender<Event>,
    views: watch::Receiver<View>,
    journey: Arc<Mutex<Journey>>,
    pub(crate) vault: Vault,
    pub(crate) reader: QrReader,
    pub(crate) runner: Runner,
}

/// Why the app did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another instance holds the state folder.
    #[error("state folder")]
    Store(#[from] StoreError),
    /// The system gives no random numbers.
    #[error("no random numbers")]
    Random(#[source] getrandom::Error),
}

impl App {
    /// Reads the state and begins. A state that cannot be read is kept as it is and said on the first screen, and so is a
    /// folder that cannot hold one.
    ///
    /// # Errors
    /// Another instance holds the state folder, or the system gives no random numbers.
    pub async fn start(parts: Parts) -> Result<Self, StartError> {
        let store: Arc<dyn Store> = match FileStore::open(&parts.folder) {
            Ok(store) => Arc::new(store),
            Err(error) => Arc::new(UnusableStore::after(error)?),
        };
        Self::start_with(parts, store).await
    }

    /// As [`App::start`], on any store.
    ///
    /// # Errors
    /// The system gives no random numbers.
    pub async fn start_with(parts: Parts, store: Arc<dyn Store>) -> Result<Self, StartError> {
        let loading = store.clone();
        let loaded = tokio::task::spawn_blocking(move || loading.load()).await;
        let (saved, startup_failure, unread) = match loaded {
            Ok(Ok(saved)) => (saved, None, None),
            Ok(Err(error)) => {
                let why = failure(Cause::Storage, error.code(), &error, false);
                // Of what is damaged a copy is put aside; what could not be read may be whole, and is not written over.
                let unread = (!matches!(error, StoreError::Damaged(_))).then(|| why.clone());
                (PersistedState::default(), Some(why), unread)
            }
            Err(error) => {
                let why = internal_error(&error);
                (PersistedState::default(), Some(why.clone()), Some(why))
            }
        };
        let known = saved.clone();
        let vault = Vault::new(parts.clock.clone());
        let (events, incoming) = mpsc::unbounded_channel();
        let config = config(&parts).await?;
        let clock = parts.clock.clone();
        let journey = Journey::new(config, saved, startup_failure);
        let (practising, language) = (journey.practising(), language(&journey));
        let (sender, views) = watch::channel(journey.view(clock.now()));
        let journey = Arc::new(Mutex::new(journey));
        let runner = Runner::new(Context::new(parts, vault.clone(), events.clone(), practising, language));
        let actor = Actor {
            journey: journey.clone(),
            store,
            unread,
            known,
            clock,
            vault: vault.clone(),
            runner: runner.clone(),
            views: sender,
        };
        let _ = events.send(Event::Started);
        tokio::spawn(actor.run(incoming));
        Ok(Self { events, views, journey, vault, reader: QrReader::default(), runner })
    }

    /// The View now and at every change.
    pub fn views(&self) -> watch::Receiver<View> {
        self.views.clone()
    }

    /// What the user wants. Never waits.
    pub fn intent(&self, intent: Intent) {
        let _ = self.events.send(Event::Intent(intent));
    }

    /// Takes a secret just before the intent that needs it.
    ///
    /// # Errors
    /// It has more than [`MAX_SECRET_BYTES`]: no password, and not kept.
    pub fn put_secret(&self, kind: SecretKind, secret: SecretString) -> Result<(), Failure> {
        if secret.expose_secret().len() > MAX_SECRET_BYTES {
            return Err(internal());
        }
        self.vault.put(kind, secret);
        Ok(())
    }

    /// A secret that the user wants to see now; nothing where the way does not allow it, or where the system will not keep
    /// it out of its pictures of the window. The journey takes that guard down when the secret is hidden or left.
    pub async fn reveal_secret(&self, kind: SecretKind) -> Option<SecretString> {
        let allowed = || lock(&self.journey).may_reveal(kind);
        if !allowed() || !self.runner.guard_for_secret().await {
            return None;
        }
        // Told even where the way has gone on meanwhile: what was put up must come down.
        let _ = self.events.send(Event::SecretShown);
        allowed().then(|| self.vault.get(kind)).flatten()
    }

    pub(crate) fn send(&self, event: Event) {
        let _ = self.events.send(event);
    }

    /// The app is no longer in front.
    pub fn went_away(&self) {
        let _ = self.events.send(Event::WentAway);
    }

    /// The app is in front again.
    pub fn came_back(&self) {
        let _ = self.events.send(Event::CameBack);
    }
}

/// Takes events one after the other: state first, then the disk, then the effects.
struct Actor {
    journey: Arc<Mutex<Journey>>,
    store: Arc<dyn Store>,
    /// Why the state could not be read: nothing is written until the next start.
    unread: Option<Failure>,
    known: PersistedState,
    clock: Arc<dyn Clock>,
    vault: Vault,
    runner: Runner,
    views: watch::Sender<View>,
}

impl Actor {
    async fn run(mut self, mut incoming: mpsc::UnboundedReceiver<Event>) {
        loop {
            let wake = lock(&self.journey).next_wake();
            let event = tokio::select! {
                event = incoming.recv() => match event {
                    Some(event) => event,
                    None => return,
                },
                () = sleep_until(wake, self.clock.as_ref()) => Event::Tick,
                expired = self.vault.expired() => match expired {
                    Expired::Secrets => Event::SecretsExpired,
                    Expired::WaitingFile(file) => Event::WaitingFileExpired(file),
                },
            };
            self.take(event).await;
        }
    }

    async fn take(&mut self, event: Event) {
        self.note(&event);
        let (effects, saved, practising) = self.advance(event);
        let mut work = Work { effects, practising, language: saved.settings.appearance.language.clone() };
        let erases = work.effects.contains(&Effect::EraseDamaged);
        // What is damaged lies where the next save writes, too.
        if saved != self.known || erases {
            match self.save(saved.clone()).await {
                Ok(()) => self.known = saved,
                Err(failure) => {
                    work.effects.retain(|effect| !effect.leaves_app());
                    self.store_failed(failure, &mut work);
                }
            }
        }
        if erases && let Err(failure) = self.on_store(|store| store.erase_damaged()).await {
            self.store_failed(failure, &mut work);
        }
        self.runner.run(work);
        let mut view = lock(&self.journey).view(self.clock.now());
        if let Some(OverlayView::HelpDesk { trail, .. }) = &mut view.overlay {
            *trail = Trail::now();
        }
        self.views.send_replace(view);
    }

    /// Into the trail: names alone.
    fn note(&self, event: &Event) {
        let (name, attempt): (&str, _) = (event.into(), event.attempt());
        let number = attempt.map(Attempt::number);
        match event {
            Event::Intent(intent) => {
                let name: &str = intent.into();
                tracing::info!(intent = name, "intent");
            }
            _ if attempt.is_some_and(|attempt| !lock(&self.journey).is_current(attempt)) => {
                tracing::warn!(event = name, attempt = number, "a result comes too late");
            }
            _ => tracing::info!(event = name, attempt = number, "event"),
        }
    }

    fn store_failed(&self, failure: Failure, work: &mut Work) {
        let (more, _, _) = self.advance(Event::StoreFailed(failure));
        work.effects.extend(more);
    }

    fn advance(&self, event: Event) -> (Vec<Effect>, PersistedState, bool) {
        let mut journey = lock(&self.journey);
        let effects = journey.on(event, self.clock.now());
        (effects, journey.persisted().clone(), journey.practising())
    }

    async fn save(&self, saved: PersistedState) -> Result<(), Failure> {
        match &self.unread {
            Some(unread) => Err(unread.clone()),
            None => self.on_store(move |store| store.save(&saved)).await,
        }
    }

    async fn on_store(
        &self,
        work: impl FnOnce(&dyn Store) -> Result<(), StoreError> + Send + 'static,
    ) -> Result<(), Failure> {
        let store = self.store.clone();
        match tokio::task::spawn_blocking(move || work(&*store)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(failure(Cause::Storage, error.code(), &error, true)),
            Err(error) => Err(internal_error(&error)),
        }
    }
}

/// The language that the user chose; `None` if it is the system's.
fn language(journey: &Journey) -> Option<String> {
    journey.persisted().settings.appearance.language.clone()
}

async fn config(parts: &Parts) -> Result<Config, StartError> {
    let looked = parts.device.preflight().await;
    let this_phone = !matches!(looked, Err(DeviceError::Unsupported));
    let platform = looked.map_or(DEFAULT_PLATFORM, |looked| looked.platform);
    // Asked once, so that a system without random numbers is found at the start and not in the middle of the flow.
    getrandom::u64().map_err(StartError::Random)?;
    let realm = &parts.publisher.realm;
    Ok(Config {
        platform,
        portal_window: parts.device.portal_window().is_some(),
        portal_way: parts.publisher.portal_way,
        this_phone,
        notifications: parts.device.notifications().is_some(),
        realm: RealmInfo { probe: realm.probe.is_some(), service: realm.service.is_some() },
        publisher: parts.publisher.info(),
        version: parts.version.clone(),
        addresses: Addresses { entry: realm.entry.to_string(), link_hosts: parts.link_hosts.clone() },
        portal_host: realm.allowed_hosts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        due_days: parts.publisher.warn_days,
        offices: parts.practice.offices(),
        entropy: Box::new(random),
    })
}

const DEFAULT_PLATFORM: Platform = if cfg!(target_os = "ios") { Platform::Iphone } else { Platform::Android };

/// For handles, nonces and the salt.
#[expect(clippy::expect_used, reason = "a system that gave random numbers at the start goes on giving them")]
fn random() -> u128 {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits).expect("random numbers after the start");
    u128::from_be_bytes(bits)
}

async fn sleep_until(wake: Option<Timestamp>, clock: &dyn Clock) {
    match wake {
        Some(wake) => {
            let left = wake.duration_since(clock.now());
            tokio::time::sleep(Duration::try_from(left).unwrap_or_default()).await;
        }
        None => std::future::pending().await,
    }
}

fn lock(journey: &Mutex<Journey>) -> MutexGuard<'_, Journey> {
    journey.lock()
}
