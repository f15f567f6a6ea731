//! The portal's own pages in a window of the app: opened, watched, closed, killed.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use certificate::CertificateKind;
use common::{USER_ID, Walk, cause};
use journey::{
    Back, Cause, DownloadedFile, Effect, Event, Failure, FailurePrimary, FileHint, FileId, Intent, PortalWay, Question,
    Screen, Step, WindowPage, WindowStage,
};

fn stage(walk: &Walk) -> WindowStage {
    let Screen::PortalWindow { stage, .. } = walk.screen() else { panic!("{:?}", walk.screen()) };
    stage
}

fn tries(walk: &Walk) -> Option<u8> {
    let Screen::PortalWindow { tries_left, .. } = walk.screen() else { panic!("{:?}", walk.screen()) };
    tries_left
}

fn begun() -> Walk {
    let mut walk = Walk::with_window(PortalWay::Window);
    walk.intent(Intent::Start);
    walk.look();
    assert_eq!(stage(&walk), WindowStage::Ready);
    walk
}

fn open() -> Walk {
    let mut walk = begun();
    let effects = walk.intent(Intent::OpenWindow);
    assert!(matches!(effects.last(), Some(Effect::OpenWindow { user_id: None, .. })), "{effects:?}");
    assert_eq!(stage(&walk), WindowStage::Open);
    walk
}

/// The login was sent, and came again.
fn refused(walk: &mut Walk) -> Vec<Effect> {
    walk.answer(Event::WindowLoginSent);
    walk.answer(|attempt| Event::WindowPageShown(attempt, WindowPage::Login))
}

fn failure(code: &str) -> Failure {
    Failure::new(cause(code), code, true)
}

#[test]
fn the_window_is_journalled_before_it_opens() {
    let walk = open();
    assert_eq!(walk.persisted().journal.as_ref().unwrap().step, Step::Window { unanswered: false });
    let opening = Effect::OpenWindow { attempt: walk.attempt(), user_id: None, wanted: CertificateKind::Dx };
    assert!(opening.leaves_app());
}

#[test]
fn a_disk_that_is_full_opens_nothing() {
    let mut walk = open();
    let effects = walk.event(Event::StoreFailed(failure("store-disk-full")));
    assert!(effects.contains(&Effect::ForgetAll), "what might be open is closed: {effects:?}");
    let Screen::PortalWindow { stage: WindowStage::Ready, failure: Some(failure), .. } = walk.screen() else {
        panic!()
    };
    assert_eq!(failure.code, "store-disk-full");
}

#[test]
fn the_file_leads_to_its_password_and_closes_the_window() {
    let mut walk = open();
    walk.answer(Event::WindowLoginSent);
    walk.answer(|attempt| Event::WindowPageShown(attempt, WindowPage::SignedIn));
    let effects = walk.answer(|attempt| Event::Downloaded(attempt, Ok(DownloadedFile::default())));
    assert!(effects.contains(&Effect::LogOut), "{effects:?}");
    assert_eq!(walk.id(), "certificate-password");
    // The file ends with the process, as on the other way.
    let again = walk.restarted();
    assert_eq!(stage(&again), WindowStage::Ready);
}

#[test]
fn a_login_that_comes_again_after_it_was_sent_is_one_try() {
    let mut walk = open();
    let shown = walk.answer(|attempt| Event::WindowPageShown(attempt, WindowPage::Login));
    assert_eq!(shown, [Effect::TellTries { left: None }], "nothing was sent yet");
    assert_eq!(refused(&mut walk), [Effect::TellTries { left: Some(2) }]);
    // Shown once more, because the page was reloaded: the same try.
    let shown = walk.answer(|attempt| Event::WindowPageShown(attempt, WindowPage::Login));
    assert_eq!(shown, [Effect::TellTries { left: Some(2) }]);
    assert_eq!(refused(&mut walk), [Effect::TellTries { left: Some(1) }]);
    let effects = refused(&mut walk);
    assert!(effects.contains(&Effect::ForgetAll), "the window closes before a fourth try: {effects:?}");
    let Screen::PortalWindow { stage: WindowStage::Ready, locked_until: Some(_), .. } = walk.screen() else { panic!() };
}

#[test]
fn a_menu_ends_the_count() {
    let mut walk = open();
    refused(&mut walk);
    walk.answer(Event::WindowLoginSent);
    let shown = walk.answer(|attempt| Event::WindowPageShown(attempt, WindowPage::SignedIn));
    assert_eq!(shown, [Effect::TellTries { left: None }]);
}

#[test]
fn a_lock_that_the_portal_names_closes_the_window() {
    let mut walk = open();
    walk.answer(|attempt| Event::WindowPageShown(attempt, WindowPage::Locked));
    let Screen::PortalWindow { stage: WindowStage::Ready, locked_until: Some(_), .. } = walk.screen() else { panic!() };
}

#[test]
fn tries_of_the_window_and_of_the_client_are_the_same_for_one_user_id() {
    let mut walk = Walk::with_window(PortalWay::Client);
    walk.walk_to_login();
    walk.log_in();
    walk.answer(|attempt| Event::LoggedIn(attempt, Err(journey::LoginOutcome::Wrong(failure("portal-wrong-login")))));
    walk.intent(Intent::ChooseWay { way: PortalWay::Window });
    assert_eq!(tries(&walk), Some(2));
    let effects = walk.intent(Intent::OpenWindow);
    let offered = effects.iter().find_map(|effect| match effect {
        Effect::OpenWindow { user_id, .. } => user_id.clone(),
        _ => None,
    });
    assert_eq!(offered.map(|user_id| user_id.to_string()).as_deref(), Some(USER_ID));
    assert_eq!(refused(&mut walk), [Effect::TellTries { left: Some(1) }]);
}

#[test]
fn tries_of_an_unknown_user_id_count_for_the_one_that_is_typed_next() {
    let mut walk = open();
    refused(&mut walk);
    walk.answer(|attempt| Event::WindowClosed(attempt, Ok(())));
    walk.intent(Intent::ChooseWay { way: PortalWay::Client });
    let left = |walk: &Walk| match walk.screen() {
        Screen::Login { tries_left, .. } => tries_left,
        screen => panic!("{screen:?}"),
    };
    assert_eq!(left(&walk), Some(2));
    walk.log_in();
    walk.answer(|attempt| Event::LoggedIn(attempt, Err(journey::LoginOutcome::Wrong(failure("portal-wrong-login")))));
    assert_eq!(left(&walk), Some(1), "the two may have been the same ID");
}

#[test]
fn closed_by_the_user_it_can_be_opened_again_or_the_other_way_taken() {
    let mut walk = open();
    walk.answer(|attempt| Event::WindowClosed(attempt, Ok(())));
    assert_eq!(stage(&walk), WindowStage::Closed);
    walk.intent(Intent::OpenWindow);
    assert_eq!(stage(&walk), WindowStage::Open);
    walk.answer(|attempt| Event::WindowClosed(attempt, Ok(())));
    walk.intent(Intent::ChooseWay { way: PortalWay::Client });
    let Screen::Login { other_way: Some(PortalWay::Window), .. } = walk.screen() else { panic!() };
    walk.intent(Intent::LogIn { user_id: USER_ID.to_owned(), remember: false });
    assert_eq!(walk.id(), "downloading");
    assert_eq!(walk.persisted().journal.as_ref().unwrap().way, Some(PortalWay::Client), "for the whole flow");
}

#[test]
fn killed_it_comes_back_to_the_choice_and_counts_what_nobody_saw_answered() {
    let mut walk = open();
    walk.answer(Event::WindowLoginSent);
    let mut again = walk.restarted();
    again.event(Event::Started);
    assert_eq!((stage(&again), tries(&again)), (WindowStage::Closed, Some(2)));
    // Not a second time.
    let mut again = again.restarted();
    again.event(Event::Started);
    assert_eq!((stage(&again), tries(&again)), (WindowStage::Closed, Some(2)));
    again.intent(Intent::OpenWindow);
    again.answer(|attempt| Event::Downloaded(attempt, Ok(DownloadedFile::default())));
    assert_eq!(again.id(), "certificate-password");
}

#[test]
fn what_comes_after_it_was_closed_changes_nothing() {
    let mut walk = open();
    let late = walk.attempt();
    walk.intent(Intent::Cancel);
    assert_eq!(stage(&walk), WindowStage::Closed);
    for event in [
        Event::WindowLoginSent(late),
        Event::WindowPageShown(late, WindowPage::Locked),
        Event::Downloaded(late, Ok(DownloadedFile::default())),
        Event::WindowClosed(late, Err(failure("portal-offline"))),
    ] {
        assert_eq!(walk.event(event), []);
        assert_eq!((stage(&walk), tries(&walk)), (WindowStage::Closed, None));
    }
}

#[test]
fn back_asks_before_it_closes_the_window() {
    let mut walk = open();
    assert_eq!(walk.view().back, Back::Asks);
    walk.intent(Intent::Back);
    assert_eq!(walk.view().question, Some(Question::LeaveDownload));
    let effects = walk.intent(Intent::Confirm);
    assert!(effects.contains(&Effect::ForgetAll), "{effects:?}");
    assert_eq!(stage(&walk), WindowStage::Closed);
}

#[test]
fn a_failure_offers_the_window_again_then_the_other_way_then_the_browser() {
    let mut walk = open();
    walk.answer(|attempt| Event::WindowClosed(attempt, Err(failure("portal-refused-redirect"))));
    let Screen::Failed { other_way: Some(PortalWay::Client), browser: true, .. } = walk.screen() else { panic!() };
    let effects = walk.intent(Intent::TryAgain);
    assert!(matches!(effects.last(), Some(Effect::OpenWindow { .. })), "{effects:?}");
    walk.answer(|attempt| Event::WindowClosed(attempt, Err(failure("portal-refused-redirect"))));
    let effects = walk.intent(Intent::ChooseWay { way: PortalWay::Client });
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::OpenLogin { .. })), "nothing is sent by itself");
    assert_eq!(walk.id(), "login");
}

#[test]
fn a_web_view_that_is_too_old_leaves_the_other_way_and_the_browser() {
    let mut walk = open();
    let too_old = Failure::new(cause("device-old-web-view"), "device-old-web-view", false);
    walk.answer(|attempt| Event::WindowClosed(attempt, Err(too_old)));
    let Screen::Failed { failure, primary, other_way, browser, .. } = walk.screen() else { panic!() };
    assert_eq!(failure.code, "device-old-web-view");
    assert_eq!((primary, other_way, browser), (FailurePrimary::Back, Some(PortalWay::Client), true));
    // Once it was updated, it is opened again from where it was.
    walk.intent(Intent::Back);
    assert_eq!(stage(&walk), WindowStage::Ready);
    walk.intent(Intent::OpenWindow);
    assert_eq!(stage(&walk), WindowStage::Open);
    // A connection that was not safe is no reason for a browser.
    walk.answer(|attempt| Event::WindowClosed(attempt, Err(self::failure("portal-tls-untrusted"))));
    assert!(matches!(walk.screen(), Screen::Failed { browser: false, .. }));
    walk.intent(Intent::ChooseWay { way: PortalWay::Client });
    assert_eq!(walk.id(), "login");
}

#[test]
fn a_file_of_another_kind_than_the_one_renewed_is_asked_about() {
    let mut walk = Walk::with_window(PortalWay::Client);
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.install_and_prove();
    let slot = walk.persisted().ledger.certificates.keys().next().unwrap().clone();
    walk.intent(Intent::Finish);
    walk.intent(Intent::Renew { slot });
    walk.look();
    walk.intent(Intent::ChooseWay { way: PortalWay::Window });
    walk.intent(Intent::OpenWindow);
    let hint = FileHint { kind: Some(CertificateKind::Hoken), name: "KaigoJigyousho.p12".to_owned() };
    walk.answer(|attempt| Event::Downloaded(attempt, Ok(DownloadedFile { hint: Some(hint) })));
    assert_eq!(walk.id(), "other-kind");
    walk.intent(Intent::ChooseAgain);
    assert_eq!(stage(&walk), WindowStage::Ready);
}

#[test]
fn a_device_without_a_window_has_the_client_alone() {
    let mut walk = Walk::android();
    walk.walk_to_login();
    assert!(matches!(walk.screen(), Screen::Login { other_way: None, .. }));
    walk.intent(Intent::ChooseWay { way: PortalWay::Window });
    assert_eq!(walk.id(), "login");
    assert_eq!(walk.intent(Intent::OpenWindow), []);
}

#[test]
fn practice_begins_with_the_client_and_has_the_window_too() {
    let mut walk = Walk::with_window(PortalWay::Window);
    walk.intent(Intent::StartPractice { phone: Some(journey::Platform::Android), office: "both".to_owned() });
    walk.answer(|attempt| Event::PracticeOpened(attempt, Ok(journey::RealmInfo::default())));
    walk.walk_to_login();
    walk.intent(Intent::ChooseWay { way: PortalWay::Window });
    assert_eq!(stage(&walk), WindowStage::Ready);
    walk.intent(Intent::OpenWindow);
    let effects = walk.event(Event::Intent(Intent::LeavePractice));
    assert_eq!(effects, []);
    let effects = walk.intent(Intent::Confirm);
    assert!(effects.contains(&Effect::ForgetAll), "the practice portal's window goes with it: {effects:?}");
}

#[test]
fn a_try_that_nobody_saw_answered_counts_whatever_ends_the_window() {
    let sent = || {
        let mut walk = Walk::with_window(PortalWay::Window);
        walk.intent(Intent::Start);
        walk.look();
        walk.intent(Intent::OpenWindow);
        walk.answer(|attempt| Event::WindowPageShown(attempt, WindowPage::Login));
        walk.answer(Event::WindowLoginSent);
        walk
    };
    let counted = |walk: &Walk| walk.persisted().ledger.logins.values().map(|l| l.count).sum::<u8>();
    let mut walk = sent();
    walk.intent(Intent::Cancel);
    assert_eq!(counted(&walk), 1);
    let mut all = Vec::new();
    let mut walk = sent();
    walk.event(Event::FileOpened(Ok(FileId::new(1))));
    walk.intent(Intent::Accept);
    all.push(("file", counted(&walk)));
    let mut walk = sent();
    walk.event(Event::StoreFailed(Failure::new(Cause::Storage, "store-full", true)));
    all.push(("store", counted(&walk)));
    assert!(all.iter().all(|(_, count)| *count == 1), "{all:?}");
}
