//! What a page may cost by its bytes.
//!
//! The first byte says how often the rest is repeated, so that short inputs find what grows faster than they do.

use std::sync::Arc;
use std::time::{Duration, Instant};

use portal::{Labels, PortalError, Request, Response, Session, Transport};
use secrecy::SecretString;
use url::Url;

/// Most bytes of a page, as the transport has it.
const PAGE: usize = 1024 * 1024;
/// What any page may cost, with the fuzzer's own instruments in the way.
const BASE: Duration = Duration::from_millis(1_500);
/// What a byte may cost besides.
const PER_BYTE: Duration = Duration::from_micros(10);

struct Portal(Vec<u8>);

#[async_trait::async_trait]
impl Transport for Portal {
    async fn send(&self, request: Request) -> Result<Response, PortalError> {
        Ok(Response {
            url: request.url,
            status: 200,
            content_type: Some("text/html; charset=UTF-8".to_owned()),
            disposition: None,
            refresh: None,
            date: None,
            body: self.0.clone().into(),
        })
    }

    fn allows(&self, url: &Url) -> bool {
        url.host_str() == Some("portal.example")
    }
}

/// Tries one input.
pub(crate) fn run(bytes: &[u8]) {
    let Some((first, piece)) = bytes.split_first() else { return };
    let times = 1_usize << (first & 15);
    let page: Vec<u8> = piece.repeat(times.min(PAGE / piece.len().max(1)));
    let allowed = BASE + PER_BYTE * u32::try_from(page.len()).unwrap_or(u32::MAX);
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_time().build() else { return };
    let Ok(entry) = "https://portal.example/".parse() else { return };
    runtime.block_on(async {
        let mut session = Session::new(entry, Arc::new(Portal(page)), Labels::built_in());
        let begun = Instant::now();
        let _ = session.log_in("KJ0123456789AB", &SecretString::from("Passw0rd")).await;
        let _ = session.redacted_dom();
        assert!(begun.elapsed() < allowed, "{:?} of {allowed:?}", begun.elapsed());
    });
}
