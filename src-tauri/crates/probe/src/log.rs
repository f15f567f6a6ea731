//! What an operator reads: one line of JSON for each event of the probe itself, on stderr; in systemd's journal under its
//! priority (sd-daemon(3)). Nothing is written about a visitor, and nothing of what libraries would say: their words quote
//! addresses and certificates.

use std::error::Error;
use std::fmt::Debug;
use std::io::Write as _;

use jiff::Timestamp;
use serde_json::{Map, Value};
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt as _};

/// From `warn` on, where nothing else is said.
pub(crate) fn write_to_stderr(level: Option<&str>) -> Result<(), Box<dyn Error>> {
    let level = level.unwrap_or("warn");
    let most = level.parse::<LevelFilter>().map_err(|_| format!("--log {level}: off, error, warn or info"))?;
    tracing::subscriber::set_global_default(
        tracing_subscriber::registry().with(JsonLines { most, for_journal: is_journal() }),
    )?;
    Ok(())
}

/// What a line of this level begins with: its priority if stderr is the journal, which takes that off again, else nothing.
pub(crate) fn priority(level: Level, for_journal: bool) -> &'static str {
    match level {
        _ if !for_journal => "",
        Level::ERROR => "<3>",
        Level::WARN => "<4>",
        Level::INFO => "<6>",
        _ => "<7>",
    }
}

/// Whether stderr is still what systemd connected with the journal (systemd.exec(5), `$JOURNAL_STREAM`).
#[cfg(unix)]
pub(crate) fn is_journal() -> bool {
    use std::os::fd::AsFd as _;
    use std::os::unix::fs::MetadataExt as _;
    let stderr = std::io::stderr().as_fd().try_clone_to_owned().map(std::fs::File::from);
    let stream = stderr.and_then(|file| file.metadata()).map(|file| format!("{}:{}", file.dev(), file.ino()));
    stream.is_ok_and(|stream| std::env::var("JOURNAL_STREAM").is_ok_and(|journal| journal == stream))
}

#[cfg(not(unix))]
pub(crate) fn is_journal() -> bool {
    false
}

struct JsonLines {
    most: LevelFilter,
    for_journal: bool,
}

impl<S: Subscriber> Layer<S> for JsonLines {
    fn enabled(&self, metadata: &tracing::Metadata<'_>, _: Context<'_, S>) -> bool {
        *metadata.level() <= self.most && metadata.target().split("::").next() == Some(env!("CARGO_PKG_NAME"))
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let priority = priority(*event.metadata().level(), self.for_journal);
        // One write, so that no other line comes between.
        let line = format!("{priority}{}", line(event, Timestamp::now()));
        let _ = std::io::stderr().write_all(line.as_bytes());
    }
}

fn line(event: &Event<'_>, now: Timestamp) -> String {
    let mut fields = Fields(Map::new());
    fields.0.insert("time".to_owned(), now.to_string().into());
    fields.0.insert("level".to_owned(), event.metadata().level().as_str().into());
    event.record(&mut fields);
    format!("{}\n", Value::Object(fields.0))
}

struct Fields(Map<String, Value>);

impl Visit for Fields {
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}").into());
    }
}
