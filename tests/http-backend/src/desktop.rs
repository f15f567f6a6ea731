use std::sync::Arc;

use app::{DeviceError, PartialDevice, PickedFile, PortalWindow, ShareOutcome, SharedFile};
use async_trait::async_trait;
use parking_lot::Mutex;
use zeroize::Zeroizing;

use crate::played_window::PlayedWindow;

/// A machine that no certificate can be put into: practice is all it can do. Tests play its dialogs.
#[derive(Default)]
pub(crate) struct Desktop {
    picked: Mutex<Option<Vec<u8>>>,
    shared: Mutex<Option<Arc<SharedFile>>>,
    window: PlayedWindow,
}

impl Desktop {
    /// The next picking gives this file.
    pub(crate) fn will_pick(&self, bytes: Vec<u8>) {
        *self.picked.lock() = Some(bytes);
    }

    /// The portal's own window.
    pub(crate) fn window(&self) -> &PlayedWindow {
        &self.window
    }

    /// What was shared last.
    pub(crate) fn shared(&self) -> Option<Arc<SharedFile>> {
        self.shared.lock().clone()
    }
}

#[async_trait]
impl PartialDevice for Desktop {
    async fn pick_file(&self) -> Result<Option<PickedFile>, DeviceError> {
        let picked = self.picked.lock().take();
        Ok(picked.map(|bytes| PickedFile { name: "picked".to_owned(), bytes: Zeroizing::new(bytes) }))
    }

    async fn share_file(&self, file: SharedFile) -> Result<ShareOutcome, DeviceError> {
        *self.shared.lock() = Some(Arc::new(file));
        Ok(ShareOutcome::Shared)
    }

    fn portal_window(&self) -> Option<&dyn PortalWindow> {
        Some(&self.window)
    }
}
