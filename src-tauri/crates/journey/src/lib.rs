//! The caregiver's way: state, events, effects and the View.
//!
//! Sans-IO: no network, no files, no clock of its own; time is passed in.

mod android_leg;
mod apple_leg;
mod asides;
mod certificate_leg;
mod effect;
mod event;
mod first_login_leg;
mod hours;
mod intent;
mod journey;
mod place;
mod portal_leg;
mod practising;
mod proof_leg;
mod saved;
mod show;
mod user_id;
mod view;
mod way;

pub use certificate::CertificateKind;
pub use effect::{Attempt, Effect};
pub use event::{
    CertificateFacts, Event, LoginEnd, NewPasswordFacts, OpenEnd, PhoneFacts, ProofEnd, RealmFacts, Row, ServingFacts,
    TermsFacts,
};
pub use intent::{Aside, Intent, PracticePhoneModel, SecretKind, SettingsPage, SystemAnswer, UserIdCheck};
pub use journey::{Journey, Surroundings};
pub use saved::{
    FailedLogins, HandedCertificate, Journal, Ledger, LedgerEntry, Office, Saved, SavedPractice, Settings, Slot, Step,
};
pub use user_id::{USER_ID_LENGTH, check_user_id};
pub use view::*;
