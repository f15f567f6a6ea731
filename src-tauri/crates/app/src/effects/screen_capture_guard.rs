use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::Mutex;

use crate::ports::{Device, DeviceError};

/// Whether the system may keep a picture of the window. It is this phone's, whatever phone is practised with.
pub(crate) struct ScreenCaptureGuard {
    device: Arc<dyn Device>,
    wanted: AtomicBool,
    turn: Mutex<()>,
}

impl ScreenCaptureGuard {
    pub(crate) fn new(device: Arc<dyn Device>) -> Self {
        Self { device, wanted: AtomicBool::new(false), turn: Mutex::default() }
    }

    /// Puts it up before a secret is given out. False if the system refused, so that the secret stays where it is.
    pub(crate) async fn up_for_secret(&self) -> bool {
        self.want(true);
        self.apply().await
    }

    pub(crate) fn want(&self, on: bool) {
        self.wanted.store(on, Ordering::Release);
    }

    /// One after another, each with what is wanted by then, so that the last word holds. A machine that keeps no such
    /// pictures has nothing to put up.
    pub(crate) async fn apply(&self) -> bool {
        let _turn = self.turn.lock().await;
        let on = self.wanted.load(Ordering::Acquire);
        matches!(self.device.guard_screen_capture(on).await, Ok(()) | Err(DeviceError::Unsupported))
    }
}
