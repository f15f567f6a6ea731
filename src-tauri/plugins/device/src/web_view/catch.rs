//! A download of an engine that writes to files only: the one moment in which a certificate's file lies on a disk.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use app::{MAX_FILE_BYTES, open_own_file};
use zeroize::Zeroizing;

/// The page's own name for it is not used.
const NAME: &str = "file";

/// Removes what an earlier run of the app left behind in `base`.
#[cfg(any(target_os = "ios", test))]
pub(crate) fn sweep(base: &Path) {
    let _ = fs::remove_dir_all(base);
}

/// The same where several runs may go on at once: what those that have ended left behind.
#[cfg(target_os = "linux")]
pub(crate) fn sweep_ended(base: &Path) {
    let Ok(folders) = fs::read_dir(base) else { return };
    for folder in folders.flatten() {
        let name = folder.file_name();
        let process =
            name.to_str().and_then(|name| name.split_once('-')).map(|(process, _)| Path::new("/proc").join(process));
        if process.is_none_or(|process| !process.exists()) {
            let _ = fs::remove_dir_all(folder.path());
        }
    }
}

/// A fresh folder for one file. It goes with everything in it, when it was read or is dropped.
pub(crate) struct Catch(PathBuf);

impl Catch {
    /// `make` makes the folder at the path that it is given, protected as the system can, and fails where something is there.
    pub(crate) fn new<E>(base: &Path, make: impl FnOnce(&Path) -> Result<(), E>) -> Result<Self, E> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = base.join(format!("{}-{number}", std::process::id()));
        make(&folder)?;
        Ok(Self(folder))
    }

    /// Where the engine writes; nothing is there yet.
    pub(crate) fn path(&self) -> PathBuf {
        self.0.join(NAME)
    }

    /// More has come than a certificate's file has.
    #[cfg(any(target_os = "ios", test))]
    pub(crate) fn is_too_large(&self) -> bool {
        fs::symlink_metadata(self.path()).is_ok_and(|found| found.len() > MAX_FILE_BYTES as u64)
    }

    /// What was written, at most a byte more than a certificate's file has; then the folder is gone.
    pub(crate) fn take(self) -> io::Result<Zeroizing<Vec<u8>>> {
        let most = MAX_FILE_BYTES + 1;
        // All its room at once: a vector that grows leaves copies behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(most));
        open_own_file(&self.path())?.take(most as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

impl Drop for Catch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
