//! What the sources for iPhone and iPad must keep to, and nothing but a phone would show.

use std::error::Error;
use std::fs;
use std::path::Path;

type Outcome = Result<(), Box<dyn Error>>;

fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text from `begin` to the end of what is indented under it.
fn block<'a>(source: &'a str, begin: &str) -> Result<&'a str, Box<dyn Error>> {
    let (_, rest) = source.split_once(begin).ok_or_else(|| format!("no {begin}"))?;
    Ok(rest.split_once("\n}").map_or(rest, |(block, _)| block))
}

/// What a backup brings to another phone would claim proofs of certificates that it never had.
#[test]
fn the_state_is_left_out_of_backups_before_anything_is_in_it() -> Outcome {
    let parts = fs::read_to_string(top().join("src/parts.rs"))?;
    let parts = block(&parts, "pub(crate) fn parts<")?;
    let excluded =
        parts.find("tauri_plugin_device::exclude_from_backup(&folder)").ok_or("the state goes into backups")?;
    assert!(parts[..excluded].contains("#[cfg(target_os = \"ios\")]"));
    assert!(excluded < parts.find("Ok(Parts {").ok_or("no parts")?);
    let shell = fs::read_to_string(top().join("src/lib.rs"))?;
    let setup = block(&shell, "\nfn setup<")?;
    assert!(setup.find("parts(app, folder)").ok_or("no parts")? < setup.find("App::start(").ok_or("no start")?);

    // Of the folder: a file that is renamed over another has lost it.
    let backup = fs::read_to_string(top().join("plugins/device/src/ios/backup.rs"))?;
    let made = backup.find("create_dir_all(folder)").ok_or("what is not there takes no mark")?;
    let url = backup.find("fileURLWithPath_isDirectory(").ok_or("no folder")?;
    let set =
        backup.find("setResourceValue_forKey_error(Some(excluded), NSURLIsExcludedFromBackupKey)").ok_or("no key")?;
    assert!(made < url && url < set);
    assert!(backup.contains("numberWithBool(true)"));
    Ok(())
}
