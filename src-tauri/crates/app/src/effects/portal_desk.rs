use std::sync::Arc;

use journey::{Failure, LoginEnd, Row, SecretKind};
use portal::{HostPort, HttpsTransport, Labels, PortalError, Session, TransportSettings};
use tokio::sync::Mutex;

use super::Inner;
use super::world::Here;

/// The portal's counter: one session at a time, its cookies in memory.
#[derive(Clone, Default)]
pub(crate) struct Desk {
    session: Arc<Mutex<Option<Session>>>,
}

impl Inner {
    pub(crate) async fn log_in(&self, user_id: &str) -> Result<(), LoginEnd> {
        let password = self.vault.get(SecretKind::LoginPassword).ok_or(LoginEnd::PasswordGone)?;
        let here = self.here().await.map_err(LoginEnd::Failed)?;
        let mut desk = self.desk.session.lock().await;
        let session = self.session(&here).await.map_err(LoginEnd::Failed)?;
        desk.insert(session).log_in(user_id, &password).await.map_err(|error| {
            let failure = portal_failure(&error);
            match error {
                PortalError::WrongLogin => LoginEnd::Wrong(failure),
                PortalError::Locked => LoginEnd::Locked(failure),
                _ => LoginEnd::Failed(failure),
            }
        })
    }

    pub(crate) async fn list(&self) -> Result<Vec<Row>, Failure> {
        let mut desk = self.desk.session.lock().await;
        let rows = desk.as_mut().ok_or_else(no_session)?.certificates().await.map_err(|error| portal_failure(&error))?;
        Ok(rows
            .into_iter()
            .map(|row| Row { row: row.row, kind: row.kind, label: row.label, until: row.until, usable: row.usable })
            .collect())
    }

    pub(crate) async fn download(&self, row: u32) -> Result<(), Failure> {
        let mut desk = self.desk.session.lock().await;
        let file = desk.as_mut().ok_or_else(no_session)?.download(row).await.map_err(|error| portal_failure(&error))?;
        self.vault.put_file(file);
        Ok(())
    }

    pub(crate) fn log_out(&self) {
        // Taken at once where nobody is at the counter, so that a login right behind this one keeps its own session.
        let desk = self.desk.session.clone();
        let now = desk.try_lock().ok().map(|mut session| session.take());
        tokio::spawn(async move {
            let session = match now {
                Some(session) => session,
                None => desk.lock().await.take(),
            };
            if let Some(session) = session {
                session.log_out().await;
            }
        });
    }

    async fn session(&self, here: &Here) -> Result<Session, Failure> {
        let seen = here.device.preflight().await.map_err(|error| super::device_failure(&error))?;
        let hosts = here.realm.allowed_hosts.iter().map(|(host, port)| HostPort { host: host.clone(), port: *port });
        let clock = self.parts.clock.clone();
        let clock: portal::Clock = Arc::new(move || clock.now());
        let settings = TransportSettings {
            web_roots: here.realm.web_roots,
            extra_roots: here.realm.extra_roots.clone(),
            clock: clock.clone(),
            ..TransportSettings::new(hosts.collect(), seen.user_agent)
        };
        let transport = HttpsTransport::new(settings).map_err(|error| portal_failure(&error))?;
        let session = Session::new(here.realm.entry.clone(), Arc::new(transport), Labels::built_in());
        Ok(session.with_clock(clock))
    }
}

pub(crate) fn portal_failure(error: &PortalError) -> Failure {
    Failure { code: error.code().to_owned(), params: error.params(), retryable: error.retryable() }
}

fn no_session() -> Failure {
    Failure::new("portal-session-expired", true)
}
