//! From bytes to the page model: one walk over the parsed HTML.

use std::collections::HashMap;

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::node::Element;
use scraper::{Html, Node};
use url::Url;

use crate::charset;
use crate::dom::{self, DomTooLarge, is_block, is_hidden, is_non_rendered, text_of};
use crate::element::{
    LABEL_BUDGET, ends_with_html, is_chrome, is_classic_script, is_control, is_disabled_fieldset, is_html_title,
    is_item, is_pressable, pressable_ancestor, raw_text, refresh_of,
};
use crate::interpret;
use crate::labels::Labels;
use crate::page::{Control, Field, Form, Page, TextRun};
use crate::script::files::ScriptFiles;
use crate::script::{Loaded, Scripts};
use crate::text::{cut, fold, one_line};

mod controls;
mod list;

/// Fields and controls of one page.
const MAX_CONTROLS: usize = 3000;
/// Bytes of all texts as they are compared.
const MAX_FOLDED: usize = 2 * 1024 * 1024;
/// Labels of one field that are written as `label`.
const MAX_LABELS: usize = 4;

impl Page {
    /// Reads a page, with these of the files of scripts that it names. Errors: nested or rich beyond any page of a portal.
    pub(crate) fn read(
        url: Url,
        body: &[u8],
        content_type: Option<&str>,
        labels: &Labels,
        files: &ScriptFiles,
    ) -> Result<Self, DomTooLarge> {
        let (source, encoding) = charset::decode(body, content_type);
        let html = dom::parse(&source)?;
        let mut reader = Reader::new(&html, files);
        reader.walk()?;
        let list = reader.list(labels);
        let title = cut(&one_line(&reader.title), 80);
        let visible = reader.runs.iter().filter(|run| run.visible);
        let folded_text = visible.fold(String::new(), |text, run| text + &run.folded + "\n");
        let base = reader.base.and_then(|base| url.join(&base).ok()).unwrap_or_else(|| url.clone());
        let mut page = Self {
            base,
            url,
            folded_title: fold(&title),
            title,
            encoding,
            folded_text,
            runs: reader.runs,
            forms: reader.forms,
            fields: reader.fields,
            controls: reader.controls,
            rows: list.rows,
            unread_list: list.is_unread,
            refresh: reader.refresh,
            frames: reader.frames,
            inline_frames: reader.inline_frames,
            scripts: reader.scripts,
            onload: reader.onload,
            whole: ends_with_html(&source),
            loaded: Loaded::default(),
            wants_scripts: reader.wants_scripts,
            source,
        };
        page.run_scripts();
        Ok(page)
    }

    /// What runs by itself; what it says in dialogs is text of the page.
    fn run_scripts(&mut self) {
        self.loaded = interpret::load(self);
        for said in &self.loaded.effects.said {
            let (text, folded) = (one_line(said), fold(said));
            self.folded_text += &(folded.clone() + "\n");
            self.runs.push(TextRun {
                text,
                folded,
                visible: true,
                in_control: false,
                in_chrome: false,
                in_item: false,
            });
        }
    }
}

/// One walk over the parsed page in document order.
struct Reader<'a> {
    html: &'a Html,
    files: &'a ScriptFiles,
    form_of: HashMap<NodeId, usize>,
    form_ids: HashMap<String, usize>,
    labels_for: HashMap<String, Vec<String>>,
    texts_by_id: HashMap<String, NodeId>,
    /// Chunks that begin inside an element: from, to.
    spans: HashMap<NodeId, (usize, usize)>,
    candidates: Vec<(NodeId, usize)>,
    title: String,
    base: Option<String>,
    runs: Vec<TextRun>,
    forms: Vec<Form>,
    fields: Vec<Field>,
    controls: Vec<Control>,
    refresh: Option<String>,
    frames: bool,
    inline_frames: Vec<String>,
    scripts: Scripts,
    onload: Option<String>,
    wants_scripts: bool,
    open_text: String,
    /// Bytes of all runs in the form that is compared, which may be many times the page's own (NFKC).
    folded_bytes: usize,
    order: usize,
    non_rendered: usize,
    hidden: usize,
    pressable: usize,
    chrome: usize,
    items: usize,
    fieldsets: usize,
    last_empty_form: Option<usize>,
}

impl<'a> Reader<'a> {
    fn new(html: &'a Html, files: &'a ScriptFiles) -> Self {
        let mut reader = Self {
            html,
            files,
            form_of: HashMap::new(),
            form_ids: HashMap::new(),
            labels_for: HashMap::new(),
            texts_by_id: HashMap::new(),
            spans: HashMap::new(),
            candidates: Vec::new(),
            title: String::new(),
            base: None,
            runs: Vec::new(),
            forms: Vec::new(),
            fields: Vec::new(),
            controls: Vec::new(),
            refresh: None,
            frames: false,
            inline_frames: Vec::new(),
            scripts: Scripts::default(),
            onload: None,
            wants_scripts: false,
            open_text: String::new(),
            folded_bytes: 0,
            order: 0,
            non_rendered: 0,
            hidden: 0,
            pressable: 0,
            chrome: 0,
            items: 0,
            fieldsets: 0,
            last_empty_form: None,
        };
        reader.survey();
        reader
    }

    /// Forms, ids and labels, which may be referred to before they come.
    fn survey(&mut self) {
        for node in self.html.tree.root().descendants() {
            let Some(element) = node.value().as_element() else { continue };
            if let Some(id) = element.attr("id") {
                self.texts_by_id.entry(id.to_owned()).or_insert(node.id());
            }
            match element.name() {
                "form" => self.form(node, element),
                "label" => {
                    if let Some(target) = element.attr("for") {
                        let text = fold(&text_of(node, LABEL_BUDGET));
                        let texts = self.labels_for.entry(target.to_owned()).or_default();
                        if texts.len() < MAX_LABELS {
                            texts.push(text);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn script(&mut self, node: NodeRef<'a, Node>, element: &Element) {
        let Some(source) = element.attr("src") else {
            if is_classic_script(element) {
                self.scripts.add(&raw_text(node));
            }
            return;
        };
        self.scripts.present = true;
        if is_classic_script(element) {
            self.scripts.sources.push(source.to_owned());
            if let Some(code) = self.files.get(source) {
                self.scripts.add(code);
            }
        }
    }

    fn walk(&mut self) -> Result<(), DomTooLarge> {
        for edge in self.html.tree.root().traverse() {
            if self.order > MAX_CONTROLS || self.folded_bytes > MAX_FOLDED {
                return Err(DomTooLarge);
            }
            match edge {
                Edge::Open(node) => match node.value() {
                    Node::Element(element) => self.open(node, element),
                    Node::Text(text) if self.non_rendered == 0 => self.open_text.push_str(text),
                    _ => {}
                },
                Edge::Close(node) => {
                    if let Node::Element(element) = node.value() {
                        self.close(node, element);
                    }
                }
            }
        }
        self.flush();
        Ok(())
    }

    fn open(&mut self, node: NodeRef<'a, Node>, element: &'a Element) {
        match element.name() {
            "title" if self.title.is_empty() && is_html_title(node) => self.title = raw_text(node),
            "base" if self.base.is_none() => self.base = element.attr("href").map(str::to_owned),
            "meta" if self.refresh.is_none() => self.refresh = refresh_of(element),
            "frameset" => self.frames = true,
            "body" if self.onload.is_none() => self.onload = element.attr("onload").map(str::to_owned),
            "script" => self.script(node, element),
            "noscript" => self.wants_scripts |= !raw_text(node).trim().is_empty(),
            "iframe" => self.inline_frames.extend(element.attr("src").map(str::to_owned)),
            _ => {}
        }
        let pressable = is_pressable(element);
        if is_block(element) || pressable || is_control(element) {
            self.flush();
        }
        self.spans.insert(node.id(), (self.runs.len(), usize::MAX));
        self.non_rendered += usize::from(is_non_rendered(element));
        self.hidden += usize::from(is_hidden(element));
        self.pressable += usize::from(pressable);
        self.chrome += usize::from(is_chrome(element));
        self.items += usize::from(is_item(element));
        self.fieldsets += usize::from(is_disabled_fieldset(element));
        if let Some(form) = self.form_of.get(&node.id()) {
            // In a table the parser leaves a form empty, and what follows belongs to it.
            self.last_empty_form = (!node.has_children()).then_some(*form);
        }
        if self.non_rendered > 0 {
            return;
        }
        if element.name() == "img" && pressable_ancestor(node).is_none() {
            self.open_text.push_str(element.attr("alt").unwrap_or_default());
        }
        match element.name() {
            "input" => self.input(node, element),
            "select" | "textarea" => self.field(node, element),
            _ if pressable => self.control(node, element),
            _ => {}
        }
    }

    fn close(&mut self, node: NodeRef<'a, Node>, element: &Element) {
        let pressable = is_pressable(element);
        if is_block(element) || pressable || is_control(element) {
            self.flush();
        }
        let runs = self.runs.len();
        if let Some(span) = self.spans.get_mut(&node.id()) {
            span.1 = runs;
        }
        self.non_rendered -= usize::from(is_non_rendered(element));
        self.hidden -= usize::from(is_hidden(element));
        self.pressable -= usize::from(pressable);
        self.chrome -= usize::from(is_chrome(element));
        self.items -= usize::from(is_item(element));
        self.fieldsets -= usize::from(is_disabled_fieldset(element));
    }

    fn flush(&mut self) {
        let text = one_line(&std::mem::take(&mut self.open_text));
        let folded = fold(&text);
        if folded.is_empty() {
            return;
        }
        self.folded_bytes += folded.len();
        self.runs.push(TextRun {
            text,
            folded,
            visible: self.hidden == 0,
            in_control: self.pressable > 0,
            in_chrome: self.chrome > 0,
            in_item: self.items > 0,
        });
    }
}

#[cfg(test)]
mod tests;
