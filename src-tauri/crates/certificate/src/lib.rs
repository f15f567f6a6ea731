//! The certificate file that the portal hands out, from its bytes to a file that a phone installs.
//!
//! A PKCS#12 file (RFC 7292) holds a private key with its certificate and the authorities above it,
//! protected by a password. This crate opens such a file whoever wrote it, says whether the certificate in
//! it is the one that is wanted, and writes it again in the one form that each phone takes. It is pure: no
//! network, no files, no async, and no other clock than [`open_at`] is given. Everything here blocks, and [`open`] derives keys: run
//! it off the async threads.
//!
//! Data flow: bytes → [`detect`] → [`open`] (walk, cost, MAC, decryption, key and chain) → [`Identity`] →
//! [`validate`] → [`Validation`]; [`Identity`] → [`to_android_p12`], [`to_ios_p12`] or [`to_portable_p12`].
//!
//! ```
//! use certificate::{FileType, Policy, detect, open, validate};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let file = include_bytes!("../tests/cases/24-iterations-1500000.p12");
//! assert_eq!(detect(file), FileType::Pkcs12);
//! let identity = open(file, &"Kb7hx2Rt".into())?;
//! let policy = Policy {
//!     allowed_subjects: vec!["CarePlanJigyousho".to_owned()],
//!     issuer: "e-seikyu CA".to_owned(),
//!     pinned_authorities: Vec::new(),
//!     warn_days: 90,
//! };
//! let validation = validate(&identity, &policy, "2026-12-01T00:00:00Z".parse()?);
//! assert!(validation.acceptable());
//! # Ok(())
//! # }
//! ```

mod algorithm;
mod asn1;
mod ber;
mod certificate;
mod certificate_bytes;
mod certificate_kind;
mod chain;
mod cipher;
mod container;
mod curve;
mod der;
mod error;
mod file_type;
mod fingerprint;
mod identity;
mod japan;
mod kdf_cost;
mod key;
mod keys;
mod name;
mod oid;
mod open;
mod opener;
mod password;
mod password_hint;
mod signature;
mod stack;
mod validation;
mod visible;
mod wrapping;
mod write;

pub use certificate_kind::CertificateKind;
pub use derivation::StopFlag;
pub use error::{OpenError, OpenErrorCause};
pub use file_type::{FileType, MAX_FILE_BYTES};
pub use fingerprint::Fingerprint;
pub use identity::Identity;
pub use japan::{JAPAN, days_left};
pub use kdf_cost::{KdfCost, OpeningCost, SignatureCost};
pub use key::SignError;
pub use open::{OpenOptions, check_sealed, open, open_at, open_metered};
pub use password_hint::{ConfusableReason, PasswordHint, confusable_characters};
pub use signature::verify_signature;
pub use validation::{Finding, FindingCode, Policy, Severity, Validation, validate};
pub use wrapping::detect;
pub use write::{WriteError, ios_can_take, to_android_p12, to_ios_p12, to_portable_p12};

#[cfg(test)]
#[path = "../tests/issued/mod.rs"]
mod issued;
