//! The entrances of the journey: what a QR code, a typed text, a link or a file brings.
//!
//! Everything here is untrusted: read strictly, shown, and followed only after the user's word.

mod accept;
mod card;
mod card_page;
mod link;
mod request;

pub use card::{FacilityCard, MAX_OFFICE_CHARACTERS};
pub use link::{Addresses, InboundLink, LinkError, MAX_LINK_BYTES, SCHEME, read};

pub(crate) use request::PendingRequest;
