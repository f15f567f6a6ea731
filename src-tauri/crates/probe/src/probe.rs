#[cfg(feature = "program")]
use std::future::IntoFuture as _;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use rustls::sign::CertifiedKey;
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};
use url::Url;

#[cfg(feature = "program")]
use crate::admin::{self, Admin};
use crate::error::ProbeError;
use crate::limits::{AddressCounts, Limits};
use crate::listening_socket::ListeningSocket;
use crate::metrics::Metrics;
use crate::routes::{Clock, Shared, router};
use crate::server::Server;
use crate::tls::{self, Accepted, ClientCertificates, ServerIdentity};
use crate::visits::VisitStore;
use crate::words::PageText;

/// How often what is over two minutes old is dropped.
const FORGETTING: Duration = Duration::from_secs(15);

/// What a probe needs.
pub struct ProbeSettings {
    /// Host in the addresses it is known by. `*.` before a name: its certificate has that wildcard, and each try is made
    /// under a name of its own, so that no browser remembers what it was told under the last one.
    pub host: String,
    /// Its server certificate, the chain with the leaf first, and the key.
    pub certified: CertifiedKey,
    /// Whose client certificates count.
    pub accepted: Accepted,
    /// What its pages say, in one or more languages; the first to whoever speaks none of them.
    pub texts: Vec<PageText>,
    /// Where a visit is kept until the app asks.
    pub visits: Arc<dyn VisitStore>,
    /// Validity and the two minutes go by it.
    pub clock: Clock,
    /// What strangers get at most.
    pub limits: Limits,
}

/// Where a running probe is; both are asked with `?nonce=`, 32 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProbeAddresses {
    /// Requests a client certificate; opened by the browser.
    pub page: Url,
    /// Says who came, as [`ProbeResult`](verification::ProbeResult) JSON.
    pub result: Url,
}

/// A running probe. Dropping it stops it.
pub struct Probe {
    server: Server,
    addresses: ProbeAddresses,
    port: u16,
    metrics: Metrics,
    identity: Arc<ServerIdentity>,
    #[cfg_attr(not(feature = "program"), expect(dead_code, reason = "only the program tells whether it is ready"))]
    clock: Clock,
    _stop: DropGuard,
}

impl Probe {
    /// Starts it on these sockets, of which the first tells the port in its addresses.
    ///
    /// Needs a running tokio runtime.
    ///
    /// # Errors
    /// [`ProbeError`]: no socket, no words, or a certificate that cannot be used.
    pub fn start(settings: ProbeSettings, listeners: Vec<TcpListener>) -> Result<Self, ProbeError> {
        let first = listeners.first().ok_or_else(|| ProbeError::Listen(io::ErrorKind::AddrNotAvailable.into()))?;
        let port = first.local_addr().map_err(ProbeError::Listen)?.port();
        let base = Url::parse(&format!("https://{}:{port}/", settings.host))?;
        let addresses = ProbeAddresses { page: base.join("verify")?, result: base.join("result")? };

        let clients = Arc::new(ClientCertificates::new(&settings.accepted)?);
        let identity = Arc::new(ServerIdentity::new(settings.certified)?);
        let config = tls::server_config(Arc::clone(&identity), Arc::clone(&clients))?;
        let ProbeSettings { texts, clock, limits, visits, .. } = settings;
        if texts.is_empty() {
            return Err(ProbeError::Languages);
        }
        let metrics = Metrics::new()?;
        let shared = Arc::new(Shared { clients, texts, clock: clock.clone(), visits, metrics: metrics.clone() });
        let server = Server::new(Arc::new(config), router(&shared), limits, metrics.clone());
        for listener in listeners {
            server.listen(ListeningSocket::new(listener).map_err(ProbeError::Listen)?);
        }
        server.tasks.spawn(forget(shared, server.addresses.clone(), server.stop.clone()));
        let stop = server.stop.clone().drop_guard();
        Ok(Self { server, addresses, port, metrics, identity, clock, _stop: stop })
    }

    /// Where browsers and the app ask it.
    pub fn addresses(&self) -> &ProbeAddresses {
        &self.addresses
    }

    /// The port of its first socket.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Serves `/healthz`, `/readyz` and `/metrics` as plain HTTP on a socket that the public does not reach.
    #[cfg(feature = "program")]
    pub fn serve_admin(&self, listener: TcpListener) {
        let router = admin::router(Admin {
            metrics: self.metrics.clone(),
            identity: Arc::clone(&self.identity),
            clock: Arc::clone(&self.clock),
            closing: self.server.closing.clone(),
        });
        let stop = self.server.stop.clone();
        let serve = async move { stop.run_until_cancelled(axum::serve(listener, router).into_future()).await };
        self.server.tasks.spawn(serve);
    }

    /// From the next handshake on shows another server certificate. One that does not fit its key changes nothing.
    ///
    /// # Errors
    /// [`ProbeError::Tls`]: the key is not the certificate's.
    pub fn set_certificate(&self, certified: CertifiedKey) -> Result<(), ProbeError> {
        self.identity.replace(certified)?;
        self.metrics.reloaded();
        Ok(())
    }

    /// Counts for the operator that a renewed certificate was not taken: its files cannot be read, or
    /// [`Self::set_certificate`] refused it.
    #[cfg(feature = "program")]
    pub fn certificate_refused(&self) {
        self.metrics.reload_refused();
    }

    /// Takes no more connections, lets those that are open end ([`Limits::shutdown`]), forgets everything, and returns when
    /// all is closed.
    pub async fn stop(self) {
        self.server.shut_down().await;
    }
}

async fn forget(shared: Arc<Shared>, addresses: AddressCounts, stop: CancellationToken) {
    while stop.run_until_cancelled(tokio::time::sleep(FORGETTING)).await.is_some() {
        shared.metrics.remembered(shared.visits.forget_old((shared.clock)()));
        addresses.forget_old();
    }
}
