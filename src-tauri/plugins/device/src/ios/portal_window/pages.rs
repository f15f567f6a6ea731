//! The delegate of every page of a window: where it may go, what it may ask of the phone, what it says.

use std::rc::{Rc, Weak};

use app::{WindowEvent, WindowProblem};
use block2::DynBlock;
use objc2::rc::Retained;
use objc2::runtime::{AnyObject, Bool, NSObject, NSObjectProtocol, ProtocolObject};
use objc2::{DefinedClass, MainThreadMarker, MainThreadOnly, define_class, msg_send};
use objc2_foundation::{
    NSError, NSHTTPURLResponse, NSString, NSURL, NSURLAuthenticationChallenge, NSURLRequest, NSURLResponse,
};
use objc2_web_kit::{
    WKDownload, WKDownloadDelegate, WKDownloadRedirectPolicy, WKFrameInfo, WKMediaCaptureType, WKNavigationAction,
    WKNavigationActionPolicy, WKNavigationDelegate, WKNavigationResponse, WKNavigationResponsePolicy,
    WKPermissionDecision, WKScriptMessage, WKScriptMessageHandler, WKSecurityOrigin, WKUIDelegate,
    WKUserContentController, WKWebViewConfiguration,
};
use url::Url;

use super::dialog::{self, Answered};
use super::trust;
use super::web_view::WKWebView;
use super::window::Window;
use crate::web_view::{Asked, Becomes, Judgement, becomes, host_of, judge, problem};

define_class!(
    /// Hears and answers for the pages of one window, which it does not keep.
    // SAFETY: NSObject asks nothing of its subclasses, and there is no Drop.
    #[unsafe(super(NSObject))]
    #[thread_kind = MainThreadOnly]
    #[ivars = Weak<Window>]
    pub(super) struct Pages;

    // SAFETY: what NSObject has is kept.
    unsafe impl NSObjectProtocol for Pages {}

    // SAFETY: every method has the types that WebKit calls it by (WKNavigationDelegate.h), and answers once.
    unsafe impl WKNavigationDelegate for Pages {
        /// Every address that a frame is to go to: links, forms, scripts, redirects of any method, popups.
        #[unsafe(method(webView:decidePolicyForNavigationAction:decisionHandler:))]
        fn decide_action(
            &self,
            _view: &WKWebView,
            action: &WKNavigationAction,
            decide: &DynBlock<dyn Fn(WKNavigationActionPolicy)>,
        ) {
            decide.call((self.window().map_or(WKNavigationActionPolicy::Cancel, |window| go_to(&window, action)),));
        }

        #[unsafe(method(webView:decidePolicyForNavigationResponse:decisionHandler:))]
        fn decide_response(
            &self,
            _view: &WKWebView,
            answer: &WKNavigationResponse,
            decide: &DynBlock<dyn Fn(WKNavigationResponsePolicy)>,
        ) {
            let policy = self.window().map_or(WKNavigationResponsePolicy::Cancel, |window| take(&window, answer));
            decide.call((policy,));
        }

        #[unsafe(method(webView:navigationAction:didBecomeDownload:))]
        fn action_became_download(&self, _view: &WKWebView, _action: &WKNavigationAction, download: &WKDownload) {
            self.hear(download);
        }

        #[unsafe(method(webView:navigationResponse:didBecomeDownload:))]
        fn answer_became_download(&self, _view: &WKWebView, _answer: &WKNavigationResponse, download: &WKDownload) {
            self.hear(download);
        }

        #[unsafe(method(webView:didReceiveAuthenticationChallenge:completionHandler:))]
        fn challenged(&self, _view: &WKWebView, challenge: &NSURLAuthenticationChallenge, reply: &trust::Reply) {
            self.answer_challenge(challenge, reply);
        }

        #[unsafe(method(webView:didCommitNavigation:))]
        fn committed(&self, view: &WKWebView, _navigation: Option<&AnyObject>) {
            let Some(window) = self.window() else { return };
            let url = view.url().and_then(|url| parsed(&url)).filter(|url| window.plan.allows(url));
            window.on_shown(view, url);
        }

        #[unsafe(method(webView:didFailProvisionalNavigation:withError:))]
        fn failed_to_begin(&self, view: &WKWebView, _navigation: Option<&AnyObject>, error: &NSError) {
            self.fail(view, error);
        }

        #[unsafe(method(webView:didFailNavigation:withError:))]
        fn failed(&self, view: &WKWebView, _navigation: Option<&AnyObject>, error: &NSError) {
            self.fail(view, error);
        }

        #[unsafe(method(webViewWebContentProcessDidTerminate:))]
        fn process_ended(&self, _view: &WKWebView) {
            self.tell(WindowEvent::Failed(WindowProblem::Crashed));
        }
    }

    // SAFETY: as above, by WKUIDelegate.h.
    unsafe impl WKUIDelegate for Pages {
        /// A window of the page's own, under the same rules and with the same session.
        #[unsafe(method_id(webView:createWebViewWithConfiguration:forNavigationAction:windowFeatures:))]
        fn open_window(
            &self,
            _view: &WKWebView,
            configuration: &WKWebViewConfiguration,
            action: &WKNavigationAction,
            _features: &AnyObject,
        ) -> Option<Retained<WKWebView>> {
            let window = self.window().filter(|window| window.has_room());
            window.and_then(|window| open_window(&window, configuration, action))
        }

        #[unsafe(method(webViewDidClose:))]
        fn close_window(&self, view: &WKWebView) {
            if let Some(window) = self.window() {
                window.pop(view);
            }
        }

        #[unsafe(method(webView:runJavaScriptAlertPanelWithMessage:initiatedByFrame:completionHandler:))]
        fn alert(&self, view: &WKWebView, text: &NSString, _frame: &WKFrameInfo, done: &DynBlock<dyn Fn()>) {
            let done = done.copy();
            self.ask(view, text, false, &Answered::new(move |_| done.call(())));
        }

        #[unsafe(method(webView:runJavaScriptConfirmPanelWithMessage:initiatedByFrame:completionHandler:))]
        fn confirm(&self, view: &WKWebView, text: &NSString, _frame: &WKFrameInfo, done: &DynBlock<dyn Fn(Bool)>) {
            let done = done.copy();
            self.ask(view, text, true, &Answered::new(move |yes| done.call((Bool::new(yes),))));
        }

        /// A page that asks for text in a dialog gets none.
        #[unsafe(method(webView:runJavaScriptTextInputPanelWithPrompt:defaultText:initiatedByFrame:completionHandler:))]
        fn prompt(
            &self,
            _view: &WKWebView,
            _text: &NSString,
            _default: Option<&NSString>,
            _frame: &WKFrameInfo,
            done: &DynBlock<dyn Fn(*mut NSString)>,
        ) {
            done.call((std::ptr::null_mut(),));
        }

        #[unsafe(method(webView:requestMediaCapturePermissionForOrigin:initiatedByFrame:type:decisionHandler:))]
        fn refuse_camera(
            &self,
            _view: &WKWebView,
            _origin: &WKSecurityOrigin,
            _frame: &WKFrameInfo,
            _kind: WKMediaCaptureType,
            decide: &DynBlock<dyn Fn(WKPermissionDecision)>,
        ) {
            decide.call((WKPermissionDecision::Deny,));
        }

        #[unsafe(method(webView:requestDeviceOrientationAndMotionPermissionForOrigin:initiatedByFrame:decisionHandler:))]
        fn refuse_motion(
            &self,
            _view: &WKWebView,
            _origin: &WKSecurityOrigin,
            _frame: &WKFrameInfo,
            decide: &DynBlock<dyn Fn(WKPermissionDecision)>,
        ) {
            decide.call((WKPermissionDecision::Deny,));
        }

        /// Held down, a link would offer other apps and downloads.
        #[unsafe(method(webView:contextMenuConfigurationForElement:completionHandler:))]
        fn refuse_menu(
            &self,
            _view: &WKWebView,
            _element: &AnyObject,
            done: &DynBlock<dyn Fn(*mut AnyObject)>,
        ) {
            done.call((std::ptr::null_mut(),));
        }
    }

    // A method that the protocol got after iOS 18.0: in a debug build `define_class!` looks a protocol's methods up in the
    // running system, and would end the app there. WebKit asks the object itself whether it has the method.
    // SAFETY: as above, by WKUIDelegate.h of iOS 18.4.
    impl Pages {
        /// iOS 18.4 and later ask; before, the system's own chooser comes and the user has the last word.
        #[unsafe(method(webView:runOpenPanelWithParameters:initiatedByFrame:completionHandler:))]
        fn refuse_files(
            &self,
            _view: &WKWebView,
            _parameters: &AnyObject,
            _frame: &WKFrameInfo,
            done: &DynBlock<dyn Fn(*mut AnyObject)>,
        ) {
            done.call((std::ptr::null_mut(),));
        }
    }

    // SAFETY: as above, by WKScriptMessageHandler.h.
    unsafe impl WKScriptMessageHandler for Pages {
        /// The guide's messages. The page could send the same.
        #[unsafe(method(userContentController:didReceiveScriptMessage:))]
        fn hear_script(&self, _content: &WKUserContentController, message: &WKScriptMessage) {
            // SAFETY: on the main thread; a weak property of the message, null where its page is gone.
            let (view, body): (Option<Retained<WKWebView>>, _) = unsafe { (msg_send![message, webView], message.body()) };
            let (Some(window), Some(view), Ok(text)) = (self.window(), view, body.downcast::<NSString>()) else {
                return;
            };
            // Counted before it is copied; no character has fewer bytes than units.
            if text.length() <= app::MAX_MESSAGE_BYTES {
                window.on_message(&view, &text.to_string());
            }
        }
    }

    // SAFETY: as above, by WKDownloadDelegate.h.
    unsafe impl WKDownloadDelegate for Pages {
        #[unsafe(method(download:decideDestinationUsingResponse:suggestedFilename:completionHandler:))]
        fn place(
            &self,
            download: &WKDownload,
            answer: &NSURLResponse,
            _name: &NSString,
            decide: &DynBlock<dyn Fn(*mut NSURL)>,
        ) {
            let place = self.window().and_then(|window| {
                let place = place_for(&window, download, answer);
                if place.is_none() {
                    window.tell(WindowEvent::Download { url: None });
                }
                place
            });
            decide.call((place.as_ref().map_or(std::ptr::null_mut(), |place| Retained::as_ptr(place).cast_mut()),));
        }

        #[unsafe(method(download:willPerformHTTPRedirection:newRequest:decisionHandler:))]
        fn redirected(
            &self,
            _download: &WKDownload,
            _answer: &NSHTTPURLResponse,
            request: &NSURLRequest,
            decide: &DynBlock<dyn Fn(WKDownloadRedirectPolicy)>,
        ) {
            let address = request.URL().map(|url| text_of(&url)).unwrap_or_default();
            let allowed = self.window().is_some_and(|window| judge(&window.plan, &address) == Judgement::Allowed);
            decide.call((if allowed { WKDownloadRedirectPolicy::Allow } else { WKDownloadRedirectPolicy::Cancel },));
        }

        #[unsafe(method(download:didReceiveAuthenticationChallenge:completionHandler:))]
        fn download_challenged(
            &self,
            _download: &WKDownload,
            challenge: &NSURLAuthenticationChallenge,
            reply: &trust::Reply,
        ) {
            self.answer_challenge(challenge, reply);
        }

        #[unsafe(method(downloadDidFinish:))]
        fn downloaded(&self, download: &WKDownload) {
            if let Some(window) = self.window() {
                window.on_download_ended(download, true);
            }
        }

        #[unsafe(method(download:didFailWithError:resumeData:))]
        fn download_failed(&self, download: &WKDownload, _error: &NSError, _resume: Option<&AnyObject>) {
            if let Some(window) = self.window() {
                window.on_download_ended(download, false);
            }
        }
    }
);

impl Pages {
    pub(super) fn new(main: MainThreadMarker, window: Weak<Window>) -> Retained<Self> {
        let this = Self::alloc(main).set_ivars(window);
        // SAFETY: NSObject's `init` takes nothing and gives the object itself.
        unsafe { msg_send![super(this), init] }
    }

    fn window(&self) -> Option<Rc<Window>> {
        self.ivars().upgrade()
    }

    fn tell(&self, event: WindowEvent) {
        if let Some(window) = self.window() {
            window.tell(event);
        }
    }

    fn hear(&self, download: &WKDownload) {
        // SAFETY: a weak property, set on the main thread.
        unsafe { download.setDelegate(Some(ProtocolObject::from_ref(self))) };
    }

    fn fail(&self, view: &WKWebView, error: &NSError) {
        let Some(window) = self.window() else { return };
        if let Some(problem) = problem(error.code(), &host_of(&window.asked())) {
            window.on_failed(view, problem);
        }
    }

    fn answer_challenge(&self, challenge: &NSURLAuthenticationChallenge, reply: &trust::Reply) {
        match self.window() {
            Some(window) => trust::answer(&window.plan, challenge, reply),
            None => trust::cancel(reply),
        }
    }

    fn ask(&self, view: &WKWebView, text: &NSString, asks: bool, answered: &Rc<Answered>) {
        let Some(window) = self.window() else { return };
        let host = view.url().and_then(|url| parsed(&url)).map(|url| host_of(&url)).unwrap_or_default();
        let (words, text) = (&window.plan.words, text.to_string());
        dialog::ask(window.main, &window.controller, words, &host, &text, asks, answered);
    }
}

fn go_to(window: &Window, action: &WKNavigationAction) -> WKNavigationActionPolicy {
    let address = address_of(action);
    // SAFETY: properties of WebKit's object, read on the main thread.
    let (is_download, is_main) = unsafe {
        let target = action.targetFrame();
        (action.shouldPerformDownload(), target.is_none_or(|frame| frame.isMainFrame()))
    };
    if is_download {
        return match becomes(&window.plan, &address, None, None, false) {
            Becomes::File => WKNavigationActionPolicy::Download,
            Becomes::Page | Becomes::Nothing => WKNavigationActionPolicy::Cancel,
        };
    }
    match judge(&window.plan, &address) {
        Judgement::Allowed => {
            if is_main {
                // SAFETY: as above.
                let method = unsafe { action.request() }.HTTPMethod().map(|method| method.to_string());
                window.on_asked(Asked::new(&address, method.as_deref()));
            }
            WKNavigationActionPolicy::Allow
        }
        Judgement::Refused(host) => {
            // Of what a page embeds by itself nothing is said.
            if let Some(host) = host.filter(|_| is_main) {
                window.tell(WindowEvent::Refused { host });
            }
            WKNavigationActionPolicy::Cancel
        }
    }
}

fn open_window(
    window: &Window,
    configuration: &WKWebViewConfiguration,
    action: &WKNavigationAction,
) -> Option<Retained<WKWebView>> {
    let address = address_of(action);
    // A window without an address is filled by the page that opened it.
    let may_open = address.is_empty() || judge(&window.plan, &address) == Judgement::Allowed;
    may_open.then(|| window.push(configuration)).flatten()
}

fn take(window: &Window, answer: &WKNavigationResponse) -> WKNavigationResponsePolicy {
    // SAFETY: properties of WebKit's object, read on the main thread.
    let (response, is_showable) = unsafe { (answer.response(), answer.canShowMIMEType()) };
    let address = response.URL().map(|url| text_of(&url)).unwrap_or_default();
    let media_type = response.MIMEType().map(|own| own.to_string());
    match becomes(&window.plan, &address, disposition_of(&response).as_deref(), media_type.as_deref(), is_showable) {
        Becomes::Page => WKNavigationResponsePolicy::Allow,
        Becomes::File => WKNavigationResponsePolicy::Download,
        Becomes::Nothing => WKNavigationResponsePolicy::Cancel,
    }
}

/// Judged once more, by the address of the answer itself.
fn place_for(window: &Rc<Window>, download: &WKDownload, answer: &NSURLResponse) -> Option<Retained<NSURL>> {
    let from = answer.URL().and_then(|url| parsed(&url))?;
    let disposition = disposition_of(answer);
    let is_file = becomes(&window.plan, from.as_str(), disposition.as_deref(), None, false) == Becomes::File;
    let says_too_much =
        u64::try_from(answer.expectedContentLength()).is_ok_and(|length| length > app::MAX_FILE_BYTES as u64);
    if !is_file || says_too_much || !window.shows_a_page() {
        return None;
    }
    // SAFETY: an object that WebKit has given, retained for as long as it loads.
    let download = unsafe { Retained::retain(std::ptr::from_ref(download).cast_mut()) }?;
    window.catch(&download, from, disposition)
}

fn disposition_of(answer: &NSURLResponse) -> Option<String> {
    let answer = answer.downcast_ref::<NSHTTPURLResponse>()?;
    answer.valueForHTTPHeaderField(&NSString::from_str("Content-Disposition")).map(|value| value.to_string())
}

fn address_of(action: &WKNavigationAction) -> String {
    // SAFETY: a property of WebKit's object, read on the main thread.
    unsafe { action.request() }.URL().map(|url| text_of(&url)).unwrap_or_default()
}

fn parsed(url: &NSURL) -> Option<Url> {
    Url::parse(&text_of(url)).ok()
}

fn text_of(url: &NSURL) -> String {
    url.absoluteString().map(|text| text.to_string()).unwrap_or_default()
}
