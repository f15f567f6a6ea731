//! Two instances and one store behind a load balancer that passes TCP, all of them real, as `deploy/` configures them.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod balancer;
mod running;
mod servers;
mod support;
mod valkey;

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::{Duration, Instant};

use balancer::{Balancer, Program, Visitors, has_ipv6};
use running::{Running, handshake, write_identity};
use support::Client;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use valkey::Valkey;

/// What a balancer grants one address, as the probe itself does.
const MOST: u16 = 64;

struct World {
    _valkey: Valkey,
    one: Running,
    two: Running,
    balancer: Balancer,
    client: Client,
}

impl World {
    /// `None` where a program is not installed.
    fn start(program: Program, visitors: Visitors) -> Option<Self> {
        let valkey = Valkey::start()?;
        let store = valkey.address();
        let settings =
            [("PROBE_HOST", "*.probe.test"), ("PROBE_STORE", &store), ("PROBE_CONNECTIONS_PER_ADDRESS", "0")];
        let one = Running::start(&settings);
        let two = one.twin(&settings);
        let balancer = Balancer::start(program, visitors, [&one, &two])?;
        let client = one.authority.client("CarePlanJigyousho", (2020, 2099));
        Some(Self { _valkey: valkey, one, two, balancer, client })
    }

    async fn connect(&self, from: IpAddr) -> io::Result<TcpStream> {
        let (socket, to) = match from {
            IpAddr::V4(_) => (TcpSocket::new_v4()?, IpAddr::V4(Ipv4Addr::LOCALHOST)),
            IpAddr::V6(_) => (TcpSocket::new_v6()?, IpAddr::V6(Ipv6Addr::LOCALHOST)),
        };
        socket.bind((from, 0).into())?;
        socket.connect((to, self.balancer.port).into()).await
    }

    /// Says in the balancer's protocol that it comes from there.
    async fn announce(&self, from: IpAddr) -> io::Result<TcpStream> {
        let mut stream = self.connect(Ipv4Addr::LOCALHOST.into()).await?;
        let line = match from {
            IpAddr::V4(from) => format!("PROXY TCP4 {from} 192.0.2.99 50000 443\r\n"),
            IpAddr::V6(from) => format!("PROXY TCP6 {from} 2001:db8:ffff::1 50000 443\r\n"),
        };
        stream.write_all(line.as_bytes()).await?;
        Ok(stream)
    }

    async fn ask(&self, stream: TcpStream, name: &str, path: &str, client: Option<&Client>) -> io::Result<String> {
        let mut stream = handshake(stream, name, &self.one.tls.der(), client).await?;
        stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: {name}\r\n\r\n").as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        Ok(answer)
    }

    /// A phone's try, under a host name of its own: Safari shows the certificate, then the app asks.
    async fn visit(&self, from: IpAddr, number: u32) -> Result<(), String> {
        let (name, nonce) = (format!("{number:08x}.probe.test"), format!("{number:032x}"));
        let answer = async |path: String, client: Option<&Client>| {
            let stream = self.connect(from).await.map_err(|error| error.to_string())?;
            self.ask(stream, &name, &path, client).await.map_err(|error| format!("{path}: {error}"))
        };
        let page = answer(format!("/verify?nonce={nonce}"), Some(&self.client)).await?;
        let result = answer(format!("/result?nonce={nonce}"), None).await?;
        let is_known = result.contains(&self.client.fingerprint.to_string());
        if page.starts_with("HTTP/1.1 200 OK\r\n") && page.contains('〇') && is_known {
            return Ok(());
        }
        Err(format!("{number}:\n{page}\n{result}"))
    }

    async fn twenty_visits(&self, first: u32) {
        for number in first..first + 20 {
            self.visit(Ipv4Addr::LOCALHOST.into(), number).await.unwrap();
        }
    }

    /// Waits until the instances together have so many connections.
    fn until_open(&self, wanted: u64) {
        let patience = Instant::now() + Duration::from_secs(20);
        loop {
            let open = counted(&self.one, "probe_connections_open ") + counted(&self.two, "probe_connections_open ");
            if open == wanted {
                return;
            }
            assert!(Instant::now() < patience, "{open} connections and not {wanted}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

fn counted(running: &Running, name: &str) -> u64 {
    let (_, metrics) = running.admin("/metrics");
    metrics.lines().find_map(|line| line.strip_prefix(name)).map_or(0, |count| count.parse().unwrap())
}

fn visits(running: &Running) -> u64 {
    counted(running, "probe_handshakes_total{outcome=\"completed\"} ")
}

/// Waits until nothing listens there any more.
fn until_refused(port: u16) {
    let patience = Instant::now() + Duration::from_secs(20);
    while std::net::TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
        assert!(Instant::now() < patience, "port {port} is still open");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Refused, or closed without a word.
async fn is_turned_away(stream: io::Result<TcpStream>) -> bool {
    let Ok(mut stream) = stream else { return true };
    let read = tokio::time::timeout(Duration::from_secs(5), stream.read(&mut [0; 1])).await;
    matches!(read, Ok(Ok(0) | Err(_)))
}

async fn passes_certificates_counts_addresses_and_survives_an_instance(program: Program) {
    let Some(world) = World::start(program, Visitors::AsTheyCome) else { return };
    world.twenty_visits(0).await;
    assert!(visits(&world.one) >= 5 && visits(&world.two) >= 5, "both are visited");
    if has_ipv6() {
        world.visit(Ipv6Addr::LOCALHOST.into(), 20).await.unwrap();
    }

    world.until_open(0);
    let (greedy, other) = (Ipv4Addr::new(127, 0, 0, 2).into(), Ipv4Addr::new(127, 0, 0, 3).into());
    let mut silent = Vec::new();
    for _ in 0..MOST {
        silent.push(world.connect(greedy).await.unwrap());
    }
    world.until_open(MOST.into());
    assert!(is_turned_away(world.connect(greedy).await).await, "one address has its share");
    world.visit(other, 21).await.expect("another address is not concerned");
    silent.clear();
    world.until_open(0);
    world.visit(greedy, 22).await.expect("its places are free again");

    world.two.signal("KILL");
    // Whom it had accepted when it died is lost, and comes again.
    until_refused(world.two.port());
    world.twenty_visits(100).await;
    if program == Program::Haproxy {
        world.balancer.until_it_says("Server probes/two is DOWN");
    }
    world.twenty_visits(200).await;
    let said = world.balancer.said();
    for personal in ["127.0.0.2", "127.0.0.3", "probe.test"] {
        assert!(!said.contains(personal), "{personal} in {said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn haproxy_passes_certificates_counts_addresses_and_survives_an_instance() {
    passes_certificates_counts_addresses_and_survives_an_instance(Program::Haproxy).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nginx_passes_certificates_counts_addresses_and_survives_an_instance() {
    passes_certificates_counts_addresses_and_survives_an_instance(Program::Nginx).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn haproxy_leaves_an_instance_out_that_is_not_ready_and_takes_it_back() {
    let Some(world) = World::start(Program::Haproxy, Visitors::AsTheyCome) else { return };
    let renew = |years| {
        write_identity(&world.one.tls, &world.two.file("chain.pem"), &world.two.file("key.pem"), years);
        world.two.signal("HUP");
    };
    renew((2020, 2021));
    world.two.until_metrics_say("probe_certificate_reloads_total 1");
    assert_eq!(world.two.admin("/readyz").0, 503, "its certificate is over");
    world.balancer.until_it_says("Server probes/two is DOWN");
    let before = visits(&world.two);
    world.twenty_visits(0).await;
    assert_eq!(visits(&world.two), before, "nobody is sent there");

    renew((2020, 2099));
    world.balancer.until_it_says("Server probes/two is UP");
    world.twenty_visits(100).await;
    assert!(visits(&world.two) > before, "it is visited again");
}

fn address(subnet: u16, host: u16) -> IpAddr {
    [0x2001, 0xdb8, 0, subnet, 0, 0, 0, host].into()
}

async fn counts_a_network_of_ipv6_as_one_address(program: Program) {
    let Some(world) = World::start(program, Visitors::Announced) else { return };
    // The connection by which the balancer was seen to be there.
    world.until_open(0);
    let mut silent = Vec::new();
    for host in 1..=MOST {
        silent.push(world.announce(address(1, host)).await.unwrap());
    }
    world.until_open(MOST.into());
    assert!(is_turned_away(world.announce(address(1, 999)).await).await, "another address of the same network");
    for stranger in [address(2, 1), "192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap()] {
        let stream = world.announce(stranger).await.unwrap();
        let page = world.ask(stream, "0.probe.test", "/verify", Some(&world.client)).await.unwrap();
        assert!(page.contains('〇'), "{stranger}: {page}");
    }
    for _ in 0..MOST {
        silent.push(world.announce("192.0.2.1".parse().unwrap()).await.unwrap());
    }
    world.until_open(u64::from(MOST) * 2);
    assert!(is_turned_away(world.announce("192.0.2.1".parse().unwrap()).await).await, "one address of IPv4");
    let stream = world.announce("192.0.2.2".parse().unwrap()).await.unwrap();
    assert!(world.ask(stream, "0.probe.test", "/verify", None).await.unwrap().contains('✕'), "and its neighbour");
}

#[tokio::test(flavor = "multi_thread")]
async fn haproxy_counts_a_network_of_ipv6_as_one_address() {
    counts_a_network_of_ipv6_as_one_address(Program::Haproxy).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nginx_counts_a_network_of_ipv6_as_one_address() {
    counts_a_network_of_ipv6_as_one_address(Program::Nginx).await;
}

async fn leaves_places_to_others_whoever_has_many_networks_of_ipv6(program: Program) {
    let Some(world) = World::start(program, Visitors::Announced) else { return };
    world.until_open(0);
    let is_served = async |from: IpAddr| {
        let stream = world.announce(from).await.unwrap();
        let page = world.ask(stream, "0.probe.test", "/verify", Some(&world.client)).await.unwrap();
        assert!(page.contains('〇'), "{from}: {page}");
    };
    let mut silent = Vec::new();
    let mut fills = async |subnets: [u16; 2], open: u16| {
        for subnet in subnets {
            for host in 0..MOST {
                silent.push(world.announce(address(subnet, host)).await.unwrap());
            }
        }
        world.until_open(open.into());
    };
    fills([0x1201, 0x1202], 2 * MOST).await;
    assert!(is_turned_away(world.announce(address(0x1203, 1)).await).await, "a third /64 of a /56");
    is_served(address(0x1300, 1)).await;
    fills([0x1301, 0x1302], 4 * MOST).await;
    assert!(is_turned_away(world.announce(address(0x1400, 1)).await).await, "a third /56 of a /48");
    is_served([0x2001, 0xdb8, 1, 0, 0, 0, 0, 1].into()).await;
    is_served("192.0.2.1".parse().unwrap()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn haproxy_leaves_places_to_others_whoever_has_many_networks_of_ipv6() {
    leaves_places_to_others_whoever_has_many_networks_of_ipv6(Program::Haproxy).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nginx_leaves_places_to_others_whoever_has_many_networks_of_ipv6() {
    leaves_places_to_others_whoever_has_many_networks_of_ipv6(Program::Nginx).await;
}
