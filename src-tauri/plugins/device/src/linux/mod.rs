//! Linux: the portal's own pages in a GTK window of WebKitGTK, beside Tauri's and without anything of it.

mod bar;
mod dialog;
mod downloads;
mod load_failure;
mod opening;
mod page;
mod taken;
mod tls;
mod window;

use app::{DeviceError, Downloads, PortalWindow, WindowLink, WindowPlan};
use async_trait::async_trait;
use tauri::{AppHandle, Runtime};
use tokio::sync::oneshot;

/// Opens the portal's window on the thread that runs GTK's main loop, which calls this. What comes resolves when the
/// window is gone: the user closed it, or [`WindowLink::commands`] has ended. Dropping it closes the window too.
pub fn open_portal_window(plan: WindowPlan, link: WindowLink) -> impl Future<Output = ()> + Send {
    let (end, ended) = oneshot::channel();
    opening::open(plan, link, end);
    async move {
        // The sender goes with the window, whoever closes it.
        let _ = ended.await;
    }
}

/// Opens the portal's window on the main thread, where GTK lives.
pub(crate) struct GtkPortalWindow<R: Runtime> {
    app: AppHandle<R>,
}

impl<R: Runtime> GtkPortalWindow<R> {
    /// Removes what a killed run has left of a download.
    pub(crate) fn new(app: AppHandle<R>) -> Self {
        taken::clear();
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

    /// `WebKitDownload` hands over what was asked for by any method, once.
    fn downloads(&self) -> Downloads {
        Downloads::Engine
    }
}
