//! The portal's own window: how far it is, and the tries that were seen in it.

use certificate::CertificateKind;
use jiff::Timestamp;

use super::{PersistedState, Step};

impl PersistedState {
    /// Which certificate the flow is for, where that is known before a list is seen: what is renewed, or a facility card's.
    pub(crate) fn wanted_kind(&self) -> Option<CertificateKind> {
        let journal = self.journal.as_ref()?;
        journal.slot.as_ref().map(|slot| slot.kind).or(journal.kind)
    }

    /// A login was sent in the portal's own window, and nothing was seen of its answer.
    pub(crate) fn window_is_unanswered(&self) -> bool {
        matches!(self.step(), Some(Step::Window { unanswered: true }))
    }

    /// The portal's own window is left for another way.
    pub(crate) fn leave_window(&mut self) {
        if matches!(self.step(), Some(Step::Window { .. })) {
            self.set_step(Step::Login);
        }
    }

    /// Counts a failed try there: nobody reads there which user ID it was, so it is one of the ID that was offered, and
    /// where none was, of any.
    pub(crate) fn window_login_failed(&mut self, locked: bool, now: Timestamp) {
        let key = self.window_login_key();
        self.ledger.count_failed(key, locked, now);
    }

    fn window_login_key(&self) -> String {
        self.user_id().map_or_else(|| self.ledger.unknown_login_key(), |user_id| self.ledger.login_key(&user_id))
    }
}
