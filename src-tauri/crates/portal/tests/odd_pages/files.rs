//! Files, the two steps to them, and what comes in their place.

use crate::case::Case;

pub(crate) const CASES: &[Case] = &[
    ("a file that says that it is a page", "file", &[("GET /file", "@file-as-html")]),
    (
        "a page that holds the button once more",
        "file",
        &[
            ("GET /file", "<title>ダウンロード</title><p>準備ができました。</p><a href=/real>ダウンロード</a>"),
            ("GET /real", "@file"),
        ],
    ),
    (
        "a page that asks whether",
        "file",
        &[
            (
                "GET /file",
                "<p>介護DX証明書をダウンロードします。よろしいですか？</p><form method=post action=/real><input type=submit name=ok value=はい><input type=submit name=ng value=いいえ></form>",
            ),
            ("POST /real ok=%E3%81%AF%E3%81%84", "@file"),
        ],
    ),
    (
        "a page that asks whether, by a servlet's codes",
        "file",
        &[
            (
                "GET /file",
                "<script>function doSubmit(a){document.D.a.value=a;document.D.submit();}</script><p>証明書のダウンロードを実行します。</p><form name=D method=post action=/real><input type=hidden name=a></form><input type=button value=実行 onclick=\"doSubmit('EXE')\"><input type=button value=戻る onclick=\"doSubmit('BACK')\">",
            ),
            ("POST /real a=EXE", "@file"),
        ],
    ),
    (
        "a page that asks about another certificate",
        "portal-not-a-file",
        &[
            (
                "GET /file",
                "<p>介護保険証明書をダウンロードします。よろしいですか？</p><form method=post action=/real><button>はい</button></form>",
            ),
            ("POST /real ", "@other"),
        ],
    ),
    (
        "a page that asks for a password",
        "portal-not-a-file",
        &[
            (
                "GET /file",
                "<p>ダウンロードするには証明書発行用パスワードを入力してください。</p><form method=post action=/real><input type=password name=pin><button>ダウンロード</button></form>",
            ),
            ("POST /real pin=", "@other"),
        ],
    ),
    (
        "a frame that brings it",
        "file",
        &[
            (
                "GET /file",
                "<p>ダウンロードを開始します。しばらくお待ちください。</p><iframe src=/real style='display:none'></iframe>",
            ),
            ("GET /real", "@file"),
        ],
    ),
    (
        "a refresh that brings it",
        "file",
        &[
            ("GET /file", "<meta http-equiv=refresh content='1; url=/real'><p>ダウンロードを開始します。"),
            ("GET /real", "@file"),
        ],
    ),
    (
        "a script that brings it",
        "file",
        &[
            (
                "GET /file",
                "<script>window.onload=function(){document.D.submit();};</script><form name=D method=post action=/real><input type=hidden name=k value=7></form>",
            ),
            ("POST /real k=7", "@file"),
        ],
    ),
    (
        "a script that waits and brings it",
        "file",
        &[
            (
                "GET /file",
                "<script>setTimeout(\"location.href='/real'\", 3000);</script><p>ファイルを作成しております。",
            ),
            ("GET /real", "@file"),
        ],
    ),
    (
        "a page that finds nothing",
        "portal-not-a-file",
        &[("GET /file", "<p>指定された証明書は見つかりませんでした。</p><a href=/list>戻る</a>")],
    ),
    (
        "the log-in's page",
        "portal-session-expired",
        &[(
            "GET /file",
            "<form method=post action=/auth><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><button>ログイン</button></form>",
        )],
    ),
    (
        "the session is over",
        "portal-session-expired",
        &[("GET /file", "<p>セッションがタイムアウトいたしました。再度ログインしてください。</p>")],
    ),
    ("closed", "portal-maintenance", &[("GET /file", "<p>ただいまシステムメンテナンス中でございます。</p>")]),
    ("an error", "portal-down", &[("GET /file", "@500 <p>error")]),
    (
        "a third step",
        "portal-not-a-file",
        &[
            ("GET /file", "<a href=/two>ダウンロード</a>"),
            ("GET /two", "<a href=/three>ダウンロード</a>"),
            ("GET /three", "@file"),
        ],
    ),
    (
        "a page in a new window that closes itself",
        "file",
        &[
            (
                "GET /file",
                "<script>function start(){location.href='/real';}</script><body onload='start()'><p>この画面は自動的に閉じます。</p></body>",
            ),
            ("GET /real", "@file"),
        ],
    ),
    (
        "a polite wait with a button",
        "file",
        &[
            (
                "GET /file",
                "<p>ファイルの準備が完了いたしました。下のボタンを押してください。</p><form name=D method=post action=/real><input type=hidden name=tk value=x><button>ダウンロード開始</button></form>",
            ),
            ("POST /real tk=x", "@file"),
        ],
    ),
    (
        "a page that offers two files",
        "portal-not-a-file",
        &[
            ("GET /file", "<a href=/a>ダウンロード</a><a href=/b>ダウンロード</a>"),
            ("GET /a", "@other"),
            ("GET /b", "@file"),
        ],
    ),
    (
        "someone else has logged in",
        "portal-session-taken-over",
        &[("GET /file", "<p>他の端末でログインされたため、処理を中止しました。</p>")],
    ),
];
