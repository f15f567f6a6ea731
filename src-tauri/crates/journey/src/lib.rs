//! The caregiver's way: state, events, effects and the View.
//!
//! Sans-IO: no network, no files, no clock of its own; time is passed in.

mod intent;
mod view;

pub use intent::{Aside, Intent, PracticePhoneModel, SecretKind, SettingsPage, SystemAnswer, UserIdCheck};
pub use view::*;
