#![allow(clippy::unwrap_used)]

use std::sync::Mutex;

use async_trait::async_trait;

use super::*;

const LOGIN: &str = "<title>ログイン</title><form method=post action=/auth><label>ユーザーID<input name=u></label>
    <label>パスワード<input type=password name=p></label><button>ログイン</button></form>";
const UNKNOWN: &str = "<title>Pass+w0rd</title><p>Pass+w0rd<form name='Pass+w0rd'><a href=/out>ログアウト</a>";

/// Answers the log-in with one page, and keeps where it was asked for something.
struct Portal {
    answer: &'static str,
    paths: Mutex<Vec<String>>,
}

#[async_trait]
impl Transport for Portal {
    async fn send(&self, request: Request) -> Result<Response, PortalError> {
        let path = request.url.path().to_owned();
        let page = if path == "/auth" { self.answer } else { LOGIN };
        self.paths.lock().unwrap().push(path);
        Ok(Response {
            url: request.url,
            status: 200,
            content_type: Some("text/html; charset=UTF-8".to_owned()),
            disposition: None,
            refresh: None,
            date: None,
            body: page.as_bytes().to_vec().into(),
        })
    }

    fn allows(&self, _: &Url) -> bool {
        true
    }
}

async fn answered(answer: &'static str) -> (Session, Arc<Portal>, Result<(), PortalError>) {
    let portal = Arc::new(Portal { answer, paths: Mutex::default() });
    let mut session = Session::new("https://portal.example/".parse().unwrap(), portal.clone(), Labels::built_in());
    let result = session.log_in("KJ0123456789AB", &SecretString::from("Pass+w0rd")).await;
    (session, portal, result)
}

#[tokio::test]
async fn nothing_that_was_sent_outlives_a_log_in_that_was_refused() {
    let (mut session, portal, result) =
        answered("<title>エラー</title><p>ユーザーIDまたはパスワードが正しくありません。").await;
    assert_eq!(result.unwrap_err().code(), "portal-wrong-login");
    assert_eq!(session.browser.sent.len(), 2, "what a description needs");
    session.forget_sent();
    assert!(session.browser.sent.is_empty());
    assert!(session.password_sent(), "a try was used up all the same");
    assert!(session.certificates().await.is_err());
    session.log_out().await;
    assert_eq!(*portal.paths.lock().unwrap(), ["/", "/auth"], "nothing to log out of");
}

#[tokio::test]
async fn an_echo_is_gone_too_and_the_visit_is_still_logged_out_of() {
    let (mut session, portal, result) = answered(UNKNOWN).await;
    assert_eq!(result.unwrap_err().code(), "portal-unknown-page");
    let described = session.page_to_describe().unwrap();
    session.forget_sent();
    session.forget_sent();
    assert!(session.browser.page.is_none() && session.browser.menu.is_none());
    assert!(session.redacted_dom().is_none(), "whoever knows the password no more can keep it out of nothing");
    let told = described.describe().to_string();
    assert!(told.contains("form name=…9 mixed#1") && !told.contains("w0rd"), "{told}");
    session.log_out().await;
    assert_eq!(*portal.paths.lock().unwrap(), ["/", "/auth", "/out"]);
}
