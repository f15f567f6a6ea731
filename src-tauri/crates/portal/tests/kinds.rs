//! Pages of the kinds that servlet portals of this make show, and what the client does on each.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use certificate::CertificateKind;
use portal::PortalError;
use support::{Answer, Portal, USER, file, html, password, status};

/// A PFX that is nothing but its beginning.
const FILE: &[u8] = b"\x30\x03\x02\x01\x03";
const OTHER: &[u8] = b"\x30\x06\x02\x01\x03\x02\x01\x00";

const LOGIN: &str = "<title>ログイン</title><form name=F method=post action=/auth><input type=hidden name=cmd value=''>
  <label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label>
  <p>3回続けて間違えるとロックされます。ロックされました場合は30分お待ちください。</p>
  <p>パスワードの有効期限が切れる前に変更してください。</p><input type=submit value=ログイン></form>";
const AUTH: &str = "POST /auth cmd=&u=KJ0123456789AB&p=Pass%2Bw0rd";
const MENU: &str = "<title>メニュー選択</title><a href=/list>証明書ダウンロード</a><a href=/out>ログアウト</a>";
const LIST: &str =
    "<title>証明書ダウンロード</title><table><tr><td>介護DX証明書<td><a href=/file>ダウンロード</a></table>";

async fn visit(portal: &Portal, kind: CertificateKind) -> Result<Vec<u8>, (PortalError, bool)> {
    let mut session = portal.session();
    let result = async {
        session.log_in(USER, &password()).await?;
        let rows = session.certificates().await?;
        let row = rows.iter().find(|row| row.kind == Some(kind)).unwrap().row;
        Ok(session.download(row).await?.to_vec())
    };
    let result: Result<Vec<u8>, PortalError> = result.await;
    result.map_err(|error| (error, session.password_sent()))
}

fn posts_of_the_password(portal: &Portal) -> usize {
    portal.sent().iter().filter(|line| line.contains("Pass%2Bw0rd")).count()
}

/// A list whose buttons belong to one form, with these scripts, buttons and hidden fields.
fn list_portal(list: &str) -> Portal {
    Portal::new().on("GET /", html(LOGIN)).on(AUTH, html(MENU)).on("GET /list", html(list))
}

#[tokio::test]
async fn functions_of_the_page_that_set_fields_and_submit_are_followed() {
    let rows = |first: &str, second: &str| {
        format!("<table><tr><td>介護保険証明書<td>{first}<tr><td>介護DX証明書<td>{second}</table>")
    };
    let button = |script: &str| format!("<input type=button value=ダウンロード onclick=\"{script}\">");
    let form = "<form name=L id=L method=post action=/dl><input type=hidden name=cmd id=cmd value=''><input type=hidden name=no id=no value=1>";
    for (script, first, second) in [
        (
            "function doSubmit(code, no) { var f = document.L; f.cmd.value = code; f.no.value = no; f.submit(); }",
            button("doSubmit('K0101','1')"),
            button("doSubmit('K0101','2')"),
        ),
        (
            "function setVal(name, v){document.getElementById(name).value=v;}\nfunction dl(no){\n  if(!confirm('ダウンロードしますか？')) return false\n  setVal('cmd','K0101')\n  setVal('no',no)\n  document.forms['L'].submit()\n  return false\n}",
            button("return dl(1)"),
            button("return dl(2)"),
        ),
        (
            "var target = 'L'; var dl = function(form, no) { with_no(form, '' + no); form.elements['cmd'].value = 'K0' + '101'; form.submit(); };
             function with_no(form, no) { form.no.value = no; } function never() { for (;;) {} }",
            button("dl(document.forms[0], 1)"),
            button("dl(this.form, 2)"),
        ),
        (
            "/* 送信 */ var sent = false; function go(a){ if (sent) { alert('処理中です'); return; } sent = true;
              document.L.cmd.value = a.split ? a : a; document.L.submit(); }".to_owned().replace("a.split ? a : a", "a").leak() as &str,
            button("document.L.no.value='1';go('K0101')"),
            button("document.L.no.value='2';go('K0101')"),
        ),
        (
            "function jq(no){ $('#cmd').val('K0101'); $('#no').val(no); $('#L').submit(); }",
            button("jq('1')"),
            button("jq('2')"),
        ),
    ] {
        let list = format!(
            "<title>証明書ダウンロード</title><script>{script}</script>{form}{}</form>",
            rows(&first, &second)
        );
        let portal = list_portal(&list).on("POST /dl cmd=K0101&no=2", file(FILE)).on("POST /dl cmd=K0101&no=1", file(OTHER));
        assert_eq!(visit(&portal, CertificateKind::Dx).await.unwrap(), FILE, "{script}");
        assert_eq!(visit(&portal, CertificateKind::Hoken).await.unwrap(), OTHER, "{script}");
    }
}

#[tokio::test]
async fn a_script_that_is_understood_by_half_never_submits() {
    let list = |script: &str, button: &str| {
        format!(
            "<title>証明書ダウンロード</title><form name=L id=list method=post action=/dl><input type=hidden name=no id=no value=1>
             <table><tr><td>介護DX証明書<td>{button}</table></form><script>{script}</script>"
        )
    };
    for (script, button) in [
        // The field is set in a way that is not understood, and the form would bring what stands in it.
        ("", "<button onclick=\"setRow(this, 2)\">ダウンロード</button>"),
        (
            "",
            "<button onclick=\"document.L.no.value = rows[2].id; document.L.submit(); return false\">ダウンロード</button>",
        ),
        ("", "<input type=submit value=ダウンロード onclick=\"document.L.no.value='2'; pick(); return true\">"),
        ("", "<input type=submit value=ダウンロード onclick=\"document.L.number.value='2'\">"),
        ("", "<a href=\"javascript:document.L.no.value=next();document.L.submit()\">ダウンロード</a>"),
        (
            "function dl(n){ document.L.no.value = n; for (var i=0;i<1;i++) {} document.L.submit(); }",
            "<a href='#' onclick=\"dl('2')\">ダウンロード</a>",
        ),
        (
            "function dl(n){ document.L.no.value = encrypt(n); document.L.submit(); }",
            "<a href='#' onclick=\"dl('2')\">ダウンロード</a>",
        ),
        (
            "function dl(n){ document.L.no.value = n; document.L.submit(); } function dl(n){ other(n); }",
            "<a href='#' onclick=\"dl('2')\">ダウンロード</a>",
        ),
        (
            "function dl(n){ document.L.no.value = `${n}`; document.L.submit(); }",
            "<a href='#' onclick=\"dl('2')\">ダウンロード</a>",
        ),
        ("function dl(n){ fetch('/dl/' + n).then(save); }", "<button onclick=\"dl(2)\">ダウンロード</button>"),
        // A handler that is attached to the button, not beside it.
        (
            "document.getElementById('b2').addEventListener('click', function(){ document.L.no.value = '2'; });",
            "<input id=b2 type=submit value=ダウンロード>",
        ),
        (
            "$('.dl').click(function(){ $('#no').val($(this).data('no')); });",
            "<button class=dl data-no=2>ダウンロード</button>",
        ),
        ("$('#list').on('submit', function(){ pick(); });", "<button>ダウンロード</button>"),
        (
            "document.L.onsubmit = function(){ choose(document.forms['list']); };",
            "<button name=list>ダウンロード</button>",
        ),
        // What runs by itself and changes the form.
        ("document.L.no.value = chosen();", "<button>ダウンロード</button>"),
    ] {
        let portal =
            list_portal(&list(script, button)).on("POST /dl no=1", file(OTHER)).on("POST /dl no=2", file(FILE));
        let (error, sent) = visit(&portal, CertificateKind::Dx).await.unwrap_err();
        assert_eq!((error.code(), sent), ("portal-unknown-page", true), "{script} {button}");
        assert_eq!(portal.posts(), 1, "{script} {button}");
    }
}

#[tokio::test]
async fn rows_that_would_send_the_same_are_not_told_apart() {
    let list = "<title>証明書ダウンロード</title><form method=post action=/dl><input type=hidden name=no value=1><table>
        <tr><td>介護保険証明書<td><button>ダウンロード</button><tr><td>介護DX証明書<td><button>ダウンロード</button></table></form>";
    let portal = list_portal(list).on("POST /dl no=1", file(OTHER));
    assert_eq!(visit(&portal, CertificateKind::Dx).await.unwrap_err().0.code(), "portal-unknown-page");
    assert_eq!(portal.posts(), 1);
}

#[tokio::test]
async fn frameworks_of_servlets_are_understood() {
    for (list, sent) in [
        (
            "<form id=j method=post action=/f><input type=hidden name=j value=j>{}</form>
             %%<a href='#' onclick=\"mojarra.jsfcljs(document.getElementById('j'),{'j:dl':'j:dl','no':'8'},'');return false\">ダウンロード</a>",
            "POST /f j=j&j%3Adl=j%3Adl&no=8",
        ),
        (
            "<form id=j method=post action=/f><input type=hidden name=j value=j>{}</form>
             %%<a href='#' onclick=\"if(typeof jsfcljs == 'function'){jsfcljs(document.forms['j'],'j:dl,j:dl,no,8','');}return false\">ダウンロード</a>",
            "POST /f j=j&j%3Adl=j%3Adl&no=8",
        ),
        (
            "<form id=j method=post action=/f><input type=hidden name=j value=j>{}</form>
             %%<a href='#' onclick=\"jsf.util.chain(this,event,'return confirm(1)','mojarra.jsfcljs(document.getElementById(\\'j\\'),{\\'no\\':\\'8\\'},\\'\\')');return false\">ダウンロード</a>",
            "POST /f j=j&no=8",
        ),
        (
            "<form id=j method=post action=/f><input type=hidden name=j value=j>{}</form>
             %%<a href='#' onclick=\"PrimeFaces.addSubmitParam('j',{'no':'8'}).submit('j');return false;\">ダウンロード</a>",
            "POST /f j=j&no=8",
        ),
        (
            "<form id=j method=post action=/f><input type=hidden name=j value=j>{}</form>
             %%<a href='#' onclick=\"return myfaces.oam.submitForm('j','j:dl',null,[['no','8']]);\">ダウンロード</a>",
            "POST /f j=j&j%3A_idcl=j%3Adl&no=8",
        ),
        (
            "<form id=a method=post action=/f><input type=hidden name=__EVENTTARGET value=''><input type=hidden name=__EVENTARGUMENT value=''>
             <script>//<![CDATA[\nvar theForm = document.forms['a'];\nif (!theForm) { theForm = document.a; }\nfunction __doPostBack(t, g) {
             if (!theForm.onsubmit || (theForm.onsubmit() != false)) { theForm.__EVENTTARGET.value = t; theForm.__EVENTARGUMENT.value = g; theForm.submit(); } }\n//]]></script>{}</form>
             %%<a href=\"javascript:__doPostBack('list$dl','8')\">ダウンロード</a>",
            "POST /f __EVENTTARGET=list%24dl&__EVENTARGUMENT=8",
        ),
        (
            "<form id=a method=post action=/f><input type=hidden name=no value=1>{}</form>
             %%<input type=image name=dl alt=ダウンロード onclick=\"this.form.no.value='8'\">",
            "POST /f no=8&dl.x=1&dl.y=1",
        ),
        (
            "<form id=a method=post action=/f><input type=hidden name=no value=1>{}</form>
             %%<input type=button value=ダウンロード onclick=\"window.open('about:blank','dl','width=200');this.form.target='dl';this.form.no.value='8';this.form.submit()\">",
            "POST /f no=8",
        ),
        (
            "{}%%<a href='#' onclick=\"alert('ダウンロードします');window.open('/f?no=8','_blank');return false\">ダウンロード</a>",
            "GET /f?no=8",
        ),
        (
            "<form id=a method=post action=/f onsubmit=\"return confirm('よろしいですか')\"><input type=hidden name=no value=8>{}</form>%%<button name=b value=1>ダウンロード</button>",
            "POST /f no=8&b=1",
        ),
    ] {
        let (around, button) = list.split_once("%%").unwrap();
        let table = format!("<table><tr><td>介護DX証明書<td>{button}</table>");
        let page = format!("<title>証明書ダウンロード</title>{}", around.replace("{}", &table));
        let portal = list_portal(&page).on(sent, file(FILE));
        let got = visit(&portal, CertificateKind::Dx).await;
        assert_eq!(got.map_err(|(error, _)| (error.code(), portal.sent())), Ok(FILE.to_vec()), "{button}");
    }
}

#[tokio::test]
async fn a_password_never_goes_into_an_address_or_out_of_its_form() {
    for login in [
        LOGIN.replace("method=post", "method=get"),
        LOGIN.replace("method=post", ""),
        LOGIN.replace("<input type=submit", "<input type=submit formmethod=get"),
        LOGIN.replace("<input type=submit", "<input type=submit onclick=\"document.F.method='get'\""),
        LOGIN.replace(
            "<input type=submit",
            "<input type=button onclick=\"location.href='/auth?p=' + document.F.p.value\"",
        ),
        LOGIN.replace("<input type=submit", "<input type=submit onclick=\"document.F.cmd.value = document.F.p.value\""),
        LOGIN.replace(
            "<input type=submit",
            "<input type=submit onclick=\"document.F.p.value = md5(document.F.p.value)\"",
        ),
        LOGIN.replace("method=post", "method=post onsubmit='return encrypt(this)'"),
    ] {
        let portal = Portal::new().on("GET /", html(&login));
        let (error, sent) = visit(&portal, CertificateKind::Dx).await.unwrap_err();
        assert!(
            !sent && matches!(error.code(), "portal-unknown-page" | "portal-needs-browser"),
            "{} {login}",
            error.code()
        );
        assert_eq!(portal.sent(), ["GET /"], "{login}");
    }
}

#[tokio::test]
async fn checks_of_what_was_typed_are_passed() {
    let script = "<script>function check(){ var f=document.F; if(f.u.value==''||f.u.value.length!=14){alert('ユーザーIDを確認してください');return false;}
        if(f.p.value=='' || f.p.value.length < 8){alert('パスワードが正しくありません');return false;} f.cmd.value='login'; return true; }</script>";
    for login in [
        LOGIN.replace("method=post", "method=post onsubmit='return check();'"),
        LOGIN.replace("<input type=submit", "<input type=submit onclick='return check()'"),
        LOGIN.replace("<input type=submit", "<input type=button onclick='if(check()){document.F.submit();}'"),
    ] {
        let portal = Portal::new()
            .on("GET /", html(&format!("{script}{login}")))
            .on("POST /auth cmd=login&u=KJ0123456789AB&p=Pass%2Bw0rd", html(MENU))
            .on("GET /list", html(LIST))
            .on("GET /file", file(FILE));
        assert_eq!(
            visit(&portal, CertificateKind::Dx).await.map_err(|(error, _)| error.code()),
            Ok(FILE.to_vec()),
            "{login}"
        );
    }
}

/// Ends of a log-in, each with its code. The password has been sent once, and so every one of them counts.
async fn login_ends(answer: Answer, more: &[(&str, Answer)]) -> (&'static str, Portal) {
    let mut portal = Portal::new().on("GET /", html(LOGIN)).on(AUTH, answer);
    for (line, answer) in more {
        portal = portal.on(line, answer.clone());
    }
    let (error, sent) = visit(&portal, CertificateKind::Dx).await.unwrap_err();
    assert!(sent);
    assert_eq!(posts_of_the_password(&portal), 1);
    (error.code(), portal)
}

#[tokio::test]
async fn a_refused_login_is_one_however_it_bounces() {
    let refused = "ユーザーIDまたはパスワードが正しくありません。";
    for answer in [
        format!("<p>{refused}<meta http-equiv=refresh content='3;url=/'>"),
        format!("<script>alert('{refused}');location.href='/';</script>"),
        format!("<script>alert('{refused}'); history.back();</script>"),
        format!("<body onload=\"alert('{refused}');document.forms[0].submit()\"><form method=post action=/x></form>"),
        "<meta http-equiv=refresh content='0;url=/'>".to_owned(),
        "<script>location.replace('/')</script>".to_owned(),
        LOGIN.to_owned(),
        format!("{LOGIN}<p>ログインできませんでした。入力内容をご確認のうえ、再度ログインしてください。</p>"),
    ] {
        let (code, portal) = login_ends(html(&answer), &[]).await;
        assert_eq!(code, "portal-wrong-login", "{answer}");
        assert!(!portal.sent().contains(&"POST /x ".to_owned()));
    }
    let (code, _) = login_ends(html("<title>E-0012</title><p>処理できませんでした。<a href=/>戻る</a>"), &[]).await;
    assert_eq!(code, "portal-unknown-page");
}

#[tokio::test]
async fn what_stood_there_before_says_nothing_of_this_try() {
    // A page that says, before anything is sent, what only a careless reader takes for a refusal.
    let cautious = LOGIN
        .replace("<p>3回", "<p>アカウントがロックされています。</p><p>パスワードの有効期限が切れています。</p><p>3回");
    let portal = Portal::new().on("GET /", html(&cautious)).on(AUTH, html(&cautious));
    assert_eq!(visit(&portal, CertificateKind::Dx).await.unwrap_err().0.code(), "portal-wrong-login");

    for (answer, code) in [
        ("<p>パスワードの有効期限が切れる前に、変更してください。<a href=/x>変更</a>", "portal-unknown-page"),
        (
            "<p>3回間違えるとアカウントはロックされます。ロックされました場合は30分お待ちください。",
            "portal-unknown-page",
        ),
        ("<p>ロックされました。<p>秘密の質問の答え<input name=q>", "portal-unknown-page"),
        ("<p>お客様のIDはロックされております。", "portal-locked"),
        ("<p>パスワードの有効期限が切れております。", "portal-password-expired"),
        ("<p>ただいまシステムメンテナンスを実施しております。", "portal-maintenance"),
        ("<p>現在、サービスを停止しております。ご迷惑をおかけいたします。", "portal-maintenance"),
    ] {
        assert_eq!(login_ends(html(answer), &[]).await.0, code, "{answer}");
    }
}

#[tokio::test]
async fn pages_before_the_menu_are_pressed_through() {
    for (answer, next) in [
        (
            "<h1>重要なお知らせ</h1><form method=post action=/n><label><input type=checkbox name=ok value=1>内容を確認しました</label><button disabled>次へ</button></form>",
            "POST /n ok=1",
        ),
        (
            "<h1>ご利用上の確認</h1><form method=post action=/n><input type=checkbox id=c name=ok><label for=c>上記を確認しました</label><input type=submit name=s value=次へ></form>",
            "POST /n ok=on&s=%E6%AC%A1%E3%81%B8",
        ),
        (
            "<h1>お知らせ</h1><p>6月1日はメンテナンスのため、ご利用いただけません。</p><a href='#' onclick=\"location.href='/n';return false\">確認しました</a>",
            "GET /n",
        ),
        (
            "<p>パスワードの有効期限まであと7日です。</p><form method=post action=/n><input type=hidden name=go value=menu><button name=c value=1 formaction=/change>変更する</button><button name=c value=0>後で変更する</button></form>",
            "POST /n go=menu&c=0",
        ),
        (
            "<p>パスワードの有効期限が近づいています。</p><form method=post action=/change><label>新しいパスワード<input type=password name=a></label><label>新しいパスワード（確認）<input type=password name=b></label><button>変更</button></form><a href=/n>あとで</a>",
            "GET /n",
        ),
        ("<p>まもなく有効期限が切れます。パスワードを変更してください。</p><a href=/n>メニューへ</a>", "GET /n"),
        (
            "<p>このユーザーIDは既にログインしています。続行すると、先のログインは切断されます。</p><form method=post action=/n><input type=hidden name=force value=1><button>続行する</button><button type=button onclick='history.back()'>戻る</button></form>",
            "POST /n force=1",
        ),
    ] {
        let portal = Portal::new()
            .on("GET /", html(LOGIN))
            .on(AUTH, html(answer))
            .on(next, html(MENU))
            .on("GET /list", html(LIST))
            .on("GET /file", file(FILE));
        let got = visit(&portal, CertificateKind::Dx).await;
        assert_eq!(got.map_err(|(error, _)| (error.code(), portal.sent())), Ok(FILE.to_vec()), "{answer}");
    }
}

#[tokio::test]
async fn a_code_by_mail_is_asked_for_and_sent_once() {
    let page = "<title>追加認証</title><p>確認コードを k***@example.jp に送信しました。10分以内に入力してください。</p>
        <p>3回間違えるとロックされました旨のメールが届きます。</p>
        <form method=post action=/code><input type=hidden name=t value=1><label>確認コード<input name=c maxlength=6 inputmode=numeric></label><button>次へ</button></form>";
    let portal = Portal::new()
        .on("GET /", html(LOGIN))
        .on(AUTH, html(page))
        .on("POST /code t=1&c=123456", html(&format!("{page}<p>確認コードが正しくありません。")))
        .on("POST /code t=1&c=654321", html(MENU))
        .on("GET /list", html(LIST));
    let mut session = portal.session();
    assert_eq!(session.log_in(USER, &password()).await.unwrap_err().code(), "portal-code-wanted");
    let request = session.code_request().unwrap();
    assert_eq!((request.title.as_str(), request.max_length), ("追加認証", Some(6)));
    assert!(request.sentences[0].contains("k***@example.jp"), "{:?}", request.sentences);
    assert_eq!(session.send_code(&"123456".into()).await.unwrap_err().code(), "portal-code-wanted");
    session.send_code(&"654321".into()).await.unwrap();
    assert_eq!(session.certificates().await.unwrap().len(), 1);
    assert_eq!(portal.sent().iter().filter(|line| line.starts_with("POST /code")).count(), 2);
    assert!(session.code_request().is_none());
}

#[tokio::test]
async fn pages_for_browsers_stop_the_way_before_anything_is_sent() {
    for answer in [
        html("<title>モバイル窓口</title><div id=root></div><script src=/main.js></script>"),
        html("<title>モバイル窓口</title><noscript>JavaScriptを有効にしてください。</noscript><div id=app><a href=/x>ヘルプ</a></div><script src=/main.js></script>"),
        html("<script>document.cookie='chk=1';location.reload();</script>"),
        html("<script>document.cookie='chk=' + calc(); location.href='/?chk=1';</script>"),
        html("<p>お使いのブラウザのJavaScriptが無効になっています。"),
        status(403, "<title>Request Rejected</title>The requested URL was rejected. Your support ID is: 1234"),
        status(503, "<title>Just a moment</title><p>Checking your browser before accessing<script src=/x></script>"),
        html("<a href='#' onclick=\"app.open('login')\">介護事業所の方はこちら</a><script src=/app.js></script>"),
        html(&LOGIN.replace("<input type=submit", "<input type=button onclick='login()'")),
        html(&LOGIN.replace("<form name=F", "<form id=login name=F").replace("</form>", "</form><script>document.getElementById('login').addEventListener('submit', function(e){ e.preventDefault(); api.login(); });</script>")),
    ] {
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        let portal = Portal::new().on("GET /", answer);
        let (error, sent) = visit(&portal, CertificateKind::Dx).await.unwrap_err();
        assert_eq!((error.code(), sent), ("portal-needs-browser", false), "{text}");
        assert_eq!(portal.sent(), ["GET /"], "{text}");
    }
    let (code, _) = login_ends(status(403, "The requested URL was rejected. Your support ID is: 1"), &[]).await;
    assert_eq!(code, "portal-down");
}

#[tokio::test]
async fn pages_that_lead_on_by_scripts_are_followed() {
    let portal = Portal::new()
        .on("GET /", html("<script>window.location.href = '/sp/';</script>"))
        .on("GET /sp/", html(LOGIN))
        .on(AUTH, html("<body onload=\"document.forms[0].submit()\"><form method=post action=/sso><input type=hidden name=t value=9></form>"))
        .on("POST /sso t=9", html(MENU))
        .on("GET /list", html(LIST))
        .on("GET /file", file(FILE));
    let got = visit(&portal, CertificateKind::Dx).await;
    assert_eq!(got.map_err(|(error, _)| (error.code(), portal.sent())), Ok(FILE.to_vec()));
}

#[tokio::test]
async fn files_are_known_by_what_they_are() {
    let as_html = Answer { body: FILE.to_vec(), ..html("") };
    let no_file = Answer { body: b"\x30\x03<p>".to_vec(), ..html("") };
    for (answer, more, expected) in [
        (as_html, None, Ok(FILE.to_vec())),
        (no_file, None, Err("portal-not-a-file")),
        (html("<p>準備ができました。<a href=/real>ダウンロード</a>"), Some(file(FILE)), Ok(FILE.to_vec())),
        (
            html(
                "<table><tr><td>介護保険証明書<td><a href=/wrong>ダウンロード</a><tr><td>介護DX証明書<td><a href=/real>ダウンロード</a></table>",
            ),
            Some(file(FILE)),
            Ok(FILE.to_vec()),
        ),
        (
            html("<table><tr><td>介護保険証明書<td><a href=/real>ダウンロード</a></table>"),
            Some(file(OTHER)),
            Err("portal-not-a-file"),
        ),
        (
            html("<a href=/real>ダウンロード</a><a href=/manual>ダウンロード</a>"),
            Some(file(FILE)),
            Err("portal-not-a-file"),
        ),
        (html("<script>location.href='/real'</script>"), Some(file(FILE)), Ok(FILE.to_vec())),
        // The same button again, and a second page, are no file.
        (html("<a href=/file>ダウンロード</a>"), None, Err("portal-not-a-file")),
        (
            html("<a href=/real>ダウンロード</a>"),
            Some(html("<a href=/third>ダウンロード</a>")),
            Err("portal-not-a-file"),
        ),
    ] {
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        let mut portal = list_portal(LIST).on("GET /file", answer);
        if let Some(more) = more {
            portal = portal.on("GET /real", more);
        }
        let got = visit(&portal, CertificateKind::Dx).await;
        assert_eq!(got.map_err(|(error, _)| error.code()), expected, "{text}");
    }
}
