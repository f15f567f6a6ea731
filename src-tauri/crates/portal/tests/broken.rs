//! Broken pages in every charset: nothing panics, nothing is sent twice, the cost is bounded.
#![allow(clippy::unwrap_used)]

mod support;

use std::time::{Duration, Instant};

use encoding_rs::{EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16LE};
use proptest::prelude::*;
use support::{Answer, Portal, USER, html, password};

/// Pieces of which pages are made: tags of every kind, whole and broken, and the words that the client looks for.
const PIECES: &[&str] = &[
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "<th>",
    "<form method=post action=/p>",
    "<form id=f>",
    "</form>",
    "<div>",
    "</div>",
    "<p>",
    "<input name=a title=ユーザーID>",
    "<input type=password name=b title=パスワード>",
    "<input type=hidden name=c value='&amp;#x'>",
    "<input type=image alt=ログイン>",
    "<button>ログイン</button>",
    "<button form=f>次へ",
    "<input type=submit value=同意する>",
    "<a href=/x>介護事業所の方はこちら</a>",
    "<a href='javascript:document.f.submit()'>証明書ダウンロード</a>",
    "<a href=' ht\ttp://[::1'>メニュー",
    "<a href='//:'>ログアウト",
    "<span onclick=\"location.href='%00'\">ダウンロード</span>",
    "<button>ダウンロード</button>",
    "介護DX証明書",
    "介護保険証明書 2027/03/31",
    "令和九年",
    "R9.3.",
    "有効期限",
    "<label for=i>",
    "</label>",
    "<select name=s><option value=1>",
    "<textarea>",
    "</textarea>",
    "<meta http-equiv=refresh content='0;url=/r'>",
    "<meta charset=shift_jis>",
    "<base href='::'>",
    "<title>",
    "</title>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<![CDATA[",
    "<svg><title>",
    "<math><mi>",
    "<frameset>",
    "<iframe src=/i>",
    "<template>",
    "<b>",
    "<i>",
    "</b>",
    "<a>",
    "\0",
    "\u{feff}",
    "&#0;",
    "&#x110000;",
    "&",
    "<",
    ">",
    "\"",
    "'",
    "\u{3000}",
    "利用規約",
    "お知らせ",
    "新しいパスワード",
    "セッションが切れました",
    "メンテナンス中です",
    "<li>",
    "<dl><dt>",
    "<dd>",
    "<input type=checkbox title=同意する>",
    "<fieldset disabled>",
    "<object>",
    "<plaintext>",
    "<a href=/x aria-labelledby='i i i'>",
    "<td colspan=999999999999>",
    "<nav>",
    "</body>",
];

fn page() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => ".{0,12}",
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn encoding() -> impl Strategy<Value = &'static Encoding> {
    prop::sample::select(vec![UTF_8, SHIFT_JIS, EUC_JP, ISO_2022_JP, UTF_16LE])
}

prop_compose! {
    fn answer()(
        page in page(),
        encoding in encoding(),
        declared in prop::option::of(prop::sample::select(vec![
            "text/html", "text/html; charset=Shift_JIS", "text/html; charset=EUC-JP", "text/html;charset=", "text/html; charset=cp932", "TEXT/HTML; CHARSET=\"utf-8\"",
        ])),
        cut in 0..400_usize,
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
    ) -> Answer {
        let mut body = encoding.encode(&page).0.into_owned();
        body.truncate(body.len().saturating_sub(cut % (body.len() / 4 + 1)));
        for (index, byte) in flips {
            if !body.is_empty() {
                let at = index.index(body.len());
                body[at] = byte;
            }
        }
        Answer { content_type: declared.map(str::to_owned), body, ..html("") }
    }
}

const LOGIN: &str = "<form method=post action=/auth><input name=u title=ユーザーID><input type=password name=p title=パスワード><button>ログイン</button></form>";
const MENU: &str = "<h1>メニュー選択</h1><a href=/list>証明書ダウンロード</a>";
const LIST: &str = "<h1>証明書ダウンロード</h1><table><tr><td>介護DX証明書<td><a href=/file>ダウンロード</a></table>";

/// Puts the page at one step of the way, and walks.
async fn walk(step: usize, broken: Answer) -> Portal {
    let at = |here: usize, good: &str| if here == step { broken.clone() } else { html(good) };
    let portal = Portal::new()
        .on("GET /", at(0, LOGIN))
        .on("POST /auth u=KJ0123456789AB&p=Pass%2Bw0rd", at(1, MENU))
        .on("GET /list", at(2, LIST))
        .on("GET /file", at(3, ""));
    let mut session = portal.session();
    if session.log_in(USER, &password()).await.is_ok()
        && session.certificates().await.is_ok_and(|rows| !rows.is_empty())
    {
        let _ = session.download(0).await;
    }
    let _ = session.first_login();
    let _ = session.accept_terms().await;
    let _ = session.set_new_password(&password(), Some(&password())).await;
    let _ = session.redacted_dom().map(|page| page.to_string());
    session.log_out().await;
    portal
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn broken_pages_do_no_harm(step in 0..4_usize, broken in answer()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let start = Instant::now();
        let portal = runtime.block_on(walk(step, broken));
        prop_assert!(start.elapsed() < Duration::from_secs(10));
        let mut posts: Vec<String> = portal.sent().into_iter().filter(|line| line.starts_with("POST /auth ")).collect();
        let sent = posts.len();
        posts.dedup();
        prop_assert_eq!(posts.len(), sent, "the same form twice");
        prop_assert!(portal.sent().len() < 20);
    }
}

#[tokio::test]
async fn hostile_pages_cost_little() {
    let megabyte = 1024 * 1024;
    let pages = [
        "<div>".repeat(megabyte / 5),
        "<a href=/x>ダウンロード".repeat(megabyte / 29),
        format!("<table>{}", "<tr><td>介護DX証明書<td><a href=/x>ダウンロード</a>".repeat(megabyte / 70)),
        "<label for=i>ユーザーID</label><input id=i title=ユーザーID>".repeat(megabyte / 70),
        "<input title=ユーザーID aria-labelledby='a b c d'><p id=a>x".repeat(megabyte / 60),
        "あ".repeat(megabyte / 3),
        format!("<tr>{}", "<td><input title=x>".repeat(2900)),
        format!("<table>{}{}", "<tr><td>x".repeat(20_000), "<tr><td><input>".repeat(2900)),
        format!("<dl>{}", "<dd><input>".repeat(2900)),
        format!("<label>{}", "<input>".repeat(2900)),
        format!("{}{}", "<input id=i>".repeat(2900), "<label for=i>x</label>".repeat(10_000)),
        "<p><a href=/x>ダウンロード</a>".repeat(2900),
        format!("<p>{}", "2027/03/31 介護DX証明書 ".repeat(megabyte / 32)),
        format!("<a onclick=\"{}\">ダウンロード</a>", "document.f.x.value='1';".repeat(megabyte / 24)),
    ];
    for (number, page) in pages.into_iter().enumerate() {
        let start = Instant::now();
        walk(number % 4, html(&page)).await;
        assert!(start.elapsed() < Duration::from_secs(30), "{:?} for {page:.40}", start.elapsed());
    }
}
