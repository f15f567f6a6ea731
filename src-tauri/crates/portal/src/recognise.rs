//! Which of the portal's pages a page is, by the rules of `labels.toml`.

use std::collections::HashSet;

use crate::find;
use crate::labels::{FieldRole, Labels, PageKind, PageRule};
use crate::offices;
use crate::page::Page;
use crate::text::{LabelPattern, matches_any, occurs_in, sentences, states_one};

/// Sentences that stood on a page before something was sent, and so say nothing of what came of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Standing(HashSet<String>);

impl Standing {
    pub(crate) fn of(page: &Page) -> Self {
        Self(sentences(&page.folded_text).map(str::to_owned).collect())
    }

    /// The text of a page without them.
    pub(crate) fn fresh(&self, page: &Page) -> String {
        let fresh = sentences(&page.folded_text).filter(|sentence| !self.0.contains(*sentence));
        fresh.fold(String::new(), |text, sentence| text + sentence + "\n")
    }
}

/// The first of these kinds that the page is; [`PageKind::Unknown`] if it is none of them.
pub(crate) fn recognise(labels: &Labels, page: &Page, among: &[PageKind]) -> PageKind {
    recognise_after(labels, page, among, &Standing::default())
}

/// As [`recognise`], by sentences that are new on this page.
pub(crate) fn recognise_after(labels: &Labels, page: &Page, among: &[PageKind], standing: &Standing) -> PageKind {
    let text = standing.fresh(page);
    let is = |kind: &&PageKind| {
        may_be(labels, **kind, page) && labels.rules(**kind).any(|rule| holds(labels, rule, page, &text))
    };
    among.iter().find(is).copied().unwrap_or(PageKind::Unknown)
}

/// The first of these kinds that a new sentence of the page states, whatever else is on it.
pub(crate) fn newly_said(labels: &Labels, page: &Page, among: &[PageKind], standing: &Standing) -> Option<PageKind> {
    let text = standing.fresh(page);
    let says = |kind: &&PageKind| labels.rules(**kind).any(|rule| states_one(&rule.text, &text));
    among.iter().find(says).copied()
}

/// Which refusal the folded words of a dialog state, if one.
pub(crate) fn refusal_in(labels: &Labels, folded: &str) -> Option<PageKind> {
    const REFUSALS: [PageKind; 6] = [
        PageKind::Locked,
        PageKind::PasswordExpired,
        PageKind::WrongLogin,
        PageKind::SessionTakenOver,
        PageKind::SessionExpired,
        PageKind::Maintenance,
    ];
    let says = |kind: &PageKind| labels.rules(*kind).any(|rule| states(*kind, &rule.text, folded));
    REFUSALS.into_iter().find(says)
}

/// A page that asks for something unknown is no refusal of what is known, and no page to press on from.
fn may_be(labels: &Labels, kind: PageKind, page: &Page) -> bool {
    const LOGIN: [FieldRole; 2] = [FieldRole::UserId, FieldRole::Password];
    const ACCOUNT: [FieldRole; 5] = [
        FieldRole::UserId,
        FieldRole::Password,
        FieldRole::CurrentPassword,
        FieldRole::NewPassword,
        FieldRole::ConfirmPassword,
    ];
    match kind {
        PageKind::Locked | PageKind::PasswordExpired => !find::asks_for_more(page, labels, &ACCOUNT),
        PageKind::Notice => !find::asks_for_more(page, labels, &[]),
        PageKind::WrongLogin => {
            find::field(page, labels, FieldRole::Password).is_some() || !find::asks_for_more(page, labels, &LOGIN)
        }
        PageKind::Offices => !offices::choices(labels, page).is_empty(),
        PageKind::LoggedInElsewhere => !find::asks_for_more(page, labels, &[]),
        _ => true,
    }
}

fn states(kind: PageKind, clauses: &[LabelPattern], text: &str) -> bool {
    match kind {
        PageKind::Locked
        | PageKind::PasswordExpired
        | PageKind::WrongLogin
        | PageKind::SessionTakenOver
        | PageKind::SessionExpired => states_one(clauses, text),
        _ => occurs_in(clauses, text),
    }
}

fn holds(labels: &Labels, rule: &PageRule, page: &Page, text: &str) -> bool {
    (rule.title.is_empty() || matches_any(&rule.title, &page.folded_title))
        && (rule.heading.is_empty() || page.headings().any(|heading| matches_any(&rule.heading, heading)))
        && (rule.text.is_empty() || states(rule.page, &rule.text, text))
        && rule.fields.iter().all(|role| find::field(page, labels, *role).is_some())
        && rule.controls.iter().all(|role| find::control(page, labels, *role).is_some())
        && rule.checkboxes.iter().all(|role| find::checkbox(page, labels, *role).is_some())
        && !rule.without_fields.iter().any(|role| find::field(page, labels, *role).is_some())
        && !rule.without_controls.iter().any(|role| find::control(page, labels, *role).is_some())
}
