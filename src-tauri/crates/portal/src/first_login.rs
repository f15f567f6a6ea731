//! The pages that a log-in may stop at, as data: the terms, the new password, the code by mail.

use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization as _;

use crate::find;
use crate::labels::{ControlRole, FieldRole, Labels, PageKind};
use crate::page::{FieldKind, Page};
use crate::recognise::recognise;
use crate::text::cut;

/// What waits at the first log-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FirstLogin {
    /// 利用規約への同意.
    Terms(Terms),
    /// パスワード設定.
    NewPassword(NewPassword),
}

/// The terms that the portal shows at the first log-in (利用規約への同意).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The page's title.
    pub title: String,
    /// The text, unshortened, a line per block.
    pub text: String,
    /// The text stands in a frame that this client does not read, so it must be read in the browser.
    pub elsewhere: bool,
}

/// The portal's page for a new password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPassword {
    /// The page's title.
    pub title: String,
    /// The page's own sentences on what a password must be.
    pub rules: Vec<String>,
    /// Least number of characters, where a sentence says so.
    pub min_length: Option<u32>,
    /// Greatest number of characters, where a sentence or the field says so.
    pub max_length: Option<u32>,
    /// The present password is asked for too.
    pub asks_current: bool,
    /// The portal says that the present one has expired.
    pub expired: bool,
    /// The last one was refused.
    pub refused: bool,
}

/// 「8文字以上16文字以内」, 「8～16桁」, 「8文字から16文字」.
static LENGTHS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"([0-9]{1,2})\s*(?:文字|桁)?\s*(?:以上|から|~|〜|-|ー)\s*、?\s*([0-9]{1,2})\s*(?:文字|桁)").ok()
});
static LEAST: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"([0-9]{1,2})\s*(?:文字|桁)\s*以上").ok());
static GREATEST: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"([0-9]{1,2})\s*(?:文字|桁)\s*(?:以内|以下|まで)").ok());

/// The portal's page that asks for a code that it has sent by mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeRequest {
    /// The page's title.
    pub title: String,
    /// The page's own sentences on the code and on where it was sent.
    pub sentences: Vec<String>,
    /// Greatest number of characters, where the field says so.
    pub max_length: Option<u32>,
}

/// The portal's page that says that the same user ID is logged in elsewhere, and asks whether to go on all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakeOver {
    /// The page's title.
    pub title: String,
    /// The page's own sentences.
    pub sentences: Vec<String>,
    /// What stands on the button that goes on.
    pub button: String,
}

/// Sentences of a page that are shown.
const MAX_SENTENCES: usize = 8;
/// Characters of one of them.
const MAX_SENTENCE: usize = 200;

pub(crate) fn take_over(labels: &Labels, page: &Page) -> TakeOver {
    let button = find::control(page, labels, ControlRole::TakeOver).map(|control| control.words(page));
    TakeOver {
        title: page.title.clone(),
        sentences: page.sentences().take(MAX_SENTENCES).map(|run| cut(&run.text, MAX_SENTENCE)).collect(),
        button: button.unwrap_or_default(),
    }
}

pub(crate) fn code_request(labels: &Labels, page: &Page) -> CodeRequest {
    let speaks_of_it = |folded: &str| ["コード", "メール", "送信", "番号"].iter().any(|word| folded.contains(word));
    let speaking = page.sentences().filter(|run| speaks_of_it(&run.folded));
    let sentences = speaking.take(MAX_SENTENCES).map(|run| cut(&run.text, MAX_SENTENCE)).collect();
    let field = find::field(page, labels, FieldRole::Code);
    CodeRequest {
        title: page.title.clone(),
        sentences,
        max_length: field.and_then(|index| page.fields[index].max_length),
    }
}

pub(crate) fn first_login(labels: &Labels, kind: PageKind, page: &Page) -> Option<FirstLogin> {
    match kind {
        PageKind::Terms => Some(FirstLogin::Terms(terms(page))),
        PageKind::NewPassword | PageKind::PasswordRefused => {
            Some(FirstLogin::NewPassword(new_password(labels, kind, page)))
        }
        _ => None,
    }
}

fn terms(page: &Page) -> Terms {
    let mut lines: Vec<&str> = page.sentences().map(|run| run.text.as_str()).collect();
    let areas = page.fields.iter().filter(|field| field.visible && field.kind == FieldKind::Area);
    lines.extend(areas.flat_map(|area| &area.values).map(|text| text.trim()));
    Terms { title: page.title.clone(), text: lines.join("\n"), elsewhere: !page.inline_frames.is_empty() }
}

fn new_password(labels: &Labels, kind: PageKind, page: &Page) -> NewPassword {
    let ruling = page.sentences().filter(|run| labels.is_password_rule(&run.folded));
    let rules: Vec<String> = ruling.map(|run| run.text.clone()).collect();
    let text: String = rules.join("\n").nfkc().collect();
    let number = |pattern: &LazyLock<Option<Regex>>, group: usize| -> Option<u32> {
        pattern.as_ref()?.captures(&text)?.get(group)?.as_str().parse().ok()
    };
    let field = find::field(page, labels, FieldRole::NewPassword).and_then(|index| page.fields[index].max_length);
    NewPassword {
        title: page.title.clone(),
        min_length: number(&LENGTHS, 1).or_else(|| number(&LEAST, 1)),
        max_length: number(&LENGTHS, 2).or_else(|| number(&GREATEST, 1)).or(field),
        rules,
        asks_current: find::field(page, labels, FieldRole::CurrentPassword).is_some(),
        expired: recognise(labels, page, &[PageKind::PasswordExpired]) == PageKind::PasswordExpired,
        refused: kind == PageKind::PasswordRefused,
    }
}
