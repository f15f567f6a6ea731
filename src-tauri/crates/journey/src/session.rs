//! What is known while the process lives: of the file in memory, of the portal's answers, of the screen.

use crate::event::CertificateInfo;
use crate::ids::{Attempt, OfficeId};
use crate::view::{CertificateRow, LoopbackNotice};

/// What is known while the file is in memory; gone with the process.
#[derive(Clone, Debug, Default)]
pub(crate) struct SessionState {
    /// The current try; results of others are dropped.
    pub(crate) attempt: Attempt,
    /// CertificateRow being downloaded.
    pub(crate) row: Option<CertificateRow>,
    /// The user goes on with a file that seems to be another certificate than the row.
    pub(crate) other_kind_accepted: bool,
    /// Rows listed last.
    pub(crate) rows: Vec<CertificateRow>,
    /// The user said: this office.
    pub(crate) office: Option<OfficeId>,
    /// Name given before there is an entry to keep it.
    pub(crate) office_name: Option<String>,
    /// What the opened file holds.
    pub(crate) info: Option<CertificateInfo>,
    /// The certificate password is in the vault.
    pub(crate) password_at_hand: bool,
    /// It is a number made by the app.
    pub(crate) password_is_made: bool,
    /// It is shown on the screen.
    pub(crate) password_is_shown: bool,
    /// Safari was closed before it had fetched the profile.
    pub(crate) closed_unfetched: bool,
    /// The profile was fetched from the server that serves now.
    pub(crate) fetched: bool,
    /// It was fetched more than once from one server.
    pub(crate) fetched_again: bool,
    /// A loopback server has turned somebody away.
    pub(crate) loopback_refused: bool,
    /// Of a page the app does not know: tags, labels and field names.
    pub(crate) skeleton: Option<String>,
    /// Minutes this device's clock is ahead of the portal's.
    pub(crate) clock_off: Option<i32>,
    /// A file of this name was in Downloads before this one was to be saved.
    pub(crate) file_was_saved: bool,
    /// 「続けて大丈夫」 was pressed with issues in sight.
    pub(crate) issues_accepted: bool,
}

impl SessionState {
    /// Everything but the attempt, so that late results stay late.
    pub(crate) fn forget(&mut self) {
        *self = Self { attempt: self.attempt, ..Self::default() };
    }

    /// The file and its password are of no more use.
    pub(crate) fn forget_file(&mut self) {
        self.password_at_hand = false;
        self.info = None;
    }

    /// What came to the loopback servers beside Safari's own way.
    pub(crate) fn loopback_notices(&self) -> Vec<LoopbackNotice> {
        let refused = self.loopback_refused.then_some(LoopbackNotice::Refused);
        let fetched_again = self.fetched_again.then_some(LoopbackNotice::FetchedAgain);
        refused.into_iter().chain(fetched_again).collect()
    }

    /// Both the file and its password are in memory.
    pub(crate) fn can_hand_over(&self) -> bool {
        self.password_at_hand && self.info.is_some()
    }
}
