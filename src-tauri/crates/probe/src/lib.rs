//! The publisher's probe: a TLS server that asks for a client certificate and says which one came.
//!
//! On an iPhone only Safari reaches an installed identity, so whether it works is seen by a server alone. The app makes
//! up a nonce and lets the browser open the probe's page with it; the TLS handshake (RFC 8446, 4.3.2; RFC 5246, 7.4.4)
//! requests a certificate of the accepted CAs and does not require it, so that a page always comes. What came is
//! remembered under the nonce for two minutes ([`VisitStore`]: in memory, or where several instances share it); the app then asks for it over a connection of its own and
//! compares the fingerprint. The probe keeps no log of who came, and knows nothing of practice mode, which runs this
//! library with its own CA.
//!
//! What strangers get is bounded ([`Limits`]). With the feature `program` it also tells an operator, on a socket of its own,
//! whether it is healthy and ready, and counts for Prometheus, without anything of a visitor.
//!
//! browser → handshake → certificate judged ([`Accepted`]) → page, and fingerprint under the nonce;
//! app → nonce → [`verification::ProbeResult`].
//!
//! ```
//! use verification::ProbeResult;
//!
//! // What the app reads.
//! let answer = format!(r#"{{"id":"certificate","fingerprint":"{}"}}"#, "00".repeat(32));
//! let result: ProbeResult = serde_json::from_str(&answer)?;
//! assert_eq!(result, ProbeResult::Certificate { fingerprint: certificate::Fingerprint([0; 32]) });
//! assert_eq!(serde_json::to_string(&ProbeResult::Nobody)?, r#"{"id":"nobody"}"#);
//! # Ok::<(), serde_json::Error>(())
//! ```

#[cfg(feature = "program")]
mod admin;
mod catalogue;
mod client;
mod error;
mod limits;
mod listening_socket;
mod memory_visits;
#[cfg(feature = "program")]
mod metrics;
#[cfg(not(feature = "program"))]
#[path = "no_metrics.rs"]
mod metrics;
mod page;
mod probe;
#[cfg(feature = "program")]
mod rate;
#[cfg(not(feature = "program"))]
#[path = "no_rate.rs"]
mod rate;
mod routes;
mod server;
#[cfg(feature = "program")]
mod shared_visits;
mod tls;
mod visits;
mod words;

pub use error::ProbeError;
pub use limits::Limits;
pub use listening_socket::ListeningSocket;
pub use memory_visits::MemoryVisits;
pub use probe::{Probe, ProbeAddresses, ProbeSettings};
pub use routes::Clock;
#[cfg(feature = "program")]
pub use shared_visits::SharedVisits;
pub use tls::Accepted;
pub use visits::{StoreError, VisitStore};
pub use words::PageText;
