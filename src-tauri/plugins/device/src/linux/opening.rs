//! Opening the window, and when it goes.

use std::cell::Cell;
use std::rc::{Rc, Weak};
use std::time::Duration;

use app::{WindowLink, WindowPlan};
use gtk::glib::{self, MainContext};
use gtk::prelude::*;
use tokio::sync::oneshot;

use super::window::Window;
use super::{downloads, page};

/// Opens it on its entry. `end` goes with it, whoever closes it.
pub(super) fn open(plan: WindowPlan, link: WindowLink, mut end: oneshot::Sender<()>) {
    let WindowLink { events, mut commands } = link;
    let window = Window::new(plan, events);
    downloads::guard(&window);
    window.show(page::first(&window));
    let weak = Rc::downgrade(&window);
    MainContext::default().spawn_local(async move {
        loop {
            tokio::select! {
                biased;
                () = end.closed() => break,
                command = commands.recv() => match (command, weak.upgrade()) {
                    (Some(command), Some(window)) if window.shell.is_visible() => window.obey(command),
                    _ => break,
                },
                () = gone(&weak) => break,
            }
        }
        // Sent by its end: the port's future resolves.
        drop(end);
        if let Some(window) = weak.upgrade() {
            window.close();
        }
    });
    // The window keeps itself until it is closed.
    let kept = Cell::new(Some(window.clone()));
    window.shell.connect_destroy(move |_| drop(kept.take()));
}

/// Resolves when the window was destroyed.
async fn gone(window: &Weak<Window>) {
    while window.strong_count() > 0 {
        glib::timeout_future(Duration::from_millis(100)).await;
    }
}
