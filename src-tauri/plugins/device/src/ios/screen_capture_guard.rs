use std::cell::{Cell, RefCell};
use std::rc::Rc;

use app::DeviceError;
use objc2::MainThreadMarker;
use objc2::MainThreadOnly;
use objc2::rc::Retained;
use objc2_ui_kit::{UIColor, UIView, UIViewAutoresizing, UIViewController, UIWindow};
use tauri::{AppHandle, Runtime};

use super::bridge_error::BridgeError;
use super::main_thread::in_front;
use super::observer::{Moment, Observer};

thread_local! {
    /// While a secret shows. Of the main thread only.
    static GUARD: Cell<Option<Guard>> = const { Cell::new(None) };
}

/// From now on the window is blank whenever the app is not in front, so that the app switcher keeps no picture of a
/// secret; or no longer.
pub(super) async fn set<R: Runtime>(app: &AppHandle<R>, on: bool) -> Result<(), DeviceError> {
    in_front(app, move |main, front| {
        drop(GUARD.take());
        if on {
            GUARD.set(Some(Guard::new(main, front)?));
        }
        Ok(())
    })
    .await
}

struct Guard {
    cover: Rc<RefCell<Option<Retained<UIView>>>>,
    _leaving: Observer,
    _back: Observer,
}

impl Guard {
    fn new(main: MainThreadMarker, front: &UIViewController) -> Result<Self, BridgeError> {
        let window = front.view().and_then(|view| view.window()).ok_or(BridgeError::NoWindow)?;
        let cover = Rc::<RefCell<Option<_>>>::default();
        let (laid, lifted) = (Rc::clone(&cover), Rc::clone(&cover));
        Ok(Self {
            cover,
            _leaving: Observer::new(Moment::WillResignActive, move || {
                lift(&laid);
                laid.replace(Some(blank(main, &window)));
            }),
            _back: Observer::new(Moment::DidBecomeActive, move || lift(&lifted)),
        })
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        lift(&self.cover);
    }
}

fn blank(main: MainThreadMarker, window: &UIWindow) -> Retained<UIView> {
    let view = UIView::initWithFrame(UIView::alloc(main), window.bounds());
    view.setAutoresizingMask(UIViewAutoresizing::FlexibleWidth | UIViewAutoresizing::FlexibleHeight);
    view.setBackgroundColor(Some(&UIColor::systemBackgroundColor()));
    window.addSubview(&view);
    view
}

fn lift(cover: &RefCell<Option<Retained<UIView>>>) {
    if let Some(view) = cover.take() {
        view.removeFromSuperview();
    }
}
