//! What the portal asks between the password and its menu, and what a file says of itself by its name.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use certificate::CertificateKind;
use portal::PortalError;
use support::{Portal, USER, file, html, named_file, password};

const LOGIN: &str = "<title>ログイン</title><form method=post action=/auth><label>ユーザーID<input name=u></label>
  <label>パスワード<input type=password name=p></label><input type=submit value=ログイン></form>";
const AUTH: &str = "POST /auth u=KJ0123456789AB&p=Pass%2Bw0rd";
const MENU: &str = "<title>メニュー選択</title><a href=/list>証明書ダウンロード</a><a href=/out>ログアウト</a>";
const LIST: &str =
    "<title>証明書ダウンロード</title><table><tr><td>介護DX証明書<td><a href=/file>ダウンロード</a></table>";
const ELSEWHERE: &str = "<p>このユーザーIDは既にログインしています。続行すると、先のログインは切断されます。</p>
  <form method=post action=/n><input type=hidden name=force value=1><button>続行する</button></form>";

fn portal(answer: &str) -> Portal {
    Portal::new().on("GET /", html(LOGIN)).on(AUTH, html(answer)).on("GET /list", html(LIST))
}

#[tokio::test]
async fn nobody_is_thrown_out_unasked_where_the_user_can_be_asked() {
    let portal = portal(ELSEWHERE).on("POST /n force=1", html(MENU));
    let mut session = portal.session().asking_before_take_over();
    let error = session.log_in(USER, &password()).await.unwrap_err();
    assert_eq!(error.code(), "portal-logged-in-elsewhere");
    assert_eq!(portal.posts(), 1, "nothing is pressed");
    let page = session.take_over_request().unwrap();
    assert_eq!(page.button, "続行する");
    assert!(page.sentences[0].contains("先のログインは切断されます"), "{:?}", page.sentences);
    session.take_over().await.unwrap();
    assert!(session.take_over().await.is_err(), "once");
    assert_eq!(session.certificates().await.unwrap().len(), 1);
}

/// Pages that ask for an office, and what is sent for the second of them.
const OFFICES: [(&str, &str); 7] = [
    (
        "<h1>事業所選択</h1><form method=post action=/n><label><input type=radio name=o value=1 checked>1370000001 さくらデイ</label>
         <label><input type=radio name=o value=2>1370000002 うめ訪問</label><button>次へ</button></form>",
        "POST /n o=2",
    ),
    (
        "<h1>事業所選択</h1><form method=post action=/n><table><tr><th>選択<th>番号<th>名称
         <tr><td><input type=radio name=o value=1><td>1370000001<td>さくらデイ<tr><td><input type=radio name=o value=2><td>1370000002<td>うめ訪問
         </table><input type=submit value=決定></form>",
        "POST /n o=2",
    ),
    (
        "<h2>ログインする事業所を選択してください</h2><form method=post action=/n><select name=o><option value=''>選択してください
         <option value=1>さくらデイ<option value=2>うめ訪問</select><button type=submit>決定</button></form>",
        "POST /n o=2",
    ),
    (
        "<h1>事業所の選択</h1><form name=f method=post action=/n><input type=hidden name=o value=''><table>
         <tr><th>番号<th>名称<th><tr><td>1370000001<td>さくらデイ<td><button onclick=\"document.f.o.value='1'\">選択</button>
         <tr><td>1370000002<td>うめ訪問<td><button onclick=\"document.f.o.value='2'\">選択</button></table></form>",
        "POST /n o=2",
    ),
    (
        "<header><a href=/menu>メニュー</a><a href=/out>ログアウト</a></header><h1>事業所をお選びください</h1>
         <ul><li><a href=/n?o=1>さくらデイ</a><li><a href=/n?o=2>うめ訪問</a></ul><a href=/>戻る</a>",
        "GET /n?o=2",
    ),
    (
        "<h1>利用する事業所を選択</h1><form name=f method=post action=/n><input type=hidden name=o value=''></form>
         <script>function go(n){document.f.o.value=n;document.f.submit();}</script>
         <a href=\"javascript:go('1')\">さくらデイ</a><br><a href=\"javascript:go('2')\">うめ訪問</a>",
        "POST /n o=2",
    ),
    (
        "<h1>事業所選択</h1><form id=a method=post action=/n><input type=hidden name=__EVENTTARGET value=''><input type=hidden name=__EVENTARGUMENT value=''>
         <input type=radio id=r1 name=o value=1><label for=r1>さくらデイ</label><input type=radio id=r2 name=o value=2><label for=r2>うめ訪問</label>
         <a href=\"javascript:__doPostBack('next','')\">次へ</a></form>",
        "POST /n __EVENTTARGET=next&__EVENTARGUMENT=&o=2",
    ),
];

#[tokio::test]
async fn an_office_is_chosen_by_the_user() {
    for (answer, sent) in OFFICES {
        let portal = portal(answer).on(sent, html(MENU));
        let mut session = portal.session();
        assert_eq!(session.log_in(USER, &password()).await.unwrap_err().code(), "portal-office-wanted", "{answer}");
        let offices = session.offices().unwrap().choices;
        let labels: Vec<&str> = offices.iter().map(|office| office.label.as_str()).collect();
        assert!(
            matches!(labels[..], [first, second] if first.contains("さくらデイ") && second.contains("うめ訪問")),
            "{labels:?} {answer}"
        );
        assert!(session.choose_office(2).await.is_err());
        session.choose_office(1).await.unwrap_or_else(|error| panic!("{} {:?} {answer}", error.code(), portal.sent()));
        assert_eq!(session.certificates().await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn the_only_office_is_gone_on_with_and_offices_that_look_alike_are_not_guessed() {
    let one = "<h1>事業所選択</h1><form method=post action=/n><label><input type=radio name=o value=1>さくら</label><button>次へ</button></form>";
    portal(one).on("POST /n o=1", html(MENU)).session().log_in(USER, &password()).await.unwrap();
    let again = portal(one).on("POST /n o=1", html(one));
    assert_eq!(again.session().log_in(USER, &password()).await.unwrap_err().code(), "portal-office-wanted");
    assert_eq!(again.posts(), 2, "the same page is not pressed twice");

    let alike = "<h1>事業所選択</h1><a href=/a>さくら</a><a href=/b>さくら</a>";
    let portal = portal(alike);
    assert_eq!(portal.session().log_in(USER, &password()).await.unwrap_err().code(), "portal-unknown-page");
    assert_eq!(portal.sent().len(), 2);
}

#[tokio::test]
async fn a_file_says_by_its_name_which_certificate_it_is() {
    for (answer, kind) in [
        (
            named_file("attachment; filename=\"KaigoJigyousho_1f09.pfx\"", b"\x30\x03\x02\x01\x03"),
            Some(CertificateKind::Hoken),
        ),
        (named_file("attachment; filename*=UTF-8''CarePlan.pfx", b"\x30\x03\x02\x01\x03"), Some(CertificateKind::Dx)),
        (file(b"\x30\x03\x02\x01\x03"), None),
    ] {
        let portal = portal(MENU).on("GET /file", answer);
        let mut session = portal.session();
        let got: Result<(), PortalError> = async {
            session.log_in(USER, &password()).await?;
            session.certificates().await?;
            session.download(0).await.map(|_| ())
        }
        .await;
        got.unwrap();
        assert_eq!(session.file_hint().map(|hint| hint.kind), kind.map(Some));
    }
}
