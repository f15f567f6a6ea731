//! From hints to what the window's bar shows.

use std::time::Duration;

use url::Url;
use zeroize::Zeroizing;

use super::command::GuideCommand;
use super::message::{FileFailure, GuideError, GuideMessage, NextStep, PageReport};
use super::plan::GuidePlan;
use super::transfer::{CaughtFile, Transfer};
use crate::error::PortalError;
use crate::file;
use crate::file_name;
use crate::hosts::{HostPort, HostRule, is_allowed};
use crate::labels::{ControlRole, FieldRole, Labels, PageKind};
use crate::recognise;
use crate::text::{fold, matches_any, undecorated};

/// Messages that may come at once: the parts of the largest file, and as many reports.
const BURST: u32 = 40;
/// Messages a second that may come for long.
const A_SECOND: u32 = 10;

/// Where on the way a page stands, of five.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GuideStep {
    /// The mobile window's entrance.
    Entrance = 1,
    /// The log-in, and what stands between it and the menu.
    LogIn,
    /// The portal's menu is reached.
    Menu,
    /// The list of certificates.
    List,
    /// The file is coming.
    File,
}

impl GuideStep {
    /// How many there are.
    pub const COUNT: u32 = 5;

    /// From 1 to [`GuideStep::COUNT`].
    pub fn number(self) -> u32 {
        self as u32
    }
}

/// What the window's bar shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuideBar {
    /// Host of the page in front, as the native code verified it; `None` before the first.
    pub host: Option<HostPort>,
    /// How far it has come.
    pub step: GuideStep,
    /// Which page is in front.
    pub page: PageKind,
    /// What a log-in page says besides: [`PageKind::WrongLogin`], [`PageKind::Locked`] and the like.
    pub also: Vec<PageKind>,
    /// What is marked; `None`: the user goes on by the page itself.
    pub next: Option<NextStep>,
    /// How often the log-in was sent in this visit.
    pub log_ins: u32,
    /// The log-in page has come again after it was sent: [`GuideSession::release`] marks it anew once that was counted.
    pub is_held: bool,
}

/// What came of a message.
pub enum GuideOutcome {
    /// Nothing to show.
    Nothing,
    /// The bar is another; the command, if there is one, is for the page in front.
    Bar(Option<GuideCommand>),
    /// The log-in was sent: a try to be counted.
    LogInSent,
    /// The file has come.
    File(CaughtFile),
    /// No file came.
    FileFailed(FileFailure),
    /// The page is about to show a dialog with these words; which refusal they are, if one.
    Dialog(String, Option<PageKind>),
    /// The page wants its window closed.
    CloseWanted,
}

/// A visit in the window, from its first page to the file.
pub struct GuideSession {
    labels: Labels,
    hosts: Vec<HostRule>,
    user_id: Option<String>,
    front: Option<Url>,
    report: Option<PageReport>,
    step: GuideStep,
    log_ins: u32,
    /// The log-in was sent and nothing has shown yet that it was let in.
    is_sent: bool,
    /// The report on which it was sent last.
    sent_on: Option<Option<u32>>,
    is_held: bool,
    transfer: Option<Transfer>,
    is_finished: bool,
    allowance: Allowance,
}

impl GuideSession {
    /// A visit in which nothing is shown yet.
    pub fn new(plan: &GuidePlan) -> Self {
        Self {
            labels: plan.labels.clone(),
            hosts: plan.hosts.clone(),
            user_id: plan.user_id.clone(),
            front: None,
            report: None,
            step: GuideStep::Entrance,
            log_ins: 0,
            is_sent: false,
            sent_on: None,
            is_held: false,
            transfer: None,
            is_finished: false,
            allowance: Allowance::default(),
        }
    }

    /// May this address be shown, sent to, or downloaded from? The rule for every request of the window.
    pub fn allows(&self, url: &Url) -> bool {
        is_allowed(&self.hosts, url)
    }

    /// The address in front has changed, by loading or by another window of the page's coming in front.
    ///
    /// Errors: [`GuideError::ForeignHost`], for an address that must not be shown.
    pub fn shown(&mut self, url: &Url) -> Result<(), GuideError> {
        let is_same_page = self.front.as_ref() == Some(url);
        self.front = None;
        if !is_same_page {
            self.report = None;
        }
        if !self.allows(url) {
            self.report = None;
            return Err(GuideError::ForeignHost);
        }
        self.front = Some(url.clone());
        // What the page before has flooded with is not held against this one.
        self.allowance = Allowance::default();
        Ok(())
    }

    /// A text from the page at `from`, which is its main frame's address as the native code verified it; `now` is any
    /// clock that only goes on.
    pub fn message(&mut self, from: &Url, text: &str, now: Duration) -> Result<GuideOutcome, GuideError> {
        // Before anything is read: a flood costs nothing.
        if !self.allowance.take(now) {
            return Err(GuideError::TooMany);
        }
        if self.is_finished {
            return Err(GuideError::Finished);
        }
        if !self.allows(from) {
            return Err(GuideError::ForeignHost);
        }
        match GuideMessage::parse(text)? {
            GuideMessage::Page(report) => self.page(from, report),
            GuideMessage::LogInSent => {
                let number = self.report.as_ref().map(|report| report.number);
                if self.sent_on == Some(number) {
                    // One page sends one log-in.
                    return Ok(GuideOutcome::Nothing);
                }
                self.sent_on = Some(number);
                self.log_ins = self.log_ins.saturating_add(1);
                self.is_sent = true;
                Ok(GuideOutcome::LogInSent)
            }
            GuideMessage::FileStart { length, disposition } => {
                self.transfer = Some(Transfer::start(length, disposition)?);
                self.step = GuideStep::File;
                Ok(GuideOutcome::Bar(None))
            }
            GuideMessage::FilePart { at, data } => {
                let added = self.transfer.as_mut().ok_or(GuideError::OutOfOrder)?.add(at, &data);
                if added.is_err() {
                    self.transfer = None;
                }
                added.map(|()| GuideOutcome::Nothing)
            }
            GuideMessage::FileEnd => {
                let transfer = self.transfer.take().ok_or(GuideError::OutOfOrder)?;
                let disposition = transfer.disposition.clone();
                self.downloaded(transfer.end()?, disposition.as_deref(), from).map(GuideOutcome::File)
            }
            GuideMessage::FileFailed { why } => {
                self.transfer = None;
                Ok(GuideOutcome::FileFailed(why))
            }
            GuideMessage::Dialog { text } => {
                let refusal = recognise::refusal_in(&self.labels, &fold(&text));
                Ok(GuideOutcome::Dialog(text, refusal))
            }
            GuideMessage::CloseWanted => Ok(GuideOutcome::CloseWanted),
        }
    }

    /// A file that the engine itself downloaded from `from`, judged as one that the page posted.
    ///
    /// Errors: [`GuideError::ForeignHost`], [`GuideError::TooLarge`], [`GuideError::NotAFile`],
    /// [`GuideError::Finished`].
    pub fn downloaded(
        &mut self,
        bytes: Zeroizing<Vec<u8>>,
        disposition: Option<&str>,
        from: &Url,
    ) -> Result<CaughtFile, GuideError> {
        if self.is_finished {
            return Err(GuideError::Finished);
        }
        // A file that the page made has the address of a memory of the page in front.
        let is_made_by_page = matches!(from.scheme(), "blob" | "data") && self.front.is_some();
        if !is_made_by_page && !self.allows(from) {
            return Err(GuideError::ForeignHost);
        }
        file::check(&bytes).map_err(|error| match error {
            PortalError::FileTooLarge => GuideError::TooLarge,
            _ => GuideError::NotAFile,
        })?;
        self.is_finished = true;
        let hint = file_name::hint(&self.labels, disposition, from);
        Ok(CaughtFile { bytes, hint })
    }

    /// What the bar shows now.
    pub fn bar(&self) -> GuideBar {
        let report = self.report.as_ref();
        GuideBar {
            host: self.front.as_ref().and_then(HostPort::of),
            step: self.step,
            page: report.map_or(PageKind::Unknown, |report| report.kind),
            also: report.map(|report| report.also.clone()).unwrap_or_default(),
            next: report.and_then(|report| report.next.clone()).filter(|_| !self.is_held),
            log_ins: self.log_ins,
            is_held: self.is_held,
        }
    }

    /// The order of the bar's large button: press what is marked, or put the cursor there; `None` if nothing is.
    pub fn press(&self) -> Option<GuideCommand> {
        let report = self.report.as_ref().filter(|_| !self.is_held)?;
        let page = report.number;
        match report.next.as_ref()? {
            NextStep::Press { .. } | NextStep::Tick { .. } => Some(GuideCommand::Press { page }),
            NextStep::Type { .. } => Some(GuideCommand::Focus { page }),
        }
    }

    /// The order that writes the remembered user ID; `None` without one, or where no log-in is shown.
    pub fn fill_user_id(&self) -> Option<GuideCommand> {
        let report = self.report.as_ref().filter(|report| report.kind == PageKind::Login && !self.is_held)?;
        let asks = matches!(report.next, Some(NextStep::Type { field: FieldRole::UserId }));
        let text = self.user_id.clone().filter(|_| asks)?;
        Some(GuideCommand::FillUserId { text })
    }

    /// The try was counted, and the user wants another.
    pub fn release(&mut self) -> GuideCommand {
        self.is_held = false;
        self.is_sent = false;
        GuideCommand::Release
    }

    /// The log-in that was sent has met no portal, and the page that sent it is in front as before: there it is marked anew,
    /// and counted when it is sent again. `None` where none is waited for.
    pub fn unsent(&mut self) -> Option<GuideCommand> {
        if !self.is_sent {
            return None;
        }
        self.sent_on = None;
        Some(self.release())
    }

    fn page(&mut self, from: &Url, mut report: PageReport) -> Result<GuideOutcome, GuideError> {
        let is_in_front = self.front.as_ref().is_some_and(|front| front.origin() == from.origin());
        if !is_in_front {
            return Err(GuideError::NotInFront);
        }
        report.next = report.next.map(|next| self.with_known_label(next));
        if self.report.as_ref() == Some(&report) {
            return Ok(GuideOutcome::Nothing);
        }
        let was_held = self.is_held;
        self.step = step_of(report.kind, self.step);
        let hold = self.is_sent && report.kind == PageKind::Login;
        match report.kind {
            PageKind::Login => self.is_held |= hold,
            PageKind::Menu | PageKind::Certificates => (self.is_sent, self.is_held) = (false, false),
            _ => self.is_held = false,
        }
        self.report = Some(report);
        Ok(GuideOutcome::Bar((hold && !was_held).then_some(GuideCommand::Hold)))
    }

    /// A label that is none of the role's words is the page's own invention, and not said in its name.
    fn with_known_label(&self, next: NextStep) -> NextStep {
        let known = |role: ControlRole, label: &Option<String>| {
            let label = label.as_ref()?;
            let folded = fold(label);
            let is = |text: &str| matches_any(self.labels.control(role), text);
            (is(&folded) || undecorated(&folded).is_some_and(|text| is(&text))).then(|| label.clone())
        };
        match next {
            NextStep::Press { role, label } => NextStep::Press { role, label: known(role, &label) },
            NextStep::Tick { role, label } => NextStep::Tick { role, label: known(role, &label) },
            next @ NextStep::Type { .. } => next,
        }
    }
}

/// Where a page of that kind stands; one that can come anywhere stands where the visit has come to.
fn step_of(kind: PageKind, before: GuideStep) -> GuideStep {
    match kind {
        PageKind::Entrance => GuideStep::Entrance,
        PageKind::Login => GuideStep::LogIn,
        PageKind::Terms | PageKind::NewPassword | PageKind::Code | PageKind::Offices => GuideStep::LogIn,
        PageKind::Menu => GuideStep::Menu,
        PageKind::Certificates => GuideStep::List,
        _ => before,
    }
}

/// How many messages are read: [`BURST`] at once, [`A_SECOND`] for long.
struct Allowance {
    left: u32,
    /// Up to when `left` was filled.
    at: Option<Duration>,
}

impl Default for Allowance {
    fn default() -> Self {
        Self { left: BURST, at: None }
    }
}

impl Allowance {
    fn take(&mut self, now: Duration) -> bool {
        const EACH: Duration = Duration::from_millis(1000 / A_SECOND as u64);
        let at = *self.at.get_or_insert(now);
        let fills = now.saturating_sub(at).as_millis() / EACH.as_millis();
        let fills = u32::try_from(fills).unwrap_or(u32::MAX);
        if fills > 0 {
            self.left = self.left.saturating_add(fills).min(BURST);
            self.at = Some(at.saturating_add(EACH.saturating_mul(fills)));
        }
        let Some(left) = self.left.checked_sub(1) else { return false };
        self.left = left;
        true
    }
}

#[cfg(test)]
mod tests;
