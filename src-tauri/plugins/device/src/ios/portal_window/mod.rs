//! The portal's own pages in a WKWebView of their own, over the app's window and without anything of Tauri's.
//!
//! [`Window`] is what is open, [`pages`] the delegate that every page of it answers to: host, TLS and download are judged
//! there, by the rules of [`crate::web_view`]. WebKit's processes hold the same rules ([`setup`]).

#![expect(unsafe_code, reason = "WebKit's objects are Objective-C; each use says what holds")]

mod bar;
mod dialog;
mod downloads;
mod opening;
mod pages;
mod setup;
mod trust;
mod web_view;
mod window;

use std::sync::atomic::{AtomicU64, Ordering};

use app::{DeviceError, Downloads, PortalWindow, WindowLink, WindowPlan};
use async_trait::async_trait;
use tauri::{AppHandle, Runtime};
use tokio::sync::oneshot;

use super::bridge_error::refused;
use super::main_thread::in_front;
use window::Window;

/// Opens the portal's window on the main thread, where UIKit and WebKit live.
pub(super) struct WebKitPortalWindow<R: Runtime> {
    app: AppHandle<R>,
}

impl<R: Runtime> WebKitPortalWindow<R> {
    /// Removes what a killed run has left of a download.
    pub(super) fn new(app: AppHandle<R>) -> Self {
        downloads::clear();
        Self { app }
    }
}

#[async_trait]
impl<R: Runtime> PortalWindow for WebKitPortalWindow<R> {
    async fn run(&self, plan: WindowPlan, link: WindowLink) -> Result<(), DeviceError> {
        let WindowLink { events, mut commands } = link;
        let (end, mut ended) = oneshot::channel();
        let leaving = Leaving::new(&self.app);
        let number = leaving.number;
        in_front(&self.app, move |main, front| opening::open(main, front, number, plan, events, end)).await?;
        loop {
            tokio::select! {
                biased;
                // The sender goes with the window, whoever closes it.
                _ = &mut ended => return Ok(()),
                command = commands.recv() => match command {
                    Some(command) => {
                        let obey = move || Window::with(number, |window| window.obey(command));
                        self.app.run_on_main_thread(obey).map_err(refused)?;
                    }
                    None => break,
                },
            }
        }
        drop(leaving);
        let _ = ended.await;
        Ok(())
    }

    /// `WKDownload` hands over what was asked for by any method, once.
    fn downloads(&self) -> Downloads {
        Downloads::Engine
    }
}

/// Closes the window when its future ends or is dropped.
struct Leaving<R: Runtime> {
    app: AppHandle<R>,
    number: u64,
}

impl<R: Runtime> Leaving<R> {
    fn new(app: &AppHandle<R>) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self { app: app.clone(), number: NEXT.fetch_add(1, Ordering::Relaxed) }
    }
}

impl<R: Runtime> Drop for Leaving<R> {
    fn drop(&mut self) {
        let number = self.number;
        let _ = self.app.run_on_main_thread(move || Window::end(number));
    }
}
