//! Android: the installer, its other ways, and the proof.

use journey::{Event, Failure, InstallMethod, InstallerOutcome, Intent, KeyChainProof, Platform, RealmInfo, Vendor};

use super::walk::{ADDRESSES, Reached, android, at_certificate, dx, failure, hoken, phone, practising};
use crate::common::Walk;

pub fn keep(reached: &mut Reached) {
    keep_installing(reached);
    keep_verifying(reached);
    keep_done(reached);
}

fn keep_installing(reached: &mut Reached) {
    reached.keep("installing", &installer_open());
    reached.keep("certificate-other-way", &not_installed(failure("device-refused")));
    reached.keep("installing-password", &other_way(InstallMethod::Password));
    let mut walk = other_way(InstallMethod::File);
    reached.keep("installing-file", &walk);
    reached.keep("installing-no-installer", &not_installed(failure("device-nothing-answers")));
    walk.intent(Intent::HandOver);
    reached.keep("installing-saving", &walk);
    walk.event(Event::StoreFailed(failure("store-full")));
    reached.keep("installing-file-full", &walk);
    reached.keep("installing-saved", &file_saved());
    reached.keep("installing-saved-galaxy", &saved_on(android(), Some(Vendor::Galaxy)));
}

fn keep_verifying(reached: &mut Reached) {
    let mut walk = installer_ended(InstallerOutcome::Ok);
    reached.keep("verify", &walk);
    walk.intent(Intent::Verify { slot: None });
    reached.keep("verify-working", &walk);
    reached.keep("verify-canceled", &installer_ended(InstallerOutcome::Canceled));
    let mut walk = installer_ended(InstallerOutcome::Canceled);
    walk.event(Event::SecretsExpired);
    reached.keep("verify-not-installed", &asked(walk, "verify-not-installed"));
    for (name, code) in [
        ("verify-wifi", "verify-not-installed"),
        ("verify-nothing-offered", "verify-nothing-offered"),
        ("verify-old", "verify-old-certificate"),
        ("verify-no-key", "verify-no-key"),
        ("verify-wrong", "verify-wrong-certificate"),
        ("verify-denied", "verify-denied"),
        ("verify-timed-out", "verify-timed-out"),
        ("verify-managed", "verify-managed"),
        ("verify-no-chooser", "verify-no-chooser"),
    ] {
        reached.keep(name, &asked(installer_ended(InstallerOutcome::Ok), code));
    }
    reached.keep("verify-look-android", &practised_here());
}

fn keep_done(reached: &mut Reached) {
    let mut walk = installer_ended(InstallerOutcome::Ok);
    let alias = walk.alias();
    walk.intent(Intent::Verify { slot: None });
    walk.answer(|attempt| Event::KeyChainAnswered(attempt, Ok(KeyChainProof { alias, connected: true })));
    reached.keep("done", &walk);
    let without_service = || phone(Platform::Android, RealmInfo { service: false, ..ADDRESSES });
    for (name, vendor) in [("done-in-settings", Some(Vendor::Xperia)), ("done-other-phones", None)] {
        let mut walk = without_service();
        walk.phone.vendor = vendor;
        reached.keep(name, &proven(at_certificate(walk, dx())));
    }
    let mut walk = saved_on(without_service(), Some(Vendor::Pixel));
    walk.intent(Intent::Verify { slot: None });
    let alias = walk.alias();
    walk.answer(|attempt| Event::KeyChainAnswered(attempt, Ok(KeyChainProof { alias, connected: false })));
    reached.keep("done-file", &walk);
    let mut walk = practised_here();
    walk.intent(Intent::SaidVerified);
    reached.keep("done-practice-this-phone", &walk);
    reached.keep("practice-done", &proven(at_certificate(practising(Platform::Android), hoken())));
}

pub fn installer_open() -> Walk {
    let mut walk = at_certificate(android(), hoken());
    walk.intent(Intent::HandOver);
    walk
}

/// Installed, and its key has signed.
pub fn proven(mut walk: Walk) -> Walk {
    walk.install_and_prove();
    walk
}

/// The installer's other way: the file lies in Downloads.
pub fn file_saved() -> Walk {
    saved_on(android(), Some(Vendor::Pixel))
}

fn saved_on(mut walk: Walk, vendor: Option<Vendor>) -> Walk {
    walk.phone.vendor = vendor;
    let mut walk = at_certificate(walk, hoken());
    walk.intent(Intent::ChooseInstallMethod { method: InstallMethod::File });
    walk.intent(Intent::HandOver);
    walk.answer(|attempt| Event::FileSaved(attempt, Ok(())));
    walk
}

fn other_way(method: InstallMethod) -> Walk {
    let mut walk = at_certificate(android(), hoken());
    walk.intent(Intent::ChooseInstallMethod { method });
    walk
}

fn installer_ended(end: InstallerOutcome) -> Walk {
    let mut walk = installer_open();
    walk.answer(|attempt| Event::InstallerEnded(attempt, Ok(end)));
    walk
}

fn not_installed(failure: Failure) -> Walk {
    let mut walk = installer_open();
    walk.answer(|attempt| Event::InstallerEnded(attempt, Err(failure)));
    walk
}

/// 「たしかめる」, and KeyChain does not prove it.
fn asked(mut walk: Walk, code: &str) -> Walk {
    walk.intent(Intent::Verify { slot: None });
    walk.answer(|attempt| Event::KeyChainAnswered(attempt, Err(failure(code))));
    walk
}

/// A practice certificate in this very phone.
fn practised_here() -> Walk {
    let mut walk = android();
    walk.intent(Intent::StartPractice { phone: None, office: "both".to_owned() });
    walk.answer(|attempt| Event::PracticeOpened(attempt, Ok(RealmInfo { service: false, ..ADDRESSES })));
    let mut walk = at_certificate(walk, dx());
    walk.intent(Intent::HandOver);
    walk.answer(|attempt| Event::InstallerEnded(attempt, Ok(InstallerOutcome::Ok)));
    walk
}
