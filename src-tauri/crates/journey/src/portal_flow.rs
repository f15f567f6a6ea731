//! From the login to the downloaded file.

use jiff::Timestamp;

use crate::cause::Cause;
use crate::effect::Effect;
use crate::event::LoginOutcome;
use crate::intent::SecretKind;
use crate::journey::Journey;
use crate::persisted::{Journal, LOCK, TRIES};
use crate::state::{Retry, State};
use crate::user_id::check_user_id;
use crate::view::{CertificateRow, Failure, OfficeChoice, Screen, Working};

impl Journey {
    pub(crate) fn log_in(&mut self, user_id: &str, remember: bool, now: Timestamp) {
        if !matches!(self.state, State::Login { .. }) {
            return;
        }
        let check = check_user_id(user_id);
        let before = self.persisted.journal.take();
        let user_id = check.normalized;
        self.persisted.settings.user_id = (remember && check.valid).then(|| user_id.clone());
        self.persisted.journal = Some(match before {
            Some(Journal { slot, kind, office, .. }) => Journal { kind, office, ..Journal::new(slot, user_id.clone()) },
            None => Journal::new(None, user_id.clone()),
        });
        if !check.valid {
            self.forget_login_password();
            self.state = State::Login { failure: Some(Failure::new(Cause::Input, "user-id-invalid", true)) };
            return;
        }
        self.begin_login(user_id, now);
    }

    /// With the password still in memory, from the user's own hand.
    pub(crate) fn log_in_again(&mut self, now: Timestamp) {
        match &self.persisted.journal {
            Some(journal) if check_user_id(&journal.user_id).valid => {
                let user_id = journal.user_id.clone();
                self.begin_login(user_id, now);
            }
            _ => self.return_to_login(),
        }
    }

    pub(crate) fn on_logged_in(&mut self, result: Result<(), LoginOutcome>, now: Timestamp) {
        let first_login = matches!(self.state, State::Terms { .. } | State::NewPassword { .. });
        let user_id = self.persisted.journal.as_ref().map(|journal| journal.user_id.clone()).unwrap_or_default();
        // The new-password page may ask for the present one too.
        if !matches!(result, Err(LoginOutcome::Failed(_) | LoginOutcome::Terms(_) | LoginOutcome::NewPassword(_))) {
            self.forget_login_password();
            self.effects.push(Effect::Forget(SecretKind::NewLoginPassword));
        }
        match result {
            Ok(()) => {
                self.persisted.ledger.login_succeeded(&user_id);
                self.begin_work(Working::Finding, now);
                let attempt = self.next_attempt();
                self.effects.push(Effect::List { attempt });
            }
            Err(end) if first_login || matches!(end, LoginOutcome::Terms(_) | LoginOutcome::NewPassword(_)) => {
                self.on_first_login(end);
            }
            Err(LoginOutcome::Wrong(failure)) => {
                self.persisted.ledger.login_failed(&user_id, false, now);
                self.state = State::Login { failure: Some(failure) };
            }
            Err(LoginOutcome::Locked(failure)) => {
                self.persisted.ledger.login_failed(&user_id, true, now);
                self.state = State::Login { failure: Some(failure) };
            }
            Err(LoginOutcome::PasswordGone | LoginOutcome::Terms(_) | LoginOutcome::NewPassword(_)) => {
                self.state = State::Login { failure: None }
            }
            Err(LoginOutcome::Failed(failure)) => self.fail(failure, Retry::LogIn),
        }
    }

    pub(crate) fn on_listed(&mut self, result: Result<Vec<CertificateRow>, Failure>, now: Timestamp) {
        match result {
            Err(failure) => {
                let retry = if failure.cause == Cause::SessionOver { Retry::Login } else { Retry::List };
                self.fail(failure, retry);
            }
            Ok(rows) => {
                self.session.rows = rows.clone();
                let renewed = self.persisted.journal.as_ref().and_then(|journal| journal.slot.clone());
                let wanted = self.persisted.journal.as_ref().and_then(|journal| journal.kind);
                let usable: Vec<&CertificateRow> = rows.iter().filter(|row| row.usable).collect();
                let of_slot: Vec<&CertificateRow> = usable
                    .iter()
                    .filter(|row| renewed.as_ref().is_some_and(|slot| row.kind == Some(slot.kind)))
                    .copied()
                    .collect();
                match (of_slot.as_slice(), usable.as_slice()) {
                    ([row], _) => {
                        let row = row.row;
                        self.session.office = renewed.map(|slot| slot.office);
                        self.download(row, now);
                    }
                    (_, [row])
                        if rows.len() == 1
                            && self.offices_with(row.kind).is_empty()
                            && (wanted.is_none() || row.kind.is_none() || wanted == row.kind) =>
                    {
                        let row = row.row;
                        self.download(row, now);
                    }
                    _ if rows.is_empty() => self.state = State::NoCertificate { looking: false },
                    _ => self.state = State::Certificates { rows },
                }
            }
        }
    }

    pub(crate) fn choose(&mut self, row: u32, office: Option<String>, now: Timestamp) {
        if let State::Certificates { rows } = &self.state
            && rows.iter().any(|known| known.row == row && known.usable)
        {
            self.session.office = office.filter(|office| self.persisted.ledger.offices.contains_key(office));
            self.download(row, now);
        }
    }

    pub(crate) fn download(&mut self, row: u32, now: Timestamp) {
        self.session.row = self.session.rows.iter().find(|known| known.row == row).cloned();
        self.begin_work(Working::Fetching, now);
        let attempt = self.next_attempt();
        self.effects.push(Effect::Download { attempt, row });
    }

    pub(crate) fn on_downloaded(&mut self, result: Result<(), Failure>) {
        match result {
            Ok(()) => {
                // Ten phones share one ID, and a later login takes the session over: leave at once.
                self.effects.push(Effect::LogOut);
                self.state = State::Password { failure: None, password_hints: Vec::new(), working: false };
            }
            Err(failure) => {
                let retry = match &self.session.row {
                    Some(row) if failure.cause != Cause::SessionOver => Retry::Download(row.row),
                    _ => Retry::Login,
                };
                self.fail(failure, retry);
            }
        }
    }

    pub(crate) fn begin_work(&mut self, at: Working, now: Timestamp) {
        self.state = State::Working { at, since: now, slow: false };
    }

    pub(crate) fn login_screen(&self, failure: Option<Failure>, now: Timestamp) -> Screen {
        let user_id = self.persisted.journal.as_ref().map(|journal| journal.user_id.clone()).unwrap_or_default();
        let failed = self.persisted.ledger.failed(&user_id, now);
        let locked = failed.filter(|failed| failed.locked || failed.count >= TRIES);
        Screen::Login {
            remember: self.persisted.settings.user_id.is_some(),
            tries_left: failed.map(|failed| TRIES.saturating_sub(failed.count)),
            locked_until: locked.map(|failed| failed.last.as_millisecond() + LOCK),
            user_id,
            failure,
        }
    }

    pub(crate) fn certificates_screen(&self, rows: &[CertificateRow]) -> Screen {
        let wanted = self.persisted.journal.as_ref().and_then(|journal| journal.kind);
        let suggested = rows
            .iter()
            .filter(|row| row.usable)
            .min_by_key(|row| match row.kind {
                kind if wanted.is_some() && kind == wanted => -1,
                Some(certificate::CertificateKind::Dx) => 0,
                Some(certificate::CertificateKind::Hoken) => 1,
                None => 2,
            })
            .map(|row| row.row);
        let mut offices = Vec::new();
        for row in rows.iter().filter(|row| row.usable) {
            for office in self.offices_with(row.kind) {
                if !offices.contains(&office) {
                    offices.push(office);
                }
            }
        }
        Screen::Certificates { choices: rows.to_vec(), suggested, offices }
    }

    fn begin_login(&mut self, user_id: String, now: Timestamp) {
        self.begin_work(Working::LoggingIn, now);
        let attempt = self.next_attempt();
        self.effects.push(Effect::LogIn { attempt, user_id });
    }

    /// Offices of this phone that hold such a certificate already.
    fn offices_with(&self, kind: Option<certificate::CertificateKind>) -> Vec<OfficeChoice> {
        let mut found: Vec<OfficeChoice> = Vec::new();
        for entry in self.held().filter(|entry| kind.is_none() || Some(entry.slot.kind) == kind) {
            let office = entry.slot.office.clone();
            if !found.iter().any(|known| known.office == office) {
                found.push(OfficeChoice { name: self.office_name(&office), office });
            }
        }
        found
    }

    pub(crate) fn fail(&mut self, failure: Failure, retry: Retry) {
        self.state = State::Failed { failure, retry };
    }
}
