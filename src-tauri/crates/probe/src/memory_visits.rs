use std::collections::{HashMap, VecDeque};

use async_trait::async_trait;
use jiff::Timestamp;
use parking_lot::Mutex;
use verification::{Nonce, ProbeResult};

use crate::visits::{KEPT, StoreError, VisitStore};

/// Visits remembered at most, some 10 MB; the oldest makes room.
const MOST: usize = 100_000;

/// Who came with which nonce in the last two minutes, in the memory of this process.
pub struct MemoryVisits(Mutex<Seen>);

impl Default for MemoryVisits {
    fn default() -> Self {
        Self::holding(MOST)
    }
}

impl MemoryVisits {
    fn holding(most: usize) -> Self {
        Self(Mutex::new(Seen { most, visits: HashMap::new(), order: VecDeque::new() }))
    }
}

struct Seen {
    most: usize,
    visits: HashMap<Nonce, (Timestamp, ProbeResult)>,
    /// In the order of coming. A nonce that came again stands in it again, and counts at its last place.
    order: VecDeque<(Timestamp, Nonce)>,
}

#[async_trait]
impl VisitStore for MemoryVisits {
    async fn remember(&self, nonce: Nonce, result: ProbeResult, now: Timestamp) -> Result<(), StoreError> {
        self.0.lock().remember(nonce, result, now);
        Ok(())
    }

    async fn recall(&self, nonce: Nonce, now: Timestamp) -> Result<ProbeResult, StoreError> {
        Ok(match self.0.lock().visits.get(&nonce) {
            Some((at, result)) if is_fresh(*at, now) => result.clone(),
            _ => ProbeResult::Nobody,
        })
    }

    fn forget_old(&self, now: Timestamp) -> usize {
        let mut seen = self.0.lock();
        seen.forget_old(now);
        seen.visits.len()
    }
}

impl Seen {
    fn remember(&mut self, nonce: Nonce, result: ProbeResult, now: Timestamp) {
        self.forget_old(now);
        let came = matches!(self.visits.get(&nonce), Some((_, ProbeResult::Certificate { .. })));
        if came && result == ProbeResult::NoCertificate {
            return;
        }
        self.visits.insert(nonce, (now, result));
        self.order.push_back((now, nonce));
        while self.order.len() > self.most {
            self.drop_first();
        }
    }

    fn forget_old(&mut self, now: Timestamp) {
        while self.order.front().is_some_and(|(at, _)| !is_fresh(*at, now)) {
            self.drop_first();
        }
    }

    fn drop_first(&mut self) {
        let Some((at, nonce)) = self.order.pop_front() else { return };
        if self.visits.get(&nonce).is_some_and(|(last, _)| *last == at) {
            self.visits.remove(&nonce);
        }
    }
}

fn is_fresh(at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(at).abs() <= KEPT
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use certificate::Fingerprint;
    use jiff::SignedDuration;

    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;
    const NONCE: Nonce = Nonce::from_bits(0xab);
    const CAME: ProbeResult = ProbeResult::Certificate { fingerprint: Fingerprint([1; 32]) };

    #[tokio::test]
    async fn remembers_for_two_minutes_and_no_longer() {
        let visits = MemoryVisits::default();
        visits.remember(NONCE, CAME, NOW).await.unwrap();
        assert_eq!(visits.recall(NONCE, NOW + KEPT).await, Ok(CAME));
        let late = NOW + KEPT + SignedDuration::from_secs(1);
        assert_eq!(visits.recall(NONCE, late).await, Ok(ProbeResult::Nobody));
        assert_eq!(visits.forget_old(late), 0);
    }

    #[tokio::test]
    async fn a_visit_without_a_certificate_does_not_undo_one_with() {
        let visits = MemoryVisits::default();
        visits.remember(NONCE, ProbeResult::NoCertificate, NOW).await.unwrap();
        visits.remember(NONCE, CAME, NOW).await.unwrap();
        visits.remember(NONCE, ProbeResult::NoCertificate, NOW).await.unwrap();
        assert_eq!(visits.recall(NONCE, NOW).await, Ok(CAME));
    }

    #[tokio::test]
    async fn who_comes_again_is_remembered_from_then_on() {
        let visits = MemoryVisits::default();
        let later = NOW + SignedDuration::from_secs(100);
        visits.remember(NONCE, CAME, NOW).await.unwrap();
        visits.remember(NONCE, CAME, later).await.unwrap();
        assert_eq!(visits.forget_old(NOW + KEPT + SignedDuration::from_secs(1)), 1);
        assert_eq!(visits.recall(NONCE, later + KEPT).await, Ok(CAME));
    }

    #[tokio::test]
    async fn holds_a_bounded_number_whether_nonces_are_new_or_come_again() {
        let visits = MemoryVisits::holding(100);
        for number in 0..110 {
            visits.remember(Nonce::from_bits(number), ProbeResult::NoCertificate, NOW).await.unwrap();
        }
        assert_eq!(visits.forget_old(NOW), 100);
        assert_eq!(visits.recall(Nonce::from_bits(9), NOW).await, Ok(ProbeResult::Nobody), "the oldest made room");
        for _ in 0..100 {
            visits.remember(NONCE, CAME, NOW + SignedDuration::from_secs(1)).await.unwrap();
        }
        assert_eq!(visits.forget_old(NOW), 1);
        assert_eq!(visits.0.lock().order.len(), 100);
        assert_eq!(MemoryVisits::default().0.lock().most, MOST);
    }
}
