//! What single elements are and say.

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

use crate::dom::{self, nearest, text_of};
use crate::page::FieldKind;
use crate::text::{fold, one_line};

/// Longer texts label nothing.
pub(crate) const LABEL_BUDGET: usize = 400;
/// How far around a cell its headers are looked for, in nodes.
const NEAR: usize = 64;
/// Columns of a table that are counted.
const MAX_COLUMNS: usize = 100;
/// Options of a list that are told apart.
const MAX_OPTIONS: usize = 200;
/// A refresh after more seconds than these is no way on but a time limit.
const REFRESH_SECONDS: u32 = 10;

pub(crate) fn is_post(method: &str) -> bool {
    method.trim().eq_ignore_ascii_case("post")
}

pub(crate) fn javascript(href: &str) -> Option<&str> {
    let (scheme, code) = href.split_at_checked("javascript:".len())?;
    scheme.eq_ignore_ascii_case("javascript:").then_some(code)
}

/// A script that browsers run, not data and not a module.
pub(crate) fn is_classic_script(element: &Element) -> bool {
    let kind = element.attr("type").unwrap_or_default().trim().to_ascii_lowercase();
    let kind = kind.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    kind.is_empty() || kind.ends_with("/javascript") || kind.ends_with("/ecmascript") || kind.ends_with("/x-javascript")
}

/// By what scripts and their selectors speak of an element.
pub(crate) fn names_of(element: &Element) -> Vec<String> {
    let classes = element.attr("class").unwrap_or_default().split_whitespace();
    let named = [Some(element.name()), element.attr("id"), element.attr("name")].into_iter().flatten();
    named.chain(classes).take(20).map(str::to_owned).collect()
}

/// Attributes that scripts read.
pub(crate) fn attributes_of(element: &Element) -> Vec<(String, String)> {
    let readable = |name: &str| matches!(name, "id" | "name" | "value" | "href") || name.starts_with("data-");
    let attributes = element.attrs().filter(|(name, _)| readable(name)).take(20);
    attributes.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

pub(crate) fn is_pressable(element: &Element) -> bool {
    match element.name() {
        "a" | "area" => element.attr("href").is_some() || element.attr("onclick").is_some(),
        "button" => true,
        "input" | "select" | "textarea" | "form" | "body" => false,
        _ => element.attr("onclick").is_some(),
    }
}

pub(crate) fn is_control(element: &Element) -> bool {
    matches!(element.name(), "input" | "select" | "textarea")
}

pub(crate) fn is_chrome(element: &Element) -> bool {
    matches!(element.name(), "nav" | "header" | "footer")
        || matches!(element.attr("role"), Some("navigation" | "banner" | "contentinfo" | "menu"))
}

/// The page closes what every page closes.
pub(crate) fn ends_with_html(source: &str) -> bool {
    let ends = |tag: &[u8]| source.as_bytes().windows(tag.len()).any(|bytes| bytes.eq_ignore_ascii_case(tag));
    ends(b"</html") || ends(b"</body")
}

/// Drawings have titles too.
pub(crate) fn is_html_title(node: NodeRef<'_, Node>) -> bool {
    nearest(node, |element| element.name() == "svg").is_none()
}

pub(crate) fn is_disabled_fieldset(element: &Element) -> bool {
    element.name() == "fieldset" && element.attr("disabled").is_some()
}

pub(crate) fn ends_row(node: NodeRef<'_, Node>) -> bool {
    node.value().as_element().is_none_or(|element| matches!(element.name(), "body" | "html" | "main"))
}

pub(crate) fn pressable_ancestor(node: NodeRef<'_, Node>) -> Option<NodeRef<'_, Node>> {
    nearest(node, is_pressable)
}

pub(crate) fn field_kind(element: &Element) -> FieldKind {
    match element.name() {
        "select" => return FieldKind::Select,
        "textarea" => return FieldKind::Area,
        _ => {}
    }
    match element.attr("type").unwrap_or("text").to_ascii_lowercase().as_str() {
        "password" => FieldKind::Password,
        "hidden" => FieldKind::Hidden,
        "checkbox" => FieldKind::Check,
        "radio" => FieldKind::Radio,
        "file" | "color" | "range" => FieldKind::Other,
        _ => FieldKind::Text,
    }
}

/// The text of an element that holds only text.
pub(crate) fn raw_text(node: NodeRef<'_, Node>) -> String {
    let pieces = node.children().filter_map(|child| child.value().as_text());
    pieces.fold(String::new(), |text, piece| text + piece)
}

/// What a list sends: the chosen options, else the first where one must be.
pub(crate) fn chosen_options(node: NodeRef<'_, Node>, multiple: bool) -> Vec<String> {
    let options: Vec<(bool, String)> = node
        .descendants()
        .filter_map(|node| Some((node, node.value().as_element()?)))
        .filter(|(_, element)| element.name() == "option" && element.attr("disabled").is_none())
        .map(|(node, element)| {
            let value = element.attr("value").map_or_else(|| one_line(&raw_text(node)), str::to_owned);
            (element.attr("selected").is_some(), value)
        })
        .collect();
    let chosen: Vec<String> =
        options.iter().filter(|(selected, _)| *selected).map(|(_, value)| value.clone()).collect();
    match (multiple, chosen.is_empty()) {
        (true, _) => chosen,
        (false, false) => chosen.into_iter().next_back().into_iter().collect(),
        (false, true) => options.into_iter().next().map(|(_, value)| value).into_iter().collect(),
    }
}

/// What a list offers, as value and text.
pub(crate) fn options_of(node: NodeRef<'_, Node>) -> Vec<(String, String)> {
    let options = node.descendants().filter_map(|node| Some((node, node.value().as_element()?)));
    let enabled = options.filter(|(_, element)| element.name() == "option" && element.attr("disabled").is_none());
    let read = |(node, element): (NodeRef<'_, Node>, &Element)| {
        let text = one_line(&raw_text(node));
        (element.attr("value").map_or_else(|| text.clone(), str::to_owned), text)
    };
    enabled.take(MAX_OPTIONS).map(read).collect()
}

fn cells(row: NodeRef<'_, Node>) -> impl Iterator<Item = (NodeRef<'_, Node>, &Element)> {
    row.children()
        .filter_map(|node| Some((node, node.value().as_element()?)))
        .filter(|(_, element)| matches!(element.name(), "td" | "th" | "dt" | "dd"))
}

/// The header cells of a cell's row, else its first cell; for `dd` the `dt` before.
pub(crate) fn row_headers(cell: NodeRef<'_, Node>) -> Vec<String> {
    if cell.value().as_element().is_some_and(|element| element.name() == "dd") {
        let mut before = cell.prev_siblings().take(NEAR).filter_map(|node| Some((node, node.value().as_element()?)));
        return before
            .find(|(_, element)| element.name() == "dt")
            .map(|(node, _)| fold(&text_of(node, LABEL_BUDGET)))
            .into_iter()
            .collect();
    }
    // A header stands before what it heads, so the nearest one counts where a row has several pairs.
    let before = cell.prev_siblings().take(NEAR).filter_map(|node| Some((node, node.value().as_element()?)));
    let before: Vec<_> = before.filter(|(_, element)| matches!(element.name(), "td" | "th" | "dt" | "dd")).collect();
    let header = before.iter().find(|(_, element)| element.name() == "th").or(before.first());
    header.map(|(node, _)| fold(&text_of(*node, LABEL_BUDGET))).into_iter().collect()
}

/// The cell above, in the row before, counting spans.
pub(crate) fn column_header(cell: NodeRef<'_, Node>) -> Option<String> {
    let span = |element: &Element| element.attr("colspan").and_then(|span| span.trim().parse().ok()).unwrap_or(1_usize);
    if cell.value().as_element().is_some_and(|element| element.name() == "dd") {
        return None;
    }
    let row = cell.parent()?;
    let column: usize = cells(row)
        .take(MAX_COLUMNS)
        .take_while(|(node, _)| !dom::same(*node, cell.id()))
        .map(|(_, element)| span(element).min(100))
        .sum();
    let above =
        row.prev_siblings().take(NEAR).find(|node| node.value().as_element().is_some_and(|row| row.name() == "tr"));
    let above = above.or_else(|| {
        let head = row.parent()?.prev_siblings().take(NEAR).find(|node| node.value().is_element())?;
        head.children().rev().take(NEAR).find(|node| node.value().is_element())
    })?;
    let mut at = 0;
    for (node, element) in cells(above).take(MAX_COLUMNS) {
        let end = at + span(element).min(100);
        if (at..end).contains(&column) {
            return Some(fold(&text_of(node, LABEL_BUDGET)));
        }
        at = end;
    }
    None
}

pub(crate) fn refresh_of(element: &Element) -> Option<String> {
    if !element.attr("http-equiv")?.trim().eq_ignore_ascii_case("refresh") {
        return None;
    }
    refresh_in(element.attr("content")?)
}

/// Where a refresh of a few seconds leads, by the tag's content or the header's value.
pub(crate) fn refresh_in(content: &str) -> Option<String> {
    let content = content.trim();
    let end = content.find(|c: char| !c.is_ascii_digit()).unwrap_or(content.len());
    let seconds: u32 = content[..end].parse().ok()?;
    let rest = content[end..].trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let rest = rest.trim_start_matches([' ', ';', ',', '\t', '\n', '\r']);
    let url = match rest.split_at_checked(3) {
        Some((name, url)) if name.eq_ignore_ascii_case("url") => url.trim_start().strip_prefix('=')?,
        _ => rest,
    };
    let url = url.trim().trim_matches(['"', '\'']);
    (seconds <= REFRESH_SECONDS && !url.is_empty()).then(|| url.to_owned())
}

/// Holds one thing among others of its kind: a cell, an item, something to press.
pub(crate) fn is_item(element: &Element) -> bool {
    matches!(element.name(), "td" | "li" | "dd" | "a" | "button" | "label" | "option")
}
