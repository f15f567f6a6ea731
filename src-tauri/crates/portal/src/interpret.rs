//! What a browser would do when a control is pressed or a page is loaded, by scripts that are understood as a whole.
//!
//! A script that holds anything outside of the closed grammar, calls anything that is not defined on the page, or reads
//! anything that is not known, is [`Unknown`]: then there is no way on, and nothing is sent.

use crate::page::{Action, FieldValue, Page};
use crate::script::{self, Effects, Loaded, Statement, Target, Unknown};

mod library;
mod members;
mod run;
mod value;

use run::Run;
use value::Value;

/// Runs what runs by itself. What is not understood there is passed over, because most of it only decorates; but then
/// it leads nowhere either.
pub(crate) fn load(page: &Page) -> Loaded {
    let mut run = Run::new(page, &[], Effects::default());
    let (mut opaque, mut whole) = (page.scripts.opaque, true);
    for statement in &page.scripts.automatic {
        let understood = statement.as_ref().is_some_and(|statement| run.try_statement(statement));
        opaque |= !understood && statement.as_ref().is_some_and(changes_a_form);
        whole &= understood;
    }
    if let Some(code) = &page.onload {
        let statements = script::handler(code);
        let understood = statements.as_ref().is_ok_and(|statements| run.try_statements(statements));
        opaque |= !understood && [".value", "submit"].iter().any(|part| code.contains(part));
        whole &= understood;
    }
    if !whole {
        run.effects.target = None;
    }
    Loaded { effects: run.effects, opaque }
}

/// Presses a control. The result's target is `None` if it leads nowhere.
pub(crate) fn press(page: &Page, control: usize, filled: &[FieldValue<'_>]) -> Result<Effects, Unknown> {
    let before = Effects { target: None, said: Vec::new(), ..page.loaded.effects.clone() };
    let mut run = Run::new(page, filled, before);
    run.set_globals();
    run.press(control)?;
    if matches!(run.effects.target, Some(Target::Form { .. })) && page.loaded.opaque {
        return Err(Unknown);
    }
    Ok(run.effects)
}

impl Run<'_> {
    /// The handler, then what the control does by itself (HTML Standard, 4.6.4 and 4.10.22).
    pub(crate) fn press(&mut self, index: usize) -> Result<(), Unknown> {
        self.enter()?;
        let control = self.page.controls.get(index).ok_or(Unknown)?;
        let prevented = self.handle(&control.script, Value::Control(index))?;
        if prevented {
            return Ok(());
        }
        match &control.action {
            Action::Script => Ok(()),
            Action::Link { address: None, script: None } => Ok(()),
            Action::Link { address: None, script: Some(code) } => {
                self.handle(code, Value::Window)?;
                Ok(())
            }
            Action::Link { address: Some(address), .. } => {
                self.refuse_attached(index)?;
                self.lead_to(Target::Address(address.clone()))
            }
            Action::Submit { .. } => self.submit_by(index),
        }
    }

    fn submit_by(&mut self, index: usize) -> Result<(), Unknown> {
        let control = &self.page.controls[index];
        self.refuse_attached(index)?;
        let Some(form) = control.form else { return Ok(()) };
        match self.effects.target {
            None => {}
            // The form's own submission follows the script's and replaces it.
            Some(Target::Form { form: sent, pressed: None }) if sent == form => self.effects.target = None,
            Some(_) => return Err(Unknown),
        }
        if self.is_disabled_by_script(index) || !self.asks_to_go_on(form)? {
            return Ok(());
        }
        self.lead_to(Target::Form { form, pressed: Some(index) })
    }

    /// `onsubmit` of the form; `false` if it stops the submission.
    pub(crate) fn asks_to_go_on(&mut self, form: usize) -> Result<bool, Unknown> {
        match &self.page.forms[form].onsubmit {
            None => Ok(true),
            Some(code) => Ok(!self.handle(code, Value::Form(form))?),
        }
    }

    /// A handler that a script has attached to this control is not beside it, so what it does is not known.
    fn refuse_attached(&self, index: usize) -> Result<(), Unknown> {
        let control = &self.page.controls[index];
        let scripts = &self.page.scripts;
        let form = control.form.map(|form| &self.page.forms[form]);
        let names = control.names.iter().map(String::as_str);
        let form_names =
            form.into_iter().flat_map(|form| [form.id.as_deref(), form.name.as_deref(), Some("form")]).flatten();
        if names.chain(form_names).any(|name| scripts.is_attached(name)) { Err(Unknown) } else { Ok(()) }
    }
}

/// Would this statement, were it understood, change or send a form?
fn changes_a_form(statement: &Statement) -> bool {
    let told = format!("{statement:?}");
    ["\"value\"", "\"submit\"", "\"action\"", "\"checked\""].iter().any(|word| told.contains(word))
}

#[cfg(test)]
mod tests;
