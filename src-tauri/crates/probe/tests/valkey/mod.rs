//! A real Valkey or Redis of this machine, on a socket of its own, with nothing on disk.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use redis::{Client, Connection};
use tempfile::TempDir;

use crate::servers;

/// Killed when dropped.
pub(crate) struct Valkey {
    program: PathBuf,
    child: Option<Child>,
    folder: TempDir,
    /// What it is configured by, and who may ask it.
    configured: Option<(PathBuf, &'static str)>,
}

impl Valkey {
    /// `None` where none is installed; under CI that is a failure.
    pub(crate) fn start() -> Option<Self> {
        Self::configured(None)
    }

    /// As `deploy/` has it, with its user and password.
    pub(crate) fn as_deployed() -> Option<Self> {
        let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../deploy/probe/three-machines/valkey.conf");
        Self::configured(Some((file, "?user=probe&pass=CHANGE-THIS-PASSWORD")))
    }

    fn configured(configured: Option<(PathBuf, &'static str)>) -> Option<Self> {
        let program = servers::found(&["valkey-server", "redis-server"])?;
        let mut valkey = Self { program, child: None, folder: tempfile::tempdir().unwrap(), configured };
        valkey.restart();
        Some(valkey)
    }

    /// As after a crash: empty, at the same address.
    pub(crate) fn restart(&mut self) {
        self.kill();
        let _ = std::fs::remove_file(self.socket());
        let mut command = Command::new(&self.program);
        if let Some((file, _)) = &self.configured {
            command.arg(file).args(["--bind", "127.0.0.1"]);
        }
        let child = command
            .args(["--port", "0", "--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction"])
            .arg("--unixsocket")
            .arg(self.socket())
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        self.child = Some(child);
        let patience = Instant::now() + Duration::from_secs(20);
        while Client::open(self.address()).unwrap().get_connection().is_err() {
            assert!(Instant::now() < patience, "{} does not start", self.program.display());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    pub(crate) fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.as_ref().unwrap().id()
    }

    pub(crate) fn address(&self) -> String {
        let user = self.configured.as_ref().map_or("", |(_, user)| user);
        format!("redis+unix://{}{user}", self.socket().display())
    }

    pub(crate) fn connection(&self) -> Connection {
        Client::open(self.address()).unwrap().get_connection().unwrap()
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("socket")
    }
}

impl Drop for Valkey {
    fn drop(&mut self) {
        self.kill();
    }
}
