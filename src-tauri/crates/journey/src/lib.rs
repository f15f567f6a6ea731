//! The caregiver's journey from the entrance to a certificate that is known to work: state, events, effects and the View.
//!
//! Sans-IO: no network, no files, no clock of its own; time is passed in. Whoever owns a [`Journey`] hands it what happened
//! and the time, writes [`Journey::persisted`] to the disk, then runs the effects; their results come back as events.
//!
//! `Event + now → Journey::on → (state, persisted, effects) → Journey::view → UI → Intent → Event`
//!
//! Inside, a flow is a function from (state, event, turn) to state; rules stand on the data they are about; one file,
//! `journey.rs`, assigns the state.
//!
//! ```
//! use journey::{
//!     Addresses, Config, Effect, Event, Intent, Journey, PersistedState, Platform, PortalWay, PublisherInfo, RealmInfo,
//! };
//!
//! let config = Config {
//!     platform: Platform::Android,
//!     portal_window: false,
//!     portal_way: PortalWay::Client,
//!     this_phone: true,
//!     notifications: false,
//!     realm: RealmInfo::default(),
//!     publisher: PublisherInfo { name: "Publisher".to_owned(), contact: String::new(), trial: true },
//!     version: "1.0.0".to_owned(),
//!     portal_host: "portal.example".to_owned(),
//!     due_days: 90,
//!     addresses: Addresses::default(),
//!     offices: Vec::new(),
//!     entropy: Box::new(|| 42),
//! };
//! let mut journey = Journey::new(config, PersistedState::default(), None);
//! let now = jiff::Timestamp::UNIX_EPOCH;
//! assert_eq!(journey.view(now).screen.id(), "welcome");
//!
//! let effects = journey.on(Event::Intent(Intent::Start), now);
//! assert!(effects.iter().any(|effect| matches!(effect, Effect::LookAtPhone { .. })), "a look comes first");
//! assert!(effects.iter().all(|effect| !effect.leaves_app()));
//! ```

mod android_flow;
mod apple_flow;
mod cause;
mod certificate_flow;
mod config;
mod effect;
mod event;
mod expiry;
mod first_login_flow;
mod flow_error;
mod help_desk;
mod hours;
mod ids;
mod inbound;
mod intent;
mod journey;
mod key_chain;
mod leave;
mod life_pages;
mod limits;
mod login_question_flow;
mod navigation;
mod other_kind_flow;
mod overlays;
mod persisted;
mod plain_text;
mod portal_flow;
mod practice;
mod preflight;
mod proof_flow;
mod reminder_flow;
mod reminders;
mod render;
mod screen_capture;
mod service_address;
mod session;
mod state;
mod turn;
mod user_id;
mod view;
mod window_flow;

pub use cause::{Cause, FailureDrawing, FailurePrimary};
pub use certificate::{CertificateKind, Severity};
pub use config::Config;
pub use effect::{CalendarEntry, Effect, SharedText};
pub use event::{
    CertificateInfo, CodeInfo, DownloadedFile, Event, FileHint, InstallerOutcome, KeyChainProof, LoginOutcome,
    NewPasswordInfo, NotificationAccess, OfficesInfo, OpenFailure, PhoneInfo, RealmInfo, ServingInfo, TakeOverInfo,
    TermsInfo, WindowPage,
};
pub use expiry::SECRETS_KEPT;
pub use flow_error::FlowError;
pub use ids::{Alias, Attempt, FileId, OfficeId, Removing};
pub use inbound::{
    Addresses, CardError, FacilityCard, InboundLink, LinkError, MAX_LINK_BYTES, MAX_OFFICE_CHARACTERS,
    read as read_inbound, reminder_link, return_link,
};
pub use intent::{HelpDeskChannel, Intent, Overlay, SecretKind, SettingsPage, SystemAnswer};
pub use journey::Journey;
pub use persisted::{
    AnsweredLink, FailedLogins, HandOff, HandedCertificate, Journal, Ledger, LedgerEntry, Office, PersistedPractice,
    PersistedState, ReminderSettings, RemovedCertificate, SavedFile, Settings, Slot, Step,
};
pub use plain_text::plain_text;
pub use reminders::{REMINDER_DAYS, Reminder, reminder_time};
pub use service_address::{NotAServiceAddress, ServiceAddress};
pub use user_id::{TypedUserId, USER_ID_LENGTH, UserId, UserIdCheck, UserIdHint, check_user_id};
pub use verification::{Nonce, SCHEME};
pub use view::*;
