#![expect(unsafe_code, reason = "UIActivityViewController takes untyped items and its completion as a bare block")]

use std::path::{Path, PathBuf};
use std::rc::Rc;

use app::{DeviceError, ShareOutcome, SharedFile};
use block2::RcBlock;
use objc2::rc::Retained;
use objc2::runtime::{AnyObject, Bool};
use objc2::{MainThreadMarker, MainThreadOnly};
use objc2_core_foundation::{CGPoint, CGRect, CGSize};
use objc2_foundation::{NSArray, NSData, NSDataWritingOptions, NSError, NSString, NSURL};
use objc2_ui_kit::{
    UIActivityType, UIActivityTypeCopyToPasteboard, UIActivityViewController, UIPopoverArrowDirection, UIViewController,
};
use tauri::{AppHandle, Runtime};

use super::bridge_error::{BridgeError, refused};
use super::main_thread::{Answer, in_front};
use super::presentation::present;

/// Offers a file to other apps, 「ファイル」 among them. It lies in the app's temporary folder until the sheet is gone.
pub(super) async fn file<R: Runtime>(app: &AppHandle<R>, file: SharedFile) -> Result<ShareOutcome, DeviceError> {
    let written = Written::new(&file).map_err(refused)?;
    drop(file);
    let path = written.0.to_string_lossy().into_owned();
    show(app, path).await
}

/// Removes what an earlier run of the app left behind.
pub(super) fn clear() {
    let _ = std::fs::remove_dir_all(folder());
}

fn folder() -> PathBuf {
    std::env::temp_dir().join("share")
}

/// A file that is gone when this is dropped.
struct Written(PathBuf);

impl Written {
    /// Readable only while the phone is unlocked (Data Protection, complete).
    fn new(file: &SharedFile) -> Result<Self, BridgeError> {
        let name = Path::new(&file.name).file_name().filter(|name| *name == file.name.as_str());
        let path = folder().join(name.ok_or(BridgeError::FileName)?);
        std::fs::create_dir_all(folder())?;
        let written = Self(path);
        NSData::with_bytes(&file.bytes)
            .writeToFile_options_error(
                &NSString::from_str(&written.0.to_string_lossy()),
                NSDataWritingOptions::FileProtectionComplete,
            )
            .map_err(|error| BridgeError::from(&*error))?;
        Ok(written)
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

async fn show<R: Runtime>(app: &AppHandle<R>, path: String) -> Result<ShareOutcome, DeviceError> {
    let (answer, answered) = Answer::new();
    in_front(app, move |main, front| {
        let answer = Rc::new(answer);
        let sheet = sheet(main, &NSURL::fileURLWithPath(&NSString::from_str(&path)), Rc::clone(&answer));
        point_at_middle(&sheet, front);
        present(main, front, &sheet, move || answer.send(Ok(ShareOutcome::Canceled)))
    })
    .await?;
    answered.await.map_err(|_| refused(BridgeError::NoAnswer))?.map_err(refused)
}

fn sheet(
    main: MainThreadMarker,
    file: &NSURL,
    answer: Rc<Answer<Result<ShareOutcome, BridgeError>>>,
) -> Retained<UIActivityViewController> {
    let done = RcBlock::new(move |_: *mut UIActivityType, completed: Bool, _: *mut NSArray, error: *mut NSError| {
        // SAFETY: null, or an error that lives while the block runs.
        let error = unsafe { error.as_ref() };
        answer.send(match error {
            Some(error) => Err(BridgeError::from(error)),
            None if completed.as_bool() => Ok(ShareOutcome::Shared),
            None => Ok(ShareOutcome::Canceled),
        });
    });
    let file: &AnyObject = file;
    let items = NSArray::from_slice(&[file]);
    // SAFETY: an NSURL, which every activity knows; no activities of the app's own. The block has the
    // type of `UIActivityViewControllerCompletionWithItemsHandler`, is copied by the sheet and called on the main
    // thread. The name of the activity is a constant that UIKit sets before any code of the app runs.
    unsafe {
        let sheet = UIActivityViewController::initWithActivityItems_applicationActivities(
            UIActivityViewController::alloc(main),
            &items,
            None,
        );
        sheet.setCompletionWithItemsHandler(RcBlock::as_ptr(&done));
        // The pasteboard is shared with the user's other devices and has no end.
        sheet.setExcludedActivityTypes(Some(&NSArray::from_slice(&[UIActivityTypeCopyToPasteboard])));
        sheet
    }
}

/// An iPad shows the sheet as a popover and throws where it points at nothing.
fn point_at_middle(sheet: &UIActivityViewController, front: &UIViewController) {
    let (Some(popover), Some(view)) = (sheet.popoverPresentationController(), front.view()) else { return };
    let bounds = view.bounds();
    let middle = CGPoint::new(bounds.size.width / 2.0, bounds.size.height / 2.0);
    popover.setSourceView(Some(&view));
    popover.setSourceRect(CGRect::new(middle, CGSize::ZERO));
    popover.setPermittedArrowDirections(UIPopoverArrowDirection::empty());
}
