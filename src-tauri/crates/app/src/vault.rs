use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use certificate::{Identity, StopFlag};
use journey::{FileId, SecretKind};
use parking_lot::{Mutex, MutexGuard};
use secrecy::SecretString;
use zeroize::Zeroizing;

/// The only place that holds secrets: in memory, each for as short as the way needs it.
#[derive(Clone, Default)]
pub(crate) struct Vault {
    secrets: Arc<Mutex<Secrets>>,
    /// A file from outside that waits for the user's word: not of the flow yet, so it outlives [`Vault::forget_all`].
    waiting: Arc<Mutex<Option<WaitingFile>>>,
    files: Arc<AtomicU64>,
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
}

#[derive(Default)]
struct Secrets {
    generation: u64,
    /// Of the openings of this generation.
    stop: StopFlag,
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
    pub(crate) fn put(&self, kind: SecretKind, secret: SecretString) {
        let mut secrets = self.lock();
        *secrets.of(kind) = Some(secret);
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
        let mut secrets = self.lock();
        secrets.begin_generation();
        *secrets = Secrets { generation: secrets.generation, ..Secrets::default() };
    }

    /// A file that was downloaded; false if it comes too late.
    #[must_use]
    pub(crate) fn put_file(&self, file: Zeroizing<Vec<u8>>, of: Generation) -> bool {
        let Some(mut secrets) = self.lock_of(of) else { return false };
        secrets.take_file(file);
        true
    }

    /// A file that waits for the user's word. The one before is wiped.
    pub(crate) fn put_waiting(&self, bytes: Zeroizing<Vec<u8>>) -> FileId {
        let id = self.files.fetch_add(1, Ordering::Relaxed);
        *self.waiting.lock() = Some(WaitingFile { id, bytes });
        id
    }

    /// It becomes the way's own file, if it is still the one that waits.
    pub(crate) fn admit(&self, id: FileId) {
        if let Some(file) = self.take_waiting(id) {
            self.lock().take_file(file);
        }
    }

    /// Takes the file that waits, if it is this one.
    pub(crate) fn take_waiting(&self, id: FileId) -> Option<Zeroizing<Vec<u8>>> {
        let mut waiting = self.waiting.lock();
        waiting.take_if(|file| file.id == id).map(|file| file.bytes)
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

    fn lock(&self) -> MutexGuard<'_, Secrets> {
        self.secrets.lock()
    }

    /// Nothing if the content is another by now.
    fn lock_of(&self, of: Generation) -> Option<MutexGuard<'_, Secrets>> {
        let secrets = self.lock();
        (secrets.generation == of.0).then_some(secrets)
    }
}

impl Secrets {
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
        let vault = Vault::default();
        assert!(vault.put_file(Zeroizing::new(FILE.to_vec()), vault.generation()));
        vault.put(SecretKind::CertificatePassword, password());
        let opening = vault.opening().unwrap();
        (vault, opening)
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
