use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization as _;

use crate::labels::{Blank, Labels, PageKind, Press};
use crate::page::{Control, FieldKind, Page};
use crate::text::is_one;

/// What waits at the first log-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FirstLogin {
    /// 利用規約への同意.
    Terms(Terms),
    /// パスワード設定.
    NewPassword(NewPassword),
}

/// The portal's terms.
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
    let chunks = page.chunks.iter().filter(|chunk| chunk.visible && !chunk.in_control && !chunk.in_chrome);
    let mut lines: Vec<&str> = chunks.map(|chunk| chunk.text.as_str()).collect();
    let areas = page.fields.iter().filter(|field| field.visible && field.kind == FieldKind::Area);
    lines.extend(areas.flat_map(|area| &area.values).map(|text| text.trim()));
    Terms { title: page.title.clone(), text: lines.join("\n"), elsewhere: !page.inline_frames.is_empty() }
}

fn new_password(labels: &Labels, kind: PageKind, page: &Page) -> NewPassword {
    let chunks = page.chunks.iter().filter(|chunk| chunk.visible && !chunk.in_control && !chunk.in_chrome);
    let rules: Vec<String> =
        chunks.filter(|chunk| labels.is_password_rule(&chunk.folded)).map(|chunk| chunk.text.clone()).collect();
    let text: String = rules.join("\n").nfkc().collect();
    let number = |pattern: &LazyLock<Option<Regex>>, group: usize| -> Option<u32> {
        pattern.as_ref()?.captures(&text)?.get(group)?.as_str().parse().ok()
    };
    let field = page.blank(labels, Blank::NewPassword).and_then(|index| page.fields[index].max_length);
    NewPassword {
        title: page.title.clone(),
        min_length: number(&LENGTHS, 1).or_else(|| number(&LEAST, 1)),
        max_length: number(&LENGTHS, 2).or_else(|| number(&GREATEST, 1)).or(field),
        rules,
        asks_current: page.blank(labels, Blank::CurrentPassword).is_some(),
        expired: labels.recognise(page, &[PageKind::PasswordExpired]) == PageKind::PasswordExpired,
        refused: kind == PageKind::PasswordRefused,
    }
}

impl Page {
    /// The box to tick, or the radio button to choose, of that label.
    pub(crate) fn tickable(&self, labels: &Labels, press: Press) -> Option<usize> {
        let words = labels.press(press);
        self.fields.iter().position(|field| {
            matches!(field.kind, FieldKind::Check | FieldKind::Radio)
                && field.labels.iter().flatten().any(|label| is_one(words, label))
        })
    }

    /// Ticks or chooses it.
    pub(crate) fn tick(&mut self, index: usize) {
        if self.fields[index].kind == FieldKind::Radio {
            let (form, name) = (self.fields[index].form, self.fields[index].name.clone());
            for field in &mut self.fields {
                if field.kind == FieldKind::Radio && field.form == form && field.name == name {
                    field.checked = false;
                }
            }
        }
        self.fields[index].checked = true;
    }

    /// What agrees: a control that says so, else what leads on in the form of the ticked box.
    pub(crate) fn agreeing(&self, labels: &Labels, ticked: Option<usize>) -> Option<&Control> {
        let Some(index) = ticked else { return self.press(labels, Press::Agree) };
        let form = self.fields[index].form;
        [Press::Agree, Press::GoOn, Press::Decide].into_iter().find_map(|press| self.press_in_form(labels, press, form))
    }
}
