//! iPhone and iPad: every state of the hand-over, what leads out of it, and where a kill in it lands.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;

mod hand_over;
mod killed;
mod shown;

use common::Walk;
use journey::{
    Back, CertificateKind, Effect, Event, Failure, HandOffMethod, HandOffStage, Intent, LoopbackNotice, OverlayView,
    ProfileProblem, Proof, Question, Screen, SecretKind, ServingInfo, Step, VerifyMethod,
};

const NOT_MADE: ServingInfo = ServingInfo { password_is_made: false };
const MADE: ServingInfo = ServingInfo { password_is_made: true };

fn at_hand_over() -> Walk {
    let mut walk = Walk::iphone(true);
    walk.walk_to_certificate(CertificateKind::Dx);
    walk.intent(Intent::HandOver);
    walk.answer(|attempt| Event::Serving(attempt, Ok(NOT_MADE)));
    walk
}

/// Safari asked for no page within the six seconds.
fn blocked() -> Walk {
    let mut walk = at_hand_over();
    walk.pass(6);
    walk
}

fn saved_as_file(made: ServingInfo) -> Walk {
    let mut walk = blocked();
    walk.intent(Intent::ChooseHandOffMethod { method: HandOffMethod::File });
    walk.intent(Intent::HandOver);
    walk.answer(|attempt| Event::Serving(attempt, Ok(made)));
    walk.answer(|attempt| Event::FileShared(attempt, Ok(true)));
    walk
}

fn code(walk: &Walk) -> Option<String> {
    match walk.screen() {
        Screen::HandOver { failure, .. } | Screen::Certificate { failure, .. } | Screen::Login { failure, .. } => {
            failure.map(|failure| failure.code)
        }
        _ => None,
    }
}

fn stage(walk: &Walk) -> (HandOffMethod, HandOffStage) {
    match walk.screen() {
        Screen::HandOver { method, stage, .. } => (method, stage),
        other => panic!("{other:?}"),
    }
}

fn step(walk: &Walk) -> Step {
    walk.persisted().journal.as_ref().unwrap().step.clone()
}
