//! Files that WebKit downloads. It writes them to the disk: into a fresh folder of the user's alone, read and removed at
//! once.

use std::fs::DirBuilder;
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use app::{BUNDLE_IDENTIFIER, EngineFile, WindowEvent};
use gtk::glib;
use url::Url;
use webkit2gtk::{Download, DownloadExt as _, URIResponse, URIResponseExt as _};

use crate::web_view::{Catch, sweep_ended};

/// Only its owner looks into it.
const OWN: u32 = 0o700;

/// Removes what runs of the app that were killed left behind.
pub(super) fn clear() {
    sweep_ended(&folder());
}

/// Gone when the user logs out; mostly in memory.
fn folder() -> PathBuf {
    glib::user_runtime_dir().join(BUNDLE_IDENTIFIER).join("portal")
}

/// A download that goes on.
pub(super) struct Taken {
    download: Download,
    catch: Catch,
    from: Url,
    disposition: Option<String>,
}

impl Taken {
    /// WebKit writes to [`Taken::place`]. `None`: nothing can be written there.
    pub(super) fn begin(download: &Download, from: Url, disposition: Option<String>) -> Option<Self> {
        let catch = Catch::new(&folder(), make).ok()?;
        Some(Self { download: download.clone(), catch, from, disposition })
    }

    pub(super) fn place(&self) -> Option<Url> {
        Url::from_file_path(self.catch.path()).ok()
    }

    pub(super) fn is(&self, download: &Download) -> bool {
        self.download == *download
    }

    /// It is asked to end; what has come is removed.
    pub(super) fn cancel(self) {
        self.download.cancel();
    }

    /// It has ended well.
    pub(super) fn finish(self) -> WindowEvent {
        match self.catch.take() {
            Ok(bytes) => WindowEvent::File(EngineFile { from: self.from, disposition: self.disposition, bytes }),
            Err(_) => WindowEvent::Download { url: None },
        }
    }
}

/// The header `Content-Disposition` (RFC 6266).
pub(super) fn disposition_of(answer: &URIResponse) -> Option<String> {
    answer.http_headers().and_then(|headers| headers.one("Content-Disposition")).map(String::from)
}

fn make(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(OWN).create(folder())?;
    DirBuilder::new().mode(OWN).create(path)
}
