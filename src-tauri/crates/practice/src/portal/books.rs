//! What the portal knows: offices, sessions, locks, counts.

use std::collections::HashMap;

use jiff::Timestamp;

use super::counts::Counts;
use super::desktop::Desk;
use super::fault::Fault;
use super::page::{Key, Target};
use super::sessions::{Attempts, Login, Needs, Sessions};
use crate::offices::Office;

pub(super) struct Books {
    pub(super) sessions: Sessions,
    pub(super) members: Vec<Member>,
    pub(super) counts: Counts,
    attempts: HashMap<String, Attempts>,
}

/// An office as the portal keeps it.
pub(super) struct Member {
    pub(super) office: Office,
    pub(super) terms_accepted: bool,
    pub(super) desk: Desk,
}

/// One request, understood.
pub(super) struct Visit {
    pub(super) session: String,
    /// A session ID came with it, one that is known.
    pub(super) returning: bool,
    pub(super) target: Target,
    /// Came with the token of a form or link that was served.
    pub(super) ticketed: bool,
    pub(super) fields: HashMap<Key, String>,
    pub(super) desktop: bool,
    pub(super) now: Timestamp,
    pub(super) fault: Option<Fault>,
}

impl Visit {
    pub(super) fn field(&self, key: Key) -> &str {
        self.fields.get(&key).map_or("", String::as_str)
    }
}

impl Books {
    pub(super) fn new(offices: Vec<Office>) -> Self {
        let members = offices
            .into_iter()
            .map(|office| Member { desk: Desk::new(&office), office, terms_accepted: false })
            .collect();
        Self { sessions: Sessions::default(), members, counts: Counts::default(), attempts: HashMap::new() }
    }

    pub(super) fn member(&mut self, office: &str) -> Option<&mut Member> {
        self.members.iter_mut().find(|member| member.office.id == office)
    }

    /// Office handle where the login is right, else how it failed. An ID that nobody has is never locked.
    pub(super) fn authenticate(&mut self, user_id: &str, password: &str, now: Timestamp) -> Result<String, Login> {
        let Some(member) = self.members.iter().find(|member| member.office.user_id == user_id) else {
            return Err(Login::Wrong);
        };
        let right = member.office.login_password == password;
        let office = member.office.id.clone();
        match self.attempts.entry(user_id.to_owned()).or_default().count(right, now) {
            Login::Right => Ok(office),
            failed => Err(failed),
        }
    }

    /// What stands between login and menu for this office.
    pub(super) fn needs(&mut self, office: &str, fault: Option<Fault>) -> Option<Needs> {
        let accepted = self.member(office).is_some_and(|member| member.terms_accepted);
        match fault {
            Some(Fault::FirstLogin) if !accepted => Some(Needs::Terms),
            Some(Fault::PasswordExpired) if !accepted => Some(Needs::NewPassword { expired: true }),
            Some(Fault::Notice) => Some(Needs::Notice),
            Some(Fault::UnknownPage) => Some(Needs::Unknown),
            _ => None,
        }
    }
}
