use journey::{Failure, SettingsPage};

use super::{Inner, device_failure};

impl Inner {
    pub(crate) async fn open_settings(&self, page: SettingsPage) {
        // A page that does not open is said in words on the screen already.
        if let Ok(here) = self.here().await {
            let _ = here.device.open_settings(page).await;
        }
    }

    pub(crate) async fn open_portal(&self) {
        if let Ok(here) = self.here().await {
            let _ = here.device.open_in_browser(&here.realm.entry).await;
        }
    }

    pub(crate) async fn open_service(&self) -> Result<(), Failure> {
        let here = self.here().await?;
        let service = here.realm.service.ok_or_else(super::internal)?;
        here.device.open_in_browser(&service).await.map_err(|error| device_failure(&error))
    }
}
