//! The doors into the journey: what a QR code, a typed text, a link or a file brings.
//!
//! Everything here is untrusted: read strictly, shown, and followed only after the user's word.

mod card;
mod card_page;
mod follow;
mod knock;
mod link;

pub use card::{FacilityCard, MAX_OFFICE_CHARACTERS};
pub use link::{Addresses, Knock, MAX_LINK_BYTES, Refusal, SCHEME, read};

pub(crate) use knock::Waiting;
