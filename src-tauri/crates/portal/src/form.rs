//! The request that a browser would send when a control is pressed (HTML Standard, 4.10.21).

use std::borrow::Cow;

use encoding_rs::Encoding;
use url::Url;
use zeroize::Zeroizing;

use crate::interpret;
use crate::page::{Action, Control, Field, FieldKind, FieldValue, Form, Page};
use crate::script::{Effects, Target, Unknown};
use crate::transport::{Method, Purpose, Request};

/// Why pressing a control leads nowhere.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NavigationError {
    /// It has no form, or is nothing that leads on.
    NoTarget,
    /// A script has a part in it that is not understood as a whole.
    NotUnderstood,
    /// It would put a password into an address.
    SecretInAddress,
    /// It leads to another scheme than https.
    NotHttps {
        /// The host, else the scheme.
        host: String,
    },
}

impl From<Unknown> for NavigationError {
    fn from(Unknown: Unknown) -> Self {
        Self::NotUnderstood
    }
}

/// What a browser would send when the control is pressed (HTML Standard, 4.10.21).
pub(crate) fn press(page: &Page, control: &Control, filled: &[FieldValue<'_>]) -> Result<Request, NavigationError> {
    let index = page.controls.iter().position(|known| known.order == control.order);
    let effects = interpret::press(page, index.ok_or(NavigationError::NoTarget)?, filled)?;
    follow(page, &effects, filled)
}

/// What a browser would send after scripts have done this to the page.
pub(crate) fn follow(page: &Page, effects: &Effects, filled: &[FieldValue<'_>]) -> Result<Request, NavigationError> {
    let has_secret = filled.iter().any(|(index, _)| page.fields[*index].kind == FieldKind::Password);
    match &effects.target {
        None => Err(NavigationError::NoTarget),
        Some(Target::Address(_)) if has_secret => Err(NavigationError::SecretInAddress),
        Some(Target::Address(address)) => get(page, address),
        Some(Target::Form { form, pressed }) => {
            let control = pressed.map(|index| &page.controls[index]);
            let request = submit(page, *form, filled, effects, control)?;
            match request.method {
                Method::Get if has_secret => Err(NavigationError::SecretInAddress),
                _ => Ok(request),
            }
        }
    }
}

/// A request for an address that the page names.
pub(crate) fn get(page: &Page, address: &str) -> Result<Request, NavigationError> {
    let url = page.base.join(address.trim()).map_err(|_| NavigationError::NoTarget)?;
    Ok(Request {
        method: Method::Get,
        url: https(url)?,
        body: None,
        referer: Some(page.url.clone()),
        holds_secret: false,
        purpose: Purpose::Navigation,
    })
}

/// The form that the control sends, by its script or because it is that form's own.
pub(crate) fn sent_by(page: &Page, control: &Control, filled: &[FieldValue<'_>]) -> Option<usize> {
    let index = page.controls.iter().position(|known| known.order == control.order)?;
    match (interpret::press(page, index, filled), &control.action) {
        (Ok(Effects { target: Some(Target::Form { form, .. }), .. }), _) => Some(form),
        // What is not understood is still the form's own control, and pressing it says so.
        (Err(Unknown), _) => control.form,
        _ => None,
    }
}

fn https(url: Url) -> Result<Url, NavigationError> {
    match url.scheme() {
        "https" => Ok(url),
        scheme => Err(NavigationError::NotHttps { host: url.host_str().unwrap_or(scheme).to_owned() }),
    }
}

fn submit(
    page: &Page,
    index: usize,
    filled: &[FieldValue<'_>],
    effects: &Effects,
    pressed: Option<&Control>,
) -> Result<Request, NavigationError> {
    let form = page.forms.get(index).ok_or(NavigationError::NoTarget)?;
    let (action, post) = target(form, index, effects, pressed);
    if post && form.multipart {
        return Err(NavigationError::NoTarget);
    }
    let encoding = form.encoding.unwrap_or(page.encoding).output_encoding();
    let mut pairs = Pairs::new(encoding);
    for entry in entries(page, index, effects, pressed) {
        match entry {
            Entry::Field(at, field) => {
                let text = filled.iter().find(|(index, _)| *index == at).map(|(_, text)| *text);
                match (text, effects.values.get(&at)) {
                    (Some(text), _) => pairs.add(&field.name, text),
                    (None, Some(text)) => pairs.add(&field.name, text),
                    (None, None) if field.kind == FieldKind::Hidden && field.name == "_charset_" => {
                        pairs.add(&field.name, encoding.name());
                    }
                    (None, None) => field.values.iter().for_each(|value| pairs.add(&field.name, value)),
                }
            }
            Entry::Pressed(name, value) => pairs.add(name, value),
        }
    }
    for (_, name, value) in effects.extra.iter().filter(|(form, ..)| *form == index) {
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
            purpose: Purpose::Navigation,
            holds_secret: filled.iter().any(|(index, _)| page.fields[*index].kind == FieldKind::Password),
        });
    }
    let mut url = url;
    url.set_query(Some(&content));
    Ok(Request { method: Method::Get, url, body: None, referer, holds_secret: false, purpose: Purpose::Navigation })
}

/// Address and method: the pressed control's own, else what a script has set, else the form's.
fn target<'a>(form: &'a Form, index: usize, effects: &'a Effects, pressed: Option<&'a Control>) -> (&'a str, bool) {
    let action = effects.actions.get(&index).unwrap_or(&form.action);
    let form_posts = effects.posts.get(&index).copied().unwrap_or(form.post);
    match pressed.map(|control| &control.action) {
        Some(Action::Submit { action: own, post, .. }) => (own.as_ref().unwrap_or(action), post.unwrap_or(form_posts)),
        _ => (action, form_posts),
    }
}

enum Entry<'a> {
    Field(usize, &'a Field),
    Pressed(String, &'a str),
}

/// What the form sends, in the order of the page.
fn entries<'a>(page: &'a Page, form: usize, effects: &Effects, pressed: Option<&'a Control>) -> Vec<Entry<'a>> {
    let successful = |index: usize, field: &Field| {
        field.form == Some(form)
            && !field.name.is_empty()
            && !effects.disabled.get(&index).copied().unwrap_or(field.disabled)
            && match field.kind {
                FieldKind::Check | FieldKind::Radio => effects.checked.get(&index).copied().unwrap_or(field.checked),
                FieldKind::Other => false,
                _ => true,
            }
    };
    let fields = page.fields.iter().enumerate().filter(|(index, field)| successful(*index, field));
    let mut entries: Vec<(usize, Entry<'a>)> =
        fields.map(|(index, field)| (field.order, Entry::Field(index, field))).collect();
    if let Some(control) = pressed
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
