mod secrets;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use certificate::{Identity, StopFlag};
use journey::{FileId, SECRETS_KEPT, SecretKind};
use parking_lot::{Mutex, MutexGuard};
use secrecy::SecretString;
use tokio::sync::Notify;
use zeroize::Zeroizing;

use self::secrets::Secrets;

use crate::ports::Clock;

/// For how long anything stays after it was put in, opened or handed over last. Whatever the way is at, it is wiped then.
pub(crate) const KEPT: Duration = SECRETS_KEPT.unsigned_abs();
/// How often the time is looked at: timers stand still while the phone sleeps.
const PACE: Duration = Duration::from_secs(1);

/// The only place that holds secrets: in memory, each for as short as the way needs it, and none for longer than [`KEPT`].
#[derive(Clone)]
pub(crate) struct Vault {
    secrets: Arc<Mutex<Secrets>>,
    /// A file from outside that waits for the user's word: not of the flow yet, so it outlives [`Vault::forget_all`].
    waiting: Arc<Mutex<Option<WaitingFile>>>,
    files: Arc<AtomicU64>,
    clock: Arc<dyn Clock>,
    /// Something was put in.
    filled: Arc<Notify>,
}

/// What was wiped because its time was over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expired {
    /// Everything of the way.
    Secrets,
    /// The file that waited for the user's word.
    WaitingFile(FileId),
}

/// Which content of the vault a result belongs to. Every wipe, every new file, every new certificate password and every
/// opening that is stopped raises it, so that what began before cannot put back what is gone, nor touch what has come since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Generation(u64);

/// A file to open, and with what.
pub(crate) struct Opening {
    pub(crate) file: Arc<Zeroizing<Vec<u8>>>,
    pub(crate) password: SecretString,
    pub(crate) generation: Generation,
    /// Raised when the result would come too late.
    pub(crate) stop: StopFlag,
}

struct WaitingFile {
    id: FileId,
    bytes: Zeroizing<Vec<u8>>,
    since: Duration,
}

impl Vault {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { secrets: Arc::default(), waiting: Arc::default(), files: Arc::default(), clock, filled: Arc::default() }
    }

    pub(crate) fn put(&self, kind: SecretKind, secret: SecretString) {
        let mut secrets = self.lock();
        *secrets.of(kind) = Some(secret);
        self.keep(&mut secrets);
        if kind == SecretKind::CertificatePassword {
            secrets.password_is_made = false;
            secrets.begin_generation();
        }
    }

    /// The content as it is now, for a result that comes later.
    pub(crate) fn generation(&self) -> Generation {
        Generation(self.lock().number())
    }

    /// A number made by the app takes the place of the certificate password; false if it comes too late.
    #[must_use]
    pub(crate) fn put_made_password(&self, made: SecretString, of: Generation) -> bool {
        let Some(mut secrets) = self.lock_of(of) else { return false };
        secrets.certificate_password = Some(made);
        secrets.password_is_made = true;
        self.keep(&mut secrets);
        true
    }

    /// That number, where there is one.
    pub(crate) fn made_password(&self) -> Option<SecretString> {
        let secrets = self.lock();
        secrets.certificate_password.clone().filter(|_| secrets.password_is_made)
    }

    pub(crate) fn get(&self, kind: SecretKind) -> Option<SecretString> {
        self.lock().of(kind).clone()
    }

    pub(crate) fn take(&self, kind: SecretKind) -> Option<SecretString> {
        self.lock().of(kind).take()
    }

    pub(crate) fn forget(&self, kind: SecretKind) {
        self.lock().of(kind).take();
    }

    pub(crate) fn forget_all(&self) {
        self.lock().wipe();
    }

    /// It is handed to the system, or comes back from there: its time begins anew. False if it is another by now.
    pub(crate) fn handed_over(&self, of: Generation) -> bool {
        let Some(mut secrets) = self.lock_of(of) else { return false };
        if secrets.identity.is_some() {
            self.keep(&mut secrets);
        }
        true
    }

    /// Waits until the content is another.
    pub(crate) async fn replaced(&self, of: Generation) {
        let mut generation = self.lock().generation.subscribe();
        // The vault is there for as long as it is looked at.
        let _ = generation.wait_for(|generation| *generation != of.0).await;
    }

    /// A file that was downloaded; false if it comes too late.
    #[must_use]
    pub(crate) fn put_file(&self, file: Zeroizing<Vec<u8>>, of: Generation) -> bool {
        let Some(mut secrets) = self.lock_of(of) else { return false };
        secrets.take_file(file);
        self.keep(&mut secrets);
        true
    }

    /// A file that waits for the user's word. The one before is wiped.
    pub(crate) fn put_waiting(&self, bytes: Zeroizing<Vec<u8>>) -> FileId {
        let id = FileId::new(self.files.fetch_add(1, Ordering::Relaxed));
        *self.waiting.lock() = Some(WaitingFile { id, bytes, since: self.clock.running() });
        self.filled.notify_one();
        id
    }

    /// It becomes the way's own file, if it is still the one that waits.
    pub(crate) fn admit(&self, id: FileId) {
        if let Some(file) = self.take_waiting(id) {
            let mut secrets = self.lock();
            secrets.take_file(file);
            self.keep(&mut secrets);
        }
    }

    /// Takes the file that waits, if it is this one.
    pub(crate) fn take_waiting(&self, id: FileId) -> Option<Zeroizing<Vec<u8>>> {
        let mut waiting = self.waiting.lock();
        waiting.take_if(|file| file.id == id && !self.left(file.since).is_zero()).map(|file| file.bytes)
    }

    /// What is opened next; `None` if the file or its password is missing.
    pub(crate) fn opening(&self) -> Option<Opening> {
        let secrets = self.lock();
        Some(Opening {
            file: secrets.file.clone()?,
            password: secrets.certificate_password.clone()?,
            generation: Generation(secrets.number()),
            stop: secrets.stop.clone(),
        })
    }

    /// Key derivation that is under way ends, and what it has brought already is wiped. The file stays.
    pub(crate) fn stop_opening(&self) {
        let mut secrets = self.lock();
        secrets.begin_generation();
        secrets.identity = None;
    }

    /// The opened file. False if it comes too late: it is wiped at once. The file itself stays until the way goes on
    /// without it, by [`Vault::close_file`]: the user's word to stop may come before that.
    #[must_use]
    pub(crate) fn put_identity(&self, identity: Identity, of: Generation) -> bool {
        let Some(mut secrets) = self.lock_of(of) else { return false };
        secrets.identity = Some(Arc::new(identity));
        self.keep(&mut secrets);
        true
    }

    /// The file is no longer needed, if it is open.
    pub(crate) fn close_file(&self) {
        let mut secrets = self.lock();
        if secrets.identity.is_some() {
            secrets.file = None;
        }
    }

    /// The certificate password did not open the file. One that was typed since stays.
    pub(crate) fn refuse_password(&self, of: Generation) {
        if let Some(mut secrets) = self.lock_of(of) {
            secrets.certificate_password = None;
        }
    }

    pub(crate) fn identity(&self) -> Option<Arc<Identity>> {
        self.lock().identity.clone()
    }

    /// Waits until the time of something is over. It is wiped when this says so.
    pub(crate) async fn expired(&self) -> Expired {
        loop {
            let left = {
                let mut secrets = self.lock();
                if std::mem::take(&mut secrets.expired) {
                    return Expired::Secrets;
                }
                let mut waiting = self.waiting.lock();
                if let Some(file) = waiting.take_if(|file| self.left(file.since).is_zero()) {
                    return Expired::WaitingFile(file.id);
                }
                let since = secrets.since.into_iter().chain(waiting.as_ref().map(|file| file.since));
                since.map(|since| self.left(since)).min()
            };
            match left {
                Some(left) => tokio::time::sleep(left.min(PACE)).await,
                None => self.filled.notified().await,
            }
        }
    }

    /// What is over is gone before anybody looks.
    fn lock(&self) -> MutexGuard<'_, Secrets> {
        let mut secrets = self.secrets.lock();
        if secrets.since.is_some_and(|since| self.left(since).is_zero()) {
            if secrets.is_empty() {
                // What was taken out in time expects its result still.
                secrets.since = None;
            } else {
                secrets.expired = true;
                secrets.wipe();
            }
        }
        secrets
    }

    /// The time begins anew.
    fn keep(&self, secrets: &mut Secrets) {
        secrets.since = Some(self.clock.running());
        self.filled.notify_one();
    }

    fn left(&self, since: Duration) -> Duration {
        KEPT.saturating_sub(self.clock.running().saturating_sub(since))
    }

    /// Nothing if the content is another by now.
    fn lock_of(&self, of: Generation) -> Option<MutexGuard<'_, Secrets>> {
        let secrets = self.lock();
        (secrets.number() == of.0).then_some(secrets)
    }
}

#[cfg(test)]
mod tests;
