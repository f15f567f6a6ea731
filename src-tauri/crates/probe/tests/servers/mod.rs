//! Servers of others that the tests run: as `scripts/setup` unpacked them, else as the machine has them.
#![allow(dead_code, clippy::unwrap_used, clippy::print_stdout)]

use std::path::{Path, PathBuf};

/// The first of these programs. `None` where none is here; under CI that is a failure.
pub(crate) fn found(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders = vec![unpacked().join("bin")];
    folders.extend(std::env::split_paths(&path));
    // Where those lie that only root starts.
    folders.extend(["/usr/local/sbin", "/usr/sbin"].map(PathBuf::from));
    let programs = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let first = programs.into_iter().find(|program| program.is_file());
    if first.is_none() {
        assert!(std::env::var_os("CI").is_none(), "none of {names:?} is here");
        println!("skipped: none of {names:?} is here");
    }
    first
}

/// What nginx passes TCP with.
pub(crate) fn nginx_stream_module() -> PathBuf {
    let inside = "usr/lib/nginx/modules/ngx_stream_module.so";
    let module = unpacked().join(inside);
    if module.is_file() { module } else { Path::new("/").join(inside) }
}

fn unpacked() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../target/servers")
}
