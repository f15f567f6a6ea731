use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::RwLock;

use crate::PracticeError;

/// No file of the folder has more: certificates and keys as PEM, and what a practice phone remembers.
const MAX_BYTES: usize = 4 * 1024 * 1024;
const MARK: &str = "README.txt";
const MARK_TEXT: &str = "\
練習用のフォルダーです。
ここにある証明書・秘密鍵・パスワードは、すべて練習のためのものです。本物ではなく、秘密でもありません。
どのシステムにもログインできません。いつ消しても かまいません。

This folder holds practice material only.
The certificates, private keys and passwords in it are made for practising. They are not real and not secret,
they open nothing, and the folder may be deleted at any time.
";

/// The practice folder: the CA, its keys and what the practice portal remembers. Nothing in it is secret.
///
/// Blocking; call it off the async threads.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
    /// Shared by all clones. False: nothing is written any more.
    open: Arc<RwLock<bool>>,
}

impl Folder {
    /// Makes the folder where there is none, and puts a note into it that says what it is.
    ///
    /// # Errors
    /// [`PracticeError::Folder`] when it cannot be made or written.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, PracticeError> {
        let folder = Self { path: path.into(), open: Arc::new(RwLock::new(true)) };
        std::fs::create_dir_all(&folder.path).map_err(PracticeError::Folder)?;
        if !is_marked(&folder.path).map_err(PracticeError::Folder)?.unwrap_or_default() {
            folder.write(MARK, MARK_TEXT.as_bytes())?;
        }
        Ok(folder)
    }

    /// Where it is in the file system.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Content of a file, `None` if there is no such file.
    ///
    /// # Errors
    /// [`PracticeError::Folder`] when it is there and cannot be read, or is larger than any of the folder's own.
    pub fn read(&self, name: &str) -> Result<Option<Vec<u8>>, PracticeError> {
        let bytes = read(&self.path.join(name), MAX_BYTES).map_err(PracticeError::Folder)?;
        if bytes.as_ref().is_some_and(|bytes| bytes.len() > MAX_BYTES) {
            return Err(PracticeError::Folder(io::ErrorKind::FileTooLarge.into()));
        }
        Ok(bytes)
    }

    /// Writes a file in whole or not at all.
    ///
    /// # Errors
    /// [`PracticeError::Folder`] when it cannot be written, or is closed.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, PracticeError> {
        let target = self.path.join(name);
        let open = self.open.read();
        if !*open {
            return Err(PracticeError::Folder(io::Error::other("the practice folder is being wiped")));
        }
        let write = || -> io::Result<()> {
            let parent = target.parent().unwrap_or(&self.path);
            std::fs::create_dir_all(parent)?;
            let mut file = tempfile::NamedTempFile::new_in(parent)?;
            file.write_all(bytes)?;
            file.as_file().sync_all()?;
            file.persist(&target)?;
            Ok(())
        };
        write().map_err(PracticeError::Folder)?;
        Ok(target)
    }

    /// Waits for writing under way and refuses any more, by every clone: work in the background must not bring a wiped folder back.
    pub(crate) fn close(&self) {
        *self.open.write() = false;
    }

    /// Deletes the folder at `path` with everything in it, provided that it is a practice folder. No folder is no error.
    ///
    /// # Errors
    /// [`PracticeError::NotOurs`] for a folder without the practice note, [`PracticeError::Folder`] when it cannot be deleted.
    pub fn wipe(path: &Path) -> Result<(), PracticeError> {
        match is_marked(path).map_err(PracticeError::Folder)? {
            Some(true) => empty(path).and_then(|()| std::fs::remove_dir_all(path)).map_err(PracticeError::Folder),
            Some(false) => Err(PracticeError::NotOurs),
            None => match path.try_exists() {
                Ok(true) => Err(PracticeError::NotOurs),
                Ok(false) => Ok(()),
                Err(error) => Err(PracticeError::Folder(error)),
            },
        }
    }
}

/// Deletes all but the note: what ends here in the middle leaves a folder that is known as the practice folder.
fn empty(folder: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            std::fs::remove_dir_all(entry.path())?;
        } else if entry.file_name() != MARK {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Whether the note is the practice folder's; `None` if there is no note.
fn is_marked(folder: &Path) -> io::Result<Option<bool>> {
    Ok(read(&folder.join(MARK), MARK_TEXT.len())?.map(|text| text == MARK_TEXT.as_bytes()))
}

/// What lies under this name in the folder itself, a link leads out of it; at most one byte more than `most`, by which it
/// shows that there are more. `None` if there is nothing.
fn read(path: &Path, most: usize) -> io::Result<Option<Vec<u8>>> {
    let file = match app::open_own_file(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut bytes = Vec::new();
    file.take(most as u64 + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn says_in_two_languages_that_it_is_practice() {
        let parent = tempfile::tempdir().unwrap();
        let folder = Folder::open(parent.path().join("練習")).unwrap();
        let note = std::fs::read_to_string(folder.path().join("README.txt")).unwrap();
        assert!(note.contains("秘密でもありません") && note.contains("not secret"));
    }

    #[test]
    fn wipes_its_own_folder_only() {
        let parent = tempfile::tempdir().unwrap();
        let ours = parent.path().join("ours");
        Folder::open(&ours).unwrap().write("ca/key.pem", b"x").unwrap();
        Folder::wipe(&ours).unwrap();
        assert!(!ours.exists());
        Folder::wipe(&ours).unwrap();

        let foreign = parent.path().join("foreign");
        std::fs::create_dir(&foreign).unwrap();
        std::fs::write(foreign.join("diary"), b"x").unwrap();
        assert!(matches!(Folder::wipe(&foreign), Err(PracticeError::NotOurs)));
        assert!(foreign.join("diary").exists());
    }

    #[test]
    fn what_could_not_be_deleted_is_still_known_as_its_own() {
        let parent = tempfile::tempdir().unwrap();
        let folder = Folder::open(parent.path().join("ours")).unwrap();
        for name in ["ca/key.pem", "phone/iphone.json", "a", "z"] {
            folder.write(name, b"x").unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(parent.path(), folder.path().join("link")).unwrap();
        empty(folder.path()).unwrap();
        let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|left| left.unwrap().file_name()).collect();
        assert_eq!(left, [MARK]);
        Folder::wipe(folder.path()).unwrap();
        assert!(!folder.path().exists() && parent.path().exists());
    }

    #[test]
    fn what_is_closed_stays_deleted() {
        let parent = tempfile::tempdir().unwrap();
        let folder = Folder::open(parent.path().join("ours")).unwrap();
        let clone = folder.clone();
        folder.close();
        Folder::wipe(folder.path()).unwrap();
        assert!(clone.write("ca/late.pem", b"x").is_err());
        assert!(!folder.path().exists());
    }

    #[test]
    fn what_is_too_large_is_not_read_in_full() {
        const LENGTH: u64 = 3 << 30;
        let parent = tempfile::tempdir().unwrap();
        let folder = Folder::open(parent.path().join("ours")).unwrap();
        let grow = |name: &str| std::fs::File::create(folder.path().join(name)).unwrap().set_len(LENGTH).unwrap();
        grow("root.pem");
        let refused = folder.read("root.pem");
        assert!(matches!(&refused, Err(PracticeError::Folder(error)) if error.kind() == io::ErrorKind::FileTooLarge));
        folder.write("root.pem", &vec![0; MAX_BYTES]).unwrap();
        assert_eq!(folder.read("root.pem").unwrap().map(|bytes| bytes.len()), Some(MAX_BYTES));
        grow(MARK);
        assert!(matches!(Folder::wipe(folder.path()), Err(PracticeError::NotOurs)));
        Folder::open(folder.path()).unwrap();
        Folder::wipe(folder.path()).unwrap();
    }

    #[test]
    fn a_file_that_is_not_there_is_none() {
        let parent = tempfile::tempdir().unwrap();
        assert_eq!(Folder::open(parent.path()).unwrap().read("ca/root.pem").unwrap(), None);
    }
}
