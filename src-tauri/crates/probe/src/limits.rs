use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;

use crate::rate::Rate;

/// What a probe gives to strangers at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Connections served at once; more wait in the system's backlog.
    pub connections: usize,
    /// Connections of one address at once, of one /64 for IPv6; more are closed. 0: not counted, for a probe behind a
    /// load balancer, where every connection comes from the same address.
    pub connections_per_address: usize,
    /// Connections that one address may begin in a minute, one /64 for IPv6; more are closed. Whoever has used them up may
    /// begin one whenever its share of the minute is over. Not counted where [`connections_per_address`] is 0, nor without the
    /// feature `program`; 0: any number.
    ///
    /// [`connections_per_address`]: Self::connections_per_address
    pub connections_per_minute: u32,
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
            connections_per_minute: 1200,
            handshake: Duration::from_secs(10),
            head: Duration::from_secs(10),
            connection: Duration::from_secs(30),
            shutdown: Duration::from_secs(10),
        }
    }
}

/// Who may come: connections of each address for as long as they last, and how fast it begins them. An address that has none
/// and has begun none for a minute takes no memory.
#[derive(Clone)]
pub(crate) struct AddressCounts {
    most: usize,
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
    rate: Arc<Rate>,
}

impl AddressCounts {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            most: limits.connections_per_address,
            open: Arc::default(),
            rate: Arc::new(Rate::new(limits.connections_per_minute)),
        }
    }

    /// Counts one more; `None` if there are too many of that address already, or it came too fast.
    pub(crate) fn enter(&self, address: IpAddr) -> Option<Counted> {
        if self.most == 0 {
            return Some(Counted(None));
        }
        let address = network(address);
        {
            let mut open = self.open.lock();
            let count = open.entry(address).or_default();
            if *count >= self.most {
                return None;
            }
            *count += 1;
        }
        let counted = Counted(Some((self.clone(), address)));
        self.rate.allows(&address).then_some(counted)
    }

    /// Forgets who has begun none for a minute.
    pub(crate) fn forget_old(&self) {
        self.rate.forget_old();
    }
}

/// One connection that is counted until this is dropped.
pub(crate) struct Counted(Option<(AddressCounts, IpAddr)>);

impl Drop for Counted {
    fn drop(&mut self) {
        let Some((counts, address)) = self.0.take() else { return };
        let mut counts = counts.open.lock();
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

    fn counts(connections_per_address: usize, connections_per_minute: u32) -> AddressCounts {
        AddressCounts::new(&Limits { connections_per_address, connections_per_minute, ..Limits::default() })
    }

    #[test]
    fn one_address_has_its_share_and_gives_it_back() {
        let counts = counts(2, 0);
        let first = counts.enter(address("192.0.2.1")).unwrap();
        let _second = counts.enter(address("::ffff:192.0.2.1")).unwrap();
        assert!(counts.enter(address("192.0.2.1")).is_none());
        assert!(counts.enter(address("192.0.2.2")).is_some(), "another address is not concerned");
        drop(first);
        assert!(counts.enter(address("192.0.2.1")).is_some());
    }

    #[test]
    fn a_network_of_ipv6_counts_as_one_and_nothing_is_kept_of_who_left() {
        let counts = counts(1, 0);
        let one = counts.enter(address("2001:db8::1")).unwrap();
        assert!(counts.enter(address("2001:db8::2:1")).is_none());
        assert!(counts.enter(address("2001:db8:0:1::1")).is_some());
        drop(one);
        assert!(counts.open.lock().is_empty());
    }

    #[test]
    fn without_a_limit_nobody_is_counted() {
        let counts = counts(0, 1);
        let all: Vec<_> = (0..1000).map(|_| counts.enter(address("192.0.2.1"))).collect();
        assert!(all.iter().all(Option::is_some) && counts.open.lock().is_empty());
    }

    #[cfg(feature = "program")]
    #[test]
    fn who_comes_too_fast_waits_and_takes_no_place_meanwhile() {
        let counts = counts(1, 3);
        for _ in 0..3 {
            assert!(counts.enter(address("2001:db8::1")).is_some());
        }
        assert!(counts.enter(address("2001:db8::2")).is_none(), "the fourth of its network in a minute");
        assert!(counts.open.lock().is_empty());
        assert!(counts.enter(address("192.0.2.2")).is_some(), "another address is not concerned");
    }
}
