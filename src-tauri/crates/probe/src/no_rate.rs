//! Without the feature `program` a probe is on a socket of this machine alone, and nobody comes too fast.

use std::net::IpAddr;

/// How fast an address may begin connections without the feature `program`: as fast as it likes.
pub(crate) struct Rate;

impl Rate {
    pub(crate) fn new(_in_a_minute: u32) -> Self {
        Self
    }

    pub(crate) fn allows(&self, _address: &IpAddr) -> bool {
        true
    }

    pub(crate) fn forget_old(&self) {}
}
