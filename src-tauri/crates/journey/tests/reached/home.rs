//! The first screens: nothing held yet, and what this phone holds.

use journey::{Event, InstallerOutcome, Intent, KeyChainProof, PhoneInfo, Platform, PreflightIssue, Screen};

use super::walk::{
    ADDRESSES, Reached, android, at_certificate, at_verify, dx, failure, final_failure, hoken, iphone, started, time,
};
use crate::common::Walk;

pub fn keep(reached: &mut Reached) {
    reached.keep("welcome", &android());
    let damaged = Some(final_failure("store-damaged"));
    reached.keep("welcome-store-damaged", &started(Platform::Android, ADDRESSES, true, damaged));

    reached.keep("home", &two_held());
    let mut walk = android();
    walk.walk_to_login();
    walk.log_in();
    walk.intent(Intent::Cancel);
    walk.intent(Intent::Later);
    reached.keep("home-resume", &walk);
    reached.keep("home-verify", &handed_over_and_left());
    let mut walk = proven_by_probe(iphone());
    walk.pass(4 * DAY);
    reached.keep("home-well", &walk);
    reached.keep("home-file", &with_saved_file());

    reached.keep("preparation", &at_preparation(|phone| phone.screen_lock = Some(false)));
    let several = at_preparation(|phone| {
        phone.screen_lock = Some(false);
        phone.online = false;
        phone.chrome = Some(false);
    });
    let Screen::Preparation { issues, .. } = several.screen() else { panic!() };
    assert!(matches!(
        issues.as_slice(),
        [PreflightIssue::NoScreenLock, PreflightIssue::NoNetwork, PreflightIssue::NoChrome]
    ));
    reached.keep("preparation-several", &several);
    reached.keep("preparation-blocked", &at_preparation(|phone| "12".clone_into(&mut phone.version)));
}

/// Seconds of a day.
const DAY: i64 = 24 * 60 * 60;

/// 介護保険証明書, due and said to be installed; 介護DX証明書, proven five days later.
pub fn two_held() -> Walk {
    let mut due = hoken();
    due.not_after = time("2027-01-03T14:59:59Z");
    let mut walk = iphone();
    // The user ID is kept, so that it can stand on a card.
    walk.walk_to_login();
    walk.intent(Intent::LogIn { user_id: crate::common::USER_ID.to_owned(), remember: true });
    walk.answer(|attempt| Event::LoggedIn(attempt, Ok(())));
    let row = crate::common::row(0, certificate::CertificateKind::Hoken);
    walk.answer(|attempt| Event::Listed(attempt, Ok(vec![row])));
    walk.answer(|attempt| Event::Downloaded(attempt, Ok(Default::default())));
    super::walk::opened(&mut walk, due, Vec::new());
    walk.intent(Intent::HandOver);
    walk.answer(Event::ProfileFetched);
    walk.answer(|attempt| Event::SafariClosed(attempt, Ok(())));
    walk.intent(Intent::SaidInstalled);
    walk.pass(5 * DAY);
    walk.intent(Intent::Later);
    let mut walk = proven_by_probe(walk);
    walk.pass(4 * DAY);
    walk
}

fn proven_by_probe(walk: Walk) -> Walk {
    let mut walk = at_verify(walk, dx());
    walk.intent(Intent::Verify { slot: None });
    walk.answer(|attempt| Event::ProbeAnswered(attempt, Ok(())));
    walk.intent(Intent::Finish);
    walk
}

/// The installer said OK; before it was proven, another way was begun and left.
fn handed_over_and_left() -> Walk {
    let mut walk = at_certificate(android(), dx());
    walk.intent(Intent::HandOver);
    walk.answer(|attempt| Event::InstallerEnded(attempt, Ok(InstallerOutcome::Ok)));
    walk.intent(Intent::Later);
    walk.walk_to_login();
    walk.intent(Intent::Back);
    walk
}

fn with_saved_file() -> Walk {
    let mut walk = super::android::file_saved();
    walk.intent(Intent::Verify { slot: None });
    let alias = walk.alias();
    walk.answer(|attempt| Event::KeyChainAnswered(attempt, Ok(KeyChainProof { alias, connected: false })));
    walk.intent(Intent::Finish);
    walk
}

fn at_preparation(found: impl FnOnce(&mut PhoneInfo)) -> Walk {
    let mut walk = android();
    found(&mut walk.phone);
    walk.intent(Intent::Start);
    walk.look();
    assert_eq!(walk.id(), "preparation");
    walk
}

/// The app runs where no certificate can be put into anything.
pub fn on_a_desktop() -> Walk {
    let mut walk = started(Platform::Android, ADDRESSES, false, None);
    walk.intent(Intent::Start);
    walk.answer(|attempt| Event::PhoneLooked(attempt, Err(final_failure("device-not-here"))));
    walk
}

/// The portal's ground did not open.
pub fn without_practice() -> Walk {
    let mut walk = android();
    walk.intent(Intent::Open { page: journey::Overlay::Practice });
    walk.intent(Intent::StartPractice { phone: None, office: "both".to_owned() });
    walk.answer(|attempt| Event::PracticeOpened(attempt, Err(failure("practice-servers"))));
    walk
}
