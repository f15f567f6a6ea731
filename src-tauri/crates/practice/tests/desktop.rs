//! 総合窓口 on a PC: applying for a certificate and for a new password of the letter.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::process::Command;
use std::sync::Arc;

use app::SystemClock;
use common::{Browser, HandClock, PC, PHONE, both, portal};
use jiff::SignedDuration;
use practice::built_in;
use practice::portal::HtmlVariant;

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_applied_for_on_the_pc_is_in_the_phones_list() {
    let clock = HandClock::new();
    let portal = portal(HtmlVariant::Plain, clock.clone()).await;
    let office = built_in().into_iter().find(|office| office.id == "none").unwrap();
    let mut pc = Browser::open(&portal, PC).await;
    pc.log_in(office.user_id.as_str(), &office.login_password).await;
    pc.follow("証明書").await;
    assert!(pc.says("証明書発行の履歴はありません") && pc.says("残高"));
    pc.follow("介護DX証明書").await;
    pc.press("次へ", &[]).await;
    assert!(pc.says("証明書発行用パスワード入力"), "{}", pc.text);
    pc.press("次へ", &[("certificate-password", "wrong")]).await;
    assert!(pc.says("誤りがあります"));
    pc.press("次へ", &[("certificate-password", &office.certificate_password)]).await;
    pc.press("利用規約に同意して送信", &[]).await;
    assert!(pc.says("証明書の発行申請を完了しました"), "{}", pc.text);
    assert!(portal.office("none").unwrap().certificates.is_empty(), "not yet");

    clock.advance(SignedDuration::from_hours(6));
    pc.log_in(office.user_id.as_str(), &office.login_password).await;
    assert!(pc.says("証明書発行完了通知"), "{}", pc.text);
    let mut phone = Browser::open(&portal, PHONE).await;
    phone.log_in(office.user_id.as_str(), &office.login_password).await;
    phone.press("証明書ダウンロード", &[]).await;
    phone.press("ダウンロード", &[]).await;
    certificate::open(&phone.bytes, &office.certificate_password.into()).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_of_the_letter_comes_in_a_zip_that_the_login_password_opens() {
    let portal = portal(HtmlVariant::Plain, Arc::new(SystemClock)).await;
    let office = both();
    let mut pc = Browser::open(&portal, PC).await;
    pc.log_in(office.user_id.as_str(), &office.login_password).await;
    pc.follow("介護DX証明書").await;
    pc.press("次へ", &[]).await;
    assert!(pc.says("証明書ダウンロード"), "{}", pc.text);
    pc.follow("証明書発行用パスワードとは？").await;
    pc.follow("通知書を紛失してしまった").await;
    pc.press("再発行する", &[]).await;
    pc.follow("お知らせ画面を開く").await;
    pc.press("表示", &[]).await;
    assert!(pc.says("証明書発行用パスワード再発行通知"));
    pc.press("ダウンロード", &[]).await;

    let folder = tempfile::tempdir().unwrap();
    let zip = folder.path().join("letter.zip");
    std::fs::write(&zip, &pc.bytes).unwrap();
    let script = "import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); sys.stdout.buffer.write(z.read(z.namelist()[0], sys.argv[2].encode()))";
    let open = |password: &str| Command::new("python3").args(["-c", script]).arg(&zip).arg(password).output().unwrap();
    assert!(!open("wrong-password").status.success());
    let opened = open(&office.login_password);
    assert!(opened.status.success(), "{}", String::from_utf8_lossy(&opened.stderr));
    let new = portal.office("both").unwrap().certificate_password;
    assert!(String::from_utf8(opened.stdout).unwrap().contains(&new));
    assert_ne!(new, office.certificate_password);
}
