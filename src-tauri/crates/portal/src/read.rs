//! From bytes to the page model: one walk over the parsed HTML.

use std::collections::HashMap;

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::node::Element;
use scraper::{Html, Node};
use url::Url;

use crate::charset;
use crate::dom::{self, DomTooLarge, is_block, is_hidden, is_non_rendered, nearest, text_of};
use crate::element::{
    LABEL_BUDGET, attributes_of, chosen_options, column_header, ends_row, ends_with_html, field_kind, is_chrome,
    is_classic_script, is_control, is_disabled_fieldset, is_html_title, is_post, is_pressable, javascript, names_of,
    options_of, pressable_ancestor, raw_text, refresh_of, row_headers,
};
use crate::interpret;
use crate::labels::{ControlRole, Labels};
use crate::page::{Action, Control, Field, FieldKind, Form, LABEL_SOURCES, Page, Row, TextRun};
use crate::rows::{self, Candidate};
use crate::script::{Loaded, Scripts};
use crate::text::{cut, fold, matches_any, one_line};

/// Fields and controls of one page.
const MAX_CONTROLS: usize = 3000;
/// Bytes of all texts as they are compared.
const MAX_FOLDED: usize = 2 * 1024 * 1024;
/// Labels of one field.
const MAX_LABELS: usize = 4;

impl Page {
    /// Reads a page. Errors: nested or rich beyond any page of a portal.
    pub(crate) fn read(
        url: Url,
        body: &[u8],
        content_type: Option<&str>,
        labels: &Labels,
    ) -> Result<Self, DomTooLarge> {
        let (source, encoding) = charset::decode(body, content_type);
        let html = dom::parse(&source)?;
        let mut reader = Reader::new(&html);
        reader.walk()?;
        let rows = reader.rows(labels);
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
            rows,
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
            self.runs.push(TextRun { text, folded, visible: true, in_control: false, in_chrome: false });
        }
    }
}

/// As much of a text as a label may have: a longer one labels nothing, and is not copied for each field beside it.
fn short(text: &str) -> &str {
    &text[..text.floor_char_boundary(LABEL_BUDGET)]
}

/// One walk over the parsed page in document order.
struct Reader<'a> {
    html: &'a Html,
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
    fieldsets: usize,
    last_empty_form: Option<usize>,
}

impl<'a> Reader<'a> {
    fn new(html: &'a Html) -> Self {
        let mut reader = Self {
            html,
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
        if element.attr("src").is_some() {
            self.scripts.present = true;
        } else if is_classic_script(element) {
            self.scripts.add(&raw_text(node));
        }
    }

    fn form(&mut self, node: NodeRef<'_, Node>, element: &Element) {
        let index = self.forms.len();
        let attr = |name: &str| element.attr(name).map(str::to_owned);
        self.forms.push(Form {
            id: attr("id"),
            name: attr("name"),
            action: attr("action").unwrap_or_default(),
            post: element.attr("method").is_some_and(is_post),
            multipart: element.attr("enctype").is_some_and(|kind| kind.eq_ignore_ascii_case("multipart/form-data")),
            encoding: element.attr("accept-charset").and_then(charset::for_label),
            onsubmit: attr("onsubmit"),
        });
        self.form_of.insert(node.id(), index);
        if let Some(id) = element.attr("id") {
            self.form_ids.entry(id.to_owned()).or_insert(index);
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
        });
    }

    fn owner(&self, node: NodeRef<'_, Node>, element: &Element) -> Option<usize> {
        if let Some(id) = element.attr("form") {
            return self.form_ids.get(id).copied();
        }
        let around = nearest(node, |element| element.name() == "form");
        around.and_then(|form| self.form_of.get(&form.id()).copied()).or(self.last_empty_form)
    }

    fn input(&mut self, node: NodeRef<'a, Node>, element: &'a Element) {
        let kind = element.attr("type").unwrap_or("text").to_ascii_lowercase();
        match kind.as_str() {
            "submit" | "image" | "button" => self.control(node, element),
            "reset" => {}
            _ => self.field(node, element),
        }
    }

    fn field(&mut self, node: NodeRef<'a, Node>, element: &'a Element) {
        let kind = field_kind(element);
        let value = element.attr("value").map(str::to_owned);
        let values = match kind {
            FieldKind::Select => chosen_options(node, element.attr("multiple").is_some()),
            FieldKind::Area => vec![raw_text(node)],
            FieldKind::Check | FieldKind::Radio => vec![value.unwrap_or_else(|| "on".to_owned())],
            _ => vec![value.unwrap_or_default()],
        };
        let field = Field {
            order: self.next_order(),
            form: self.owner(node, element),
            kind,
            id: element.attr("id").map(str::to_owned),
            name: element.attr("name").unwrap_or_default().to_owned(),
            values,
            checked: element.attr("checked").is_some(),
            disabled: element.attr("disabled").is_some() || self.fieldsets > 0,
            visible: self.hidden == 0 && kind != FieldKind::Hidden,
            in_chrome: self.chrome > 0,
            max_length: element.attr("maxlength").and_then(|length| length.trim().parse().ok()),
            run: self.runs.len(),
            options: if kind == FieldKind::Select { options_of(node) } else { Vec::new() },
            labels: if kind == FieldKind::Hidden { Default::default() } else { self.field_labels(node, element) },
        };
        self.fields.push(field);
    }

    fn field_labels(&self, node: NodeRef<'_, Node>, element: &Element) -> [Vec<String>; LABEL_SOURCES] {
        let mut labels: [Vec<String>; LABEL_SOURCES] = Default::default();
        if let Some(named) = element.attr("id").and_then(|id| self.labels_for.get(id)) {
            labels[0].extend(named.iter().cloned());
        }
        if let Some(label) = nearest(node, |element| element.name() == "label") {
            labels[0].push(fold(&text_of(label, LABEL_BUDGET)));
        }
        labels[1].extend(self.attribute_labels(element));
        if let Some(cell) = nearest(node, |element| matches!(element.name(), "td" | "th" | "dd")) {
            labels[2].extend(row_headers(cell));
            labels[3].extend(column_header(cell));
        }
        labels[4].extend(self.text_before());
        labels
    }

    fn attribute_labels(&self, element: &Element) -> Vec<String> {
        let said = ["aria-label", "placeholder", "title", "alt"].into_iter().filter_map(|name| element.attr(name));
        let mut labels: Vec<String> = said.map(|said| fold(short(said))).collect();
        for id in element.attr("aria-labelledby").unwrap_or_default().split_whitespace().take(4) {
            let node = self.texts_by_id.get(id).and_then(|id| self.html.tree.get(*id));
            labels.extend(node.map(|node| fold(&text_of(node, LABEL_BUDGET))));
        }
        labels.retain(|label| !label.is_empty());
        labels
    }

    /// The last text before here that is nothing to press.
    fn text_before(&self) -> Option<String> {
        let before = self.runs.iter().rev().take(8).find(|run| run.visible && !run.in_control);
        before.map(|run| short(&run.folded).to_owned())
    }

    fn control(&mut self, node: NodeRef<'a, Node>, element: &'a Element) {
        let href = element.attr("href").map(str::trim);
        let attr = |name: &str| element.attr(name).map(str::to_owned);
        let kind = element.attr("type").map(str::to_ascii_lowercase);
        let mut labels = self.attribute_labels(element);
        let action = match (element.name(), kind.as_deref()) {
            ("a" | "area", _) => {
                let leads =
                    href.filter(|href| javascript(href).is_none() && !href.is_empty() && !href.starts_with('#'));
                Action::Link { address: leads.map(str::to_owned), script: href.and_then(javascript).map(str::to_owned) }
            }
            ("button", Some("reset")) => return,
            ("input" | "button", Some("button")) => Action::Script,
            ("input" | "button", _) => Action::Submit {
                name: attr("name").filter(|name| !name.is_empty()),
                value: attr("value").unwrap_or_default(),
                image: element.name() == "input" && kind.as_deref() == Some("image"),
                action: attr("formaction"),
                post: element.attr("formmethod").map(is_post),
            },
            _ => Action::Script,
        };
        match element.name() {
            "input" => labels.extend(element.attr("value").map(|value| fold(short(value)))),
            _ => labels.push(fold(&text_of(node, LABEL_BUDGET))),
        }
        if element.name() == "input" && labels.is_empty() && matches!(action, Action::Submit { image: false, .. }) {
            labels.push(fold("送信"));
        }
        labels.retain(|label| !label.is_empty());
        let control = Control {
            order: self.next_order(),
            form: self.owner(node, element),
            action,
            script: attr("onclick").unwrap_or_default(),
            names: names_of(element),
            attributes: attributes_of(element),
            labels,
            run: self.runs.len(),
            visible: self.hidden == 0,
            disabled: element.attr("disabled").is_some() || self.fieldsets > 0,
            in_chrome: self.chrome > 0,
        };
        self.candidates.push((node.id(), self.controls.len()));
        self.controls.push(control);
    }

    fn next_order(&mut self) -> usize {
        self.order += 1;
        self.order
    }

    /// The certificates of the list: what stands around each download control.
    fn rows(&self, labels: &Labels) -> Vec<Row> {
        let words = labels.control(ControlRole::Download);
        let downloads: Vec<_> = self
            .candidates
            .iter()
            .filter(|(_, index)| {
                let control = &self.controls[*index];
                control.visible
                    && !control.disabled
                    && !control.in_chrome
                    && control.labels.iter().any(|label| matches_any(words, label))
            })
            .collect();
        let mut around: HashMap<NodeId, usize> = HashMap::new();
        for (node, _) in &downloads {
            for ancestor in self.html.tree.get(*node).into_iter().flat_map(|node| node.ancestors()) {
                *around.entry(ancestor.id()).or_default() += 1;
            }
        }
        let span = |node: NodeId| self.spans.get(&node).copied().unwrap_or_default();
        let candidates = downloads.iter().map(|(id, control)| {
            let ancestors = self.html.tree.get(*id).into_iter().flat_map(|node| node.ancestors());
            Candidate {
                control: *control,
                own: span(*id),
                around: ancestors
                    .take_while(|ancestor| around.get(&ancestor.id()) == Some(&1) && !ends_row(*ancestor))
                    .map(|ancestor| span(ancestor.id()))
                    .collect(),
            }
        });
        rows::read(labels, &self.runs, &self.controls, candidates.collect())
    }
}

#[cfg(test)]
mod tests;
