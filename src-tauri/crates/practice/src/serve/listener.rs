use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use probe::ListeningSocket;
use rustls::ServerConfig;
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

const HANDSHAKE: Duration = Duration::from_secs(10);

/// Chooses the TLS configuration for each connection.
pub(crate) type Configure = Arc<dyn Fn() -> Arc<ServerConfig> + Send + Sync>;

/// Accepts connections and serves them.
#[derive(Clone)]
pub(super) struct Listener {
    pub(super) configure: Configure,
    pub(super) router: Router,
    pub(super) stop: CancellationToken,
    pub(super) tasks: TaskTracker,
    pub(super) places: Arc<Semaphore>,
}

impl Listener {
    /// Accepts for as long as it is polled.
    pub(super) async fn accept_on(&self, socket: &mut ListeningSocket) {
        loop {
            self.serve(socket.accept().await.0);
        }
    }

    fn serve(&self, stream: TcpStream) {
        let (router, configure, places) = (self.router.clone(), Arc::clone(&self.configure), Arc::clone(&self.places));
        let stop = self.stop.clone();
        self.tasks.spawn(async move {
            let Ok(_place) = places.acquire_owned().await else { return };
            stop.run_until_cancelled(serve_one(stream, configure(), router)).await;
        });
    }
}

/// A connection that fails is the peer's business: nothing is logged.
async fn serve_one(stream: TcpStream, config: Arc<ServerConfig>, router: Router) {
    let _ = stream.set_nodelay(true);
    #[cfg(feature = "faults")]
    let (stream, router) = super::abort::abortable(stream, router);
    let Ok(Ok(tls)) = tokio::time::timeout(HANDSHAKE, TlsAcceptor::from(config).accept(stream)).await else { return };
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(30))
        .serve_connection(TokioIo::new(tls), TowerToHyperService::new(router))
        .await;
}
