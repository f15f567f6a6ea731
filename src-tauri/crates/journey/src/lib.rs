//! The caregiver's journey: state, events, effects and the View.
//!
//! Sans-IO: no network, no files, no clock of its own; time is passed in.

mod android_flow;
mod apple_flow;
mod cause;
mod certificate_flow;
mod downloads;
mod effect;
mod event;
mod first_login_flow;
mod help_desk;
mod hours;
mod inbound;
mod intent;
mod journey;
mod limits;
mod navigation;
mod overlays;
mod persisted;
mod portal_flow;
mod practice;
mod proof_flow;
mod render;
mod screen_capture;
mod state;
mod user_id;
mod view;

pub use cause::{Cause, FailureDrawing, FailurePrimary};
pub use certificate::CertificateKind;
pub use effect::{Attempt, Effect, FileId};
pub use event::{
    CertificateInfo, Event, InstallerOutcome, KeyChainProof, LoginOutcome, NewPasswordInfo, OpenFailure, PhoneInfo,
    ProofFailure, RealmInfo, ServingInfo, TermsInfo,
};
pub use inbound::{
    Addresses, FacilityCard, InboundLink, LinkError, MAX_LINK_BYTES, MAX_OFFICE_CHARACTERS, SCHEME,
    read as read_inbound,
};
pub use intent::{HelpDeskChannel, Intent, Overlay, SecretKind, SettingsPage, SystemAnswer, UserIdCheck};
pub use journey::{Config, Journey};
pub use persisted::{
    AnsweredLink, FailedLogins, HandOff, HandedCertificate, Journal, Ledger, LedgerEntry, Office, PersistedPractice,
    PersistedState, SavedFile, Settings, Slot, Step,
};
pub use user_id::{USER_ID_LENGTH, check_user_id};
pub use view::*;
