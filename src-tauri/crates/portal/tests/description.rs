//! What the help desk is told of a page that nobody knows: how it is built, and nothing of anybody.
#![allow(clippy::unwrap_used)]

mod support;

use support::{Portal, USER, html, password};

/// The description of a page that comes instead of the log-in.
async fn described(page: &str) -> String {
    let mut session = Portal::new().on("GET /", html(page)).session();
    let _ = session.log_in(USER, &password()).await;
    session.redacted_dom().unwrap().to_string()
}

/// A script that no browser runs is text, and words of one that is run are not all harmless.
#[tokio::test]
async fn names_in_scripts_are_not_told() {
    let name = "山田花子 様 KJ0123456789AB";
    for kind in ["type=text/template", "type='application/json'", "type='text/x-handlebars'", "", "type=module"] {
        let page = format!("<title>?</title><script {kind}>{name}</script><p onclick=\"{name}\">");
        let told = described(&page).await;
        assert!(!told.contains("花子") && !told.contains("山田") && !told.contains("KJ0"), "{kind}: {told}");
    }
    let code = "var yamadaHanako = '山田'; function 山田() { document.F.KJ0123456789AB.value = yamadaHanako; }";
    let told = described(&format!("<script>{code}</script>")).await;
    let build = "script var …12 letters#1=…;function …2 kanji#2(){document.F.…14 letters#3.value=…12 letters#1;}";
    assert!(told.contains(build), "{told}");
}

#[tokio::test]
async fn names_in_identifiers_are_not_told() {
    let page = "<form id='Yamada Hanako' name=yamada><label for=hanako_tel>電話</label><input id=hanako_tel name=tel>
        <input type=radio name=KJ0123456789AB id=山田></form>";
    let told = described(page).await;
    for gone in ["amada", "anako", "KJ0", "山田"] {
        assert!(!told.contains(gone), "{gone} in {told}");
    }
    assert!(told.contains("form name=…6 letters#1 id=…13 letters#2"), "{told}");
    assert!(told.contains("label for=…10 mixed#3"), "{told}");
    assert!(told.contains("input name=tel id=…10 mixed#3"), "what belongs together is seen: {told}");
}

/// Whoever mends `labels.toml` sees the way through the page.
#[tokio::test]
async fn a_log_in_is_described_usefully() {
    let page = "<!doctype html><html><head><meta charset=utf-8><title>ログイン</title>
        <script type='text/javascript'>
        function doSubmit(userId) { var f = document.getElementById('login'); f.action = '/auth'; f.submit(); return false; }
        window.addEventListener('load', function () { document.forms[0].elements['user_id'].focus(); });
        </script></head><body>
        <form id=loginForm name=F77 method=post enctype='application/x-www-form-urlencoded' onsubmit='return false'>
        <input type=hidden name=__VIEWSTATE value=x><input type=hidden name=org.apache.struts.taglib.html.TOKEN value=y>
        <label for=userId>ユーザーID</label><input type=text id=userId name=user_id>
        <label for=pwd>パスワード</label><input type=password id=pwd name=loginPassword>
        <button type=button onclick=\"return doSubmit('x');\">ログイン</button>
        <a href=\"javascript:__doPostBack('a','b')\">パスワードを忘れた方</a></form>";
    // With a field more than is known, so that it is a page that nobody knows.
    let told = described(&page.replace("</form>", "<input type=password name=secret2>")).await;
    for kept in [
        "title 「ログイン」",
        "script type=text/javascript function doSubmit(userId){var f=document.getElementById(…);f.action=…;f.submit();return false;}",
        "window.addEventListener(…,function(){document.forms[…].elements[…].focus();});",
        "form name=F00 id=loginForm method=post enctype=application/x-www-form-urlencoded",
        "input type=hidden name=__VIEWSTATE",
        "input type=hidden name=org.apache.struts.taglib.html.TOKEN",
        "label for=userId 「ユーザーID」",
        "input type=text name=user_id id=userId",
        "label for=pwd 「パスワード」",
        "input type=password name=loginPassword id=pwd",
        "button type=button onclick=return doSubmit(…); 「ログイン」",
        "a href=__doPostBack(…,…)",
    ] {
        assert!(told.contains(kept), "{kept} in\n{told}");
    }
}
