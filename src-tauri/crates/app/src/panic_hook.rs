//! What a panic leaves: where it was. Its words stay out, for they may quote a page, the name of a file, or what was typed.

use std::io::{self, Write as _};
use std::panic::{self, Location};

/// From now on a panic on any thread is a line of the trail that names file and line. Standard error says the same, but on
/// phones nothing: there it is the system's log.
pub fn install_panic_hook() {
    panic::set_hook(Box::new(|panicked| {
        let at = panicked.location().map_or_else(|| "?".to_owned(), place);
        tracing::error!(at, "a panic");
        if cfg!(not(any(target_os = "android", target_os = "ios"))) {
            // It may be closed, and a panic in here would end the process.
            let _ = writeln!(io::stderr(), "証明書ナビ: panic at {at}");
        }
    }));
}

/// From the crate's own folder on: what is before it tells of the machine on which it was built.
fn place(location: &Location<'_>) -> String {
    format!("{}:{}", from_crate(location.file()), location.line())
}

fn from_crate(file: &str) -> &str {
    let folder = file.rfind("/src/").and_then(|sources| file.get(..sources));
    let before = folder.and_then(|folder| folder.rfind('/'));
    before.and_then(|before| file.get(before + 1..)).unwrap_or(file)
}

#[cfg(test)]
mod tests {
    use super::from_crate;

    #[test]
    fn a_file_is_named_from_its_crate_on() {
        for (file, named) in [
            ("src-tauri/crates/app/src/vault/secrets.rs", "app/src/vault/secrets.rs"),
            ("src-tauri/src/lib.rs", "src-tauri/src/lib.rs"),
            ("/home/somebody/.cargo/registry/src/index-1/scraper-0.24.0/src/node.rs", "scraper-0.24.0/src/node.rs"),
            ("/rustc/0123abcd/library/core/src/option.rs", "core/src/option.rs"),
            ("crates/app/tests/panics.rs", "crates/app/tests/panics.rs"),
            ("/src/", "/src/"),
            ("", ""),
        ] {
            assert_eq!(from_crate(file), named);
        }
    }
}
