//! Pictures of QR codes, one at a time.

use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use tokio::sync::Semaphore;

use super::picture::LumaPicture;
use super::qr_code;

/// A camera shows the same code again and again.
const SAME_CODE: Duration = Duration::from_secs(2);

/// One picture at a time, and what was read last.
#[derive(Clone)]
pub(crate) struct QrReader {
    at_work: Arc<Semaphore>,
    last: Arc<Mutex<Option<(String, Instant)>>>,
}

impl Default for QrReader {
    fn default() -> Self {
        Self { at_work: Arc::new(Semaphore::new(1)), last: Arc::default() }
    }
}

impl QrReader {
    /// The texts of the codes in a picture, looked for off the async threads; nothing while another picture is looked at.
    pub(crate) async fn read(&self, picture: LumaPicture) -> Vec<String> {
        let Ok(permit) = self.at_work.clone().try_acquire_owned() else { return Vec::new() };
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            qr_code::texts(&picture)
        })
        .await
        .unwrap_or_default()
    }

    /// Not what was read last, a moment ago.
    pub(crate) fn is_new(&self, text: &str) -> bool {
        let mut last = self.last.lock();
        let now = Instant::now();
        let again = last.as_ref().is_some_and(|(known, at)| known == text && now.duration_since(*at) < SAME_CODE);
        if !again {
            *last = Some((text.to_owned(), now));
        }
        !again
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_code_counts_once_for_a_while() {
        let reader = QrReader::default();
        assert!(reader.is_new("a") && !reader.is_new("a") && reader.is_new("b") && reader.is_new("a"));
    }
}
