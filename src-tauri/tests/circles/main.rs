//! No file needs, by way of others, itself: whoever changes one of a circle of files has to hold all of them in mind.
//!
//! Rust: the modules are followed from each root by `mod`, and every `use` and every path that begins with `crate`,
//! `super`, `self`, a module below or an imported name is followed, through re-exports, to the file that defines what is
//! named. Tests inside a file are left out. Methods are not seen: who calls one names no file. TypeScript and Svelte:
//! every relative import, those of types too.

mod graph;
mod rust;
mod script;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use graph::{Graph, name};

type Outcome = Result<(), Box<dyn Error>>;

/// Files that are still in a circle, by folder. The numbers may only fall; where none stands there is none.
const KNOWN: &[(&str, usize)] = &[];

/// Where nothing of ours stands.
const NOT_OURS: &[&str] = &[".git", ".tauri", "target", "node_modules", "dist", "gen", "icons"];

#[test]
fn no_circle_of_files_is_new() -> Outcome {
    let top = fs::canonicalize(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))?;
    let circles = circles(&top)?;
    for circle in &circles {
        let ends = KNOWN.iter().any(|(folder, _)| circle.iter().all(|file| file.starts_with(folder)));
        assert!(ends, "a new circle: {circle:#?}");
    }
    for (folder, known) in KNOWN {
        let here: Vec<_> = circles.iter().filter(|circle| circle[0].starts_with(folder)).collect();
        let files: usize = here.iter().map(|circle| circle.len()).sum();
        assert!(files <= *known, "{files} files of {folder} are in circles, no longer {known}: {here:#?}");
    }
    Ok(())
}

/// The circles below a folder, each with its files in order.
fn circles(top: &Path) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
    let mut files = Vec::new();
    walk(top, top, &mut files)?;
    files.sort();
    let mut graph = Graph::default();
    for root in files.iter().filter(|file| rust::is_root(file)) {
        rust::read(top, root, &mut graph)?;
    }
    let scripts: Vec<&String> = files.iter().filter(|file| script::is_script(file)).collect();
    for file in &scripts {
        script::read(top, file, &mut graph)?;
    }
    let mut circles = graph.circles();
    // A component that draws components of its own kind is how a tree is drawn.
    circles.retain(|circle| !circle.iter().all(|file| file.ends_with(".svelte")));
    Ok(circles)
}

fn walk(top: &Path, folder: &Path, found: &mut Vec<String>) -> Outcome {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() && !NOT_OURS.iter().any(|name| entry.file_name() == *name) {
            walk(top, &entry.path(), found)?;
        } else if kind.is_file() {
            found.push(name(entry.path().strip_prefix(top)?));
        }
    }
    Ok(())
}

/// A tree of small files.
fn project(files: &[(&str, &str)]) -> Result<(tempfile::TempDir, PathBuf), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let top = fs::canonicalize(folder.path())?;
    for (file, text) in files {
        let path = top.join(file);
        fs::create_dir_all(path.parent().ok_or("no folder")?)?;
        fs::write(path, text)?;
    }
    Ok((folder, top))
}

#[test]
fn a_circle_of_rust_files_is_found_however_it_is_written() -> Outcome {
    let root = "mod a;\nmod b;\npub use a::A;\npub use b::B;\n";
    for (a, b) in [
        ("use crate::b::B;\npub struct A(B);", "use crate::a::A;\npub struct B(A);"),
        ("pub struct A(crate::b::B);", "pub struct B(super::a::A);"),
        // By the names that the root hands on.
        ("use crate::{B as Other};\npub struct A(Other);", "use super::A;\npub struct B(A);"),
        ("use crate::b;\npub struct A(b::B);", "use crate::{self as own};\npub struct B(own::A);"),
    ] {
        let (_folder, top) = project(&[("src/lib.rs", root), ("src/a.rs", a), ("src/b.rs", b)])?;
        assert_eq!(circles(&top)?, [["src/a.rs", "src/b.rs"]], "{a}\n{b}");
    }
    let (_folder, top) = project(&[
        ("src/lib.rs", "mod a;\npub struct Here;\npub use a::A;"),
        ("src/a.rs", "use super::Here;\npub struct A(Here);"),
    ])?;
    assert_eq!(circles(&top)?, [["src/a.rs", "src/lib.rs"]], "a file and the one that it stands below");
    Ok(())
}

#[test]
fn what_is_no_circle_is_left_alone() -> Outcome {
    let (_folder, top) = project(&[
        ("src/lib.rs", "mod a;\nmod b;\npub use a::A;\n"),
        (
            "src/a.rs",
            "// use crate::b::B;\npub struct A;\nconst TEXT: &str = \"crate::b::B\";\n#[cfg(test)]\nmod tests { use crate::b::B; }",
        ),
        ("src/b.rs", "use crate::A;\npub struct B(A);\n#[cfg(test)]\nmod tests;"),
        ("src/b/tests.rs", "use super::*;"),
        ("ui/Tree.svelte", "<script>import Leaf from './Leaf.svelte';</script>"),
        ("ui/Leaf.svelte", "<script>import Tree from './Tree.svelte';</script>"),
    ])?;
    assert_eq!(circles(&top)?, [[""; 0]; 0]);
    Ok(())
}

#[test]
fn a_circle_of_scripts_is_found() -> Outcome {
    let (_folder, top) = project(&[
        ("ui/a.ts", "import type { B } from './b';"),
        ("ui/b/index.ts", "export { c } from '../c.svelte';"),
        ("ui/c.svelte.ts", "const a = () => import('./a');"),
    ])?;
    assert_eq!(circles(&top)?, [["ui/a.ts", "ui/b/index.ts", "ui/c.svelte.ts"]]);
    Ok(())
}
