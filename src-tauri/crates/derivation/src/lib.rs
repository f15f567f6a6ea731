//! Keys from passwords, as files of PKCS#12 want them: PBKDF2 (RFC 8018, 5.2) and the derivation of RFC 7292, appendix B.
//!
//! A crate of its own, so that a debug build optimises these loops and not all of `certificate`. It is pure and blocks:
//! what a file may cost is decided by `certificate` before anything here runs.
//!
//! Data flow: password, salt and rounds → [`pbkdf2`] or [`pkcs12`] → a key, unless a [`StopFlag`] was raised.
//!
//! ```
//! use derivation::{Hash, StopFlag, pbkdf2};
//!
//! // RFC 6070: the second vector.
//! let mut key = [0; 20];
//! pbkdf2(Hash::Sha1, b"password", b"salt", 2, &mut key, &StopFlag::default());
//! assert_eq!(key[..4], [0xea, 0x6c, 0x01, 0x4d]);
//! ```

mod compression;
mod derive;
mod hash;
mod stop_flag;

pub use derive::{Purpose, pbkdf2, pkcs12};
pub use hash::Hash;
pub use stop_flag::StopFlag;
