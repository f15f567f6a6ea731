//! Android: every state of the installation, what leads out of it, and where a kill in it lands.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;

mod installing;
mod proving;
mod returning;
mod saved_file;

use common::{Walk, signed};
use journey::{
    Back, CertificateKind, Effect, Event, Failure, InstallMethod, InstallStage, InstallerOutcome, Intent, Platform,
    Proof, Question, Screen, Step, Vendor, VerifyMethod,
};

fn at_certificate() -> Walk {
    let mut walk = Walk::android();
    walk.walk_to_certificate(CertificateKind::Dx);
    walk
}

fn installer_open() -> Walk {
    let mut walk = at_certificate();
    walk.intent(Intent::HandOver);
    walk
}

fn installer_ended(end: InstallerOutcome) -> Walk {
    let mut walk = installer_open();
    walk.answer(|attempt| Event::InstallerEnded(attempt, Ok(end)));
    walk
}

fn ends(code: &str) -> Failure {
    Failure::new(common::cause(code), code, true)
}

/// 「たしかめる」, and how KeyChain ends it.
fn asked(walk: &mut Walk, end: Failure) {
    let effects = walk.intent(Intent::Verify { slot: None });
    assert!(matches!(effects.as_slice(), [Effect::AskKeyChain { may_ask: true, .. }]), "{effects:?}");
    walk.answer(|attempt| Event::KeyChainAnswered(attempt, Err(end)));
}

fn proven(walk: &mut Walk) {
    let alias = walk.alias();
    walk.intent(Intent::Verify { slot: None });
    walk.answer(|attempt| Event::KeyChainAnswered(attempt, Ok(signed(&alias))));
    assert!(matches!(walk.screen(), Screen::Done { proof: Proof::Proven { .. }, .. }), "{:?}", walk.screen());
}

fn file_saved() -> Walk {
    let mut walk = at_certificate();
    walk.intent(Intent::ChooseInstallMethod { method: InstallMethod::File });
    walk.intent(Intent::HandOver);
    walk.answer(|attempt| Event::FileSaved(attempt, Ok(())));
    walk
}

fn code(walk: &Walk) -> Option<String> {
    match walk.screen() {
        Screen::Installing { failure, .. } | Screen::Certificate { failure, .. } | Screen::Verify { failure, .. } => {
            failure.map(|failure| failure.code)
        }
        _ => None,
    }
}

fn stage(walk: &Walk) -> (InstallMethod, InstallStage) {
    match walk.screen() {
        Screen::Installing { method, stage, .. } => (method, stage),
        other => panic!("{other:?}"),
    }
}

fn step(walk: &Walk) -> Step {
    walk.persisted().journal.as_ref().unwrap().step.clone()
}

fn file_name(walk: &Walk) -> String {
    format!("{}.p12", walk.alias())
}
