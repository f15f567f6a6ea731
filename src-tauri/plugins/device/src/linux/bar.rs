//! The bar above the pages and the large button below them. Nothing of them is drawn by a page.

use app::{WindowBar, WindowWords};
use gtk::pango::{AttrFloat, AttrList, EllipsizeMode, WrapMode};
use gtk::prelude::*;
use url::Url;

use crate::web_view::host_of;

/// Between the parts, and around them.
const SPACE: i32 = 8;
/// Height of what is pressed: a thumb's.
const TOUCH: i32 = 48;

pub(super) struct Bar {
    top: gtk::Box,
    bottom: gtk::Box,
    lock: gtk::Image,
    host: gtk::Label,
    step: gtk::Label,
    close: gtk::Button,
    help: gtk::Button,
    notice: gtk::Label,
    hint: gtk::Label,
    press: gtk::Button,
    press_label: gtk::Label,
    secure: String,
}

impl Bar {
    pub(super) fn new(words: &WindowWords) -> Self {
        let bar = Self {
            top: gtk::Box::new(gtk::Orientation::Vertical, 0),
            bottom: gtk::Box::new(gtk::Orientation::Vertical, 0),
            lock: gtk::Image::from_icon_name(Some("channel-secure-symbolic"), gtk::IconSize::Menu),
            host: gtk::Label::new(None),
            step: gtk::Label::new(None),
            close: gtk::Button::with_label(&words.close),
            help: gtk::Button::with_label("？"),
            notice: wrapped(),
            hint: wrapped(),
            press: gtk::Button::new(),
            press_label: wrapped(),
            secure: words.secure.clone(),
        };
        bar.help.set_tooltip_text(Some(&words.help));
        named(&bar.help, &words.help);
        bar.arrange();
        bar
    }

    pub(super) fn top(&self) -> &gtk::Box {
        &self.top
    }

    pub(super) fn bottom(&self) -> &gtk::Box {
        &self.bottom
    }

    /// After everything was shown: what has nothing to say is not there.
    pub(super) fn settle(&self) {
        self.show(&WindowBar::default());
        self.set_host(None);
    }

    /// The host of the page in front, judged by native code; `None` while none is shown.
    pub(super) fn set_host(&self, url: Option<&Url>) {
        let host = url.map(host_of).unwrap_or_default();
        self.lock.set_visible(url.is_some());
        named(&self.host, &format!("{} {host}", self.secure));
        self.host.set_tooltip_text(Some(&host));
        self.host.set_text(&host);
    }

    pub(super) fn show(&self, bar: &WindowBar) {
        set(&self.step, bar.step.as_deref());
        set(&self.notice, bar.notice.as_deref());
        set(&self.hint, Some(bar.hint.as_str()).filter(|hint| bar.button.is_none() && !hint.is_empty()));
        self.press_label.set_text(bar.button.as_deref().unwrap_or_default());
        self.press.set_visible(bar.button.is_some());
    }

    pub(super) fn on_press(&self, act: impl Fn() + 'static) {
        self.press.connect_clicked(move |_| act());
    }

    pub(super) fn on_close(&self, act: impl Fn() + 'static) {
        self.close.connect_clicked(move |_| act());
    }

    pub(super) fn on_help(&self, act: impl Fn() + 'static) {
        self.help.connect_clicked(move |_| act());
    }

    fn arrange(&self) {
        for button in [&self.close, &self.help] {
            button.set_size_request(TOUCH, TOUCH);
        }
        self.host.set_ellipsize(EllipsizeMode::Start);
        self.host.set_xalign(0.0);
        self.step.set_ellipsize(EllipsizeMode::End);
        let first = row();
        first.pack_start(&self.lock, false, false, 0);
        first.pack_start(&self.host, true, true, 0);
        first.pack_end(&self.close, false, false, 0);
        first.pack_end(&self.help, false, false, 0);
        self.step.set_xalign(0.0);
        self.step.set_margin_start(SPACE);
        self.step.set_margin_bottom(SPACE);
        self.notice.set_margin_start(SPACE);
        self.notice.set_margin_end(SPACE);
        self.notice.set_margin_bottom(SPACE);
        self.notice.style_context().add_class("error");
        self.top.pack_start(&first, false, false, 0);
        self.top.pack_start(&self.step, false, false, 0);
        self.top.pack_start(&self.notice, false, false, 0);
        self.press.style_context().add_class("suggested-action");
        self.press.set_size_request(-1, TOUCH + SPACE);
        self.press_label.set_justify(gtk::Justification::Center);
        self.press_label.set_xalign(0.5);
        for (label, scale) in
            [(&self.press_label, 1.4), (&self.hint, 1.3), (&self.notice, 1.2), (&self.step, 1.2), (&self.host, 1.2)]
        {
            enlarge(label, scale);
        }
        self.press.add(&self.press_label);
        let last = row();
        last.pack_start(&self.hint, true, true, 0);
        last.pack_start(&self.press, true, true, 0);
        self.bottom.pack_start(&last, false, false, 0);
    }
}

fn row() -> gtk::Box {
    let row = gtk::Box::new(gtk::Orientation::Horizontal, SPACE);
    row.set_border_width(SPACE as u32);
    row
}

fn wrapped() -> gtk::Label {
    let label = gtk::Label::new(None);
    label.set_line_wrap(true);
    label.set_line_wrap_mode(WrapMode::WordChar);
    label.set_xalign(0.0);
    label
}

/// In proportion to the reader's own text size.
fn enlarge(label: &gtk::Label, scale: f64) {
    let attributes = AttrList::new();
    attributes.insert(AttrFloat::new_scale(scale));
    label.set_attributes(Some(&attributes));
}

fn set(label: &gtk::Label, text: Option<&str>) {
    label.set_text(text.unwrap_or_default());
    label.set_visible(text.is_some());
}

/// What is read aloud.
fn named(widget: &impl IsA<gtk::Widget>, name: &str) {
    if let Some(accessible) = widget.accessible() {
        accessible.set_property("accessible-name", name);
    }
}
