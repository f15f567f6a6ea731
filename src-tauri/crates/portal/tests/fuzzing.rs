//! The bodies of the fuzz targets on inputs of a few hundred cases: they compile, and hold, with every `cargo test`.

#[path = "../fuzz/bodies/cost.rs"]
mod cost;
#[path = "../fuzz/bodies/visit.rs"]
mod visit;

use proptest::prelude::*;

/// Pieces of pages and scripts, so that inputs come farther than noise would.
fn pages() -> impl Strategy<Value = Vec<u8>> {
    let pieces = [
        "<form method=post action=/auth>",
        "<form name=F>",
        "</form>",
        "<input name=u title=ユーザーID>",
        "<input type=password name=p title=パスワード>",
        "<input type=hidden name=no value=1>",
        "<input type=radio name=c value=1>",
        "<button>ログイン</button>",
        "<a href=/list>証明書ダウンロード</a>",
        "<a href=/file>ダウンロード</a>",
        "<table><tr><td>",
        "介護DX証明書",
        "介護保険証明書",
        "<select name=s><option value=1>介護DX証明書",
        "<script>",
        "</script>",
        "function doSubmit(a){document.F.no.value=a;document.F.submit();}",
        "<a href=\"javascript:doSubmit('1')\">",
        "window.onload=function(){",
        "setTimeout(\"doSubmit('2')\",1);",
        "switch(x){case 1:",
        "try{",
        "}catch(e){}",
        "}",
        "<body onload='doSubmit(3)'>",
        "<iframe src=/x>",
        "<meta http-equiv=refresh content='0;url=/'>",
        "<p>認証に失敗しました。",
        "ロックされました。",
        "<!--",
        "\u{fdfa}",
        "<div style=display:none>",
    ];
    let piece = prop::sample::select(pieces.to_vec()).prop_map(|piece| piece.as_bytes().to_vec());
    let noise = prop::collection::vec(any::<u8>(), 0..8);
    (any::<u8>(), prop::collection::vec(prop_oneof![8 => piece, 1 => noise], 0..40))
        .prop_map(|(first, pieces)| [vec![first], pieces.concat()].concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_portal_shows_a_visit_ends_and_the_password_goes_once(bytes in pages()) {
        visit::run(&bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_page_costs_no_more_than_its_bytes_allow(mut bytes in pages()) {
        // Repeated sixteen times at the most: more is the fuzzer's.
        bytes[0] &= 4;
        cost::run(&bytes);
    }
}
