//! What a phone with many certificates costs: the state file opened, home drawn, the plan of the reminders made anew, the
//! file saved. The least of 101 turns each, for 2, 20 and 200 certificates; 200 may take one picture of the screen more.
//!
//! `cargo run --release -p app --example ledger`

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::cast_possible_truncation, reason = "it prints a table")]

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use app::{FileStore, Store};
use certificate::{CertificateKind, Fingerprint};
use jiff::{SignedDuration, Timestamp};
use journey::{
    Addresses, CertificateSummary, Config, Event, HandedCertificate, Journey, Office, OfficeId, PersistedState,
    Platform, PortalWay, Proof, ProvenBy, PublisherInfo, RealmInfo, Slot,
};

const TURNS: usize = 101;
/// At 60 pictures a second.
const PICTURE: Duration = Duration::from_micros(16_667);

fn main() -> ExitCode {
    println!("{:<6}{:>12}{:>12}{:>12}{:>12}{:>12}", "", "open", "draw", "plan", "save", "together");
    let [few, _, many] = [2, 20, 200].map(|count| {
        let [open, draw, plan, save] = costs(count);
        let together = open + draw + plan + save;
        println!("{count:<6}{open:>12.2?}{draw:>12.2?}{plan:>12.2?}{save:>12.2?}{together:>12.2?}");
        together
    });
    let more = many.saturating_sub(few);
    println!("200 take {more:.2?} more than 2; a picture of the screen has {PICTURE:.2?}");
    if more <= PICTURE { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn costs(count: u32) -> [Duration; 4] {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::open(folder.path()).unwrap();
    let saved = ledger(count);
    store.save(&saved).unwrap();
    let open = least(|| Journey::new(config(), store.load().unwrap(), None));
    let mut journey = Journey::new(config(), saved.clone(), None);
    let draw = least(|| serde_json::to_vec(&journey.view(now())).unwrap());
    // Everything is planned anew whenever the app comes to the front.
    let plan = least(|| journey.on(Event::CameBack, now()));
    let save = least(|| store.save(&saved).unwrap());
    [open, draw, plan, save]
}

/// The least that it took.
fn least<T>(mut work: impl FnMut() -> T) -> Duration {
    (0..TURNS)
        .map(|_| {
            let started = Instant::now();
            black_box(work());
            started.elapsed()
        })
        .min()
        .unwrap_or_default()
}

fn now() -> Timestamp {
    Timestamp::constant(1_790_000_000, 0)
}

/// Two certificates an office, each with its own end.
fn ledger(count: u32) -> PersistedState {
    let mut saved = PersistedState::default();
    saved.reminders.on = true;
    for at in 0..count {
        let office = OfficeId::from_bits(u128::from(at / 2 + 1) << 96);
        let name = format!("さくら訪問介護ステーション{}", at / 2);
        saved.ledger.offices.insert(office.clone(), Office { name });
        let kind = if at % 2 == 0 { CertificateKind::Dx } else { CertificateKind::Hoken };
        let slot = Slot { office, kind, practice: false };
        let certificate = HandedCertificate {
            summary: summary(kind, at),
            issuer_dn: vec![0x30; 90],
            proof: Proof::Proven { by: ProvenBy::Signature, at: now() },
            renamed: None,
        };
        saved.ledger.keep_alone(slot, certificate, false);
    }
    saved
}

fn summary(kind: CertificateKind, at: u32) -> CertificateSummary {
    let ends = now() + SignedDuration::from_hours(24 * i64::from(100 + at * 7 % 900));
    CertificateSummary {
        kind: Some(kind),
        office: String::new(),
        subject: "CarePlanJigyousho".to_owned(),
        issuer: "e-seikyu CA".to_owned(),
        not_before: now(),
        not_after: ends,
        days_left: 0,
        due: false,
        fingerprint: Fingerprint([at as u8; 32]),
        practice: false,
        doubts: Vec::new(),
    }
}

fn config() -> Config {
    Config {
        platform: Platform::Android,
        portal_window: false,
        portal_way: PortalWay::Client,
        this_phone: true,
        notifications: true,
        realm: RealmInfo::default(),
        publisher: PublisherInfo { name: "P".to_owned(), contact: String::new(), trial: true },
        version: "1.0.0".to_owned(),
        portal_host: "portal.example".to_owned(),
        due_days: 90,
        addresses: Addresses::default(),
        offices: Vec::new(),
        entropy: Box::new(|| 42),
    }
}
