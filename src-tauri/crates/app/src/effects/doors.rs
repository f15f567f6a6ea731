use journey::Event;

use super::Inner;
use crate::doors::picked;

impl Inner {
    /// By this very phone, in practice too: the practice phone has no files of its own. Leaving the picker is no event.
    pub(crate) async fn pick_file(&self) {
        if let Some(file) = self.parts.device.pick_file().await.transpose() {
            self.send(Event::FilePicked(picked(&self.vault, file)));
        }
    }

    pub(crate) async fn take_opened_file(&self) {
        if let Some(file) = self.parts.device.take_opened_file().await.transpose() {
            self.send(Event::FileOpened(picked(&self.vault, file)));
        }
    }
}
