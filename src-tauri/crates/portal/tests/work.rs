//! What work reading a page is, counted: blocks and bytes that are asked of the allocator for each byte of the page. Alone
//! in its process, because the allocator counts for all; a clock would say how busy the machine is.
#![allow(unsafe_code, clippy::unwrap_used)]

mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU64, Ordering};

use support::{Portal, USER, html, password};

struct Counting;

static BLOCKS: AtomicU64 = AtomicU64::new(0);
static BYTES: AtomicU64 = AtomicU64::new(0);

fn count(size: usize) {
    BLOCKS.fetch_add(1, Ordering::Relaxed);
    BYTES.fetch_add(size as u64, Ordering::Relaxed);
}

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: the caller's promise, handed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: every block is the system's.
        unsafe { System.dealloc(block, layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size);
        // SAFETY: every block is the system's.
        unsafe { System.realloc(block, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What is asked of the allocator.
#[derive(Clone, Copy, Debug)]
struct Work {
    blocks: u64,
    bytes: u64,
}

/// For reading a page and describing it, beyond what an empty one takes.
fn work(page: &str) -> Work {
    let (empty, whole) = (asked_for("<!doctype html>"), asked_for(page));
    Work { blocks: whole.blocks.saturating_sub(empty.blocks), bytes: whole.bytes.saturating_sub(empty.bytes) }
}

fn asked_for(page: &str) -> Work {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let portal = Portal::new().on("GET /", html(page));
    let so_far = || (BLOCKS.load(Ordering::Relaxed), BYTES.load(Ordering::Relaxed));
    let before = so_far();
    runtime.block_on(async {
        let mut session = portal.session();
        let _ = session.log_in(USER, &password()).await;
        let _ = session.redacted_dom();
    });
    let after = so_far();
    Work { blocks: after.0 - before.0, bytes: after.1 - before.1 }
}

/// What a page begins with, what it repeats, and what each of its bytes may cost: blocks for a thousand bytes, and bytes.
/// Three times what was measured, so that what becomes ten times as much is seen.
const PAGES: [(&str, &str, u64, u64); 24] = [
    ("", "\u{fdfa}\u{fdfa}\u{fdfa}", 18, 318),
    ("", "<input aria-label='\u{fdfa}\u{fdfa}' name=a>", 2844, 306),
    ("", "<label>項目", 45, 33),
    ("", "<label for=a>\u{fdfa}", 165, 42),
    ("", "<input id=a aria-labelledby='a a a a'>", 1383, 189),
    ("<label>", "<input>", 1104, 453),
    ("", "<label for=i>ユーザーID</label><input id=i title=ユーザーID>", 2199, 249),
    ("<title>ログイン</title>", "<form name=F method=post><input type=hidden name=a value=1></form>", 1323, 189),
    ("", "<table><tr><td>", 3, 36),
    ("<table>", "<tr><td>介護DX証明書<td><a href=/x>ダウンロード</a>", 4245, 492),
    ("<table>", "<tr><td>項目<td><a href=/x>詳細</a>", 2553, 591),
    ("<dl>", "<dd><input>", 849, 645),
    ("<select>", "<option>あ<option>い", 1977, 519),
    ("", "<select><option>あ<option>い", 1767, 567),
    ("", "<script>var a='x';f(a);</script>", 4134, 537),
    ("<script>function f(){}", "var a='x';f(a);", 6255, 948),
    ("<script>", "function yamada(hanako){document.F.submit();}", 1362, 318),
    ("", "<a href=\"javascript:f('1')\">ダウンロード</a>", 2814, 303),
    ("", "<div onclick='f(1)'>x</div>", 2748, 435),
    ("", "<p a b c d e f g h>", 3483, 456),
    ("", "<p id=yamada>", 1623, 336),
    ("<p>", "2027/03/31 介護DX証明書 ", 18, 66),
    ("", "ロックされました", 15, 66),
    ("", "<!-- x y z -->", 438, 222),
];

#[test]
fn a_page_costs_work_by_its_bytes() {
    assert!(asked_for("<title>?</title>").blocks > 0, "it counts");
    let mut faults = Vec::new();
    for (begin, piece, blocks, bytes) in PAGES {
        for size in [32 * 1024, 256 * 1024] {
            let page = format!("<!doctype html>{begin}{}", piece.repeat(size / piece.len()));
            let (work, length) = (work(&page), page.len() as u64);
            if work.blocks * 1000 > blocks * length || work.bytes > bytes * length {
                let per_byte = (work.blocks * 1000 / length, work.bytes / length);
                faults.push(format!("{per_byte:?} of {:?} at {length} bytes of {begin}{piece}", (blocks, bytes)));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
