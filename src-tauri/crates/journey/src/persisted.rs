//! What survives the process: the content of the state file.

mod erased;
mod flow;
mod holdings;
mod journal;
mod ledger;
mod window;

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::{OfficeId, Removing};
use crate::service_address::ServiceAddress;
use crate::user_id::{TypedUserId, UserId};
use crate::view::{Appearance, Platform};

pub use journal::{HandOff, HandedCertificate, Journal, Slot, Step};
pub use ledger::{FailedLogins, Ledger, LedgerEntry, Office, RemovedCertificate};
pub(crate) use ledger::{LOCK, TRIES};

/// What survives the process: the content of the state file. No secret is in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct PersistedState {
    /// The flow that is under way.
    pub journal: Option<Journal>,
    /// The real one, waiting while practising.
    #[serde(rename = "parked")]
    pub suspended_journal: Option<Journal>,
    /// What this phone holds.
    pub ledger: Ledger,
    /// What the user has set.
    pub settings: Settings,
    /// Practice is on.
    pub practice: Option<PersistedPractice>,
    /// The link that was answered last.
    pub answered_link: Option<AnsweredLink>,
    /// Certificate files that were saved to Downloads and not deleted yet.
    pub saved_files: Vec<SavedFile>,
    /// The user was led to remove it, and has not come back from there yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removing: Option<Removing>,
    /// Of this very phone.
    #[serde(skip_serializing_if = "ReminderSettings::is_default")]
    pub reminders: ReminderSettings,
}

/// What the user has set, for every later start.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Settings {
    /// ユーザーID to start with, on the user's wish only.
    pub user_id: Option<UserId>,
    /// How everything is drawn and worded.
    pub appearance: Appearance,
    /// The service that the certificate is for; goes before the publisher's. Never from a link.
    pub service: Option<ServiceAddress>,
}

/// Practice that is on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PersistedPractice {
    /// What plays the phone.
    pub phone: Option<Platform>,
    /// Handle of the office that is practised with.
    pub office: String,
    /// Of the practice phone.
    #[serde(default, skip_serializing_if = "ReminderSettings::is_default")]
    pub reminders: ReminderSettings,
}

/// Whether the user wants to be told before a certificate ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct ReminderSettings {
    /// Turned on, and the system had let the app.
    pub on: bool,
    /// Time of the last reminder that has come.
    pub told: Option<Timestamp>,
}

impl ReminderSettings {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// The link that the user has said yes or no to last; a system may bring it twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AnsweredLink {
    /// Salted hash of the link.
    #[serde(rename = "mark")]
    pub link_hash: String,
    /// When the user answered.
    pub at: Timestamp,
}

/// A certificate file in Downloads, under the certificate password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SavedFile {
    /// The name that the user gave it.
    pub name: String,
    /// It is on the practice phone.
    pub practised: bool,
}

impl PersistedState {
    /// Practice is on.
    pub(crate) fn practising(&self) -> bool {
        self.practice.is_some()
    }

    /// What plays the phone; `None`: this very phone.
    pub(crate) fn practice_phone(&self) -> Option<Platform> {
        self.practice.as_ref().and_then(|practice| practice.phone)
    }

    /// What is done is done on a practice phone.
    pub(crate) fn on_practice_phone(&self) -> bool {
        self.practice_phone().is_some()
    }

    /// Of the practice phone, or of this one.
    pub(crate) fn reminder_settings(&self, practised: bool) -> ReminderSettings {
        let of_practice = self.practice.as_ref().map(|practice| practice.reminders);
        if practised { of_practice.unwrap_or_default() } else { self.reminders }
    }

    /// As [`Self::reminder_settings`], to be changed; `None` without practice.
    pub(crate) fn reminder_settings_mut(&mut self, practised: bool) -> Option<&mut ReminderSettings> {
        if practised {
            self.practice.as_mut().map(|practice| &mut practice.reminders)
        } else {
            Some(&mut self.reminders)
        }
    }

    /// What was practised on a practice phone goes; what was suspended for it comes back.
    pub fn forget_practice(&mut self) {
        let ledger = &mut self.ledger;
        ledger.certificates.retain(|_, entry| !entry.practised);
        ledger.removed.retain(|removed| !removed.practised);
        self.saved_files.retain(|file| !file.practised);
        let held = ledger.certificates.values().map(|entry| &entry.slot);
        let slots = held.chain(ledger.removed.iter().map(|removed| &removed.slot));
        let kept: BTreeSet<OfficeId> = slots.map(|slot| slot.office.clone()).collect();
        ledger.offices.retain(|office, _| kept.contains(office));
        self.practice = None;
        self.removing = None;
        self.journal = self.suspended_journal.take();
    }

    /// What was typed as ユーザーID in the flow that is under way; empty where there is none.
    pub(crate) fn typed_user_id(&self) -> TypedUserId {
        self.journal.as_ref().map(|journal| journal.user_id.clone()).unwrap_or_default()
    }

    /// ユーザーID of the flow that is under way; `None` if there is none yet.
    pub(crate) fn user_id(&self) -> Option<UserId> {
        self.journal.as_ref()?.user_id.complete()
    }

    /// What the next flow begins with as ユーザーID; empty where none is kept.
    pub(crate) fn kept_user_id(&self) -> TypedUserId {
        self.settings.user_id.clone().map(TypedUserId::from).unwrap_or_default()
    }

    /// Failed tries that still count for the user ID of the flow, in the portal's own window too.
    pub(crate) fn failed_logins(&self, now: Timestamp) -> Option<FailedLogins> {
        self.ledger.failed(self.user_id().as_ref(), now)
    }

    /// Counts a failed try of the flow's user ID.
    pub(crate) fn login_failed(&mut self, locked: bool, now: Timestamp) {
        if let Some(user_id) = self.user_id() {
            self.ledger.login_failed(&user_id, locked, now);
        }
    }

    /// The flow's user ID has no failed tries any more.
    pub(crate) fn login_succeeded(&mut self) {
        let user_id = self.user_id();
        self.ledger.login_succeeded(user_id.as_ref());
    }
}
