//! Statements and expressions, carried out.

use std::collections::{HashMap, HashSet};

use super::value::Value;
use crate::page::{FieldValue, Page};
use crate::script::{self, Effects, Expression, Function, Statement, Target, Unknown};

mod calls;

/// Work of one press, in steps and tokens.
const MAX_WORK: usize = 100_000;
const MAX_DEPTH: usize = 120;

/// One run over a page.
pub(super) struct Run<'a> {
    pub(super) page: &'a Page,
    pub(super) filled: &'a [FieldValue<'a>],
    pub(super) effects: Effects,
    /// What stood when the form was sent: what is changed afterwards, as pages tidy up, is not sent any more.
    sent: Option<Effects>,
    pub(super) this: Value,
    pub(super) prevented: bool,
    /// The page is loading: nobody has pressed anything.
    pub(super) is_loading: bool,
    /// What waits until the page has loaded.
    pub(super) waiting: Vec<Function>,
    /// Variables whose values are not known, because something that is not understood may have changed them.
    pub(super) forgotten: HashSet<String>,
    /// No variable's value is known.
    knows_none: bool,
    globals: HashMap<String, Value>,
    /// The form whose fields a handler reaches by their names (HTML Standard, 8.1.8.1).
    scope: Option<usize>,
    locals: Vec<HashMap<String, Value>>,
    disabled_controls: Vec<usize>,
    work: usize,
    depth: usize,
}

/// Functions of [`Run::call_global`] that pages ask for before they call them.
fn is_global_function(name: &str) -> bool {
    matches!(name, "__doPostBack" | "jsfcljs")
}

enum Flow {
    Next,
    Break,
    Return(Value),
}

impl<'a> Run<'a> {
    pub(super) fn new(page: &'a Page, filled: &'a [FieldValue<'a>], effects: Effects) -> Self {
        Self {
            page,
            filled,
            effects,
            sent: None,
            this: Value::Window,
            prevented: false,
            is_loading: false,
            waiting: Vec::new(),
            forgotten: HashSet::new(),
            knows_none: false,
            scope: None,
            globals: HashMap::new(),
            locals: Vec::new(),
            disabled_controls: Vec::new(),
            work: 0,
            depth: 0,
        }
    }

    /// A run of what runs by itself.
    pub(super) fn loading(page: &'a Page) -> Self {
        Self { is_loading: true, ..Self::new(page, &[], Effects::default()) }
    }

    /// Takes over the variables that another run has set; `None` if a script has run that cannot be read.
    pub(super) fn know(&mut self, loaded: Run<'a>, is_unreadable: bool) {
        (self.globals, self.forgotten, self.knows_none) = (loaded.globals, loaded.forgotten, is_unreadable);
    }

    /// Calls a function as a whole or not at all.
    pub(super) fn try_function(&mut self, function: &Function) -> bool {
        let call = Expression::Call(Box::new(Expression::Function(function.clone())), Vec::new());
        self.try_statement(&Statement::Expression(call))
    }

    /// Carries out a statement as a whole or not at all.
    pub(super) fn try_statement(&mut self, statement: &Statement) -> bool {
        self.try_statements(std::slice::from_ref(statement))
    }

    pub(super) fn try_statements(&mut self, statements: &[Statement]) -> bool {
        let before = (self.effects.clone(), self.depth);
        let sent_before = self.sent.clone();
        let understood = self.statements(statements).is_ok();
        if !understood {
            // What was said stays said: a refusal in a dialog counts even if what follows it is not understood.
            let said = std::mem::take(&mut self.effects.said);
            (self.effects, self.depth) = before;
            self.sent = sent_before;
            self.effects.said = said;
            self.locals.clear();
            (self.this, self.scope) = (Value::Window, None);
        }
        understood
    }

    /// An attribute's handler; `true` if it prevents what the element does by itself.
    pub(super) fn handle(&mut self, code: &str, this: Value) -> Result<bool, Unknown> {
        if code.trim().is_empty() {
            return Ok(false);
        }
        let statements = script::handler(code)?;
        let scope = match this {
            Value::Control(index) => self.page.controls[index].form_as_scope(),
            Value::Form(form) => Some(form),
            _ => None,
        };
        let outer = (std::mem::replace(&mut self.this, this), std::mem::replace(&mut self.scope, scope));
        self.prevented = false;
        self.locals.push(HashMap::new());
        let flow = self.statements(&statements)?;
        self.locals.pop();
        (self.this, self.scope) = outer;
        let refused = matches!(flow, Flow::Return(Value::Bool(false)));
        Ok(std::mem::take(&mut self.prevented) || refused)
    }

    pub(super) fn enter(&mut self) -> Result<(), Unknown> {
        self.work += 1;
        if self.work > MAX_WORK || self.depth > MAX_DEPTH { Err(Unknown) } else { Ok(()) }
    }

    pub(super) fn lead_to(&mut self, target: Target) -> Result<(), Unknown> {
        if self.effects.target.as_ref().is_some_and(|known| *known != target) {
            return Err(Unknown);
        }
        self.effects.target = Some(target);
        self.sent = Some(self.effects.clone());
        Ok(())
    }

    /// What is left of the page, as it was when it was sent.
    pub(super) fn into_effects(self) -> Effects {
        match self.sent {
            Some(sent) if sent.target == self.effects.target => Effects { said: self.effects.said, ..sent },
            _ => self.effects,
        }
    }

    pub(super) fn disable_control(&mut self, index: usize, disabled: bool) {
        self.disabled_controls.retain(|known| *known != index);
        if disabled {
            self.disabled_controls.push(index);
        }
    }

    pub(super) fn is_disabled_by_script(&self, index: usize) -> bool {
        self.disabled_controls.contains(&index)
    }

    fn statements(&mut self, statements: &[Statement]) -> Result<Flow, Unknown> {
        // Functions are there before what stands above them runs (ECMA-262, 10.2.11).
        for statement in statements {
            if let Statement::Function(name, function) = statement {
                let function = Value::Function(function.clone());
                self.locals.last_mut().unwrap_or(&mut self.globals).insert(name.clone(), function);
            }
        }
        for statement in statements {
            match self.statement(statement)? {
                Flow::Next => {}
                flow => return Ok(flow),
            }
        }
        Ok(Flow::Next)
    }

    fn statement(&mut self, statement: &Statement) -> Result<Flow, Unknown> {
        self.enter()?;
        match statement {
            Statement::Expression(expression) => {
                self.value(expression)?;
            }
            Statement::Variables(variables) => {
                for (name, value) in variables {
                    let value = value.as_ref().map_or(Ok(Value::Undefined), |value| self.value(value))?;
                    match self.locals.last_mut() {
                        Some(locals) => drop(locals.insert(name.clone(), value)),
                        None => self.set_global(name, value),
                    }
                }
            }
            Statement::Function(..) => {}
            Statement::If(condition, then, otherwise) => {
                let branch = if self.value(condition)?.truth()? { then } else { otherwise };
                return self.statements(branch);
            }
            Statement::Block(statements) => return self.statements(statements),
            Statement::Break => return Ok(Flow::Break),
            Statement::Try(tried, last) => {
                let flow = self.statements(tried)?;
                return match self.statements(last)? {
                    Flow::Next => Ok(flow),
                    flow => Ok(flow),
                };
            }
            Statement::Switch(of, cases) => return self.switch(of, cases),
            Statement::Return(value) => {
                let value = value.as_ref().map_or(Ok(Value::Undefined), |value| self.value(value))?;
                return Ok(Flow::Return(value));
            }
        }
        Ok(Flow::Next)
    }

    fn switch(&mut self, of: &Expression, cases: &[(Option<Expression>, Vec<Statement>)]) -> Result<Flow, Unknown> {
        let of = self.value(of)?;
        let mut from = cases.iter().position(|(case, _)| case.is_none());
        for (at, (case, _)) in cases.iter().enumerate() {
            if let Some(case) = case
                && self.value(case)?.equals(&of)?
            {
                from = Some(at);
                break;
            }
        }
        for (_, statements) in &cases[from.unwrap_or(cases.len())..] {
            match self.statements(statements)? {
                Flow::Next => {}
                Flow::Break => return Ok(Flow::Next),
                flow => return Ok(flow),
            }
        }
        Ok(Flow::Next)
    }

    pub(super) fn value(&mut self, expression: &Expression) -> Result<Value, Unknown> {
        self.enter()?;
        self.depth += 1;
        let value = self.any_value(expression);
        self.depth -= 1;
        value
    }

    fn any_value(&mut self, expression: &Expression) -> Result<Value, Unknown> {
        match expression {
            Expression::Text(text) => Ok(Value::Text(text.clone())),
            Expression::Number(number) => Ok(Value::Number(*number)),
            Expression::Name(name) => self.name(name),
            Expression::Member(of, name) => {
                let of = self.value(of)?;
                self.member(&of, name)
            }
            Expression::Index(of, index) => {
                let (of, index) = (self.value(of)?, self.value(index)?);
                self.element(&of, &index)
            }
            Expression::Call(callee, arguments) => self.call(callee, arguments),
            Expression::New(name, arguments) => {
                let values = self.values(arguments)?;
                self.make(name, values)
            }
            Expression::Not(value) => Ok(Value::Bool(!self.value(value)?.truth()?)),
            Expression::Void(value) => {
                self.value(value)?;
                Ok(Value::Undefined)
            }
            Expression::TypeOf(of) => match &**of {
                Expression::Name(name) if is_global_function(name) => Ok(Value::Text("function".to_owned())),
                of => match self.value(of)? {
                    Value::Function(_) => Ok(Value::Text("function".to_owned())),
                    Value::Undefined => Ok(Value::Text("undefined".to_owned())),
                    _ => Err(Unknown),
                },
            },
            Expression::Binary(operator, one, two) => self.binary(operator, one, two),
            Expression::Choice(condition, then, otherwise) => {
                if self.value(condition)?.truth()? {
                    self.value(then)
                } else {
                    self.value(otherwise)
                }
            }
            Expression::Assign(target, value) => {
                let value = self.value(value)?;
                self.assign(target, value.clone())?;
                Ok(value)
            }
            Expression::Object(pairs) => {
                let pairs = pairs.iter().map(|(name, value)| Ok((name.clone(), self.value(value)?)));
                Ok(Value::Object(pairs.collect::<Result<_, Unknown>>()?))
            }
            Expression::Array(values) => {
                Ok(Value::Array(values.iter().map(|value| self.value(value)).collect::<Result<_, Unknown>>()?))
            }
            Expression::Function(function) => Ok(Value::Function(function.clone())),
        }
    }

    fn binary(&mut self, operator: &str, one: &Expression, two: &Expression) -> Result<Value, Unknown> {
        let first = self.value(one)?;
        match operator {
            "&&" => return if first.truth()? { self.value(two) } else { Ok(first) },
            "||" => return if first.truth()? { Ok(first) } else { self.value(two) },
            "," => return self.value(two),
            _ => {}
        }
        let second = self.value(two)?;
        let numbers = match (&first, &second) {
            (Value::Number(first), Value::Number(second)) => Some((*first, *second)),
            _ => None,
        };
        Ok(match (operator, numbers) {
            ("==" | "===", _) => Value::Bool(first.equals(&second)?),
            ("!=" | "!==", _) => Value::Bool(!first.equals(&second)?),
            ("+", Some((first, second))) => Value::Number(first + second),
            ("+", None) => Value::Text(first.text()? + &second.text()?),
            ("-", Some((first, second))) => Value::Number(first - second),
            ("<", Some((first, second))) => Value::Bool(first < second),
            (">", Some((first, second))) => Value::Bool(first > second),
            ("<=", Some((first, second))) => Value::Bool(first <= second),
            (">=", Some((first, second))) => Value::Bool(first >= second),
            _ => return Err(Unknown),
        })
    }

    fn name(&mut self, name: &str) -> Result<Value, Unknown> {
        if let Some(value) = self.locals.last().and_then(|locals| locals.get(name)) {
            return Ok(value.clone());
        }
        if let Some(value) = self.by_scope(name) {
            return Ok(value);
        }
        if let Some(value) = self.global(name)? {
            return Ok(value);
        }
        if self.page.scripts.defines(name) {
            return self.page.scripts.function(name).cloned().map(Value::Function).ok_or(Unknown);
        }
        Ok(match name {
            "undefined" => Value::Undefined,
            "null" => Value::Null,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "this" => self.this.clone(),
            "document" => Value::Document,
            "window" | "self" | "top" | "parent" => Value::Window,
            "location" => Value::Location,
            "event" => Value::Event,
            "mojarra" | "jsf" | "faces" | "myfaces" | "oam" | "PrimeFaces" | "console" => {
                Value::Library(name.to_owned())
            }
            // The page's forms are reached by their names.
            _ => {
                let form = self.page.forms.iter().position(|form| form.name.as_deref() == Some(name));
                Value::Form(form.ok_or(Unknown)?)
            }
        })
    }

    /// A variable of the page; `None` if there is none of that name.
    pub(super) fn global(&self, name: &str) -> Result<Option<Value>, Unknown> {
        let is_forgotten = self.forgotten.contains(name) || (self.knows_none && self.globals.contains_key(name));
        if is_forgotten { Err(Unknown) } else { Ok(self.globals.get(name).cloned()) }
    }

    pub(super) fn set_global(&mut self, name: &str, value: Value) {
        self.forgotten.remove(name);
        self.globals.insert(name.to_owned(), value);
    }

    /// What a handler reaches by its bare name in the form of its element, before any variable.
    fn by_scope(&self, name: &str) -> Option<Value> {
        let form = self.scope?;
        if name == "form" && matches!(self.this, Value::Control(_)) {
            return Some(Value::Form(form));
        }
        self.in_form(form, name).ok()
    }
}
