//! Dialogs over the pages, drawn natively. What a page says is marked as the page's.

use app::WindowWords;
use gtk::prelude::*;
use webkit2gtk::{ScriptDialog, ScriptDialogType};

use crate::web_view::dialog_text;

/// A page's own dialog: `alert` and `confirm` are shown, `prompt` is refused, leaving a page is never held up.
pub(super) fn answer(parent: &gtk::Window, words: &WindowWords, host: &str, dialog: &ScriptDialog) {
    let asks = match dialog.dialog_type() {
        ScriptDialogType::Alert => false,
        ScriptDialogType::Confirm => true,
        ScriptDialogType::BeforeUnloadConfirm => {
            dialog.confirm_set_confirmed(true);
            return dialog.close();
        }
        _ => return dialog.close(),
    };
    let text: String = dialog.message().map(|text| dialog_text(&text)).unwrap_or_default();
    let shown = message(parent, &words.dialog.replace("{host}", host), &text);
    if asks {
        shown.add_button(&words.no, gtk::ResponseType::Cancel);
    }
    shown.add_button(&words.yes, gtk::ResponseType::Accept);
    let dialog = dialog.clone();
    shown.connect_response(move |shown, response| {
        if asks {
            dialog.confirm_set_confirmed(response == gtk::ResponseType::Accept);
        }
        dialog.close();
        shown.close();
    });
    shown.show_all();
}

/// A sentence of the app's own.
pub(super) fn say(parent: &gtk::Window, title: &str, text: &str) {
    let shown = message(parent, title, text);
    shown.add_button("OK", gtk::ResponseType::Accept);
    shown.connect_response(|shown, _| shown.close());
    shown.show_all();
}

/// Both are texts, never markup.
fn message(parent: &gtk::Window, title: &str, text: &str) -> gtk::MessageDialog {
    let flags = gtk::DialogFlags::MODAL | gtk::DialogFlags::DESTROY_WITH_PARENT;
    let shown = gtk::MessageDialog::new(Some(parent), flags, gtk::MessageType::Other, gtk::ButtonsType::None, title);
    shown.set_secondary_text(Some(text));
    shown
}
