//! A portal whose every page is the input's.
//!
//! The first byte says at which step the page comes and how its charset is declared, the rest is the page.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use portal::{Labels, Method, PortalError, Request, Response, Session, Transport};
use secrecy::SecretString;
use url::Url;

const LOGIN: &[u8] = "<form method=post action=/auth><input name=u title=ユーザーID><input type=password name=p title=パスワード><button>ログイン</button></form>".as_bytes();
const MENU: &[u8] = "<h1>メニュー選択</h1><a href=/list>証明書ダウンロード</a>".as_bytes();
const LIST: &[u8] =
    "<h1>証明書ダウンロード</h1><table><tr><td>介護DX証明書<td><a href=/file>ダウンロード</a></table>".as_bytes();
const KINDS: [Option<&str>; 8] = [
    None,
    Some("text/html"),
    Some("text/html; charset=UTF-8"),
    Some("text/html; charset=Shift_JIS"),
    Some("text/html; charset=EUC-JP"),
    Some("text/html; charset=ISO-2022-JP"),
    Some("text/html; charset=UTF-16LE"),
    Some("application/x-pkcs12"),
];

struct Portal {
    step: usize,
    kind: Option<&'static str>,
    page: Vec<u8>,
    posts: AtomicUsize,
}

#[async_trait::async_trait]
impl Transport for Portal {
    async fn send(&self, request: Request) -> Result<Response, PortalError> {
        let (step, good) = match request.url.path() {
            "/" => (0, LOGIN),
            "/auth" => (1, MENU),
            "/list" => (2, LIST),
            _ => (3, [].as_slice()),
        };
        if step == 1 && request.method == Method::Post {
            assert_eq!(self.posts.fetch_add(1, Ordering::SeqCst), 0, "the password twice");
        }
        let broken = step == self.step;
        Ok(Response {
            url: request.url,
            status: 200,
            content_type: if broken { self.kind } else { Some("text/html; charset=UTF-8") }.map(str::to_owned),
            disposition: None,
            refresh: None,
            date: None,
            body: if broken { self.page.clone() } else { good.to_vec() }.into(),
        })
    }

    fn allows(&self, url: &Url) -> bool {
        url.host_str() == Some("portal.example")
    }
}

/// Tries one input.
pub(crate) fn run(bytes: &[u8]) {
    let Some((first, page)) = bytes.split_first() else { return };
    let portal = Arc::new(Portal {
        step: usize::from(first & 3),
        kind: KINDS[usize::from(first >> 2) % KINDS.len()],
        page: page.to_vec(),
        posts: AtomicUsize::new(0),
    });
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_time().build() else { return };
    let Ok(entry) = "https://portal.example/".parse() else { return };
    runtime.block_on(async {
        let password = SecretString::from("Passw0rd");
        let mut session = Session::new(entry, portal, Labels::built_in());
        if session.log_in("KJ0123456789AB", &password).await.is_ok() && session.certificates().await.is_ok() {
            let _ = session.download(0).await;
        }
        let _ = (session.first_login(), session.redacted_dom());
        session.log_out().await;
    });
}
