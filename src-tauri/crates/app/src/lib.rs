//! Runs the journey's effects on ports: device, store, clock, transport. No Tauri.

mod app;
mod catalogue;
mod effects;
mod failures;
mod inbound;
mod parts;
mod ports;
mod publisher;
mod store;
mod vault;

pub use app::{App, StartError};
pub use inbound::{
    FileError, LumaPicture, MAX_FILE_BYTES, MAX_PICTURE_BYTES, MAX_PICTURE_SIDE, PictureError, SharedPicture,
};
pub use parts::Parts;
pub use ports::*;
pub use publisher::{Publisher, PublisherError};
pub use store::{FileStore, Store, StoreError};

/// Failures that this crate names itself, besides those of the rooms and ports.
pub const CODES: &[&str] = &[
    "internal",
    "hand-off-expired",
    "hand-off-interrupted",
    "hand-off-no-page",
    "hand-off-not-fetched",
    "installer-canceled",
    "user-id-invalid",
    "verify-denied",
    "verify-managed",
    "verify-no-chooser",
    "verify-no-certificate",
    "verify-no-key",
    "verify-nobody-came",
    "verify-not-installed",
    "verify-old-certificate",
    "verify-probe-unreachable",
    "verify-timed-out",
    "verify-wifi",
    "verify-wrong-certificate",
];
