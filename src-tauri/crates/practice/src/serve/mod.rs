//! HTTP/1.1 over TLS on loopback. There is no plain HTTP.

#[cfg(feature = "faults")]
mod abort;
#[cfg(feature = "faults")]
mod control;
mod listener;

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use axum::Router;
#[cfg(not(feature = "faults"))]
use probe::ListeningSocket;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::PracticeError;
use listener::{Configure, Listener};

#[cfg(feature = "faults")]
pub(crate) use abort::ConnectionAbort;
#[cfg(feature = "faults")]
pub(crate) use control::{ListenerControl, ListenerMode};

const CONNECTIONS: usize = 1024;

/// What a server needs.
pub(crate) struct ServerSettings {
    /// Port of 127.0.0.1 and, where there is IPv6, ::1; 0: any free one.
    pub(crate) port: u16,
    /// What the next connection is met with.
    pub(crate) configure: Configure,
    pub(crate) router: Router,
    /// Whether its sockets serve at all.
    #[cfg(feature = "faults")]
    pub(crate) control: Arc<ListenerControl>,
}

/// A running server. Dropping it stops it.
pub(crate) struct Server {
    port: u16,
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Server {
    pub(crate) async fn start(settings: ServerSettings) -> Result<Self, PracticeError> {
        let sockets = bind_loopback(settings.port).await.map_err(PracticeError::Listen)?;
        let port = sockets.first().map_or(Ok(0), |first| first.local_addr().map(|address| address.port()));
        let server = Self {
            port: port.map_err(PracticeError::Listen)?,
            stop: CancellationToken::new(),
            tasks: TaskTracker::new(),
        };
        let listener = Listener {
            configure: settings.configure,
            router: settings.router,
            stop: server.stop.clone(),
            tasks: server.tasks.clone(),
            places: Arc::new(Semaphore::new(CONNECTIONS)),
        };
        for socket in sockets {
            let (listener, stop) = (listener.clone(), server.stop.clone());
            #[cfg(feature = "faults")]
            let accepting = control::Controlled::new(socket, Arc::clone(&settings.control), listener)
                .map_err(PracticeError::Listen)?
                .run();
            #[cfg(not(feature = "faults"))]
            let mut socket = ListeningSocket::new(socket).map_err(PracticeError::Listen)?;
            #[cfg(not(feature = "faults"))]
            let accepting = async move { listener.accept_on(&mut socket).await };
            server.tasks.spawn(async move { stop.run_until_cancelled(accepting).await });
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

/// The same port of 127.0.0.1 and, where there is IPv6, ::1; 0: any free one.
pub(crate) async fn bind_loopback(port: u16) -> io::Result<Vec<TcpListener>> {
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
