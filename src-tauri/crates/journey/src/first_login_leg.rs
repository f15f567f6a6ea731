//! The first login: the portal's terms, then a password of one's own.

use crate::effect::Effect;
use crate::event::{LoginEnd, NewPasswordFacts};
use crate::intent::SecretKind;
use crate::journey::Journey;
use crate::place::{Place, Retry};
use crate::view::{Failure, Screen};

/// What a login password has been so far (older manuals): 8 to 16 alphanumerics. The portal's own words rule.
pub(crate) const LENGTHS: (u32, u32) = (8, 16);

impl Journey {
    pub(crate) fn accept_terms(&mut self) {
        if let Place::Terms { working, .. } = &mut self.place
            && !*working
        {
            *working = true;
            let attempt = self.next_attempt();
            self.effects.push(Effect::AcceptTerms { attempt });
        }
    }

    pub(crate) fn set_password(&mut self) {
        if let Place::NewPassword { working, facts } = &mut self.place
            && !*working
        {
            *working = true;
            facts.refused = None;
            let attempt = self.next_attempt();
            self.effects.push(Effect::SetPassword { attempt });
        }
    }

    /// What the portal answered while the first login was under way. Nothing of it counts as a wrong login.
    pub(crate) fn on_first_login(&mut self, end: LoginEnd) {
        match end {
            LoginEnd::Terms(facts) => self.place = Place::Terms { facts, working: false },
            LoginEnd::NewPassword(facts) => {
                self.effects.push(Effect::Forget(SecretKind::NewLoginPassword));
                self.place = Place::NewPassword { facts, working: false };
            }
            LoginEnd::Wrong(failure) | LoginEnd::Locked(failure) | LoginEnd::Failed(failure) => {
                self.fail(failure, Retry::Login);
            }
            LoginEnd::PasswordGone => self.return_to_login(),
        }
    }

    pub(crate) fn new_password_screen(&self, facts: &NewPasswordFacts, working: bool) -> Screen {
        let failure: Option<Failure> = facts.refused.clone();
        Screen::NewPassword {
            rules: facts.rules.clone(),
            min_length: facts.min_length.unwrap_or(LENGTHS.0),
            max_length: facts.max_length.unwrap_or(LENGTHS.1),
            failure,
            working,
        }
    }
}
