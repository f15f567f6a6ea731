#![expect(unsafe_code, reason = "Tauri gives the view controller as a bare pointer")]

use std::cell::Cell;

use app::DeviceError;
use objc2::MainThreadMarker;
use objc2::rc::Retained;
use objc2_ui_kit::UIViewController;
use tauri::{AppHandle, Manager, Runtime};
use tokio::sync::oneshot;

use super::bridge_error::{BridgeError, refused};

/// Runs `work` on the main thread, which UIKit demands, and brings its answer back.
pub(super) async fn on_main<R: Runtime, T: Send + 'static>(
    app: &AppHandle<R>,
    work: impl FnOnce(MainThreadMarker) -> Result<T, BridgeError> + Send + 'static,
) -> Result<T, DeviceError> {
    let (answer, answered) = oneshot::channel();
    app.run_on_main_thread(move || {
        let _ = answer.send(marker().and_then(work));
    })
    .map_err(refused)?;
    answered.await.map_err(refused)?.map_err(refused)
}

/// As [`on_main`], with the view controller that is in front: the next screen is presented from it.
pub(super) async fn in_front<R: Runtime, T: Send + 'static>(
    app: &AppHandle<R>,
    work: impl FnOnce(MainThreadMarker, &UIViewController) -> Result<T, BridgeError> + Send + 'static,
) -> Result<T, DeviceError> {
    let window = app.webview_windows().into_values().next().ok_or_else(|| refused(BridgeError::NoWindow))?;
    let (answer, answered) = oneshot::channel();
    window
        .with_webview(move |webview| {
            let worked = marker().and_then(|main| {
                let controller = webview.view_controller().cast::<UIViewController>();
                // SAFETY: the window's own UIViewController, alive while this closure runs, on the main thread.
                let root = unsafe { Retained::retain(controller) }.ok_or(BridgeError::NoWindow)?;
                work(main, &foremost(root))
            });
            let _ = answer.send(worked);
        })
        .map_err(refused)?;
    answered.await.map_err(refused)?.map_err(refused)
}

/// Sends an answer once, from a block or a delegate that the system may call more often.
pub(super) struct Answer<T>(Cell<Option<oneshot::Sender<T>>>);

impl<T> Answer<T> {
    pub(super) fn new() -> (Self, oneshot::Receiver<T>) {
        let (sender, receiver) = oneshot::channel();
        (Self(Cell::new(Some(sender))), receiver)
    }

    pub(super) fn send(&self, answer: T) {
        if let Some(sender) = self.0.take() {
            let _ = sender.send(answer);
        }
    }
}

fn marker() -> Result<MainThreadMarker, BridgeError> {
    MainThreadMarker::new().ok_or(BridgeError::NotMainThread)
}

pub(super) fn foremost(root: Retained<UIViewController>) -> Retained<UIViewController> {
    let mut front = root;
    while let Some(next) = front.presentedViewController().filter(|next| !next.isBeingDismissed()) {
        front = next;
    }
    front
}
