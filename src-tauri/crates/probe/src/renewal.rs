//! When the files of certificate and key are worth reading again.

use std::error::Error;
use std::fs::Metadata;
use std::path::Path;
use std::time::SystemTime;

/// Certificate and key as they were when their pair was taken, and what was said since.
pub(crate) struct Renewal<'a> {
    files: [&'a Path; 2],
    /// `None`: the last pair was not taken.
    taken: Option<[State; 2]>,
    /// Why, for which state.
    said: Option<([State; 2], String)>,
}

/// What a look at the files came to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// They are those in use.
    Nothing,
    /// The new pair is in use.
    Taken,
    /// It cannot be used.
    Refused {
        /// Why, with its causes, for the log.
        error: String,
        /// The operator has not heard it of these files, or asks.
        is_new: bool,
    },
}

/// By what a file is known without being read. `None` if it cannot be seen.
type State = Option<(Option<SystemTime>, u64, Change)>;

impl<'a> Renewal<'a> {
    /// Of files that are in use as they are.
    pub(crate) fn of(files: [&'a Path; 2]) -> Self {
        Self { files, taken: Some(files.map(state)), said: None }
    }

    /// Takes the files if they are not those in use, or if the operator asks. What was not taken is tried at every look: what
    /// was wrong need not show in the file's times.
    pub(crate) fn look(&mut self, asked: bool, take: impl FnOnce([&Path; 2]) -> Result<(), Box<dyn Error>>) -> Seen {
        // Before they are read: a change meanwhile is seen at the next look.
        let now = self.files.map(state);
        if !asked && self.taken.as_ref() == Some(&now) {
            return Seen::Nothing;
        }
        match take(self.files) {
            Ok(()) => {
                (self.taken, self.said) = (Some(now), None);
                Seen::Taken
            }
            Err(error) => {
                self.taken = None;
                let error = error.to_string();
                let said = Some((now, error.clone()));
                let is_new = asked || self.said != said;
                self.said = said;
                Seen::Refused { error, is_new }
            }
        }
    }
}

fn state(file: &Path) -> State {
    let file = std::fs::metadata(file).ok()?;
    Some((file.modified().ok(), file.len(), change(&file)))
}

/// What nobody can set back: the file itself, and when it was last touched, also by `chmod` or `chgrp` (stat(2)).
#[cfg(unix)]
type Change = (u64, i64, i64);
#[cfg(not(unix))]
type Change = ();

#[cfg(unix)]
fn change(file: &Metadata) -> Change {
    use std::os::unix::fs::MetadataExt as _;
    (file.ino(), file.ctime(), file.ctime_nsec())
}

#[cfg(not(unix))]
fn change(_file: &Metadata) -> Change {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::fs::{self, File};
    use std::path::PathBuf;

    use tempfile::TempDir;

    use super::*;

    struct Files(TempDir);

    impl Files {
        fn new() -> Self {
            let files = Self(tempfile::tempdir().unwrap());
            fs::write(files.chain(), "good 1").unwrap();
            fs::write(files.key(), "key").unwrap();
            files
        }

        fn chain(&self) -> PathBuf {
            self.0.path().join("chain.pem")
        }

        fn key(&self) -> PathBuf {
            self.0.path().join("key.pem")
        }

        /// Another file in its place, as old as the one before.
        fn write_unnoticed(&self, text: &str) {
            let modified = fs::metadata(self.chain()).unwrap().modified().unwrap();
            let other = self.0.path().join("other.pem");
            fs::write(&other, text).unwrap();
            File::options().write(true).open(&other).unwrap().set_modified(modified).unwrap();
            fs::rename(other, self.chain()).unwrap();
        }

        fn take(&self) -> Result<(), Box<dyn Error>> {
            let text = fs::read_to_string(self.chain())?;
            if text.starts_with("good") { Ok(()) } else { Err(text.into()) }
        }
    }

    fn refused(error: &str, is_new: bool) -> Seen {
        Seen::Refused { error: error.to_owned(), is_new }
    }

    #[test]
    fn a_damaged_file_that_is_mended_is_taken_though_it_is_as_old_as_the_damaged_one() {
        let files = Files::new();
        let (chain, key) = (files.chain(), files.key());
        let mut renewal = Renewal::of([&chain, &key]);
        let mut look = |asked| renewal.look(asked, |_| files.take());
        assert_eq!(look(false), Seen::Nothing);
        fs::write(&chain, "worse 2").unwrap();
        assert_eq!(look(false), refused("worse 2", true));
        files.write_unnoticed("good 2!");
        assert_eq!(look(false), Seen::Taken);
        assert_eq!(look(false), Seen::Nothing);
    }

    #[test]
    fn one_that_was_taken_is_known_by_more_than_its_age() {
        let files = Files::new();
        let (chain, key) = (files.chain(), files.key());
        let mut renewal = Renewal::of([&chain, &key]);
        files.write_unnoticed("good 2");
        assert_eq!(renewal.look(false, |_| files.take()), Seen::Taken);
    }

    #[test]
    fn what_is_wrong_is_tried_at_every_look_and_said_once() {
        let files = Files::new();
        let (chain, key) = (files.chain(), files.key());
        let mut renewal = Renewal::of([&chain, &key]);
        fs::write(&chain, "worse").unwrap();
        let mut wrong = |asked, error: &'static str| renewal.look(asked, |_| Err(error.into()));
        assert_eq!(wrong(false, "one"), refused("one", true));
        assert_eq!(wrong(false, "one"), refused("one", false));
        assert_eq!(wrong(false, "another"), refused("another", true), "for another reason");
        assert_eq!(wrong(false, "another"), refused("another", false));
        fs::write(&chain, "worse and worse").unwrap();
        assert_eq!(wrong(false, "another"), refused("another", true), "of another file");
        assert_eq!(wrong(true, "another"), refused("another", true), "the operator asks");
        // Nothing of the files shows why it works now: a right to read them, or a directory's.
        assert_eq!(renewal.look(false, |_| Ok(())), Seen::Taken);
        fs::remove_file(&chain).unwrap();
        assert_eq!(renewal.look(false, |_| Err("gone".into())), refused("gone", true));
    }
}
