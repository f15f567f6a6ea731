use std::error::Error;
use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use lexopt::prelude::{Long, Short, Value as Stray, ValueExt};
use secrecy::SecretString;
use serde::Deserialize;
use toml::{Table, Value};

/// Names of the options, each the same in the file, in the environment and on the command line.
const NAMES: [&str; 13] = [
    "listen",
    "host",
    "certificate",
    "key",
    "authority",
    "words",
    "languages",
    "store",
    "log",
    "admin",
    "connections",
    "connections-per-address",
    "connections-per-minute",
];

/// What the program was told, from wherever.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(crate) struct Options {
    pub(crate) listen: Option<SocketAddr>,
    pub(crate) host: Option<String>,
    pub(crate) certificate: Option<PathBuf>,
    pub(crate) key: Option<PathBuf>,
    pub(crate) authority: Option<PathBuf>,
    pub(crate) words: Option<PathBuf>,
    pub(crate) languages: Vec<String>,
    /// May hold a password.
    pub(crate) store: Option<SecretString>,
    pub(crate) log: Option<String>,
    pub(crate) admin: Option<SocketAddr>,
    pub(crate) connections: Option<usize>,
    pub(crate) connections_per_address: Option<usize>,
    pub(crate) connections_per_minute: Option<u32>,
}

impl Options {
    /// The command line before the environment before the file. `None` if help was asked for.
    pub(crate) fn read(
        arguments: Vec<OsString>,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Option<Self>, Box<dyn Error>> {
        let Some(line) = command_line(arguments)? else { return Ok(None) };
        let variable = |name: &str| environment(&format!("PROBE_{}", name.to_uppercase().replace('-', "_")));
        let told = |name: &str| line.get(name).and_then(Value::as_str).map(str::to_owned).or_else(|| variable(name));
        let mut options = match told("config") {
            Some(file) => {
                let text = std::fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
                text.parse::<Table>().map_err(|error| format!("{file}: {}", where_and_what(&text, &error)))?
            }
            None => Table::new(),
        };
        for name in NAMES {
            if let Some(text) = told(name) {
                options.insert(name.to_owned(), value(name, text)?);
            }
        }
        Ok(Some(options.try_into()?))
    }
}

/// Without the line itself, which the library would quote: there may be a password in it.
fn where_and_what(text: &str, error: &toml::de::Error) -> String {
    let line = error.span().and_then(|at| text.get(..at.start)).map(|before| before.matches('\n').count() + 1);
    line.map(|line| format!("line {line}: ")).unwrap_or_default() + error.message()
}

fn command_line(arguments: Vec<OsString>) -> Result<Option<Table>, Box<dyn Error>> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let mut line = Table::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("help") | Short('h') => return Ok(None),
            Long(name) if name == "config" || NAMES.contains(&name) => {
                let name = name.to_owned();
                line.insert(name, Value::String(parser.value()?.string()?));
            }
            Stray(value) => return Err(format!("unexpected: {}", value.to_string_lossy()).into()),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Some(line))
}

fn value(name: &str, text: String) -> Result<Value, Box<dyn Error>> {
    match name {
        "connections" | "connections-per-address" | "connections-per-minute" => {
            let number = text.parse::<u32>().map_err(|error| format!("--{name} {text}: {error}"))?;
            Ok(Value::Integer(number.into()))
        }
        "languages" => {
            let names = text.split(',').map(|name| Value::String(name.trim().to_owned()));
            Ok(Value::Array(names.collect()))
        }
        "listen" | "admin" => {
            text.parse::<SocketAddr>().map_err(|error| format!("--{name} {text}: {error}"))?;
            Ok(Value::String(text))
        }
        _ => Ok(Value::String(text)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn read(line: &[&str], environment: &[(&str, &str)]) -> Result<Option<Options>, String> {
        let given = |name: &str| environment.iter().find(|(one, _)| *one == name).map(|(_, value)| (*value).to_owned());
        Options::read(line.iter().map(OsString::from).collect(), given).map_err(|error| error.to_string())
    }

    #[test]
    fn the_line_comes_before_the_environment_before_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("probe.toml");
        std::fs::write(&file, "listen = \"[::]:1\"\nhost = \"file\"\nkey = \"file.pem\"\nconnections = 7\n").unwrap();
        let file = file.to_str().unwrap();
        let environment = [("PROBE_CONFIG", file), ("PROBE_HOST", "environment"), ("PROBE_KEY", "environment.pem")];
        let options = read(&["--key", "line.pem", "--connections-per-address", "0"], &environment).unwrap().unwrap();
        assert_eq!(options.listen.unwrap().port(), 1);
        assert_eq!(options.host.as_deref(), Some("environment"));
        assert_eq!(options.key, Some("line.pem".into()));
        assert_eq!((options.connections, options.connections_per_address), (Some(7), Some(0)));
    }

    #[test]
    fn languages_are_a_list_and_the_store_is_not_shown() {
        let environment = [("PROBE_STORE", "redis://user:geheim@store"), ("PROBE_LANGUAGES", "en, ja")];
        let options = read(&[], &environment).unwrap().unwrap();
        assert_eq!(options.languages, ["en", "ja"]);
        assert!(options.store.is_some() && !format!("{options:?}").contains("geheim"));
    }

    #[test]
    fn a_mistake_in_the_file_is_said_by_its_line_which_is_not_quoted() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("probe.toml");
        let address = "redis://user:geheim@store";
        for (wrong, said) in [
            (format!("store = {address}"), Some("line 3: ")),
            (format!("store = \"{address}"), Some("line 3: ")),
            (format!("store = '{address}\""), Some("line 3: ")),
            (format!("store = {address}\""), Some("line 3: ")),
            (format!("store \"{address}\""), Some("line 3: ")),
            (format!("store = \"{address}\"\nstore = \"{address}\""), Some("line 4: ")),
            (address.to_owned(), Some("line 3: ")),
            (format!("store = [\"{address}\"]"), None),
            (format!("[store]\naddress = \"{address}\""), None),
            (format!("stor = \"{address}\""), None),
        ] {
            std::fs::write(&file, format!("# 日本語\nhost = \"localhost\"\n{wrong}\n")).unwrap();
            let error = read(&["--config", file.to_str().unwrap()], &[]).unwrap_err();
            assert!(!error.contains("geheim"), "{wrong}: {error}");
            let place = said.map_or_else(String::new, |said| format!("{}: {said}", file.display()));
            assert!(error.starts_with(&place) && error.len() > place.len(), "{wrong}: {error}");
        }
    }

    #[test]
    fn what_nobody_knows_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("probe.toml");
        std::fs::write(&file, "hosst = \"file\"\n").unwrap();
        assert!(read(&["--config", file.to_str().unwrap()], &[]).unwrap_err().contains("hosst"));
        assert!(read(&["--hosst", "x"], &[]).unwrap_err().contains("hosst"));
        assert!(read(&["--connections", "many"], &[]).unwrap_err().contains("many"));
        assert!(read(&["--config", "/nowhere.toml"], &[]).unwrap_err().contains("/nowhere.toml"));
        assert!(read(&["--help"], &[]).unwrap().is_none());
    }
}
