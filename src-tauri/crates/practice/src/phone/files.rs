use app::{ShareOutcome, SharedFile};
use journey::SystemScreen;

use super::{PhoneError, PracticePhone};

impl PracticePhone {
    /// The share sheet, of which only 「“ファイル”に保存」 is played.
    pub(super) async fn play_share_sheet(&self, file: SharedFile) -> Result<ShareOutcome, PhoneError> {
        let screens = self.open_screens()?;
        let name = file.name;
        if !screens.goes_on(SystemScreen::ShareSheet { name: name.clone() }).await
            || !screens.goes_on(SystemScreen::FilesSave { name: name.clone() }).await
        {
            return Ok(ShareOutcome::Canceled);
        }
        self.store.change(|memory| memory.keep_file(&name, &file.bytes)).await?;
        Ok(ShareOutcome::Shared)
    }

    /// 「ファイル」: a tap on the newest file is a download, as it is in Safari.
    pub(super) async fn play_files(&self) -> Result<(), PhoneError> {
        let screens = self.open_screens()?;
        loop {
            let names = self.store.now().file_names();
            let list = SystemScreen::FilesList { names };
            if !screens.goes_on(list.clone()).await {
                return Ok(());
            }
            let Some(bytes) = self.store.now().newest_file() else { continue };
            if let Some(problem) = self.refuses_profiles() {
                screens.ask(SystemScreen::SettingsRefused { problem }).await;
            } else if self.keep_waiting(&bytes).await? {
                screens.ask(SystemScreen::SafariDownloaded { over: Box::new(list) }).await;
                return Ok(());
            }
        }
    }
}
