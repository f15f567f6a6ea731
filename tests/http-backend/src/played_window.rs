//! The portal's own window as a device's part: a test plays it, and says what happens in it.

use app::{DeviceError, PortalWindow, WindowBar, WindowCommand, WindowEvent, WindowLink, WindowPlan};
use async_trait::async_trait;
use parking_lot::Mutex;
use tokio::sync::{mpsc, oneshot};

/// One window at a time.
#[derive(Default)]
pub(crate) struct PlayedWindow(pub(crate) Mutex<Option<Open>>);

/// What is open.
pub(crate) struct Open {
    pub(crate) plan: WindowPlan,
    pub(crate) events: mpsc::Sender<WindowEvent>,
    /// Ends it; with an error where it would not open.
    pub(crate) close: Option<oneshot::Sender<DeviceError>>,
    pub(crate) bar: WindowBar,
    /// What was to be run in the page, in its order.
    pub(crate) scripts: Vec<String>,
    /// How often what was not reached was to be asked for again.
    pub(crate) retries: usize,
}

/// What is open goes when its future does.
struct Closing<'a>(&'a PlayedWindow);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        *self.0.0.lock() = None;
    }
}

#[async_trait]
impl PortalWindow for PlayedWindow {
    async fn run(&self, plan: WindowPlan, link: WindowLink) -> Result<(), DeviceError> {
        let WindowLink { events, mut commands } = link;
        let (close, mut closed) = oneshot::channel();
        let _closing = Closing(self);
        *self.0.lock() =
            Some(Open { plan, events, close: Some(close), bar: WindowBar::default(), scripts: Vec::new(), retries: 0 });
        loop {
            tokio::select! {
                command = commands.recv() => match command {
                    Some(command) => self.obey(command),
                    None => return Ok(()),
                },
                ended = &mut closed => return ended.map_or(Ok(()), Err),
            }
        }
    }
}

impl PlayedWindow {
    fn obey(&self, command: WindowCommand) {
        if let Some(open) = self.0.lock().as_mut() {
            match command {
                WindowCommand::Bar(bar) => open.bar = bar,
                WindowCommand::Run(script) => open.scripts.push(script),
                WindowCommand::Retry => open.retries += 1,
                WindowCommand::Show => {}
            }
        }
    }
}
