//! What stands between the log-in and the menu and leads on, or asks.

use crate::case::{AUTH, Case};

pub(crate) const CASES: &[Case] = &[
    (
        "a notice with two boxes",
        "file",
        &[
            (
                AUTH,
                "<h1>重要なお知らせ</h1><form name=N method=post action=/menu><label><input type=checkbox name=a value=1 onclick='chk()'>お知らせの内容を確認しました</label><label><input type=checkbox name=b value=1 onclick='chk()'>注意事項を確認しました</label><label><input type=checkbox name=c value=1>次回から表示しない</label><input type=submit name=go value=次へ disabled></form>",
            ),
            ("POST /menu a=1&b=1&go=%E6%AC%A1%E3%81%B8", MENU),
        ],
    ),
    (
        "a notice whose button is a servlet's",
        "file",
        &[
            (
                AUTH,
                "<script>function doSubmit(a){document.N.act.value=a;document.N.submit();}</script><h2>お知らせ</h2><p>年末年始の業務についてご案内しております。</p><form name=N method=post action=/main><input type=hidden name=act></form><a href=\"javascript:doSubmit('K0101')\">メニューへ進む</a>",
            ),
            ("POST /main act=K0101", MENU),
        ],
    ),
    (
        "a notice with a dialog",
        "file",
        &[
            (
                AUTH,
                "<body onload=\"alert('システムメンテナンスのお知らせ：12月5日はご利用いただけません。')\"><h1>お知らせ一覧</h1><ul><li><a href=/n1>メンテナンスのお知らせ</a></ul><form method=post action=/menu><input type=hidden name=s value=1><button>確認</button></form></body>",
            ),
            ("POST /menu s=1", MENU),
        ],
    ),
    (
        "when one was here last",
        "file",
        &[(
            AUTH,
            "<title>ログイン完了</title><p>ログインしました。</p><p>前回ログイン日時：2026年11月2日 10:15</p><a href=/menu>次へ</a>",
        )],
    ),
    (
        "a dialog before the menu",
        "file",
        &[(AUTH, "<script>alert('パスワードの有効期限まであと10日です。');location.href='/menu';</script>")],
    ),
    (
        "a question in a dialog that nobody has answered",
        "portal-unknown-page",
        &[(
            AUTH,
            "<script>if(confirm('パスワードの有効期限まであと10日です。変更しますか？')){location.href='/change';}else{location.href='/menu';}</script>",
        )],
    ),
    (
        "expires soon: yes or no",
        "file",
        &[(
            AUTH,
            "<p>パスワードの有効期限は2026年12月9日です。有効期限が近づいております。今すぐ変更しますか？</p><a href=/change>はい</a> <a href=/menu>いいえ</a>",
        )],
    ),
    (
        "expires soon: now or later",
        "file",
        &[
            (
                AUTH,
                "<p>パスワードの有効期限が残り5日となりました。</p><form name=P method=post action=/p><input type=hidden name=act value=''><input type=button value=変更する onclick=\"P.act.value='CHG';P.submit()\"><input type=button value=変更せずに進む onclick=\"P.act.value='SKIP';P.submit()\"></form>",
            ),
            ("POST /p act=SKIP", MENU),
        ],
    ),
    (
        "expires soon: a menu that says so",
        "file",
        &[(
            AUTH,
            "<title>メニュー選択</title><p>パスワードの有効期限まであと3日です。有効期限が切れますとログインできません。</p><a href=/list>証明書ダウンロード</a><a href=/out>ログアウト</a>",
        )],
    ),
    (
        "the certificate expires soon",
        "file",
        &[(
            AUTH,
            "<h1>お知らせ</h1><p>介護DX証明書の有効期限が近づいております。更新の申請をお願いいたします。</p><a href=/menu>メニューへ</a>",
        )],
    ),
    (
        "something to register later",
        "file",
        &[(
            AUTH,
            "<p>セキュリティ用メールアドレスが登録されておりません。</p><a href=/mail>登録する</a><a href=/menu>後で登録する</a>",
        )],
    ),
    (
        "a code by mail in a cell",
        "portal-code-wanted",
        &[(
            AUTH,
            "<h1>二段階認証</h1><p>ご登録のメールアドレス（ta***@example.jp）に認証コードを送信しました。</p><form method=post action=/c><table><tr><th>認証コード（6桁）<td><input name=c type=tel maxlength=6></table><input type=submit value=認証する><input type=submit name=again value=認証コードを再送信></form>",
        )],
    ),
    (
        "a code by mail beside the user ID",
        "portal-code-wanted",
        &[(
            AUTH,
            "<h1>ワンタイムパスワード入力</h1><form method=post action=/c><label>ユーザーID<input name=u value=KJ0123456789AB readonly></label><label>ワンタイムパスワード<input name=c type=password></label><button>ログイン</button></form>",
        )],
    ),
    (
        "a code by mail, labelled by a sentence",
        "portal-code-wanted",
        &[(
            AUTH,
            "<h1>本人確認</h1><p>メールでお送りした確認番号を入力してください。</p><form method=post action=/c><input name=c maxlength=6 placeholder=確認番号><button>次へ</button></form>",
        )],
    ),
    (
        "offices in rows of a servlet",
        "portal-office-wanted",
        &[(
            AUTH,
            "<script>function sel(no){document.S.no.value=no;document.S.submit();}</script><h1>事業所選択</h1><form name=S method=post action=/s><input type=hidden name=no></form><table><tr><td>1370000001<td>さくら<td><input type=button value=選択 onclick=\"sel('1')\"><tr><td>1370000002<td>うめ<td><input type=button value=選択 onclick=\"sel('2')\"></table>",
        )],
    ),
    (
        "offices that are chosen with an image",
        "portal-office-wanted",
        &[(
            AUTH,
            "<h2>ご利用になる事業所を選択してください。</h2><form method=post action=/s><ul><li>さくらデイサービス<input type=image name=o1 alt=選択><li>うめ訪問介護<input type=image name=o2 alt=選択></ul></form>",
        )],
    ),
    (
        "offices under another word",
        "portal-office-wanted",
        &[(
            AUTH,
            "<h1>事業所番号の選択</h1><form method=post action=/s><select name=o><option value=1>1370000001 さくら<option value=2>1370000002 うめ</select><input type=submit value=選択></form>",
        )],
    ),
    (
        "the only office",
        "file",
        &[
            (
                AUTH,
                "<h1>事業所選択</h1><form method=post action=/menu><table><tr><td><input type=radio name=o value=1 checked><td>1370000001<td>さくら</table><input type=submit value=決定></form>",
            ),
            ("POST /menu o=1", MENU),
        ],
    ),
    (
        "logged in elsewhere: yes or no",
        "file",
        &[
            (
                AUTH,
                "<p>同一のユーザーIDで他の端末がログイン中です。強制的にログインしますか？</p><form method=post action=/menu><input type=submit name=yes value=はい><input type=button value=いいえ onclick=\"location.href='/'\"></form>",
            ),
            ("POST /menu yes=%E3%81%AF%E3%81%84", MENU),
        ],
    ),
    (
        "logged in elsewhere: not logged out the last time",
        "file",
        &[
            (
                AUTH,
                "<p>前回、正常にログアウトされていません。ログインを続行しますか？</p><form method=post action=/menu><input type=hidden name=f value=1><button>続行する</button><button type=button onclick='history.back()'>キャンセル</button></form>",
            ),
            ("POST /menu f=1", MENU),
        ],
    ),
    (
        "logged in elsewhere: in use",
        "file",
        &[(
            AUTH,
            "<p>このユーザーIDは、現在使用中です。先にログインしている方を切断してログインしますか。</p><a href=/menu>切断してログイン</a><a href=/>戻る</a>",
        )],
    ),
    (
        "logged in elsewhere and no way on",
        "portal-session-taken-over",
        &[(
            AUTH,
            "<p>このユーザーIDは既にログインされております。しばらくたってからお試しください。</p><a href=/>戻る</a>",
        )],
    ),
    (
        "terms with a box",
        "portal-first-login",
        &[(
            AUTH,
            "<h1>利用規約</h1><div>第1条 …</div><form method=post action=/t><label><input type=checkbox name=ok>利用規約に同意する</label><button>次へ</button></form>",
        )],
    ),
    (
        "a page that posts itself on",
        "file",
        &[
            (
                AUTH,
                "<script>function go(){document.forms[0].submit();}</script><body onload='go()'><form method=post action=/menu><input type=hidden name=SAMLResponse value=abc><noscript><button>続ける</button></noscript></form></body>",
            ),
            ("POST /menu SAMLResponse=abc", MENU),
        ],
    ),
    (
        "frames after the log-in",
        "portal-frames",
        &[(AUTH, "<frameset cols='20%,*'><frame src=/m><frame src=/t></frameset>")],
    ),
    (
        "a menu that scripts draw",
        "portal-unknown-page",
        &[(AUTH, "<title>メニュー</title><div id=app></div><script src=/menu.js></script>")],
    ),
    (
        "an office in a link of a servlet",
        "portal-office-wanted",
        &[(
            AUTH,
            "<script>function sel(n){document.S.jno.value=n;document.S.submit();return false;}</script><h1>事業所を選択してください</h1><form name=S method=post action=/s><input type=hidden name=jno></form><ul><li><a href='#' onclick=\"return sel('1370000001')\">さくらデイサービス</a><li><a href='#' onclick=\"return sel('1370000002')\">うめ訪問介護</a></ul>",
        )],
    ),
    (
        "logged in elsewhere, by a servlet's codes",
        "file",
        &[
            (
                AUTH,
                "<script>function doSubmit(a){document.D.act.value=a;document.D.submit();}</script><p>既に同じユーザーIDでログインされています。強制ログインを行いますか？</p><form name=D method=post action=/d><input type=hidden name=act></form><input type=button value=強制ログインする onclick=\"doSubmit('FORCE')\"><input type=button value=キャンセル onclick=\"doSubmit('CANCEL')\">",
            ),
            ("POST /d act=FORCE", MENU),
        ],
    ),
    (
        "a code that was not right",
        "portal-code-wanted",
        &[(
            AUTH,
            "<p class=err>確認コードが正しくありません。</p><p>確認コードをメールで送信しております。</p><form method=post action=/c><label>確認コード<input name=c></label><input type=hidden name=t value=1><button>確認する</button></form>",
        )],
    ),
    (
        "several notices, one after another",
        "file",
        &[
            (AUTH, "<h1>お知らせ</h1><p>一つ目のお知らせです。</p><a href=/n2>次へ</a>"),
            ("GET /n2", "<h1>重要なお知らせ</h1><p>二つ目のお知らせです。</p><a href=/menu>閉じる</a>"),
        ],
    ),
    (
        "a notice with a caution about other phones",
        "file",
        &[(
            AUTH,
            "<h1>お知らせ</h1><p>他の端末でログインした場合、先にログインしていた端末の接続は切れます。</p><a href=/menu>次へ</a>",
        )],
    ),
    (
        "a notice with a caution about a log-in elsewhere",
        "file",
        &[(
            AUTH,
            "<h1>お知らせ</h1><p>ログイン後、同じユーザーIDで別の端末からログインされますと、先の操作は無効となります。</p><a href=/menu>次へ</a>",
        )],
    ),
    (
        "a notice with a caution about waiting",
        "file",
        &[(
            AUTH,
            "<h1>お知らせ</h1><p>30分間操作がありませんと、セッションが無効になります。</p><a href=/menu>次へ</a>",
        )],
    ),
    (
        "a notice that tells what to do when time is over",
        "file",
        &[(AUTH, "<h1>お知らせ</h1><p>セッションが切れた場合は、再度ログインしてください。</p><a href=/menu>次へ</a>")],
    ),
];

const MENU: &str = "<title>メニュー選択</title><a href=/list>証明書ダウンロード</a><a href=/out>ログアウト</a>";
