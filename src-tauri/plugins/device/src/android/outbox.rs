use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

/// The folder of the cache that Kotlin's `AndroidOutbox` lets other apps read from, a file at a time. A picture of megabytes
/// would cross the bridge as text, on the main thread.
pub(super) struct Outbox {
    folder: PathBuf,
}

impl Outbox {
    /// In the app's cache folder (`Context.getCacheDir()`).
    pub(super) fn new(cache: &Path) -> Self {
        Self { folder: cache.join("outbox") }
    }

    /// Puts a file there, in the place of what was shared before. Kotlin deletes it.
    ///
    /// # Errors
    /// The name leads elsewhere, or it cannot be written: then nothing is left of it.
    pub(super) async fn put(&self, name: &str, bytes: Zeroizing<Vec<u8>>) -> io::Result<()> {
        if Path::new(name).file_name().is_none_or(|file_name| file_name != name) {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let (folder, name) = (self.folder.clone(), name.to_owned());
        let written = tauri::async_runtime::spawn_blocking(move || {
            empty(&folder)?;
            let path = folder.join(name);
            fs::write(&path, &bytes).inspect_err(|_| drop(fs::remove_file(&path)))
        });
        written.await.unwrap_or_else(|error| Err(io::Error::other(error)))
    }
}

fn empty(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for entry in fs::read_dir(folder)? {
        fs::remove_file(entry?.path())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::error::Error;

    use super::*;

    #[tokio::test]
    async fn the_last_file_is_there_alone_and_a_name_leads_nowhere_else() -> Result<(), Box<dyn Error>> {
        let cache = tempfile::tempdir()?;
        let outbox = Outbox::new(cache.path());
        for name in ["a.png", "証明書ナビ.png"] {
            outbox.put(name, Zeroizing::new(vec![1, 2])).await?;
            let folder = cache.path().join("outbox");
            assert_eq!(fs::read(folder.join(name))?, [1, 2]);
            assert_eq!(fs::read_dir(folder)?.count(), 1);
        }
        for name in ["../state.json", "a/b", "", ".", "..", "/etc/passwd"] {
            assert!(outbox.put(name, Zeroizing::new(vec![1])).await.is_err(), "{name}");
        }
        assert_eq!(fs::read_dir(cache.path())?.count(), 1);
        Ok(())
    }

    #[tokio::test]
    async fn a_folder_that_cannot_be_written_is_said() -> Result<(), Box<dyn Error>> {
        let cache = tempfile::tempdir()?;
        fs::write(cache.path().join("outbox"), b"a file in its place")?;
        assert!(Outbox::new(cache.path()).put("a.png", Zeroizing::new(vec![1])).await.is_err());
        Ok(())
    }
}
