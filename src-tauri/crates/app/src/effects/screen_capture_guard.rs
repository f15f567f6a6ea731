use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::Mutex;

use super::Inner;
use crate::ports::DeviceError;

/// Whether the system may keep a picture of the window. It is this phone's, whatever phone is practised with.
#[derive(Default)]
pub(crate) struct ScreenCaptureGuard {
    wanted: AtomicBool,
    turn: Mutex<()>,
}

impl Inner {
    /// Puts it up before a secret is given out. False: the system refused, so the secret stays where it is.
    pub(crate) async fn guard_for_secret(&self) -> bool {
        self.want_guard(true);
        self.apply_guard().await
    }

    pub(crate) fn want_guard(&self, on: bool) {
        self.screen_capture_guard.wanted.store(on, Ordering::Release);
    }

    /// One after another, each with what is wanted by then, so that the last word holds. A machine that keeps no such
    /// pictures has nothing to put up.
    pub(crate) async fn apply_guard(&self) -> bool {
        let _turn = self.screen_capture_guard.turn.lock().await;
        let on = self.screen_capture_guard.wanted.load(Ordering::Acquire);
        matches!(self.parts.device.guard_screen_capture(on).await, Ok(()) | Err(DeviceError::Unsupported))
    }
}
