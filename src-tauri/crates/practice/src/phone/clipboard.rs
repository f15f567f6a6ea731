use std::sync::Arc;
use std::time::Duration;

use app::Clock;
use jiff::{SignedDuration, Timestamp};
use parking_lot::Mutex;
use secrecy::SecretString;

/// Holds one secret until its end, and gives it to nobody.
pub(super) struct Clipboard {
    clock: Arc<dyn Clock>,
    held: Mutex<Option<(SecretString, Timestamp)>>,
}

impl Clipboard {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, held: Mutex::default() }
    }

    pub(super) fn copy(&self, secret: &SecretString, lifetime: Duration) {
        let lifetime = SignedDuration::try_from(lifetime).unwrap_or(SignedDuration::MAX);
        let end = self.clock.now().saturating_add(lifetime).unwrap_or(Timestamp::MAX);
        *self.held.lock() = Some((secret.clone(), end));
    }

    pub(super) fn holds(&self) -> bool {
        let mut held = self.held.lock();
        let now = self.clock.now();
        held.take_if(|(_, end)| *end <= now);
        held.is_some()
    }
}
