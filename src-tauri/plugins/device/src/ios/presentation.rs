#![expect(unsafe_code, reason = "the delegate of a presentation is declared here, and kept by what it speaks of")]

use std::ffi::c_void;

use objc2::ffi::{OBJC_ASSOCIATION_RETAIN_NONATOMIC, objc_setAssociatedObject};
use objc2::rc::Retained;
use objc2::runtime::{NSObject, NSObjectProtocol, ProtocolObject};
use objc2::{DefinedClass, MainThreadMarker, MainThreadOnly, define_class, msg_send};
use objc2_ui_kit::{
    UIAdaptivePresentationControllerDelegate, UIAlertController, UIPresentationController, UIViewController,
};

use super::bridge_error::BridgeError;

/// Its address is the name under which a screen keeps its delegate.
static KEEPER: u8 = 0;

/// Presents a screen over `front`, and calls `gone` when the user swipes it away: no delegate of its own is told then.
/// UIKit says nothing where it does not present.
pub(super) fn present(
    main: MainThreadMarker,
    front: &UIViewController,
    screen: &UIViewController,
    gone: impl Fn() + 'static,
) -> Result<(), BridgeError> {
    let delegate = SwipedAway::new(main, Box::new(gone));
    if let Some(controller) = screen.presentationController() {
        // SAFETY: a weak property, of an object that the screen keeps from now on.
        unsafe { controller.setDelegate(Some(ProtocolObject::from_ref(&*delegate))) };
    }
    let kept = Retained::as_ptr(&delegate).cast_mut().cast();
    let keeper: *const UIViewController = screen;
    // SAFETY: both are objects; the screen retains the delegate until it is gone itself, and the delegate holds no screen.
    unsafe {
        objc_setAssociatedObject(
            keeper.cast_mut().cast(),
            (&raw const KEEPER).cast::<c_void>(),
            kept,
            OBJC_ASSOCIATION_RETAIN_NONATOMIC,
        );
    }
    show(front, screen)
}

/// Presents a dialog over `front`, which nobody can swipe away: it goes by its own buttons alone.
pub(super) fn present_dialog(front: &UIViewController, dialog: &UIAlertController) -> Result<(), BridgeError> {
    show(front, dialog)
}

fn show(front: &UIViewController, screen: &UIViewController) -> Result<(), BridgeError> {
    front.presentViewController_animated_completion(screen, true, None);
    screen.presentingViewController().map(|_| ()).ok_or(BridgeError::Busy)
}

define_class!(
    /// Hears that a screen was swiped away.
    // SAFETY: NSObject asks nothing of its subclasses, and there is no Drop.
    #[unsafe(super(NSObject))]
    #[thread_kind = MainThreadOnly]
    #[ivars = Box<dyn Fn()>]
    struct SwipedAway;

    // SAFETY: what NSObject has is kept.
    unsafe impl NSObjectProtocol for SwipedAway {}

    // SAFETY: the method has the type that UIKit calls it by.
    unsafe impl UIAdaptivePresentationControllerDelegate for SwipedAway {
        #[unsafe(method(presentationControllerDidDismiss:))]
        fn did_dismiss(&self, _controller: &UIPresentationController) {
            (self.ivars())();
        }
    }
);

impl SwipedAway {
    fn new(main: MainThreadMarker, gone: Box<dyn Fn()>) -> Retained<Self> {
        let this = Self::alloc(main).set_ivars(gone);
        // SAFETY: NSObject's `init` takes nothing and gives the object itself.
        unsafe { msg_send![super(this), init] }
    }
}
