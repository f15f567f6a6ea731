//! The desktop's file dialogs (`rfd`): what the pickers and the share sheet are on a phone.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use app::{DeviceError, MAX_FILE_BYTES, PickedFile, ShareOutcome, SharedFile, open_named_file};
use rfd::AsyncFileDialog;
use zeroize::Zeroizing;

/// Lets the user choose one file, of whatever name. None: they left.
pub(crate) async fn pick() -> Result<Option<PickedFile>, DeviceError> {
    let Some(chosen) = AsyncFileDialog::new().pick_file().await else { return Ok(None) };
    let path = chosen.path().to_owned();
    blocking(move || read(&path)).await.map(Some)
}

/// Lets the user say where a file goes.
pub(crate) async fn save(file: SharedFile) -> Result<ShareOutcome, DeviceError> {
    let Some(chosen) = AsyncFileDialog::new().set_file_name(&file.name).save_file().await else {
        return Ok(ShareOutcome::Canceled);
    };
    let path = chosen.path().to_owned();
    blocking(move || write(&path, &file.bytes)).await.map(|()| ShareOutcome::Shared)
}

/// Once, at most one byte more than a certificate may have.
fn read(path: &Path) -> io::Result<PickedFile> {
    let most = MAX_FILE_BYTES + 1;
    // All its room at once: a vector that grows leaves copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(most));
    open_named_file(path)?.take(most as u64).read_to_end(&mut bytes)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(PickedFile { name, bytes })
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T, DeviceError> {
    let refused = |error| DeviceError::Refused(error);
    let done = tauri::async_runtime::spawn_blocking(work).await.map_err(|error| refused(Box::new(error)))?;
    done.map_err(|error| refused(Box::new(error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_once_and_never_in_full_when_it_is_too_large() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("証明書.pfx.html");
        write(&path, b"content")?;
        let picked = read(&path)?;
        assert_eq!((picked.name.as_str(), picked.bytes.as_slice()), ("証明書.pfx.html", b"content".as_slice()));
        write(&path, &vec![1; 3 * MAX_FILE_BYTES])?;
        assert_eq!(read(&path)?.bytes.len(), MAX_FILE_BYTES + 1);
        assert!(read(folder.path()).is_err() && read(&folder.path().join("gone")).is_err());
        Ok(())
    }
}
