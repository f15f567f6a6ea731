//! The engine's only way out: a proxy (RFC 9110, 9.3.6) that connects to the portal's hosts and to no other.
//!
//! No engine tells of every redirect, subframe and POST before it is sent; here none gets past. Plain http is not
//! passed on at all.

use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream, ToSocketAddrs as _};
use std::sync::Arc;
use std::time::Duration;

use url::Url;

const MAX_HEAD: usize = 8 * 1024;
const PATIENCE: Duration = Duration::from_secs(20);

/// May the engine connect to this address?
pub(crate) type Admits = Arc<dyn Fn(&Url) -> bool + Send + Sync>;

/// Listens until the program ends; gives back the port.
pub(crate) fn start(admits: Admits) -> io::Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let port = listener.local_addr()?.port();
    std::thread::spawn(move || {
        for engine in listener.incoming().flatten() {
            let admits = Arc::clone(&admits);
            std::thread::spawn(move || serve(engine, &admits));
        }
    });
    Ok(port)
}

fn serve(mut engine: TcpStream, admits: &Admits) -> Option<()> {
    let head = head(&mut engine)?;
    let authority = head.strip_prefix("CONNECT ").and_then(|rest| rest.split(' ').next());
    let url = authority.and_then(|authority| Url::parse(&format!("https://{authority}/")).ok());
    let Some(url) = url.filter(|url| admits(url)) else {
        engine.write_all(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").ok()?;
        return None;
    };
    let Some(portal) = connect(&url) else {
        engine.write_all(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").ok()?;
        return None;
    };
    engine.write_all(b"HTTP/1.1 200 Connected\r\n\r\n").ok()?;
    let (from_engine, to_portal) = (engine.try_clone().ok()?, portal.try_clone().ok()?);
    let there = std::thread::spawn(move || pass(from_engine, to_portal));
    pass(portal, engine);
    // Whatever became of one direction, both are over now.
    let _ = there.join();
    Some(())
}

fn head(engine: &mut TcpStream) -> Option<String> {
    engine.set_read_timeout(Some(PATIENCE)).ok()?;
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if head.len() >= MAX_HEAD || engine.read(&mut byte).ok()? == 0 {
            return None;
        }
        head.push(byte[0]);
    }
    engine.set_read_timeout(None).ok()?;
    String::from_utf8(head).ok()
}

/// Connects to where an address is; names below `localhost` are this machine (RFC 6761, 6.3).
fn connect(url: &Url) -> Option<TcpStream> {
    let (host, port) = (url.host_str()?, url.port_or_known_default()?);
    let addresses: Vec<SocketAddr> = match host.trim_start_matches('[').trim_end_matches(']') {
        name if name.ends_with(".localhost") => vec![(Ipv4Addr::LOCALHOST, port).into()],
        name => (name, port).to_socket_addrs().ok()?.collect(),
    };
    addresses.iter().find_map(|address| TcpStream::connect_timeout(address, PATIENCE).ok())
}

fn pass(mut from: TcpStream, mut to: TcpStream) {
    // An end without a word is passed on as one.
    let _ = io::copy(&mut from, &mut to);
    let _ = to.shutdown(Shutdown::Write);
}
