//! The window itself: bar, pages, the large button; what it is told and what it tells.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use app::{MAX_MESSAGE_BYTES, WindowCommand, WindowEvent, WindowPlan, WindowProblem};
use gtk::glib::Propagation;
use gtk::prelude::*;
use tokio::sync::mpsc;
use url::Url;
use webkit2gtk::{Download, WebContext, WebView, WebViewExt as _, WebsiteDataManager};

use super::bar::Bar;
use super::dialog;
use super::taken::Taken;
use crate::web_view::{Asked, CHILDREN, host_of};

/// As large as a phone's screen, so that the portal shows its mobile pages as there.
const SIZE: (i32, i32) = (420, 860);

/// What the parts of an open window share. Lives on the main thread.
pub(super) struct Window {
    pub(super) plan: WindowPlan,
    pub(super) context: WebContext,
    pub(super) shell: gtk::Window,
    bar: Bar,
    /// The page and, over it, the windows that it has opened.
    stack: gtk::Stack,
    views: RefCell<Vec<OpenView>>,
    download: RefCell<Option<Taken>>,
    /// What a frame was sent to last.
    asked: RefCell<Option<Asked>>,
    /// What was not reached, and can be asked for once more.
    again: RefCell<Option<Url>>,
    events: mpsc::Sender<WindowEvent>,
    /// A page of an allowed host was shown: from now on no certificate is judged but by the engine.
    pub(super) has_shown: Cell<bool>,
}

struct OpenView {
    view: WebView,
    /// The address that was committed last, judged.
    shown: Option<Url>,
}

impl Window {
    /// A window that shows nothing yet. Everything that it loads is forgotten with its context.
    pub(super) fn new(plan: WindowPlan, events: mpsc::Sender<WindowEvent>) -> Rc<Self> {
        let context = WebContext::with_website_data_manager(&WebsiteDataManager::new_ephemeral());
        let shell = gtk::Window::new(gtk::WindowType::Toplevel);
        shell.set_title(&plan.words.title);
        shell.set_default_size(SIZE.0, SIZE.1);
        let bar = Bar::new(&plan.words);
        let stack = gtk::Stack::new();
        let column = gtk::Box::new(gtk::Orientation::Vertical, 0);
        column.pack_start(bar.top(), false, false, 0);
        column.pack_start(&stack, true, true, 0);
        column.pack_start(bar.bottom(), false, false, 0);
        shell.add(&column);
        let window = Rc::new(Self {
            plan,
            context,
            shell,
            bar,
            stack,
            views: RefCell::default(),
            download: RefCell::default(),
            asked: RefCell::default(),
            again: RefCell::default(),
            events,
            has_shown: Cell::new(false),
        });
        window.connect();
        window
    }

    /// Shows it with its first page, which is loaded then.
    pub(super) fn show(&self, first: WebView) {
        self.push(first.clone());
        self.shell.show_all();
        self.bar.settle();
        first.load_uri(self.plan.entry.as_str());
    }

    /// Says what happened; what does not fit is dropped, so that a page cannot fill the memory.
    pub(super) fn tell(&self, event: WindowEvent) {
        event.tell(&self.events);
    }

    /// A text of the page in `view`.
    pub(super) fn on_message(&self, view: &WebView, text: &str) {
        if text.len() > MAX_MESSAGE_BYTES {
            return;
        }
        if let Some(from) = self.shown_in(view) {
            self.tell(WindowEvent::Message { from, text: text.to_owned() });
        }
    }

    /// The address whose page `view` shows, as it was judged.
    fn shown_in(&self, view: &WebView) -> Option<Url> {
        self.views.borrow().iter().find(|open| open.view == *view).and_then(|open| open.shown.clone())
    }

    /// Whose page asks something in a dialog; nothing where that is nobody's.
    pub(super) fn host_in(&self, view: &WebView) -> String {
        self.shown_in(view).map(|url| host_of(&url)).unwrap_or_default()
    }

    /// The main frame of `view` has a page of this address now.
    pub(super) fn on_shown(&self, view: &WebView, url: Option<Url>) {
        let is_front = {
            let mut views = self.views.borrow_mut();
            if let Some(open) = views.iter_mut().find(|open| open.view == *view) {
                open.shown = url;
            }
            views.last().is_some_and(|open| open.view == *view)
        };
        if is_front {
            self.show_front();
        }
    }

    /// A frame is on its way to this address, which is allowed.
    pub(super) fn on_asked(&self, asked: Option<Asked>) {
        self.asked.replace(asked);
    }

    /// WebKit could not load `address` in `view`, and goes on showing what was there before.
    pub(super) fn on_failed(&self, view: &WebView, address: &str, problem: WindowProblem) {
        let (cause, is_empty) = match (problem, self.front_is_empty(view)) {
            (WindowProblem::Offline { cause }, Some(is_empty)) => (cause, is_empty),
            (problem, _) => return self.tell(WindowEvent::Failed(problem)),
        };
        let again = Url::parse(address).ok().and_then(|failed| self.asked.borrow().as_ref()?.again(&failed));
        let can_retry = again.is_some();
        if is_empty && !can_retry {
            // A window of the page's own, for what the page alone can send again.
            self.pop(view);
        }
        self.again.replace(again);
        self.tell(WindowEvent::NotReached { cause, can_retry });
    }

    /// Whether `view`, in front of a visit that can go on, shows nothing; `None` where it is not.
    fn front_is_empty(&self, view: &WebView) -> Option<bool> {
        let views = self.views.borrow();
        let front = views.last().filter(|open| open.view == *view)?;
        let goes_on = front.shown.is_some() || (views.len() > 1 && self.shows_any());
        goes_on.then_some(front.shown.is_none())
    }

    /// A page may open one more window.
    pub(super) fn has_room(&self) -> bool {
        self.views.borrow().len() <= CHILDREN
    }

    /// A window that a page has opened lies over it.
    pub(super) fn push(&self, view: WebView) {
        view.show();
        self.stack.add(&view);
        self.stack.set_visible_child(&view);
        self.views.borrow_mut().push(OpenView { view, shown: None });
        self.show_front();
    }

    /// A page has closed its window. The first one stays.
    pub(super) fn pop(&self, view: &WebView) {
        {
            let mut views = self.views.borrow_mut();
            let Some(at) = views.iter().position(|open| open.view == *view).filter(|at| *at > 0) else { return };
            views.remove(at);
        }
        self.stack.remove(view);
        if let Some(open) = self.views.borrow().last() {
            self.stack.set_visible_child(&open.view);
            open.view.grab_focus();
        }
        self.show_front();
    }

    /// Anything is shown already that a failure would take away.
    pub(super) fn shows_a_page(&self) -> bool {
        self.views.borrow().last().is_some_and(|open| open.shown.is_some())
    }

    /// A page is there that can have asked for a download, under an empty window too, and none goes on.
    pub(super) fn may_catch(&self) -> bool {
        self.download.borrow().is_none() && self.shows_any()
    }

    fn shows_any(&self) -> bool {
        self.views.borrow().iter().any(|open| open.shown.is_some())
    }

    /// A download goes on.
    pub(super) fn catch(&self, taken: Taken) {
        self.download.replace(Some(taken));
    }

    /// More has come than a certificate's file has.
    pub(super) fn cut_off(&self, download: &Download) {
        if let Some(own) = self.take_download(download) {
            own.cancel();
            self.tell(WindowEvent::Download { url: None });
        }
    }

    /// WebKit is through with a download. Of one that was not taken or was cut off nothing is said.
    pub(super) fn on_download_ended(&self, download: &Download, well: bool) {
        if let Some(own) = self.take_download(download) {
            self.tell(if well { own.finish() } else { WindowEvent::Download { url: None } });
        }
    }

    fn take_download(&self, download: &Download) -> Option<Taken> {
        self.download.borrow_mut().take_if(|own| own.is(download))
    }

    fn show_front(&self) {
        let shown = self.views.borrow().last().and_then(|open| open.shown.clone());
        self.bar.set_host(shown.as_ref());
        if let Some(url) = shown {
            self.has_shown.set(true);
            self.tell(WindowEvent::Page { url });
        }
    }

    fn connect(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        self.bar.on_press(move || {
            if let Some(window) = weak.upgrade() {
                // What is typed next goes into the page.
                if let Some(open) = window.views.borrow().last() {
                    open.view.grab_focus();
                }
                window.tell(WindowEvent::Pressed);
            }
        });
        let weak = Rc::downgrade(self);
        self.bar.on_close(move || {
            if let Some(window) = weak.upgrade() {
                window.close();
            }
        });
        let weak = Rc::downgrade(self);
        self.bar.on_help(move || {
            if let Some(window) = weak.upgrade() {
                dialog::say(&window.shell, &window.plan.words.help, &window.plan.words.help_text);
            }
        });
        self.shell.connect_delete_event(|_, _| Propagation::Proceed);
    }

    /// Does what the app says.
    pub(super) fn obey(&self, command: WindowCommand) {
        match command {
            WindowCommand::Bar(bar) => {
                let title = &self.plan.words.title;
                // Where the window is one of several, its step is told from outside too.
                self.shell.set_title(&bar.step.as_ref().map_or(title.clone(), |step| format!("{title} {step}")));
                self.bar.show(&bar);
            }
            WindowCommand::Show => self.shell.present(),
            WindowCommand::Retry => {
                let again = self.again.take();
                if let (Some(url), Some(open)) = (again, self.views.borrow().last()) {
                    open.view.load_uri(url.as_str());
                }
            }
            WindowCommand::Run(script) => {
                if let Some(open) = self.views.borrow().last().filter(|open| open.shown.is_some()) {
                    let nothing = None::<&gtk::gio::Cancellable>;
                    open.view.evaluate_javascript(&script, None, None, nothing, |_| {});
                }
            }
        }
    }

    /// Stops what it loads, and closes it.
    pub(super) fn close(&self) {
        if let Some(download) = self.download.take() {
            download.cancel();
        }
        for open in self.views.borrow_mut().drain(..) {
            open.view.stop_loading();
        }
        self.shell.close();
    }
}
