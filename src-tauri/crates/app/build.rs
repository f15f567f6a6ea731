//! Compiles the `native.json` of each language's catalogue into Rust: one struct, one constant per language.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../../ui/messages");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut languages = BTreeMap::new();
    for entry in fs::read_dir(&folder)? {
        let folder = entry?.path();
        if folder.is_dir() {
            let name =
                folder.file_name().and_then(|name| name.to_str()).ok_or("a catalogue without a name")?.to_owned();
            let catalogue = serde_json::from_str(&fs::read_to_string(folder.join("native.json"))?)?;
            languages.insert(name, catalogue);
        }
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("catalogue.rs"), source(&languages)?)?;
    Ok(())
}

fn source(languages: &BTreeMap<String, BTreeMap<String, String>>) -> Result<String, Box<dyn Error>> {
    let first = languages.get("ja").ok_or("no Japanese catalogue")?;
    let keys: Vec<&String> = first.keys().collect();
    let mut text = String::from("pub(crate) struct Catalogue {\n    pub(crate) lang: &'static str,\n");
    for key in &keys {
        writeln!(text, "    pub(crate) {key}: &'static str,")?;
    }
    text.push_str("}\n");
    for (language, catalogue) in languages {
        let constant = language.to_uppercase().replace('-', "_");
        writeln!(text, "pub(crate) const {constant}: Catalogue = Catalogue {{\n    lang: {language:?},")?;
        for key in &keys {
            let sentence = catalogue.get(*key).ok_or_else(|| format!("{language}: {key} is missing"))?;
            writeln!(text, "    {key}: {sentence:?},")?;
        }
        text.push_str("};\n");
    }
    text.push_str("pub(crate) const ALL: &[&Catalogue] = &[");
    for language in languages.keys() {
        write!(text, "&{}, ", language.to_uppercase().replace('-', "_"))?;
    }
    text.push_str("];\n");
    Ok(text)
}
