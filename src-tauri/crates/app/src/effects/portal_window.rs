//! The portal's own window: the guide's hints become the bar and events of the journey, the file goes into the vault.

use std::collections::VecDeque;
use std::time::Duration;

use certificate::CertificateKind;
use journey::{Attempt, DownloadedFile, Event, Failure, FileHint, UserId, WindowPage, plain_text};
use portal::guide::{
    Downloads, GuideBar, GuideCommand, GuideError, GuideOutcome, GuidePlan, GuideSession, command_script, script,
};
use portal::{Labels, PageKind, PortalError, browser_user_agent};
use tokio::sync::mpsc;
use url::Url;

use super::context::Context;
use super::portal_session::portal_failure;
use super::window_words::{Notice, bar, window_words};
use crate::catalogue::Catalogue;
use crate::failures::{device_failure, internal};
use crate::inbound::check_file;
use crate::ports::{
    DeviceError, EngineError, PortalWindow, WindowCommand, WindowEvent, WindowLink, WindowPlan, WindowProblem,
};
use crate::vault::{Generation, Vault};

/// As many pages are known again.
const PAGES: usize = 16;

/// What the journey wants of a window that is open.
pub(crate) enum Order {
    /// To the front.
    Show,
    /// So many tries are left; `None` if none has failed.
    Tries(Option<u8>),
}

/// What a window is opened for.
pub(crate) struct Visit {
    pub(crate) attempt: Attempt,
    /// Offered at the log-in.
    pub(crate) user_id: Option<UserId>,
    pub(crate) wanted: CertificateKind,
    /// What lies in the vault as it is opened.
    pub(crate) generation: Generation,
}

impl Context {
    /// Opens the window and answers with the event that ends it. Dropping the future closes the window.
    pub(crate) async fn portal_window(&self, visit: Visit, mut orders: mpsc::UnboundedReceiver<Order>) -> Event {
        let attempt = visit.attempt;
        let closed = |result| Event::WindowClosed(attempt, result);
        let Some(window) = self.parts.device.portal_window() else {
            return closed(Err(device_failure(&DeviceError::Unsupported)));
        };
        let (plan, guide) = match self.window_plan(&visit, window.downloads()).await {
            Ok(made) => made,
            Err(failure) => return closed(Err(failure)),
        };
        let (link, mut control) = WindowLink::new();
        let mut guided = Guided {
            attempt,
            session: GuideSession::new(&guide),
            user_id: guide.user_id.clone(),
            words: self.environment.words(),
            commands: control.commands.clone(),
            told: Vec::new(),
            tries: None,
            notice: None,
            has_shown: false,
            shown: VecDeque::new(),
        };
        guided.draw();
        let running = run(window, plan, link);
        tokio::pin!(running);
        loop {
            tokio::select! {
                biased;
                Some(event) = control.events.recv() => {
                    let now = self.parts.clock.running();
                    if let Some(end) = guided.on_event(event, now, &self.vault, visit.generation) {
                        return end;
                    }
                    guided.told.drain(..).for_each(|event| self.send(event));
                }
                Some(order) = orders.recv() => guided.on_order(&order),
                ended = &mut running => return closed(ended.map_err(|error| device_failure(&error))),
            }
        }
    }

    async fn window_plan(&self, visit: &Visit, downloads: Downloads) -> Result<(WindowPlan, GuidePlan), Failure> {
        let active = self.active_realm().await?;
        let seen = active.device.preflight().await.map_err(|error| device_failure(&error))?;
        let guide = GuidePlan {
            wanted: visit.wanted,
            user_id: visit.user_id.as_ref().map(UserId::to_string),
            hosts: active.realm.allowed_hosts.clone(),
            downloads,
            labels: Labels::built_in(),
        };
        let plan = WindowPlan {
            entry: active.realm.entry,
            allowed_hosts: active.realm.allowed_hosts,
            extra_roots: active.realm.extra_roots,
            user_agent: Some(browser_user_agent(&seen.user_agent)),
            script: script(&guide),
            words: window_words(self.environment.words()),
        };
        Ok((plan, guide))
    }
}

async fn run(window: &dyn PortalWindow, plan: WindowPlan, link: WindowLink) -> Result<(), DeviceError> {
    window.run(plan, link).await
}

/// An open window and its guide.
struct Guided {
    attempt: Attempt,
    session: GuideSession,
    /// Offered, and named on the button that writes it.
    user_id: Option<String>,
    words: &'static Catalogue,
    commands: mpsc::UnboundedSender<WindowCommand>,
    /// What the journey has to hear.
    told: Vec<Event>,
    tries: Option<u8>,
    notice: Option<Notice>,
    /// A page was shown, which a failure must not take away.
    has_shown: bool,
    /// Addresses of the last pages.
    shown: VecDeque<Url>,
}

impl Guided {
    /// What happened in the window; the event that ends it, if it is one.
    fn on_event(&mut self, event: WindowEvent, now: Duration, vault: &Vault, generation: Generation) -> Option<Event> {
        match event {
            WindowEvent::Page { url } => self.on_page(&url),
            WindowEvent::Message { from, text } => match self.session.message(&from, &text, now) {
                Ok(outcome) => return self.on_outcome(outcome, vault, generation),
                Err(error) => self.on_refused_message(error),
            },
            WindowEvent::Pressed => self.on_pressed(),
            WindowEvent::Refused { host } => return self.on_refused_host(host),
            WindowEvent::Download { url: Some(url) } => self.run(&GuideCommand::SendFile { url: url.into() }),
            WindowEvent::Download { url: None } => self.say(Notice::NoFile),
            WindowEvent::File(file) => {
                match self.session.downloaded(file.bytes, file.disposition.as_deref(), &file.from) {
                    Ok(caught) => return self.on_outcome(GuideOutcome::File(caught), vault, generation),
                    Err(error) => self.on_refused_message(error),
                }
            }
            WindowEvent::Failed(problem) => return Some(self.closed(portal_failure(&error(problem)))),
            WindowEvent::NotReached { cause, can_retry } => self.on_not_reached(cause, can_retry),
        }
        None
    }

    fn on_order(&mut self, order: &Order) {
        match order {
            Order::Show => self.send(WindowCommand::Show),
            Order::Tries(left) => {
                self.tries = *left;
                self.draw();
            }
        }
    }

    fn on_page(&mut self, url: &Url) {
        self.has_shown = true;
        self.notice = None;
        // The window opens no other host; if it did, nothing of its page would be believed.
        if let Err(error) = self.session.shown(url) {
            tracing::warn!(code = error.code(), "a page of the window");
        }
        // The page under a window that has closed has said already what it shows.
        if self.shown.back() != Some(url) {
            if self.shown.contains(url) {
                self.run(&GuideCommand::Report);
            }
            if self.shown.len() == PAGES {
                self.shown.pop_front();
            }
            self.shown.push_back(url.clone());
        }
        self.draw();
    }

    fn on_outcome(&mut self, outcome: GuideOutcome, vault: &Vault, generation: Generation) -> Option<Event> {
        match outcome {
            GuideOutcome::Nothing => {}
            GuideOutcome::Bar(command) => {
                // The page in front lives, and has changed.
                if self.waits_for_retry() {
                    self.notice = None;
                }
                if let Some(command) = command {
                    self.run(&command);
                }
                let page = page_of(&self.session.bar());
                self.told.push(Event::WindowPageShown(self.attempt, page));
                self.draw();
            }
            GuideOutcome::LogInSent => self.told.push(Event::WindowLoginSent(self.attempt)),
            GuideOutcome::File(file) => {
                if let Err(failure) = check_file(&file.bytes) {
                    return Some(Event::Downloaded(self.attempt, Err(failure)));
                }
                let hint = file.hint.map(|hint| FileHint { kind: hint.kind, name: plain_text(&hint.name) });
                let kept = vault.put_file(file.bytes, generation);
                let result = if kept { Ok(DownloadedFile { hint }) } else { Err(internal()) };
                return Some(Event::Downloaded(self.attempt, result));
            }
            GuideOutcome::FileFailed(_) => self.say(Notice::NoFile),
            GuideOutcome::Dialog(_, Some(refusal)) => {
                let page = match refusal {
                    PageKind::Locked => WindowPage::Locked,
                    PageKind::WrongLogin => WindowPage::Login,
                    _ => WindowPage::Other,
                };
                self.told.push(Event::WindowPageShown(self.attempt, page));
            }
            // Its own dialog and its own windows are the window's business.
            GuideOutcome::Dialog(_, None) | GuideOutcome::CloseWanted => {}
        }
        None
    }

    /// Whoever is logged in stays so: the visit goes on once the network is back.
    fn on_not_reached(&mut self, cause: EngineError, can_retry: bool) {
        // For the trail alone.
        let _ = portal_failure(&error(WindowProblem::Offline { cause }));
        let unsent = if can_retry { None } else { self.session.unsent() };
        if let Some(command) = unsent {
            self.run(&command);
        }
        self.notice = Some(Notice::NotReached { can_retry });
        self.draw();
    }

    fn on_refused_message(&mut self, error: GuideError) {
        tracing::debug!(code = error.code(), "a message of the window");
        match error {
            GuideError::NotAFile | GuideError::TooLarge => self.say(Notice::OtherFile),
            GuideError::OutOfOrder => self.say(Notice::NoFile),
            GuideError::TooLong
            | GuideError::Malformed
            | GuideError::ForeignHost
            | GuideError::NotInFront
            | GuideError::TooMany
            | GuideError::Finished => {}
        }
    }

    fn on_pressed(&mut self) {
        let waited = self.waits_for_retry();
        self.notice.take_if(|notice| matches!(notice, Notice::NotReached { .. }));
        if waited {
            self.send(WindowCommand::Retry);
            self.draw();
            return;
        }
        let command = if self.session.bar().is_held {
            Some(self.session.release())
        } else {
            self.session.fill_user_id().or_else(|| self.session.press())
        };
        if let Some(command) = command {
            self.run(&command);
        }
        self.draw();
    }

    /// What is shown stays; where nothing is, there is nothing to go on with.
    fn on_refused_host(&mut self, host: String) -> Option<Event> {
        let host = plain_text(&host);
        if !self.has_shown {
            return Some(self.closed(portal_failure(&PortalError::RefusedRedirect { host })));
        }
        self.say(Notice::RefusedHost(host));
        None
    }

    fn closed(&self, failure: Failure) -> Event {
        Event::WindowClosed(self.attempt, Err(failure))
    }

    /// Nothing takes the place of the only way on.
    fn say(&mut self, notice: Notice) {
        if !self.waits_for_retry() {
            self.notice = Some(notice);
            self.draw();
        }
    }

    fn waits_for_retry(&self) -> bool {
        matches!(self.notice, Some(Notice::NotReached { can_retry: true }))
    }

    fn draw(&self) {
        let offered = self.session.fill_user_id().and(self.user_id.as_deref());
        let bar = bar(self.words, &self.session.bar(), offered, self.tries, self.notice.as_ref());
        self.send(WindowCommand::Bar(bar));
    }

    fn run(&self, command: &GuideCommand) {
        self.send(WindowCommand::Run(command_script(command)));
    }

    /// Where the window is gone, its future says so.
    fn send(&self, command: WindowCommand) {
        let _ = self.commands.send(command);
    }
}

/// The log-in counts as refused once it has come again after it was sent, not while it is being typed into.
fn page_of(bar: &GuideBar) -> WindowPage {
    match bar.page {
        _ if bar.also.contains(&PageKind::Locked) => WindowPage::Locked,
        PageKind::Locked => WindowPage::Locked,
        PageKind::Login if bar.is_held => WindowPage::Login,
        PageKind::Menu | PageKind::Certificates => WindowPage::SignedIn,
        _ => WindowPage::Other,
    }
}

/// The same words for the same failure, whichever way it was met.
fn error(problem: WindowProblem) -> PortalError {
    let source = || "the engine's word".into();
    match problem {
        WindowProblem::Offline { cause } => PortalError::Offline(cause.into()),
        WindowProblem::Crashed => PortalError::CutOff(source()),
        WindowProblem::Untrusted { host } => PortalError::TlsUntrusted { host, source: source() },
        WindowProblem::Expired { host } => PortalError::TlsExpired { host, source: source() },
        WindowProblem::NotYetValid { host } => PortalError::WrongClock { host, source: source() },
        WindowProblem::WrongHost { host } => PortalError::TlsWrongHost { host, source: source() },
        WindowProblem::Tls { host } => PortalError::Tls { host, source: source() },
    }
}

#[cfg(test)]
mod tests;
