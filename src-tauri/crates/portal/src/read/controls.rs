//! Forms, fields, and what is pressed, with the words on them.

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

use super::Reader;
use crate::charset;
use crate::dom::{nearest, text_of};
use crate::element::{
    LABEL_BUDGET, attributes_of, chosen_options, column_header, field_kind, is_post, javascript, names_of, options_of,
    raw_text, row_headers,
};
use crate::page::{Action, Control, Field, FieldKind, Form, LABEL_SOURCES};
use crate::text::{fold, undecorated};

/// As much of a text as a label may have: a longer one labels nothing, and is not copied for each field beside it.
fn short(text: &str) -> &str {
    &text[..text.floor_char_boundary(LABEL_BUDGET)]
}

impl<'a> Reader<'a> {
    pub(super) fn form(&mut self, node: NodeRef<'_, Node>, element: &Element) {
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

    fn owner(&self, node: NodeRef<'_, Node>, element: &Element) -> Option<usize> {
        if let Some(id) = element.attr("form") {
            return self.form_ids.get(id).copied();
        }
        let around = nearest(node, |element| element.name() == "form");
        around.and_then(|form| self.form_of.get(&form.id()).copied()).or(self.last_empty_form)
    }

    pub(super) fn input(&mut self, node: NodeRef<'a, Node>, element: &'a Element) {
        let kind = element.attr("type").unwrap_or("text").to_ascii_lowercase();
        match kind.as_str() {
            "submit" | "image" | "button" => self.control(node, element),
            "reset" => {}
            _ => self.field(node, element),
        }
    }

    pub(super) fn field(&mut self, node: NodeRef<'a, Node>, element: &'a Element) {
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
            read_only: element.attr("readonly").is_some(),
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

    pub(super) fn control(&mut self, node: NodeRef<'a, Node>, element: &'a Element) {
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
        labels.extend(labels.clone().iter().filter_map(|label| undecorated(label)));
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
}
