//! Everything else that a portal shows, at every step.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::sync::Arc;

use jiff::Timestamp;
use portal::{FirstLogin, PortalError, Session};
use secrecy::SecretString;
use support::{Answer, Portal, USER, file, html, password, status};

const LOGIN: &str = "<title>介護電子請求受付システム ログイン</title><form method=post action=/auth>
  <table><tr><th>ユーザーID<td><input name=u></tr><tr><th>パスワード<td><input type=password name=p></table>
  <p>3回間違えるとロックされます。パスワードの有効期限にご注意ください。</p><button>ログイン</button></form>";
const AUTH: &str = "POST /auth u=KJ0123456789AB&p=Pass%2Bw0rd";
const MENU: &str = "<title>メニュー選択</title><a href=/list>証明書ダウンロード</a><a href=/out>ログアウト</a>";
const LIST: &str = "<title>証明書ダウンロード</title><table><tr><td>介護DX証明書<td><a href=/file>ダウンロード</a></table><a href=/out>ログアウト</a>";

fn until_login() -> Portal {
    Portal::new().on("GET /", html("<a href=/login>介護事業所の方はこちら</a>")).on("GET /login", html(LOGIN))
}

fn until_menu() -> Portal {
    until_login().on(AUTH, html(MENU))
}

fn until_list() -> Portal {
    until_menu().on("GET /list", html(LIST))
}

async fn log_in(portal: &Portal) -> (Session, Result<(), PortalError>) {
    let mut session = portal.session();
    let result = session.log_in(USER, &password()).await;
    (session, result)
}

async fn code_of_login(answer: Answer) -> &'static str {
    let portal = until_login().on(AUTH, answer);
    let code = log_in(&portal).await.1.unwrap_err().code();
    assert_eq!(portal.posts(), 1, "{:?}", portal.sent());
    code
}

#[tokio::test]
async fn what_a_login_may_end_in() {
    let again = |message: &str| html(&format!("{LOGIN}<p class=err>{message}</p>"));
    let page = |message: &str| html(&format!("<title>エラー</title><p>{message}</p><a href=/>戻る</a>"));
    for (answer, code) in [
        (again("ユーザーIDまたはパスワードが正しくありません。"), "portal-wrong-login"),
        (page("認証に失敗しました。再度ログインしてください。"), "portal-wrong-login"),
        (again("アカウントがロックされました。30分後に再度ログインしてください。"), "portal-locked"),
        (page("パスワードの有効期限が切れています。パスワードを変更してください。"), "portal-password-expired"),
        (page("同じユーザーIDで他の端末からログインされたため、終了しました。"), "portal-session-taken-over"),
        (page("セッションがタイムアウトしました。"), "portal-session-expired"),
        (page("ただいまメンテナンス中です。"), "portal-maintenance"),
        (status(503, "<title>メンテナンス中</title>"), "portal-maintenance"),
        (status(401, "<p>パスワードが正しくありません"), "portal-wrong-login"),
        (status(503, "<h1>Service Unavailable</h1>"), "portal-down"),
        (status(500, "<h1>Internal Server Error</h1>"), "portal-down"),
        (status(511, "<h1>Wi-Fi</h1>"), "portal-captive"),
        (again(""), "portal-wrong-login"),
        (page("ワンタイムパスワードを入力してください。<input name=otp>"), "portal-code-wanted"),
        (page("秘密の質問の答えを入力してください。<input name=answer>"), "portal-unknown-page"),
        (html("<frameset cols='*,*'><frame src=a><frame src=b></frameset>"), "portal-frames"),
        (html(""), "portal-unknown-page"),
        (file(b"\x30\x00"), "portal-unknown-page"),
        (html(&"<div>".repeat(2000)), "portal-too-large"),
        (
            html("<form method=post action=/t><h1>利用規約</h1><p>第1条</p><button>同意する</button></form>"),
            "portal-first-login",
        ),
    ] {
        let text = String::from_utf8_lossy(&answer.body).chars().take(200).collect::<String>();
        assert_eq!(code_of_login(answer).await, code, "{text}");
    }
}

#[tokio::test]
async fn what_the_entry_may_be() {
    for (answer, code) in [
        (html("<title>メンテナンスのお知らせ</title><h1>システムメンテナンス中</h1>"), "portal-maintenance"),
        (html("<meta http-equiv=refresh content='10;url=/'><h1>メンテナンス中</h1>"), "portal-maintenance"),
        (html("<meta http-equiv=refresh content='10;url=/other'><h1>メンテナンス中</h1>"), "portal-maintenance"),
        (html("<title>Guest Wi-Fi ログイン</title><button>接続する</button>"), "portal-captive"),
        (html("<title>何かのページ</title>"), "portal-unknown-page"),
        (html("<a href='http://portal.example/login'>介護事業所の方はこちら</a>"), "portal-refused-redirect"),
        (html("<a href='mailto:x@portal.example'>介護事業所の方はこちら</a>"), "portal-refused-redirect"),
        (html("<a href='#' onclick='go(3)'>介護事業所の方はこちら</a>"), "portal-needs-browser"),
        (html("<meta http-equiv=refresh content='0;url=http://elsewhere.example/'>"), "portal-refused-redirect"),
        (status(404, "<h1>Not Found"), "portal-down"),
    ] {
        let portal = Portal::new().on("GET /", answer);
        assert_eq!(log_in(&portal).await.1.unwrap_err().code(), code, "{:?}", portal.sent());
        assert_eq!(portal.sent().len(), 1);
    }
    let portal = Portal::new()
        .on("GET /", html("<meta http-equiv=refresh content='0;url=/a'>"))
        .on("GET /a", html("<meta http-equiv=refresh content='0;url=/'>"));
    assert_eq!(log_in(&portal).await.1.unwrap_err().code(), "portal-redirect-loop");
}

#[tokio::test]
async fn a_notice_of_maintenance_on_the_entrance_does_not_close_it() {
    let entrance = html(
        "<h1>モバイル窓口</h1><p>メンテナンスのお知らせ</p><p>6月1日はメンテナンスのため、停止します</p><a href=/login>介護事業所の方はこちら</a>",
    );
    let portal = Portal::new().on("GET /", entrance).on("GET /login", html(LOGIN)).on(AUTH, html(MENU));
    log_in(&portal).await.1.unwrap();
}

#[tokio::test]
async fn a_blank_that_is_there_twice_is_not_guessed() {
    let twice =
        "<form method=post action=/a><label>ユーザーID<input name=a></label><label>ユーザーID<input name=b></label>
                 <label>パスワード<input type=password name=p></label><button>ログイン</button></form>";
    let portal = Portal::new().on("GET /", html(twice));
    let error = log_in(&portal).await.1.unwrap_err();
    assert_eq!(error.code(), "portal-unknown-page");
    assert_eq!(portal.posts(), 0);
    let two_forms = format!("{LOGIN}{LOGIN}");
    let portal = Portal::new().on("GET /", html(&two_forms));
    assert_eq!(log_in(&portal).await.1.unwrap_err().code(), "portal-unknown-page");
}

#[tokio::test]
async fn what_may_come_instead_of_the_list() {
    for (answer, code) in [
        (html(LOGIN), "portal-session-expired"),
        (html("<h1>証明書ダウンロード</h1><p>セッションが切れました。"), "portal-session-expired"),
        (status(403, "<p>一定時間操作がなかったため、ログアウトしました。"), "portal-session-expired"),
        (html("<p>他の端末でログインされたため切断しました。"), "portal-session-taken-over"),
        (html("<title>メンテナンス中</title>"), "portal-maintenance"),
        (html("<title>アンケート</title><form><input name=q><button>送信</button></form>"), "portal-unknown-page"),
        (status(500, ""), "portal-down"),
        (html("<html><body><h1>証明書ダウンロード</h1><table><tr><td>介護DX"), "portal-unknown-page"),
    ] {
        let portal = until_menu().on("GET /list", answer);
        let (mut session, logged_in) = log_in(&portal).await;
        logged_in.unwrap();
        assert_eq!(session.certificates().await.unwrap_err().code(), code, "{:?}", session.pages());
        assert_eq!(portal.posts(), 1);
    }
}

#[tokio::test]
async fn a_note_on_time_limits_does_not_end_the_session() {
    let list = LIST.replace(
        "<table>",
        "<p>一定時間操作がない場合は、もう一度ログインしてください。他の端末でログインすると切断されます。</p><table>",
    );
    let portal = until_menu().on("GET /list", html(&list));
    let (mut session, _) = log_in(&portal).await;
    assert_eq!(session.certificates().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_list_with_rows_is_the_list_whatever_its_dialogs_say() {
    let list = format!("{LIST}<div class=dialog>セッションが切れました。ただいまメンテナンス中です。</div>");
    let portal = until_menu().on("GET /list", html(&list));
    let (mut session, _) = log_in(&portal).await;
    assert_eq!(session.certificates().await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_may_come_instead_of_the_file() {
    let large = [b"\x30\x80".as_slice(), &vec![0; 256 * 1024]].concat();
    for (answer, code) in [
        (html("<title>エラー</title><p>ファイルを取得できません。"), "portal-not-a-file"),
        (html("0\u{82} as HTML"), "portal-not-a-file"),
        (file(b"PK\x03\x04"), "portal-not-a-file"),
        (file(b"<html>"), "portal-not-a-file"),
        (file(b"\x30\x82\x0a\x00 half of it"), "portal-cut-off"),
        (file(b""), "portal-not-a-file"),
        (file(&large), "portal-file-too-large"),
        (html(LOGIN), "portal-session-expired"),
        (html("<p>セッションが切れました"), "portal-session-expired"),
        (html("<title>メンテナンス中</title>"), "portal-maintenance"),
        (status(404, "<h1>Not Found"), "portal-down"),
        (status(500, "<h1>Error"), "portal-down"),
    ] {
        let portal = until_list().on("GET /file", answer);
        let (mut session, _) = log_in(&portal).await;
        assert_eq!(session.certificates().await.unwrap().len(), 1);
        assert_eq!(session.download(0).await.unwrap_err().code(), code);
        assert_eq!(portal.posts(), 1);
    }
}

#[tokio::test]
async fn a_row_that_is_gone_is_not_replaced_by_another() {
    let other = LIST.replace("介護DX証明書", "介護保険証明書");
    let portal = until_menu()
        .on("GET /list", html(LIST))
        .on("GET /list", html(&other))
        .on("GET /file", file(b"\x30\x03\x02\x01\x03"));
    let (mut session, _) = log_in(&portal).await;
    session.certificates().await.unwrap();
    session.download(0).await.unwrap();
    assert_eq!(session.download(0).await.unwrap_err().code(), "portal-row-gone");
}

#[tokio::test]
async fn a_download_page_that_leads_on_is_followed_once() {
    let portal = until_list()
        .on(
            "GET /file",
            html("<title>準備中</title><meta http-equiv=refresh content='1;url=/real'><p>まもなく始まります"),
        )
        .on("GET /real", file(b"\x30\x03\x02\x01\x03"));
    let (mut session, _) = log_in(&portal).await;
    session.certificates().await.unwrap();
    assert_eq!(session.download(0).await.unwrap().as_slice(), b"\x30\x03\x02\x01\x03");
}

#[tokio::test]
async fn first_login_terms_and_password() {
    let articles: String = (1..=80).map(|n| format!("<p>第{n}条（目的）本規約は…{n}</p>")).collect();
    let terms = format!(
        "<title>利用規約への同意</title><header>電子請求</header><form method=post action=/terms><div>{articles}</div>
         <label><input type=checkbox name=ok value=yes>同意する</label><button disabled>次へ</button></form>"
    );
    let set = "<title>パスワード設定</title><form method=post action=/set><ul><li>8文字以上16文字以内の半角英数字で設定してください。<li>ユーザーIDと同じパスワードは使用できません。</ul>
         <label>新しいパスワード<input type=password name=n1></label><label>新しいパスワード（確認）<input type=password name=n2></label><button>設定</button></form>";
    let refused = format!("{set}<p>英字と数字の両方を含む必要があり、このパスワードは設定できません。</p>");
    let portal = until_login()
        .on(AUTH, html(&terms))
        .on("POST /terms ok=yes", html(set))
        .on("POST /set n1=weakweak&n2=weakweak", html(&refused))
        .on("POST /set n1=Str0ngpass&n2=Str0ngpass", html(MENU))
        .on("GET /list", html(LIST));
    let (mut session, result) = log_in(&portal).await;
    assert_eq!(result.unwrap_err().code(), "portal-first-login");
    let Some(FirstLogin::Terms(terms)) = session.first_login() else { panic!("no terms") };
    assert_eq!(terms.title, "利用規約への同意");
    assert!((1..=80).all(|n| terms.text.contains(&format!("第{n}条（目的）本規約は…{n}"))));
    assert!(!terms.text.contains("電子請求"));
    assert!(!terms.elsewhere);

    assert_eq!(session.accept_terms().await.unwrap_err().code(), "portal-first-login");
    let Some(FirstLogin::NewPassword(page)) = session.first_login() else { panic!("no password page") };
    assert_eq!((page.min_length, page.max_length), (Some(8), Some(16)));
    assert_eq!(page.rules.len(), 2);
    assert!(!page.asks_current && !page.refused);

    let weak = SecretString::from("weakweak");
    assert_eq!(session.set_new_password(&weak, None).await.unwrap_err().code(), "portal-password-refused");
    assert!(matches!(session.first_login(), Some(FirstLogin::NewPassword(page)) if page.refused));
    session.set_new_password(&SecretString::from("Str0ngpass"), None).await.unwrap();
    assert_eq!(session.certificates().await.unwrap().len(), 1);
    assert_eq!(portal.posts(), 4);
}

#[tokio::test]
async fn an_expired_password_is_changed_where_the_portal_asks_for_it() {
    let set = "<title>パスワード変更</title><form method=post action=/set><p>パスワードの有効期限が切れています。新しいパスワードを設定してください。</p>
        <table><tr><th>現在のパスワード<td><input type=password name=o><tr><th>新しいパスワード<td><input type=password name=n1>
        <tr><th>新しいパスワード（確認用）<td><input type=password name=n2></table><button>変更する</button></form>";
    let portal =
        until_login().on(AUTH, html(set)).on("POST /set o=Pass%2Bw0rd&n1=Atarashii1&n2=Atarashii1", html(MENU));
    let (mut session, result) = log_in(&portal).await;
    assert_eq!(result.unwrap_err().code(), "portal-first-login");
    let Some(FirstLogin::NewPassword(page)) = session.first_login() else { panic!("no password page") };
    assert!(page.expired && page.asks_current && !page.refused);
    session.set_new_password(&SecretString::from("Atarashii1"), Some(&password())).await.unwrap();
    assert_eq!(portal.posts(), 2);
}

#[tokio::test]
async fn a_notice_that_does_not_go_away_is_pressed_once() {
    let notice = "<h1>重要なお知らせ</h1><p>必ずお読みください</p><form method=post action=/n><button>確認しました</button></form>";
    let portal = until_login().on(AUTH, html(notice)).on("POST /n ", html(notice));
    assert_eq!(log_in(&portal).await.1.unwrap_err().code(), "portal-unknown-page");
    assert_eq!(portal.posts(), 2);
}

#[tokio::test]
async fn an_agreement_may_be_a_radio_button() {
    let terms = "<title>利用規約</title><form method=post action=/t><input type=radio id=n name=a value=0 checked><label for=n>同意しない</label>
                 <input type=radio id=y name=a value=1><label for=y>同意する</label><input type=submit name=s value=次へ></form>";
    let portal = until_login().on(AUTH, html(terms)).on("POST /t a=1&s=%E6%AC%A1%E3%81%B8", html(MENU));
    let (mut session, _) = log_in(&portal).await;
    session.accept_terms().await.unwrap();
}

#[tokio::test]
async fn the_clock_is_compared() {
    let entrance = Answer { date: Some("2026-06-01T00:10:00Z".parse().unwrap()), ..html("<title>?</title>") };
    let portal = Portal::new().on("GET /", entrance);
    let now: Timestamp = "2026-06-01T00:00:00Z".parse().unwrap();
    let mut session = portal.session().with_clock(Arc::new(move || now));
    assert_eq!(session.clock_offset(), None);
    let _ = session.log_in(USER, &password()).await;
    assert_eq!(session.clock_offset().unwrap().as_mins(), 10);
}

#[tokio::test]
async fn an_unknown_page_is_described_without_values() {
    let page = "<title>追加認証</title><h1>請求花子様</h1><p>事業所番号 1234567890</p><form method=post action='/otp?user=KJ0123456789AB' name=F77>
        <input type=hidden name=token value=secret-token><label for=c>秘密の答え</label><input id=c name=code value=typed-value>
        <td>090-1234-5678</td><button onclick=\"send('KJ0123456789AB', 77)\">送信</button></form><script>var x = 'secret-script'</script>";
    let portal = until_login().on(AUTH, html(page));
    let (session, result) = log_in(&portal).await;
    let error = result.unwrap_err();
    assert_eq!(error.params()["title"], "追加認証");
    assert_eq!(error.params()["wanted"], "menu");
    let skeleton = session.redacted_dom().unwrap().to_string();
    for kept in [
        "form",
        "method=post",
        "name=F00",
        "name=token",
        "「秘密の答え」",
        "name=code",
        "onclick=send(…,…)",
        "「…5 kanji」",
        "script var x=…",
        "「送信」",
        "「追加認証」",
    ] {
        assert!(skeleton.contains(kept), "{kept} in\n{skeleton}");
    }
    for gone in ["secret", "typed", "花子", "1234567890", "KJ01", "090", "otp"] {
        assert!(!skeleton.contains(gone), "{gone} in\n{skeleton}");
    }
}

#[tokio::test]
async fn a_page_of_frames_is_described_too() {
    let frames = "<title>枠</title><frameset cols='*,*'><frame name=left src=a><frame name=right src=b></frameset>";
    let (session, result) = log_in(&until_login().on(AUTH, html(frames))).await;
    assert_eq!(result.unwrap_err().params()["title"], "…1 kanji");
    assert!(session.redacted_dom().unwrap().to_string().contains("frame name=left"));
}

/// An echo of what was sent stands in no description, wherever the page puts it.
#[tokio::test]
async fn a_description_holds_no_echo() {
    let page = format!(
        "<title>{USER} Pass+w0rd</title><h1>Pass+w0rd</h1><form name='Pass+w0rd' id='{USER}' method=post><label>Ｐａｓｓ＋ｗ０ｒｄ<input name=q placeholder='Pass+w0rd'></label>
         <td>山田 花子</td><button onclick=\"go('Pass+w0rd')\">{USER}</button></form><script>/* {USER} */ var p = 'Pass+w0rd'; `Pass+w0rd`;</script>"
    );
    let (session, result) = log_in(&until_login().on(AUTH, html(&page))).await;
    let error = result.unwrap_err();
    let told = format!("{:?} {:?} {}", error.params(), session.pages(), session.redacted_dom().unwrap());
    for gone in [USER, "w0rd", "ｗ０", "花子", "KJ0"] {
        assert!(!told.contains(gone), "{gone} in {told}");
    }
    assert!(told.contains("script var p=…"), "{told}");
}

#[tokio::test]
async fn errors_never_hold_what_was_typed() {
    let echo = format!("<title>エラー</title><p>{USER} Pass+w0rd</p>");
    let portal = until_login().on(AUTH, html(&echo));
    let (_, result) = log_in(&portal).await;
    let error = result.unwrap_err();
    let told = format!("{error:?} {error} {:?}", error.params());
    assert!(!told.contains(USER) && !told.contains("w0rd"), "{told}");
}

fn assert_send<T: Send>(value: T) -> T {
    value
}

#[tokio::test]
async fn a_session_can_move_between_threads() {
    let portal = until_list();
    let mut session = portal.session();
    assert_send(async move {
        session.log_in(USER, &password()).await.unwrap();
        assert_send(session.certificates()).await.unwrap();
        session.log_out().await;
    })
    .await;
}
