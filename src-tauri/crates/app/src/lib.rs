//! Runs the journey's effects on ports: device, store, clock, transport. No Tauri.

mod app;
mod effects;
mod native;
mod ports;
mod publisher;
mod store;
mod vault;

pub use app::{App, Parts, StartError};
pub use ports::*;
pub use publisher::{Publisher, PublisherError};
pub use store::{FileStore, Store, StoreError};

/// Failures that this crate names itself, besides those of the rooms and ports.
pub const CODES: &[&str] = &[
    "internal",
    "hand-off-expired",
    "hand-off-not-fetched",
    "user-id-invalid",
    "verify-denied",
    "verify-managed",
    "verify-no-certificate",
    "verify-nobody-came",
    "verify-not-installed",
    "verify-probe-unreachable",
    "verify-timed-out",
    "verify-wrong-certificate",
];
