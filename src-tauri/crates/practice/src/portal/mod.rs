//! The practice portal: モバイル窓口 as the manual shows it, and the PC window's parts that the guide speaks of.
//!
//! Paths, field names and HTML are our own, in several [`HtmlVariant`]s: nothing is known of the real ones,
//! and no client may rely on them.

mod counts;
mod desktop;
mod fault;
mod fault_injection;
mod handle;
mod html_variant;
mod letter;
mod page;
mod portal_state;
mod render;
mod sessions;
mod window;
mod wire;

use std::collections::HashMap;
use std::sync::Arc;

use app::Clock;
use parking_lot::Mutex;
use rustls::ServerConfig;
use tempfile::TempPath;
use url::Url;

use portal_state::PortalState;

pub use counts::Counts;
pub use fault::{Fault, Step, Switches, UnknownName};
pub use html_variant::HtmlVariant;

use crate::authority::{Authority, ServerCertificate, TlsAuthority, server_config};
use crate::serve::{Listen, ListenerMode, Server};
use crate::{Office, PracticeError};

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
    /// For `openssl s_server`; deleted with this.
    _old_tls: TempPath,
}

struct Shared {
    authority: Arc<Authority>,
    clock: Arc<dyn Clock>,
    switches: Switches,
    state: Mutex<PortalState>,
}

impl Portal {
    /// Starts it on localhost.
    ///
    /// # Errors
    /// No port, or no server certificate.
    pub async fn start(settings: PortalSettings) -> Result<Self, PracticeError> {
        let tls = Arc::clone(&settings.tls);
        let (configs, old_tls) = tokio::task::spawn_blocking(move || {
            let configs = [
                ServerCertificate::Good,
                ServerCertificate::Expired,
                ServerCertificate::NotYetValid,
                ServerCertificate::OtherHost,
                ServerCertificate::Untrusted,
            ]
            .into_iter()
            .map(|which| Ok((which, Arc::new(server_config(tls.certified(which)?)?))))
            .collect::<Result<HashMap<ServerCertificate, Arc<ServerConfig>>, PracticeError>>()?;
            Ok::<_, PracticeError>((configs, tls.certified_file(ServerCertificate::Good)?))
        })
        .await??;
        let shared = Arc::new(Shared {
            authority: settings.authority,
            clock: settings.clock,
            switches: Switches::new(settings.variant, ListenerMode::OldTls { pem: old_tls.to_path_buf() }),
            state: Mutex::new(PortalState::new(settings.offices)),
        });
        let chooser = Arc::clone(&shared);
        let good =
            configs.get(&ServerCertificate::Good).cloned().ok_or_else(|| PracticeError::tls("no configuration"))?;
        let server = Server::start(
            Listen::Loopback(settings.port),
            Arc::new(move || Arc::clone(configs.get(&chooser.switches.server_certificate()).unwrap_or(&good))),
            shared.switches.control(),
            handle::router(&shared),
        )
        .await?;
        let entry = Url::parse(&format!("https://localhost:{}/", server.port()))?;
        Ok(Self { shared, server, entry, _old_tls: old_tls })
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

impl Shared {
    /// Never held across an await.
    fn state(&self) -> parking_lot::MutexGuard<'_, PortalState> {
        self.state.lock()
    }
}
