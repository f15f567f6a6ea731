//! Links and codes: read strictly, counted once, and what they would leave is named.

use super::*;

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
    assert!(bring(&mut walk, &link, false).is_some(), "tapped again");
    assert!(
        matches!(bring(&mut walk, "https://portal.example/", false), Some(InboundView::Portal { .. })),
        "the last counts"
    );
}

/// A card hangs on the wall and is scanned by its camera again and again. (An intent that Android brings again by itself is a
/// plain start: `Arrival.kt`.)
#[test]
fn a_card_that_starts_the_app_again_is_meant_again() {
    for word in [Intent::Accept, Intent::Dismiss] {
        let mut walk = Walk::android();
        let link = card(None).link();
        bring(&mut walk, &link, true);
        let mut killed = walk.restarted();
        assert!(bring(&mut killed, &link, true).is_some(), "it had not been answered");
        walk.intent(word);
        let mut killed = walk.restarted();
        assert!(
            !serde_json::to_string(killed.persisted()).unwrap().contains("shomei-navi:"),
            "the link itself is not kept"
        );
        assert_eq!(bring(&mut killed, &link, true), None, "the system brings one link on two ways");
        killed.pass(60 * 60);
        assert!(matches!(bring(&mut killed, &link, true), Some(InboundView::Card { .. })), "scanned an hour later");
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
