use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use journey::PersistedState;
use serde::{Deserialize, Serialize};

/// Version of the state file this app writes.
const VERSION: u32 = 1;
/// A state file is a few kilobytes; more is damage.
const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// Keeps what survives the process.
pub trait Store: Send + Sync {
    /// What was saved last; nothing at the first start.
    ///
    /// # Errors
    /// Damaged (the previous copy too), written by a newer version, or unreadable.
    fn load(&self) -> Result<PersistedState, StoreError>;

    /// Writes it so that it is there after a crash or a power cut.
    ///
    /// # Errors
    /// No space, or anything else; the earlier state is then still there.
    fn save(&self, saved: &PersistedState) -> Result<(), StoreError>;
}

/// Why the state could not be read or written.
#[derive(Debug, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(prefix = "store-", serialize_all = "kebab-case")]
pub enum StoreError {
    /// The disk is full.
    #[error("no space left for the state file")]
    Full(#[source] io::Error),
    /// Another app instance has it.
    #[error("the state file is in use")]
    InUse,
    /// Reading or writing failed.
    #[error("the state file cannot be read or written")]
    Failed(#[source] io::Error),
    /// Neither it nor the previous copy can be understood; both were left where they are.
    #[error("the state file is damaged")]
    Damaged(#[source] serde_json::Error),
    /// A newer version of the app wrote it; it is left alone.
    #[error("the state file is of version {0}")]
    Newer(u32),
}

impl StoreError {
    /// Every code there is.
    pub const CODES: &[&str] = <Self as strum::VariantNames>::VARIANTS;

    /// Stable code for the catalogues and the help desk.
    pub fn code(&self) -> &'static str {
        self.into()
    }
}

/// `state.json` in a folder: temporary file, fsync, rename; the previous copy is kept as `state.previous.json`.
pub struct FileStore {
    folder: PathBuf,
    // Held for the life of the store: one instance at a time.
    _lock: File,
}

impl FileStore {
    /// Makes the folder where it is missing and locks it.
    ///
    /// # Errors
    /// The folder cannot be made, or another instance holds it.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        fs::create_dir_all(folder).map_err(failed)?;
        let lock = File::create(folder.join("state.lock")).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { folder: folder.to_owned(), _lock: lock }),
            Err(fs::TryLockError::WouldBlock) => Err(StoreError::InUse),
            // Where the file system knows no locks, single-instance must do.
            Err(fs::TryLockError::Error(_)) => Ok(Self { folder: folder.to_owned(), _lock: lock }),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn read(&self, name: &str) -> Result<Option<PersistedState>, StoreError> {
        let file = match File::open(self.path(name)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        let mut bytes = Vec::new();
        file.take(MAX_BYTES).read_to_end(&mut bytes).map_err(failed)?;
        let StateVersion { v } = serde_json::from_slice(&bytes).map_err(StoreError::Damaged)?;
        if v > VERSION {
            return Err(StoreError::Newer(v));
        }
        let state: StateFile = serde_json::from_slice(&bytes).map_err(StoreError::Damaged)?;
        Ok(Some(state.saved))
    }
}

impl Store for FileStore {
    fn load(&self) -> Result<PersistedState, StoreError> {
        match self.read(CURRENT) {
            Ok(Some(saved)) => Ok(saved),
            Ok(None) => Ok(self.read(PREVIOUS)?.unwrap_or_default()),
            Err(damaged @ StoreError::Damaged(_)) => self.read(PREVIOUS)?.ok_or(damaged),
            Err(error) => Err(error),
        }
    }

    fn save(&self, saved: &PersistedState) -> Result<(), StoreError> {
        if let Err(newer @ StoreError::Newer(_)) = self.read(CURRENT) {
            return Err(newer);
        }
        let mut temporary = tempfile::Builder::new().prefix("state.").tempfile_in(&self.folder).map_err(failed)?;
        serde_json::to_writer(&mut temporary, &StateFile { v: VERSION, saved: saved.clone() })
            .map_err(|error| failed(error.into()))?;
        temporary.flush().map_err(failed)?;
        temporary.as_file().sync_all().map_err(failed)?;
        if self.path(CURRENT).exists() {
            fs::rename(self.path(CURRENT), self.path(PREVIOUS)).map_err(failed)?;
        }
        temporary.persist(self.path(CURRENT)).map_err(|error| failed(error.error))?;
        sync_folder(&self.folder).map_err(failed)
    }
}

const CURRENT: &str = "state.json";
const PREVIOUS: &str = "state.previous.json";

#[derive(Deserialize)]
struct StateVersion {
    v: u32,
}

#[derive(Serialize, Deserialize)]
struct StateFile {
    v: u32,
    #[serde(flatten)]
    saved: PersistedState,
}

fn failed(error: io::Error) -> StoreError {
    if matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) {
        StoreError::Full(error)
    } else {
        StoreError::Failed(error)
    }
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use std::fs;

    use journey::{PersistedState, Settings};

    use super::{FileStore, Store, StoreError};

    fn saved(user_id: &str) -> PersistedState {
        PersistedState {
            settings: Settings { user_id: Some(user_id.to_owned()), ..Settings::default() },
            ..PersistedState::default()
        }
    }

    #[test]
    fn what_is_saved_is_read_back_and_one_instance_holds_it() {
        let folder = tempfile::tempdir().unwrap();
        let store = FileStore::open(folder.path()).unwrap();
        assert_eq!(store.load().unwrap(), PersistedState::default());
        store.save(&saved("A")).unwrap();
        store.save(&saved("B")).unwrap();
        assert_eq!(store.load().unwrap(), saved("B"));
        assert!(matches!(FileStore::open(folder.path()), Err(StoreError::InUse)));
    }

    #[test]
    fn a_damaged_file_gives_the_previous_copy() {
        let folder = tempfile::tempdir().unwrap();
        let store = FileStore::open(folder.path()).unwrap();
        store.save(&saved("A")).unwrap();
        store.save(&saved("B")).unwrap();
        let path = folder.path().join("state.json");
        let whole = fs::read(&path).unwrap();
        for cut in [0, 1, whole.len() / 2, whole.len() - 1] {
            fs::write(&path, &whole[..cut]).unwrap();
            assert_eq!(store.load().unwrap(), saved("A"), "cut at {cut}");
        }
        fs::remove_file(&path).unwrap();
        assert_eq!(store.load().unwrap(), saved("A"));
        fs::write(&path, "{").unwrap();
        fs::write(folder.path().join("state.previous.json"), "{").unwrap();
        assert!(matches!(store.load(), Err(StoreError::Damaged(_))));
    }

    #[test]
    fn a_newer_version_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let store = FileStore::open(folder.path()).unwrap();
        let newer = r#"{"v":2,"somethingNew":true}"#;
        fs::write(folder.path().join("state.json"), newer).unwrap();
        assert!(matches!(store.load(), Err(StoreError::Newer(2))));
        assert!(matches!(store.save(&saved("A")), Err(StoreError::Newer(2))));
        assert_eq!(fs::read_to_string(folder.path().join("state.json")).unwrap(), newer);
    }
}
