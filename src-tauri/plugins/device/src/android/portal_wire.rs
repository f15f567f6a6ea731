//! What crosses to Kotlin and back about the portal's window. The plan and the orders are read by the window's own process.

use app::{EngineError, WindowBar, WindowCommand, WindowEvent, WindowPlan, WindowProblem, WindowWords};
use serde::{Deserialize, Serialize};
use url::Url;

use super::wire::{Base64, Command, Text, commands};

commands! {
    OpenPortal<'_> = "openPortal" -> ();
    WatchPortal = "watchPortal" -> PortalNews;
    OrderPortal<'_> = "orderPortal" -> ();
    ClosePortal = "closePortal" -> ();
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OpenPortal<'a> {
    entry: &'a str,
    /// Rules as they are written: `host`, `host:port`, `*.domain`.
    hosts: Vec<String>,
    roots: Vec<Base64<'a>>,
    user_agent: Option<&'a str>,
    script: &'a str,
    words: &'a WindowWords,
}

impl<'a> From<&'a WindowPlan> for OpenPortal<'a> {
    fn from(plan: &'a WindowPlan) -> Self {
        Self {
            entry: plan.entry.as_str(),
            hosts: plan.allowed_hosts.iter().map(ToString::to_string).collect(),
            roots: plan.extra_roots.iter().map(|root| Base64(root)).collect(),
            user_agent: plan.user_agent.as_deref(),
            script: &plan.script,
            words: &plan.words,
        }
    }
}

/// Answered when something has happened, or the window is gone.
#[derive(Serialize)]
pub(crate) struct WatchPortal {}

#[derive(Serialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub(crate) enum OrderPortal<'a> {
    Bar { step: Option<&'a str>, button: Option<&'a str>, hint: &'a str, notice: Option<&'a str> },
    Run { script: &'a str },
    Show,
    Retry,
}

impl<'a> From<&'a WindowCommand> for OrderPortal<'a> {
    fn from(command: &'a WindowCommand) -> Self {
        match command {
            WindowCommand::Bar(WindowBar { step, button, hint, notice }) => {
                Self::Bar { step: step.as_deref(), button: button.as_deref(), hint, notice: notice.as_deref() }
            }
            WindowCommand::Run(script) => Self::Run { script },
            WindowCommand::Show => Self::Show,
            WindowCommand::Retry => Self::Retry,
        }
    }
}

#[derive(Serialize)]
pub(crate) struct ClosePortal {}

#[derive(Deserialize)]
pub(crate) struct PortalNews {
    events: Vec<Happened>,
    /// More may come.
    pub(super) open: bool,
}

#[derive(Deserialize)]
#[serde(tag = "id", rename_all = "kebab-case")]
enum Happened {
    Page { url: Text },
    Message { from: Text, text: Text },
    Pressed,
    Refused { host: Text },
    Download { url: Option<Text> },
    NotReached { code: Option<i64> },
    Failed { problem: Problem, host: Option<Text>, code: Option<i64> },
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Problem {
    Offline,
    Crashed,
    Untrusted,
    Expired,
    NotYetValid,
    WrongHost,
    Tls,
}

impl PortalNews {
    /// What the plan allows of it: the window has judged already, and nothing is believed twice for one mistake.
    pub(super) fn events(self, plan: &WindowPlan) -> Vec<WindowEvent> {
        self.events.into_iter().filter_map(|happened| happened.judged(plan)).collect()
    }
}

impl Happened {
    fn judged(self, plan: &WindowPlan) -> Option<WindowEvent> {
        let allowed = |text: &Text| Url::parse(&text.0).ok().filter(|url| plan.allows(url));
        Some(match self {
            Self::Page { url } => WindowEvent::Page { url: allowed(&url)? },
            Self::Message { from, text } => WindowEvent::Message { from: allowed(&from)?, text: text.0 },
            Self::Pressed => WindowEvent::Pressed,
            Self::Refused { host } => WindowEvent::Refused { host: host.0 },
            Self::Download { url } => WindowEvent::Download { url: url.and_then(|url| Url::parse(&url.0).ok()) },
            // WebView has taken the page before it away.
            Self::NotReached { code } => WindowEvent::NotReached { cause: engine_error(code), can_retry: true },
            Self::Failed { problem, host, code } => {
                let host = host.map(|host| host.0).unwrap_or_default();
                WindowEvent::Failed(match problem {
                    Problem::Offline => WindowProblem::Offline { cause: engine_error(code) },
                    Problem::Crashed => WindowProblem::Crashed,
                    Problem::Untrusted => WindowProblem::Untrusted { host },
                    Problem::Expired => WindowProblem::Expired { host },
                    Problem::NotYetValid => WindowProblem::NotYetValid { host },
                    Problem::WrongHost => WindowProblem::WrongHost { host },
                    Problem::Tls => WindowProblem::Tls { host },
                })
            }
        })
    }
}

/// `WebViewClient.ERROR_…` of Android.
fn engine_error(code: Option<i64>) -> EngineError {
    EngineError { domain: "WebViewClient", code }
}
