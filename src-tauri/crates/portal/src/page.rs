use encoding_rs::Encoding;
use url::Url;

use crate::form;
use crate::labels::{Blank, Labels, Press};
use crate::rows::Row;
use crate::text::is_one;

/// A page as a person sees it: words, blanks, things to press.
pub(crate) struct Page {
    /// Where it came from.
    pub(crate) url: Url,
    /// What relative addresses start from.
    pub(crate) base: Url,
    /// One line, at most 80 characters.
    pub(crate) title: String,
    pub(crate) folded_title: String,
    /// Encoding of its forms.
    pub(crate) encoding: &'static Encoding,
    /// Everything visible, folded.
    pub(crate) folded_text: String,
    pub(crate) chunks: Vec<Chunk>,
    pub(crate) forms: Vec<Form>,
    pub(crate) fields: Vec<Field>,
    pub(crate) controls: Vec<Control>,
    pub(crate) rows: Vec<Row>,
    /// Where a `meta` refresh of a few seconds leads.
    pub(crate) refresh: Option<String>,
    /// It is made of frames.
    pub(crate) frames: bool,
    /// Addresses of its inline frames.
    pub(crate) inline_frames: Vec<String>,
    /// It came to its end.
    pub(crate) whole: bool,
    /// The decoded text, for the skeleton.
    pub(crate) source: String,
}

/// A run of text without a break.
pub(crate) struct Chunk {
    pub(crate) text: String,
    pub(crate) folded: String,
    pub(crate) visible: bool,
    /// Part of something to press.
    pub(crate) in_control: bool,
    /// In a header, footer or navigation.
    pub(crate) in_chrome: bool,
}

#[derive(Debug)]
pub(crate) struct Form {
    pub(crate) id: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) action: String,
    pub(crate) post: bool,
    pub(crate) multipart: bool,
    pub(crate) encoding: Option<&'static Encoding>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FieldKind {
    Text,
    Password,
    Hidden,
    Check,
    Radio,
    Select,
    Area,
    Other,
}

/// How many ways there are to label a field, from the surest to the vaguest.
pub(crate) const LABEL_WAYS: usize = 5;

pub(crate) struct Field {
    /// Position on the page among fields and controls.
    pub(crate) order: usize,
    pub(crate) form: Option<usize>,
    pub(crate) kind: FieldKind,
    pub(crate) id: Option<String>,
    pub(crate) name: String,
    /// What is sent; several for a list, none for what is not chosen.
    pub(crate) values: Vec<String>,
    pub(crate) checked: bool,
    pub(crate) disabled: bool,
    pub(crate) visible: bool,
    pub(crate) max_length: Option<u32>,
    /// Folded labels: `label`; `aria-label`, `placeholder`, `title`; header cells of the row; header of the column; text before.
    pub(crate) labels: [Vec<String>; LABEL_WAYS],
}

/// Something to press.
pub(crate) struct Control {
    pub(crate) order: usize,
    pub(crate) form: Option<usize>,
    pub(crate) action: Action,
    pub(crate) script: String,
    /// Folded words on it.
    pub(crate) labels: Vec<String>,
    pub(crate) visible: bool,
    pub(crate) disabled: bool,
    pub(crate) in_chrome: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// A link with its address; none where only the script leads on.
    Link(Option<String>),
    /// Sends its form.
    Submit { name: Option<String>, value: String, image: bool, action: Option<String>, post: Option<bool> },
    /// Does what its script says and nothing else.
    Script,
}

impl Page {
    /// Titles and texts that are nothing to press, folded.
    pub(crate) fn headings(&self) -> impl Iterator<Item = &str> {
        let texts = self.chunks.iter().filter(|chunk| chunk.visible && !chunk.in_control);
        std::iter::once(self.folded_title.as_str()).chain(texts.map(|chunk| chunk.folded.as_str()))
    }

    /// The one field of that label, by the surest way of labelling that finds any; none where it finds several.
    pub(crate) fn blank(&self, labels: &Labels, blank: Blank) -> Option<usize> {
        let words = labels.blank(blank);
        let fits = |field: &Field| {
            field.visible
                && !field.disabled
                && match field.kind {
                    FieldKind::Password => blank.is_password(),
                    FieldKind::Text => !blank.is_password(),
                    _ => false,
                }
        };
        for way in 0..LABEL_WAYS {
            let labelled = |field: &Field| field.labels[way].iter().any(|label| is_one(words, label));
            let mut found = self.fields.iter().enumerate().filter(|(_, field)| fits(field) && labelled(field));
            if let Some((index, _)) = found.next() {
                return found.next().is_none().then_some(index);
            }
        }
        None
    }

    /// The control of that label: one that is enabled and visible first, and outside of header and navigation first.
    pub(crate) fn press(&self, labels: &Labels, press: Press) -> Option<&Control> {
        let words = labels.press(press);
        self.controls
            .iter()
            .filter(|control| control.labels.iter().any(|label| is_one(words, label)))
            .min_by_key(|control| (control.disabled, !control.visible, control.in_chrome, control.order))
    }

    /// The one control of that label that sends this form; none where there are several that differ.
    pub(crate) fn press_in_form(&self, labels: &Labels, press: Press, form: Option<usize>) -> Option<&Control> {
        let words = labels.press(press);
        let fits = |control: &&Control| {
            control.labels.iter().any(|label| is_one(words, label))
                && form.is_some()
                && form::sent_by(self, labels, control) == form
        };
        let mut found = self.controls.iter().filter(fits);
        let first = found.next()?;
        found.all(|other| other.action == first.action && other.script == first.script).then_some(first)
    }
}
