//! Which of the portal's pages a page is, by the rules of `labels.toml`.

use crate::find;
use crate::labels::{Labels, PageKind, PageRule};
use crate::page::Page;
use crate::text::{matches_any, occurs_in};

/// The first of these kinds that the page is; [`PageKind::Unknown`] if it is none of them.
pub(crate) fn recognise(labels: &Labels, page: &Page, among: &[PageKind]) -> PageKind {
    let is = |kind: &&PageKind| labels.rules(**kind).any(|rule| holds(labels, rule, page));
    among.iter().find(is).copied().unwrap_or(PageKind::Unknown)
}

fn holds(labels: &Labels, rule: &PageRule, page: &Page) -> bool {
    (rule.title.is_empty() || matches_any(&rule.title, &page.folded_title))
        && (rule.heading.is_empty() || page.headings().any(|heading| matches_any(&rule.heading, heading)))
        && (rule.text.is_empty() || occurs_in(&rule.text, &page.folded_text))
        && rule.fields.iter().all(|role| find::field(page, labels, *role).is_some())
        && rule.controls.iter().all(|role| find::control(page, labels, *role).is_some())
        && rule.checkboxes.iter().all(|role| find::checkbox(page, labels, *role).is_some())
        && !rule.without_fields.iter().any(|role| find::field(page, labels, *role).is_some())
        && !rule.without_controls.iter().any(|role| find::control(page, labels, *role).is_some())
}
