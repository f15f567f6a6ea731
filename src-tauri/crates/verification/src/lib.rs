//! The contract between the app, the browser and the publisher's probe: nonce, link back to the app, result.
//!
//! The app makes up a nonce and lets the browser open the probe's page with it; the page shows a link back to the app, by
//! which the app asks at once; the probe answers with what it saw under the nonce. Both sides are built from this crate,
//! so that neither can speak another dialect.
//!
//! `Nonce → browser → probe → link_back → app → ProbeResult`
//!
//! ```
//! use verification::{Nonce, ProbeResult, link_back};
//!
//! let nonce = Nonce::from_bits(0x3f9a);
//! assert_eq!(Nonce::parse(&nonce.to_string()), Some(nonce));
//! assert_eq!(link_back(nonce), format!("shomei-navi://verified?nonce={nonce}"));
//!
//! // What the probe answers, and the app reads.
//! let answer = format!(r#"{{"id":"certificate","fingerprint":"{}"}}"#, "00".repeat(32));
//! let result: ProbeResult = serde_json::from_str(&answer)?;
//! assert_eq!(result, ProbeResult::Certificate { fingerprint: certificate::Fingerprint([0; 32]) });
//! # Ok::<(), serde_json::Error>(())
//! ```

mod nonce;
mod result;

pub use nonce::{Nonce, NotANonce};
pub use result::ProbeResult;

/// The app's own scheme; the same in `tauri.conf.json`.
pub const SCHEME: &str = "shomei-navi";

/// The probe's way back to the app. A shortcut only: the app asks for the result itself.
pub fn link_back(nonce: Nonce) -> String {
    format!("{SCHEME}://verified?nonce={nonce}")
}
