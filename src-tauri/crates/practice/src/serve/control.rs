use std::collections::HashMap;
use std::io::{self, BufRead};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use probe::ListeningSocket;
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};

use super::listener::Listener;

/// What stands at a socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ListenerMode {
    /// Our TLS server.
    Serving,
    /// Nobody: connections are refused.
    Closed,
    /// `openssl s_server` with TLS 1.1 only, which rustls cannot speak.
    OldTls { pem: PathBuf },
}

/// What shall stand at every socket of a server, and what stands there.
#[derive(Debug)]
pub(crate) struct ListenerControl {
    /// Counted, so that a socket that is still busy with an earlier wish is not taken for settled.
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

    /// Waits until what is wanted stands at every socket.
    pub(crate) async fn settled(&self) {
        let mut standing = self.standing.subscribe();
        let _ = standing.wait_for(|sockets| sockets.values().all(|count| *count == self.wanted.borrow().0)).await;
    }

    fn stands(&self, socket: SocketAddr, count: u64) {
        self.standing.send_modify(|sockets| {
            sockets.insert(socket, count);
        });
    }
}

/// A socket that serves, is closed, or is left to another server, as its control wants.
pub(super) struct Controlled {
    address: SocketAddr,
    socket: Option<ListeningSocket>,
    control: Arc<ListenerControl>,
    listener: Listener,
}

impl Controlled {
    pub(super) fn new(socket: TcpListener, control: Arc<ListenerControl>, listener: Listener) -> io::Result<Self> {
        let address = socket.local_addr()?;
        control.stands(address, u64::MAX);
        Ok(Self { address, socket: Some(ListeningSocket::new(socket)?), control, listener })
    }

    pub(super) async fn run(mut self) {
        let mut wanted = self.control.wanted.subscribe();
        loop {
            let (count, mode) = wanted.borrow_and_update().clone();
            let mut other = None;
            match &mode {
                ListenerMode::Serving => self.open().await,
                ListenerMode::Closed => self.socket = None,
                ListenerMode::OldTls { pem } => {
                    self.socket = None;
                    // One is enough: clients fall back from ::1.
                    if self.address.is_ipv4() {
                        other = OldTls::start(self.address, pem).await;
                    }
                }
            }
            self.control.stands(self.address, count);
            match &mut self.socket {
                Some(socket) => tokio::select! {
                    _ = wanted.changed() => {}
                    () = self.listener.accept_on(socket) => {}
                },
                None => {
                    let _ = wanted.changed().await;
                }
            }
            drop(other);
        }
    }

    /// Until the address is free again.
    async fn open(&mut self) {
        while self.socket.is_none() {
            self.socket = TcpListener::bind(self.address).await.and_then(ListeningSocket::new).ok();
            tokio::time::sleep(Duration::from_millis(if self.socket.is_none() { 50 } else { 0 })).await;
        }
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
