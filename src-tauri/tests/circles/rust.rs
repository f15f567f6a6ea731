//! Modules of Rust, and which file defines what a path names.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

use super::graph::{Graph, name};

/// The path of a module, from its root.
type Module = Vec<String>;

/// A root: a library, a program, a test, an example.
pub(crate) fn is_root(file: &str) -> bool {
    let path = Path::new(file);
    let folder = path.parent().and_then(Path::file_name).and_then(|name| name.to_str()).unwrap_or_default();
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.ends_with(".rs")
        && (["build.rs", "lib.rs", "main.rs"].contains(&name)
            || folder == "bin"
            || (["tests", "examples", "benches", "fuzz_targets"].contains(&folder) && !file.contains("src/")))
}

/// Adds what the files of one root name.
pub(crate) fn read(top: &Path, root: &str, graph: &mut Graph) -> Result<(), Box<dyn Error>> {
    let patterns = Patterns::new()?;
    let mut files = BTreeMap::new();
    let folder = Path::new(root).parent().unwrap_or(Path::new(""));
    load(top, &patterns, Module::new(), root, folder, &mut files)?;
    for (module, file) in &files {
        for path in file.paths(&patterns) {
            if let Some(found) = resolve(&files, module, &path, 0) {
                graph.add(&file.name, found);
            }
        }
    }
    Ok(())
}

struct Patterns {
    module: Regex,
    /// A module in a file of another name.
    elsewhere: Regex,
    test: Regex,
    import: Regex,
    item: Regex,
    path: Regex,
}

impl Patterns {
    fn new() -> Result<Self, regex::Error> {
        let shown = r"(?:pub(?:\([^)]*\))? )?";
        let name = "[A-Za-z0-9_]+";
        Ok(Self {
            module: Regex::new(&format!(r"((?:#\[[^\]]*\]\s*)*){shown}mod ({name});"))?,
            elsewhere: Regex::new(&format!(r#"#\[path = "([^"]+)"\]\s*{shown}mod ({name});"#))?,
            test: Regex::new(&format!(r"#\[cfg\(test\)\]\s*(?:#\[[^\]]*\]\s*)*{shown}mod {name} \{{"))?,
            import: Regex::new(r"(?:^|[\s;{}])use ([^;]+);")?,
            item: Regex::new(&format!("(?:fn|struct|enum|trait|type|const|static|union|macro_rules!) ({name})"))?,
            path: Regex::new(&format!("(?:^|[^A-Za-z0-9_:])([a-z_][A-Za-z0-9_]*(?:::{name})+)"))?,
        })
    }
}

/// One file of a root.
struct Source {
    name: String,
    text: String,
    /// Modules below that stand in files of their own.
    below: BTreeSet<String>,
    /// What it defines.
    items: BTreeSet<String>,
    /// What it imports or hands on: the name here, and the path.
    imports: Vec<(String, Vec<String>)>,
}

impl Source {
    /// Every path in it that can lead to another file.
    fn paths(&self, patterns: &Patterns) -> Vec<Vec<String>> {
        let mut paths: Vec<Vec<String>> = self.imports.iter().map(|(_, path)| path.clone()).collect();
        let body = patterns.import.replace_all(&self.text, "");
        for found in patterns.path.captures_iter(&body) {
            paths.push(found[1].split("::").map(str::to_owned).collect());
        }
        paths
    }

    fn import(&self, name: &str) -> Option<&Vec<String>> {
        self.imports.iter().find(|(own, _)| own == name).map(|(_, path)| path)
    }
}

fn load(
    top: &Path,
    patterns: &Patterns,
    module: Module,
    file: &str,
    folder: &Path,
    files: &mut BTreeMap<Module, Source>,
) -> Result<(), Box<dyn Error>> {
    let written = fs::read_to_string(top.join(file))?;
    let text = without_tests(without_text(&written), &patterns.test);
    let mut below = BTreeSet::new();
    for found in patterns.module.captures_iter(&text).filter(|found| !found[1].contains("cfg(test)")) {
        let child = &found[2];
        let elsewhere = patterns.elsewhere.captures_iter(&written).find(|found| found[2] == *child);
        let elsewhere = elsewhere.and_then(|found| below_top(top, &Path::new(file).with_file_name(&found[1])));
        let beside = [folder.join(format!("{child}.rs")), folder.join(child).join("mod.rs")];
        let places: Vec<PathBuf> = elsewhere.into_iter().chain(beside).collect();
        if let Some(place) = places.iter().find(|place| top.join(place).is_file()) {
            below.insert(child.to_owned());
            let module = module.iter().cloned().chain([child.to_owned()]).collect();
            load(top, patterns, module, &name(place), &folder.join(child), files)?;
        }
    }
    let items = patterns.item.captures_iter(&text).map(|found| found[1].to_owned()).collect();
    let imports = patterns.import.captures_iter(&text).flat_map(|found| leaves(&found[1])).collect();
    files.insert(module, Source { name: file.to_owned(), text, below, items, imports });
    Ok(())
}

/// A file as it is named from the top, without steps back.
fn below_top(top: &Path, file: &Path) -> Option<PathBuf> {
    fs::canonicalize(top.join(file)).ok()?.strip_prefix(top).ok().map(Path::to_owned)
}

/// The file that defines what a path names, as it is read in a module; `None` if it is not of this root, or a module.
fn resolve<'a>(files: &'a BTreeMap<Module, Source>, module: &Module, path: &[String], depth: usize) -> Option<&'a str> {
    // Imports of a name by its own name go round.
    if depth > 12 {
        return None;
    }
    let here = files.get(module)?;
    let first = path.first()?;
    let mut at = module.clone();
    let mut rest = path;
    match first.as_str() {
        "crate" => (at, rest) = (Module::new(), &path[1..]),
        "self" => rest = &path[1..],
        "super" => {
            while rest.first().is_some_and(|part| part == "super") {
                at.pop();
                rest = &rest[1..];
            }
        }
        child if here.below.contains(child) => {}
        imported => {
            let target = here.import(imported).filter(|target| target.as_slice() != [imported])?;
            return resolve(files, module, &[target.as_slice(), &path[1..]].concat(), depth + 1);
        }
    }
    while let Some((part, after)) = rest.split_first() {
        let source = files.get(&at)?;
        if source.below.contains(part) {
            at.push(part.clone());
            rest = after;
        } else if let (false, Some(target)) = (source.items.contains(part), source.import(part)) {
            return resolve(files, &at, &[target.as_slice(), after].concat(), depth + 1);
        } else {
            let globs = source.imports.iter().filter(|(own, _)| own == "*" && part != "*");
            let handed_on = globs.filter_map(|(_, glob)| glob.split_last()).find_map(|(_, glob)| {
                let found = module_of(files, &at, glob)?;
                files[&found].items.contains(part).then_some(files[&found].name.as_str())
            });
            return Some(handed_on.filter(|_| !source.items.contains(part)).unwrap_or(&source.name));
        }
    }
    // A module as such: what is taken from it is named where it is used.
    None
}

/// The module that a path names.
fn module_of(files: &BTreeMap<Module, Source>, module: &Module, path: &[String]) -> Option<Module> {
    let mut at = module.clone();
    for part in path {
        match part.as_str() {
            "crate" => at.clear(),
            "self" => {}
            "super" => drop(at.pop()),
            child => {
                at.push(child.to_owned());
                files.get(&at)?;
            }
        }
    }
    Some(at)
}

/// Of `a::{b, c as d}`: the names here, each with its whole path.
fn leaves(tree: &str) -> Vec<(String, Vec<String>)> {
    let tree = tree.trim();
    if let (Some(open), Some(close)) = (tree.find('{'), tree.rfind('}')) {
        let (mut depth, mut parts) = (0, vec![String::new()]);
        for character in tree[open + 1..close].chars() {
            match character {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            match (character, depth, parts.last_mut()) {
                (',', 0, _) => parts.push(String::new()),
                (_, _, Some(part)) => part.push(character),
                _ => {}
            }
        }
        let parts = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty());
        return parts.flat_map(|part| leaves(&format!("{}{part}", &tree[..open]))).collect();
    }
    let (path, own) = tree.split_once(" as ").map_or((tree, None), |(path, own)| (path, Some(own.trim().to_owned())));
    let mut path: Vec<String> = path.split("::").map(|part| part.trim().to_owned()).collect();
    path.retain(|part| !part.is_empty());
    if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
        path.pop();
    }
    let own = own.or_else(|| path.last().cloned());
    own.map(|own| (own, path)).into_iter().collect()
}

/// Without comments, and with empty strings: no path stands in them.
fn without_text(source: &str) -> String {
    let mut kept = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if first == '"' {
            quoted(rest)
        } else if first == 'r' && !kept.ends_with(|last: char| last.is_alphanumeric() || last == '_') {
            raw(rest)
        } else if first == '\'' {
            character(rest)
        } else {
            0
        };
        let taken = if skipped == 0 { first.len_utf8() } else { skipped };
        if skipped == 0 {
            kept.push(first);
        }
        rest = &rest[taken..];
    }
    kept
}

/// Bytes of the string at the start.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Bytes of the raw string at the start; 0: there is none.
fn raw(text: &str) -> usize {
    let marks = text[1..].bytes().take_while(|&byte| byte == b'#').count();
    if text.as_bytes().get(1 + marks) != Some(&b'"') {
        return 0;
    }
    let end = format!("\"{}", "#".repeat(marks));
    text[2 + marks..].find(&end).map_or(text.len(), |at| 2 + marks + at + end.len())
}

/// Bytes of the character in quotes at the start; 0: a lifetime.
fn character(text: &str) -> usize {
    let mut characters = text.char_indices().skip(1);
    match characters.next() {
        Some((_, '\\')) => text[2..].char_indices().skip(1).find(|(_, c)| *c == '\'').map_or(0, |(at, _)| 2 + at + 1),
        Some(_) => characters.next().filter(|(_, c)| *c == '\'').map_or(0, |(at, _)| at + 1),
        None => 0,
    }
}

/// Without the modules of tests that stand in the file.
fn without_tests(mut source: String, test: &Regex) -> String {
    while let Some(found) = test.find(&source) {
        let (start, open) = (found.start(), found.end() - 1);
        let mut depth = 0_usize;
        let end = source[open..].char_indices().find_map(|(at, character)| {
            match character {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            (depth == 0).then_some(open + at + 1)
        });
        source.replace_range(start..end.unwrap_or(source.len()), "");
    }
    source
}
