//! A session ends with what it was for: no page and no password of it outlives a wipe.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::Weak;
use std::time::Duration;

use async_trait::async_trait;
use journey::Effect;
use portal::{Request, Response, Transport};
use secrecy::SecretString;
use url::Url;

use super::*;
use crate::effects::{Context, Runner, Work, idle};
use crate::ports::UnsupportedDevice;

const LOGIN: &str = "<title>ログイン</title><form method=post action=/auth><label>ユーザーID<input name=u></label>
    <label>パスワード<input type=password name=p></label><button>ログイン</button></form>";
const PASSWORD: &str = "Pass+w0rd";

/// Answers the log-in with one page.
struct Portal(&'static str);

#[async_trait]
impl Transport for Portal {
    async fn send(&self, request: Request) -> Result<Response, PortalError> {
        let page = if request.url.path() == "/auth" { self.0 } else { LOGIN };
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

struct Surroundings {
    context: Arc<Context>,
    runner: Runner,
    events: mpsc::UnboundedReceiver<Event>,
    /// Gone as soon as the session is.
    transport: Weak<Portal>,
}

impl Surroundings {
    /// A session that nothing was asked of yet.
    async fn with_session(answer: &'static str) -> Self {
        let (runner, events) = idle::runner(Arc::new(UnsupportedDevice));
        let context = runner.context.clone();
        let transport = Arc::new(Portal(answer));
        let entry = "https://portal.example/".parse().unwrap();
        let surroundings = Self { transport: Arc::downgrade(&transport), context, runner, events };
        let session = Session::new(entry, transport, Labels::built_in()).asking_before_take_over();
        *surroundings.context.portal.open().await = Some(session);
        surroundings
    }

    async fn log_in(&self) -> LoginOutcome {
        let mut open = self.context.portal.open().await;
        let result = open.as_mut().unwrap().log_in("KJ0123456789AB", &SecretString::from(PASSWORD)).await;
        self.context.portal.login_end(open, result).await.unwrap_err()
    }

    fn run(&self, effect: Effect) {
        self.runner.run(Work { effects: vec![effect], practising: false, language: None });
    }

    fn is_open(&self) -> bool {
        self.transport.strong_count() > 0
    }

    /// Logging out takes its time, and has it.
    async fn is_closed(&self) {
        let closed = async {
            while self.is_open() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), closed).await.unwrap();
    }

    /// A page that could be described holds what the portal has echoed.
    async fn holds_page(&self) -> bool {
        self.context.portal.open().await.as_ref().is_some_and(|session| session.page_to_describe().is_some())
    }
}

#[tokio::test]
async fn nothing_of_a_refused_log_in_waits_in_the_session() {
    let refused = "<title>エラー</title><p>ユーザーIDまたはパスワードが正しくありません。Pass+w0rd";
    for (answer, ends) in [
        (refused, true),
        ("<title>何か</title><p>Pass+w0rd", true),
        ("<title>メンテナンス中</title>", true),
        (
            "<title>利用規約への同意</title><form method=post><p>第1条<label><input type=checkbox>同意する</label><button>次へ</button></form>",
            false,
        ),
    ] {
        let surroundings = Surroundings::with_session(answer).await;
        let outcome = surroundings.log_in().await;
        assert_eq!(ends_login(&outcome), ends, "{outcome:?}");
        assert_eq!(surroundings.holds_page().await, !ends, "{outcome:?}");
    }
}

#[tokio::test]
async fn an_unknown_page_is_told_before_it_is_gone_and_while_nobody_waits_for_the_session() {
    let mut surroundings = Surroundings::with_session("<title>Pass+w0rd</title><h1>ログイン</h1>").await;
    assert!(matches!(surroundings.log_in().await, LoginOutcome::Unclear(_)));
    let Event::PageDescribed(told) = surroundings.events.recv().await.unwrap() else { panic!() };
    assert!(told.contains("h1 「ログイン」") && !told.contains("w0rd"), "{told}");
}

#[tokio::test]
async fn nothing_is_told_of_a_page_that_the_user_has_left() {
    let mut surroundings = Surroundings::with_session("<title>何か</title>").await;
    let mut open = surroundings.context.portal.open().await;
    let result = open.as_mut().unwrap().log_in("KJ0123456789AB", &SecretString::from(PASSWORD)).await;
    surroundings.run(Effect::ForgetAll);
    let outcome = surroundings.context.portal.login_end(open, result).await;
    assert!(matches!(outcome, Err(LoginOutcome::Unclear(_))), "{outcome:?}");
    assert!(surroundings.events.try_recv().is_err());
}

#[tokio::test]
async fn forgetting_everything_ends_the_session() {
    let surroundings = Surroundings::with_session(LOGIN).await;
    surroundings.run(Effect::ForgetDownload);
    assert!(surroundings.is_open(), "another row may be chosen");
    surroundings.run(Effect::ForgetAll);
    assert!(surroundings.context.portal.open().await.is_none());
    surroundings.is_closed().await;
}

#[tokio::test]
async fn what_is_at_work_does_not_bring_the_session_back() {
    let surroundings = Surroundings::with_session(LOGIN).await;
    let at_work = surroundings.context.portal.open().await;
    surroundings.run(Effect::ForgetAll);
    assert!(tokio::time::timeout(Duration::from_secs(5), surroundings.context.portal.open()).await.unwrap().is_none());
    drop(at_work);
    surroundings.is_closed().await;
}

#[tokio::test]
async fn a_question_that_comes_after_the_time_was_over_is_not_asked() {
    const TERMS: &str = "<title>利用規約への同意</title><form method=post><p>第1条<label><input type=checkbox>同意する</label><button>次へ</button></form>";
    let surroundings = Surroundings::with_session(TERMS).await;
    let session = surroundings.context.portal.open().await;
    surroundings.run(Effect::ForgetDownload);
    drop(session);
    assert_eq!(surroundings.log_in().await, LoginOutcome::PasswordGone);
    assert!(!surroundings.holds_page().await);
}

#[test]
fn a_connection_that_is_not_safe_never_leads_to_the_browser() {
    for (from, browser) in [
        (portal::Cause::Network, false),
        (portal::Cause::Insecure, false),
        (portal::Cause::Account, true),
        (portal::Cause::SessionOver, true),
        (portal::Cause::File, false),
        (portal::Cause::Portal, true),
        (portal::Cause::Setup, true),
    ] {
        assert_eq!(cause(from).offers_browser(), browser, "{from:?}");
    }
}
