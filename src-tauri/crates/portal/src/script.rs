//! The scripts of a page as data: the functions that they define, what runs by itself, and what they are attached to.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

pub(crate) use crate::script::effects::{Effects, Loaded, Target};
pub(crate) use crate::script::syntax::{Expression, Function, Statement, Unknown};
pub(crate) use crate::script::token::Token;
use crate::script::token::TokenKind;

mod effects;
pub(crate) mod files;
mod syntax;
mod token;

/// Longer scripts of a page are libraries.
pub(crate) const MAX_SCRIPT: usize = 256 * 1024;
/// Longer handlers are no simple navigation.
const MAX_HANDLER: usize = 4096;

/// The inline scripts of one page.
#[derive(Debug, Default)]
pub(crate) struct Scripts {
    /// Functions by name; `None` if the name is defined more than once.
    functions: HashMap<String, Option<Function>>,
    /// What runs while the page loads, in order.
    pub(crate) automatic: Vec<Automatic>,
    /// Names, ids, classes and selectors that scripts with handlers of their own speak of.
    attached: HashSet<String>,
    /// A script runs that cannot even be taken apart: what it does to variables and forms is not known.
    pub(crate) unreadable: bool,
    /// There are scripts at all, here or in files of their own.
    pub(crate) present: bool,
    /// Files of their own, as the page names them.
    pub(crate) sources: Vec<String>,
}

/// A statement that runs while the page loads.
#[derive(Debug)]
pub(crate) struct Automatic {
    /// `None` if it stands outside of the grammar.
    pub(crate) statement: Option<Statement>,
    /// What it is made of.
    pub(crate) tokens: Arc<[Token]>,
}

/// What statements that are not understood may do.
#[derive(Debug, Default)]
pub(crate) struct Reach {
    /// Variables that they may give another value.
    pub(crate) variables: HashSet<String>,
    /// They may change or send a form.
    pub(crate) forms: bool,
}

/// The tokens of a script without its texts and numbers, each word as `said` has it; `None` if it is no script. Comments
/// are none.
pub(crate) fn structure(code: &str, most: usize, mut said: impl FnMut(&str) -> String) -> Option<String> {
    let tokens = if code.len() > MAX_SCRIPT { None } else { token::tokens(code) }?;
    let mut structure = String::new();
    for token in tokens.iter().take(most) {
        let text = match &token.kind {
            TokenKind::Word(word) => said(word),
            TokenKind::Text(_) | TokenKind::Number(_) | TokenKind::Opaque => "…".to_owned(),
            TokenKind::Mark(mark) => (*mark).to_owned(),
        };
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '…');
        structure.push_str(if structure.ends_with(is_word) && text.starts_with(is_word) { " " } else { "" });
        structure.push_str(&text);
    }
    structure.push_str(if tokens.len() > most { " …" } else { "" });
    Some(structure)
}

/// The statements of an attribute such as `onclick`, or of a `javascript:` address.
pub(crate) fn handler(code: &str) -> Result<Vec<Statement>, Unknown> {
    if code.len() > MAX_HANDLER {
        return Err(Unknown);
    }
    let code = code.trim_start();
    let code = code.strip_prefix("javascript:").unwrap_or(code);
    syntax::parse(&token::tokens(code).ok_or(Unknown)?)
}

/// What a handler is made of; `None` if it is no script.
pub(crate) fn handler_tokens(code: &str) -> Option<Vec<Token>> {
    if code.len() > MAX_HANDLER { None } else { token::tokens(code) }
}

/// Code that a timer holds as a text, as a function; `None` if it is no script.
pub(crate) fn function_of(code: &str) -> Option<Function> {
    Some(Function { parameters: Vec::new(), body: handler_tokens(code)?.into() })
}

/// The statements of a function's body.
pub(crate) fn body(function: &Function) -> Result<Vec<Statement>, Unknown> {
    syntax::parse(&function.body)
}

impl Scripts {
    /// Adds an inline script in its turn.
    pub(crate) fn add(&mut self, code: &str) {
        self.present = true;
        let tokens = if code.len() > MAX_SCRIPT { None } else { token::tokens(code) };
        let Some(tokens) = tokens else {
            self.unreadable = true;
            return;
        };
        if attaches_handlers(&tokens) {
            let texts = tokens.iter().filter_map(|token| match &token.kind {
                TokenKind::Text(text) => Some(text.clone()),
                _ => None,
            });
            self.attached.extend(texts);
        }
        self.add_statements(&tokens);
    }

    /// The one function of that name.
    pub(crate) fn function(&self, name: &str) -> Option<&Function> {
        self.functions.get(name)?.as_ref()
    }

    pub(crate) fn defines(&self, name: &str) -> bool {
        self.functions.contains_key(name)
    }

    /// Does a script with handlers of its own speak of that name, id, class or tag?
    pub(crate) fn is_attached(&self, name: &str) -> bool {
        let selects = |text: &String| {
            text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | ':'))).any(|word| word == name)
        };
        !name.is_empty() && self.attached.iter().any(selects)
    }

    /// What code that runs by itself and is not understood may do, with all functions of the page that it names.
    pub(crate) fn reach(&self, tokens: &[Token]) -> Reach {
        let mut reach = Reach::default();
        let mut seen = HashSet::new();
        let mut waiting = vec![tokens];
        while let Some(tokens) = waiting.pop() {
            reach.forms |= may_change_a_form(tokens);
            reach.variables.extend(assigned(tokens));
            for name in tokens.iter().flat_map(named) {
                if let Some(Some(function)) = self.functions.get(name)
                    && seen.insert(name)
                {
                    waiting.push(&function.body);
                }
            }
        }
        reach
    }

    fn add_statements(&mut self, tokens: &[Token]) {
        let mut rest = tokens;
        while !rest.is_empty() {
            let (statement, length) = match syntax::parse_first(rest) {
                Ok((statement, length)) => (statement.map(Some), length.max(1)),
                Err(Unknown) => (Some(None), to_next_statement(rest)),
            };
            let tokens = &rest[..length];
            match statement {
                Some(Some(Statement::Function(name, function))) => self.define(name, function),
                Some(Some(Statement::Variables(variables))) => self.add_variables(variables, tokens),
                Some(statement) => self.automatic.push(Automatic { statement, tokens: tokens.into() }),
                None => {}
            }
            rest = &rest[length..];
        }
    }

    fn add_variables(&mut self, variables: Vec<(String, Option<Expression>)>, tokens: &[Token]) {
        for (name, value) in variables {
            match value {
                Some(Expression::Function(function)) => self.define(name, function),
                value => {
                    let statement = Some(Statement::Variables(vec![(name, value)]));
                    self.automatic.push(Automatic { statement, tokens: tokens.into() });
                }
            }
        }
    }

    fn define(&mut self, name: String, function: Function) {
        self.functions.entry(name).and_modify(|known| *known = None).or_insert(Some(function));
    }
}

/// How many tokens are passed over until what may be a statement again: one outside of all brackets.
fn to_next_statement(tokens: &[Token]) -> usize {
    let mut open = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Mark("{" | "(" | "[") => open += 1,
            TokenKind::Mark("}" | ")" | "]") => {
                open = open.saturating_sub(1);
                let next_line = tokens.get(at + 1).is_some_and(|next| next.after_newline);
                if open == 0 && next_line {
                    return at + 1;
                }
            }
            TokenKind::Mark(";") if open == 0 => return at + 1,
            _ => {}
        }
    }
    tokens.len()
}

/// Handlers that are set by a script, and so by no attribute that can be read beside the control.
fn attaches_handlers(tokens: &[Token]) -> bool {
    tokens.windows(4).any(|four| {
        let [dot, word, next, after] = four else { return false };
        let TokenKind::Word(word) = &word.kind else { return false };
        let is_called_with_something = next.kind == TokenKind::Mark("(") && after.kind != TokenKind::Mark(")");
        dot.kind == TokenKind::Mark(".")
            && match word.as_str() {
                "addEventListener" | "attachEvent" | "on" | "bind" | "delegate" | "live" | "click" | "submit" => {
                    is_called_with_something
                }
                "onclick" | "onsubmit" => next.kind == TokenKind::Mark("="),
                _ => false,
            }
    })
}

/// Names that stand in a token: a word, or the words of a text, which may be code for a timer.
fn named(token: &Token) -> impl Iterator<Item = &str> {
    let text = match &token.kind {
        TokenKind::Word(text) | TokenKind::Text(text) => text.as_str(),
        _ => "",
    };
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$'))).filter(|name| !name.is_empty())
}

/// Variables that get another value, or something inside of them does.
fn assigned(tokens: &[Token]) -> impl Iterator<Item = String> {
    const AFTER: [&str; 10] = ["=", "+=", "-=", "*=", "/=", "%=", "++", "--", ".", "["];
    tokens.iter().enumerate().filter_map(|(at, token)| {
        let TokenKind::Word(word) = &token.kind else { return None };
        let before = at.checked_sub(1).and_then(|before| tokens.get(before)).map(|token| &token.kind);
        let is_member = before == Some(&TokenKind::Mark("."));
        let is_stepped = matches!(before, Some(TokenKind::Mark("++" | "--")));
        let next = tokens.get(at + 1).map(|token| &token.kind);
        let is_changed = matches!(next, Some(TokenKind::Mark(mark)) if AFTER.contains(mark));
        (!is_member && (is_stepped || is_changed)).then(|| word.clone())
    })
}

/// Members that change or send a form.
const FORM_MEMBERS: [&str; 6] = ["value", "action", "submit", "checked", "val", "requestSubmit"];
/// Beginnings of elements that belong to a form.
const FORM_ELEMENTS: [&str; 5] = ["<input", "<form", "<select", "<button", "<textarea"];

fn may_change_a_form(tokens: &[Token]) -> bool {
    let uses_member = tokens.windows(2).any(|pair| {
        pair[0].kind == TokenKind::Mark(".")
            && matches!(&pair[1].kind, TokenKind::Word(word) if FORM_MEMBERS.contains(&word.as_str()))
    });
    let makes_element = tokens.iter().any(|token| {
        matches!(&token.kind, TokenKind::Text(text) if matches!(text.as_str(), "input" | "value")
            || FORM_ELEMENTS.iter().any(|element| text.to_ascii_lowercase().contains(element)))
    });
    uses_member || makes_element
}
