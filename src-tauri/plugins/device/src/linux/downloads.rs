//! Which downloads of the window's pages are taken. Where the page asks for one by itself, no other host's answer is either.

use std::rc::Rc;

use app::{MAX_FILE_BYTES, WindowEvent};
use url::Url;
use webkit2gtk::{Download, DownloadExt as _, URIRequestExt as _, URIResponseExt as _, WebContextExt as _};

use super::taken::{Taken, disposition_of};
use super::window::Window;
use crate::web_view::{Becomes, becomes};

/// Hears of every download of the window's pages. One that nobody hears of WebKit would save among the user's own files.
pub(super) fn guard(window: &Rc<Window>) {
    let weak = Rc::downgrade(window);
    window.context.connect_download_started(move |_, download| match weak.upgrade() {
        Some(window) if may_begin(&window, download) => hear(&window, download),
        _ => download.cancel(),
    });
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
    let taken = Taken::begin(download, from, disposition)?;
    let place = taken.place();
    window.catch(taken);
    place
}
