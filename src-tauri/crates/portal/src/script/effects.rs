//! What scripts do to a page, as data.

use std::collections::BTreeMap;

/// What scripts have done to a page, and where they lead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Effects {
    /// New values of fields, by index.
    pub(crate) values: BTreeMap<usize, String>,
    pub(crate) checked: BTreeMap<usize, bool>,
    pub(crate) disabled: BTreeMap<usize, bool>,
    /// New addresses of forms, by index.
    pub(crate) actions: BTreeMap<usize, String>,
    /// New methods of forms: is it POST?
    pub(crate) posts: BTreeMap<usize, bool>,
    /// Pairs that a form sends besides: form, name, value.
    pub(crate) extra: Vec<(usize, String, String)>,
    pub(crate) target: Option<Target>,
    /// What `alert` said.
    pub(crate) said: Vec<String>,
}

/// Where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// To another address.
    Address(String),
    /// A form is sent, by a script or by a control of its own.
    Form { form: usize, pressed: Option<usize> },
}

/// What happens while the page loads.
#[derive(Clone, Debug, Default)]
pub(crate) struct Loaded {
    pub(crate) effects: Effects,
    /// Something of it is not understood and may change a form.
    pub(crate) opaque: bool,
}
