//! What is pressed on the page that is shown, and what that sends.

use super::{ALWAYS, Browser, leading_on};
use crate::error::PortalError;
use crate::find;
use crate::form::{self, NavigationError};
use crate::labels::{ControlRole, FieldRole, PageKind};
use crate::offices::OfficeWay;
use crate::page::{Control, FieldValue, Page, Pick};
use crate::recognise::recognise_after;
use crate::text::fold;
use crate::transport::Request;

/// Rows of a list that are told apart.
const MAX_ROWS: usize = 40;

impl Browser {
    pub(crate) fn press(&self, role: ControlRole) -> Result<Request, PortalError> {
        let page = self.page.as_ref().ok_or(PortalError::SessionExpired)?;
        let control = find::control(page, &self.labels, role).ok_or_else(|| self.unknown_page(role.code()))?;
        self.follow(page, control, &[], role.code())
    }

    pub(crate) fn fill_and_press(
        &self,
        values: &[(FieldRole, &str)],
        role: ControlRole,
    ) -> Result<Request, PortalError> {
        let page = self.page.as_ref().ok_or(PortalError::SessionExpired)?;
        let mut filled = Vec::new();
        for (field, text) in values {
            let index = find::field(page, &self.labels, *field).ok_or_else(|| self.unknown_page(field.code()))?;
            filled.push((index, *text));
        }
        let form = filled.first().and_then(|(index, _)| page.fields[*index].form);
        if filled.iter().any(|(index, _)| page.fields[*index].form != form) {
            return Err(self.unknown_page(role.code()));
        }
        if find::form_asks_for_more(page, form, &filled) {
            return Err(self.unknown_page(role.code()));
        }
        let control = find::control_in_form(page, &self.labels, role, form, &filled);
        self.follow(page, control.ok_or_else(|| self.dead(page, role))?, &filled, role.code())
    }

    /// Nothing that is understood sends the form: what would, stands in scripts.
    fn dead(&self, page: &Page, role: ControlRole) -> PortalError {
        if page.scripts.present { self.needs_browser(role.code()) } else { self.unknown_page(role.code()) }
    }

    /// What to press next for the list: on this page, else on the menu seen before.
    pub(crate) fn navigate_to_certificates(&self) -> Result<Request, PortalError> {
        let roles = [ControlRole::Certificates, ControlRole::CertificateMenu, ControlRole::OpenMenu];
        for page in [&self.page, &self.menu].into_iter().flatten() {
            for role in roles {
                if let Some(control) = find::control(page, &self.labels, role)
                    && let Ok(request) = form::press(page, control, &[])
                {
                    return Ok(request);
                }
            }
        }
        Err(match self.page {
            None => PortalError::SessionExpired,
            Some(_) => self.unknown_page(ControlRole::Certificates.code()),
        })
    }

    /// What downloads a row. Rows that would send the same are not told apart by what is understood here.
    pub(crate) fn press_row(&mut self, row: u32) -> Result<Request, PortalError> {
        let page = self.page.as_ref().ok_or(PortalError::SessionExpired)?;
        let rows = page.rows.iter().take(MAX_ROWS).map(|row| (row.certificate.row, row.control, row.pick.clone()));
        let rows: Vec<_> = rows.collect();
        let (_, control, pick) = rows.iter().find(|(known, ..)| *known == row).ok_or(PortalError::RowGone)?;
        let mut others = Vec::new();
        for (_, control, pick) in rows.iter().filter(|(known, ..)| *known != row) {
            others.extend(self.press_picked(*control, pick.as_ref()).ok());
        }
        let request = self.press_picked(*control, pick.as_ref())?;
        let is_same =
            |other: &Request| other.method == request.method && other.url == request.url && other.body == request.body;
        if others.iter().any(is_same) { Err(self.unknown_page(ControlRole::Download.code())) } else { Ok(request) }
    }

    /// Chooses, where one control is there for all, and presses.
    fn press_picked(&mut self, control: usize, pick: Option<&Pick>) -> Result<Request, PortalError> {
        let page = self.page.as_mut().ok_or(PortalError::SessionExpired)?;
        let filled: Vec<FieldValue<'_>> = match pick {
            None => Vec::new(),
            Some(Pick::Tick(field)) => {
                page.tick_alone(*field);
                Vec::new()
            }
            Some(Pick::Option(field, value)) => vec![(*field, value)],
        };
        let page = self.page.as_ref().ok_or(PortalError::SessionExpired)?;
        self.follow(page, &page.controls[control], &filled, ControlRole::Download.code())
    }

    /// A page that comes instead of a file leads on by itself, asks whether, or holds the button once more: for the same
    /// row, or one alone. One that asks for something to be typed in, or speaks of another certificate, does not.
    pub(crate) fn download_once_more(&self, page: &Page, label: Option<&str>) -> Result<Request, PortalError> {
        let next = match leading_on(page) {
            Some(next) => next,
            None if find::asks_for_more(page, &self.labels, &[]) => return Err(PortalError::NotAFile),
            None => match (self.same_download(page, label), page.inline_frames.as_slice()) {
                (Some(control), _) => form::press(page, control, &[]),
                // What a browser loads without a press.
                (None, [frame]) if page.rows.is_empty() => form::get(page, frame),
                _ => return Err(PortalError::NotAFile),
            },
        };
        next.map_err(|error| match error {
            NavigationError::NotHttps { host } => PortalError::RefusedRedirect { host },
            _ => PortalError::NotAFile,
        })
    }

    fn same_download<'a>(&self, page: &'a Page, label: Option<&str>) -> Option<&'a Control> {
        if !page.rows.is_empty() {
            let same = page.rows.iter().find(|row| Some(row.certificate.label.as_str()) == label && row.pick.is_none());
            return same.map(|row| &page.controls[row.control]);
        }
        let wanted = label.and_then(|label| self.labels.certificate(&fold(label)));
        let mut named = page.sentences().filter_map(|run| self.labels.certificate(&run.folded));
        if wanted.is_some_and(|wanted| named.any(|other| !std::ptr::eq(other, wanted))) {
            return None;
        }
        [ControlRole::Download, ControlRole::ConfirmDownload]
            .into_iter()
            .find_map(|role| find::only_control(page, &self.labels, role))
    }

    /// Ticks what says that a notice was read, and presses on; or leaves for later what it proposes.
    pub(crate) fn go_on(&mut self) -> Result<Request, PortalError> {
        let page = self.page.as_mut().ok_or(PortalError::SessionExpired)?;
        let mut boxes = find::checkboxes(page, &self.labels, ControlRole::Confirm);
        if boxes.is_empty() {
            boxes.extend(find::checkbox(page, &self.labels, ControlRole::Confirm));
        }
        for index in boxes {
            page.tick(index);
        }
        let page = self.page.as_ref().ok_or(PortalError::SessionExpired)?;
        let goes_on = find::control(page, &self.labels, ControlRole::GoOn).is_some();
        self.press(if goes_on { ControlRole::GoOn } else { ControlRole::Later })
    }

    /// A notice that leads nowhere may say why.
    pub(crate) fn maintenance_or(&self, error: PortalError) -> PortalError {
        let closed = |page: &Page| recognise_after(&self.labels, page, ALWAYS, &self.standing) == PageKind::Maintenance;
        if self.page.as_ref().is_some_and(closed) { PortalError::Maintenance } else { error }
    }

    /// Chooses an office and goes on with it.
    pub(crate) fn go_on_with(&mut self, choice: &OfficeWay) -> Result<Request, PortalError> {
        let wanted = ControlRole::ChooseOffice.code();
        let page = self.page.as_mut().ok_or(PortalError::SessionExpired)?;
        let (form, filled) = match choice {
            OfficeWay::Press(control) => {
                let page = self.page.as_ref().ok_or(PortalError::SessionExpired)?;
                return self.follow(page, &page.controls[*control], &[], wanted);
            }
            OfficeWay::Tick(field) => {
                page.tick(*field);
                (page.fields[*field].form, Vec::new())
            }
            OfficeWay::Option(field, value) => (page.fields[*field].form, vec![(*field, value.as_str())]),
        };
        let page = self.page.as_ref().ok_or(PortalError::SessionExpired)?;
        let control = find::control_in_form(page, &self.labels, ControlRole::ChooseOffice, form, &filled);
        self.follow(page, control.ok_or_else(|| self.unknown_page(wanted))?, &filled, wanted)
    }

    /// Leaves for later what the page proposes, else goes on.
    pub(crate) fn leave_for_later(&self) -> Result<Request, PortalError> {
        match self.press(ControlRole::Later) {
            Ok(request) => Ok(request),
            Err(_) => self.press(ControlRole::GoOn),
        }
    }

    /// Ticks or chooses what says so, then presses on.
    pub(crate) fn agree(&mut self) -> Result<Request, PortalError> {
        let page = self.page.as_mut().ok_or(PortalError::SessionExpired)?;
        let checkbox = find::checkbox(page, &self.labels, ControlRole::Agree);
        if let Some(index) = checkbox {
            page.tick(index);
        }
        let page = self.page.as_ref().ok_or(PortalError::SessionExpired)?;
        let role = ControlRole::Agree.code();
        let control = find::agreeing(page, &self.labels, checkbox).ok_or_else(|| self.unknown_page(role))?;
        self.follow(page, control, &[], role)
    }

    /// What logs out, on this page or else on the menu seen before.
    pub(crate) fn log_out(&self) -> Option<Request> {
        [&self.page, &self.menu].into_iter().flatten().find_map(|page| {
            let control = find::control(page, &self.labels, ControlRole::LogOut)?;
            form::press(page, control, &[]).ok()
        })
    }

    pub(super) fn navigation_error(&self, page: &Page, error: NavigationError, wanted: &'static str) -> PortalError {
        match error {
            NavigationError::NotHttps { host } => PortalError::RefusedRedirect { host },
            NavigationError::NotUnderstood if !self.password_sent => {
                PortalError::NeedsBrowser { title: self.redaction().text(&page.title) }
            }
            // A form without a way of its own waits for a script.
            NavigationError::SecretInAddress if !self.password_sent && page.scripts.present => {
                PortalError::NeedsBrowser { title: self.redaction().text(&page.title) }
            }
            NavigationError::NoTarget | NavigationError::NotUnderstood | NavigationError::SecretInAddress => {
                PortalError::UnknownPage { title: self.redaction().text(&page.title), wanted: Some(wanted) }
            }
        }
    }

    fn follow(
        &self,
        page: &Page,
        control: &Control,
        values: &[FieldValue<'_>],
        wanted: &'static str,
    ) -> Result<Request, PortalError> {
        form::press(page, control, values).map_err(|error| self.navigation_error(page, error, wanted))
    }
}
