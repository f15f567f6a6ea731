//! The closed grammar: the few statements and expressions of scripts that set fields, ask, and send a form.
//!
//! What stands outside of it (loops, exceptions, templates, regular expressions, classes, …) is [`Unknown`], and the
//! script that holds it counts as not understood as a whole.

use std::sync::Arc;

use crate::script::token::{Token, TokenKind};

mod expressions;

/// The script holds something outside of the grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unknown;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Statement {
    Variables(Vec<(String, Option<Expression>)>),
    Function(String, Function),
    If(Expression, Vec<Statement>, Vec<Statement>),
    Return(Option<Expression>),
    Block(Vec<Statement>),
    /// What is tried, and what comes at last. What is caught comes only where something is not understood anyway.
    Try(Vec<Statement>, Vec<Statement>),
    /// Cases in their order; `None` is the default.
    Switch(Expression, Vec<(Option<Expression>, Vec<Statement>)>),
    Break,
    Expression(Expression),
}

/// A function whose body is read when it is called: one that is never called may hold anything.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Function {
    pub(crate) parameters: Vec<String>,
    pub(crate) body: Arc<[Token]>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expression {
    Text(String),
    Number(f64),
    Name(String),
    Member(Box<Expression>, String),
    Index(Box<Expression>, Box<Expression>),
    Call(Box<Expression>, Vec<Expression>),
    New(String, Vec<Expression>),
    Not(Box<Expression>),
    Void(Box<Expression>),
    TypeOf(Box<Expression>),
    Binary(&'static str, Box<Expression>, Box<Expression>),
    Choice(Box<Expression>, Box<Expression>, Box<Expression>),
    Assign(Box<Expression>, Box<Expression>),
    Object(Vec<(String, Expression)>),
    Array(Vec<Expression>),
    Function(Function),
}

/// Deeper nesting is no script of a button.
const MAX_DEPTH: usize = 40;
/// Nor are longer chains of operators in one script.
const MAX_OPERATORS: usize = 100;

/// All statements of a script or of a function's body.
pub(crate) fn parse(tokens: &[Token]) -> Result<Vec<Statement>, Unknown> {
    let mut parser = Parser { tokens, at: 0, depth: 0, operators: 0 };
    let mut statements = Vec::new();
    while parser.at < tokens.len() {
        statements.extend(parser.statement()?);
    }
    Ok(statements)
}

/// The first statement, if there is one at all, and the number of its tokens.
pub(crate) fn parse_first(tokens: &[Token]) -> Result<(Option<Statement>, usize), Unknown> {
    let mut parser = Parser { tokens, at: 0, depth: 0, operators: 0 };
    let statement = parser.statement()?;
    Ok((statement, parser.at))
}

struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
    depth: usize,
    operators: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&TokenKind> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    fn is(&self, mark: &str) -> bool {
        matches!(self.peek(), Some(TokenKind::Mark(found)) if *found == mark)
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Some(TokenKind::Word(found)) if found == word)
    }

    fn accept(&mut self, mark: &str) -> bool {
        let found = self.is(mark);
        self.at += usize::from(found);
        found
    }

    fn accept_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, mark: &str) -> Result<(), Unknown> {
        if self.accept(mark) { Ok(()) } else { Err(Unknown) }
    }

    fn name(&mut self) -> Result<String, Unknown> {
        match self.peek() {
            Some(TokenKind::Word(word)) if !is_keyword(word) => {
                let name = word.clone();
                self.at += 1;
                Ok(name)
            }
            _ => Err(Unknown),
        }
    }

    /// A semicolon, or what stands for one (ECMA-262, 12.10).
    fn end(&mut self) -> Result<(), Unknown> {
        let next = self.tokens.get(self.at);
        if self.accept(";") || self.is("}") || next.is_none_or(|token| token.after_newline) {
            Ok(())
        } else {
            Err(Unknown)
        }
    }

    fn statement(&mut self) -> Result<Option<Statement>, Unknown> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Unknown);
        }
        let statement = self.any_statement();
        self.depth -= 1;
        statement
    }

    fn any_statement(&mut self) -> Result<Option<Statement>, Unknown> {
        if self.accept(";") {
            return Ok(None);
        }
        if self.is("{") {
            return Ok(Some(Statement::Block(self.block()?)));
        }
        if self.accept_word("function") {
            let name = self.name()?;
            return Ok(Some(Statement::Function(name, self.function()?)));
        }
        if self.accept_word("if") {
            self.expect("(")?;
            let condition = self.expression()?;
            self.expect(")")?;
            let then = self.statement()?.into_iter().collect();
            let otherwise = if self.accept_word("else") { self.statement()?.into_iter().collect() } else { Vec::new() };
            return Ok(Some(Statement::If(condition, then, otherwise)));
        }
        if self.accept_word("return") {
            let next = self.tokens.get(self.at);
            let bare = self.is(";") || self.is("}") || next.is_none_or(|token| token.after_newline);
            let value = if bare { None } else { Some(self.expression()?) };
            self.end()?;
            return Ok(Some(Statement::Return(value)));
        }
        if self.accept_word("try") {
            return self.try_statement().map(Some);
        }
        if self.accept_word("switch") {
            return self.switch().map(Some);
        }
        if self.accept_word("break") {
            self.end()?;
            return Ok(Some(Statement::Break));
        }
        if self.accept_word("var") || self.accept_word("let") || self.accept_word("const") {
            let mut variables = Vec::new();
            loop {
                let name = self.name()?;
                let value = if self.accept("=") { Some(self.assignment()?) } else { None };
                variables.push((name, value));
                if !self.accept(",") {
                    break;
                }
            }
            self.end()?;
            return Ok(Some(Statement::Variables(variables)));
        }
        let expression = self.expression()?;
        self.end()?;
        Ok(Some(Statement::Expression(expression)))
    }

    fn block(&mut self) -> Result<Vec<Statement>, Unknown> {
        self.expect("{")?;
        let mut statements = Vec::new();
        while !self.accept("}") {
            if self.at >= self.tokens.len() {
                return Err(Unknown);
            }
            statements.extend(self.statement()?);
        }
        Ok(statements)
    }

    fn try_statement(&mut self) -> Result<Statement, Unknown> {
        let tried = self.block()?;
        let mut last = Vec::new();
        if self.accept_word("catch") {
            if self.accept("(") {
                self.name()?;
                self.expect(")")?;
            }
            self.skip_braces()?;
        }
        if self.accept_word("finally") {
            last = self.block()?;
        }
        Ok(Statement::Try(tried, last))
    }

    fn switch(&mut self) -> Result<Statement, Unknown> {
        self.expect("(")?;
        let of = self.expression()?;
        self.expect(")")?;
        self.expect("{")?;
        let mut cases = Vec::new();
        while !self.accept("}") {
            let case = if self.accept_word("default") {
                None
            } else if self.accept_word("case") {
                Some(self.expression()?)
            } else {
                return Err(Unknown);
            };
            self.expect(":")?;
            let mut statements = Vec::new();
            while !self.is("}") && !self.is_word("case") && !self.is_word("default") {
                statements.extend(self.statement()?);
            }
            cases.push((case, statements));
        }
        Ok(Statement::Switch(of, cases))
    }

    /// Parameters and body, after the name.
    fn function(&mut self) -> Result<Function, Unknown> {
        self.expect("(")?;
        let mut parameters = Vec::new();
        while !self.accept(")") {
            parameters.push(self.name()?);
            if !self.is(")") {
                self.expect(",")?;
            }
        }
        let begin = self.at;
        self.skip_braces()?;
        Ok(Function { parameters, body: self.tokens[begin + 1..self.at - 1].into() })
    }

    fn skip_braces(&mut self) -> Result<(), Unknown> {
        if !self.is("{") {
            return Err(Unknown);
        }
        let mut open = 0_usize;
        loop {
            match self.peek().ok_or(Unknown)? {
                TokenKind::Mark("{") => open += 1,
                TokenKind::Mark("}") => open -= 1,
                _ => {}
            }
            self.at += 1;
            if open == 0 {
                return Ok(());
            }
        }
    }
}

/// Words of the language that are no names; those of them that are values here are left out.
fn is_keyword(word: &str) -> bool {
    const KEYWORDS: [&str; 29] = [
        "async",
        "await",
        "break",
        "case",
        "catch",
        "class",
        "const",
        "continue",
        "debugger",
        "default",
        "delete",
        "do",
        "else",
        "export",
        "extends",
        "finally",
        "for",
        "import",
        "in",
        "instanceof",
        "let",
        "new",
        "super",
        "switch",
        "throw",
        "try",
        "while",
        "with",
        "yield",
    ];
    KEYWORDS.contains(&word) || matches!(word, "var" | "if" | "return" | "function" | "void" | "typeof")
}
