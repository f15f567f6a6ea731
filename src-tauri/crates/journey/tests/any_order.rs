//! Whatever happens in whatever order: no panic, a screen that makes sense, a state that survives a kill.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
mod hostile;

use certificate::CertificateKind;
use common::{Walk, info, row};
use journey::{
    Back, Cause, DownloadedFile, Effect, Event, Failure, FileId, HandOffMethod, InboundView, InstallMethod,
    InstallerOutcome, Intent, KeyChainProof, LoginOutcome, NotificationAccess, OpenFailure, Overlay, PersistedState,
    PhoneInfo, Platform, PortalWay, ProfileProblem, RealmInfo, Screen, ServingInfo, Step, SystemAnswer, WindowPage,
    reminder_link,
};
use proptest::prelude::*;

/// What the first certificate is called, by the entropy of these tests.
const SLOT: &str = "kaigo-dx-08000000";

#[test]
fn the_slot_that_is_tried_is_a_real_one() {
    let mut walk = Walk::android();
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.install_and_prove();
    assert!(walk.persisted().ledger.certificates.contains_key(&SLOT.into()));
}

fn failure() -> impl Strategy<Value = Failure> {
    prop_oneof![Just("portal-offline"), Just("portal-session-expired"), Just("portal-not-a-file"), Just("internal")]
        .prop_map(|code| Failure::new(common::cause(code), code, true))
}

/// Links, good and bad.
fn link() -> impl Strategy<Value = String> {
    let hostile: Vec<String> = hostile::links().into_iter().map(|hostile| hostile.link).collect();
    prop_oneof![
        Just("https://portal.example/".to_owned()),
        Just("shomei-navi://card?v=1&kind=dx&office=x&id=KJ1372000123A5".to_owned()),
        Just("https://links.example/card?v=1&office=x".to_owned()),
        Just(reminder_link(&SLOT.into())),
        prop::sample::select(hostile),
    ]
}

/// Something from outside. The bytes of a file are not the journey's business.
fn inbound() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => (link(), any::<bool>()).prop_map(|(link, cold)| Event::LinkOpened { link, cold }),
        1 => link().prop_map(Event::TextRead),
        2 => (0..9_u64, failure(), prop::bool::weighted(0.7))
            .prop_map(|(file, bad, good)| Event::FileOpened(if good { Ok(FileId::new(file)) } else { Err(bad) })),
    ]
}

/// The pages of a certificate's life.
fn life() -> impl Strategy<Value = Intent> {
    let slot = || SLOT.into();
    prop_oneof![
        Just(Intent::OpenHeld { slot: slot() }),
        Just(Intent::OpenRenewal { slot: slot() }),
        any::<bool>().prop_map(move |beside| Intent::OpenRemoval { slot: slot(), beside }),
        Just(Intent::Open { page: Overlay::Records }),
        Just(Intent::Open { page: Overlay::Reminders }),
        Just(Intent::TurnOnReminders),
        Just(Intent::TurnOffReminders),
        Just(Intent::PassTime),
        Just(Intent::ShareCalendar),
        Just(Intent::ShareRecords),
    ]
}

fn intent() -> impl Strategy<Value = Intent> {
    let office = Just("both".to_owned());
    prop_oneof![
        4 => Just(Intent::Start),
        2 => Just(Intent::Resume),
        1 => Just(Intent::Renew { slot: SLOT.into() }),
        2 => life(),
        3 => Just(Intent::Back),
        3 => Just(Intent::Confirm),
        1 => Just(Intent::Stay),
        1 => Just(Intent::Open { page: Overlay::HelpDesk }),
        1 => Just(Intent::Open { page: Overlay::Settings }),
        1 => prop_oneof![Just("https://service.example.jp/"), Just("javascript:x"), Just("")]
            .prop_map(|text| Intent::SetService { text: text.to_owned() }),
        1 => Just(Intent::Close),
        1 => Just(Intent::Continue),
        1 => Just(Intent::LookAgain),
        6 => Just(Intent::LogIn { user_id: common::USER_ID.to_owned(), remember: true }),
        1 => Just(Intent::LogIn { user_id: "x".to_owned(), remember: false }),
        2 => (0..3_u32).prop_map(|row| Intent::Choose { row, office: None }),
        1 => Just(Intent::Cancel),
        4 => Just(Intent::OpenWindow),
        1 => prop_oneof![Just(PortalWay::Window), Just(PortalWay::Client)].prop_map(|way| Intent::ChooseWay { way }),
        2 => Just(Intent::TryAgain),
        6 => Just(Intent::OpenCertificate),
        6 => Just(Intent::HandOver),
        2 => Just(Intent::InstallAnyway),
        2 => Just(Intent::OpenSlowly),
        1 => Just(Intent::SkipToSettings),
        2 => prop_oneof![Just(HandOffMethod::Sheet), Just(HandOffMethod::Browser), Just(HandOffMethod::File)]
            .prop_map(|method| Intent::ChooseHandOffMethod { method }),
        2 => prop_oneof![Just(InstallMethod::Direct), Just(InstallMethod::Password), Just(InstallMethod::File)]
            .prop_map(|method| Intent::ChooseInstallMethod { method }),
        1 => Just(Intent::DeleteSavedFile { name: format!("{SLOT}.p12") }),
        1 => Just(Intent::OpenProfileProblem { page: ProfileProblem::NoEntry }),
        1 => Just(Intent::HideSecret),
        1 => Just(Intent::CopyPassword),
        3 => Just(Intent::SaidInstalled),
        3 => Just(Intent::Verify { slot: None }),
        1 => Just(Intent::SaidVerified),
        1 => Just(Intent::SaidRemoved),
        1 => Just(Intent::Later),
        1 => Just(Intent::NameOffice { name: "さくら".to_owned() }),
        1 => Just(Intent::OpenService),
        1 => Just(Intent::Finish),
        1 => office.prop_map(|office| Intent::StartPractice { phone: Some(Platform::Iphone), office }),
        1 => Just(Intent::LeavePractice),
        1 => Just(Intent::AnswerSystem { answer: SystemAnswer::Go }),
        4 => Just(Intent::Accept),
        1 => Just(Intent::Dismiss),
        1 => Just(Intent::PickFile),
        1 => Just(Intent::Open { page: Overlay::Scan }),
        1 => Just(Intent::Open { page: Overlay::FacilityCard }),
        1 => link().prop_map(|text| Intent::ReadText { text }),
        1 => "\\PC{0,50}".prop_map(|office| Intent::MakeCard { request: 1, kind: None, office, user_id: None }),
    ]
}

/// An answer to whatever was asked for last, good or bad.
fn answers(effect: &Effect, platform: Platform, good: bool, bad: Failure) -> Vec<Event> {
    if *effect == Effect::PickFile {
        return vec![Event::FilePicked(if good { Ok(FileId::new(9)) } else { Err(bad) })];
    }
    if let Effect::DeleteSavedFile { name } = effect {
        return vec![Event::SavedFileDeleted(name.clone(), if good { Ok(()) } else { Err(bad) })];
    }
    if let Effect::LookAtNotifications | Effect::AskForNotifications = effect {
        let asked = *effect == Effect::AskForNotifications;
        let access = NotificationAccess { allowed: good, hibernates: asked };
        return vec![Event::NotificationsAllowed { asked, result: if good { Ok(access) } else { Err(bad) } }];
    }
    if let Effect::ShareText(_) = effect {
        return vec![Event::TextShared(if good { Ok(good) } else { Err(bad) })];
    }
    let Some(attempt) = effect.attempt() else { return Vec::new() };
    let end = || bad.clone();
    let phone = || PhoneInfo {
        platform,
        version: "18".to_owned(),
        screen_lock: Some(good),
        online: good,
        restricted: false,
        chrome: Some(true),
        vendor: None,
    };
    let either = |good: bool| if good { Ok(()) } else { Err(bad.clone()) };
    match effect {
        Effect::LookAtPhone { .. } => vec![Event::PhoneLooked(attempt, Ok(phone()))],
        Effect::OpenPractice { .. } => {
            vec![Event::PracticeOpened(attempt, either(good).map(|()| RealmInfo { probe: true, service: true }))]
        }
        Effect::OpenWindow { .. } if good => vec![
            Event::WindowLoginSent(attempt),
            Event::WindowPageShown(attempt, WindowPage::Login),
            Event::WindowLoginSent(attempt),
            Event::WindowPageShown(attempt, WindowPage::SignedIn),
            Event::Downloaded(attempt, Ok(DownloadedFile::default())),
        ],
        Effect::OpenWindow { .. } => vec![
            Event::WindowLoginSent(attempt),
            Event::WindowPageShown(attempt, WindowPage::Other),
            Event::WindowClosed(attempt, if bad.retryable { Ok(()) } else { Err(bad) }),
        ],
        Effect::OpenLogin { .. } if good => vec![Event::LoginOpened(attempt)],
        Effect::OpenLogin { .. } => vec![Event::LoggedIn(attempt, Err(LoginOutcome::Failed(bad)))],
        Effect::LogIn { .. } => vec![Event::LoggedIn(attempt, either(good).map_err(LoginOutcome::Wrong))],
        Effect::SendCode { .. } | Effect::TakeOver { .. } | Effect::ChooseOffice { .. } => {
            vec![Event::LoggedIn(attempt, either(good).map_err(LoginOutcome::Unclear))]
        }
        Effect::List { .. } => vec![Event::Listed(
            attempt,
            either(good).map(|()| vec![row(0, CertificateKind::Dx), row(1, CertificateKind::Hoken)]),
        )],
        Effect::Download { .. } => vec![Event::Downloaded(attempt, either(good).map(|()| DownloadedFile::default()))],
        Effect::OpenCertificate { .. } => {
            let end = OpenFailure { failure: bad.clone(), ask_again: true, password_hints: vec![] };
            vec![Event::Opened(attempt, if good { Ok(info()) } else { Err(end) })]
        }
        Effect::Install { protected, .. } => {
            let end = if *protected { InstallerOutcome::Canceled } else { InstallerOutcome::Ok };
            vec![Event::InstallerEnded(attempt, either(good).map(|()| end))]
        }
        Effect::SaveFile { .. } => vec![Event::FileSaved(attempt, either(good))],
        Effect::AskKeyChain { alias, may_ask, .. } => {
            let absent =
                if *may_ask { Failure::new(Cause::NothingOffered, "verify-nothing-offered", true) } else { end() };
            vec![Event::KeyChainAnswered(
                attempt,
                if good { Ok(KeyChainProof { alias: alias.clone(), connected: *may_ask }) } else { Err(absent) },
            )]
        }
        Effect::HandOff { method: HandOffMethod::File, .. } => {
            vec![
                Event::Serving(attempt, Ok(ServingInfo { password_is_made: false })),
                Event::FileShared(attempt, Ok(good)),
            ]
        }
        Effect::HandOff { .. } => {
            let mut events = vec![Event::Serving(attempt, Ok(ServingInfo { password_is_made: false }))];
            if good {
                events.extend([
                    Event::LoopbackRefused(attempt),
                    Event::PageSeen(attempt),
                    Event::ProfileFetched(attempt),
                    Event::ProfileFetched(attempt),
                    Event::SecretShown,
                ]);
            }
            events.push(Event::SafariClosed(attempt, either(good)));
            events
        }
        Effect::OpenProbe { .. } | Effect::AskProbe { .. } => {
            vec![Event::ProbeAnswered(attempt, if good { Ok(()) } else { Err(end()) })]
        }
        Effect::OpenService { .. } => vec![Event::ServiceOpened(attempt, either(good))],
        Effect::CopyPassword { .. } => vec![Event::Copied(attempt, either(good))],
        _ => Vec::new(),
    }
}

#[derive(Clone, Debug)]
enum Happening {
    Intent(Intent),
    InboundLink(Event),
    Answer(bool, Failure),
    Tick(i64),
    CameBack,
    WentAway,
    Kill,
    DiskFull,
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        8 => intent().prop_map(Happening::Intent),
        2 => inbound().prop_map(Happening::InboundLink),
        8 => (prop::bool::weighted(0.8), failure()).prop_map(|(good, bad)| Happening::Answer(good, bad)),
        1 => (1..600_i64).prop_map(Happening::Tick),
        1 => Just(Happening::CameBack),
        1 => Just(Happening::WentAway),
        1 => Just(Happening::Kill),
        1 => Just(Happening::DiskFull),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_happens_breaks_the_way(
        apple in prop::bool::ANY,
        window in prop::option::of(prop_oneof![Just(PortalWay::Window), Just(PortalWay::Client)]),
        happenings in prop::collection::vec(happening(), 1..120),
    ) {
        let mut walk = match window {
            Some(way) => Walk::with_window(way),
            None if apple => Walk::iphone(true),
            None => Walk::android(),
        };
        let platform = if apple { Platform::Iphone } else { Platform::Android };
        let mut asked: Vec<Effect> = walk.event(Event::Started);
        let mut revision = 0;
        for happening in happenings {
            match happening {
                Happening::Intent(intent) => {
                    let word = matches!(intent, Intent::Accept) && matches!(walk.view().inbound, Some(InboundView::File { .. }));
                    let effects = walk.intent(intent);
                    let admitted = effects.iter().any(|effect| matches!(effect, Effect::AdmitFile { .. }));
                    prop_assert_eq!(admitted, word, "a file is taken by the user's word only");
                    asked.extend(effects);
                }
                Happening::InboundLink(event) => {
                    let (saved, screen) = (walk.persisted().clone(), walk.screen());
                    let effects = walk.event(event);
                    let quiet = effects.iter().all(|effect| matches!(effect, Effect::DropFile { .. }));
                    prop_assert!(quiet, "what comes from outside does nothing: {effects:?}");
                    prop_assert_eq!(walk.persisted(), &saved);
                    prop_assert_eq!(walk.screen(), screen);
                }
                Happening::Answer(good, bad) => {
                    if let Some(effect) = asked.pop() {
                        for event in answers(&effect, platform, good, bad) {
                            let effects = walk.event(event);
                            asked.extend(effects);
                        }
                    }
                }
                Happening::Tick(seconds) => asked.extend(walk.pass(seconds)),
                Happening::WentAway => asked.extend(walk.event(Event::WentAway)),
                Happening::CameBack => asked.extend(walk.event(Event::CameBack)),
                Happening::DiskFull => asked.extend(walk.event(Event::StoreFailed(Failure::new(journey::Cause::Storage, "store-full", true)))),
                Happening::Kill => {
                    walk = walk.restarted();
                    revision = 0;
                    asked = walk.event(Event::Started);
                    prop_assert!(asked.iter().all(|effect| !effect.leaves_app()), "a start prompts nobody: {asked:?}");
                }
            }
            let view = walk.view();
            prop_assert!(view.revision >= revision);
            revision = view.revision;
            prop_assert!(serde_json::to_string(&view).is_ok());
            let text = serde_json::to_string(walk.persisted()).unwrap();
            let again: PersistedState = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(&again, walk.persisted(), "what is saved is read back");
            let waits = matches!(view.screen, Screen::Downloading { .. });
            prop_assert!(waits || walk.persisted().ledger.login_sent.is_none(), "a try is forgotten at {:?}", view.screen);
            if let Some(journal) = &walk.persisted().journal
                && !matches!(journal.step, Step::Login | Step::Window { .. })
            {
                prop_assert!(journal.slot.is_some() && journal.certificate.is_some(), "{journal:?}");
            }
            if matches!(view.screen, Screen::Home { .. } | Screen::Welcome { .. }) {
                prop_assert_eq!(view.back, Back::Nowhere);
            }
            if let Some(wake) = walk.journey.next_wake() {
                prop_assert!(wake > walk.now || !walk.pass(0).is_empty() || walk.journey.next_wake() != Some(wake), "wakes for ever");
            }
        }
    }
}
