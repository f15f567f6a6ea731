//! What the portal knows: offices, sessions, locks, counts.

use std::collections::HashMap;

use jiff::Timestamp;

use super::counts::Counts;
use super::desktop_state::DesktopState;
use super::fault::Fault;
use super::page::{Key, Target};
use super::sessions::{Attempts, Login, Sessions};
use crate::offices::Office;

pub(super) struct PortalState {
    pub(super) sessions: Sessions,
    pub(super) accounts: Vec<OfficeAccount>,
    pub(super) counts: Counts,
    attempts: HashMap<String, Attempts>,
}

/// An office as the portal keeps it.
pub(super) struct OfficeAccount {
    pub(super) office: Office,
    pub(super) terms_accepted: bool,
    pub(super) desktop_state: DesktopState,
}

/// One request, understood.
pub(super) struct ParsedRequest {
    pub(super) session: String,
    /// A session ID came with it, one that is known.
    pub(super) returning: bool,
    pub(super) target: Target,
    /// Came with the token of a form or link that was served.
    pub(super) has_csrf_token: bool,
    pub(super) fields: HashMap<Key, String>,
    pub(super) desktop: bool,
    pub(super) now: Timestamp,
    pub(super) fault: Option<Fault>,
}

impl ParsedRequest {
    pub(super) fn field(&self, key: Key) -> &str {
        self.fields.get(&key).map_or("", String::as_str)
    }
}

impl PortalState {
    pub(super) fn new(offices: Vec<Office>) -> Self {
        let accounts = offices
            .into_iter()
            .map(|office| OfficeAccount { desktop_state: DesktopState::new(&office), office, terms_accepted: false })
            .collect();
        Self { sessions: Sessions::default(), accounts, counts: Counts::default(), attempts: HashMap::new() }
    }

    pub(super) fn account(&mut self, office: &str) -> Option<&mut OfficeAccount> {
        self.accounts.iter_mut().find(|account| account.office.id == office)
    }

    /// Office handle where the login is right, else how it failed. An ID that nobody has is never locked.
    pub(super) fn authenticate(&mut self, user_id: &str, password: &str, now: Timestamp) -> Result<String, Login> {
        let Some(account) = self.accounts.iter().find(|account| account.office.user_id.as_str() == user_id) else {
            return Err(Login::Wrong);
        };
        let right = account.office.login_password == password;
        let office = account.office.id.clone();
        match self.attempts.entry(user_id.to_owned()).or_default().count(right, now) {
            Login::Right => Ok(office),
            failed => Err(failed),
        }
    }
}
