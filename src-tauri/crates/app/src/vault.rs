use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use certificate::Identity;
use journey::SecretKind;
use secrecy::SecretString;
use zeroize::Zeroizing;

/// The only place that holds secrets: in memory, each for as short as the way needs it.
#[derive(Clone, Default)]
pub(crate) struct Vault {
    secrets: Arc<Mutex<Secrets>>,
}

#[derive(Default)]
struct Secrets {
    login_password: Option<SecretString>,
    new_login_password: Option<SecretString>,
    certificate_password: Option<SecretString>,
    practice_phone_password: Option<SecretString>,
    file: Option<Arc<Zeroizing<Vec<u8>>>>,
    identity: Option<Arc<Identity>>,
}

impl Vault {
    pub(crate) fn put(&self, kind: SecretKind, secret: SecretString) {
        *self.lock().of(kind) = Some(secret);
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
        self.secrets.lock().unwrap_or_else(PoisonError::into_inner)
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
