use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use parking_lot::{Mutex, MutexGuard};
use verification::{Nonce, ProbeResult};

/// How long a visit is remembered.
const KEPT: SignedDuration = SignedDuration::from_mins(2);
/// Visits remembered at most; the oldest makes room.
const MOST: usize = 10_000;

/// Who came with which nonce in the last two minutes, in memory only.
#[derive(Default)]
pub(crate) struct Visits {
    seen: Mutex<HashMap<Nonce, (Timestamp, ProbeResult)>>,
}

impl Visits {
    /// A visit without a certificate does not undo one with.
    pub(crate) fn remember(&self, nonce: Nonce, result: ProbeResult, now: Timestamp) {
        let mut seen = self.seen();
        seen.retain(|_, (at, _)| is_fresh(*at, now));
        if matches!(seen.get(&nonce), Some((_, ProbeResult::Certificate { .. })))
            && result == ProbeResult::NoCertificate
        {
            return;
        }
        if seen.len() >= MOST
            && let Some(oldest) = seen.iter().min_by_key(|(_, (at, _))| *at).map(|(nonce, _)| *nonce)
        {
            seen.remove(&oldest);
        }
        seen.insert(nonce, (now, result));
    }

    /// What came with that nonce.
    pub(crate) fn recall(&self, nonce: Nonce, now: Timestamp) -> ProbeResult {
        match self.seen().get(&nonce) {
            Some((at, result)) if is_fresh(*at, now) => result.clone(),
            _ => ProbeResult::Nobody,
        }
    }

    /// Drops what is over two minutes old.
    pub(crate) fn forget_old(&self, now: Timestamp) {
        self.seen().retain(|_, (at, _)| is_fresh(*at, now));
    }

    /// How many are remembered.
    pub(crate) fn count(&self) -> usize {
        self.seen().len()
    }

    fn seen(&self) -> MutexGuard<'_, HashMap<Nonce, (Timestamp, ProbeResult)>> {
        self.seen.lock()
    }
}

fn is_fresh(at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(at).abs() <= KEPT
}

#[cfg(test)]
mod tests {
    use certificate::Fingerprint;

    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;
    const NONCE: Nonce = Nonce::from_bits(0xab);

    #[test]
    fn remembers_for_two_minutes_and_no_longer() {
        let visits = Visits::default();
        let came = ProbeResult::Certificate { fingerprint: Fingerprint([1; 32]) };
        visits.remember(NONCE, came.clone(), NOW);
        assert_eq!(visits.recall(NONCE, NOW + KEPT), came);
        assert_eq!(visits.recall(NONCE, NOW + KEPT + SignedDuration::from_secs(1)), ProbeResult::Nobody);
        visits.forget_old(NOW + KEPT + SignedDuration::from_secs(1));
        assert!(visits.seen().is_empty());
    }

    #[test]
    fn a_visit_without_a_certificate_does_not_undo_one_with() {
        let visits = Visits::default();
        visits.remember(NONCE, ProbeResult::NoCertificate, NOW);
        let came = ProbeResult::Certificate { fingerprint: Fingerprint([1; 32]) };
        visits.remember(NONCE, came.clone(), NOW);
        visits.remember(NONCE, ProbeResult::NoCertificate, NOW);
        assert_eq!(visits.recall(NONCE, NOW), came);
    }

    #[test]
    fn holds_a_bounded_number() {
        let visits = Visits::default();
        for number in 0..(MOST as u128 + 10) {
            visits.remember(Nonce::from_bits(number), ProbeResult::NoCertificate, NOW);
        }
        assert_eq!(visits.seen().len(), MOST);
    }
}
