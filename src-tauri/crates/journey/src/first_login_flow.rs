//! The first login: the portal's terms, then a password of one's own.

use crate::effect::Effect;
use crate::event::{LoginOutcome, NewPasswordInfo};
use crate::intent::SecretKind;
use crate::journey::Journey;
use crate::state::{Retry, State};
use crate::view::{Failure, Screen};

/// What a login password has been so far (older manuals): 8 to 16 alphanumerics. The portal's own words rule.
pub(crate) const LENGTHS: (u32, u32) = (8, 16);

impl Journey {
    pub(crate) fn accept_terms(&mut self) {
        if let State::Terms { working, .. } = &mut self.state
            && !*working
        {
            *working = true;
            let attempt = self.next_attempt();
            self.effects.push(Effect::AcceptTerms { attempt });
        }
    }

    pub(crate) fn set_password(&mut self) {
        if let State::NewPassword { working, info } = &mut self.state
            && !*working
        {
            *working = true;
            info.refused = None;
            let attempt = self.next_attempt();
            self.effects.push(Effect::SetPassword { attempt });
        }
    }

    /// What the portal answered while the first login was under way. Nothing of it counts as a wrong login.
    pub(crate) fn on_first_login(&mut self, end: LoginOutcome) {
        match end {
            LoginOutcome::Terms(info) => self.state = State::Terms { info, working: false },
            LoginOutcome::NewPassword(info) => {
                self.effects.push(Effect::Forget(SecretKind::NewLoginPassword));
                self.state = State::NewPassword { info, working: false };
            }
            LoginOutcome::Wrong(failure) | LoginOutcome::Locked(failure) | LoginOutcome::Failed(failure) => {
                self.fail(failure, Retry::Login);
            }
            LoginOutcome::PasswordGone => self.return_to_login(),
        }
    }

    pub(crate) fn new_password_screen(&self, info: &NewPasswordInfo, working: bool) -> Screen {
        let failure: Option<Failure> = info.refused.clone();
        Screen::NewPassword {
            rules: info.rules.clone(),
            min_length: info.min_length.unwrap_or(LENGTHS.0),
            max_length: info.max_length.unwrap_or(LENGTHS.1),
            failure,
            working,
        }
    }
}
