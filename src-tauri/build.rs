//! Embeds the built UI, the configuration and the access list.

use std::error::Error;
use std::path::Path;

use tauri_build::{AppManifest, Attributes, CodegenContext, try_build};

/// Every command that the WebView may know; `capabilities/main.json` allows them one by one.
const COMMANDS: &[&str] =
    &["watch", "intent", "put_secret", "reveal_secret", "check_user_id", "read_qr", "share_picture"];

fn main() -> Result<(), Box<dyn Error>> {
    if !Path::new("../ui/dist/index.html").exists() {
        return Err("the UI is not built yet: run `make ui`, then build again".into());
    }
    let attributes =
        Attributes::new().app_manifest(AppManifest::new().commands(COMMANDS)).codegen(CodegenContext::new());
    Ok(try_build(attributes)?)
}
