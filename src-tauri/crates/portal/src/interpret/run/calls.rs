//! Calls of functions, and assignments.

use super::{Flow, Run};
use crate::interpret::value::Value;
use crate::script::{self, Expression, Function, Target, Unknown};

/// Properties that elements and forms have, as far as handlers set them by their bare names.
fn is_property(name: &str) -> bool {
    matches!(
        name,
        "value" | "name" | "id" | "checked" | "disabled" | "title" | "href" | "type" | "onsubmit" | "onclick"
    )
}

impl Run<'_> {
    pub(super) fn call(&mut self, callee: &Expression, arguments: &[Expression]) -> Result<Value, Unknown> {
        let values = self.values(arguments)?;
        match callee {
            Expression::Name(name) if name == "submit" && self.scope.is_some() => {
                let form = Value::Form(self.scope.ok_or(Unknown)?);
                self.call_member(&form, name, values)
            }
            Expression::Member(of, name) => {
                let of = self.value(of)?;
                self.call_member(&of, name, values)
            }
            Expression::Name(name) => match self.name(name) {
                Ok(Value::Function(function)) => self.call_function(&function, values),
                Ok(_) => Err(Unknown),
                Err(Unknown) if self.page.scripts.defines(name) => Err(Unknown),
                Err(Unknown) => self.call_global(name, values),
            },
            Expression::Function(function) => self.call_function(function, values),
            _ => Err(Unknown),
        }
    }

    pub(super) fn values(&mut self, expressions: &[Expression]) -> Result<Vec<Value>, Unknown> {
        expressions.iter().map(|expression| self.value(expression)).collect()
    }

    pub(in crate::interpret) fn call_function(
        &mut self,
        function: &Function,
        values: Vec<Value>,
    ) -> Result<Value, Unknown> {
        self.call_method(Value::Window, function, values)
    }

    /// Calls a function with what it is called on.
    pub(in crate::interpret) fn call_method(
        &mut self,
        this: Value,
        function: &Function,
        values: Vec<Value>,
    ) -> Result<Value, Unknown> {
        self.work += function.body.len();
        self.enter()?;
        let statements = script::body(function)?;
        let names = function.parameters.iter().cloned();
        let given = values.into_iter().chain(std::iter::repeat(Value::Undefined));
        self.locals.push(names.zip(given).collect());
        self.depth += 10;
        let outer = (std::mem::replace(&mut self.this, this), self.scope.take());
        let flow = self.statements(&statements)?;
        (self.this, self.scope) = outer;
        self.depth -= 10;
        self.locals.pop();
        match flow {
            Flow::Return(value) => Ok(value),
            Flow::Next => Ok(Value::Undefined),
            Flow::Break => Err(Unknown),
        }
    }

    pub(super) fn assign(&mut self, target: &Expression, value: Value) -> Result<(), Unknown> {
        match target {
            Expression::Name(name) if name == "location" => self.lead_to(Target::Address(value.text()?)),
            Expression::Name(name) => {
                if let Some(local) = self.locals.last_mut().and_then(|locals| locals.get_mut(name)) {
                    *local = value;
                    return Ok(());
                }
                match self.scope.map(Value::Form) {
                    Some(form) if matches!(name.as_str(), "action" | "method" | "target") => {
                        return self.set_member(&form, name, value);
                    }
                    // Properties of the handler's own element, form and page, which stand before variables.
                    Some(_) if is_property(name) || self.by_scope(name).is_some() => return Err(Unknown),
                    _ => {}
                }
                self.set_global(name, value);
                Ok(())
            }
            Expression::Member(of, name) => {
                let of = self.value(of)?;
                self.set_member(&of, name, value)
            }
            _ => Err(Unknown),
        }
    }
}
