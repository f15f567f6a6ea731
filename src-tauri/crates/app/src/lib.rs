//! Runs the journey's effects on ports: device, store, clock, practice environment. No Tauri.
//!
//! One actor owns the [`Journey`](journey::Journey), the state file and the channel of Views. What happened goes in, the
//! state is written to the disk, and only then the effects run, each in a task of its own, on the crates `portal`,
//! `certificate` and `handoff` and on the [`Device`]; their results come back as events of their attempt, and late ones are
//! dropped. Secrets live in the vault alone, for ten minutes at the most. What an error was goes into the [`Trail`]; the
//! journey is told a [`Failure`](journey::Failure) with a cause and a code.
//!
//! `Intent, link, file → App → Journey::on → Store → effects (portal, certificate, handoff, Device) → Event → App → View`
//!
//! ```
//! use std::sync::Arc;
//!
//! use app::{App, Parts, Publisher, SERVING, SystemClock, UnsupportedDevice};
//! use journey::{Intent, Overlay, OverlayView};
//! use practice::{LocalPractice, PracticeSettings};
//!
//! # tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
//! let folder = tempfile::tempdir()?;
//! let clock = Arc::new(SystemClock);
//! let practice = LocalPractice::new(folder.path().join("practice"), clock.clone(), PracticeSettings::default());
//! let app = App::start(Parts {
//!     folder: folder.path().to_owned(),
//!     device: Arc::new(UnsupportedDevice),
//!     practice: Arc::new(practice),
//!     clock,
//!     publisher: Publisher::parse(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../config/publisher.toml")))?,
//!     version: "1.0.0".to_owned(),
//!     link_hosts: Vec::new(),
//!     serving: SERVING,
//! })
//! .await?;
//!
//! let mut views = app.views();
//! app.intent(Intent::Open { page: Overlay::About });
//! let view = views.wait_for(|view| view.overlay.is_some()).await?.clone();
//! assert_eq!(view.screen.id(), "welcome");
//! assert!(matches!(view.overlay, Some(OverlayView::About { version, .. }) if version == "1.0.0"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod app;
mod catalogue;
mod effects;
mod failures;
mod inbound;
mod panic_hook;
mod parts;
mod ports;
mod publisher;
mod regular_file;
mod store;
mod trail;
mod unusable_store;
mod vault;

pub use app::{App, MAX_SECRET_BYTES, StartError};
pub use effects::VerifyError;
pub use inbound::{
    FileError, LumaPicture, MAX_FILE_BYTES, MAX_PICTURE_BYTES, MAX_PICTURE_SIDE, PictureError, SharedPicture,
};
pub use panic_hook::install_panic_hook;
pub use parts::{BUNDLE_IDENTIFIER, Parts, SERVING};
pub use ports::*;
pub use publisher::{Publisher, PublisherError};
pub use regular_file::{open_named_file, open_own_file};
pub use store::{FileStore, Store, StoreError};
pub use trail::{TRAIL_LINES, Trail};
