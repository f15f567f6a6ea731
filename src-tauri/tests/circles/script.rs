//! Imports of TypeScript, JavaScript and Svelte.

use std::error::Error;
use std::fs;
use std::path::{Component, Path, PathBuf};

use regex::Regex;

use super::graph::{Graph, name};

/// What may be left out behind the name of a file.
const ENDINGS: &[&str] = &["", ".ts", ".svelte.ts", ".svelte", "/index.ts"];

pub(crate) fn is_script(file: &str) -> bool {
    [".ts", ".js", ".mjs", ".svelte"].iter().any(|ending| file.ends_with(ending))
}

/// Adds what one file imports by a relative path.
pub(crate) fn read(top: &Path, file: &str, graph: &mut Graph) -> Result<(), Box<dyn Error>> {
    let named = Regex::new(r#"(?:\bfrom|\bimport)\s*\(?\s*['"](\.[^'"?]*)"#)?;
    let folder = Path::new(file).parent().unwrap_or(Path::new(""));
    for import in named.captures_iter(&fs::read_to_string(top.join(file))?) {
        let path = name(&flat(&folder.join(&import[1])));
        let found = ENDINGS.iter().map(|ending| format!("{path}{ending}")).find(|path| top.join(path).is_file());
        if let Some(found) = found {
            graph.add(file, &found);
        }
    }
    Ok(())
}

/// Without `.` and `..`.
fn flat(path: &Path) -> PathBuf {
    let mut flat = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                flat.pop();
            }
            Component::CurDir => {}
            part => flat.push(part),
        }
    }
    flat
}
