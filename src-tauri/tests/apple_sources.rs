//! What the sources for iPhone and iPad must keep to, and nothing but a phone would show.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

type Outcome = Result<(), Box<dyn Error>>;

/// Methods of protocols that are younger than the oldest system on which the app runs, each with the system that brought it
/// (availability in Apple's headers).
const YOUNGER: &[(&str, &str)] = &[
    // WKUIDelegate.h; on a Mac since 10.12
    ("webView:runOpenPanelWithParameters:initiatedByFrame:completionHandler:", "18.4"),
];

fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The sources for iPhone and iPad, each by its path.
fn sources() -> Result<Vec<(PathBuf, String)>, Box<dyn Error>> {
    let (mut found, mut folders) = (Vec::new(), vec![top().join("plugins/device/src/ios")]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push((path.clone(), fs::read_to_string(path)?));
            }
        }
    }
    Ok(found)
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

/// In a debug build `define_class!` of objc2 looks every method of a protocol up in the running system's protocol, and the
/// app ends where it is not there.
#[test]
fn no_protocol_is_given_a_method_that_the_oldest_system_does_not_know() -> Outcome {
    let configuration: Value = serde_json::from_str(&fs::read_to_string(top().join("tauri.conf.json"))?)?;
    let oldest = configuration["bundle"]["iOS"]["minimumSystemVersion"].as_str().ok_or("no oldest system")?;
    let version = |text: &str| text.split('.').map(str::parse).collect::<Result<Vec<u32>, _>>();
    let oldest = version(oldest)?;
    let mut protocols = 0;
    for (path, source) in sources()? {
        // As rustfmt indents what stands in the macro.
        for implementation in source.split("\n    unsafe impl ").skip(1) {
            protocols += 1;
            let implementation = implementation.split("\n    }").next().unwrap_or_default();
            for (method, since) in YOUNGER {
                let is_there = implementation.contains(&format!("({method}))]"));
                assert!(!is_there || version(since)? <= oldest, "{}: {method} came with {since}", path.display());
            }
        }
    }
    assert!(protocols >= 10, "{protocols} protocols were found");
    // What the page's own window refuses is refused all the same.
    let pages = fs::read_to_string(top().join("plugins/device/src/ios/portal_window/pages.rs"))?;
    assert!(YOUNGER.iter().any(|(method, _)| pages.contains(&format!("#[unsafe(method({method}))]"))));
    Ok(())
}
