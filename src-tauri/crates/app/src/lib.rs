//! Runs the journey's effects on ports: device, store, clock, transport. No Tauri.

mod app;
mod catalogue;
mod effects;
mod failures;
mod inbound;
mod parts;
mod ports;
mod publisher;
mod regular_file;
mod store;
mod trail;
mod vault;

pub use app::{App, MAX_SECRET_BYTES, StartError};
pub use effects::VerifyError;
pub use inbound::{
    FileError, LumaPicture, MAX_FILE_BYTES, MAX_PICTURE_BYTES, MAX_PICTURE_SIDE, PictureError, SharedPicture,
};
pub use parts::Parts;
pub use ports::*;
pub use publisher::{Publisher, PublisherError};
pub use regular_file::{open_named_file, open_own_file};
pub use store::{FileStore, Store, StoreError};
pub use trail::{TRAIL_LINES, Trail};
