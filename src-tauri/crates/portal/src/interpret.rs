//! What a browser would do when a control is pressed or a page is loaded, by scripts that are understood as a whole.
//!
//! A script that holds anything outside of the closed grammar, calls anything that is not defined on the page, or reads
//! anything that is not known, is [`Unknown`]: then there is no way on, and nothing is sent.

use crate::page::{Action, FieldValue, Page};
use crate::script::{self, Effects, Loaded, Target, Token, Unknown};

mod library;
mod members;
mod run;
mod value;

use run::Run;
use value::Value;

/// How often what waited sets off what waits again, while a page loads.
const MAX_ROUNDS: usize = 3;

/// Runs what runs by itself. What is not understood there is passed over, because most of it only decorates; but then
/// it leads nowhere either.
pub(crate) fn load(page: &Page) -> Loaded {
    let Loading { mut run, opaque, whole } = Loading::of(page);
    if !whole {
        run.effects.target = None;
    }
    Loaded { effects: run.into_effects(), opaque }
}

/// What runs while a page loads.
struct Loading<'a> {
    run: Run<'a>,
    /// Something of it is not understood and may change a form.
    opaque: bool,
    /// All of it is understood.
    whole: bool,
}

impl<'a> Loading<'a> {
    fn of(page: &'a Page) -> Self {
        let unreadable = page.scripts.unreadable;
        let mut loading = Self { run: Run::loading(page), opaque: unreadable, whole: !unreadable };
        for automatic in &page.scripts.automatic {
            let understood = automatic.statement.as_ref().is_some_and(|statement| loading.run.try_statement(statement));
            loading.note(understood, Some(&automatic.tokens));
        }
        if let Some(code) = &page.onload {
            let statements = script::handler(code);
            let understood = statements.as_ref().is_ok_and(|statements| loading.run.try_statements(statements));
            loading.note(understood, script::handler_tokens(code).as_deref());
        }
        for _ in 0..MAX_ROUNDS {
            for function in std::mem::take(&mut loading.run.waiting) {
                let understood = loading.run.try_function(&function);
                loading.note(understood, Some(&function.body));
            }
        }
        loading.whole &= loading.run.waiting.is_empty();
        loading
    }

    /// What was not understood may have done anything that it names.
    fn note(&mut self, understood: bool, tokens: Option<&[Token]>) {
        if understood {
            return;
        }
        self.whole = false;
        match tokens {
            None => self.opaque = true,
            Some(tokens) => {
                let reach = self.run.page.scripts.reach(tokens);
                self.opaque |= reach.forms;
                self.run.forgotten.extend(reach.variables);
            }
        }
    }
}

/// Presses a control. The result's target is `None` if it leads nowhere.
pub(crate) fn press(page: &Page, control: usize, filled: &[FieldValue<'_>]) -> Result<Effects, Unknown> {
    let before = Effects { target: None, said: Vec::new(), ..page.loaded.effects.clone() };
    let mut run = Run::new(page, filled, before);
    let loading = Loading::of(page);
    run.know(loading.run, page.scripts.unreadable);
    run.press(control)?;
    while !run.waiting.is_empty() {
        let function = run.waiting.remove(0);
        run.call_function(&function, Vec::new())?;
    }
    if matches!(run.effects.target, Some(Target::Form { .. })) && page.loaded.opaque {
        return Err(Unknown);
    }
    Ok(run.into_effects())
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
        if self.is_disabled_by_script(index) {
            return Ok(());
        }
        match self.effects.target {
            None => {}
            // The form's own submission follows the script's and replaces it.
            Some(Target::Form { form: sent, pressed: None }) if sent == form => self.effects.target = None,
            Some(_) => return Err(Unknown),
        }
        if !self.asks_to_go_on(form)? {
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

#[cfg(test)]
mod tests;
