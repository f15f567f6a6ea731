//! What comes from outside waits for the user's word, and does nothing before it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
mod hostile;

use common::{USER_ID, Walk, info, row};
use journey::{
    CardAnswer, CardOutcome, CertificateKind, Effect, Event, FacilityCard, Failure, FileId, InboundView, Intent, Nonce,
    Overlay, OverlayView, Proof, Question, Screen, Step, TypedUserId, UserId,
};

fn card(kind: Option<CertificateKind>) -> FacilityCard {
    FacilityCard::new(kind, "さくら訪問介護", UserId::written(USER_ID)).unwrap()
}

/// Brings a link and shows that nothing but the question has changed.
fn bring(walk: &mut Walk, link: &str, cold: bool) -> Option<InboundView> {
    quietly(walk, Event::LinkOpened { link: link.to_owned(), cold })
}

fn quietly(walk: &mut Walk, event: Event) -> Option<InboundView> {
    let (saved, screen) = (walk.persisted().clone(), walk.screen());
    let effects = walk.event(event);
    assert_eq!(effects, [], "nothing is done before the user's word");
    assert_eq!((walk.persisted(), &walk.screen()), (&saved, &screen));
    walk.view().inbound
}

fn file(walk: &mut Walk, file: FileId) -> Vec<Effect> {
    walk.event(Event::FileOpened(Ok(file)))
}

fn leaves(walk: &Walk) -> Option<Question> {
    match walk.view().inbound {
        Some(InboundView::Portal { leaves } | InboundView::File { leaves } | InboundView::Card { leaves, .. }) => {
            leaves
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_card_fills_in_the_login_and_is_preselected() {
    let mut walk = Walk::android();
    let card = card(Some(CertificateKind::Hoken));
    let inbound = bring(&mut walk, &card.link(), true).unwrap();
    let InboundView::Card { office, kind, user_id, leaves } = inbound else { panic!("{inbound:?}") };
    assert_eq!(
        (office.as_str(), kind, user_id.as_ref().map(UserId::as_str), leaves),
        ("さくら訪問介護", card.kind(), Some(USER_ID), None)
    );
    walk.intent(Intent::Accept);
    assert_eq!(walk.view().inbound, None);
    walk.look();
    let Screen::Login { user_id, remember: false, .. } = walk.screen() else { panic!("{:?}", walk.screen()) };
    assert_eq!(user_id.as_str(), USER_ID);
    walk.log_in();
    walk.answer(|attempt| Event::LoggedIn(attempt, Ok(())));
    let effects = walk.answer(|attempt| {
        Event::Listed(attempt, Ok(vec![row(0, CertificateKind::Dx), row(1, CertificateKind::Hoken)]))
    });
    assert!(matches!(effects.as_slice(), [Effect::Download { row: 1, .. }]), "the card has chosen: {effects:?}");
    walk.answer(|attempt| Event::Downloaded(attempt, Ok(Default::default())));
    walk.intent(Intent::OpenCertificate);
    let mut opened = info();
    opened.summary.subject = "KaigoJigyousho".to_owned();
    walk.answer(|attempt| Event::Opened(attempt, Ok(opened)));
    let Screen::Certificate { summary, .. } = walk.screen() else { panic!("{:?}", walk.screen()) };
    assert_eq!(summary.office, "さくら訪問介護", "the certificate names no office, so the card does");
}

#[test]
fn of_two_rows_that_a_card_may_mean_the_user_chooses() {
    let mut walk = Walk::android();
    bring(&mut walk, &card(Some(CertificateKind::Hoken)).link(), false);
    walk.intent(Intent::Accept);
    walk.look();
    walk.log_in();
    walk.answer(|attempt| Event::LoggedIn(attempt, Ok(())));
    let rows = vec![row(0, CertificateKind::Dx), row(1, CertificateKind::Hoken), row(2, CertificateKind::Hoken)];
    walk.answer(|attempt| Event::Listed(attempt, Ok(rows)));
    let Screen::Certificates { suggested: Some(1), .. } = walk.screen() else { panic!("{:?}", walk.screen()) };
}

#[test]
fn a_card_for_the_other_certificate_is_not_downloaded_over() {
    let mut walk = Walk::android();
    bring(&mut walk, &card(Some(CertificateKind::Hoken)).link(), false);
    walk.intent(Intent::Accept);
    walk.look();
    walk.log_in();
    walk.answer(|attempt| Event::LoggedIn(attempt, Ok(())));
    walk.answer(|attempt| Event::Listed(attempt, Ok(vec![row(0, CertificateKind::Dx)])));
    assert_eq!(walk.id(), "certificates", "the user sees that there is only the other one");
}

#[test]
fn the_card_survives_a_kill_and_a_wrong_login() {
    let mut walk = Walk::android();
    bring(&mut walk, &card(Some(CertificateKind::Hoken)).link(), true);
    walk.intent(Intent::Accept);
    let mut walk = walk.restarted();
    let journal = walk.persisted().journal.clone().unwrap();
    assert_eq!((journal.user_id.as_str(), journal.kind), (USER_ID, Some(CertificateKind::Hoken)));
    walk.event(Event::Started);
    walk.log_in();
    let wrong = journey::LoginOutcome::Wrong(Failure::new(journey::Cause::WrongLogin, "portal-wrong-login", true));
    walk.answer(|attempt| Event::LoggedIn(attempt, Err(wrong)));
    walk.log_in();
    assert_eq!(walk.persisted().journal.as_ref().unwrap().kind, Some(CertificateKind::Hoken));
}

#[test]
fn the_manuals_code_leads_to_the_login() {
    let mut walk = Walk::android();
    walk.intent(Intent::Open { page: Overlay::Scan });
    walk.event(Event::TextRead("https://portal.example".to_owned()));
    assert_eq!(walk.view().inbound, Some(InboundView::Portal { leaves: None }));
    assert!(matches!(walk.view().overlay, Some(OverlayView::Scan { failure: None })), "the page waits under it");
    walk.intent(Intent::Accept);
    assert_eq!(walk.view().overlay, None);
    walk.look();
    assert_eq!(walk.id(), "login");
}

#[test]
fn typing_is_mended_but_not_guessed() {
    let mut walk = Walk::android();
    walk.intent(Intent::Open { page: Overlay::Scan });
    for typed in [
        "portal.example",
        " ＰＯＲＴＡＬ．ＥＸＡＭＰＬＥ ",
        "https://portal.example/",
        "ｈｔｔｐｓ：／／portal.example",
    ] {
        walk.intent(Intent::ReadText { text: typed.to_owned() });
        assert_eq!(walk.view().inbound, Some(InboundView::Portal { leaves: None }), "{typed}");
        walk.intent(Intent::Dismiss);
    }
    for (typed, code) in [("portal.example.evil", "door-not-ours"), ("shomei-navi://card?v=1", "door-damaged")] {
        walk.intent(Intent::ReadText { text: typed.to_owned() });
        let Some(OverlayView::Scan { failure: Some(failure) }) = walk.view().overlay else { panic!("{typed}") };
        assert_eq!(failure.code, code);
        assert_eq!(walk.view().inbound, None);
    }
    walk.intent(Intent::ReadText { text: " \u{3000}".to_owned() });
    assert_eq!(walk.view().inbound, None);
}

#[test]
fn a_code_of_somebody_else_is_said_on_the_scanning_page() {
    let mut walk = Walk::android();
    walk.intent(Intent::Open { page: Overlay::Scan });
    walk.event(Event::TextRead("https://evil.test/".to_owned()));
    let Some(OverlayView::Scan { failure: Some(failure) }) = walk.view().overlay else { panic!() };
    assert_eq!((failure.code.as_str(), walk.view().inbound), ("door-not-ours", None));
    walk.event(Event::TextRead(card(None).link()));
    assert!(matches!(walk.view().inbound, Some(InboundView::Card { .. })));
    walk.event(Event::TextRead("https://portal.example".to_owned()));
    assert!(
        matches!(walk.view().inbound, Some(InboundView::Card { .. })),
        "what the camera sees under the dialog counts for nothing"
    );
}

#[test]
fn two_hundred_hostile_links_do_nothing_wherever_the_user_is() {
    let places: [fn() -> Walk; 5] = [
        Walk::android,
        || {
            let mut walk = Walk::android();
            walk.walk_to_login();
            walk
        },
        || {
            let mut walk = Walk::android();
            walk.walk_to_password(CertificateKind::Dx);
            walk
        },
        || {
            let mut walk = Walk::android();
            walk.walk_to_certificate(CertificateKind::Dx);
            walk.install_and_prove();
            walk
        },
        at_the_probe,
    ];
    for place in places {
        let mut walk = place();
        for hostile::Hostile { link, code } in hostile::links() {
            for cold in [true, false] {
                let Some(InboundView::Refused { failure }) = bring(&mut walk, &link, cold) else {
                    panic!("{link:?}: {:?}", walk.view().inbound)
                };
                assert_eq!(failure.code, code, "{link:?}");
            }
            let screen = walk.screen();
            assert_eq!(walk.intent(Intent::Accept), [], "{link:?}");
            assert_eq!((walk.view().inbound, walk.screen()), (None, screen), "{link:?}");
            walk.pass(3);
            quietly(&mut walk, Event::TextRead(link.clone()));
            walk.intent(Intent::Dismiss);
        }
    }
}

#[test]
fn what_is_under_way_is_named_before_it_is_left() {
    let mut walk = Walk::android();
    let link = card(None).link();
    bring(&mut walk, &link, false);
    assert_eq!(leaves(&walk), None);
    walk.walk_to_login();
    bring(&mut walk, &link, false);
    assert_eq!(leaves(&walk), None, "nothing is typed into the journey yet");
    walk.log_in();
    bring(&mut walk, &link, false);
    assert_eq!(leaves(&walk), Some(Question::LeaveDownload));
    walk.intent(Intent::Dismiss);
    assert_eq!(walk.id(), "downloading", "no: everything goes on");
    walk.answer(|attempt| Event::LoggedIn(attempt, Ok(())));
    walk.answer(|attempt| Event::Listed(attempt, Ok(vec![row(0, CertificateKind::Dx)])));
    walk.answer(|attempt| Event::Downloaded(attempt, Ok(Default::default())));
    walk.pass(3);
    bring(&mut walk, &link, false);
    assert_eq!(leaves(&walk), Some(Question::LeaveCertificate));
    let effects = walk.intent(Intent::Accept);
    for wanted in [Effect::CancelPortal, Effect::LogOut, Effect::ForgetAll] {
        assert!(effects.contains(&wanted), "{effects:?}");
    }
    walk.look();
    assert_eq!(walk.id(), "login");

    let mut walk = Walk::iphone(true);
    walk.walk_to_settings_steps();
    bring(&mut walk, &link, false);
    assert_eq!(leaves(&walk), Some(Question::LeaveHandOver));
    let mut walk = walk.restarted();
    walk.intent(Intent::Later);
    bring(&mut walk, &link, false);
    assert_eq!(leaves(&walk), Some(Question::LeaveHandOver), "what waits at home would be left too");
}

#[test]
fn the_same_link_counts_once() {
    let mut walk = Walk::android();
    let link = card(None).link();
    assert!(bring(&mut walk, &link, true).is_some());
    assert!(bring(&mut walk, &link, false).is_some(), "it still waits");
    walk.intent(Intent::Dismiss);
    assert_eq!(bring(&mut walk, &link, false), None, "the system brings one link on two ways");
    assert_eq!(bring(&mut walk, &link, true), None);
    walk.pass(3);
    assert_eq!(bring(&mut walk, &link, true), None, "the activity was made anew with the same intent");
    assert!(bring(&mut walk, &link, false).is_some(), "tapped again");
    assert!(
        matches!(bring(&mut walk, "https://portal.example/", false), Some(InboundView::Portal { .. })),
        "the last counts"
    );
}

#[test]
fn after_a_kill_the_link_that_was_answered_stays_answered() {
    for word in [Intent::Accept, Intent::Dismiss] {
        let mut walk = Walk::android();
        let link = card(None).link();
        bring(&mut walk, &link, true);
        let mut killed = walk.restarted();
        assert!(bring(&mut killed, &link, true).is_some(), "it had not been answered");
        walk.intent(word);
        let mut killed = walk.restarted();
        assert_eq!(bring(&mut killed, &link, true), None);
        assert!(
            !serde_json::to_string(killed.persisted()).unwrap().contains("shomei-navi:"),
            "the link itself is not kept"
        );
        killed.pass(8 * 24 * 60 * 60);
        assert!(bring(&mut killed, &link, true).is_some(), "a week later it is meant");
    }
}

fn at_the_probe() -> Walk {
    let mut walk = Walk::iphone(true);
    walk.walk_to_settings_steps();
    walk.intent(Intent::SaidInstalled);
    walk.intent(Intent::Verify { slot: None });
    walk
}

fn nonce(walk: &Walk) -> Nonce {
    match &walk.persisted().journal.as_ref().unwrap().step {
        Step::Verify { nonce: Some(nonce) } => *nonce,
        other => panic!("{other:?}"),
    }
}

fn back(nonce: Nonce) -> String {
    format!("shomei-navi://verified?nonce={nonce}")
}

fn nobody() -> Failure {
    Failure::new(journey::Cause::NothingShown, "verify-nobody-came", true)
}

#[test]
fn the_way_back_from_the_probe_only_asks_about_our_own_nonce() {
    let mut walk = at_the_probe();
    let nonce = nonce(&walk);
    assert_eq!(bring(&mut walk, &back(nonce), false), None, "the probe is being asked anyhow");
    let Some(InboundView::Refused { failure }) = bring(&mut walk, &back(Nonce::from_bits(0)), false) else { panic!() };
    assert_eq!(failure.code, "door-not-awaited");
    walk.intent(Intent::Dismiss);
    walk.answer(|attempt| Event::ProbeAnswered(attempt, Err(nobody())));
    assert_eq!(bring(&mut walk, &back(nonce), false), Some(InboundView::Verified));
    let effects = walk.intent(Intent::Accept);
    assert!(matches!(effects.as_slice(), [Effect::AskProbe { nonce: asked, .. }] if *asked == nonce), "{effects:?}");
    walk.answer(|attempt| Event::ProbeAnswered(attempt, Ok(())));
    assert!(matches!(walk.screen(), Screen::Done { proof: Proof::Proven { .. }, .. }));
    assert_eq!(bring(&mut walk, &back(nonce), false), None, "it comes late, and everything is well");
}

#[test]
fn the_way_back_finds_a_journey_that_was_killed() {
    let walk = at_the_probe();
    let nonce = nonce(&walk);
    let mut walk = walk.restarted();
    walk.event(Event::Started);
    walk.intent(Intent::Later);
    assert_eq!(bring(&mut walk, &back(nonce), true), Some(InboundView::Verified));
    walk.intent(Intent::Accept);
    assert!(matches!(walk.screen(), Screen::Verify { working: true, .. }));
    walk.answer(|attempt| Event::ProbeAnswered(attempt, Err(nobody())));
    assert!(matches!(walk.screen(), Screen::Verify { working: false, failure: Some(_), .. }));
}

#[test]
fn a_question_is_gone_when_the_proof_came_by_itself() {
    let mut walk = at_the_probe();
    let nonce = nonce(&walk);
    walk.answer(|attempt| Event::ProbeAnswered(attempt, Err(nobody())));
    walk.event(Event::CameBack);
    assert_eq!(bring(&mut walk, &back(nonce), false), Some(InboundView::Verified));
    walk.answer(|attempt| Event::ProbeAnswered(attempt, Ok(())));
    assert_eq!((walk.id(), walk.view().inbound), ("done", None));
}

#[test]
fn a_file_goes_past_the_login() {
    let mut walk = Walk::android();
    assert_eq!(file(&mut walk, FileId::new(4)), []);
    assert_eq!(walk.view().inbound, Some(InboundView::File { leaves: None }));
    let effects = walk.intent(Intent::Accept);
    let forgotten = effects.iter().position(|effect| *effect == Effect::ForgetAll).unwrap();
    let admitted = effects.iter().position(|effect| *effect == Effect::AdmitFile { file: FileId::new(4) }).unwrap();
    assert!(forgotten < admitted, "{effects:?}");
    walk.look();
    assert_eq!(walk.id(), "certificate-password");
    walk.intent(Intent::OpenCertificate);
    walk.answer(|attempt| Event::Opened(attempt, Ok(info())));
    walk.install_and_prove();
}

#[test]
fn obstacles_are_said_before_a_file_too() {
    let mut walk = Walk::android();
    file(&mut walk, FileId::new(0));
    walk.intent(Intent::Accept);
    let phone = journey::PhoneInfo {
        platform: journey::Platform::Android,
        version: "15".to_owned(),
        screen_lock: Some(false),
        online: true,
        restricted: false,
        chrome: Some(true),
        vendor: None,
    };
    walk.answer(|attempt| Event::PhoneLooked(attempt, Ok(phone)));
    assert_eq!(walk.id(), "preparation");
    walk.intent(Intent::Continue);
    assert_eq!(walk.id(), "certificate-password");
}

#[test]
fn going_back_from_a_file_goes_home_and_not_to_a_login() {
    let mut walk = Walk::android();
    file(&mut walk, FileId::new(0));
    walk.intent(Intent::Accept);
    walk.look();
    walk.intent(Intent::Back);
    assert_eq!(walk.view().question, Some(Question::LeaveCertificate));
    let effects = walk.intent(Intent::Confirm);
    assert!(effects.contains(&Effect::ForgetAll));
    assert_eq!(walk.id(), "welcome");
    assert!(walk.persisted().journal.is_none());

    let mut walk = Walk::android();
    file(&mut walk, FileId::new(0));
    walk.intent(Intent::Accept);
    walk.look();
    assert_eq!(walk.restarted().id(), "welcome", "the file is gone with the process");
}

#[test]
fn a_file_that_is_not_wanted_is_wiped() {
    let mut walk = Walk::android();
    file(&mut walk, FileId::new(0));
    assert_eq!(walk.intent(Intent::Dismiss), [Effect::DropFile { file: FileId::new(0) }]);
    file(&mut walk, FileId::new(1));
    assert_eq!(file(&mut walk, FileId::new(2)), [Effect::DropFile { file: FileId::new(1) }]);
    assert_eq!(
        walk.event(Event::LinkOpened { link: card(None).link(), cold: false }),
        [Effect::DropFile { file: FileId::new(2) }]
    );
    assert_eq!(walk.intent(Intent::Back), [], "back says no");
    assert_eq!(walk.view().inbound, None);
}

#[test]
fn picking_is_the_word_unless_something_would_be_left() {
    let mut walk = Walk::android();
    assert_eq!(walk.intent(Intent::PickFile), [Effect::PickFile]);
    let effects = walk.event(Event::FilePicked(Ok(FileId::new(7))));
    assert!(
        effects.contains(&Effect::AdmitFile { file: FileId::new(7) }) && walk.view().inbound.is_none(),
        "{effects:?}"
    );
    walk.look();
    assert_eq!(walk.id(), "certificate-password");
    assert_eq!(
        quietly(&mut walk, Event::FilePicked(Ok(FileId::new(8)))),
        Some(InboundView::File { leaves: Some(Question::LeaveCertificate) })
    );
    let effects = walk.event(Event::FilePicked(Err(Failure::new(journey::Cause::Input, "door-file-several", true))));
    assert_eq!(effects, [Effect::DropFile { file: FileId::new(8) }]);
    let Some(InboundView::Refused { failure }) = walk.view().inbound else { panic!() };
    assert_eq!(failure.code, "door-file-several");
    assert_eq!(walk.id(), "certificate-password");
}

#[test]
fn a_file_that_takes_long_is_said_and_can_be_given_up() {
    let mut walk = Walk::android();
    walk.intent(Intent::PickFile);
    walk.event(Event::FileComing);
    assert_eq!(walk.view().inbound, Some(InboundView::Coming));
    assert_eq!(walk.intent(Intent::Accept), [], "there is nothing to follow yet");
    assert_eq!(walk.view().inbound, Some(InboundView::Coming));
    let effects = walk.event(Event::FilePicked(Ok(FileId::new(7))));
    assert!(
        effects.contains(&Effect::AdmitFile { file: FileId::new(7) }) && walk.view().inbound.is_none(),
        "{effects:?}"
    );

    for leave in [Intent::Dismiss, Intent::Back] {
        let mut walk = Walk::android();
        walk.event(Event::FileComing);
        assert_eq!(walk.intent(leave), [Effect::StopReading]);
        assert_eq!(walk.view().inbound, None);
    }
}

#[test]
fn a_door_interrupts_nothing_that_is_asked() {
    let mut walk = Walk::android();
    walk.walk_to_password(CertificateKind::Dx);
    walk.intent(Intent::OpenCertificate);
    bring(&mut walk, &card(None).link(), false);
    walk.answer(|attempt| Event::Opened(attempt, Ok(info())));
    assert_eq!(walk.id(), "certificate");
    assert!(walk.view().inbound.is_some());
}

#[test]
fn the_card_page_makes_what_the_camera_reads() {
    let mut walk = Walk::android();
    walk.walk_to_certificate(CertificateKind::Hoken);
    walk.install_and_prove();
    walk.intent(Intent::Open { page: Overlay::FacilityCard });
    let Some(OverlayView::FacilityCard {
        kind, office, user_id: None, card: None, answer: None, failure: None, ..
    }) = walk.view().overlay
    else {
        panic!("{:?}", walk.view().overlay)
    };
    assert_eq!((kind, office.as_str()), (Some(CertificateKind::Hoken), ""), "no name yet, so no card");
    let make = |request: u32, office: &str, user_id: Option<&str>| Intent::MakeCard {
        request,
        kind,
        office: office.to_owned(),
        user_id: user_id.map(str::to_owned),
    };
    walk.intent(make(1, "  \u{202e}さくら\n訪問介護 ", Some("ｋｊ1372000123a5")));
    let Some(OverlayView::FacilityCard { office, user_id, answer, card: Some(picture), .. }) = walk.view().overlay
    else {
        panic!()
    };
    assert_eq!(answer, Some(CardAnswer { request: 1, outcome: CardOutcome::Made }));
    assert_eq!((office.as_str(), user_id.as_ref().map(TypedUserId::as_str)), ("さくら訪問介護", Some(USER_ID)));
    assert_eq!(picture.text, card(kind).link_under("links.example"));
    assert!(picture.rows.len() >= 21 && picture.rows.iter().all(|line| line.len() == picture.rows.len()));

    for (request, office, user_id, outcome, code) in [
        (2, "  ", None, CardOutcome::NoOffice, "card-no-office"),
        (3, "さくら", Some("KJ1"), CardOutcome::WrongUserId, "user-id-invalid"),
    ] {
        walk.intent(make(request, office, user_id));
        let answered = |walk: &Walk| match walk.view().overlay {
            Some(OverlayView::FacilityCard { answer: Some(answer), failure: Some(failure), card: None, .. }) => {
                (answer, failure.code)
            }
            other => panic!("{other:?}"),
        };
        assert_eq!(answered(&walk), (CardAnswer { request, outcome }, code.to_owned()));
        // Views that come for another reason answer to no other submission.
        walk.event(Event::ClockSeen(7));
        assert_eq!(answered(&walk), (CardAnswer { request, outcome }, code.to_owned()));
    }
    let mut other = Walk::android();
    other.event(Event::LinkOpened { link: picture.text, cold: true });
    assert!(matches!(other.view().inbound, Some(InboundView::Card { .. })));
}

#[test]
fn the_card_knows_the_offices_name() {
    let mut walk = Walk::android();
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.intent(Intent::NameOffice { name: "さくら".to_owned() });
    walk.install_and_prove();
    walk.intent(Intent::Open { page: Overlay::FacilityCard });
    let Some(OverlayView::FacilityCard { offices, office, card: Some(_), user_id: None, .. }) = walk.view().overlay
    else {
        panic!("{:?}", walk.view().overlay)
    };
    assert_eq!((offices.len(), office.as_str()), (1, "さくら"));
}
