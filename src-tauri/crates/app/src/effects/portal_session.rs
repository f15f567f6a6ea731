use std::collections::BTreeMap;
use std::sync::Arc;

use journey::{
    Cause, CertificateRow, CodeInfo, DownloadedFile, Event, Failure, FileHint, LoginOutcome, NewPasswordInfo,
    OfficesInfo, PortalOffice, SecretKind, TakeOverInfo, TermsInfo, plain_text,
};
use parking_lot::Mutex;
use portal::{ClientSettings, FirstLogin, HttpsTransport, Labels, PageToDescribe, PortalError, Session};
use tokio::sync::{OwnedMutexGuard, mpsc};

use super::environment::{ActiveRealm, Environment};
use crate::failures::{device_failure, drop_sources, internal};
use crate::inbound::check_file;
use crate::ports::Clock;
use crate::vault::{Generation, Vault};

/// The session with the portal: one at a time, its cookies in memory.
pub(crate) struct PortalSession {
    environment: Arc<Environment>,
    vault: Vault,
    clock: Arc<dyn Clock>,
    events: mpsc::UnboundedSender<Event>,
    /// Where the session is. Who ends it puts another place here, so that what is still at work there cannot bring it back.
    place: Mutex<Place>,
    /// What was in the vault when the log-in began.
    of: Mutex<Generation>,
}

type Place = Arc<tokio::sync::Mutex<Option<Session>>>;
type Open = OwnedMutexGuard<Option<Session>>;

impl PortalSession {
    pub(crate) fn new(
        environment: Arc<Environment>,
        vault: Vault,
        clock: Arc<dyn Clock>,
        events: mpsc::UnboundedSender<Event>,
    ) -> Self {
        let of = Mutex::new(vault.generation());
        Self { environment, vault, clock, events, place: Mutex::default(), of }
    }

    /// To the portal's log-in; nothing is sent there before [`Self::log_in`].
    pub(crate) async fn open_login(&self) -> Result<(), LoginOutcome> {
        // Before the password: a wipe since then ends what is begun here.
        let place = self.place.lock().clone();
        *self.of.lock() = self.vault.generation();
        self.vault.get(SecretKind::LoginPassword).ok_or(LoginOutcome::PasswordGone)?;
        let active = self.environment.active_realm().await.map_err(LoginOutcome::Failed)?;
        let mut open = place.lock_owned().await;
        let session = self.begin(&active).await.map_err(LoginOutcome::Failed)?;
        let result = open.insert(session).open_login().await;
        self.login_end(open, result).await
    }

    pub(crate) async fn log_in(&self, user_id: &str) -> Result<(), LoginOutcome> {
        let password = self.vault.get(SecretKind::LoginPassword).ok_or(LoginOutcome::PasswordGone)?;
        let mut open = self.open().await;
        let session = open.as_mut().ok_or(LoginOutcome::PasswordGone)?;
        let result = session.send_login(user_id, &password).await;
        self.login_end(open, result).await
    }

    pub(crate) async fn accept_terms(&self) -> Result<(), LoginOutcome> {
        let mut open = self.open().await;
        let session = open.as_mut().ok_or(LoginOutcome::PasswordGone)?;
        let result = session.accept_terms().await;
        self.login_end(open, result).await
    }

    pub(crate) async fn set_password(&self) -> Result<(), LoginOutcome> {
        let new = self.vault.get(SecretKind::NewLoginPassword).ok_or(LoginOutcome::PasswordGone)?;
        let current = self.vault.get(SecretKind::LoginPassword);
        let mut open = self.open().await;
        let session = open.as_mut().ok_or(LoginOutcome::PasswordGone)?;
        let result = session.set_new_password(&new, current.as_ref()).await;
        self.login_end(open, result).await
    }

    /// The code is used up by this, whatever comes of it.
    pub(crate) async fn send_code(&self) -> Result<(), LoginOutcome> {
        let code = self.vault.take(SecretKind::LoginCode).ok_or(LoginOutcome::PasswordGone)?;
        let mut open = self.open().await;
        let session = open.as_mut().ok_or(LoginOutcome::PasswordGone)?;
        let result = session.send_code(&code).await;
        self.login_end(open, result).await
    }

    pub(crate) async fn take_over(&self) -> Result<(), LoginOutcome> {
        let mut open = self.open().await;
        let session = open.as_mut().ok_or(LoginOutcome::PasswordGone)?;
        let result = session.take_over().await;
        self.login_end(open, result).await
    }

    pub(crate) async fn choose_office(&self, choice: u32) -> Result<(), LoginOutcome> {
        let mut open = self.open().await;
        let session = open.as_mut().ok_or(LoginOutcome::PasswordGone)?;
        let result = session.choose_office(choice).await;
        self.login_end(open, result).await
    }

    async fn open(&self) -> Open {
        let place = self.place.lock().clone();
        place.lock_owned().await
    }

    async fn login_end(&self, mut open: Open, result: Result<(), PortalError>) -> Result<(), LoginOutcome> {
        let session = open.as_mut().ok_or(LoginOutcome::PasswordGone)?;
        let page = self.look(session, &result);
        let mut outcome = result.map_err(|error| login_outcome(session, error));
        if self.vault.generation() != *self.of.lock() && outcome.as_ref().is_err_and(|outcome| !ends_login(outcome)) {
            // A question at which nothing would end what was typed in: its time was over before.
            outcome = Err(LoginOutcome::PasswordGone);
        }
        if outcome.as_ref().is_err_and(ends_login) {
            session.forget_sent();
        }
        self.describe(page, open).await;
        outcome
    }

    /// Tells of the portal's clock. What an unknown page looks like is to be told by [`Self::describe`], once nobody waits
    /// for the session.
    fn look<T>(&self, session: &Session, result: &Result<T, PortalError>) -> Option<PageToDescribe> {
        if let Some(offset) = session.clock_offset() {
            // The portal's clock minus ours: turned round, because the user is told of the phone's.
            let minutes = i32::try_from(-offset.as_mins()).unwrap_or_default();
            self.send(Event::ClockSeen(minutes));
        }
        match result {
            Err(PortalError::UnknownPage { .. } | PortalError::Frames { .. }) => session.page_to_describe(),
            _ => None,
        }
    }

    /// Lets go of the session. Of one that was ended in the meantime nothing is told: the user is elsewhere.
    async fn describe(&self, page: Option<PageToDescribe>, open: Open) {
        let place = Open::mutex(&open).clone();
        drop(open);
        let Some(page) = page else { return };
        if let Ok(described) = tokio::task::spawn_blocking(move || page.describe()).await
            && Arc::ptr_eq(&place, &self.place.lock())
        {
            self.send(Event::PageDescribed(plain_text(&described.to_string())));
        }
    }

    pub(crate) async fn list(&self) -> Result<Vec<CertificateRow>, Failure> {
        let mut open = self.open().await;
        let session = open.as_mut().ok_or_else(no_session)?;
        let rows = session.certificates().await;
        let page = self.look(session, &rows);
        self.describe(page, open).await;
        Ok(rows
            .map_err(|error| portal_failure(&error))?
            .into_iter()
            .map(|row| CertificateRow {
                row: row.row,
                kind: row.kind,
                label: plain_text(&row.label),
                until: row.until.as_deref().map(plain_text),
                last_day: row.last_day(),
                usable: row.usable,
            })
            .collect())
    }

    pub(crate) async fn download(&self, row: u32) -> Result<DownloadedFile, Failure> {
        let mut open = self.open().await;
        let session = open.as_mut().ok_or_else(no_session)?;
        let generation = self.vault.generation();
        let file = session.download(row).await;
        let page = self.look(session, &file);
        let hint = session.file_hint().map(|hint| FileHint { kind: hint.kind, name: plain_text(&hint.name) });
        self.describe(page, open).await;
        let file = file.map_err(|error| portal_failure(&error))?;
        check_file(&file)?;
        if self.vault.put_file(file, generation) { Ok(DownloadedFile { hint }) } else { Err(internal()) }
    }

    /// The session is gone with its cookies, as soon as nothing is at work on it any more; a log-in right behind this one
    /// has its own.
    pub(crate) fn log_out(&self) {
        let ended = std::mem::take(&mut *self.place.lock());
        tokio::spawn(async move {
            let session = ended.lock().await.take();
            if let Some(session) = session {
                session.log_out().await;
            }
        });
    }

    fn send(&self, event: Event) {
        let _ = self.events.send(event);
    }

    async fn begin(&self, active: &ActiveRealm) -> Result<Session, Failure> {
        let seen = active.device.preflight().await.map_err(|error| device_failure(&error))?;
        let clock = self.clock.clone();
        let clock: portal::Clock = Arc::new(move || clock.now());
        let settings = ClientSettings {
            web_roots: active.realm.web_roots,
            extra_roots: active.realm.extra_roots.clone(),
            clock: clock.clone(),
            ..ClientSettings::browser(&seen.user_agent)
        };
        let transport = HttpsTransport::new(active.realm.allowed_hosts.clone(), settings)
            .map_err(|error| portal_failure(&error))?;
        let session = Session::new(active.realm.entry.clone(), Arc::new(transport), Labels::built_in());
        Ok(session.asking_before_take_over().with_clock(clock))
    }
}

/// What a log-in has come to that did not open the menu.
fn login_outcome(session: &Session, error: PortalError) -> LoginOutcome {
    if let Some(question) = login_question(session, &error) {
        return question;
    }
    let failure = portal_failure(&error);
    match (error, session.first_login()) {
        (PortalError::WrongLogin, _) => LoginOutcome::Wrong(failure),
        (PortalError::Locked, _) => LoginOutcome::Locked(failure),
        (PortalError::FirstLogin, Some(FirstLogin::Terms(terms))) => LoginOutcome::Terms(TermsInfo {
            title: plain_text(&terms.title),
            text: plain_text(&terms.text),
            elsewhere: terms.elsewhere,
        }),
        (error @ (PortalError::FirstLogin | PortalError::PasswordRefused), Some(FirstLogin::NewPassword(page))) => {
            LoginOutcome::NewPassword(NewPasswordInfo {
                rules: plain_all(&page.rules),
                min_length: page.min_length,
                max_length: page.max_length,
                refused: matches!(error, PortalError::PasswordRefused).then_some(failure),
            })
        }
        _ if session.password_sent() => LoginOutcome::Unclear(failure),
        _ => LoginOutcome::Failed(failure),
    }
}

/// Nothing is asked that the same session would answer: the next try has a session of its own.
fn ends_login(outcome: &LoginOutcome) -> bool {
    match outcome {
        LoginOutcome::Wrong(_)
        | LoginOutcome::Locked(_)
        | LoginOutcome::PasswordGone
        | LoginOutcome::Unclear(_)
        | LoginOutcome::Failed(_) => true,
        LoginOutcome::Terms(_)
        | LoginOutcome::NewPassword(_)
        | LoginOutcome::Code(_)
        | LoginOutcome::Elsewhere(_)
        | LoginOutcome::Offices(_) => false,
    }
}

/// What the portal wants to know before it lets in.
fn login_question(session: &Session, error: &PortalError) -> Option<LoginOutcome> {
    match error {
        PortalError::CodeWanted => session.code_request().map(|page| {
            LoginOutcome::Code(CodeInfo { sentences: plain_all(&page.sentences), max_length: page.max_length })
        }),
        PortalError::LoggedInElsewhere => session.take_over_request().map(|page| {
            LoginOutcome::Elsewhere(TakeOverInfo {
                sentences: plain_all(&page.sentences),
                button: plain_text(&page.button),
            })
        }),
        PortalError::OfficeWanted => session.offices().map(|page| {
            let choices = page.choices.into_iter();
            let choices =
                choices.map(|office| PortalOffice { choice: office.choice, label: plain_text(&office.label) });
            LoginOutcome::Offices(OfficesInfo { choices: choices.collect() })
        }),
        _ => None,
    }
}

pub(crate) fn portal_failure(error: &PortalError) -> Failure {
    drop_sources(error.code(), error);
    let cause = match error {
        PortalError::WrongLogin => Cause::WrongLogin,
        error => cause(error.cause()),
    };
    Failure { code: error.code().to_owned(), cause, params: plain(error.params()), retryable: error.retryable() }
}

fn plain_all(sentences: &[String]) -> Vec<String> {
    sentences.iter().map(|sentence| plain_text(sentence)).collect()
}

/// Hosts, titles and words of a page, as they may be shown.
fn plain(mut params: BTreeMap<String, String>) -> BTreeMap<String, String> {
    params.values_mut().for_each(|value| *value = plain_text(value));
    params
}

/// The portal's cause in the journey's words.
fn cause(cause: portal::Cause) -> Cause {
    match cause {
        portal::Cause::Network => Cause::Network,
        portal::Cause::Insecure => Cause::Insecure,
        portal::Cause::Account => Cause::Account,
        portal::Cause::SessionOver => Cause::SessionOver,
        portal::Cause::File => Cause::File,
        portal::Cause::Portal => Cause::Portal,
        portal::Cause::Setup => Cause::Setup,
    }
}

fn no_session() -> Failure {
    portal_failure(&PortalError::SessionExpired)
}

#[cfg(test)]
mod tests;
