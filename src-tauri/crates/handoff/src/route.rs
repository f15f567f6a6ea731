use hyper::header::{HOST, HeaderMap};
use hyper::{Method, Request};
use serde::Serialize;
use subtle::ConstantTimeEq as _;

use crate::page::{DOWNLOAD_PATH, PROFILE_PATH};

/// Why a connection or a request was turned away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rejection {
    /// The Host is not exactly this server's address: DNS rebinding, or a proxy.
    Host,
    /// Neither GET nor HEAD.
    Method,
    /// No such path, or a wrong token.
    Path,
    /// Not HTTP/1, or a head over the limits.
    Malformed,
    /// The head, or the reading of the answer, took too long.
    TooSlow,
}

/// What a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// The page with the button.
    Page,
    /// The page that loads the profile.
    Download,
    /// The profile that it leads to.
    Profile,
    /// Only looked at: HEAD of one of them.
    Head(Resource),
    /// Fetched in advance, without the user: answered with nothing.
    Prefetch,
    /// What browsers ask of any host by themselves.
    Icon,
    /// Turned away, and why.
    Rejected(Rejection),
}

/// Which of the documents a request is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resource {
    Page,
    Download,
    Profile,
}

/// Tells requests apart. `host` is `127.0.0.1:PORT`, `token` the path's secret.
pub(crate) fn route<B>(request: &Request<B>, host: &str, token: &str) -> Route {
    if !is_host(request, host) {
        return Route::Rejected(Rejection::Host);
    }
    let head = match *request.method() {
        Method::GET => false,
        Method::HEAD => true,
        _ => return Route::Rejected(Rejection::Method),
    };
    let path = request.uri().path();
    if is_icon(path) {
        return Route::Icon;
    }
    let resource = match path.strip_prefix('/').and_then(|rest| rest.split_once('/')) {
        Some((given, "")) if same(given, token) => Resource::Page,
        Some((given, DOWNLOAD_PATH)) if same(given, token) => Resource::Download,
        Some((given, PROFILE_PATH)) if same(given, token) => Resource::Profile,
        _ => return Route::Rejected(Rejection::Path),
    };
    if head {
        return Route::Head(resource);
    }
    if is_prefetch(request.headers()) {
        return Route::Prefetch;
    }
    match resource {
        Resource::Page => Route::Page,
        Resource::Download => Route::Download,
        Resource::Profile => Route::Profile,
    }
}

/// Exactly one Host, exactly ours; a target in absolute form must agree (RFC 9112, 3.2.2).
fn is_host<B>(request: &Request<B>, host: &str) -> bool {
    let mut hosts = request.headers().get_all(HOST).iter();
    let exact = hosts.next().is_some_and(|given| given.as_bytes() == host.as_bytes()) && hosts.next().is_none();
    exact && request.uri().authority().is_none_or(|authority| authority.as_str() == host)
}

/// Does not tell by its duration how much of the token was right.
fn same(given: &str, token: &str) -> bool {
    given.as_bytes().ct_eq(token.as_bytes()).into()
}

fn is_icon(path: &str) -> bool {
    path == "/favicon.ico" || (path.starts_with("/apple-touch-icon") && path.ends_with(".png"))
}

/// `Sec-Purpose` (Fetch standard, 5.4) and its predecessors.
fn is_prefetch(headers: &HeaderMap) -> bool {
    ["sec-purpose", "purpose", "x-purpose", "x-moz"]
        .iter()
        .flat_map(|name| headers.get_all(*name))
        .any(|value| value.to_str().is_ok_and(says_prefetch))
}

fn says_prefetch(value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    ["prefetch", "prerender", "preview"].iter().any(|word| value.contains(word))
}
