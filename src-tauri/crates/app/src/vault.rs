use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use certificate::{Identity, StopFlag};
use journey::{FileId, SecretKind};
use parking_lot::{Mutex, MutexGuard};
use secrecy::SecretString;
use tokio::sync::Notify;
use zeroize::Zeroizing;

use crate::ports::Clock;

/// For how long anything stays after it was put in, opened or handed over last. Whatever the way is at, it is wiped then.
pub(crate) const KEPT: Duration = Duration::from_secs(600);
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

/// Which content of the vault a result belongs to. Every wipe, every new file and every new certificate password raises it,
/// so that what began before cannot put back what is gone, nor touch what has come since.
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

#[derive(Default)]
struct Secrets {
    generation: u64,
    /// Of the openings of this generation.
    stop: StopFlag,
    /// When something was put in, opened or handed over last; `None` while there is nothing.
    since: Option<Duration>,
    /// Wiped because the time was over; [`Vault::expired`] has not said so yet.
    expired: bool,
    login_password: Option<SecretString>,
    new_login_password: Option<SecretString>,
    login_code: Option<SecretString>,
    certificate_password: Option<SecretString>,
    /// The certificate password is a number made by the app, because iOS cannot take the user's own.
    password_is_made: bool,
    practice_phone_password: Option<SecretString>,
    file: Option<Arc<Zeroizing<Vec<u8>>>>,
    identity: Option<Arc<Identity>>,
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
        Generation(self.lock().generation)
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

    /// It was handed to the system, or comes back from there: its time begins anew. Nothing if it is another by now.
    pub(crate) fn handed_over(&self, of: Generation) {
        if let Some(mut secrets) = self.lock_of(of)
            && secrets.identity.is_some()
        {
            self.keep(&mut secrets);
        }
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
            generation: Generation(secrets.generation),
            stop: secrets.stop.clone(),
        })
    }

    /// Key derivation that is under way ends; nothing is wiped.
    pub(crate) fn stop_opening(&self) {
        std::mem::take(&mut self.lock().stop).stop();
    }

    /// The opened file; the file itself is no longer needed. False if it comes too late: it is wiped at once.
    #[must_use]
    pub(crate) fn put_identity(&self, identity: Identity, of: Generation) -> bool {
        let Some(mut secrets) = self.lock_of(of) else { return false };
        secrets.identity = Some(Arc::new(identity));
        secrets.file = None;
        self.keep(&mut secrets);
        true
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
            secrets.expired |= !secrets.is_empty();
            secrets.wipe();
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
        (secrets.generation == of.0).then_some(secrets)
    }
}

impl Secrets {
    fn wipe(&mut self) {
        self.begin_generation();
        *self = Self { generation: self.generation, expired: self.expired, ..Self::default() };
    }

    fn is_empty(&self) -> bool {
        let passwords = [
            &self.login_password,
            &self.new_login_password,
            &self.login_code,
            &self.certificate_password,
            &self.practice_phone_password,
        ];
        passwords.iter().all(|password| password.is_none()) && self.file.is_none() && self.identity.is_none()
    }

    /// What is being opened is of no more use.
    fn begin_generation(&mut self) {
        self.generation += 1;
        std::mem::take(&mut self.stop).stop();
    }

    fn take_file(&mut self, file: Zeroizing<Vec<u8>>) {
        self.begin_generation();
        self.file = Some(Arc::new(file));
        self.identity = None;
    }

    fn of(&mut self, kind: SecretKind) -> &mut Option<SecretString> {
        match kind {
            SecretKind::LoginPassword => &mut self.login_password,
            SecretKind::NewLoginPassword => &mut self.new_login_password,
            SecretKind::LoginCode => &mut self.login_code,
            SecretKind::CertificatePassword => &mut self.certificate_password,
            SecretKind::PracticePhonePassword => &mut self.practice_phone_password,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    const FILE: &[u8] = include_bytes!("../../certificate/tests/cases/01d-rollover-below-root.p12");
    const PASSWORD: &str = include_str!("../../certificate/tests/cases/01d-rollover-below-root.p12.pw");

    fn password() -> SecretString {
        SecretString::from(PASSWORD.trim_end())
    }

    /// A file and its password are in it, and are being opened.
    fn being_opened() -> (Vault, Opening) {
        let (vault, opening, _) = being_opened_at();
        (vault, opening)
    }

    /// The same, with the clock that the vault looks at.
    fn being_opened_at() -> (Vault, Opening, Arc<HandClock>) {
        let clock = Arc::new(HandClock::default());
        let vault = Vault::new(clock.clone());
        assert!(vault.put_file(Zeroizing::new(FILE.to_vec()), vault.generation()));
        vault.put(SecretKind::CertificatePassword, password());
        let opening = vault.opening().unwrap();
        (vault, opening, clock)
    }

    /// A clock that runs by hand.
    #[derive(Default)]
    struct HandClock(Mutex<Duration>);

    impl HandClock {
        fn pass(&self, time: Duration) {
            *self.0.lock() += time;
        }
    }

    impl Clock for HandClock {
        fn now(&self) -> jiff::Timestamp {
            jiff::Timestamp::UNIX_EPOCH
        }

        fn running(&self) -> Duration {
            *self.0.lock()
        }
    }

    fn opened(opening: &Opening) -> Identity {
        certificate::open(&opening.file, &opening.password).unwrap()
    }

    #[test]
    fn an_identity_takes_the_place_of_its_file() {
        let (vault, opening) = being_opened();
        assert!(vault.put_identity(opened(&opening), opening.generation));
        assert!(vault.identity().is_some() && vault.opening().is_none());
    }

    #[test]
    fn a_key_does_not_come_back_after_the_wipe() {
        let (vault, opening) = being_opened();
        vault.forget_all();
        assert!(!vault.put_identity(opened(&opening), opening.generation));
        assert!(vault.identity().is_none());
        assert!(!vault.put_made_password(password(), opening.generation));
        assert!(!vault.put_file(Zeroizing::new(FILE.to_vec()), opening.generation));
        assert!(vault.get(SecretKind::CertificatePassword).is_none() && vault.opening().is_none());
    }

    #[test]
    fn whatever_makes_a_result_come_too_late_stops_the_opening() {
        type Change = fn(&Vault);
        let changes: [(&str, Change); 4] = [
            ("wiped", Vault::forget_all),
            ("stopped", Vault::stop_opening),
            ("another password", |vault| vault.put(SecretKind::CertificatePassword, password())),
            ("another file", |vault| {
                vault.admit(vault.put_waiting(Zeroizing::new(FILE.to_vec())));
            }),
        ];
        for (name, change) in changes {
            let (vault, opening) = being_opened();
            assert!(!opening.stop.is_raised());
            change(&vault);
            assert!(opening.stop.is_raised(), "{name}");
            let next = vault.opening();
            assert!(next.is_none_or(|next| !next.stop.is_raised()), "{name}: the next one goes on");
        }
    }

    #[test]
    fn a_late_result_leaves_the_next_file_alone() {
        let (vault, opening) = being_opened();
        let waiting = vault.put_waiting(Zeroizing::new(b"the next".to_vec()));
        vault.admit(waiting);
        vault.put(SecretKind::CertificatePassword, password());
        assert!(!vault.put_identity(opened(&opening), opening.generation));
        assert_eq!(vault.opening().unwrap().file.as_slice(), b"the next");
    }

    #[tokio::test]
    async fn nothing_stays_for_longer_than_ten_minutes() {
        let (vault, opening, clock) = being_opened_at();
        clock.pass(Duration::from_secs(599));
        assert!(vault.put_identity(opened(&opening), opening.generation), "its time begins anew");
        clock.pass(Duration::from_secs(599));
        assert!(vault.identity().is_some());
        clock.pass(Duration::from_secs(1));
        assert!(vault.identity().is_none() && vault.get(SecretKind::CertificatePassword).is_none());
        assert_eq!(vault.expired().await, Expired::Secrets);
        vault.handed_over(vault.generation());
        vault.put(SecretKind::LoginPassword, password());
        vault.forget(SecretKind::LoginPassword);
        clock.pass(KEPT);
        let said = tokio::time::timeout(2 * PACE, vault.expired()).await;
        assert!(said.is_err(), "of nothing nothing is said");
    }

    #[tokio::test]
    async fn what_is_handed_over_has_its_ten_minutes_from_then() {
        let (vault, opening, clock) = being_opened_at();
        assert!(vault.put_identity(opened(&opening), opening.generation));
        clock.pass(Duration::from_secs(500));
        vault.handed_over(Generation(opening.generation.0 + 1));
        vault.handed_over(opening.generation);
        clock.pass(Duration::from_secs(599));
        assert!(vault.identity().is_some());
        clock.pass(Duration::from_secs(1));
        assert!(vault.identity().is_none());
    }

    #[tokio::test]
    async fn a_file_at_the_door_has_a_time_of_its_own_and_lengthens_no_other() {
        let (vault, _, clock) = being_opened_at();
        clock.pass(Duration::from_secs(300));
        let id = vault.put_waiting(Zeroizing::new(FILE.to_vec()));
        clock.pass(Duration::from_secs(300));
        assert_eq!(vault.expired().await, Expired::Secrets);
        clock.pass(Duration::from_secs(300));
        assert!(vault.take_waiting(id).is_none());
        assert_eq!(vault.expired().await, Expired::WaitingFile(id));
    }

    #[test]
    fn a_late_refusal_leaves_the_password_that_was_typed_since() {
        let (vault, opening) = being_opened();
        vault.put(SecretKind::CertificatePassword, password());
        vault.refuse_password(opening.generation);
        let next = vault.opening().unwrap();
        vault.refuse_password(next.generation);
        assert!(vault.opening().is_none());
    }
}
