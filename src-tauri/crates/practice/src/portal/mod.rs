//! The practice portal: モバイル窓口 as the manual shows it, and the PC window's parts that the guide speaks of.
//!
//! Paths, field names and HTML are our own, in several [`HtmlVariant`]s: nothing is known of the real ones,
//! and no client may rely on them.

mod counts;
mod decision;
mod desktop;
mod desktop_state;
mod dispatch;
mod fault;
#[cfg(feature = "faults")]
mod faults;
#[cfg(not(feature = "faults"))]
#[path = "no_faults.rs"]
mod faults;
mod handle;
mod html_variant;
mod interstitial;
mod letter;
mod mobile;
mod name;
mod page;
mod portal_state;
mod render;
#[cfg(feature = "faults")]
mod render_variants;
mod sessions;
mod shared_pages;
mod step;
mod wire;

use std::sync::Arc;

use app::Clock;
use parking_lot::Mutex;
use url::Url;

pub use counts::Counts;
pub use fault::Fault;
pub use faults::Switches;
pub use html_variant::HtmlVariant;
pub use name::UnknownName;
pub use step::Step;

use crate::authority::{Authority, TlsAuthority};
use crate::serve::{Server, ServerSettings};
use crate::{Office, PracticeError};
use handle::Shared;
use portal_state::PortalState;

/// What a portal needs.
pub struct PortalSettings {
    /// The CA that issues its certificates.
    pub authority: Arc<Authority>,
    /// Issues its server certificate.
    pub tls: Arc<TlsAuthority>,
    /// Who may log in.
    pub offices: Vec<Office>,
    /// Locks, sessions and issuing go by it; TLS goes by the system's.
    pub clock: Arc<dyn Clock>,
    /// Port; 0: any free one.
    pub port: u16,
    /// How its pages are written.
    pub variant: HtmlVariant,
}

/// A running practice portal. Dropping it stops it.
pub struct Portal {
    shared: Arc<Shared>,
    server: Server,
    entry: Url,
}

impl Portal {
    /// Starts it on localhost.
    ///
    /// # Errors
    /// No port, or no server certificate.
    pub async fn start(settings: PortalSettings) -> Result<Self, PracticeError> {
        let (tls, variant) = (settings.tls, settings.variant);
        let switches = tokio::task::spawn_blocking(move || Switches::new(variant, &tls)).await??;
        let switches = Arc::new(switches);
        let shared = Arc::new(Shared {
            authority: settings.authority,
            clock: settings.clock,
            switches: Arc::clone(&switches),
            state: Mutex::new(PortalState::new(settings.offices)),
        });
        let server = Server::start(ServerSettings {
            port: settings.port,
            #[cfg(feature = "faults")]
            control: switches.control(),
            configure: Arc::new(move || switches.tls()),
            router: handle::router(&shared),
        })
        .await?;
        let entry = Url::parse(&format!("https://localhost:{}/", server.port()))?;
        Ok(Self { shared, server, entry })
    }

    /// The entry, the only address a client may know.
    pub fn entry(&self) -> &Url {
        &self.entry
    }

    /// Its port on localhost.
    pub fn port(&self) -> u16 {
        self.server.port()
    }

    /// HTML variant and faults.
    pub fn switches(&self) -> &Switches {
        &self.shared.switches
    }

    /// What it was asked so far.
    pub fn counts(&self) -> Counts {
        self.shared.state().counts.clone()
    }

    /// An office as it is now: passwords may have been changed, a certificate issued.
    pub fn office(&self, id: &str) -> Option<Office> {
        self.shared.state().account(id).map(|account| account.office.clone())
    }

    /// Stops it and waits until everything is closed.
    pub async fn stop(self) {
        self.server.stop().await;
    }
}
