//! Where a frame, a popup or a download may go.

use app::WindowPlan;
use journey::plain_text;
use url::Url;

/// Characters of a page's dialog that are shown.
const DIALOG_TEXT: usize = 400;

/// Whether a frame, a popup or a download may go to an address.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Judgement {
    Allowed,
    /// With its host, where it has one.
    Refused(Option<String>),
}

/// By the plan's rule alone, whatever the method and whoever asked.
pub(crate) fn judge(plan: &WindowPlan, address: &str) -> Judgement {
    // Empty frames and popups; what is written into them is the page's that opened them.
    if matches!(address, "about:blank" | "about:srcdoc") {
        return Judgement::Allowed;
    }
    match Url::parse(address) {
        Ok(url) if plan.allows(&url) => Judgement::Allowed,
        Ok(url) => Judgement::Refused(url.has_host().then(|| host_of(&url))),
        Err(_) => Judgement::Refused(None),
    }
}

/// As people read it: without the port that https has anyway.
pub(crate) fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// As much of what a page says as a dialog shows, without what hides or turns the text around it.
pub(crate) fn dialog_text(text: &str) -> String {
    plain_text(text).chars().take(DIALOG_TEXT).collect()
}
