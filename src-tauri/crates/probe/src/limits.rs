use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;

/// What a probe gives to strangers at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Connections served at once; more wait in the system's backlog.
    pub connections: usize,
    /// Connections of one address at once, of one /64 for IPv6; more are closed. 0: not counted, for a probe behind a
    /// load balancer, where every connection comes from the same address.
    pub connections_per_address: usize,
    /// How long the TLS handshake may take.
    pub handshake: Duration,
    /// How long the head of the request may take.
    pub head: Duration,
    /// How long a connection may last after its handshake.
    pub connection: Duration,
    /// How long connections may go on once the probe is to stop.
    pub shutdown: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1024,
            connections_per_address: 64,
            handshake: Duration::from_secs(10),
            head: Duration::from_secs(10),
            connection: Duration::from_secs(30),
            shutdown: Duration::from_secs(10),
        }
    }
}

/// Connections of each address, for as long as they last. An address without any takes no memory.
#[derive(Clone, Default)]
pub(crate) struct AddressCounts(Arc<Mutex<HashMap<IpAddr, usize>>>);

impl AddressCounts {
    /// Counts one more; `None` if there are `most` of that address already. 0: any number.
    pub(crate) fn enter(&self, address: IpAddr, most: usize) -> Option<Counted> {
        if most == 0 {
            return Some(Counted(None));
        }
        let address = network(address);
        let mut counts = self.0.lock();
        let count = counts.entry(address).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Counted(Some((self.clone(), address))))
    }
}

/// One connection that is counted until this is dropped.
pub(crate) struct Counted(Option<(AddressCounts, IpAddr)>);

impl Drop for Counted {
    fn drop(&mut self) {
        let Some((counts, address)) = self.0.take() else { return };
        let mut counts = counts.0.lock();
        if let Some(count) = counts.get_mut(&address) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&address);
            }
        }
    }
}

/// Whoever has one address of a /64 has them all (RFC 6177).
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.into(),
        IpAddr::V6(v6) => std::net::Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64).into(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn one_address_has_its_share_and_gives_it_back() {
        let counts = AddressCounts::default();
        let first = counts.enter(address("192.0.2.1"), 2).unwrap();
        let _second = counts.enter(address("::ffff:192.0.2.1"), 2).unwrap();
        assert!(counts.enter(address("192.0.2.1"), 2).is_none());
        assert!(counts.enter(address("192.0.2.2"), 2).is_some(), "another address is not concerned");
        drop(first);
        assert!(counts.enter(address("192.0.2.1"), 2).is_some());
    }

    #[test]
    fn a_network_of_ipv6_counts_as_one_and_nothing_is_kept_of_who_left() {
        let counts = AddressCounts::default();
        let one = counts.enter(address("2001:db8::1"), 1).unwrap();
        assert!(counts.enter(address("2001:db8::2:1"), 1).is_none());
        assert!(counts.enter(address("2001:db8:0:1::1"), 1).is_some());
        drop(one);
        assert!(counts.0.lock().is_empty());
    }

    #[test]
    fn without_a_limit_nobody_is_counted() {
        let counts = AddressCounts::default();
        let all: Vec<_> = (0..1000).map(|_| counts.enter(address("192.0.2.1"), 0)).collect();
        assert!(all.iter().all(Option::is_some) && counts.0.lock().is_empty());
    }
}
