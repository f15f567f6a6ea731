use journey::Event;

use super::context::Context;
use crate::inbound::accept_picked_file;

impl Context {
    /// By this very phone, in practice too: the practice phone has no files of its own. Leaving the picker is no event.
    pub(crate) async fn pick_file(&self) {
        if let Some(file) = self.parts.device.pick_file().await.transpose() {
            self.send(Event::FilePicked(accept_picked_file(&self.vault, file)));
        }
    }

    pub(crate) async fn take_opened_file(&self) {
        let Some(android) = self.parts.device.android() else { return };
        if let Some(file) = android.take_opened_file().await.transpose() {
            self.send(Event::FileOpened(accept_picked_file(&self.vault, file)));
        }
    }
}
