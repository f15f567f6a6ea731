#![expect(
    unsafe_code,
    reason = "the picker's delegate is declared here, and a picked file is opened for this app only"
)]

use std::cell::Cell;
use std::io::Read;
use std::path::Path;
use std::ptr::NonNull;
use std::rc::Rc;

use app::{DeviceError, PickedFile};
use block2::StackBlock;
use certificate::MAX_FILE_BYTES;
use objc2::rc::Retained;
use objc2::runtime::{NSObject, NSObjectProtocol, ProtocolObject};
use objc2::{DefinedClass, MainThreadMarker, MainThreadOnly, define_class, msg_send};
use objc2_foundation::{NSArray, NSFileCoordinator, NSFileCoordinatorReadingOptions, NSURL};
use objc2_ui_kit::{UIDocumentPickerDelegate, UIDocumentPickerViewController, UIModalPresentationStyle};
use objc2_uniform_type_identifiers::UTTypeData;
use tauri::{AppHandle, Runtime};
use zeroize::Zeroizing;

use super::bridge_error::{BridgeError, refused};
use super::main_thread::{Answer, in_front};
use super::presentation::present;

thread_local! {
    /// Hears what is picked; the picker does not hold it. Of the main thread only.
    static PICKING: Cell<Option<Retained<Picking>>> = const { Cell::new(None) };
}

/// Lets the user choose one file, of whatever kind: what the portal gives has several names. None: they left.
pub(super) async fn pick<R: Runtime>(app: &AppHandle<R>) -> Result<Option<PickedFile>, DeviceError> {
    let (answer, picked) = Answer::new();
    in_front(app, move |main, front| {
        let answer = Rc::new(answer);
        let picking = Picking::new(main, Rc::clone(&answer));
        // SAFETY: a constant of UniformTypeIdentifiers.
        let types = NSArray::from_slice(&[unsafe { UTTypeData }]);
        let picker = UIDocumentPickerViewController::initForOpeningContentTypes(main.alloc(), &types);
        picker.setDelegate(Some(ProtocolObject::from_ref(&*picking)));
        PICKING.set(Some(picking));
        // A sheet could be swiped away.
        picker.setModalPresentationStyle(UIModalPresentationStyle::FullScreen);
        present(main, front, &picker, move || answer.send(None))
    })
    .await?;
    let Some(url) = picked.await.map_err(|_| refused(BridgeError::NoAnswer))? else { return Ok(None) };
    // A file of a cloud may have to come first.
    let read = tauri::async_runtime::spawn_blocking(move || read(&url)).await;
    read.map_err(refused)?.map(Some).map_err(refused)
}

/// Reads it once, under the system's permission for this one file, at most a byte more than a certificate may have.
fn read(url: &NSURL) -> Result<PickedFile, BridgeError> {
    let _permission = Permission::of(url);
    let found = Cell::new(None);
    let reader = StackBlock::new(|place: NonNull<NSURL>| {
        // SAFETY: the coordinator lends the URL while the block runs.
        found.set(unsafe { place.as_ref() }.path().map(|path| bytes(&path.to_string())));
    });
    let mut error = None;
    NSFileCoordinator::new().coordinateReadingItemAtURL_options_error_byAccessor(
        url,
        NSFileCoordinatorReadingOptions::WithoutChanges,
        Some(&mut error),
        &reader,
    );
    if let Some(error) = error {
        return Err(BridgeError::from(&*error));
    }
    let name = url.lastPathComponent().map(|name| name.to_string()).unwrap_or_default();
    Ok(PickedFile { name, bytes: found.take().ok_or(BridgeError::NoAnswer)?? })
}

fn bytes(path: &str) -> Result<Zeroizing<Vec<u8>>, BridgeError> {
    let most = MAX_FILE_BYTES + 1;
    // All its room at once: a vector that grows leaves copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(most));
    app::open_named_file(Path::new(path))?.take(most as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The right to one file that lies outside of the app's own folder.
struct Permission<'a>(Option<&'a NSURL>);

impl<'a> Permission<'a> {
    fn of(url: &'a NSURL) -> Self {
        // SAFETY: given back exactly once, and only where it was given.
        Self(unsafe { url.startAccessingSecurityScopedResource() }.then_some(url))
    }
}

impl Drop for Permission<'_> {
    fn drop(&mut self) {
        if let Some(url) = self.0 {
            // SAFETY: the other half of `Permission::of`.
            unsafe { url.stopAccessingSecurityScopedResource() }
        }
    }
}

define_class!(
    /// Hears which file was picked.
    // SAFETY: NSObject asks nothing of its subclasses, and there is no Drop.
    #[unsafe(super(NSObject))]
    #[thread_kind = MainThreadOnly]
    #[ivars = Rc<Answer<Option<Retained<NSURL>>>>]
    struct Picking;

    // SAFETY: what NSObject has is kept.
    unsafe impl NSObjectProtocol for Picking {}

    // SAFETY: both methods have the types that UIKit calls them by.
    unsafe impl UIDocumentPickerDelegate for Picking {
        #[unsafe(method(documentPicker:didPickDocumentsAtURLs:))]
        fn picked(&self, _picker: &UIDocumentPickerViewController, urls: &NSArray<NSURL>) {
            self.ivars().send(urls.firstObject());
        }

        #[unsafe(method(documentPickerWasCancelled:))]
        fn left(&self, _picker: &UIDocumentPickerViewController) {
            self.ivars().send(None);
        }
    }
);

impl Picking {
    fn new(main: MainThreadMarker, answer: Rc<Answer<Option<Retained<NSURL>>>>) -> Retained<Self> {
        let this = Self::alloc(main).set_ivars(answer);
        // SAFETY: NSObject's `init` takes nothing and gives the object itself.
        unsafe { msg_send![super(this), init] }
    }
}
