use std::io;
use std::sync::Arc;
use std::time::Duration;

use rustls::sign::CertifiedKey;
use rustls_pki_types::CertificateDer;
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};
use url::Url;

use crate::error::ProbeError;
use crate::page::PageText;
use crate::routes::{Clock, Shared, router};
use crate::server::Server;
use crate::tls;
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
}

/// Where a running probe is; both are asked with `?nonce=`, 32 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProbeAddresses {
    /// Requests a client certificate; opened by the browser.
    pub page: Url,
    /// Says who came, as [`ProbeResult`](crate::ProbeResult) JSON.
    pub result: Url,
}

/// A running probe. Dropping it stops it.
pub struct Probe {
    server: Server,
    addresses: ProbeAddresses,
    port: u16,
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
        let config = tls::server_config(settings.certified, Arc::clone(&verifier))?;
        let ProbeSettings { text, clock, .. } = settings;
        let shared = Arc::new(Shared { verifier, text, clock, visits: Visits::default() });
        let server = Server::new(Arc::new(config), router(&shared));
        for listener in listeners {
            server.listen(listener);
        }
        server.tasks.spawn(forget(shared, server.stop.clone()));
        let stop = server.stop.clone().drop_guard();
        Ok(Self { server, addresses, port, _stop: stop })
    }

    /// Where it is.
    pub fn addresses(&self) -> &ProbeAddresses {
        &self.addresses
    }

    /// The port of its first socket.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Ends every connection, forgets everything, and returns when all is closed.
    pub async fn stop(self) {
        self.server.stop.cancel();
        self.server.tasks.close();
        self.server.tasks.wait().await;
    }
}

async fn forget(shared: Arc<Shared>, stop: CancellationToken) {
    while stop.run_until_cancelled(tokio::time::sleep(FORGETTING)).await.is_some() {
        shared.visits.forget_old((shared.clock)());
    }
}
