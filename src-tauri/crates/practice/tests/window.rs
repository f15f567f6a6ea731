//! モバイル窓口, asked by a browser of our own over real TLS.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use app::SystemClock;
use certificate::CertificateKind;
use common::{Browser, HandClock, PC, PHONE, both, portal, roots};
use jiff::SignedDuration;
use practice::portal::{HtmlVariant, Step};
use practice::{OfficeCertificate, built_in};
use std::sync::Arc;

#[tokio::test(flavor = "multi_thread")]
async fn the_way_of_the_manual_ends_with_a_file_of_another_name_each_time() {
    let portal = portal(HtmlVariant::Plain, Arc::new(SystemClock)).await;
    let office = both();
    let mut phone = Browser::open(&portal, PHONE).await;
    assert!(phone.says("モバイル窓口"));
    phone.follow("介護事業所の方はこちら").await;
    for words in ["介護電子請求受付システム ログイン", "ユーザーID", "パスワード等を紛失した方はこちら", "戻る"]
    {
        assert!(phone.says(words), "{words}");
    }
    phone.press("ログイン", &[("user-id", office.user_id.as_str()), ("password", &office.login_password)]).await;
    assert!(phone.says("メニュー選択画面"), "{}", phone.text);
    phone.press("証明書ダウンロード", &[]).await;
    assert!(phone.says("介護DX証明書") && phone.says("介護保険証明書") && phone.says("有効終了年月日"));

    let mut names = Vec::new();
    for _ in 0..2 {
        phone.press("ダウンロード", &[]).await;
        assert_eq!(phone.bytes[0], 0x30);
        let identity = certificate::open(&phone.bytes, &office.certificate_password.clone().into()).unwrap();
        let (authority, _) = roots().await;
        assert_eq!(identity.chain_der(), [authority.root().to_vec()]);
        let issued = authority.issue(&office.subject(OfficeCertificate::Kaigo(CertificateKind::Dx))).await.unwrap();
        assert_eq!(identity.fingerprint(), issued.fingerprint());
        names.push(phone.disposition.clone().unwrap());
        phone.go("/mobile/menu").await;
        phone.press("証明書ダウンロード", &[]).await;
    }
    assert!(names[0].ends_with(".pfx\"") && names[0].len() > 60);
    assert_ne!(names[0], names[1]);

    phone.press("ログアウト", &[]).await;
    assert!(phone.says("ログアウトしました"));
    phone.go("/mobile/menu").await;
    assert!(phone.says("セッションの有効期限が切れました"));
    let counts = portal.counts();
    assert_eq!((counts.logins, counts.refused_logins, counts.downloads, counts.logouts), (1, 0, 2, 1));
    assert_eq!(counts.posts, 1 + 3 + 2 + 1, "login, list three times, file twice, logout");
    assert_eq!(counts.steps[&Step::Authenticate], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pc_gets_the_other_window() {
    let portal = portal(HtmlVariant::Plain, Arc::new(SystemClock)).await;
    assert!(Browser::open(&portal, PC).await.says("総合窓口"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_list_is_simply_empty_and_others_are_named() {
    let portal = portal(HtmlVariant::Plain, Arc::new(SystemClock)).await;
    for (id, row) in [("none", None), ("agent", Some("代理人証明書")), ("dx", Some("介護DX証明書"))] {
        let office = portal.office(id).unwrap();
        let mut phone = Browser::open(&portal, PHONE).await;
        phone.log_in(office.user_id.as_str(), &office.login_password).await;
        phone.press("証明書ダウンロード", &[]).await;
        assert_eq!(phone.form("ダウンロード").is_some(), row.is_some());
        assert!(row.is_none_or(|row| phone.says(row)));
        assert!(!phone.says("エラー"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn three_wrong_passwords_lock_the_account_for_half_an_hour() {
    let clock = HandClock::new();
    let portal = portal(HtmlVariant::Plain, clock.clone()).await;
    let office = both();
    let mut phone = Browser::open(&portal, PHONE).await;
    for _ in 0..2 {
        phone.log_in(office.user_id.as_str(), "wrong").await;
        assert!(phone.says("誤りがあります") && phone.says(office.user_id.as_str()));
    }
    phone.log_in(office.user_id.as_str(), "wrong").await;
    assert!(phone.says("ロックされています"));
    phone.log_in(office.user_id.as_str(), &office.login_password).await;
    assert!(phone.says("ロックされています"));

    let other = &built_in()[1];
    phone.log_in(other.user_id.as_str(), &other.login_password).await;
    assert!(phone.says("メニュー選択画面"), "another office is not locked");

    clock.advance(SignedDuration::from_mins(30));
    phone.log_in(office.user_id.as_str(), &office.login_password).await;
    assert!(phone.says("メニュー選択画面"));
    assert_eq!(portal.counts().refused_logins, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_login_takes_the_session_over() {
    let portal = portal(HtmlVariant::Plain, Arc::new(SystemClock)).await;
    let office = both();
    let mut first = Browser::open(&portal, PHONE).await;
    first.log_in(office.user_id.as_str(), &office.login_password).await;
    let mut second = Browser::open(&portal, PHONE).await;
    second.log_in(office.user_id.as_str(), &office.login_password).await;
    first.go("/mobile/certificates").await;
    assert!(first.says("ほかの端末からログインされた"), "{}", first.text);
    second.press("証明書ダウンロード", &[]).await;
    assert!(second.says("介護DX証明書"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_needs_the_token_it_was_served_with_and_only_once() {
    let portal = portal(HtmlVariant::Plain, Arc::new(SystemClock)).await;
    let office = both();
    let mut phone = Browser::open(&portal, PHONE).await;
    phone.follow("介護事業所の方はこちら").await;
    let (action, fields) = phone.form("ログイン").unwrap();
    let filled = |token: &str| -> Vec<(String, String)> {
        [("_token", token), ("user-id", office.user_id.as_str()), ("password", &office.login_password)]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec()
    };
    let token = fields.iter().find(|(name, _)| name == "_token").unwrap().1.clone();
    for wrong in ["", "00000000000000000000000000000000"] {
        phone.post(&action, &filled(wrong)).await;
        assert_eq!(phone.status, 403);
    }
    let mut stranger = Browser::open(&portal, PHONE).await;
    stranger.post(&action, &filled(&token)).await;
    assert_eq!(stranger.status, 403, "a token is bound to its session");
    assert_eq!(portal.counts().logins, 0);

    phone.post(&action, &filled(&token)).await;
    assert!(phone.says("メニュー選択画面"));
    phone.post(&action, &filled(&token)).await;
    assert_eq!(phone.status, 403, "and works once");
    assert_eq!((portal.counts().logins, portal.counts().refused_forms), (1, 4));

    phone.go("/mobile/download").await;
    assert_eq!((phone.status, phone.disposition.clone()), (403, None), "a file is not to be had by address");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_rests_is_over() {
    let clock = HandClock::new();
    let portal = portal(HtmlVariant::Plain, clock.clone()).await;
    let office = both();
    let mut phone = Browser::open(&portal, PHONE).await;
    phone.log_in(office.user_id.as_str(), &office.login_password).await;
    clock.advance(SignedDuration::from_mins(21));
    phone.press("証明書ダウンロード", &[]).await;
    assert!(phone.says("セッションの有効期限が切れました"), "{}", phone.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_says_that_it_is_practice() {
    let portal = portal(HtmlVariant::Plain, Arc::new(SystemClock)).await;
    let mut phone = Browser::open(&portal, PHONE).await;
    for address in ["/", "/mobile/login", "/mobile/lost", "/nowhere"] {
        phone.go(address).await;
        assert!(phone.says("本物ではありません"), "{address}");
    }
}
