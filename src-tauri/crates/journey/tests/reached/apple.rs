//! iPhone and iPad: the hand-over, the steps in Settings, and the proof.

use journey::{CertificateSummary, Event, HandOffMethod, Intent, Platform, ProfileProblem, RealmInfo, ServingInfo};

use super::walk::{
    Reached, at_hand_over, at_settings_steps, at_verify, dx, failure, hoken, ipad, iphone, phone, practising,
};
use crate::common::Walk;

pub fn keep(reached: &mut Reached) {
    keep_hand_over(reached);
    keep_file(reached);
    keep_settings_steps(reached);
    keep_verifying(reached);
    keep_profile_problems(reached);
}

fn keep_hand_over(reached: &mut Reached) {
    let mut walk = at_hand_over(iphone(), hoken(), false);
    reached.keep("hand-over", &walk);
    reached.keep("hand-over-gone", &walk.restarted());
    walk.answer(Event::ProfileFetched);
    reached.keep("hand-over-fetched", &walk);
    walk.answer(Event::LoopbackRefused);
    walk.answer(Event::ProfileFetched);
    reached.keep("hand-over-noticed", &walk);
    walk.answer(|attempt| Event::SafariClosed(attempt, Ok(())));
    reached.keep("settings-steps-noticed", &walk);
    reached.keep("hand-over-stopped", &without_a_page(iphone()));
    let mut walk = without_a_page(ipad());
    walk.intent(Intent::HandOver);
    walk.answer(|attempt| Event::SafariClosed(attempt, Ok(())));
    reached.keep("hand-over-not-fetched", &walk);
    let mut walk = without_a_page(iphone());
    walk.intent(Intent::ChooseHandOffMethod { method: HandOffMethod::Browser });
    reached.keep("hand-over-browser", &walk);
}

fn keep_file(reached: &mut Reached) {
    let mut walk = by_file(iphone());
    reached.keep("hand-over-file", &walk);
    walk.intent(Intent::HandOver);
    reached.keep("hand-over-file-open", &walk);
    reached.keep("hand-over-file-ipad", &by_file(ipad()));
    reached.keep("hand-over-saved", &saved(practising(Platform::Iphone)));
    reached.keep("hand-over-saved-later", &saved(ipad()).restarted());
}

fn keep_settings_steps(reached: &mut Reached) {
    let mut walk = at_settings_steps(iphone(), hoken(), false);
    reached.keep("settings-steps", &walk);
    walk.intent(Intent::Back);
    reached.keep("question-leave-hand-over", &walk);
    let mut walk = at_settings_steps(iphone(), hoken(), false);
    walk.pass(8 * 60);
    reached.keep("settings-steps-expired", &walk);
    reached.keep("settings-steps-ipad", &at_settings_steps(ipad(), hoken(), false));
    let mut walk = at_hand_over(iphone(), hoken(), true).restarted();
    walk.intent(Intent::SkipToSettings);
    reached.keep("settings-steps-number-gone", &walk);
    let mut walk = at_settings_steps(practising(Platform::Iphone), hoken(), true);
    walk.intent(Intent::CopyPassword);
    walk.answer(|attempt| Event::Copied(attempt, Ok(())));
    reached.keep("settings-steps-practice", &walk);
}

fn keep_verifying(reached: &mut Reached) {
    let mut walk = at_verify(iphone(), hoken());
    reached.keep("verify-ios", &walk);
    walk.intent(Intent::Verify { slot: None });
    walk.answer(|attempt| Event::ProbeAnswered(attempt, Err(failure("verify-no-certificate"))));
    reached.keep("verify-ios-no-certificate", &walk);
    let no_addresses = RealmInfo { probe: false, service: false };
    reached.keep("verify-look", &at_verify(phone(Platform::Iphone, no_addresses), hoken()));
    reached.keep("verify-look-ipad", &at_verify(phone(Platform::Ipad, no_addresses), hoken()));
    let nameless = CertificateSummary { office: String::new(), ..dx() };
    let mut walk = at_verify(phone(Platform::Iphone, no_addresses), nameless);
    walk.intent(Intent::SaidVerified);
    reached.keep("done-said", &walk);
}

fn keep_profile_problems(reached: &mut Reached) {
    let mut expired = at_settings_steps(iphone(), hoken(), false);
    expired.pass(8 * 60);
    let on_iphone = || at_settings_steps(iphone(), hoken(), false);
    let on_ipad = || at_settings_steps(ipad(), hoken(), false);
    for (name, mut walk, page) in [
        ("overlay-profile-problem-no-entry", on_iphone(), ProfileProblem::NoEntry),
        ("overlay-profile-problem-no-entry-ipad", on_ipad(), ProfileProblem::NoEntry),
        ("overlay-profile-problem-expired", expired, ProfileProblem::Expired),
        ("overlay-profile-problem-wrong-password", on_iphone(), ProfileProblem::WrongPassword),
        ("overlay-profile-problem-other-browser", on_iphone(), ProfileProblem::OtherBrowser),
        ("overlay-profile-problem-other-browser-ipad", on_ipad(), ProfileProblem::OtherBrowser),
        ("overlay-profile-problem-supervised", on_ipad(), ProfileProblem::Supervised),
        ("overlay-profile-problem-lockdown-mode", on_iphone(), ProfileProblem::LockdownMode),
        ("overlay-profile-problem-stolen-device", on_iphone(), ProfileProblem::StolenDevice),
    ] {
        walk.intent(Intent::OpenProfileProblem { page });
        reached.keep(name, &walk);
    }
}

/// Six seconds, and Safari has not asked for the page.
fn without_a_page(walk: Walk) -> Walk {
    let mut walk = at_hand_over(walk, hoken(), false);
    walk.pass(6);
    walk
}

fn by_file(walk: Walk) -> Walk {
    let mut walk = without_a_page(walk);
    walk.intent(Intent::ChooseHandOffMethod { method: HandOffMethod::File });
    walk
}

fn saved(walk: Walk) -> Walk {
    let mut walk = by_file(walk);
    walk.intent(Intent::HandOver);
    walk.answer(|attempt| Event::Serving(attempt, Ok(ServingInfo { password_is_made: false })));
    walk.answer(|attempt| Event::FileShared(attempt, Ok(true)));
    walk
}
