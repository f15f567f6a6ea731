//! Pages for browsers: drawn by scripts, checked by scripts, framed, or a firewall's. Nothing is sent.

use crate::case::Case;

pub(crate) const CASES: &[Case] = &[
    (
        "an empty root",
        "portal-needs-browser",
        &[("GET /", "<title>電子請求</title><div id=app></div><script type=module src=/assets/index.js></script>")],
    ),
    (
        "a spinner",
        "portal-needs-browser",
        &[("GET /", "<body onload='boot()'><p>読み込み中…</p><script src=/boot.js></script>")],
    ),
    (
        "a check of the browser",
        "portal-needs-browser",
        &[(
            "GET /",
            "<script>if(navigator.userAgent.indexOf('iPhone')>-1){location.href='/sp/';}else{location.href='/pc/';}</script>",
        )],
    ),
    (
        "a puzzle",
        "portal-needs-browser",
        &[(
            "GET /",
            "<form id=c action=/c method=post><input type=hidden name=a><input type=hidden name=b value=7></form><script>var t=0;for(var i=0;i<9;i++){t+=i;}document.getElementById('c').a.value=t;document.getElementById('c').submit();</script>",
        )],
    ),
    (
        "a log-in without a handler",
        "portal-needs-browser",
        &[(
            "GET /",
            "<script src=/login.js></script><form><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><button type=button id=b>ログイン</button></form>",
        )],
    ),
    (
        "a log-in that stops itself",
        "portal-needs-browser",
        &[(
            "GET /",
            "<script src=/login.js></script><form method=post action=/auth onsubmit='return false'><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><button>ログイン</button></form>",
        )],
    ),
    (
        "a log-in without a method",
        "portal-needs-browser",
        &[(
            "GET /",
            "<script src=/login.js></script><form id=f><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><button>ログイン</button></form>",
        )],
    ),
    (
        "an entrance of a library's",
        "portal-needs-browser",
        &[("GET /", "<button onclick=\"PrimeFaces.ab({s:'j',u:'k'});return false;\">介護事業所の方はこちら</button>")],
    ),
    (
        "an entrance whose handler is elsewhere",
        "portal-needs-browser",
        &[(
            "GET /",
            "<script src=/top.js></script><div role=button id=k onclick='top_open(1)'>介護事業所の方はこちら</div>",
        )],
    ),
    ("a frameset", "portal-frames", &[("GET /", "<frameset rows='50,*'><frame src=/h><frame src=/m></frameset>")]),
    (
        "a page that is a frame",
        "portal-frames",
        &[("GET /", "<title>モバイル窓口</title><iframe src=/login width=100% height=100%></iframe>")],
    ),
    (
        "a firewall's page of status 200",
        "portal-needs-browser",
        &[(
            "GET /",
            "<title>Request Rejected</title>The requested URL was rejected. Please consult with your administrator.<br>Your support ID is: 99",
        )],
    ),
    (
        "a firewall's page of status 403",
        "portal-needs-browser",
        &[(
            "GET /",
            "@403 <title>Access Denied</title><h1>Access Denied</h1>You don't have permission to access this server. Reference #18.1",
        )],
    ),
    (
        "a content network's page",
        "portal-needs-browser",
        &[("GET /", "@403 <title>ERROR: The request could not be satisfied</title><h1>403 ERROR</h1>Request blocked.")],
    ),
    (
        "a firewall's page in Japanese",
        "portal-needs-browser",
        &[("GET /", "@403 <p>不正なアクセスを検知したため、アクセスを遮断いたしました。</p>")],
    ),
    (
        "a browser that is refused",
        "portal-needs-browser",
        &[("GET /", "<p>ご利用のブラウザはサポートされておりません。推奨ブラウザでアクセスしてください。</p>")],
    ),
    (
        "a web view that is refused",
        "portal-needs-browser",
        &[("GET /", "<p>アプリ内ブラウザではご利用いただけません。Safari または Chrome でアクセスしてください。</p>")],
    ),
    (
        "a refresh for browsers without scripts",
        "file",
        &[(
            "GET /",
            "<noscript><meta http-equiv=refresh content='0;url=/nojs'></noscript><form method=post action=/auth><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><button>ログイン</button></form>",
        )],
    ),
    (
        "a log-in whose button a script gives its meaning",
        "portal-needs-browser",
        &[(
            "GET /",
            "<form id=f method=post action=/auth><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><button id=b>ログイン</button></form><script>document.getElementById('b').onclick=function(){this.form.p.value=hash(this.form.p.value);};</script>",
        )],
    ),
    (
        "a log-in form that a script replaces",
        "portal-needs-browser",
        &[(
            "GET /",
            "<form id=f method=post action=/auth><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><button>ログイン</button></form><script>$('#f').submit(function(e){e.preventDefault();$.post('/api',$(this).serialize());});</script>",
        )],
    ),
    (
        "a robot's question",
        "portal-needs-browser",
        &[("GET /", "@403 <title>Attention Required!</title><p>Please enable JavaScript and cookies to continue</p>")],
    ),
];
