//! What a page may cost by its bytes. `cargo +nightly fuzz run cost -- -max_len=65536` in `src-tauri/crates/portal`.
#![no_main]

#[path = "../bodies/cost.rs"]
mod cost;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| cost::run(bytes));
