mod readable;

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use journey::PersistedState;
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use self::readable::readable;
use crate::failures::drop_sources;
use crate::regular_file::{open_or_make_own_file, open_own_file};

/// Version of the state file this app writes. Every older one is read, and written as this one at the next change:
/// - 1: what there was before removals. Whatever a later version added is empty in it.
/// - 2: certificates that were removed, those that stand beside a newer one, a removal that is led through, the wish to be
///   told before an end. An app of before would take what it does not know for nothing, and show what is no longer there: it
///   leaves such a file alone.
const VERSION: u32 = 2;
/// A state file is a few kilobytes; more is damage.
const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// Keeps what survives the process.
pub trait Store: Send + Sync {
    /// What was saved last; nothing at the first start.
    ///
    /// # Errors
    /// Damaged (the previous copy too), written by a newer version, or unreadable.
    fn load(&self) -> Result<PersistedState, StoreError>;

    /// Writes it so that it is there after a crash or a power cut. What it has erased is then in no copy that is read again.
    ///
    /// # Errors
    /// No space, or anything else; the earlier state is then still there, or a copy of it.
    fn save(&self, saved: &PersistedState) -> Result<(), StoreError>;

    /// Deletes what was put aside of damaged states.
    ///
    /// # Errors
    /// Some of it cannot be deleted.
    fn erase_damaged(&self) -> Result<(), StoreError>;
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
    /// Nothing of it or of the previous copy can be understood; neither is written over before a copy is put aside.
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

/// `state.json` in a folder: temporary file, fsync, rename; the previous copy is kept as `state.previous.json`, unless it tells
/// what was erased since: then it becomes a second copy of the state. Of what cannot be understood a copy is put aside as
/// `state.damaged-….json`, never overwritten; what a newer version wrote is left alone.
pub struct FileStore {
    folder: PathBuf,
    // Held for the life of the store: one instance at a time.
    _lock: File,
}

impl FileStore {
    /// Makes the folder where it is missing, locks it, and sweeps away what a write that was killed left behind.
    ///
    /// # Errors
    /// The folder cannot be made, or another instance holds it.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        fs::create_dir_all(folder).map_err(failed)?;
        let lock = open_or_make_own_file(&folder.join("state.lock")).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => return Err(StoreError::InUse),
            // Where the file system knows no locks, single-instance must do.
            Err(fs::TryLockError::Error(_)) => {}
        }
        sweep(folder);
        Ok(Self { folder: folder.to_owned(), _lock: lock })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn read(&self, name: &str) -> Result<Content, StoreError> {
        let file = match open_own_file(&self.path(name)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Content::Nothing),
            Err(error) => return Err(failed(error)),
        };
        let mut bytes = Vec::new();
        file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
        Content::of(&bytes)
    }

    /// Both files, the newer first. A newer version in either is an error.
    fn look(&self) -> Result<[Content; 2], StoreError> {
        Ok([self.read(CURRENT)?, self.read(PREVIOUS)?])
    }

    fn put_damaged_aside(&self, [current, previous]: &[Content; 2]) -> Result<(), StoreError> {
        for (name, content) in [(CURRENT, current), (PREVIOUS, previous)] {
            if let Content::Damaged { .. } = content {
                self.put_aside(name).map_err(failed)?;
            }
        }
        Ok(())
    }

    fn write(&self, state: &[u8]) -> Result<NamedTempFile, StoreError> {
        let mut temporary =
            tempfile::Builder::new().prefix(TEMPORARY).suffix(".tmp").tempfile_in(&self.folder).map_err(failed)?;
        temporary.write_all(state).map_err(failed)?;
        temporary.as_file().sync_all().map_err(failed)?;
        Ok(temporary)
    }

    fn put_in_place(&self, temporary: NamedTempFile, name: &str) -> Result<(), StoreError> {
        temporary.persist(self.path(name)).map_err(|error| failed(error.error))?;
        sync_folder(&self.folder).map_err(failed)
    }

    /// Copies a file to a name that nothing has, once; one that is too large for a state is renamed, which takes no room.
    fn put_aside(&self, name: &str) -> io::Result<()> {
        let path = self.path(name);
        let file = open_own_file(&path)?;
        let mut damaged = None;
        if file.metadata()?.len() <= MAX_BYTES {
            file.take(MAX_BYTES).read_to_end(damaged.insert(Vec::new()))?;
        }
        for number in 1_u32.. {
            let aside = self.path(&format!("{ASIDE}{number}.json"));
            match File::create_new(&aside) {
                Ok(mut file) => {
                    let kept = match &damaged {
                        Some(bytes) => file.write_all(bytes).and_then(|()| file.sync_all()),
                        None => fs::rename(&path, &aside),
                    };
                    if kept.is_err() {
                        // Made a moment ago; every later try would leave one more.
                        let _ = fs::remove_file(&aside);
                    }
                    return kept.and_then(|()| sync_folder(&self.folder));
                }
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                Err(_) if damaged.as_ref().is_some_and(|bytes| holds(&aside, bytes)) => return Ok(()),
                Err(_) => {}
            }
        }
        Ok(())
    }
}

impl Store for FileStore {
    fn load(&self) -> Result<PersistedState, StoreError> {
        let found = self.look()?;
        // What is whole is read even where there is no room to put the rest aside: a save tries that again before it writes.
        if let Err(error) = self.put_damaged_aside(&found) {
            drop_sources(error.code(), &error);
        }
        match found {
            // No try is forgotten that was counted since.
            [Content::Damaged { partly: Some(newer), .. }, Content::Whole(mut saved)] => {
                saved.ledger.take_failed_logins(newer.ledger);
                Ok(*saved)
            }
            [Content::Whole(saved), Content::Whole(before)] => {
                // The process ended in the middle of a save, or an older version of the app wrote them.
                if saved.has_erased(&before) {
                    let _ = fs::remove_file(self.path(PREVIOUS));
                }
                Ok(*saved)
            }
            [Content::Whole(saved), _]
            | [Content::Nothing | Content::Damaged { .. }, Content::Whole(saved)]
            | [Content::Damaged { partly: Some(saved), .. }, _]
            | [
                Content::Nothing | Content::Damaged { partly: None, .. },
                Content::Damaged { partly: Some(saved), .. },
            ] => Ok(*saved),
            [Content::Damaged { error, .. }, _] | [Content::Nothing, Content::Damaged { error, .. }] => {
                Err(StoreError::Damaged(error))
            }
            [Content::Nothing, Content::Nothing] => Ok(PersistedState::default()),
        }
    }

    fn save(&self, saved: &PersistedState) -> Result<(), StoreError> {
        let found = self.look()?;
        self.put_damaged_aside(&found)?;
        // At once: the serializer alone would call the system for every few bytes.
        let state = serde_json::to_vec(&StateFile { v: VERSION, saved: saved.clone() })
            .map_err(|error| failed(error.into()))?;
        let temporary = self.write(&state)?;
        let [current, previous] = found;
        // A copy that can be read is not given up for one that cannot.
        let copy = if let Content::Whole(_) = current {
            fs::rename(self.path(CURRENT), self.path(PREVIOUS)).map_err(failed)?;
            current
        } else {
            previous
        };
        self.put_in_place(temporary, CURRENT)?;
        if copy.tells_what_is_erased(saved) {
            self.put_in_place(self.write(&state)?, PREVIOUS)?;
        }
        Ok(())
    }

    fn erase_damaged(&self) -> Result<(), StoreError> {
        let entries = fs::read_dir(&self.folder).map_err(failed)?;
        let damaged = entries.flatten().filter(|entry| {
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            !is_folder && entry.file_name().to_str().is_some_and(is_put_aside)
        });
        let erased = damaged.map(|entry| fs::remove_file(entry.path()));
        // One that stays is no reason to leave the others.
        erased.fold(Ok(()), Result::and).and_then(|()| sync_folder(&self.folder)).map_err(failed)
    }
}

const CURRENT: &str = "state.json";
const PREVIOUS: &str = "state.previous.json";
/// Beginning of the names of files that could not be understood.
const ASIDE: &str = "state.damaged-";
/// Beginning of the names of files that are being written.
const TEMPORARY: &str = "state.";

/// What was found in a file.
enum Content {
    /// There is no file.
    Nothing,
    /// All of it.
    Whole(Box<PersistedState>),
    /// It cannot be understood, or not all of it.
    Damaged {
        /// What can be understood of it; `None` if that is nothing.
        partly: Option<Box<PersistedState>>,
        /// The first thing that cannot.
        error: serde_json::Error,
    },
}

impl Content {
    /// Something is in it, or may be, that the state no longer tells.
    fn tells_what_is_erased(&self, saved: &PersistedState) -> bool {
        match self {
            Self::Nothing => false,
            Self::Whole(before) => saved.has_erased(before),
            Self::Damaged { .. } => true,
        }
    }

    fn of(bytes: &[u8]) -> Result<Self, StoreError> {
        if bytes.len() as u64 > MAX_BYTES {
            let error = serde::de::Error::custom("longer than any state");
            return Ok(Self::Damaged { partly: None, error });
        }
        let StateVersion { v } = match serde_json::from_slice(bytes) {
            Ok(version) => version,
            Err(error) => return Ok(Self::Damaged { partly: None, error }),
        };
        if v > VERSION {
            return Err(StoreError::Newer(v));
        }
        Ok(match serde_json::from_slice::<StateFile>(bytes) {
            Ok(state) => Self::Whole(Box::new(state.saved)),
            Err(error) => Self::Damaged { partly: readable(bytes), error },
        })
    }
}

/// It is a regular file with these bytes; what cannot be read is none.
fn holds(path: &Path, bytes: &[u8]) -> bool {
    let Ok(file) = open_own_file(path) else { return false };
    let length = bytes.len() as u64;
    let mut found = Vec::new();
    file.metadata().is_ok_and(|metadata| metadata.len() == length)
        && file.take(length).read_to_end(&mut found).is_ok()
        && found == bytes
}

/// `state.damaged-12.json`, and nothing else that happens to lie there.
fn is_put_aside(name: &str) -> bool {
    let number = name.strip_prefix(ASIDE).and_then(|rest| rest.strip_suffix(".json"));
    number.is_some_and(|number| number.parse::<u32>().is_ok())
}

/// Removes temporary files of earlier runs: a kill in the middle of a write leaves one, and there may be a user ID in it.
fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let middle = name.to_str().and_then(|name| name.strip_prefix(TEMPORARY));
        // Earlier versions gave them no ending, only six letters or digits.
        let is_temporary = middle.is_some_and(|middle| {
            middle.ends_with(".tmp") || (middle.len() == 6 && middle.bytes().all(|c| c.is_ascii_alphanumeric()))
        });
        if is_temporary {
            let _ = fs::remove_file(entry.path());
        }
    }
}

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

pub(crate) fn failed(error: io::Error) -> StoreError {
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
mod tests;
