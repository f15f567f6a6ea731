//! PKCS#12 in; facts, a verdict, or a file for a phone out.
//!
//! Pure: no network, no files, no clock of its own, no async.

mod kind;

pub use kind::{CertificateKind, Fingerprint};
