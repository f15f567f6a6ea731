//! What is wiped when its time is over or the flow is left, in the whole app.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod walker;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use app::{App, Clock, SystemClock};
use jiff::{SignedDuration, Timestamp};
use journey::{Intent, Platform, Screen, SystemScreen, View};
use practice::portal::{Fault, Step};
use practice::{LocalPractice, PracticeSettings};
use tokio::net::TcpStream;
use url::Url;
use walker::{Walker, parts};

/// The system's clock, moved by hand.
#[derive(Default)]
struct MovedClock(Mutex<(SignedDuration, Duration)>);

impl Clock for MovedClock {
    fn now(&self) -> Timestamp {
        Timestamp::now() + self.0.lock().unwrap().0
    }

    fn running(&self) -> Duration {
        SystemClock.running() + self.0.lock().unwrap().1
    }
}

async fn walker_with(clock: Arc<dyn Clock>) -> Walker {
    walker_of(clock, PracticeSettings::default()).await
}

async fn walker_of(clock: Arc<dyn Clock>, settings: PracticeSettings) -> Walker {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let practice = Arc::new(LocalPractice::new(folder.path().join("practice"), Arc::new(SystemClock), settings));
    let app = App::start(parts(folder.path(), practice.clone(), clock)).await.unwrap();
    Walker { app, practice, folder, passed: Vec::new() }
}

fn is_wiped(view: &View) -> bool {
    matches!(&view.screen, Screen::Login { failure: Some(failure), .. } if failure.code == "secrets-wiped")
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_minutes_are_ten_minutes_at_the_certificate_whatever_the_clock_on_the_wall_says() {
    let clock = Arc::new(MovedClock::default());
    let mut walker = walker_with(clock.clone()).await;
    let office = walker.practise(Platform::Android, 1).await;
    walker.walk_to_certificate(&office).await;
    *clock.0.lock().unwrap() = (SignedDuration::from_hours(48), Duration::from_secs(540));
    walker.app.came_back();
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(walker.app.views().borrow().screen.id(), "certificate", "two days on the wall, nine minutes in truth");
    // Slept through, and the wall's clock set back meanwhile.
    *clock.0.lock().unwrap() = (SignedDuration::from_hours(-24), Duration::from_secs(600));
    walker.until("it is wiped and said so", is_wiped).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_leaves_the_hand_over_leaves_no_server_behind() {
    let mut walker = walker_with(Arc::new(SystemClock)).await;
    let office = walker.practise(Platform::Iphone, 1).await;
    walker.walk_to_certificate(&office).await;
    walker.app.intent(Intent::HandOver);
    let view = walker.until("the page", |view| matches!(view.system, Some(SystemScreen::SafariPage { .. }))).await;
    let Some(SystemScreen::SafariPage { url, .. }) = view.system else { panic!() };
    let address = Url::parse(&url).unwrap().socket_addrs(|| None).unwrap()[0];
    assert!(TcpStream::connect(address).await.is_ok());
    walker.app.intent(Intent::Later);
    walker.at("home").await;
    let gone = async {
        while TcpStream::connect(address).await.is_ok() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    assert!(tokio::time::timeout(Duration::from_secs(10), gone).await.is_ok(), "it still serves");
}

/// The process ended just after practice was left, or the folder could not be deleted then.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_of_practice_is_gone_after_the_next_start() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let left = folder.path().join("practice");
    practice::Folder::open(&left).unwrap().write("phone/android.json", b"{}").unwrap();
    let _walker = Walker::start(&folder).await;
    let gone = async {
        while left.exists() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    assert!(tokio::time::timeout(Duration::from_secs(10), gone).await.is_ok(), "it is still there");
}

/// A page at the limits is read for seconds. On one thread for everything, Cancel and the next log-in wait for none of it.
#[tokio::test]
async fn whoever_cancels_while_a_page_is_read_waits_for_nothing() {
    let settings =
        PracticeSettings { fault: Some((Fault::HeavyPage, Some(Step::Entrance))), ..PracticeSettings::default() };
    let mut walker = walker_of(Arc::new(SystemClock), settings).await;
    let office = walker.practise(Platform::Android, 1).await;
    let portal = walker.practice.running().await.unwrap();
    let entrances = || portal.portal.counts().steps.get(&Step::Entrance).copied().unwrap_or_default();

    walker.walk_to_login().await;
    let begun = Instant::now();
    walker.log_in(office.user_id.as_str(), &office.login_password).await;
    walker.at("failed").await;
    let whole = begun.elapsed();
    walker.app.intent(Intent::Back);
    walker.at("login").await;

    let asked = entrances();
    walker.log_in(office.user_id.as_str(), &office.login_password).await;
    while entrances() == asked {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // The page has come and is being read.
    tokio::time::sleep(whole / 4).await;
    assert_eq!(walker.app.views().borrow().screen.id(), "downloading");
    let begun = Instant::now();
    walker.app.intent(Intent::Cancel);
    walker.at("login").await;
    assert!(begun.elapsed() < whole / 2, "{:?} of {whole:?}", begun.elapsed());

    portal.portal.switches().set_fault(None, None).await;
    walker.log_in(office.user_id.as_str(), &office.login_password).await;
    walker.at("certificate-password").await;
}
