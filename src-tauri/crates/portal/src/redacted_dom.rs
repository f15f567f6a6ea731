//! A page's build without its values, for the diagnosis of a page that nobody knows.

use std::fmt;
use std::fmt::Write as _;

use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use scraper::Node;
use scraper::node::Element;
use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

use crate::dom::{self, is_non_rendered, text_of};
use crate::element::raw_text;
use crate::labels::Labels;
use crate::page::Page;
use crate::script;
use crate::text::{fold, one_line};

/// A page's build without values: tags, labels, field names, scripts without their literals. Nothing typed, nothing personal.
///
/// Words stay where all of them are words of `labels.toml`; of every other text only its length and kind. A text or a
/// name that holds what was just sent (ID, password, code) is left out wholly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedactedDom(String);

const MAX_LINES: usize = 400;
/// Tokens of a script that are shown.
const MAX_TOKENS: usize = 300;

impl RedactedDom {
    pub(crate) fn of(page: &Page, redaction: &Redaction<'_>) -> Self {
        let mut text = format!("charset={} forms={} ", page.encoding.name(), page.forms.len());
        let _ = writeln!(text, "fields={} controls={}", page.fields.len(), page.controls.len());
        if let Ok(html) = dom::parse(&page.source) {
            draw(&mut text, html.tree.root(), redaction);
        }
        Self(text)
    }
}

impl fmt::Display for RedactedDom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn draw(text: &mut String, root: NodeRef<'_, Node>, redaction: &Redaction<'_>) {
    let mut depth = 0_usize;
    let mut lines = 0;
    for edge in root.traverse() {
        let (node, opens) = match edge {
            Edge::Open(node) => (node, true),
            Edge::Close(node) => (node, false),
        };
        let Some(element) = node.value().as_element() else { continue };
        if !opens {
            depth -= 1;
            continue;
        }
        depth += 1;
        let hidden = is_non_rendered(element) && !matches!(element.name(), "title" | "head" | "iframe" | "script");
        if hidden || lines >= MAX_LINES || !is_telling(element) {
            continue;
        }
        lines += 1;
        let _ = write!(text, "{:indent$}{}", "", element.name(), indent = depth.min(20));
        for (name, value) in attributes(element, redaction) {
            let _ = write!(text, " {name}={value}");
        }
        if let Some(words) = words(node, element) {
            let _ = write!(text, " 「{}」", redaction.text(&words));
        }
        if element.name() == "script" && element.attr("src").is_none() {
            let _ = write!(text, " {}", redaction.script(&raw_text(node)));
        }
        text.push('\n');
    }
}

fn is_telling(element: &Element) -> bool {
    matches!(
        element.name(),
        "title"
            | "meta"
            | "base"
            | "frameset"
            | "frame"
            | "iframe"
            | "form"
            | "table"
            | "tr"
            | "th"
            | "td"
            | "ul"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "nav"
            | "header"
            | "footer"
            | "main"
            | "section"
            | "fieldset"
            | "legend"
            | "caption"
            | "label"
            | "input"
            | "select"
            | "textarea"
            | "button"
            | "a"
            | "area"
            | "img"
            | "script"
    ) || element.attr("onclick").is_some()
}

fn attributes(element: &Element, redaction: &Redaction<'_>) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    for name in ["type", "name", "id", "for", "form", "method", "enctype", "role", "http-equiv", "charset"] {
        if let Some(value) = element.attr(name) {
            found.push((name, redaction.identifier(value)));
        }
    }
    for name in ["disabled", "hidden", "checked", "required", "readonly"] {
        if element.attr(name).is_some() {
            found.push((name, "yes".to_owned()));
        }
    }
    if let Some(script) = element.attr("onclick") {
        found.push(("onclick", redaction.script(script)));
    }
    if let Some(href) = element.attr("href") {
        let kind = match href.split(':').next() {
            Some("javascript") => redaction.script(href),
            Some("https" | "http") => "absolute".to_owned(),
            _ if href.starts_with('#') => "#".to_owned(),
            _ => "relative".to_owned(),
        };
        found.push(("href", kind));
    }
    found
}

/// What may be said of texts of a page.
pub(crate) struct Redaction<'a> {
    pub(crate) labels: &'a Labels,
    /// What was sent to the portal and may be echoed by it.
    pub(crate) secrets: &'a [SecretString],
}

impl Redaction<'_> {
    /// The text where it names nobody, else how long it is and of what letters.
    pub(crate) fn text(&self, text: &str) -> String {
        let line = one_line(text);
        let folded = fold(&line);
        if self.is_secret(&folded) {
            return "…".to_owned();
        }
        if self.labels.names_nobody(&folded) { line } else { described(&line) }
    }

    /// An identifier; its digits may be numbers of offices and sessions.
    fn identifier(&self, value: &str) -> String {
        let is_identifier =
            value.len() <= 80 && value.chars().all(|c| c.is_ascii_alphanumeric() || "_-.:$[]/;= ".contains(c));
        if !is_identifier || self.is_secret(&fold(value)) {
            return described(value);
        }
        value.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
    }

    /// What a script is made of, without its texts, numbers and comments.
    fn script(&self, code: &str) -> String {
        let code = code.strip_prefix("javascript:").unwrap_or(code);
        match script::structure(code, MAX_TOKENS) {
            Some(structure) if !self.is_secret(&fold(&structure)) => structure,
            _ => described(code),
        }
    }

    /// Is what was sent in the folded text? Shorter ones would be found anywhere.
    pub(crate) fn is_secret(&self, folded: &str) -> bool {
        self.secrets.iter().any(|secret| {
            let secret = Zeroizing::new(fold(secret.expose_secret()));
            secret.chars().count() >= MIN_SECRET && folded.contains(secret.as_str())
        })
    }
}

/// Characters of the shortest secret that is looked for.
const MIN_SECRET: usize = 4;

/// How many characters, of what kind.
fn described(text: &str) -> String {
    let is_kana = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9f}');
    let is_kanji = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}');
    let chars: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let are_all = |is: &dyn Fn(char) -> bool| chars.iter().all(|c| is(*c));
    let kind = match () {
        () if chars.is_empty() => "blank",
        () if are_all(&char::is_numeric) => "digits",
        () if are_all(&|c| c.is_ascii_alphanumeric()) => "letters",
        () if are_all(&is_kana) => "kana",
        () if are_all(&is_kanji) => "kanji",
        () => "mixed",
    };
    format!("…{} {kind}", text.chars().count())
}

/// The words of what labels, or is pressed.
fn words(node: NodeRef<'_, Node>, element: &Element) -> Option<String> {
    let text = match element.name() {
        "input" if matches!(element.attr("type"), Some("submit" | "button" | "image")) => {
            element.attr("value").or_else(|| element.attr("alt"))?.to_owned()
        }
        "input" | "select" | "textarea" => {
            ["aria-label", "placeholder", "title"].into_iter().find_map(|name| element.attr(name))?.to_owned()
        }
        "img" => element.attr("alt")?.to_owned(),
        "title" => raw_text(node),
        "label" | "button" | "a" | "area" | "th" | "td" | "li" | "dt" | "dd" | "legend" | "caption" | "h1" | "h2"
        | "h3" | "h4" | "h5" | "h6" => text_of(node, 400),
        _ if element.attr("onclick").is_some() => text_of(node, 400),
        _ => return None,
    };
    (!fold(&text).is_empty()).then_some(text)
}
