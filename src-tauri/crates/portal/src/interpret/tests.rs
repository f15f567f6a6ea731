#![allow(clippy::unwrap_used)]

use std::time::{Duration, Instant};

use proptest::prelude::*;

use crate::interpret::press;
use crate::labels::Labels;
use crate::page::Page;
use crate::script::files::ScriptFiles;
use crate::script::{Effects, Target, Unknown};

const PASSWORD: &str = "Pass+w0rd";

/// A page with one form (a hidden field `no`, a user ID, a password) and one button with that handler.
fn page(script: &str, handler: &str) -> Page {
    let handler = handler.replace('&', "&amp;").replace('"', "&quot;");
    let html = format!(
        "<script>{script}</script><form name=F id=f method=post action=/a onsubmit=\"return true\">
         <input type=hidden name=no value=1><input name=u><input type=password name=p>
         <input type=button id=b name=b value=次へ data-file-no=7 onclick=\"{handler}\"></form>
         <form name=G action=/g><input type=hidden name=cmd value=''></form>"
    );
    let url = "https://portal.example/".parse().unwrap();
    Page::read(url, html.as_bytes(), Some("text/html; charset=utf-8"), &Labels::built_in(), &ScriptFiles::new())
        .unwrap()
}

fn run(script: &str, handler: &str) -> Result<Effects, Unknown> {
    press(&page(script, handler), 0, &[(1, "KJ0123456789AB"), (2, PASSWORD)])
}

/// The form sent and the value of `no`.
fn sent(script: &str, handler: &str) -> Option<(usize, String)> {
    let effects = run(script, handler).ok()?;
    match effects.target? {
        Target::Form { form, .. } => Some((form, effects.values.get(&0).cloned().unwrap_or_default())),
        Target::Address(_) => None,
    }
}

#[test]
fn every_way_of_naming_a_form_and_a_field_is_understood() {
    for handler in [
        "document.F.no.value='2'; document.F.submit()",
        "document.forms.F.no.value='2'; document.forms['F'].submit();",
        "document.forms[0]['no'].value=\"2\"\ndocument.forms[0].submit()",
        "document.forms['f'].elements['no'].value = 1 + 1; document.getElementById('f').submit(); return false",
        "this.form.elements.no.value = '' + 2; this.form.submit();",
        "event.target.form.no.value='2'; event.preventDefault(); this.form.requestSubmit()",
        "var f = document.querySelector('#f'), v = '2'; f.no.value = v; f.submit()",
        "document.getElementsByName('no')[0].value='2'; window.document.F.submit()",
        "if (confirm('？')) { document.F.no.value='2'; document.F.submit(); } else { document.G.submit(); }",
        "if (!confirm('？')) return false; F.no.value = true ? '2' : '3', F.submit()",
        "with_no(F); function with_no(f) { f.no.value='2'; f.submit(); }",
        "setTimeout(function () { document.F.no.value='2'; document.F.submit(); }, 0)",
        "$('[name=no]').val('2'); $('form[name=F]').submit()",
        "F.no.value = this.dataset.fileNo == '7' && F.u.value.length == 14 ? '2' : '1'; F.submit()",
        "F.no.value = this.getAttribute('data-file-no') !== '7' || F.p.value == '' ? '1' : '2'; F.submit()",
        "try { form.no.value='2'; submit(); } catch (e) { alert(e); }",
        "switch ('a' + 1) { case 'a2': return; case 'a1': no.value='2'; default: break; } form.submit()",
        "var i = 1; i++; F.no.value = ('00' + i).slice(-1); F.submit()",
        "document.all('no').value = new Array('1', '2')[1]; document.all.F.submit()",
        "document.getElementById('b').disabled = true; this.style.color = 'red'; F.no.value='2'; F.submit()",
    ] {
        assert_eq!(sent("", handler), Some((0, "2".to_owned())), "{handler}");
    }
}

/// What runs by itself and is not understood may have given any variable that it names another value.
#[test]
fn a_variable_counts_only_where_all_is_known_that_may_have_set_it() {
    let handler = "F.no.value = key; F.submit()";
    for (script, value) in [
        ("var key = '2';", Some("2")),
        ("var key = '1'; key = '2';", Some("2")),
        ("var key = '1'; window.key = '2';", Some("2")),
        ("var key = '1'; function init() { key = '2'; } init();", Some("2")),
        ("var key = '1'; window.onload = function () { key = '2'; };", Some("2")),
        ("var key = '1'; document.addEventListener('DOMContentLoaded', function () { key = '2'; });", Some("2")),
        ("var key = '1'; setTimeout(\"key = '2'\", 10);", Some("2")),
        ("var key = '2'; setTimeout(function () { key = '1'; }, 600000);", Some("2")),
        ("var key = '2'; track('x');", Some("2")),
        ("var key = '1'; for (;;) { key = '2'; }", None),
        ("var key = '1'; function init() { while (1) { key++; } } init();", None),
        (
            "var key = '1'; function a() { b(); } function b() { do { key = '2'; } while (0); } setInterval('a()', 9);",
            None,
        ),
        ("var key = ['1']; fill(); function fill() { for (;;) { key[0] = '2'; } }", None),
        ("var key = '1'; # not a script", None),
    ] {
        assert_eq!(sent(script, handler), value.map(|value| (0, value.to_owned())), "{script}");
    }
}

/// A form is sent as it stands when it is sent (HTML Standard, 4.10.22.3), and timers come after the press.
#[test]
fn what_is_changed_after_the_form_is_sent_is_not_sent() {
    for handler in [
        "F.no.value='2'; F.submit(); F.no.value='3';",
        "setTimeout(function () { F.no.value='3'; }, 100); F.no.value='2'; F.submit();",
        "F.no.value='2'; setTimeout(\"F.no.value='3'\", 100); F.submit();",
        "setTimeout(function () { F.no.value='2'; F.submit(); }, 100); F.no.value='3';",
        "F.no.value='3'; F.submit(); F.no.value='2'; F.submit();",
    ] {
        assert_eq!(sent("", handler), Some((0, "2".to_owned())), "{handler}");
    }
    assert_eq!(run("", "F.submit(); setTimeout(function () { unknown(); }, 1)"), Err(Unknown));
}

#[test]
fn nothing_leads_on_where_nothing_is_sent() {
    for handler in
        ["", "return false", "void(0)", "alert('x'); return false;", "this.style.display='none'", "F.no.value='2'"]
    {
        assert_eq!(run("", handler).map(|effects| effects.target), Ok(None), "{handler}");
    }
}

#[test]
fn a_password_goes_nowhere_by_a_script() {
    for handler in [
        "F.no.value = F.p.value; F.submit()",
        "F.no.value = 'x' + F.p.value.trim(); F.submit()",
        "F.action = '/a?' + F.p.value; F.submit()",
        "location.href = F.p.value",
        "window.open('/?' + F.p.value)",
        "alert(F.p.value); F.submit()",
        "if (F.p.value == 'Pass') { F.no.value = '2'; } F.submit()",
        "F.p.value = 'other'; F.submit()",
    ] {
        assert_eq!(run("", handler), Err(Unknown), "{handler}");
    }
}

/// Statements outside of the grammar, or that read and call what is not on the page.
const OUTSIDE: [&str; 16] = [
    "for (;;) {}",
    "while (x) y();",
    "try { a(); } catch (e) {}",
    "switch (zz) { case 1: }",
    "throw 'x';",
    "new Image().src = '/x';",
    "rows[2].pick();",
    "unknown();",
    "F.other.value = '3';",
    "document.cookie = 'a=1';",
    "document.write('x');",
    "F.no.value = /a/.exec(b)[0];",
    "F.no.value = `3`;",
    "F.no.value = (a) => a;",
    "eval('x');",
    "F.no.value++;",
];

/// Statements of the grammar that do no harm.
const INSIDE: [&str; 11] = [
    "F.no.value = '2';",
    "var a = 1;",
    "alert('x');",
    "if (F.u.value == '') { return false; }",
    "this.style.color = 'red';",
    "{ G.cmd.value = 'c' + 1; }",
    "console.log('x');",
    "F.no.value = F.no.value + '0';",
    "try { G.cmd.value = 'c'; } catch (e) { unknown(); } finally { alert('x'); }",
    "switch (F.u.value.length) { case 14: F.no.value = '3'; break; default: F.no.value = '4'; }",
    "var n = 0; n++; --n;",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_statement_outside_of_the_grammar_stops_the_whole(
        before in prop::collection::vec(prop::sample::select(INSIDE.to_vec()), 0..5),
        outside in prop::sample::select(OUTSIDE.to_vec()),
        after in prop::collection::vec(prop::sample::select(INSIDE.to_vec()), 0..5),
        in_function in any::<bool>(),
    ) {
        let good = format!("{} {} F.submit();", before.concat(), after.concat());
        let bad = format!("{} {outside} {} F.submit();", before.concat(), after.concat());
        let run_in = |code: &str| match in_function {
            true => run(&format!("function act() {{ {code} }}"), "act()"),
            false => run("", code),
        };
        // A function has no `this` of the button's.
        if !in_function || !good.contains("this.") {
            prop_assert!(run_in(&good).is_ok(), "{}", good);
        }
        prop_assert_eq!(run_in(&bad), Err(Unknown), "{}", bad);
    }

    #[test]
    fn whatever_a_script_holds_it_ends_and_tells_no_password(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "function ", "f", "(", ")", "{", "}", "[", "]", ";", ",", ".", "=", "==", "+", "-", "!", "?", ":", "&&", "||", "'a'", "\"b\"", "0", "1",
            "F", "document", "forms", "no", "p", "value", "submit", "()", "return ", "var ", "if ", "else ", "this", "location", "href", "void ", "typeof ",
            "/", "//", "/*", "*/", "\n", "$", "confirm", "alert", "window", "getElementById", "`", "\\", "<!--", "try{", "catch(e)", "switch(", "case ", "default:", "break;", "new ", "++", "--", "Array", "onload=", "setTimeout(", "form", "submit", "-->", "f()", "F.submit()", "F.no.value=",
        ]), 0..60),
        in_script in any::<bool>(),
    ) {
        let code = pieces.concat();
        let start = Instant::now();
        let effects = if in_script { run(&code, "f()") } else { run("", &code) };
        prop_assert!(start.elapsed() < Duration::from_secs(2), "{}", code);
        prop_assert!(!format!("{effects:?}").contains(PASSWORD), "{}", code);
    }
}

#[test]
fn scripts_that_go_on_for_ever_end() {
    let start = Instant::now();
    for (script, handler) in [
        ("function f() { f(); }", "f()".to_owned()),
        (
            "function f() { g(); g(); } function g() { h(); h(); } function h() { i(); i(); } function i() { f(); f(); }",
            "f()".to_owned(),
        ),
        ("", "!".repeat(4000)),
        ("", "(".repeat(4000)),
        ("", "a=".repeat(2000)),
        ("", format!("F.no.value = {}'x'", "'x'+".repeat(1000))),
        ("", "void ".repeat(800)),
        ("", "if(1)".repeat(800)),
        ("", "a.b".repeat(1300)),
    ] {
        assert_eq!(run(script, &handler), Err(Unknown), "{handler:.20}");
    }
    assert!(start.elapsed() < Duration::from_secs(5));
}
