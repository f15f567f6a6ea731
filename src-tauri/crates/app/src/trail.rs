//! The trail: the last lines of what the app did, in memory and nowhere else. It is what a help desk is read when a
//! failure's code does not explain it. What stands in it and what never does: `docs/logging.md`.

use std::collections::VecDeque;
use std::error::Error;
use std::fmt::{self, Write as _};
use std::io;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use parking_lot::Mutex;
use tracing::field::{Field, Visit};
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::Registry;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

use crate::ports::EngineError;

/// Most lines that are kept; older ones go.
pub const TRAIL_LINES: usize = 200;
/// Most characters of a line.
const LINE: usize = 400;
/// Crates whose events are kept. Those of others can quote addresses, headers and bodies.
const OURS: &[&str] = &["app", "portal", "handoff"];

/// The last [`TRAIL_LINES`] lines, oldest first. Every clone is the same trail.
#[derive(Clone, Default)]
pub struct Trail(Arc<Mutex<VecDeque<String>>>);

/// There is one in a process, as there is one subscriber.
static TRAIL: OnceLock<Trail> = OnceLock::new();

impl Trail {
    /// The process's trail, which from now on takes the events of this project's crates, of every level. Another
    /// subscriber that was there before stays; the trail then remains empty.
    pub fn start() -> Self {
        TRAIL
            .get_or_init(|| {
                let trail = Self::default();
                let _ = tracing::subscriber::set_global_default(Registry::default().with(trail.clone()));
                trail
            })
            .clone()
    }

    /// What the process's trail holds; nothing before [`Trail::start`].
    pub fn now() -> Vec<String> {
        TRAIL.get().map(Self::lines).unwrap_or_default()
    }

    /// The lines, oldest first.
    pub fn lines(&self) -> Vec<String> {
        self.0.lock().iter().cloned().collect()
    }

    fn push(&self, line: String) {
        let mut lines = self.0.lock();
        while lines.len() >= TRAIL_LINES {
            lines.pop_front();
        }
        lines.push_back(line);
    }
}

impl<S: Subscriber> Layer<S> for Trail {
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        is_ours(metadata.target())
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if is_ours(event.metadata().target()) {
            self.push(line(event, Timestamp::now()));
        }
    }
}

fn is_ours(target: &str) -> bool {
    target.split("::").next().is_some_and(|name| OURS.contains(&name))
}

/// `10:03:04.567 WARN app::store what happened key=value`, the time in UTC.
fn line(event: &Event<'_>, now: Timestamp) -> String {
    let metadata = event.metadata();
    let time = now.strftime("%H:%M:%S%.3f");
    let mut words = Words(format!("{time} {} {}", metadata.level(), metadata.target()));
    event.record(&mut words);
    words.0.replace(['\n', '\r'], " ").chars().take(LINE).collect()
}

struct Words(String);

impl Visit for Words {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let _ = match field.name() {
            "message" => write!(self.0, " {value:?}"),
            name => write!(self.0, " {name}={value:?}"),
        };
    }
}

/// What may be said of the errors below one: what kind they are. Their words are left out: libraries quote addresses, names
/// of files, and answers in them.
pub(crate) fn sources(error: &(dyn Error + 'static)) -> String {
    let (mut kinds, mut below) = (Vec::new(), Some(error));
    while let Some(error) = below {
        kinds.extend(kind(error));
        below = error.source();
    }
    kinds.join(" < ")
}

/// `None` for an error that has no kind to tell, such as our own: its code says it already.
fn kind(error: &(dyn Error + 'static)) -> Option<String> {
    if let Some(error) = error.downcast_ref::<io::Error>() {
        let code = error.raw_os_error().map(|code| format!(" {code}")).unwrap_or_default();
        return Some(format!("io {:?}{code}", error.kind()));
    }
    if let Some(error) = error.downcast_ref::<serde_json::Error>() {
        return Some(format!("json {:?} {}:{}", error.classify(), error.line(), error.column()));
    }
    if let Some(error) = error.downcast_ref::<tokio::task::JoinError>() {
        return Some(if error.is_panic() { "task panicked" } else { "task cancelled" }.to_owned());
    }
    if let Some(error) = error.downcast_ref::<getrandom::Error>() {
        let code = error.raw_os_error().map(|code| format!(" {code}")).unwrap_or_default();
        return Some(format!("random{code}"));
    }
    if let Some(error) = error.downcast_ref::<EngineError>() {
        return Some(format!("engine {error}"));
    }
    let error = error.downcast_ref::<reqwest::Error>()?;
    let kinds = [
        (error.is_connect(), "connect"),
        (error.is_timeout(), "timeout"),
        (error.is_status(), "status"),
        (error.is_body(), "body"),
        (error.is_decode(), "decode"),
        (error.is_redirect(), "redirect"),
    ];
    let said: Vec<&str> = kinds.iter().filter(|(is, _)| *is).map(|(_, name)| *name).collect();
    Some(format!("http {}", said.join("+")))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use tracing::subscriber::with_default;

    use super::*;

    fn kept(work: impl FnOnce()) -> Vec<String> {
        let trail = Trail::default();
        with_default(Registry::default().with(trail.clone()), work);
        trail.lines()
    }

    #[test]
    fn a_line_says_when_how_grave_where_and_what() {
        let lines = kept(|| tracing::warn!(code = "store-full", attempt = 7, "not saved"));
        let [line] = lines.as_slice() else { panic!("{lines:?}") };
        let (time, rest) = line.split_at(12);
        assert!(time.bytes().all(|c| c.is_ascii_digit() || matches!(c, b':' | b'.')), "{time}");
        assert_eq!(rest, " WARN app::trail::tests not saved code=store-full attempt=7");
    }

    #[test]
    fn others_are_not_heard_and_the_oldest_goes() {
        let lines = kept(|| {
            tracing::info!(target: "reqwest::connect", "https://host/?password=x");
            tracing::info!(target: "application", "another crate");
            for number in 0..TRAIL_LINES + 5 {
                tracing::trace!(target: "portal::client", number, "request");
            }
        });
        assert_eq!(lines.len(), TRAIL_LINES);
        assert!(lines[0].ends_with("number=5"), "{}", lines[0]);
    }

    #[test]
    fn a_line_stays_one_line_of_a_bounded_length() {
        let lines = kept(|| tracing::info!("{}", "a\nb".repeat(1000)));
        assert!(lines.len() == 1 && !lines[0].contains('\n') && lines[0].chars().count() == LINE);
    }

    #[test]
    fn of_an_errors_sources_only_their_kinds_are_said() {
        let refused = crate::StoreError::Failed(io::Error::new(io::ErrorKind::PermissionDenied, "/home/marked"));
        assert_eq!(sources(&refused), "io PermissionDenied");
        let damaged = serde_json::from_str::<u8>("\"marked\"").unwrap_err();
        let said = sources(&crate::StoreError::Damaged(damaged));
        assert!(said.starts_with("json Data 1:") && !said.contains("marked"), "{said}");
        let cause = EngineError { domain: "NSURLErrorDomain", code: Some(-1009) };
        assert_eq!(sources(&portal::PortalError::Offline(cause.into())), "engine NSURLErrorDomain -1009");
        assert_eq!(sources(&crate::DeviceError::Refused("marked".into())), "");
    }

    #[tokio::test]
    async fn of_a_task_it_is_said_how_it_ended() {
        let task = tokio::spawn(std::future::pending::<()>());
        task.abort();
        assert_eq!(sources(&task.await.unwrap_err()), "task cancelled");
    }
}
