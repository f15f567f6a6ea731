//! Pages over the screen.

use certificate::CertificateKind;
use journey::{Event, HelpDeskChannel, Intent, Overlay, Platform};

use super::home::{on_a_desktop, two_held, without_practice};
use super::portal::{at_login, expired_login, not_opened};
use super::walk::{Reached, android, at_settings_steps, at_verify, failure, hoken, iphone, practising};
use crate::common::{USER_ID, Walk};

pub fn keep(reached: &mut Reached) {
    let from_settings_steps = at_settings_steps(iphone(), hoken(), false);
    reached.keep("overlay-troubleshooting", &opened(from_settings_steps, Overlay::Troubleshooting));
    let wrong = not_opened(failure("certificate-wrong-password"), true, Vec::new());
    reached.keep("overlay-troubleshooting-code", &opened(wrong, Overlay::Troubleshooting));
    reached.keep("overlay-troubleshooting-login", &opened(at_login(), Overlay::Troubleshooting));
    keep_help_desk(reached);

    reached.keep("overlay-guide", &opened(android(), Overlay::Guide));
    for (name, mut walk, page) in
        [("overlay-guide-page", iphone(), "ios"), ("overlay-guide-corrections", android(), "corrections")]
    {
        walk.intent(Intent::OpenGuide { page: Some(page.to_owned()) });
        reached.keep(name, &walk);
    }
    reached.keep("overlay-settings", &opened(two_held(), Overlay::Settings));
    for (name, text) in [
        ("overlay-settings-service", "https://service.example.jp/start"),
        ("overlay-settings-service-refused", "http://x"),
    ] {
        let mut walk = opened(two_held(), Overlay::Settings);
        walk.intent(Intent::SetService { text: text.to_owned() });
        reached.keep(name, &walk);
    }
    reached.keep("overlay-about", &opened(android(), Overlay::About));
    reached.keep("overlay-browser", &opened(android(), Overlay::Browser));
    reached.keep("overlay-browser-ios", &opened(iphone(), Overlay::Browser));
    reached.keep("overlay-pc-card", &opened(android(), Overlay::PcCard));
    reached.keep("overlay-scan", &opened(android(), Overlay::Scan));
    reached.keep("overlay-scan-ios", &opened(iphone(), Overlay::Scan));
    let mut walk = opened(android(), Overlay::Scan);
    walk.event(Event::TextRead("https://portal.example/".to_owned()));
    reached.keep("overlay-scan-not-ours", &walk);
    keep_facility_card(reached);

    reached.keep("overlay-practice", &opened(on_a_desktop(), Overlay::Practice));
    reached.keep("overlay-practice-this-phone", &without_practice());
    let mut walk = opened(android(), Overlay::Practice);
    walk.intent(Intent::StartPractice { phone: None, office: "both".to_owned() });
    reached.keep("overlay-practice-starting", &walk);
}

fn keep_help_desk(reached: &mut Reached) {
    let mut walk = opened(expired_login(), Overlay::HelpDesk);
    reached.keep("overlay-help-desk", &walk);
    walk.event(Event::HelpDeskUnopened(HelpDeskChannel::Phone));
    reached.keep("overlay-help-desk-unopened", &walk);
    let mut walk = expired_login();
    // Eight in the evening.
    walk.now = "2026-11-24T11:00:00Z".parse().unwrap();
    reached.keep("overlay-help-desk-closed", &opened(walk, Overlay::HelpDesk));
    let mut walk = at_verify(practising(Platform::Iphone), hoken());
    walk.event(Event::ClockSeen(47));
    walk.event(Event::PageDescribed("html\n body\n  form\n   label\n   input name=otp".to_owned()));
    // Between the years the hours are not published.
    walk.now = "2026-12-30T02:00:00Z".parse().unwrap();
    reached.keep("overlay-help-desk-uncertain", &opened(walk, Overlay::HelpDesk));
}

fn keep_facility_card(reached: &mut Reached) {
    let made = |mut walk: Walk, kind, office: &str, user_id: &str| {
        walk.intent(Intent::MakeCard {
            request: 1,
            kind,
            office: office.to_owned(),
            user_id: Some(user_id.to_owned()),
        });
        walk
    };
    let form = || opened(android(), Overlay::FacilityCard);
    reached.keep("overlay-card-form", &form());
    reached.keep("overlay-card-refused", &made(form(), None, "さくら", "KJ13720"));
    let held = opened(two_held(), Overlay::FacilityCard);
    reached.keep("overlay-card", &made(held, Some(CertificateKind::Hoken), &hoken().office, USER_ID));
}

fn opened(mut walk: Walk, page: Overlay) -> Walk {
    walk.intent(Intent::Open { page });
    walk
}
