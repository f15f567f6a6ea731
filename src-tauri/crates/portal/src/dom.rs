//! Parsing HTML within bounds, and what its elements are to a reader.

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use html5ever::driver::parse_document;
use html5ever::tendril::{StrTendril, TendrilSink as _};
use scraper::node::Element;
use scraper::{Html, HtmlTreeSink, Node};

/// html5ever is quadratic in nesting; no page of a portal is nearly as deep or as rich as this.
const MAX_DEPTH: usize = 400;
const MAX_NODES: usize = 60_000;
const CHUNK: usize = 1024;

/// The page is deeper or richer than any page of a portal.
#[derive(Debug)]
pub(crate) struct DomTooLarge;

/// Parses while watching depth and size, so that the cost stays bounded whatever comes.
pub(crate) fn parse(text: &str) -> Result<Html, DomTooLarge> {
    let mut parser = parse_document(HtmlTreeSink::new(Html::new_document()), Default::default());
    let mut rest = text;
    while !rest.is_empty() {
        let (chunk, after) = rest.split_at(rest.floor_char_boundary(CHUNK));
        parser.process(StrTendril::from(chunk));
        let html = parser.tokenizer.sink.sink.0.borrow();
        let mut nodes = html.tree.nodes();
        let too_many = nodes.len() > MAX_NODES;
        let deep = |node: NodeRef<'_, Node>| node.ancestors().take(MAX_DEPTH + 1).count() > MAX_DEPTH;
        if too_many || nodes.next_back().is_some_and(deep) {
            return Err(DomTooLarge);
        }
        drop(html);
        rest = after;
    }
    Ok(parser.finish())
}

/// Elements whose content is no text of the page.
pub(crate) fn is_non_rendered(element: &Element) -> bool {
    matches!(
        element.name(),
        "script" | "style" | "noscript" | "template" | "head" | "title" | "object" | "iframe" | "svg" | "noframes"
    )
}

/// Elements that begin and end a line.
pub(crate) fn is_block(element: &Element) -> bool {
    matches!(
        element.name(),
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "br"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "legend"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "option"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

/// Not shown until a script does, as far as the element itself tells.
pub(crate) fn is_hidden(element: &Element) -> bool {
    element.attr("hidden").is_some()
        || element.attr("aria-hidden") == Some("true")
        || element.attr("style").is_some_and(|style| {
            let style: String = style.to_ascii_lowercase().split_whitespace().collect();
            style.contains("display:none") || style.contains("visibility:hidden")
        })
}

/// The text of the beginning of a subtree with the alternatives of its images; `budget` bounds bytes and steps.
pub(crate) fn text_of(node: NodeRef<'_, Node>, budget: usize) -> String {
    let mut text = String::new();
    let mut non_rendered = 0_usize;
    for edge in node.traverse().take(budget) {
        if text.len() >= budget {
            break;
        }
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(element) if is_non_rendered(element) => non_rendered += 1,
                Node::Element(element) if non_rendered == 0 => {
                    if element.name() == "img" {
                        text.push_str(element.attr("alt").unwrap_or_default());
                    } else if is_block(element) {
                        text.push(' ');
                    }
                }
                Node::Text(piece) if non_rendered == 0 => text.push_str(piece),
                _ => {}
            },
            Edge::Close(node) => {
                if node.value().as_element().is_some_and(is_non_rendered) {
                    non_rendered -= 1;
                }
            }
        }
    }
    text
}

/// The nearest ancestor that is such an element.
pub(crate) fn nearest<'a>(node: NodeRef<'a, Node>, wanted: impl Fn(&Element) -> bool) -> Option<NodeRef<'a, Node>> {
    node.ancestors().find(|node| node.value().as_element().is_some_and(&wanted))
}

/// Same node.
pub(crate) fn same(node: NodeRef<'_, Node>, id: NodeId) -> bool {
    node.id() == id
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::time::{Duration, Instant};

    use super::*;

    #[test]
    fn ordinary_pages_are_read() {
        let html = parse("<html><body><p>あ<p>い<table><tr><td>う</table>").unwrap();
        assert_eq!(text_of(html.tree.root(), 1000).split_whitespace().collect::<Vec<_>>(), ["あ", "い", "う"]);
        assert!(parse(&"<p>段落<br>".repeat(10_000)).is_ok());
        assert!(parse("").is_ok());
    }

    #[test]
    fn hostile_pages_are_refused_in_bounded_time() {
        let megabyte = 1024 * 1024;
        let pages = [
            "<div>".repeat(megabyte / 5),
            "<div></p>".repeat(megabyte / 9),
            "<table><tr><td>".repeat(megabyte / 15),
            "<b><p>".repeat(megabyte / 6),
            "<i>".repeat(megabyte / 3),
            (0..megabyte / 24).map(|n| format!("<p><font size={n}></p>")).collect(),
            "<a><table><a>".repeat(megabyte / 13),
            "<svg><g>".repeat(megabyte / 8),
        ];
        for page in pages {
            let start = Instant::now();
            assert!(parse(&page).is_err(), "{}", &page[..20]);
            assert!(start.elapsed() < Duration::from_secs(10), "{} took {:?}", &page[..20], start.elapsed());
        }
    }
}
