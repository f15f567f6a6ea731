//! A page's build without its values, for the diagnosis of a page that nobody knows.

use std::fmt;
use std::fmt::Write as _;
use std::sync::LazyLock;

use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use regex::Regex;
use scraper::Node;
use scraper::node::Element;

use crate::dom::{self, is_non_rendered, text_of};
use crate::labels::Labels;
use crate::page::Page;
use crate::text::{cut, fold, one_line};

/// A page's build without values: tags, labels, field names. Nothing typed, nothing personal.
///
/// Words stay where `labels.toml` knows them, or where they stand on something to press or beside a field
/// and hold no digit; names of people and offices (anything with 様, 殿, 御中 or さん) never do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedactedDom(String);

const MAX_LINES: usize = 400;
const MAX_LABEL: usize = 30;

/// Texts of scripts, and numbers.
static LITERAL: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#""[^"]*"|'[^']*'|[0-9]+"#).ok());

impl RedactedDom {
    pub(crate) fn of(page: &Page, labels: &Labels) -> Self {
        let mut text = format!("charset={} forms={} ", page.encoding.name(), page.forms.len());
        let _ = writeln!(text, "fields={} controls={}", page.fields.len(), page.controls.len());
        if let Ok(html) = dom::parse(&page.source) {
            draw(&mut text, html.tree.root(), labels);
        }
        Self(text)
    }
}

impl fmt::Display for RedactedDom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn draw(text: &mut String, root: NodeRef<'_, Node>, labels: &Labels) {
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
        let hidden = is_non_rendered(element) && !matches!(element.name(), "title" | "head" | "iframe");
        if hidden || lines >= MAX_LINES || !is_telling(element) {
            continue;
        }
        lines += 1;
        let _ = write!(text, "{:indent$}{}", "", element.name(), indent = depth.min(20));
        for (name, value) in attributes(element) {
            let _ = write!(text, " {name}={value}");
        }
        if let Some(words) = words(node, element, labels) {
            let _ = write!(text, " 「{words}」");
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
    ) || element.attr("onclick").is_some()
}

fn attributes(element: &Element) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    for name in ["type", "name", "id", "for", "form", "method", "enctype", "role", "http-equiv", "charset"] {
        if let Some(value) = element.attr(name) {
            // Identifiers may carry numbers of offices and sessions.
            let masked: String = cut(value, 40).chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
            found.push((name, one_line(&masked)));
        }
    }
    for name in ["disabled", "hidden", "checked", "required", "readonly"] {
        if element.attr(name).is_some() {
            found.push((name, "yes".to_owned()));
        }
    }
    if let Some(script) = element.attr("onclick") {
        found.push(("onclick", masked_script(script)));
    }
    if let Some(href) = element.attr("href") {
        let kind = match href.split(':').next() {
            Some("javascript") => masked_script(href),
            Some("https" | "http") => "absolute".to_owned(),
            _ if href.starts_with('#') => "#".to_owned(),
            _ => "relative".to_owned(),
        };
        found.push(("href", kind));
    }
    found
}

fn masked_script(script: &str) -> String {
    let script = one_line(&cut(script, 200));
    match LITERAL.as_ref() {
        Some(literal) => literal.replace_all(&script, "…").into_owned(),
        None => String::new(),
    }
}

/// The words of what labels, or is pressed, unless they may name somebody.
fn words(node: NodeRef<'_, Node>, element: &Element, labels: &Labels) -> Option<String> {
    let text = match element.name() {
        "input" if matches!(element.attr("type"), Some("submit" | "button" | "image")) => {
            element.attr("value").or_else(|| element.attr("alt"))?.to_owned()
        }
        "input" | "select" | "textarea" => {
            ["aria-label", "placeholder", "title"].into_iter().find_map(|name| element.attr(name))?.to_owned()
        }
        "img" => element.attr("alt")?.to_owned(),
        "title" => node.children().filter_map(|child| Some(child.value().as_text()?.to_string())).collect(),
        "label" | "button" | "a" | "area" | "th" | "dt" | "legend" | "caption" | "h1" | "h2" | "h3" | "h4" | "h5"
        | "h6" => text_of(node, 400),
        "td" | "li" | "dd" => {
            let text = text_of(node, 400);
            return labels.knows(&fold(&text)).then(|| one_line(&text));
        }
        _ if element.attr("onclick").is_some() => text_of(node, 400),
        _ => return None,
    };
    let text = one_line(&text);
    let folded = fold(&text);
    if folded.is_empty() {
        return None;
    }
    let named = ["様", "殿", "御中", "さん", "氏名"].iter().any(|mark| folded.contains(mark));
    let safe = !named && !folded.chars().any(char::is_numeric) && text.chars().count() <= MAX_LABEL;
    if labels.knows(&folded) || safe { Some(text) } else { Some("…".to_owned()) }
}
