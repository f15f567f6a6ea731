use journey::Event;

use super::Inner;
use crate::inbound::accept_picked_file;

impl Inner {
    /// By this very phone, in practice too: the practice phone has no files of its own. Leaving the picker is no event.
    pub(crate) async fn pick_file(&self) {
        if let Some(file) = self.parts.device.pick_file().await.transpose() {
            self.send(Event::FilePicked(accept_picked_file(&self.vault, file)));
        }
    }

    pub(crate) async fn take_opened_file(&self) {
        if let Some(file) = self.parts.device.take_opened_file().await.transpose() {
            self.send(Event::FileOpened(accept_picked_file(&self.vault, file)));
        }
    }
}
