//! The window itself: bar, pages, the large button; what it is told and what it tells.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use app::{MAX_MESSAGE_BYTES, WindowCommand, WindowEvent, WindowPlan, WindowProblem};
use objc2::rc::Retained;
use objc2::runtime::ProtocolObject;
use objc2::{MainThreadMarker, MainThreadOnly};
use objc2_foundation::{NSString, NSURL, NSURLRequest};
use objc2_ui_kit::{UIModalPresentationStyle, UIView, UIViewController};
use objc2_web_kit::{WKDownload, WKNavigationDelegate, WKUIDelegate, WKUserContentController, WKWebViewConfiguration};
use tokio::sync::{mpsc, oneshot};
use url::Url;

use super::super::bridge_error::BridgeError;
use super::bar::{Bar, fill};
use super::dialog;
use super::downloads::Download;
use super::setup;
use super::web_view::WKWebView;
use crate::web_view::{Asked, CHILDREN};

thread_local! {
    /// The window that is open. Of the main thread only.
    static OPEN: RefCell<Option<Rc<Window>>> = const { RefCell::new(None) };
}

/// What the parts of an open window share. Lives on the main thread.
pub(super) struct Window {
    pub(super) plan: WindowPlan,
    pub(super) main: MainThreadMarker,
    pub(super) controller: Retained<UIViewController>,
    number: u64,
    bar: Bar,
    /// Where the pages lie over each other.
    stage: Retained<UIView>,
    views: RefCell<Vec<OpenView>>,
    delegates: OnceCell<Delegates>,
    download: RefCell<Option<Download>>,
    /// What the main frame was sent to last.
    asked: RefCell<Option<Asked>>,
    /// What was not reached, and can be asked for once more.
    again: RefCell<Option<Url>>,
    events: mpsc::Sender<WindowEvent>,
    is_over: Cell<bool>,
    /// Goes with the window: whoever waits for its end hears of it.
    _end: oneshot::Sender<()>,
}

/// What the pages of a window answer to: kept here, WebKit holds its delegates weakly.
pub(super) struct Delegates {
    pub(super) navigation: Retained<ProtocolObject<dyn WKNavigationDelegate>>,
    pub(super) ui: Retained<ProtocolObject<dyn WKUIDelegate>>,
    /// Of all pages: WebKit gives it on to those that a page opens.
    pub(super) content: Retained<WKUserContentController>,
}

struct OpenView {
    view: Retained<WKWebView>,
    /// The address that was committed last, judged.
    shown: Option<Url>,
}

impl Window {
    /// A window that shows nothing yet.
    pub(super) fn new(
        main: MainThreadMarker,
        number: u64,
        plan: WindowPlan,
        events: mpsc::Sender<WindowEvent>,
        end: oneshot::Sender<()>,
    ) -> Result<Rc<Self>, BridgeError> {
        let controller = UIViewController::init(UIViewController::alloc(main));
        // Swiped away, a page that was half filled in would be gone.
        controller.setModalPresentationStyle(UIModalPresentationStyle::FullScreen);
        let bar = Bar::new(main, &plan.words);
        let stage = bar.lay_out(main, &controller)?;
        let window = Rc::new(Self {
            plan,
            main,
            controller,
            number,
            bar,
            stage,
            views: RefCell::default(),
            delegates: OnceCell::new(),
            download: RefCell::default(),
            asked: RefCell::default(),
            again: RefCell::default(),
            events,
            is_over: Cell::new(false),
            _end: end,
        });
        window.connect();
        Ok(window)
    }

    /// One is open already.
    pub(super) fn is_any_open() -> bool {
        OPEN.with_borrow(Option::is_some)
    }

    /// It stays until [`Window::end`].
    pub(super) fn keep(self: &Rc<Self>) {
        OPEN.set(Some(Rc::clone(self)));
    }

    /// Whom its pages answer to.
    pub(super) fn answer_to(&self, delegates: Delegates) {
        let _ = self.delegates.set(delegates);
    }

    /// Closed, by whomever.
    pub(super) fn is_over(&self) -> bool {
        self.is_over.get()
    }

    /// Does something with the window of this number, if it is open.
    pub(super) fn with(number: u64, act: impl FnOnce(&Rc<Self>)) {
        let open = OPEN.with_borrow(Clone::clone);
        if let Some(window) = open.filter(|window| window.number == number) {
            act(&window);
        }
    }

    /// Closes the window of this number with everything that it loads.
    pub(super) fn end(number: u64) {
        let open = OPEN.with_borrow_mut(|open| open.take_if(|window| window.number == number));
        if let Some(window) = open {
            window.close();
        }
    }

    /// Says what happened; what does not fit is dropped, so that a page cannot fill the memory.
    pub(super) fn tell(&self, event: WindowEvent) {
        if !self.is_over.get() {
            event.tell(&self.events);
        }
    }

    /// A text of the page in `view`.
    pub(super) fn on_message(&self, view: &WKWebView, text: &str) {
        if text.len() > MAX_MESSAGE_BYTES {
            return;
        }
        let from = self.views.borrow().iter().find(|open| *open.view == *view).and_then(|open| open.shown.clone());
        if let Some(from) = from {
            self.tell(WindowEvent::Message { from, text: text.to_owned() });
        }
    }

    /// A main frame is on its way to this address, which is allowed.
    pub(super) fn on_asked(&self, asked: Option<Asked>) {
        self.asked.replace(asked);
    }

    /// Where the main frame was sent to last; the entry, before that.
    pub(super) fn asked(&self) -> Url {
        self.asked.borrow().as_ref().map_or_else(|| self.plan.entry.clone(), |asked| asked.url.clone())
    }

    /// WebKit could not load what was asked for in `view`, and goes on showing what was there before.
    pub(super) fn on_failed(&self, view: &WKWebView, problem: WindowProblem) {
        let (cause, is_empty) = match (problem, self.front_is_empty(view)) {
            (WindowProblem::Offline { cause }, Some(is_empty)) => (cause, is_empty),
            (problem, _) => return self.tell(WindowEvent::Failed(problem)),
        };
        let again = self.asked.borrow().as_ref().and_then(|asked| asked.again(&asked.url));
        let can_retry = again.is_some();
        if is_empty && !can_retry {
            // A window of the page's own, for what the page alone can send again.
            self.pop(view);
        }
        self.again.replace(again);
        self.tell(WindowEvent::NotReached { cause, can_retry });
    }

    /// Whether `view`, in front of a visit that can go on, shows nothing; `None` where it is not.
    fn front_is_empty(&self, view: &WKWebView) -> Option<bool> {
        let views = self.views.borrow();
        let front = views.last().filter(|open| *open.view == *view)?;
        let goes_on = front.shown.is_some() || (views.len() > 1 && self.shows_a_page());
        goes_on.then_some(front.shown.is_none())
    }

    /// Loads a page in front.
    pub(super) fn load(&self, view: &WKWebView, url: &Url) {
        if let Some(url) = NSURL::URLWithString(&NSString::from_str(url.as_str())) {
            view.load(&NSURLRequest::requestWithURL(&url));
        }
    }

    /// The main frame of `view` has a page of this address now.
    pub(super) fn on_shown(&self, view: &WKWebView, url: Option<Url>) {
        let is_front = {
            let mut views = self.views.borrow_mut();
            if let Some(open) = views.iter_mut().find(|open| *open.view == *view) {
                open.shown = url;
            }
            views.last().is_some_and(|open| *open.view == *view)
        };
        if is_front {
            self.show_front();
        }
    }

    /// A page is there that can have asked for a download, under an empty window too.
    pub(super) fn shows_a_page(&self) -> bool {
        self.views.borrow().iter().any(|open| open.shown.is_some())
    }

    /// A page may open one more window.
    pub(super) fn has_room(&self) -> bool {
        !self.is_over.get() && self.views.borrow().len() <= CHILDREN
    }

    /// A page under the window's rules, over the others. WebKit gives the configuration of a page that another opens.
    pub(super) fn push(&self, configuration: &WKWebViewConfiguration) -> Option<Retained<WKWebView>> {
        let delegates = self.delegates.get()?;
        let view = WKWebView::new(self.main, configuration);
        view.set_navigation_delegate(Some(&delegates.navigation));
        view.set_ui_delegate(Some(&delegates.ui));
        view.set_allows_link_preview(false);
        view.set_allows_back_gesture(true);
        let agent = self.plan.user_agent.as_deref().map(NSString::from_str);
        view.set_custom_user_agent(agent.as_deref());
        self.stage.addSubview(&view);
        fill(self.main, &view, &self.stage);
        self.views.borrow_mut().push(OpenView { view: view.clone(), shown: None });
        self.show_front();
        Some(view)
    }

    /// A page has closed its window. The first one stays.
    pub(super) fn pop(&self, view: &WKWebView) {
        let gone = {
            let mut views = self.views.borrow_mut();
            let Some(at) = views.iter().position(|open| *open.view == *view).filter(|at| *at > 0) else { return };
            views.remove(at)
        };
        gone.view.stop_loading();
        gone.view.removeFromSuperview();
        self.show_front();
    }

    /// One download at a time: where WebKit writes it. `None`: it is not taken.
    pub(super) fn catch(
        self: &Rc<Self>,
        download: &Retained<WKDownload>,
        from: Url,
        disposition: Option<String>,
    ) -> Option<Retained<NSURL>> {
        if self.is_over.get() || self.download.borrow().is_some() {
            return None;
        }
        let weak = Rc::downgrade(self);
        let look = move || {
            if let Some(window) = weak.upgrade() {
                window.look_at_download();
            }
        };
        let begun = Download::begin(look, download, from, disposition).ok()?;
        let place = begun.place();
        self.download.replace(Some(begun));
        Some(place)
    }

    /// It is cut off where more has come than a certificate's file has.
    fn look_at_download(&self) {
        let too_large = self.download.borrow_mut().take_if(|download| download.is_too_large());
        if let Some(download) = too_large {
            self.tell(download.cut_off());
        }
    }

    /// WebKit is through with a download.
    pub(super) fn on_download_ended(&self, download: &WKDownload, well: bool) {
        let ended = self.download.borrow_mut().take_if(|own| own.is(download));
        match ended {
            Some(own) if well => self.tell(own.finish()),
            Some(own) => {
                own.fail();
                self.tell(WindowEvent::Download { url: None });
            }
            // One that was not taken, or cut off above.
            None => {}
        }
    }

    /// Does what the app says.
    pub(super) fn obey(&self, command: WindowCommand) {
        match command {
            WindowCommand::Bar(bar) => self.bar.show(&bar),
            // It covers the app.
            WindowCommand::Show => {}
            WindowCommand::Retry => {
                let again = self.again.take();
                if let (Some(url), Some(open)) = (again, self.views.borrow().last()) {
                    self.load(&open.view, &url);
                }
            }
            WindowCommand::Run(script) => {
                let views = self.views.borrow();
                if let Some(open) = views.last().filter(|open| open.shown.is_some()) {
                    open.view.evaluate(&NSString::from_str(&script), None);
                }
            }
        }
    }

    fn connect(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        self.bar.on_press(self.main, move || {
            if let Some(window) = weak.upgrade() {
                window.tell(WindowEvent::Pressed);
            }
        });
        let number = self.number;
        self.bar.on_close(self.main, move || Self::end(number));
        let weak = Rc::downgrade(self);
        self.bar.on_help(self.main, move || {
            if let Some(window) = weak.upgrade() {
                dialog::say(window.main, &window.controller, &window.plan.words);
            }
        });
    }

    fn show_front(&self) {
        let shown = self.views.borrow().last().and_then(|open| open.shown.clone());
        self.bar.set_host(self.main, shown.as_ref());
        if let Some(url) = shown {
            self.tell(WindowEvent::Page { url });
        }
    }

    fn close(&self) {
        self.is_over.set(true);
        if let Some(download) = self.download.take() {
            download.cancel();
        }
        for open in self.views.take() {
            open.view.stop_loading();
            open.view.set_navigation_delegate(None);
            open.view.set_ui_delegate(None);
            open.view.removeFromSuperview();
        }
        if let Some(delegates) = self.delegates.get() {
            setup::forget(&delegates.content);
        }
        let presenting = self.controller.presentingViewController();
        if let Some(presenting) = presenting.filter(|_| !self.controller.isBeingDismissed()) {
            presenting.dismissViewControllerAnimated_completion(true, None);
        }
    }
}
