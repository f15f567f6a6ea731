use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::Mutex;

use super::Inner;
use crate::ports::DeviceError;

/// Whether the system may keep a picture of the window. It is this phone's, whatever phone is practised with.
#[derive(Default)]
pub(crate) struct Shield {
    wanted: AtomicBool,
    turn: Mutex<()>,
}

impl Inner {
    /// Puts it up before a secret is given out. False: the system refused, so the secret stays where it is.
    pub(crate) async fn shield_for_secret(&self) -> bool {
        self.want_shield(true);
        self.settle_shield().await
    }

    pub(crate) fn want_shield(&self, on: bool) {
        self.shield.wanted.store(on, Ordering::Release);
    }

    /// One after another, each with what is wanted by then, so that the last word holds. A machine that keeps no such
    /// pictures has nothing to put up.
    pub(crate) async fn settle_shield(&self) -> bool {
        let _turn = self.shield.turn.lock().await;
        let on = self.shield.wanted.load(Ordering::Acquire);
        matches!(self.parts.device.shield_screen(on).await, Ok(()) | Err(DeviceError::NotHere))
    }
}
