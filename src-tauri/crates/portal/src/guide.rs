//! The guide of the portal window: a script in the portal's own pages that marks what is pressed next and catches the
//! file, and what it and the app say to each other.
//!
//! The script lives in the page's world, so a page can say whatever the script can: a [`GuideMessage`] is a hint.
//! [`GuideSession`] turns hints into what the window's bar shows; hosts come from the native code that loads the pages,
//! and a file is judged by its bytes. No message carries what stands in a field, and no command carries a password.
//!
//! Who hosts the pages
//! 1. injects [`script`] at the start of every document, in every frame of the allowed hosts;
//! 2. gives the page one way to post a text (below) and hands each text with the page's verified address to
//!    [`GuideSession::message`];
//! 3. tells [`GuideSession::shown`] which address stands in front, whenever that changes;
//! 4. runs [`command_script`] of the commands that come back, and of those that the bar's buttons ask for, in the main
//!    frame of the page in front;
//! 5. hands what the engine itself downloaded to [`GuideSession::downloaded`].
//!
//! The script posts by the first of these that it finds when it starts: `webkit.messageHandlers.guide.postMessage(text)`
//! (WKWebView, WebKitGTK), `guide.postMessage(text)` (androidx `addWebMessageListener`), `__shomeiGuidePost(text)`.
//!
//! It runs on Chromium 80 (Android WebView) and Safari 15 or later; what they lack (the Navigation API, `checkVisibility`)
//! is used where it is.

mod command;
mod message;
mod plan;
mod session;
mod transfer;

pub use command::{GuideCommand, command_script};
pub use message::{FileFailure, GuideError, GuideMessage, MAX_MESSAGE, NextStep, PageReport};
pub use plan::{Downloads, GuidePlan, script};
pub use session::{GuideBar, GuideOutcome, GuideSession, GuideStep};
pub use transfer::CaughtFile;
