//! The practice portal: モバイル窓口 as the manual shows it, and the PC window's parts that the guide speaks of.
//!
//! Paths, field names and HTML are our own, in several [`Skin`]s: nothing is known of the real ones,
//! and no client may rely on them.

mod books;
mod counts;
mod desktop;
mod fault;
mod faulty;
mod handle;
mod letter;
mod page;
mod render;
mod sessions;
mod skin;
mod window;
mod wire;

use std::collections::HashMap;
use std::sync::Arc;

use app::Clock;
use parking_lot::Mutex;
use rustls::ServerConfig;
use tempfile::TempPath;
use url::Url;

use books::Books;

pub use counts::Counts;
pub use fault::{Fault, Step, Switches, UnknownName};
pub use skin::Skin;

use crate::authority::{Authority, ServerCertificate, TlsAuthority, server_config};
use crate::serve::{Listen, Mode, Server};
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
    pub skin: Skin,
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
    books: Mutex<Books>,
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
            switches: Switches::new(settings.skin, Mode::OldTls { pem: old_tls.to_path_buf() }),
            books: Mutex::new(Books::new(settings.offices)),
        });
        let chooser = Arc::clone(&shared);
        let good =
            configs.get(&ServerCertificate::Good).cloned().ok_or_else(|| PracticeError::tls("no configuration"))?;
        let server = Server::start(
            Listen::Loopback(settings.port),
            Arc::new(move || Arc::clone(configs.get(&chooser.switches.server_certificate()).unwrap_or(&good))),
            shared.switches.gate(),
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

    /// Skin and faults.
    pub fn switches(&self) -> &Switches {
        &self.shared.switches
    }

    /// What it was asked so far.
    pub fn counts(&self) -> Counts {
        self.shared.books().counts.clone()
    }

    /// An office as it is now: passwords may have been changed, a certificate issued.
    pub fn office(&self, id: &str) -> Option<Office> {
        self.shared.books().member(id).map(|member| member.office.clone())
    }

    /// Stops it and waits until everything is closed.
    pub async fn stop(self) {
        self.server.stop().await;
    }
}

impl Shared {
    /// Never held across an await.
    fn books(&self) -> parking_lot::MutexGuard<'_, Books> {
        self.books.lock()
    }
}
