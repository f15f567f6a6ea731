use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

/// Pause after a failure: out of descriptors, most likely.
const PAUSE: Duration = Duration::from_millis(50);
/// How often in a row the socket itself must be at fault: a peer that hangs up early looks the same once.
const GONE: u32 = 3;

/// A socket that listens at one address for as long as it is kept: where the system has taken it away, it is bound anew.
///
/// iOS does so with the sockets of a suspended app; from then on each `accept` fails (Apple, Technical Note TN2277).
#[derive(Debug)]
pub struct ListeningSocket {
    address: SocketAddr,
    socket: Option<TcpListener>,
}

impl ListeningSocket {
    /// Takes over a socket that listens.
    ///
    /// # Errors
    /// The system does not tell its address.
    pub fn new(socket: TcpListener) -> io::Result<Self> {
        Ok(Self { address: socket.local_addr()?, socket: Some(socket) })
    }

    /// The next connection. Failures are waited out, and another try follows; dropping the future loses none.
    pub async fn accept(&mut self) -> (TcpStream, SocketAddr) {
        let mut gone = 0;
        loop {
            let Some(socket) = &self.socket else {
                self.socket = TcpListener::bind(self.address).await.ok();
                if self.socket.is_none() {
                    sleep(PAUSE).await;
                }
                continue;
            };
            match socket.accept().await {
                Ok(found) => return found,
                Err(error) => gone = if is_gone(&error) { gone + 1 } else { 0 },
            }
            if gone == GONE {
                (self.socket, gone) = (None, 0);
            } else {
                sleep(PAUSE).await;
            }
        }
    }
}

/// Does the error speak of the listening socket? It does not listen any more (accept(2), `EINVAL`), or is defunct
/// (`ECONNABORTED`).
fn is_gone(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::ConnectionAborted)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::net::Shutdown;
    use std::os::fd::OwnedFd;

    use tokio::time::timeout;

    use super::*;

    #[tokio::test]
    async fn a_socket_that_was_taken_away_listens_again_at_its_address() {
        let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        socket.set_nonblocking(true).unwrap();
        let (address, same) = (socket.local_addr().unwrap(), OwnedFd::from(socket.try_clone().unwrap()));
        let mut listening = ListeningSocket::new(TcpListener::from_std(socket).unwrap()).unwrap();
        let (_, accepted) = tokio::join!(TcpStream::connect(address), listening.accept());
        drop(accepted);

        std::net::TcpStream::from(same).shutdown(Shutdown::Both).unwrap();
        let accepting = tokio::spawn(async move { listening.accept().await });
        let connected = timeout(Duration::from_secs(10), async {
            while TcpStream::connect(address).await.is_err() {
                sleep(PAUSE).await;
            }
            accepting.await.unwrap()
        });
        assert!(connected.await.is_ok());
    }
}
