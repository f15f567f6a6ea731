//! Menus, and how they lead to the list of certificates.

use crate::case::{AUTH, Case};

const LIST: &str =
    "<title>証明書ダウンロード</title><table><tr><td>介護DX証明書<td><a href=/file>ダウンロード</a></table></body>";

pub(crate) const CASES: &[Case] = &[
    (
        "a servlet's codes",
        "file",
        &[
            (AUTH, "<script>function doSubmit(scr,act){with_codes(scr,act);document.M.submit();} function with_codes(scr,act){document.M.SCR.value=scr;document.M.ACT.value=act;}</script><title>メニュー選択画面</title>
              <form name=M method=post action=/main><input type=hidden name=SCR><input type=hidden name=ACT><input type=hidden name=TOKEN value=t1></form>
              <ul><li onclick=\"doSubmit('K01','INIT')\">お知らせ<li onclick=\"doSubmit('K05','INIT')\">証明書ダウンロード<li onclick=\"doSubmit('K99','LOGOUT')\">ログアウト</ul>"),
            ("POST /main SCR=K05&ACT=INIT&TOKEN=t1", LIST),
        ],
    ),
    (
        "a number that makes the code",
        "file",
        &[
            (AUTH, "<script>var PRE='M0'; function menu(no){var f=document.getElementById('mf'); f.elements['id'].value=PRE+no; f.submit();}</script><h1>メインメニュー</h1><form id=mf method=post action=/main><input type=hidden name=id></form><a href=\"javascript:menu(1)\">お知らせ</a><a href=\"javascript:menu(3)\">証明書ダウンロード</a>"),
            ("POST /main id=M03", LIST),
        ],
    ),
    (
        "a code that a later line changes",
        "file",
        &[
            (AUTH, "<script>var scr='K01'; scr='K05'; function go(){document.M.SCR.value=scr;document.M.submit();}</script><h1>メニュー選択</h1><form name=M method=post action=/main><input type=hidden name=SCR></form><a href='javascript:go()'>証明書ダウンロード</a><a href=/out>ログアウト</a>"),
            ("POST /main SCR=K05", LIST),
        ],
    ),
    (
        "a code out of a table",
        "file",
        &[
            (AUTH, "<script>var codes=new Array('K01','K05','K09'); var names={news:'K01',cert:'K05'}; function go(n){document.M.SCR.value=codes[n];document.M.KEY.value=names['cert'];document.M.submit();}</script><h1>メニュー選択</h1><form name=M method=post action=/main><input type=hidden name=SCR><input type=hidden name=KEY></form><a href='javascript:go(1)'>証明書ダウンロード</a><a href=/out>ログアウト</a>"),
            ("POST /main SCR=K05&KEY=K05", LIST),
        ],
    ),
    (
        "a code that is filled up with noughts",
        "file",
        &[
            (AUTH, "<script>function go(n){var c=('000'+n).slice(-3);document.M.SCR.value='K'+c;document.M.submit();}</script><h1>メニュー選択</h1><form name=M method=post action=/main><input type=hidden name=SCR></form><a href='javascript:go(5)'>証明書ダウンロード</a><a href=/out>ログアウト</a>"),
            ("POST /main SCR=K005", LIST),
        ],
    ),
    (
        "the form's address",
        "file",
        &[
            (AUTH, "<script>function go(url){document.M.action=url;document.M.method='POST';document.M.target='_self';document.M.submit();}</script><h1>メニュー選択</h1><form name=M action=/main><input type=hidden name=T value=9></form><a href='#' onclick=\"go('/cert.do');return false;\">証明書ダウンロード</a><a href=/out>ログアウト</a>"),
            ("POST /cert.do T=9", LIST),
        ],
    ),
    (
        "ASP.NET's post back",
        "file",
        &[
            (AUTH, "<h1>メニュー選択</h1><form name=aspnetForm method=post action=/m.aspx id=aspnetForm><input type=hidden name=__EVENTTARGET id=__EVENTTARGET value=''><input type=hidden name=__EVENTARGUMENT id=__EVENTARGUMENT value=''><input type=hidden name=__VIEWSTATE value=v>
              <script>//<![CDATA[
              var theForm = document.forms['aspnetForm'];
              if (!theForm) { theForm = document.aspnetForm; }
              function __doPostBack(eventTarget, eventArgument) { if (!theForm.onsubmit || (theForm.onsubmit() != false)) { theForm.__EVENTTARGET.value = eventTarget; theForm.__EVENTARGUMENT.value = eventArgument; theForm.submit(); } }
              //]]></script><a id=c href=\"javascript:__doPostBack('ctl00$menu$ctl03','')\">証明書ダウンロード</a></form>"),
            ("POST /m.aspx __EVENTTARGET=ctl00%24menu%24ctl03&__EVENTARGUMENT=&__VIEWSTATE=v", LIST),
        ],
    ),
    (
        "JSF with several parameters",
        "file",
        &[
            (AUTH, "<h1>メニュー選択</h1><form id=menu name=menu method=post action=/menu.xhtml><input type=hidden name=menu value=menu><a href='#' onclick=\"if(typeof jsfcljs == 'function'){jsfcljs(document.getElementById('menu'),{'menu:j_idt20':'menu:j_idt20','screen':'CERT','mode':'mobile'},'');}return false\">証明書ダウンロード</a><input type=hidden name=javax.faces.ViewState value='-1:2'></form>"),
            ("POST /menu.xhtml menu=menu&javax.faces.ViewState=-1%3A2&menu%3Aj_idt20=menu%3Aj_idt20&screen=CERT&mode=mobile", LIST),
        ],
    ),
    (
        "a menu behind a menu",
        "file",
        &[
            (AUTH, "<title>トップ</title><button type=button onclick='toggleMenu()'>メニュー</button><ul style='display:none'><li><a href=/list>証明書ダウンロード</a><li><a href=/out>ログアウト</a></ul>"),
        ],
    ),
    (
        "a confirmation on the way",
        "file",
        &[(AUTH, "<h1>メニュー選択</h1><a href=/list onclick=\"return confirm('証明書ダウンロード画面へ移動します。よろしいですか？');\">証明書ダウンロード（新しいウィンドウ）</a><a href=/out>ログアウト</a>")],
    ),
    (
        "a form that a script makes for the purpose",
        "portal-unknown-page",
        &[(AUTH, "<script>function go(c){var f=document.createElement('form');f.action='/main';f.method='post';document.body.appendChild(f);f.submit();}</script><h1>メニュー選択</h1><a href=\"javascript:go('K05')\">証明書ダウンロード</a><a href=/out>ログアウト</a>")],
    ),
    (
        "a notice on the way",
        "file",
        &[
            ("GET /list", "<h1>ご注意</h1><p>共用の端末では証明書をダウンロードしないでください。</p><form method=post action=/list><input type=checkbox id=c name=c value=1><label for=c>上記の内容を理解しました</label><button>次へ</button></form>"),
            ("POST /list c=1", LIST),
        ],
    ),
    (
        "the session is over",
        "portal-session-expired",
        &[("GET /list", "<p>一定時間操作がなかったため、ログアウトいたしました。</p><a href=/>ログイン画面へ</a>")],
    ),
    (
        "an announcement in the menu",
        "file",
        &[(AUTH, "<title>メニュー選択</title><p>12月5日はシステムメンテナンスのため、ご利用いただけません。</p><p>二重ログインにご注意ください。</p><a href=/list>証明書ダウンロード</a>")],
    ),
    (
        "a time limit of the menu",
        "file",
        &[(AUTH, "<body onload=\"setTimeout('document.T.submit()', 1200000)\"><h1>メニュー選択</h1><form name=T method=post action=/logout></form><a href=/list>証明書ダウンロード</a><a href=/out>ログアウト</a></body>")],
    ),
    (
        "nested tables and one form for the whole page",
        "file",
        &[
            (AUTH, "<script>function sbt(id){document.MAIN.EVENT_ID.value=id;document.MAIN.submit();}</script><form name=MAIN method=post action=/KShinsei/main><input type=hidden name=EVENT_ID><input type=hidden name=SEQ value=4><table><tr><td><table><tr><td bgcolor=#eee>メニュー選択</td></tr><tr><td><a href=\"javascript:sbt('E01')\">お知らせ</a></td></tr><tr><td><a href=\"javascript:sbt('E07')\">証明書ダウンロード</a></td></tr></table></td></tr></table></form>"),
            ("POST /KShinsei/main EVENT_ID=E07&SEQ=4", LIST),
        ],
    ),
    (
        "buttons that are named by number",
        "file",
        &[
            (AUTH, "<h1>メニュー選択</h1><form method=post action=/main><input type=submit name=b1 value=お知らせ><input type=submit name=b2 value=証明書ダウンロード><input type=submit name=b3 value=ログアウト></form>"),
            ("POST /main b2=%E8%A8%BC%E6%98%8E%E6%9B%B8%E3%83%80%E3%82%A6%E3%83%B3%E3%83%AD%E3%83%BC%E3%83%89", LIST),
        ],
    ),
    (
        "a menu of certificates first",
        "file",
        &[
            (AUTH, "<h1>メニュー選択</h1><a href=/certs>証明書</a><a href=/out>ログアウト</a>"),
            ("GET /certs", "<h1>証明書</h1><a href=/apply>発行申請</a><a href=/list>証明書ダウンロード</a>"),
        ],
    ),
    (
        "the button's function stands in a file of the portal's, beside a library",
        "file",
        &[
            (
                AUTH,
                "<title>メニュー選択</title><script src=/js/jquery.js></script><script src='js/common.js'></script><form name=F method=post action=/main><input type=hidden name=act></form><a href=# onclick=\"doSubmit('K0101');return false\">証明書ダウンロード</a>",
            ),
            ("GET /js/jquery.js", "(function(w){w.jQuery=w.$=function(){};})(window);"),
            (
                "GET /js/common.js",
                "var sent = false;\nfunction doSubmit(a) { if (sent) { return; } sent = true; setAct(a); }\nfunction setAct(a) { document.F.act.value = a; document.F.submit(); }",
            ),
            ("POST /main act=K0101", LIST),
        ],
    ),
    (
        "a function that calls another in a second file",
        "file",
        &[
            (
                AUTH,
                "<title>メニュー選択</title><script src=/a.js></script><script src=/b.js></script><a href=\"javascript:go()\">証明書ダウンロード</a>",
            ),
            ("GET /a.js", "function go() { to('/list'); }"),
            ("GET /b.js", "function to(address) { location.href = address; }"),
        ],
    ),
    (
        "a file that does more than is understood",
        "portal-unknown-page",
        &[
            (
                AUTH,
                "<title>メニュー選択</title><script src=/a.js></script><a href=\"javascript:go()\">証明書ダウンロード</a>",
            ),
            ("GET /a.js", "function go() { fetch('/x').then(function(r){ location.href = r.url; }); }"),
        ],
    ),
    (
        "a file that does not come, and one of another host",
        "portal-unknown-page",
        &[
            (
                AUTH,
                "<title>メニュー選択</title><script src=/a.js></script><script src=https://cdn.example/b.js></script><a href=\"javascript:go()\">証明書ダウンロード</a>",
            ),
            ("GET /a.js", "@404 gone"),
        ],
    ),
];
