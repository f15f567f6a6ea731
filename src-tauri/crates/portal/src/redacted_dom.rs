//! A page's build without its values, for the diagnosis of a page that nobody knows.

use std::fmt;
use std::fmt::Write as _;

use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use scraper::Node;
use scraper::node::Element;
use secrecy::SecretString;
use zeroize::Zeroizing;

use self::described::described;
pub(crate) use self::redaction::Redaction;
use self::words::Words;
use crate::dom::{self, is_non_rendered, text_of};
use crate::element::{is_classic_script, javascript, raw_text};
use crate::labels::Labels;
use crate::page::Page;
use crate::text::fold;

mod described;
mod redaction;
mod words;

/// A page's build without values: tags, labels, names, scripts without their literals. Nothing typed, nothing personal.
///
/// Words of texts stay where all of them are words of `labels.toml`, those of names and scripts where they are in one list
/// of known words; of everything else only its length and kind. What holds something just sent (ID, password, code) is
/// left out wholly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedactedDom(String);

const MAX_LINES: usize = 400;

impl fmt::Display for RedactedDom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A page of a visit and what must not be said of it, for a description that is made apart from the visit: that costs as
/// much as reading the page does. Page and what was sent are wiped with it.
pub struct PageToDescribe {
    source: Zeroizing<String>,
    summary: String,
    labels: Labels,
    sent: Vec<SecretString>,
}

impl PageToDescribe {
    pub(crate) fn new(page: &Page, labels: &Labels, sent: &[SecretString]) -> Self {
        let mut summary = format!("charset={} forms={} ", page.encoding.name(), page.forms.len());
        let _ = writeln!(summary, "fields={} controls={}", page.fields.len(), page.controls.len());
        Self { source: page.source.clone().into(), summary, labels: labels.clone(), sent: sent.to_vec() }
    }

    /// The page without anything typed or personal.
    pub fn describe(self) -> RedactedDom {
        let mut text = self.summary;
        if let Ok(html) = dom::parse(&self.source) {
            draw(&mut text, html.tree.root(), &Redaction::new(&self.labels, &self.sent));
        }
        RedactedDom(text)
    }
}

fn draw(text: &mut String, root: NodeRef<'_, Node>, redaction: &Redaction<'_>) {
    let mut depth = 0_usize;
    let mut lines = 0;
    let mut known = Words::default();
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
        for (name, value) in attributes(element, redaction, &mut known) {
            let _ = write!(text, " {name}={value}");
        }
        if let Some(words) = words(node, element) {
            let _ = write!(text, " 「{}」", redaction.text(&words));
        }
        if element.name() == "script" && element.attr("src").is_none() {
            let code = raw_text(node);
            let is_run = is_classic_script(element) || is_module(element);
            let said = if is_run { redaction.script(&code, &mut known) } else { described(&code) };
            let _ = write!(text, " {said}");
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

/// A script that browsers run as a module (HTML Standard, 4.12.1).
fn is_module(element: &Element) -> bool {
    element.attr("type").is_some_and(|kind| kind.trim().eq_ignore_ascii_case("module"))
}

fn attributes(element: &Element, redaction: &Redaction<'_>, known: &mut Words) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    for name in ["type", "name", "id", "for", "form", "method", "enctype", "role", "http-equiv", "charset"] {
        if let Some(value) = element.attr(name) {
            found.push((name, redaction.identifier(value, known)));
        }
    }
    for name in ["disabled", "hidden", "checked", "required", "readonly"] {
        if element.attr(name).is_some() {
            found.push((name, "yes".to_owned()));
        }
    }
    if let Some(script) = element.attr("onclick") {
        found.push(("onclick", redaction.script(javascript(script).unwrap_or(script), known)));
    }
    if let Some(href) = element.attr("href") {
        let kind = match (javascript(href), href.split(':').next()) {
            (Some(code), _) => redaction.script(code, known),
            (_, Some("https" | "http")) => "absolute".to_owned(),
            _ if href.starts_with('#') => "#".to_owned(),
            _ => "relative".to_owned(),
        };
        found.push(("href", kind));
    }
    found
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
