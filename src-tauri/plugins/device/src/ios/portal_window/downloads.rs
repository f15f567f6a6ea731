//! Files that WebKit downloads. It writes them to the disk: into a fresh folder that is unreadable while the phone is
//! locked, read and removed at once.

use std::path::{Path, PathBuf};
use std::ptr::NonNull;

use app::{EngineFile, WindowEvent};
use block2::RcBlock;
use objc2::rc::Retained;
use objc2_foundation::{
    NSDictionary, NSFileManager, NSFileProtectionComplete, NSFileProtectionKey, NSString, NSTimer, NSURL,
};
use objc2_web_kit::WKDownload;
use url::Url;

use super::super::bridge_error::BridgeError;
use crate::web_view::{Catch, sweep};

/// Between two looks at how much has come, in seconds.
const LOOKS: f64 = 0.25;

/// Removes what an earlier run of the app left behind.
pub(super) fn clear() {
    sweep(&folder());
}

fn folder() -> PathBuf {
    std::env::temp_dir().join("portal")
}

/// A download that goes on.
pub(super) struct Download {
    download: Retained<WKDownload>,
    catch: Catch,
    from: Url,
    disposition: Option<String>,
    watch: Retained<NSTimer>,
}

impl Download {
    /// WebKit writes to [`Download::place`]; `look` is called from time to time while it does.
    pub(super) fn begin(
        look: impl Fn() + 'static,
        download: &Retained<WKDownload>,
        from: Url,
        disposition: Option<String>,
    ) -> Result<Self, BridgeError> {
        let catch = Catch::new(&folder(), make)?;
        let look = RcBlock::new(move |_: NonNull<NSTimer>| look());
        // SAFETY: a timer of the main thread's run loop, which runs the block on that thread.
        let watch = unsafe { NSTimer::scheduledTimerWithTimeInterval_repeats_block(LOOKS, true, &look) };
        Ok(Self { download: download.clone(), catch, from, disposition, watch })
    }

    pub(super) fn is(&self, download: &WKDownload) -> bool {
        std::ptr::eq(Retained::as_ptr(&self.download), download)
    }

    pub(super) fn place(&self) -> Retained<NSURL> {
        NSURL::fileURLWithPath(&NSString::from_str(&self.catch.path().to_string_lossy()))
    }

    pub(super) fn is_too_large(&self) -> bool {
        self.catch.is_too_large()
    }

    /// It is asked to end; what has come is removed.
    pub(super) fn cancel(self) {
        self.watch.invalidate();
        // SAFETY: on the main thread. Nobody asks for what would let it go on.
        unsafe { self.download.cancel(None) };
    }

    /// As much of it as shows that it is too large.
    pub(super) fn cut_off(self) -> WindowEvent {
        // SAFETY: as in `cancel`.
        unsafe { self.download.cancel(None) };
        self.finish()
    }

    /// It has ended well.
    pub(super) fn finish(self) -> WindowEvent {
        self.watch.invalidate();
        match self.catch.take() {
            Ok(bytes) => WindowEvent::File(EngineFile { from: self.from, disposition: self.disposition, bytes }),
            Err(_) => WindowEvent::Download { url: None },
        }
    }

    /// It has ended otherwise.
    pub(super) fn fail(self) {
        self.watch.invalidate();
    }
}

/// Data Protection, complete: what is made in the folder has it too.
fn make(path: &Path) -> Result<(), BridgeError> {
    std::fs::create_dir_all(folder())?;
    // SAFETY: constants that Foundation sets before any code of the app runs; the attribute takes this value.
    unsafe {
        let attributes = NSDictionary::from_slices::<NSString>(
            &[NSFileProtectionKey],
            &[AsRef::<objc2::runtime::AnyObject>::as_ref(NSFileProtectionComplete)],
        );
        NSFileManager::defaultManager()
            .createDirectoryAtPath_withIntermediateDirectories_attributes_error(
                &NSString::from_str(&path.to_string_lossy()),
                false,
                Some(&attributes),
            )
            .map_err(|error| BridgeError::from(&*error))
    }
}
