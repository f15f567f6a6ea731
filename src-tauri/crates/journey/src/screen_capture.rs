//! While a secret is shown, the system keeps no picture of the window.

use jiff::Timestamp;

use crate::effect::Effect;
use crate::intent::SecretKind;
use crate::journey::Journey;

impl Journey {
    /// The certificate password is on the screen.
    pub(crate) fn secret_shown(&self) -> bool {
        self.session.password_is_shown && self.may_reveal(SecretKind::CertificatePassword)
    }

    pub(crate) fn on_secret_shown(&mut self) {
        self.session.password_is_shown = true;
        // Whoever gave it out has put the shield up already; it must come down even where the way has gone on meanwhile.
        self.shielded = true;
    }

    /// What is shown is hidden, so that it is not found open on return.
    pub(crate) fn on_went_away(&mut self) {
        self.away = true;
        self.session.password_is_shown = false;
    }

    pub(crate) fn on_returned(&mut self, now: Timestamp) {
        self.away = false;
        self.expire(now);
        self.forget_kept(now);
    }

    /// Called after every event, so that no way of leaving can forget it. A shield that is up stays so until the app is back
    /// in front: the system takes its picture after the app went away.
    pub(crate) fn shield(&mut self) {
        if !self.may_reveal(SecretKind::CertificatePassword) {
            self.session.password_is_shown = false;
        }
        let wanted = self.secret_shown() || (self.shielded && self.away);
        if wanted != self.shielded {
            self.shielded = wanted;
            self.effects.push(Effect::GuardScreenCapture(wanted));
        }
    }
}
