//! Embeds the built UI, the configuration and the access list.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use tauri_build::{AppManifest, Attributes, CodegenContext, try_build};

/// Every command that the WebView may know; `capabilities/main.json` allows them one by one.
const COMMANDS: &[&str] =
    &["watch", "intent", "put_secret", "reveal_secret", "check_user_id", "read_qr", "share_picture"];

/// Who publishes the app.
const PUBLISHER: &str = "config/publisher.toml";
/// Set where a release build is for its builder alone: measurements, the check of packages in CI.
const UNPUBLISHED: &str = "UNPUBLISHED_BUILD";

fn main() -> Result<(), Box<dyn Error>> {
    if !Path::new("../ui/dist/index.html").exists() {
        return Err("the UI is not built yet: run `make ui`, then build again".into());
    }
    refuse_trial_release()?;
    link_small()?;
    let attributes =
        Attributes::new().app_manifest(AppManifest::new().commands(COMMANDS)).codegen(CodegenContext::new());
    Ok(try_build(attributes)?)
}

/// Nobody has put a name to a trial, so none is released: only a build that says that it stays unpublished takes it.
fn refuse_trial_release() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={PUBLISHER}");
    println!("cargo::rerun-if-env-changed={UNPUBLISHED}");
    let is_trial = fs::read_to_string(PUBLISHER)?.lines().any(|line| line.trim() == "trial = true");
    if is_trial && env::var("PROFILE")? == "release" && env::var_os(UNPUBLISHED).is_none() {
        return Err(format!(
            "{PUBLISHER} names no publisher: write name and contact and set `trial = false`, or set {UNPUBLISHED} for a build \
             that nobody is given"
        )
        .into());
    }
    Ok(())
}

/// In a release: relative relocations in a bit map (Android since API level 30: `linker/linker_relocate.cpp`; glibc since 2.36)
/// instead of 24 bytes for each, and one body for functions that are the same. Both are lld's, which the NDK has, and Rust for
/// x86-64.
fn link_small() -> Result<(), Box<dyn Error>> {
    let relocations = match env::var("CARGO_CFG_TARGET_OS")?.as_str() {
        "android" => "--pack-dyn-relocs=relr",
        "linux" if env::var("CARGO_CFG_TARGET_ARCH")? == "x86_64" => "-zpack-relative-relocs",
        _ => return Ok(()),
    };
    if env::var("PROFILE")? == "release" {
        for option in [relocations, "--icf=all"] {
            println!("cargo::rustc-link-arg=-Wl,{option}");
        }
    }
    Ok(())
}
