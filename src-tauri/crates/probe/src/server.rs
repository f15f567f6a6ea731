use std::sync::Arc;
use std::time::Duration;

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use rustls::ServerConfig;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::routes::PeerCertificates;

/// How long a TLS handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// How long the head of a request may take.
const HEAD: Duration = Duration::from_secs(30);
/// Connections served at once; more wait.
const CONNECTIONS: usize = 1024;
/// Pause after an accept that failed: out of descriptors, most likely.
const PAUSE: Duration = Duration::from_millis(50);

/// HTTP/1.1 over TLS. There is no plain HTTP.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) config: Arc<ServerConfig>,
    pub(crate) router: Router,
    pub(crate) stop: CancellationToken,
    pub(crate) tasks: TaskTracker,
    places: Arc<Semaphore>,
}

impl Server {
    pub(crate) fn new(config: Arc<ServerConfig>, router: Router) -> Self {
        Self {
            config,
            router,
            stop: CancellationToken::new(),
            tasks: TaskTracker::new(),
            places: Arc::new(Semaphore::new(CONNECTIONS)),
        }
    }

    /// Accepts in the background until it is stopped.
    pub(crate) fn listen(&self, listener: TcpListener) {
        let server = self.clone();
        let stop = self.stop.clone();
        self.tasks.spawn(async move { stop.run_until_cancelled(server.accept(&listener)).await });
    }

    async fn accept(&self, listener: &TcpListener) {
        loop {
            let Ok(place) = Arc::clone(&self.places).acquire_owned().await else { return };
            let Ok((stream, _)) = listener.accept().await else {
                sleep(PAUSE).await;
                continue;
            };
            let (server, stop) = (self.clone(), self.stop.clone());
            self.tasks.spawn(async move {
                let _place = place;
                stop.run_until_cancelled(server.serve(stream)).await;
            });
        }
    }

    /// A connection that fails is the peer's business: nothing is logged.
    async fn serve(&self, stream: TcpStream) {
        let _ = stream.set_nodelay(true);
        let acceptor = TlsAcceptor::from(Arc::clone(&self.config));
        let Ok(Ok(tls)) = timeout(HANDSHAKE, acceptor.accept(stream)).await else { return };
        let peer = PeerCertificates(tls.get_ref().1.peer_certificates().map(Arc::from));
        let service = self.router.clone().layer(Extension(peer));
        let _ = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD)
            .serve_connection(TokioIo::new(tls), TowerToHyperService::new(service))
            .await;
    }
}
