//! Opening files that somebody else may have put there.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// Opens a file of the app's own folder for reading. A link is not followed, and a pipe or a device is an error instead of a
/// wait without an end.
///
/// # Errors
/// It cannot be opened, or is no regular file.
pub fn open_own_file(path: &Path) -> io::Result<File> {
    open(OpenOptions::new().read(true), path, NO_LINK)
}

/// Opens a file that the user has named for reading. Links are followed, nothing is waited for.
///
/// # Errors
/// It cannot be opened, or is no regular file.
pub fn open_named_file(path: &Path) -> io::Result<File> {
    open(OpenOptions::new().read(true), path, 0)
}

/// Opens a file of the app's own folder for writing, or makes it; what is in it stays. What else is there under this name, a
/// link among it, gives way.
pub(crate) fn open_or_make_own_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    match open(&mut options, path, NO_LINK) {
        Err(_) if path.symlink_metadata().is_ok_and(|found| !found.is_file() && !found.is_dir()) => {
            std::fs::remove_file(path)?;
            open(OpenOptions::new().write(true).create_new(true), path, NO_LINK)
        }
        opened => opened,
    }
}

#[cfg(unix)]
const NO_LINK: i32 = libc::O_NOFOLLOW;
#[cfg(not(unix))]
const NO_LINK: i32 = 0;

/// Judged once it is open: between a look and the opening it may become something else.
fn open(options: &mut OpenOptions, path: &Path, flags: i32) -> io::Result<File> {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(options, flags | libc::O_NONBLOCK);
    #[cfg(not(unix))]
    let _ = flags;
    let file = options.open(path)?;
    let found = file.metadata()?;
    if found.is_file() {
        Ok(file)
    } else if found.is_dir() {
        Err(io::ErrorKind::IsADirectory.into())
    } else {
        Err(io::ErrorKind::Unsupported.into())
    }
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::fs;
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;

    #[test]
    fn neither_links_nor_pipes_are_read_or_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("file"), "content").unwrap();
        symlink(at("file"), at("link")).unwrap();
        assert!(Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
        assert!(open_own_file(&at("file")).is_ok());
        assert!(open_own_file(&at("link")).is_err());
        assert!(open_named_file(&at("link")).is_ok(), "the user may name a link");
        for open in [open_own_file, open_named_file] {
            assert_eq!(open(&at("pipe")).unwrap_err().kind(), io::ErrorKind::Unsupported);
            assert_eq!(open(folder.path()).unwrap_err().kind(), io::ErrorKind::IsADirectory);
            assert_eq!(open(&at("none")).unwrap_err().kind(), io::ErrorKind::NotFound);
        }
    }

    #[test]
    fn a_link_gives_way_and_its_target_stays() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("theirs"), "content").unwrap();
        symlink(at("theirs"), at("lock")).unwrap();
        symlink(at("nowhere"), at("dangling")).unwrap();
        assert!(Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
        for name in ["lock", "dangling", "pipe"] {
            open_or_make_own_file(&at(name)).unwrap();
            assert!(at(name).symlink_metadata().unwrap().is_file(), "{name}");
        }
        assert_eq!(fs::read_to_string(at("theirs")).unwrap(), "content");
        assert!(!at("nowhere").exists());
    }
}
