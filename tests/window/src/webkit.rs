//! WebKitGTK as the app's window has it: nothing kept, the engine's own download, the guide in every frame.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use std::time::Duration;

use gtk::prelude::*;
use gtk::{gio, glib};
use secrecy::ExposeSecret as _;
use url::Url;
use webkit2gtk::{
    DownloadExt as _, LoadEvent, NavigationPolicyDecision, NavigationPolicyDecisionExt as _, NetworkProxyMode,
    NetworkProxySettings, PermissionRequestExt as _, PolicyDecisionExt as _, PolicyDecisionType,
    ResponsePolicyDecision, ResponsePolicyDecisionExt as _, SettingsExt as _, TLSErrorsPolicy, URIRequestExt as _,
    URIResponseExt as _, UserContentInjectedFrames, UserContentManager, UserContentManagerExt as _, UserScript,
    UserScriptInjectionTime, WebContext, WebContextExt as _, WebView, WebViewExt, WebsiteDataManagerExt as _,
};
use zeroize::Zeroizing;

use crate::body::{Event, Order, Settings};
use crate::tls::Checker;

/// What may be shown.
pub(crate) type Allows = Arc<dyn Fn(&Url) -> bool + Send + Sync>;

const TICK: Duration = Duration::from_millis(20);
/// A portal shows its mobile window to phones alone.
const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1";

/// Runs until `orders` end. On the main thread.
pub(crate) fn run(
    settings: &Settings,
    allows: &Allows,
    folder: &Path,
    events: Sender<Event>,
    orders: Receiver<Order>,
) -> Result<(), String> {
    gtk::init().map_err(|error| error.to_string())?;
    let window = Window::open(settings, allows, folder, events)?;
    glib::timeout_add_local(TICK, move || {
        loop {
            match orders.try_recv() {
                Ok(Order::Run(script)) => window.run_script(&script),
                Ok(Order::Type(text)) => window.type_in(text.expose_secret()),
                Err(std::sync::mpsc::TryRecvError::Empty) => return glib::ControlFlow::Continue,
                Ok(Order::Close) | Err(std::sync::mpsc::TryRecvError::Disconnected) => {
                    gtk::main_quit();
                    return glib::ControlFlow::Break;
                }
            }
        }
    });
    gtk::main();
    Ok(())
}

/// The views, the one in front last.
#[derive(Clone)]
struct Window {
    views: Rc<RefCell<Vec<(WebView, gtk::Window)>>>,
    allows: Allows,
    events: Sender<Event>,
}

impl Window {
    fn open(settings: &Settings, allows: &Allows, folder: &Path, events: Sender<Event>) -> Result<Self, String> {
        let context = WebContext::new_ephemeral();
        let data = context.website_data_manager().ok_or("no data manager")?;
        data.set_tls_errors_policy(TLSErrorsPolicy::Fail);
        let mut proxy = NetworkProxySettings::new(Some(&format!("http://127.0.0.1:{}", settings.proxy)), &[]);
        data.set_network_proxy_settings(NetworkProxyMode::Custom, Some(&mut proxy));
        trust(&context, &settings.entry, &settings.authority)?;
        let window = Self { views: Rc::default(), allows: Arc::clone(allows), events };
        window.catch_downloads(&context, folder);
        let content = UserContentManager::new();
        content.add_script(&UserScript::new(
            &settings.script,
            UserContentInjectedFrames::AllFrames,
            UserScriptInjectionTime::Start,
            &[],
            &[],
        ));
        content.register_script_message_handler("guide");
        let hearer = window.clone();
        content.connect_script_message_received(Some("guide"), move |_, result| {
            let Some(text) = result.js_value().map(|value| value.to_string()) else { return };
            let from = hearer.front().and_then(|view| view.uri()).map(String::from).unwrap_or_default();
            hearer.tell(Event::Message { from, text });
        });
        let view = WebView::builder().web_context(&context).user_content_manager(&content).build();
        if let Some(options) = WebViewExt::settings(&view) {
            options.set_javascript_can_open_windows_automatically(true);
            options.set_enable_developer_extras(false);
            options.set_user_agent(Some(PHONE));
        }
        window.show(&view);
        view.load_uri(settings.entry.as_str());
        Ok(window)
    }

    fn tell(&self, event: Event) {
        // Nobody listens any more once the visit is over.
        let _ = self.events.send(event);
    }

    fn front(&self) -> Option<WebView> {
        self.views.borrow().last().map(|(view, _)| view.clone())
    }

    fn is_allowed(&self, address: &str) -> bool {
        Url::parse(address).is_ok_and(|url| (self.allows)(&url))
    }

    fn run_script(&self, script: &str) {
        if let Some(view) = self.front() {
            view.evaluate_javascript(script, None, None, gio::Cancellable::NONE, |_| ());
        }
    }

    fn type_in(&self, text: &str) {
        if let Some(view) = self.front() {
            view.execute_editing_command_with_argument("InsertText", text);
        }
    }

    /// Puts a view in front, in a window of its own, under the rules.
    fn show(&self, view: &WebView) {
        let frame = gtk::Window::new(gtk::WindowType::Toplevel);
        frame.set_default_size(414, 896);
        frame.add(view);
        frame.show_all();
        view.grab_focus();
        self.views.borrow_mut().push((view.clone(), frame));
        let this = self.clone();
        view.connect_load_changed(move |view, event| {
            let is_front = this.front().as_ref() == Some(view);
            if let (LoadEvent::Committed, true, Some(url)) = (event, is_front, view.uri()) {
                this.tell(Event::Shown(url.into()));
            }
        });
        let this = self.clone();
        view.connect_decide_policy(move |_, decision, kind| this.decide(decision, kind));
        let this = self.clone();
        view.connect_create(move |view, _| {
            let child = WebView::with_related_view(view);
            this.show(&child);
            Some(child.upcast())
        });
        let this = self.clone();
        view.connect_close(move |view| this.close(view));
        view.connect_script_dialog(|_, dialog| {
            // Whoever presses what is marked wants what it asks about.
            if matches!(
                dialog.dialog_type(),
                webkit2gtk::ScriptDialogType::Confirm | webkit2gtk::ScriptDialogType::BeforeUnloadConfirm
            ) {
                dialog.confirm_set_confirmed(true);
            }
            true
        });
        view.connect_permission_request(|_, request| {
            request.deny();
            true
        });
        let this = self.clone();
        view.connect_web_process_terminated(move |_, _| this.tell(Event::Broken("the page has crashed".into())));
    }

    fn close(&self, view: &WebView) {
        let mut views = self.views.borrow_mut();
        if let Some(at) = views.iter().position(|(other, _)| other == view) {
            let (_, frame) = views.remove(at);
            frame.close();
        }
        drop(views);
        match self.front() {
            None => self.tell(Event::Closed),
            Some(front) => {
                if let Some(url) = front.uri() {
                    self.tell(Event::Shown(url.into()));
                }
                self.run_script(&portal::guide::command_script(&portal::guide::GuideCommand::Report));
            }
        }
    }

    fn decide(&self, decision: &webkit2gtk::PolicyDecision, kind: PolicyDecisionType) -> bool {
        if let Some(response) = decision.downcast_ref::<ResponsePolicyDecision>() {
            let attached = response.response().is_some_and(|response| is_attachment(&response));
            if attached || !response.is_mime_type_supported() {
                decision.download();
                return true;
            }
            return false;
        }
        let Some(navigation) = decision.downcast_ref::<NavigationPolicyDecision>() else { return false };
        let address = navigation.navigation_action().and_then(|action| action.request()).and_then(|to| to.uri());
        let address = address.map(String::from).unwrap_or_default();
        let is_made_by_page = ["blob:", "about:blank", "about:srcdoc", "data:"];
        let is_made_by_page = is_made_by_page.iter().any(|start| address.starts_with(start));
        // A new window's first address is decided on when it loads.
        if kind == PolicyDecisionType::NewWindowAction || is_made_by_page || self.is_allowed(&address) {
            return false;
        }
        decision.ignore();
        true
    }

    fn catch_downloads(&self, context: &WebContext, folder: &Path) {
        let this = self.clone();
        let folder = folder.to_owned();
        context.connect_download_started(move |_, download| {
            let target = folder.join("download");
            let place = target.clone();
            download.set_allow_overwrite(true);
            download.connect_decide_destination(move |download, _| {
                download.set_destination(&format!("file://{}", place.display()));
                true
            });
            let this = this.clone();
            download.connect_finished(move |download| this.take(download, &target));
        });
    }

    /// The file is read and gone at once.
    fn take(&self, download: &webkit2gtk::Download, place: &PathBuf) {
        let bytes = std::fs::read(place).map(Zeroizing::new);
        let removed = std::fs::remove_file(place);
        let from = download.request().and_then(|request| request.uri()).map(String::from).unwrap_or_default();
        let response = download.response();
        let from = response.as_ref().and_then(|response| response.uri()).map_or(from, String::from);
        let name = response.and_then(|response| response.suggested_filename());
        let disposition = name.map(|name| format!("attachment; filename=\"{}\"", name.replace('"', "")));
        match (bytes, removed) {
            (Ok(bytes), Ok(())) => self.tell(Event::Downloaded { bytes, disposition, from }),
            (Err(error), _) | (_, Err(error)) => self.tell(Event::Broken(format!("the download: {error}"))),
        }
    }
}

/// A name is suggested by `Content-Disposition` alone: whatever it calls itself, it is to be saved.
fn is_attachment(response: &webkit2gtk::URIResponse) -> bool {
    response.suggested_filename().is_some_and(|name| !name.is_empty())
}

/// Takes the entry's certificate on trust once the authority has vouched for it.
fn trust(context: &WebContext, entry: &Url, authority: &Path) -> Result<(), String> {
    let Some(certificate) = Checker::new(authority)?.certificate(entry) else { return Ok(()) };
    let pem = pem_of(&certificate);
    let certificate = gio::TlsCertificate::from_pem(&pem).map_err(|error| error.to_string())?;
    context.allow_tls_certificate_for_host(&certificate, entry.host_str().unwrap_or_default());
    Ok(())
}

fn pem_of(der: &[u8]) -> String {
    let text = glib::base64_encode(der);
    let lines: Vec<&str> = text.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
}
