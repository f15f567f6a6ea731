#![expect(unsafe_code, reason = "SFSafariViewController has no bindings; its class and its delegate are declared here")]

use std::cell::Cell;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};

use app::DeviceError;
use block2::RcBlock;
use objc2::rc::{Allocated, Retained};
use objc2::runtime::{NSObject, NSObjectProtocol, ProtocolObject};
use objc2::{
    DefinedClass, MainThreadMarker, MainThreadOnly, define_class, extern_class, extern_methods, extern_protocol,
    msg_send,
};
use objc2_foundation::{NSString, NSURL};
use objc2_ui_kit::{
    UIApplication, UIBackgroundTaskIdentifier, UIBackgroundTaskInvalid, UIModalPresentationStyle, UIResponder,
    UIViewController,
};
use tauri::{AppHandle, Runtime};
use url::Url;

use super::bridge_error::BridgeError;
use super::main_thread::{Answer, in_front, on_main};
use super::observer::{Moment, Observer};
use super::presentation;
use super::urls;

thread_local! {
    /// What is shown outside of the app now. Of the main thread only.
    static SHOWN: Cell<Option<Shown>> = const { Cell::new(None) };
}

/// Shows a loopback page in Safari inside the app. Resolves when the sheet is closed, by the user, by dropping this, or
/// by the system when the app's time in the background is over.
pub(super) async fn present<R: Runtime>(app: &AppHandle<R>, url: &Url) -> Result<(), DeviceError> {
    let address = url.to_string();
    let (ending, ended) = Answer::new();
    let leaving = Leaving::new(app);
    let number = leaving.number;
    in_front(app, move |main, front| {
        let url = NSURL::URLWithString(&NSString::from_str(&address)).ok_or(BridgeError::Address)?;
        let sheet = SFSafariViewController::with_url(main.alloc(), &url);
        let ending = Rc::new(ending);
        let dismissal = Dismissal::new(main, Rc::clone(&ending));
        sheet.set_delegate(Some(ProtocolObject::from_ref(&*dismissal)));
        sheet.set_dismiss_button_style(CLOSE);
        sheet.setModalPresentationStyle(UIModalPresentationStyle::FullScreen);
        let swiped = Rc::clone(&ending);
        let shown = Shown { number, ending, sheet: Some((sheet.clone(), dismissal)), _back: None, task: None };
        shown.begin(main)?;
        presentation::present(main, front, &sheet, move || swiped.send(()))
    })
    .await?;
    let _ = ended.await;
    Ok(())
}

/// The second way: opens a loopback page in the browser itself, outside of the app. Resolves when the app comes back,
/// or when its time in the background is over.
pub(super) async fn open<R: Runtime>(app: &AppHandle<R>, url: &Url) -> Result<(), DeviceError> {
    let (ending, ended) = Answer::new();
    let leaving = Leaving::new(app);
    let number = leaving.number;
    on_main(app, move |main| {
        let ending = Rc::new(ending);
        let heard = Rc::clone(&ending);
        let back = Observer::new(Moment::WillEnterForeground, move || heard.send(()));
        Shown { number, ending, sheet: None, _back: Some(back), task: None }.begin(main)
    })
    .await?;
    urls::open(app, url.as_str()).await?;
    let _ = ended.await;
    Ok(())
}

/// Takes away what was shown, when its future ends or is dropped.
struct Leaving<R: Runtime> {
    app: AppHandle<R>,
    number: u64,
}

impl<R: Runtime> Leaving<R> {
    fn new(app: &AppHandle<R>) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self { app: app.clone(), number: NEXT.fetch_add(1, Ordering::Relaxed) }
    }
}

impl<R: Runtime> Drop for Leaving<R> {
    fn drop(&mut self) {
        let number = self.number;
        let _ = self.app.run_on_main_thread(move || Shown::end(number));
    }
}

/// A sheet of the app or a page of another app, and the background time that goes with it.
struct Shown {
    number: u64,
    ending: Rc<Answer<()>>,
    /// The delegate is held here: the sheet does not hold it.
    sheet: Option<(Retained<SFSafariViewController>, Retained<Dismissal>)>,
    _back: Option<Observer>,
    task: Option<BackgroundTask>,
}

impl Shown {
    /// Keeps it, with background time, until [`Shown::end`]. One at a time.
    fn begin(mut self, main: MainThreadMarker) -> Result<(), BridgeError> {
        if let Some(other) = SHOWN.take() {
            SHOWN.set(Some(other));
            return Err(BridgeError::Busy);
        }
        let number = self.number;
        self.task = BackgroundTask::begin(main, move || Self::end(number));
        SHOWN.set(Some(self));
        Ok(())
    }

    fn end(number: u64) {
        match SHOWN.take() {
            Some(shown) if shown.number == number => drop(shown),
            other => SHOWN.set(other),
        }
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.ending.send(());
        let Some((sheet, _)) = &self.sheet else { return };
        if let Some(presenting) = sheet.presentingViewController().filter(|_| !sheet.isBeingDismissed()) {
            presenting.dismissViewControllerAnimated_completion(false, None);
        }
    }
}

/// Time to go on in the background (UIApplication.beginBackgroundTask), some 30 seconds by experience. Given back when
/// dropped, as the system demands at the latest in the expiration handler.
struct BackgroundTask {
    identifier: UIBackgroundTaskIdentifier,
    main: MainThreadMarker,
}

impl BackgroundTask {
    /// None where the system gives no time. `expired` has to drop it.
    fn begin(main: MainThreadMarker, expired: impl Fn() + 'static) -> Option<Self> {
        let expired = RcBlock::new(expired);
        let name = NSString::from_str("hand-over");
        let identifier = UIApplication::sharedApplication(main)
            .beginBackgroundTaskWithName_expirationHandler(Some(&name), Some(&expired));
        // SAFETY: a constant that UIKit sets before any code of the app runs.
        let given = identifier != unsafe { UIBackgroundTaskInvalid };
        given.then_some(Self { identifier, main })
    }
}

impl Drop for BackgroundTask {
    fn drop(&mut self) {
        UIApplication::sharedApplication(self.main).endBackgroundTask(self.identifier);
    }
}

/// `SFSafariViewControllerDismissButtonStyleClose`: 「閉じる」 at the top, the word that the page and the app use.
const CLOSE: isize = 1;

// Nothing is called by name: the class below is looked up when it is first used.
#[link(name = "SafariServices", kind = "framework")]
unsafe extern "C" {}

extern_class!(
    /// Safari inside the app, with the identities that are installed in the system.
    #[unsafe(super(UIViewController, UIResponder, NSObject))]
    #[thread_kind = MainThreadOnly]
    struct SFSafariViewController;
);

impl SFSafariViewController {
    extern_methods!(
        /// Takes http and https only; throws otherwise.
        #[unsafe(method(initWithURL:))]
        #[unsafe(method_family = init)]
        fn with_url(this: Allocated<Self>, url: &NSURL) -> Retained<Self>;

        #[unsafe(method(setDelegate:))]
        #[unsafe(method_family = none)]
        fn set_delegate(&self, delegate: Option<&ProtocolObject<dyn SFSafariViewControllerDelegate>>);

        #[unsafe(method(setDismissButtonStyle:))]
        #[unsafe(method_family = none)]
        fn set_dismiss_button_style(&self, style: isize);
    );
}

extern_protocol!(
    /// Told of what the user does with the sheet.
    #[expect(clippy::missing_safety_doc, reason = "implemented below and nowhere else")]
    unsafe trait SFSafariViewControllerDelegate: NSObjectProtocol + MainThreadOnly {
        #[optional]
        #[unsafe(method(safariViewControllerDidFinish:))]
        fn did_finish(&self, controller: &SFSafariViewController);
    }
);

define_class!(
    /// Hears that the user closed the sheet, which the system then takes away by itself.
    // SAFETY: NSObject asks nothing of its subclasses, and there is no Drop.
    #[unsafe(super(NSObject))]
    #[thread_kind = MainThreadOnly]
    #[ivars = Rc<Answer<()>>]
    struct Dismissal;

    // SAFETY: what NSObject has is kept.
    unsafe impl NSObjectProtocol for Dismissal {}

    // SAFETY: the method has the type that SafariServices calls it by.
    unsafe impl SFSafariViewControllerDelegate for Dismissal {
        #[unsafe(method(safariViewControllerDidFinish:))]
        fn did_finish(&self, _controller: &SFSafariViewController) {
            self.ivars().send(());
        }
    }
);

impl Dismissal {
    fn new(main: MainThreadMarker, ending: Rc<Answer<()>>) -> Retained<Self> {
        let this = Self::alloc(main).set_ivars(ending);
        // SAFETY: NSObject's `init` takes nothing and gives the object itself.
        unsafe { msg_send![super(this), init] }
    }
}
