use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use axum::{Extension, Router};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

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

/// The socket with what ends it in the requests' extensions.
pub(super) fn abortable(stream: TcpStream, router: Router) -> (AbortableStream, Router) {
    let abort = ConnectionAbort::default();
    (AbortableStream { stream, abort: abort.clone() }, router.layer(Extension(abort)))
}

/// The socket, which can be made to end in a reset.
pub(super) struct AbortableStream {
    stream: TcpStream,
    abort: ConnectionAbort,
}

impl AbortableStream {
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

impl AsyncRead for AbortableStream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for AbortableStream {
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
