//! The entrances of the journey: what a QR code, a typed text, a link or a file brings.
//!
//! Everything here is untrusted: read strictly, shown, and followed only after the user's word.

mod accept;
mod address;
mod card;
mod card_page;
mod link;
mod link_error;
mod pending;
mod request;

pub use address::{Addresses, MAX_LINK_BYTES, reminder_link, return_link};
pub use card::{FacilityCard, MAX_OFFICE_CHARACTERS};
pub use link::{InboundLink, read};
pub use link_error::{CardError, LinkError};

pub(crate) use accept::{accept, dismiss, on_file_picked, on_returned};
pub(crate) use address::reminded;
pub(crate) use card_page::{facility_card_page, make_card, pc_card_page};
pub(crate) use pending::PendingRequest;
pub(crate) use request::{
    on_file_coming, on_file_opened, on_link_opened, on_text_read, on_text_typed, on_waiting_file_expired, view,
};
