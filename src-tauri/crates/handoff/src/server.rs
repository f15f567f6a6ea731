use std::convert::Infallible;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde::Serialize;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use zeroize::Zeroizing;

use crate::error::HandOffError;
use crate::page::{self, PageWords};
use crate::profile::PROFILE_MIME_TYPE;
use crate::route::{Rejection, Resource, Route, route};

/// Connections served at once; more wait in the system's backlog.
const CONNECTIONS: usize = 256;
/// Bytes of a request's head.
const HEAD_BYTES: usize = 16 * 1024;
/// Header fields of a request.
const HEAD_FIELDS: usize = 64;
/// Events that may wait for a slow listener; more are dropped, but for the last.
const EVENTS: usize = 64;
/// First byte of a TLS record that holds a ClientHello (RFC 8446, 5.1).
const TLS_HANDSHAKE: u8 = 0x16;

/// How long the server waits for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// Until the server ends by itself.
    pub lifetime: Duration,
    /// Until a connection's first byte: an idle one is let go.
    pub first_byte: Duration,
    /// Until a request's head is complete.
    pub head: Duration,
    /// Until the answer is taken, from the first byte on.
    pub whole: Duration,
}

impl Timeouts {
    /// What Safari on the same phone needs, and a server of this lifetime.
    pub const fn lasting(lifetime: Duration) -> Self {
        let (first_byte, head, whole) = (Duration::from_secs(3), Duration::from_secs(4), Duration::from_secs(10));
        Self { lifetime, first_byte, head, whole }
    }
}

/// The loopback server that hands one profile to Safari. Dropped, it ends too.
pub struct Loopback {
    url: String,
    stop: CancellationToken,
    tasks: TaskTracker,
}

/// What happened at the loopback server. Listeners that fall behind miss some, never the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum LoopbackEvent {
    /// Something looked without taking anything: a TLS hello (HTTPS-first), HEAD, an icon, a prefetch.
    Probe,
    /// One of the pages was asked for by a plain GET.
    Page,
    /// The profile was asked for by a plain GET and handed to the connection. Safari asks whether to allow it only then:
    /// what it did with it is not known.
    Fetched,
    /// A request was turned away.
    Refused {
        /// Why it was turned away.
        reason: Rejection,
    },
    /// The server has ended; its memory is wiped.
    Closed,
}

impl Loopback {
    /// Serves the profile on a free port of 127.0.0.1 until [`Loopback::stop`], drop, or the end of `lifetime`.
    ///
    /// Needs a running tokio runtime. The profile may be fetched again and again for as long.
    ///
    /// # Errors
    /// [`HandOffError::NoPort`] when the system gives no port or no random bytes.
    pub async fn start(
        profile: Zeroizing<Vec<u8>>,
        words: PageWords,
        lifetime: Duration,
    ) -> Result<(Self, mpsc::Receiver<LoopbackEvent>), HandOffError> {
        Self::start_with(profile, words, Timeouts::lasting(lifetime)).await
    }

    /// As [`Loopback::start`], for a browser that is slower or faster than Safari on the same phone.
    ///
    /// # Errors
    /// As [`Loopback::start`].
    pub async fn start_with(
        profile: Zeroizing<Vec<u8>>,
        words: PageWords,
        timeouts: Timeouts,
    ) -> Result<(Self, mpsc::Receiver<LoopbackEvent>), HandOffError> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(HandOffError::NoPort)?;
        let port = listener.local_addr().map_err(HandOffError::NoPort)?.port();
        let (token, nonce) = (random()?, random()?);
        let (events, received) = mpsc::channel(EVENTS);
        let host = format!("127.0.0.1:{port}");
        let url = format!("http://{host}/{token}/");
        let handler = Arc::new(Handler {
            first_page: Bytes::from(page::first_page(&words, &nonce)),
            download_page: Bytes::from(page::download_page(&words, &nonce)),
            policy: page::content_security_policy(&nonce),
            profile: Bytes::from_owner(Wiped(profile)),
            timeouts,
            events: events.clone(),
            host,
            token,
        });
        let stop = CancellationToken::new();
        let tasks = TaskTracker::new();
        tasks.spawn(run(listener, handler, events, stop.clone()));
        tasks.close();
        Ok((Self { url, stop, tasks }, received))
    }

    /// The page's address, `http://127.0.0.1:PORT/TOKEN/`. Whoever knows it can fetch the profile.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Ends the server and its connections; returns when the profile is wiped.
    pub async fn stop(self) {
        self.stop.cancel();
        self.tasks.wait().await;
    }
}

impl Drop for Loopback {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// 128 bits from the system, in hexadecimal.
fn random() -> Result<String, HandOffError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| HandOffError::NoPort(error.into()))?;
    Ok(hex::encode(bytes))
}

/// Lends the profile to responses without a copy; wiped with the last of them.
struct Wiped(Zeroizing<Vec<u8>>);

impl AsRef<[u8]> for Wiped {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

struct Handler {
    host: String,
    token: String,
    policy: String,
    first_page: Bytes,
    download_page: Bytes,
    profile: Bytes,
    timeouts: Timeouts,
    events: mpsc::Sender<LoopbackEvent>,
}

async fn run(
    listener: TcpListener,
    handler: Arc<Handler>,
    events: mpsc::Sender<LoopbackEvent>,
    stop: CancellationToken,
) {
    // Its place is kept from the beginning: a full channel must not swallow the end.
    let last = events.reserve_owned().await;
    let connections = TaskTracker::new();
    tokio::select! {
        () = stop.cancelled() => {}
        () = sleep(handler.timeouts.lifetime) => {}
        () = accept(&listener, &handler, &connections, &stop) => {}
    }
    stop.cancel();
    drop(listener);
    connections.close();
    connections.wait().await;
    drop(handler);
    if let Ok(last) = last {
        last.send(LoopbackEvent::Closed);
    }
}

async fn accept(listener: &TcpListener, handler: &Arc<Handler>, connections: &TaskTracker, stop: &CancellationToken) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    while let Ok(place) = places.clone().acquire_owned().await {
        match listener.accept().await {
            Ok((stream, _)) => {
                let (handler, stop) = (handler.clone(), stop.clone());
                connections.spawn(async move {
                    let _place = place;
                    tokio::select! {
                        () = stop.cancelled() => {}
                        () = handler.serve(stream) => {}
                    }
                });
            }
            // Out of descriptors: some end soon.
            Err(_) => sleep(Duration::from_millis(50)).await,
        }
    }
}

impl Handler {
    async fn serve(self: &Arc<Self>, stream: TcpStream) {
        let mut first = [0];
        match timeout(self.timeouts.first_byte, stream.peek(&mut first)).await {
            Ok(Ok(1)) if first[0] == TLS_HANDSHAKE => return self.emit(LoopbackEvent::Probe),
            Ok(Ok(1)) => {}
            Ok(_) => return,
            Err(_) => return self.emit(LoopbackEvent::Refused { reason: Rejection::TooSlow }),
        }
        let _ = stream.set_nodelay(true);
        let answer = service_fn(|request| {
            let response = self.answer(&request);
            async move { Ok::<_, Infallible>(response) }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.timeouts.head)
            .max_header_size(HEAD_BYTES)
            .max_buf_size(2 * HEAD_BYTES)
            .max_headers(HEAD_FIELDS)
            .keep_alive(false)
            .half_close(true)
            .serve_connection(TokioIo::new(stream), answer);
        let refused = match timeout(self.timeouts.whole, connection).await {
            Err(_) => Some(Rejection::TooSlow),
            Ok(Err(error)) if error.is_timeout() => Some(Rejection::TooSlow),
            Ok(Err(error)) if error.is_parse() => Some(Rejection::Malformed),
            Ok(_) => None,
        };
        if let Some(reason) = refused {
            self.emit(LoopbackEvent::Refused { reason });
        }
    }

    fn answer<B>(&self, request: &Request<B>) -> Response<Full<Bytes>> {
        let route = route(request, &self.host, &self.token);
        self.emit(match route {
            Route::Page | Route::Download => LoopbackEvent::Page,
            Route::Profile => LoopbackEvent::Fetched,
            Route::Head(_) | Route::Prefetch | Route::Icon => LoopbackEvent::Probe,
            Route::Rejected(reason) => LoopbackEvent::Refused { reason },
        });
        match route {
            Route::Page | Route::Head(Resource::Page) => self.page(&self.first_page),
            Route::Download | Route::Head(Resource::Download) => self.page(&self.download_page),
            Route::Profile | Route::Head(Resource::Profile) => self.profile(),
            Route::Prefetch => self.empty(StatusCode::SERVICE_UNAVAILABLE),
            Route::Icon | Route::Rejected(Rejection::Path) => self.empty(StatusCode::NOT_FOUND),
            Route::Rejected(Rejection::Host) => self.empty(StatusCode::MISDIRECTED_REQUEST),
            Route::Rejected(Rejection::Method) => {
                let mut response = self.empty(StatusCode::METHOD_NOT_ALLOWED);
                response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
                response
            }
            Route::Rejected(Rejection::Malformed | Rejection::TooSlow) => self.empty(StatusCode::BAD_REQUEST),
        }
    }

    fn page(&self, page: &Bytes) -> Response<Full<Bytes>> {
        self.response(StatusCode::OK, Some("text/html; charset=utf-8"), page.clone())
    }

    fn profile(&self) -> Response<Full<Bytes>> {
        self.response(StatusCode::OK, Some(PROFILE_MIME_TYPE), self.profile.clone())
    }

    fn empty(&self, status: StatusCode) -> Response<Full<Bytes>> {
        self.response(status, None, Bytes::new())
    }

    fn response(&self, status: StatusCode, mime_type: Option<&'static str>, body: Bytes) -> Response<Full<Bytes>> {
        let mut response = Response::new(Full::new(body));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        if let Some(mime_type) = mime_type {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(mime_type));
        }
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
        if let Ok(policy) = HeaderValue::from_str(&self.policy) {
            headers.insert(CONTENT_SECURITY_POLICY, policy);
        }
        response
    }

    fn emit(&self, event: LoopbackEvent) {
        match &event {
            LoopbackEvent::Refused { reason } => tracing::warn!(?reason, "a request to the loopback was refused"),
            LoopbackEvent::Page => tracing::info!("the page was fetched"),
            LoopbackEvent::Fetched => tracing::info!("the profile was fetched"),
            LoopbackEvent::Probe => tracing::info!("a browser tried TLS at the loopback"),
            LoopbackEvent::Closed => tracing::info!("the loopback is closed"),
        }
        let _ = self.events.try_send(event);
    }
}
