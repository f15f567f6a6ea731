//! The Views that the UI's gallery draws, each reached by walking; this fails when `ui/gallery/views.json` is stale.
//! `UPDATE_VIEWS=1 cargo test -p journey --test views` writes it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
mod reached;

use std::fs;
use std::path::Path;

#[test]
fn views_of_the_gallery_are_fresh() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/gallery/views.json");
    let fresh = reached::all().to_json();
    if std::env::var_os("UPDATE_VIEWS").is_some() {
        fs::write(kept, fresh).unwrap();
        return;
    }
    let stale = fs::read_to_string(kept).unwrap_or_default();
    for (fresh, stale) in fresh.lines().zip(stale.lines()) {
        assert_eq!(fresh, stale, "run `make views`");
    }
    assert_eq!(fresh.lines().count(), stale.lines().count(), "run `make views`");
}
