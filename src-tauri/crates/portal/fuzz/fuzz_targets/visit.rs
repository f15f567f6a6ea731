//! A portal whose every page is the fuzzer's. `cargo +nightly fuzz run visit` in `src-tauri/crates/portal`.
#![no_main]

#[path = "../bodies/visit.rs"]
mod visit;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| visit::run(bytes));
