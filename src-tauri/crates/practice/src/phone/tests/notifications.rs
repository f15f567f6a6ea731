use std::time::Duration;

use app::{NotificationPlan, Notifications, PlannedNotification, SimulatedScreens};
use jiff::Timestamp;
use journey::{Platform, SystemScreen};

use super::{DECLINE, GO, Rig, during, silently};

fn planned(day: i64) -> PlannedNotification {
    PlannedNotification {
        id: format!("kaigo-dx-3f9a1c02-{day}"),
        at: Timestamp::constant(1_800_000_000, 0) + jiff::SignedDuration::from_hours(24 * day),
        title: format!("{day}"),
        text: "さくら".to_owned(),
        link: "shomei-navi://held/kaigo-dx-3f9a1c02".to_owned(),
    }
}

fn plan(days: &[i64]) -> NotificationPlan {
    NotificationPlan { channel: "通知".to_owned(), notifications: days.iter().copied().map(planned).collect() }
}

fn title(screen: &SystemScreen) -> &str {
    match screen {
        SystemScreen::Reminder { title, .. } => title,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn it_asks_once_and_keeps_the_answer() {
    for (answer, allowed) in [(GO, true), (DECLINE, false)] {
        let rig = Rig::new(Platform::Iphone);
        assert!(!silently(&rig.phone, rig.phone.access()).await.unwrap().allowed);
        let (said, seen) = during(&rig.phone, rig.phone.ask(), &[answer]).await;
        assert_eq!((said.unwrap().allowed, seen), (allowed, vec![SystemScreen::NotificationQuestion]));
        let again = rig.restarted();
        assert_eq!(silently(&again, again.ask()).await.unwrap().allowed, allowed);
        assert_eq!(silently(&again, again.access()).await.unwrap().allowed, allowed);
    }
}

#[tokio::test]
async fn an_android_phone_stops_what_is_not_opened_unless_it_is_told_not_to() {
    for (model, words, hibernates) in [
        (Platform::Android, "", true),
        (Platform::Android, "never-hibernates", false),
        (Platform::Iphone, "", false),
        (Platform::Ipad, "", false),
    ] {
        let rig = Rig::new(model);
        rig.phone.set_phone_profile(words.parse().unwrap());
        assert_eq!(silently(&rig.phone, rig.phone.access()).await.unwrap().hibernates, hibernates, "{model:?} {words}");
    }
}

#[tokio::test]
async fn a_question_that_was_left_with_the_phone_is_no_answer() {
    let rig = Rig::new(Platform::Iphone);
    let left = rig.restarted();
    let asked = tokio::time::timeout(Duration::from_secs(5), left.ask()).await;
    assert!(!asked.expect("nobody is there to answer").unwrap().allowed);
    assert!(!rig.folder.path().join("phone").exists(), "a folder that was wiped does not come back");
    let (said, _) = during(&left, left.ask(), &[GO]).await;
    assert!(said.unwrap().allowed, "it is asked again");
}

#[tokio::test]
async fn each_comes_once_in_its_order_whatever_is_planned_again() {
    let rig = Rig::new(Platform::Android);
    during(&rig.phone, rig.phone.ask(), &[GO]).await.0.unwrap();
    rig.phone.plan(plan(&[9, 2, 5])).await.unwrap();
    let ((), seen) = during(&rig.phone, rig.phone.pass_time(), &[GO]).await;
    assert_eq!(title(&seen[0]), "2");
    rig.phone.plan(plan(&[2, 5, 9])).await.unwrap();
    let again = rig.restarted();
    let ((), seen) = during(&again, again.pass_time(), &[DECLINE]).await;
    assert_eq!(title(&seen[0]), "5");
    again.plan(plan(&[])).await.unwrap();
    silently(&again, again.pass_time()).await;
}

#[tokio::test]
async fn nothing_is_shown_without_the_users_yes() {
    let rig = Rig::new(Platform::Android);
    rig.phone.plan(plan(&[1])).await.unwrap();
    silently(&rig.phone, rig.phone.pass_time()).await;
    during(&rig.phone, rig.phone.ask(), &[DECLINE]).await.0.unwrap();
    silently(&rig.phone, rig.phone.pass_time()).await;
}
