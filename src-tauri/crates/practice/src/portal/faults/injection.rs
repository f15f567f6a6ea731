//! Plays faults on the wire.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Response, header};
use futures_util::stream;
use http_body_util::BodyExt;
use jiff::{SignedDuration, Timestamp};

use crate::portal::fault::Fault;
use crate::portal::wire::{answer, redirect};
use crate::serve::ConnectionAbort;

/// Two addresses that redirect to each other.
const LOOP: [&str; 2] = ["/loop/a", "/loop/b"];

/// The other address of the two that redirect to each other; `None` if the path is neither.
pub(super) fn looped(path: &str) -> Option<Response<Body>> {
    LOOP.iter().position(|one| *one == path).map(|one| redirect(302, LOOP[1 - one]))
}

/// The answer that comes instead of the portal's; `None` if the fault plays elsewhere.
pub(in crate::portal) fn instead_of(fault: Fault, port: u16) -> Option<Response<Body>> {
    let html = "text/html; charset=UTF-8";
    Some(match fault {
        Fault::Down => answer(503, "text/plain", "Service Unavailable"),
        Fault::InternalError => {
            answer(500, html, "<!DOCTYPE html><title>500 Internal Server Error</title><h1>Internal Server Error</h1>")
        }
        Fault::HugePage => answer(200, html, huge_page()),
        Fault::HeavyPage => answer(200, html, heavy_page()),
        Fault::DeepNesting => {
            let depth = 40_000;
            answer(
                200,
                html,
                format!("<!DOCTYPE html><title>入れ子</title>{}{}", "<div>".repeat(depth), "</div>".repeat(depth)),
            )
        }
        Fault::DrawnByScripts => answer(
            200,
            html,
            "<!DOCTYPE html><title>電子請求受付システム</title><div id=\"root\"></div>\
             <noscript>JavaScriptを有効にしてください。</noscript><script src=\"/assets/main.js\"></script>",
        ),
        Fault::RedirectLoop => redirect(302, LOOP[0]),
        Fault::RedirectElsewhere => redirect(302, "https://other-host.invalid/mobile/login"),
        Fault::PlainHttp => redirect(302, &format!("http://localhost:{port}/")),
        Fault::CaptivePortal => answer(
            511,
            html,
            "<!DOCTYPE html><title>無線LANの利用手続き</title><h1>無線LANの利用手続き</h1>\
             <p>インターネットを利用するには、この画面で手続きをしてください。</p>\
             <form method=post action=/wifi><label>メールアドレス <input name=mail></label><button>利用する</button></form>",
        ),
        _ => return None,
    })
}

/// Spoils the portal's own answer.
pub(super) async fn inject(
    fault: Fault,
    response: Response<Body>,
    delay: Duration,
    abort: &ConnectionAbort,
) -> Response<Body> {
    match fault {
        Fault::Slow => {
            tokio::time::sleep(delay).await;
            response
        }
        Fault::Reset => {
            abort.reset();
            response
        }
        Fault::CutOff if response.status().is_redirection() => {
            abort.close();
            response
        }
        Fault::CutOff => reshaped(response, |whole| (whole.len(), whole.slice(..whole.len() / 2), true)).await,
        Fault::WrongLength => reshaped(response, |whole| (whole.len() + 4096, whole, true)).await,
        Fault::Truncated => reshaped(response, |whole| (whole.len() / 2, whole.slice(..whole.len() / 2), false)).await,
        Fault::WrongClock => {
            let mut response = response;
            let yesterday = Timestamp::now() - SignedDuration::from_hours(24);
            let date = jiff::fmt::strtime::format("%a, %d %b %Y %H:%M:%S GMT", yesterday);
            if let Some(value) = date.ok().and_then(|date| HeaderValue::from_str(&date).ok()) {
                response.headers_mut().insert(header::DATE, value);
            }
            response
        }
        _ => response,
    }
}

/// Says one length and sends something else. An end that breaks the connection comes a little later,
/// so that what was sent arrives.
async fn reshaped(response: Response<Body>, cut: impl FnOnce(Bytes) -> (usize, Bytes, bool)) -> Response<Body> {
    let (mut parts, body) = response.into_parts();
    let whole = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    let (length, sent, breaks) = cut(whole);
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    let stream = stream::unfold(Some(sent), move |rest| async move {
        match rest {
            Some(bytes) if !bytes.is_empty() => Some((Ok(bytes), Some(Bytes::new()))),
            Some(_) if breaks => {
                tokio::time::sleep(Duration::from_millis(40)).await;
                Some((Err(std::io::Error::from(std::io::ErrorKind::ConnectionAborted)), None))
            }
            _ => None,
        }
    });
    Response::from_parts(parts, Body::from_stream(stream))
}

/// Rows of fields and links, each with headers to be looked for.
fn heavy_page() -> String {
    let head = format!("<!DOCTYPE html><title>一覧</title><p>{}</p><table>", "案内文。".repeat(20_000));
    head + &"<tr><th>項目<td>値<td><input><td><a href=/x>詳細</a>".repeat(1_400)
}

fn huge_page() -> Body {
    let head = Bytes::from_static("<!DOCTYPE html><title>大きなページ</title><p>".as_bytes());
    let part = Bytes::from(vec![b'x'; 64 * 1024]);
    let parts = std::iter::once(head).chain(std::iter::repeat_n(part, 128)).map(Ok::<_, std::io::Error>);
    Body::from_stream(stream::iter(parts))
}
