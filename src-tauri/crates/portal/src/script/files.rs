//! Scripts in files of their own: which of them a page's handlers need.
//!
//! Most files only decorate, or hold a library whose functions are known by their names. They stay unread, as what they
//! do is not understood anyway; one that defines what a handler calls takes part like a script of the page itself.

use std::collections::{HashMap, HashSet};

use super::token::TokenKind;
use super::{Scripts, Token, handler_tokens};

/// Files of scripts by the source that the page names them by.
pub(crate) type ScriptFiles = HashMap<String, String>;

/// Words before a bracket that are no call, or one that is understood without a definition.
const NOT_MISSING: [&str; 20] = [
    "if",
    "for",
    "while",
    "switch",
    "catch",
    "function",
    "return",
    "typeof",
    "void",
    "alert",
    "confirm",
    "focus",
    "blur",
    "open",
    "setTimeout",
    "clearTimeout",
    "submit",
    "scrollTo",
    "String",
    "__doPostBack",
];

impl Scripts {
    /// Functions that these handlers, or functions of the page, call and that no script of the page defines.
    pub(crate) fn missing<'a>(&self, handlers: impl Iterator<Item = &'a str>) -> HashSet<String> {
        let handlers: Vec<Vec<Token>> = handlers.filter_map(handler_tokens).collect();
        let functions = self.functions.values().flatten().flat_map(|function| called(&function.body));
        let called = handlers.iter().flat_map(|tokens| called(tokens)).chain(functions);
        called.filter(|name| !self.defines(name)).map(str::to_owned).collect()
    }
}

/// Of these files those that define one of the missing functions, or one that those call in their turn.
pub(crate) fn needed(files: ScriptFiles, missing: HashSet<String>) -> ScriptFiles {
    let read = |(source, code): (String, String)| {
        let mut scripts = Scripts::default();
        scripts.add(&code);
        (source, code, scripts)
    };
    let mut wanted = missing;
    let mut unread: Vec<(String, String, Scripts)> = files.into_iter().map(read).collect();
    let mut needed = ScriptFiles::new();
    while let Some(at) = unread.iter().position(|(.., scripts)| wanted.iter().any(|name| scripts.defines(name))) {
        let (source, code, scripts) = unread.swap_remove(at);
        wanted.extend(scripts.missing(std::iter::empty()));
        needed.insert(source, code);
    }
    needed
}

/// Names that are called and belong to nothing: `f(…)`, not `a.f(…)`.
fn called(tokens: &[Token]) -> impl Iterator<Item = &str> {
    tokens.iter().enumerate().filter_map(|(at, token)| {
        let TokenKind::Word(word) = &token.kind else { return None };
        let before = at.checked_sub(1).and_then(|before| tokens.get(before)).map(|token| &token.kind);
        let is_member = before == Some(&TokenKind::Mark("."));
        let is_called = tokens.get(at + 1).is_some_and(|next| next.kind == TokenKind::Mark("("));
        (is_called && !is_member && !NOT_MISSING.contains(&word.as_str())).then_some(word.as_str())
    })
}
