//! What comes from outside waits for the user's word, and does nothing before it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;
#[path = "../hostile/mod.rs"]
mod hostile;

mod cards;
mod files;
mod links;
mod way_back;

use common::{USER_ID, Walk, info, row};
use journey::{
    CardAnswer, CardOutcome, CertificateKind, Effect, Event, FacilityCard, Failure, FileId, InboundView, Intent, Nonce,
    Overlay, OverlayView, Proof, Question, Screen, Step, TypedUserId, UserId,
};

fn card(kind: Option<CertificateKind>) -> FacilityCard {
    FacilityCard::new(kind, "さくら訪問介護", UserId::written(USER_ID)).unwrap()
}

/// Brings a link and shows that nothing but the question has changed.
fn bring(walk: &mut Walk, link: &str, cold: bool) -> Option<InboundView> {
    quietly(walk, Event::LinkOpened { link: link.to_owned(), cold })
}

fn quietly(walk: &mut Walk, event: Event) -> Option<InboundView> {
    let (saved, screen) = (walk.persisted().clone(), walk.screen());
    let effects = walk.event(event);
    assert_eq!(effects, [], "nothing is done before the user's word");
    assert_eq!((walk.persisted(), &walk.screen()), (&saved, &screen));
    walk.view().inbound
}

fn file(walk: &mut Walk, file: FileId) -> Vec<Effect> {
    walk.event(Event::FileOpened(Ok(file)))
}

fn leaves(walk: &Walk) -> Option<Question> {
    match walk.view().inbound {
        Some(InboundView::Portal { leaves } | InboundView::File { leaves } | InboundView::Card { leaves, .. }) => {
            leaves
        }
        other => panic!("{other:?}"),
    }
}

fn at_the_probe() -> Walk {
    let mut walk = Walk::iphone(true);
    walk.walk_to_settings_steps();
    walk.intent(Intent::SaidInstalled);
    walk.intent(Intent::Verify { slot: None });
    walk
}
