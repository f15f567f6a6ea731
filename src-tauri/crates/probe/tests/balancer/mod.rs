//! A real HAProxy or nginx of this machine, with the configuration of `deploy/` before two instances.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

use std::fs::File;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::running::{Running, signal};
use crate::servers;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Program {
    Haproxy,
    Nginx,
}

/// How it learns who comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Visitors {
    /// As deployed.
    AsTheyCome,
    /// Each says its address in a line before all else (the PROXY protocol, version 1), because no test has addresses of many
    /// networks.
    Announced,
}

/// Ended when dropped.
pub(crate) struct Balancer {
    child: Child,
    pub(crate) port: u16,
    folder: TempDir,
}

impl Balancer {
    /// `None` where its program is not installed; under CI that is a failure.
    pub(crate) fn start(program: Program, visitors: Visitors, probes: [&Running; 2]) -> Option<Self> {
        let name = match program {
            Program::Haproxy => "haproxy",
            Program::Nginx => "nginx",
        };
        let file = servers::found(&[name])?;
        // Between asking for a free port and taking it somebody else may.
        let started = (0..5).find_map(|_| Self::started(program, &file, visitors, probes));
        Some(started.unwrap_or_else(|| panic!("{name} does not start")))
    }

    fn started(program: Program, file: &Path, visitors: Visitors, probes: [&Running; 2]) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let config = folder.path().join("config");
        let text = match program {
            Program::Haproxy => haproxy(port, visitors, probes),
            Program::Nginx => nginx(port, visitors, probes, folder.path()),
        };
        std::fs::write(&config, text).unwrap();
        let mut command = Command::new(file);
        match program {
            Program::Haproxy => command.arg("-f").arg(&config),
            Program::Nginx => command.args(["-g", "daemon off;", "-p"]).arg(folder.path()).arg("-c").arg(&config),
        };
        let said = File::create(folder.path().join("said")).unwrap();
        let child =
            command.stdin(Stdio::null()).stdout(said.try_clone().unwrap()).stderr(said).spawn().expect("a program");
        let mut balancer = Self { child, port, folder };
        let patience = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if balancer.child.try_wait().unwrap().is_some() || Instant::now() > patience {
                eprintln!("{}", balancer.said());
                return None;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(balancer)
    }

    /// What it wrote, on its outputs and into its log.
    pub(crate) fn said(&self) -> String {
        let read = |name: &str| std::fs::read_to_string(self.folder.path().join(name)).unwrap_or_default();
        read("said") + &read("error.log")
    }

    /// Waits until it has said so.
    pub(crate) fn until_it_says(&self, words: &str) {
        let patience = Instant::now() + Duration::from_secs(30);
        while !self.said().contains(words) {
            assert!(Instant::now() < patience, "{words} never came:\n{}", self.said());
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Balancer {
    fn drop(&mut self) {
        // So that nginx ends its workers too.
        signal("TERM", self.child.id());
        let _ = self.child.wait();
    }
}

/// Whether this machine speaks IPv6 with itself.
pub(crate) fn has_ipv6() -> bool {
    std::net::TcpListener::bind("[::1]:0").is_ok()
}

fn haproxy(port: u16, visitors: Visitors, [one, two]: [&Running; 2]) -> String {
    let mut text = Deployed::read("haproxy.cfg");
    // Not everybody who runs the tests is root, or has these.
    for line in ["    user haproxy\n", "    group haproxy\n", "    chroot /var/lib/haproxy\n"] {
        text.replace(line, "");
    }
    let announced = visitors == Visitors::Announced;
    text.replace(" :443\n", &format!(" 127.0.0.1:{port}{}\n", if announced { " accept-proxy" } else { "" }));
    if has_ipv6() {
        text.replace(" :::443 ", &format!(" ::1:{port} "));
    } else {
        text.replace("    bind :::443 v6only\n", "");
    }
    if announced {
        // The announced address is not known before.
        text.0 = text.0.replace("tcp-request connection ", "tcp-request session ");
    }
    for (address, probe) in [("10.0.0.11", one), ("10.0.0.12", two)] {
        let ours = format!("127.0.0.1:{} check port {}\n", probe.port(), probe.admin_port());
        text.replace(&format!("{address}:443 check port 9443\n"), &ours);
    }
    text.0
}

fn nginx(port: u16, visitors: Visitors, [one, two]: [&Running; 2], folder: &Path) -> String {
    let mut text = Deployed::read("nginx.conf");
    text.replace("user www-data;\n", "");
    text.replace("/run/", &format!("{}/", folder.display()));
    text.replace("/var/log/nginx/", &format!("{}/", folder.display()));
    let module = format!("load_module {};", servers::nginx_stream_module().display());
    text.replace("include /etc/nginx/modules-enabled/*.conf;", &module);
    let announced = if visitors == Visitors::Announced { " proxy_protocol; set_real_ip_from 127.0.0.1" } else { "" };
    text.replace("listen 443;", &format!("listen 127.0.0.1:{port}{announced};"));
    if has_ipv6() {
        text.replace("listen [::]:443;", &format!("listen [::1]:{port};"));
    } else {
        text.replace("listen [::]:443;", "");
    }
    for (address, probe) in [("10.0.0.11", one), ("10.0.0.12", two)] {
        text.replace(&format!("{address}:443 "), &format!("127.0.0.1:{} ", probe.port()));
    }
    text.0
}

/// A file of `deploy/`, of which as little as possible is replaced.
struct Deployed(String);

impl Deployed {
    fn read(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../deploy/probe/three-machines");
        Self(std::fs::read_to_string(folder.join(name)).unwrap())
    }

    fn replace(&mut self, from: &str, to: &str) {
        assert_eq!(self.0.matches(from).count(), 1, "{from} in\n{}", self.0);
        self.0 = self.0.replace(from, to);
    }
}
