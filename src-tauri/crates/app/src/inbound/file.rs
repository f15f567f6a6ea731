use std::io;

use certificate::{OpenError, check_sealed};
use journey::{Cause, Failure, FileId};
use zeroize::Zeroizing;

use crate::failures::{device_failure, failure};
use crate::ports::{DeviceError, PickedFile};
use crate::vault::Vault;

/// Why a file from outside could not be read.
#[derive(Debug, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(prefix = "door-file-", serialize_all = "kebab-case")]
pub enum FileError {
    /// More than one came at once.
    #[error("several files")]
    Several,
    /// A folder came.
    #[error("a folder")]
    Folder,
    /// It is still in a cloud.
    #[error("not on this device yet")]
    #[strum(serialize = "not-here")]
    NotDownloaded,
    /// It is gone.
    #[error("no longer there")]
    Vanished,
    /// Whatever else keeps a file from being read.
    #[error("cannot be read")]
    Unreadable(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl FileError {
    /// Every code there is.
    pub const CODES: &[&str] = <Self as strum::VariantNames>::VARIANTS;

    /// Stable code for the catalogues and the help desk.
    pub fn code(&self) -> &'static str {
        self.into()
    }
}

impl From<io::Error> for FileError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Vanished,
            io::ErrorKind::IsADirectory => Self::Folder,
            // What a provider says of a file that it would have to fetch first.
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::NetworkUnreachable => {
                Self::NotDownloaded
            }
            _ => Self::Unreadable(Box::new(error)),
        }
    }
}

impl From<DeviceError> for FileError {
    fn from(error: DeviceError) -> Self {
        Self::Unreadable(Box::new(error))
    }
}

/// Puts what came into the vault, where it waits; or says why it is of no use. Judged by content, never by name.
pub(crate) fn accept_file(vault: &Vault, file: Result<Zeroizing<Vec<u8>>, FileError>) -> Result<FileId, Failure> {
    let bytes = file.map_err(|error| failure(Cause::Input, error.code(), &error, true))?;
    check_file(&bytes)?;
    Ok(vault.put_waiting(bytes))
}

/// What no password opens is said before one is asked for, wherever the file comes from.
pub(crate) fn check_file(bytes: &[u8]) -> Result<(), Failure> {
    match check_sealed(bytes) {
        // A file that is cut off may be what was issued: its owner learns that once the password is typed.
        Ok(_) | Err(OpenError::Damaged(_)) => Ok(()),
        Err(error) => Err(refused(&error)),
    }
}

/// The same of what the user picked.
pub(crate) fn accept_picked_file(vault: &Vault, file: Result<PickedFile, DeviceError>) -> Result<FileId, Failure> {
    match file {
        Ok(file) => accept_file(vault, Ok(file.bytes)),
        // Nothing picks files, something else is open, the file does not come: other sentences than of one that is not read.
        Err(
            error @ (DeviceError::Unsupported | DeviceError::NothingAnswers | DeviceError::Busy | DeviceError::Late),
        ) => Err(device_failure(&error)),
        Err(error) => accept_file(vault, Err(error.into())),
    }
}

fn refused(error: &OpenError) -> Failure {
    Failure { code: error.code().to_owned(), cause: Cause::File, params: error.params(), retryable: false }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use std::sync::Arc;

    use certificate::MAX_FILE_BYTES;

    use super::*;
    use crate::ports::SystemClock;

    fn code(file: Result<Vec<u8>, FileError>) -> Result<FileId, String> {
        accept_file(&Vault::new(Arc::new(SystemClock)), file.map(Zeroizing::new)).map_err(|failure| failure.code)
    }

    #[test]
    fn only_the_content_says_what_a_file_is() {
        assert!(code(Ok(vec![0x30, 0x82, 0x01, 0x00, 0x02, 0x01, 0x03, 0x30])).is_ok());
        for other in
            [&b"<!DOCTYPE html>"[..], b"PK\x03\x04....", b"", b"\0\0\0", b"-----BEGIN CERTIFICATE-----", b"GIF89a"]
        {
            assert_eq!(code(Ok(other.to_vec())).unwrap_err(), "certificate-not-pkcs12", "{other:?}");
        }
        let mut large = vec![0x30, 0x82, 0x01, 0x00, 0x02, 0x01, 0x03];
        large.resize(MAX_FILE_BYTES + 1, 0);
        assert_eq!(code(Ok(large)).unwrap_err(), "certificate-too-large");
    }

    #[test]
    fn what_keeps_a_phone_from_picking_is_not_said_of_the_file() {
        for (error, wanted) in [
            (DeviceError::Busy, "device-busy"),
            (DeviceError::Late, "device-late"),
            (DeviceError::NothingAnswers, "device-nothing-answers"),
            (DeviceError::Refused("unreadable".into()), "door-file-unreadable"),
        ] {
            assert_eq!(accept_picked_file(&Vault::new(Arc::new(SystemClock)), Err(error)).unwrap_err().code, wanted);
        }
    }

    #[test]
    fn what_a_system_says_of_a_file_has_its_own_sentence() {
        for (kind, wanted) in [
            (io::ErrorKind::NotFound, "door-file-vanished"),
            (io::ErrorKind::IsADirectory, "door-file-folder"),
            (io::ErrorKind::TimedOut, "door-file-not-here"),
            (io::ErrorKind::PermissionDenied, "door-file-unreadable"),
        ] {
            assert_eq!(code(Err(io::Error::from(kind).into())).unwrap_err(), wanted);
            assert!(FileError::CODES.contains(&wanted));
        }
    }
}
