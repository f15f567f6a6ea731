//! PKCS#12 in; facts, a verdict, or a file for a phone out.
//!
//! Pure: no network, no files, no clock of its own, no async. Everything here blocks, and
//! [`open`] derives keys: run it off the async threads.

mod algorithm;
mod ber;
mod certificate;
mod cipher;
mod container;
mod der;
mod derive;
mod identity;
mod judge;
mod key;
mod kind;
mod looks;
mod oddity;
mod open;
mod signature;
mod spent;
mod write;

pub use identity::{Identity, SignError};
pub use judge::{Finding, Policy, Verdict, judge};
pub use kind::{CertificateKind, Fingerprint};
pub use looks::{Looks, looks_like};
pub use oddity::{Oddity, oddities};
pub use open::{MAX_FILE_BYTES, OpenError, open, open_metered};
pub use signature::verify_signature;
pub use spent::Spent;
pub use write::{WriteError, for_android, for_files, for_ios, ios_can_take};

#[cfg(test)]
#[path = "../tests/issued/mod.rs"]
mod issued;
