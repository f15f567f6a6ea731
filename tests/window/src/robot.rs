//! The robot's rules: it presses only what the guide says, and types only the user ID and the password, where it says.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use portal::guide::{
    CaughtFile, GuideBar, GuideCommand, GuideError, GuideOutcome, GuideSession, NextStep, command_script,
};
use portal::{ControlRole, FieldRole, PageKind};
use secrecy::SecretString;
use serde::Serialize;
use url::Url;

use crate::body::{Event, Order};

/// How long an answer of the portal may take.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long a page with nothing to press may go on by itself.
const QUIET: Duration = Duration::from_secs(4);
/// How long a page that stays, as another host was refused, may still go on.
const REFUSED: Duration = Duration::from_secs(8);
/// The longest visit.
const LONGEST: Duration = Duration::from_secs(180);
/// As often is the same pressed on pages of one kind, in a row.
const MOST_ALIKE: usize = 3;

/// How a visit ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Outcome {
    /// The file was caught.
    Saved,
    /// The guide has nothing to press.
    Stopped,
    /// The window was closed.
    Closed,
}

/// A visit, told.
#[derive(Serialize)]
pub(crate) struct Visit {
    pub(crate) outcome: Outcome,
    /// What was pressed and typed, in order: roles of `labels.toml`.
    pub(crate) presses: Vec<&'static str>,
    /// The pages, in order.
    pub(crate) pages: Vec<&'static str>,
    #[serde(skip)]
    pub(crate) file: Option<CaughtFile>,
}

/// Goes through the portal.
///
/// Errors: the engine is broken.
pub(crate) fn visit(
    session: GuideSession,
    password: SecretString,
    events: &Receiver<Event>,
    orders: &Sender<Order>,
) -> Result<Visit, String> {
    let begun = Instant::now();
    let visit = Visit { outcome: Outcome::Stopped, presses: Vec::new(), pages: Vec::new(), file: None };
    let mut robot = Robot {
        session,
        password,
        orders,
        visit,
        acted_on: None,
        is_shown: false,
        told: Told::default(),
        alike: 0,
        unreached: 0,
        deadline: begun + 2 * PATIENCE,
    };
    let outcome = robot.go(events, begun);
    robot.told.sum_up();
    robot.visit.outcome = outcome?;
    Ok(robot.visit)
}

struct Robot<'a> {
    session: GuideSession,
    password: SecretString,
    orders: &'a Sender<Order>,
    visit: Visit,
    /// The report that was acted on last.
    acted_on: Option<u32>,
    is_shown: bool,
    told: Told,
    alike: usize,
    unreached: usize,
    deadline: Instant,
}

impl Robot<'_> {
    fn go(&mut self, events: &Receiver<Event>, begun: Instant) -> Result<Outcome, String> {
        loop {
            let until = self.deadline.min(begun + LONGEST);
            let event = match events.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(event) => event,
                Err(RecvTimeoutError::Timeout) => return Ok(Outcome::Stopped),
                Err(RecvTimeoutError::Disconnected) => return Err("the engine has ended".into()),
            };
            if let Some(outcome) = self.hear(event, begun.elapsed())? {
                return Ok(outcome);
            }
        }
    }

    fn hear(&mut self, event: Event, now: Duration) -> Result<Option<Outcome>, String> {
        match event {
            Event::Shown(address) => {
                let shown = Url::parse(&address).map_err(|_| GuideError::ForeignHost);
                if shown.and_then(|url| self.session.shown(&url)).is_err() {
                    return Ok(Some(Outcome::Stopped));
                }
                self.is_shown = true;
                self.deadline = Instant::now() + PATIENCE;
            }
            Event::Message { from, text } => {
                let Ok(from) = Url::parse(&from) else { return Ok(None) };
                // What is refused is as if it had not been said.
                let said = self.session.message(&from, &text, now);
                self.told.message(said.as_ref().err());
                return Ok(said.ok().and_then(|outcome| self.follow(outcome)));
            }
            Event::Downloaded { bytes, disposition, from } => {
                let Ok(from) = Url::parse(&from) else { return Ok(None) };
                match self.session.downloaded(bytes, disposition.as_deref(), &from) {
                    Ok(file) => return Ok(Some(self.save(file))),
                    Err(error) => {
                        eprintln!("window-drive: a download is refused: {error}");
                        self.deadline = Instant::now() + QUIET;
                    }
                }
            }
            Event::NoFile => {
                eprintln!("window-drive: a download came to nothing");
                self.deadline = Instant::now() + QUIET;
            }
            Event::Refused(host) => {
                self.told.host(host);
                let more = if self.is_shown { REFUSED } else { QUIET };
                self.deadline = self.deadline.min(Instant::now() + more);
            }
            // The app ends the visit then, too.
            Event::Failed(why) => {
                eprintln!("window-drive: a page is not shown: {why}");
                return Ok(Some(Outcome::Stopped));
            }
            Event::NotReached { why, can_retry } => {
                eprintln!("window-drive: a page is not reached: {why}");
                return Ok(self.try_again(can_retry));
            }
            Event::DownloadSeen(url) => self.run(&GuideCommand::SendFile { url }),
            Event::Closed => return Ok(Some(Outcome::Closed)),
            Event::Broken(why) => return Err(why),
        }
        Ok(None)
    }

    fn follow(&mut self, outcome: GuideOutcome) -> Option<Outcome> {
        match outcome {
            GuideOutcome::Bar(command) => {
                if let Some(command) = command {
                    self.run(&command);
                }
                let bar = self.session.bar();
                if self.visit.pages.last() != Some(&bar.page.code()) {
                    self.visit.pages.push(bar.page.code());
                }
                self.act(&bar)
            }
            GuideOutcome::File(file) => Some(self.save(file)),
            GuideOutcome::CloseWanted => Some(Outcome::Closed),
            GuideOutcome::FileFailed(why) => {
                eprintln!("window-drive: no file came: {}", <&str>::from(why));
                self.deadline = Instant::now() + QUIET;
                None
            }
            GuideOutcome::Nothing | GuideOutcome::LogInSent | GuideOutcome::Dialog(..) => None,
        }
    }

    fn act(&mut self, bar: &GuideBar) -> Option<Outcome> {
        // A log-in is tried once.
        if bar.is_held {
            return Some(Outcome::Stopped);
        }
        let command = self.session.press();
        let (Some(next), Some(command)) = (&bar.next, command) else {
            self.deadline = Instant::now() + QUIET;
            return None;
        };
        let (GuideCommand::Press { page } | GuideCommand::Focus { page }) = command else { return None };
        if self.acted_on == Some(page) {
            return None;
        }
        let name = match next {
            NextStep::Press { role: ControlRole::LogIn, .. } if self.visit.presses.contains(&"log-in") => {
                return Some(Outcome::Stopped);
            }
            NextStep::Press { role, .. } | NextStep::Tick { role, .. } => {
                self.run(&command);
                role.code()
            }
            NextStep::Type { field: FieldRole::UserId } => {
                self.run(&self.session.fill_user_id()?);
                FieldRole::UserId.code()
            }
            NextStep::Type { field: FieldRole::Password } if bar.page == PageKind::Login => {
                self.run(&command);
                self.order(Order::Type(self.password.clone()));
                FieldRole::Password.code()
            }
            // A code, a new password: the user's own.
            NextStep::Type { .. } => {
                self.deadline = Instant::now() + QUIET;
                return None;
            }
        };
        self.alike = if self.visit.presses.last() == Some(&name) { self.alike + 1 } else { 1 };
        if self.alike > MOST_ALIKE {
            return Some(Outcome::Stopped);
        }
        self.acted_on = Some(page);
        self.visit.presses.push(name);
        self.deadline = Instant::now() + PATIENCE;
        None
    }

    /// Asks for it again, or presses the page that is still there.
    fn try_again(&mut self, can_retry: bool) -> Option<Outcome> {
        self.unreached += 1;
        if self.unreached > MOST_ALIKE {
            return Some(Outcome::Stopped);
        }
        self.deadline = Instant::now() + PATIENCE;
        if can_retry {
            self.order(Order::Retry);
            return None;
        }
        if let Some(command) = self.session.unsent() {
            self.run(&command);
        }
        match self.session.press() {
            Some(command @ GuideCommand::Press { .. }) => self.run(&command),
            _ => return Some(Outcome::Stopped),
        }
        None
    }

    fn save(&mut self, file: CaughtFile) -> Outcome {
        self.visit.file = Some(file);
        Outcome::Saved
    }

    fn run(&self, command: &GuideCommand) {
        self.order(Order::Run(command_script(command)));
    }

    fn order(&self, order: Order) {
        // An engine that has ended says so by itself.
        let _ = self.orders.send(order);
    }
}

/// What is said of a visit on standard error. Each thing once: a page that floods says the same a hundred thousand times.
#[derive(Default)]
struct Told {
    messages: u64,
    read: u64,
    errors: Vec<GuideError>,
    hosts: Vec<String>,
}

impl Told {
    fn message(&mut self, refused: Option<&GuideError>) {
        self.messages += 1;
        self.read += u64::from(refused != Some(&GuideError::TooMany));
        if let Some(error) = refused.filter(|error| !self.errors.contains(error)) {
            eprintln!("window-drive: a message is refused: {error}");
            self.errors.push(*error);
        }
    }

    fn host(&mut self, host: String) {
        if !self.hosts.contains(&host) {
            eprintln!("window-drive: a host is refused: {host}");
            self.hosts.push(host);
        }
    }

    fn sum_up(&self) {
        eprintln!("window-drive: {} messages came, {} were read", self.messages, self.read);
    }
}
