//! Files that WebKit downloads. It writes them to the disk: into a fresh folder of the user's alone, read and removed at
//! once. Where the page asks for a download by itself, no other host's answer is taken either.

use std::fs::DirBuilder;
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use app::{BUNDLE_IDENTIFIER, EngineFile, MAX_FILE_BYTES, WindowEvent};
use gtk::glib;
use url::Url;
use webkit2gtk::{
    Download, DownloadExt as _, URIRequestExt as _, URIResponse, URIResponseExt as _, WebContextExt as _,
};

use super::window::Window;
use crate::web_view::{Becomes, Catch, becomes, sweep_ended};

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

/// Hears of every download of the window's pages. One that nobody hears of WebKit would save among the user's own files.
pub(super) fn guard(window: &Rc<Window>) {
    let weak = Rc::downgrade(window);
    window.context.connect_download_started(move |_, download| match weak.upgrade() {
        Some(window) if may_begin(&window, download) => hear(&window, download),
        _ => download.cancel(),
    });
}

/// A download that goes on.
pub(super) struct Taken {
    download: Download,
    catch: Catch,
    from: Url,
    disposition: Option<String>,
}

impl Taken {
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

fn may_begin(window: &Window, download: &Download) -> bool {
    let address = download.request().and_then(|request| request.uri()).unwrap_or_default();
    becomes(&window.plan, &address, None, None, false) == Becomes::File
}

fn hear(window: &Rc<Window>, download: &Download) {
    let weak = Rc::downgrade(window);
    download.connect_decide_destination(move |download, _| {
        let window = weak.upgrade();
        // The page's own name for it is not used.
        match window.as_ref().and_then(|window| place_for(window, download)) {
            Some(place) => download.set_destination(place.as_str()),
            None => {
                download.cancel();
                if let Some(window) = window {
                    window.tell(WindowEvent::Download { url: None });
                }
            }
        }
        true
    });
    let weak = Rc::downgrade(window);
    download.connect_received_data(move |download, _| {
        if download.received_data_length() > MAX_FILE_BYTES as u64
            && let Some(window) = weak.upgrade()
        {
            window.cut_off(download);
        }
    });
    let weak = Rc::downgrade(window);
    download.connect_failed(move |download, _| {
        if let Some(window) = weak.upgrade() {
            window.on_download_ended(download, false);
        }
    });
    let weak = Rc::downgrade(window);
    download.connect_finished(move |download| {
        if let Some(window) = weak.upgrade() {
            window.on_download_ended(download, true);
        }
    });
}

/// Judged once more, by the address of the answer itself. One at a time.
fn place_for(window: &Window, download: &Download) -> Option<Url> {
    let answer = download.response()?;
    let from = answer.uri().and_then(|address| Url::parse(&address).ok())?;
    let disposition = disposition_of(&answer);
    let is_file = becomes(&window.plan, from.as_str(), disposition.as_deref(), None, false) == Becomes::File;
    let says_too_much = answer.content_length() > MAX_FILE_BYTES as u64;
    if !is_file || says_too_much || !window.may_catch() {
        return None;
    }
    let catch = Catch::new(&folder(), make).ok()?;
    let place = Url::from_file_path(catch.path()).ok()?;
    window.catch(Taken { download: download.clone(), catch, from, disposition });
    Some(place)
}

fn make(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(OWN).create(folder())?;
    DirBuilder::new().mode(OWN).create(path)
}
