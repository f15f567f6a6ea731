//! What the vault holds, without its lock and its time.

use std::sync::Arc;
use std::time::Duration;

use certificate::{Identity, StopFlag};
use journey::SecretKind;
use secrecy::SecretString;
use tokio::sync::watch;
use zeroize::Zeroizing;

/// The secrets of one generation.
#[derive(Default)]
pub(super) struct Secrets {
    pub(super) generation: watch::Sender<u64>,
    /// Of the openings of this generation.
    pub(super) stop: StopFlag,
    /// When something was put in, opened or handed over last; `None` while there is nothing.
    pub(super) since: Option<Duration>,
    /// Wiped because the time was over; [`Vault::expired`] has not said so yet.
    pub(super) expired: bool,
    login_password: Option<SecretString>,
    new_login_password: Option<SecretString>,
    login_code: Option<SecretString>,
    pub(super) certificate_password: Option<SecretString>,
    /// The certificate password is a number made by the app, because iOS cannot take the user's own.
    pub(super) password_is_made: bool,
    practice_phone_password: Option<SecretString>,
    pub(super) file: Option<Arc<Zeroizing<Vec<u8>>>>,
    pub(super) identity: Option<Arc<Identity>>,
}

impl Secrets {
    pub(super) fn wipe(&mut self) {
        self.begin_generation();
        let generation = std::mem::take(&mut self.generation);
        *self = Self { generation, expired: self.expired, ..Self::default() };
    }

    pub(super) fn number(&self) -> u64 {
        *self.generation.borrow()
    }

    pub(super) fn is_empty(&self) -> bool {
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
    pub(super) fn begin_generation(&mut self) {
        self.generation.send_modify(|generation| *generation += 1);
        std::mem::take(&mut self.stop).stop();
    }

    pub(super) fn take_file(&mut self, file: Zeroizing<Vec<u8>>) {
        self.begin_generation();
        self.file = Some(Arc::new(file));
        self.identity = None;
    }

    pub(super) fn of(&mut self, kind: SecretKind) -> &mut Option<SecretString> {
        match kind {
            SecretKind::LoginPassword => &mut self.login_password,
            SecretKind::NewLoginPassword => &mut self.new_login_password,
            SecretKind::LoginCode => &mut self.login_code,
            SecretKind::CertificatePassword => &mut self.certificate_password,
            SecretKind::PracticePhonePassword => &mut self.practice_phone_password,
        }
    }
}
