//! What each fault really does on the wire.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::sync::Arc;
use std::time::{Duration, Instant};

use app::SystemClock;
use common::{Browser, PHONE, both, chain, portal, roots};
use portal::{ClientSettings, https_client};
use practice::portal::{Fault, HtmlVariant, Portal, Step};
use reqwest::header::{DATE, LOCATION};

struct Got {
    status: u16,
    location: Option<String>,
    date: String,
    body: Vec<u8>,
}

/// A connection of its own each time.
async fn get(portal: &Portal) -> Result<Got, String> {
    let (_, tls) = roots().await;
    let client = https_client(&ClientSettings {
        web_roots: false,
        extra_roots: vec![tls.root().to_vec()],
        user_agent: Some(PHONE.to_owned()),
        total_timeout: Duration::from_secs(10),
        ..ClientSettings::default()
    })
    .unwrap();
    let response = client.get(portal.entry().clone()).send().await.map_err(|error| chain(&error))?;
    let header = |name| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    let (status, location, date) = (response.status().as_u16(), header(LOCATION), header(DATE).unwrap_or_default());
    let body = response.bytes().await.map_err(|error| chain(&error))?.to_vec();
    Ok(Got { status, location, date, body })
}

async fn faulty(fault: Fault) -> Portal {
    let portal = portal(HtmlVariant::Plain, Arc::new(SystemClock)).await;
    portal.switches().set_fault(Some(fault), None).await;
    portal
}

#[tokio::test(flavor = "multi_thread")]
async fn connection_faults_end_before_anything_is_asked() {
    for (fault, words) in [
        (Fault::Refused, "refused"),
        (Fault::ExpiredCertificate, "certificate expired"),
        (Fault::FutureCertificate, "certificate not valid yet"),
        (Fault::OtherHostCertificate, "certificate not valid for name"),
        (Fault::UntrustedCertificate, "UnknownIssuer"),
        (Fault::OldTls, ""),
    ] {
        let portal = faulty(fault).await;
        let Err(error) = get(&portal).await else { panic!("{fault} let a request through") };
        assert!(error.contains(words), "{fault}: {error}");
        assert_eq!(portal.counts().requests, 0, "{fault}");
        portal.switches().set_fault(None, None).await;
        assert_eq!(get(&portal).await.unwrap().status, 200, "{fault} is over");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_instead_of_the_portals() {
    for (fault, status) in [
        (Fault::Down, 503),
        (Fault::InternalError, 500),
        (Fault::Maintenance, 503),
        (Fault::CaptivePortal, 511),
        (Fault::RedirectLoop, 302),
        (Fault::RedirectElsewhere, 302),
        (Fault::PlainHttp, 302),
        (Fault::HugePage, 200),
        (Fault::DeepNesting, 200),
    ] {
        let portal = faulty(fault).await;
        let got = get(&portal).await.unwrap();
        assert_eq!(got.status, status, "{fault}");
        let text = String::from_utf8_lossy(&got.body);
        match fault {
            Fault::Maintenance => assert!(text.contains("メンテナンス")),
            Fault::RedirectElsewhere => assert_eq!(got.location.unwrap(), "https://other-host.invalid/mobile/login"),
            Fault::PlainHttp => assert_eq!(got.location.unwrap(), format!("http://localhost:{}/", portal.port())),
            Fault::HugePage => assert!(got.body.len() > 8_000_000),
            Fault::DeepNesting => assert_eq!(text.matches("<div>").count(), 40_000),
            _ => {}
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_are_spoilt() {
    let portal = faulty(Fault::CutOff).await;
    portal.switches().set_fault(None, None).await;
    let whole = get(&portal).await.unwrap().body;
    for fault in [Fault::CutOff, Fault::WrongLength, Fault::Reset] {
        portal.switches().set_fault(Some(fault), None).await;
        let error = get(&portal).await.err().unwrap_or_else(|| panic!("{fault} came whole"));
        assert_eq!(error.contains("reset"), fault == Fault::Reset, "{fault}: {error}");
    }
    portal.switches().set_fault(Some(Fault::Truncated), None).await;
    let half = get(&portal).await.unwrap().body;
    assert!(whole.starts_with(&half) && half.len() == whole.len() / 2, "half of it, and nothing says so");

    portal.switches().set_fault(Some(Fault::WrongClock), None).await;
    let date = jiff::fmt::rfc2822::parse(&get(&portal).await.unwrap().date).unwrap().timestamp();
    let behind = jiff::Timestamp::now().duration_since(date).as_hours();
    assert!((23..=25).contains(&behind), "{behind}");

    portal.switches().set_fault(Some(Fault::Slow), None).await;
    portal.switches().set_delay(Duration::from_millis(600));
    let start = Instant::now();
    assert_eq!(get(&portal).await.unwrap().body.len(), whole.len());
    assert!(start.elapsed() >= Duration::from_millis(600));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_to_the_login_was_a_login_all_the_same() {
    let portal = portal(HtmlVariant::Plain, Arc::new(SystemClock)).await;
    portal.switches().set_fault(Some(Fault::Reset), Some(Step::Authenticate)).await;
    let office = both();
    let mut phone = Browser::open(&portal, PHONE).await;
    phone.follow("介護事業所の方はこちら").await;
    let tried = tokio::spawn(async move {
        phone.press("ログイン", &[("user-id", office.user_id.as_str()), ("password", &office.login_password)]).await;
    });
    assert!(tried.await.is_err(), "the answer does not come");
    assert_eq!((portal.counts().logins, portal.counts().steps[&Step::Authenticate]), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn other_things_come_instead_of_the_file() {
    let portal = portal(HtmlVariant::Plain, Arc::new(SystemClock)).await;
    let office = both();
    for (fault, first) in
        [(Fault::HtmlInsteadOfFile, b"<!".as_slice()), (Fault::ZipInsteadOfFile, b"PK"), (Fault::EmptyFile, b"")]
    {
        portal.switches().set_fault(Some(fault), Some(Step::Download)).await;
        let mut phone = Browser::open(&portal, PHONE).await;
        phone.log_in(office.user_id.as_str(), &office.login_password).await;
        phone.press("証明書ダウンロード", &[]).await;
        phone.press("ダウンロード", &[]).await;
        assert!(phone.bytes.starts_with(first) && phone.bytes.is_empty() == first.is_empty(), "{fault}");
        assert_eq!(phone.disposition.is_some(), fault != Fault::HtmlInsteadOfFile);
    }
    assert_eq!(portal.counts().downloads, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_between_login_and_menu() {
    let portal = portal(HtmlVariant::Plain, Arc::new(SystemClock)).await;
    let office = both();
    let mut phone = Browser::open(&portal, PHONE).await;

    portal.switches().set_fault(Some(Fault::Notice), Some(Step::Authenticate)).await;
    phone.log_in(office.user_id.as_str(), &office.login_password).await;
    phone.press("確認しました", &[]).await;
    assert!(phone.says("メニュー選択画面"));

    portal.switches().set_fault(Some(Fault::UnknownPage), Some(Step::Authenticate)).await;
    phone.log_in(office.user_id.as_str(), &office.login_password).await;
    phone.press("送信", &[("choice", "123456")]).await;
    assert!(phone.says("追加の確認"));

    portal.switches().set_fault(Some(Fault::Locked), Some(Step::Authenticate)).await;
    phone.log_in(office.user_id.as_str(), &office.login_password).await;
    assert!(phone.says("ロックされています"));

    portal.switches().set_fault(Some(Fault::FirstLogin), Some(Step::Authenticate)).await;
    phone.log_in(office.user_id.as_str(), &office.login_password).await;
    assert!(phone.says("利用規約への同意") && phone.says("第4条"));
    phone.go("/mobile/certificates").await;
    assert!(phone.says("利用規約への同意"), "no way around the terms");
    phone.press("同意する", &[]).await;
    phone.press("設定する", &[("new-password", "mijikai"), ("new-password-again", "mijikai")]).await;
    assert!(phone.says("8文字以上16文字以内"));
    phone.press("設定する", &[("new-password", "Atarashii1"), ("new-password-again", "Atarashii1")]).await;
    assert!(phone.says("メニュー選択画面"));
    assert_eq!(portal.office("both").unwrap().login_password, "Atarashii1");
    phone.log_in(office.user_id.as_str(), "Atarashii1").await;
    assert!(phone.says("メニュー選択画面"), "terms are asked once");
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_end_in_mid_way() {
    let portal = portal(HtmlVariant::Plain, Arc::new(SystemClock)).await;
    let office = both();
    for (fault, words) in [(Fault::SessionExpired, "有効期限が切れました"), (Fault::TakenOver, "ほかの端末から")]
    {
        portal.switches().set_fault(Some(fault), Some(Step::Certificates)).await;
        let mut phone = Browser::open(&portal, PHONE).await;
        phone.log_in(office.user_id.as_str(), &office.login_password).await;
        assert!(phone.says("メニュー選択画面"), "{fault}");
        phone.press("証明書ダウンロード", &[]).await;
        assert!(phone.says(words), "{fault}: {}", phone.text);
    }
}
