//! Linux: the portal's own pages in a GTK window of WebKitGTK, beside Tauri's and without anything of it.

mod bar;
mod dialog;
mod opening;
mod page;
mod tls;
mod window;

use app::{DeviceError, PortalWindow, WindowLink, WindowPlan};
use async_trait::async_trait;
use tauri::{AppHandle, Runtime};
use tokio::sync::oneshot;

/// Opens the portal's window on the main thread, where GTK lives.
pub(crate) struct GtkPortalWindow<R: Runtime> {
    app: AppHandle<R>,
}

impl<R: Runtime> GtkPortalWindow<R> {
    pub(crate) fn new(app: AppHandle<R>) -> Self {
        Self { app }
    }
}

#[async_trait]
impl<R: Runtime> PortalWindow for GtkPortalWindow<R> {
    async fn run(&self, plan: WindowPlan, link: WindowLink) -> Result<(), DeviceError> {
        let (end, ended) = oneshot::channel();
        self.app
            .run_on_main_thread(move || opening::open(plan, link, end))
            .map_err(|error| DeviceError::Refused(Box::new(error)))?;
        // The sender goes with the window, whoever closes it.
        let _ = ended.await;
        Ok(())
    }
}
