#![allow(clippy::unwrap_used)]

use crate::find;
use crate::form::{self, NavigationError};
use crate::labels::{ControlRole, FieldRole, Labels, PageKind};
use crate::page::{FieldKind, Page};
use crate::recognise::recognise;
use crate::script::files::ScriptFiles;
use crate::transport::Method;

fn read(html: &str) -> Page {
    let url = "https://portal.example/a/b.do;jsessionid=1?x=y".parse().unwrap();
    Page::read(url, html.as_bytes(), Some("text/html; charset=utf-8"), &Labels::built_in(), &ScriptFiles::new())
        .unwrap()
}

fn found(html: &str, role: FieldRole) -> Option<String> {
    let page = read(html);
    find::field(&page, &Labels::built_in(), role).map(|index| page.fields[index].name.clone())
}

/// Presses the control and gives method, address and content.
fn pressed(html: &str, role: ControlRole) -> Result<(Method, String, String), NavigationError> {
    let (page, labels) = (read(html), Labels::built_in());
    let control = find::control(&page, &labels, role).unwrap();
    let request = form::press(&page, control, &[])?;
    let body = request.body.map(|body| String::from_utf8(body.to_vec()).unwrap()).unwrap_or_default();
    Ok((request.method, request.url.to_string(), body))
}

fn content(html: &str) -> String {
    pressed(html, ControlRole::GoOn).unwrap().2
}

#[test]
fn every_way_of_labelling_a_blank_is_understood() {
    for html in [
        "<label for=i>ユーザーID</label><p><input id=i name=n>",
        "<label>ユーザーＩＤ：<input name=n></label>",
        "<label><span>ユーザ</span><b>ID</b> <input name=n></label>",
        "<input name=n aria-label='ユーザーID'>",
        "<span id=s>ユーザーID</span><p>他</p><input name=n aria-labelledby='s'>",
        "<input name=n placeholder='ユーザーID（KJから始まる14桁）'>",
        "<input name=n title='ユーザーID'>",
        "<table><tr><th>ユーザーID</th><td>半角</td><td><input name=n></td></tr></table>",
        "<table><tr><td>ユーザーID ※</td><td><input name=n></td></tr></table>",
        "<dl><dt>ユーザーID</dt><dd>※14桁</dd><dd><input name=n></dd></dl>",
        "<table><tr><th>ユーザーID<th>パスワード<tr><td><input name=n><td><input type=password name=p></table>",
        "<table><thead><tr><td colspan=2>ユーザーID<td>パスワード</thead><tbody><tr><td><input name=n><td>x<td><input type=password name=p></table>",
        "ユーザー<b>ＩＤ</b>：<input name=n>",
        "<p>ユーザーID</p><div><input name=n></div>",
        "<table><tr><td>ユーザーID</td><td><input name=n></td><td>パスワード</td><td><input type=password name=p></td></tr></table>",
    ] {
        assert_eq!(found(html, FieldRole::UserId).as_deref(), Some("n"), "{html}");
    }
}

#[test]
fn the_right_one_of_several_blanks_is_found() {
    let html = "<form><p>検索 <input name=q></p><table><tr><th>ユーザーID<td><input name=u><tr><th>パスワード<td><input type=password name=p></table></form>";
    assert_eq!(found(html, FieldRole::UserId).as_deref(), Some("u"));
    assert_eq!(found(html, FieldRole::Password).as_deref(), Some("p"));
    let html = "<p>現在のパスワード<input type=password name=a><p>新しいパスワード<input type=password name=b><p>新しいパスワード（確認用）<input type=password name=c>";
    assert_eq!(found(html, FieldRole::CurrentPassword).as_deref(), Some("a"));
    assert_eq!(found(html, FieldRole::NewPassword).as_deref(), Some("b"));
    assert_eq!(found(html, FieldRole::ConfirmPassword).as_deref(), Some("c"));
}

#[test]
fn doubtful_blanks_are_not_found() {
    for html in [
        "<label>ユーザーID<input name=a></label><label>ユーザーID<input name=b></label>",
        "<label>ユーザーID<input name=a type=hidden></label>",
        "<label>ユーザーID<input name=a type=password></label>",
        "<label>ユーザーID<input name=a disabled></label>",
        "<div hidden><label>ユーザーID<input name=a></label></div>",
        "<fieldset disabled><label>ユーザーID<input name=a></label></fieldset>",
        "<p>ユーザーID</p><a href=x>メニュー</a>",
        "<label>氏名<input name=a></label>",
    ] {
        assert_eq!(found(html, FieldRole::UserId), None, "{html}");
    }
}

#[test]
fn forms_own_their_controls_by_the_parsers_rules() {
    let across = "<table><form action=one method=post><tr><td><input type=hidden name=a value=1><td><button>次へ</button></tr></form>
                  <form action=two method=post><tr><td><input type=hidden name=b value=2><td><button>戻る</button></form></table>";
    assert_eq!(content(across), "a=1");
    let by_attribute = "<form id=f action=x method=post></form><form action=y method=post><input name=b value=2 form=f><button form=f>次へ</button></form>";
    assert_eq!(content(by_attribute), "b=2");
    let stray = "<form action=x method=post><input name=a value=1></form><button>次へ</button>";
    assert_eq!(pressed(stray, ControlRole::GoOn), Err(NavigationError::NoTarget));
    let nowhere = "<form action=x method=post><input name=a value=1><button form=none>次へ</button></form>";
    assert_eq!(pressed(nowhere, ControlRole::GoOn), Err(NavigationError::NoTarget));
}

#[test]
fn a_form_sends_what_a_browser_sends() {
    let html = "<form method=post action='/go?keep=1#top'>
        <input type=hidden name='a[]' value='&amp;&#x3042; 　'><input name=empty><input value=nameless>
        <input type=checkbox name=c1 checked><input type=checkbox name=c2 value=2>
        <input type=radio name=r value=1><input type=radio name=r value=2 checked>
        <select name=s><option value=x>X<option selected>選ぶ</select><select name=first><option value=f><option value=g></select>
        <select name=many multiple><option selected value=1><option value=2><option selected value=3></select><select name=none multiple><option>1</select>
        <textarea name=t>\n一\r\n二</textarea><input name=off disabled value=1><input type=file name=file>
        <input type=submit name=back value=戻る><input type=submit name=next value=次へ><input type=reset value=消す>
        <input type=hidden name=_charset_><input type=hidden name=last value=z></form>";
    let (method, url, content) = pressed(html, ControlRole::GoOn).unwrap();
    assert_eq!((method, url.as_str()), (Method::Post, "https://portal.example/go?keep=1"));
    assert_eq!(
        content,
        "a%5B%5D=%26%E3%81%82+%E3%80%80&empty=&c1=on&r=2&s=%E9%81%B8%E3%81%B6&first=f&many=1&many=3&t=%E4%B8%80%0D%0A%E4%BA%8C\
         &next=%E6%AC%A1%E3%81%B8&_charset_=UTF-8&last=z"
    );
}

#[test]
fn get_forms_and_buttons_that_override_their_form() {
    let (method, url, _) = pressed(
        "<form action='m.do?old=1'><input type=hidden name=a value=1><button>次へ</button></form>",
        ControlRole::GoOn,
    )
    .unwrap();
    assert_eq!((method, url.as_str()), (Method::Get, "https://portal.example/a/m.do?a=1"));
    let (method, url, content) = pressed(
        "<form action=x><input name=a value=1><button formaction='../y' formmethod=post name=b value=2>次へ</button></form>",
        ControlRole::GoOn,
    )
    .unwrap();
    assert_eq!((method, url.as_str(), content.as_str()), (Method::Post, "https://portal.example/y", "a=1&b=2"));
    let (_, url, _) = pressed("<form method=post><button>次へ</button></form>", ControlRole::GoOn).unwrap();
    assert_eq!(url, "https://portal.example/a/b.do;jsessionid=1?x=y");
    let (_, url, _) = pressed("<base href='/other/'><a href='c.do;jsessionid=2'>次へ</a>", ControlRole::GoOn).unwrap();
    assert_eq!(url, "https://portal.example/other/c.do;jsessionid=2");
    assert_eq!(
        pressed("<form method=post enctype='multipart/form-data'><button>次へ</button></form>", ControlRole::GoOn),
        Err(NavigationError::NoTarget)
    );
}

#[test]
fn image_buttons_send_a_position() {
    assert_eq!(content("<form method=post><input type=image name=n alt=次へ></form>"), "n.x=1&n.y=1");
    assert_eq!(content("<form method=post><input type=image title=次へ></form>"), "x=1&y=1");
    assert_eq!(content("<form method=post><button name=b><img alt=次へ src=x></button></form>"), "b=");
}

#[test]
fn forms_are_sent_in_the_encoding_of_the_page() {
    let send = |charset: &str, accept: &str, value: &str| {
        let encoding = encoding_rs::Encoding::for_label(charset.as_bytes()).unwrap();
        let html = format!("<form method=post {accept}><input name=日 value='{value}'><button>次へ</button></form>");
        let (bytes, _, _) = encoding.encode(&html);
        let url = "https://portal.example/".parse().unwrap();
        let labels = Labels::built_in();
        let kind = format!("text/html; charset={charset}");
        let page = Page::read(url, &bytes, Some(&kind), &labels, &ScriptFiles::new()).unwrap();
        let request = form::press(&page, find::control(&page, &labels, ControlRole::GoOn).unwrap(), &[]).unwrap();
        String::from_utf8(request.body.unwrap().to_vec()).unwrap()
    };
    assert_eq!(send("utf-8", "", "①～"), "%E6%97%A5=%E2%91%A0%EF%BD%9E");
    assert_eq!(send("shift_jis", "", "①～"), "%93%FA=%87%40%81%60");
    assert_eq!(send("euc-jp", "", "①～"), "%C6%FC=%AD%A1%A1%C1");
    assert_eq!(send("iso-2022-jp", "", "日"), "%1B%24BF%7C%1B%28B=%1B%24BF%7C%1B%28B");
    assert_eq!(send("shift_jis", "accept-charset=utf-8", "あ"), "%E6%97%A5=%E3%81%82");
    assert_eq!(send("shift_jis", "", "&#x1F600;"), "%93%FA=%26%23128512%3B");
}

#[test]
fn links_elsewhere_are_refused_by_name() {
    for (href, host) in
        [("http://portal.example/x", "portal.example"), ("ftp://f.example/", "f.example"), ("tel:0570", "tel")]
    {
        let refused = pressed(&format!("<a href='{href}'>次へ</a>"), ControlRole::GoOn);
        assert_eq!(refused, Err(NavigationError::NotHttps { host: host.to_owned() }));
    }
    // Another host over https is the transport's to refuse.
    let (_, url, _) = pressed("<a href='https://other.example/x'>次へ</a>", ControlRole::GoOn).unwrap();
    assert_eq!(url, "https://other.example/x");
}

#[test]
fn the_best_of_several_controls_is_pressed() {
    let html = "<nav><a href=/nav>次へ</a></nav><div style='DISPLAY : none'><a href=/hidden>次へ</a></div><a href=/shown>次へ</a>";
    assert_eq!(pressed(html, ControlRole::GoOn).unwrap().1, "https://portal.example/shown");
    let html = "<div hidden><a href=/hidden>次へ</a></div><nav><a href=/nav>次へ</a></nav>";
    assert_eq!(pressed(html, ControlRole::GoOn).unwrap().1, "https://portal.example/nav");
}

#[test]
fn what_is_not_shown_is_not_read() {
    let page = read(
        "<title>題</title><script>var m='メンテナンス中です'</script><div hidden>メンテナンス中です</div><!-- メンテナンス中です -->
         <noscript>メンテナンス中です</noscript><template>メンテナンス中です</template><p style='display:none'>メンテナンス中です</p>",
    );
    assert_eq!(recognise(&Labels::built_in(), &page, &[PageKind::Maintenance]), PageKind::Unknown);
    assert_eq!(page.folded_text, "");
}

#[test]
fn refreshes_lead_on_when_they_are_short() {
    for (content, target) in [
        ("0;url=/next", Some("/next")),
        ("3; URL='next.do'", Some("next.do")),
        ("0.5, /next", Some("/next")),
        ("600;url=/timeout", None),
        ("5", None),
        ("soon;url=/x", None),
    ] {
        let page = read(&format!("<meta http-equiv=Refresh content=\"{content}\">"));
        assert_eq!(page.refresh.as_deref(), target, "{content}");
    }
}

#[test]
fn kinds_of_fields() {
    let page = read(
        "<input type=EMAIL><input type=' password '><input type=Password><input type=hidden><input type=checkbox><input type=radio><select></select><textarea></textarea><input type=file><input type=tel>",
    );
    let kinds: Vec<_> = page.fields.iter().map(|field| field.kind).collect();
    use FieldKind::{Area, Check, Hidden, Other, Password, Radio, Select, Text};
    assert_eq!(kinds, [Text, Text, Password, Hidden, Check, Radio, Select, Area, Other, Text]);
}

fn rows(html: &str) -> Vec<(String, Option<String>, bool)> {
    let rows = read(html).rows;
    rows.into_iter().map(|row| (row.certificate.label, row.certificate.until, row.certificate.usable)).collect()
}

#[test]
fn rows_are_read_from_any_layout() {
    let one = [("介護DX証明書".to_owned(), Some("2027/03/31".to_owned()), true)];
    for html in [
        "<table><tr><td>介護DX証明書<td>2026/04/01<td>2027/03/31<td><button onclick=\"location.href='/d'\">ダウンロード</button></table>",
        "<div><div>介護DX証明書</div><div>有効期限 2027/03/31</div></div><div><a href=/d>ダウンロード</a></div>",
        "<ul><li><a href=/d>ダウンロード</a> <b>介護DX証明書</b> <span>2026/04/01～2027/03/31</span></ul>",
        "<table><tr><th colspan=2>介護DX証明書<tr><td>有効期限<td>2027/03/31<tr><td>発行日<td>2026/04/01<tr><td colspan=2><a href=/d>ダウンロード</a></table>",
        "<p>介護保険資格確認等WEBサービスで使用できます</p><dl><dt>介護DX証明書<dd>2027/03/31<dd><a href=/d><img alt=ダウンロード></a></dl>",
    ] {
        assert_eq!(rows(html), one, "{html}");
    }
    let labelled = "<p><a href=/d aria-label='介護DX証明書をダウンロード'>↓</a>";
    assert_eq!(rows(labelled).len(), 1);
    let two = "<div><h2>介護保険証明書</h2><h2 hidden>介護DX証明書</h2></div><a href=/1>ダウンロード</a><h2>その他団体証明書</h2><a href=/2>ダウンロード</a>";
    let labels: Vec<_> = rows(two).into_iter().map(|(label, ..)| label).collect();
    assert_eq!(labels, ["介護保険証明書", "その他団体証明書"]);
}

#[test]
fn what_downloads_something_else_is_no_row() {
    for html in [
        "<nav><a href=/m>ダウンロード</a></nav><h1>証明書ダウンロード</h1><p>有効な証明書</p>",
        "<h1>証明書ダウンロード</h1><p>マニュアル</p><a href=/m>ダウンロード</a>",
        "<table><tr><td>介護DX証明書<td><button disabled>ダウンロード</button></table>",
        "<table><tr><td>介護DX証明書<td><a href=/c>証明書ダウンロード</a></table>",
    ] {
        assert_eq!(rows(html), [], "{html}");
    }
}

#[test]
fn a_row_of_the_list_without_a_known_name_is_shown_by_its_own_words() {
    let table = "<table><tr><th>種類<th>有効期限<th><tr><td>介護DX証明書<td>2027/3/31<td><a href=a>ダウンロード</a>
        <tr><td>R8.10.1<td>介護保険<td>2027/4/30<td><a href=b>ダウンロード</a></table>";
    let until = |day: &str| Some(day.to_owned());
    let (dx, other) =
        (("介護DX証明書".to_owned(), until("2027/3/31"), true), ("介護保険".to_owned(), until("2027/4/30"), true));
    assert_eq!(rows(table), [dx.clone(), other]);
    for beside in [
        "<p>手引き 2026/10/1 <a href=b>ダウンロード</a></p>",
        "<table><tr><td>手引き<td>2026/10/1<td><a href=b>ダウンロード</a></table>",
    ] {
        let table = "<table><tr><td>介護DX証明書<td>2027/3/31<td><a href=a>ダウンロード</a></table>";
        assert_eq!(rows(&(table.to_owned() + beside)), std::slice::from_ref(&dx), "{beside}");
    }
    for row in ["<td>手引き<td>", "<td>2026/10/1<td>"] {
        let table = format!(
            "<table><tr><td>介護DX証明書<td>2027/3/31<td><a href=a>ダウンロード</a><tr>{row}<td><a href=b>ダウンロード</a></table>"
        );
        assert_eq!(rows(&table), std::slice::from_ref(&dx), "{row}");
    }
}
