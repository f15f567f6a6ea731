use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use certificate::Fingerprint;
use jiff::Timestamp;
use parking_lot::Mutex;
use redis::{Client, Connection, ErrorKind, RedisError};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use verification::{Nonce, ProbeResult};

use crate::error::ProbeError;
use crate::visits::{KEPT, StoreError, VisitStore};

/// How long one answer may take: somebody looks at an empty page meanwhile.
const ANSWER: Duration = Duration::from_secs(1);
/// How long a visitor waits for all of it, with the turn that has to come.
const PATIENCE: Duration = Duration::from_secs(3);
/// Questions asked at once, each over a connection of its own.
const CONNECTIONS: usize = 32;
/// Before the nonce in the name of a key, so that the store can serve others too.
const PREFIX: &str = "shomei-navi:visit:";
/// What stands for [`ProbeResult::NoCertificate`]; a certificate is kept as its fingerprint, 64 hexadecimal digits.
const NO_CERTIFICATE: &str = "-";

/// Visits in Valkey or Redis, where every instance of the probe finds them: one key per nonce, which the server drops after
/// two minutes. The client is the blocking one, on tokio's threads for that: its other one would bring another set of features
/// to the runtime of the whole app.
pub struct SharedVisits {
    client: Client,
    idle: Arc<Mutex<Vec<Connection>>>,
    places: Arc<Semaphore>,
    is_lost: AtomicBool,
}

impl SharedVisits {
    /// `address`: `redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE]`, or `redis+unix:///SOCKET`. Nothing is opened yet: a probe
    /// starts before its store, and goes on after it.
    ///
    /// # Errors
    /// [`ProbeError::Store`]: no such address.
    pub fn new(address: &SecretString) -> Result<Self, ProbeError> {
        // The library's own words could quote the address, and so a password.
        let client = Client::open(address.expose_secret()).map_err(|_| ProbeError::Store)?;
        let places = Arc::new(Semaphore::new(CONNECTIONS));
        Ok(Self { client, idle: Arc::default(), places, is_lost: AtomicBool::new(false) })
    }

    async fn ask<T: Send + 'static>(
        &self,
        question: impl Fn(&mut Connection) -> Result<T, RedisError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let answer = timeout(PATIENCE, self.ask_in_turn(question)).await.unwrap_or(Err(StoreError::TimedOut));
        let is_lost = answer.as_ref().err().copied();
        if self.is_lost.swap(is_lost.is_some(), Ordering::Relaxed) != is_lost.is_some() {
            match is_lost {
                Some(error) => tracing::warn!(code = error.code(), "the store is lost: pages say \"try again\""),
                None => tracing::warn!("the store is back"),
            }
        }
        answer
    }

    async fn ask_in_turn<T: Send + 'static>(
        &self,
        question: impl Fn(&mut Connection) -> Result<T, RedisError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|_| StoreError::Unreachable)?;
        let (client, idle) = (self.client.clone(), Arc::clone(&self.idle));
        let blocking = move || {
            let _held = place;
            let kept = idle.lock().pop();
            if let Some(mut connection) = kept {
                let answer = question(&mut connection);
                match &answer {
                    // The server went and may be back: the others are as old as this one, a new one tells.
                    Err(error) if error.is_io_error() && !error.is_timeout() => idle.lock().clear(),
                    _ => return keep(connection, answer, &idle),
                }
            }
            let mut connection = open(&client)?;
            let answer = question(&mut connection);
            keep(connection, answer, &idle)
        };
        tokio::task::spawn_blocking(blocking)
            .await
            .map_err(|_| StoreError::Unreachable)?
            .map_err(|error| reason(&error))
    }
}

#[async_trait]
impl VisitStore for SharedVisits {
    async fn remember(&self, nonce: Nonce, result: ProbeResult, _now: Timestamp) -> Result<(), StoreError> {
        let key = key(nonce);
        self.ask(move |connection| {
            let mut set = redis::cmd("SET");
            match result {
                ProbeResult::Nobody => return Ok(()),
                // Not where something stands already: that may be a certificate.
                ProbeResult::NoCertificate => set.arg(&key).arg(NO_CERTIFICATE).arg("NX"),
                ProbeResult::Certificate { fingerprint } => set.arg(&key).arg(fingerprint.to_string()),
            };
            set.arg("EX").arg(KEPT.as_secs()).exec(connection)
        })
        .await
    }

    async fn recall(&self, nonce: Nonce, _now: Timestamp) -> Result<ProbeResult, StoreError> {
        let key = key(nonce);
        let kept = self.ask(move |connection| redis::cmd("GET").arg(&key).query::<Option<String>>(connection)).await?;
        match kept.as_deref() {
            None => Ok(ProbeResult::Nobody),
            Some(NO_CERTIFICATE) => Ok(ProbeResult::NoCertificate),
            Some(text) => {
                let fingerprint = text.parse::<Fingerprint>().map_err(|_| StoreError::Foreign)?;
                Ok(ProbeResult::Certificate { fingerprint })
            }
        }
    }

    /// The server does that.
    fn forget_old(&self, _now: Timestamp) -> usize {
        0
    }
}

fn open(client: &Client) -> Result<Connection, RedisError> {
    let connection = client.get_connection_with_timeout(ANSWER)?;
    connection.set_read_timeout(Some(ANSWER))?;
    connection.set_write_timeout(Some(ANSWER))?;
    Ok(connection)
}

/// A refusal leaves a connection as it was; whatever else went wrong may have left half an answer in it.
fn keep<T>(
    connection: Connection,
    answer: Result<T, RedisError>,
    idle: &Mutex<Vec<Connection>>,
) -> Result<T, RedisError> {
    if answer.as_ref().err().is_none_or(|error| matches!(error.kind(), ErrorKind::Server(_) | ErrorKind::Extension)) {
        idle.lock().push(connection);
    }
    answer
}

fn key(nonce: Nonce) -> String {
    format!("{PREFIX}{nonce}")
}

fn reason(error: &RedisError) -> StoreError {
    if error.is_timeout() {
        return StoreError::TimedOut;
    }
    match error.kind() {
        ErrorKind::Server(_) | ErrorKind::Extension | ErrorKind::AuthenticationFailed => StoreError::Refused,
        _ => StoreError::Unreachable,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn an_address_that_is_none_is_refused_without_being_quoted() {
        for wrong in ["", "valkey.example.org", "http://user:geheim@store/", "rediss://user:geheim@store/"] {
            let error = SharedVisits::new(&wrong.into()).err().unwrap();
            assert!(matches!(error, ProbeError::Store) && !format!("{error:?} {error}").contains("geheim"), "{wrong}");
        }
        for right in ["redis://127.0.0.1", "redis://user:geheim@store:6380/1", "redis+unix:///run/valkey/valkey.sock"] {
            assert!(SharedVisits::new(&right.into()).is_ok(), "{right}");
        }
    }
}
