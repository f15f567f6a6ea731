//! The caregiver's way: state, events, effects and the View.
//!
//! Sans-IO: no network, no files, no clock of its own; time is passed in.

mod android_leg;
mod apple_leg;
mod asides;
mod certificate_leg;
mod doors;
mod downloads;
mod effect;
mod event;
mod figures;
mod first_login_leg;
mod help_desk;
mod hours;
mod intent;
mod journey;
mod place;
mod portal_leg;
mod practising;
mod proof_leg;
mod saved;
mod shield;
mod show;
mod user_id;
mod view;
mod way;

pub use certificate::CertificateKind;
pub use doors::{
    Addresses, FacilityCard, Knock, MAX_LINK_BYTES, MAX_OFFICE_CHARACTERS, Refusal, SCHEME, read as read_door,
};
pub use effect::{Attempt, Effect, FileId};
pub use event::{
    CertificateFacts, Event, InstallerEnd, KeyChainProof, LoginEnd, NewPasswordFacts, OpenEnd, PhoneFacts, ProofEnd,
    RealmFacts, Row, ServingFacts, TermsFacts,
};
pub use intent::{Aside, HelpDeskWay, Intent, PracticePhoneModel, SecretKind, SettingsPage, SystemAnswer, UserIdCheck};
pub use journey::{Journey, Surroundings};
pub use saved::{
    AnsweredLink, FailedLogins, HandOff, HandedCertificate, Journal, Ledger, LedgerEntry, Office, Saved, SavedFile,
    SavedPractice, Settings, Slot, Step,
};
pub use user_id::{USER_ID_LENGTH, check_user_id};
pub use view::*;
