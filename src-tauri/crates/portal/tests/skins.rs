//! The way from the entrance to the file through portals that look alike and are built differently.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use certificate::CertificateKind;
use encoding_rs::{EUC_JP, SHIFT_JIS};
use portal::{PageKind, Session};
use support::{Answer, Portal, USER, file, html, html_in, password};

const FILE: &[u8] = b"\x30\x80 pkcs12";

/// Sections, labels, links: as the manual's pictures suggest.
fn plain() -> Portal {
    Portal::new()
        .on(
            "GET /",
            html(
                "<!doctype html><html lang=ja><title>電子請求受付システム モバイル窓口</title><h1>モバイル窓口</h1>
                 <a href='/kaigo/login'>介護事業所の方はこちら</a><a href='/shogai/login'>障害福祉事業所の方はこちら</a>",
            ),
        )
        .on(
            "GET /kaigo/login",
            html(
                "<title>介護電子請求受付システム ログイン</title><form method=post action='/kaigo/auth?m=1'>
                 <input type=hidden name=_token value='a&amp;b&lt;+&quot; 　'>
                 <label for=u>ユーザーID</label><input id=u name=uid maxlength=14>
                 <label for=p>パスワード</label><input id=p type=password name=pwd>
                 <p>※3回続けて間違えると、30分間ロックされます。</p>
                 <a href='/lost'>パスワード等を紛失した方はこちら</a>
                 <button type=submit name=go value=1>ログイン</button><button type=button onclick='history.back()'>戻る</button></form>",
            ),
        )
        .on(
            "POST /kaigo/auth?m=1 _token=a%26b%3C%2B%22+%E3%80%80&uid=KJ0123456789AB&pwd=Pass%2Bw0rd&go=1",
            html(
                "<title>メニュー選択</title><header><button aria-label='メニュー' onclick='toggle()'></button>
                 <nav hidden><ul><li><a href='/kaigo/cert'>証明書ダウンロード</a><li><a href='/kaigo/out'>ログアウト</a></ul></nav></header>
                 <h1>メニュー選択画面</h1><p>パスワードの有効期限が切れた場合の手続きについて</p>",
            ),
        )
        .on(
            "GET /kaigo/cert",
            html(
                "<title>証明書ダウンロード</title><header><nav hidden><a href='/kaigo/cert'>証明書ダウンロード</a>
                 <a href='/kaigo/out'>ログアウト</a></nav></header><h1>証明書ダウンロード</h1>
                 <section><h2>介護保険証明書</h2><dl><dt>有効期限<dd>令和9年3月31日</dl>
                 <form method=post action=/kaigo/cert/dl><input type=hidden name=no value=7><button>ダウンロード</button></form></section>
                 <section><h2>介護DX証明書</h2><p>有効期限：2027/04/30</p><p>※介護保険証明書を保有している場合は不要です。</p>
                 <form method=post action=/kaigo/cert/dl><input type=hidden name=no value=8><button>ダウンロード</button></form></section>",
            ),
        )
        .on("POST /kaigo/cert/dl no=7", html("<title>x</title>wrong row"))
        .on("POST /kaigo/cert/dl no=8", file(FILE))
        .on("GET /kaigo/out", html("<title>ログアウト</title>"))
}

/// Tables with forms across their rows, Shift_JIS, image buttons, everything in capitals.
fn tables() -> Portal {
    let sjis = |page: &str| html_in(SHIFT_JIS, "text/html; charset=Windows-31J", page);
    Portal::new()
        .on(
            "GET /",
            sjis(
                "<HTML><HEAD><TITLE>モバイル窓口</TITLE></HEAD><BODY><TABLE><FORM ACTION='login.do' METHOD=GET><TR><TD>
                 <INPUT TYPE=IMAGE SRC=k.gif ALT='介護事業所の方はこちら' NAME=k></TD></TR></FORM></TABLE></BODY></HTML>",
            ),
        )
        .on(
            "GET /login.do?k.x=1&k.y=1",
            sjis(
                "<HTML><TITLE>ログイン</TITLE><TABLE BORDER=1><FORM NAME=F ACTION='auth.do;jsessionid=0A1B' METHOD=POST>
                 <INPUT TYPE=HIDDEN NAME=org.apache.struts.taglib.html.TOKEN VALUE='ab12'><INPUT TYPE=HIDDEN NAME=window VALUE='携帯'>
                 <TR><TD>ユーザーＩＤ　：</TD><TD><INPUT NAME=userId SIZE=20></TD></TR>
                 <TR><TD>パスワード　：</TD><TD><INPUT TYPE=PASSWORD NAME=passwd></TD></TR>
                 <TR><TD COLSPAN=2><INPUT TYPE=IMAGE SRC=login.gif ALT=ログイン NAME=login><INPUT TYPE=RESET VALUE=クリア></TD></TR></FORM></TABLE>",
            ),
        )
        .on(
            "POST /auth.do;jsessionid=0A1B org.apache.struts.taglib.html.TOKEN=ab12&window=%8Cg%91%D1&userId=KJ0123456789AB&passwd=Pass%2Bw0rd&login.x=1&login.y=1",
            sjis(
                "<HTML><HEAD><META HTTP-EQUIV=REFRESH CONTENT='0; URL=menu.do;jsessionid=0A1B?first=1'></HEAD></HTML>",
            ),
        )
        .on(
            "GET /menu.do;jsessionid=0A1B?first=1",
            sjis(
                "<HTML><TITLE>メニュー選択</TITLE><TABLE><TR><TD ALIGN=RIGHT><A HREF='menu.do?open=1'><IMG SRC=m.gif ALT=メニュー></A></TD></TR></TABLE>
                 <A HREF='logout.do'>ログアウト</A>",
            ),
        )
        .on(
            "GET /menu.do?open=1",
            sjis("<HTML><TITLE>メニュー</TITLE><A HREF='info.do'>お知らせ</A><A HREF='cert.do'>証明書</A><A HREF=logout.do>ログアウト</A>"),
        )
        .on(
            "GET /cert.do",
            sjis(
                "<HTML><TITLE>メニュー</TITLE><FORM NAME=C ACTION=list.do METHOD=POST><INPUT TYPE=HIDDEN NAME=t VALUE=1>
                 <INPUT TYPE=SUBMIT NAME=b VALUE='証明書ダウンロード'></FORM><A HREF=logout.do>ログアウト</A>",
            ),
        )
        .on(
            "POST /list.do t=1&b=%8F%D8%96%BE%8F%91%83_%83E%83%93%83%8D%81%5B%83h",
            sjis(
                "<HTML><TITLE>証明書</TITLE><FONT SIZE=5><B>証明書ダウンロード</B></FONT>
                 <TABLE BORDER=1><TR><TH>証明書</TH><TH>発行申請日</TH><TH>有効開始年月日</TH><TH>有効終了年月日</TH><TH></TH></TR>
                 <FORM ACTION=get.do METHOD=POST><INPUT TYPE=HIDDEN NAME=id VALUE=A1><TR><TD>介護ＤＸ証明書</TD><TD>令和8年4月1日</TD>
                 <TD>令和8年4月2日</TD><TD>令和9年4月1日</TD><TD><INPUT TYPE=SUBMIT VALUE=ダウンロード></TD></TR></FORM>
                 <FORM ACTION=get.do METHOD=POST><INPUT TYPE=HIDDEN NAME=id VALUE=A2><TR><TD>代理人証明書</TD><TD>R8.4.1</TD>
                 <TD>R8.4.2</TD><TD>R9.4.1</TD><TD><INPUT TYPE=SUBMIT VALUE=ダウンロード></TD></TR></FORM></TABLE>
                 <A HREF=logout.do>ログアウト</A>",
            ),
        )
        .on("POST /get.do id=A1", file(FILE))
        .on("GET /logout.do", sjis("<TITLE>bye</TITLE>"))
}

/// Scripts behind links, a form for the whole page, EUC-JP, faces-like names.
fn scripts() -> Portal {
    let euc = |page: &str| html_in(EUC_JP, "text/html", &format!("<html><head><meta charset=EUC-JP>{page}"));
    Portal::new()
        .on(
            "GET /",
            euc("<title>モバイル窓口</title></head><body><div onclick=\"location.href='/f/login.xhtml'\"><b>介護事業所の方</b>はこちら</div>"),
        )
        .on(
            "GET /f/login.xhtml",
            euc(
                "<title>ログイン</title></head><body><form id=j_1 method=post action='/f/login.xhtml'>
                 <input type=hidden name='j_1' value='j_1'><input type=hidden name='javax.faces.ViewState' value='-12:34'>
                 <div><input type=text name='j_1:id' placeholder='ユーザーID（半角英数字14桁）'></div><div><input type=password name='j_1:pw' aria-label='パスワード'></div>
                 <a href='#' onclick=\"mojarra.jsfcljs(document.getElementById('j_1'),{'j_1:go':'j_1:go'},'');return false\">ログイン</a></form>",
            ),
        )
        .on(
            "POST /f/login.xhtml j_1=j_1&javax.faces.ViewState=-12%3A34&j_1%3Aid=KJ0123456789AB&j_1%3Apw=Pass%2Bw0rd&j_1%3Ago=j_1%3Ago",
            euc(
                "<title>お知らせ</title></head><body><h2>お知らせ</h2><p>メンテナンスのお知らせ：5月30日はご利用いただけません。</p>
                 <a href='/f/menu.xhtml'>次へ</a>",
            ),
        )
        .on(
            "GET /f/menu.xhtml",
            euc(
                "<title>メニュー</title></head><body><form name=M method=post action=/f/go.xhtml><input type=hidden name=cmd value=''></form>
                 <div style='display: none'><span onclick=\"document.M.cmd.value='cert';document.M.submit()\">証明書ダウンロード</span></div>
                 <a href=\"javascript:document.M.cmd.value='out';document.M.submit();\">ログアウト</a>",
            ),
        )
        .on(
            "POST /f/go.xhtml cmd=cert",
            euc(
                "<title>証明書ダウンロード</title></head><body><form name=L method=post action=/f/dl.xhtml>
                 <input type=hidden name=no value=''><ul><li>介護保険証明書（2026年4月1日～2027年3月31日）
                 <input type=button value=ダウンロード onclick=\"document.L.no.value='1'; document.L.submit();\"></ul></form>
                 <form name=M method=post action=/f/go.xhtml><input type=hidden name=cmd value=''></form>
                 <a href=\"javascript:document.M.cmd.value='out';document.M.submit();\">ログアウト</a>",
            ),
        )
        .on("POST /f/dl.xhtml no=1", file(FILE))
        .on("POST /f/go.xhtml cmd=out", euc("<title>bye</title>"))
}

async fn to_list(session: &mut Session) -> Vec<portal::CertificateRow> {
    session.log_in(USER, &password()).await.unwrap();
    session.certificates().await.unwrap()
}

#[tokio::test]
async fn plain_pages() {
    let portal = plain();
    let mut session = portal.session();
    let rows = to_list(&mut session).await;
    let seen: Vec<_> =
        rows.iter().map(|row| (row.kind, row.label.as_str(), row.until.as_deref(), row.usable)).collect();
    assert_eq!(
        seen,
        [
            (Some(CertificateKind::Hoken), "介護保険証明書", Some("令和9年3月31日"), true),
            (Some(CertificateKind::Dx), "介護DX証明書", Some("2027/04/30"), true),
        ]
    );
    assert_eq!(session.download(1).await.unwrap().as_slice(), FILE);
    let kinds: Vec<_> = session.pages().iter().map(|page| page.kind).collect();
    let way = [PageKind::Entrance, PageKind::Login, PageKind::Menu, PageKind::Certificates, PageKind::Download];
    assert_eq!(kinds, way);
    session.log_out().await;
    assert_eq!(portal.sent().last().unwrap(), "GET /kaigo/out");
    assert_eq!(portal.posts(), 2);
    assert_eq!(portal.referers()[2].as_deref(), Some("https://portal.example/kaigo/login"));
}

#[tokio::test]
async fn tables_with_forms_across_rows_in_shift_jis() {
    let portal = tables();
    let mut session = portal.session();
    let rows = to_list(&mut session).await;
    let seen: Vec<_> =
        rows.iter().map(|row| (row.kind, row.label.as_str(), row.until.as_deref(), row.usable)).collect();
    assert_eq!(
        seen,
        [
            (Some(CertificateKind::Dx), "介護ＤＸ証明書", Some("令和9年4月1日"), true),
            (None, "代理人証明書", Some("R9.4.1"), false),
        ]
    );
    assert_eq!(session.download(0).await.unwrap().as_slice(), FILE);
    session.log_out().await;
    assert_eq!(portal.sent().last().unwrap(), "GET /logout.do");
    assert_eq!(portal.posts(), 3);
}

#[tokio::test]
async fn scripts_behind_links_in_euc_jp() {
    let portal = scripts();
    let mut session = portal.session();
    let rows = to_list(&mut session).await;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].kind, Some(CertificateKind::Hoken));
    assert_eq!(rows[0].until.as_deref(), Some("2027年3月31日"));
    assert_eq!(session.download(0).await.unwrap().as_slice(), FILE);
    session.log_out().await;
    assert_eq!(portal.sent().last().unwrap(), "POST /f/go.xhtml cmd=out");
}

#[tokio::test]
async fn a_second_download_starts_from_a_fresh_list() {
    let portal = plain();
    let mut session = portal.session();
    to_list(&mut session).await;
    session.download(1).await.unwrap();
    session.download(1).await.unwrap();
    let lists = portal.sent().iter().filter(|line| *line == "GET /kaigo/cert").count();
    assert_eq!(lists, 2);
}

#[tokio::test]
async fn no_certificate_is_an_empty_list() {
    let empty: Answer = html(
        "<title>証明書ダウンロード</title><nav><a href=/menu>メニュー</a><a href=/dl>ダウンロード</a></nav><h1>証明書ダウンロード</h1>
         <p>有効な証明書</p><table><tr><th>証明書<th>有効期限</table><a href='/kaigo/out'>ログアウト</a></html>",
    );
    let portal = Portal::new()
        .on("GET /", html("<a href=/m>介護事業所の方はこちら</a>"))
        .on("GET /m", html("<form method=post action=/a><input name=u title=ユーザーID><input name=p type=password title=パスワード><input type=submit value=ログイン></form>"))
        .on("POST /a u=KJ0123456789AB&p=Pass%2Bw0rd", html("<a href=/c>証明書ダウンロード</a>"))
        .on("GET /c", empty);
    let mut session = portal.session();
    assert_eq!(to_list(&mut session).await, []);
    assert!(matches!(session.download(0).await, Err(portal::PortalError::RowGone)));
}
