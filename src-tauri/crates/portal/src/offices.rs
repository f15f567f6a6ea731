//! The page on which one of several offices must be chosen, after the log-in and before the menu.
//!
//! Nobody outside has seen one of this portal. Pages of its kind offer the offices as radio buttons, as a list, as rows
//! with a button each, or as links.

use crate::labels::{ControlRole, Labels};
use crate::page::{Control, Field, FieldKind, Page};
use crate::text::{cut, fold, matches_any};

/// The portal's page that asks for an office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficeRequest {
    /// The page's title.
    pub title: String,
    /// What can be chosen.
    pub choices: Vec<OfficeChoice>,
}

/// An office that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficeChoice {
    /// Handle for [`crate::Session::choose_office`].
    pub choice: u32,
    /// The page's own words.
    pub label: String,
}

/// An office, and how it is chosen.
pub(crate) struct Office {
    pub(crate) label: String,
    pub(crate) way: OfficeWay,
}

/// How an office is chosen; the numbers are indices of the page's fields and controls.
#[derive(Clone)]
pub(crate) enum OfficeWay {
    Tick(usize),
    Option(usize, String),
    Press(usize),
}

/// Offices of one page that are told apart.
const MAX_CHOICES: usize = 100;
/// Characters of an office's words.
const MAX_LABEL: usize = 80;
/// Runs of text that belong to one row.
const MAX_ROW: usize = 6;

pub(crate) fn request(labels: &Labels, page: &Page) -> OfficeRequest {
    let choices = choices(labels, page).into_iter().zip(0..);
    OfficeRequest {
        title: page.title.clone(),
        choices: choices.map(|(office, choice)| OfficeChoice { choice, label: office.label }).collect(),
    }
}

/// What can be chosen; `None` if the offices cannot be told apart.
pub(crate) fn choices(labels: &Labels, page: &Page) -> Vec<Office> {
    let found = [by_radio(page), by_list(page), by_button(labels, page), by_link(labels, page)];
    let found = found.into_iter().find(|offices| !offices.is_empty()).unwrap_or_default();
    let are_told_apart = found
        .iter()
        .enumerate()
        .all(|(at, office)| !office.label.is_empty() && !found[..at].iter().any(|other| other.label == office.label));
    if are_told_apart { found } else { Vec::new() }
}

fn is_open(field: &Field) -> bool {
    field.visible && !field.disabled && !field.in_chrome
}

/// Radio buttons of one name.
fn by_radio(page: &Page) -> Vec<Office> {
    let radios: Vec<(usize, &Field)> = page
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| field.kind == FieldKind::Radio && is_open(field))
        .take(MAX_CHOICES)
        .collect();
    let Some((_, first)) = radios.first() else { return Vec::new() };
    if radios.iter().any(|(_, field)| field.name != first.name || field.form != first.form) {
        return Vec::new();
    }
    let starts: Vec<usize> = radios.iter().map(|(_, field)| field.run).collect();
    let office = |(at, (index, field)): (usize, &(usize, &Field))| {
        let after = row_text(page, starts[at], starts.get(at + 1).copied());
        let named = field.labels[0].iter().find(|label| !label.is_empty());
        // The label's own words as they stand, where they are those that follow.
        let label = match named {
            Some(label) if !fold(&after).contains(label.as_str()) => label.clone(),
            _ => after,
        };
        Office { label: cut(&label, MAX_LABEL), way: OfficeWay::Tick(*index) }
    };
    radios.iter().enumerate().map(office).collect()
}

/// The options of the only list.
fn by_list(page: &Page) -> Vec<Office> {
    let mut lists =
        page.fields.iter().enumerate().filter(|(_, field)| field.kind == FieldKind::Select && is_open(field));
    let (Some((index, list)), None) = (lists.next(), lists.next()) else { return Vec::new() };
    let options = list.options.iter().filter(|(value, text)| !value.is_empty() && !text.is_empty());
    let office = |(value, text): &(String, String)| Office {
        label: cut(text, MAX_LABEL),
        way: OfficeWay::Option(index, value.clone()),
    };
    options.take(MAX_CHOICES).map(office).collect()
}

/// Rows with a button each; what stands since the button before names the office.
fn by_button(labels: &Labels, page: &Page) -> Vec<Office> {
    let words = labels.control(ControlRole::ChooseOffice);
    let chooses = |control: &Control| control.labels.iter().any(|label| matches_any(words, label));
    let buttons: Vec<(usize, &Control)> = pressable(page).filter(|(_, control)| chooses(control)).collect();
    let end = |at: usize| buttons[at].1.run + usize::from(buttons[at].1.has_own_run(page));
    let gap = |at: usize| buttons[at].1.run.saturating_sub(end(at - 1));
    let usual = (1..buttons.len()).map(gap).min().unwrap_or(1).clamp(1, MAX_ROW);
    let office = |(at, (index, control)): (usize, &(usize, &Control))| {
        let from = match at {
            0 => control.run.saturating_sub(usual),
            _ => end(at - 1).max(control.run.saturating_sub(MAX_ROW)),
        };
        let label = row_text(page, from.min(control.run), Some(control.run));
        Office { label: cut(&label, MAX_LABEL), way: OfficeWay::Press(*index) }
    };
    buttons.iter().enumerate().map(office).collect()
}

/// Links and buttons that bear the office's own name: whatever leads nowhere else that is known.
fn by_link(labels: &Labels, page: &Page) -> Vec<Office> {
    let leads_elsewhere = |control: &Control| control.labels.iter().any(|label| labels.leads_elsewhere(label));
    let office =
        |(index, control): (usize, &Control)| Office { label: control.words(page), way: OfficeWay::Press(index) };
    let links = pressable(page).filter(|(_, control)| !control.labels.is_empty() && !leads_elsewhere(control));
    links.map(office).collect()
}

fn pressable(page: &Page) -> impl Iterator<Item = (usize, &Control)> {
    let controls = page.controls.iter().enumerate();
    controls.filter(|(_, control)| control.visible && !control.disabled && !control.in_chrome).take(MAX_CHOICES)
}

/// The texts from one run to another, or to the next thing to press.
fn row_text(page: &Page, from: usize, to: Option<usize>) -> String {
    let to = to.unwrap_or(page.runs.len()).min(page.runs.len());
    let runs = page.runs[from.min(to)..to].iter().filter(|run| run.visible).take_while(|run| !run.in_control);
    runs.take(MAX_ROW).map(|run| run.text.as_str()).collect::<Vec<_>>().join(" ")
}
