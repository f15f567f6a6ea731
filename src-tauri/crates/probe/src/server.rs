use std::sync::Arc;

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use rustls::ServerConfig;
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::limits::{AddressCounts, Limits};
use crate::listening_socket::ListeningSocket;
use crate::metrics::Metrics;
use crate::routes::PeerCertificates;

/// Bytes of a request's head; more is answered with 431.
const HEAD_BYTES: usize = 16 * 1024;
/// Fields of a request's head.
const HEAD_FIELDS: usize = 64;

/// HTTP/1.1 over TLS. There is no plain HTTP.
#[derive(Clone)]
pub(crate) struct Server {
    config: Arc<ServerConfig>,
    router: Router,
    limits: Limits,
    metrics: Metrics,
    /// No more connections are taken.
    pub(crate) closing: CancellationToken,
    /// Those that are open end.
    pub(crate) stop: CancellationToken,
    /// What runs until it is stopped.
    pub(crate) tasks: TaskTracker,
    connections: TaskTracker,
    places: Arc<Semaphore>,
    pub(crate) addresses: AddressCounts,
}

impl Server {
    pub(crate) fn new(config: Arc<ServerConfig>, router: Router, limits: Limits, metrics: Metrics) -> Self {
        let stop = CancellationToken::new();
        metrics.limited(limits.connections);
        Self {
            config,
            router,
            limits,
            metrics,
            closing: stop.child_token(),
            stop,
            tasks: TaskTracker::new(),
            connections: TaskTracker::new(),
            places: Arc::new(Semaphore::new(limits.connections)),
            addresses: AddressCounts::new(&limits),
        }
    }

    /// Accepts in the background until it is closed.
    pub(crate) fn listen(&self, socket: ListeningSocket) {
        let server = self.clone();
        self.tasks.spawn(async move { server.closing.clone().run_until_cancelled(server.accept(socket)).await });
    }

    /// Takes no more connections, waits for those that are open as long as they may go on, and ends what is left.
    pub(crate) async fn shut_down(self) {
        self.closing.cancel();
        self.connections.close();
        let _ = timeout(self.limits.shutdown, self.connections.wait()).await;
        self.stop.cancel();
        self.connections.wait().await;
        self.tasks.close();
        self.tasks.wait().await;
    }

    async fn accept(&self, mut socket: ListeningSocket) {
        loop {
            let Ok(place) = Arc::clone(&self.places).acquire_owned().await else { return };
            let (stream, peer) = socket.accept().await;
            let Some(counted) = self.addresses.enter(peer.ip()) else {
                self.metrics.turned_away();
                continue;
            };
            let server = self.clone();
            self.connections.spawn(async move {
                let _held = (place, counted);
                server.metrics.opened();
                server.stop.run_until_cancelled(server.serve(stream)).await;
                server.metrics.closed();
            });
        }
    }

    /// A connection that fails is the peer's business: it is counted, and nothing is written about it.
    async fn serve(&self, stream: TcpStream) {
        let _ = stream.set_nodelay(true);
        let acceptor = TlsAcceptor::from(Arc::clone(&self.config));
        let handshake = timeout(self.limits.handshake, acceptor.accept(stream)).await;
        let outcome = match &handshake {
            Ok(Ok(_)) => "completed",
            Ok(Err(_)) => "failed",
            Err(_) => "timed-out",
        };
        self.metrics.handshake(outcome);
        let Ok(Ok(tls)) = handshake else { return };
        let peer = PeerCertificates(tls.get_ref().1.peer_certificates().map(Arc::from));
        let service = self.router.clone().layer(Extension(peer));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.limits.head)
            .max_header_size(HEAD_BYTES)
            .max_buf_size(2 * HEAD_BYTES)
            .max_headers(HEAD_FIELDS)
            .serve_connection(TokioIo::new(tls), TowerToHyperService::new(service));
        let _ = timeout(self.limits.connection, connection).await;
    }
}
