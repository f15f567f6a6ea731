//! The app's own window of Linux, with a robot for its user: what is drawn over the pages is answered by hand, what is typed
//! goes into the page in front.

use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, TryRecvError};
use std::time::Duration;

use app::{HostRule, WindowCommand, WindowControl, WindowEvent, WindowLink, WindowPlan, WindowWords};
use gtk::glib::{self, ControlFlow, MainContext};
use gtk::prelude::*;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject as _;
use secrecy::ExposeSecret as _;
use tauri_plugin_device::open_portal_window;
use webkit2gtk::{WebView, WebViewExt as _};

use crate::body::{Event, Order, Settings};

const TICK: Duration = Duration::from_millis(20);
/// A portal shows its mobile window to phones alone.
const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1";

/// Runs until `orders` end. On the main thread.
pub(crate) fn run(
    settings: &Settings,
    hosts: &[HostRule],
    events: Sender<Event>,
    orders: Receiver<Order>,
) -> Result<(), String> {
    gtk::init().map_err(|error| error.to_string())?;
    let plan = plan(settings, hosts)?;
    let (link, control) = WindowLink::new();
    let window = open_portal_window(plan, link);
    let WindowControl { events: mut happened, commands } = control;
    let main = MainContext::default();
    let (tell, again) = (events.clone(), commands.clone());
    main.spawn_local(async move {
        let mut pages = pages();
        while let Some(event) = happened.recv().await {
            let is_page = matches!(event, WindowEvent::Page { .. });
            // Nobody listens any more once the visit is over.
            let _ = told(event).map(|event| tell.send(event));
            if is_page && std::mem::replace(&mut pages, self::pages()) > pages {
                // A page that comes to the front again has said all that it has to say.
                let report = portal::guide::command_script(&portal::guide::GuideCommand::Report);
                let _ = again.send(WindowCommand::Run(report));
            }
        }
    });
    main.spawn_local(async move {
        window.await;
        let _ = events.send(Event::Closed);
    });
    glib::timeout_add_local(TICK, move || {
        say_yes();
        // One at a time: what was run has reached the page when something is typed into it.
        match orders.try_recv() {
            Ok(Order::Run(script)) => drop(commands.send(WindowCommand::Run(script))),
            Ok(Order::Type(text)) => type_in(text.expose_secret()),
            Ok(Order::Retry) => drop(commands.send(WindowCommand::Retry)),
            Err(TryRecvError::Empty) => {}
            Ok(Order::Close) | Err(TryRecvError::Disconnected) => {
                gtk::main_quit();
                return ControlFlow::Break;
            }
        }
        ControlFlow::Continue
    });
    gtk::main();
    Ok(())
}

fn plan(settings: &Settings, hosts: &[HostRule]) -> Result<WindowPlan, String> {
    Ok(WindowPlan {
        entry: settings.entry.clone(),
        allowed_hosts: hosts.to_vec(),
        extra_roots: roots(&settings.authority)?,
        user_agent: Some(PHONE.to_owned()),
        script: settings.script.clone(),
        words: WindowWords {
            title: "drive".into(),
            close: "close".into(),
            secure: "secure".into(),
            dialog: "{host}".into(),
            yes: "yes".into(),
            no: "no".into(),
            help: "help".into(),
            help_text: String::new(),
        },
    })
}

fn roots(authority: &Path) -> Result<Vec<Vec<u8>>, String> {
    let told = |error: rustls_pki_types::pem::Error| format!("{}: {error}", authority.display());
    let certificates = CertificateDer::pem_file_iter(authority).map_err(told)?;
    certificates.map(|certificate| certificate.map(|der| der.to_vec()).map_err(told)).collect()
}

fn told(event: WindowEvent) -> Option<Event> {
    Some(match event {
        WindowEvent::Page { url } => Event::Shown(url.into()),
        WindowEvent::Message { from, text } => Event::Message { from: from.into(), text },
        WindowEvent::Refused { host } => Event::Refused(host),
        WindowEvent::Download { url: Some(url) } => Event::DownloadSeen(url.into()),
        WindowEvent::Download { url: None } => Event::NoFile,
        WindowEvent::File(file) => {
            Event::Downloaded { bytes: file.bytes, disposition: file.disposition, from: file.from.into() }
        }
        WindowEvent::Failed(problem) => Event::Failed(format!("{problem:?}")),
        WindowEvent::NotReached { cause, can_retry } => Event::NotReached { why: cause.to_string(), can_retry },
        // The robot presses by itself.
        WindowEvent::Pressed => return None,
    })
}

fn type_in(text: &str) {
    if let Some(view) = stack().and_then(|stack| stack.visible_child()).and_downcast::<WebView>() {
        view.grab_focus();
        view.execute_editing_command_with_argument("InsertText", text);
    }
}

/// Whoever presses what is marked wants what it asks about.
fn say_yes() {
    for window in gtk::Window::list_toplevels() {
        if let Some(dialog) = window.downcast_ref::<gtk::MessageDialog>() {
            dialog.response(gtk::ResponseType::Accept);
        }
    }
}

/// How many pages lie over each other.
fn pages() -> usize {
    stack().map_or(0, |stack| stack.children().len())
}

/// Where the window's pages lie.
fn stack() -> Option<gtk::Stack> {
    fn within(widget: gtk::Widget) -> Option<gtk::Stack> {
        match widget.downcast::<gtk::Stack>() {
            Ok(stack) => Some(stack),
            Err(widget) => widget.downcast::<gtk::Container>().ok()?.children().into_iter().find_map(within),
        }
    }
    gtk::Window::list_toplevels().into_iter().find_map(within)
}
