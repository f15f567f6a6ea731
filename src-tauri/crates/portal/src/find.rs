//! Where on a page the field or control of a label is.

use crate::form;
use crate::labels::{ControlRole, FieldRole, Labels};
use crate::page::{Control, Field, FieldKind, FieldValue, LABEL_SOURCES, Page};
use crate::text::matches_any;

/// Controls of one label that are looked at.
const MAX_CANDIDATES: usize = 20;

/// The one field of that role, by the surest source of labels that finds any; `None` if that finds several.
pub(crate) fn field(page: &Page, labels: &Labels, role: FieldRole) -> Option<usize> {
    let patterns = labels.field(role);
    let fits = |field: &Field| {
        field.visible
            && !field.disabled
            && !field.read_only
            && match field.kind {
                FieldKind::Password => role.is_password() || role == FieldRole::Code,
                FieldKind::Text => !role.is_password(),
                _ => false,
            }
    };
    for source in 0..LABEL_SOURCES {
        let labelled = |field: &Field| field.labels[source].iter().any(|label| matches_any(patterns, label));
        let mut found = page.fields.iter().enumerate().filter(|(_, field)| fits(field) && labelled(field));
        if let Some((index, _)) = found.next() {
            return found.next().is_none().then_some(index);
        }
    }
    None
}

/// Does the page ask for something to be typed in that is none of these?
pub(crate) fn asks_for_more(page: &Page, labels: &Labels, known: &[FieldRole]) -> bool {
    let known: Vec<usize> = known.iter().filter_map(|role| field(page, labels, *role)).collect();
    let asks = |(index, field): (usize, &Field)| is_to_be_filled(field) && !field.in_chrome && !known.contains(&index);
    page.fields.iter().enumerate().any(asks)
}

/// Does the form of these fields ask for something else to be typed in?
pub(crate) fn form_asks_for_more(page: &Page, form: Option<usize>, known: &[FieldValue<'_>]) -> bool {
    let asks = |(index, field): (usize, &Field)| {
        is_to_be_filled(field)
            && field.form == form
            && field.values.iter().all(String::is_empty)
            && !known.iter().any(|(known, _)| *known == index)
    };
    page.fields.iter().enumerate().any(asks)
}

fn is_to_be_filled(field: &Field) -> bool {
    field.visible
        && !field.disabled
        && !field.read_only
        && matches!(field.kind, FieldKind::Text | FieldKind::Password | FieldKind::Area)
}

/// The control of that role: one that is enabled and visible first, and outside of header and navigation first.
pub(crate) fn control<'a>(page: &'a Page, labels: &Labels, role: ControlRole) -> Option<&'a Control> {
    let patterns = labels.control(role);
    page.controls
        .iter()
        .filter(|control| control.labels.iter().any(|label| matches_any(patterns, label)))
        .min_by_key(|control| (control.disabled, !control.visible, control.in_chrome, control.order))
}

/// The one control of that role that can be pressed; `None` if there are several.
pub(crate) fn only_control<'a>(page: &'a Page, labels: &Labels, role: ControlRole) -> Option<&'a Control> {
    let patterns = labels.control(role);
    let mut found = page.controls.iter().filter(|control| {
        control.visible
            && !control.disabled
            && !control.in_chrome
            && control.labels.iter().any(|label| matches_any(patterns, label))
    });
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// The one control of that role that sends this form; `None` if there are several that differ.
pub(crate) fn control_in_form<'a>(
    page: &'a Page,
    labels: &Labels,
    role: ControlRole,
    form: Option<usize>,
    filled: &[FieldValue<'_>],
) -> Option<&'a Control> {
    let patterns = labels.control(role);
    let labelled = |control: &&Control| control.labels.iter().any(|label| matches_any(patterns, label));
    let fits = |control: &&Control| form.is_some() && form::sent_by(page, control, filled) == form;
    // Asking a control what it sends means running its scripts: not for thousands of them.
    let mut found = page.controls.iter().filter(labelled).take(MAX_CANDIDATES).filter(fits);
    let first = found.next()?;
    found.all(|other| other.action == first.action && other.script == first.script).then_some(first)
}

/// All boxes to tick of that role.
pub(crate) fn checkboxes(page: &Page, labels: &Labels, role: ControlRole) -> Vec<usize> {
    let is = |field: &Field| field.kind == FieldKind::Check && is_ticked_for(page, labels, role, field);
    page.fields.iter().enumerate().filter(|(_, field)| is(field)).map(|(index, _)| index).collect()
}

/// The checkbox or radio button of that role.
pub(crate) fn checkbox(page: &Page, labels: &Labels, role: ControlRole) -> Option<usize> {
    page.fields.iter().position(|field| {
        matches!(field.kind, FieldKind::Check | FieldKind::Radio) && is_ticked_for(page, labels, role, field)
    })
}

/// By its label; where it has none, by the words behind it, or around it.
fn is_ticked_for(page: &Page, labels: &Labels, role: ControlRole, field: &Field) -> bool {
    let is = |label: &str| matches_any(labels.control(role), label);
    if let [label, ..] = field.labels[0].as_slice()
        && !label.is_empty()
    {
        return field.labels[0].iter().any(|label| is(label));
    }
    let behind = page.runs.get(field.run).filter(|run| run.visible && !run.in_control);
    behind.is_some_and(|run| is(&run.folded))
        || field.labels[1..LABEL_SOURCES - 1].iter().flatten().any(|label| is(label))
}

/// What agrees: a control that says so, else what leads on in the form of the ticked checkbox.
pub(crate) fn agreeing<'a>(page: &'a Page, labels: &Labels, ticked: Option<usize>) -> Option<&'a Control> {
    let Some(index) = ticked else { return control(page, labels, ControlRole::Agree) };
    let form = page.fields[index].form;
    [ControlRole::Agree, ControlRole::GoOn, ControlRole::Decide]
        .into_iter()
        .find_map(|role| control_in_form(page, labels, role, form, &[]))
}
