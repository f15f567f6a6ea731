use std::collections::BTreeMap;

use super::step::Step;

/// What the portal was asked, so that tests can tell what a client really did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Requests of all kinds.
    pub requests: u64,
    /// POSTs of all kinds, answered or not.
    pub posts: u64,
    /// POSTs and GETs for each step of the flow, answered or not.
    pub steps: BTreeMap<Step, u64>,
    /// Logins that were right.
    pub logins: u64,
    /// Logins that were refused, locked ones too.
    pub refused_logins: u64,
    /// Forms refused because of their token.
    pub refused_forms: u64,
    /// Certificate files made.
    pub downloads: u64,
    /// How often somebody logged out.
    pub logouts: u64,
}
