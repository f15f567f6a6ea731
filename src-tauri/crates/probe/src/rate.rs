//! How fast an address may begin connections.

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::clock::MonotonicClock;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

/// The generic cell rate algorithm (ITU-T I.371): all of a minute's share at once, then one whenever its part of the minute is
/// over.
pub(crate) struct Rate(Option<RateLimiter<IpAddr, HashMapStateStore<IpAddr>, MonotonicClock>>);

impl Rate {
    /// So many in a minute; 0: any number.
    pub(crate) fn new(in_a_minute: u32) -> Self {
        Self(NonZeroU32::new(in_a_minute).map(|share| RateLimiter::hashmap(Quota::per_minute(share))))
    }

    /// Counts one more of that address, if it may begin it.
    pub(crate) fn allows(&self, address: &IpAddr) -> bool {
        self.0.as_ref().is_none_or(|limiter| limiter.check_key(address).is_ok())
    }

    /// Forgets addresses that have their whole share again.
    pub(crate) fn forget_old(&self) {
        if let Some(limiter) = &self.0 {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}
