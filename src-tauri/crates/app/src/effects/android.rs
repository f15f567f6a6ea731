//! Android: the system's installer, and a file in Downloads for phones that have none.

use journey::{Alias, Failure, InstallerOutcome, SecretKind};
use secrecy::SecretString;
use zeroize::Zeroizing;

use super::context::Context;
use super::write_file::write_file;
use crate::failures::{device_failure, internal};
use crate::ports::{InstallRequest, SharedFile, SharedFileType};
use crate::vault::Generation;

impl Context {
    /// What the installer said proves nothing: the journey looks.
    pub(crate) async fn install(
        &self,
        alias: Alias,
        protected: bool,
        of: Generation,
    ) -> Result<InstallerOutcome, Failure> {
        self.vault.handed_over(of);
        let made = async {
            let active = self.active_realm().await?;
            // Before the file is there: nothing of it lies about while a chooser is open.
            let alone = self.system_ui_lock.lock().await;
            let pkcs12 = if protected { self.under_password(&alias).await? } else { self.open_to_all(&alias).await? };
            Ok((active, alone, pkcs12))
        };
        let (active, _alone, pkcs12) = self.in_time(of, made).await?;
        let ended = active.android()?.install(InstallRequest { pkcs12, name: alias }).await;
        self.vault.handed_over(of);
        ended.map_err(|error| device_failure(&error))
    }

    pub(crate) async fn save_file(&self, alias: &Alias, name: String, of: Generation) -> Result<(), Failure> {
        let made = async { Ok((self.active_realm().await?, self.under_password(alias).await?)) };
        let (active, bytes) = self.in_time(of, made).await?;
        active
            .android()?
            .save_file(SharedFile { name, file_type: SharedFileType::Pkcs12, bytes })
            .await
            .map_err(|error| device_failure(&error))
    }

    /// A file that somebody has deleted already is gone as well.
    pub(crate) async fn delete_saved_file(&self, name: &str) -> Result<(), Failure> {
        let active = self.active_realm().await?;
        active.android()?.delete_saved_file(name).await.map(|_| ()).map_err(|error| device_failure(&error))
    }

    /// Never to be written anywhere: it opens without a password.
    async fn open_to_all(&self, alias: &Alias) -> Result<Zeroizing<Vec<u8>>, Failure> {
        let identity = self.vault.identity().ok_or_else(internal)?;
        let name = alias.to_string();
        write_file(move || certificate::to_android_p12(&identity, &name)).await
    }

    async fn under_password(&self, alias: &Alias) -> Result<Zeroizing<Vec<u8>>, Failure> {
        let identity = self.vault.identity().ok_or_else(internal)?;
        let password: SecretString = self.vault.get(SecretKind::CertificatePassword).ok_or_else(internal)?;
        let name = alias.to_string();
        write_file(move || certificate::to_portable_p12(&identity, &name, &password)).await
    }
}
