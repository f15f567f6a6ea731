//! Pages over the screen, and what the View says of the rules.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use certificate::CertificateKind;
use common::{Walk, info};
use jiff::SignedDuration;
use journey::{
    Effect, Event, HelpDeskChannel, Intent, Overlay, OverlayView, Platform, RealmInfo, Screen, ServiceSetting,
    check_user_id,
};

fn reach(channel: HelpDeskChannel) -> Intent {
    Intent::ReachHelpDesk {
        channel, subject: "件名".to_owned(), text: "画面: ログイン\nアプリ: 0".to_owned()
    }
}

#[test]
fn the_help_desk_is_reached_by_what_its_page_shows() {
    let mut walk = Walk::android();
    assert!(walk.intent(reach(HelpDeskChannel::Phone)).is_empty(), "only from its page");
    walk.intent(Intent::Open { page: Overlay::HelpDesk });
    let Some(OverlayView::HelpDesk { phone, mail, week, .. }) = walk.view().overlay else { panic!() };
    assert!(week.weekday.0 < week.weekday.1 && week.long_until > 0);

    let effects = walk.intent(reach(HelpDeskChannel::Phone));
    assert!(matches!(effects.as_slice(), [Effect::Dial { number }] if *number == phone), "{effects:?}");
    assert!(effects.iter().all(Effect::leaves_app));
    let effects = walk.intent(reach(HelpDeskChannel::Mail));
    assert!(
        matches!(effects.as_slice(), [Effect::WriteMail { to, subject, text }]
            if *to == mail && subject == "件名" && text == "画面: ログイン\nアプリ: 0"),
        "{effects:?}"
    );
    let effects = walk.intent(reach(HelpDeskChannel::Page));
    assert!(matches!(effects.as_slice(), [Effect::OpenInquiry { url }] if url.starts_with("https://")), "{effects:?}");

    let report = |text: &str| Intent::ReachPublisher { subject: "件名".to_owned(), text: text.to_owned() };
    let effects = walk.intent(report("エラー番号: 901"));
    assert!(
        matches!(effects.as_slice(), [Effect::WriteMail { to, text, .. }]
            if to == "faults@publisher.example" && *to != mail && text == "エラー番号: 901"),
        "a fault of this app goes to its publisher: {effects:?}"
    );

    walk.event(Event::HelpDeskUnopened(HelpDeskChannel::Phone));
    let unopened = |walk: &Walk| match walk.view().overlay {
        Some(OverlayView::HelpDesk { unopened, .. }) => unopened,
        _ => None,
    };
    assert_eq!(unopened(&walk), Some(HelpDeskChannel::Phone));
    walk.intent(reach(HelpDeskChannel::Mail));
    assert_eq!(unopened(&walk), None);
    walk.intent(Intent::Close);
    walk.event(Event::HelpDeskUnopened(HelpDeskChannel::Mail));
    assert_eq!(walk.view().overlay, None);
}

#[test]
fn about_leads_to_the_publisher_and_says_so_when_it_does_not() {
    let mut walk = Walk::android();
    let report = || Intent::ReachPublisher { subject: "件名".to_owned(), text: String::new() };
    assert!(walk.intent(report()).is_empty(), "only from a page that names it");
    walk.intent(Intent::Open { page: Overlay::About });
    let effects = walk.intent(report());
    let named = walk.view().publisher.contact;
    assert!(matches!(effects.as_slice(), [Effect::WriteMail { to, .. }] if *to == named), "{effects:?}");
    walk.event(Event::HelpDeskUnopened(HelpDeskChannel::Mail));
    let shown = walk.view().overlay;
    assert!(matches!(shown, Some(OverlayView::About { unopened: Some(HelpDeskChannel::Mail), .. })), "{shown:?}");
}

fn service_shown(walk: &Walk) -> ServiceSetting {
    match walk.view().overlay {
        Some(OverlayView::Settings { service, .. }) => service,
        other => panic!("{other:?}"),
    }
}

fn set_service(walk: &mut Walk, text: &str) {
    walk.intent(Intent::SetService { text: text.to_owned() });
}

#[test]
fn the_service_is_set_in_settings_alone_and_only_to_an_https_address() {
    let mut walk = Walk::android();
    set_service(&mut walk, "https://service.example.jp/");
    assert_eq!(walk.persisted().settings.service, None, "its page is not open");

    walk.intent(Intent::Open { page: Overlay::Settings });
    set_service(&mut walk, "https://service.example.jp/start");
    let kept = walk.persisted().settings.service.clone();
    assert_eq!(service_shown(&walk).host.as_deref(), Some("service.example.jp"));
    set_service(&mut walk, "http://other.example/");
    assert!(service_shown(&walk).refused);
    assert_eq!(walk.persisted().settings.service, kept, "what was set stays");
    assert_eq!(walk.restarted().persisted().settings.service, kept, "it survives the process");
    set_service(&mut walk, " ");
    assert_eq!(service_shown(&walk), ServiceSetting::default());

    set_service(&mut walk, "service.example.jp");
    walk.intent(Intent::ForgetRecords);
    assert_eq!(walk.persisted().settings.service, None, "forgotten with the records");
}

#[test]
fn the_last_screen_opens_the_service_that_the_user_has_set() {
    let mut walk = Walk::android();
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.install_and_prove();
    assert!(matches!(walk.screen(), Screen::Done { service: false, .. }));
    walk.intent(Intent::Open { page: Overlay::Settings });
    set_service(&mut walk, "https://service.example.jp/start");
    walk.intent(Intent::Close);
    assert!(matches!(walk.screen(), Screen::Done { service: true, .. }));
    let effects = walk.intent(Intent::OpenService);
    assert!(
        matches!(effects.as_slice(), [Effect::OpenService { address: Some(address), .. }]
            if address.url().as_str() == "https://service.example.jp/start"),
        "{effects:?}"
    );
}

#[test]
fn no_link_sets_the_service() {
    let mut walk = Walk::android();
    walk.intent(Intent::Open { page: Overlay::Settings });
    for link in [
        "shomei-navi://service?url=https://evil.example/",
        "https://links.example/card?v=1&service=https://evil.example/",
    ] {
        walk.event(Event::LinkOpened { link: link.to_owned(), cold: false });
        walk.intent(Intent::Accept);
        walk.event(Event::TextRead(link.to_owned()));
        walk.intent(Intent::Accept);
        assert_eq!(walk.persisted().settings.service, None, "{link}");
    }
}

#[test]
fn practice_opens_no_real_service() {
    let mut walk = Walk::android();
    walk.intent(Intent::Open { page: Overlay::Settings });
    set_service(&mut walk, "https://service.example.jp/");
    walk.intent(Intent::Open { page: Overlay::Practice });
    walk.intent(Intent::StartPractice { phone: Some(Platform::Android), office: "both".to_owned() });
    walk.answer(|attempt| Event::PracticeOpened(attempt, Ok(RealmInfo::default())));
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.install_and_prove();
    assert!(matches!(walk.screen(), Screen::Done { service: false, .. }), "{:?}", walk.screen());
}

#[test]
fn a_user_id_of_the_length_said_is_accepted() {
    let limits = Walk::android().view().limits;
    let length = usize::try_from(limits.user_id_length).unwrap();
    let text = |length: usize| format!("KJ{}", "0".repeat(length - 2));
    assert!(check_user_id(&text(length)).valid);
    assert!(!check_user_id(&text(length - 1)).valid);
}

#[test]
fn the_tries_and_the_minutes_said_are_those_that_lock() {
    let mut walk = Walk::android();
    let limits = walk.view().limits;
    walk.walk_to_login();
    for _ in 0..limits.tries {
        walk.log_in();
        let failure = journey::Failure::new(journey::Cause::WrongLogin, "portal-wrong-login", true);
        walk.answer(|attempt| Event::LoggedIn(attempt, Err(journey::LoginOutcome::Wrong(failure))));
    }
    let Screen::Login { locked_until: Some(until), .. } = walk.screen() else { panic!() };
    assert_eq!(until.duration_since(walk.view().now), SignedDuration::from_mins(limits.lock_minutes.into()));
}

#[test]
fn the_minutes_said_are_those_of_the_countdown() {
    let mut walk = Walk::iphone(false);
    walk.walk_to_settings_steps();
    let Screen::SettingsSteps { deadline: Some(deadline), .. } = walk.screen() else { panic!() };
    let minutes = walk.view().limits.profile_minutes.into();
    assert_eq!(deadline.duration_since(walk.view().now), SignedDuration::from_mins(minutes));
}

#[test]
fn nothing_is_issued_between_the_times_said() {
    let mut walk = Walk::android();
    walk.walk_to_list(Vec::new());
    let limits = walk.view().limits;
    let mut paused_at = |minute: u32| {
        // Midnight in Japan, and so many minutes.
        let midnight: jiff::Timestamp = "2026-11-24T15:00:00Z".parse().unwrap();
        walk.now = midnight.checked_add(SignedDuration::from_mins(i64::from(minute))).unwrap();
        matches!(walk.screen(), Screen::NoCertificate { issuing_paused: true, .. })
    };
    assert!(paused_at(limits.pause_from) && paused_at(limits.pause_until - 1));
    assert!(!paused_at(limits.pause_from - 1) && !paused_at(limits.pause_until));
}

#[test]
fn a_certificate_is_due_from_the_days_said() {
    let mut walk = Walk::android();
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.install_and_prove();
    walk.intent(Intent::Finish);
    let days = walk.view().limits.due_days;
    let mut due_with = |days: i32| {
        // Whatever the hour in Japan is.
        walk.now = info().summary.not_after.checked_sub(SignedDuration::from_hours(24 * i64::from(days))).unwrap();
        let Screen::Home { certificates, .. } = walk.screen() else { panic!() };
        certificates[0].summary.due
    };
    assert!(due_with(days));
    assert!(!due_with(days + 1));
}

#[test]
fn drawings_name_the_certificate_at_hand() {
    for kind in [CertificateKind::Dx, CertificateKind::Hoken] {
        let mut walk = Walk::iphone(false);
        assert_eq!(walk.view().kind, None);
        walk.walk_to_certificate(kind);
        assert_eq!(walk.view().kind, Some(kind));
        walk.intent(Intent::HandOver);
        walk.answer(Event::ProfileFetched);
        assert_eq!(walk.restarted().view().kind, Some(kind));
    }
}
