//! Dialogs over the pages, drawn natively. What a page says is marked as the page's.

use std::cell::Cell;
use std::ptr::NonNull;
use std::rc::Rc;

use app::WindowWords;
use block2::RcBlock;
use objc2::MainThreadMarker;
use objc2::rc::Retained;
use objc2_foundation::NSString;
use objc2_ui_kit::{UIAlertAction, UIAlertActionStyle, UIAlertController, UIAlertControllerStyle, UIViewController};

use super::super::main_thread::foremost;
use super::super::presentation::present_dialog;
use crate::web_view::dialog_text;

type Tell = Box<dyn FnOnce(bool)>;

/// Tells a page what was answered, exactly once: WebKit ends an app that never tells. Not answered is no.
pub(super) struct Answered(Cell<Option<Tell>>);

impl Answered {
    pub(super) fn new(tell: impl FnOnce(bool) + 'static) -> Rc<Self> {
        Rc::new(Self(Cell::new(Some(Box::new(tell)))))
    }

    fn tell(&self, yes: bool) {
        if let Some(tell) = self.0.take() {
            tell(yes);
        }
    }
}

impl Drop for Answered {
    fn drop(&mut self) {
        self.tell(false);
    }
}

/// A page's `alert`, or its `confirm` where it `asks`.
pub(super) fn ask(
    main: MainThreadMarker,
    over: &Retained<UIViewController>,
    words: &WindowWords,
    host: &str,
    text: &str,
    asks: bool,
    answered: &Rc<Answered>,
) {
    let shown = message(main, &words.dialog.replace("{host}", host), &dialog_text(text));
    if asks {
        let no = Rc::clone(answered);
        add(main, &shown, &words.no, UIAlertActionStyle::Cancel, move || no.tell(false));
    }
    let yes = Rc::clone(answered);
    add(main, &shown, &words.yes, UIAlertActionStyle::Default, move || yes.tell(true));
    present(over, &shown);
}

/// A sentence of the app's own.
pub(super) fn say(main: MainThreadMarker, over: &Retained<UIViewController>, words: &WindowWords) {
    let shown = message(main, &words.help, &words.help_text);
    add(main, &shown, &words.close, UIAlertActionStyle::Cancel, || {});
    present(over, &shown);
}

/// Both are texts, never markup.
fn message(main: MainThreadMarker, title: &str, text: &str) -> Retained<UIAlertController> {
    UIAlertController::alertControllerWithTitle_message_preferredStyle(
        Some(&NSString::from_str(title)),
        Some(&NSString::from_str(text)),
        UIAlertControllerStyle::Alert,
        main,
    )
}

fn add(
    main: MainThreadMarker,
    shown: &UIAlertController,
    label: &str,
    style: UIAlertActionStyle,
    act: impl Fn() + 'static,
) {
    let pressed = RcBlock::new(move |_: NonNull<UIAlertAction>| act());
    let label = NSString::from_str(label);
    shown.addAction(&UIAlertAction::actionWithTitle_style_handler(Some(&label), style, Some(&pressed), main));
}

/// Where UIKit does not present, the dialog goes with what it would have told.
fn present(over: &Retained<UIViewController>, shown: &UIAlertController) {
    let _busy = present_dialog(&foremost(over.clone()), shown);
}
