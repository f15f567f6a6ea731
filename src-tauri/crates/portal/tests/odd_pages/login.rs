//! Log-ins, however their forms are made.

use crate::case::Case;

const MENU: &str = "<title>メニュー選択</title><a href=/list>証明書ダウンロード</a><a href=/out>ログアウト</a>";
const SENT: &str = "POST /main SCR=MB01&ACT=LOGIN&u=KJ0123456789AB&p=Pass%2Bw0rd";

pub(crate) const CASES: &[Case] = &[
    (
        "a servlet's code, a flag against pressing twice, a link with an image",
        "file",
        &[
            (
                "GET /",
                "<title>ログイン</title><script type='text/javascript'>
                 <!--
                 var submitFlg = false;
                 function doSubmit(code) {
                   if (submitFlg) { alert('処理中です。'); return false; }
                   submitFlg = true;
                   var frm = document.forms[0];
                   frm.ACT.value = code;
                   frm.target = '_self';
                   frm.submit();
                 }
                 //-->
                 </script><form name=form1 method=post action=/main><input type=hidden name=SCR value=MB01><input type=hidden name=ACT value=''>
                 <table><tr><th>ユーザーID</th><td><input name=u maxlength=14></td></tr><tr><th>パスワード</th><td><input type=password name=p></td></tr></table>
                 <a href=\"javascript:doSubmit('LOGIN')\"><img src=/l.gif alt=ログイン></a></form>",
            ),
            (SENT, MENU),
        ],
    ),
    (
        "a try around it, and a counter",
        "file",
        &[
            (
                "GET /",
                "<script>var cnt=0; function send(act){ try { cnt++; if(cnt>1){return false;} document.F.ACT.value=act; document.F.submit(); } catch(e) { alert(e.message); } }</script>
                 <form name=F method=post action=/main><input type=hidden name=SCR value=MB01><input type=hidden name=ACT><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label>
                 <input type=button value=ログイン onclick=\"send('LOGIN')\"></form>",
            ),
            (SENT, MENU),
        ],
    ),
    (
        "a switch over codes",
        "file",
        &[
            (
                "GET /",
                "<script>function act(k){ switch(k){ case 'L': document.F.ACT.value='LOGIN'; break; case 'B': document.F.ACT.value='BACK'; break; default: return; } document.F.submit(); }</script>
                 <form name=F method=post action=/main><input type=hidden name=SCR value=MB01><input type=hidden name=ACT><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label>
                 <input type=button value=ログイン onclick=\"act('L')\"><input type=button value=戻る onclick=\"act('B')\"></form>",
            ),
            (SENT, MENU),
        ],
    ),
    (
        "the old ways of naming a form",
        "file",
        &[
            (
                "GET /",
                "<form name=F method=post action=/main><input type=hidden name=SCR value=MB01><input type=hidden name=ACT id=ACT><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label>
                 <input type=button value=ログイン onclick=\"document.all('ACT').value='LOGIN';document.all.F.submit();\"></form>",
            ),
            (SENT, MENU),
        ],
    ),
    (
        "the handler's own names",
        "file",
        &[
            (
                "GET /",
                "<form method=post action=/main><input type=hidden name=SCR value=MB01><input type=hidden name=ACT><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label>
                 <input type=button value=ログイン onclick=\"form.ACT.value='LOGIN';form.submit()\"></form>",
            ),
            (SENT, MENU),
        ],
    ),
    (
        "a button that switches itself off and submits",
        "file",
        &[
            (
                "GET /",
                "<form name=F method=post action=/auth><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label>
                 <input type=submit value=ログイン onclick=\"this.disabled=true; this.form.submit();\"></form>",
            ),
        ],
    ),
    (
        "a namespace of functions",
        "file",
        &[
            (
                "GET /",
                "<script>var Page = { form: function(){ return document.F; }, submit: function(act){ var f = Page.form(); f.ACT.value = act; f.submit(); return false; } };</script>
                 <form name=F method=post action=/main><input type=hidden name=SCR value=MB01><input type=hidden name=ACT><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label>
                 <a href='#' onclick=\"return Page.submit('LOGIN');\">ログイン</a></form>",
            ),
            (SENT, MENU),
        ],
    ),
    (
        "what the page sets when it has loaded",
        "file",
        &[
            (
                "GET /",
                "<script>window.onload = function(){ document.F.ACT.value = 'LOGIN'; document.F.u.focus(); };</script>
                 <form name=F method=post action=/main><input type=hidden name=SCR value=MB01><input type=hidden name=ACT value=NOSCRIPT><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><button>ログイン</button></form>",
            ),
            (SENT, MENU),
        ],
    ),
    (
        "a hidden field that a script writes into the page",
        "portal-needs-browser",
        &[(
            "GET /",
            "<form name=F method=post action=/main><input type=hidden name=SCR value=MB01><script>document.write('<input type=\"hidden\" name=\"JS\" value=\"1\">');</script>
             <label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><button>ログイン</button></form>",
        )],
    ),
    (
        "a year that a script writes into the page",
        "file",
        &[(
            "GET /",
            "<form method=post action=/auth><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><button>ログイン</button></form>
             <script>document.write('Copyright ' + new Date().getFullYear());</script>",
        )],
    ),
    (
        "ASP.NET with options",
        "file",
        &[
            (
                "GET /",
                "<form id=aspnetForm method=post action=/auth><input type=hidden name=__EVENTTARGET value=''><input type=hidden name=__EVENTARGUMENT value=''><input type=hidden name=__VIEWSTATE value='/wE='>
                 <label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label>
                 <a href='javascript:WebForm_DoPostBackWithOptions(new WebForm_PostBackOptions(\"ctl00$login\", \"\", true, \"\", \"\", false, true))'>ログイン</a></form>",
            ),
            ("POST /auth __EVENTTARGET=ctl00%24login&__EVENTARGUMENT=&__VIEWSTATE=%2FwE%3D&u=KJ0123456789AB&p=Pass%2Bw0rd", MENU),
        ],
    ),
    (
        "ASP.NET's submit button",
        "file",
        &[
            (
                "GET /",
                "<form id=aspnetForm method=post action=/auth onsubmit=\"javascript:return WebForm_OnSubmit();\"><script>function WebForm_OnSubmit() { return true; }</script>
                 <label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label>
                 <input type=submit name=b value=ログイン onclick='javascript:WebForm_DoPostBackWithOptions(new WebForm_PostBackOptions(\"b\", \"\", true, \"\", \"\", false, false))'></form>",
            ),
            ("POST /auth u=KJ0123456789AB&p=Pass%2Bw0rd&b=%E3%83%AD%E3%82%B0%E3%82%A4%E3%83%B3", MENU),
        ],
    ),
    (
        "an image button",
        "file",
        &[
            ("GET /", "<form method=post action=/auth><table><tr><td>ユーザＩＤ<td><input name=u><tr><td>パスワード<td><input type=password name=p></table><input type=image src=/l.gif alt=ログイン></form>"),
            ("POST /auth u=KJ0123456789AB&p=Pass%2Bw0rd&x=1&y=1", MENU),
        ],
    ),
    (
        "marks that say what must be filled in",
        "file",
        &[("GET /", "<form method=post action=/auth><label for=a>ユーザーＩＤ【必須】</label><input id=a name=u><label for=b>パスワード【必須】</label><input id=b type=password name=p><button>ログイン</button></form>")],
    ),
    (
        "hints below the labels",
        "file",
        &[("GET /", "<form method=post action=/auth><dl><dt>ユーザーID<br><small>（半角英数字14桁）</small><dd><input name=u><dt>パスワード<br><small>（半角英数字8～16桁）</small><dd><input type=password name=p></dl><button>ログインする</button></form>")],
    ),
    (
        "a search in the page's header",
        "file",
        &[("GET /", "<header><form action=/search><input name=q title=検索><button>検索</button></form></header><form method=post action=/auth><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><button>ログイン</button></form>")],
    ),
    (
        "letters of a picture to type in",
        "portal-unknown-page",
        &[("GET /", "<form method=post action=/auth><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><img src=/c.png alt=''><label>画像の文字<input name=c></label><button>ログイン</button></form>")],
    ),
    (
        "a password that is enciphered before it is sent",
        "portal-needs-browser",
        &[("GET /", "<script src=/rsa.js></script><script>function login(){ var k=new RSAKey(); k.setPublic('a','3'); document.F.p.value=k.encrypt(document.F.p.value); document.F.submit(); }</script>
            <form name=F method=post action=/auth><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><input type=button value=ログイン onclick='login()'></form>")],
    ),
    (
        "a password that is copied into another field",
        "portal-needs-browser",
        &[("GET /", "<form name=F method=post action=/auth><input type=hidden name=h><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><input type=button value=ログイン onclick='F.h.value=F.p.value;F.submit()'></form>")],
    ),
    (
        "a script that changes where the form goes",
        "portal-refused-redirect",
        &[("GET /", "<form name=F method=post action=/auth><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><input type=button value=ログイン onclick=\"F.action='http://other.example/a';F.submit()\"></form>")],
    ),
    (
        "a user ID that a check changes",
        "portal-needs-browser",
        &[("GET /", "<form name=F method=post action=/auth><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><input type=button value=ログイン onclick=\"F.u.value=F.u.value.toLowerCase();F.submit()\"></form>")],
    ),
    (
        "two buttons that log in, above and below",
        "file",
        &[("GET /", "<form method=post action=/auth><button>ログイン</button><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><button>ログイン</button></form>")],
    ),
    (
        "a log-in of agents beside that of offices",
        "portal-unknown-page",
        &[("GET /", "<form method=post action=/auth><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><button>ログイン</button></form><form method=post action=/agent><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><button>ログイン</button></form>")],
    ),
    (
        "two hidden fields by one function with arguments",
        "file",
        &[
            (
                "GET /",
                "<script>function setVal(n,v){document.forms['F'].elements[n].value=v;} function go(scr,act){setVal('SCR',scr);setVal('ACT',act);document.forms['F'].submit();}</script>
                 <form name=F method=post action=/main><input type=hidden name=SCR><input type=hidden name=ACT><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><button type=button onclick=\"go('MB01','LOGIN')\">ログイン</button></form>",
            ),
            (SENT, MENU),
        ],
    ),
    (
        "a check of what was typed in, in a function of its own",
        "file",
        &[(
            "GET /",
            "<script>function isEmpty(e){return e.value==null||e.value=='';} function chk(f){if(isEmpty(f.u)){alert('ユーザーIDを入力してください。');f.u.focus();return false;}if(isEmpty(f.p)){alert('パスワードを入力してください。');return false;}return true;}</script>
             <form name=F method=post action=/auth onsubmit='return chk(this);'><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><input type=submit value=ログイン></form>",
        )],
    ),
    (
        "a key that sends the form, and a class that hovers",
        "file",
        &[(
            "GET /",
            "<script>$(function(){ $('.btn').addClass('on'); }); function enter(e){ if(e.keyCode==13){ document.F.submit(); } }</script>
             <form name=F method=post action=/auth onkeydown='enter(event)'><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><input type=submit class=btn value=ログイン></form>",
        )],
    ),
    (
        "a caution about locks and expiry that stands there always",
        "file",
        &[(
            "GET /",
            "<p>パスワードを3回間違えると、アカウントがロックされます。ロックされた場合は30分後に再度ログインしてください。</p><p>パスワードの有効期限が切れた場合は、パソコンから変更してください。</p>
             <form method=post action=/auth><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><button>ログイン</button></form>",
        )],
    ),
    (
        "a password in an address",
        "portal-unknown-page",
        &[("GET /", "<form method=get action=/auth><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><button>ログイン</button></form>")],
    ),
    (
        "a form that goes to another operator",
        "portal-refused-redirect",
        &[("GET /", "<form method=post action=https://other.example/auth><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><button>ログイン</button></form>")],
    ),
];
