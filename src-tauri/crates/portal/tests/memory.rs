//! What a page may take of memory, by its bytes: alone in its process, because the allocator counts for all.
#![allow(clippy::unwrap_used)]

mod support;

use peak_alloc::PeakAlloc;
use proptest::prelude::*;
use support::{Portal, USER, html, password};

#[global_allocator]
static PEAK: PeakAlloc = PeakAlloc;

/// What any page may take, and what each of its bytes may.
const BASE: usize = 24 * 1024 * 1024;
const PER_BYTE: usize = 200;

/// Pieces that have grown or been copied in readers of pages.
const PIECES: [&str; 14] = [
    "\u{fdfa}\u{fdfa}\u{fdfa}",
    "<input aria-label='\u{fdfa}\u{fdfa}' name=a>",
    "<label>項目",
    "</label>",
    "<label for=a>\u{fdfa}",
    "<input id=a aria-labelledby='a a a a'>",
    "<table><tr><td>",
    "<td><a href=/x>ダウンロード</a>",
    "<select><option>あ<option>い",
    "<script>var a='x';</script>",
    "<div onclick='f(1)'>",
    "<p a b c d e f g h>",
    "ロックされました",
    "<!-- x y z -->",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_page_takes_memory_by_its_bytes(pieces in prop::collection::vec((0..PIECES.len(), 1_usize..2_000), 1..6)) {
        let page: String = pieces.iter().map(|(piece, times)| PIECES[*piece].repeat(*times)).collect();
        let portal = Portal::new().on("GET /", html(&page));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let before = PEAK.current_usage();
        PEAK.reset_peak_usage();
        runtime.block_on(async {
            let mut session = portal.session();
            let _ = session.log_in(USER, &password()).await;
            let _ = session.redacted_dom();
        });
        let taken = PEAK.peak_usage().saturating_sub(before);
        prop_assert!(taken < BASE + PER_BYTE * page.len(), "{taken} bytes for a page of {}", page.len());
    }
}
