//! Entrances: what leads to the log-in.

use crate::case::Case;

const LOGIN: &str = "<title>ログイン</title><form method=post action=/auth><label>ユーザーID<input name=u></label>
    <label>パスワード<input type=password name=p></label><input type=submit value=ログイン></form>";

pub(crate) const CASES: &[Case] = &[
    (
        "a form with the screen's code",
        "file",
        &[
            ("GET /", "<title>モバイル窓口</title><form method=post action=/main><input type=hidden name=SCRID value=MB01><button>介護事業所の方はこちら</button></form>"),
            ("POST /main SCRID=MB01", LOGIN),
        ],
    ),
    (
        "a function that opens a new window",
        "file",
        &[
            (
                "GET /",
                "<script>function openLogin(kbn){var w=window.open('/login?kbn='+kbn,'kaigo','width=480,menubar=no');if(w){w.focus();}return false;}</script>
                 <a href='javascript:void(0);' onclick=\"return openLogin('1');\">介護事業所の方はこちら</a>
                 <a href='javascript:void(0);' onclick=\"return openLogin('2');\">障害福祉サービス事業所の方はこちら</a>",
            ),
            ("GET /login?kbn=1", LOGIN),
        ],
    ),
    (
        "a window that is opened empty and then led on",
        "file",
        &[
            (
                "GET /",
                "<script>function go(url){var win=window.open('','sub');win.location.href=url;}</script><a href=\"javascript:go('/login')\">介護事業所の方はこちら</a>",
            ),
            ("GET /login", LOGIN),
        ],
    ),
    (
        "an image map",
        "file",
        &[
            ("GET /", "<img src=/top.gif usemap='#m'><map name=m><area href=/login alt=介護事業所の方はこちら><area href=/x alt=代理人の方はこちら></map>"),
            ("GET /login", LOGIN),
        ],
    ),
    (
        "an image with a handler",
        "file",
        &[
            ("GET /", "<img src=/b.gif alt=介護事業所の方はこちら onclick=\"location.href='/login'\" style='cursor:pointer'>"),
            ("GET /login", LOGIN),
        ],
    ),
    (
        "arrows beside the words",
        "file",
        &[
            ("GET /", "<a href=/a>▶ 障害福祉サービス事業所の方はこちら</a><a href=/login>▶ 介護事業所の方はこちら ＞</a>"),
            ("GET /login", LOGIN),
        ],
    ),
    (
        "words on a new window beside the words",
        "file",
        &[
            ("GET /", "<a href=/login target=_blank>介護事業所の方はこちら（別ウィンドウで開きます）</a>"),
            ("GET /login", LOGIN),
        ],
    ),
    (
        "an announcement of a maintenance to come",
        "file",
        &[
            ("GET /", "<h1>モバイル窓口</h1><p>12月5日 22時から6日 8時まで、システムメンテナンスのため、ご利用いただけません。ご迷惑をおかけしております。</p><a href=/login>介護事業所の方はこちら</a>"),
            ("GET /login", LOGIN),
        ],
    ),
    (
        "a notice with a box between entrance and log-in",
        "file",
        &[
            ("GET /", "<a href=/n>介護事業所の方はこちら</a>"),
            ("GET /n", "<h2>ご利用上の注意事項</h2><p>JavaScriptを有効にしてください。</p><form method=post action=/login><label><input type=checkbox name=chk value=1>注意事項を確認しました</label><input type=submit name=next value=次へ></form>"),
            ("POST /login chk=1&next=%E6%AC%A1%E3%81%B8", LOGIN),
        ],
    ),
    (
        "a polite maintenance page of status 200",
        "portal-maintenance",
        &[("GET /", "<title>お知らせ</title><p>いつもご利用いただきありがとうございます。</p><p>現在、定期メンテナンスのためサービスを停止させていただいております。</p>")],
    ),
    (
        "a polite maintenance page with a button to close it",
        "portal-maintenance",
        &[("GET /", "<h1>重要なお知らせ</h1><p>ただいまの時間は、システムメンテナンスを実施しております。ご不便をおかけしております。</p><button type=button onclick='window.close()'>閉じる</button>")],
    ),
    (
        "hours of service",
        "portal-maintenance",
        &[("GET /", "<h1>サービス時間外</h1><p>ご利用時間は 7:00～23:00 です。</p>")],
    ),
    (
        "hours of service in a sentence",
        "portal-maintenance",
        &[("GET /", "<p>ただいまの時間帯は、ご利用いただけません。</p><p>サービス提供時間：平日 8:00～21:00</p><a href=/help>ヘルプ</a>")],
    ),
    (
        "a maintenance page of status 503",
        "portal-maintenance",
        &[("GET /", "@503 <h1>緊急メンテナンスのお知らせ</h1><p>現在、緊急メンテナンスを行っております。</p>")],
    ),
    ("an error without a word", "portal-down", &[("GET /", "@500 <h1>Internal Server Error</h1>")]),
    (
        "an entrance by refresh and script at once",
        "file",
        &[
            ("GET /", "<meta http-equiv=refresh content='5;URL=/sp/index.html'><script>location.href='/sp/index.html';</script><p>自動的に移動しない場合は<a href=/sp/index.html>こちら</a>"),
            ("GET /sp/index.html", LOGIN),
        ],
    ),
    (
        "an entrance that leads elsewhere",
        "portal-refused-redirect",
        &[("GET /", "<a href='http://portal.example/login'>介護事業所の方はこちら</a>")],
    ),
    (
        "an entrance by the handler's own names",
        "file",
        &[
            ("GET /", "<form name=F method=post action=/main><input type=hidden name=cmd value=''><input type=button value=介護事業所の方はこちら onclick=\"cmd.value='LOGIN';submit();\"></form>"),
            ("POST /main cmd=LOGIN", LOGIN),
        ],
    ),
    (
        "a time limit of the page",
        "file",
        &[
            ("GET /", "<script>setTimeout(function(){location.href='/timeout';}, 1800000);</script><a href=/login>介護事業所の方はこちら</a>"),
            ("GET /login", LOGIN),
        ],
    ),
    (
        "a dialog when the page has loaded",
        "file",
        &[
            ("GET /", "<body onload=\"alert('推奨環境でご利用ください。')\"><a href=/login>介護事業所の方はこちら</a></body>"),
            ("GET /login", LOGIN),
        ],
    ),
    (
        "a form in a list of entrances, each with its own button",
        "file",
        &[
            ("GET /", "<ul><li>代理人<form method=post action=/e><input type=hidden name=k value=3><input type=submit value=代理人の方はこちら></form><li>介護<form method=post action=/e><input type=hidden name=k value=1><input type=submit value=介護事業所の方はこちら></form></ul>"),
            ("POST /e k=1", LOGIN),
        ],
    ),
    (
        "a business day that is over",
        "portal-maintenance",
        &[("GET /", "<h2>ご案内</h2><p>本日の受付は終了いたしました。サービス時間外です。</p>")],
    ),
    (
        "work on the system at the entrance",
        "portal-maintenance",
        &[(
            "GET /",
            "<title>電子請求受付システム</title><p>ただいま、システムの保守作業を行っております。</p><p>ご迷惑をおかけいたしますが、終了までお待ちください。</p>",
        )],
    ),
];
