//! HTTP/1.1 over TLS on loopback. There is no plain HTTP.

use std::collections::HashMap;
use std::io::{self, BufRead};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use rustls::ServerConfig;
use rustls_pki_types::CertificateDer;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, oneshot, watch};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::PracticeError;

const HANDSHAKE: Duration = Duration::from_secs(10);
const CONNECTIONS: usize = 1024;

/// Where to listen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listen {
    /// 127.0.0.1 and, where there is IPv6, ::1, on this port; 0: any free one.
    Loopback(u16),
    /// This address only.
    At(SocketAddr),
}

/// What stands at the door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ListenerMode {
    /// Our TLS server.
    Serving,
    /// Nobody: connections are refused.
    Closed,
    /// `openssl s_server` with TLS 1.1 only, which rustls cannot speak.
    OldTls { pem: PathBuf },
}

/// What shall stand at every door of a server, and what stands there.
#[derive(Debug)]
pub(crate) struct ListenerControl {
    /// Counted, so that a door that is still busy with an earlier wish is not taken for settled.
    wanted: watch::Sender<(u64, ListenerMode)>,
    standing: watch::Sender<HashMap<SocketAddr, u64>>,
}

impl ListenerControl {
    pub(crate) fn new() -> Self {
        Self { wanted: watch::Sender::new((0, ListenerMode::Serving)), standing: watch::Sender::new(HashMap::new()) }
    }

    pub(crate) fn set(&self, mode: ListenerMode) {
        self.wanted.send_if_modified(|(count, now)| {
            let changed = *now != mode;
            *count += u64::from(changed);
            *now = mode;
            changed
        });
    }

    /// Waits until what is wanted stands at every door.
    pub(crate) async fn settled(&self) {
        let mut standing = self.standing.subscribe();
        let _ = standing.wait_for(|doors| doors.values().all(|count| *count == self.wanted.borrow().0)).await;
    }

    fn stands(&self, door: SocketAddr, count: u64) {
        self.standing.send_modify(|doors| {
            doors.insert(door, count);
        });
    }
}

/// Chooses the TLS configuration for each connection.
pub(crate) type Configure = Arc<dyn Fn() -> Arc<ServerConfig> + Send + Sync>;

/// The client's certificates, leaf first; `None` if it showed none.
#[derive(Clone, Debug)]
pub(crate) struct Peer(pub(crate) Option<Vec<CertificateDer<'static>>>);

/// Lets an answer end its connection.
#[derive(Clone, Debug, Default)]
pub(crate) struct ConnectionAbort(Arc<AtomicU8>);

impl ConnectionAbort {
    const CLOSE: u8 = 1;
    const RESET: u8 = 2;

    /// From now on nothing is written; the connection is closed without a word.
    pub(crate) fn close(&self) {
        self.0.store(Self::CLOSE, Ordering::Release);
    }

    /// From now on nothing is written; the connection is reset.
    pub(crate) fn reset(&self) {
        self.0.store(Self::RESET, Ordering::Release);
    }
}

/// A running server. Dropping it stops it.
pub(crate) struct Server {
    port: u16,
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Server {
    pub(crate) async fn start(
        listen: Listen,
        configure: Configure,
        control: Arc<ListenerControl>,
        router: Router,
    ) -> Result<Self, PracticeError> {
        let listeners = bind(listen).await.map_err(PracticeError::Listen)?;
        let port = listeners.first().map_or(Ok(0), |first| first.local_addr().map(|address| address.port()));
        let server = Self {
            port: port.map_err(PracticeError::Listen)?,
            stop: CancellationToken::new(),
            tasks: TaskTracker::new(),
        };
        let places = Arc::new(Semaphore::new(CONNECTIONS));
        for listener in listeners {
            let door = Listener {
                address: listener.local_addr().map_err(PracticeError::Listen)?,
                configure: Arc::clone(&configure),
                router: router.clone(),
                stop: server.stop.clone(),
                tasks: server.tasks.clone(),
                places: Arc::clone(&places),
            };
            control.stands(door.address, u64::MAX);
            server.tasks.spawn(door.keep(listener, Arc::clone(&control)));
        }
        Ok(server)
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Ends every connection and waits until all is closed.
    pub(crate) async fn stop(self) {
        self.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

async fn bind(listen: Listen) -> io::Result<Vec<TcpListener>> {
    let port = match listen {
        Listen::At(address) => return Ok(vec![TcpListener::bind(address).await?]),
        Listen::Loopback(port) => port,
    };
    let mut tries = 0;
    loop {
        let v4 = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        match TcpListener::bind((Ipv6Addr::LOCALHOST, v4.local_addr()?.port())).await {
            Ok(v6) => return Ok(vec![v4, v6]),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && port == 0 && tries < 8 => tries += 1,
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => return Err(error),
            Err(_) => return Ok(vec![v4]),
        }
    }
}

struct Listener {
    address: SocketAddr,
    configure: Configure,
    router: Router,
    stop: CancellationToken,
    tasks: TaskTracker,
    places: Arc<Semaphore>,
}

impl Listener {
    async fn keep(self, listener: TcpListener, control: Arc<ListenerControl>) {
        let stop = self.stop.clone();
        stop.run_until_cancelled(self.keep_on(listener, &control)).await;
    }

    async fn keep_on(self, listener: TcpListener, control: &ListenerControl) {
        let mut wanted = control.wanted.subscribe();
        let mut listener = Some(listener);
        loop {
            let (count, mode) = wanted.borrow_and_update().clone();
            let mut other = None;
            match &mode {
                ListenerMode::Serving => {
                    while listener.is_none() {
                        listener = TcpListener::bind(self.address).await.ok();
                        tokio::time::sleep(Duration::from_millis(if listener.is_none() { 50 } else { 0 })).await;
                    }
                }
                ListenerMode::Closed => listener = None,
                ListenerMode::OldTls { pem } => {
                    listener = None;
                    // One is enough: clients fall back from ::1.
                    if self.address.is_ipv6() {
                        control.stands(self.address, count);
                        let _ = wanted.changed().await;
                        continue;
                    }
                    other = OldTls::start(self.address, pem).await;
                }
            }
            control.stands(self.address, count);
            loop {
                tokio::select! {
                    _ = wanted.changed() => break,
                    accepted = accept(listener.as_ref()) => {
                        if let Ok((stream, _)) = accepted {
                            self.serve(stream);
                        } else {
                            // Out of descriptors, most likely: let some be closed.
                            tokio::time::sleep(Duration::from_millis(50)).await;
                        }
                    }
                }
            }
            drop(other);
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

async fn accept(listener: Option<&TcpListener>) -> io::Result<(TcpStream, SocketAddr)> {
    match listener {
        Some(listener) => listener.accept().await,
        None => std::future::pending().await,
    }
}

/// A connection that fails is the peer's business: nothing is logged.
async fn serve_one(stream: TcpStream, config: Arc<ServerConfig>, router: Router) {
    let _ = stream.set_nodelay(true);
    let abort = ConnectionAbort::default();
    let line = Line { stream, abort: abort.clone() };
    let Ok(Ok(tls)) = tokio::time::timeout(HANDSHAKE, TlsAcceptor::from(config).accept(line)).await else { return };
    let peer = Peer(tls.get_ref().1.peer_certificates().map(<[_]>::to_vec));
    let service = router.layer(Extension(peer)).layer(Extension(abort));
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(30))
        .serve_connection(TokioIo::new(tls), TowerToHyperService::new(service))
        .await;
}

/// The socket, which can be made to end in a reset.
struct Line {
    stream: TcpStream,
    abort: ConnectionAbort,
}

impl Line {
    fn check(&self) -> io::Result<()> {
        match self.abort.0.load(Ordering::Acquire) {
            ConnectionAbort::RESET => {
                self.stream.set_zero_linger()?;
                Err(io::ErrorKind::ConnectionReset.into())
            }
            ConnectionAbort::CLOSE => Err(io::ErrorKind::ConnectionAborted.into()),
            _ => Ok(()),
        }
    }
}

impl AsyncRead for Line {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// `openssl s_server`, ended with this.
struct OldTls(Child);

impl OldTls {
    /// Started and listening; `None` if there is no `openssl`.
    async fn start(address: SocketAddr, pem: &Path) -> Option<Self> {
        let mut child = Command::new("openssl")
            .args(["s_server", "-tls1_1", "-cipher", "ALL:@SECLEVEL=0", "-www", "-accept"])
            .arg(address.to_string())
            .arg("-cert")
            .arg(pem)
            .arg("-key")
            .arg(pem)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let said = child.stdout.take()?;
        let started = Self(child);
        let (listening, listens) = oneshot::channel();
        let mut listening = Some(listening);
        // It says ACCEPT as soon as it listens, and must be listened to until it ends.
        tokio::task::spawn_blocking(move || {
            for line in io::BufReader::new(said).lines().map_while(Result::ok) {
                if line.contains("ACCEPT")
                    && let Some(listening) = listening.take()
                {
                    let _ = listening.send(());
                }
            }
        });
        let _ = tokio::time::timeout(Duration::from_secs(30), listens).await;
        Some(started)
    }
}

impl Drop for OldTls {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
