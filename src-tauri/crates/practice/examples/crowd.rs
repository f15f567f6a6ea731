//! Many phones log in and download at once, each by the app's own client over TLS of its own.
//!
//! `cargo run --release -p practice --example crowd -- [PHONES]` prints, for a crowd and for a few phones one after
//! the other in the same run, how long a phone took. It fails on any error, on a count that is not right, and when
//! the slowest of the crowd took 5 s or more.

use std::error::Error;
use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use app::SystemClock;
use certificate::CertificateKind;
use journey::UserId;
use portal::{ClientSettings, HostPort, HttpsTransport, Labels, Session};
use practice::authority::{Authority, TlsAuthority};
use practice::portal::{HtmlVariant, Portal, PortalSettings};
use practice::{Folder, Office, built_in};
use tokio::task::JoinSet;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// What the slowest phone may take.
const LIMIT: Duration = Duration::from_secs(5);
/// Phones that come one after the other, for comparison.
const ALONE: usize = 20;
const AGENT: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

#[tokio::main]
async fn main() -> Outcome<()> {
    let phones: usize = std::env::args().nth(1).map_or(Ok(500), |count| count.parse())?;
    let folder = tempfile::tempdir()?;
    let offices = offices(phones + ALONE)?;
    let (portal, root) = open(folder.path().to_owned(), offices.clone()).await?;
    let portal = Arc::new(portal);
    // The office's key and certificate are made at the first download, which is nobody's waiting time.
    visit(&portal, &root, offices.first().ok_or("no office")?).await?;

    let mut alone = Vec::new();
    for office in offices.iter().skip(phones) {
        alone.push(visit(&portal, &root, office).await?);
    }
    let mut crowd = JoinSet::new();
    let begun = Instant::now();
    for office in offices.into_iter().take(phones) {
        let (portal, root) = (Arc::clone(&portal), root.clone());
        crowd.spawn(async move { visit(&portal, &root, &office).await });
    }
    let mut times = Vec::new();
    while let Some(ended) = crowd.join_next().await {
        times.push(ended??);
    }
    let whole = begun.elapsed();

    let expected = u64::try_from(phones + ALONE + 1)?;
    let counts = portal.counts();
    if (counts.logins, counts.downloads) != (expected, expected) {
        return Err(format!("{} logins and {} downloads, expected {expected}", counts.logins, counts.downloads).into());
    }
    let mut out = std::io::stdout();
    writeln!(out, "| phones | median | slowest | all |\n|---|---|---|---|")?;
    report(&mut out, &format!("{ALONE}, one after the other"), &mut alone, None)?;
    let slowest = report(&mut out, &format!("{phones} at once"), &mut times, Some(whole))?;
    if slowest >= LIMIT {
        return Err(format!("the slowest phone took {slowest:.1?}, the limit is {LIMIT:?}").into());
    }
    Ok(())
}

async fn visit(portal: &Portal, root: &[u8], office: &Office) -> Outcome<Duration> {
    let settings =
        ClientSettings { web_roots: false, extra_roots: vec![root.to_vec()], ..ClientSettings::browser(AGENT) };
    let transport = Arc::new(HttpsTransport::new(HostPort::of(portal.entry()), settings)?);
    let mut session = Session::new(portal.entry().clone(), transport, Labels::built_in());
    let begun = Instant::now();
    session.log_in(office.user_id.as_str(), &office.login_password.clone().into()).await?;
    let rows = session.certificates().await?;
    let row = rows.iter().find(|row| row.kind == Some(CertificateKind::Dx)).ok_or("no row")?;
    session.download(row.row).await?;
    let took = begun.elapsed();
    session.log_out().await;
    Ok(took)
}

fn offices(count: usize) -> Outcome<Vec<Office>> {
    let office = built_in().into_iter().next().ok_or("no office")?;
    (0..count)
        .map(|number| {
            let user_id = UserId::try_from(format!("KJ{number:012}"))?;
            Ok(Office { id: format!("crowd-{number}"), user_id, key: "crowd".to_owned(), ..office.clone() })
        })
        .collect()
}

async fn open(folder: std::path::PathBuf, offices: Vec<Office>) -> Outcome<(Portal, Vec<u8>)> {
    let folder = Folder::open(folder)?;
    let tls = Arc::new(TlsAuthority::open(&folder, &SystemClock)?);
    let root = tls.root().to_vec();
    let authority = Arc::new(Authority::open(folder, Arc::new(SystemClock)).await?);
    let settings =
        PortalSettings { authority, tls, offices, clock: Arc::new(SystemClock), port: 0, variant: HtmlVariant::Plain };
    Ok((Portal::start(settings).await?, root))
}

fn report(
    out: &mut impl std::io::Write,
    name: &str,
    times: &mut [Duration],
    whole: Option<Duration>,
) -> Outcome<Duration> {
    times.sort_unstable();
    let slowest = *times.last().ok_or("nobody came")?;
    let median = times[times.len() / 2];
    let whole = whole.map_or_else(|| "–".to_owned(), |whole| format!("{whole:.2?}"));
    writeln!(out, "| {name} | {median:.0?} | {slowest:.2?} | {whole} |")?;
    Ok(slowest)
}
