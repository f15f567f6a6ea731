//! What a page may cost: its work is bounded, and nobody who gives up waits for it.
#![allow(clippy::unwrap_used)]

mod support;

use std::future::Future as _;
use std::pin::pin;
use std::task::Poll;

use support::{Portal, USER, html, password};

async fn code_of(page: &str) -> &'static str {
    Portal::new().on("GET /", html(page)).session().log_in(USER, &password()).await.unwrap_err().code()
}

/// 899 KB that took 6 GB: a long text whose compared form is many times as long, and many fields after it.
#[tokio::test]
async fn a_text_that_grows_is_not_copied_for_each_field() {
    let text = "\u{fdfa}".repeat(20_000);
    let page = format!("<body><p>{text}</p><label>{text}{}", "<input>".repeat(2_900));
    assert_eq!(code_of(&page).await, "portal-unknown-page");
    let page = format!("<p>{}</p>{}", "\u{fdfa}".repeat(250_000), "<input>".repeat(2_900));
    assert_eq!(code_of(&page).await, "portal-too-large");
}

/// 390 KB of attributes on one tag took 37 s.
#[tokio::test]
async fn attributes_without_end_are_refused() {
    let attributes: String = (0..65_000).map(|n| format!(" a{n:x}")).collect();
    assert_eq!(code_of(&format!("<title>ログイン</title><form{attributes}>")).await, "portal-too-large");
}

/// Reading a page keeps no async thread: between two polls of the visit others have their turn.
#[tokio::test]
async fn others_have_their_turn_while_a_page_is_read() {
    let page = format!("<table>{}", "<tr><td>項目<td><a href=/x>詳細</a>".repeat(2_500));
    let portal = Portal::new().on("GET /", html(&page));
    let mut session = portal.session();
    let login_password = password();
    let mut visit = pin!(session.log_in(USER, &login_password));
    let mut turns = 0;
    let ended = loop {
        let polled = std::future::poll_fn(|context| Poll::Ready(visit.as_mut().poll(context))).await;
        match polled {
            Poll::Ready(result) => break result,
            Poll::Pending => turns += 1,
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(ended.unwrap_err().code(), "portal-unknown-page");
    assert!(turns > 10, "{turns}");
}
