//! Parsing HTML within bounds, and what its elements are to a reader.

use std::cell::Cell;

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink as _};
use scraper::node::Element;
use scraper::{Html, HtmlTreeSink, Node};

/// html5ever is quadratic in nesting; no page of a portal is nearly as deep or as rich as this.
const MAX_DEPTH: usize = 400;
const MAX_NODES: usize = 60_000;
/// Attributes of one tag; `data-…` included, no tag of a portal has nearly as many.
const MAX_ATTRIBUTES: usize = 500;
/// html5ever is quadratic in the attributes of a tag too, because it compares each with all before it: at most so many
/// comparisons on a page. A comment, in which nothing is compared, may have some 9,000 words.
const MAX_COMPARISONS: usize = 40_000_000;
const CHUNK: usize = 1024;

/// The page is deeper or richer than any page of a portal.
#[derive(Debug)]
pub(crate) struct DomTooLarge;

/// Parses while watching depth, size and work, so that the cost stays bounded whatever comes.
pub(crate) fn parse(text: &str) -> Result<Html, DomTooLarge> {
    let builder = TreeBuilder::new(HtmlTreeSink::new(Html::new_document()), TreeBuilderOpts::default());
    let sink = Watching { builder, tokens: Cell::new(0), too_many_attributes: Cell::new(false) };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    let mut work = AttributeWork::default();
    let mut rest = text;
    while !rest.is_empty() {
        let (chunk, after) = rest.split_at(rest.floor_char_boundary(CHUNK));
        let tokens = tokenizer.sink.tokens.get();
        input.push_back(StrTendril::from(chunk));
        // It pauses where a script would run and where a page names its charset.
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        work.count(chunk, tokenizer.sink.tokens.get() == tokens)?;
        let html = tokenizer.sink.builder.sink.0.borrow();
        let mut nodes = html.tree.nodes();
        let too_many = nodes.len() > MAX_NODES || tokenizer.sink.too_many_attributes.get();
        let deep = |node: NodeRef<'_, Node>| node.ancestors().take(MAX_DEPTH + 1).count() > MAX_DEPTH;
        if too_many || nodes.next_back().is_some_and(deep) {
            return Err(DomTooLarge);
        }
        drop(html);
        rest = after;
    }
    tokenizer.end();
    let too_many = tokenizer.sink.too_many_attributes.get();
    let html = tokenizer.sink.builder.sink.finish();
    if too_many { Err(DomTooLarge) } else { Ok(html) }
}

/// Passes tokens on to the tree, and counts them.
struct Watching {
    builder: TreeBuilder<NodeId, HtmlTreeSink>,
    tokens: Cell<usize>,
    too_many_attributes: Cell<bool>,
}

impl TokenSink for Watching {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        match &token {
            // A repeated attribute is an error, and the tag goes on.
            Token::ParseError(_) => {}
            Token::TagToken(tag) if tag.attrs.len() > MAX_ATTRIBUTES => {
                self.too_many_attributes.set(true);
                // Nothing of the page is looked at any more.
                return TokenSinkResult::Continue;
            }
            _ => self.tokens.set(self.tokens.get() + 1),
        }
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// How many comparisons of attributes a page may cost so far: whatever has come without a token since may be one tag, and
/// every word of it an attribute.
#[derive(Default)]
struct AttributeWork {
    words: usize,
    comparisons: usize,
}

impl AttributeWork {
    fn count(&mut self, chunk: &str, is_silent: bool) -> Result<(), DomTooLarge> {
        if !is_silent {
            self.words = 0;
        }
        let ends_word = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'"' | b'\'');
        let words = chunk.as_bytes().windows(2).filter(|pair| ends_word(&pair[0]) && !ends_word(&pair[1])).count();
        self.words += words;
        self.comparisons = self.comparisons.saturating_add(words.saturating_mul(self.words));
        if self.comparisons > MAX_COMPARISONS { Err(DomTooLarge) } else { Ok(()) }
    }
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
                        push_some(&mut text, element.attr("alt").unwrap_or_default(), budget);
                    } else if is_block(element) {
                        text.push(' ');
                    }
                }
                Node::Text(piece) if non_rendered == 0 => push_some(&mut text, piece, budget),
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

/// As much of the piece as the budget leaves room for.
fn push_some(text: &mut String, piece: &str, budget: usize) {
    let room = budget.saturating_sub(text.len());
    text.push_str(&piece[..piece.floor_char_boundary(room)]);
}

/// The nearest ancestor that is such an element.
pub(crate) fn nearest<'a>(node: NodeRef<'a, Node>, wanted: impl Fn(&Element) -> bool) -> Option<NodeRef<'a, Node>> {
    node.ancestors().find(|node| node.value().as_element().is_some_and(&wanted))
}

/// They are one node.
pub(crate) fn same(node: NodeRef<'_, Node>, id: NodeId) -> bool {
    node.id() == id
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

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
            assert!(parse(&page).is_err(), "{}", &page[..20]);
        }
    }

    /// 390 KB on one tag cost 37 s before the work was counted; the work is what is bounded, whatever hides the tag.
    #[test]
    fn attributes_are_refused_before_they_cost_much() {
        let attributes = |count: usize| (0..count).map(|n| format!(" a{n:x}")).collect::<String>();
        for (before, after) in [("<!doctype html><body><input value='<!--'", ">"), ("<svg><script><p x='>'", "")] {
            assert!(parse(&format!("{before}{}{after}", attributes(20_000))).is_err(), "{before}");
        }
        assert!(parse(&format!("<p{}>", attributes(600))).is_err());
        assert!(parse(&format!("<p{}>", attributes(300)).repeat(100)).is_ok());
        // Long comments, scripts, texts and values are no attributes.
        let words = "x = 1 < y; ".repeat(1_500);
        for page in [
            format!("<!--{words}--><p>"),
            format!("<script>{words}</script><p>"),
            format!("<p>{}</p>", "語 ".repeat(100_000)),
            format!("<input type=hidden value=\"{}\">", format!("{}/", "Ab9+".repeat(15)).repeat(5_000)),
        ] {
            assert!(parse(&page).is_ok(), "{}", &page[..12]);
        }
    }
}
