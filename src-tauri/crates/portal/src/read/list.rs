//! The list of certificates: what downloads which.

use std::collections::HashMap;

use ego_tree::{NodeId, NodeRef};
use scraper::Node;
use scraper::node::Element;

use super::Reader;
use crate::dom::nearest;
use crate::element::{column_header, ends_row};
use crate::labels::{ControlRole, Labels};
use crate::page::{Control, FieldKind, Pick};
use crate::rows::{self, Candidate, List, Named};
use crate::text::{fold, matches_any};

/// Choices of one form that are told apart.
const MAX_CHOICES: usize = 40;

/// Its rows are of one kind.
fn is_list(element: &Element) -> bool {
    matches!(element.name(), "table" | "ul" | "ol" | "dl")
}

impl<'a> Reader<'a> {
    /// The certificates of the page: a download control for each, else one for all and a choice, else their names as
    /// links.
    pub(super) fn list(&self, labels: &Labels) -> List {
        let words = labels.control(ControlRole::Download);
        let usable = |control: &Control| control.visible && !control.disabled && !control.in_chrome;
        let labelled = |control: &Control, fits: &dyn Fn(&str) -> bool| {
            usable(control) && control.labels.iter().any(|label| fits(label))
        };
        let which = |fits: &dyn Fn(&str) -> bool| -> Vec<(NodeId, usize)> {
            let found = self.candidates.iter().copied();
            found.filter(|(_, index)| labelled(&self.controls[*index], fits)).collect()
        };
        let downloads = which(&|label| matches_any(words, label));
        let chosen = self.choices(labels, &downloads);
        if !chosen.is_empty() {
            return List { rows: rows::of_choices(labels, chosen), is_unread: false };
        }
        let list = rows::read(labels, &self.runs, &self.controls, self.around(&downloads));
        if !list.rows.is_empty() || list.is_unread {
            return list;
        }
        let named = which(&|label| labels.certificate_name(label).is_some());
        if named.is_empty() {
            // A button that brings something unnamed is no empty list, unless the page says that it is one.
            let is_unnamed = !downloads.is_empty() && !rows::says_none(labels, &self.runs);
            return List { is_unread: is_unnamed || rows::names_without_rows(labels, &self.runs), ..list };
        }
        rows::read(labels, &self.runs, &self.controls, self.around(&named))
    }

    fn node(&self, id: NodeId) -> impl Iterator<Item = NodeRef<'a, Node>> {
        self.html.tree.get(id).into_iter()
    }

    /// Download controls with their surroundings that hold no other.
    fn around(&self, downloads: &[(NodeId, usize)]) -> Vec<Candidate> {
        let mut around: HashMap<NodeId, usize> = HashMap::new();
        for (node, _) in downloads {
            for ancestor in self.node(*node).flat_map(|node| node.ancestors()) {
                *around.entry(ancestor.id()).or_default() += 1;
            }
        }
        let span = |node: NodeId| self.spans.get(&node).copied().unwrap_or_default();
        let candidate = |(id, control): &(NodeId, usize)| {
            let cell = self.node(*id).find_map(|node| nearest(node, |element| element.name() == "td"));
            Candidate {
                control: *control,
                own: span(*id),
                around: self
                    .node(*id)
                    .flat_map(|node| node.ancestors())
                    .take_while(|ancestor| around.get(&ancestor.id()) == Some(&1) && !ends_row(*ancestor))
                    .map(|ancestor| span(ancestor.id()))
                    .collect(),
                column: cell.and_then(column_header),
                table: self.node(*id).find_map(|node| nearest(node, is_list)).map(|list| list.id()),
            }
        };
        downloads.iter().map(candidate).collect()
    }

    /// What is chosen before the one control of a form is pressed: by radio buttons, boxes to tick, or a list.
    fn choices(&self, labels: &Labels, downloads: &[(NodeId, usize)]) -> Vec<Named> {
        let Some(control) = downloads.first().map(|(_, control)| *control) else { return Vec::new() };
        let does_the_same = |other: usize| {
            let (one, two) = (&self.controls[control], &self.controls[other]);
            one.form == two.form && one.action == two.action && one.script == two.script
        };
        if !downloads.iter().all(|(_, other)| does_the_same(*other)) {
            return Vec::new();
        }
        let form = self.controls[control].form;
        let fields = self.fields.iter().enumerate();
        let open: Vec<_> = fields
            .filter(|(_, field)| field.visible && !field.disabled && !field.in_chrome)
            // A control outside of all forms sends the one that its script names.
            .filter(|(_, field)| form.is_none() || field.form == form)
            .collect();
        let ticks: Vec<_> =
            open.iter().filter(|(_, field)| matches!(field.kind, FieldKind::Radio | FieldKind::Check)).collect();
        let end = self.controls[control].run.max(ticks.last().map_or(0, |(_, field)| field.run));
        let mut found = Vec::new();
        for (at, (index, field)) in ticks.iter().take(MAX_CHOICES).enumerate() {
            let to = ticks.get(at + 1).map_or(end, |(_, next)| next.run);
            let pick = Pick::Tick(*index);
            found.extend(rows::name_in(labels, &self.runs, (field.run, to)).map(|named| named.by(control, pick)));
        }
        for (index, field) in open.iter().filter(|(_, field)| field.kind == FieldKind::Select) {
            let options = field.options.iter().filter(|(_, text)| labels.certificate_name(&fold(text)).is_some());
            let named = options.take(MAX_CHOICES).map(|(value, text)| Named {
                control,
                pick: Some(Pick::Option(*index, value.clone())),
                text: text.clone(),
                around: vec![text.clone()],
            });
            found.extend(named);
        }
        found
    }
}
