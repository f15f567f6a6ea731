//! An hour's worth of requests in some minutes at the program, the last part of them beside somebody who guesses nonces.
//!
//! `cargo run --release -p probe --example soak -- target/release/probe` prints, by time, how long a phone's try took, what the
//! guesser got, and what memory the program has. It fails on any wrong answer, when the slowest try took 5 s, and when memory
//! grew after its first two minutes, which is what a visit is kept for.

mod phones;

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use phones::{LIMIT, Outcome, World, ask, expect, middle_and_last, nonce};
use rustls::ClientConfig;
use tempfile::TempDir;
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, timeout};

/// An hour: the thousand phones that one instance carries at once (`load`), each with ten tries.
const TRIES: usize = 10_000;
/// Tries begun in a second, whatever became of those before. Each is four connections: the app asks too early, Safari brings the
/// certificate, the app asks again, and once more.
const PACE: usize = 40;
/// A row of the table.
const ROW: Duration = Duration::from_secs(25);
/// The row after which as many visits are remembered as ever: two minutes.
const FULL: usize = 5;
/// Rows without the guesser.
const QUIET: usize = 6;
/// Addresses that the phones come from.
const ADDRESSES: usize = 200;
/// Guesses that are begun in a second.
const GUESSES: usize = 10_000;
/// Where they come from.
const GUESSER: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 66);
/// Guesses that have begun and not ended, at most.
const IN_HAND: usize = 2_000;
/// How long a guesser waits to see whether it is turned away.
const TURNED_AWAY_WITHIN: Duration = Duration::from_millis(5);
/// KiB that are not called growth: what an allocator keeps at hand for another crowd.
const SLACK: usize = 8 * 1024;

#[tokio::main]
async fn main() -> Outcome<()> {
    let program = std::env::args_os().nth(1).ok_or("the program is wanted: target/release/probe")?;
    let world = World::new()?;
    let probe = Program::start(&program, &world)?;
    let guesses = Arc::new(Guesses::default());
    let mut guesser = None;
    let mut out = std::io::stdout();
    writeln!(out, "| s | tries | median | slowest | guesses | turned away | visits kept | memory |")?;
    writeln!(out, "|---|---|---|---|---|---|---|---|")?;

    let begun = Instant::now();
    let (mut slowest, mut full, mut last) = (Duration::ZERO, 0, 0);
    let a_row = PACE * usize::try_from(ROW.as_secs())?;
    for row in 0..TRIES.div_ceil(a_row) {
        if row == QUIET {
            guesser = Some(tokio::spawn(guess(Arc::clone(&world.anonymous), probe.public, Arc::clone(&guesses))));
        }
        let (before_answered, before_turned_away) = guesses.so_far();
        let (median, longest) = middle_and_last(tries(&world, probe.public, row, a_row).await?)?;
        let (answered, turned_away) = guesses.so_far();
        last = probe.resident()?;
        writeln!(
            out,
            "| {} | {} | {median:.0?} | {longest:.0?} | {} | {} | {} | {}.{} MiB |",
            begun.elapsed().as_secs(),
            (row + 1) * a_row,
            answered - before_answered,
            turned_away - before_turned_away,
            probe.metric("probe_visits_remembered ")?,
            last / 1024,
            last % 1024 * 10 / 1024,
        )?;
        out.flush()?;
        slowest = slowest.max(longest);
        if row + 1 == FULL {
            full = last;
        }
    }
    if let Some(guesser) = guesser {
        guesser.abort();
    }
    let right = guesses.right.load(Ordering::Relaxed);
    let made = guesses.so_far().0 + guesses.so_far().1;
    writeln!(
        out,
        "\n{made} guesses, {right} of them right; {} KiB more than after two minutes",
        last.saturating_sub(full)
    )?;
    if right > 0 {
        return Err("a nonce was guessed".into());
    }
    if slowest >= LIMIT {
        return Err(format!("the slowest try took {slowest:.1?}, the limit is {LIMIT:?}").into());
    }
    if last > full + SLACK {
        return Err(format!("memory grew from {full} KiB to {last} KiB").into());
    }
    Ok(())
}

/// How long each of so many tries took, which begin at their pace.
async fn tries(world: &World, port: u16, row: usize, count: usize) -> Outcome<Vec<Duration>> {
    let mut pace = interval(Duration::from_secs(1) / u32::try_from(PACE)?);
    pace.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut visits = JoinSet::new();
    for number in 0..count {
        pace.tick().await;
        let (client, anonymous) = (Arc::clone(&world.client), Arc::clone(&world.anonymous));
        let from = Ipv4Addr::new(127, 0, 1, u8::try_from(number % ADDRESSES + 1)?);
        visits.spawn(async move {
            let begun = Instant::now();
            let nonce = nonce(row, number);
            let visit = async |client: &Arc<ClientConfig>, path: &str| {
                ask(Arc::clone(client), connect(from, port).await?, &format!("/{path}?nonce={nonce}")).await
            };
            expect(&visit(&anonymous, "result").await?, r#""id":"nobody""#)?;
            expect(&visit(&client, "verify").await?, "〇")?;
            for _ in 0..2 {
                expect(&visit(&anonymous, "result").await?, r#""id":"certificate""#)?;
            }
            Outcome::Ok(begun.elapsed())
        });
    }
    let mut times = Vec::new();
    while let Some(ended) = visits.join_next().await {
        times.push(ended??);
    }
    Ok(times)
}

/// What became of guesses.
#[derive(Default)]
struct Guesses {
    /// The probe said that nobody came with it.
    wrong: AtomicUsize,
    right: AtomicUsize,
    turned_away: AtomicUsize,
}

impl Guesses {
    /// Answered, and turned away.
    fn so_far(&self) -> (usize, usize) {
        let answered = self.wrong.load(Ordering::Relaxed) + self.right.load(Ordering::Relaxed);
        (answered, self.turned_away.load(Ordering::Relaxed))
    }
}

/// Asks for results under made-up nonces, from one address, for as long as it is let.
async fn guess(client: Arc<ClientConfig>, port: u16, guesses: Arc<Guesses>) -> Outcome<()> {
    const TICKS: usize = 100;
    let mut pace = interval(Duration::from_secs(1) / u32::try_from(TICKS)?);
    pace.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let in_hand = Arc::new(Semaphore::new(IN_HAND));
    for number in 0.. {
        if number % (GUESSES / TICKS) == 0 {
            pace.tick().await;
        }
        let place = Arc::clone(&in_hand).acquire_owned().await?;
        let (client, guesses) = (Arc::clone(&client), Arc::clone(&guesses));
        tokio::spawn(async move {
            let _held = place;
            let counter = match answer(client, port, number).await {
                Ok(answer) if answer.contains(r#""id":"nobody""#) => &guesses.wrong,
                Ok(_) => &guesses.right,
                Err(_) => &guesses.turned_away,
            };
            counter.fetch_add(1, Ordering::Relaxed);
        });
    }
    Ok(())
}

/// # Errors
/// Turned away. Whoever is not, says so by saying nothing: then the guesser goes to the trouble of a handshake.
async fn answer(client: Arc<ClientConfig>, port: u16, number: usize) -> Outcome<String> {
    let stream = connect(GUESSER, port).await?;
    if timeout(TURNED_AWAY_WITHIN, stream.peek(&mut [0; 1])).await.is_ok() {
        return Err("turned away".into());
    }
    // None of the phones' nonces begins so.
    ask(client, stream, &format!("/result?nonce={}", nonce(usize::MAX - number, number))).await
}

async fn connect(from: Ipv4Addr, port: u16) -> Outcome<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?;
    socket.bind(SocketAddr::from((from, 0)))?;
    Ok(socket.connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?)
}

/// The program with what it is by default. Ended when dropped.
struct Program {
    child: Child,
    public: u16,
    admin: SocketAddr,
    _folder: TempDir,
}

impl Program {
    fn start(program: &OsStr, world: &World) -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        let mut command = Command::new(program);
        command.args(["--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--host", "localhost"]);
        for (name, pem) in [
            ("certificate", &world.chain_pem),
            ("key", &world.key.serialize_pem()),
            ("authority", &world.authority_pem),
        ] {
            let file = folder.path().join(name);
            std::fs::write(&file, pem)?;
            command.arg(format!("--{name}")).arg(file);
        }
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let mut lines = BufReader::new(child.stdout.take().ok_or("no output")?).lines();
        let mut address = |name: &str| -> Outcome<String> {
            let line = lines.next().ok_or("it does not start")??;
            Ok(line.strip_prefix(name).ok_or("not what it says")?.trim_end_matches('/').to_owned())
        };
        let page: url::Url = address("probe ")?.parse()?;
        address("result ")?;
        let admin = address("admin http://")?.parse()?;
        Ok(Self { child, public: page.port().ok_or("no port")?, admin, _folder: folder })
    }

    fn metric(&self, name: &str) -> Outcome<usize> {
        let mut stream = std::net::TcpStream::connect(self.admin)?;
        write!(stream, "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let value = answer.lines().find_map(|line| line.strip_prefix(name)).ok_or("no such metric")?;
        Ok(value.parse()?)
    }

    /// KiB of memory.
    fn resident(&self) -> Outcome<usize> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
