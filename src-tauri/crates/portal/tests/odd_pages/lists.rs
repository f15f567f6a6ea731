//! Lists of certificates and what downloads one of them.

use crate::case::Case;

pub(crate) const CASES: &[Case] = &[
    (
        "one button for all, and a choice",
        "file",
        &[
            (
                "GET /list",
                "<title>証明書ダウンロード</title><form method=post action=/dl><table><tr><td><input type=radio name=c value=1 checked><td>介護保険証明書<td>2027/3/31<tr><td><input type=radio name=c value=2><td>介護DX証明書<td>2027/3/31</table><input type=submit value=ダウンロード></form></body>",
            ),
            ("POST /dl c=2", "@file"),
            ("POST /dl c=1", "@other"),
        ],
    ),
    (
        "one button for all, and boxes to tick",
        "file",
        &[
            (
                "GET /list",
                "<title>証明書ダウンロード</title><form method=post action=/dl><ul><li><label><input type=checkbox name=c value=1 checked>介護保険証明書</label><li><label><input type=checkbox name=c value=2>介護DX証明書</label></ul><button>ダウンロード</button></form></body>",
            ),
            ("POST /dl c=2", "@file"),
        ],
    ),
    (
        "one button for all, and a list to choose from",
        "file",
        &[
            (
                "GET /list",
                "<title>証明書ダウンロード</title><form method=post action=/dl><select name=c><option value=1>介護保険証明書（2027/3/31まで）<option value=2>介護DX証明書（2027/3/31まで）</select><button>ダウンロード</button></form></body>",
            ),
            ("POST /dl c=2", "@file"),
        ],
    ),
    (
        "one button for all, and a choice that a script makes of it",
        "portal-unknown-page",
        &[(
            "GET /list",
            "<title>証明書ダウンロード</title><script>function dl(){for(var i=0;i<2;i++){if(document.L.c[i].checked){location.href='/dl?no='+i;}}}</script><form name=L><input type=radio name=c value=1 checked>介護保険証明書<input type=radio name=c value=2>介護DX証明書<input type=button value=ダウンロード onclick='dl()'></form></body>",
        )],
    ),
    (
        "one button for two names",
        "portal-unknown-page",
        &[(
            "GET /list",
            "<title>証明書ダウンロード</title><table><tr><td>介護保険証明書<tr><td>介護DX証明書</table><a href=/both>ダウンロード</a></body>",
        )],
    ),
    (
        "names that are links to something else",
        "file",
        &[(
            "GET /list",
            "<title>証明書ダウンロード</title><table><tr><td><a href=/d1>介護保険証明書</a><td><a href=/other>ダウンロード</a><tr><td><a href=/d2>介護DX証明書</a><td><a href=/file>ダウンロード</a></table></body>",
        )],
    ),
    (
        "names that are the links themselves",
        "file",
        &[(
            "GET /list",
            "<title>証明書ダウンロード</title><p>ダウンロードする証明書を選択してください。</p><ul><li><a href=/other>介護保険証明書</a><li><a href=/file>介護DX証明書</a></ul></body>",
        )],
    ),
    (
        "a row number in a hidden field",
        "file",
        &[
            (
                "GET /list",
                "<title>証明書ダウンロード</title><script>function dl(i){var f=document.forms['L'];f.idx.value=i;f.act.value='DL';f.submit();}</script><form name=L method=post action=/main><input type=hidden name=idx><input type=hidden name=act><table><tr><td>1<td>介護保険証明書<td><a href=\"javascript:dl('0');\">ダウンロード</a><tr><td>2<td>介護DX証明書<td><a href=\"javascript:dl('1');\">ダウンロード</a></table></form></body>",
            ),
            ("POST /main idx=1&act=DL", "@file"),
            ("POST /main idx=0&act=DL", "@other"),
        ],
    ),
    (
        "a value that a later line changes",
        "file",
        &[
            (
                "GET /list",
                "<title>証明書ダウンロード</title><script>var key='1'; key='2'; function dl(){document.L.no.value=key;document.L.submit();}</script><form name=L method=post action=/dl><input type=hidden name=no></form><table><tr><td>介護DX証明書<td><a href='javascript:dl()'>ダウンロード</a></table></body>",
            ),
            ("POST /dl no=2", "@file"),
            ("POST /dl no=1", "@other"),
        ],
    ),
    (
        "a value that a line changes which is not understood",
        "portal-unknown-page",
        &[
            (
                "GET /list",
                "<title>証明書ダウンロード</title><script>var key='1'; for(var i=0;i<1;i++){key='2';} function dl(){document.L.no.value=key;document.L.submit();}</script><form name=L method=post action=/dl><input type=hidden name=no></form><table><tr><td>介護DX証明書<td><a href='javascript:dl()'>ダウンロード</a></table></body>",
            ),
            ("POST /dl no=1", "@other"),
        ],
    ),
    (
        "a value that a function changes which is not understood",
        "portal-unknown-page",
        &[
            (
                "GET /list",
                "<title>証明書ダウンロード</title><script>var key='1'; function init(){while(true){key='2';break;}} init(); function dl(){document.L.no.value=key;document.L.submit();}</script><form name=L method=post action=/dl><input type=hidden name=no></form><table><tr><td>介護DX証明書<td><a href='javascript:dl()'>ダウンロード</a></table></body>",
            ),
            ("POST /dl no=1", "@other"),
        ],
    ),
    (
        "a value that a script sets when the page has loaded",
        "file",
        &[
            (
                "GET /list",
                "<title>証明書ダウンロード</title><body onload='init()'><script>var key='1'; function init(){key='2';} function dl(){document.L.no.value=key;document.L.submit();}</script><form name=L method=post action=/dl><input type=hidden name=no></form><table><tr><td>介護DX証明書<td><a href='javascript:dl()'>ダウンロード</a></table></body>",
            ),
            ("POST /dl no=2", "@file"),
            ("POST /dl no=1", "@other"),
        ],
    ),
    (
        "the button's own data",
        "file",
        &[
            (
                "GET /list",
                "<title>証明書ダウンロード</title><script>function dl(b){var f=document.L;f.no.value=b.getAttribute('data-no');f.kind.value=b.dataset.certKind;f.submit();}</script><form name=L method=post action=/dl><input type=hidden name=no><input type=hidden name=kind></form><table><tr><td>介護DX証明書<td><button type=button data-no=2 data-cert-kind=dx onclick='dl(this)'>ダウンロード</button></table></body>",
            ),
            ("POST /dl no=2&kind=dx", "@file"),
        ],
    ),
    (
        "an input that a script adds to the form",
        "portal-unknown-page",
        &[
            (
                "GET /list",
                "<title>証明書ダウンロード</title><script>function dl(n){var h=document.createElement('input');h.type='hidden';h.name='no';h.value=n;document.L.appendChild(h);document.L.submit();}</script><form name=L method=post action=/dl></form><table><tr><td>介護DX証明書<td><a href='javascript:dl(2)'>ダウンロード</a></table></body>",
            ),
            ("POST /dl ", "@other"),
        ],
    ),
    (
        "a new window for the download",
        "file",
        &[
            (
                "GET /list",
                "<title>証明書ダウンロード</title><script>function dl(n){var w=window.open('about:blank','dlwin','width=300,height=200');document.L.target='dlwin';document.L.no.value=n;document.L.submit();document.L.target='';if(w!=null){w.focus();}}</script><form name=L method=post action=/dl><input type=hidden name=no></form><table><tr><td>介護DX証明書<td><input type=button value=ダウンロード onclick='dl(2)'></table></body>",
            ),
            ("POST /dl no=2", "@file"),
        ],
    ),
    (
        "a question and a word of thanks",
        "file",
        &[
            (
                "GET /list",
                "<title>証明書ダウンロード</title><script>function dl(n){var ret=window.confirm('証明書をダウンロードします。\\nよろしいですか？');if(ret==true){document.L.no.value=n;document.L.submit();}else{alert('中止しました');}}</script><form name=L method=post action=/dl><input type=hidden name=no></form><table><tr><td>介護DX証明書<td><input type=button value=ダウンロード onclick='dl(2)'></table></body>",
            ),
            ("POST /dl no=2", "@file"),
        ],
    ),
    (
        "a certificate that is revoked",
        "file",
        &[(
            "GET /list",
            "<title>証明書ダウンロード</title><table><tr><td>介護DX証明書<td>失効<td><button disabled>ダウンロード</button><tr><td>介護DX証明書<td>有効<td><a href=/file>ダウンロード</a></table></body>",
        )],
    ),
    (
        "cards",
        "file",
        &[(
            "GET /list",
            "<title>証明書ダウンロード</title><div class=card><h3>介護保険証明書</h3><p>有効期限 令和9年3月31日</p><a href=/other>ダウンロード</a></div><div class=card><h3>介護DX証明書</h3><p>有効期限 令和9年3月31日</p><a href=/file>ダウンロード</a></div></body>",
        )],
    ),
    (
        "columns instead of rows",
        "file",
        &[(
            "GET /list",
            "<title>証明書ダウンロード</title><table><tr><th>介護保険証明書<th>介護DX証明書<tr><td><a href=/other>ダウンロード</a><td><a href=/file>ダウンロード</a></table></body>",
        )],
    ),
    (
        "names that are explained above",
        "file",
        &[(
            "GET /list",
            "<title>証明書ダウンロード</title><p>介護保険証明書は請求に、介護DX証明書は照会に使います。</p><table><tr><td>介護DX証明書<td><a href=/file>ダウンロード</a></table></body>",
        )],
    ),
    (
        "none",
        "empty",
        &[(
            "GET /list",
            "<title>証明書ダウンロード</title><p>介護DX証明書は発行後に表示されます。</p><table><tr><th>種類<th>期限</table></body>",
        )],
    ),
    (
        "none, politely",
        "empty",
        &[(
            "GET /list",
            "<title>証明書ダウンロード</title><h2>介護DX証明書</h2><p>ダウンロードできる証明書はございません。</p></body>",
        )],
    ),
    (
        "a name and no way to its file",
        "portal-unknown-page",
        &[(
            "GET /list",
            "<title>証明書ダウンロード</title><table><tr><td>介護DX証明書<td><span class=dl>取得</span></table><script src=/list.js></script></body>",
        )],
    ),
    (
        "a list that scripts draw",
        "portal-unknown-page",
        &[(
            "GET /list",
            "<title>証明書ダウンロード</title><div id=list></div><script src=/list.js></script><noscript>JavaScriptを有効にしてください</noscript></body>",
        )],
    ),
    (
        "JSF's links with several parameters",
        "file",
        &[
            (
                "GET /list",
                "<title>証明書ダウンロード</title><form id=f name=f method=post action=/l.xhtml><input type=hidden name=f value=f><table><tr><td>介護保険証明書<td><a href='#' onclick=\"mojarra.jsfcljs(document.getElementById('f'),{'f:t:0:dl':'f:t:0:dl','no':'1','kind':'H'},'');return false\">ダウンロード</a><tr><td>介護DX証明書<td><a href='#' onclick=\"mojarra.jsfcljs(document.getElementById('f'),{'f:t:1:dl':'f:t:1:dl','no':'2','kind':'D'},'');return false\">ダウンロード</a></table></form></body>",
            ),
            ("POST /l.xhtml f=f&f%3At%3A1%3Adl=f%3At%3A1%3Adl&no=2&kind=D", "@file"),
        ],
    ),
    (
        "image buttons in one form",
        "file",
        &[
            (
                "GET /list",
                "<title>証明書ダウンロード</title><form method=post action=/dl><table><tr><td>介護保険証明書<td><input type=image name=d1 alt=ダウンロード><tr><td>介護DX証明書<td><input type=image name=d2 alt=ダウンロード></table></form></body>",
            ),
            ("POST /dl d2.x=1&d2.y=1", "@file"),
            ("POST /dl d1.x=1&d1.y=1", "@other"),
        ],
    ),
    (
        "a choice whose names stand in other cells, and a servlet's button",
        "file",
        &[
            (
                "GET /list",
                "<title>証明書ダウンロード</title><script>function doSubmit(a){document.L.act.value=a;document.L.submit();}</script><form name=L method=post action=/dl><input type=hidden name=act><table><tr><th>選択<th>証明書<th>期限<tr><td><input type=radio name=c value=1><td>介護保険証明書<td>2027/03/31<tr><td><input type=radio name=c value=2><td>介護DX証明書<td>2027/03/31</table></form><input type=button value=ダウンロード onclick=\"doSubmit('DL')\"></body>",
            ),
            ("POST /dl act=DL&c=2", "@file"),
        ],
    ),
    (
        "a half-understood handler before an understood one",
        "portal-unknown-page",
        &[
            (
                "GET /list",
                "<title>証明書ダウンロード</title><form name=L method=post action=/dl><input type=hidden name=no value=1><table><tr><td>介護DX証明書<td><input type=submit value=ダウンロード onclick='selectRow(2)'></table></form></body>",
            ),
            ("POST /dl no=1", "@other"),
        ],
    ),
    (
        "a handler that is attached elsewhere",
        "portal-unknown-page",
        &[
            (
                "GET /list",
                "<title>証明書ダウンロード</title><script>$(document).on('click','.dl',function(){$('#no').val($(this).data('no'));$('#L').submit();});</script><form id=L method=post action=/dl><input type=hidden id=no name=no value=1><table><tr><td>介護DX証明書<td><button class=dl data-no=2>ダウンロード</button></table></form></body>",
            ),
            ("POST /dl no=1", "@other"),
        ],
    ),
    (
        "two of the same kind, the old and the new",
        "file",
        &[(
            "GET /list",
            "<title>証明書ダウンロード</title><table><tr><td>介護DX証明書<td>2029/3/31<td><a href=/file>ダウンロード</a><tr><td>介護DX証明書<td>2026/12/31<td><a href=/old>ダウンロード</a></table></body>",
        )],
    ),
    (
        "other certificates only",
        "empty",
        &[(
            "GET /list",
            "<title>証明書ダウンロード</title><table><tr><td>障害者総合支援証明書<td><a href=/other>ダウンロード</a><tr><td>代理人証明書<td><a href=/other>ダウンロード</a></table></body>",
        )],
    ),
    (
        "a manual to download beside the list",
        "file",
        &[(
            "GET /list",
            "<title>証明書ダウンロード</title><p>操作マニュアル <a href=/manual.pdf>ダウンロード</a></p><table><tr><td>介護DX証明書<td><a href=/file>ダウンロード</a></table></body>",
        )],
    ),
    (
        "a form that is tidied up once it is sent",
        "file",
        &[
            (
                "GET /list",
                "<title>証明書ダウンロード</title><script language=JavaScript type='text/javascript1.2'>function dl(n){var f=document.L;f.no.value=n;f.action='/dl';f.target='_blank';f.submit();f.action='/main';f.target='';f.no.value='';}</script><form name=L method=post action=/main><input type=hidden name=no></form><table><tr><td>介護DX証明書<td><input type=button value=ダウンロード onclick='dl(2)'></table></body>",
            ),
            ("POST /dl no=2", "@file"),
        ],
    ),
    (
        "a timer that tidies up later",
        "file",
        &[
            (
                "GET /list",
                "<title>証明書ダウンロード</title><script>function dl(n){document.L.no.value=n;setTimeout(function(){document.L.no.value='1';},500);setTimeout(\"document.L.no.value='1'\",800);document.L.submit();}</script><form name=L method=post action=/dl><input type=hidden name=no></form><table><tr><td>介護DX証明書<td><input type=button value=ダウンロード onclick='dl(2)'></table></body>",
            ),
            ("POST /dl no=2", "@file"),
            ("POST /dl no=1", "@other"),
        ],
    ),
    (
        "an error under the heading of the list",
        "portal-unknown-page",
        &[(
            "GET /list",
            "<html><body><h1>証明書ダウンロード</h1><p class=err>システムエラーが発生しました。（E0031）</p><p>しばらくしてから再度お試しください。</p><a href=/menu>メニューへ戻る</a></body></html>",
        )],
    ),
    (
        "what could not be got under the heading of the list",
        "portal-unknown-page",
        &[(
            "GET /list",
            "<html><body><h1>証明書ダウンロード</h1><p class=err>証明書情報の取得に失敗しました。</p><a href=/menu>メニューへ戻る</a></body></html>",
        )],
    ),
    (
        "a list in a frame",
        "portal-unknown-page",
        &[(
            "GET /list",
            "<html><body><h1>証明書ダウンロード</h1><p>ダウンロードする証明書を選択してください。</p><iframe src=/inner></iframe><a href=/out>ログアウト</a></body></html>",
        )],
    ),
    (
        "a list that must be searched for",
        "portal-unknown-page",
        &[(
            "GET /list",
            "<html><body><h1>証明書ダウンロード</h1><p>条件を指定して検索してください。</p><form method=post action=/s><label>事業所番号<input name=j></label><button>検索</button></form></body></html>",
        )],
    ),
    (
        "a short name beside the button",
        "portal-unknown-page",
        &[(
            "GET /list",
            "<html><body><h1>証明書ダウンロード</h1><table><tr><th>証明書の種類<th>有効期限<th><tr><td>介護DX<td>2027/3/31<td><a href=/file>ダウンロード</a></table></body></html>",
        )],
    ),
    (
        "a serial number beside the button",
        "portal-unknown-page",
        &[(
            "GET /list",
            "<html><body><h1>証明書ダウンロード</h1><table><tr><th>シリアル番号<th>発行日<th>有効期限<th><tr><td>1A2B3C<td>2026/3/31<td>2027/3/31<td><a href=/file>ダウンロード</a></table></body></html>",
        )],
    ),
    (
        "the name inside the certificate beside the button",
        "portal-unknown-page",
        &[(
            "GET /list",
            "<html><body><h1>証明書ダウンロード</h1><table><tr><th>発行先<th>有効期限<th><tr><td>CarePlanJigyousho<td>2027/3/31<td><button onclick=\"location.href='/file'\">ダウンロード</button></table></body></html>",
        )],
    ),
    (
        "a sentence about the fitting certificate, and a short name",
        "portal-unknown-page",
        &[(
            "GET /list",
            "<html><body><h1>証明書ダウンロード</h1><p>該当する証明書の「ダウンロード」ボタンを押してください。</p><table><tr><th>証明書の種類<th>有効期限<th><tr><td>介護DX<td>2027/3/31<td><a href=/file>ダウンロード</a></table></body></html>",
        )],
    ),
    (
        "none, and the button of a manual",
        "empty",
        &[(
            "GET /list",
            "<html><body><h1>証明書ダウンロード</h1><p>ダウンロードできる証明書はありません。</p><p>操作マニュアル <a href=/m.pdf>ダウンロード</a></p></body></html>",
        )],
    ),
    (
        "none, and a caution about other phones",
        "empty",
        &[(
            "GET /list",
            "<html><body><h1>証明書ダウンロード</h1><p>ダウンロードできる証明書はありません。</p><p>別の端末でログインされた場合、先のログインは無効になります。</p><a href=/out>ログアウト</a></body></html>",
        )],
    ),
    (
        "none, and a caution about what may fail",
        "empty",
        &[(
            "GET /list",
            "<h1>証明書ダウンロード</h1><p>ダウンロードできる証明書はありません。</p><p>ダウンロードに失敗しました場合は、再度お試しください。</p><a href=/out>ログアウト</a></body>",
        )],
    ),
];
