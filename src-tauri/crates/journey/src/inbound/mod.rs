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

pub(crate) use accept::{accept, dismiss, on_file_picked};
pub(crate) use card_page::{facility_card_page, make_card, pc_card_page};
pub(crate) use request::{PendingRequest, on_file_opened, on_link_opened, on_text_read, on_text_typed, view};
