use std::time::Duration;

use journey::Event;
use tokio::time::timeout;

use super::context::Context;
use crate::inbound::accept_picked_file;
use crate::ports::{AndroidDevice, DeviceError, PickedFile};

/// A file that takes longer to be read is said to be coming.
const MOMENT: Duration = Duration::from_millis(600);

impl Context {
    /// By this very phone, in practice too: the practice phone has no files of its own. Leaving the picker is no event.
    pub(crate) async fn pick_file(&self) {
        // Nobody else takes what was chosen here.
        let _reading = self.file_lock.lock().await;
        let picked = match self.parts.device.android() {
            Some(android) => self.choose_and_read(android).await,
            None => {
                let _alone = self.system_ui_lock.lock().await;
                self.parts.device.pick_file().await
            }
        };
        if let Some(file) = picked.transpose() {
            self.send(Event::FilePicked(accept_picked_file(&self.vault, file)));
        }
    }

    pub(crate) async fn take_opened_file(&self) {
        let Some(android) = self.parts.device.android() else { return };
        let _reading = self.file_lock.lock().await;
        if let Some(file) = self.read(android).await.transpose() {
            self.send(Event::FileOpened(accept_picked_file(&self.vault, file)));
        }
    }

    pub(crate) async fn stop_reading(&self) {
        if let Some(android) = self.parts.device.android() {
            // What it was about answers for itself.
            let _ = android.stop_reading().await;
        }
    }

    async fn choose_and_read(&self, android: &dyn AndroidDevice) -> Result<Option<PickedFile>, DeviceError> {
        let chosen = {
            let _alone = self.system_ui_lock.lock().await;
            android.choose_file().await?
        };
        if chosen { self.read(android).await } else { Ok(None) }
    }

    async fn read(&self, android: &dyn AndroidDevice) -> Result<Option<PickedFile>, DeviceError> {
        let mut reading = android.take_opened_file();
        match timeout(MOMENT, &mut reading).await {
            Ok(read) => read,
            Err(_) => {
                self.send(Event::FileComing);
                reading.await
            }
        }
    }
}
