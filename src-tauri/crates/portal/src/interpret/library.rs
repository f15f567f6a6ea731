//! Functions that every page has, and those of the servers' own libraries that set fields and send a form.

use super::run::Run;
use super::value::Value;
use crate::script::{self, Target, Unknown};

/// Milliseconds of the longest timer that leads on by itself, as of a refresh.
const MAX_WAIT: f64 = 10_000.0;

impl Run<'_> {
    /// Functions that every page has, and those of the servers' own libraries that set fields and send a form.
    pub(super) fn call_global(&mut self, name: &str, values: Vec<Value>) -> Result<Value, Unknown> {
        let text = |at: usize| values.get(at).ok_or(Unknown).and_then(Value::text);
        match name {
            "alert" => {
                let said = values.first().map_or(Ok(String::new()), Value::text)?;
                self.effects.said.push(said);
                Ok(Value::Undefined)
            }
            // Whoever presses here was asked what for by this client; a question of the page is answered with yes. A page
            // that asks by itself has not been pressed by anybody.
            "confirm" if self.is_loading => {
                let said = values.first().map_or(Ok(String::new()), Value::text)?;
                self.effects.said.push(said);
                Err(Unknown)
            }
            "confirm" => Ok(Value::Bool(true)),
            "focus" | "blur" | "scrollTo" | "clearTimeout" => Ok(Value::Undefined),
            "open" => {
                let address = values.first().map_or(Ok(String::new()), Value::text)?;
                if !matches!(address.as_str(), "" | "about:blank") {
                    self.lead_to(Target::Address(address))?;
                }
                Ok(Value::Window)
            }
            "setTimeout" => match (values.first(), values.get(1)) {
                // A time limit is no way on.
                (_, Some(Value::Number(milliseconds))) if *milliseconds > MAX_WAIT => Ok(Value::Undefined),
                (Some(Value::Function(function)), None | Some(Value::Number(_))) => {
                    self.waiting.push(function.clone());
                    Ok(Value::Undefined)
                }
                (Some(Value::Text(code)), None | Some(Value::Number(_))) => {
                    self.waiting.push(script::function_of(code).ok_or(Unknown)?);
                    Ok(Value::Undefined)
                }
                _ => Err(Unknown),
            },
            "$" | "jQuery" => match values.first() {
                Some(Value::Text(selector)) => Ok(Value::Query(Box::new(self.select(selector)?))),
                Some(element @ (Value::Form(_) | Value::Field(_) | Value::Control(_))) => {
                    Ok(Value::Query(Box::new(element.clone())))
                }
                Some(Value::Function(function)) => self.call_function(&function.clone(), Vec::new()),
                _ => Err(Unknown),
            },
            "String" => Ok(Value::Text(text(0)?)),
            "__doPostBack" => self.post_back(&text(0)?, &text(1)?),
            "WebForm_DoPostBackWithOptions" => self.post_back_with(values),
            "jsfcljs" => self.faces_submit(values),
            _ => Err(Unknown),
        }
    }

    /// ASP.NET's own function, for pages that have it in a file of its own.
    fn post_back(&mut self, target: &str, argument: &str) -> Result<Value, Unknown> {
        for (name, value) in [("__EVENTTARGET", target), ("__EVENTARGUMENT", argument)] {
            match self.by_name(None, name).as_slice() {
                [Value::Field(field)] => self.set_field(*field, &Value::Text(value.to_owned()))?,
                _ => return Err(Unknown),
            }
        }
        let field = self.page.fields.iter().find(|field| field.name == "__EVENTTARGET");
        let form = field.and_then(|field| field.form).ok_or(Unknown)?;
        if self.asks_to_go_on(form)? {
            self.lead_to(Target::Form { form, pressed: None })?;
        }
        Ok(Value::Undefined)
    }

    /// The same with options (`WebForms.js`): validation, another address, and whether the script itself submits.
    fn post_back_with(&mut self, values: Vec<Value>) -> Result<Value, Unknown> {
        let [Value::Array(options)] = values.as_slice() else { return Err(Unknown) };
        let [target, argument, Value::Bool(_), _, action, Value::Bool(_), Value::Bool(submits)] = options.as_slice()
        else {
            return Err(Unknown);
        };
        if self.page.scripts.defines("Page_ClientValidate") {
            return Err(Unknown);
        }
        if *action != Value::Text(String::new()) {
            let [form] = self.page.forms.as_slice() else { return Err(Unknown) };
            self.effects.posts.insert(0, form.post);
            self.effects.actions.insert(0, action.text()?);
        }
        if !submits {
            return Ok(Value::Undefined);
        }
        let values = vec![target.clone(), argument.clone()];
        self.call_member(&Value::Window, "__doPostBack", values)
    }

    /// What `new` makes, of the little that scripts of buttons make.
    pub(super) fn make(&mut self, name: &str, values: Vec<Value>) -> Result<Value, Unknown> {
        match (name, values.as_slice()) {
            ("Object", []) => Ok(Value::Object(Vec::new())),
            ("Array", [Value::Number(_)]) => Err(Unknown),
            ("Array" | "WebForm_PostBackOptions", _) => Ok(Value::Array(values)),
            _ => Err(Unknown),
        }
    }

    /// JavaServer Faces in its three makes (Mojarra, MyFaces, PrimeFaces), and the console.
    pub(super) fn call_library(&mut self, path: &str, name: &str, values: Vec<Value>) -> Result<Value, Unknown> {
        match (path, name) {
            ("console", _) => Ok(Value::Undefined),
            ("mojarra", "jsfcljs") => self.faces_submit(values),
            ("jsf.util" | "faces.util", "chain") => self.chain(&values),
            ("myfaces.oam" | "oam", "submitForm") => self.my_faces_submit(&values),
            ("PrimeFaces", "addSubmitParam") => match values.as_slice() {
                [Value::Text(form), Value::Object(pairs)] => {
                    let Some(Value::Form(form)) = self.form_named(form) else { return Err(Unknown) };
                    self.add_pairs(form, pairs)?;
                    Ok(Value::Library(path.to_owned()))
                }
                _ => Err(Unknown),
            },
            ("PrimeFaces", "submit") => match values.first() {
                Some(Value::Text(form)) => {
                    let form = self.form_named(form).ok_or(Unknown)?;
                    self.call_member(&form, "submit", Vec::new())
                }
                _ => Err(Unknown),
            },
            _ => Err(Unknown),
        }
    }

    /// `jsfcljs(form, {name: value, …}, target)`; older ones write the pairs as `name,value,…`.
    fn faces_submit(&mut self, values: Vec<Value>) -> Result<Value, Unknown> {
        let (Some(Value::Form(form)), Some(pairs)) = (values.first(), values.get(1)) else { return Err(Unknown) };
        match pairs {
            Value::Object(pairs) => self.add_pairs(*form, pairs)?,
            Value::Text(list) => {
                let names: Vec<&str> = list.split(',').collect();
                let (pairs, []) = names.as_chunks::<2>() else { return Err(Unknown) };
                for [name, value] in pairs {
                    self.effects.extra.push((*form, (*name).to_owned(), (*value).to_owned()));
                }
            }
            _ => return Err(Unknown),
        }
        self.lead_to(Target::Form { form: *form, pressed: None })?;
        Ok(Value::Undefined)
    }

    /// `myfaces.oam.submitForm('form', 'link', target, [['name', 'value'], …])`.
    fn my_faces_submit(&mut self, values: &[Value]) -> Result<Value, Unknown> {
        let (Some(Value::Text(name)), Some(Value::Text(link))) = (values.first(), values.get(1)) else {
            return Err(Unknown);
        };
        let Some(Value::Form(form)) = self.form_named(name) else { return Err(Unknown) };
        self.effects.extra.push((form, format!("{name}:_idcl"), link.clone()));
        match values.get(3) {
            None | Some(Value::Null) => {}
            Some(Value::Array(pairs)) => {
                for pair in pairs {
                    let Value::Array(pair) = pair else { return Err(Unknown) };
                    let [name, value] = pair.as_slice() else { return Err(Unknown) };
                    self.effects.extra.push((form, name.text()?, value.text()?));
                }
            }
            Some(_) => return Err(Unknown),
        }
        self.lead_to(Target::Form { form, pressed: None })?;
        Ok(Value::Undefined)
    }

    /// `chain(this, event, 'code', …)`: each runs unless the one before has said no.
    fn chain(&mut self, values: &[Value]) -> Result<Value, Unknown> {
        let (Some(this), Some(codes)) = (values.first(), values.get(2..)) else { return Err(Unknown) };
        for code in codes {
            let Value::Text(code) = code else { return Err(Unknown) };
            self.enter()?;
            if self.handle(code, this.clone())? {
                return Ok(Value::Bool(false));
            }
        }
        Ok(Value::Bool(true))
    }

    fn add_pairs(&mut self, form: usize, pairs: &[(String, Value)]) -> Result<(), Unknown> {
        for (name, value) in pairs {
            self.effects.extra.push((form, name.clone(), value.text()?));
        }
        Ok(())
    }
}
