#[cfg(feature = "program")]
use std::future::IntoFuture as _;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use rustls::sign::CertifiedKey;
use rustls_pki_types::CertificateDer;
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};
use url::Url;

#[cfg(feature = "program")]
use crate::admin::{self, Admin};
use crate::error::ProbeError;
use crate::limits::Limits;
use crate::metrics::Metrics;
use crate::page::PageText;
use crate::routes::{Clock, Shared, router};
use crate::server::Server;
use crate::tls::{self, ServerIdentity};
use crate::visits::Visits;

/// How often what is over two minutes old is dropped.
const FORGETTING: Duration = Duration::from_secs(15);

/// What a probe needs.
pub struct ProbeSettings {
    /// Host in the addresses it is known by.
    pub host: String,
    /// Its server certificate, the chain with the leaf first, and the key.
    pub certified: CertifiedKey,
    /// CA certificates, DER, one of which must have issued the client's.
    pub authorities: Vec<CertificateDer<'static>>,
    /// What its pages say.
    pub text: PageText,
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
    /// [`ProbeError`]: no socket, or a certificate that cannot be used.
    pub fn start(settings: ProbeSettings, listeners: Vec<TcpListener>) -> Result<Self, ProbeError> {
        let first = listeners.first().ok_or_else(|| ProbeError::Listen(io::ErrorKind::AddrNotAvailable.into()))?;
        let port = first.local_addr().map_err(ProbeError::Listen)?.port();
        let base = Url::parse(&format!("https://{}:{port}/", settings.host))?;
        let addresses = ProbeAddresses { page: base.join("verify")?, result: base.join("result")? };

        let verifier = tls::issued_by(&settings.authorities)?;
        let identity = Arc::new(ServerIdentity::new(settings.certified)?);
        let config = tls::server_config(Arc::clone(&identity), Arc::clone(&verifier))?;
        let ProbeSettings { text, clock, limits, .. } = settings;
        let metrics = Metrics::new()?;
        let visits = Visits::default();
        let shared = Arc::new(Shared { verifier, text, clock: clock.clone(), visits, metrics: metrics.clone() });
        let server = Server::new(Arc::new(config), router(&shared), limits, metrics.clone());
        for listener in listeners {
            server.listen(listener);
        }
        server.tasks.spawn(forget(shared, server.stop.clone()));
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

    /// Takes no more connections, lets those that are open end ([`Limits::shutdown`]), forgets everything, and returns when
    /// all is closed.
    pub async fn stop(self) {
        self.server.shut_down().await;
    }
}

async fn forget(shared: Arc<Shared>, stop: CancellationToken) {
    while stop.run_until_cancelled(tokio::time::sleep(FORGETTING)).await.is_some() {
        shared.visits.forget_old((shared.clock)());
        shared.metrics.remembered(shared.visits.count());
    }
}
