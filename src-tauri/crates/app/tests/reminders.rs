//! The user is told before a certificate ends: the whole app on a practice phone whose time can be moved.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod walker;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use journey::{
    Appearance, Intent, Overlay, OverlayView, Platform, REMINDER_DAYS, ReminderState, Screen, SystemAnswer,
    SystemScreen, View, reminder_time,
};
use tempfile::TempDir;
use walker::{Walker, install};

fn page(view: &View) -> Option<(bool, bool)> {
    match view.overlay {
        Some(OverlayView::Reminders { on, denied, .. }) => Some((on, denied)),
        _ => None,
    }
}

/// With one practice certificate that is proven, on the page of the reminders.
async fn at_reminders(folder: &Arc<TempDir>) -> Walker {
    let mut walker = Walker::start(folder).await;
    let office = walker.practise(Platform::Android, 1).await;
    walker.walk_to_certificate(&office).await;
    walker.app.intent(Intent::HandOver);
    install(&mut walker).await;
    walker.at("verify").await;
    walker.app.intent(Intent::Verify { slot: None });
    let chooser = |screen: &SystemScreen| matches!(screen, SystemScreen::AndroidChooser { .. });
    walker.system("the chooser", chooser, SystemAnswer::Go).await;
    walker.at("done").await;
    walker.app.intent(Intent::Open { page: Overlay::Reminders });
    walker.until("the page", |view| page(view).is_some()).await;
    walker
}

async fn asked(walker: &mut Walker, answer: SystemAnswer) {
    walker.app.intent(Intent::TurnOnReminders);
    let question = |screen: &SystemScreen| matches!(screen, SystemScreen::NotificationQuestion);
    walker.system("the question", question, answer).await;
}

/// The next notification: what it says, and when it comes.
async fn next(walker: &mut Walker, answer: SystemAnswer) -> (String, Timestamp) {
    walker.app.intent(Intent::PassTime);
    let shown = |view: &View| matches!(view.system, Some(SystemScreen::Reminder { .. }));
    let view = walker.until("a notification", shown).await;
    let Some(SystemScreen::Reminder { title, at, .. }) = view.system else { panic!() };
    walker.app.intent(Intent::AnswerSystem { answer });
    walker.until("it is gone", |view| view.system.is_none()).await;
    (title, at)
}

/// A process of its own: what it leaves behind is what a kill leaves.
fn run<T>(process: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(process)
}

#[test]
fn a_whole_life_is_told_each_day_once_through_a_kill_and_another_language() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let (end, mut came) = run(async {
        let mut walker = at_reminders(&folder).await;
        asked(&mut walker, SystemAnswer::Go).await;
        let view = walker.until("on", |view| page(view) == Some((true, false))).await;
        assert_eq!(view.reminders, Some(ReminderState::On));
        let Screen::Done { summary, .. } = view.screen else { panic!("{:?}", view.screen) };
        let first = next(&mut walker, SystemAnswer::Decline).await;
        assert!(first.0.contains('年'), "{}", first.0);
        let appearance = Appearance { language: Some("en".to_owned()), ..Appearance::default() };
        walker.app.intent(Intent::SetAppearance { appearance });
        let second = in_english(&mut walker).await;
        (summary.not_after, vec![first.1, second])
    });
    run(async {
        let mut walker = Walker::start(&folder).await;
        while walker.practice.running().await.is_none() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        walker.until("still on", |view| view.reminders == Some(ReminderState::On)).await;
        while came.len() < REMINDER_DAYS.len() {
            came.push(in_english(&mut walker).await);
        }
        walker.app.intent(Intent::PassTime);
        walker.app.intent(Intent::Open { page: Overlay::Reminders });
        let view = walker.until("the page", |view| page(view).is_some()).await;
        assert_eq!(view.system, None, "nothing is left to come");
    });
    assert_eq!(came, REMINDER_DAYS.map(|days| reminder_time(end, days)));
}

async fn in_english(walker: &mut Walker) -> Timestamp {
    let (title, time) = next(walker, SystemAnswer::Decline).await;
    assert!(title.contains("valid until"), "{title}");
    time
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tap_opens_that_certificate() {
    let mut walker = at_reminders(&Arc::new(tempfile::tempdir().unwrap())).await;
    asked(&mut walker, SystemAnswer::Go).await;
    walker.until("on", |view| page(view) == Some((true, false))).await;
    next(&mut walker, SystemAnswer::Go).await;
    walker.until("its page", |view| matches!(view.overlay, Some(OverlayView::Held { .. }))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_warns_while_the_phone_stops_what_is_not_opened() {
    let hibernates = |view: &View| match view.overlay {
        Some(OverlayView::Reminders { hibernates, .. }) => Some(hibernates),
        _ => None,
    };
    let mut walker = at_reminders(&Arc::new(tempfile::tempdir().unwrap())).await;
    asked(&mut walker, SystemAnswer::Go).await;
    walker.until("the warning", |view| hibernates(view) == Some(true)).await;
    walker.practice.set_phone_profile("never-hibernates".parse().unwrap()).await;
    walker.app.came_back();
    walker.until("no warning", |view| hibernates(view) == Some(false)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_no_the_page_leads_on_to_the_calendar() {
    let mut walker = at_reminders(&Arc::new(tempfile::tempdir().unwrap())).await;
    asked(&mut walker, SystemAnswer::Decline).await;
    let view = walker.until("denied", |view| page(view) == Some((false, true))).await;
    let Some(OverlayView::Reminders { certificates, .. }) = view.overlay else { panic!() };
    walker.app.intent(Intent::OpenHeld { slot: certificates[0].slot.clone() });
    walker.until("its page", |view| matches!(view.overlay, Some(OverlayView::Held { .. }))).await;
}
