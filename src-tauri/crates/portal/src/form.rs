//! The request that a browser would send when a control is pressed (HTML Standard, 4.10.21).

use std::borrow::Cow;

use encoding_rs::Encoding;
use url::Url;
use zeroize::Zeroizing;

use crate::labels::Labels;
use crate::page::{Action, Control, Field, FieldKind, Form, Page};
use crate::script::{Script, ScriptOutcome, WhichForm};
use crate::transport::{Method, Request};

/// What is filled in: the field's index and the text.
pub(crate) type FieldValue<'a> = (usize, &'a str);

/// Why pressing a control leads nowhere.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NavigationError {
    /// Its script is not understood, or it has no form.
    NoTarget,
    /// It leads to another scheme than https.
    NotHttps {
        /// The host, else the scheme.
        host: String,
    },
}

/// What a browser would send when the control is pressed (HTML Standard, 4.10.21).
pub(crate) fn press(
    page: &Page,
    labels: &Labels,
    control: &Control,
    fills: &[FieldValue<'_>],
) -> Result<Request, NavigationError> {
    let script = Script::read(labels.script_patterns(), &control.script);
    match (&control.action, &script.outcome) {
        (Action::Link(Some(href)), None) => get(page, href),
        (_, Some(ScriptOutcome::Go(url))) => get(page, url),
        (_, Some(ScriptOutcome::Submit { form, extra })) => {
            let form = which(page, form, control).ok_or(NavigationError::NoTarget)?;
            let more: Vec<(String, String)> = extra.iter().cloned().collect();
            submit(page, form, fills, &script.fills, Pressed { control: None, more })
        }
        (Action::Submit { .. }, None) => {
            let form = control.form.ok_or(NavigationError::NoTarget)?;
            let pressed = Pressed { control: Some(control), more: Vec::new() };
            submit(page, form, fills, &script.fills, pressed)
        }
        (Action::Link(None) | Action::Script, None) => Err(NavigationError::NoTarget),
    }
}

/// A request for an address that the page names.
pub(crate) fn get(page: &Page, address: &str) -> Result<Request, NavigationError> {
    let url = page.base.join(address.trim()).map_err(|_| NavigationError::NoTarget)?;
    Ok(Request { method: Method::Get, url: https(url)?, body: None, referer: Some(page.url.clone()) })
}

/// The form that the control sends, by its script or because it is that form's own.
pub(crate) fn sent_by(page: &Page, labels: &Labels, control: &Control) -> Option<usize> {
    match (Script::read(labels.script_patterns(), &control.script).outcome, &control.action) {
        (Some(ScriptOutcome::Submit { form, .. }), _) => which(page, &form, control),
        (None, Action::Submit { .. }) => control.form,
        _ => None,
    }
}

struct Pressed<'a> {
    control: Option<&'a Control>,
    more: Vec<(String, String)>,
}

fn https(url: Url) -> Result<Url, NavigationError> {
    match url.scheme() {
        "https" => Ok(url),
        scheme => Err(NavigationError::NotHttps { host: url.host_str().unwrap_or(scheme).to_owned() }),
    }
}

fn which(page: &Page, form: &WhichForm, control: &Control) -> Option<usize> {
    match form {
        WhichForm::Own => control.form,
        WhichForm::At(index) => (*index < page.forms.len()).then_some(*index),
        WhichForm::Named(name) => {
            let named = |form: &Form| form.id.as_deref() == Some(name) || form.name.as_deref() == Some(name);
            page.forms.iter().position(named)
        }
    }
}

fn submit(
    page: &Page,
    index: usize,
    fills: &[FieldValue<'_>],
    scripted: &[(String, String)],
    pressed: Pressed<'_>,
) -> Result<Request, NavigationError> {
    let form = page.forms.get(index).ok_or(NavigationError::NoTarget)?;
    let (action, post) = target(form, pressed.control);
    if post && form.multipart {
        return Err(NavigationError::NoTarget);
    }
    let encoding = form.encoding.unwrap_or(page.encoding).output_encoding();
    let mut pairs = Pairs::new(encoding);
    for entry in entries(page, index, &pressed) {
        match entry {
            Entry::Field(at, field) => {
                let filled = fills.iter().find(|(index, _)| *index == at).map(|(_, text)| *text);
                let set = scripted.iter().find(|(name, _)| *name == field.name || field.id.as_deref() == Some(name));
                match (filled, set) {
                    (Some(text), _) => pairs.add(&field.name, text),
                    (None, Some((_, text))) => pairs.add(&field.name, text),
                    (None, None) if field.kind == FieldKind::Hidden && field.name == "_charset_" => {
                        pairs.add(&field.name, encoding.name());
                    }
                    (None, None) => field.values.iter().for_each(|value| pairs.add(&field.name, value)),
                }
            }
            Entry::Pressed(name, value) => pairs.add(name, value),
        }
    }
    for (name, value) in &pressed.more {
        pairs.add(name, value);
    }
    let referer = Some(page.url.clone());
    let mut url = match action.trim() {
        "" => page.url.clone(),
        action => page.base.join(action).map_err(|_| NavigationError::NoTarget)?,
    };
    url.set_fragment(None);
    let url = https(url)?;
    let content = pairs.finish();
    if post {
        return Ok(Request {
            method: Method::Post,
            url,
            body: Some(Zeroizing::new(content.as_bytes().to_vec())),
            referer,
        });
    }
    let mut url = url;
    url.set_query(Some(&content));
    Ok(Request { method: Method::Get, url, body: None, referer })
}

fn target<'a>(form: &'a Form, pressed: Option<&'a Control>) -> (&'a str, bool) {
    match pressed.map(|control| &control.action) {
        Some(Action::Submit { action, post, .. }) => {
            (action.as_deref().unwrap_or(&form.action), post.unwrap_or(form.post))
        }
        _ => (&form.action, form.post),
    }
}

enum Entry<'a> {
    Field(usize, &'a Field),
    Pressed(String, &'a str),
}

/// What the form sends, in the order of the page.
fn entries<'a>(page: &'a Page, form: usize, pressed: &Pressed<'a>) -> Vec<Entry<'a>> {
    let successful = |field: &Field| {
        field.form == Some(form)
            && !field.name.is_empty()
            && !field.disabled
            && match field.kind {
                FieldKind::Check | FieldKind::Radio => field.checked,
                FieldKind::Other => false,
                _ => true,
            }
    };
    let fields = page.fields.iter().enumerate().filter(|(_, field)| successful(field));
    let mut entries: Vec<(usize, Entry<'a>)> =
        fields.map(|(index, field)| (field.order, Entry::Field(index, field))).collect();
    if let Some(control) = pressed.control
        && let Action::Submit { name, value, image, .. } = &control.action
    {
        match (name, image) {
            (Some(name), false) => entries.push((control.order, Entry::Pressed(name.clone(), value))),
            (name, true) => {
                let prefix = name.as_ref().map(|name| format!("{name}.")).unwrap_or_default();
                entries.push((control.order, Entry::Pressed(format!("{prefix}x"), "1")));
                entries.push((control.order, Entry::Pressed(format!("{prefix}y"), "1")));
            }
            (None, false) => {}
        }
    }
    entries.sort_by_key(|(order, _)| *order);
    entries.into_iter().map(|(_, entry)| entry).collect()
}

/// `application/x-www-form-urlencoded` in a page's encoding.
struct Pairs {
    encoding: &'static Encoding,
    content: Zeroizing<String>,
}

impl Pairs {
    fn new(encoding: &'static Encoding) -> Self {
        // Room enough that growing leaves no copies of a password behind.
        Self { encoding, content: Zeroizing::new(String::with_capacity(32 * 1024)) }
    }

    fn add(&mut self, name: impl AsRef<str>, value: &str) {
        if !self.content.is_empty() {
            self.content.push('&');
        }
        self.encode(name.as_ref());
        self.content.push('=');
        self.encode(value);
    }

    /// Line ends become CRLF; what the encoding lacks becomes a numeric reference, as in browsers.
    fn encode(&mut self, text: &str) {
        let lines = match text.contains(['\r', '\n']) {
            true => Cow::Owned(text.replace("\r\n", "\n").replace(['\r', '\n'], "\r\n")),
            // No copy: this may be a password.
            false => Cow::Borrowed(text),
        };
        let (bytes, _, _) = self.encoding.encode(&lines);
        self.content.extend(form_urlencoded::byte_serialize(&bytes));
    }

    fn finish(self) -> Zeroizing<String> {
        self.content
    }
}
