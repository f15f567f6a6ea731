//! Opening the window on its entry.

use std::rc::Rc;

use app::{WindowEvent, WindowPlan, WindowProblem};
use objc2::MainThreadMarker;
use objc2::runtime::ProtocolObject;
use objc2_ui_kit::UIViewController;
use tokio::sync::{mpsc, oneshot};

use super::super::bridge_error::BridgeError;
use super::super::presentation;
use super::pages::Pages;
use super::setup;
use super::window::{Delegates, Window};

/// Opens it over `front`. One at a time. `end` goes with it, whoever closes it.
pub(super) fn open(
    main: MainThreadMarker,
    front: &UIViewController,
    number: u64,
    plan: WindowPlan,
    events: mpsc::Sender<WindowEvent>,
    end: oneshot::Sender<()>,
) -> Result<(), BridgeError> {
    if Window::is_any_open() {
        return Err(BridgeError::Busy);
    }
    let window = Window::new(main, number, plan, events, end)?;
    presentation::present(main, front, &window.controller, move || Window::end(number))?;
    window.keep();
    begin(main, &window);
    Ok(())
}

/// The first page, once WebKit's processes hold the rules. Without them nothing is loaded.
fn begin(main: MainThreadMarker, window: &Rc<Window>) {
    let pages = Pages::new(main, Rc::downgrade(window));
    let configuration = setup::configuration(main, &window.plan, ProtocolObject::from_ref(&*pages));
    // SAFETY: the window's own configuration, on the main thread.
    let content = unsafe { configuration.userContentController() };
    window.answer_to(Delegates {
        navigation: ProtocolObject::from_retained(pages.clone()),
        ui: ProtocolObject::from_retained(pages),
        content: content.clone(),
    });
    let weak = Rc::downgrade(window);
    setup::compile_rules(main, &window.plan, move |rules| {
        let Some(window) = weak.upgrade().filter(|window| !window.is_over()) else { return };
        let Some(rules) = rules else {
            return window.tell(WindowEvent::Failed(WindowProblem::Crashed));
        };
        // SAFETY: on the main thread; the controller retains the list.
        unsafe { content.addContentRuleList(rules) };
        if let Some(view) = window.push(&configuration) {
            window.load(&view, &window.plan.entry);
        }
    });
}
