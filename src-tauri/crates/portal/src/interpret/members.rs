//! What the parts of a page have and do, as far as scripts of buttons use it (HTML Standard, 3.1, 4.10 and 7.2).

use super::run::Run;
use super::value::Value;
use crate::page::{Action, FieldKind};
use crate::script::{Target, Unknown};

impl Run<'_> {
    pub(super) fn member(&mut self, of: &Value, name: &str) -> Result<Value, Unknown> {
        match (of, name) {
            (Value::Window, "document") => Ok(Value::Document),
            (Value::Window | Value::Document, "location") => Ok(Value::Location),
            (Value::Window, "window" | "self" | "top" | "parent") => Ok(Value::Window),
            (Value::Window, "event") => Ok(Value::Event),
            (Value::Window, name) => self.global(name)?.ok_or(Unknown),
            (Value::Document, "forms") => Ok(Value::Forms),
            (Value::Document, "body") => Ok(Value::Other),
            (Value::Document, "all") => Ok(Value::Document),
            (Value::Document | Value::Forms, name) => self.in_document(name).ok_or(Unknown),
            (Value::Event, "target" | "currentTarget" | "srcElement") => Ok(self.this.clone()),
            (Value::Form(form), "elements") => Ok(Value::Elements(*form)),
            (Value::Form(form), "onsubmit") => Ok(match self.page.forms[*form].onsubmit {
                Some(_) => Value::Bool(true),
                None => Value::Null,
            }),
            (Value::Form(form) | Value::Elements(form), name) => self.in_form(*form, name),
            (Value::Field(field), name) => self.field_member(*field, name),
            (Value::Control(control), name) => self.control_member(*control, name),
            (Value::Other, "style" | "classList") => Ok(Value::Decoration),
            (Value::Library(path), _) => Ok(Value::Library(format!("{path}.{name}"))),
            (Value::Text(text), "length") => Ok(Value::Number(text.encode_utf16().count() as f64)),
            (Value::Secret { characters }, "length") => Ok(Value::Number(*characters as f64)),
            (Value::Array(values), "length") => Ok(Value::Number(values.len() as f64)),
            (Value::Object(pairs), name) => {
                Ok(pairs.iter().find(|(key, _)| key == name).map_or(Value::Undefined, |(_, value)| value.clone()))
            }
            _ => Err(Unknown),
        }
    }

    pub(super) fn element(&mut self, of: &Value, index: &Value) -> Result<Value, Unknown> {
        match (of, index) {
            (Value::Forms, Value::Number(number)) => {
                let form = *number as usize;
                if form < self.page.forms.len() { Ok(Value::Form(form)) } else { Err(Unknown) }
            }
            (Value::Array(values), Value::Number(number)) => values.get(*number as usize).cloned().ok_or(Unknown),
            (Value::Array(values), Value::Text(number)) if number.bytes().all(|c| c.is_ascii_digit()) => {
                values.get(number.parse::<usize>().map_err(|_| Unknown)?).cloned().ok_or(Unknown)
            }
            (Value::Query(found), Value::Number(0.0)) => Ok((**found).clone()),
            (_, Value::Text(name)) => self.member(of, name),
            _ => Err(Unknown),
        }
    }

    pub(super) fn set_member(&mut self, of: &Value, name: &str, value: Value) -> Result<(), Unknown> {
        match (of, name) {
            (Value::Window | Value::Document, "location") | (Value::Location, "href") => {
                self.lead_to(Target::Address(value.text()?))
            }
            (Value::Window, "onload") => match value {
                Value::Function(function) => {
                    self.waiting.push(function);
                    Ok(())
                }
                _ => Err(Unknown),
            },
            (Value::Window, "onunload" | "onbeforeunload" | "onpageshow" | "name" | "status" | "opener") => Ok(()),
            (Value::Window, name) if !name.starts_with("on") => {
                self.set_global(name, value);
                Ok(())
            }
            (Value::Event, "returnValue" | "cancelBubble") => {
                self.prevented |= name == "returnValue" && value == Value::Bool(false);
                Ok(())
            }
            (Value::Form(form), "action") => {
                self.effects.actions.insert(*form, value.text()?);
                Ok(())
            }
            (Value::Form(form), "method") => {
                self.effects.posts.insert(*form, value.text()?.eq_ignore_ascii_case("post"));
                Ok(())
            }
            (Value::Form(_), "target") => value.text().map(|_| ()),
            (Value::Field(field), "value") => self.set_field(*field, &value),
            (Value::Field(field), "checked") => {
                self.effects.checked.insert(*field, value.truth()?);
                Ok(())
            }
            (Value::Field(field), "disabled") => {
                self.effects.disabled.insert(*field, value.truth()?);
                Ok(())
            }
            (Value::Control(control), "disabled") => {
                self.disable_control(*control, value.truth()?);
                Ok(())
            }
            (Value::Other, "innerHTML" | "textContent" | "innerText" | "className" | "hidden" | "disabled")
            | (Value::Field(_) | Value::Control(_), "className" | "readOnly" | "tabIndex")
            | (Value::Decoration, _) => Ok(()),
            _ => Err(Unknown),
        }
    }

    pub(super) fn call_member(&mut self, of: &Value, name: &str, values: Vec<Value>) -> Result<Value, Unknown> {
        let text = |at: usize| values.get(at).ok_or(Unknown).and_then(Value::text);
        match (of, name) {
            (Value::Window, "addEventListener") => return self.wait_for(values),
            (Value::Window, _) => match self.global(name)? {
                Some(Value::Function(function)) => return self.call_function(&function, values),
                Some(_) => return Err(Unknown),
                None => match self.page.scripts.function(name).cloned() {
                    Some(function) => return self.call_function(&function, values),
                    None if self.page.scripts.defines(name) => return Err(Unknown),
                    None => return self.call_global(name, values),
                },
            },
            (Value::Document, "addEventListener") => return self.wait_for(values),
            (Value::Document, "write" | "writeln") if self.is_loading => {
                // Words in the page; whatever belongs to a form is not followed.
                if text(0)?.contains('<') {
                    return Err(Unknown);
                }
            }
            (Value::Document, "all") => return self.in_document(&text(0)?).ok_or(Unknown),
            (Value::Object(pairs), name) => {
                let function = pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value);
                let Some(Value::Function(function)) = function else { return Err(Unknown) };
                return self.call_method(of.clone(), function, values);
            }
            (Value::Location, "assign" | "replace") => self.lead_to(Target::Address(text(0)?))?,
            (Value::Document, "getElementById") => return Ok(self.by_id(&text(0)?).unwrap_or(Value::Other)),
            (Value::Document, "getElementsByName") => return Ok(Value::Array(self.by_name(None, &text(0)?))),
            (Value::Document, "querySelector") => return self.select(&text(0)?),
            (Value::Form(form), "submit") => self.lead_to(Target::Form { form: *form, pressed: None })?,
            (Value::Form(form), "requestSubmit") if values.is_empty() => {
                if self.asks_to_go_on(*form)? {
                    self.lead_to(Target::Form { form: *form, pressed: None })?;
                }
            }
            (Value::Form(form), "onsubmit") => return self.asks_to_go_on(*form).map(Value::Bool),
            (Value::Control(control), "click") => self.press(*control)?,
            (Value::Field(_) | Value::Control(_) | Value::Other, "focus" | "blur" | "select" | "scrollIntoView") => {}
            (Value::Decoration, "add" | "remove" | "toggle" | "setProperty") => {}
            (Value::Event, "preventDefault") => self.prevented = true,
            (Value::Event, "stopPropagation" | "stopImmediatePropagation") => {}
            (Value::Field(_) | Value::Control(_), "getAttribute") => return self.member(of, &text(0)?),
            (Value::Text(text), _) if name != "toString" => return text_member(text, name, &values),
            (Value::Text(_) | Value::Number(_), "toString") => return of.text().map(Value::Text),
            (Value::Secret { .. }, "trim" | "toString") => return Ok(of.clone()),
            (Value::Query(found), _) => return self.call_query(found, name, values),
            (Value::Library(path), _) => return self.call_library(path, name, values),
            _ => return Err(Unknown),
        }
        Ok(Value::Undefined)
    }

    /// What a page does when it has loaded; other events are not those of a press.
    fn wait_for(&mut self, values: Vec<Value>) -> Result<Value, Unknown> {
        match values.as_slice() {
            [Value::Text(event), Value::Function(function), ..]
                if matches!(event.as_str(), "load" | "DOMContentLoaded" | "pageshow") =>
            {
                self.waiting.push(function.clone());
                Ok(Value::Undefined)
            }
            _ => Err(Unknown),
        }
    }

    fn call_query(&mut self, found: &Value, name: &str, values: Vec<Value>) -> Result<Value, Unknown> {
        match (name, values.as_slice()) {
            ("val", []) => self.member(found, "value"),
            ("val", [value]) => {
                self.set_member(found, "value", value.clone())?;
                Ok(Value::Query(Box::new(found.clone())))
            }
            ("attr" | "prop", [Value::Text(name)]) => self.member(found, name),
            ("attr" | "prop", [Value::Text(name), value]) => {
                self.set_member(found, name, value.clone())?;
                Ok(Value::Query(Box::new(found.clone())))
            }
            ("data", [Value::Text(name)]) => self.member(found, &format!("data-{name}")),
            ("submit", []) => match found {
                Value::Form(form) => self.call_member(&Value::Form(*form), "requestSubmit", Vec::new()),
                _ => Err(Unknown),
            },
            ("click", []) => self.call_member(found, "click", Vec::new()),
            ("show" | "hide" | "focus", []) => Ok(Value::Query(Box::new(found.clone()))),
            _ => Err(Unknown),
        }
    }

    fn field_member(&mut self, index: usize, name: &str) -> Result<Value, Unknown> {
        let field = &self.page.fields[index];
        let text = |text: &Option<String>| Ok(Value::Text(text.clone().unwrap_or_default()));
        match name {
            "value" => Ok(self.value_of(index)),
            "checked" => Ok(Value::Bool(self.effects.checked.get(&index).copied().unwrap_or(field.checked))),
            "disabled" => Ok(Value::Bool(self.effects.disabled.get(&index).copied().unwrap_or(field.disabled))),
            "name" => Ok(Value::Text(field.name.clone())),
            "id" => text(&field.id),
            "form" => field.form.map(Value::Form).ok_or(Unknown),
            "style" | "classList" => Ok(Value::Decoration),
            _ => Err(Unknown),
        }
    }

    fn control_member(&mut self, index: usize, name: &str) -> Result<Value, Unknown> {
        let control = &self.page.controls[index];
        match name {
            "form" => control.form.map(Value::Form).ok_or(Unknown),
            "style" | "classList" => Ok(Value::Decoration),
            "disabled" => Ok(Value::Bool(self.is_disabled_by_script(index))),
            "dataset" => {
                let pairs = control
                    .attributes
                    .iter()
                    .filter_map(|(name, value)| Some((camel(name.strip_prefix("data-")?), Value::Text(value.clone()))));
                Ok(Value::Object(pairs.collect()))
            }
            "href" | "value" | "name" | "id" => self.control_attribute(index, name),
            name if name.starts_with("data-") => self.control_attribute(index, name),
            _ => Err(Unknown),
        }
    }

    fn control_attribute(&self, index: usize, name: &str) -> Result<Value, Unknown> {
        let mut attributes = self.page.controls[index].attributes.iter();
        attributes.find(|(known, _)| known == name).map(|(_, value)| Value::Text(value.clone())).ok_or(Unknown)
    }

    fn value_of(&self, index: usize) -> Value {
        let field = &self.page.fields[index];
        if let Some((_, text)) = self.filled.iter().find(|(filled, _)| *filled == index) {
            return match field.kind {
                FieldKind::Password => Value::Secret { characters: text.encode_utf16().count() },
                _ => Value::Text((*text).to_owned()),
            };
        }
        let set = self.effects.values.get(&index).cloned();
        Value::Text(set.or_else(|| field.values.first().cloned()).unwrap_or_default())
    }

    /// A field's new value. What this client has filled in stays as it is.
    pub(super) fn set_field(&mut self, index: usize, value: &Value) -> Result<(), Unknown> {
        let is_filled = self.filled.iter().any(|(filled, _)| *filled == index);
        let settable = matches!(
            self.page.fields[index].kind,
            FieldKind::Hidden | FieldKind::Text | FieldKind::Area | FieldKind::Password
        );
        if is_filled && *value == self.value_of(index) {
            return Ok(());
        }
        if is_filled || !settable {
            return Err(Unknown);
        }
        let text = if *value == Value::Null { String::new() } else { value.text()? };
        self.effects.values.insert(index, text);
        Ok(())
    }

    /// A form, or an element, by its name in the page.
    fn in_document(&self, name: &str) -> Option<Value> {
        let by_name = || match self.by_name(None, name).as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        };
        self.form_named(name).or_else(|| self.by_id(name)).or_else(by_name)
    }

    pub(super) fn form_named(&self, name: &str) -> Option<Value> {
        let mut forms = self
            .page
            .forms
            .iter()
            .enumerate()
            .filter(|(_, form)| form.name.as_deref() == Some(name) || form.id.as_deref() == Some(name));
        let (index, _) = forms.next()?;
        forms.next().is_none().then_some(Value::Form(index))
    }

    pub(super) fn by_id(&self, id: &str) -> Option<Value> {
        let field = self.page.fields.iter().position(|field| field.id.as_deref() == Some(id)).map(Value::Field);
        let form = || self.page.forms.iter().position(|form| form.id.as_deref() == Some(id)).map(Value::Form);
        let has_id =
            |attributes: &[(String, String)]| attributes.iter().any(|(name, value)| name == "id" && value == id);
        let control = || self.page.controls.iter().position(|control| has_id(&control.attributes)).map(Value::Control);
        field.or_else(form).or_else(control)
    }

    pub(super) fn by_name(&self, form: Option<usize>, name: &str) -> Vec<Value> {
        let fields = self.page.fields.iter().enumerate().filter(|(_, field)| {
            (form.is_none() || field.form == form)
                && (field.name == name || (form.is_some() && field.id.as_deref() == Some(name)))
        });
        let is_named = |attributes: &[(String, String)]| {
            attributes.iter().any(|(key, value)| (key == "name" || (form.is_some() && key == "id")) && value == name)
        };
        let controls = self.page.controls.iter().enumerate().filter(|(_, control)| {
            (form.is_none() || control.form == form)
                && !matches!(control.action, Action::Link { .. })
                && is_named(&control.attributes)
        });
        fields.map(|(index, _)| Value::Field(index)).chain(controls.map(|(index, _)| Value::Control(index))).collect()
    }

    pub(super) fn in_form(&self, form: usize, name: &str) -> Result<Value, Unknown> {
        let mut found = self.by_name(Some(form), name);
        match found.len() {
            0 => Err(Unknown),
            1 => found.pop().ok_or(Unknown),
            _ => Ok(Value::Array(found)),
        }
    }

    /// `#id`, `[name=…]` with or without a tag before it, `form`.
    pub(super) fn select(&self, selector: &str) -> Result<Value, Unknown> {
        let selector = selector.trim();
        if let Some(id) = selector.strip_prefix('#') {
            let plain = id.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
            return if plain { Ok(self.by_id(id).unwrap_or(Value::Other)) } else { Err(Unknown) };
        }
        if selector == "form" && self.page.forms.len() == 1 {
            return Ok(Value::Form(0));
        }
        let (tag, rest) = selector.split_once("[name=").ok_or(Unknown)?;
        let name = rest.strip_suffix(']').ok_or(Unknown)?.trim_matches(['"', '\'']);
        if tag == "form" {
            return self.form_named(name).ok_or(Unknown);
        }
        match self.by_name(None, name).as_slice() {
            [one] if matches!(tag, "" | "input" | "select" | "textarea") => Ok(one.clone()),
            _ => Err(Unknown),
        }
    }
}

/// Functions of texts that scripts make codes with (ECMA-262, 22.1.3).
fn text_member(text: &str, name: &str, values: &[Value]) -> Result<Value, Unknown> {
    let letters: Vec<char> = text.chars().collect();
    let length = letters.len() as f64;
    let number = |at: usize| match values.get(at) {
        Some(Value::Number(number)) if number.fract() == 0.0 => Ok(Some(*number)),
        None | Some(Value::Undefined) => Ok(None),
        Some(_) => Err(Unknown),
    };
    // From the end where it is negative, and never outside.
    let from_end = |number: f64| if number < 0.0 { (length + number).max(0.0) } else { number.min(length) };
    let part = |from: f64, to: f64| {
        let (from, to) = (from as usize, (to as usize).max(from as usize));
        Ok(Value::Text(letters[from..to].iter().collect()))
    };
    match name {
        "trim" => Ok(Value::Text(text.trim().to_owned())),
        "toUpperCase" => Ok(Value::Text(text.to_uppercase())),
        "toLowerCase" => Ok(Value::Text(text.to_lowercase())),
        "concat" => values.iter().try_fold(text.to_owned(), |text, value| Ok(text + &value.text()?)).map(Value::Text),
        "slice" => part(from_end(number(0)?.unwrap_or(0.0)), from_end(number(1)?.unwrap_or(length))),
        "substring" => {
            let (one, two) = (number(0)?.unwrap_or(0.0), number(1)?.unwrap_or(length));
            let (one, two) = (one.clamp(0.0, length), two.clamp(0.0, length));
            part(one.min(two), one.max(two))
        }
        "substr" => {
            let from = from_end(number(0)?.unwrap_or(0.0));
            part(from, (from + number(1)?.unwrap_or(length).max(0.0)).min(length))
        }
        _ => Err(Unknown),
    }
}

/// `file-no` as scripts read it: `fileNo`.
fn camel(name: &str) -> String {
    let mut parts = name.split('-');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |name, part| {
        let mut letters = part.chars();
        name + &letters.next().map(|letter| letter.to_ascii_uppercase().to_string()).unwrap_or_default()
            + letters.as_str()
    })
}
