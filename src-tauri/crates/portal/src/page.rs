//! The page model: what a person sees of an HTML page, without the HTML.

use std::collections::HashSet;

use certificate::CertificateKind;
use encoding_rs::Encoding;
use url::Url;

use crate::script::{Loaded, Scripts};
use crate::text::cut;

/// A page as a person sees it: texts, fields, controls, and the certificates among them.
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
    pub(crate) runs: Vec<TextRun>,
    pub(crate) forms: Vec<Form>,
    pub(crate) fields: Vec<Field>,
    pub(crate) controls: Vec<Control>,
    pub(crate) rows: Vec<Row>,
    /// It names certificates, and what downloads them is not known.
    pub(crate) unread_list: bool,
    /// Where a `meta` refresh of a few seconds leads.
    pub(crate) refresh: Option<String>,
    /// It is made of frames.
    pub(crate) frames: bool,
    /// Addresses of its inline frames.
    pub(crate) inline_frames: Vec<String>,
    /// Its inline scripts.
    pub(crate) scripts: Scripts,
    /// What its body's `onload` runs.
    pub(crate) onload: Option<String>,
    /// What both have done.
    pub(crate) loaded: Loaded,
    /// There is text for browsers without scripts.
    pub(crate) wants_scripts: bool,
    /// It came to its end.
    pub(crate) whole: bool,
    /// The decoded text, for the skeleton.
    pub(crate) source: String,
}

/// A row of the portal's list of certificates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateRow {
    /// Handle for [`crate::Session::download`].
    pub row: u32,
    /// Which of the two, by the row's own words.
    pub kind: Option<CertificateKind>,
    /// The row's own words.
    pub label: String,
    /// The row's own words on the end of validity.
    pub until: Option<String>,
    /// It is not one of those named as not working here.
    pub usable: bool,
}

/// A row of the list with the control that downloads its file.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Index in [`Page::controls`].
    pub(crate) control: usize,
    /// What must be chosen before it is pressed, where one control is there for all.
    pub(crate) pick: Option<Pick>,
    pub(crate) certificate: CertificateRow,
}

/// One of several things to choose from; the numbers are indices of the page's fields.
#[derive(Clone, Debug)]
pub(crate) enum Pick {
    /// A radio button, or a box to tick and no other.
    Tick(usize),
    /// An option of a list, by its value.
    Option(usize, String),
}

/// A run of text without a break.
pub(crate) struct TextRun {
    pub(crate) text: String,
    pub(crate) folded: String,
    pub(crate) visible: bool,
    /// Part of something to press.
    pub(crate) in_control: bool,
    /// In a header, footer or navigation.
    pub(crate) in_chrome: bool,
    /// In a cell, an item of a list, or something to press.
    pub(crate) in_item: bool,
}

#[derive(Debug)]
pub(crate) struct Form {
    pub(crate) id: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) action: String,
    pub(crate) post: bool,
    pub(crate) multipart: bool,
    pub(crate) encoding: Option<&'static Encoding>,
    /// What its `onsubmit` runs.
    pub(crate) onsubmit: Option<String>,
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

/// How many sources the label of a field can have, from the surest to the vaguest.
pub(crate) const LABEL_SOURCES: usize = 5;

pub(crate) struct Field {
    /// Position on the page among fields and controls.
    pub(crate) order: usize,
    pub(crate) form: Option<usize>,
    pub(crate) kind: FieldKind,
    pub(crate) id: Option<String>,
    pub(crate) name: String,
    /// What is sent: several for a list, empty where nothing is chosen.
    pub(crate) values: Vec<String>,
    pub(crate) checked: bool,
    pub(crate) disabled: bool,
    /// Nothing can be typed in.
    pub(crate) read_only: bool,
    pub(crate) visible: bool,
    pub(crate) in_chrome: bool,
    pub(crate) max_length: Option<u32>,
    /// How many runs of text stand before it.
    pub(crate) run: usize,
    /// Of a list: what can be chosen, as value and text.
    pub(crate) options: Vec<(String, String)>,
    /// Folded labels: `label`; `aria-label`, `placeholder`, `title`; header cells of the row; header of the column; text before.
    pub(crate) labels: [Vec<String>; LABEL_SOURCES],
}

/// What is filled into a field by this client: the field's index and the text.
pub(crate) type FieldValue<'a> = (usize, &'a str);

/// An element that a person presses: a link, a button, anything with a click handler.
pub(crate) struct Control {
    pub(crate) order: usize,
    pub(crate) form: Option<usize>,
    pub(crate) action: Action,
    /// What its `onclick` runs.
    pub(crate) script: String,
    /// Its tag, name, id and classes: by these scripts speak of it.
    pub(crate) names: Vec<String>,
    /// Attributes that scripts read: `id`, `name`, `value`, `href`, `data-…`.
    pub(crate) attributes: Vec<(String, String)>,
    /// Folded words on it.
    pub(crate) labels: Vec<String>,
    /// How many runs of text stand before it: its own is the next, if it has any.
    pub(crate) run: usize,
    pub(crate) visible: bool,
    pub(crate) disabled: bool,
    pub(crate) in_chrome: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// A link with its address, or with the script that stands in place of one.
    Link { address: Option<String>, script: Option<String> },
    /// Sends its form.
    Submit { name: Option<String>, value: String, image: bool, action: Option<String>, post: Option<bool> },
    /// Does what its script says and nothing else.
    Script,
}

/// Characters of what stands on a control.
const MAX_WORDS: usize = 60;

impl Control {
    /// The form whose fields its handler reaches by their bare names: only of an element that belongs to one.
    pub(crate) fn form_as_scope(&self) -> Option<usize> {
        let tag = self.names.first().map(String::as_str);
        self.form.filter(|_| matches!(tag, Some("input" | "button")))
    }

    /// Does the next run after its place stand on it?
    pub(crate) fn has_own_run(&self, page: &Page) -> bool {
        page.runs.get(self.run).is_some_and(|run| run.in_control && self.labels.contains(&run.folded))
    }

    /// What stands on it, as it stands there where that is a text of the page.
    pub(crate) fn words(&self, page: &Page) -> String {
        let own = page.runs.get(self.run).filter(|run| run.in_control && self.labels.contains(&run.folded));
        let words = own.map(|run| run.text.as_str()).or(self.labels.first().map(String::as_str));
        cut(words.unwrap_or_default(), MAX_WORDS)
    }
}

impl Page {
    /// The page's own sentences, as they stand: what is visible and nothing to press.
    pub(crate) fn sentences(&self) -> impl Iterator<Item = &TextRun> {
        self.runs.iter().filter(|run| run.visible && !run.in_control && !run.in_chrome)
    }

    /// Titles and texts that are nothing to press, folded.
    pub(crate) fn headings(&self) -> impl Iterator<Item = &str> {
        let texts = self.runs.iter().filter(|run| run.visible && !run.in_control);
        std::iter::once(self.folded_title.as_str()).chain(texts.map(|run| run.folded.as_str()))
    }

    /// Functions that what is pressed or sent here calls, and no script that was read defines.
    pub(crate) fn missing_functions(&self) -> HashSet<String> {
        let of_controls = self.controls.iter().flat_map(|control| {
            let link = match &control.action {
                Action::Link { script, .. } => script.as_deref(),
                _ => None,
            };
            std::iter::once(control.script.as_str()).chain(link)
        });
        let of_forms = self.forms.iter().filter_map(|form| form.onsubmit.as_deref());
        self.scripts.missing(of_controls.chain(of_forms))
    }

    /// Something outside of header and navigation can be pressed or filled in.
    fn is_usable(&self) -> bool {
        self.controls.iter().any(|control| control.visible && !control.in_chrome)
            || self.fields.iter().any(|field| field.visible)
    }

    /// Without its scripts nothing is on the page to press or to fill in, or the page says itself that it wants them.
    pub(crate) fn is_drawn_by_scripts(&self) -> bool {
        self.scripts.present && (self.wants_scripts || !self.is_usable())
    }

    /// There is nothing on it but what stands in a frame.
    pub(crate) fn is_a_frame(&self) -> bool {
        !self.inline_frames.is_empty() && !self.is_usable()
    }

    /// It has scripts, and says nothing but its own name.
    pub(crate) fn is_undrawn(&self) -> bool {
        let is_its_name = |folded: &str| self.folded_title.contains(folded);
        self.scripts.present && self.sentences().all(|run| is_its_name(&run.folded))
    }

    /// Ticks a checkbox, or chooses a radio button instead of the others of its name.
    pub(crate) fn tick(&mut self, index: usize) {
        if self.fields[index].kind == FieldKind::Radio {
            self.untick_others(index);
        }
        self.fields[index].checked = true;
    }

    /// Ticks this and no other of its name.
    pub(crate) fn tick_alone(&mut self, index: usize) {
        self.untick_others(index);
        self.fields[index].checked = true;
    }

    fn untick_others(&mut self, index: usize) {
        let (kind, form, name) = (self.fields[index].kind, self.fields[index].form, self.fields[index].name.clone());
        for field in &mut self.fields {
            if field.kind == kind && field.form == form && field.name == name {
                field.checked = false;
            }
        }
    }
}
