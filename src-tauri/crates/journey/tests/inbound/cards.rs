//! Facility cards: what they fill in, and the page that makes them.

use super::*;

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
