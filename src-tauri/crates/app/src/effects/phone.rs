use journey::{Event, Failure, HelpDeskChannel, ServiceAddress, SettingsPage};
use url::Url;

use super::context::Context;
use crate::failures::{device_failure, internal};
use crate::ports::{DeviceError, Mail};

impl Context {
    pub(crate) async fn open_settings(&self, page: SettingsPage) {
        // A page that does not open is said in words on the screen already.
        if let Ok(active) = self.active_realm().await {
            let _ = active.device.open_settings(page).await;
            // Of a practice phone no system says that the app is in front again.
            if active.device.simulated_screens().is_some() {
                self.send(Event::CameBack);
            }
        }
    }

    pub(crate) async fn open_portal(&self) {
        if let Ok(active) = self.active_realm().await {
            let _ = active.device.open_in_browser(&active.realm.entry).await;
        }
    }

    // The help desk is real while practising too: this phone reaches it, not the practice phone.

    pub(crate) async fn dial(&self, number: &str) {
        let opened = self.parts.device.open_dialer(number).await;
        self.reached(HelpDeskChannel::Phone, opened);
    }

    pub(crate) async fn write_mail(&self, mail: Mail) {
        let opened = self.parts.device.write_mail(&mail).await;
        self.reached(HelpDeskChannel::Mail, opened);
    }

    pub(crate) async fn open_inquiry(&self, url: &str) {
        let opened = match Url::parse(url) {
            Ok(url) => self.parts.device.open_in_browser(&url).await,
            Err(error) => Err(DeviceError::Refused(Box::new(error))),
        };
        self.reached(HelpDeskChannel::Page, opened);
    }

    fn reached(&self, method: HelpDeskChannel, opened: Result<(), DeviceError>) {
        if opened.is_err() {
            self.send(Event::HelpDeskUnopened(method));
        }
    }

    /// The user's own address goes before the publisher's.
    pub(crate) async fn open_service(&self, own: Option<ServiceAddress>) -> Result<(), Failure> {
        let active = self.active_realm().await?;
        let own = own.map(|address| address.url().clone());
        let service = own.or(active.realm.service).ok_or_else(internal)?;
        active.device.open_in_browser(&service).await.map_err(|error| device_failure(&error))
    }
}
