use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;

use crate::rate::Rate;

/// Networks of IPv6 that are counted, by the bits of their prefix, and how many addresses' shares each has. A subscriber of one
/// line is given a /64 or a /56, a site a /48 at most (RFC 6177, 2): whoever has one address of it has them all.
const NETWORKS: [(u32, u32); 3] = [(64, 1), (56, 2), (48, 4)];

/// What a probe gives to strangers at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Connections served at once; more wait in the system's backlog.
    pub connections: usize,
    /// Connections of one address at once; more are closed. For IPv6 those of one /64, twice as many of a /56 and four times as
    /// many of a /48. Never more than half of [`connections`]. 0: not counted, for a probe behind a load balancer, where every
    /// connection comes from the same address.
    ///
    /// [`connections`]: Self::connections
    pub connections_per_address: usize,
    /// Connections that one address may begin in a minute, and a network of IPv6 as above; more are closed. Whoever has used
    /// them up may begin one whenever its share of the minute is over. Not counted where [`connections_per_address`] is 0, nor
    /// without the feature `program`; 0: any number.
    ///
    /// [`connections_per_address`]: Self::connections_per_address
    pub connections_per_minute: u32,
    /// How long the TLS handshake may take. A browser may ask its user meanwhile which certificate to show.
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

/// What one network of a size may have. An address of IPv4 has what a network of the first size has.
struct Share {
    /// Connections at once.
    most: usize,
    /// How fast it begins them.
    rate: Rate,
}

/// Who may come: connections of each address and its networks for as long as they last, and how fast these begin them. A
/// network that has none and has begun none for a minute takes no memory.
#[derive(Clone)]
pub(crate) struct AddressCounts {
    /// By size, as [`NETWORKS`]. `None`: nobody is counted.
    shares: Option<Arc<[Share; NETWORKS.len()]>>,
    open: Arc<Mutex<Open>>,
}

/// Connections by network, for each size of [`NETWORKS`].
type Open = [HashMap<IpAddr, usize>; NETWORKS.len()];

impl AddressCounts {
    pub(crate) fn new(limits: &Limits) -> Self {
        let half = (limits.connections / 2).max(1);
        let share = |(_, times): (u32, u32)| Share {
            most: limits.connections_per_address.saturating_mul(times as usize).min(half),
            rate: Rate::new(limits.connections_per_minute.saturating_mul(times)),
        };
        let is_counted = limits.connections_per_address > 0;
        Self { shares: is_counted.then(|| Arc::new(NETWORKS.map(share))), open: Arc::default() }
    }

    /// Counts one more; `None` if there are too many of that address or one of its networks already, or they came too fast.
    pub(crate) fn enter(&self, address: IpAddr) -> Option<Counted> {
        let Some(shares) = &self.shares else { return Some(Counted(None)) };
        let networks = networks(address);
        {
            let mut open = self.open.lock();
            let mut counts = open.iter().zip(&networks).zip(shares.iter());
            if counts.any(|((open, network), share)| open.get(network).is_some_and(|count| *count >= share.most)) {
                return None;
            }
            for (open, network) in open.iter_mut().zip(&networks) {
                *open.entry(*network).or_default() += 1;
            }
        }
        // The smallest first: what it is refused is not taken from its neighbours' share of the larger ones.
        let comes_too_fast = networks.iter().zip(shares.iter()).any(|(network, share)| !share.rate.allows(network));
        let counted = Counted(Some((self.clone(), networks)));
        (!comes_too_fast).then_some(counted)
    }

    /// Forgets who has begun none for a minute.
    pub(crate) fn forget_old(&self) {
        self.shares.iter().flat_map(|shares| shares.iter()).for_each(|share| share.rate.forget_old());
    }
}

/// One connection that is counted until this is dropped.
pub(crate) struct Counted(Option<(AddressCounts, Vec<IpAddr>)>);

impl Drop for Counted {
    fn drop(&mut self) {
        let Some((counts, networks)) = self.0.take() else { return };
        for (open, network) in counts.open.lock().iter_mut().zip(&networks) {
            if let Some(count) = open.get_mut(network) {
                *count -= 1;
                if *count == 0 {
                    open.remove(network);
                }
            }
        }
    }
}

/// The networks that are counted of an address, the smallest first; of IPv4 the address alone.
fn networks(address: IpAddr) -> Vec<IpAddr> {
    match address.to_canonical() {
        IpAddr::V4(v4) => vec![v4.into()],
        IpAddr::V6(v6) => NETWORKS
            .iter()
            .map(|(bits, _)| Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << (Ipv6Addr::BITS - bits))).into())
            .collect(),
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

    fn nobody_is_here(counts: &AddressCounts) -> bool {
        counts.open.lock().iter().all(HashMap::is_empty)
    }

    /// So many of each of the networks of 64 bits from `2001:db8:SITE:FIRST::` on; those that were let in.
    fn crowd(counts: &AddressCounts, site: u16, first: u16, networks: u16, of_each: u16) -> Vec<Counted> {
        let hosts = (first..first + networks).flat_map(|network| (0..of_each).map(move |host| (network, host)));
        hosts.filter_map(|(network, host)| counts.enter([0x2001, 0xdb8, site, network, 0, 0, 0, host].into())).collect()
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
        assert!(nobody_is_here(&counts));
    }

    #[test]
    fn whoever_has_many_networks_of_ipv6_does_not_take_every_place() {
        let counts = AddressCounts::new(&Limits::default());
        // 1,024 connections, each /64 within its share.
        let household = crowd(&counts, 0, 0x1200, 16, 64);
        assert_eq!(household.len(), 128, "of a /56");
        let site = crowd(&counts, 0, 0x2000, 0x1000, 1);
        assert_eq!(household.len() + site.len(), 256, "of a /48");
        assert_eq!(crowd(&counts, 1, 0, 1, 64).len(), 64, "another site is not concerned");
        assert_eq!(crowd(&counts, 0, 0x1300, 1, 1).len(), 0, "its own are full");
        drop(household);
        assert_eq!(crowd(&counts, 0, 0x1200, 1, 64).len(), 64, "a place is free again");
        drop(site);
        assert!(nobody_is_here(&counts));
    }

    #[test]
    fn nobody_has_more_than_half_of_few_places() {
        let counts = AddressCounts::new(&Limits { connections: 40, ..Limits::default() });
        let all: Vec<_> = (0..64).filter_map(|_| counts.enter(address("192.0.2.1"))).collect();
        assert_eq!(all.len(), 20);
        assert!(counts.enter(address("192.0.2.2")).is_some());
    }

    #[test]
    fn without_a_limit_nobody_is_counted() {
        let counts = counts(0, 1);
        let all: Vec<_> = (0..1000).map(|_| counts.enter(address("192.0.2.1"))).collect();
        assert!(all.iter().all(Option::is_some) && nobody_is_here(&counts));
    }

    #[cfg(feature = "program")]
    #[test]
    fn who_comes_too_fast_waits_and_takes_no_place_meanwhile() {
        let counts = counts(1, 3);
        for _ in 0..3 {
            assert!(counts.enter(address("2001:db8::1")).is_some());
        }
        assert!(counts.enter(address("2001:db8::2")).is_none(), "the fourth of its network in a minute");
        assert!(nobody_is_here(&counts));
        assert!(counts.enter(address("192.0.2.2")).is_some(), "another address is not concerned");
    }

    #[cfg(feature = "program")]
    #[test]
    fn many_networks_of_ipv6_come_no_faster_than_the_one_around_them() {
        let counts = counts(512, 3);
        assert_eq!(crowd(&counts, 0, 0x1200, 16, 1).len(), 6, "of a /56");
        assert_eq!(crowd(&counts, 0, 0x2000, 0x1000, 1).len(), 6, "of a /48, which has had six");
        assert_eq!(crowd(&counts, 1, 0, 1, 5).len(), 3, "another site is not concerned");
        assert!(nobody_is_here(&counts));
    }

    #[cfg(feature = "program")]
    #[test]
    fn who_comes_too_fast_takes_nothing_from_its_neighbours() {
        let counts = counts(512, 3);
        assert_eq!(crowd(&counts, 0, 0x1200, 1, 1000).len(), 3);
        assert_eq!(crowd(&counts, 0, 0x1201, 1, 3).len(), 3);
    }
}
