use std::collections::HashMap;

use app::ProbeResult;
use jiff::{SignedDuration, Timestamp};
use parking_lot::{Mutex, MutexGuard};

const KEPT: SignedDuration = SignedDuration::from_mins(2);
const MOST: usize = 10_000;

/// 128 bits that the app made up, written as 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Nonce([u8; 16]);

impl Nonce {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 16];
        hex::decode_to_slice(text, &mut bytes).ok()?;
        Some(Self(bytes))
    }
}

/// Who came with which nonce in the last two minutes.
#[derive(Default)]
pub(super) struct Memory {
    seen: Mutex<HashMap<Nonce, (Timestamp, ProbeResult)>>,
}

impl Memory {
    /// A visit without a certificate does not undo one with.
    pub(super) fn remember(&self, nonce: Nonce, result: ProbeResult, now: Timestamp) {
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

    pub(super) fn recall(&self, nonce: Nonce, now: Timestamp) -> ProbeResult {
        match self.seen().get(&nonce) {
            Some((at, result)) if is_fresh(*at, now) => result.clone(),
            _ => ProbeResult::Nobody,
        }
    }

    pub(super) fn forget_old(&self, now: Timestamp) {
        self.seen().retain(|_, (at, _)| is_fresh(*at, now));
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
    #![allow(clippy::unwrap_used)]

    use certificate::Fingerprint;

    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn nonce(text: &str) -> Nonce {
        Nonce::parse(text).unwrap()
    }

    #[test]
    fn only_32_hexadecimal_digits_are_a_nonce() {
        assert!(Nonce::parse(&"0f".repeat(16)).is_some());
        for wrong in ["", "0f", &"0f".repeat(17), &"0g".repeat(16), &"ｆ".repeat(32)] {
            assert!(Nonce::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn remembers_for_two_minutes_and_no_longer() {
        let memory = Memory::default();
        let nonce = nonce(&"ab".repeat(16));
        let came = ProbeResult::Certificate { fingerprint: Fingerprint([1; 32]) };
        memory.remember(nonce, came.clone(), NOW);
        assert_eq!(memory.recall(nonce, NOW + KEPT), came);
        assert_eq!(memory.recall(nonce, NOW + KEPT + SignedDuration::from_secs(1)), ProbeResult::Nobody);
        memory.forget_old(NOW + KEPT + SignedDuration::from_secs(1));
        assert!(memory.seen().is_empty());
    }

    #[test]
    fn a_visit_without_a_certificate_does_not_undo_one_with() {
        let memory = Memory::default();
        let nonce = nonce(&"ab".repeat(16));
        memory.remember(nonce, ProbeResult::NoCertificate, NOW);
        let came = ProbeResult::Certificate { fingerprint: Fingerprint([1; 32]) };
        memory.remember(nonce, came.clone(), NOW);
        memory.remember(nonce, ProbeResult::NoCertificate, NOW);
        assert_eq!(memory.recall(nonce, NOW), came);
    }

    #[test]
    fn holds_a_bounded_number() {
        let memory = Memory::default();
        for number in 0..(MOST as u128 + 10) {
            memory.remember(Nonce(number.to_be_bytes()), ProbeResult::NoCertificate, NOW);
        }
        assert_eq!(memory.seen().len(), MOST);
    }
}
