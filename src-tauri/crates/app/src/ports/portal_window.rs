use std::fmt;

use async_trait::async_trait;
pub use portal::HostRule;
pub use portal::guide::Downloads;
use serde::Serialize;
use thiserror::Error;
use tokio::sync::mpsc;
use url::Url;
use zeroize::Zeroizing;

use super::device_error::DeviceError;

/// Events that wait to be read at the most. A page that sends faster loses what it sends.
const WAITING: usize = 256;
/// Places among them that a page's messages leave free, so that a flood does not drown what the window itself says.
const KEPT_FROM_MESSAGES: usize = WAITING / 4;
/// Places that nothing leaves free but what the user and the engine do: a page can load and refuse without end, too.
const KEPT_FROM_PAGES: usize = WAITING / 16;
/// Bytes of the longest message that is taken from a page.
pub const MAX_MESSAGE_BYTES: usize = 64 * 1024;

/// The portal's own pages in a window of the app, on a device that has one.
///
/// Whoever implements it judges host and TLS in native code and trusts nothing that a page says: only https and only
/// hosts that [`WindowPlan::allows`], for redirects, subframes and popups too; no exception for a certificate but the
/// practice root's; no cookies, storage or cache of before, and nothing of them left behind; no camera, place,
/// notification, file chooser or client certificate; no download but by [`Downloads::Engine`]; dialogs of the page drawn natively and marked as the
/// page's. The app's own bridge does not exist in it.
#[async_trait]
pub trait PortalWindow: Send + Sync {
    /// Opens it and resolves when it is gone: the user closed it, or [`WindowLink::commands`] has ended. Dropping the
    /// future closes it too.
    async fn run(&self, plan: WindowPlan, link: WindowLink) -> Result<(), DeviceError>;

    /// Who catches a download. [`Downloads::Engine`] only where the engine's file comes as [`WindowEvent::File`].
    fn downloads(&self) -> Downloads {
        Downloads::Page
    }
}

/// What a portal's window is opened with.
#[derive(Clone, Debug)]
pub struct WindowPlan {
    /// The first page.
    pub entry: Url,
    /// Hosts whose pages are shown.
    pub allowed_hosts: Vec<HostRule>,
    /// Roots (DER) that are trusted besides the system's; those of practice.
    pub extra_roots: Vec<Vec<u8>>,
    /// What the window says it is; `None`: what the engine says.
    pub user_agent: Option<String>,
    /// The guide: injected into each page before the page's own scripts. It calls
    /// `window.webkit.messageHandlers.guide.postMessage(text)` or what the system has instead.
    pub script: String,
    /// Sentences of the bar and of dialogs, in the user's language.
    pub words: WindowWords,
}

impl WindowPlan {
    /// A page at this address may be shown.
    pub fn allows(&self, url: &Url) -> bool {
        portal::is_allowed(&self.allowed_hosts, url)
    }
}

/// Sentences of a portal's window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WindowWords {
    /// Title of the window.
    pub title: String,
    /// What closes the window.
    pub close: String,
    /// What the lock stands for, read aloud before the host.
    pub secure: String,
    /// Over the text of a page's dialog: whose it is, with `{host}` in it.
    pub dialog: String,
    /// Yes to a page's dialog.
    pub yes: String,
    /// No to a page's dialog.
    pub no: String,
    /// Opens what is said by `help_text`.
    pub help: String,
    /// How to go on in this window.
    pub help_text: String,
}

/// Both ends of what a window and its owner say to each other.
pub struct WindowLink {
    /// What happens in it. What does not fit is dropped: a page that floods harms itself alone.
    pub events: mpsc::Sender<WindowEvent>,
    /// What it is to do; when this ends it closes.
    pub commands: mpsc::UnboundedReceiver<WindowCommand>,
}

/// The owner's ends of a [`WindowLink`].
pub struct WindowControl {
    /// What happens in the window.
    pub events: mpsc::Receiver<WindowEvent>,
    /// What the window is to do. Dropping it closes the window.
    pub commands: mpsc::UnboundedSender<WindowCommand>,
}

impl WindowLink {
    /// A link and the owner's ends of it.
    pub fn new() -> (Self, WindowControl) {
        let (event_sender, events) = mpsc::channel(WAITING);
        let (commands, command_receiver) = mpsc::unbounded_channel();
        (Self { events: event_sender, commands: command_receiver }, WindowControl { events, commands })
    }
}

/// What happens in a portal's window. Hosts come from native code alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WindowEvent {
    /// The page in front is one of this address, which is allowed; its TLS was judged.
    Page {
        /// Address of the main frame.
        url: Url,
    },
    /// The guide in a page says something. Untrusted, at most [`MAX_MESSAGE_BYTES`].
    Message {
        /// Address of the page's main frame, as it was judged.
        from: Url,
        /// JSON of the guide.
        text: String,
    },
    /// The large button was pressed.
    Pressed,
    /// A page outside the allowed hosts was not opened.
    Refused {
        /// With its port unless it is the scheme's own.
        host: String,
    },
    /// The page has begun a download that the guide has not caught; it was not taken.
    Download {
        /// Its address, where it was asked for by GET, so that the page can ask for it again; `None` if by another method.
        url: Option<Url>,
    },
    /// The engine has downloaded a file.
    File(EngineFile),
    /// A page could not be shown, and nothing is left to go on with.
    Failed(WindowProblem),
    /// A page after the first was not reached; the visit goes on.
    NotReached {
        /// What the engine met.
        cause: EngineError,
        /// [`WindowCommand::Retry`] asks for it once more; else the page before it is still in front, to be pressed again.
        can_retry: bool,
    },
}

impl WindowEvent {
    /// Says it to the window's owner without waiting. Where there is no room for its kind it is dropped.
    pub fn tell(self, owner: &mpsc::Sender<Self>) {
        let kept = match self {
            Self::Message { .. } => KEPT_FROM_MESSAGES,
            Self::Page { .. } | Self::Refused { .. } | Self::Download { .. } | Self::NotReached { .. } => {
                KEPT_FROM_PAGES
            }
            Self::Pressed | Self::File(_) | Self::Failed(_) => 0,
        };
        if owner.capacity() > kept {
            // Only its end is left as a reason, and of that the owner knows.
            let _ = owner.try_send(self);
        }
    }
}

/// A file that the engine has downloaded, not yet looked at.
#[derive(Clone, PartialEq, Eq)]
pub struct EngineFile {
    /// Address of the answer, as it was judged; `blob:` or `data:` where a page that was shown has made the file.
    pub from: Url,
    /// The header `Content-Disposition` (RFC 6266).
    pub disposition: Option<String>,
    /// At most a byte more than [`certificate::MAX_FILE_BYTES`].
    pub bytes: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for EngineFile {
    /// Where it came from and nothing of what it is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EngineFile").field("host", &self.from.host_str()).finish_non_exhaustive()
    }
}

/// Why a page could not be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WindowProblem {
    /// The host was not reached.
    Offline {
        /// What the engine met: no network, no such name, no answer.
        cause: EngineError,
    },
    /// The engine's process ended.
    Crashed,
    /// The server's certificate comes from an authority that is not trusted.
    Untrusted {
        /// The host that was asked.
        host: String,
    },
    /// The server's certificate is over.
    Expired {
        /// The host that was asked.
        host: String,
    },
    /// The server's certificate begins in the future of this device's clock.
    NotYetValid {
        /// The host that was asked.
        host: String,
    },
    /// The server's certificate is for another host.
    WrongHost {
        /// The host that was asked.
        host: String,
    },
    /// TLS failed for another reason.
    Tls {
        /// The host that was asked.
        host: String,
    },
}

/// What the system's engine calls a failure, in its own numbers; nothing of a page or an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{domain} {}", .code.map_or_else(|| "?".to_owned(), |code| code.to_string()))]
pub struct EngineError {
    /// Whose numbers they are: `NSURLErrorDomain`, `WebViewClient`, `g-io-error-quark`.
    pub domain: &'static str,
    /// The number there; `None` where the engine gives none.
    pub code: Option<i64>,
}

/// What a portal's window is to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WindowCommand {
    /// Draw this in the bar.
    Bar(WindowBar),
    /// Run this in the page, where the guide is.
    Run(String),
    /// Come to the front.
    Show,
    /// Ask once more for what was not reached, after [`WindowEvent::NotReached`].
    Retry,
}

/// What the bar of a portal's window says. Host and lock are drawn by the window itself, from what it has judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WindowBar {
    /// How far the way is (`2/5 ログイン`); `None` on a page that the guide does not know.
    pub step: Option<String>,
    /// The large button; `None`: there is nothing to press for the user.
    pub button: Option<String>,
    /// What to do, where there is no button.
    pub hint: String,
    /// What must be known before going on: tries, a refused host.
    pub notice: Option<String>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn heard(control: &mut WindowControl) -> Vec<WindowEvent> {
        std::iter::from_fn(|| control.events.try_recv().ok()).collect()
    }

    #[test]
    fn a_flood_leaves_room_for_pages_and_those_for_the_user() {
        let from = Url::parse("https://www.e-seikyuu.jp/").unwrap();
        let (link, mut control) = WindowLink::new();
        for _ in 0..10_000 {
            WindowEvent::Message { from: from.clone(), text: "x".into() }.tell(&link.events);
        }
        for _ in 0..10_000 {
            WindowEvent::Refused { host: "example.org".into() }.tell(&link.events);
            WindowEvent::Page { url: from.clone() }.tell(&link.events);
        }
        WindowEvent::Pressed.tell(&link.events);
        WindowEvent::Failed(WindowProblem::Crashed).tell(&link.events);
        let heard = heard(&mut control);
        let messages = heard.iter().filter(|event| matches!(event, WindowEvent::Message { .. })).count();
        assert_eq!(messages, WAITING - KEPT_FROM_MESSAGES);
        assert_eq!(heard.len(), WAITING - KEPT_FROM_PAGES + 2);
        assert_eq!(heard[heard.len() - 2..], [WindowEvent::Pressed, WindowEvent::Failed(WindowProblem::Crashed)]);
    }
}
