use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use certificate::Identity;
use journey::{FileId, SecretKind};
use parking_lot::{Mutex, MutexGuard};
use secrecy::SecretString;
use zeroize::Zeroizing;

/// The only place that holds secrets: in memory, each for as short as the way needs it.
#[derive(Clone, Default)]
pub(crate) struct Vault {
    secrets: Arc<Mutex<Secrets>>,
    /// A file at the door: not of the way yet, so it outlives [`Vault::forget_all`].
    waiting: Arc<Mutex<Option<WaitingFile>>>,
    files: Arc<AtomicU64>,
}

struct WaitingFile {
    id: FileId,
    bytes: Zeroizing<Vec<u8>>,
}

#[derive(Default)]
struct Secrets {
    login_password: Option<SecretString>,
    new_login_password: Option<SecretString>,
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
        }
    }

    /// A number made by the app takes the place of the certificate password.
    pub(crate) fn put_made_password(&self, made: SecretString) {
        let mut secrets = self.lock();
        secrets.certificate_password = Some(made);
        secrets.password_is_made = true;
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
        *self.lock() = Secrets::default();
    }

    pub(crate) fn put_file(&self, file: Zeroizing<Vec<u8>>) {
        let mut secrets = self.lock();
        secrets.file = Some(Arc::new(file));
        secrets.identity = None;
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
            self.put_file(file);
        }
    }

    /// Takes the file that waits, if it is this one.
    pub(crate) fn take_waiting(&self, id: FileId) -> Option<Zeroizing<Vec<u8>>> {
        let mut waiting = self.waiting.lock();
        waiting.take_if(|file| file.id == id).map(|file| file.bytes)
    }

    pub(crate) fn file(&self) -> Option<Arc<Zeroizing<Vec<u8>>>> {
        self.lock().file.clone()
    }

    /// The opened file; the file itself is no longer needed.
    pub(crate) fn put_identity(&self, identity: Identity) {
        let mut secrets = self.lock();
        secrets.identity = Some(Arc::new(identity));
        secrets.file = None;
    }

    pub(crate) fn identity(&self) -> Option<Arc<Identity>> {
        self.lock().identity.clone()
    }

    fn lock(&self) -> MutexGuard<'_, Secrets> {
        // A panic elsewhere leaves no secret half written.
        self.secrets.lock()
    }
}

impl Secrets {
    fn of(&mut self, kind: SecretKind) -> &mut Option<SecretString> {
        match kind {
            SecretKind::LoginPassword => &mut self.login_password,
            SecretKind::NewLoginPassword => &mut self.new_login_password,
            SecretKind::CertificatePassword => &mut self.certificate_password,
            SecretKind::PracticePhonePassword => &mut self.practice_phone_password,
        }
    }
}
