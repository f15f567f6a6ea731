//! The UI's types are generated; this fails when `ui/src/types` is stale.
//! `UPDATE_TYPES=1 cargo test -p journey --test typescript` writes them.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use journey::{Intent, QrReading, SecretKind, UserIdCheck, View};
use ts_rs::{Config, TS};

fn export(folder: &Path) -> Result<(), Box<dyn Error>> {
    let config = Config::new().with_out_dir(folder);
    View::export_all(&config)?;
    Intent::export_all(&config)?;
    SecretKind::export_all(&config)?;
    UserIdCheck::export_all(&config)?;
    QrReading::export_all(&config)?;
    Ok(())
}

fn read(folder: &Path) -> Result<BTreeMap<PathBuf, String>, Box<dyn Error>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = PathBuf::from(path.file_name().ok_or("no name")?);
        files.insert(name, fs::read_to_string(&path)?);
    }
    Ok(files)
}

#[test]
fn types_of_the_ui_are_fresh() -> Result<(), Box<dyn Error>> {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/types");
    if std::env::var_os("UPDATE_TYPES").is_some() {
        if kept.exists() {
            fs::remove_dir_all(&kept)?;
        }
        export(&kept)?;
        return Ok(());
    }
    let fresh = tempfile::tempdir()?;
    export(fresh.path())?;
    assert_eq!(read(fresh.path())?, read(&kept)?, "run `make types`");
    Ok(())
}
