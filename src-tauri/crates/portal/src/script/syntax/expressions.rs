//! Expressions, from the loosest operators to the tightest.

use super::{Expression, MAX_DEPTH, MAX_OPERATORS, Parser, Unknown};
use crate::script::token::TokenKind;

impl Parser<'_> {
    pub(super) fn expression(&mut self) -> Result<Expression, Unknown> {
        let mut expression = self.assignment()?;
        while self.accept(",") {
            self.count_operator()?;
            // The value of a list is its last; what came before is kept for what it does.
            let last = self.assignment()?;
            expression = Expression::Binary(",", Box::new(expression), Box::new(last));
        }
        Ok(expression)
    }

    pub(super) fn assignment(&mut self) -> Result<Expression, Unknown> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Unknown);
        }
        let target = self.choice()?;
        let expression = if self.accept("=") {
            Expression::Assign(Box::new(target), Box::new(self.assignment()?))
        } else if self.accept("+=") {
            let sum = Expression::Binary("+", Box::new(target.clone()), Box::new(self.assignment()?));
            Expression::Assign(Box::new(target), Box::new(sum))
        } else {
            target
        };
        self.depth -= 1;
        Ok(expression)
    }

    fn choice(&mut self) -> Result<Expression, Unknown> {
        let condition = self.binary(0)?;
        if !self.accept("?") {
            return Ok(condition);
        }
        let then = self.assignment()?;
        self.expect(":")?;
        let otherwise = self.assignment()?;
        Ok(Expression::Choice(Box::new(condition), Box::new(then), Box::new(otherwise)))
    }

    /// From the loosest operators to the tightest.
    fn binary(&mut self, level: usize) -> Result<Expression, Unknown> {
        const LEVELS: [&[&str]; 5] =
            [&["||"], &["&&"], &["===", "!==", "==", "!="], &["<=", ">=", "<", ">"], &["+", "-"]];
        let Some(operators) = LEVELS.get(level) else { return self.unary() };
        let mut left = self.binary(level + 1)?;
        while let Some(operator) = operators.iter().copied().find(|operator| self.is(operator)) {
            self.at += 1;
            self.count_operator()?;
            let right = self.binary(level + 1)?;
            left = Expression::Binary(operator, Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    fn count_operator(&mut self) -> Result<(), Unknown> {
        self.operators += 1;
        if self.operators > MAX_OPERATORS { Err(Unknown) } else { Ok(()) }
    }

    fn unary(&mut self) -> Result<Expression, Unknown> {
        let mut negations = 0_usize;
        while self.accept("!") {
            negations += 1;
        }
        let step = ["++", "--"].into_iter().find(|mark| self.is(mark));
        let mut expression = if let Some(step) = step {
            self.at += 1;
            self.count_operator()?;
            stepped(self.postfix()?, step)
        } else if self.accept("-") {
            self.count_operator()?;
            let number = self.stepped_postfix()?;
            Expression::Binary("-", Box::new(Expression::Number(0.0)), Box::new(number))
        } else if self.accept_word("void") {
            self.count_operator()?;
            Expression::Void(Box::new(self.unary()?))
        } else if self.accept_word("typeof") {
            self.count_operator()?;
            Expression::TypeOf(Box::new(self.unary()?))
        } else {
            self.stepped_postfix()?
        };
        for _ in 0..negations.min(MAX_DEPTH) {
            expression = Expression::Not(Box::new(expression));
        }
        if negations > MAX_DEPTH { Err(Unknown) } else { Ok(expression) }
    }

    /// `a++` is what `a` was before: what it is after, less one.
    fn stepped_postfix(&mut self) -> Result<Expression, Unknown> {
        let expression = self.postfix()?;
        let here = self.tokens.get(self.at).is_some_and(|token| !token.after_newline);
        let Some(step) = ["++", "--"].into_iter().find(|mark| here && self.is(mark)) else { return Ok(expression) };
        self.at += 1;
        self.count_operator()?;
        let back = if step == "++" { "-" } else { "+" };
        Ok(Expression::Binary(back, Box::new(stepped(expression, step)), Box::new(Expression::Number(1.0))))
    }

    fn postfix(&mut self) -> Result<Expression, Unknown> {
        let mut expression = self.primary()?;
        for _ in 0..MAX_DEPTH {
            if self.accept(".") {
                let Some(TokenKind::Word(member)) = self.peek().cloned() else { return Err(Unknown) };
                self.at += 1;
                expression = Expression::Member(Box::new(expression), member);
            } else if self.accept("[") {
                let index = self.expression()?;
                self.expect("]")?;
                expression = Expression::Index(Box::new(expression), Box::new(index));
            } else if self.accept("(") {
                let arguments = self.arguments()?;
                expression = Expression::Call(Box::new(expression), arguments);
            } else {
                return Ok(expression);
            }
        }
        Err(Unknown)
    }

    /// After the opening bracket.
    fn arguments(&mut self) -> Result<Vec<Expression>, Unknown> {
        let mut arguments = Vec::new();
        while !self.accept(")") {
            arguments.push(self.assignment()?);
            if !self.is(")") {
                self.expect(",")?;
            }
        }
        Ok(arguments)
    }

    fn primary(&mut self) -> Result<Expression, Unknown> {
        let kind = self.peek().cloned().ok_or(Unknown)?;
        match kind {
            TokenKind::Text(text) => {
                self.at += 1;
                Ok(Expression::Text(text))
            }
            TokenKind::Number(number) => {
                self.at += 1;
                Ok(Expression::Number(number))
            }
            TokenKind::Mark("(") => {
                self.at += 1;
                let expression = self.expression()?;
                self.expect(")")?;
                Ok(expression)
            }
            TokenKind::Mark("{") => self.object(),
            TokenKind::Mark("[") => {
                self.at += 1;
                let mut values = Vec::new();
                while !self.accept("]") {
                    values.push(self.assignment()?);
                    if !self.is("]") {
                        self.expect(",")?;
                    }
                }
                Ok(Expression::Array(values))
            }
            TokenKind::Word(word) if word == "function" => {
                self.at += 1;
                if !self.is("(") {
                    self.name()?;
                }
                Ok(Expression::Function(self.function()?))
            }
            TokenKind::Word(word) if word == "new" => {
                self.at += 1;
                let name = self.name()?;
                let arguments = if self.accept("(") { self.arguments()? } else { Vec::new() };
                Ok(Expression::New(name, arguments))
            }
            TokenKind::Word(_) => Ok(Expression::Name(self.name()?)),
            TokenKind::Mark(_) | TokenKind::Opaque => Err(Unknown),
        }
    }

    fn object(&mut self) -> Result<Expression, Unknown> {
        self.expect("{")?;
        let mut pairs = Vec::new();
        while !self.accept("}") {
            let key = match self.peek().cloned() {
                Some(TokenKind::Text(key) | TokenKind::Word(key)) => key,
                _ => return Err(Unknown),
            };
            self.at += 1;
            self.expect(":")?;
            pairs.push((key, self.assignment()?));
            if !self.is("}") {
                self.expect(",")?;
            }
        }
        Ok(Expression::Object(pairs))
    }
}

/// One more, or one less: of numbers only, as a difference is.
fn stepped(target: Expression, step: &str) -> Expression {
    let less = if step == "++" { -1.0 } else { 1.0 };
    let value = Expression::Binary("-", Box::new(target.clone()), Box::new(Expression::Number(less)));
    Expression::Assign(Box::new(target), Box::new(value))
}
