//! Chromium, moved by Playwright in a program of its own (`tests/journey/window/chromium.js`): one JSON text a line, both ways.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender};

use secrecy::ExposeSecret as _;
use serde::Deserialize;
use serde_json::json;

use crate::body::{Event, Order, Settings};

#[derive(Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
enum Line {
    Shown { url: String },
    Message { from: String, text: String },
    Download { url: String },
    Closed,
    Broken { why: String },
}

impl From<Line> for Event {
    fn from(line: Line) -> Self {
        match line {
            Line::Shown { url } => Self::Shown(url),
            Line::Message { from, text } => Self::Message { from, text },
            Line::Download { url } => Self::DownloadSeen(url),
            Line::Closed => Self::Closed,
            Line::Broken { why } => Self::Broken(why),
        }
    }
}

/// Starts Chromium; it ends when `orders` does.
///
/// `proxy` is the port of its only way out, on this machine.
pub(crate) fn start(
    settings: &Settings,
    proxy: u16,
    events: Sender<Event>,
    orders: Receiver<Order>,
) -> std::io::Result<Child> {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("../journey/window/chromium.js");
    let mut child = Command::new("node").arg(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let (Some(mut to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(std::io::Error::other("no pipes"));
    };
    let start = json!({
        "entry": settings.entry,
        "script": settings.script,
        "proxy": proxy,
        "authority": settings.authority,
    });
    writeln!(to, "{start}")?;
    std::thread::spawn(move || {
        for order in orders {
            let line = match order {
                Order::Run(script) => json!({ "do": "run", "script": script }),
                Order::Type(text) => json!({ "do": "type", "text": text.expose_secret() }),
                // Chromium's own windows tell of nothing that was not reached.
                Order::Retry => continue,
                Order::Close => break,
            };
            if writeln!(to, "{line}").is_err() {
                break;
            }
        }
    });
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            let event = serde_json::from_str::<Line>(&line).map_or_else(|_| Event::Broken(line), Event::from);
            if events.send(event).is_err() {
                break;
            }
        }
    });
    Ok(child)
}
