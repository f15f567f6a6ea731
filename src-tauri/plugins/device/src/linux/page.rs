//! One web view of the window and the rules that hold for everything that its page does.

use std::rc::{Rc, Weak};

use app::{WindowEvent, WindowProblem};
use gtk::gio::TlsCertificateFlags;
use gtk::prelude::*;
use javascriptcore::ValueExt as _;
use url::Url;
use webkit2gtk::{
    AuthenticationRequestExt as _, FileChooserRequestExt as _, LoadEvent, NavigationPolicyDecision,
    NavigationPolicyDecisionExt as _, PermissionRequestExt as _, PolicyDecisionExt as _, PolicyDecisionType,
    ResponsePolicyDecision, ResponsePolicyDecisionExt as _, SettingsExt as _, URIRequestExt as _, URIResponseExt as _,
    UserContentInjectedFrames, UserContentManager, UserContentManagerExt as _, UserScript, UserScriptInjectionTime,
    WebContextExt as _, WebView, WebViewExt as _,
};

use super::taken::disposition_of;
use super::window::Window;
use super::{dialog, load_failure, tls};
use crate::web_view::{Asked, Becomes, Judgement, becomes, is_made_by_page, judge};

/// The name under which the guide posts, as its first choice is.
const CHANNEL: &str = "guide";

/// The view of the first page.
pub(super) fn first(window: &Rc<Window>) -> WebView {
    let content = content(window);
    let view = WebView::builder().web_context(&window.context).user_content_manager(&content).build();
    finish(window, &view, &content);
    view
}

/// The view of a window that the page has opened: under the same rules, with the same session.
fn child(window: &Rc<Window>, parent: &WebView) -> WebView {
    let content = content(window);
    let view = WebView::builder().related_view(parent).user_content_manager(&content).build();
    finish(window, &view, &content);
    view
}

fn content(window: &Window) -> UserContentManager {
    let content = UserContentManager::new();
    let everywhere = UserContentInjectedFrames::AllFrames;
    content.add_script(&UserScript::new(&window.plan.script, everywhere, UserScriptInjectionTime::Start, &[], &[]));
    content
}

fn finish(window: &Rc<Window>, view: &WebView, content: &UserContentManager) {
    if let Some(settings) = webkit2gtk::WebViewExt::settings(view) {
        settings.set_user_agent(window.plan.user_agent.as_deref());
        settings.set_javascript_can_access_clipboard(false);
        // What the guide presses need be no gesture to WebKit. Their number is bounded.
        settings.set_javascript_can_open_windows_automatically(true);
        settings.set_enable_developer_extras(false);
        settings.set_enable_html5_database(false);
        settings.set_enable_media_stream(false);
        settings.set_enable_page_cache(false);
        settings.set_enable_webgl(false);
    }
    listen(window, view, content);
    guard_navigation(window, view);
    guard_responses(window, view);
    watch_loading(window, view);
    refuse_the_rest(window, view);
}

/// The guide's messages. The page could send the same.
fn listen(window: &Rc<Window>, view: &WebView, content: &UserContentManager) {
    let (weak, from) = (Rc::downgrade(window), view.downgrade());
    content.connect_script_message_received(Some(CHANNEL), move |_, message| {
        let (Some(window), Some(view)) = (weak.upgrade(), from.upgrade()) else { return };
        if let Some(value) = message.js_value().filter(|value| value.is_string()) {
            window.on_message(&view, &value.to_string());
        }
    });
    content.register_script_message_handler(CHANNEL);
}

/// Every address that a frame is to go to: links, forms, scripts, redirects of any method, popups.
fn guard_navigation(window: &Rc<Window>, view: &WebView) {
    let weak = Rc::downgrade(window);
    view.connect_decide_policy(move |_, decision, kind| {
        if kind == PolicyDecisionType::Response {
            return false;
        }
        let (Some(window), Some(navigation)) = (weak.upgrade(), decision.downcast_ref::<NavigationPolicyDecision>())
        else {
            decision.ignore();
            return true;
        };
        let Some(mut action) = navigation.navigation_action() else {
            decision.ignore();
            return true;
        };
        let request = action.request();
        let address = request.as_ref().and_then(|request| request.uri()).unwrap_or_default();
        match judge(&window.plan, &address) {
            Judgement::Allowed => {
                let method = request.as_ref().and_then(|request| request.http_method());
                window.on_asked(Asked::new(&address, method.as_deref()));
                decision.use_();
            }
            // A file that a page has made: as a page, its answer is refused.
            Judgement::Refused(_) if is_made_by_page(&address) => decision.use_(),
            Judgement::Refused(host) => {
                decision.ignore();
                // Of what a page embeds by itself nothing is said.
                let meant = action.is_user_gesture() || action.is_redirect() || !window.shows_a_page();
                if let Some(host) = host.filter(|_| meant) {
                    window.tell(WindowEvent::Refused { host });
                }
            }
        }
        true
    });
    let weak = Rc::downgrade(window);
    view.connect_create(move |parent, action| {
        let window = weak.upgrade().filter(|window| window.has_room())?;
        let address = action.request().and_then(|request| request.uri()).unwrap_or_default();
        // A window without an address is filled by the page that opened it.
        if !address.is_empty() && matches!(judge(&window.plan, &address), Judgement::Refused(_)) {
            return None;
        }
        let view = child(&window, parent);
        window.push(view.clone());
        Some(view.upcast())
    });
    let weak = Rc::downgrade(window);
    view.connect_close(move |view| {
        if let Some(window) = weak.upgrade() {
            window.pop(view);
        }
    });
}

/// What is shown and what is a file, by the answer itself.
fn guard_responses(window: &Rc<Window>, view: &WebView) {
    let weak = Rc::downgrade(window);
    view.connect_decide_policy(move |_, decision, kind| {
        if kind != PolicyDecisionType::Response {
            return false;
        }
        let response = decision.downcast_ref::<ResponsePolicyDecision>();
        let (Some(window), Some(response)) = (weak.upgrade(), response) else {
            decision.ignore();
            return true;
        };
        match response.response().map(|answer| {
            let (address, media_type) = (answer.uri().unwrap_or_default(), answer.mime_type());
            let (disposition, is_showable) = (disposition_of(&answer), response.is_mime_type_supported());
            becomes(&window.plan, &address, disposition.as_deref(), media_type.as_deref(), is_showable)
        }) {
            Some(Becomes::Page) => decision.use_(),
            Some(Becomes::File) => decision.download(),
            Some(Becomes::Nothing) | None => decision.ignore(),
        }
        true
    });
}

fn watch_loading(window: &Rc<Window>, view: &WebView) {
    let weak = Rc::downgrade(window);
    view.connect_load_changed(move |view, event| {
        let Some(window) = weak.upgrade().filter(|_| event == LoadEvent::Committed) else { return };
        let url = view.uri().and_then(|address| Url::parse(&address).ok());
        let shown = url.filter(|url| window.plan.allows(url) && is_safe(&window, view));
        window.on_shown(view, shown);
    });
    let weak = Rc::downgrade(window);
    view.connect_load_failed(move |view, _, address, error| {
        if let (Some(window), Some(problem)) = (weak.upgrade(), load_failure::problem(error, address)) {
            window.on_failed(view, address, problem);
        }
        true
    });
    let weak = Rc::downgrade(window);
    view.connect_load_failed_with_tls_errors(move |view, address, certificate, errors| {
        let (Some(window), Ok(url)) = (weak.upgrade(), Url::parse(address)) else { return true };
        // Before anything was shown or sent: practice's own root, for this host alone.
        if !window.has_shown.get() && tls::is_pinned(&window.plan, &url, certificate) {
            window.context.allow_tls_certificate_for_host(certificate, url.host_str().unwrap_or_default());
            view.load_uri(address);
        } else {
            window.tell(WindowEvent::Failed(tls::problem(&url, errors)));
        }
        true
    });
    let weak = Rc::downgrade(window);
    view.connect_web_process_terminated(move |_, _| {
        if let Some(window) = weak.upgrade() {
            window.tell(WindowEvent::Failed(WindowProblem::Crashed));
        }
    });
}

/// TLS without an error, but for the one certificate that was allowed above.
fn is_safe(window: &Window, view: &WebView) -> bool {
    view.tls_info().is_some_and(|(certificate, errors)| {
        let pinned = || {
            let url = view.uri().and_then(|address| Url::parse(&address).ok());
            url.is_some_and(|url| tls::is_pinned(&window.plan, &url, &certificate))
        };
        errors == TlsCertificateFlags::empty() || pinned()
    })
}

/// Camera, place, notifications, files, passwords of servers, client certificates, menus, printing: nothing of it.
fn refuse_the_rest(window: &Rc<Window>, view: &WebView) {
    view.connect_permission_request(|_, request| {
        request.deny();
        true
    });
    view.connect_run_file_chooser(|_, request| {
        request.cancel();
        true
    });
    view.connect_authenticate(|_, request| {
        request.cancel();
        true
    });
    view.connect_show_notification(|_, _| true);
    view.connect_context_menu(|_, _, _, _| true);
    view.connect_print(|_, _| true);
    view.connect_enter_fullscreen(|_| true);
    let weak: Weak<Window> = Rc::downgrade(window);
    view.connect_script_dialog(move |view, shown| {
        let Some(window) = weak.upgrade() else { return false };
        dialog::answer(&window.shell, &window.plan.words, &window.host_in(view), shown);
        true
    });
}
