//! What is said instead of a menu: refused, locked, expired, closed. Each of them counts as a try.

use crate::case::{AUTH, Case};

const LOGIN_AGAIN: &str =
    "<title>ログイン</title><form method=post action=/auth><label>ユーザーID<input name=u></label>
    <label>パスワード<input type=password name=p></label><input type=submit value=ログイン></form>";

pub(crate) const CASES: &[Case] = &[
    ("the log-in's page again without a word", "portal-wrong-login", &[(AUTH, LOGIN_AGAIN)]),
    (
        "the log-in's page again, of status 401",
        "portal-wrong-login",
        &[(
            AUTH,
            "@401 <title>ログイン</title><form method=post action=/auth><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><input type=submit value=ログイン></form>",
        )],
    ),
    (
        "a code and a way back",
        "portal-wrong-login",
        &[(
            AUTH,
            "<h1>エラー</h1><p>[KEX0012] ユーザーID、またはパスワードに誤りがあります。</p><a href='javascript:history.back()'>戻る</a>",
        )],
    ),
    (
        "a dialog and a way back",
        "portal-wrong-login",
        &[(
            AUTH,
            "<script>window.onload=function(){alert('ユーザーIDもしくはパスワードが違います。');history.back();}</script>",
        )],
    ),
    (
        "a form that is sent by itself",
        "portal-wrong-login",
        &[
            (
                AUTH,
                "<body onload='document.B.submit()'><form name=B method=post action=/back><input type=hidden name=err value=E01></form></body>",
            ),
            ("POST /back err=E01", LOGIN_AGAIN),
        ],
    ),
    (
        "a refusal that warns of the lock",
        "portal-wrong-login",
        &[(AUTH, "<p>認証に失敗しました。あと1回間違えると、アカウントがロックされます。</p>")],
    ),
    (
        "polite words",
        "portal-wrong-login",
        &[(
            AUTH,
            "<p>恐れ入りますが、ご入力いただいたユーザーIDまたはパスワードが正しくございません。</p><a href=/>ログイン画面へ</a>",
        )],
    ),
    (
        "unknown to the portal",
        "portal-wrong-login",
        &[(AUTH, "<p>入力されたユーザーIDは登録されていません。</p><a href=/>戻る</a>")],
    ),
    (
        "an authentication error",
        "portal-wrong-login",
        &[(AUTH, "<title>認証エラー</title><p>認証エラーが発生しました。</p><a href=/>戻る</a>")],
    ),
    (
        "locked for a while",
        "portal-locked",
        &[(AUTH, "<p>パスワードを3回連続して誤ったため、30分間ログインできません。</p>")],
    ),
    (
        "locked out",
        "portal-locked",
        &[(AUTH, "<p>アカウントがロックアウトされました。しばらく時間をおいてください。</p>")],
    ),
    (
        "politely locked",
        "portal-locked",
        &[(AUTH, "<p>大変申し訳ございませんが、お客様のアカウントは現在ロックされている状態でございます。</p>")],
    ),
    (
        "locked, beside the form",
        "portal-locked",
        &[(
            AUTH,
            "<p>ユーザーIDがロックされているため、ログインできません。</p><form method=post action=/auth><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><button>ログイン</button></form>",
        )],
    ),
    (
        "a lock that is explained",
        "portal-wrong-login",
        &[(
            AUTH,
            "<p>ユーザーIDまたはパスワードが正しくありません。</p><ul><li>規定回数を超えて誤った場合、アカウントがロックされます。</li><li>ロックされた場合は、30分後に再度お試しください。</li></ul>",
        )],
    ),
    (
        "an expired password",
        "portal-password-expired",
        &[(AUTH, "<p>パスワードの有効期限が切れております。パソコンから変更をお願いいたします。</p>")],
    ),
    (
        "an expired password in other words",
        "portal-password-expired",
        &[(AUTH, "<p>有効期限が切れたパスワードです。</p>")],
    ),
    (
        "an expiry that is explained",
        "portal-wrong-login",
        &[(
            AUTH,
            "<p>ログインに失敗しました。</p><p>パスワードの有効期限が切れた場合は、パソコンから変更してください。</p>",
        )],
    ),
    ("closed for the night", "portal-maintenance", &[(AUTH, "<p>サービス時間外のため、ログインできません。</p>")]),
    (
        "a notice that nobody knows",
        "portal-unknown-page",
        &[(AUTH, "<title>E-9999</title><p>システムエラーが発生しました。</p><a href=/>戻る</a>")],
    ),
    (
        "a question about the person",
        "portal-unknown-page",
        &[(
            AUTH,
            "<p>アカウントがロックされました。</p><form method=post action=/q><label>秘密の質問の答え<input name=a></label><button>次へ</button></form>",
        )],
    ),
    ("the portal is down", "portal-down", &[(AUTH, "@503 <h1>Service Unavailable</h1>")]),
    (
        "a busy portal",
        "portal-down",
        &[(AUTH, "<p>ただいまアクセスが集中しております。しばらくたってから再度お試しください。</p>")],
    ),
    (
        "a page that says nothing and leads back to the log-in at the same address",
        "portal-wrong-login",
        &[
            (AUTH, "<title>エラー</title><p>処理中です</p><meta http-equiv=refresh content='0;url=/auth'>"),
            ("GET /auth", LOGIN_AGAIN),
        ],
    ),
    (
        "somebody has logged in elsewhere, on a page of its own",
        "portal-session-taken-over",
        &[("GET /list", "<p>別の端末でログインされましたので、処理を終了します。</p>")],
    ),
    (
        "time is over, and the entrance comes instead of the list",
        "portal-session-expired",
        &[(
            "GET /list",
            "<title>モバイル窓口</title><h1>電子請求受付システム モバイル窓口</h1><a href=/login>介護事業所の方はこちら</a></body>",
        )],
    ),
    (
        "time is over, and the entrance comes instead of the file",
        "portal-session-expired",
        &[(
            "GET /file",
            "<title>モバイル窓口</title><h1>電子請求受付システム モバイル窓口</h1><a href=/login>介護事業所の方はこちら</a></body>",
        )],
    ),
    (
        "a wrong combination, on a page of its own",
        "portal-wrong-login",
        &[(AUTH, "<p>ユーザーIDとパスワードの組み合わせが正しくありません。</p><a href=/>戻る</a>")],
    ),
    (
        "an invalid password, on a page of its own",
        "portal-wrong-login",
        &[(AUTH, "<p>ユーザーIDまたはパスワードが不正です。</p><a href=/>戻る</a>")],
    ),
    (
        "the most tries, beside the log-in",
        "portal-locked",
        &[(
            AUTH,
            "<title>ログイン</title><p>ログインの失敗回数が上限に達しました。30分後に再度お試しください。</p><form method=post action=/auth><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><button>ログイン</button></form>",
        )],
    ),
    (
        "maintenance, beside the log-in that was used",
        "portal-maintenance",
        &[(
            AUTH,
            "<title>ログイン</title><p>現在、システムメンテナンス中のため、ログインできません。</p><form method=post action=/auth><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><button>ログイン</button></form>",
        )],
    ),
    (
        "an error of the portal's own, beside the log-in",
        "portal-unknown-page",
        &[(
            AUTH,
            "<title>ログイン</title><p>システムエラーが発生しました。しばらくしてから再度お試しください。</p><form method=post action=/auth><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><button>ログイン</button></form>",
        )],
    ),
    (
        "an error of the server, beside the log-in",
        "portal-unknown-page",
        &[(
            AUTH,
            "<title>ログイン</title><p>サーバーエラーが発生しています（E-0500）</p><form method=post action=/auth><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><button>ログイン</button></form>",
        )],
    ),
    (
        "an error of the log-in, beside it",
        "portal-wrong-login",
        &[(
            AUTH,
            "<title>ログイン</title><p>認証エラーが発生しました。</p><form method=post action=/auth><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><button>ログイン</button></form>",
        )],
    ),
    (
        "a caution about errors, beside the log-in",
        "portal-wrong-login",
        &[(
            AUTH,
            "<title>ログイン</title><p>入力内容をご確認ください。システムエラーが発生した場合は、ヘルプデスクへご連絡ください。</p><form method=post action=/auth><label>ユーザーID<input name=u></label><label>パスワード<input type=password name=p></label><button>ログイン</button></form>",
        )],
    ),
];
